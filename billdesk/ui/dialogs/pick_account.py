"""Choosing an account: type a part of its code or name, the likeliest stand under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from billdesk.services.type_ahead import AccountChoice, find_accounts
from billdesk.ui.desk import Desk
from billdesk.ui.words import tr

_LIMIT = 30


class PickAccount(QDialog):
    """A field and a list. Enter, or a double click, chooses."""

    def __init__(self, desk: Desk, title: str, chosen: Callable[[AccountChoice], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._chosen = desk, chosen
        self._choices: list[AccountChoice] = []
        self.setObjectName("account.picker")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(480, 420)
        self.text = QLineEdit()
        self.text.setObjectName("account.picker.text")
        self.text.setAccessibleName(tr("Name or code of an account"))
        self.text.setPlaceholderText(tr("Type a name or code"))
        self.text.textChanged.connect(self._look)
        self.text.installEventFilter(self)
        self._lines = QStringListModel(self)
        self.list = QListView()
        self.list.setObjectName("account.picker.list")
        self.list.setAccessibleName(tr("Accounts"))
        self.list.setModel(self._lines)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.doubleClicked.connect(lambda _index: self.choose())
        self.none = QLabel(tr("No account has this in its name or code."))
        self.none.setProperty("muted", True)
        self.none.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.text)
        column.addWidget(self.list, 1)
        column.addWidget(self.none)
        self._look("")

    def choose(self) -> None:
        """Take the account that is marked."""
        row = self.list.currentIndex().row()
        if 0 <= row < len(self._choices):
            choice = self._choices[row]
            self.accept()
            self._chosen(choice)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter chooses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Up and down in the field move in the list."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                row = min(max(self.list.currentIndex().row() + step, 0), len(self._choices) - 1)
                self.list.setCurrentIndex(self._lines.index(row))
                return True
        return super().eventFilter(watched, event)

    def _look(self, text: str) -> None:
        company = self._desk.company
        self._desk.jobs.read(self, lambda: find_accounts(company, text, _LIMIT), self._show, key="find")

    def _show(self, found: Sequence[AccountChoice]) -> None:
        self._choices = list(found)
        lines = ["   ".join(part for part in (one.name, one.code, one.city) if part) for one in found]
        self._lines.setStringList(lines)
        self.list.setCurrentIndex(self._lines.index(0))
        self.none.setVisible(not found)


def pick_account(desk: Desk, parent: QWidget, chosen: Callable[[AccountChoice], None], title: str = "") -> PickAccount:
    """Show the dialog; it does not wait. `chosen` is called with the account."""
    dialog = PickAccount(desk, title or tr("Choose an account"), chosen, parent)
    dialog.open()
    return dialog
