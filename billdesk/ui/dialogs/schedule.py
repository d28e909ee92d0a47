"""The scheduler dialog: every rule that a schedule can have, and beside it at once what that rule means.

Dates and sentence are there with the key that changed them; what the next run would bill is worked out off the interface
thread from order lines that were read when the dialog opened, and is exact. Saving can be undone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QLocale, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from billdesk.billing.errors import BillingError
from billdesk.billing.schedule import Schedule
from billdesk.services.book import calendars
from billdesk.services.company import Company
from billdesk.services.schedule_changes import ScheduleChange, change_schedule, delete_schedule, restore_schedule
from billdesk.services.schedule_preview import BillingPreview, NextRun, next_dates, read_preview
from billdesk.services.schedule_view import ScheduleDetails, rule_of, rule_sentence, schedule_details
from billdesk.services.schedules import NewSchedule, add_schedule, problems
from billdesk.ui.desk import Desk
from billdesk.ui.dialogs.editor import EditorDialog
from billdesk.ui.formats import Formats
from billdesk.ui.widgets.rule_form import add_rule_fields, as_schedule, as_values, offer_calendars
from billdesk.ui.widgets.rule_preview import RulePreview
from billdesk.ui.words import tr

_PROBLEM_MS = 600
"""A field is told what is wrong with it when a person has stopped typing."""
DATES = 12


class ScheduleDialog(EditorDialog):
    """Edits the schedule that it is given, or makes a new one."""

    def __init__(self, desk: Desk, stands: ScheduleDetails | None, parent: QWidget | None = None) -> None:
        self._stands = stands
        self._version = stands.version if stands is not None else ""
        self._preview: BillingPreview | None = None
        self._is_reading = self._is_stale = False
        title = tr("Schedule: {name}").format(name=stands.values.name) if stands is not None else tr("New schedule")
        super().__init__(desk, "schedule", title, "schedule", "new" if stands is None else str(stands.id), parent)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.side.show_waiting()
        add_rule_fields(self.form, desk)
        self._problems = QTimer(self, singleShot=True, interval=_PROBLEM_MS)
        self._problems.timeout.connect(self._show_problems)
        self._fill(stands.values if stands is not None else _new(desk.as_of()))
        self._take_kept()
        self.form.changed.connect(self._hear)
        desk.changed.connect(self._read)
        desk.jobs.read(self, calendars, lambda codes: offer_calendars(self.form.field("calendar"), codes), key="calendars")
        self._read()
        self._look()
        self.form.field("name").setFocus()

    def values(self) -> NewSchedule:
        """What the form says now."""
        return as_schedule(self.form.values())

    def work(self, values: dict[str, Any]) -> Callable[[], object]:
        """What saves."""
        company, as_of, new = self.desk.company, self.desk.as_of(), as_schedule(values)
        stands, version = self._stands, self._version
        if stands is None:
            return lambda: schedule_details(company, add_schedule(company, new, as_of).id)
        return lambda: change_schedule(company, stands.id, version, new, as_of)

    def after(self, result: object) -> None:
        """Note how to take it back."""
        if isinstance(result, ScheduleDetails):
            note_added(self.desk, result)
        elif isinstance(result, ScheduleChange):
            note_changed(self.desk, result)

    def reload(self) -> None:
        """Show what stands in the company now."""
        stands = self._stands
        if stands is not None:
            self.desk.jobs.read(self, lambda: schedule_details(self.desk.company, stands.id), self._show_stored, key="stored")

    def _build(self, room: str) -> None:
        super()._build(room)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)  # noqa: S101 - the editor's own
        taken = column.takeAt(0)
        area = taken.widget() if taken is not None else None
        self.side = RulePreview(self.desk.formats, room)
        body = QHBoxLayout()
        body.setSpacing(24)
        if area is not None:
            body.addWidget(area, 3)
        body.addWidget(self.side, 2)
        column.insertLayout(0, body, 1)
        self.resize(1160, 780)

    def _fill(self, values: NewSchedule) -> None:
        self.form.set_values(as_values(values))

    def kept(self) -> dict[str, Any]:
        """The values, and which state of the schedule they began with."""
        return {"version": self._version, **self.form.values()}

    def _take_kept(self) -> None:
        """An edit that a crash has left is there again; it counts as changed."""
        for edit in self.desk.unsaved.all():
            if (edit.kind, edit.key) == (self.kind, self.key):
                self._version = str(edit.values.get("version", self._version))
                self.form.set_values({key: value for key, value in edit.values.items() if key != "version"}, are_clean=False)
                self._problems.start()

    def _show_stored(self, stored: ScheduleDetails) -> None:
        self._stands, self._version = stored, stored.version
        self._fill(stored.values)
        self._read()
        self._look()

    def _hear(self, _key: str) -> None:
        self._problems.start()
        self._look()

    def _rule(self) -> Schedule:
        values = self.values()
        return replace(rule_of(values, self._stands, self.desk.as_of()), name=values.name or tr("New schedule"))

    def _look(self) -> None:
        """Show sentence and dates at once, and ask for the figure."""
        values, today = self.values(), self.desk.as_of()
        trouble = next((each for each in problems(replace(values, name="-"), today)), None)
        if trouble is not None:
            what = trouble.what[:1].upper() + trouble.what[1:]
            self.side.show_trouble(f"{what}; {trouble.remedy}" if trouble.remedy else what, today)
            return
        rule = self._rule()
        words = rule_sentence(values, today, tr, self._prose, rule)
        self.side.show_rule(words, next_dates(rule, DATES), rule.holidays, today)
        self._ask(values, today)

    def _prose(self, day: date) -> str:
        return prose_date(self.desk.formats, day)

    def _ask(self, values: NewSchedule, today: date) -> None:
        preview = self._preview
        if preview is not None:
            self.desk.jobs.read(
                self, lambda: preview.next_run(values, today), self._show_figure, key="figure", failed=self._show_no_figure
            )

    def _show_figure(self, found: NextRun) -> None:
        self.side.show_next_run(found, self.desk.as_of())

    def _show_no_figure(self, trouble: BillingError) -> None:
        self.side.show_waiting()
        self.form.show_trouble(trouble, and_go=False)

    def _read(self) -> None:
        """Read what the figure needs; one reading at a time, for somebody else's run may write many times a second."""
        if self._is_reading:
            self._is_stale = True
            return
        self._is_reading, self._is_stale = True, False
        company: Company = self.desk.company
        schedule_id = self._stands.id if self._stands is not None else None
        self.desk.jobs.read(
            self, lambda: read_preview(company, schedule_id), self._take_preview, key="preview", failed=self._not_read
        )

    def _not_read(self, trouble: BillingError) -> None:
        self._is_reading = False
        self.desk.say.error(trouble)

    def _take_preview(self, preview: BillingPreview) -> None:
        self._is_reading = False
        self._preview = preview
        if self._is_stale:
            self._read()
        self._look()
        self.desk.jobs.read(self, preview.warm, lambda _warm: None, key="warm")

    def _show_problems(self) -> None:
        for each in problems(self.values(), self.desk.as_of()):
            if each.field != "name":  # an empty name is no mistake before somebody wants to save it
                self.form.show_trouble(each, and_go=False)


