"""Correcting a posted document with credit notes: all that is left of it, lines, or an amount.

All credit notes of an invoice together take its lines, its nets and its tax exactly once (`billing.corrections`); rows in
`credited_lines` tie what they take to the invoice's lines, unless a single note takes the invoice as a whole. A document
that is owed, an invoice or a debit note, can be credited; a credit note cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlalchemy import Row as Record

from billdesk.billing.corrections import CreditLine, Left, TaxKey, credit_taxes, share_credit, what_is_left
from billdesk.billing.errors import BillingError, FieldError
from billdesk.billing.invoice import digest_tail
from billdesk.billing.money import QUANTITY_PLACES, as_price
from billdesk.billing.tax import TaxTotal
from billdesk.db.bulk import Row, fetch_rows, insert_rows
from billdesk.db.engine import reading, writing
from billdesk.db.models import credited_lines, invoices
from billdesk.services import audit
from billdesk.services.company import Company, read_settings
from billdesk.services.drafts import DRAFT_COLUMNS, LINE_COLUMNS, stored_lines
from billdesk.services.freeing import check_whole_charges, free_lines
from billdesk.services.posting import Posting, PostingWriter

MOST_DAYS_AHEAD = 31
"""A credit note may be dated so many days after today: what is posted cannot be taken back, and a year is soon mistyped."""

_TAXES = """SELECT t.category, t.rate_e4, t.taxable_minor, t.tax_minor FROM invoice_taxes t WHERE t.invoice_id = ?
 ORDER BY 1, 2"""
_CREDITED_TAXES = """SELECT t.category, t.rate_e4, t.taxable_minor, t.tax_minor FROM invoices n
 JOIN invoice_taxes t ON t.invoice_id = n.id WHERE n.credits_id = ? AND n.kind = 'credit_note' AND n.status = 'posted'"""
_LINES = """SELECT l.id, (SELECT count(*) FROM credited_lines k JOIN invoice_lines c ON c.id = k.credit_line_id
 JOIN invoices n ON n.id = c.invoice_id WHERE k.invoice_line_id = l.id AND n.kind = 'credit_note')
 FROM invoice_lines l WHERE l.invoice_id = ? ORDER BY l.position"""
_NOTES = """SELECT n.number FROM invoices n WHERE n.credits_id = ? AND n.kind = 'credit_note' AND n.status = 'posted'
 ORDER BY n.series_id, n.series_no"""
_ORDERS = "SELECT DISTINCT order_id FROM order_lines WHERE id IN ({marks})"
_AT = {name: index for index, name in enumerate(LINE_COLUMNS)}


@dataclass(frozen=True, slots=True)
class CreditNote:
    """A posted credit note: its number, the invoice that it corrects, and its total in minor units (positive).

    `left_minor` is what of the invoice's total no credit note has taken yet.
    """

    number: str
    invoice: str
    total_minor: int
    currency: str
    left_minor: int = 0


class LineRest(NamedTuple):
    """A line of an invoice as a credit sees it: its position, text and amounts, and whether it is credited already."""

    position: int
    description: str
    category: str
    rate_e4: int
    net_minor: int
    gross_minor: int | None
    is_credited: bool


@dataclass(frozen=True, slots=True)
class CreditRest:
    """What can still be credited of an invoice. Amounts in minor units; `taxes` by category and rate."""

    number: str
    currency: str
    includes_tax: bool
    lines: tuple[LineRest, ...]
    taxes: dict[TaxKey, Left]

    @property
    def total_minor(self) -> int:
        """What is left of the total, with tax."""
        return sum(map(sum, self.taxes.values()))


class _Document:
    """A document to be credited with what is left of it."""

    def __init__(self, connection: Connection, row: Record[Any]) -> None:
        self.row = row
        self.number, self.currency = str(row.number), str(row.currency)
        self.includes_tax = row.price_basis == "gross"
        self.lines = stored_lines(connection, row.id)
        found = fetch_rows(connection, _LINES, (row.id,))
        self.line_ids = [line[0] for line in found]
        self.are_credited = [bool(line[1]) for line in found]
        self.notes = [note[0] for note in fetch_rows(connection, _NOTES, (row.id,))]
        own = [TaxTotal(*tax) for tax in fetch_rows(connection, _TAXES, (row.id,))]
        self.left = what_is_left(own, [TaxTotal(*tax) for tax in fetch_rows(connection, _CREDITED_TAXES, (row.id,))])

    def rest(self) -> CreditRest:
        """The rest, as a window shows it."""
        lines = [
            LineRest(n, line[_AT["description"]], *_taken(line), is_credited)
            for n, (line, is_credited) in enumerate(zip(self.lines, self.are_credited, strict=True), 1)
        ]
        return CreditRest(self.number, self.currency, self.includes_tax, tuple(lines), self.left)


def read_rest(company: Company, number: str) -> CreditRest:
    """What can still be credited of a posted invoice or debit note. Raises BillingError for any other number."""
    with reading(company.engine) as connection:
        return _Document(connection, _owed(connection, number)).rest()


def credit_invoice(
    company: Company,
    number: str,
    as_of: date,
    rebill: bool = False,
    reason: str = "",
    issued_on: date | None = None,
    lines: Sequence[int] = (),
) -> CreditNote:
    """Credit what is left of a posted invoice, or its `lines` with these positions, dated `issued_on` or else `as_of`.

    With `rebill` what the credited lines billed is due again. The `reason` is for the company's own history and stands on
    no paper. Raises BillingError for an unknown number, a credit note, an invoice that is credited already, a line that it
    has not or that is credited, and more than is left; and FieldError for a date before the invoice's own, or more than
    MOST_DAYS_AHEAD after `as_of` unless the invoice itself bears it.
    """
    on = issued_on or as_of
    with writing(company.engine) as connection:
        document = _creditable(connection, number, on, as_of)
        is_whole = not lines and not document.notes
        if lines:
            chosen = _chosen(document, lines)
        else:
            chosen = [index for index, is_credited in enumerate(document.are_credited) if not is_credited]
        freed = [document.line_ids[index] for index in chosen]
        if rebill:
            check_whole_charges(connection, number, document.row.id, freed)
        own = [document.lines[index] for index in chosen]
        more = [] if lines or is_whole else _already_credited(document, own, on)
        note = _post(connection, company, document, [*own, *more], on, rebill, reason, None if is_whole else freed)
        if rebill:
            free_lines(connection, document.row.account_id, freed, as_of)
        return note


def credit_amount(
    company: Company, number: str, amount_minor: int, as_of: date, reason: str = "", issued_on: date | None = None
) -> CreditNote:
    """Credit an amount, shared out over the tax categories in proportion to what is left of each.

    The amount counts as the invoice's prices do: with tax where they include it, net otherwise. Raises as
    `credit_invoice`, and FieldError (`amount`) for an amount that is not above 0 or over what is left.
    """
    on = issued_on or as_of
    with writing(company.engine) as connection:
        document = _creditable(connection, number, on, as_of)
        shares = share_credit(amount_minor, document.left, document.includes_tax, document.currency, number)
        rows = [amount_line(f"Credit on invoice {number}", share, document.currency, on) for share in shares]
        return _post(connection, company, document, rows, on, False, reason, None)


def amount_line(description: str, line: CreditLine, currency: str, on: date) -> Row:
    """A line over an amount, in the order of LINE_COLUMNS: one piece, or minus one where the amount is below 0."""
    amount = line.net_minor if line.gross_minor is None else line.gross_minor
    quantity = 10**QUANTITY_PLACES * (-1 if amount < 0 else 1)
    tax, money = (line.category, line.rate_e4), (line.net_minor, line.gross_minor)
    return (None, None, description, quantity, as_price(abs(amount), currency), 0, *tax, 1, 1, *money, None, None, on.isoformat())


def owed_document(connection: Connection, number: str, on: date, as_of: date) -> Record[Any]:
    """The posted invoice or debit note that a note dated `on` corrects. Raises as `credit_invoice`."""
    document = _owed(connection, number)
    if on.isoformat() < document.issued_on:
        what = f"the correction is dated before the invoice ({document.issued_on})"
        raise FieldError("issued_on", what, number, "give a later date")
    if (on - as_of).days > MOST_DAYS_AHEAD and on.isoformat() != document.issued_on:
        raise FieldError("issued_on", f"{on} lies more than {MOST_DAYS_AHEAD} days ahead", number, "look at the year once more")
    return document


def note_values(document: Record[Any], on: date, taxes: Sequence[TaxTotal], line_count: int, order_count: int) -> Row:
    """The values of a note in the order of DRAFT_COLUMNS: the document's own, with the date and amounts of the note."""
    net, tax = sum(t.taxable_minor for t in taxes), sum(t.tax_minor for t in taxes)
    kept = {name: getattr(document, name) for name in DRAFT_COLUMNS}
    kept |= {"schedule_id": None, "issued_on": on.isoformat(), "net_minor": net, "tax_minor": tax, "total_minor": net + tax}
    kept |= {"line_count": line_count, "order_count": order_count}
    return tuple(kept[name] for name in DRAFT_COLUMNS)


