"""The companies that this person opened last, for the first page of the window.

A small file in the folder for settings, replaced as a whole. It holds paths and addresses only; an address with a
password is not kept. Trouble with the file costs the list, never the start.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from billdesk import paths

LIMIT = 12


@dataclass(frozen=True, slots=True)
class Recent:
    """A company that was opened: its file's absolute path or its address, its name, and when (UTC, ISO 8601)."""

    target: str
    name: str
    opened_at: str

    @property
    def is_file(self) -> bool:
        """Whether it is a file rather than a database on a server."""
        return "://" not in self.target

    @property
    def is_there(self) -> bool:
        """Whether it can be opened as far as one can see without opening it: a server is believed."""
        return not self.is_file or Path(self.target).is_file()


def recent(folder: Path | None = None) -> list[Recent]:
    """What was opened, the last one first."""
    try:
        stored = json.loads(_path(folder).read_text(encoding="utf-8"))
        return [Recent(str(row["target"]), str(row["name"]), str(row["opened_at"])) for row in stored][:LIMIT]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def note(target: str, name: str, folder: Path | None = None) -> None:
    """A company was opened: it stands first from now on."""
    place = _place(target)
    if place is None:
        return
    opened_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    others = [other for other in recent(folder) if other.target != place]
    _write([Recent(place, name, opened_at), *others][:LIMIT], folder)


def forget(target: str, folder: Path | None = None) -> None:
    """Take a company off the list; the company itself stays."""
    _write([other for other in recent(folder) if other.target != target], folder)


def _place(target: str) -> str | None:
    if "://" not in target:
        return str(Path(target).absolute())
    address = target.partition("://")[2].rpartition("@")[0]
    return None if ":" in address else target


def _write(entries: list[Recent], folder: Path | None) -> None:
    path = _path(folder)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps([asdict(entry) for entry in entries], ensure_ascii=False, indent=1), encoding="utf-8")
        draft.replace(path)


def _path(folder: Path | None) -> Path:
    return (folder or paths.config_folder()) / "recent.json"
