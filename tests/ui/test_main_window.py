"""The frame: places, history, messages, live refresh."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from billdesk import bootstrap
from billdesk.services.company_settings import change_details
from billdesk.ui.main_window import MainWindow
from billdesk.ui.navigation import Place
from tests.windows import AS_OF, at_rest


def test_back_and_forward_go_through_the_places_visited(qtbot: QtBot, window: MainWindow):
    window.go(Place("accounts"))
    window.go(Place("invoices"))
    window.back()
    assert window.trail.here == Place("accounts")
    window.forward()
    assert window.trail.here == Place("invoices")
    at_rest(qtbot, window)


def test_what_another_process_writes_reaches_the_window(qtbot: QtBot, make_window: Callable[..., MainWindow], empty_company: str):
    window = make_window(empty_company)
    other = bootstrap.open_company(empty_company)
    with qtbot.waitSignal(window.desk.changed, timeout=3000):
        change_details(other, {"name": "Renamed Ltd"}, AS_OF)
    other.engine.dispose()


def test_keys_typed_one_after_the_other_reach_the_page_that_was_gone_to(qtbot: QtBot, window: MainWindow):
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)

    assert window.trail.here == Place("accounts")
    assert window.findChild(QWidget, "account.dialog") is not None
    at_rest(qtbot, window)


def test_a_focused_button_that_goes_grey_gives_the_keys_to_the_page(window: MainWindow):
    window.go(Place("accounts"))
    window.activateWindow()
    search = window.toolbar.search
    search.setFocus()
    search.setEnabled(False)

    assert not window.focusWidget().objectName().startswith("nav.")
    search.setEnabled(True)


def test_a_focused_button_that_is_hidden_gives_the_keys_to_the_page(qtbot: QtBot, window: MainWindow):
    window.activateWindow()
    window.go(Place("run"))
    at_rest(qtbot, window)
    ahead = next(button for button in window.findChildren(QPushButton) if button.objectName().startswith("run.ahead."))
    ahead.setFocus()
    ahead.click()
    at_rest(qtbot, window)
    focus = window.focusWidget()
    assert focus is not None
    assert window.present is not None
    assert window.present.isAncestorOf(focus)


def test_a_change_is_not_lost_when_it_is_asked_for_again_meanwhile(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
):
    begun, gate, answers = threading.Event(), threading.Event(), iter((True, False, False))

    def has_changed() -> bool:
        answer = next(answers)  # as the watch: the first to ask hears of it
        begun.set()
        gate.wait(5)
        return answer

    window.desk._timer.stop()
    monkeypatch.setattr(window.desk._watch, "has_changed", has_changed)
    with qtbot.waitSignal(window.desk.changed, timeout=3000):
        window.desk.look()
        begun.wait(5)
        window.desk.look()  # as the timer does while a job's end has asked already
        gate.set()
    at_rest(qtbot, window)


def test_an_error_stays_in_the_bar_with_record_and_remedy(window: MainWindow):
    from billdesk.billing.errors import BillingError

    window.desk.say.error(BillingError("the line has no price", "order 7 line 2", "give it one"))

    assert window.errors.isVisible()
    assert window.errors.words.text() == "The line has no price: order 7 line 2. Give it one."
