"""Giving billed periods back: what a credit note with rebill frees is due again, as it is agreed by now.

Works inside the caller's write transaction, after the credit note has been posted, and never commits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, update

from billdesk.billing.errors import BillingError
from billdesk.db.bulk import Row, delete_rows, fetch_rows
from billdesk.db.models import billed_adjustments, billed_periods, order_lines, orders, usage_records
from billdesk.services.collecting import recollect
from billdesk.services.orders import UNOPENED, open_lines

_ADJUSTED_ELSEWHERE = """SELECT i.number FROM billed_periods b JOIN billed_adjustments a ON a.order_line_id = b.order_line_id
 AND a.period_from = b.period_from JOIN invoice_lines l ON l.id = a.invoice_line_id JOIN invoices i ON i.id = l.invoice_id
 WHERE b.invoice_line_id IN ({marks}) AND a.invoice_line_id NOT IN ({marks}) ORDER BY i.id LIMIT 1"""
_PARTS = """FROM invoice_lines l JOIN invoice_line_parts p ON p.invoice_line_id = l.id
 WHERE l.invoice_id = ? AND l.id"""
_SPLIT = f"""SELECT l.position {_PARTS} IN ({{marks}}) AND EXISTS (SELECT 1 FROM invoice_lines o
 JOIN invoice_line_parts q ON q.invoice_line_id = o.id WHERE o.invoice_id = ? AND o.id NOT IN ({{marks}})
 AND o.order_line_id = l.order_line_id AND q.claim_from = p.claim_from AND q.amendment_no = p.amendment_no
 AND (q.role IN ('credit', 'charge')) = (p.role IN ('credit', 'charge'))) ORDER BY l.position"""
_OWNERS = """SELECT DISTINCT l.id, l.order_id FROM order_lines l JOIN invoice_lines i ON i.order_line_id = l.id
 WHERE i.id IN ({marks})"""


def check_whole_charges(connection: Connection, number: str, invoice_id: int, invoice_line_ids: Sequence[int]) -> None:
    """Refuse to free what cannot be freed by itself: a part of a charge, or a period whose amendment is billed elsewhere.

    `number` is the invoice's, for words; the lines are all of it.
    """
    if not invoice_line_ids:
        return
    later = _query(connection, _ADJUSTED_ELSEWHERE, invoice_line_ids, 2)
    if later:
        what = f"invoice {later[0][0]} has billed an amendment of its periods"
        raise BillingError(what, number, f"credit {later[0][0]} with rebill first, or credit this one without")
    split = fetch_rows(
        connection, _SPLIT.format(marks=",".join("?" * len(invoice_line_ids))), [invoice_id, *invoice_line_ids] * 2
    )
    if split:
        what = f"line {split[0][0]} is a part of a charge that is not credited as a whole"
        raise BillingError(what, number, "credit all lines of that period, or credit without rebill")


def free_lines(connection: Connection, account_id: int, invoice_line_ids: Sequence[int], as_of: date) -> None:
    """Free what these lines of one invoice have billed, and collect it again; `check_whole_charges` has allowed it."""
    if not invoice_line_ids:
        return
    owners = _query(connection, _OWNERS, invoice_line_ids, 1)
    used = usage_records.c.invoice_line_id.in_(invoice_line_ids)
    connection.execute(update(usage_records).where(used).values(invoice_line_id=None))
    delete_rows(connection, billed_adjustments, "invoice_line_id", invoice_line_ids)
    delete_rows(connection, billed_periods, "invoice_line_id", invoice_line_ids)
    line_ids, order_ids = [row[0] for row in owners], sorted({row[1] for row in owners})
    connection.execute(update(order_lines).where(order_lines.c.id.in_(line_ids)).values(UNOPENED))
    again = (orders.c.id.in_(order_ids)) & (orders.c.status == "completed")
    connection.execute(update(orders).where(again).values(status="active"))
    open_lines(connection, order_ids)
    recollect(connection, [account_id], as_of)


def _query(connection: Connection, sql: str, ids: Sequence[int], times: int) -> list[Row]:
    return fetch_rows(connection, sql.format(marks=",".join("?" * len(ids))), [*ids] * times)
