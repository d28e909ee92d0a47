"""E-mailing one document: to whom, in which words, with its PDF; queued and sent, or handed to one's own mail program.

The words begin as the templates have them. What is typed survives a crash. A recipient who has it already, or of whom
nobody can say, is pointed out before anything is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from billdesk.billing.errors import BillingError
from billdesk.services.mail.account import MailAccount, read_account
from billdesk.services.mail.handover import mailto, write_draft
from billdesk.services.mail.message import recipient_text
from billdesk.services.mail.outbox import Message, find_message, messages_of
from billdesk.services.mail.queueing import queue_message
from billdesk.services.mail.wording import Wording, read_wording
from billdesk.ui.desk import Desk
from billdesk.ui.dialogs.editor import KEEP_MS
from billdesk.ui.mailing import MAIL_SETTINGS, OUTBOX, Mailer
from billdesk.ui.models.states import state_word
from billdesk.ui.widgets.form import Form
from billdesk.ui.words import tr

KIND = "invoice"
"""What an unsent message is kept under."""
_ANY_HEIGHT = 16_777_215
"""Qt's QWIDGETSIZE_MAX."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the dialog begins with."""

    wording: Wording
    messages: tuple[Message, ...]
    account: MailAccount


def email_invoice(desk: Desk, parent: QWidget, invoice_id: int) -> EmailDialog:
    """Open the dialog for a posted document."""
    dialog = EmailDialog(desk, parent, invoice_id)
    dialog.open()
    return dialog


