"""The order page, driven as a person does: by keyboard, with another window beside it, and through a crash."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from billdesk.db.engine import reading
from billdesk.services.order_edits import StoredOrder, stored_order
from billdesk.ui.main_window import MainWindow
from billdesk.ui.models.order_lines import PROBLEM
from billdesk.ui.navigation import Place
from billdesk.ui.pages.order import OrderPage
from billdesk.ui.widgets.order_lines_grid import OrderLinesGrid
from tests.windows import at_rest

DRAFT = "SELECT id FROM orders WHERE code = 'C-1010'"
ACTIVE = "SELECT id FROM orders WHERE code = 'C-1002'"


def show(qtbot: QtBot, window: MainWindow, place: Place) -> OrderPage:
    """Go to an order."""
    window.go(place)
    at_rest(qtbot, window)
    page = window.present
    assert isinstance(page, OrderPage)
    return page


def order_id(window: MainWindow, sql: str) -> int:
    with reading(window.desk.company.engine) as connection:
        return int(connection.exec_driver_sql(sql).scalar_one())


def stored(window: MainWindow, sql: str) -> StoredOrder:
    with reading(window.desk.company.engine) as connection:
        found = stored_order(connection, int(connection.exec_driver_sql(sql).scalar_one()))
    assert found is not None
    return found


def press(page: QWidget, name: str) -> None:
    """Do an action of the page by its name."""
    action = page.findChild(QAction, f"action.{name}")
    assert action is not None
    assert action.isVisible(), name
    action.trigger()


def typed(qtbot: QtBot, grid: OrderLinesGrid, text: str, then: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type into the current cell and leave it with a key."""
    if grid.state() != OrderLinesGrid.State.EditingState:
        qtbot.keyClick(grid, Qt.Key.Key_F2)
    editor = grid._cells.open
    assert editor is not None
    editor.selectAll() if isinstance(editor, QLineEdit) else None
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, then)


def choose(qtbot: QtBot, window: MainWindow, field: QLineEdit, text: str) -> None:
    """Type into a type-ahead and take the first of what it finds."""
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    at_rest(qtbot, window)
    qtbot.keyClick(field.parentWidget() and field._popup, Qt.Key.Key_Return)  # type: ignore[attr-defined]


def cell(page: OrderPage, row: int, field: str) -> str:
    grid = page.body.grid
    column = [column.field for column in grid.lines.columns].index(field)
    return str(grid.lines.index(row, column).data() or "")


def bills(page: OrderPage) -> list[tuple[str, ...]]:
    model = page.body.bills.model
    return [tuple(str(model.index(row, at).data()) for at in range(model.columnCount())) for row in range(model.rowCount())]


@pytest.fixture
def draft(qtbot: QtBot, window: MainWindow) -> OrderPage:
    """The draft order C-1010: two support contracts of 49.00 a month for Bottom-Dollar Markets."""
    return show(qtbot, window, Place("order", order_id(window, DRAFT)))


# A new order ------------------------------------------------------------------------------------------------------------------


def test_an_order_is_made_and_activated_by_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    page = show(qtbot, window, Place("order"))
    choose(qtbot, window, page.body.header.account, "save-a")
    at_rest(qtbot, window)
    grid = page.body.grid
    grid.go_to(0, "product")
    qtbot.keyClick(grid, Qt.Key.Key_F2)
    editor = grid._cells.open
    assert isinstance(editor, QLineEdit)
    choose(qtbot, window, editor, "sup-m")
    at_rest(qtbot, window)
    assert cell(page, 0, "description") == "Support contract, monthly"
    assert grid.state() == OrderLinesGrid.State.EditingState, "the next cell is open at once, as in a register"
    typed(qtbot, grid, "Support for three", Qt.Key.Key_Tab)
    typed(qtbot, grid, "3")
    typed(qtbot, grid, "1,200.50")
    at_rest(qtbot, window)
    assert (cell(page, 0, "net"), cell(page, 0, "every")) == ("3,601.50", "Every month")
    assert len(bills(page)) == 12
    assert bills(page)[0][2] == "3,601.50"
    grid.finish_typing()
    press(page, "activate_order")
    at_rest(qtbot, window)
    made = stored(window, "SELECT max(id) FROM orders")
    assert (made.status, made.lines[0][2].quantity_e6, made.lines[0][2].unit_price_e4) == ("active", 3_000_000, 12_005_000)
    assert window.trail.here == Place("order", made.id)
    message = window.desk.say.last
    assert message is not None
    assert message.text.startswith(f"Order {made.code} is active. A draft invoice of USD ")
    assert message.link is not None
    window.desk.undo.undo()
    at_rest(qtbot, window)
    assert stored(window, "SELECT max(id) FROM orders").status == "draft"


