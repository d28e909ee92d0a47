"""An invoice, credit note or draft as its page shows it: the header, each line with what makes its amount, taxes, history.

Reads only, in one transaction. Amounts are positive on credit notes too, as they are stored. A draft has no number, no
seal and no terms of its own yet: its dates and terms are those that posting it on `as_of` would give.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from billdesk.billing.errors import BillingError
from billdesk.billing.tax import TaxLine, taxes_in_gross, taxes_on_net
from billdesk.billing.terms import parse_terms
from billdesk.db.bulk import Row, fetch_rows
from billdesk.db.engine import reading
from billdesk.services.company import Company, read_settings

_HEADER = """SELECT i.id, i.kind, i.status, i.number, i.account_id, a.code, COALESCE(b.name, p.name),
 COALESCE(NULLIF(b.email, ''), p.email), i.currency, i.price_basis, i.issued_on, i.due_on, i.target_on,
 COALESCE(i.terms, NULLIF(s.terms, ''), NULLIF(a.terms, '')), COALESCE(i.reference, ''), i.net_minor, i.tax_minor,
 i.total_minor, i.schedule_id, COALESCE(s.name, ''), i.run_id, c.id, c.number, n.id, n.number
 FROM invoices i JOIN accounts a ON a.id = i.account_id JOIN parties p ON p.id = a.party_id
 LEFT JOIN parties b ON b.id = i.buyer_id LEFT JOIN invoice_schedules s ON s.id = i.schedule_id
 LEFT JOIN invoices c ON c.id = i.credits_id
 LEFT JOIN invoices n ON n.id = (SELECT max(m.id) FROM invoices m WHERE m.credits_id = i.id AND m.kind = 'credit_note'
 AND m.status = 'posted') WHERE i.id = ?"""
_CREDITED_SUM = """SELECT COALESCE(sum(total_minor), 0) FROM invoices
 WHERE credits_id = ? AND kind = 'credit_note' AND status = 'posted'"""
_LINES = """SELECT l.id, l.position, l.description, COALESCE(t.code, ''), COALESCE(t.unit, ''), o.id, COALESCE(o.code, ''),
 ol.position, l.quantity_e6, l.unit_price_e4, l.discount_e4, l.tax_category, l.tax_rate_e4, l.net_minor, l.gross_minor,
 l.period_from, l.period_until, l.due_on, l.used_days, l.whole_days, COALESCE(ol.charge_type, 'one_time'),
 COALESCE(ol.every, ''), COALESCE(ol.timing, 'advance'), COALESCE(m.role, '')
 FROM invoice_lines l LEFT JOIN invoice_line_parts m ON m.invoice_line_id = l.id
 LEFT JOIN order_lines ol ON ol.id = l.order_line_id LEFT JOIN orders o ON o.id = ol.order_id
 LEFT JOIN products t ON t.id = l.product_id WHERE l.invoice_id = ? ORDER BY l.position"""
_TAXES = """SELECT category, rate_e4, taxable_minor, tax_minor FROM invoice_taxes WHERE invoice_id = ?
 ORDER BY category, rate_e4"""
_USAGE = """SELECT invoice_line_id, count(*) FROM usage_records WHERE invoice_line_id IN
 (SELECT id FROM invoice_lines WHERE invoice_id = ?) GROUP BY invoice_line_id"""
_MESSAGE_STATES = "SELECT state FROM outbox WHERE invoice_id = ? ORDER BY id"


@dataclass(frozen=True, slots=True)
class Link:
    """Another record: its id, and its number or code."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class LineView:
    """A line and what makes its amount: quantity x price, less the discount, x used days of whole days.

    Periods are half-open. `order` and `order_line` are None for a line of no order; `every` is empty for a line that is
    billed once. `role` is that of `billing.parts` for a part of a charge, else '';
    the days of a milestone are shares. `usage_count` is the number of usage records behind a posted usage line.
    """

    id: int
    position: int
    description: str
    product: str
    unit: str
    order: Link | None
    order_line: int | None
    quantity_e6: int
    unit_price_e4: int
    discount_e4: int
    tax_category: str
    tax_rate_e4: int
    net_minor: int
    gross_minor: int | None
    period_from: date | None
    period_until: date | None
    due_on: date
    used_days: int
    whole_days: int
    charge_type: str
    every: str
    timing: str
    role: str
    usage_count: int = 0


