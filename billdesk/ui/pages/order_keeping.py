"""Edits of orders that are not saved: on disk a moment after each change, and in hand while a person looks at another order."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from billdesk.services.order_values import OrderEdit
from billdesk.ui.desk import Desk
from billdesk.ui.models.order_editing import OrderEditing, as_plain, from_plain
from billdesk.ui.words import tr

KIND, NEW = "order", "new"
KEEP_MS = 300
"""A change is on disk this long after the last key."""


@dataclass(frozen=True, slots=True)
class Left:
    """An edit that was left unsaved: the version of the order that it was made on, and the words to offer it with."""

    edit: OrderEdit
    version: str
    words: str


class OrderKeeping(QObject):
    """Keeps the edit of the order that `key` names: its id, or new."""

    def __init__(self, desk: Desk, editing: OrderEditing, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._editing = desk, editing
        self._parked: dict[str, Left] = {}
        self._is_kept = False
        self.key = NEW
        self.account = ""
        self._timer = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._timer.timeout.connect(self.keep)
        editing.changed.connect(self._timer.start)

    def keep(self) -> None:
        """Put the unsaved edit on disk, or take it away where nothing differs any more."""
        self._timer.stop()
        edit, version = self._editing.edit, self._editing.page.version
        if self._editing.is_dirty:
            told = {"code": edit.code, "account": self.account, "version": version}
            self._desk.unsaved.keep(KIND, self.key, {**told, "edit": as_plain(edit)})
            self._is_kept = True
        elif self._is_kept:
            self.drop()

    def drop(self) -> None:
        """The edit was saved or given up."""
        self._timer.stop()
        self._is_kept = False
        self._parked.pop(self.key, None)
        self._desk.unsaved.drop(KIND, self.key)

    def park(self) -> None:
        """The person goes to another order; what is not saved of this one waits."""
        if self._editing.is_dirty:
            self.keep()
            self.park_as(self.key, self._editing.edit, self._editing.page.version)
        self._timer.stop()
        self._is_kept = False

    def park_as(self, key: str, edit: OrderEdit, version: str) -> None:
        """Let an edit wait under another key."""
        self._parked[key] = Left(edit, version, tr("This order was not saved when it was left."))

    def left(self) -> Left | None:
        """The edit of the present order that was left, in this window or by a process that has ended; None without one."""
        parked = self._parked.pop(self.key, None)
        kept = next((edit for edit in self._desk.unsaved.all() if edit.kind == KIND and edit.key == self.key), None)
        if parked is not None or kept is None:
            return parked
        try:
            edit = from_plain(kept.values["edit"])
        except (KeyError, TypeError, ValueError):  # of another version of BillDesk
            self._desk.unsaved.drop(KIND, self.key)
            return None
        words = tr("BillDesk ended before this order was saved. Here it is as it was left.")
        return Left(edit, str(kept.values.get("version", "")), words)
