"""A schedule from the dialog: made by keyboard, seen in the list, paused, run, moved, and taken back."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialog, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.schedule_view import schedule_details
from billdesk.services.schedules import all_schedules
from billdesk.ui.main_window import MainWindow
from billdesk.ui.navigation import Place
from billdesk.ui.pages.run import RunPage
from billdesk.ui.pages.schedules import SchedulePanel, SchedulesPage
from tests.windows import at_rest


def page_of(qtbot: QtBot, window: MainWindow) -> SchedulesPage:
    window.go(Place("schedules"))
    at_rest(qtbot, window)
    page = window.present
    assert isinstance(page, SchedulesPage)
    return page


def dialog_of(window: MainWindow) -> QDialog:
    dialog = window.findChild(QDialog, "schedule.dialog")
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def shown(page: SchedulesPage, row: int, key: str) -> str:
    columns = [column.key for column in page.view.spec.columns]
    return page.view.model.text(row, columns.index(key))


def test_a_schedule_is_made_by_keyboard_and_bills_what_it_showed(qtbot: QtBot, window: MainWindow):
    page = page_of(qtbot, window)
    page.primary().trigger()
    at_rest(qtbot, window)
    dialog = dialog_of(window)
    qtbot.keyClicks(dialog.focusWidget(), "Fridays")
    every = dialog.findChild(QComboBox, "schedule.every")
    assert every is not None
    line = every.lineEdit()
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, "1 week")
    kind = dialog.findChild(QComboBox, "schedule.bill_day.kind")
    assert kind is not None
    qtbot.keyClicks(kind, "Weekday")
    nth, weekday = dialog.findChild(QComboBox, "schedule.bill_day.nth"), dialog.findChild(QComboBox, "schedule.bill_day.weekday")
    assert nth is not None
    assert weekday is not None
    qtbot.keyClicks(nth, "last")
    qtbot.keyClicks(weekday, "Fri")
    dates = dialog.findChild(QListWidget, "schedule.dates")
    assert dates is not None
    days = [date.fromisoformat(dates.item(row).data(Qt.ItemDataRole.UserRole)) for row in range(dates.count())]
    assert days[:3] == [date(2026, 11, 27), date(2026, 12, 4), date(2026, 12, 11)]
    assert len(days) == 12
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at_rest(qtbot, window)

    company = window.desk.company
    made = all_schedules(company)[-1]
    assert (made.name, str(made.cadence), str(made.bill_day)) == ("Fridays", "1 week", "last fri")
    run_invoices(company, RunRequest(days[2], schedule="Fridays"))
    assert schedule_details(company, made.id).ran_on == days[2]


def test_the_list_says_rule_next_date_and_last_run(qtbot: QtBot, window: MainWindow):
    page = page_of(qtbot, window)
    assert [shown(page, row, "schedule") for row in range(2)] == ["Contracts", "Month-end"]
    assert shown(page, 1, "sentence").startswith("Every month on the last day at 06:00, from January 1, 2025; collects all lines")
    assert shown(page, 1, "next_on") == "11/30/2026"
    assert shown(page, 1, "last_state") == "Done, 51 invoices"
    assert int(shown(page, 1, "line_count")) > 0


def test_pausing_moving_and_deleting_are_undone(qtbot: QtBot, window: MainWindow):
    page, company = page_of(qtbot, window), window.desk.company

    def names() -> list[str]:
        return [schedule.name for schedule in all_schedules(company)]

    page._pause([1])
    at_rest(qtbot, window)
    assert [s.is_paused for s in all_schedules(company)] == [True, False]
    assert window.desk.undo.undo_text == "Paused Contracts"
    window.desk.undo.undo()
    at_rest(qtbot, window)
    assert [s.is_paused for s in all_schedules(company)] == [False, False]
    page._pause([1])
    at_rest(qtbot, window)
    page._resume([1])
    at_rest(qtbot, window)
    assert [s.is_paused for s in all_schedules(company)] == [False, False]

    page._move(2, -1)
    at_rest(qtbot, window)
    assert names() == ["Month-end", "Contracts"]
    window.desk.undo.undo()
    at_rest(qtbot, window)
    assert names() == ["Contracts", "Month-end"]
    page._move(1, -1)
    at_rest(qtbot, window)
    assert names() == ["Contracts", "Month-end"], "the first cannot move up"

    page.primary().trigger()
    dialog = dialog_of(window)
    qtbot.keyClicks(dialog.focusWidget(), "Spare")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at_rest(qtbot, window)
    page._delete([3])
    at_rest(qtbot, window)
    assert names() == ["Contracts", "Month-end"]
    window.desk.undo.undo()
    at_rest(qtbot, window)
    assert names() == ["Contracts", "Month-end", "Spare"]


def test_a_schedule_that_has_run_is_not_deleted_and_the_way_out_is_said(qtbot: QtBot, window: MainWindow):
    page = page_of(qtbot, window)
    page._delete([1])
    at_rest(qtbot, window)
    message = window.desk.say.last
    assert message is not None
    assert message.is_error
    assert message.text == "The schedule has run, and its runs stay on record"
    assert message.remedy.startswith("pause it")


def test_enter_opens_the_dialog_and_run_now_the_review(qtbot: QtBot, window: MainWindow):
    page = page_of(qtbot, window)
    page.view.open_row(1)
    at_rest(qtbot, window)
    dialog = dialog_of(window)
    assert dialog.windowTitle() == "Schedule: Month-end"
    dialog.reject()
    page._run([2])
    at_rest(qtbot, window)
    run = window.present
    assert isinstance(run, RunPage)
    assert run.review.choice.what.currentText() == "Schedule Month-end"


def test_the_panel_shows_what_the_next_run_would_bill(qtbot: QtBot, window: MainWindow):
    page = page_of(qtbot, window)
    panel = SchedulePanel(window.desk, page)
    panel.show_record(2)
    at_rest(qtbot, window)
    figure = panel.findChild(QWidget, "schedules.preview.next_run")
    assert figure is not None
    assert panel._side.figure.text() == "USD 19,455.72"
    panel.show_record(99)
    at_rest(qtbot, window)
    assert "is no more" in panel._side.sentence.text()


def test_a_place_opens_the_dialog_of_a_schedule(qtbot: QtBot, window: MainWindow):
    window.go(Place("schedules", 2, (("do", "edit"),)))
    at_rest(qtbot, window)
    assert dialog_of(window).windowTitle() == "Schedule: Month-end"
    button = window.findChild(QAbstractButton, "schedule.cancel")
    assert button is not None
    button.click()
