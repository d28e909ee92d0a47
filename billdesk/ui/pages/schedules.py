"""The schedules in their order: what each says, when it runs next, how it went last; and what can be done with one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from billdesk.billing.errors import BillingError
from billdesk.services.schedule_changes import delete_schedule, reorder_schedules, restore_schedule
from billdesk.services.schedule_preview import BillingPreview, NextRun, next_dates, read_preview
from billdesk.services.schedule_view import ScheduleDetails, rule_of, rule_sentence, schedule_details, schedule_rows
from billdesk.services.schedules import all_schedules, set_paused
from billdesk.ui.desk import Desk
from billdesk.ui.dialogs.schedule import DATES, open_schedule, prose_date
from billdesk.ui.models.list_spec import BulkAction, ListColumn, ListSpec, Record
from billdesk.ui.models.states import state_word
from billdesk.ui.navigation import Place
from billdesk.ui.pages.list_page import ListPage
from billdesk.ui.widgets.rule_preview import RulePreview
from billdesk.ui.words import tr


class SchedulesPage(ListPage):
    """All schedules. The first that takes an order line bills it, so that their order matters."""

    nav = "schedules"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._sentences: dict[int, str] = {}
        super().__init__(desk, parent)
        self.view.opened.connect(self.edit)
        self._say_again()

    def make_spec(self) -> ListSpec:
        """Name, sentence, next date, last result, lines in scope, mode."""
        self._new = self.action("new_schedule", tr("New schedule"), "plus", tip=tr("Make a schedule that bills by itself"))
        self._new.triggered.connect(lambda _checked=False: open_schedule(self.desk, self))
        return ListSpec(
            "schedules",
            "schedules",
            tr("Schedules"),
            self._columns(),
            tr("{n} schedule"),
            tr("{n} schedules"),
            default_sort=(("position", False),),
            empty_words=tr("A schedule bills what is due on its dates: each month's end, every Friday, as you say."),
            empty_action=self._new,
            actions=(
                BulkAction("edit_schedule", tr("Edit"), "pencil", lambda ids: self.edit(ids[0]), "F2"),
                BulkAction("run_schedule", tr("Run now"), "play", self._run, is_for=lambda record: not record.get("paused")),
                BulkAction("pause_schedule", tr("Pause"), "pause", self._pause, is_for=lambda record: not record.get("paused")),
                BulkAction(
                    "resume_schedule", tr("Resume"), "play", self._resume, is_for=lambda record: bool(record.get("paused"))
                ),
                BulkAction("raise_schedule", tr("Move up"), "arrow-up", lambda ids: self._move(ids[0], -1), "Alt+Up"),
                BulkAction("lower_schedule", tr("Move down"), "arrow-down", lambda ids: self._move(ids[0], 1), "Alt+Down"),
                BulkAction("delete_schedule", tr("Delete"), "trash-2", self._delete, "Del"),
            ),
            preview=SchedulePanel,
        )

    def open(self, place: Place) -> None:
        """Show the list; a place may ask for the dialog of a new schedule, or of one that stands."""
        super().open(place)
        if place.told("do") == "new":
            open_schedule(self.desk, self)
        elif place.record is not None:
            self.edit(place.record)

    def primary(self) -> QAction:
        """Making a schedule."""
        return self._new

    def refresh(self) -> None:
        """Read the list anew."""
        super().refresh()
        self._say_again()

    def edit(self, schedule_id: int) -> None:
        """Open the dialog on a schedule."""
        company = self.desk.company
        self.desk.jobs.read(self, lambda: schedule_details(company, schedule_id), self._open_stored, key="edit")

    def _open_stored(self, stored: ScheduleDetails) -> None:
        open_schedule(self.desk, self, stored)

    def _columns(self) -> tuple[ListColumn, ...]:
        return (
            ListColumn("schedule", tr("Name"), 130),
            ListColumn("state", tr("State"), 85),
            ListColumn("next_on", tr("Next date"), 95),
            ListColumn("last_state", tr("Last run"), 190, words=self._last_run),
            ListColumn("line_count", tr("Lines"), 75),
            ListColumn("mode", tr("Mode"), 120),
            ListColumn("sentence", tr("Rule"), 300, words=self._sentence),
            ListColumn("account_count", tr("Accounts"), 90, hidden=True),
            ListColumn("position", tr("Place"), 70, hidden=True),
            ListColumn("start_on", tr("From"), 100, hidden=True),
            ListColumn("end_on", tr("Until"), 100, hidden=True),
            ListColumn("ran_on", tr("Ran on"), 100, hidden=True),
        )

    def _sentence(self, record: Record) -> str:
        return self._sentences.get(int(record["id"]), str(record["sentence"]))

    def _last_run(self, record: Record) -> str:
        if record["last_state"] is None:
            return ""
        words = [state_word("state", str(record["last_state"]))]
        count = self.desk.formats.count
        invoices = int(record["last_invoices"] or 0)
        words.append(tr("1 invoice") if invoices == 1 else tr("{n} invoices").format(n=count(invoices)))
        if left_out := int(record["last_exceptions"] or 0):
            words.append(tr("{n} left out").format(n=count(left_out)))
        return ", ".join(words)

    def _say_again(self) -> None:
        """Read the sentences in the window's language and dates."""
        company, as_of, formats = self.desk.company, self.desk.as_of(), self.desk.formats

        def read() -> dict[int, str]:
            rows = schedule_rows(company, as_of, tr, lambda day: prose_date(formats, day))
            return {row.id: row.sentence for row in rows}

        self.desk.jobs.read(self, read, self._take_sentences, key="sentences")

    def _take_sentences(self, sentences: dict[int, str]) -> None:
        self._sentences = sentences
        self.view.model.forget_rows()

    def _run(self, ids: Sequence[int]) -> None:
        self.desk.go(Place("run", None, (("schedule", str(ids[0])),)))

    def _pause(self, ids: Sequence[int]) -> None:
        self._set_paused(ids, is_paused=True)

    def _resume(self, ids: Sequence[int]) -> None:
        self._set_paused(ids, is_paused=False)

    def _set_paused(self, ids: Sequence[int], is_paused: bool) -> None:
        company, as_of, chosen = self.desk.company, self.desk.as_of(), tuple(ids)

        def all_to(value: bool) -> Callable[[], list[str]]:
            return lambda: [set_paused(company, schedule_id, value, as_of).name for schedule_id in chosen]

        def done(names: list[str]) -> None:
            words = tr("Paused {names}") if is_paused else tr("Resumed {names}")
            self.desk.undo.did(words.format(names=", ".join(names)), all_to(not is_paused), all_to(is_paused))

        work = all_to(is_paused)
        self.desk.jobs.run(tr("Pause") if is_paused else tr("Resume"), lambda _progress: work(), done)

    def _move(self, schedule_id: int, by: int) -> None:
        company, as_of = self.desk.company, self.desk.as_of()

        def move() -> tuple[str, list[int], list[int]] | None:
            schedules = all_schedules(company)
            former = [schedule.id for schedule in schedules]
            at = former.index(schedule_id)
            if not 0 <= at + by < len(former):
                return None
            wanted = list(former)
            wanted[at], wanted[at + by] = wanted[at + by], wanted[at]
            reorder_schedules(company, former, wanted, as_of)
            return schedules[at].name, former, wanted

        def done(moved: tuple[str, list[int], list[int]] | None) -> None:
            if moved is not None:
                name, former, wanted = moved
                self.desk.undo.did(
                    tr("Moved schedule {name}").format(name=name),
                    lambda: reorder_schedules(company, wanted, former, as_of),
                    lambda: reorder_schedules(company, former, wanted, as_of),
                )

        self.desk.jobs.run(tr("Move the schedule"), lambda _progress: move(), done)

    def _delete(self, ids: Sequence[int]) -> None:
        company, as_of, schedule_id = self.desk.company, self.desk.as_of(), ids[0]

        def delete() -> ScheduleDetails:
            return delete_schedule(company, schedule_id, schedule_details(company, schedule_id).version, as_of)

        def done(former: ScheduleDetails) -> None:
            self.desk.undo.did(
                tr("Deleted schedule {name}").format(name=former.values.name),
                lambda: restore_schedule(company, former, as_of),
                lambda: delete_schedule(company, former.id, former.version, as_of),
            )

        self.desk.jobs.run(tr("Delete the schedule"), lambda _progress: delete(), done)