def test_an_account_page_hands_its_account_over(qtbot: QtBot, window: MainWindow) -> None:
    account = order_id(window, "SELECT id FROM accounts WHERE code = 'SAVEA'")
    page = show(qtbot, window, Place("order", None, (("account", str(account)),)))
    assert page.body.header.account.text() == "Save-a-lot Markets"
    assert page.editing.edit.currency == "USD"


def test_what_is_missing_is_said_when_it_is_to_be_saved_and_not_before(qtbot: QtBot, window: MainWindow) -> None:
    page = show(qtbot, window, Place("order"))
    assert page.editing.problems == {}
    press(page, "save_order")
    at_rest(qtbot, window)
    error = page.findChild(QWidget, "order.account.error")
    assert error is not None
    assert error.isVisible()
    assert page.body.header.account.hasFocus()
    assert order_id(window, "SELECT count(*) FROM orders WHERE code = 'C-1011'") == 0


# Lines ------------------------------------------------------------------------------------------------------------------------


def test_figures_are_read_as_the_locale_writes_them(
    qtbot: QtBot, make_window: Callable[..., MainWindow], sample_company: str
) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    window = make_window(sample_company)
    page = show(qtbot, window, Place("order", order_id(window, DRAFT)))
    page.body.grid.go_to(0, "unit_price")
    typed(qtbot, page.body.grid, "1.234,5")
    assert page.editing.edit.lines[0].unit_price_e4 == 12_345_000
    assert (cell(page, 0, "unit_price"), cell(page, 0, "net")) == ("1.234,50", "2.469,00")


def test_text_that_is_no_figure_stays_in_its_cell_with_the_reason(qtbot: QtBot, window: MainWindow, draft: OrderPage) -> None:
    grid = draft.body.grid
    grid.go_to(0, "quantity")
    typed(qtbot, grid, "two", Qt.Key.Key_Tab)
    column = [column.field for column in grid.lines.columns].index("quantity")
    index = grid.lines.index(0, column)
    assert index.data() == "two"
    assert index.data(PROBLEM) == "Quantity 'two' is not a plain decimal number; write it like 1,234.5"
    assert draft.editing.edit.lines[0].quantity_e6 == 2_000_000, "the order keeps its figure"
    whole = draft.body.sum.text()
    net = [column.field for column in grid.lines.columns].index("net")
    assert grid.lines.index(0, net).data() == "", "a line that is refused comes to no amount"
    grid.finish_typing()
    press(draft, "save_order")
    at_rest(qtbot, window)
    assert "Line 1" in draft.body.problem.text()
    assert stored(window, DRAFT).lines[0][2].quantity_e6 == 2_000_000
    grid.go_to(0, "quantity")
    typed(qtbot, grid, "2", Qt.Key.Key_Tab)
    assert index.data(PROBLEM) == ""
    assert grid.lines.index(0, net).data() != ""
    assert draft.body.sum.text() != whole


def test_the_last_cell_of_the_last_line_begins_a_new_line(qtbot: QtBot, draft: OrderPage) -> None:
    grid = draft.body.grid
    grid.go_to(0, "tax_rate")
    qtbot.keyClick(grid, Qt.Key.Key_F2)
    editor = grid._cells.open
    assert isinstance(editor, QComboBox)
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (1, 0)
    grid.finish_typing()
    grid.go_to(1, "description")
    typed(qtbot, grid, "Travel", Qt.Key.Key_Tab)
    assert [line.description for line in draft.editing.edit.lines] == ["Support contract, monthly", "Travel"]
    assert grid.lines.rowCount() == 3


