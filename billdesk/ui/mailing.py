"""Sending from the window: one call for all pages, which asks for the password where it is not kept and says what is left.

The password a person gives lives as long as the window, in memory only. What the server did not take is tried again by
itself when its time has come, while the window is open.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from billdesk.billing.errors import BillingError
from billdesk.services.company import Company
from billdesk.services.mail.account import MailAccount, read_account
from billdesk.services.mail.outbox import due_retries, find_abandoned
from billdesk.services.mail.password import PasswordNeeded, keep_password
from billdesk.services.mail.sending import SendReport, send_outbox
from billdesk.ui.desk import Desk
from billdesk.ui.navigation import Place
from billdesk.ui.words import tr

OUTBOX = Place("outbox")
MAIL_SETTINGS = Place("settings", None, (("section", "mail"),))
RETRY_MS = 30_000
"""How often the window asks whether something that was put off is due."""


class Mailer(QTimer):
    """The mail room's clerk of one window; see `of`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._passwords: dict[str, str] = {}
        self._is_sending = False
        self.setInterval(RETRY_MS)
        self.timeout.connect(self.retry)
        desk.opened.connect(self.stop)

    @staticmethod
    def of(desk: Desk) -> Mailer:
        """The one clerk of a desk."""
        return desk.findChild(Mailer) or Mailer(desk)

    def begin(self) -> None:
        """A company is open: find what was under way when BillDesk was stopped, and retry from now on what is put off."""
        company = self._desk.company
        self._desk.jobs.read(self, lambda: find_abandoned(company), self._tell_abandoned, key="abandoned")
        self.start()

    def send(self, parent: QWidget, only: Sequence[int] | None = None) -> None:
        """Send what is queued, or the messages with the ids `only`; asks for the password where it is needed."""
        self._send(parent, None if only is None else tuple(only), is_due_only=False)

    def retry(self) -> None:
        """Try again what was put off and is due now; says nothing unless something is left that a person should know."""
        if self._is_sending or not self._desk.has_company:
            return
        company = self._desk.company

        def found(ids: list[int]) -> None:
            if ids and not self._is_sending:
                self._send(None, tuple(ids), is_due_only=True)

        self._desk.jobs.read(self, lambda: due_retries(company), found, key="retries", failed=lambda _trouble: None)

    def remember(self, account: MailAccount, password: str) -> None:
        """Use a password for as long as the window is open."""
        self._passwords[account.key] = password

    def password(self, account: MailAccount) -> str | None:
        """The password that was given in this window."""
        return self._passwords.get(account.key)

    def _send(self, parent: QWidget | None, only: tuple[int, ...] | None, *, is_due_only: bool) -> None:
        company, passwords = self._desk.company, self._passwords
        self._is_sending = True

        def failed(trouble: BillingError) -> None:
            self._is_sending = False
            self._fail(parent, only, trouble)

        def done(report: SendReport) -> None:
            self._is_sending = False
            self._tell(report, is_quiet=parent is None)

        self._desk.jobs.run(
            tr("Sending e-mail"),
            lambda progress: send_outbox(
                company, passwords.get(read_account(company).key), progress, is_due_only=is_due_only, only=only
            ),
            done,
            failed,
        )

    def _fail(self, parent: QWidget | None, only: tuple[int, ...] | None, trouble: BillingError) -> None:
        if parent is None:
            return  # the messages say themselves why they wait
        if isinstance(trouble, PasswordNeeded):
            from billdesk.ui.dialogs.mail_password import ask_password

            company = self._desk.company

            def take(password: str, is_kept: bool) -> None:
                self.take_password(company, password, is_kept)
                self._send(parent, only, is_due_only=False)

            ask_password(self._desk, parent, trouble, take)
        elif not read_account(self._desk.company).is_set:
            self._desk.say.error(trouble, tr("Set up the mail account"), lambda: self._desk.go(MAIL_SETTINGS))
        else:
            self._desk.say.error(trouble, tr("Mail settings"), lambda: self._desk.go(MAIL_SETTINGS))

    def take_password(self, company: Company, password: str, is_kept: bool) -> None:
        """Use a password from now on, and keep it in the keyring where the person wants that."""
        account = read_account(company)
        self.remember(account, password)
        if is_kept:
            self._desk.jobs.run(tr("Keeping the password"), lambda _progress: keep_password(account, password))

    def _tell(self, report: SendReport, *, is_quiet: bool) -> None:
        left = len(report.failed) + len(report.put_off) + len(report.uncertain)
        if left:
            first = (*report.failed, *report.put_off, *report.uncertain)[0]
            words = tr("{sent} sent, {left} not: {number} to {recipient}: {reason}").format(
                sent=report.sent_count, left=left, number=first.number, recipient=first.recipient, reason=first.reason
            )
            self._desk.say.error(words, tr("Outbox"), lambda: self._desk.go(OUTBOX))
        elif not is_quiet and report.sent_count:
            words = tr("1 message sent") if report.sent_count == 1 else tr("{n} messages sent").format(n=report.sent_count)
            self._desk.say.done(words, tr("Outbox"), lambda: self._desk.go(OUTBOX))
        elif not is_quiet:
            self._desk.say.done(tr("There is nothing to send"), tr("Outbox"), lambda: self._desk.go(OUTBOX))

    def _tell_abandoned(self, count: int) -> None:
        if count:
            words = (
                tr("1 message was being sent when BillDesk stopped; nobody can say whether it left")
                if count == 1
                else tr("{n} messages were being sent when BillDesk stopped; nobody can say whether they left").format(n=count)
            )
            self._desk.say.error(words, tr("Settle them"), lambda: self._desk.go(OUTBOX))
