"""Quotes as they are stored: reading one with its lines, its version, and writing its lines. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert

from billdesk.billing.errors import BillingError, Conflict
from billdesk.db.bulk import Row, delete_rows, fetch_rows, insert_rows, next_id
from billdesk.db.models import quote_lines, quotes
from billdesk.services.company import day
from billdesk.services.order_edits import next_code
from billdesk.services.order_values import ShipTo
from billdesk.services.quote_values import QUOTE_LINE_COLUMNS, QuoteEdit, QuoteLineContent, QuoteLineEdit

HEADER_COLUMNS = (
    "code",
    "revision",
    "account_id",
    "currency",
    "title",
    "notes",
    "po",
    "terms",
    "quoted_on",
    "valid_until",
    "start_on",
    "discount_e4",
    "discount_minor",
    "ship_to_id",
    "renews_id",
)
_QUOTE = f"""SELECT q.id, q.status, q.order_id, q.sent_on, q.decided_on, q.reason,
 {", ".join(f"q.{name}" for name in HEADER_COLUMNS)}, coalesce(p.street, ''), coalesce(p.city, ''), coalesce(p.region, ''),
 coalesce(p.postcode, ''), coalesce(p.country, '') FROM quotes q LEFT JOIN parties p ON p.id = q.ship_to_id"""
_LINES = f"SELECT id, position, parent_id, {', '.join(QUOTE_LINE_COLUMNS)} FROM quote_lines WHERE quote_id = ? ORDER BY position"
_LINE_COLUMNS = ("id", "quote_id", "position", "parent_id", *QUOTE_LINE_COLUMNS)
_FIRST_CODE = "Q-1001"


class StoredLine(NamedTuple):
    """A quote line as it stands; `parent_id` is the line of its bundle."""

    id: int
    position: int
    parent_id: int | None
    content: QuoteLineContent


class StoredQuote(NamedTuple):
    """A quote as it stands. Dates as ISO text."""

    id: int
    status: str
    order_id: int | None
    sent_on: str | None
    decided_on: str | None
    reason: str | None
    code: str
    revision: int
    account_id: int
    currency: str
    title: str | None
    notes: str | None
    po: str | None
    terms: str | None
    quoted_on: str
    valid_until: str | None
    start_on: str | None
    discount_e4: int
    discount_minor: int
    ship_to_id: int | None
    renews_id: int | None
    ship_to: ShipTo
    lines: tuple[StoredLine, ...]

    @property
    def version(self) -> str:
        """A digest of everything that an edit may change, and of the state."""
        lines = [(*line[:3], *line.content) for line in self.lines]
        return sha256(ascii((*self[:21], lines)).encode("ascii")).hexdigest()

    @property
    def name(self) -> str:
        """What the quote is called in messages: its code, and the revision from the second on."""
        return self.code if self.revision == 1 else f"{self.code} revision {self.revision}"

    @property
    def parents(self) -> list[int | None]:
        """For each line the index of the line of its bundle."""
        at = {line.id: index for index, line in enumerate(self.lines)}
        return [None if line.parent_id is None else at[line.parent_id] for line in self.lines]

    def edit(self) -> QuoteEdit:
        """The quote as an edit that would change nothing."""
        lines = (_line_edit(line, parent) for line, parent in zip(self.lines, self.parents, strict=True))
        return QuoteEdit(
            self.id,
            self.code,
            self.account_id,
            date.fromisoformat(self.quoted_on),
            day(self.valid_until),
            day(self.start_on),
            self.currency,
            self.title or "",
            self.notes or "",
            self.po or "",
            self.terms or "",
            self.discount_e4,
            self.discount_minor,
            self.ship_to,
            tuple(lines),
        )


_DATES = ("due_on", "bill_on", "start_on", "end_on")
_TEXTS = ("description", "every", "bill_day", "group", "pricing", "plan", "bundle_role")


def _line_edit(line: StoredLine, parent: int | None) -> QuoteLineEdit:
    values: dict[str, Any] = line.content._asdict()
    values["group"] = values.pop("group_name")
    values |= {name: day(values[name]) for name in _DATES}
    values |= {name: values[name] or "" for name in _TEXTS}
    return QuoteLineEdit(id=line.id, position=line.position, parent=parent, **values)


def stored_quote(connection: Connection, quote_id: int) -> StoredQuote | None:
    """The quote as it stands; None where there is none of this id."""
    return _stored(connection, f"{_QUOTE} WHERE q.id = ?", (quote_id,))


def find_quote(connection: Connection, code: str) -> StoredQuote:
    """The last revision of the quote with this code. Raises BillingError where there is none."""
    found = _stored(connection, f"{_QUOTE} WHERE q.code = ? ORDER BY q.revision DESC LIMIT 1", (code,))
    if found is None:
        raise BillingError("no such quote", code, "see `billdesk list FILE quotes`")
    return found


def quote_as_read(connection: Connection, quote_id: int | None, version: str) -> StoredQuote:
    """The quote, unless it was changed or deleted since it was read: Conflict."""
    found = stored_quote(connection, quote_id or 0)
    if found is None:
        raise Conflict("the quote is not there any more", str(quote_id), "make it again, or leave it")
    if found.version != version:
        remedy = "look at what it is now, then make your change again"
        raise Conflict("the quote was changed by somebody else meanwhile", found.name, remedy)
    return found


def _stored(connection: Connection, sql: str, values: Sequence[Any]) -> StoredQuote | None:
    rows = fetch_rows(connection, sql, values)
    if not rows:
        return None
    lines = fetch_rows(connection, _LINES, (rows[0][0],))
    stored = tuple(StoredLine(row[0], row[1], row[2], QuoteLineContent._make(row[3:])) for row in lines)
    return StoredQuote._make((*rows[0][:21], ShipTo(*rows[0][21:]), stored))


def insert_quote(connection: Connection, quote_id: int, values: Row) -> None:
    """Store a draft quote: `values` in the order of HEADER_COLUMNS."""
    connection.execute(insert(quotes).values(id=quote_id, status="draft", **dict(zip(HEADER_COLUMNS, values, strict=True))))


def write_quote_lines(
    connection: Connection, quote_id: int, contents: Sequence[QuoteLineContent], parents: Sequence[int | None]
) -> None:
    """Make the lines of an open quote be these, numbered from 1. `parents` are indexes of lines before."""
    children = fetch_rows(connection, "SELECT id FROM quote_lines WHERE quote_id = ? AND parent_id IS NOT NULL", (quote_id,))
    delete_rows(connection, quote_lines, "id", [row[0] for row in children])
    delete_rows(connection, quote_lines, "quote_id", [quote_id])
    first = next_id(connection, quote_lines)
    rows = [
        (first + index, quote_id, index + 1, None if parent is None else first + parent, *content)
        for index, (content, parent) in enumerate(zip(contents, parents, strict=True))
    ]
    for is_component in (False, True):
        insert_rows(connection, quote_lines, _LINE_COLUMNS, [row for row in rows if (row[3] is not None) == is_component])


def coming_quote_code(connection: Connection) -> str:
    """The code of the next quote that gets none by hand: the one after that of the quote that was made last."""
    rows = fetch_rows(connection, "SELECT code FROM quotes ORDER BY id DESC LIMIT 1")
    code = next_code(rows[0][0]) if rows else _FIRST_CODE
    while fetch_rows(connection, "SELECT 1 FROM quotes WHERE code = ?", (code,)):
        code = next_code(code)
    return code