@dataclass(frozen=True, slots=True)
class TaxView:
    """A row of the tax summary (EN 16931 BG-23), in minor units."""

    category: str
    rate_e4: int
    taxable_minor: int
    tax_minor: int


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """All that the page shows but history and paper. `number` is None for a draft.

    `status` is draft, posted or credited; `payment_status` paid, unpaid or overdue, '' for a draft. `credits` is the invoice
    that a credit note corrects, `credited_by` the credit note of a credited invoice. `message_state` is the most pressing
    state of its messages, '' where there is none.
    """

    id: int
    kind: str
    status: str
    payment_status: str
    number: str | None
    account: Link
    account_name: str
    email: str
    currency: str
    price_basis: str
    issued_on: date
    due_on: date
    target_on: date | None
    terms: str
    reference: str
    net_minor: int
    tax_minor: int
    total_minor: int
    balance_minor: int
    schedule: Link | None
    run_id: int | None
    credits: Link | None
    credited_by: Link | None
    lines: tuple[LineView, ...]
    taxes: tuple[TaxView, ...]
    orders: tuple[Link, ...]
    message_state: str

    @property
    def is_draft(self) -> bool:
        """Whether it can still change."""
        return self.number is None

    @property
    def can_be_credited(self) -> bool:
        """Whether it is a posted document of which something is left to credit."""
        return self.kind != "credit_note" and self.status == "posted"


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """Something that happened with a document. `at` is an ISO date or a UTC instant as stored.

    `kind` is `run`, `post`, `archive`, `credited`, `credits`, or an action of the audit log such as `send message`.
    `facts` are what is told of it by name; `record` leads to the run or document that it is about.
    """

    at: str
    kind: str
    actor: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    record: Link | None = None

    def fact(self, name: str) -> str:
        """What is told under `name`; '' for nothing."""
        return dict(self.facts).get(name, "")


def read_invoice(company: Company, invoice_id: int, as_of: date) -> InvoiceView:
    """The page of an invoice, credit note or draft. Raises BillingError where it is not there (any more)."""
    with reading(company.engine) as connection:
        return _read(connection, invoice_id, as_of)


def read_history(company: Company, invoice_id: int) -> tuple[HistoryEvent, ...]:
    """What happened with a document, newest first."""
    with reading(company.engine) as connection:
        events = [*_run(connection, invoice_id), *_logged(connection, invoice_id), *_kept(connection, invoice_id)]
        events += _corrected(connection, invoice_id)
    # Of one day, what has an instant comes after what has only a date; in turn otherwise.
    return tuple(event for _, event in sorted(enumerate(events), key=lambda pair: (pair[1].at, pair[0]), reverse=True))


def _read(connection: Connection, invoice_id: int, as_of: date) -> InvoiceView:
    found = fetch_rows(connection, _HEADER, (invoice_id,))
    if not found:
        raise BillingError("there is no such invoice any more", f"id {invoice_id}", "go back to the list")
    (_, kind, status, number, account_id, account, name, email, currency, basis, issued, due, target, terms, reference, *rest) = (
        found[0]
    )
    net, tax, total, schedule_id, schedule, run_id, credits_id, credits_number, credit_id, credit_number = rest
    is_draft = number is None
    agreed = terms or (read_settings(connection).terms if is_draft else "0")
    issued_on = as_of if issued is None else date.fromisoformat(issued)
    due_on = parse_terms(agreed).due_on(issued_on) if due is None else date.fromisoformat(due)
    open_minor = 0 if kind == "credit_note" else total - int(fetch_rows(connection, _CREDITED_SUM, (invoice_id,))[0][0])
    is_settled = open_minor == 0
    lines = _lines(connection, invoice_id)
    orders = dict.fromkeys(line.order for line in lines if line.order is not None)
    return InvoiceView(
        id=invoice_id,
        kind=kind,
        status="credited" if credit_id is not None and is_settled else status,
        payment_status="" if is_draft else "paid" if is_settled else "overdue" if due_on < as_of else "unpaid",
        number=number,
        account=Link(account_id, account),
        account_name=name,
        email=email,
        currency=currency,
        price_basis=basis,
        issued_on=issued_on,
        due_on=due_on,
        target_on=None if target is None else date.fromisoformat(target),
        terms=parse_terms(agreed).text() if kind != "credit_note" else "",
        reference=reference,
        net_minor=net,
        tax_minor=tax,
        total_minor=total,
        balance_minor=open_minor,
        schedule=_link(schedule_id, schedule),
        run_id=run_id,
        credits=_link(credits_id, credits_number),
        credited_by=_link(credit_id, credit_number),
        lines=lines,
        taxes=_draft_taxes(lines) if is_draft else tuple(TaxView(*row) for row in fetch_rows(connection, _TAXES, (invoice_id,))),
        orders=tuple(orders),
        message_state=_message_state(connection, invoice_id),
    )


def _link(record_id: int | None, name: str | None) -> Link | None:
    return None if record_id is None else Link(record_id, name or "")