def _owed(connection: Connection, number: str) -> Record[Any]:
    document = connection.execute(select(invoices).where(invoices.c.number == number)).first()
    if document is None:
        raise BillingError("no such invoice", number, "see `billdesk list FILE invoices`")
    if document.kind == "credit_note":
        raise BillingError("a credit note cannot be credited", number, "bill the order again instead")
    return document


def _creditable(connection: Connection, number: str, on: date, as_of: date) -> _Document:
    document = _Document(connection, owed_document(connection, number, on, as_of))
    if document.notes and not any(any(left) for left in document.left.values()):
        by = ", ".join(document.notes)
        raise BillingError(f"the invoice is credited already by {by}", number, "nothing is left to credit")
    return document


def _chosen(document: _Document, positions: Sequence[int]) -> list[int]:
    """The indexes of the lines with these positions."""
    chosen = sorted({position - 1 for position in positions})
    for index in chosen:
        if not 0 <= index < len(document.lines):
            what = f"the invoice has no line {index + 1}"
            raise FieldError("lines", what, document.number, f"its lines are 1 to {len(document.lines)}")
        if document.are_credited[index]:
            free = [str(n) for n, is_credited in enumerate(document.are_credited, 1) if not is_credited]
            remedy = f"what is left are lines {', '.join(free)}" if free else "nothing is left to credit"
            raise FieldError("lines", f"line {index + 1} is credited already", document.number, remedy)
    return chosen


