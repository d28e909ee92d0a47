"""Writing many rows fast: positional statements compiled once per dialect, executed with lists of tuples.

Core's own `insert()` with dictionaries costs twice as much on the run's path, the ORM five times (measured; see the
README's benchmark). SQLite sets up keys, checks and triggers anew for each statement, so that one for many rows costs
up to half less a row (measured). Nothing here commits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, count
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DatabaseError

Row = tuple[Any, ...]
Constant = str | int | None
ROWS_AT_ONCE = 200
"""Rows of one statement on SQLite; more gain nothing (measured), and the rest of a list goes row by row."""

_streams = count(1)  # a server wants a name for each stream


def insert_rows(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row], same: Mapping[str, Constant] | None = None
) -> None:
    """INSERT `rows`, tuples in the order of `columns`, into `table`. An empty list writes nothing.

    `same` are columns with one value for all rows, written into the statement: binding a value costs as much as storing
    it.
    """
    if rows:
        _execute(connection, _insert_sql, (table, tuple(columns), tuple((same or {}).items())), rows)


def update_rows(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[Row],
    key: str = "id",
    same: Mapping[str, Constant] | None = None,
) -> None:
    """UPDATE by key: each tuple has the values of `columns` and then the key, which no other has. [] writes nothing."""
    if rows:
        _execute(connection, _update_sql, (table, tuple(columns), tuple((same or {}).items()), key), rows)


def delete_rows(connection: Connection, table: Table, column: str, values: Sequence[Any]) -> None:
    """DELETE the rows whose `column` is one of `values`."""
    if values:
        mark = _mark(connection.dialect.name)
        sql = f"DELETE FROM {table.name} WHERE {table.c[column].name} = {mark}"
        connection.exec_driver_sql(sql, [(value,) for value in values])


def fetch_rows(connection: Connection, sql: str, values: Sequence[Any] = ()) -> list[Row]:
    """All rows of a query written with `?` marks, as plain tuples: a third cheaper than result rows, on a run's path."""
    cursor = connection.connection.cursor()
    try:
        with _wrapped(connection, sql):
            cursor.execute(in_order(connection, sql), tuple(values))
            return [*cursor.fetchall()]
    finally:
        cursor.close()


def stream_rows(connection: Connection, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
    """The rows of a query written with `?` marks, one after the other and never all in memory, as plain tuples.

    Several streams of one transaction may run side by side.
    """
    if connection.dialect.name != "sqlite":
        return _server_stream(connection, sql, values)
    cursor: Any = connection.connection.cursor()
    return iter(cursor.execute(sql, tuple(values)))  # the cursor itself: a generator around it costs as much as a row


def _server_stream(connection: Connection, sql: str, values: Sequence[Any]) -> Iterator[Row]:
    cursor: Any = connection.connection.cursor(name=f"stream_{next(_streams)}")  # named: the rows stay on the server
    try:
        cursor.itersize = 2000
        with _wrapped(connection, sql):
            cursor.execute(in_order(connection, sql), tuple(values))
            yield from cursor
    finally:
        cursor.close()


@contextmanager
def _wrapped(connection: Connection, sql: str) -> Iterator[None]:
    """Raise the driver's errors as SQLAlchemy does for its own cursors, so that both are put in words in one place."""
    try:
        yield
    except connection.dialect.loaded_dbapi.Error as error:
        raise DatabaseError(sql, None, error) from error


def next_id(connection: Connection, table: Table) -> int:
    """The id that the next row of `table` takes; the caller holds the write lock and counts on from here."""
    highest = connection.exec_driver_sql(f"SELECT max(id) FROM {table.name}").scalar()
    return int(highest or 0) + 1


def in_order(connection: Connection, sql: str) -> str:
    """`sql` written with `?` marks, for the connection's driver."""
    return sql if connection.dialect.name == "sqlite" else sql.replace("%", "%%").replace("?", "%s")


def _execute(connection: Connection, sql_of: Callable[..., str], what: tuple[Any, ...], rows: Sequence[Row]) -> None:
    """Execute the statement that `sql_of` makes of `what`, the dialect and a count of rows, for all `rows`."""
    dialect, done = connection.dialect.name, 0
    if dialect == "sqlite":
        for done in range(ROWS_AT_ONCE, len(rows) + 1, ROWS_AT_ONCE):
            values = tuple(chain.from_iterable(rows[done - ROWS_AT_ONCE : done]))
            connection.exec_driver_sql(sql_of(*what, dialect, ROWS_AT_ONCE), values)
    if rest := list(rows[done:]):
        connection.exec_driver_sql(sql_of(*what, dialect, 1), rest)


@lru_cache(maxsize=256)
def _insert_sql(
    table: Table, columns: tuple[str, ...], same: tuple[tuple[str, Constant], ...], dialect: str, row_count: int
) -> str:
    values = [_mark(dialect)] * len(columns) + [_literal(value, dialect) for _, value in same]
    names = ", ".join(table.c[column].name for column in (*columns, *(name for name, _ in same)))
    return f"INSERT INTO {table.name} ({names}) VALUES {_repeated(values, row_count)}"


@lru_cache(maxsize=256)
def _update_sql(
    table: Table, columns: tuple[str, ...], same: tuple[tuple[str, Constant], ...], key: str, dialect: str, row_count: int
) -> str:
    names, mark = [*columns, key], _mark(dialect)
    values = [mark] * len(names) if row_count == 1 else [f"given.{name}" for name in names]
    sets = [f"{table.c[name].name} = {_literal(value, dialect)}" for name, value in same]
    sets += [f"{table.c[name].name} = {value}" for name, value in zip(columns, values, strict=False)]
    update = f"UPDATE {table.name} SET {', '.join(sets)}"
    if row_count == 1:
        return f"{update} WHERE {table.c[key].name} = {mark}"
    rows = f"WITH given ({', '.join(names)}) AS (VALUES {_repeated([mark] * len(names), row_count)})"
    return f"{rows} {update} FROM given WHERE {table.name}.{table.c[key].name} = given.{key}"


def _repeated(values: Sequence[str], row_count: int) -> str:
    return ", ".join([f"({', '.join(values)})"] * row_count)


def _literal(value: Constant, dialect: str) -> str:
    """An SQL literal. Text is quoted by the SQL standard's rule, and per cent signs kept from the driver's marks."""
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    quoted = "'" + value.replace("'", "''").replace("\0", "") + "'"
    return quoted if dialect == "sqlite" else quoted.replace("%", "%%")


def _mark(dialect: str) -> str:
    return "?" if dialect == "sqlite" else "%s"