def test_lines_are_deleted_moved_and_brought_back_by_undo(qtbot: QtBot, draft: OrderPage) -> None:
    grid = draft.body.grid
    press(draft, "add_line")
    grid.go_to(1, "description")
    typed(qtbot, grid, "Travel", Qt.Key.Key_Tab)
    grid.finish_typing()
    press(draft, "raise_line")
    assert [line.description for line in draft.editing.edit.lines] == ["Travel", "Support contract, monthly"]
    grid.go_to(1, "product")
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert [line.description for line in draft.editing.edit.lines] == ["Travel"]
    qtbot.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [line.description for line in draft.editing.edit.lines] == ["Support contract, monthly", "Travel"]
    qtbot.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert [line.description for line in draft.editing.edit.lines] == ["Travel", "Support contract, monthly"]
    while draft.editing.stack.canUndo():
        draft.editing.stack.undo()
    assert not draft.editing.is_dirty


def test_the_models_keep_qts_rules_while_lines_come_and_go(qtbot: QtBot, window: MainWindow, draft: OrderPage) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(model, fatal) for model in (draft.body.grid.lines, draft.body.bills.model)]
    for row in (1, 0, 2):
        draft.editing.add_line(row)
        at_rest(qtbot, window)
    draft.editing.move_line(0, 3)
    draft.editing.remove_lines([1, 2])
    at_rest(qtbot, window)
    while draft.editing.stack.canUndo():
        draft.editing.stack.undo()
        at_rest(qtbot, window)
    while draft.editing.stack.canRedo():
        draft.editing.stack.redo()
    draft.body.bills.of_line.setChecked(True)
    show(qtbot, window, Place("order", order_id(window, ACTIVE)))
    assert testers


# The rule of a line and its bills ---------------------------------------------------------------------------------------------


def test_the_rule_is_a_sentence_and_each_change_shows_in_the_next_bills(
    qtbot: QtBot, window: MainWindow, draft: OrderPage
) -> None:
    rule = draft.body.rule
    assert rule.sentence.text() == "Every month on day 1, in advance, from November 1, 2026 until it is ended."
    before = bills(draft)
    rule.fields.field("every").set_value("1 quarter")  # type: ignore[attr-defined]
    rule.fields.field("bill_day").set_value("last")  # type: ignore[attr-defined]
    timing = rule.fields.field("timing")
    assert isinstance(timing, QComboBox)
    timing.setCurrentIndex(1)
    at_rest(qtbot, window)
    said = "Every quarter on the last day, in arrears, from November 1, 2026 until it is ended"
    assert rule.sentence.text() == f"{said}; the first bill is for a part of a period."
    line = draft.editing.edit.lines[0]
    assert (line.every, line.bill_day, line.timing) == ("1 quarter", "last", "arrears")
    assert bills(draft) != before
    assert bills(draft)[1][1] == "11/30/2026 – 2/27/2027"
    draft.editing.stack.undo()
    draft.editing.stack.undo()
    draft.editing.stack.undo()
    at_rest(qtbot, window)
    assert bills(draft) == before


def test_a_line_that_ends_before_it_starts_is_told_beside_the_field(qtbot: QtBot, window: MainWindow, draft: OrderPage) -> None:
    draft.editing.set_line(0, "", end_on=date(2026, 1, 1))
    at_rest(qtbot, window)
    error = draft.findChild(QWidget, "order.rule.end_on.error")
    assert error is not None
    assert error.isVisible()
    assert "before it starts" in error.text()  # type: ignore[attr-defined]
    assert "1 line is not complete" in draft.body.bills.note.text()


def test_an_order_is_not_saved_while_a_date_cannot_be_read(qtbot: QtBot, window: MainWindow, draft: OrderPage) -> None:
    before = stored(window, DRAFT)
    po, field = draft.body.header.field("po"), draft.body.header.field("ordered_on")
    assert isinstance(po, QLineEdit)
    assert isinstance(field, QLineEdit)
    po.setText("PO 7")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "5/1/203")
    press(draft, "save_order")
    at_rest(qtbot, window)
    assert stored(window, DRAFT) == before
    error = draft.findChild(QLabel, "order.ordered_on.error")
    assert error is not None
    assert error.text().replace("\u200b", "") == "5/1/203 is not a date; write it like 12/31/2026"
    draft.body.show_problems()
    po.setFocus()
    assert error.isVisible()
    field.selectAll()
    qtbot.keyClicks(field, "5/1/2026")
    press(draft, "save_order")
    at_rest(qtbot, window)
    assert stored(window, DRAFT).ordered_on == "2026-05-01"


