"""Settings: the account that messages leave by, and what is written in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from PySide6.QtWidgets import QLineEdit

from billdesk.billing.errors import BillingError
from billdesk.services.company import Company
from billdesk.services.mail.account import PORTS, MailAccount, change_account, checked_account, read_account
from billdesk.services.mail.password import PasswordNeeded, has_keyring, keep_password, kept_password
from billdesk.services.mail.sending import send_test
from billdesk.ui.desk import Desk
from billdesk.ui.settings.section import FormSection
from billdesk.ui.words import tr

PASSWORD = "password"  # noqa: S105 - the name of a field
_KEPT = "\N{BULLET}" * 10
"""What stands in the field while a password is in the keyring: never the password itself."""


class MailSection(FormSection):
    """Server, who logs in, and from whom; a test message shows whether it works."""

    key = "mail"
    icon = "mail"

    def __init__(self, desk: Desk) -> None:
        about = tr("Invoices are sent by your own mail server. Without one they can be handed to your mail program.")
        self._account = MailAccount()
        self._has_keyring = True
        super().__init__(desk, tr("Mail account"), about)

    def build(self) -> None:
        """See FormSection."""
        form = self.form
        form.line("from_address", tr("From"), tr("The address that messages come from"), "billing@example.org")
        form.line("from_name", tr("Name beside it"))
        form.line("reply_to", tr("Answers go to"), tr("Where that is another address"))
        form.line("host", tr("Mail server"), "", "smtp.example.org")
        securities = [
            ("starttls", tr("STARTTLS (usual)")),
            ("tls", tr("TLS from the first byte")),
            ("none", tr("none, for a server on this computer")),
        ]
        form.choice("security", tr("Security"), securities)
        form.line("port", tr("Port"), " ")
        form.line("user", tr("User"), tr("Empty for a server that asks for no password"))
        field = form.line(PASSWORD, tr("Password"), " ")
        field.setEchoMode(QLineEdit.EchoMode.Password)
        form.line("ca_file", tr("Certificate file"), tr("Only for a server of your own that no public authority vouches for"))
        form.changed.connect(lambda key: self._show_port() if key in {"security", "port"} else None)
        self.test = self.button("mail.test", tr("Send a test message"), self.send_test)
        self._buttons.insertWidget(2, self.test)

    def read(self) -> Callable[[], tuple[MailAccount, bool, bool]]:
        """See FormSection."""
        company = self.desk.company
        return lambda: _read(company)

    def fill(self, found: tuple[MailAccount, bool, bool]) -> None:
        """See FormSection."""
        self._account, self._has_keyring, is_kept = found
        values = {name: str(value or "") for name, value in asdict(self._account).items()}
        self.form.set_values({**values, PASSWORD: _KEPT if is_kept else ""})
        if self._has_keyring:
            tip = tr("Kept in this computer's keyring, not in the company file")
        else:
            tip = tr("This computer has no keyring to keep it in: you are asked for it each time messages are sent")
        self.form.show_tip(PASSWORD, tip)
        self.form.field(PASSWORD).setEnabled(self._has_keyring)
        self._show_port()

    def kept(self) -> dict[str, Any]:
        """A password is never written to disk."""
        return {**self.form.values(), PASSWORD: ""}

    def work(self) -> Callable[[], tuple[MailAccount, MailAccount]]:
        """See FormSection."""
        company, values, password = self.desk.company, self._values(), self._typed_password()

        def save() -> tuple[MailAccount, MailAccount]:
            before = read_account(company)
            after = change_account(company, values)
            if password and after.user:
                keep_password(after, password)
            return before, after

        return save

    def done(self, result: tuple[MailAccount, MailAccount]) -> None:
        """See FormSection."""
        company = self.desk.company
        before, after = result
        if before != after:
            self.desk.undo.did(
                tr("Changed the mail account"),
                lambda: change_account(company, asdict(before)),
                lambda: change_account(company, asdict(after)),
            )

    def send_test(self, given: str = "") -> None:
        """Send a message to oneself by the account as it stands in the form, saved or not."""
        self.form.clear_errors()
        self._say("")
        company, values, password = self.desk.company, self._values(), given or self._typed_password()
        self.test.setEnabled(False)

        def work(_progress: object) -> str:
            return send_test(company, checked_account(values), password or None)

        self.desk.jobs.run(tr("Sending a test message"), work, self._tested, self._not_tested)

    def _tested(self, address: str) -> None:
        self.test.setEnabled(True)
        self.desk.say.done(tr("The mail account works: a message is on its way to {address}").format(address=address))

    def _not_tested(self, trouble: BillingError) -> None:
        self.test.setEnabled(True)
        if isinstance(trouble, PasswordNeeded):
            from billdesk.ui.dialogs.mail_password import ask_password

            ask_password(self.desk, self.window(), trouble, lambda password, _is_kept: self.send_test(password))
            return
        self._refused(trouble)

    def _values(self) -> dict[str, str]:
        return {name: str(value or "") for name, value in self.form.values().items() if name != PASSWORD}

    def _typed_password(self) -> str:
        typed = str(self.form.values()[PASSWORD])
        return "" if typed == _KEPT else typed

    def _show_port(self) -> None:
        usual = PORTS.get(str(self.form.values()["security"]), 587)
        self.form.show_tip("port", "" if self.form.values()["port"] else tr("Empty is the usual one, {port}").format(port=usual))


def _read(company: Company) -> tuple[MailAccount, bool, bool]:
    """The account, whether there is a keyring, and whether it has the password."""
    account, keyring = read_account(company), has_keyring()
    try:
        is_kept = keyring and bool(kept_password(account))
    except BillingError:
        is_kept = False
    return account, keyring, is_kept
