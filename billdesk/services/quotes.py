"""Quotes: make, change, send, revise, decline and accept one. Accepting makes its order and sets up its invoice at once.

Each verb is one transaction. Edits take the version that the reader got with the quote. A quote is known by its code; verbs
mean its last revision. An accepted quote never changes again; its order does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, insert, update

from billdesk.billing.errors import BillingError, FieldError
from billdesk.billing.party import Party
from billdesk.billing.quote import OPEN, QuoteTotals
from billdesk.db.bulk import Row, fetch_rows, next_id, update_rows
from billdesk.db.engine import reading, writing
from billdesk.db.models import orders, quotes
from billdesk.services import audit
from billdesk.services.company import Company, day
from billdesk.services.imports.desk import PartyBook
from billdesk.services.order_edits import coming_code
from billdesk.services.order_values import Header, ShipTo
from billdesk.services.orders import Activated, activate, find_order
from billdesk.services.quote_order import order_rows, totals_of, write_order_rows
from billdesk.services.quote_rows import (
    HEADER_COLUMNS,
    StoredQuote,
    coming_quote_code,
    find_quote,
    insert_quote,
    quote_as_read,
    stored_quote,
    write_quote_lines,
)
from billdesk.services.quote_values import QuoteEdit, QuoteLineContent, wanted_quote


@dataclass(frozen=True, slots=True)
class SavedQuote:
    """A quote as it was stored, and its version for the next edit. `before` is what it was (None for a new one)."""

    id: int
    code: str
    revision: int
    version: str
    before: QuoteEdit | None


@dataclass(frozen=True, slots=True)
class QuoteDetails:
    """A quote as its page shows it. `totals` are what it comes to if it is accepted on the day asked for."""

    edit: QuoteEdit
    version: str
    revision: int
    status: str
    totals: QuoteTotals
    order: str | None
    renews: str | None
    sent_on: date | None
    decided_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A quote that was accepted: the code of its order, and the drafts that were set up for it."""

    order: str
    activated: Activated


def create_quote(company: Company, edit: QuoteEdit, renews_id: int | None = None) -> SavedQuote:
    """Make a draft quote. Raises FieldError with the first field that cannot be stored."""
    with writing(company.engine) as connection:
        return make_quote(connection, company, edit, renews_id)


def make_quote(connection: Connection, company: Company, edit: QuoteEdit, renews_id: int | None = None) -> SavedQuote:
    """The same inside a write transaction."""
    header, contents = _checked(connection, edit)
    is_free = edit.id is not None and stored_quote(connection, edit.id) is None
    quote_id = edit.id if edit.id is not None and is_free else next_id(connection, quotes)
    code = header.code or coming_quote_code(connection)
    if fetch_rows(connection, "SELECT 1 FROM quotes WHERE code = ?", (code,)):
        raise FieldError("quote", f"there is a quote {code} already", remedy="choose another number, or leave it empty")
    insert_quote(connection, quote_id, _values(edit, header, code, 1, _ship_to(connection, header, None), renews_id))
    return _saved(connection, company, "create", quote_id, edit, contents, None)


def change_quote(company: Company, edit: QuoteEdit, version: str) -> SavedQuote:
    """Store the edit of the draft quote `edit.id`, which has `version`.

    Raises Conflict when it is not as it was read, BillingError where it is no draft, and FieldError for a value.
    """
    with writing(company.engine) as connection:
        stored = quote_as_read(connection, edit.id, version)
        before = stored.edit()
        if edit == before:
            return SavedQuote(stored.id, stored.code, stored.revision, version, before)
        _be(stored, ("draft",), "only a draft can be changed; revise it")
        header, contents = _checked(connection, edit)
        code = header.code or stored.code
        if code != stored.code and (
            stored.revision > 1 or fetch_rows(connection, "SELECT 1 FROM quotes WHERE code = ?", (code,))
        ):
            raise FieldError("quote", "the number of the quote stays, or is taken", stored.name, "keep its number")
        ship_to_id = _ship_to(connection, header, stored)
        values = _values(edit, header, code, stored.revision, ship_to_id, stored.renews_id)
        update_rows(connection, quotes, HEADER_COLUMNS, [(*values, stored.id)])
        return _saved(connection, company, "change", stored.id, edit, contents, before)


