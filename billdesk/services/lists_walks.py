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
# Two partial indexes lead to all drafts: that over collecting drafts, and that over credit notes.
_DRAFTS = (
    "i.id IN (SELECT d.id FROM invoices d WHERE d.status = 'draft' AND d.kind = 'invoice' "
    "UNION ALL SELECT d.id FROM invoices d WHERE d.credits_id IS NOT NULL AND d.status = 'draft')"
)
_COUNT = f"SELECT count(*) FROM (SELECT 1 FROM invoices i WHERE {{}} LIMIT {WALKED})"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a list: rows of `invoices i` where `where` holds, by `order`.

    The index has them by `walk`, which is the order itself, or by date where the list goes on by number.
    """

    where: str
    order: str
    walk: str
    values: tuple[Any, ...] = ()


def segments_of(reader: Reader, sort: Sort, states: Sequence[str] = ()) -> list[Segment]:
    """The stretches of indexes that make up a list in this order; none where no index has it.

    Drafts or posted documents are left out where they have none of `states`.
    """
    keys, downs = [key for key, _ in sort], {down for _, down in sort}
    if not reader.is_file or reader.source.kind != "invoices" or len(downs) != 1:
        return []
    down = downs.pop()
    way = "DESC" if down else "ASC"
    by_date = f"i.issued_on {way}, i.id {way}"
    if keys == ["issued_on"]:
        posted = [Segment("i.number IS NOT NULL", by_date, by_date)]
    elif keys == ["issued_on", "number"]:
        order = f"i.issued_on {way}, {_head_rank(reader)} {way}, i.series_no {way}"
        posted = [Segment("i.number IS NOT NULL", order, by_date)]
    elif keys == ["number"]:
        posted = _numbers(reader, down)
    else:
        return []
    drafts = Segment(_DRAFTS, f"i.id {way}", f"i.id {way}")
    made = posted if not states or set(states) - {"draft"} else []
    return [*made, drafts] if not states or "draft" in states else made


def first_of(
    reader: Reader, segments: Sequence[Segment], conditions: Sequence[str], values: Sequence[Any], limit: int
) -> list[int] | None:
    """The first `limit` ids; None where the beginning of an index does not tell them."""
    found: list[int] = []
    for segment in segments:
        wanted = limit - len(found)
        ids = _first(reader, segment, conditions, values, wanted)
        if ids is None and not conditions and segment.walk != segment.order:
            ids = _first_of_a_day(reader, segment, wanted)
        if ids is None:
            return None
        found += ids
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


def _first(reader: Reader, segment: Segment, conditions: Sequence[str], values: Sequence[Any], wanted: int) -> list[int] | None:
    """The first ids of a segment that meet the conditions; None where too few of its beginning do."""
    is_exact = segment.walk == segment.order
    if is_exact and not conditions:
        sql = f"SELECT i.id FROM invoices i WHERE {segment.where} ORDER BY {segment.order} LIMIT {wanted}"
        return [row[0] for row in reader.fetch(sql, segment.values)]
    is_long = reader.fetch(_COUNT.format(segment.where), segment.values)[0][0] >= WALKED
    held = list(conditions)
    if is_long and not is_exact:
        # The last day of what is looked through may go on behind it, and its numbers stand in any order.
        edge = f"SELECT i.issued_on FROM invoices i WHERE {segment.where} ORDER BY {segment.walk} LIMIT 1 OFFSET {WALKED - 1}"
        held.append(f"i.issued_on <> '{reader.fetch(edge, segment.values)[0][0]}'")
    joins = reader.source.tables(conditions).removeprefix(reader.source.base)
    walked = f"SELECT * FROM invoices i WHERE {segment.where} ORDER BY {segment.walk} LIMIT {WALKED}"
    where = f" WHERE {' AND '.join(held)}" if held else ""
    sql = f"SELECT i.id FROM ({walked}) i{joins}{where} ORDER BY {segment.order} LIMIT {wanted}"
    found = [row[0] for row in reader.fetch(sql, [*segment.values, *values])]
    return found if len(found) >= wanted or not is_long else None


def _first_of_a_day(reader: Reader, segment: Segment, wanted: int) -> list[int] | None:
    """The first ids of a segment that begins with a day of very many: numbers rise with dates, so that they are near its end."""
    down = "DESC" in segment.walk
    edge = f"SELECT {'max' if down else 'min'}(i.issued_on) FROM invoices i WHERE {segment.where}"
    first_on = reader.fetch(edge, segment.values)[0][0]
    found: list[int] = []
    for numbers in _numbers(reader, down):
        ids = _first(reader, numbers, [f"i.issued_on = '{first_on}'"], (), wanted - len(found))
        if ids is None:
            return None
        found += ids
        if len(found) >= wanted:
            return found
    return None


def _head_rank(reader: Reader) -> str:
    """What puts series in the order of what their numbers begin with."""
    series = reader.fetch("SELECT id FROM number_series ORDER BY head")
    return f"CASE i.series_id {' '.join(f'WHEN {i} THEN {rank}' for rank, (i,) in enumerate(series))} END" if series else "1"


def _numbers(reader: Reader, down: bool) -> list[Segment]:
    """Posted documents by number: series by series, and in each the short numbers before the long ones."""
    made = []
    order = f"i.number {'DESC' if down else 'ASC'}"
    for head, last in reader.fetch("SELECT head, last_no FROM number_series ORDER BY head"):
        shortest = len(format_number(head, 1))
        start = 1
        while start <= last:
            length = max(shortest, len(format_number(head, start)))
            end = min(last, int("9" * (length - len(head))))
            bounds = (format_number(head, start), format_number(head, end), length)
            made.append(Segment("i.number BETWEEN ? AND ? AND length(i.number) = ?", order, order, bounds))
            start = end + 1
    return made[::-1] if down else made