def test_only_the_newest_answer_counts(qtbot: QtBot, window: MainWindow, draft: OrderPage) -> None:
    for price in range(1, 30):
        draft.editing.set_line(0, "", unit_price_e4=price * 10_000)
    at_rest(qtbot, window)
    assert bills(draft)[1][2] == "58.00"


# Saved and active orders ------------------------------------------------------------------------------------------------------


def test_saving_has_an_undo_that_puts_the_order_back(qtbot: QtBot, window: MainWindow, draft: OrderPage) -> None:
    before = stored(window, DRAFT)
    draft.body.grid.go_to(0, "quantity")
    typed(qtbot, draft.body.grid, "9", Qt.Key.Key_Tab)
    qtbot.keyClick(draft.body.grid, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at_rest(qtbot, window)
    assert stored(window, DRAFT).lines[0][2].quantity_e6 == 9_000_000
    assert not draft.editing.is_dirty
    window.commands["undo_edit"].trigger()
    at_rest(qtbot, window)
    assert stored(window, DRAFT) == before
    assert cell(draft, 0, "quantity") == "2", "the page shows what was put back"
    window.commands["redo_edit"].trigger()
    at_rest(qtbot, window)
    assert cell(draft, 0, "quantity") == "9"


def test_an_active_order_says_what_stays_and_shows_what_is_billed(qtbot: QtBot, window: MainWindow) -> None:
    page = show(qtbot, window, Place("order", order_id(window, ACTIVE)))
    assert page.body.note.words.text().startswith("This order is active.")
    grid = page.body.grid
    assert not any(
        grid.lines.flags(grid.lines.index(0, column)) & Qt.ItemFlag.ItemIsEditable for column in range(grid.lines.columnCount())
    )
    assert cell(page, 0, "billed_until") == "11/30/2026"
    assert cell(page, 0, "next_bill") == "12/1/2026"
    assert page.body.invoices.rows.rowCount() >= 9
    assert page.body.invoices.rows.rows[0].place is not None
    po = page.body.header.field("po")
    assert isinstance(po, QLineEdit)
    po.setText("PO 7")
    press(page, "save_order")
    at_rest(qtbot, window)
    assert stored(window, ACTIVE).po == "PO 7"


def test_a_deleted_draft_comes_back_by_undo(qtbot: QtBot, window: MainWindow, draft: OrderPage) -> None:
    before = stored(window, DRAFT)
    press(draft, "delete_order")
    at_rest(qtbot, window)
    assert window.trail.here == Place("orders")
    window.desk.undo.undo()
    at_rest(qtbot, window)
    assert stored(window, DRAFT) == before


def test_an_edit_waits_while_another_order_is_looked_at(qtbot: QtBot, window: MainWindow, draft: OrderPage) -> None:
    draft.editing.set_line(0, "", quantity_e6=7_000_000)
    show(qtbot, window, Place("order", order_id(window, ACTIVE)))
    assert not draft.editing.is_dirty
    show(qtbot, window, Place("order", order_id(window, DRAFT)))
    assert draft.editing.is_dirty
    assert cell(draft, 0, "quantity") == "7"
    assert "not saved when it was left" in draft.body.note.words.text()


# Two windows, and a crash -----------------------------------------------------------------------------------------------------


def test_the_second_of_two_windows_is_told_and_nothing_is_overwritten(
    qtbot: QtBot, make_window: Callable[..., MainWindow], sample_company: str
) -> None:
    first, second = make_window(sample_company), make_window(sample_company)
    ours = show(qtbot, first, Place("order", order_id(first, DRAFT)))
    theirs = show(qtbot, second, Place("order", order_id(second, DRAFT)))
    ours.editing.set_line(0, "", quantity_e6=5_000_000)
    theirs.editing.set_line(0, "", quantity_e6=8_000_000)
    press(theirs, "save_order")
    at_rest(qtbot, second)
    press(ours, "save_order")
    at_rest(qtbot, first)
    assert stored(first, DRAFT).lines[0][2].quantity_e6 == 8_000_000
    assert "Somebody else has changed this order" in ours.body.note.words.text()
    assert first.errors.isVisible()
    assert ours.editing.edit.lines[0].quantity_e6 == 5_000_000, "what was typed is still there"
    ours.body.note.buttons[0].click()
    at_rest(qtbot, first)
    assert ours.editing.edit.lines[0].quantity_e6 == 8_000_000
    ours.editing.stack.undo()
    assert ours.editing.edit.lines[0].quantity_e6 == 5_000_000, "mine again, now on top of theirs"
    press(ours, "save_order")
    at_rest(qtbot, first)
    assert stored(first, DRAFT).lines[0][2].quantity_e6 == 5_000_000


def test_a_window_without_changes_shows_what_another_saved(
    qtbot: QtBot, make_window: Callable[..., MainWindow], sample_company: str
) -> None:
    first, second = make_window(sample_company), make_window(sample_company)
    ours = show(qtbot, first, Place("order", order_id(first, DRAFT)))
    theirs = show(qtbot, second, Place("order", order_id(second, DRAFT)))
    theirs.editing.set_line(0, "", quantity_e6=8_000_000)
    press(theirs, "save_order")
    at_rest(qtbot, second)
    qtbot.waitUntil(lambda: cell(ours, 0, "quantity") == "8", timeout=5000)


def test_an_order_that_was_deleted_elsewhere_can_be_kept_as_a_new_one(
    qtbot: QtBot, make_window: Callable[..., MainWindow], sample_company: str
) -> None:
    first, second = make_window(sample_company), make_window(sample_company)
    ours = show(qtbot, first, Place("order", order_id(first, DRAFT)))
    ours.editing.set_line(0, "", quantity_e6=5_000_000)
    press(show(qtbot, second, Place("order", order_id(second, DRAFT))), "delete_order")
    at_rest(qtbot, second)
    qtbot.waitUntil(lambda: "was deleted by somebody else" in ours.body.note.words.text(), timeout=5000)
    ours.body.note.buttons[0].click()
    at_rest(qtbot, first)
    press(ours, "save_order")
    at_rest(qtbot, first)
    assert stored(first, "SELECT max(id) FROM orders").lines[0][2].quantity_e6 == 5_000_000


KILLED = """
import sys
from datetime import date
from PySide6.QtTest import QTest
from billdesk import bootstrap
from billdesk.ui.navigation import Place

window = bootstrap.open_window(sys.argv[1], date(2026, 11, 24))
window.show()

def rest():
    QTest.qWait(20)
    while not window.desk.jobs.is_idle:
        QTest.qWait(10)

rest()
window.go(Place("order", int(sys.argv[2])))
rest()
page = window.present
page.editing.set_line(0, "", quantity_e6=6_000_000, description="Typed before the lights went out")
QTest.qWait(600)
print("typed", flush=True)
QTest.qWait(60_000)
"""


def test_an_edit_survives_sigkill_and_is_offered_again(
    qtbot: QtBot, make_window: Callable[..., MainWindow], sample_company: str
) -> None:
    # the process that is killed shares the person's folders, which the fixture has put into the environment
    company = sample_company
    command = [sys.executable, "-c", KILLED, company, str(_draft_id(company))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "typed"
        process.send_signal(signal.SIGKILL)
        process.wait()
    window = make_window(company)
    dialog = window.findChild(QWidget, "unsaved.dialog")
    assert dialog is not None, "the edit is offered when the company is opened"
    button = dialog.findChild(QWidget, "unsaved.go_on")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    at_rest(qtbot, window)
    page = window.present
    assert isinstance(page, OrderPage)
    assert cell(page, 0, "description") == "Typed before the lights went out"
    assert "BillDesk ended before this order was saved" in page.body.note.words.text()
    press(page, "save_order")
    at_rest(qtbot, window)
    assert stored(window, DRAFT).lines[0][2].quantity_e6 == 6_000_000
    assert window.desk.unsaved.all() == []


def _draft_id(company: str) -> int:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(company)) as connection:
        return int(connection.execute(DRAFT).fetchone()[0])
