"""Writing one chunk of a run: post (or complete drafts), move each line on, and set up its next bill.

Works inside the caller's write transaction and never commits: a chunk is all there or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, update

from billdesk.db.bulk import in_order, next_id
from billdesk.db.models import invoice_runs, run_exceptions
from billdesk.services.company import Company, read_settings
from billdesk.services.drafts import clear_drafts, write_drafts
from billdesk.services.posting import PostingWriter, write_pointers
from billdesk.services.run_plan import ChunkPlan


def write_chunk(connection: Connection, company: Company, run_id: int | None, plan: ChunkPlan) -> list[str]:
    """Write a plan that was made for what the database holds now. Returns the numbers that were taken."""
    writer = PostingWriter(connection, company, read_settings(connection))
    for posting in plan.postings:
        writer.add(posting)
    clear_drafts(connection, plan.drafts)
    writer.write()
    write_pointers(connection, plan.pointers, plan.ended_orders)
    _mark_usage(connection, plan.metered)
    write_drafts(connection, plan.drafts, are_cleared=True)
    _settle_exceptions(connection, plan)
    if run_id is not None:
        _note_exceptions(connection, run_id, plan)
        c = invoice_runs.c
        counts = {"invoice_count": c.invoice_count + plan.invoice_count, "line_count": c.line_count + plan.line_count}
        connection.execute(update(invoice_runs).where(c.id == run_id).values(counts))
    return writer.numbers


def _mark_usage(connection: Connection, metered: Sequence[tuple[int, str]]) -> None:
    """Tie recorded usage to the invoice line that billed it."""
    sql = in_order(
        connection,
        "UPDATE usage_records SET invoice_line_id = (SELECT invoice_line_id FROM billed_periods b WHERE "
        "b.order_line_id = usage_records.order_line_id AND b.period_until = ?) "
        "WHERE order_line_id = ? AND used_on < ? AND invoice_line_id IS NULL",
    )
    if metered:
        rows = [(until_on, line_id, until_on) for line_id, until_on in metered]
        connection.exec_driver_sql(sql, rows)


def _settle_exceptions(connection: Connection, plan: ChunkPlan) -> None:
    """Resolve the exceptions of accounts that are billed now, in whatever run they were left out."""
    c = run_exceptions.c
    waiting = set(connection.execute(select(c.account_id).where(c.is_resolved == 0)).scalars())
    billed = sorted(waiting.intersection(posting.account_id for posting in plan.postings))
    if billed:
        connection.execute(update(run_exceptions).where(c.account_id.in_(billed)).values(is_resolved=1))


def _note_exceptions(connection: Connection, run_id: int, plan: ChunkPlan) -> None:
    """Store why accounts were left out, in place of what was stored of them for this run."""
    c = run_exceptions.c
    if plan.exceptions:
        again = (c.run_id == run_id) & c.account_id.in_([e.account_id for e in plan.exceptions])
        connection.execute(delete(run_exceptions).where(again))
    for number, e in enumerate(plan.exceptions, next_id(connection, run_exceptions) if plan.exceptions else 0):
        values = {"id": number, "run_id": run_id, "account_id": e.account_id, "reason": e.reason}
        connection.execute(insert(run_exceptions).values(**values, remedy=e.remedy))
