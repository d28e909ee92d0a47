"""A run as it stands on record: when, how and of what, with its invoices and the accounts that it left out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from billdesk.services.lists import Condition
from billdesk.services.run_view import RunDetails, invoices_of_runs, run_details
from billdesk.ui import invoice_verbs
from billdesk.ui.desk import Desk
from billdesk.ui.models.states import state_word
from billdesk.ui.navigation import Place
from billdesk.ui.pages.invoices import invoices_spec
from billdesk.ui.pages.run_lists import exceptions_spec
from billdesk.ui.widgets.list_view import ListView
from billdesk.ui.widgets.printing import print_invoices
from billdesk.ui.widgets.tiles import Line
from billdesk.ui.words import tr


class RunRecord(QWidget):
    """Shows one run at a time."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._run_id = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        self.heading, self.words = Line(), QLabel()
        self.words.setWordWrap(True)
        self.heading.setObjectName("run.heading")
        self.heading.setProperty("heading", True)
        self.words.setObjectName("run.facts")
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        both = QVBoxLayout()
        both.setSpacing(2)
        for label in (self.heading, self.words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            both.addWidget(label)
        head.addLayout(both, 1)
        self.finish = self._button("run.finish", tr("Finish it"))
        self.finish.clicked.connect(lambda: desk.go(Place("run")))
        self.printing = self._button("run.print", tr("Print all"))
        self.printing.clicked.connect(self._print)
        self.emailing = self._button("run.email", tr("E-mail all"))
        self.emailing.clicked.connect(self._email)
        for button in (self.finish, self.printing, self.emailing):
            head.addWidget(button)
        column.addLayout(head)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("run.tabs")
        self.tabs.setAccessibleName(tr("Of the run"))
        self.tabs.currentChanged.connect(lambda _index: self.setFocusProxy(self.tabs.currentWidget()))
        self.invoices: ListView | None = None
        self.exceptions: ListView | None = None
        column.addWidget(self.tabs, 1)

    def show_run(self, run_id: int) -> None:
        """Show a run."""
        is_other, self._run_id = run_id != self._run_id, run_id
        conditions = (Condition("run_id", "in", (str(run_id),)),)
        if self.invoices is None or self.exceptions is None:
            self.invoices = ListView(self._desk, invoices_spec(self._desk, self), conditions, self.tabs)
            self.exceptions = ListView(self._desk, exceptions_spec(), conditions, self.tabs)
            self.tabs.addTab(self.invoices, tr("Invoices"))
            self.tabs.addTab(self.exceptions, tr("Left out"))
        elif is_other:
            self.invoices.set_conditions(conditions)
            self.exceptions.set_conditions(conditions)
        self._read()

    def refresh(self) -> None:
        """Read everything anew."""
        if self.invoices is not None and self.exceptions is not None:
            self.invoices.refresh()
            self.exceptions.refresh()
            self._read()

    def _read(self) -> None:
        company, run_id = self._desk.company, self._run_id
        self._desk.jobs.read(self, lambda: run_details(company, run_id), self._show, key="run")

    def _show(self, run: RunDetails) -> None:
        formats = self._desk.formats
        name = run.schedule or tr("By hand")
        on = run.occurrence_on or run.target_on
        self.heading.setText(tr("{schedule}, {date}").format(schedule=name, date=formats.date_(on)))
        totals = "  ·  ".join(formats.money(minor, currency) for currency, minor in run.totals)
        facts = [
            state_word("state", run.state),
            state_word("mode", run.mode),
            tr("due up to {date}").format(date=formats.date_(run.target_on)),
            tr("dated {date}").format(date=formats.date_(run.invoice_on)),
            tr("1 invoice") if run.invoice_count == 1 else tr("{n} invoices").format(n=formats.count(run.invoice_count)),
            tr("1 line") if run.line_count == 1 else tr("{n} lines").format(n=formats.count(run.line_count)),
            totals,
            tr("begun {at}").format(at=formats.instant(run.started_at)),
        ]
        self.words.setText("  ·  ".join(fact for fact in facts if fact))
        self.finish.setVisible(run.state != "done")
        self.printing.setVisible(bool(run.totals))
        self.emailing.setVisible(bool(run.totals))
        left = tr("Left out ({n})").format(n=formats.count(run.exception_count)) if run.exception_count else tr("Left out")
        self.tabs.setTabText(1, left)
        if run.mode == "draft" and self.invoices is not None:
            self.invoices.set_conditions(_of_drafts(run))

    def _print(self) -> None:
        company, run_id = self._desk.company, self._run_id
        self._desk.jobs.read(self, lambda: invoices_of_runs(company, (run_id,)), self._print_them, key="print")

    def _print_them(self, ids: list[int]) -> None:
        print_invoices(self._desk, self, ids, self.heading.text())

    def _email(self) -> None:
        company, run_id = self._desk.company, self._run_id
        self._desk.jobs.read(self, lambda: invoices_of_runs(company, (run_id,)), self._email_them, key="email")

    def _email_them(self, ids: list[int]) -> None:
        invoice_verbs.email_invoices(self._desk, self, ids)

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.hide()
        return button


def _of_drafts(run: RunDetails) -> tuple[Condition, ...]:
    """What finds the invoices of a run that only completed drafts: they bear its schedule and target, not its number."""
    target = Condition("target_on", "is", run.target_on.isoformat())
    return (target,) if run.schedule is None else (target, Condition("schedule", "is", run.schedule))
