"""A report of a bug, kept for the people who mend it: what ran, where it broke, and nothing that is secret.

The command line and the window call it when something escapes that no one expected. Standard library and our own paths
only, so that it works when little else does.
"""

from __future__ import annotations

import os
import platform
import re
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from billdesk import __version__, paths

_PASSWORD = re.compile(r"(://[^:/@\s]*):[^@\s]*@")
_KEPT = 50
"""Reports that are kept; the oldest go."""


def save_report(trace: str, doing: str, notes: str = "") -> Path | None:
    """Write a report of the traceback `trace` and give its path; None where no folder takes it.

    `doing` says how BillDesk was called, `notes` is anything else that helps. Passwords in database addresses are left
    out.
    """
    facts = f"BillDesk {__version__}, Python {platform.python_version()}, {platform.platform()}"
    text = _PASSWORD.sub(r"\1:***@", f"{facts}\n{doing}\n\n{trace}\n{notes}".rstrip() + "\n")
    name = f"crash-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{os.getpid()}"
    for folder in (paths.log_folder(), Path(tempfile.gettempdir())):
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            path = _free_path(folder, name)
            path.write_text(text, encoding="utf-8", errors="backslashreplace")
            _forget_oldest(folder)
            return path
    return None


def _free_path(folder: Path, name: str) -> Path:
    number = 1
    path = folder / f"{name}.txt"
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.txt"
    return path


def _forget_oldest(folder: Path) -> None:
    reports = sorted(folder.glob("crash-*.txt"), key=lambda path: path.stat().st_mtime)
    for path in reports[:-_KEPT]:
        path.unlink(missing_ok=True)