class SchedulePanel(QWidget):
    """The side panel of a schedule: its sentence, next dates, and what its next run would bill."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._side = RulePreview(desk.formats, "schedules.preview", is_narrow=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 4, 12)
        column.addWidget(self._side)

    def show_record(self, schedule_id: int) -> None:
        """Show a schedule."""
        desk, company, today = self._desk, self._desk.company, self._desk.as_of()
        self._side.show_waiting()

        def read() -> tuple[BillingPreview, NextRun | None]:
            preview = read_preview(company, schedule_id)
            stands = preview.standing
            return preview, preview.next_run(stands.values, today) if stands is not None else None

        desk.jobs.read(self, read, self._show, key="preview", failed=self._show_trouble)

    def _show(self, read: tuple[BillingPreview, NextRun | None]) -> None:
        stands, found = read[0].standing, read[1]
        if stands is None or found is None:
            return
        formats, today = self._desk.formats, self._desk.as_of()
        rule = rule_of(stands.values, stands, today)
        words = rule_sentence(stands.values, today, tr, lambda day: prose_date(formats, day), rule)
        self._side.show_rule(words, next_dates(rule, DATES), rule.holidays, today)
        self._side.show_next_run(found, today)

    def _show_trouble(self, trouble: BillingError) -> None:
        self._side.show_trouble(str(trouble), self._desk.as_of())