class EmailDialog(QDialog):
    """One message. Ctrl+Enter sends it."""

    def __init__(self, desk: Desk, parent: QWidget, invoice_id: int) -> None:
        super().__init__(parent)
        self._desk, self._invoice = desk, invoice_id
        self._facts: _Facts | None = None
        self.setObjectName("email.dialog")
        self.setWindowTitle(tr("E-mail the document"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._timer = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._timer.timeout.connect(self._keep)
        self.form = Form("email")
        self.form.line("recipient", tr("To"), tr("One address, or several between commas"))
        self.form.line("subject", tr("Subject"))
        self._let_grow(self.form.text("body", tr("Text"), lines=16))
        self.form.changed.connect(self._hear)
        self._build()
        self._enable()
        company = desk.company
        desk.jobs.read(
            self,
            lambda: _Facts(read_wording(company, invoice_id), tuple(messages_of(company, invoice_id)), read_account(company)),
            self._show,
            key="facts",
            failed=self._refuse,
        )

    # -- what it does

    def send(self) -> None:
        """Queue the message and send it at once."""
        self._queue(self._send_it)

    def queue(self) -> None:
        """Queue it for later."""

        def told(_message: int) -> None:
            self._desk.say.done(tr("The message is queued"), tr("Outbox"), lambda: self._desk.go(OUTBOX))

        self._queue(told)

    def hand_over(self) -> None:
        """Open it as a draft in one's own mail program, and ask later whether it was sent."""
        company, desk = self._desk.company, self._desk
        values = self.form.values()

        def opened(path: Path) -> None:
            if QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
                desk.say.done(tr("Opened as a draft; once it is sent, mark it so in the outbox"), tr("Outbox"), self._go)
                return
            link = mailto(values["recipient"], values["subject"], values["body"])
            QDesktopServices.openUrl(QUrl(link, QUrl.ParsingMode.StrictMode))
            words = tr("No program opens drafts here: attach the PDF yourself, it lies in {folder}")
            desk.say.error(words.format(folder=path.parent))

        def write(message: int) -> None:
            desk.jobs.run(tr("Writing the draft"), lambda _p: write_draft(company, find_message(company, message)), opened)

        self._queue(write)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+Enter sends, Esc leaves."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self._send.isEnabled():
                self.send()
        elif is_enter:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Leave without sending."""
        self._timer.stop()
        self._desk.unsaved.drop(KIND, str(self._invoice))
        super().reject()

    def _queue(self, then: Callable[[int], None]) -> None:
        values, company, invoice = self.form.values(), self._desk.company, self._invoice
        facts = self._facts
        if facts is None:
            return
        # Words that are the templates' stay theirs, so that a change of the template still reaches them.
        subject = None if values["subject"] == facts.wording.subject else values["subject"]
        body = None if values["body"] == facts.wording.body.strip() else values["body"]
        again = self._state_of(values["recipient"]) == "sent"

        def done(message: int) -> None:
            self._timer.stop()
            self._desk.unsaved.drop(KIND, str(invoice))
            self.accept()
            then(message)

        self._set_busy(is_busy=True)
        self._desk.jobs.run(
            tr("Queueing the message"),
            lambda _progress: queue_message(company, invoice, values["recipient"], subject, body, again=again),
            done,
            self._refuse,
        )

    def _send_it(self, message: int) -> None:
        parent = self.parentWidget()
        if parent is not None:
            Mailer.of(self._desk).send(parent, [message])

    def _go(self) -> None:
        self._desk.go(OUTBOX)

    # -- what it shows

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.form, 1)
        self.attached = QLabel()
        self.attached.setObjectName("email.attached")
        self.attached.setProperty("muted", True)
        column.addWidget(self.attached)
        column.addWidget(self._notice())
        self.trouble = QLabel()
        self.trouble.setObjectName("email.trouble")
        self.trouble.setProperty("error", True)
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        column.addWidget(self.trouble)
        buttons = QHBoxLayout()
        self._own = self._button("own_program", tr("Own mail program"), self.hand_over)
        self._later = self._button("queue", tr("Send later"), self.queue)
        self._send = self._button("send", tr("Send"), self.send)
        self._send.setProperty("primary", True)
        self._send.setToolTip(tr("Send it now (Ctrl+Enter)"))
        self._later.setToolTip(tr("Put it in the outbox"))
        self._own.setToolTip(tr("Open it as a draft in the mail program of this computer"))
        buttons.addWidget(self._own)
        buttons.addStretch(1)
        buttons.addWidget(self._button("cancel", tr("Cancel"), self.reject))
        buttons.addWidget(self._later)
        buttons.addWidget(self._send)
        column.addLayout(buttons)
        self.resize(640, 620)

    @staticmethod
    def _let_grow(body: QPlainTextEdit) -> None:
        """Give the text all the room that the dialog has."""
        body.setMinimumHeight(200)
        body.setMaximumHeight(_ANY_HEIGHT)
        box = body.parentWidget()
        assert box is not None  # noqa: S101 - the form has just put it into one
        for part in (body, box):
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _notice(self) -> QFrame:
        self.notice = QFrame()
        self.notice.setObjectName("email.notice")
        self.notice.setProperty("warning", True)
        row = QHBoxLayout(self.notice)
        row.setContentsMargins(12, 4, 4, 4)
        self.notice_words = QLabel()
        self.notice_words.setObjectName("email.notice_words")
        self.notice_words.setTextFormat(Qt.TextFormat.PlainText)
        self.notice_words.setWordWrap(True)
        self.notice_button = self._button("notice_button", "", self._follow_notice)
        row.addWidget(self.notice_words, 1)
        row.addWidget(self.notice_button)
        self.notice.hide()
        return self.notice

    def _button(self, name: str, words: str, call: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(f"email.{name}")
        button.setAccessibleName(words or name)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: call())
        return button

    def _show(self, facts: _Facts) -> None:
        self._facts = facts
        wording = facts.wording
        self.setWindowTitle(tr("E-mail {number}").format(number=wording.number))
        self.setAccessibleName(self.windowTitle())
        self.attached.setText(tr("Attached: {file}").format(file=wording.file_name))
        self.form.set_values({"recipient": wording.recipient, "subject": wording.subject, "body": wording.body.strip()})
        waiting = next((m for m in reversed(facts.messages) if m.state in ("queued", "failed")), None)
        if waiting is not None:
            own = {"subject": waiting.subject or wording.subject, "body": (waiting.body or wording.body).strip()}
            self.form.set_values({"recipient": waiting.recipient, **own})
        for edit in self._desk.unsaved.all():
            if (edit.kind, edit.key) == (KIND, str(self._invoice)):
                self.form.set_values(edit.values, are_clean=False)
        self._advise()
        self._enable()
        self.form.field("recipient" if not wording.recipient else "body").setFocus()

    def _hear(self, _key: str) -> None:
        self._timer.start()
        self.trouble.hide()
        self._advise()
        self._enable()

    def _state_of(self, recipient: str) -> str:
        """How the message to this recipient stands; '' where there is none."""
        try:
            wanted = recipient_text(recipient)
        except BillingError:
            return ""
        for message in self._facts.messages if self._facts is not None else ():
            try:
                if recipient_text(message.recipient) == wanted:
                    return message.state
            except BillingError:
                continue
        return ""

    def _advise(self) -> None:
        """Point out what a person should know before sending."""
        facts = self._facts
        if facts is None:
            return
        state = self._state_of(str(self.form.values()["recipient"]))
        words, button = "", ""
        if state in ("uncertain", "sending"):
            words = tr("The message to this recipient is {state}: settle it in the outbox first.")
            words, button = words.format(state=state_word("state", state).lower()), tr("Outbox")
        elif state == "sent":
            words = tr("It was sent to this recipient already. Sending it again is up to you.")
        elif not facts.account.is_set:
            words, button = tr("There is no mail account yet: set one up, or use your own mail program."), tr("Set up")
        self.notice.setVisible(bool(words))
        self.notice_words.setText(words)
        self.notice_button.setVisible(bool(button))
        self.notice_button.setText(button)
        self.notice_button.setAccessibleName(button or tr("More"))
        self._send.setText(tr("Send again") if state == "sent" else tr("Send"))

    def _follow_notice(self) -> None:
        facts = self._facts
        place = OUTBOX if facts is not None and facts.account.is_set else MAIL_SETTINGS
        self._keep()
        super().reject()
        self._desk.go(place)

    def _enable(self) -> None:
        facts, values = self._facts, self.form.values()
        is_ready = facts is not None and bool(values["recipient"]) and bool(values["subject"])
        state = self._state_of(str(values["recipient"]))
        can_queue = is_ready and state not in ("uncertain", "sending")
        self._send.setEnabled(can_queue and facts is not None and facts.account.is_set)
        self._later.setEnabled(can_queue)
        self._own.setEnabled(can_queue)

    def _set_busy(self, *, is_busy: bool) -> None:
        for button in (self._send, self._later, self._own):
            button.setEnabled(not is_busy)

    def _refuse(self, trouble: BillingError) -> None:
        self._enable()
        if not self.form.show_trouble(trouble):
            text = str(trouble)
            self.trouble.setText(text[:1].upper() + text[1:])
            self.trouble.show()

    def _keep(self) -> None:
        if self.form.is_dirty:
            self._desk.unsaved.keep(KIND, str(self._invoice), self.form.values())
        else:
            self._desk.unsaved.drop(KIND, str(self._invoice))
