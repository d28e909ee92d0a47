"""What ran since somebody looked last: runs of the system's timer, or of another window."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from billdesk.db.engine import reading
from billdesk.db.models import invoice_runs, invoice_schedules, run_exceptions
from billdesk.services.company import Company

_MOST_RUNS = 200


@dataclass(frozen=True, slots=True)
class RanRun:
    """A run that has ended: by which schedule (empty: by hand), for which date, and what came of it.

    `exception_count` counts accounts that were left out and still are. `ended_at` is UTC, ISO 8601.
    """

    id: int
    schedule: str
    occurrence_on: str | None
    mode: str
    is_cancelled: bool
    ended_at: str
    invoice_count: int
    exception_count: int


def ran_since(company: Company, since_at: str) -> tuple[RanRun, ...]:
    """The runs that have ended after the instant `since_at` (UTC, as `Company.stamp` gives it), oldest first."""
    runs, left = invoice_runs.c, run_exceptions.c
    open_count = select(func.count()).where(left.run_id == runs.id, left.is_resolved == 0).scalar_subquery()
    chosen = (
        select(
            runs.id,
            func.coalesce(invoice_schedules.c.name, ""),
            runs.occurrence_on,
            runs.mode,
            runs.state == "cancelled",
            runs.ended_at,
            runs.invoice_count,
            open_count,
        )
        .select_from(invoice_runs.outerjoin(invoice_schedules, invoice_schedules.c.id == runs.schedule_id))
        .where(runs.ended_at > since_at, runs.state != "running")
        .order_by(runs.ended_at, runs.id)
        .limit(_MOST_RUNS)
    )
    with reading(company.engine) as connection:
        return tuple(RanRun(*row) for row in connection.execute(chosen).all())
