"""The window's lists: which records, in which order, and their values a page at a time. Reads only.

A list is an array of ids (eight bytes a record) and the values of the few rows that are seen; sorting and filtering are
the database's. The clock (`as_of`) says what is overdue and what a word like `this-month` means.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from billdesk.services.company import Company
from billdesk.services.lists_columns import LIST_KINDS, Column, list_columns
from billdesk.services.lists_conditions import SPANS, Clause, Condition, condition_sql, search_sql
from billdesk.services.lists_order import order_of
from billdesk.services.lists_reading import Reader, is_dense, read_first, reader_of, statement
from billdesk.services.lists_walks import all_of, first_of, segments_of

__all__ = [
    "LIST_KINDS",
    "SPANS",
    "Column",
    "Condition",
    "ListQuery",
    "Sums",
    "first_ids",
    "list_columns",
    "list_ids",
    "list_rows",
    "list_sums",
]

Row = tuple[Any, ...]
_CHUNK = 200
"""Ids in one statement; always the same number of marks, so that it is prepared once."""
_SUM_CHUNK = 10_000
_FIRST_NAMES = 256
"""So many of the first names are tried for the beginning of a list that is sorted by name."""


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list shows. `sort` are (key, descending) pairs, the first one decides; unset values always come last.

    `conditions` and each word of the free `text` (looked for in the columns that name a record, without case) must hold.
    """

    kind: str
    sort: tuple[tuple[str, bool], ...] = ()
    conditions: tuple[Condition, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """What a list adds up to: how many rows, and per currency the sums of its money columns in minor units, by key."""

    count: int
    by_currency: dict[str, dict[str, int]] = field(default_factory=dict)


def list_ids(company: Company, query: ListQuery, as_of: date) -> array[int]:
    """The ids of all records of the list in their order. Raises BillingError for unknown columns or values."""
    with reader_of(company, query.kind, as_of) as reader:
        source = reader.source
        conditions, values = _conditions(reader, query)
        if not conditions and (segments := segments_of(reader, query.sort)):
            return all_of(reader, segments)
        return reader.fetch_ids(*statement(source, conditions, values, order_of(source, query.sort, reader.rank)))


def first_ids(company: Company, query: ListQuery, as_of: date, limit: int) -> array[int]:
    """The first `limit` ids of `list_ids`, much sooner where there are many."""
    with reader_of(company, query.kind, as_of) as reader:
        source = reader.source
        conditions, values = _conditions(reader, query)
        if any(condition.key in source.indexed for condition in query.conditions):
            sql, bound = statement(source, conditions, values, order_of(source, query.sort, reader.rank))
            return array("q", [row[0] for row in reader.fetch(f"{sql} LIMIT {limit}", bound)])
        if segments := segments_of(reader, query.sort, _states(query)):
            walked = first_of(reader, segments, conditions, values, limit)
            if walked is not None:
                return array("q", walked)
        if is_dense(reader, conditions, values):
            order = order_of(source, query.sort, reader.rank, _FIRST_NAMES)
            ids = read_first(company, reader, conditions, values, order, limit)
            if len(ids) >= limit or order.is_whole:
                return ids
        return read_first(company, reader, conditions, values, order_of(source, query.sort, reader.rank), limit)


def list_rows(company: Company, kind: str, ids: Sequence[int], as_of: date) -> list[Row]:
    """The values of these records, in the order of `ids` and of `list_columns(kind)`. Ids that are gone are left out."""
    found: dict[int, Row] = {}
    with reader_of(company, kind, as_of) as reader:
        source = reader.source
        chosen = [source.sql[column.key] for column in source.columns]
        sql = f"SELECT {', '.join(chosen)} FROM {source.tables(chosen)} WHERE {source.id_sql} IN ({', '.join('?' * _CHUNK)})"
        for start in range(0, len(ids), _CHUNK):
            chunk = list(ids[start : start + _CHUNK])
            found.update((row[0], row) for row in reader.fetch(sql, chunk + chunk[-1:] * (_CHUNK - len(chunk))))
    return [found[i] for i in ids if i in found]


def list_sums(company: Company, chosen: ListQuery | tuple[str, Sequence[int]], as_of: date) -> Sums:
    """What all rows of a query, or the rows (kind, ids), add up to, per currency."""
    by_currency: dict[str, dict[str, int]] = {}
    count = 0
    with reader_of(company, chosen.kind if isinstance(chosen, ListQuery) else chosen[0], as_of) as reader:
        source = reader.source
        money = [column.key for column in source.columns if column.kind == "money"]
        shown = [source.sql["currency"] if money else "''", "count(*)", *(f"sum({source.sql[key]})" for key in money)]
        for conditions, values in _parts(reader, chosen):
            held = f" WHERE {' AND '.join(conditions)}" if conditions else ""
            sql = f"SELECT {', '.join(shown)} FROM {source.tables([*shown, *conditions])}{held} GROUP BY 1"
            for currency, rows, *sums in reader.fetch(sql, values):
                count += rows
                into = by_currency.setdefault(currency, dict.fromkeys(money, 0))
                for key, value in zip(money, sums, strict=True):
                    into[key] += int(value or 0)
    return Sums(count, by_currency if money else {})


def _states(query: ListQuery) -> tuple[str, ...]:
    """The states that rows may have, where a condition says so."""
    chosen = [condition.value for condition in query.conditions if condition.key == "status" and condition.op == "in"]
    return tuple(chosen[0]) if chosen else ()


def _parts(reader: Reader, chosen: ListQuery | tuple[str, Sequence[int]]) -> list[tuple[list[str], list[Any]]]:
    """The conditions that sums are read by: those of a query, or stretches of ids."""
    if isinstance(chosen, ListQuery):
        return [_conditions(reader, chosen)]
    ids, source = chosen[1], reader.source
    stretches = (ids[n : n + _SUM_CHUNK] for n in range(0, len(ids), _SUM_CHUNK))
    return [([f"{source.id_sql} IN ({','.join(map(str, stretch))})"], []) for stretch in stretches]


def _conditions(reader: Reader, query: ListQuery) -> tuple[list[str], list[Any]]:
    source, find = reader.source, reader.find
    made: list[Clause] = [condition_sql(source, condition, reader.as_of, find) for condition in query.conditions]
    made += [search_sql(source, word, find) for word in query.text.split()]
    return [sql for sql, _ in made], [value for _, values in made for value in values]
