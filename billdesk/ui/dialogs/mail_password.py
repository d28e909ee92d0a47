"""Asking for the password of the mail account, where it is not kept; it goes to the keyring only where the person says so."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from billdesk.billing.errors import BillingError
from billdesk.services.mail.password import has_keyring
from billdesk.ui.desk import Desk
from billdesk.ui.words import tr

Take = Callable[[str, bool], None]
"""Called with the password, and whether it is to be kept in the keyring."""


def ask_password(desk: Desk, parent: QWidget, trouble: BillingError, take: Take) -> PasswordDialog:
    """Ask, and call `take` with the answer; a person who cancels is left alone."""
    dialog = PasswordDialog(desk, parent, trouble, take)
    dialog.open()
    return dialog


class PasswordDialog(QDialog):
    """One field, and whether to keep it. Where there is no keyring it is said that nothing is kept."""

    def __init__(self, desk: Desk, parent: QWidget, trouble: BillingError, take: Take) -> None:
        super().__init__(parent)
        self._take = take
        self.setObjectName("mail_password.dialog")
        self.setWindowTitle(tr("Password of the mail account"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        words = QLabel(tr("Password of {who}").format(who=trouble.record))
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        self.field = QLineEdit()
        self.field.setObjectName("mail_password.password")
        self.field.setAccessibleName(tr("Password"))
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.textChanged.connect(self._enable)
        words.setBuddy(self.field)
        self.keep = QCheckBox(tr("Keep it in the system's keyring"))
        self.keep.setObjectName("mail_password.keep")
        self.keep.setEnabled(False)
        self.note = QLabel()
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setProperty("muted", True)
        self.note.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        cancel, self._send = QPushButton(tr("Cancel")), QPushButton(tr("Send"))
        for button, name, call in ((cancel, "cancel", self.reject), (self._send, "send", self.accept)):
            button.setObjectName(f"mail_password.{name}")
            button.setAccessibleName(button.text())
            button.clicked.connect(call)
            buttons.addWidget(button)
        self._send.setDefault(True)
        self._send.setEnabled(False)
        for part in (words, self.field, self.keep, self.note):
            column.addWidget(part)
        column.addLayout(buttons)
        self.setMinimumWidth(420)
        desk.jobs.read(self, has_keyring, self._show_keyring)

    def accept(self) -> None:
        """Hand the password on."""
        if not self.field.text():
            return
        password, is_kept = self.field.text(), self.keep.isChecked()
        self.field.clear()
        super().accept()
        self._take(password, is_kept)

    def _show_keyring(self, is_there: bool) -> None:
        self.keep.setEnabled(is_there)
        if not is_there:
            self.note.setText(tr("This computer has no keyring to keep it in: you will be asked again after a restart."))
            self.adjustSize()

    def _enable(self) -> None:
        self._send.setEnabled(bool(self.field.text()))
