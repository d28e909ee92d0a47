"""Special order lines: what was billed of each period is its day-by-day price, and their next charge is the first open one.

Worked out anew from amendments, holds, tiers and plans: each claimed period has been billed for what was known then, and each
amendment has been charged or credited with exactly the difference that it makes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Connection

from billdesk.billing.line_terms import LineTerms
from billdesk.billing.order import OrderLine
from billdesk.billing.pieces import period_price
from billdesk.billing.special import special_next
from billdesk.db.bulk import Row, fetch_rows, stream_rows
from billdesk.services.company import read_settings
from billdesk.services.line_content import COLUMNS, LineContent
from billdesk.services.line_terms import read_terms
from billdesk.services.orders import as_order_line
from billdesk.services.proofs.claims import FREED
from billdesk.services.proofs.findings import NONSENSE, Findings, reason

_BATCH = 500
_LINES = f"""SELECT l.id, l.order_id, o.code, l.position, o.status, o.currency, l.next_from, l.next_billing_on,
 {", ".join("l." + name for name in COLUMNS)} FROM order_lines l JOIN orders o ON o.id = l.order_id
 WHERE l.is_special = 1 AND o.status <> 'draft' ORDER BY l.id"""
_BILLED = f"""SELECT l.order_line_id, coalesce(p.claim_from, l.period_from),
 CASE WHEN p.role IN ('credit', 'charge') THEN p.amendment_no ELSE 0 END, sum(coalesce(l.gross_minor, l.net_minor))
 FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id LEFT JOIN invoice_line_parts p ON p.invoice_line_id = l.id
 WHERE l.order_line_id IN ({{marks}}) AND i.status = 'posted' AND i.kind = 'invoice' AND l.period_from IS NOT NULL
 AND NOT {FREED} GROUP BY 1, 2, 3"""


def prove_special_lines(connection: Connection, findings: Findings) -> None:
    """Check each special line's next charge, and the amounts that its periods and amendments were billed."""
    rule = read_settings(connection).bill_date_rule
    for rows in _batches(stream_rows(connection, _LINES)):
        ids = [row[0] for row in rows]
        terms = read_terms(connection, ids)
        billed: dict[int, dict[tuple[str, int], int]] = {}
        for line_id, period_from, number, amount in fetch_rows(connection, _BILLED.format(marks=",".join("?" * len(ids))), ids):
            billed.setdefault(line_id, {})[period_from, number] = int(amount)
        for row in rows:
            findings.checked += 1
            name = f"line {row[3]} of order {row[2]}"
            try:
                for fault in _faults(row, terms[row[0]], billed.get(row[0], {}), rule):
                    findings.add(f"{name} {fault}")
            except NONSENSE as error:
                findings.add(f"{name} makes no sense: {reason(error)}")


def _faults(row: Row, terms: LineTerms, billed: dict[tuple[str, int], int], rule: str) -> Iterator[str]:
    line_id, order_id, _, _, _, currency, next_from, next_on, *content = row
    line = as_order_line(line_id, order_id, currency, None, LineContent._make(content), rule)
    after = None
    if line.charge_type == "usage":
        # Periods without usage are passed by for good: where billing stands is known by the line alone.
        after = date.fromisoformat(next_on) if next_on is not None else date.max
        after = date.fromordinal(after.toordinal() - 1)
    expected = special_next(line, terms, after)
    found = None if next_from is None else (date.fromisoformat(next_from), date.fromisoformat(next_on))
    if found != expected:
        yield f"should be billed next {_words(expected)}, but has {_words(found)}"
    if line.charge_type == "recurring" and terms.pricing is None and line.unit_price_e4 is None:
        return
    if line.charge_type == "recurring":
        yield from _amounts(line, terms, billed)


def _amounts(line: OrderLine, terms: LineTerms, billed: dict[tuple[str, int], int]) -> Iterator[str]:
    for from_on, claim in terms.claims.items():
        if claim.until_on is None:
            continue
        price = period_price(line, terms, terms.history(line, claim.known), from_on, claim.until_on)
        was = billed.get((from_on.isoformat(), 0))
        if was != price:
            yield f"is billed {was} for the period from {from_on}, whose days come to {price}"
    for number, from_on in sorted(terms.settled):
        claim_until = terms.claims[from_on].until_on if from_on in terms.claims else None
        if claim_until is None:
            yield f"has an amendment {number} settled for {from_on}, on which no billed period starts"
            continue
        with_it = period_price(line, terms, terms.history(line, number), from_on, claim_until)
        without = period_price(line, terms, terms.history(line, number - 1), from_on, claim_until)
        was = billed.get((from_on.isoformat(), number))
        if was != with_it - without:
            yield f"has {was} for amendment {number} of the period from {from_on}, which makes {with_it - without}"


def _words(charge: tuple[date, date] | None) -> str:
    return "nothing" if charge is None else f"from {charge[0]}, due on {charge[1]}"


def _batches(rows: Iterator[Row]) -> Iterator[Sequence[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
