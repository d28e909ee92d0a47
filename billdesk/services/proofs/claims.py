"""Invariants 3 and 4: nothing is billed twice, every billed period is one live invoice line, and nothing due is missing.

Claims against lines are compared in the database, both ways; each order line is then walked beside its claims, by the
rules of `billing.order`, to see what it should be billed next.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from sqlalchemy import Connection

from billdesk.billing.cadence import LAST_DATE, parse_bill_day, parse_cadence
from billdesk.billing.collect import next_open
from billdesk.billing.errors import BillingError
from billdesk.billing.money import format_quantity
from billdesk.billing.order import OrderLine, bill_on, charges, first_charge_on
from billdesk.db.bulk import Row, stream_rows
from billdesk.services.book import load_book
from billdesk.services.company import read_settings
from billdesk.services.proofs.documents import name_of
from billdesk.services.proofs.findings import NONSENSE, Findings, reason

_TIED = "credited_lines k JOIN invoice_lines e ON e.id = k.credit_line_id WHERE e.invoice_id = c.id"
FREED = f"""EXISTS (SELECT 1 FROM invoices c WHERE c.credits_id = i.id AND c.frees_periods = 1 AND c.status = 'posted'
 AND (NOT EXISTS (SELECT 1 FROM {_TIED}) OR EXISTS (SELECT 1 FROM {_TIED} AND k.invoice_line_id = l.id)))"""
_ADJUSTS = "p.role IN ('credit', 'charge')"
_CLAIMS = f"""SELECT b.order_line_id, b.period_from, l.id, i.kind, i.number, i.id, i.status, {FREED}
 FROM billed_periods b LEFT JOIN invoice_lines l ON l.id = b.invoice_line_id
 LEFT JOIN invoice_line_parts p ON p.invoice_line_id = l.id LEFT JOIN invoices i ON i.id = l.invoice_id
 LEFT JOIN order_lines o ON o.id = b.order_line_id
 WHERE l.id IS NULL OR i.id IS NULL OR o.id IS NULL OR i.status <> 'posted' OR i.kind <> 'invoice'
 OR l.order_line_id IS NULL OR l.order_line_id <> b.order_line_id
 OR coalesce(p.claim_from, l.period_from, o.ordered_on) <> b.period_from OR p.number <> 1 OR {_ADJUSTS} OR coalesce(
 CASE WHEN p.number IS NULL THEN l.period_until ELSE p.claim_until END, '') <> coalesce(b.period_until, '') OR {FREED}"""
_ADJUSTED = f"""SELECT b.order_line_id, b.period_from, b.amendment_no FROM billed_adjustments b
 LEFT JOIN invoice_lines l ON l.id = b.invoice_line_id LEFT JOIN invoice_line_parts p ON p.invoice_line_id = l.id
 LEFT JOIN invoices i ON i.id = l.invoice_id
 LEFT JOIN amendments a ON a.order_line_id = b.order_line_id AND a.number = b.amendment_no AND a.is_undone = 0
 WHERE l.id IS NULL OR p.number IS NULL OR i.id IS NULL OR a.id IS NULL OR i.status <> 'posted' OR p.number <> 1
 OR NOT {_ADJUSTS} OR l.order_line_id IS NULL OR l.order_line_id <> b.order_line_id OR p.claim_from <> b.period_from
 OR p.amendment_no <> b.amendment_no OR {FREED}"""
_UNCLAIMED = f"""SELECT i.kind, i.number, i.id, l.position FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id
 LEFT JOIN invoice_line_parts p ON p.invoice_line_id = l.id
 WHERE i.status = 'posted' AND i.kind = 'invoice' AND l.order_line_id IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM billed_periods b WHERE b.invoice_line_id = l.id)
 AND NOT EXISTS (SELECT 1 FROM billed_adjustments b WHERE b.invoice_line_id = l.id)
 AND NOT (p.number IS NOT NULL AND p.number > 1 AND EXISTS (SELECT 1 FROM invoice_lines f
 JOIN invoice_line_parts q ON q.invoice_line_id = f.id WHERE f.invoice_id = l.invoice_id
 AND f.order_line_id = l.order_line_id AND q.number = 1 AND q.claim_from = p.claim_from
 AND q.amendment_no = p.amendment_no)) AND NOT {FREED}"""
_DRAFTED = f"""SELECT i.kind, i.id, l.position, b.order_line_id, b.period_from FROM invoices i
 JOIN invoice_lines l ON l.invoice_id = i.id JOIN order_lines o ON o.id = l.order_line_id
 LEFT JOIN invoice_line_parts p ON p.invoice_line_id = l.id
 JOIN billed_periods b ON b.order_line_id = l.order_line_id
 AND b.period_from = coalesce(p.claim_from, l.period_from, o.ordered_on)
 WHERE i.status = 'draft' AND i.kind = 'invoice' AND (p.role IS NULL OR NOT {_ADJUSTS})"""
_WALK = "SELECT order_line_id, period_from, period_until FROM billed_periods ORDER BY order_line_id, period_from"
_ORDER_LINES = """SELECT l.id, o.code, l.position, o.status, l.charge_type, l.every, l.bill_day, l.timing, l.ordered_on,
 l.due_on, l.bill_on, l.start_on, l.end_on, l.schedule_id, l.next_from, l.next_billing_on, l.account_id, l.is_special
 FROM order_lines l LEFT JOIN orders o ON o.id = l.order_id ORDER BY l.id"""
_EXCUSED = "SELECT DISTINCT account_id FROM run_exceptions WHERE is_resolved = 0"
_WAITING = """SELECT 1 FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id
 WHERE i.account_id = ? AND i.status = 'draft' AND l.order_line_id = ? AND l.due_on = ?"""
_METERED = "SELECT 1 FROM usage_records WHERE order_line_id = ? AND invoice_line_id IS NULL AND used_on < ?"
_USED = """SELECT i.kind, i.number, i.id, l.position, l.quantity_e6, sum(u.quantity_e6) FROM usage_records u
 JOIN invoice_lines l ON l.id = u.invoice_line_id JOIN invoices i ON i.id = l.invoice_id
 WHERE NOT EXISTS (SELECT 1 FROM invoice_line_parts p WHERE p.invoice_line_id = l.id)
 GROUP BY i.kind, i.number, i.id, l.position, l.quantity_e6, l.order_line_id
 HAVING sum(u.quantity_e6) <> l.quantity_e6 OR min(u.order_line_id) <> l.order_line_id"""
MAX_WALK = 100_000
"""Periods that are walked of one line: a daily line of 270 years."""


def prove_claims(connection: Connection, findings: Findings) -> None:
    """Check that each claim is one live invoice line, and each line billed of an order has its claim."""
    for line_id, period_from, invoice_line, kind, number, record_id, status, freed in stream_rows(connection, _CLAIMS):
        claim = f"the billed period of order line id {line_id} from {period_from}"
        if invoice_line is None or record_id is None:
            findings.add(f"{claim} has no invoice line")
        elif status != "posted" or freed:
            findings.add(f"{claim} is held by {name_of(kind, number, record_id)}, which {'freed it' if freed else 'is a draft'}")
        else:
            findings.add(f"{claim} is not what {name_of(kind, number, record_id)} billed")
    for kind, number, record_id, position in stream_rows(connection, _UNCLAIMED):
        findings.add(f"line {position} of {name_of(kind, number, record_id)} has no billed period")
    for kind, record_id, position, line_id, period_from in stream_rows(connection, _DRAFTED):
        name = name_of(kind, None, record_id)
        findings.add(f"line {position} of {name} bills order line id {line_id} from {period_from} a second time")
    for kind, number, record_id, position, billed, used in stream_rows(connection, _USED):
        name = name_of(kind, number, record_id)
        findings.add(f"line {position} of {name} bills {format_quantity(billed)}, its usage records give {format_quantity(used)}")
    for line_id, period_from, number in stream_rows(connection, _ADJUSTED):
        findings.add(f"amendment {number} of order line id {line_id} for the period from {period_from} is no line of an invoice")
    last_line, last_until = None, None
    for line_id, period_from, period_until in stream_rows(connection, _WALK):
        findings.checked += 1
        # Milestones are billed once each, on days of their own.
        is_plan = last_until is None and period_until is None
        if line_id == last_line and not is_plan and (last_until is None or period_from < last_until):
            findings.add(f"order line id {line_id} is billed twice from {period_from}: periods overlap")
        last_line, last_until = line_id, period_until


def prove_nothing_missing(connection: Connection, findings: Findings) -> None:
    """Check that each line's next charge is its first one not billed, and that no run has left out what was due."""
    rule = read_settings(connection).bill_date_rule
    closed = {
        schedule.id: (schedule.closed_on + timedelta(schedule.target_days)).isoformat()
        for schedule in load_book(connection).schedules.values()
        if schedule.closed_on is not None
    }
    excused = {row[0] for row in stream_rows(connection, _EXCUSED)}
    claims = _Claims(stream_rows(connection, _WALK))
    for row in stream_rows(connection, _ORDER_LINES):
        findings.checked += 1
        name = f"line {row[2]} of order {row[1]}"
        own = claims.take(row[0])
        try:
            fault = _fault(row, own, rule)
            if fault is None and row[15] is not None and row[15] <= closed.get(row[13], ""):
                fault = _left_out(connection, row, excused)
        except NONSENSE as error:
            fault = f"makes no sense: {reason(error)}"
        if fault is not None:
            findings.add(f"{name} {fault}")


