"""What came of an approved run, with the ways on from there: its invoices, printing them, sending the e-mails."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from billdesk.services.run_review import RunPlan, RunResult
from billdesk.services.run_view import invoices_of_runs
from billdesk.ui import invoice_verbs
from billdesk.ui.desk import Desk
from billdesk.ui.icons import icon
from billdesk.ui.mailing import Mailer
from billdesk.ui.navigation import Place
from billdesk.ui.widgets.printing import print_invoices
from billdesk.ui.words import tr


class RunDone(QFrame):
    """The result. `again_wanted` asks for the next review."""

    again_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._result: RunResult | None = None
        self._drafts_of: RunPlan | None = None
        self.setProperty("card", True)
        self.setObjectName("run.done")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(6)
        self.heading = QLabel()
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setObjectName("run.done_heading")
        self.heading.setProperty("heading", True)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setObjectName("run.done_words")
        for label in (self.heading, self.words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            column.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.invoices = self._button(row, "run.open_invoices", tr("Open the invoices"), self._open_invoices)
        self.printing = self._button(row, "run.print_all", tr("Print all"), self._print)
        self.emailing = self._button(row, "run.email_all", tr("E-mail all"), self._email)
        self.mailing = self._button(row, "run.send_outbox", tr("Send the e-mails"), self._send)
        self.again = self._button(row, "run.again", tr("Plan again"), self.again_wanted.emit)
        row.addStretch(1)
        column.addSpacing(6)
        column.addLayout(row)
        self._actions = (
            self._action("print_run", tr("Print the invoices of the run"), "printer", "Ctrl+P", self.printing),
            self._action("email_run", tr("E-mail the invoices of the run"), "mail", "Ctrl+E", self.emailing),
        )

    def show_result(self, result: RunResult, plan: RunPlan | None) -> None:
        """Show what a run did."""
        self._result = result
        report, formats = result.report, self._desk.formats
        is_draft = plan is not None and all(turn.mode == "draft" for turn in plan.turns)
        count = formats.count(report.invoice_count)
        self._drafts_of = plan if is_draft else None
        is_one = report.invoice_count == 1
        if report.is_cancelled:
            heading = tr("Stopped. {n} invoices are posted and stay; the rest is still to be billed.")
        elif is_draft:
            heading = tr("1 draft is complete and waits for you") if is_one else tr("{n} drafts are complete and wait for you")
        else:
            heading = tr("1 invoice is posted") if is_one else tr("{n} invoices are posted")
        self.heading.setText(heading.format(n=count))
        self.invoices.setText(tr("Open the drafts") if is_draft else tr("Open the invoices"))
        self.invoices.setAccessibleName(self.invoices.text())
        self.words.setText("\n".join(self._told(result)))
        self.printing.setVisible(bool(report.numbers))
        self.mailing.setVisible(result.mail_count > 0)
        self.emailing.setVisible(bool(report.numbers) and not result.mail_count)
        for action in self._actions:
            action.setEnabled(bool(report.numbers))
        self.invoices.setVisible(report.invoice_count > 0)
        self.mailing.setText(
            tr("Send 1 e-mail") if result.mail_count == 1 else tr("Send {n} e-mails").format(n=formats.count(result.mail_count))
        )
        first = next((button for button in (self.mailing, self.invoices, self.again) if button.isVisibleTo(self)), self.again)
        self.setFocusProxy(first)
        self.show()

    def offered(self) -> list[QAction]:
        """What can be done with the invoices by keys and commands: nothing before a run is done."""
        return [action for action in self._actions if action.isEnabled() and not self.isHidden()]

    def _told(self, result: RunResult) -> list[str]:
        report, formats = result.report, self._desk.formats
        totals = "  ·  ".join(formats.money(minor, currency) for currency, minor in sorted(report.totals_minor.items()))
        lines = [totals] if totals else []
        if len(report.numbers) == 2 and report.numbers[0] != report.numbers[1]:
            lines.append(tr("Numbers {first} to {last}").format(first=report.numbers[0], last=report.numbers[1]))
        elif report.numbers:
            lines.append(tr("Number {number}").format(number=report.numbers[0]))
        if not result.is_as_planned:
            lines.append(tr("Somebody else wrote meanwhile: this is not what the plan said. Look at the invoices."))
        return lines

    def _open_invoices(self) -> None:
        result, plan = self._result, self._drafts_of
        if result is None:
            return
        if len(result.run_ids) == 1:
            self._desk.go(Place("run", result.run_ids[0]))
        elif plan is not None:
            targets = sorted(turn.target_on.isoformat() for turn in plan.turns)
            span = ("target_on", f"between:{targets[0]},{targets[-1]}")
            self._desk.go(Place("invoices", None, (("view", "drafts"), span)))
        else:
            self._desk.go(Place("invoices", None, (("run_id", ",".join(map(str, result.run_ids))),)))

    def _print(self) -> None:
        result, company = self._result, self._desk.company
        if result is not None:
            self._desk.jobs.read(self, lambda: invoices_of_runs(company, result.run_ids), self._print_them, key="print")

    def _print_them(self, ids: list[int]) -> None:
        print_invoices(self._desk, self, ids, tr("Invoices of the run"))

    def _send(self) -> None:
        Mailer.of(self._desk).send(self)

    def _email(self) -> None:
        """Send what the run has queued; queue its invoices where it was not to send them."""
        result, company = self._result, self._desk.company
        if result is not None and result.mail_count:
            self._send()
        elif result is not None:
            self._desk.jobs.read(self, lambda: invoices_of_runs(company, result.run_ids), self._email_them, key="email")

    def _email_them(self, ids: list[int]) -> None:
        invoice_verbs.email_invoices(self._desk, self, ids)

    def _action(self, name: str, words: str, picture: str, keys: str, button: QPushButton) -> QAction:
        """A command that does what a button does, also while another one stands in that button's place."""
        action = QAction(icon(picture), words, self)
        action.setObjectName(f"action.{name}")
        action.setProperty("in_page", True)
        action.setShortcut(QKeySequence(keys))
        action.setEnabled(False)
        action.triggered.connect(lambda _checked=False: button.clicked.emit())
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{words} ({shown})")
        self.addAction(action)
        return action

    def _button(self, row: QHBoxLayout, name: str, words: str, call: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: call())
        row.addWidget(button)
        return button
