"""The one hook for what nobody expected: a report is saved, one dialog says that nothing was lost, and work goes on.

It hears exceptions on every thread and Qt's own messages, of which the last ones go into the report. A crash that ends
the process at once leaves its trace in a file that the next start finds.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from billdesk import paths
from billdesk.billing.errors import BillingError, one_line

_NAMES = {QtMsgType.QtWarningMsg: "warning", QtMsgType.QtCriticalMsg: "critical", QtMsgType.QtFatalMsg: "fatal"}


@dataclass(frozen=True, slots=True)
class Bug:
    """A bug that was caught: in one line, whole, and where its report lies (None where no folder took it)."""

    line: str
    trace: str
    report: Path | None


class BugCatcher(QObject):
    """Catches while it is installed. `caught` gives a Bug, or a BillingError that nobody handled, on the interface thread."""

    caught = Signal(object)
    _heard = Signal(object)

    def __init__(self, parent: QObject, doing: str) -> None:
        super().__init__(parent)
        self._doing = doing
        self._messages: deque[str] = deque(maxlen=40)
        self._known: set[str] = set()
        self._before: tuple[object, object] | None = None
        self._faults: IO[str] | None = None
        self._heard.connect(self.caught, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Catch from now on."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._hear
        threading.excepthook = lambda failed: self._hear(failed.exc_type, failed.exc_value, failed.exc_traceback)
        qInstallMessageHandler(self._hear_qt)
        with contextlib.suppress(OSError):
            path = paths.log_folder() / f"fault-{os.getpid()}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            self._faults = path.open("w", encoding="utf-8")
            faulthandler.enable(self._faults)

    def remove(self) -> None:
        """Leave everything as it was before."""
        if self._before is not None:
            sys.excepthook, threading.excepthook = self._before  # type: ignore[assignment]  # what stood there
            qInstallMessageHandler(None)
            self._before = None
        if self._faults is not None:
            faulthandler.disable()
            self._faults.close()
            Path(self._faults.name).unlink(missing_ok=True)
            self._faults = None

    def _hear(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None or issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        if isinstance(error, BillingError):
            self._heard.emit(error)
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        if os.environ.get("BILLDESK_DEBUG"):
            print(text, file=sys.stderr)
        # One that comes back with each painting is told once.
        if text not in self._known:
            self._known.add(text)
            report = _saved(text, self._doing, self._qt_said())
            self._heard.emit(Bug(one_line(f"{kind.__name__}: {error}", 160), text, report))

    def _hear_qt(self, kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
        if kind not in _NAMES:
            return
        self._messages.append(f"Qt {_NAMES[kind]}: {message}")
        if os.environ.get("BILLDESK_DEBUG") or kind is QtMsgType.QtFatalMsg:
            print(self._messages[-1], file=sys.stderr)
        if kind is QtMsgType.QtFatalMsg:  # Qt ends the process when this returns
            _saved("".join(traceback.format_stack()), self._doing, self._qt_said())

    def _qt_said(self) -> str:
        return "\n".join(self._messages)


def found_faults() -> list[Path]:
    """Reports of processes that ended without a word since the last start; what ended well has left nothing."""
    from billdesk import processes

    found = []
    with contextlib.suppress(OSError):
        for path in sorted(paths.log_folder().glob("fault-*.txt")):
            with contextlib.suppress(OSError, ValueError):
                if processes.is_alive(int(path.stem.partition("-")[2])):
                    continue
                text = path.read_text(encoding="utf-8", errors="replace")
                path.unlink()
                if text.strip() and (report := _saved(text, "ended without a word")):
                    found.append(report)
    return found


def _saved(trace: str, doing: str, notes: str = "") -> Path | None:
    from billdesk.crash_report import save_report  # before the first frame nothing has gone wrong yet

    return save_report(trace, doing, notes)


def copy_text(bug: Bug) -> str:
    """What a person sends to those who mend it: the report as it was saved, or the trace."""
    if bug.report is not None:
        with contextlib.suppress(OSError):
            return bug.report.read_text(encoding="utf-8")
    return bug.trace


def catch_bugs(parent: QObject, doing: str, say: Callable[[Bug | BillingError], None]) -> BugCatcher:
    """Install a catcher that tells `say`; the caller removes it at the end."""
    catcher = BugCatcher(parent, doing)
    catcher.caught.connect(say)
    catcher.install()
    return catcher
