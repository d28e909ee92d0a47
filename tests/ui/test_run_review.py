"""The review of a run: what can be chosen, what it says before anything is written, and what it made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox
from pytestqt.qtbot import QtBot

from billdesk.services.invoices import draft_ids
from billdesk.services.run_report import RunReport
from billdesk.services.run_review import RunResult
from billdesk.services.run_view import run_details
from billdesk.services.schedules import NewSchedule, add_schedule, set_paused
from billdesk.ui.main_window import MainWindow
from billdesk.ui.navigation import Place
from billdesk.ui.pages.run import RunPage
from billdesk.ui.pages.run_review import RunReview
from billdesk.ui.widgets.date_field import DateField
from billdesk.ui.widgets.fields import write
from tests.windows import AS_OF, at_rest

MONTH_END = date(2026, 11, 30)


@pytest.fixture
def month_end(make_window: Callable[..., MainWindow], sample_company: str) -> MainWindow:
    """A window at the end of the month."""
    return make_window(sample_company, MONTH_END)


def review(qtbot: QtBot, window: MainWindow, *extra: tuple[str, str]) -> RunReview:
    window.go(Place("run", None, extra))
    at_rest(qtbot, window)
    page = window.present
    assert isinstance(page, RunPage)
    return page.review


def choose(box: QComboBox, words: str) -> None:
    at = box.findText(words)
    assert at >= 0, [box.itemText(n) for n in range(box.count())]
    box.setCurrentIndex(at)


def press(window: MainWindow, name: str) -> None:
    button = window.findChild(QAbstractButton, name)
    assert button is not None
    button.click()


def test_everything_can_be_billed_by_hand_up_to_a_date(qtbot: QtBot, window: MainWindow):
    shown = review(qtbot, window)
    choose(shown.choice.what, "Everything, by hand")
    at_rest(qtbot, window)
    target = window.findChild(DateField, "run.target")
    assert target is not None
    assert target.isVisible()
    write(target, "2026-12-15")
    choose(shown.choice.grouping, "per order")
    at_rest(qtbot, window)
    assert shown.plan is not None
    assert shown.plan.request.target_on == date(2026, 12, 15)
    assert shown.plan.request.grouping == "order"
    (turn,) = shown.plan.turns
    assert (turn.schedule, turn.mode, turn.invoice_on) == (None, "post", date(2026, 12, 15))
    assert len(shown.plan.bills) > 14


def test_a_schedule_is_run_alone(qtbot: QtBot, month_end: MainWindow):
    shown = review(qtbot, month_end, ("schedule", "2"))
    assert shown.choice.what.currentText() == "Schedule Month-end"
    assert shown.plan is not None
    assert {turn.schedule for turn in shown.plan.turns} == {"Month-end"}


def test_a_schedule_can_be_run_ahead_of_its_date(qtbot: QtBot, window: MainWindow):
    shown = review(qtbot, window, ("schedule", "2"), ("until", "2026-11-30"))
    assert shown.plan is not None
    assert [turn.occurrence_on for turn in shown.plan.turns] == [MONTH_END]


def test_a_paused_schedule_is_not_offered(qtbot: QtBot, window: MainWindow):
    set_paused(window.desk.company, "Contracts", True, AS_OF)
    shown = review(qtbot, window)
    offered = [shown.choice.what.itemText(row) for row in range(shown.choice.what.count())]
    assert offered == ["All that is due", "Schedule Month-end", "Everything, by hand"]


def test_drafts_only_completes_drafts_and_says_so(qtbot: QtBot, month_end: MainWindow):
    shown = review(qtbot, month_end)
    choose(shown.choice.mode, "Drafts only")
    at_rest(qtbot, month_end)
    assert shown.approval.text() == "Approve: make 14 drafts"
    press(month_end, "run.approve")
    at_rest(qtbot, month_end)
    assert shown.done.heading.text() == "14 drafts are complete and wait for you"
    assert not shown.done.printing.isVisible()
    assert len(draft_ids(month_end.desk.company)) >= 14
    assert shown.done.invoices.text() == "Open the drafts"
    press(month_end, "run.open_invoices")
    at_rest(qtbot, month_end)
    page = month_end.present
    assert isinstance(page, RunPage)
    assert page.record.invoices is not None
    rows = [page.record.invoices.model.record(row) for row in range(14)]
    assert {(row["status"], row["target_on"]) for row in rows if row is not None} == {("draft", "2026-11-30")}
    assert len(page.record.invoices.model.ids) == 14


def test_missed_dates_that_want_a_decision_get_it_in_the_review(qtbot: QtBot, window: MainWindow):
    new = NewSchedule("Asking", "1 week", None, date(2026, 11, 2), mode="post", catch_up="ask")
    add_schedule(window.desk.company, new, AS_OF)
    shown = review(qtbot, window)
    assert shown.notice.words.text() == "Several dates were missed. How shall they be billed?"
    assert shown.plan is None
    assert not shown.approval.isEnabled()
    press(window, "run.one")
    at_rest(qtbot, window)
    assert shown.plan is not None
    assert [turn.occurrence_on for turn in shown.plan.turns] == [date(2026, 11, 23)]
    review(qtbot, window)
    press(window, "run.each")
    at_rest(qtbot, window)
    assert shown.plan is not None
    assert len(shown.plan.turns) == 4


def test_coming_back_while_it_runs_shows_how_far_it_is(qtbot: QtBot, month_end: MainWindow):
    shown = review(qtbot, month_end)
    shown.approve()
    month_end.go(Place("schedules"))
    month_end.go(Place("run"))
    at_rest(qtbot, month_end)
    assert shown.done.heading.text() == "14 invoices are posted"


def test_one_run_is_shown_with_its_facts(qtbot: QtBot, window: MainWindow):
    window.go(Place("run", 3))
    at_rest(qtbot, window)
    page = window.present
    assert isinstance(page, RunPage)
    run = run_details(window.desk.company, 3)
    facts = page.record.words.text()
    assert facts.startswith("Done  ·  Post  ·  due up to ")
    assert f"{run.invoice_count} invoices" in facts or run.invoice_count == 1
    assert page.actions_() == []


def test_the_approve_action_follows_the_page(qtbot: QtBot, month_end: MainWindow):
    shown = review(qtbot, month_end)
    page = month_end.present
    assert isinstance(page, RunPage)
    (action,) = page.actions_()
    action.trigger()
    at_rest(qtbot, month_end)
    assert shown.done.isVisible()
    action.trigger()  # there is nothing to approve any more
    at_rest(qtbot, month_end)
    assert shown.done.heading.text() == "14 invoices are posted"


def press_keys(window: MainWindow, key: Qt.Key) -> None:
    """Ctrl and a key, where the focus is."""
    window.activateWindow()
    QTest.keyClick(QApplication.focusWidget() or window, key, Qt.KeyboardModifier.ControlModifier)


def test_a_run_on_record_gives_its_list_the_keys(qtbot: QtBot, window: MainWindow):
    window.activateWindow()
    window.go(Place("run", 3))
    at_rest(qtbot, window)
    page = window.present
    assert isinstance(page, RunPage)
    listed = page.record.invoices
    assert listed is not None
    assert window.focusWidget() is listed.table
    press_keys(window, Qt.Key.Key_A)
    assert listed.selected_count() == len(listed.model.ids) > 0
    press_keys(window, Qt.Key.Key_E)
    at_rest(qtbot, window)
    record = listed.model.record(0)
    assert record is not None
    assert record["message_state"] == "queued"
    press_keys(window, Qt.Key.Key_F)
    assert window.focusWidget() is listed.search
    page.record.tabs.setCurrentIndex(1)
    at_rest(qtbot, window)
    page.setFocus()
    assert page.record.exceptions is not None
    assert page.record.exceptions.isAncestorOf(window.focusWidget())


def test_what_a_run_has_posted_is_e_mailed_at_once(qtbot: QtBot, month_end: MainWindow):
    shown = review(qtbot, month_end)
    shown.approve()
    at_rest(qtbot, month_end)
    assert shown.done.emailing.isVisible()
    page = month_end.present
    assert isinstance(page, RunPage)
    assert [a.objectName() for a in page.actions_()] == ["action.approve_run", "action.print_run", "action.email_run"]
    press_keys(month_end, Qt.Key.Key_E)
    at_rest(qtbot, month_end)
    last = month_end.desk.say.last
    assert last is not None
    assert last.text.endswith("messages queued")
    assert last.link_text == "Set up the mail account"
    assert last.link is not None
    last.link()
    assert month_end.trail.here == Place("settings", None, (("section", "mail"),))


def test_ctrl_p_prints_what_a_run_has_posted(qtbot: QtBot, month_end: MainWindow):
    shown = review(qtbot, month_end)
    shown.approve()
    at_rest(qtbot, month_end)
    press_keys(month_end, Qt.Key.Key_P)
    at_rest(qtbot, month_end)
    (asked,) = [dialog for dialog in month_end.findChildren(QPrintDialog) if dialog.isVisible()]
    asked.reject()


def test_nothing_is_run_up_to_a_date_that_cannot_be_read(qtbot: QtBot, window: MainWindow):
    shown = review(qtbot, window)
    choose(shown.choice.what, "Everything, by hand")
    at_rest(qtbot, window)
    shown.choice.target.selectAll()
    qtbot.keyClicks(shown.choice.target, "12/15/202")
    at_rest(qtbot, window)
    shown.approve()
    assert not shown.is_running
    assert window.errors.words.text() == "12/15/202 is not a date; write it like 12/31/2026."


def test_approving_says_that_all_are_meant_while_a_search_hides_some(qtbot: QtBot, month_end: MainWindow):
    shown = review(qtbot, month_end)
    assert shown.approval.text() == "Approve: post 14"
    shown.tree.search.setText("bonap")
    at_rest(qtbot, month_end)
    assert shown.approval.text() == "Approve all 14"
    shown.tree.search.clear()
    assert shown.approval.text() == "Approve: post 14"


def test_one_draft_is_told_in_the_singular(qtbot: QtBot, month_end: MainWindow):
    shown = review(qtbot, month_end)
    choose(shown.choice.mode, "Drafts only")
    at_rest(qtbot, month_end)
    plan = shown.plan
    assert plan is not None
    one = replace(plan, bills=plan.bills[:1], invoice_count=1)
    shown._show_planned(one)
    assert shown.approval.text() == "Approve: make 1 draft"
    shown.done.show_result(RunResult(RunReport(invoice_count=1), (1,), 0, is_as_planned=True), one)
    assert shown.done.heading.text() == "1 draft is complete and waits for you"
