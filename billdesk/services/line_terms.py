"""The terms of special order lines as stored: amendments, holds, tiers, plans, and what of them is billed. Reads only.

One query per kind for a batch of lines, so that companies without special lines pay nothing for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection

from billdesk.billing.amendment import Amendment
from billdesk.billing.line_terms import Claim, Hold, LineTerms
from billdesk.billing.milestones import parse_plan
from billdesk.billing.pricing import parse_pricing
from billdesk.db.bulk import Row, fetch_rows
from billdesk.services.company import day
from billdesk.services.drafts import LINE_AND_PART, with_part

_BATCH = 1000
_OWN = "SELECT id, order_id, pricing, allowance_minor, plan FROM order_lines WHERE id IN ({marks})"
_AMENDMENTS = """SELECT order_line_id, number, effective_on, quantity_e6, unit_price_e4, discount_e4, allowance_minor, sets_end,
 end_on FROM amendments WHERE order_line_id IN ({marks}) AND is_undone = 0 ORDER BY order_line_id, number"""
_HOLDS = "SELECT order_id, from_on, until_on, catches_up FROM order_holds WHERE order_id IN ({marks}) ORDER BY from_on, id"
_CLAIMS = """SELECT b.order_line_id, b.period_from, b.period_until, coalesce(p.amendment_no, 0) FROM billed_periods b
 LEFT JOIN invoice_line_parts p ON p.invoice_line_id = b.invoice_line_id WHERE b.order_line_id IN ({marks})"""
_SETTLED = "SELECT order_line_id, amendment_no, period_from FROM billed_adjustments WHERE order_line_id IN ({marks})"
_DRAFTED = f"""SELECT l.invoice_id, {LINE_AND_PART} FROM invoices i JOIN invoice_lines l ON l.invoice_id = i.id
 LEFT JOIN invoice_line_parts p ON p.invoice_line_id = l.id
 WHERE i.account_id IN ({{marks}}) AND i.status = 'draft' AND i.kind = 'invoice' ORDER BY l.invoice_id, l.position"""


def read_terms(connection: Connection, line_ids: Sequence[int]) -> dict[int, LineTerms]:
    """The terms of these order lines, by id."""
    found: dict[int, LineTerms] = {}
    for start in range(0, len(line_ids), _BATCH):
        found.update(_read(connection, line_ids[start : start + _BATCH]))
    return found


def _read(connection: Connection, line_ids: Sequence[int]) -> dict[int, LineTerms]:
    own = {row[0]: row[1:] for row in _query(connection, _OWN, line_ids)}
    amendments: dict[int, list[Amendment]] = {}
    for row in _query(connection, _AMENDMENTS, line_ids):
        line_id, number, effective_on, quantity, price, discount, off, sets_end, end_on = row
        end_before = None if end_on is None else date.fromisoformat(end_on) + timedelta(1)
        on = date.fromisoformat(effective_on)
        amendment = Amendment(number, on, quantity, price, discount, off, bool(sets_end), end_before)
        amendments.setdefault(line_id, []).append(amendment)
    holds: dict[int, list[Hold]] = {}
    for order_id, from_on, until_on, catches_up in _query(connection, _HOLDS, sorted({row[0] for row in own.values()})):
        holds.setdefault(order_id, []).append(Hold(date.fromisoformat(from_on), day(until_on), bool(catches_up)))
    claims: dict[int, dict[date, Claim]] = {}
    for line_id, from_on, until_on, known in _query(connection, _CLAIMS, line_ids):
        claims.setdefault(line_id, {})[date.fromisoformat(from_on)] = Claim(day(until_on), known)
    settled: dict[int, set[tuple[int, date]]] = {}
    for line_id, number, from_on in _query(connection, _SETTLED, line_ids):
        settled.setdefault(line_id, set()).add((number, date.fromisoformat(from_on)))
    return {
        line_id: LineTerms(
            tuple(amendments.get(line_id, ())),
            tuple(holds.get(order_id, ())),
            None if pricing is None else parse_pricing(pricing),
            allowance_minor,
            () if plan is None else parse_plan(plan),
            claims.get(line_id, {}),
            frozenset(settled.get(line_id, ())),
        )
        for line_id, (order_id, pricing, allowance_minor, plan) in own.items()
    }


def drafted_parts(connection: Connection, account_ids: Sequence[int]) -> dict[int, list[Row]]:
    """The lines of the accounts' drafts with their parts, by the draft's id."""
    found: dict[int, list[Row]] = {}
    for draft_id, *line in _query(connection, _DRAFTED, account_ids) if account_ids else ():
        found.setdefault(draft_id, []).append(with_part(tuple(line)))
    return found


def _query(connection: Connection, sql: str, values: Sequence[int]) -> list[Row]:
    return fetch_rows(connection, sql.format(marks=",".join("?" * len(values))), values) if values else []