class _Claims:
    """Claims taken line by line, in order."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def take(self, line_id: int) -> list[str]:
        """The period starts that are claimed of this line; ids only rise."""
        row, rows = self._next, self._rows
        while row is not None and row[0] < line_id:
            row = next(rows, None)
        taken = []
        while row is not None and row[0] == line_id:
            taken.append(row[1])
            row = next(rows, None)
        self._next = row
        return taken


def _fault(row: Row, claimed: list[str], rule: str) -> str | None:
    """What is wrong with a line's next charge or its claims; None where all is well."""
    status, next_from, next_on = row[3], row[14], row[15]
    if row[17]:
        return None  # billed by terms of its own: `proofs.special` looks at it
    if status != "active":
        return (
            f"is open although its order is {status}" if next_from is not None and status != "active" else _unbilled(row, claimed)
        )
    line = _order_line(row, rule)
    if row[4] == "one_time":
        expected: tuple[str | None, str | None] = (None, None) if claimed else (row[8], line.bill_on.isoformat())
        strange = [start for start in claimed if start != row[8]]
    else:
        expected, strange = _walked(line, claimed, row)
    if strange:
        return f"is billed for {strange[0]}, on which no period of it starts"
    if (next_from, next_on) != expected:
        return f"should be billed next from {expected[0]}, due on {expected[1]}, but has {next_from}, due on {next_on}"
    return None


