"""Posting: from draft rows to numbered, sealed documents, a batch at a time inside the caller's write transaction.

In one transaction per batch: lines, taxes, claims on periods, the number, the snapshots of buyer and seller, the audit
row with the document's digest, and the next bill of each line. Numbers are taken under the write lock, so that they are
gapless whatever happens. Order matters: lines and claims are written while the invoice is a draft, because triggers
guard posted rows; then the draft row becomes the posted one. Never commits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from billdesk.billing.invoice import digest_of
from billdesk.billing.numbering import PREFIXES, fiscal_year, format_number, number_head
from billdesk.billing.terms import parse_terms
from billdesk.db.bulk import Constant, Row, delete_rows, in_order, insert_rows, next_id, update_rows
from billdesk.db.models import (
    billed_adjustments,
    billed_periods,
    invoice_line_parts,
    invoice_lines,
    invoice_taxes,
    invoices,
    number_series,
    order_lines,
    outbox,
)
from billdesk.services import audit
from billdesk.services.company import Company, CompanySettings
from billdesk.services.drafts import DRAFT_COLUMNS, LINE_COLUMNS, PART_COLUMNS

_OWN_COLUMNS = (
    "id",
    "kind",
    "number",
    "series_id",
    "series_no",
    "account_id",
    "run_id",
    "currency",
    "group_key",
    "target_on",
    "due_on",
    "terms",
    "buyer_id",
    "seller_id",
    "credits_id",
    "frees_periods",
)
DIGEST_COLUMNS = _OWN_COLUMNS + DRAFT_COLUMNS
"""What the digest of a posted document covers of its row; lines add LINE_COLUMNS in order of position, taxes all but the id."""

_NEW_COLUMNS = (
    "id",
    "kind",
    "status",
    "account_id",
    "currency",
    "group_key",
    "target_on",
    "credits_id",
    "frees_periods",
    *DRAFT_COLUMNS,
)
_POSTED_COLUMNS = ("number", "series_no", "due_on", "terms", "buyer_id")


class Posting(NamedTuple):
    """A document to be posted. `values` in the order of DRAFT_COLUMNS, `lines` of LINE_COLUMNS, dates as stored text.

    `draft_id` is the draft that becomes it, None for a new document; `has_values` and `line_ids` tell what of the draft
    is already as it is to be posted. Where `line_ids` is None `lines` are written, in place of any that stand. `claims`
    has for each line (order line id, period key, end), for an adjustment (order line id, amendment number, period key), or
    None for one that claims nothing; `tail` is the
    `digest_tail` of all lines and taxes. Plain values only: a plan may come from another process.
    """

    draft_id: int | None
    has_values: bool
    line_ids: Sequence[int] | None
    kind: str
    account_id: int
    currency: str
    group_key: str
    target_on: str | None
    run_id: int | None
    issued_on: str
    terms: str
    buyer_id: int
    values: Row
    lines: Sequence[Row]
    taxes: Sequence[Row]
    claims: Sequence[Row | None]
    tail: str
    credits_id: int | None = None
    frees_periods: int = 0
    send_to: str | None = None


class _Series:
    """A number series while a batch counts on it."""

    def __init__(self, series_id: int, head: str, last_no: int) -> None:
        self.id, self.head, self.last_no = series_id, head, last_no


class PostingWriter:
    """Gathers the postings of one batch and writes them at once."""

    def __init__(self, connection: Connection, company: Company, settings: CompanySettings) -> None:
        self._connection = connection
        self._company = company
        self._settings = settings
        self._series: dict[tuple[str, int], _Series] = {}
        self._next_invoice = next_id(connection, invoices)
        self._next_line = next_id(connection, invoice_lines)
        self._new: list[Row] = []
        self._changed: list[Row] = []
        self._emptied: list[int] = []
        self._lines: list[Row] = []
        self._taxes: list[Row] = []
        self._claims: list[Row] = []
        self._adjusted: list[Row] = []
        self._parts: list[Row] = []
        self._posted: dict[tuple[int, int | None], list[Row]] = {}
        self._audit: list[audit.Entry] = []
        self._mails: list[tuple[int, str, str]] = []
        self.numbers: list[str] = []

    def add(self, posting: Posting) -> int:
        """Take a number and gather the rows of one document. Returns its id."""
        line_ids = posting.line_ids
        if posting.draft_id is None:
            invoice_id = self._add_new(posting)
        else:
            invoice_id = posting.draft_id
            if not posting.has_values:
                self._changed.append((*posting.values, invoice_id))
            if line_ids is None:
                self._emptied.append(invoice_id)
        if line_ids is None:
            line_ids = self._add_lines(invoice_id, posting.lines)
        for line_id, claim in zip(line_ids, posting.claims, strict=True):
            if claim is not None:
                # A claim on a period names it in the second place, an adjustment its amendment.
                (self._adjusted if claim[1].__class__ is int else self._claims).append((*claim, line_id))
        for tax in posting.taxes:
            self._taxes.append((invoice_id, *tax))
        self._seal(invoice_id, posting)
        return invoice_id

    def write(self) -> None:
        """Write the batch, in the order that the guards of the company file ask for."""
        connection = self._connection
        delete_rows(connection, invoice_lines, "invoice_id", self._emptied)
        insert_rows(connection, invoices, _NEW_COLUMNS, self._new)
        insert_rows(connection, invoice_lines, ("id", "invoice_id", "position", *LINE_COLUMNS), self._lines)
        tax_columns = ("invoice_id", "category", "rate_e4", "taxable_minor", "tax_minor")
        insert_rows(connection, invoice_taxes, tax_columns, self._taxes)
        claim_columns = ("order_line_id", "period_from", "period_until", "invoice_line_id")
        insert_rows(connection, billed_periods, claim_columns, self._claims)
        insert_rows(connection, invoice_line_parts, ("invoice_line_id", *PART_COLUMNS), self._parts)
        adjusted_columns = ("order_line_id", "amendment_no", "period_from", "invoice_line_id")
        insert_rows(connection, billed_adjustments, adjusted_columns, self._adjusted)
        update_rows(connection, invoices, DRAFT_COLUMNS, self._changed)
        for (series_id, run_id), rows in self._posted.items():
            same: dict[str, Constant] = {
                "status": "posted",
                "series_id": series_id,
                "run_id": run_id,
                "seller_id": self._settings.seller_id,
            }
            update_rows(connection, invoices, _POSTED_COLUMNS, rows, same=same)
        series = [(s.last_no, s.id) for s in self._series.values()]
        update_rows(connection, number_series, ("last_no",), series)
        audit.append(connection, self._company, self._audit)
        self._queue_mails()

    def _add_new(self, p: Posting) -> int:
        invoice_id = self._next_invoice
        self._next_invoice += 1
        key = (p.account_id, p.currency, p.group_key, p.target_on)
        self._new.append((invoice_id, p.kind, "draft", *key, p.credits_id, p.frees_periods, *p.values))
        return invoice_id

    def _add_lines(self, invoice_id: int, lines: Sequence[Row]) -> range:
        line_ids = range(self._next_line, self._next_line + len(lines))
        self._next_line += len(lines)
        for position, (line_id, line) in enumerate(zip(line_ids, lines, strict=True), 1):
            if len(line) > len(LINE_COLUMNS):
                self._parts.append((line_id, *line[-1]))
                self._lines.append((line_id, invoice_id, position, *line[:-1]))
            else:
                self._lines.append((line_id, invoice_id, position, *line))
        return line_ids

    def _seal(self, invoice_id: int, p: Posting) -> None:
        series = self._series_of(p.kind, p.issued_on)
        series.last_no += 1
        number = format_number(series.head, series.last_no)
        due_on = due_text(p.terms, p.issued_on)
        row = (number, series.last_no, due_on, p.terms, p.buyer_id, invoice_id)
        self._posted.setdefault((series.id, p.run_id), []).append(row)
        header = (  # in the order of DIGEST_COLUMNS
            invoice_id,
            p.kind,
            number,
            series.id,
            series.last_no,
            p.account_id,
            p.run_id,
            p.currency,
            p.group_key,
            p.target_on,
            due_on,
            p.terms,
            p.buyer_id,
            self._settings.seller_id,
            p.credits_id,
            p.frees_periods,
            *p.values,
        )
        seal = digest_of(header, p.tail)
        self._audit.append(audit.Entry("post", p.kind, invoice_id, number, seal))
        self.numbers.append(number)
        if p.send_to:
            self._mails.append((invoice_id, p.send_to, f"<{number}.{seal[:16]}@billdesk.local>"))

    def _series_of(self, kind: str, issued_on: str) -> _Series:
        year = _year(issued_on, self._settings.fiscal_year_month)
        series = self._series.get((kind, year))
        if series is None:
            series = self._series[kind, year] = self._load_series(kind, year)
        return series

    def _load_series(self, kind: str, year: int) -> _Series:
        c = number_series.c
        found = select(c.id, c.head, c.last_no).where(c.kind == kind, c.fiscal_year == year)
        row = self._connection.execute(found).first()
        if row is not None:
            return _Series(*row)
        series_id = next_id(self._connection, number_series)
        head = number_head(self._settings.prefixes.get(kind, PREFIXES[kind]), year)
        self._connection.execute(insert(number_series).values(id=series_id, kind=kind, fiscal_year=year, head=head, last_no=0))
        return _Series(series_id, head, 0)

    def _queue_mails(self) -> None:
        if self._mails:
            first, stamp = next_id(self._connection, outbox), self._company.stamp()
            rows = [(first + n, *mail, "queued", stamp) for n, mail in enumerate(self._mails)]
            columns = ("id", "invoice_id", "recipient", "message_id", "state", "queued_at")
            insert_rows(self._connection, outbox, columns, rows)


def write_pointers(connection: Connection, pointers: Sequence[Row], order_ids: Iterable[int]) -> None:
    """Store the next charge of billed lines, (next_from, next_billing_on, id), and complete orders that are done."""
    update_rows(connection, order_lines, ("next_from", "next_billing_on"), pointers)
    done = sorted(set(order_ids))
    if done:
        sql = (
            "UPDATE orders SET status = 'completed' WHERE id = ? AND status = 'active' AND NOT EXISTS "
            "(SELECT 1 FROM order_lines l WHERE l.order_id = orders.id AND l.next_billing_on IS NOT NULL) AND NOT EXISTS "
            "(SELECT 1 FROM order_holds h WHERE h.order_id = orders.id AND h.until_on IS NULL)"
        )
        connection.exec_driver_sql(in_order(connection, sql), [(order_id,) for order_id in done])


@lru_cache(maxsize=8192)
def _year(issued_on: str, first_month: int) -> int:
    return fiscal_year(date.fromisoformat(issued_on), first_month)


@lru_cache(maxsize=8192)
def due_text(terms: str, issued_on: str) -> str:
    """The due date, as stored text, of an invoice issued on `issued_on` under `terms`."""
    return parse_terms(terms).due_on(date.fromisoformat(issued_on)).isoformat()
