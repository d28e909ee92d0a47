"""Schedules as a person sees them: one with all that it says, and the list with sentence, next date and last result.

Reads only. The sentence is made by `billing.sentence`; the words of another language are handed in.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, Table, func, select

from billdesk.billing.cadence import parse_bill_day, parse_cadence
from billdesk.billing.errors import BillingError
from billdesk.billing.schedule import Schedule
from billdesk.billing.sentence import Dates, ScopeNames, Words, plain_date, sentence
from billdesk.db.bulk import fetch_rows
from billdesk.db.engine import reading
from billdesk.db.models import accounts, invoice_runs, invoice_schedules, order_lines, orders, products, run_exceptions
from billdesk.services.book import holidays_of, load_book
from billdesk.services.company import Company, day
from billdesk.services.schedules import NewSchedule, codes_of

RULE_COLUMNS = (
    "name",
    "every",
    "bill_day",
    "start_on",
    "end_on",
    "time_of_day",
    "target_days",
    "holiday_rule",
    "calendar",
    "invoice_date",
    "terms",
    "grouping",
    "mode",
    "is_held",
    "catch_up",
    "scope",
)
"""What of a row an edit may change. Its place, whether it rests, and how far it has run are other verbs' matters."""


@dataclass(frozen=True, slots=True)
class ScheduleDetails:
    """One schedule with all that it says. `version` is the digest of the rule as stored, which an edit has to bring back.

    `ran_on` and `closed_on` are the last occurrences that have run, and were posted; `left_open` those in draft mode only.
    """

    id: int
    position: int
    version: str
    values: NewSchedule
    is_paused: bool = False
    ran_on: date | None = None
    closed_on: date | None = None
    left_open: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class LastRun:
    """What a schedule's last run came to."""

    id: int
    occurrence_on: date
    mode: str
    state: str
    invoice_count: int
    exception_count: int


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """A schedule in the list.

    `missed_count` are occurrences up to today that have not run; `next_on` is the first of them, or the next to come;
    `line_count` the open order lines that it takes.
    """

    id: int
    version: str
    position: int
    name: str
    sentence: str
    next_on: date | None
    missed_count: int
    last_run: LastRun | None
    line_count: int
    mode: str
    is_held: bool
    is_paused: bool


def schedule_details(company: Company, schedule_id: int) -> ScheduleDetails:
    """A schedule with all that it says. Raises BillingError where there is none with this id."""
    with reading(company.engine) as connection:
        return details_of(connection, schedule_id)


def details_of(connection: Connection, schedule_id: int) -> ScheduleDetails:
    """The same on an open connection."""
    row = connection.execute(select(invoice_schedules).where(invoice_schedules.c.id == schedule_id)).first()
    if row is None:
        raise BillingError("the schedule is no more", str(schedule_id), "see the list of schedules")
    return ScheduleDetails(
        row.id,
        row.position,
        version_of(row),
        _values(connection, row),
        bool(row.is_paused),
        day(row.ran_on),
        day(row.closed_on),
        load_book(connection).schedules[schedule_id].left_open,
    )


def version_of(row: Row[Any]) -> str:
    """The digest of a schedule's rule as stored: two readers have the same one exactly where they saw the same rule."""
    return sha256(repr([getattr(row, name) for name in RULE_COLUMNS]).encode()).hexdigest()


def rule_of(values: NewSchedule, standing: ScheduleDetails | None = None, as_of: date | None = None) -> Schedule:
    """The rule of what a person says, as `billing` has it; scope aside, which needs the company's records.

    `standing` is the schedule that the values are to replace: what has run stays run. `as_of` is the start where none is
    given. Raises BillingError for words that are not understood.
    """
    start_on = values.start_on or as_of
    if start_on is None:
        raise BillingError("a schedule needs a start", values.name, "give the first date")
    return Schedule(
        id=standing.id if standing is not None else 0,
        position=standing.position if standing is not None else 0,
        name=values.name,
        cadence=parse_cadence(values.every),
        bill_day=parse_bill_day(values.bill_day) if values.bill_day else None,
        start_on=start_on,
        end_on=values.end_on,
        target_days=values.target_days,
        holiday_rule=values.holiday_rule,
        holidays=holidays_of(values.calendar) if values.calendar else frozenset(),
        invoice_date=values.invoice_date,
        terms=values.terms or "",
        grouping=values.grouping,
        mode=values.mode,
        is_held=values.is_held,
        catch_up=values.catch_up,
        ran_on=standing.ran_on if standing is not None else None,
        closed_on=standing.closed_on if standing is not None else None,
        left_open=standing.left_open if standing is not None else (),
    )


def rule_sentence(
    values: NewSchedule, as_of: date, tr: Words = str, date_: Dates = plain_date, rule: Schedule | None = None
) -> str:
    """The sentence of what a person says. Raises BillingError for words that are not understood."""
    scope = ScopeNames(values.accounts, values.products, values.orders, values.currencies)
    return sentence(rule or rule_of(values, None, as_of), scope, values.calendar or "", values.time_of_day, tr, date_)


