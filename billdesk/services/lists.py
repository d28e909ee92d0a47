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

from sqlalchemy import Connection

from billdesk.db.bulk import fetch_rows
from billdesk.db.engine import reading
from billdesk.services.company import Company, read_settings
from billdesk.services.lists_columns import Source, list_columns, source_of
from billdesk.services.lists_conditions import Condition, condition_sql, fold, like

__all__ = ["Condition", "ListQuery", "Sums", "first_ids", "list_columns", "list_ids", "list_rows", "list_sums"]

Row = tuple[Any, ...]
_CHUNK = 200
"""Ids in one statement; always the same number of marks, so that it is prepared once."""
_SUM_CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list shows. `sort` are (key, descending) pairs, the first one decides; unset values always come last.

    `conditions` and free `text` (looked for in the columns that name a record, without case and accents) must all hold.
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
    return _ids(company, query, as_of, None)


def first_ids(company: Company, query: ListQuery, as_of: date, limit: int) -> array[int]:
    """The first `limit` ids of `list_ids`, much sooner where there are many."""
    return _ids(company, query, as_of, limit)


def list_rows(company: Company, kind: str, ids: Sequence[int], as_of: date) -> list[Row]:
    """The values of these records, in the order of `ids` and of `list_columns(kind)`. Ids that are gone are left out."""
    source = source_of(kind)
    chosen = [source.sql[column.key] for column in source.columns]
    sql = f"SELECT {', '.join(chosen)} FROM {source.tables(chosen)} WHERE {source.id_sql} IN ({', '.join('?' * _CHUNK)})"
    found: dict[int, Row] = {}
    with reading(company.engine) as connection:
        for start in range(0, len(ids), _CHUNK):
            chunk = list(ids[start : start + _CHUNK])
            padded = chunk + chunk[-1:] * (_CHUNK - len(chunk))
            for row in _fetch(connection, source, sql, padded, as_of):
                found[row[0]] = row
    return [found[i] for i in ids if i in found]


def list_sums(company: Company, chosen: ListQuery | tuple[str, Sequence[int]], as_of: date) -> Sums:
    """What all rows of a query, or the rows (kind, ids), add up to, per currency."""
    kind, ids = (chosen.kind, None) if isinstance(chosen, ListQuery) else chosen
    source = source_of(kind)
    money = [column.key for column in source.columns if column.kind == "money"]
    shown = [source.sql["currency"] if money else "''", "count(*)", *(f"sum({source.sql[key]})" for key in money)]
    by_currency: dict[str, dict[str, int]] = {}
    count = 0
    with reading(company.engine) as connection:
        if isinstance(chosen, ListQuery):
            conditions, values = _conditions(source, chosen, as_of)
            where = [(conditions, values)]
        else:
            where = [
                ([f"{source.id_sql} IN ({','.join(map(str, ids[n : n + _SUM_CHUNK]))})"], [])
                for n in range(0, len(ids or ()), _SUM_CHUNK)
                if ids is not None
            ]
        for conditions, values in where:
            held = f" WHERE {' AND '.join(conditions)}" if conditions else ""
            sql = f"SELECT {', '.join(shown)} FROM {source.tables([*shown, *conditions])}{held} GROUP BY 1"
            for currency, rows, *sums in _fetch(connection, source, sql, values, as_of):
                count += rows
                into = by_currency.setdefault(currency, dict.fromkeys(money, 0))
                for key, value in zip(money, sums, strict=True):
                    into[key] += int(value or 0)
    return Sums(count, by_currency if money else {})


def _ids(company: Company, query: ListQuery, as_of: date, limit: int | None) -> array[int]:
    source = source_of(query.kind)
    conditions, values = _conditions(source, query, as_of)
    order = [_order(source, key, descending) for key, descending in query.sort]
    last = query.sort[-1][1] if query.sort else False
    order.append(f"{source.id_sql}{' DESC' if last else ''}")
    held = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    sql = f"SELECT {source.id_sql} FROM {source.tables([*conditions, *order])}{held} ORDER BY {', '.join(order)}"
    if limit is not None:
        sql += f" LIMIT {limit}"
    with reading(company.engine) as connection:
        return array("q", [row[0] for row in _fetch(connection, source, sql, values, as_of)])


def _conditions(source: Source, query: ListQuery, as_of: date) -> tuple[list[str], list[Any]]:
    made = [condition_sql(source, condition, as_of) for condition in query.conditions]
    made.extend(_searched(source, word) for word in query.text.split())
    return [sql for sql, _ in made], [value for _, values in made for value in values]


def _searched(source: Source, word: str) -> tuple[str, list[Any]]:
    """The condition that one of the columns that name a record has `word` in it."""
    either = " OR ".join(f"fold({source.sql[key]}) LIKE ? ESCAPE '\\'" for key in source.searched)
    return f"({either})", [like(fold(word) or "")] * len(source.searched)


def _order(source: Source, key: str, descending: bool) -> str:
    column, sql = source.column(key), source.sql[key]
    if column.states:
        ranks = " ".join(f"WHEN '{state}' THEN {rank}" for rank, state in enumerate(column.states))
        sql = f"CASE {sql} {ranks} END"
    elif column.kind == "text":
        sql = f"fold({sql})"
    return f"{sql} {'DESC' if descending else 'ASC'} NULLS LAST"


def _fetch(connection: Connection, source: Source, sql: str, values: Sequence[Any], as_of: date) -> list[Row]:
    """The rows of a query over a source, with what only the connection knows filled in."""
    sql = sql.replace(":today", f"'{as_of.isoformat()}'")
    if ":home" in sql:
        sql = sql.replace(":home", f"'{read_settings(connection).currency}'")
    if source.values is not None:
        names, rows = source.values(connection, as_of)
        marks = ", ".join(f"({', '.join('?' * len(names))})" for _ in rows)
        body = f"VALUES {marks}" if rows else f"SELECT {', '.join('NULL' for _ in names)} WHERE 1 = 0"
        listed = ", ".join(f'"{name}"' for name in names)
        sql = f"WITH worked_out ({listed}) AS ({body}) {sql}"
        values = [*(value for row in rows for value in row), *values]
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.create_function("fold", 1, fold, deterministic=True)
    else:
        sql = sql.replace("fold(", "lower(")
    return fetch_rows(connection, sql, values)
