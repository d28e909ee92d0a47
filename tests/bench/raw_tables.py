"""The raw limits of importing and of verifying: sqlite3 alone on the tables of a company file.

`python raw_tables.py read FILE` fetches every row of every table. `python raw_tables.py copy FILE TABLE...` writes the rows
of these tables, already in memory, into a new database with executemany and one commit; its tables have the same columns
with primary and unique keys, but no foreign keys, checks, triggers and other indexes. Each prints one JSON line of
`seconds` and `rows`. Like `raw_run`, it stands alone.
"""

import json
import sqlite3
import sys
import tempfile
import time
from pathlib import Path


def tables(connection: sqlite3.Connection) -> list[str]:
    """The names of the company's own tables."""
    found = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return [name for (name,) in found if name != "alembic_version"]


def read(path: Path) -> dict[str, float]:
    """Fetch everything, row by row, holding nothing."""
    connection = sqlite3.connect(path)
    began = time.perf_counter()
    count = sum(1 for table in tables(connection) for _ in connection.execute(f"SELECT * FROM {table}"))
    seconds = time.perf_counter() - began
    connection.close()
    return {"seconds": seconds, "rows": count}


def copy(path: Path, names: list[str]) -> dict[str, float]:
    """Write the rows of these tables into a database of their own beside `path`."""
    source = sqlite3.connect(path)
    rows = {name: source.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    keyed = [keyed_table(source, name) for name in names]
    source.close()
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        target = sqlite3.connect(Path(folder) / "raw.db", isolation_level=None)
        target.execute("PRAGMA journal_mode=WAL")
        target.execute("PRAGMA synchronous=FULL")
        for statement in keyed:
            target.execute(statement)
        began = time.perf_counter()
        target.execute("BEGIN IMMEDIATE")
        for name in names:
            if rows[name]:
                target.executemany(f"INSERT INTO {name} VALUES ({','.join('?' * len(rows[name][0]))})", rows[name])
        target.execute("COMMIT")
        seconds = time.perf_counter() - began
        target.close()
    return {"seconds": seconds, "rows": sum(map(len, rows.values()))}


def keyed_table(source: sqlite3.Connection, name: str) -> str:
    """A CREATE TABLE with the columns and the primary and unique keys of a table, and nothing else of it."""
    columns = source.execute(f"PRAGMA table_info({name})").fetchall()
    key = [column[1] for column in sorted(columns, key=lambda column: column[5]) if column[5]]
    uniques = [index[1] for index in source.execute(f"PRAGMA index_list({name})") if index[2] and index[3] == "u"]
    parts = [f"{column[1]} {column[2]}" for column in columns]
    parts.append(f"PRIMARY KEY ({', '.join(key)})")
    fields = [[row[2] for row in source.execute(f"PRAGMA index_info({unique})")] for unique in uniques]
    parts += [f"UNIQUE ({', '.join(own)})" for own in fields]
    return f"CREATE TABLE {name} ({', '.join(parts)})"


def main(arguments: list[str]) -> None:
    """Do what the words ask for."""
    what, path, *names = arguments
    print(json.dumps(read(Path(path)) if what == "read" else copy(Path(path), names)))


if __name__ == "__main__":
    main(sys.argv[1:])
