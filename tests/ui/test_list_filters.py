"""Views, search, chips and their editor, saved views, columns: what a list remembers and what it says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from billdesk.services.lists import Condition, list_columns
from billdesk.services.saved_views import list_views
from billdesk.ui.formats import Formats
from billdesk.ui.main_window import MainWindow
from billdesk.ui.models.filter_words import condition_words, op_word, span_word
from billdesk.ui.navigation import Place
from billdesk.ui.pages.list_page import conditions_of
from billdesk.ui.widgets.filter_bar import Chip
from billdesk.ui.widgets.list_view import ListView
from tests.ui.lists import OVERDUE, Stand, invoices_spec, numbers
from tests.windows import at_rest

LARGE = Condition("total", "over", "10000")


@pytest.fixture
def stand(qtbot: QtBot, sample_company: str) -> Iterator[Stand]:
    made = Stand(qtbot, sample_company)
    yield made
    made.close()


@pytest.fixture
def view(stand: Stand) -> ListView:
    return stand.view(invoices_spec())


def chips(view: ListView) -> list[str]:
    return [chip.text() for chip in view.filters.chips.findChildren(Chip) if chip.isVisible()]


def test_a_view_brings_its_filters_and_its_order(stand: Stand, view: ListView):
    view.filters.choose_view("overdue")
    stand.rest(view)
    due = [view.model.raw(row, 5) for row in range(view.model.rowCount())]
    assert due == sorted(due)  # type: ignore[type-var]
    assert {view.model.raw(row, 3) for row in range(view.model.rowCount())} == {"overdue"}
    assert chips(view) == []
    view.filters.choose_view("all")
    stand.rest(view)
    assert numbers(view, 1) == ["INV-2026-00385"]


def test_searching_takes_what_contains_every_word(qtbot: QtBot, stand: Stand, view: ListView):
    qtbot.keyClicks(view.filters.search, "sav mark")
    stand.rest(view)
    assert {view.model.text(row, 1) for row in range(view.model.rowCount())} == {"Save-a-lot Markets"}
    qtbot.keyClick(view.filters.search, Qt.Key.Key_Return)
    assert view.table.hasFocus()


def test_ctrl_f_goes_to_the_search_and_down_comes_back(qtbot: QtBot, stand: Stand, view: ListView):
    stand.press(view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert view.filters.search.hasFocus()
    qtbot.keyClick(view.filters.search, Qt.Key.Key_Down)
    assert view.table.hasFocus()
    assert view.table.currentIndex().row() == 0


def test_chips_say_the_filters_and_delete_takes_one_away(qtbot: QtBot, stand: Stand, view: ListView):
    view.filters.set_conditions([LARGE, Condition("due_on", "within", "last-month")])
    stand.rest(view)
    assert chips(view) == ["Total over 10,000", "Due: last month"]
    chip = view.filters.chips.findChild(Chip, "test.chip_0")
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    stand.rest(view)
    assert view.filters.conditions == (Condition("due_on", "within", "last-month"),)
    cross = view.filters.chips.findChild(QAbstractButton, "test.chip_0_remove")
    qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    stand.rest(view)
    assert view.model.rowCount() == 683


def test_esc_takes_filters_and_search_away(qtbot: QtBot, stand: Stand, view: ListView):
    view.filters.set_conditions([LARGE])
    qtbot.keyClicks(view.filters.search, "a")
    stand.rest(view)
    stand.press(view, Qt.Key.Key_Escape)
    assert (view.filters.conditions, view.filters.text, view.model.rowCount()) == ((), "", 683)


def editor_of(view: ListView, key: str, condition: Condition | None = None):
    editor = view.filters.edit(key, condition)
    assert editor.isVisible()
    return editor


def test_an_amount_is_typed_as_the_locale_writes_it(qtbot: QtBot, stand: Stand, view: ListView):
    editor = editor_of(view, "total")
    line = editor.findChild(QLineEdit, "test.filter_value")
    assert line.hasFocus()
    qtbot.keyClicks(line, "1,204.5")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    stand.rest(view)
    assert view.filters.conditions == (Condition("total", "over", "1204.5"),)
    assert all(int(str(view.model.raw(row, 6))) > 120_450 for row in range(view.model.rowCount()))


def test_what_is_not_understood_is_said_in_the_editor(qtbot: QtBot, view: ListView):
    editor = editor_of(view, "due_on")
    editor.op.setCurrentIndex(editor.op.findData("before"))
    for typed, words in (("", "There is no value; type one"), ("someday", "'someday' is not a date; write it like 12/31/2026")):
        editor.first.setText(typed)
        qtbot.keyClick(editor.first, Qt.Key.Key_Return)
        assert editor.isVisible()
        assert editor.trouble.text().startswith(words)
    assert view.filters.conditions == ()


def test_a_stretch_of_dates_needs_both_ends(qtbot: QtBot, view: ListView):
    editor = editor_of(view, "due_on")
    editor.op.setCurrentIndex(editor.op.findData("between"))
    editor.first.setText("10/1/2026")
    editor.last.setText("10/31/2026")
    qtbot.mouseClick(editor.apply_button, Qt.MouseButton.LeftButton)
    assert view.filters.conditions == (Condition("due_on", "between", ("2026-10-01", "2026-10-31")),)
    assert chips(view) == ["Due from 10/1/2026 to 10/31/2026"]


def test_states_are_ticked(qtbot: QtBot, view: ListView):
    editor = editor_of(view, "payment_status")
    qtbot.mouseClick(editor.apply_button, Qt.MouseButton.LeftButton)
    assert editor.trouble.text() == "Nothing is ticked; tick one or more"
    editor.findChild(QCheckBox, "test.filter_overdue").setChecked(True)
    editor.findChild(QCheckBox, "test.filter_paid").setChecked(True)
    qtbot.mouseClick(editor.apply_button, Qt.MouseButton.LeftButton)
    assert view.filters.conditions == (Condition("payment_status", "in", ("overdue", "paid")),)
    assert chips(view) == ["Payment: Overdue, Paid"]


def test_a_word_for_days_is_chosen(qtbot: QtBot, view: ListView):
    editor = editor_of(view, "issued_on")
    choice = editor.findChild(QComboBox, "test.filter_choice")
    assert choice.currentText() == "this month"
    qtbot.keyClick(choice, Qt.Key.Key_Return)
    assert view.filters.conditions == (Condition("issued_on", "within", "this-month"),)


def test_an_editor_of_a_chip_begins_with_its_values_and_changes_it_in_place(stand: Stand, view: ListView):
    view.filters.set_conditions([LARGE, OVERDUE])
    editor = editor_of(view, "total", LARGE)
    assert (editor.op.currentData(), editor.first.text()) == ("over", "10,000")
    editor.first.setText("20,000")
    editor.apply()
    stand.rest(view)
    assert view.filters.conditions == (Condition("total", "over", "20000"), OVERDUE)


def test_esc_closes_an_editor_and_gives_the_keys_back(qtbot: QtBot, view: ListView):
    view.table.setFocus()
    editor = editor_of(view, "total")
    qtbot.keyClick(editor.first, Qt.Key.Key_Escape)
    assert view.table.hasFocus()
    assert view.filters.conditions == ()


def test_a_view_can_be_saved_shown_and_deleted_with_undo(qtbot: QtBot, stand: Stand, view: ListView):
    view.filters.set_conditions([LARGE])
    view.sort_by("total", descending=True)
    stand.rest(view)
    count = view.model.rowCount()
    field = view.views.ask_name()
    qtbot.keyClick(field.name, Qt.Key.Key_Return)
    assert field.trouble.text() == "A view needs a name"
    qtbot.keyClicks(field.name, "Large ones")
    qtbot.keyClick(field.name, Qt.Key.Key_Return)
    stand.rest(view)
    assert [(v.name, v.conditions, v.sort) for v in list_views(stand.desk.company, "invoices")] == [
        ("Large ones", (LARGE,), (("total", True),))
    ]
    chosen = view.filters.view
    assert chosen is not None
    assert (chosen.title, view.filters.conditions, view.model.rowCount()) == ("Large ones", (), count)
    view.views.delete("Large ones")
    stand.rest(view)
    assert view.model.rowCount() == 683
    stand.desk.undo.undo()
    stand.rest(view)
    assert [v.name for v in list_views(stand.desk.company, "invoices")] == ["Large ones"]


def test_filters_order_and_view_are_remembered(stand: Stand):
    view = stand.view(invoices_spec(), remembered="lists/test/left")
    view.filters.choose_view("overdue")
    view.filters.set_conditions([LARGE])
    view.sort_by("total", descending=True)
    stand.rest(view)
    again = stand.view(invoices_spec(), remembered="lists/test/left")
    assert (again.filters.view, again.filters.conditions, again.sort) == (view.filters.view, (LARGE,), (("total", True),))
    assert again.model.ids == view.model.ids


@pytest.mark.parametrize("kept", ["", "no json", "[]", '{"conditions": [["colour", "is", "red"]], "sort": [["colour", true]]}'])
def test_what_is_remembered_badly_is_forgotten(stand: Stand, kept: str):
    stand.desk.settings.setValue("lists/test/left", kept)
    stand.desk.settings.setValue("lists/test/columns", kept)
    assert stand.view(invoices_spec(), remembered="lists/test/left").model.rowCount() == 683


def shown(view: ListView) -> list[str]:
    return [view.model.shown[at].title for at in view.table.visible_columns()]


def test_columns_are_chosen_moved_and_remembered(qtbot: QtBot, stand: Stand, view: ListView):
    chooser = view.choose_columns()
    assert chooser.list.hasFocus()
    item = chooser.list.findItems("Balance", Qt.MatchFlag.MatchExactly)[0]
    item.setCheckState(Qt.CheckState.Checked)
    chooser.list.findItems("Status", Qt.MatchFlag.MatchExactly)[0].setCheckState(Qt.CheckState.Unchecked)
    chooser.list.setCurrentItem(chooser.list.findItems("Total", Qt.MatchFlag.MatchExactly)[0])
    qtbot.keyClick(chooser.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    expected = ["Number", "Account", "Payment", "Issued", "Total", "Due", "Balance"]
    assert shown(view) == expected
    chooser.close()
    view.table.setColumnWidth(0, 222)
    stand.rest(view)
    again = stand.view(invoices_spec())
    assert shown(again) == expected
    assert again.table.columnWidth(0) == 222
    chooser = again.choose_columns()
    qtbot.mouseClick(chooser.findChild(QPushButton, "test.column_reset"), Qt.MouseButton.LeftButton)
    assert shown(again) == ["Number", "Account", "Status", "Payment", "Issued", "Due", "Total"]


def test_the_last_column_stays(view: ListView):
    for column in range(8):
        view.table.show_column(column, shown=False)
    assert len(shown(view)) == 1


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Condition("number", "contains", "12"), "Number contains “12”"),
        (Condition("number", "unset"), "Number is empty"),
        (Condition("total", "between", ("10", "1234.5")), "Total from 10 to 1,234.5"),
        (Condition("due_on", "before", "2026-10-01"), "Due before 10/1/2026"),
        (Condition("due_on", "is", "2026-10-01"), "Due on 10/1/2026"),
        (Condition("status", "in", ("draft", "posted")), "Status: Draft, Posted"),
    ],
)
def test_a_condition_is_said_in_words(view: ListView, condition: Condition, words: str):
    column = next(column for column in view.model.columns if column.key == condition.key)
    title = next(c.title for c in view.spec.columns if c.key == condition.key)
    assert condition_words(condition, column, title, view.desk.formats) == words


def test_flags_and_words_have_their_own_words():
    active = next(column for column in list_columns("products") if column.key == "active")
    assert condition_words(Condition("active", "is", "yes"), active, "Active", Formats()) == "Active"
    assert condition_words(Condition("active", "is", "no"), active, "Active", Formats()) == "not Active"
    assert (op_word("date", "is"), op_word("text", "is"), span_word("today")) == ("on", "is", "today")


def test_a_place_tells_filters():
    kinds = {"payment_status": "state", "due_on": "date", "total": "money", "account_id": "id", "number": "text"}
    extra = (
        ("payment_status", "overdue,paid"),
        ("due_on", "within:next-7-days"),
        ("total", "between:1,2"),
        ("account_id", "5"),
        ("number", "INV-1"),
        ("tab", "x"),
    )
    assert conditions_of(Place("invoices", None, extra), kinds) == (
        Condition("payment_status", "in", ("overdue", "paid")),
        Condition("due_on", "within", "next-7-days"),
        Condition("total", "between", ("1", "2")),
        Condition("account_id", "in", ("5",)),
        Condition("number", "is", "INV-1"),
    )


def test_filters_that_a_place_told_go_when_the_page_is_gone_to_without(qtbot: QtBot, window: MainWindow):
    window.go(Place("invoices", None, (("payment_status", "in:overdue"),)))
    at_rest(qtbot, window)
    view = window.present.view  # type: ignore[union-attr]
    overdue = view.model.rowCount()
    assert chips(view) == ["Payment: Overdue"]
    window.go(Place("home"))
    window.go(Place("invoices"))
    at_rest(qtbot, window)
    assert chips(view) == []
    assert view.model.rowCount() > overdue > 0


def test_filters_of_a_person_stay(qtbot: QtBot, window: MainWindow):
    window.go(Place("invoices"))
    at_rest(qtbot, window)
    view = window.present.view  # type: ignore[union-attr]
    view.filters.set_conditions([LARGE])
    window.go(Place("home"))
    window.go(Place("invoices"))
    at_rest(qtbot, window)
    assert chips(view) == ["Total over 10,000"]
