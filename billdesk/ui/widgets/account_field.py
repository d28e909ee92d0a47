"""A field that takes an account: its code is typed, or chosen among those whose code or name has what was typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from billdesk.services.type_ahead import AccountChoice, find_accounts
from billdesk.ui.desk import Desk

_WAIT_MS = 80
_CODE = Qt.ItemDataRole.UserRole


class AccountField(QLineEdit):
    """The text is the account's code."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.found = QStandardItemModel(self)
        self._list = QCompleter(self.found, self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setCompletionRole(_CODE)
        self._list.setMaxVisibleItems(8)
        self.setCompleter(self._list)
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(self._ask)
        self.textEdited.connect(lambda _text: self._timer.start())

    def _ask(self) -> None:
        company, typed = self._desk.company, self.text().strip()
        if typed:
            self._desk.jobs.read(self, lambda: find_accounts(company, typed), self._show, key="accounts")

    def _show(self, accounts: Sequence[AccountChoice]) -> None:
        self.found.clear()
        for account in accounts:
            item = QStandardItem(f"{account.name}   {account.code}" + (f"   {account.city}" if account.city else ""))
            item.setData(account.code, _CODE)
            self.found.appendRow(item)
        if accounts and self.hasFocus():
            self._list.complete()
