"""The outbox: the e-mail that is on its way, and what a person decides about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QDesktopServices

from billdesk.services.lists import Condition
from billdesk.services.mail.handover import write_draft
from billdesk.services.mail.outbox import Message, find_message, mark_handed_over, try_again, withdraw
from billdesk.ui.dialogs.settle_message import settle_message
from billdesk.ui.mailing import Mailer
from billdesk.ui.models.list_spec import BulkAction, ListColumn, ListSpec, Record, View
from billdesk.ui.navigation import Place
from billdesk.ui.pages.list_page import ListPage
from billdesk.ui.words import tr


class OutboxPage(ListPage):
    """All messages, what wants a person first."""

    nav = "outbox"

    def make_spec(self) -> ListSpec:
        """Which document, to whom, and how it stands."""
        self._send = self.action("send_outbox", tr("Send now"), "send", tip=tr("Send all that is queued"))
        self._send.triggered.connect(lambda _checked=False: Mailer.of(self.desk).send(self))
        return ListSpec(
            "outbox",
            "outbox",
            tr("Outbox"),
            _columns(),
            tr("{n} message"),
            tr("{n} messages"),
            default_sort=(("queued_at", True),),
            views=(
                View("all", tr("All")),
                View("waiting", tr("Waiting"), (Condition("state", "in", ("queued", "sending")),)),
                View("failed", tr("Failed"), (Condition("state", "in", ("failed",)),)),
                View("uncertain", tr("Uncertain"), (Condition("state", "in", ("uncertain",)),)),
                View("sent", tr("Sent"), (Condition("state", "in", ("sent",)),)),
            ),
            empty_words=tr("Invoices that are e-mailed stand here until they are sent, and afterwards for the record."),
            open_place=lambda record: Place("invoice", int(record["invoice_id"])),
            actions=(
                BulkAction("settle_message", tr("Settle"), "circle-help", self._settle, is_for=_is("uncertain")),
                BulkAction("retry_messages", tr("Try again"), "refresh-cw", self._retry, is_for=_is("failed", "queued")),
                BulkAction("hand_over_message", tr("Own mail program"), "external-link", self._hand_over, is_for=_is_open),
                BulkAction("mark_message_sent", tr("Mark as sent"), "check", self._mark_sent, is_for=_is("queued", "failed")),
                BulkAction("withdraw_messages", tr("Withdraw"), "x", self._withdraw, is_for=_is("queued", "failed")),
            ),
        )

    def primary(self) -> QAction:
        """Sending."""
        return self._send

    def actions_(self) -> list[QAction]:
        """Besides what the selection offers."""
        return [self._send]

    def _settle(self, ids: Sequence[int]) -> None:
        company = self.desk.company
        self.desk.jobs.read(self, lambda: find_message(company, ids[0]), self._show_settling, key="settle")

    def _show_settling(self, message: Message) -> None:
        settle_message(self.desk, self, message)

    def _retry(self, ids: Sequence[int]) -> None:
        company, rows = self.desk.company, list(ids)

        def done(count: int) -> None:
            if count:
                Mailer.of(self.desk).send(self, rows)

        self.desk.jobs.run(tr("Queueing again"), lambda _progress: try_again(company, rows), done)

    def _hand_over(self, ids: Sequence[int]) -> None:
        company, row = self.desk.company, ids[0]

        def opened(path: Path) -> None:
            if QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
                words = tr("Opened as a draft; once it is sent, mark it so")
                self.desk.say.done(words, tr("It is sent"), lambda: self._mark_sent([row]))
            else:
                self.desk.say.error(tr("No program opens drafts here; the draft lies in {file}").format(file=path))

        self.desk.jobs.run(tr("Writing the draft"), lambda _p: write_draft(company, find_message(company, row)), opened)

    def _mark_sent(self, ids: Sequence[int]) -> None:
        company, rows = self.desk.company, list(ids)

        def work() -> None:
            for row in rows:
                mark_handed_over(company, row)

        self.desk.jobs.run(tr("Marking as sent"), lambda _progress: work(), lambda _none: None)

    def _withdraw(self, ids: Sequence[int]) -> None:
        company, rows = self.desk.company, list(ids)

        def done(count: int) -> None:
            self.desk.say.done(tr("1 message withdrawn") if count == 1 else tr("{n} messages withdrawn").format(n=count))

        self.desk.jobs.run(tr("Withdrawing"), lambda _progress: withdraw(company, rows), done)


def _columns() -> tuple[ListColumn, ...]:
    return (
        ListColumn("state", tr("State"), 100),
        ListColumn("invoice", tr("Invoice"), 130),
        ListColumn("account_name", tr("Account"), 200),
        ListColumn("recipient", tr("To"), 230),
        ListColumn("last_error", tr("Trouble"), 300),
        ListColumn("queued_at", tr("Queued"), 145),
        ListColumn("sent_at", tr("Sent"), 145),
        ListColumn("next_try_at", tr("Next try"), 145),
        ListColumn("attempts", tr("Tries"), 60),
        ListColumn("account", tr("Code"), 90, hidden=True),
        ListColumn("message_id", tr("Message-ID"), 260, hidden=True),
    )


def _is(*states: str) -> Callable[[Record], bool]:
    return lambda record: record.get("state") in states


def _is_open(record: Record) -> bool:
    return record.get("state") in ("queued", "failed")
