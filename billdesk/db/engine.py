"""Connections to the company file: pragmas, explicit transactions, and database trouble in words.

SQLite: WAL, `synchronous=FULL`, foreign keys on, a busy time-out; writers take `BEGIN IMMEDIATE`, because the driver's
implicit begin lets DDL and reads escape the transaction. PostgreSQL: writers take one advisory lock, which gives the
same promise: a writer sees the last committed state and nobody writes beside it; a second writer waits.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from billdesk.billing.errors import BillingError, FileTrouble
from billdesk.db import place

BUSY_SECONDS = 120
_WRITER_LOCK = 0x42494C4C  # "BILL": the advisory lock that PostgreSQL writers share


def is_url(target: str) -> bool:
    """Whether `target` is a database URL rather than a path."""
    return "://" in target


def make_engine(target: str) -> Engine:
    """An engine for a company file's path or a database URL. Opens nothing yet, and never makes a file."""
    if is_url(target):
        return _server_engine(target)
    # The path goes in as a URI: `rw` never makes a file that is missing, and `?` or `#` in a name mean themselves.
    uri = f"{Path(target).absolute().as_uri()}?mode=rw"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)

    engine = create_engine(URL.create("sqlite", database=str(target)), creator=connect)
    event.listen(engine, "connect", _prepare_sqlite)
    place.watch(engine)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction: committed at the end, rolled back on any exception. A second writer waits.

    Raises BillingError for what the disk or another program causes: busy, full, read-only, damaged.
    """
    with writer(engine) as connection, transaction(connection):
        yield connection


@contextmanager
def writer(engine: Engine) -> Iterator[Connection]:
    """One connection for several write transactions in turn; see `transaction`."""
    with translated(engine), engine.connect().execution_options(billdesk_write=True) as connection:
        yield connection


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """One write transaction on a `writer` connection, committed at the end and rolled back on any exception."""
    with connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")
        yield


def data_version(connection: Connection) -> int | None:
    """A number that differs from an earlier one on this connection where another connection has committed since.

    SQLite only (PRAGMA data_version); None on a server. Ask inside a write transaction, where nobody else can commit.
    """
    if connection.dialect.name != "sqlite":
        return None
    return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A write transaction in which tables can be rebuilt: SQLite looks at foreign keys at its end instead of in between.

    Raises BillingError, and rolls back, where rows point nowhere at the end.
    """
    with translated(engine), engine.connect().execution_options(billdesk_write=True) as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")
                yield connection
            return
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - for the type checker
        driver.execute("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction
        try:
            with connection.begin():
                yield connection
                if lost := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise BillingError(f"a row of {lost[0]} points nowhere", f"row {lost[1]}", "report this")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One read transaction: a consistent view that never blocks a writer."""
    with translated(engine), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        connection.begin()
        yield connection  # closing ends the transaction: a commit would ask more of a damaged file than reading did


@contextmanager
def translated(engine: Engine) -> Iterator[None]:
    """Turn the database's own errors that a person can mend into BillingError; others pass as the bugs they are."""
    try:
        yield
    except (OperationalError, sqlite3.OperationalError, sqlite3.DatabaseError, DBAPIError) as error:
        trouble = _in_words(error, engine.url.database or "")
        if trouble is None:
            raise
        raise trouble from error


def _in_words(error: Exception, name: str) -> FileTrouble | None:
    message = str(getattr(error, "orig", error)).lower()
    for sign, kind, what, remedy in _TROUBLE:
        if sign in message:
            return FileTrouble(kind, what, name, remedy)
    return None


_CHECK_SERVER = "check the address and that the server runs"
_TROUBLE = (
    ("disk is full", "full", "the disk is full", "free some space and do it again; nothing that was finished is lost"),
    ("database is locked", "busy", "the company file is in use by another program", "try again when it has finished"),
    ("readonly", "read_only", "the company file cannot be written", "give yourself write permission to the file and its folder"),
    (
        "unable to open database file",
        "missing",
        "the company file cannot be opened",
        "check that the folder exists and can be written",
    ),
    ("malformed", "damaged", "the company file is damaged", "restore a backup with `billdesk restore`"),
    ("not a database", "damaged", "this is not a BillDesk company file", "name another file"),
    ("disk i/o error", "disk", "the disk reports an error", "check the disk, then verify the file with `billdesk verify`"),
    ("could not connect", "server", "the database server does not answer", _CHECK_SERVER),
    ("connection failed", "server", "the database server does not answer", _CHECK_SERVER),
    ("failed to resolve host", "server", "the database server is not known", "check the name of the server in the URL"),
    ("connection is bad", "server", "the database server does not answer", _CHECK_SERVER),
    ("server closed the connection", "server", "the database server has ended the connection", "do it again when it runs"),
    ("authentication failed", "server", "the database server refuses the user or password", "check both in the URL"),
    ("connection refused", "server", "the database server does not answer", _CHECK_SERVER),
)


def _server_engine(target: str) -> Engine:
    remedy = "use a file path, or a URL like postgresql+psycopg://user@host/name"
    try:
        url = make_url(target)
    except (ArgumentError, ValueError) as error:  # the address is not repeated: it may hold a password
        raise BillingError("this is not a database address", remedy=remedy) from error
    if url.get_backend_name() != "postgresql":
        raise BillingError(f"{url.get_backend_name()} databases are not supported", remedy=remedy)
    if find_spec("psycopg") is None:
        raise BillingError("the driver for PostgreSQL is missing", remedy="install it with `pip install billdesk[postgres]`")
    # `format` lets the hot path hand over tuples, as it does for SQLite.
    return create_engine(url.set(drivername="postgresql+psycopg"), paramstyle="format")


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA cache_size=-32768")
        # Statement journals in memory: with triggers each inserted row otherwise goes through a temporary file.
        cursor.execute("PRAGMA temp_store=MEMORY")
    finally:
        cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("billdesk_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


class ChangeWatch:
    """Tells whether anybody has committed to the company since it was asked last. `close` it, also while it is asked.

    SQLite counts foreign commits itself (PRAGMA data_version); a server is asked for its last audit row.
    """

    def __init__(self, engine: Engine) -> None:
        self._is_file = engine.dialect.name == "sqlite"
        self._engine = engine
        self._connection = engine.raw_connection() if self._is_file else None
        self._lock = Lock()
        self._is_closed = False
        self._last = self._mark()

    def has_changed(self) -> bool:
        """Whether something was committed since the last question (or since the watch began); not once it is closed."""
        with self._lock:
            if self._is_closed:
                return False
            mark = self._mark()
            changed, self._last = mark != self._last, mark
            return changed

    def close(self) -> None:
        """Give the connection back."""
        with self._lock:
            if self._connection is not None and not self._is_closed:
                self._connection.close()
            self._is_closed = True

    def _mark(self) -> int:
        with translated(self._engine):
            if self._connection is not None:
                cursor = self._connection.cursor()
                try:
                    return int(cursor.execute("PRAGMA data_version").fetchone()[0])
                finally:
                    cursor.close()
            with self._engine.connect() as connection:
                return int(connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM audit_log").scalar_one())
