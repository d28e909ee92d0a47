"""Lists that an index already has in order: the first rows are there at once, however long the list is.

Invoices by date or by number are read from the indexes over posted ones, drafts from those that find a collecting draft.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from billdesk.billing.numbering import format_number
from billdesk.services.lists_order import Sort
from billdesk.services.lists_reading import Reader

WALKED = 20_000
"""Rows of an index that are looked through for the first ones that fit before the whole table is."""


_COUNT = f"SELECT count(*) FROM (SELECT 1 FROM invoices i WHERE {{}} LIMIT {WALKED})"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a list in its order: ids of the base table where `where` holds, by `order`."""

    where: str
    order: str
    values: tuple[Any, ...] = ()


def segments_of(reader: Reader, sort: Sort, states: Sequence[str] = ()) -> list[Segment]:
    """The stretches of indexes that make up a list in this order; none where no index has it.

    Drafts or posted documents are left out where they have none of `states`.
    """
    if not reader.is_file or reader.source.kind != "invoices" or len(sort) != 1:
        return []
    key, down = sort[0]
    way = "DESC" if down else "ASC"
    if key == "issued_on":
        posted = [Segment("i.number IS NOT NULL", f"i.issued_on {way}, i.id {way}")]
    elif key == "number":
        posted = _numbers(reader, down)
    else:
        return []
    drafts = "i.status = 'draft' AND (i.kind = 'invoice' OR i.credits_id IS NOT NULL)"
    made = posted if not states or set(states) - {"draft"} else []
    return [*made, Segment(drafts, f"i.id {way}")] if not states or "draft" in states else made


def first_of(
    reader: Reader, segments: Sequence[Segment], conditions: Sequence[str], values: Sequence[Any], limit: int
) -> list[int] | None:
    """The first `limit` ids; None where conditions let too few of the beginning through to say."""
    found: list[int] = []
    for segment in segments:
        wanted = limit - len(found)
        if not conditions:
            sql = f"SELECT i.id FROM invoices i WHERE {segment.where} ORDER BY {segment.order} LIMIT {wanted}"
            found += [row[0] for row in reader.fetch(sql, segment.values)]
        else:
            joins = reader.source.tables(conditions).removeprefix(reader.source.base)
            walked = f"SELECT * FROM invoices i WHERE {segment.where} ORDER BY {segment.order} LIMIT {WALKED}"
            sql = f"SELECT i.id FROM ({walked}) i{joins} WHERE {' AND '.join(conditions)} ORDER BY {segment.order} LIMIT {wanted}"
            found += [row[0] for row in reader.fetch(sql, [*segment.values, *values])]
            if len(found) < limit and reader.fetch(_COUNT.format(segment.where), segment.values)[0][0] >= WALKED:
                return None
        if len(found) >= limit:
            break
    return found


def all_of(reader: Reader, segments: Sequence[Segment]) -> array[int]:
    """All ids of the list, where it has no conditions."""
    found: array[int] = array("q")
    for segment in segments:
        sql = f"SELECT i.id FROM invoices i WHERE {segment.where} ORDER BY {segment.order}"
        found.extend(reader.fetch_ids(sql, segment.values))
    return found


def _numbers(reader: Reader, down: bool) -> list[Segment]:
    """Posted documents by number: series by series, and in each the short numbers before the long ones."""
    made = []
    for head, last in sorted(reader.fetch("SELECT head, last_no FROM number_series")):
        shortest = len(format_number(head, 1))
        start = 1
        while start <= last:
            length = max(shortest, len(format_number(head, start)))
            end = min(last, int("9" * (length - len(head))))
            bounds = (format_number(head, start), format_number(head, end), length)
            way = "DESC" if down else "ASC"
            made.append(Segment("i.number BETWEEN ? AND ? AND length(i.number) = ?", f"i.number {way}", bounds))
            start = end + 1
    return made[::-1] if down else made
