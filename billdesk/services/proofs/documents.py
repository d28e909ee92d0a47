"""Invariants 1 and 6 for documents: each equals its recomputation from its lines, and the seal it was posted under.

One pass over invoices, lines, taxes and seals side by side, all in order of the invoice's id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Connection

from billdesk.billing.invoice import digest
from billdesk.billing.money import line_amount
from billdesk.billing.numbering import KINDS, format_number
from billdesk.billing.tax import TaxLine
from billdesk.billing.totals import totals
from billdesk.db.bulk import Row, stream_rows
from billdesk.services.drafts import LINE_AND_PART, LINE_COLUMNS, PART_COLUMNS, with_part
from billdesk.services.posting import DIGEST_COLUMNS
from billdesk.services.proofs.findings import NONSENSE, Findings, reason

_LINES = (
    f"SELECT l.invoice_id, l.position, {LINE_AND_PART}, o.order_id, o.account_id "
    "FROM invoice_lines l LEFT JOIN order_lines o ON o.id = l.order_line_id "
    "LEFT JOIN invoice_line_parts p ON p.invoice_line_id = l.id ORDER BY l.invoice_id, l.position"
)
_TAXES = (
    "SELECT invoice_id, category, rate_e4, taxable_minor, tax_minor FROM invoice_taxes ORDER BY invoice_id, category, rate_e4"
)
_SEALS = "SELECT record_id, kind, digest FROM audit_log WHERE digest IS NOT NULL AND record_id IS NOT NULL ORDER BY record_id, id"
_SERIES = "SELECT id, kind, head FROM number_series"
_SeriesById = Mapping[int | None, tuple[str, str]]


class _Header(NamedTuple):
    """What the proofs look at of a row of `invoices`."""

    id: int
    kind: str
    status: str
    number: str | None
    series_id: int | None
    series_no: int | None
    account_id: int
    currency: str
    price_basis: str
    net_minor: int
    tax_minor: int
    total_minor: int
    line_count: int
    order_count: int


class _Line(NamedTuple):
    """What the proofs look at of a row of `invoice_lines`, with the order and account of its order line."""

    position: int
    order_line_id: int | None
    quantity_e6: int
    unit_price_e4: int
    discount_e4: int
    tax_category: str
    tax_rate_e4: int
    used_days: int
    whole_days: int
    net_minor: int
    gross_minor: int | None
    order_id: int | None
    account_id: int | None
    remainder_minor: int | None


_HEADER_COLUMNS = (*DIGEST_COLUMNS, "status")
_HEADERS = f"SELECT {', '.join(_HEADER_COLUMNS)} FROM invoices ORDER BY id"
_LINE_ROW = ("invoice_id", "position", *LINE_COLUMNS, *PART_COLUMNS, "order_id", "account_id")
_SEALED_LINE = slice(2, 2 + len(LINE_COLUMNS) + len(PART_COLUMNS))
_MOST_REMAINDER = 2
"""Minor units that a part may have over its own rounded figures: those of its neighbours, rounded, and its own."""
_header_of = itemgetter(*(_HEADER_COLUMNS.index(name) for name in _Header._fields))
_line_of = itemgetter(*(_LINE_ROW.index(name) for name in _Line._fields))


class _Beside:
    """Rows that belong to invoices, taken invoice by invoice; those of no invoice are counted and named."""

    def __init__(self, rows: Iterator[Row], noun: str, findings: Findings) -> None:
        self._rows, self._noun, self._findings = rows, noun, findings
        self._next = next(rows, None)

    def take(self, invoice_id: int) -> list[Row]:
        """The rows of this invoice; ids only rise."""
        row, rows = self._next, self._rows
        while row is not None and row[0] < invoice_id:
            self._stray(row)
            row = next(rows, None)
        taken = []
        while row is not None and row[0] == invoice_id:
            taken.append(row)
            row = next(rows, None)
        self._next = row
        return taken

    def finish(self) -> None:
        """Name what is left after the last invoice."""
        while self._next is not None:
            self._stray(self._next)
            self._next = next(self._rows, None)

    def _stray(self, row: Row) -> None:
        self._findings.add(f"{self._noun} of document id {row[0]} has no document")


def prove_documents(connection: Connection, amounts: Findings, seals: Findings) -> None:
    """Check each document against its lines (`amounts`) and against the seal in the audit log (`seals`)."""
    series = {row[0]: (row[1], row[2]) for row in stream_rows(connection, _SERIES)}
    lines = _Beside(stream_rows(connection, _LINES), "a line", amounts)
    taxes = _Beside(stream_rows(connection, _TAXES), "a tax row", amounts)
    sealed = _Beside(stream_rows(connection, _SEALS), "the seal", seals)
    for row in stream_rows(connection, _HEADERS):
        header = _Header._make(_header_of(row))
        own_lines, own_taxes, own_seals = lines.take(header.id), taxes.take(header.id), sealed.take(header.id)
        amounts.checked += 1
        try:
            for fault in _faults(header, [_Line._make(_line_of(line)) for line in own_lines], own_taxes, series):
                amounts.add(f"{_name(header)}: {fault}")
        except NONSENSE as error:
            amounts.add(f"{_name(header)} makes no sense: {reason(error)}")
        if header.status == "posted":
            seals.checked += 1
            computed = digest(row[:-1], [with_part(line[_SEALED_LINE]) for line in own_lines], [tax[1:] for tax in own_taxes])
            if broken := _seal_fault(header.kind, computed, own_seals):
                seals.add(f"{_name(header)} {broken}")
        elif own_seals:
            seals.add(f"{_name(header)} is sealed as posted, but is a draft")
    for beside in (lines, taxes, sealed):
        beside.finish()


def _faults(header: _Header, lines: list[_Line], taxes: list[Row], series: _SeriesById) -> Iterator[str]:
    """Where the document differs from its recomputation (EN 16931 BR-CO-10, 13, 15, 17)."""
    priced: list[TaxLine] = []
    for _, _, quantity, price, discount, category, rate, used, whole, *_, remainder in lines:
        amount = line_amount(quantity, price, discount, header.currency, used, whole)
        priced.append(TaxLine(category, rate, amount + (remainder or 0)))
        if abs(remainder or 0) > _MOST_REMAINDER:
            yield f"a line has {remainder} over its own figures, which no rounding gives"
    if header.kind == KINDS[1] and header.status == "posted":
        yield from _credit_faults(header, lines, priced, taxes)
    else:
        yield from _total_faults(header, lines, priced, taxes)
    yield from _count_faults(header, lines)
    if header.status == "posted":
        kind, head = series.get(header.series_id, ("", ""))
        if kind != header.kind or header.number != format_number(head, header.series_no or 0):
            yield f"the number is not number {header.series_no} of its series {head!r}"


def _total_faults(header: _Header, lines: list[_Line], priced: list[TaxLine], taxes: list[Row]) -> Iterator[str]:
    gross = header.price_basis == "gross"
    summed = totals(priced, gross)
    for line, net, own in zip(lines, summed.line_nets, priced, strict=True):
        if line.net_minor != net or line.gross_minor != (own.amount_minor if gross else None):
            yield f"line {line.position} has a net amount of {line.net_minor}, its own figures give {net}"
    if (header.net_minor, header.tax_minor, header.total_minor) != summed[1:4]:
        stored = f"{header.net_minor} + {header.tax_minor} = {header.total_minor}"
        yield f"net + tax = total is {stored}, its lines give {' / '.join(map(str, summed[1:4]))}"
    if (header.status == "posted" or taxes) and [row[1:] for row in taxes] != [*summed.taxes]:
        yield "the tax summary is not that of its lines"


def _credit_faults(header: _Header, lines: list[_Line], priced: list[TaxLine], taxes: list[Row]) -> Iterator[str]:
    """As `_total_faults`; the tax itself depends on what is left of the invoice, and is proven with all its credit notes."""
    gross = header.price_basis == "gross"
    sums: dict[tuple[str, int], list[int]] = {}
    for line, own in zip(lines, priced, strict=True):
        stored = line.gross_minor if gross else line.net_minor
        if stored != own.amount_minor or (line.gross_minor is None) == gross:
            yield f"line {line.position} has an amount of {stored}, its own figures give {own.amount_minor}"
        of_tax = sums.setdefault((line.tax_category, line.tax_rate_e4), [0, 0])
        of_tax[0] += line.net_minor
        of_tax[1] += line.gross_minor or 0
    if {(row[1], row[2]): row[3] for row in taxes} != {key: net for key, (net, _) in sums.items()}:
        yield "the tax summary is not that of its lines"
    if gross and {(row[1], row[2]): row[3] + row[4] for row in taxes} != {key: amount for key, (_, amount) in sums.items()}:
        yield "the tax summary is not that of its lines with tax"
    net, tax = sum(row[3] for row in taxes), sum(row[4] for row in taxes)
    if (header.net_minor, header.tax_minor, header.total_minor) != (net, tax, net + tax):
        stored_sums = f"{header.net_minor} + {header.tax_minor} = {header.total_minor}"
        yield f"net + tax = total is {stored_sums}, its taxes give {net} / {tax} / {net + tax}"


def _count_faults(header: _Header, lines: list[_Line]) -> Iterator[str]:
    """Lines that are missing, and lines of orders that are not this account's."""
    if header.line_count != len(lines) or not lines:
        yield f"it has {len(lines)} lines instead of {header.line_count}"
    elif lines[-1].position != len(lines):
        yield f"its lines are not numbered from 1 to {len(lines)}"
    orders = {line.order_id for line in lines if line.order_line_id is not None}
    if header.order_count != (len(orders) or 1):
        yield f"the order count is {header.order_count}, its lines give {len(orders)}"
    for line in lines:
        if line.order_line_id is not None and line.account_id != header.account_id:
            yield f"line {line.position} belongs to an order of another account, or of none"


def _seal_fault(kind: str, computed: str, seals: list[Row]) -> str | None:
    if len(seals) != 1:
        return f"has {len(seals) or 'no'} seals in the audit log instead of one"
    _, sealed_kind, sealed = seals[0]
    return (
        None if (kind, computed) == (sealed_kind, sealed) else "is not as it was posted: its seal in the audit log does not fit"
    )


def _name(header: _Header) -> str:
    return name_of(header.kind, header.number, header.id)


def name_of(kind: object, number: object, record_id: object) -> str:
    """How a report names a document: its number, or its id while it has none."""
    noun = str(kind).replace("_", " ") if kind in KINDS else "invoice"
    return f"{noun} {number}" if number else f"draft {noun} with id {record_id}"
