"""Settling a message of which nobody can say whether it left: a person who has asked the recipient decides."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from billdesk.services.mail.outbox import Message, settle
from billdesk.ui.desk import Desk
from billdesk.ui.words import breakable, tr


def settle_message(desk: Desk, parent: QWidget, message: Message) -> SettleDialog:
    """Open the dialog for an uncertain message."""
    dialog = SettleDialog(desk, parent, message)
    dialog.open()
    return dialog


class SettleDialog(QDialog):
    """What happened, and the two ways out."""

    def __init__(self, desk: Desk, parent: QWidget, message: Message) -> None:
        super().__init__(parent)
        self._desk, self._message = desk, message
        self.setObjectName("settle.dialog")
        self.setWindowTitle(tr("Was it sent?"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        head = QLabel(breakable(tr("{number} to {recipient}").format(number=message.number, recipient=message.recipient)))
        head.setProperty("heading", True)
        what = QLabel(breakable(_sentence(message.last_error or "")))
        advice = QLabel(tr("Ask the recipient, or look into the sent mail of the account. The message carries this mark:"))
        mark = QLabel(message.message_id)
        mark.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        mark.setProperty("muted", True)
        for label in (head, what, advice, mark):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            column.addWidget(label)
        buttons = QHBoxLayout()
        buttons.addWidget(self._button("later", tr("Later"), None))
        buttons.addStretch(1)
        buttons.addWidget(self._button("again", tr("Send it again"), False))
        buttons.addWidget(self._button("sent", tr("It was sent"), True))
        column.addLayout(buttons)
        self.setMinimumWidth(480)
        self.adjustSize()

    def decide(self, was_sent: bool) -> None:
        """Settle it."""
        company, row, desk = self._desk.company, self._message.id, self._desk

        def done(_nothing: object) -> None:
            desk.say.done(tr("It counts as sent") if was_sent else tr("It is queued again"))

        self.accept()
        desk.jobs.run(tr("Settling the message"), lambda _progress: settle(company, row, was_sent=was_sent), done)

    def _button(self, name: str, words: str, was_sent: bool | None) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(f"settle.{name}")
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        if was_sent is None:
            button.clicked.connect(lambda _checked=False: self.reject())
        else:
            button.clicked.connect(lambda _checked=False: self.decide(was_sent))
        return button


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""