def _taken(line: Row) -> CreditLine:
    """What crediting a stored line takes."""
    return CreditLine(*(line[_AT[name]] for name in ("tax_category", "tax_rate_e4", "net_minor", "gross_minor")))


def _already_credited(document: _Document, lines: Iterable[Row], on: date) -> list[Row]:
    """Lines that take off what was credited by amount, per tax category, so that `lines` come to what is left."""
    open_nets, open_grosses = dict.fromkeys(document.left, 0), dict.fromkeys(document.left, 0)
    for category, rate, net, gross in map(_taken, lines):
        open_nets[category, rate] += net
        open_grosses[category, rate] += gross or 0
    rows = []
    for (category, rate), left in sorted(document.left.items()):
        net = left.taxable_minor - open_nets[category, rate]
        gross = left.taxable_minor + left.tax_minor - open_grosses[category, rate] if document.includes_tax else None
        if net or gross:
            balance = CreditLine(category, rate, net, gross)
            rows.append(amount_line(f"Already credited on invoice {document.number}", balance, document.currency, on))
    return rows


def _post(
    connection: Connection,
    company: Company,
    document: _Document,
    lines: list[Row],
    on: date,
    rebill: bool,
    reason: str,
    credited: Sequence[int] | None,
) -> CreditNote:
    """Post the credit note; `credited` are the ids of the invoice's lines that its first lines take."""
    invoice, number = document.row, document.number
    taken = [_taken(line) for line in lines]
    taxes = credit_taxes(taken, document.left, document.currency, number)
    values = note_values(invoice, on, taxes, len(lines), _order_count(connection, lines))
    writer = PostingWriter(connection, company, read_settings(connection))
    note_id = writer.add(note_posting("credit_note", invoice, "0", on, values, lines, taxes, rebill))
    writer.write()
    if credited:
        own = [row[0] for row in fetch_rows(connection, _LINES, (note_id,))][: len(credited)]
        insert_rows(connection, credited_lines, ("credit_line_id", "invoice_line_id"), list(zip(own, credited, strict=True)))
    if reason:
        detail = {"number": number, "by": writer.numbers[0], "reason": reason}
        audit.append(connection, company, [audit.Entry("credit", invoice.kind, invoice.id, detail)])
    total = sum(tax.taxable_minor + tax.tax_minor for tax in taxes)
    left = sum(map(sum, document.left.values())) - total
    return CreditNote(writer.numbers[0], number, total, document.currency, left)


def note_posting(
    kind: str,
    document: Record[Any],
    terms: str,
    on: date,
    values: Row,
    lines: Sequence[Row],
    taxes: Sequence[TaxTotal],
    frees_periods: bool = False,
) -> Posting:
    """The posting of a note of `kind` that corrects `document`."""
    tax_rows = [tuple(tax) for tax in taxes]
    return Posting(
        None,
        False,
        None,
        kind,
        document.account_id,
        document.currency,
        document.group_key,
        document.target_on,
        None,
        on.isoformat(),
        terms,
        document.buyer_id,
        values,
        lines,
        tax_rows,
        [None] * len(lines),
        digest_tail(lines, tax_rows),
        credits_id=document.id,
        frees_periods=int(frees_periods),
    )


def _order_count(connection: Connection, lines: Sequence[Row]) -> int:
    ids: Mapping[int, None] = dict.fromkeys(line[0] for line in lines if line[0] is not None)
    found: set[int] = set()
    for start in range(0, len(ids), 500):
        part = list(ids)[start : start + 500]
        found |= {row[0] for row in fetch_rows(connection, _ORDERS.format(marks=",".join("?" * len(part))), part)}
    return len(found) or 1