def _unbilled(row: Row, claimed: list[str]) -> str | None:
    """A completed order has nothing left to bill."""
    if row[3] == "completed" and row[4] == "one_time" and not claimed:
        return "is not billed although its order is completed"
    return None


def _walked(line: OrderLine, claimed: list[str], row: Row) -> tuple[tuple[str | None, str | None], list[str]]:
    """The first charge of a recurring line that is not claimed, and claims that are none of its periods."""
    starts = {date.fromisoformat(start) for start in claimed}
    after = None
    if line.charge_type == "usage":
        # Periods without usage are passed by for good: where billing stands is known by the line alone.
        after = date.fromisoformat(row[15]) - timedelta(1) if row[15] is not None else LAST_DATE
    following = next_open(line, starts, after)
    expected = (following.from_on.isoformat(), following.due_on.isoformat()) if following is not None else (None, None)
    if not starts:
        return expected, []
    last = max(starts)
    # An end that came later may cut off a period that was billed whole.
    whole = line._replace(end_before=None)
    known = set()
    for charge in islice(charges(whole), MAX_WALK):
        if charge.from_on > last:
            break
        known.add(charge.from_on)
    return expected, sorted(start.isoformat() for start in starts - known)


def _left_out(connection: Connection, row: Row, excused: set[int]) -> str | None:
    """Whether a charge that a posted run should have billed neither waits in a draft nor has a known reason."""
    if row[4] == "usage" and next(stream_rows(connection, _METERED, (row[0], row[15])), None) is None:
        return None  # nothing was used in that period
    if row[16] in excused or next(stream_rows(connection, _WAITING, (row[16], row[0], row[15])), None) is not None:
        return None
    return f"was due on {row[15]}, which its schedule has closed, but is not billed and waits nowhere"


def _order_line(row: Row, rule: str) -> OrderLine:
    (line_id, _, _, _, charge_type, every, bill_day, timing, *dates) = row[:13]
    ordered_on, due_on, own_bill_on, start_on, end_on = (None if day is None else date.fromisoformat(day) for day in dates)
    if ordered_on is None or start_on is None:
        raise BillingError("its dates are missing")
    first_on = first_charge_on(charge_type, ordered_on, start_on)
    return OrderLine(
        id=line_id,
        order_id=0,
        product_id=None,
        schedule_id=row[13],
        currency="",
        po=None,
        group=None,
        description="",
        quantity_e6=0,
        unit_price_e4=0,
        discount_e4=0,
        tax_category="",
        tax_rate_e4=0,
        charge_type=charge_type,
        cadence=parse_cadence(every) if charge_type != "one_time" else None,
        bill_day=parse_bill_day(bill_day) if bill_day is not None else None,
        timing=timing,
        bill_on=bill_on(rule, ordered_on, due_on, own_bill_on),
        start_on=start_on,
        end_before=end_on + timedelta(1) if end_on is not None else None,
        next_from=first_on,
        next_billing_on=first_on,
        has_later_claims=True,
    )
