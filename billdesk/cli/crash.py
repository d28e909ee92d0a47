"""What happens to a bug: a report is kept for the people who mend it, and the user is told in one line."""

from __future__ import annotations

import os
import platform
import re
import sys
import tempfile
import traceback
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from billdesk import __version__, paths
from billdesk.billing.errors import one_line

_PASSWORD = re.compile(r"(://[^:/@\s]*):[^@\s]*@")


def report_crash(error: BaseException, words: Sequence[str]) -> str:
    """Save a report of `error`, which `billdesk` with these `words` ran into, and give the line that says so.

    With BILLDESK_DEBUG set the traceback is printed as well.
    """
    trace = "".join(traceback.format_exception(error))
    if os.environ.get("BILLDESK_DEBUG"):
        print(trace, file=sys.stderr)
    saved = _save(_report(trace, words))
    where = f"the report is in {saved}" if saved else "the report could not be saved; set BILLDESK_DEBUG=1 to see it"
    return f"{one_line(f'{type(error).__name__}: {error}', 160)}; this is a bug in BillDesk; nothing was lost; {where}"


def _report(trace: str, words: Sequence[str]) -> str:
    """The text of a report. Passwords in database addresses are left out."""
    facts = f"BillDesk {__version__}, Python {platform.python_version()}, {platform.platform()}"
    return _PASSWORD.sub(r"\1:***@", f"{facts}\nbilldesk {' '.join(words)}\n\n{trace}")


def _save(text: str) -> Path | None:
    name = f"crash-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{os.getpid()}.txt"
    for folder in (paths.log_folder(), Path(tempfile.gettempdir())):
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / name
            path.write_text(text, encoding="utf-8", errors="backslashreplace")
            return path
    return None
