"""The names by which tools outside drive the window, from a window that was only opened."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QDialog, QLineEdit, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from billdesk.services.listings import list_records
from billdesk.ui.main_window import MainWindow
from tests.windows import at_rest


def found(window: MainWindow, kind: type, name: str):
    widget = window.findChild(kind, name)
    assert widget is not None, name
    return widget


def pressed(qtbot: QtBot, window: MainWindow, name: str) -> None:
    QTest.mouseClick(found(window, QAbstractButton, name), Qt.MouseButton.LeftButton)
    at_rest(qtbot, window)


@pytest.mark.parametrize("page", ["accounts", "orders", "invoices", "schedules", "runs"])
def test_a_press_on_the_sidebar_shows_the_table_of_that_name(qtbot: QtBot, window: MainWindow, page: str):
    pressed(qtbot, window, f"nav.{page}")
    table = found(window, QAbstractItemView, f"{page}.table")

    assert table.isVisible()
    assert table.model().rowCount() == len(list_records(window.desk.company, page))


def test_enter_on_an_account_shows_its_tabs(qtbot: QtBot, window: MainWindow):
    pressed(qtbot, window, "nav.accounts")
    table = found(window, QAbstractItemView, "accounts.table")
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    at_rest(qtbot, window)

    assert found(window, QTabWidget, "account.tabs").isVisible()


def test_the_scheduler_dialog_has_its_names(qtbot: QtBot, window: MainWindow):
    found(window, QAction, "action.new_schedule").trigger()
    at_rest(qtbot, window)

    assert found(window, QDialog, "schedule.dialog").isVisible()
    every = found(window, QWidget, "schedule.every")
    assert isinstance(every, (QComboBox, QLineEdit))
    assert found(window, QAbstractItemView, "schedule.dates").model().rowCount() == 12


def test_the_palette_finds_an_account(qtbot: QtBot, window: MainWindow):
    found(window, QAction, "action.open_palette").trigger()
    QTest.keyClicks(found(window, QLineEdit, "palette.input"), "save-a-lot")
    results = found(window, QAbstractItemView, "palette.results")
    qtbot.waitUntil(lambda: "Save-a-lot" in str(results.model().index(0, 0).data()), timeout=5000)


def test_a_run_is_planned_and_approved(qtbot: QtBot, make_window: Callable[..., MainWindow], sample_company: str):
    window = make_window(sample_company, date(2026, 11, 30))
    before = len(list_records(window.desk.company, "invoices", [("status", "posted")]))
    found(window, QAction, "action.run_invoices").trigger()
    at_rest(qtbot, window)

    assert found(window, QWidget, "run.dialog").isVisible()
    assert found(window, QAbstractItemView, "run.plan").model().rowCount() == 14
    pressed(qtbot, window, "run.approve")
    assert len(list_records(window.desk.company, "invoices", [("status", "posted")])) == before + 14