def schedule_rows(company: Company, as_of: date, tr: Words = str, date_: Dates = plain_date) -> list[ScheduleRow]:
    """The list of schedules in their order."""
    with reading(company.engine) as connection:
        book = load_book(connection)
        stored = connection.execute(select(invoice_schedules).order_by(invoice_schedules.c.position)).all()
        codes = _all_codes(connection, book.schedules.values())
        last, counts = _last_runs(connection), _line_counts(connection)
        found = []
        for row in stored:
            schedule = book.schedules[row.id]
            missed = schedule.due(as_of)
            following = missed[0] if missed else next(schedule.occurrences(schedule.ran_on), None)
            said = sentence(schedule, _scope_names(schedule, codes), row.calendar or "", row.time_of_day, tr, date_)
            found.append(
                ScheduleRow(
                    row.id,
                    version_of(row),
                    row.position,
                    row.name,
                    said,
                    following.on if following is not None else None,
                    len(missed),
                    last.get(row.id),
                    counts.get(row.id, 0),
                    row.mode,
                    schedule.is_held,
                    schedule.is_paused,
                )
            )
        return found


def find_orders(company: Company, text: str, limit: int = 12) -> list[tuple[str, str]]:
    """Numbers of orders, each with its account's code, that have `text` in one of them: newest first."""
    pattern = "%" + text.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
    sql = f"""SELECT o.code, a.code FROM orders o JOIN accounts a ON a.id = o.account_id
     WHERE lower(o.code) LIKE ? ESCAPE '!' OR lower(a.code) LIKE ? ESCAPE '!' ORDER BY o.id DESC LIMIT {limit}"""
    with reading(company.engine) as connection:
        return [(code, account) for code, account in fetch_rows(connection, sql, (pattern, pattern))]


def _values(connection: Connection, row: Row[Any]) -> NewSchedule:
    scope: dict[str, list[Any]] = json.loads(row.scope)

    def codes(kind: str, table: Table) -> tuple[str, ...]:
        return tuple(sorted(codes_of(connection, table, scope.get(kind, ())).values()))

    return NewSchedule(
        name=row.name,
        every=row.every,
        bill_day=row.bill_day,
        start_on=date.fromisoformat(row.start_on),
        end_on=day(row.end_on),
        target_days=row.target_days,
        grouping=row.grouping,
        products=codes("products", products),
        accounts=codes("accounts", accounts),
        orders=codes("orders", orders),
        currencies=tuple(sorted(scope.get("currencies", ()))),
        mode=row.mode,
        is_held=bool(row.is_held),
        catch_up=row.catch_up,
        holiday_rule=row.holiday_rule,
        calendar=row.calendar,
        invoice_date=row.invoice_date,
        terms=row.terms,
        time_of_day=row.time_of_day,
    )


def _all_codes(connection: Connection, schedules: Collection[Schedule]) -> Mapping[str, Mapping[int, str]]:
    return {
        "accounts": codes_of(connection, accounts, {i for s in schedules for i in s.scope.accounts}),
        "products": codes_of(connection, products, {i for s in schedules for i in s.scope.products}),
        "orders": codes_of(connection, orders, {i for s in schedules for i in s.scope.orders}),
    }


def _scope_names(schedule: Schedule, codes: Mapping[str, Mapping[int, str]]) -> ScopeNames:
    scope = schedule.scope
    return ScopeNames(
        sorted(codes["accounts"][i] for i in scope.accounts),
        sorted(codes["products"][i] for i in scope.products),
        sorted(codes["orders"][i] for i in scope.orders),
        sorted(scope.currencies),
    )


def _last_runs(connection: Connection) -> dict[int, LastRun]:
    c = invoice_runs.c
    last = select(func.max(c.id)).where(c.schedule_id.is_not(None), c.occurrence_on.is_not(None)).group_by(c.schedule_id)
    open_exceptions = (
        select(func.count()).where(run_exceptions.c.run_id == c.id, run_exceptions.c.is_resolved == 0).scalar_subquery()
    )
    runs = select(c.schedule_id, c.id, c.occurrence_on, c.mode, c.state, c.invoice_count, open_exceptions).where(c.id.in_(last))
    return {
        schedule_id: LastRun(run_id, date.fromisoformat(on), mode, state, invoice_count, exception_count)
        for schedule_id, run_id, on, mode, state, invoice_count, exception_count in connection.execute(runs)
    }


def _line_counts(connection: Connection) -> dict[int, int]:
    c = order_lines.c
    counted = select(c.schedule_id, func.count()).where(c.next_billing_on.is_not(None), c.schedule_id.is_not(None))
    return dict(connection.execute(counted.group_by(c.schedule_id)).all())
