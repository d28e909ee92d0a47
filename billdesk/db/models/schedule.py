"""Invoice schedules, the runs they made, and the accounts that a run left out with the reason.

A schedule's `ran_on` is its last occurrence that has run, `closed_on` the last one that was posted. A run of a schedule
is unique per occurrence: whoever runs it again, or at the same time, works on the same row.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, Table, UniqueConstraint

from billdesk.billing.schedule import CATCH_UPS, GROUPINGS, HOLIDAY_RULES, INVOICE_DATES, MODES
from billdesk.db.types import STRICT, choice, date_on, flag, link, metadata, row_id, text, whole

invoice_schedules = Table(
    "invoice_schedules",
    metadata,
    row_id(),
    whole("position"),
    text("name", unique=True),
    text("every"),
    text("bill_day", null=True),
    *date_on("start_on"),
    *date_on("end_on", null=True),
    text("time_of_day"),
    whole("target_days"),
    *choice("holiday_rule", HOLIDAY_RULES),
    text("calendar", null=True),
    *choice("invoice_date", INVOICE_DATES),
    text("terms", null=True),
    *choice("grouping", GROUPINGS),
    *choice("mode", MODES),
    *flag("is_held"),
    *choice("catch_up", CATCH_UPS),
    text("scope"),
    *flag("is_paused"),
    *date_on("ran_on", null=True),
    *date_on("closed_on", null=True),
    CheckConstraint("end_on IS NULL OR end_on >= start_on", name="end"),
    UniqueConstraint("position"),
    **STRICT,
)

invoice_runs = Table(
    "invoice_runs",
    metadata,
    row_id(),
    link("schedule_id", "invoice_schedules", null=True),
    *date_on("occurrence_on", null=True),
    *date_on("target_on"),
    *date_on("invoice_on"),
    *choice("mode", MODES),
    *choice("state", ("running", "done", "cancelled")),
    text("started_at"),
    text("ended_at", null=True),
    whole("invoice_count"),
    whole("line_count"),
    UniqueConstraint("schedule_id", "occurrence_on"),
    **STRICT,
)

run_exceptions = Table(
    "run_exceptions",
    metadata,
    row_id(),
    link("run_id", "invoice_runs"),
    link("account_id", "accounts"),
    text("reason"),
    text("remedy"),
    *flag("is_resolved"),
    UniqueConstraint("run_id", "account_id"),
    Index("ix_run_exceptions_account_id", "account_id"),
    **STRICT,
)