def read_quote(company: Company, code: str, as_of: date) -> QuoteDetails:
    """The last revision of a quote. Raises BillingError where there is none."""
    with reading(company.engine) as connection:
        return quote_details(connection, find_quote(connection, code), as_of)


def quote_details(connection: Connection, stored: StoredQuote, as_of: date) -> QuoteDetails:
    """A stored quote as its page shows it; what is accepted counts as on the day of its acceptance."""
    on = day(stored.decided_on) if stored.status == "accepted" else as_of
    return QuoteDetails(
        stored.edit(),
        stored.version,
        stored.revision,
        stored.status,
        totals_of(connection, stored, on or as_of),
        _order_code(connection, stored.order_id),
        _order_code(connection, stored.renews_id),
        day(stored.sent_on),
        day(stored.decided_on),
        stored.reason or "",
    )


def delete_draft(company: Company, quote_id: int, version: str) -> QuoteEdit:
    """Delete a draft quote; gives the edit with which `create_quote` makes it again. Raises Conflict and BillingError."""
    with writing(company.engine) as connection:
        stored = quote_as_read(connection, quote_id, version)
        _be(stored, ("draft",), "only a draft can be deleted; decline it")
        write_quote_lines(connection, quote_id, (), ())
        connection.execute(delete(quotes).where(quotes.c.id == quote_id))
        audit.append(connection, company, [audit.Entry("delete", "quote", quote_id, stored.name)])
        return stored.edit()


def decline_quote(company: Company, code: str, as_of: date, reason: str = "") -> None:
    """Note that an open quote was declined. Raises BillingError where it is not open."""
    with writing(company.engine) as connection:
        stored = find_quote(connection, code)
        _be(stored, OPEN, "nothing is left to decline")
        _decide(connection, [stored.id], "declined", as_of, reason.strip() or None)
        audit.append(connection, company, [audit.Entry("decline", "quote", stored.id, stored.name)])


def expire_quotes(company: Company, as_of: date) -> list[str]:
    """Let the sent quotes expire whose validity ended before `as_of`; gives their codes."""
    sql = "SELECT id, code FROM quotes WHERE status = 'sent' AND valid_until < ? ORDER BY id"
    with writing(company.engine) as connection:
        found = fetch_rows(connection, sql, (as_of.isoformat(),))
        _decide(connection, [row[0] for row in found], "expired", as_of, None)
        audit.append(connection, company, [audit.Entry("expire", "quote", *row) for row in found])
        return [code for _, code in found]


def revise_quote(company: Company, code: str, as_of: date) -> SavedQuote:
    """Make the next revision of a quote, a draft of its own with the same content; a sent one is superseded by it.

    A validity that ends before `as_of` is left open. Raises BillingError for a draft, and for an accepted quote.
    """
    with writing(company.engine) as connection:
        stored = find_quote(connection, code)
        _be(stored, ("sent", "declined", "expired"), "change the draft" if stored.status == "draft" else "amend its order")
        if stored.status == "sent":
            _decide(connection, [stored.id], "superseded", as_of, None)
        quote_id = next_id(connection, quotes)
        on = as_of.isoformat()
        valid_until = stored.valid_until if stored.valid_until is not None and stored.valid_until >= on else None
        values = stored._asdict() | {"revision": stored.revision + 1, "quoted_on": on, "valid_until": valid_until}
        insert_quote(connection, quote_id, tuple(values[name] for name in HEADER_COLUMNS))
        write_quote_lines(connection, quote_id, [line.content for line in stored.lines], stored.parents)
        audit.append(connection, company, [audit.Entry("revise", "quote", quote_id, stored.name)])
        return _as_saved(connection, quote_id, None)


def accept_quote(company: Company, code: str, as_of: date) -> Accepted:
    """Accept an open quote: its order is made and activated, its invoice set up, in one transaction.

    Raises BillingError for a quote that is not open, has expired, or cannot become an order.
    """
    with writing(company.engine) as connection:
        stored = find_quote(connection, code)
        return accept(connection, company, stored, as_of)


def accept_as_read(company: Company, quote_id: int, version: str, as_of: date) -> Accepted:
    """Accept a quote that is as it was read. Raises Conflict when it is not, and what `accept_quote` raises."""
    with writing(company.engine) as connection:
        return accept(connection, company, quote_as_read(connection, quote_id, version), as_of)


