"""A company: making one, opening one, and bringing an older one to the newest schema, in a file or on a server.

What a file is and is not is told by `db.files`, which folder can hold it by `db.folders`. `services.files` calls this.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from billdesk.billing.errors import BillingError
from billdesk.db.engine import is_url, make_engine, migrating, reading, writing
from billdesk.db.files import APPLICATION_ID, check_is_company, copy_aside, in_words, published, refuse_existing, schema_version
from billdesk.db.folders import check_folder
from billdesk.db.migrations import MIGRATIONS, Migrations, blank_schema, upgrade


def open_engine(target: str, migrations: Migrations = MIGRATIONS) -> Engine:
    """An engine for an existing company, upgraded after a backup where its schema is older.

    Raises BillingError for anything that is not a company this BillDesk can work on, and then changes nothing.
    """
    if is_url(target):
        return _open_server(target, migrations)
    path = Path(target)
    check_is_company(path)
    with in_words(path):
        path = path.resolve() if path.is_symlink() else path  # SQLite keeps its log beside the file itself
        check_folder(path)
    if not os.access(path, os.W_OK) or not path.stat().st_mode & 0o222:
        raise BillingError("the company file cannot be written", str(path), "give yourself write permission to the file")
    version = schema_version(path)
    check_version(version, str(path), migrations)
    engine = make_engine(str(path))
    if version != migrations.head:
        _upgrade(engine, migrations, path)
    return engine


@contextmanager
def creating(target: str, migrations: Migrations = MIGRATIONS) -> Iterator[Connection]:
    """A write transaction on a new company with all tables and no rows; the company exists once the block has ended.

    An exception inside leaves nothing behind. Raises BillingError where something of that name exists already.
    """
    if is_url(target):
        engine = make_engine(target)
        try:
            with writing(engine) as connection:
                _refuse_used_database(connection)
                _make_schema(connection, migrations)
                yield connection
        finally:
            engine.dispose()
        return
    path = Path(target)
    with in_words(path):
        refuse_existing(path)
        check_folder(path)
    with in_words(path), published(path) as draft:
        _prepare(draft)
        engine = make_engine(str(draft))
        try:
            with writing(engine) as connection:
                _make_schema(connection, migrations)
                yield connection
        finally:
            engine.dispose()


def check_version(version: str, name: str, migrations: Migrations = MIGRATIONS) -> None:
    """Refuse a schema that this BillDesk does not know."""
    if version not in migrations.revisions:
        raise BillingError(
            f"the company was written by a newer BillDesk (schema {version or 'unknown'})", name, "install the newest BillDesk"
        )


def _prepare(draft: Path) -> None:
    """Make the empty database: what it is has to stand in the header before anything else."""
    with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute("PRAGMA journal_mode=WAL")


def _make_schema(connection: Connection, migrations: Migrations) -> None:
    if connection.dialect.name != "sqlite":
        upgrade(connection, migrations)
        return
    for _, _, _, statement in blank_schema(migrations):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (migrations.head,))


def _upgrade(engine: Engine, migrations: Migrations, path: Path | None) -> None:
    """Back the file up, then bring it to the newest schema, all or nothing. Whoever comes second finds it done."""
    name, backup = engine.url.render_as_string(hide_password=True) if path is None else str(path), None
    try:
        with migrating(engine) as connection:
            version = _stored_version(connection)
            if version == migrations.head:
                return
            if path is not None:
                backup = copy_aside(path, f"backup-{version}")
            upgrade(connection, migrations)
    except Exception as error:
        engine.dispose()
        kept = f"; a copy lies in {backup}" if backup else ""
        raise BillingError(
            f"the company could not be upgraded to schema {migrations.head} ({error})",
            name,
            f"it is as it was{kept}; work on with the BillDesk that made it",
        ) from error


def _open_server(target: str, migrations: Migrations) -> Engine:
    engine = make_engine(target)
    try:
        with reading(engine) as connection:
            version = _server_version(connection)
            check_version(version, _address(connection), migrations)
        if version != migrations.head:
            _upgrade(engine, migrations, None)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _server_version(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        raise BillingError("there is no company in this database", _address(connection), "make one with `billdesk new`")
    return _stored_version(connection)


def _stored_version(connection: Connection) -> str:
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())


def _refuse_used_database(connection: Connection) -> None:
    if inspect(connection).get_table_names():
        raise BillingError("the database has tables already", _address(connection), "name an empty database")


def _address(connection: Connection) -> str:
    return connection.engine.url.render_as_string(hide_password=True)