def open_schedule(desk: Desk, parent: QWidget, stands: ScheduleDetails | None = None) -> ScheduleDialog:
    """Show the dialog, beside the window and not before it."""
    dialog = ScheduleDialog(desk, stands, parent)
    dialog.show()
    return dialog


def prose_date(formats: Formats, day: date) -> str:
    """A date as a sentence has it: the locale's long form without the weekday."""
    form = formats.locale.dateFormat(QLocale.FormatType.LongFormat)
    form = re.sub(r"^\W*dddd?\W*|\W*dddd?\W*$", "", form)
    return formats.locale.toString(QDate(day.year, day.month, day.day), form)


def note_added(desk: Desk, added: ScheduleDetails) -> None:
    """A schedule was added: undo takes it away again."""
    company, as_of = desk.company, desk.as_of()
    desk.undo.did(
        tr("Added schedule {name}").format(name=added.values.name),
        lambda: delete_schedule(company, added.id, added.version, as_of),
        lambda: restore_schedule(company, added, as_of),
    )


def note_changed(desk: Desk, change: ScheduleChange) -> None:
    """A schedule was changed: undo gives it its former rule."""
    company, as_of, before, after = desk.company, desk.as_of(), change.before, change.after
    desk.undo.did(
        tr("Changed schedule {name}").format(name=after.values.name),
        lambda: change_schedule(company, before.id, after.version, before.values, as_of),
        lambda: change_schedule(company, before.id, before.version, after.values, as_of),
    )


def _new(today: date) -> NewSchedule:
    return NewSchedule("", "1 month", "last", today)
