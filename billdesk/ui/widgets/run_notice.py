"""What a run's review has to say about its plan: that it has changed, that nothing is due, or what stands in its way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from billdesk.billing.errors import BillingError
from billdesk.billing.schedule import Schedule
from billdesk.services.runs import RunRequest
from billdesk.ui.formats import Formats
from billdesk.ui.words import tr

_MOST_AHEAD = 2


_MOST_WORDS = 260
"""Pixels of a button's words; longer ones are elided, with the whole in the tool tip."""


class RunNotice(QFrame):
    """A line of words with at most two things to do about it."""

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self.is_about_nothing = False
        self.setProperty("card", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        self.words = QLabel()
        self.words.setObjectName("run.notice")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        row.addWidget(self.words, 1)
        self._row = row
        self._buttons: list[QPushButton] = []
        self.hide()

    def say_changed(self, count: int) -> None:
        """The plan bills other amounts than it did."""
        accounts = tr("1 account") if count == 1 else tr("{n} accounts").format(n=self._formats.count(count))
        self._say(tr("The plan has changed for {accounts}: this is how it stands now.").format(accounts=accounts))

    def say_nothing_due(
        self, request: RunRequest, schedules: Iterable[Schedule], today: date, bill_ahead: Callable[[Schedule], None]
    ) -> None:
        """Nothing is to be billed; what comes next can be billed ahead of its date."""
        on = self._formats.date_(request.target_on or today)
        self._say(tr("Nothing is due up to {date}.").format(date=on))
        self.is_about_nothing = True
        if request.target_on is not None:
            return
        coming = []
        for schedule in schedules:
            if request.schedule not in (None, schedule.name):
                continue
            following = next(schedule.occurrences(schedule.ran_on), None)
            if following is not None and not schedule.is_paused:
                coming.append((following.on, schedule.position, schedule))
        for following_on, _, schedule in sorted(coming, key=lambda each: each[:2])[:_MOST_AHEAD]:
            words = tr("Bill {schedule} of {date} now").format(schedule=schedule.name, date=self._formats.date_(following_on))
            self._offer(f"run.ahead.{schedule.id}", words, partial(bill_ahead, schedule))

    def say_trouble(
        self, trouble: BillingError, schedules: Iterable[Schedule], today: date, decide: Callable[[str], None]
    ) -> None:
        """What stands in the way. Missed dates that want a decision get it here."""
        text = str(trouble)
        self._say(text[:1].upper() + text[1:])
        if any(schedule.catch_up == "ask" and len(schedule.due(today)) > 1 for schedule in schedules):
            self.words.setText(tr("Several dates were missed. How shall they be billed?"))
            self._offer("run.each", tr("Each in its turn"), lambda: decide("each"))
            self._offer("run.one", tr("All in one"), lambda: decide("one"))

    def _say(self, words: str) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons.clear()
        self.is_about_nothing = False
        self.words.setText(words)
        self.show()

    def _offer(self, name: str, words: str, call: Callable[[], None]) -> None:
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, _MOST_WORDS)
        button = QPushButton(shown.replace("&", "&&"))
        button.setToolTip(words if shown != words else "")
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: call())
        self._row.addWidget(button)
        self._buttons.append(button)
