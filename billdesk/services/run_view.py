"""Runs as they stand on record: what one did, the invoices that came of it, and the totals of all. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from billdesk.billing.errors import BillingError
from billdesk.db.bulk import fetch_rows
from billdesk.db.engine import reading
from billdesk.db.models import invoice_runs, invoice_schedules, invoices, run_exceptions
from billdesk.services.company import Company, day
from billdesk.services.exceptions import mend_of
from billdesk.services.run_review import PlannedException

_EXCEPTION = """SELECT e.account_id, a.code, p.name, e.reason, e.remedy, r.target_on FROM run_exceptions e
 JOIN invoice_runs r ON r.id = e.run_id JOIN accounts a ON a.id = e.account_id JOIN parties p ON p.id = a.party_id
 WHERE e.id = ?"""
Totals = tuple[tuple[str, int], ...]
"""(currency, minor units with tax) of each currency."""


@dataclass(frozen=True, slots=True)
class RunDetails:
    """A run on record. `schedule` is None for one by hand over all schedules; instants are stored text."""

    id: int
    schedule_id: int | None
    schedule: str | None
    occurrence_on: date | None
    target_on: date
    invoice_on: date
    mode: str
    state: str
    started_at: str
    ended_at: str | None
    invoice_count: int
    line_count: int
    exception_count: int
    totals: Totals


def run_details(company: Company, run_id: int) -> RunDetails:
    """A run on record. Raises BillingError where there is none with this id."""
    c = invoice_runs.c
    open_exceptions = (
        select(func.count()).where(run_exceptions.c.run_id == c.id, run_exceptions.c.is_resolved == 0).scalar_subquery()
    )
    wanted = (
        select(invoice_runs, invoice_schedules.c.name.label("schedule"), open_exceptions.label("exceptions"))
        .outerjoin(invoice_schedules, invoice_schedules.c.id == c.schedule_id)
        .where(c.id == run_id)
    )
    with reading(company.engine) as connection:
        row = connection.execute(wanted).first()
    if row is None:
        raise BillingError("there is no such run", str(run_id), "see the list of runs")
    return RunDetails(
        row.id,
        row.schedule_id,
        row.schedule,
        day(row.occurrence_on),
        date.fromisoformat(row.target_on),
        date.fromisoformat(row.invoice_on),
        row.mode,
        row.state,
        row.started_at,
        row.ended_at,
        row.invoice_count,
        row.line_count,
        row.exceptions,
        run_totals(company, (run_id,)).get(run_id, ()),
    )


def run_totals(company: Company, run_ids: Sequence[int] | None = None) -> dict[int, Totals]:
    """What these runs (or all) have posted, by id of the run. A run in draft mode has posted nothing."""
    c = invoices.c
    summed = (
        select(c.run_id, c.currency, func.sum(c.total_minor))
        .where(c.run_id.is_not(None) if run_ids is None else c.run_id.in_(run_ids))
        .group_by(c.run_id, c.currency)
        .order_by(c.run_id, c.currency)
    )
    found: dict[int, list[tuple[str, int]]] = {}
    with reading(company.engine) as connection:
        for run_id, currency, minor in connection.execute(summed):
            found.setdefault(run_id, []).append((currency, int(minor)))
    return {run_id: tuple(totals) for run_id, totals in found.items()}


def invoices_of_runs(company: Company, run_ids: Sequence[int]) -> list[int]:
    """The ids of the invoices that these runs have posted, in the order of their numbers."""
    c = invoices.c
    posted = select(c.id).where(c.run_id.in_(run_ids)).order_by(c.series_id, c.series_no)
    with reading(company.engine) as connection:
        return list(connection.execute(posted).scalars())


def open_exception(company: Company, exception_id: int) -> PlannedException:
    """An account that a run has left out, as the review of a run has it. Raises BillingError where it is no more."""
    with reading(company.engine) as connection:
        rows = fetch_rows(connection, _EXCEPTION, (exception_id,))
    if not rows:
        raise BillingError("the exception is no more", str(exception_id), "see the list of accounts left out")
    account_id, code, name, reason, remedy, target_on = rows[0]
    found = mend_of(company, account_id, date.fromisoformat(target_on))
    return PlannedException(account_id, code, name, reason, remedy, found.kind, date.fromisoformat(target_on))
