"""The palette: what it finds as one types, where Enter leads, commands, recent places, and that it floats and goes away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit, QListView
from pytestqt.qtbot import QtBot

from billdesk.ui.dialogs.palette import Palette, palette_of, show_palette
from billdesk.ui.main_window import MainWindow
from billdesk.ui.models.palette_model import Entry, EntryModel
from billdesk.ui.navigation import Place
from tests.windows import at_rest


@pytest.fixture
def palette(qtbot: QtBot, window: MainWindow) -> Palette:
    """An open palette over Home."""
    window.commands["open_palette"].trigger()
    at_rest(qtbot, window)
    return palette_of(window)


def type_(qtbot: QtBot, window: MainWindow, palette: Palette, text: str) -> list[Entry]:
    palette.input.clear()
    qtbot.keyClicks(palette.input, text)
    at_rest(qtbot, window)
    return palette.model.entries


def test_the_palette_opens_over_the_window_ready_to_type(window: MainWindow, palette: Palette):
    assert palette.isVisible()
    assert not palette.isWindow()
    assert palette.input.hasFocus()
    assert window.findChild(QLineEdit, "palette.input") is palette.input
    assert window.findChild(QListView, "palette.results") is palette.results


def test_enter_opens_the_first_of_what_was_found(qtbot: QtBot, window: MainWindow, palette: Palette):
    entries = type_(qtbot, window, palette, "save-a")
    assert (entries[0].title, entries[0].kind) == ("Save-a-lot Markets", "Account")
    qtbot.keyClick(palette.input, Qt.Key.Key_Return)
    at_rest(qtbot, window)
    assert not palette.isVisible()
    assert window.trail.here == entries[0].place
    assert entries[0].place is not None
    assert entries[0].place.page == "account"


def test_ctrl_enter_opens_in_a_window_of_its_own(qtbot: QtBot, window: MainWindow, palette: Palette):
    entries = type_(qtbot, window, palette, "#385")
    with qtbot.waitSignal(window.another_wanted) as wanted:
        qtbot.keyClick(palette.input, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert wanted.args == [window.desk.target, entries[0].place]
    assert window.trail.here == Place("home")


def test_the_arrows_move_in_the_list_while_one_types(qtbot: QtBot, window: MainWindow, palette: Palette):
    entries = type_(qtbot, window, palette, "ma")
    assert len(entries) > 2
    qtbot.keyClick(palette.input, Qt.Key.Key_Down)
    assert palette.results.currentIndex().row() == 1
    for _ in range(2):
        qtbot.keyClick(palette.input, Qt.Key.Key_Up)
    assert palette.results.currentIndex().row() == len(entries) - 1
    assert palette.input.hasFocus()


def test_an_amount_finds_its_invoice(qtbot: QtBot, window: MainWindow, palette: Palette):
    entries = type_(qtbot, window, palette, "1,306.63")
    assert [(entry.title, entry.at_right) for entry in entries] == [("INV-2026-00380", "USD 1,306.63")]
    assert "Wolski" in entries[0].detail


def test_commands_are_found_behind_their_sign_and_among_the_rest(qtbot: QtBot, window: MainWindow, palette: Palette):
    assert [entry.title for entry in type_(qtbot, window, palette, ">new or")] == ["New order"]
    assert "Orders" in [entry.title for entry in type_(qtbot, window, palette, "orders")]
    everything = type_(qtbot, window, palette, ">")
    assert all(entry.action is not None for entry in everything)
    assert "Ctrl+R" in [entry.at_right for entry in everything]


def test_enter_does_a_command(qtbot: QtBot, window: MainWindow, palette: Palette):
    type_(qtbot, window, palette, ">run inv")
    qtbot.keyClick(palette.input, Qt.Key.Key_Return)
    at_rest(qtbot, window)
    qtbot.waitUntil(lambda: window.trail.here == Place("run"))


def test_actions_of_the_page_and_its_list_are_commands(qtbot: QtBot, window: MainWindow):
    window.go(Place("invoices"))
    at_rest(qtbot, window)
    view = window.present.view  # type: ignore[union-attr]
    view.table.selectRow(0)
    palette = show_palette(window)
    at_rest(qtbot, window)
    titles = [entry.title for entry in type_(qtbot, window, palette, ">")]
    assert {"Save PDFs", "Search this list", "Outbox"} <= set(titles)
    assert len(titles) == len(set(titles))


def test_recent_places_come_first_when_nothing_is_typed(qtbot: QtBot, window: MainWindow):
    for place in (Place("account", 3), Place("order", 7), Place("invoices")):
        window.go(place)
        at_rest(qtbot, window)
    palette = show_palette(window)
    at_rest(qtbot, window)
    places = [entry.place for entry in palette.model.entries]
    assert places[:3] == [Place("order", 7), Place("account", 3), Place("home")]
    assert Place("invoices") not in places


def test_nothing_found_is_said(qtbot: QtBot, window: MainWindow, palette: Palette):
    assert type_(qtbot, window, palette, "qqqq") == []
    assert palette.note.text() == "Nothing is called qqqq."
    qtbot.keyClick(palette.input, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_a_later_letter_takes_the_place_of_an_earlier_one(qtbot: QtBot, window: MainWindow, palette: Palette):
    answers: list[list[str]] = []
    palette.answered.connect(lambda: answers.append([entry.title for entry in palette.model.entries]))
    for text in ("a", "al", "alf", "alfr"):
        palette.input.setText(text)
    at_rest(qtbot, window)
    assert len(answers) == 1
    assert answers[0][0] == "Alfreds Futterkiste"


@pytest.mark.parametrize("way", ["esc", "again", "click"])
def test_it_goes_away_and_gives_the_keys_back(qtbot: QtBot, window: MainWindow, way: str):
    window.go(Place("invoices"))
    at_rest(qtbot, window)
    table = window.present.view.table  # type: ignore[union-attr]
    table.setFocus()
    palette = show_palette(window)
    at_rest(qtbot, window)
    if way == "esc":
        qtbot.keyClick(palette.input, Qt.Key.Key_Escape)
        assert QApplication.focusWidget() is table
    elif way == "again":
        show_palette(window)
    else:
        qtbot.mouseClick(window.sidebar, Qt.MouseButton.LeftButton)
    assert not palette.isVisible()
    assert show_palette(window) is palette
    assert palette.input.text() == ""


def test_a_click_on_a_line_opens_it(qtbot: QtBot, window: MainWindow, palette: Palette):
    entries = type_(qtbot, window, palette, "save-a")
    rect = palette.results.visualRect(palette.model.index(0, 0))
    qtbot.mouseClick(palette.results.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    at_rest(qtbot, window)
    assert window.trail.here == entries[0].place


def test_its_model_keeps_the_rules_of_qt(qapp: QApplication):
    model = EntryModel(qapp)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show([Entry("A", "b", "c", "zap", "Command"), Entry("B")])
    assert model.data(model.index(0, 0)) == "A"
    assert model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole) == "Command, A, b, c"
    assert model.entry(model.index(5, 0)) is None
    model.show([])
    tester.deleteLater()
