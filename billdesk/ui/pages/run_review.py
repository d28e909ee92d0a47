"""The review of a run: choose what, look at the plan, mend exceptions, approve, and see what came of it. Never modal.

The plan is worked out off the interface thread by the run's own code and again whenever something it depends on has
changed; what has changed is said. Approving writes as a job that can be stopped; what is posted by then stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from billdesk.billing.errors import BillingError, Cancelled
from billdesk.billing.schedule import Schedule
from billdesk.services.company import Progress
from billdesk.services.run_review import (
    PlanChanged,
    PlannedException,
    RunPlan,
    RunResult,
    approve,
    difference,
    plan_review,
)
from billdesk.services.schedules import all_schedules
from billdesk.ui.desk import Desk
from billdesk.ui.dialogs.mend_exception import mend
from billdesk.ui.jobs import Job
from billdesk.ui.widgets.exceptions_panel import ExceptionsPanel
from billdesk.ui.widgets.plan_tree import PlanTree
from billdesk.ui.widgets.run_choice import ALL_DUE, RunChoice
from billdesk.ui.widgets.run_done import RunDone
from billdesk.ui.widgets.run_notice import RunNotice
from billdesk.ui.words import tr

_MOST_TOTALS = 400
"""Pixels that the sums of a plan take side by side; those of many currencies stand on several lines."""


class RunReview(QFrame):
    """The panel `run.dialog`. `desk.changed` reaches it through `look_again`."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("run.dialog")
        self.setAccessibleName(tr("Review of the run"))
        self._desk = desk
        self._schedules: list[Schedule] = []
        self._plan: RunPlan | None = None
        self._job: Job | None = None
        self._catch_up: str | None = None
        self._ticket = 0
        self._is_own_change = False
        self._build()
        desk.jobs.changed.connect(self._show_progress)

    @property
    def plan(self) -> RunPlan | None:
        """The plan that is shown; None while there is none to approve."""
        return self._plan

    @property
    def is_running(self) -> bool:
        """Whether an approved run is under way."""
        return self._job is not None

    def begin(self, schedule_id: int | None = None, target_on: date | None = None) -> None:
        """Begin a review: of all that is due, or of one schedule, or ahead of its date up to `target_on`.

        One that is running goes on and is shown.
        """
        if self.is_running:
            return
        company = self._desk.company
        self._show_planned(None)
        self.done.hide()
        self._catch_up = None

        def offer(schedules: list[Schedule]) -> None:
            self._offer(schedules)
            self.choice.choose(schedule_id if schedule_id is not None else ALL_DUE, target_on)
            self._plan_anew()

        self._desk.jobs.read(self, lambda: all_schedules(company), offer, key="schedules")

    def _begin_again(self) -> None:
        self.begin()

    def look_again(self) -> None:
        """Somebody has written: plan again, and say so where that makes a difference."""
        if not self.is_running and not self.done.isVisibleTo(self) and self._ticket:
            company = self._desk.company
            self._desk.jobs.read(self, lambda: all_schedules(company), self._offer, key="schedules")
            self._plan_anew(is_asked=False)

    def approve(self) -> None:
        """Do what is planned."""
        plan, company = self._plan, self._desk.company
        if plan is None or self.is_running or not plan.bills:
            return
        if self.choice.trouble:
            self._desk.say.error(self.choice.trouble)
            return
        self.notice.hide()
        self._job = self._desk.jobs.run(
            tr("Running invoices"), lambda progress: approve(company, plan, progress), self._finish, self._refuse
        )
        self._show_state()

    def cancel(self) -> None:
        """Stop the run at its next batch."""
        if self._job is not None:
            self._job.cancel()
            self._show_progress()

    # Planning ---------------------------------------------------------------------------------------------------------

    def _offer(self, schedules: list[Schedule]) -> None:
        self._schedules = schedules
        self.choice.show_schedules(schedules)

    def _choose(self) -> None:
        self._catch_up = None
        self._plan_anew()

    def _plan_anew(self, is_asked: bool = True) -> None:
        """Plan off thread. `is_asked` where a person has asked for another plan, so that a difference is no news."""
        self._ticket += 1
        ticket, company = self._ticket, self._desk.company
        request = replace(self.choice.request(self._desk.as_of()), catch_up=self._catch_up)
        progress = Progress(is_cancelled=lambda: ticket != self._ticket)
        is_news = not is_asked and not self._is_own_change and self._plan is not None and self._plan.request == request
        if is_asked:
            self._show_planned(None)
            self.notice.hide()
        self._words.setText(tr("Planning …"))
        self._desk.jobs.read(
            self,
            lambda: plan_review(company, request, progress),
            lambda plan: self._take(plan, is_news),
            key="plan",
            failed=self._not_planned,
        )

    def _take(self, plan: RunPlan, is_news: bool) -> None:
        before = self._plan
        self._is_own_change = False
        self._show_planned(plan)
        if is_news and before is not None and (count := difference(before, plan).count):
            self.notice.say_changed(count)
        elif not plan.bills and not plan.exceptions:
            self.notice.say_nothing_due(plan.request, self._schedules, self._desk.as_of(), self._bill_ahead)
        elif self.notice.is_about_nothing:
            self.notice.hide()

    def _not_planned(self, trouble: BillingError) -> None:
        if isinstance(trouble, Cancelled):
            return  # another plan is on its way
        self._show_planned(None)
        self.notice.say_trouble(trouble, self._schedules, self._desk.as_of(), self._decide)

    def _decide(self, catch_up: str) -> None:
        self._catch_up = catch_up
        self._plan_anew()

    def _bill_ahead(self, schedule: Schedule) -> None:
        following = next(schedule.occurrences(schedule.ran_on), None)
        if following is not None:
            self.choice.choose(schedule.id, following.target_on)
            self._plan_anew()

    def _mend(self, exception: PlannedException) -> None:
        mend(self._desk, self, exception, self._mended)

    def _mended(self) -> None:
        self._is_own_change = True
        if self.done.isVisibleTo(self):
            self.done.hide()
            self.choice.setEnabled(True)
        self._plan_anew(is_asked=False)

    # Running ----------------------------------------------------------------------------------------------------------

    def _finish(self, result: RunResult) -> None:
        plan, self._job, self._ticket = self._plan, None, 0
        self._show_planned(None)
        self.exceptions.show_exceptions(plan.exceptions if plan is not None else ())
        self.done.show_result(result, plan)
        if result.report.numbers:
            self._desk.undo.did_for_good(self.done.heading.text())
        self._show_state()
        self.done.setFocus()

    def _refuse(self, trouble: BillingError) -> None:
        self._job = None
        if isinstance(trouble, PlanChanged):
            self._show_planned(trouble.plan)
            self.notice.say_changed(trouble.difference.count)
        elif isinstance(trouble, Cancelled):
            self._show_planned(self._plan)  # stopped before anything was written
        else:
            self._show_state()
            self.notice.say_trouble(trouble, (), self._desk.as_of(), self._decide)

    # What is shown ----------------------------------------------------------------------------------------------------

    def _show_planned(self, plan: RunPlan | None) -> None:
        self._plan = plan
        self.exceptions.show_exceptions(plan.exceptions if plan is not None else ())
        self.tree.show_plan(plan)
        formats = self._desk.formats
        amounts = [formats.money(minor, currency) for currency, minor in plan.totals_minor] if plan is not None else []
        totals = "  ·  ".join(amount.replace(" ", "\u00a0") for amount in amounts)  # no amount is broken
        self._figure.setText(totals)
        self._figure.setMinimumWidth(min(self._figure.fontMetrics().horizontalAdvance(totals) + 2, _MOST_TOTALS))
        self._words.setText(self._counted(plan) if plan is not None else "")
        self._show_state()

    def _counted(self, plan: RunPlan) -> str:
        count = self._desk.formats.count
        accounts = len({bill.account_id for bill in plan.bills})
        words = [
            one if n == 1 else many.format(n=count(n))
            for n, one, many in (
                (accounts, tr("1 account"), tr("{n} accounts")),
                (plan.invoice_count, tr("1 invoice"), tr("{n} invoices")),
                (plan.line_count, tr("1 line"), tr("{n} lines")),
                (len(plan.turns), tr("1 date"), tr("{n} dates")),
            )
        ]
        return ", ".join(words)

    def _show_state(self) -> None:
        plan, is_running, is_done = self._plan, self.is_running, self.done.isVisibleTo(self)
        self.choice.setEnabled(not is_running)
        is_empty = plan is not None and not plan.bills  # the notice says why
        self.tree.setVisible(not is_done and not is_empty)
        self._head.setVisible(not is_done and not is_empty)
        self.bar.setVisible(is_running)
        self.stop.setVisible(is_running)
        self.approval.setVisible(not is_done)
        self.approval.setEnabled(plan is not None and bool(plan.bills) and not is_running)
        self.approval.setText(self._asked(plan) if plan is not None and plan.bills else tr("Approve"))
        self._show_progress()

    def _asked(self, plan: RunPlan) -> str:
        """What approving does, in words."""
        modes = {turn.mode for turn in plan.turns}
        count = self._desk.formats.count(plan.invoice_count)
        if self.tree.search.text().strip() and plan.invoice_count > 1:  # fewer are in sight than are billed
            return tr("Approve all {n}").format(n=count)
        if modes == {"draft"}:
            return tr("Approve: make 1 draft") if plan.invoice_count == 1 else tr("Approve: make {n} drafts").format(n=count)
        if modes == {"email"}:
            return tr("Approve: post and e-mail {n}").format(n=count)
        return tr("Approve: post {n}").format(n=count) if "draft" not in modes else tr("Approve: {n} invoices").format(n=count)

    def _show_progress(self) -> None:
        job = self._job
        if job is None:
            return
        step, _, on = job.step.partition(" ")
        words = tr("Planning …") if step == "planning" else tr("Billing {date}").format(date=self._desk.formats.date_(on))
        if not on and step != "planning":
            words = tr("Starting …")
        if job.total:
            words += f"  {self._desk.formats.count(job.done)} / {self._desk.formats.count(job.total)}"
        self._words.setText(tr("Stopping: {words}").format(words=words) if job.is_cancelled else words)
        self.bar.setRange(0, job.total)
        self.bar.setValue(job.done)
        self.stop.setEnabled(not job.is_cancelled)

    def _build(self) -> None:
        desk = self._desk
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        self.choice = RunChoice()
        self.choice.changed.connect(self._choose)
        self.notice = RunNotice(desk.formats)
        self.exceptions = ExceptionsPanel(desk.formats)
        self.exceptions.mend_wanted.connect(self._mend)
        self.tree = PlanTree(desk)
        self.tree.search.textChanged.connect(lambda _text: self._show_state())
        self.tree.changed.connect(lambda _trouble: self._plan_anew(is_asked=False))
        self.done = RunDone(desk)
        self.done.again_wanted.connect(self._begin_again)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        self._figure = QLabel()
        self._figure.setObjectName("run.total")
        self._figure.setProperty("heading", True)
        self._figure.setTextFormat(Qt.TextFormat.PlainText)
        self._figure.setWordWrap(True)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setObjectName("run.words")
        self._words.setProperty("muted", True)
        self._words.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setObjectName("run.progress")
        self.bar.setAccessibleName(tr("Progress of the run"))
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(180)
        self.stop = _button("run.cancel", tr("Stop"), self.cancel)
        self.stop.setToolTip(tr("Stop; what is posted stays"))
        self.approval = _button("run.approve", tr("Approve"), self.approve)
        self.approval.setProperty("primary", True)
        self.approval.setToolTip(tr("Approve the plan (Ctrl+Enter)"))
        head.addWidget(self._figure)
        head.addSpacing(12)
        head.addWidget(self._words, 1)
        head.addWidget(self.bar)
        head.addWidget(self.stop)
        head.addWidget(self.approval)
        for part in (self.choice, self.notice, self._head, self.done, self.exceptions):
            column.addWidget(part)
        column.addWidget(self.tree, 100)
        column.addStretch(1)
        self.bar.hide()
        self.stop.hide()
        self.done.hide()
        self.setFocusProxy(self.choice)


def _button(name: str, words: str, call: Callable[[], None]) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setAccessibleName(words)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked=False: call())
    return button
