"""Ctrl+C and SIGTERM close the windows as a person would: unsaved edits are on disk, work stops at its next step.

Python hears a signal only when it runs, and Qt's loop may not call it for seconds: a socket wakes it.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Ending(QObject):
    """Calls `end` once at the first signal; a second one does what it did before. `remove` it at the end."""

    def __init__(self, parent: QObject, end: Callable[[], object]) -> None:
        super().__init__(parent)
        self._end = end
        self._reader, self._writer = socket.socketpair()
        for side in (self._reader, self._writer):
            side.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)
        self._wakeup = signal.set_wakeup_fd(self._writer.fileno())
        self._before: dict[int, Any] = {number: signal.signal(number, self._hear) for number in _SIGNALS}

    def remove(self) -> None:
        """Leave everything as it was before."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup)
        self._give_back()
        self._reader.close()
        self._writer.close()

    def _wake(self) -> None:
        """Python runs now, and with it what hears the signal."""
        self._reader.recv(64)

    def _hear(self, _number: int, _frame: object) -> None:
        self._give_back()
        self._end()

    def _give_back(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
        self._before.clear()
