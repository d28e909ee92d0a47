"""Collecting drafts as rows: what of a draft is stored, and writing the difference between drafts planned and standing.

Plain values only, so that a difference can be worked out in another process than the one that writes it. Never commits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection

from billdesk.billing.collect import DraftKey
from billdesk.db.bulk import Row, delete_rows, fetch_rows, insert_rows, next_id, update_rows
from billdesk.db.models import invoice_line_parts, invoice_lines, invoices

LINE_COLUMNS = (
    "order_line_id",
    "product_id",
    "description",
    "quantity_e6",
    "unit_price_e4",
    "discount_e4",
    "tax_category",
    "tax_rate_e4",
    "used_days",
    "whole_days",
    "net_minor",
    "gross_minor",
    "period_from",
    "period_until",
    "due_on",
)
PART_COLUMNS = ("number", "role", "claim_from", "claim_until", "amendment_no", "from_e6", "until_e6", "remainder_minor")
"""What of a part is stored (`billing.parts.Part`); lines that are parts carry these values as one tuple at their end."""
DRAFT_COLUMNS = (
    "schedule_id",
    "price_basis",
    "issued_on",
    "reference",
    "net_minor",
    "tax_minor",
    "total_minor",
    "line_count",
    "order_count",
)
_KEY_COLUMNS = ("id", "account_id", "currency", "group_key", "target_on")
_NEW_DRAFT = {"kind": "invoice", "status": "draft"}


@dataclass(slots=True)
class StandingDraft:
    """A draft as it is stored: its values in the order of DRAFT_COLUMNS and its lines in the order of LINE_COLUMNS."""

    id: int
    values: Row
    lines: list[Row] = field(default_factory=list)
    line_ids: list[int] = field(default_factory=list)


class PlannedDraft(NamedTuple):
    """A draft as it should be, its values and lines as they will be stored."""

    key: DraftKey
    values: Row
    lines: Sequence[Row]


@dataclass(slots=True)
class DraftChanges:
    """How the drafts of some accounts are to change, as plain rows.

    `new` holds (account id, (currency, group key, target), values, lines); `changed` values and id; `refilled` id and
    lines of drafts whose old lines go (`emptied`); `dropped` ids of drafts that are no more.
    """

    new: list[tuple[int, Row, Row, Sequence[Row]]] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    refilled: list[tuple[int, Sequence[Row]]] = field(default_factory=list)
    emptied: list[int] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)


def clear_drafts(connection: Connection, changes: DraftChanges) -> None:
    """Delete the lines of changed drafts, and drafts that are no more. First, for keys may move between drafts."""
    delete_rows(connection, invoice_lines, "invoice_id", changes.emptied + changes.dropped)
    delete_rows(connection, invoices, "id", changes.dropped)


def write_drafts(connection: Connection, changes: DraftChanges, *, are_cleared: bool = False) -> None:
    """Write the changes; `are_cleared` where `clear_drafts` has been called for them."""
    if not are_cleared:
        clear_drafts(connection, changes)
    update_rows(connection, invoices, DRAFT_COLUMNS, changes.changed)
    filled = list(changes.refilled)
    if changes.new:
        first = next_id(connection, invoices)
        rows = []
        for invoice_id, (account_id, key, values, lines) in enumerate(changes.new, first):
            rows.append((invoice_id, account_id, *key, *values))
            filled.append((invoice_id, lines))
        insert_rows(connection, invoices, _KEY_COLUMNS + DRAFT_COLUMNS, rows, _NEW_DRAFT)
    if filled:
        insert_lines(connection, next_id(connection, invoice_lines), filled)


def insert_lines(connection: Connection, first_id: int, drafts: Iterable[tuple[int, Sequence[Row]]]) -> None:
    """Insert lines, each draft's in turn, with ids from `first_id` on."""
    rows: list[Row] = []
    parts: list[Row] = []
    line_id = first_id
    for invoice_id, lines in drafts:
        for position, line in enumerate(lines, 1):
            if len(line) > len(LINE_COLUMNS):
                parts.append((line_id, *line[-1]))
                rows.append((line_id, invoice_id, position, *line[:-1]))
            else:
                rows.append((line_id, invoice_id, position, *line))
            line_id += 1
    insert_rows(connection, invoice_lines, ("id", "invoice_id", "position", *LINE_COLUMNS), rows)
    insert_rows(connection, invoice_line_parts, ("invoice_line_id", *PART_COLUMNS), parts)


def stored_lines(connection: Connection, invoice_id: int) -> list[Row]:
    """The lines of a document in turn, in the order of LINE_COLUMNS; parts carry their PART_COLUMNS as one tuple behind."""
    return [with_part(row) for row in fetch_rows(connection, _STORED, (invoice_id,))]


def with_part(row: Row) -> Row:
    """A line from LINE_COLUMNS and PART_COLUMNS side by side, the latter null for a line that is no part."""
    count = len(LINE_COLUMNS)
    return row[:count] if row[count] is None else (*row[:count], row[count:])


LINE_AND_PART = ", ".join([*(f"l.{name}" for name in LINE_COLUMNS), *(f"p.{name}" for name in PART_COLUMNS)])
"""The columns of `with_part` in a query where `l` are lines, and `p` their parts by LEFT JOIN."""
_STORED = f"""SELECT {LINE_AND_PART} FROM invoice_lines l LEFT JOIN invoice_line_parts p ON p.invoice_line_id = l.id
 WHERE l.invoice_id = ? ORDER BY l.position"""
