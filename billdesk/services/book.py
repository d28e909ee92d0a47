"""The book of schedules as stored: what collecting, runs and forecasts go by. Reads only."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select

from billdesk.billing.cadence import parse_bill_day, parse_cadence
from billdesk.billing.collect import ScheduleBook
from billdesk.billing.errors import BillingError
from billdesk.billing.schedule import Schedule, Scope
from billdesk.db.models import invoice_runs, invoice_schedules
from billdesk.services.company import day


def find_schedule(book: ScheduleBook, name: str) -> Schedule:
    """The schedule of this name, or with this id written as a number."""
    for schedule in book.schedules.values():
        if schedule.name == name:
            return schedule
    if name.isascii() and name.isdigit() and (found := book.schedules.get(int(name[:18]))):
        return found
    names = ", ".join(s.name for s in book.schedules.values()) or "there is none yet"
    raise BillingError("no such schedule", name, f"use one of: {names}")


def load_book(connection: Connection) -> ScheduleBook:
    """The schedules as they stand. The same stored rows give the same book, with the dates it has worked out."""
    rows = connection.execute(select(invoice_schedules).order_by(invoice_schedules.c.position)).all()
    # Occurrences that ran in draft mode: a person has their drafts to look at, whatever is posted later.
    runs = invoice_runs.c
    is_drafted = (runs.mode == "draft") & (runs.state == "done") & runs.occurrence_on.is_not(None)
    drafted = select(runs.schedule_id, runs.occurrence_on).where(is_drafted).order_by(runs.schedule_id, runs.occurrence_on)
    left_open = tuple((schedule_id, on) for schedule_id, on in connection.execute(drafted))
    return _book_of(tuple(tuple(row) for row in rows), left_open)


@lru_cache(maxsize=8)
def _book_of(rows: tuple[tuple[Any, ...], ...], left_open: tuple[tuple[int, str], ...]) -> ScheduleBook:
    names = invoice_schedules.c.keys()
    opened: dict[int, list[date]] = {}
    for schedule_id, on in left_open:
        opened.setdefault(schedule_id, []).append(date.fromisoformat(on))
    stored = (dict(zip(names, row, strict=True)) for row in rows)
    return ScheduleBook(_schedule(row, tuple(opened.get(row["id"], ()))) for row in stored)


def _schedule(row: dict[str, Any], left_open: tuple[date, ...]) -> Schedule:
    scope = json.loads(row["scope"])
    return Schedule(
        id=row["id"],
        position=row["position"],
        name=row["name"],
        cadence=parse_cadence(row["every"]),
        bill_day=parse_bill_day(row["bill_day"]) if row["bill_day"] else None,
        start_on=date.fromisoformat(row["start_on"]),
        end_on=day(row["end_on"]),
        target_days=row["target_days"],
        holiday_rule=row["holiday_rule"],
        holidays=holidays_of(row["calendar"]) if row["calendar"] else frozenset(),
        invoice_date=row["invoice_date"],
        terms=row["terms"] or "",
        grouping=row["grouping"],
        mode=row["mode"],
        is_held=bool(row["is_held"]),
        catch_up=row["catch_up"],
        scope=Scope(*(frozenset(scope.get(k, ())) for k in ("accounts", "products", "orders", "currencies"))),
        is_paused=bool(row["is_paused"]),
        ran_on=day(row["ran_on"]),
        closed_on=day(row["closed_on"]),
        left_open=left_open,
    )


@lru_cache(maxsize=16)
def holidays_of(calendar: str) -> frozenset[date]:
    """The public holidays of a country (`DE`) or a part of it (`DE-BY`), by ISO 3166 codes, 1990 to 2060.

    Raises BillingError where none are known.
    """
    import holidays  # a schedule with a calendar is rare, and the library takes 70 ms to load

    country, _, part = calendar.upper().partition("-")
    try:
        return frozenset(holidays.country_holidays(country, subdiv=part or None, years=range(1990, 2061)))
    except NotImplementedError:
        remedy = "use a country's code such as US, DE or GB, or a part's such as DE-BY"
        raise BillingError(f"no holiday calendar for {calendar!r}", "", remedy) from None


@lru_cache(maxsize=1)
def calendars() -> tuple[str, ...]:
    """The codes of all calendars that `holidays_of` knows: countries, and parts that have holidays of their own."""
    import holidays

    found = []
    for country, parts in sorted(holidays.list_supported_countries(include_aliases=False).items()):
        found.append(country)
        found.extend(f"{country}-{part}" for part in sorted(parts) if part.isascii() and " " not in part)
    return tuple(found)
