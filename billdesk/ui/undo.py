"""Undo of what was saved: each edit leaves the two calls that put the former state back and do the edit again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from billdesk.billing.errors import BillingError
from billdesk.ui.jobs import Jobs
from billdesk.ui.messages import Messages
from billdesk.ui.words import tr


@dataclass(frozen=True, slots=True)
class Done:
    """An edit that was saved. `undo` and `redo` run as jobs and raise Conflict where the record has moved on since.

    What cannot be taken back, such as a posting, has no `undo`.
    """

    text: str
    undo: Callable[[], object] | None
    redo: Callable[[], object] | None = None


class Undo(QObject):
    """The edits of this window, newest last, and those taken back."""

    changed = Signal()
    LIMIT = 100

    def __init__(self, parent: QObject, jobs: Jobs, say: Messages) -> None:
        super().__init__(parent)
        self._jobs, self._say = jobs, say
        self._done: list[Done] = []
        self._undone: list[Done] = []

    def did(self, text: str, undo: Callable[[], object], redo: Callable[[], object] | None = None) -> None:
        """Note an edit that was just saved, and say so with a link to take it back."""
        self._done = [*self._done[-self.LIMIT + 1 :], Done(text, undo, redo)]
        self._undone.clear()
        self.changed.emit()
        self._say.done(text, tr("Undo"), self.undo)

    def did_for_good(self, text: str) -> None:
        """Note what cannot be taken back, so that no older edit is taken back in its place without a word."""
        self._done = [*self._done[-self.LIMIT + 1 :], Done(text, None)]
        self._undone.clear()
        self.changed.emit()

    @property
    def undo_text(self) -> str:
        """What would be undone; empty where nothing would."""
        return self._done[-1].text if self._done else ""

    @property
    def redo_text(self) -> str:
        """What would be done again; empty where nothing would."""
        return self._undone[-1].text if self._undone else ""

    def undo(self) -> None:
        """Take the last edit back."""
        if not self._done:
            return
        edit = self._done.pop()
        take_back = edit.undo
        self.changed.emit()
        if take_back is None:
            self._say_for_good(edit.text)
            return

        def over(_result: object) -> None:
            if edit.redo is not None:
                self._undone.append(edit)
            self.changed.emit()
            self._say.done(tr("Undone: {edit}").format(edit=edit.text), tr("Redo") if edit.redo else "", self.redo)

        self._jobs.run(tr("Undo"), lambda _progress: take_back(), over, self._refused)

    def redo(self) -> None:
        """Do the edit again that was taken back last."""
        if not self._undone:
            return
        edit = self._undone.pop()
        redo = edit.redo
        assert redo is not None  # noqa: S101 - only such edits are kept
        self.changed.emit()

        def over(_result: object) -> None:
            self._done.append(edit)
            self.changed.emit()
            self._say.done(tr("Done again: {edit}").format(edit=edit.text), tr("Undo"), self.undo)

        self._jobs.run(tr("Redo"), lambda _progress: redo(), over, self._refused)

    def forget(self) -> None:
        """Forget everything: another company was opened."""
        self._done.clear()
        self._undone.clear()
        self.changed.emit()

    def _say_for_good(self, text: str) -> None:
        before = self.undo_text
        words = tr("{edit}: that cannot be undone").format(edit=text)
        if before:
            words += ". " + tr("Before it: {edit}").format(edit=before)
        self._say.done(words, tr("Undo") if before else "", self.undo if before else None)

    def _refused(self, trouble: BillingError) -> None:
        self._say.error(trouble)
