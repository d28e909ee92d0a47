"""A field in which a record is chosen by typing a part of its code or name; the likeliest stand in a list under it.

What is found is read off the interface thread, and a later letter takes the place of an earlier one. Enter or Tab takes
the line that is marked; without a choice the field goes back to what it held.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from billdesk.ui.desk import Desk
from billdesk.ui.words import tr

Choice = Any
"""A record as `find` gives it."""


class TypeAhead(QLineEdit):
    """`find` gives choices for a text, off thread; `describe` is a choice's line in the list, `name` what the field then says."""

    chosen = Signal(object)
    """A person has chosen: the choice."""

    def __init__(
        self,
        desk: Desk,
        find: Callable[[str], Sequence[Choice]],
        describe: Callable[[Choice], str],
        name: Callable[[Choice], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._find, self._describe, self._name = desk, find, describe, name
        self._choices: list[Choice] = []
        self._held = ""
        self._asked = ""
        self._lines = QStringListModel(self)
        self._list = QCompleter(self._lines, self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setWidget(self)
        self._list.setMaxVisibleItems(12)
        self._list.activated[QModelIndex].connect(self._take)  # type: ignore[index]  # an overloaded signal
        self._popup = QListView()
        self._popup.setObjectName("choices.list")
        self._popup.setAccessibleName(tr("What was found"))
        self._list.setPopup(self._popup)
        self.textEdited.connect(self.look)

    def hold(self, text: str) -> None:
        """Show what is chosen now."""
        self._held = text
        self.setText(text)
        self.setCursorPosition(0)

    def look(self, text: str) -> None:
        """Look for a text and show what is found."""
        self._asked = text
        find = self._find
        self._desk.jobs.read(self, lambda: find(text), self._show, key="find")

    @property
    def is_typing(self) -> bool:
        """Whether the field holds something that is not chosen."""
        return self.text() != self._held

    @property
    def is_open(self) -> bool:
        """Whether the list is seen."""
        return self._popup.isVisible()

    @property
    def lines(self) -> list[str]:
        """The lines of the list."""
        return self._lines.stringList()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Down opens the list; Esc first puts back what was held."""
        if event.key() == Qt.Key.Key_Down and not self.is_open:
            self.look("" if self.text() == self._held else self.text())
        elif event.key() == Qt.Key.Key_Escape and self.text() != self._held:
            self.hold(self._held)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """A text that chose nothing goes, unless there is only one that it can mean."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and self.text() != self._held:
            self.settle()

    def settle(self) -> None:
        """Take the one choice that was found for what is typed, or go back to what was held."""
        if self.text() == self._asked and len(self._choices) == 1:
            self._take_choice(self._choices[0])
        else:
            self.hold(self._held)

    def _show(self, found: Sequence[Choice]) -> None:
        self._choices = list(found)
        self._lines.setStringList([self._describe(choice) for choice in found])
        if not found or not self.hasFocus():
            self._popup.hide()
            return
        rect = self.rect()
        needed = self._popup.sizeHintForColumn(0) + 2 * self._popup.frameWidth() + 24
        rect.setWidth(max(rect.width(), min(needed, 520)))
        self._list.complete(rect)
        self._popup.setCurrentIndex(self._lines.index(0))

    def _take(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._choices):
            self._take_choice(self._choices[index.row()])

    def _take_choice(self, choice: Choice) -> None:
        self.hold(self._name(choice))
        self.chosen.emit(choice)
