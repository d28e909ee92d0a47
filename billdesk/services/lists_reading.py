"""How a list is read: statements over a source, run whole, in parts side by side, or packed into one value.

A scan of a million rows is done in as many stretches of ids as there are processors. The ids of a whole list come packed
in one text: fetched row by row they would hold the interpreter, and with it the window, a million times.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cmp_to_key
from itertools import chain
from typing import Any

from sqlalchemy import Connection

from billdesk.billing.money import line_amount
from billdesk.db.bulk import fetch_rows, stream_rows
from billdesk.db.engine import reading
from billdesk.services.company import Company, read_settings
from billdesk.services.lists_columns import Label, Source, source_of
from billdesk.services.lists_conditions import Find
from billdesk.services.lists_labels import fold, labels_of
from billdesk.services.lists_order import Order, Rank

Row = tuple[Any, ...]
_PART = 100_000
"""Rows from which on a second processor is worth a second connection."""
_LEAN_CACHE = -4096
"""KiB, negative as SQLite has it."""
_SAMPLE = 4000
_UNPACKED = 1 << 19


def _day_before(day: str | None) -> str | None:
    """The last day of what ends before `day`."""
    return None if day is None else (date.fromisoformat(day) - timedelta(1)).isoformat()


def _line_amount(quantity_e6: int, unit_price_e4: int | None, discount_e4: int, currency: str) -> int | None:
    return None if unit_price_e4 is None else line_amount(quantity_e6, unit_price_e4, discount_e4, currency)


_FUNCTIONS: dict[str, Callable[..., object]] = {"fold": fold, "day_before": _day_before, "line_amount": _line_amount}


class Reader:
    """One connection's view of a source on a day."""

    def __init__(self, connection: Connection, kind: str, as_of: date) -> None:
        self.connection, self.as_of = connection, as_of
        self.is_file = connection.dialect.name == "sqlite"
        self.source = source_of(kind, self.is_file)
        if self.is_file:
            driver: Any = connection.connection.driver_connection
            for name, function in _FUNCTIONS.items():
                driver.create_function(name, -1, function, deterministic=True)

    @property
    def find(self) -> Find | None:
        """How ids are found by a label; None on a server, which compares by itself."""
        return self._find if self.is_file else None

    @property
    def rank(self) -> Rank | None:
        """How ids are ranked by a label; None on a server."""
        return self._rank if self.is_file else None

    def fetch(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a statement over the source."""
        return fetch_rows(self.connection, *self._complete(sql, values))

    def fetch_ids(self, sql: str, values: Sequence[Any] = ()) -> array[int]:
        """The ids that a statement gives, however many."""
        if not self.is_file:
            return array("q", chain.from_iterable(stream_rows(self.connection, *self._complete(sql, values))))
        with_, _, body = sql.rpartition("\n")
        packed = f"{with_} SELECT group_concat(printf('%016x', id), '') FROM ({body})"
        text = fetch_rows(self.connection, *self._complete(packed, values))[0][0] or ""
        ids: array[int] = array("q")
        for start in range(0, len(text), _UNPACKED):
            ids.frombytes(bytes.fromhex(text[start : start + _UNPACKED]))
        ids.byteswap()
        return ids

    def span(self) -> tuple[int, int]:
        """The least and the greatest id of the base table."""
        table = self.source.base.split()[0]
        return fetch_rows(self.connection, f"SELECT COALESCE(min(id), 0), COALESCE(max(id), 0) FROM {table}")[0]

    def _find(self, label: Label, op: str, text: str) -> list[int]:
        return labels_of(self.connection, label.table, label.column).matching(op, text)

    def _rank(self, label: Label, descending: bool) -> list[int]:
        return labels_of(self.connection, label.table, label.column).ranked(descending)

    def _complete(self, sql: str, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
        """The statement with what only the connection knows filled in."""
        sql = sql.replace(":today", f"'{self.as_of.isoformat()}'")
        if ":home" in sql:
            sql = sql.replace(":home", f"'{read_settings(self.connection).currency}'")
        if self.source.values is None:
            return sql, values
        names, rows = self.source.values(self.connection, self.as_of)
        marks = ", ".join(f"({', '.join('?' * len(names))})" for _ in rows)
        body = f"VALUES {marks}" if rows else f"SELECT {', '.join('NULL' for _ in names)} WHERE 1 = 0"
        listed = ", ".join(f'"{name}"' for name in names)
        return f"WITH worked_out ({listed}) AS ({body})\n{sql}", [*chain.from_iterable(rows), *values]


@contextmanager
def lean(connection: Connection) -> Iterator[None]:
    """Let a connection read much with little memory: it sorts in a file, and keeps few pages of what is read once."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    before = driver.execute("PRAGMA cache_size").fetchone()[0]
    driver.execute("PRAGMA temp_store=FILE")
    driver.execute(f"PRAGMA cache_size={_LEAN_CACHE}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA cache_size={before}")
        driver.execute("PRAGMA temp_store=MEMORY")


@contextmanager
def reader_of(company: Company, kind: str, as_of: date) -> Iterator[Reader]:
    """A lean reader on a connection of its own."""
    with reading(company.engine) as connection, lean(connection):
        yield Reader(connection, kind, as_of)


def statement(
    source: Source, conditions: Sequence[str], values: Sequence[Any], order: Order, more: str = ""
) -> tuple[str, list[Any]]:
    """The query for the ids of a list, its body on the last line, and its values. `more` are further columns."""
    conditions = [*conditions, *order.where]
    held = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    tables = " ".join((source.tables([*conditions, *order.keys, *order.joins]), *order.joins))
    with_ = f"WITH {', '.join(order.ctes)}\n" if order.ctes else ""
    body = f"SELECT {source.id_sql} AS id{more} FROM {tables}{held} ORDER BY {order.terms}"
    return f"{with_}{body}", [*order.cte_values, *values, *order.where_values]


def is_dense(reader: Reader, conditions: Sequence[str], values: Sequence[Any]) -> bool:
    """Whether many of the newest rows meet the conditions, so that a beginning is soon found."""
    source = reader.source
    if not conditions or source.values is not None:
        return True
    _, alias = source.base.split()
    sample = f"SELECT * FROM {source.base} ORDER BY {alias}.id DESC LIMIT {_SAMPLE}"
    joins = source.tables(conditions).removeprefix(source.base)
    sql = f"SELECT count(*) FROM ({sample}) {alias}{joins} WHERE {' AND '.join(conditions)}"
    return int(reader.fetch(sql, values)[0][0]) > _SAMPLE // 10


def read_first(
    company: Company, reader: Reader, conditions: Sequence[str], values: Sequence[Any], order: Order, limit: int
) -> array[int]:
    """The first `limit` ids, looked for in stretches of the table side by side where it is long."""
    source = reader.source
    least, greatest = reader.span() if source.values is None else (0, 0)
    parts = min(4, os.cpu_count() or 1) if reader.is_file and greatest - least >= 2 * _PART else 1
    if parts == 1 or order.is_indexed:
        sql, bound = statement(source, conditions, values, order)
        return array("q", [row[0] for row in reader.fetch(f"{sql} LIMIT {limit}", bound)])
    step = (greatest - least) // parts + 1
    more = "".join(f", {key} AS key_{n}" for n, key in enumerate(order.keys[:-1]))

    def read(part: int) -> list[Row]:
        start = least + part * step
        stretch = [*conditions, f"{source.id_sql} >= {start}", f"{source.id_sql} < {start + step}"]
        sql, bound = statement(source, stretch, values, order, more)
        with reader_of(company, source.kind, reader.as_of) as of_part:
            return of_part.fetch(f"{sql} LIMIT {limit}", bound)

    with ThreadPoolExecutor(parts) as threads:
        rows = list(chain.from_iterable(threads.map(read, range(parts))))
    return array("q", [row[0] for row in sorted(rows, key=_sort_key(order))[:limit]])


def _sort_key(order: Order) -> Callable[[Row], Any]:
    """How rows of several parts are merged: as the database orders them, unset values last."""

    def compare(one: Row, other: Row) -> int:
        for a, b, down in zip((*one[1:], one[0]), (*other[1:], other[0]), order.descending, strict=True):
            if a == b:
                continue
            if a is None or b is None:
                return 1 if a is None else -1
            return (1 if a > b else -1) * (-1 if down else 1)
        return 0

    return cmp_to_key(compare)
