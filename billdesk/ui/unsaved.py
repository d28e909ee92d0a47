"""Edits that are not saved yet, kept beside the company file's data so that a crash loses none.

One small JSON file per edit in this person's data folder, replaced as a whole at each change. An edit whose process
still runs belongs to an open window and is not offered to another.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from billdesk import paths


@dataclass(frozen=True, slots=True)
class UnsavedEdit:
    """An edit left by a process that has ended. `kind` is the page, `key` the record's id or `new`."""

    kind: str
    key: str
    values: dict[str, Any]


class Unsaved:
    """The unsaved edits of one company (its path or URL)."""

    def __init__(self, target: str, folder: Path | None = None) -> None:
        from hashlib import sha256

        name = str(Path(target).absolute()) if "://" not in target else target
        root = folder or paths.data_folder()
        self._folder = root / "unsaved" / sha256(name.encode()).hexdigest()[:16]

    def keep(self, kind: str, key: str, values: dict[str, Any]) -> None:
        """Keep an edit's present values, which are what JSON can hold. A folder that cannot be written loses only this net."""
        import json

        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = self._path(kind, key).with_suffix(".part")
            text = json.dumps({"kind": kind, "key": key, "process": os.getpid(), "values": values}, ensure_ascii=False)
            draft.write_text(text, encoding="utf-8")
            draft.replace(self._path(kind, key))

    def drop(self, kind: str, key: str) -> None:
        """The edit was saved or given up."""
        with contextlib.suppress(OSError):
            self._path(kind, key).unlink(missing_ok=True)

    def all(self) -> list[UnsavedEdit]:
        """The edits that a crash has left, oldest first."""
        import json

        from billdesk import processes

        found = []
        for path in sorted(self._folder.glob("*.json"), key=lambda p: p.stat().st_mtime):
            with contextlib.suppress(OSError, ValueError, KeyError):
                kept = json.loads(path.read_text(encoding="utf-8"))
                if not processes.is_alive(int(kept["process"])):
                    found.append(UnsavedEdit(kept["kind"], kept["key"], kept["values"]))
        return found

    def _path(self, kind: str, key: str) -> Path:
        safe = "".join(c if c.isalnum() or c in "-_" else "_" for c in f"{kind}-{key}")
        return self._folder / f"{safe}.json"