def _lines(connection: Connection, invoice_id: int) -> tuple[LineView, ...]:
    usage: dict[int, int] = dict(map(tuple, fetch_rows(connection, _USAGE, (invoice_id,))))
    return tuple(_line(row, usage.get(row[0], 0)) for row in fetch_rows(connection, _LINES, (invoice_id,)))


def _line(row: Row, usage_count: int) -> LineView:
    dates = [None if text is None else date.fromisoformat(text) for text in row[15:18]]
    values = (*row[:5], _link(row[5], row[6]), *row[7:15], *dates, *row[18:], usage_count)
    return LineView(*values)


def _draft_taxes(lines: tuple[LineView, ...]) -> tuple[TaxView, ...]:
    """The tax summary that posting the lines would give; a draft stores none."""
    if any(line.gross_minor is not None for line in lines):
        taxes = taxes_in_gross([TaxLine(line.tax_category, line.tax_rate_e4, line.gross_minor or 0) for line in lines])[0]
    else:
        taxes = taxes_on_net([TaxLine(line.tax_category, line.tax_rate_e4, line.net_minor) for line in lines])
    return tuple(TaxView(*tax) for tax in taxes)


def _message_state(connection: Connection, invoice_id: int) -> str:
    states = {row[0] for row in fetch_rows(connection, _MESSAGE_STATES, (invoice_id,))}
    return next((state for state in ("uncertain", "failed", "sending", "queued", "sent") if state in states), "")


# -- history

_RUN = """SELECT r.id, r.started_at, COALESCE(s.name, ''), COALESCE(r.occurrence_on, ''), r.target_on, r.mode
 FROM invoices i JOIN invoice_runs r ON r.id = i.run_id LEFT JOIN invoice_schedules s ON s.id = r.schedule_id WHERE i.id = ?"""
_LOG = """SELECT at, action, actor, detail, COALESCE(digest, '') FROM audit_log
 WHERE record_id = ? AND kind IN ('invoice', 'credit_note', 'debit_note') ORDER BY id"""
_ARCHIVE = "SELECT archived_at, sha256, template FROM documents WHERE invoice_id = ?"
_QUEUED = "SELECT queued_at, recipient FROM outbox WHERE invoice_id = ? ORDER BY id"
_CREDITS = """SELECT c.id, c.number, c.issued_on FROM invoices i JOIN invoices c ON c.id = i.credits_id WHERE i.id = ?"""
_CREDITED = """SELECT n.id, n.number, n.issued_on, n.frees_periods FROM invoices n
 WHERE n.credits_id = ? AND n.kind = 'credit_note' AND n.status = 'posted'"""


def _run(connection: Connection, invoice_id: int) -> list[HistoryEvent]:
    return [
        HistoryEvent(
            at,
            "run",
            "",
            (("schedule", schedule), ("occurrence_on", occurrence), ("target_on", target), ("mode", mode)),
            Link(run_id, schedule),
        )
        for run_id, at, schedule, occurrence, target, mode in fetch_rows(connection, _RUN, (invoice_id,))
    ]


def _logged(connection: Connection, invoice_id: int) -> list[HistoryEvent]:
    events = [
        HistoryEvent(at, action, actor, (*_facts(detail), *((("digest", digest),) if digest else ())))
        for at, action, actor, detail, digest in fetch_rows(connection, _LOG, (invoice_id,))
    ]
    told = {event.fact("recipient") for event in events if event.kind == "queue message"}
    # What posting queues stands in the audit log with the posting alone.
    posted = [
        HistoryEvent(at, "queue message", "", (("recipient", recipient),))
        for at, recipient in fetch_rows(connection, _QUEUED, (invoice_id,))
        if recipient not in told
    ]
    return events + posted


def _facts(detail: str) -> tuple[tuple[str, str], ...]:
    try:
        values = json.loads(detail)
    except ValueError:
        return (("detail", detail),) if detail else ()
    if not isinstance(values, dict):
        return (("detail", detail),)
    return tuple((name, str(value)) for name, value in values.items())


def _kept(connection: Connection, invoice_id: int) -> list[HistoryEvent]:
    return [
        HistoryEvent(at, "archive", "", (("sha256", digest), ("template", template)))
        for at, digest, template in fetch_rows(connection, _ARCHIVE, (invoice_id,))
    ]


def _corrected(connection: Connection, invoice_id: int) -> list[HistoryEvent]:
    corrects = [
        HistoryEvent(on, "credits", "", (("number", number),), Link(other, number))
        for other, number, on in fetch_rows(connection, _CREDITS, (invoice_id,))
    ]
    corrected = [
        HistoryEvent(on, "credited", "", (("number", number), ("rebilled", str(bool(frees)))), Link(other, number))
        for other, number, on, frees in fetch_rows(connection, _CREDITED, (invoice_id,))
    ]
    return corrects + corrected
