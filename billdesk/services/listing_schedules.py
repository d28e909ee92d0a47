"""The list of schedules: what each says, in the words of the command line, and when it runs next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, select

from billdesk.billing.schedule import Schedule
from billdesk.db.models import accounts, orders, products
from billdesk.services.book import load_book

Record = dict[str, Any]

SCHEDULE_KEYS = (
    "schedule",
    "every",
    "day",
    "start_on",
    "end_on",
    "timing",
    "group",
    "mode",
    "hold",
    "catch_up",
    "paused",
    "accounts",
    "products",
    "orders",
    "currencies",
    "holiday_rule",
    "invoice_date",
    "terms",
    "ran_on",
    "next_on",
)


def schedule_records(connection: Connection) -> list[Record]:
    """The schedules in their order, each under SCHEDULE_KEYS. `timing` is in days; `next_on` the next date to run."""
    found = list(load_book(connection).schedules.values())
    codes = {
        "accounts": _codes(connection, accounts, {i for s in found for i in s.scope.accounts}),
        "products": _codes(connection, products, {i for s in found for i in s.scope.products}),
        "orders": _codes(connection, orders, {i for s in found for i in s.scope.orders}),
    }
    return [_schedule(schedule, codes) for schedule in found]


def _schedule(s: Schedule, codes: Mapping[str, Mapping[int, str]]) -> Record:
    following = next(s.occurrences(s.ran_on), None)
    values = (
        s.name,
        str(s.cadence),
        str(s.bill_day) if s.bill_day is not None else None,
        s.start_on.isoformat(),
        _iso(s.end_on),
        s.target_days,
        s.grouping,
        s.mode,
        s.is_held,
        s.catch_up,
        s.is_paused,
        sorted(codes["accounts"][i] for i in s.scope.accounts),
        sorted(codes["products"][i] for i in s.scope.products),
        sorted(codes["orders"][i] for i in s.scope.orders),
        sorted(s.scope.currencies),
        s.holiday_rule,
        s.invoice_date,
        s.terms or None,
        _iso(s.ran_on),
        _iso(following.on) if following is not None else None,
    )
    return dict(zip(SCHEDULE_KEYS, values, strict=True))


def _codes(connection: Connection, table: Table, ids: set[int]) -> dict[int, str]:
    found = select(table.c.id, table.c.code).where(table.c.id.in_(sorted(ids)))
    return {row.id: row.code for row in connection.execute(found)} if ids else {}


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
