"""The list of schedules: few rows, each with dates that the rules of billing work out."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection

from billdesk.billing.sentence import ScopeNames, sentence
from billdesk.db.bulk import fetch_rows
from billdesk.services.book import load_book
from billdesk.services.listing_schedules import SCHEDULE_KEYS, schedule_records

_OPEN = """SELECT schedule_id, count(*), count(DISTINCT account_id) FROM order_lines
 WHERE next_billing_on IS NOT NULL AND schedule_id IS NOT NULL GROUP BY schedule_id"""
_LAST = """SELECT r.schedule_id, r.id, r.state, r.invoice_count,
 (SELECT count(*) FROM run_exceptions e WHERE e.run_id = r.id AND e.is_resolved = 0)
 FROM invoice_runs r WHERE r.id IN (SELECT max(id) FROM invoice_runs GROUP BY schedule_id)"""
_SAID = "SELECT id, calendar, time_of_day FROM invoice_schedules"
_MORE = (
    "state",
    "line_count",
    "account_count",
    "last_run_id",
    "last_state",
    "last_invoices",
    "last_exceptions",
    "position",
    "sentence",
)


def schedule_rows(connection: Connection, as_of: date) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """The columns of the list, and the schedules in their order as rows of them; `line_count` counts open order lines.

    `state` is paused, ended (nothing is left to run), due (the next date has come) or active.
    """
    schedules = load_book(connection).schedules.values()
    opened = {row[0]: row[1:] for row in fetch_rows(connection, _OPEN)}
    last = {row[0]: row[1:] for row in fetch_rows(connection, _LAST)}
    rows = []
    stored = {row[0]: row[1:] for row in fetch_rows(connection, _SAID)}
    for schedule, record in zip(schedules, schedule_records(connection), strict=True):
        scope = ScopeNames(*(record[key] for key in ("accounts", "products", "orders", "currencies")))
        calendar, time_of_day = stored[schedule.id]
        said = sentence(schedule, scope, calendar or "", time_of_day)
        more = (
            _state(record, as_of),
            *opened.get(schedule.id, (0, 0)),
            *last.get(schedule.id, (None,) * 4),
            schedule.position,
            said,
        )
        rows.append((schedule.id, *map(_plain, record.values()), *more))
    return ("id", *SCHEDULE_KEYS, *_MORE), rows


def _state(record: dict[str, Any], as_of: date) -> str:
    if record["paused"]:
        return "paused"
    if record["next_on"] is None:
        return "ended"
    return "due" if record["next_on"] <= as_of.isoformat() else "active"


def _plain(value: object) -> object:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or None
    return int(value) if isinstance(value, bool) else value
