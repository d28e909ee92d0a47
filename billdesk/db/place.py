"""Whether the company file still lies where it was opened.

On most systems a file can be moved, deleted or replaced while programs have it open. SQLite would go on writing into a log
at the old place, and the moved file would lack it and look damaged (tried). So a write is refused as soon as the file of
that name is another one, and what the log holds is brought into the file wherever it is now.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from billdesk.billing.errors import FileTrouble
from billdesk.db.files import in_words, published

_IDENTITY = "billdesk_file"
Identity = tuple[int, int]
"""Device and inode: what a file stays when its name changes."""


def watch(engine: Engine) -> None:
    """Have each connection of a file's `engine` know its file, and refuse to write once that has moved."""
    path = path_of(engine)

    def remember(_connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
        entry.info[_IDENTITY] = _identity(path)

    def check(connection: Connection) -> None:
        if connection.get_execution_options().get("billdesk_write", False):
            trouble = _trouble(path, connection.connection.info.get(_IDENTITY))
            if trouble is not None:
                raise trouble

    event.listen(engine, "connect", remember)
    event.listen(engine, "begin", check)


def trouble_of(engine: Engine, identity: Identity | None) -> FileTrouble | None:
    """What is wrong with the place of a company that was opened with `identity`; None for one on a server."""
    return None if identity is None else _trouble(path_of(engine), identity)


def identity_of(engine: Engine) -> Identity | None:
    """What the company file is known by from now on; None for a company on a server."""
    return _identity(path_of(engine)) if engine.dialect.name == "sqlite" else None


def path_of(engine: Engine) -> Path:
    """The company file's path."""
    return Path(engine.url.database or "")


def present_path(identity: Identity) -> Path | None:
    """Where a file that this process has open lies now, if the system tells; None for one that was deleted."""
    for descriptor in _open_files():
        with contextlib.suppress(OSError):
            found = os.fstat(descriptor)
            if (found.st_dev, found.st_ino) == identity and found.st_nlink:
                return _path_of_descriptor(descriptor)
    return None


def write_back(engine: Engine) -> None:
    """Bring what SQLite's log holds into the file, wherever it lies now, and close the connections."""
    with contextlib.suppress(Exception), closing(engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def copy_open(engine: Engine, dest: Path) -> None:
    """Copy the company to `dest` out of an open connection, also when its file has been deleted.

    Raises BillingError where `dest` exists, the disk is full, or no connection is left open.
    """
    with in_words(dest), published(dest) as draft, closing(engine.raw_connection()) as connection:
        source = connection.driver_connection
        assert isinstance(source, sqlite3.Connection)  # noqa: S101 - for the type checker
        with closing(sqlite3.connect(draft)) as copy:
            source.backup(copy)


def _trouble(path: Path, identity: Identity | None) -> FileTrouble | None:
    try:
        found = path.stat()
    except OSError:
        remedy = "choose the file again where it lies now; nothing that was saved is lost"
        return FileTrouble("moved", "the company file is no longer where it was opened", str(path), remedy)
    if identity is not None and (found.st_dev, found.st_ino) != identity:
        remedy = "open it again; what was saved until then lies in the former file"
        return FileTrouble("moved", "another file has taken the company file's place", str(path), remedy)
    if not found.st_mode & 0o222:
        remedy = "give yourself write permission to the file"
        return FileTrouble("read_only", "the company file cannot be written", str(path), remedy)
    return None


def _identity(path: Path) -> Identity | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _open_files() -> Iterator[int]:
    for folder in ("/proc/self/fd", "/dev/fd"):
        with contextlib.suppress(OSError):
            yield from [int(name) for name in os.listdir(folder) if name.isdigit()]  # noqa: PTH208 - names, not paths
            return


def _path_of_descriptor(descriptor: int) -> Path | None:
    if sys.platform == "darwin":
        import fcntl

        answer = fcntl.fcntl(descriptor, fcntl.F_GETPATH, bytes(1024))
        return Path(os.fsdecode(answer.rstrip(b"\0")))
    with contextlib.suppress(OSError):
        return Path(os.readlink(f"/proc/self/fd/{descriptor}"))  # noqa: PTH115 - what it points at, as the system says it
    return None