def accept(connection: Connection, company: Company, stored: StoredQuote, as_of: date) -> Accepted:
    """The same inside a write transaction."""
    _be(stored, OPEN, "revise it" if stored.status in ("declined", "expired") else "see its order")
    if stored.valid_until is not None and stored.valid_until < as_of.isoformat():
        raise BillingError(f"the quote was valid until {stored.valid_until}", stored.name, "revise it")
    if not stored.lines:
        raise BillingError("the quote has no lines", stored.name, "add a line first")
    order_id, order = next_id(connection, orders), coming_code(connection)
    connection.execute(
        insert(orders).values(
            id=order_id,
            code=order,
            account_id=stored.account_id,
            ordered_on=as_of.isoformat(),
            currency=stored.currency,
            status="draft",
            po=stored.po,
            ship_to_id=stored.ship_to_id,
        )
    )
    write_order_rows(connection, order_id, stored.account_id, order_rows(stored, as_of))
    activated = activate(connection, company, find_order(connection, order), as_of)
    values = {"status": "accepted", "order_id": order_id, "decided_on": as_of.isoformat()}
    connection.execute(update(quotes).where(quotes.c.id == stored.id).values(values))
    audit.append(connection, company, [audit.Entry("accept", "quote", stored.id, {"quote": stored.name, "order": order})])
    return Accepted(order, activated)


def _be(stored: StoredQuote, statuses: Sequence[str], remedy: str) -> None:
    if stored.status not in statuses:
        raise BillingError(f"the quote is {stored.status}", stored.name, remedy)


def _decide(connection: Connection, quote_ids: Sequence[int], status: str, on: date, reason: str | None) -> None:
    rows = [(status, on.isoformat(), reason, quote_id) for quote_id in quote_ids]
    update_rows(connection, quotes, ("status", "decided_on", "reason"), rows)


def _checked(connection: Connection, edit: QuoteEdit) -> tuple[Header, list[QuoteLineContent]]:
    found = wanted_quote(connection, edit)
    if found.problems or found.header is None:
        raise found.problems[0]
    return found.header, [content for content in found.lines if content is not None]


def _values(edit: QuoteEdit, header: Header, code: str, revision: int, ship_to_id: int | None, renews_id: int | None) -> Row:
    """The header's columns in the order of HEADER_COLUMNS."""
    texts = (edit.title.strip() or None, edit.notes.strip() or None, header.po, edit.terms.strip() or None)
    dates = (header.ordered_on, *(None if on is None else on.isoformat() for on in (edit.valid_until, edit.start_on)))
    off = (edit.discount_e4, edit.discount_minor)
    return (code, revision, header.account.id, header.currency, *texts, *dates, *off, ship_to_id, renews_id)


def _ship_to(connection: Connection, header: Header, stored: StoredQuote | None) -> int | None:
    if stored is not None and stored.ship_to == header.ship_to:
        return stored.ship_to_id
    if not header.ship_to:
        return None
    address = (getattr(header.ship_to, name) for name in ShipTo.__slots__)
    return PartyBook(connection).ids([Party(header.account.name, *address)])[0]


def _saved(
    connection: Connection,
    company: Company,
    action: str,
    quote_id: int,
    edit: QuoteEdit,
    contents: Sequence[QuoteLineContent],
    before: QuoteEdit | None,
) -> SavedQuote:
    """Store the lines, and check that amounts off leave a price; the quote as it is stored then."""
    write_quote_lines(connection, quote_id, contents, [line.parent for line in edit.lines])
    saved = _as_saved(connection, quote_id, before)
    stored = stored_quote(connection, quote_id)
    if stored is not None:
        try:
            order_rows(stored, date.fromisoformat(stored.quoted_on))
        except BillingError as error:
            raise FieldError("discount_amount", error.what, error.record, error.remedy) from error
    audit.append(connection, company, [audit.Entry(action, "quote", quote_id, saved.code)])
    return saved


def _as_saved(connection: Connection, quote_id: int, before: QuoteEdit | None) -> SavedQuote:
    stored = stored_quote(connection, quote_id)
    if stored is None:
        raise BillingError("the quote is not there any more", str(quote_id), "make it again")
    return SavedQuote(stored.id, stored.code, stored.revision, stored.version, before)


def _order_code(connection: Connection, order_id: int | None) -> str | None:
    if order_id is None:
        return None
    return str(fetch_rows(connection, "SELECT code FROM orders WHERE id = ?", (order_id,))[0][0])
