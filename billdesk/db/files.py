"""The company file as a file: making it, opening it, and refusing what is not one, each refusal in its own words.

A refusal changes nothing: before SQLite touches a file, its header is read as plain bytes and its schema version in
SQLite's immutable mode, which makes no lock, `-wal` or `-shm` file. `services.files` calls this; a database URL takes
the same doors.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from billdesk.billing.errors import BillingError
from billdesk.db.engine import is_url, make_engine, reading, writing
from billdesk.db.folders import check_folder
from billdesk.db.migrations import MIGRATIONS, Migrations, blank_schema, upgrade

APPLICATION_ID = 0x42494C44
"""`BILD` in the header of every company file (SQLite PRAGMA application_id, bytes 68 to 71)."""

_MAGIC = b"SQLite format 3\0"
_RESTORE = "restore a backup with `billdesk restore`"


def open_file(target: str, migrations: Migrations = MIGRATIONS) -> Engine:
    """An engine for an existing company, upgraded after a backup where its schema is older.

    Raises BillingError for anything that is not a company this BillDesk can work on, and then changes nothing.
    """
    if is_url(target):
        return _open_server(target, migrations)
    path = Path(target)
    check_is_company(path)
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
    _refuse_existing(path)
    check_folder(path)
    with published(path) as draft:
        _prepare(draft)
        engine = make_engine(str(draft))
        try:
            with writing(engine) as connection:
                _make_schema(connection, migrations)
                yield connection
        finally:
            engine.dispose()


@contextmanager
def published(path: Path, replace: bool = False) -> Iterator[Path]:
    """A name beside `path` to write a file under; when the block ends it takes the name `path` whole, on the disk.

    Without `replace` a file that has appeared there meanwhile stays, and BillingError is raised.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield draft
        _synced(draft)
        if replace:
            draft.replace(path)
        else:
            _take_name(draft, path)
        _synced(path.parent)
    finally:
        for leftover in (draft, *(draft.with_name(draft.name + end) for end in ("-wal", "-shm", "-journal"))):
            leftover.unlink(missing_ok=True)


def check_is_company(path: Path) -> None:
    """Refuse what is not a whole company file, by its header and size alone."""
    name = str(path)
    if path.is_dir():
        raise BillingError("this is a folder, not a company file", name, "name the file inside it")
    if not path.exists():
        raise BillingError("there is no such file", name, "check the name, or make a company with `billdesk new`")
    try:
        with path.open("rb") as file:
            header = file.read(100)
            size = file.seek(0, os.SEEK_END)
    except OSError as error:
        raise BillingError(f"the file cannot be read ({error.strerror})", name, "give yourself read permission") from error
    if not header:
        raise BillingError("the file is empty", name, f"name another file, or {_RESTORE}")
    if not header.startswith(_MAGIC[: len(header)]):
        raise BillingError("this is not a BillDesk company file", name, "name another file")
    if len(header) < 100:
        raise BillingError("the file is cut off", name, _RESTORE)
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise BillingError("this database belongs to another program", name, "name a company file made by BillDesk")
    page_size = int.from_bytes(header[16:18], "big")
    whole = int.from_bytes(header[28:32], "big") * (65536 if page_size == 1 else page_size)
    # With a log beside it the header may be ahead of the file, and SQLite finishes the work when it opens it.
    if size < whole and not _has_log(path):
        raise BillingError(f"the file is cut off: {size} bytes of {whole}", name, _RESTORE)


def schema_version(path: Path) -> str:
    """The schema version that a company file says it has. Raises BillingError where it is too damaged to say."""
    try:
        with closing(sqlite3.connect(reading_uri(path), uri=True)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.DatabaseError as error:
        raise BillingError(f"the company file is damaged ({error})", str(path), _RESTORE) from error
    return str(rows[0][0]) if rows else ""


def reading_uri(path: Path) -> str:
    """How to open a file for a look that leaves no trace beside it."""
    # Nobody has the file open as long as it has no log: then it can be read as it lies.
    mode = "mode=ro" if _has_log(path) else "mode=ro&immutable=1"
    return f"{path.absolute().as_uri()}?{mode}"


def check_version(version: str, name: str, migrations: Migrations = MIGRATIONS) -> None:
    """Refuse a schema that this BillDesk does not know."""
    if version not in migrations.revisions:
        raise BillingError(
            f"the company was written by a newer BillDesk (schema {version or 'unknown'})", name, "install the newest BillDesk"
        )


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


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


def _refuse_existing(path: Path) -> None:
    if path.is_symlink() or path.exists():
        raise BillingError("there is something of that name already", str(path), "name another file, or move that one away")


def _take_name(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        _refuse_existing(path)
        raise
    except OSError:
        # A disk without hard links (FAT): a moment in which another program could take the name has to be borne.
        _refuse_existing(path)
        draft.rename(path)


def _synced(path: Path) -> None:
    """Have the disk keep a file's content, or a folder's names. Windows cannot sync a folder and need not."""
    with suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


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
            if not inspect(connection).has_table("alembic_version"):
                raise BillingError("there is no company in this database", _address(connection), "make one with `billdesk new`")  # noqa: TRY301 - the engine is disposed of below
            version = _stored_version(connection)
            check_version(version, _address(connection), migrations)
        if version != migrations.head:
            _upgrade(engine, migrations, None)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _stored_version(connection: Connection) -> str:
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())


def _refuse_used_database(connection: Connection) -> None:
    if inspect(connection).get_table_names():
        raise BillingError("the database has tables already", _address(connection), "name an empty database")


def _address(connection: Connection) -> str:
    return connection.engine.url.render_as_string(hide_password=True)
