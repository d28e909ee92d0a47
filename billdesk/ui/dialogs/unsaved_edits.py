"""Edits that were not saved when BillDesk ended last: each can be gone on with, or given up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout

from billdesk.ui.navigation import Place
from billdesk.ui.unsaved import UnsavedEdit
from billdesk.ui.words import tr

if TYPE_CHECKING:
    from billdesk.ui.main_window import MainWindow

NAME = "unsaved.dialog"
_EDIT, _NEW = (("do", "edit"),), (("do", "new"),)
_PLACES: dict[str, tuple[tuple[str, tuple[tuple[str, str], ...]], tuple[str, tuple[tuple[str, str], ...]]]] = {
    "account": (("account", _EDIT), ("accounts", _NEW)),
    "product": (("product", _EDIT), ("catalogue", _NEW)),
    "order": (("order", ()), ("order", ())),
    "schedule": (("schedules", _EDIT), ("schedules", _NEW)),
    "invoice": (("invoice", ()), ("invoices", ())),
}
"""Kind of an edit to the page that goes on with a record's, and with a new one's. The page finds the kept values itself."""
_TELLING = ("name", "code", "account", "title", "description")
"""Values that tell a person which edit it is, the first one that is there."""


def place_of(edit: UnsavedEdit) -> Place:
    """Where an edit is gone on with."""
    if edit.kind == "settings":
        return Place("settings", None, (("section", edit.key),))
    if edit.kind not in _PLACES:
        return Place(edit.kind)
    of_record, of_new = _PLACES[edit.kind]
    if edit.key.isascii() and edit.key.isdigit():
        return Place(of_record[0], int(edit.key), of_record[1])
    return Place(of_new[0], None, of_new[1])


class UnsavedDialog(QDialog):
    """The list, with a button to go on, one to give up, and one for later."""

    def __init__(self, window: MainWindow, edits: Sequence[UnsavedEdit]) -> None:
        super().__init__(window)
        self._desk = window.desk
        self.setObjectName(NAME)
        self.setWindowTitle(tr("Unsaved changes"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(520, 320)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        words = QLabel(tr("BillDesk ended before these changes were saved. They are kept until you save or discard them."))
        words.setWordWrap(True)
        self.edits = QListWidget()
        self.edits.setObjectName("unsaved.edits")
        self.edits.setAccessibleName(tr("Unsaved changes"))
        self.edits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for edit in edits:
            item = QListWidgetItem(_told(edit))
            item.setData(Qt.ItemDataRole.UserRole, edit)
            self.edits.addItem(item)
        self.edits.setCurrentRow(0)
        self.edits.itemActivated.connect(lambda _item: self.go_on())
        column.addWidget(words)
        column.addWidget(self.edits, 1)
        row = QHBoxLayout()
        row.addWidget(self._button("unsaved.discard", tr("Discard"), self.discard, is_danger=True))
        row.addStretch(1)
        row.addWidget(self._button("unsaved.later", tr("Later"), self.reject))
        row.addWidget(self._button("unsaved.go_on", tr("Continue"), self.go_on, is_primary=True))
        column.addLayout(row)
        self.edits.setFocus()

    def go_on(self) -> None:
        """Go to the editor of the chosen edit, which has its values."""
        if (edit := self._chosen()) is not None:
            place = place_of(edit)
            self.accept()
            self._desk.go(place)

    def discard(self) -> None:
        """Give the chosen edit up."""
        if (edit := self._chosen()) is not None:
            self._desk.unsaved.drop(edit.kind, edit.key)
            self.edits.takeItem(self.edits.currentRow())
        if not self.edits.count():
            self.accept()

    def _chosen(self) -> UnsavedEdit | None:
        row = self.edits.currentRow()
        found: UnsavedEdit | None = self.edits.item(row).data(Qt.ItemDataRole.UserRole) if row >= 0 else None
        return found

    def _button(self, name: str, words: str, call: object, is_primary: bool = False, is_danger: bool = False) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setProperty("primary", is_primary)
        button.setProperty("danger", is_danger)
        button.setAutoDefault(False)
        button.clicked.connect(call)
        return button


def offer_edits(window: MainWindow, edits: Sequence[UnsavedEdit]) -> UnsavedDialog:
    """Show the dialog; it does not wait."""
    dialog = UnsavedDialog(window, edits)
    dialog.open()
    return dialog


def _told(edit: UnsavedEdit) -> str:
    kinds = {
        "account": tr("Account"),
        "product": tr("Product"),
        "order": tr("Order"),
        "schedule": tr("Schedule"),
        "invoice": tr("Invoice"),
        "settings": tr("Settings"),
    }
    kind = kinds.get(edit.kind, edit.kind.capitalize())
    if edit.kind == "settings":
        sections = {"company": tr("Company"), "paper": tr("Logo and paper"), "numbering": tr("Numbering")}
        sections |= {"taxes": tr("Taxes"), "bank": tr("Bank and terms"), "mail": tr("Mail account")}
        return f"{kind}: {sections.get(edit.key, edit.key)}"
    name = next((str(edit.values[key]) for key in _TELLING if edit.values.get(key)), "")
    if edit.key == "new":
        return f"{kind}: {name} ({tr('new')})" if name else f"{kind} ({tr('new')})"
    return f"{kind}: {name}" if name else f"{kind} {edit.key}"
