"""What a run is to bill: all that is due, one schedule, or everything up to a date by hand; and how."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from billdesk.billing.schedule import Schedule
from billdesk.services.runs import RunRequest
from billdesk.ui.widgets.fields import date_field, read, write
from billdesk.ui.words import tr

ALL_DUE, BY_HAND = "all", "hand"


class RunChoice(QWidget):
    """The choice as a row of fields. `changed` when a person has chosen something else."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._schedules: dict[int, Schedule] = {}
        self._is_filling = False
        self.what = self._field(QComboBox(), "run.what", tr("What to bill"))
        self.what.currentTextChanged.connect(self.what.setToolTip)
        self.target = date_field(optional=True)
        self.target.setObjectName("run.target")
        self.target.setAccessibleName(tr("Due up to"))
        self.grouping = self._field(QComboBox(), "run.grouping", tr("One invoice for each"))
        for value, words in (("account", tr("per account")), ("order", tr("per order")), ("po", tr("per purchase order"))):
            self.grouping.addItem(words, value)
        self.mode = self._field(QComboBox(), "run.mode", tr("What the run makes"))
        for mode, words in (
            (None, tr("As the schedule says")),
            ("draft", tr("Drafts only")),
            ("post", tr("Post")),
            ("email", tr("Post and e-mail")),
        ):
            self.mode.addItem(words, mode)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._until = QLabel(tr("due up to"))
        for widget, stretch in ((self.what, 2), (self._until, 0), (self.target, 1), (self.grouping, 1), (self.mode, 1)):
            row.addWidget(widget, stretch)
        for widget in (self._until, self.target, self.grouping):
            widget.hide()
        for choice, letters in ((self.what, 16), (self.grouping, 12), (self.mode, 14)):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(letters)
        self.what.currentIndexChanged.connect(self._hear_what)
        self.mode.currentIndexChanged.connect(self._hear)
        self.grouping.currentIndexChanged.connect(self._hear)
        self.target.dateChanged.connect(self._hear)
        self.setFocusProxy(self.what)

    def show_schedules(self, schedules: list[Schedule]) -> None:
        """Offer these schedules, without those that are paused; what is chosen stays where it can."""
        chosen = self.what.currentData()
        self._schedules = {schedule.id: schedule for schedule in schedules if not schedule.is_paused}
        self._is_filling = True
        self.what.clear()
        self.what.addItem(tr("All that is due"), ALL_DUE)
        for schedule in self._schedules.values():
            self.what.addItem(tr("Schedule {name}").format(name=schedule.name), schedule.id)
        self.what.addItem(tr("Everything, by hand"), BY_HAND)
        self.what.setCurrentIndex(max(0, self.what.findData(chosen)))
        self._is_filling = False
        self._show_parts()

    def choose(self, what: object, target_on: date | None = None) -> None:
        """Choose a schedule (its id), ALL_DUE or BY_HAND, and a target."""
        self._is_filling = True
        at = self.what.findData(what)
        self.what.setCurrentIndex(max(0, at))
        write(self.target, target_on.isoformat() if target_on is not None else None)
        self._is_filling = False
        self._show_parts()

    @property
    def trouble(self) -> str:
        """Why there is nothing to run up to: the words of a date that cannot be read; else empty."""
        return "" if self.target.isHidden() else self.target.trouble

    def request(self, as_of: date) -> RunRequest:
        """The choice as the services take it. By hand without a date: due up to today."""
        what, mode, on = self.what.currentData(), self.mode.currentData(), read(self.target)
        target_on = date.fromisoformat(on) if on else None
        if what == BY_HAND:
            return RunRequest(as_of, target_on=target_on or as_of, mode=mode or "post", grouping=self.grouping.currentData())
        if what in self._schedules:
            return RunRequest(as_of, schedule=self._schedules[what].name, target_on=target_on, mode=mode)
        return RunRequest(as_of, all_due=True, mode=mode)

    def _hear_what(self) -> None:
        self._show_parts()
        self._hear()

    def _hear(self) -> None:
        if not self._is_filling:
            self.changed.emit()

    def _show_parts(self) -> None:
        what = self.what.currentData()
        self.target.setVisible(what not in (ALL_DUE, None))
        self._until.setVisible(what not in (ALL_DUE, None))
        self.grouping.setVisible(what == BY_HAND)

    def _field(self, box: QComboBox, name: str, words: str) -> QComboBox:
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setToolTip(words)
        return box
