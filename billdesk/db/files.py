"""The company file as a file: what is one and what is not, a name taken whole or not at all, and copies.

A look changes nothing: a file's header is read as plain bytes, and its schema version in SQLite's immutable mode, which
makes no lock, `-wal` or `-shm` file. Each refusal has its own words. `db.company` and `services.files` call this.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import get_ident

from billdesk.billing.errors import BillingError, FileTrouble

APPLICATION_ID = 0x42494C44
"""`BILD` in the header of every company file (SQLite PRAGMA application_id, bytes 68 to 71)."""

_MAGIC = b"SQLite format 3\0"
_BESIDE = ("-wal", "-shm", "-journal")
_RESTORE = "restore a backup with `billdesk restore`"


def check_is_company(path: Path) -> None:
    """Refuse what is not a whole company file, by its header and size alone."""
    name = str(path)
    header, size = _header(path)
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


def _header(path: Path) -> tuple[bytes, int]:
    """The first hundred bytes of a file, and how many it has."""
    try:
        with path.open("rb") as file:
            return file.read(100), file.seek(0, os.SEEK_END)
    except IsADirectoryError:
        raise BillingError("this is a folder, not a company file", str(path), "name the file inside it") from None
    except (FileNotFoundError, NotADirectoryError):
        remedy = "check the name, or make a company with `billdesk new`"
        raise BillingError("there is no such file", str(path), remedy) from None
    except OSError as error:
        remedy = "check the name, and your permission to read it"
        raise BillingError(f"the file cannot be read ({error.strerror})", str(path), remedy) from error


def is_ours(path: Path) -> bool:
    """Whether the header says that the file is, or was, a company file."""
    header, _ = _header(path)
    return header.startswith(_MAGIC) and int.from_bytes(header[68:72], "big") == APPLICATION_ID


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


def refuse_existing(path: Path) -> None:
    """Refuse a name that is taken, also by a link that leads nowhere."""
    if path.is_symlink() or path.exists():
        raise BillingError("there is something of that name already", str(path), "name another file, or move that one away")


@contextmanager
def published(path: Path, replace: bool = False) -> Iterator[Path]:
    """A name beside `path` to write a file under; when the block ends it takes the name `path` whole, on the disk.

    Without `replace` a file that has appeared there meanwhile stays, and BillingError is raised.
    """
    with drafted(path) as draft:
        yield draft
        publish(draft, path, replace)


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """A name beside `path` to write a file under, which is gone when the block ends, whatever happens."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}.part")
    try:
        yield draft
    finally:
        for leftover in (draft, *(draft.with_name(draft.name + end) for end in _BESIDE)):
            leftover.unlink(missing_ok=True)


def publish(draft: Path, path: Path, replace: bool = False) -> None:
    """Give the finished file `draft` the name `path`, once the disk has it."""
    _synced(draft)
    if replace:
        draft.replace(path)
    else:
        _take_name(draft, path)
    _synced(path.parent)


def copy_database(source: Path, draft: Path, is_live: bool = True) -> None:
    """Copy a company file with SQLite's online backup: one moment of it, whole, while others go on writing.

    A file that is not live (a backup on a shelf) is read without a trace. The copy is checked page by page. Raises
    BillingError where source or copy is damaged, or the disk is full.
    """
    with (
        in_words(source),
        closing(sqlite3.connect(live_uri(source) if is_live else reading_uri(source), uri=True)) as origin,
        closing(sqlite3.connect(draft, isolation_level=None)) as copy,
    ):
        copy.execute("PRAGMA synchronous=OFF")  # the whole file is synced before it takes its name
        origin.backup(copy)
        found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise BillingError(f"the company file is damaged ({found})", str(source), _RESTORE)


def copy_over(source: Path, target: Path) -> None:
    """Replace the content of the company file `target` by that of `source`, in one transaction of SQLite's.

    Whoever has `target` open sees the new content from their next transaction on.
    """
    with (
        in_words(target),
        closing(sqlite3.connect(reading_uri(source), uri=True)) as origin,
        closing(sqlite3.connect(live_uri(target), uri=True, isolation_level=None)) as copy,
    ):
        copy.execute("PRAGMA synchronous=FULL")
        origin.backup(copy)


def copy_aside(path: Path, mark: str) -> Path:
    """Copy a company file to `Name.mark.billdesk` beside it, or `Name.mark-2.billdesk` where that is taken."""
    aside = free_name(path, mark)
    with published(aside) as draft:
        copy_database(path, draft)
    return aside


def move_aside(path: Path, mark: str) -> Path:
    """Rename a file, and what SQLite keeps beside it, in the same way."""
    aside = free_name(path, mark)
    for end in ("", *_BESIDE):
        with suppress(FileNotFoundError):
            path.with_name(path.name + end).rename(aside.with_name(aside.name + end))
    return aside


def free_name(path: Path, mark: str) -> Path:
    """`Name.mark.billdesk` beside `path`, counted on where it is taken."""
    names = (path.with_name(f"{path.stem}.{mark}{n}{path.suffix}") for n in ("", *(f"-{i}" for i in range(2, 10000))))
    return next(name for name in names if not name.exists())


def live_uri(path: Path) -> str:
    """How to open a company that others may be writing: by its log, which the last one to close it clears away."""
    can_write = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return f"{path.absolute().as_uri()}?mode=rw" if can_write else reading_uri(path)


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Say what the disk or SQLite refuses as a BillingError."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if "full" in str(error):
            raise FileTrouble("full", "the disk is full", str(path), "free some space and do it again") from error
        remedy = "verify it with `billdesk verify`, or restore a backup"
        raise BillingError(f"the company file cannot be read or written ({error})", str(path), remedy) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise FileTrouble("full", "the disk is full", str(path), "free some space and do it again") from error
        remedy = "check the name, and your permissions"
        raise BillingError(f"the file cannot be used ({error.strerror})", str(path), remedy) from error


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _take_name(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        refuse_existing(path)
        raise
    except OSError:
        # A disk without hard links (FAT): a moment in which another program could take the name has to be borne.
        refuse_existing(path)
        draft.rename(path)


def _synced(path: Path) -> None:
    """Have the disk keep a file's content, or a folder's names. Windows cannot sync a folder and need not."""
    with suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
