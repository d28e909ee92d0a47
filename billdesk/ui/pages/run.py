"""One run: the review of one that is to be, or one that stands on record."""

from __future__ import annotations

from datetime import date

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from billdesk.ui.desk import Desk
from billdesk.ui.navigation import Place
from billdesk.ui.pages.page import Page
from billdesk.ui.pages.run_record import RunRecord
from billdesk.ui.pages.run_review import RunReview
from billdesk.ui.words import tr


class RunPage(Page):
    """Without a record: the review, of all that is due or of the `schedule` that the place tells by its id.

    `until`, an ISO date, bills a schedule up to a date that has not come yet.
    """

    nav = "runs"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.review = RunReview(desk)
        self.record = RunRecord(desk)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.review)
        self.stack.addWidget(self.record)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self._approve = self.action("approve_run", tr("Approve the run"), "check", tip=tr("Do what the plan says"))
        self._approve.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        self._approve.setProperty("in_page", True)
        self._approve.triggered.connect(lambda _checked=False: self._approve_shown())

    def open(self, place: Place) -> None:
        """Begin a review, or show a run on record."""
        super().open(place)
        if place.record is not None:
            self.set_title(tr("Run"))
            self.stack.setCurrentWidget(self.record)
            self.setFocusProxy(self.record)
            self.record.show_run(place.record)
            return
        self.set_title(tr("Run invoices"))
        self.stack.setCurrentWidget(self.review)
        self.setFocusProxy(self.review)
        schedule, until = place.told("schedule"), place.told("until")
        is_known = schedule.isascii() and schedule.isdigit()
        self.review.begin(int(schedule) if is_known else None, date.fromisoformat(until) if is_known and until else None)

    def actions_(self) -> list[QAction]:
        """Approving, while there is a plan to approve, and what can be done with what a run has made."""
        return [self._approve, *self.review.done.offered()] if self.stack.currentWidget() is self.review else []

    def refresh(self) -> None:
        """Look whether the plan still holds, or read the record anew."""
        if self.stack.currentWidget() is self.review:
            self.review.look_again()
        else:
            self.record.refresh()

    def _approve_shown(self) -> None:
        if self.stack.currentWidget() is self.review:
            self.review.approve()
