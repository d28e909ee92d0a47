"""A list as a bookkeeper uses it: keys, order, selection, sums, preview, copy, and staying put while others write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from billdesk.services.invoices import credit_invoice
from billdesk.services.lists import Condition
from billdesk.ui.models.list_spec import Record
from billdesk.ui.navigation import Place
from billdesk.ui.widgets.list_view import ListView
from tests.ui.lists import OVERDUE, Panel, Stand, invoices_spec, numbers, the
from tests.windows import AS_OF

DRAFTS = Condition("status", "in", ("draft",))
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def stand(qtbot: QtBot, sample_company: str) -> Iterator[Stand]:
    made = Stand(qtbot, sample_company)
    yield made
    made.close()


@pytest.fixture
def called() -> list[Sequence[int]]:
    return []


@pytest.fixture
def view(stand: Stand, called: list[Sequence[int]]) -> ListView:
    return stand.view(invoices_spec(called))


def test_the_newest_numbers_stand_first_and_the_foot_says_how_many_and_how_much(view: ListView):
    assert numbers(view, 3) == ["INV-2026-00385", "INV-2026-00384", "INV-2026-00383"]
    assert view.bulk.text.text() == "683 invoices     Total USD 1,351,216.98"
    assert view.bulk.text.accessibleName() == view.bulk.text.text()


def test_enter_opens_and_a_double_click_does_too(qtbot: QtBot, stand: Stand, view: ListView):
    stand.press(view, Qt.Key.Key_Down)
    stand.press(view, Qt.Key.Key_Return)
    assert stand.went == [(Place("invoice", view.model.ids[1]), False)]
    place = view.table.visualRect(view.model.index(3, 1)).center()
    qtbot.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert stand.went[-1] == (Place("invoice", view.model.ids[3]), False)


def test_home_and_end_go_to_the_first_and_the_last_row(stand: Stand, view: ListView):
    stand.press(view, Qt.Key.Key_End)
    assert view.table.currentIndex().row() == view.model.rowCount() - 1
    stand.press(view, Qt.Key.Key_Home)
    assert view.table.currentIndex().row() == 0


def test_a_click_on_a_head_sorts_and_another_turns_the_order(qtbot: QtBot, stand: Stand, view: ListView):
    header = view.table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(6) + 20, header.height() // 2)
    for descending in (False, True):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        stand.rest(view)
        totals = [view.model.raw(row, 6) for row in range(view.model.rowCount())]
        assert totals == sorted(totals, reverse=descending)  # type: ignore[type-var]
        wanted = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        assert (header.sortIndicatorSection(), header.sortIndicatorOrder()) == (6, wanted)


def test_the_arrow_stands_at_the_column_that_the_list_is_first_sorted_by(view: ListView):
    header = view.table.horizontalHeader()
    assert view.model.of[header.sortIndicatorSection()].key == "issued_on"
    assert header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder


def test_sums_follow_the_selection(stand: Stand, view: ListView):
    view.table.selectRow(0)
    stand.press(view, Qt.Key.Key_Down, SHIFT)
    total = sum(int(str(view.model.raw(row, 6))) for row in (0, 1))
    assert view.bulk.text.text() == f"2 selected     Total USD {total // 100:,}.{total % 100:02d}"
    stand.press(view, Qt.Key.Key_A, CTRL)
    assert view.bulk.text.text() == "683 selected     Total USD 1,351,216.98"
    view.table.clearSelection()
    stand.rest(view)
    assert view.bulk.text.text().startswith("683 invoices")


def test_sums_of_the_list_before_are_not_shown_beside_the_next_one(qtbot: QtBot, stand: Stand, view: ListView):
    view.loader._pause.setInterval(0)
    view.refresh()
    qtbot.waitUntil(lambda: view._is_whole and stand.desk.jobs.is_idle)
    view.loader.sum_up(view.query)
    view.loader._sum()  # under way while another list is asked for
    view.set_conditions([Condition("account_name", "contains", "queen")])
    texts: list[str] = []
    view.loader.summed.connect(lambda _sums: texts.append(view.bulk.text.text()))
    stand.rest(view)
    assert len(texts) == 1
    assert "1,351,216.98" not in view.bulk.text.text()


def test_actions_that_fit_the_selection_are_offered_and_called_with_its_ids(
    qtbot: QtBot, stand: Stand, view: ListView, called: list[Sequence[int]]
):
    post, print_ = (the(QPushButton, view, f"test.{name}") for name in ("post_them", "print_them"))
    assert not post.isVisible()
    assert not print_.isVisible()
    view.table.selectRow(0)
    stand.press(view, Qt.Key.Key_Down, SHIFT)
    assert (post.isVisible(), print_.isVisible()) == (False, True)
    qtbot.mouseClick(print_, Qt.MouseButton.LeftButton)
    assert [list(ids) for ids in called] == [list(view.model.ids[:2])]
    view.filters.set_conditions([DRAFTS])
    stand.rest(view)
    view.table.selectRow(0)
    assert (post.isVisible(), print_.isVisible()) == (True, True)


def test_a_shortcut_of_an_action_works_on_the_selection(stand: Stand, view: ListView, called: list[Sequence[int]]):
    stand.press(view, Qt.Key.Key_P, CTRL)
    assert called == []
    view.table.selectRow(2)
    stand.press(view, Qt.Key.Key_P, CTRL)
    assert [list(ids) for ids in called] == [[view.model.ids[2]]]


def test_the_foot_has_one_height_whether_or_not_something_is_selected(view: ListView):
    before = view.table.height()
    view.table.selectRow(0)
    assert view.table.height() == before


def test_space_shows_the_current_record_beside_the_list_and_follows_it(qtbot: QtBot, stand: Stand, view: ListView):
    view.table.selectRow(0)
    stand.press(view, Qt.Key.Key_Space)
    panel = the(Panel, view)
    assert view.has_preview
    assert panel.shown == [view.model.ids[0]]
    stand.press(view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: panel.shown[-1] == view.model.ids[1])
    stand.press(view, Qt.Key.Key_Escape)
    assert not view.has_preview


def test_ctrl_c_copies_the_visible_columns_of_the_selection_for_a_spreadsheet(stand: Stand, view: ListView):
    view.table.selectRow(0)
    stand.press(view, Qt.Key.Key_Down, SHIFT)
    stand.press(view, Qt.Key.Key_C, CTRL)
    head, first, second, end = QGuiApplication.clipboard().text().split("\n")
    assert head.split("\t") == ["Number", "Account", "Status", "Payment", "Issued", "Due", "Total", "Currency"]
    assert first.split("\t") == [
        *("INV-2026-00385", "Save-a-lot Markets", "Posted", "Not due", "11/1/2026", "12/1/2026", "147.00", "USD"),
    ]
    assert (second.split("\t")[0], end) == ("INV-2026-00384", "")
    assert stand.said[-1] == "2 rows copied"


def test_what_is_seen_is_exported(stand: Stand, view: ListView, tmp_path: Path):
    view.filters.set_conditions([OVERDUE])
    view.table.show_column(3, shown=False)
    view.table.show_column(7, shown=True)
    stand.rest(view)
    view.export_to(tmp_path / "out.csv")
    stand.rest(view)
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Number,Account,Status,Issued,Due,Total,Balance,Currency"
    assert len(lines) == 1 + view.model.rowCount()
    assert stand.said[-1] == f"{view.model.rowCount()} rows exported"


def test_an_export_that_fails_says_so_in_words(stand: Stand, view: ListView, tmp_path: Path):
    view.export_to(tmp_path / "nowhere" / "out.csv")
    stand.rest(view)
    assert "cannot be written" in stand.said[-1]


def test_the_save_dialog_is_not_waited_for(stand: Stand, view: ListView, tmp_path: Path):
    dialog = view.output.ask_file("xlsx")
    assert dialog.isVisible()
    dialog.fileSelected.emit(str(tmp_path / "out.xlsx"))
    dialog.close()
    stand.rest(view)
    assert (tmp_path / "out.xlsx").exists()


def test_selection_current_row_and_position_stay_when_somebody_writes(stand: Stand, view: ListView):
    view.table.setCurrentIndex(view.model.index(300, 0))
    view.table.selectRow(300)
    stand.press(view, Qt.Key.Key_Down, SHIFT)
    chosen, current = list(view.selected_ids()), view.current_id()
    above = view.model.ids[view.table.rowAt(0)]
    posted = view.model.text(0, 0)
    credit_invoice(stand.desk.company, posted, AS_OF)  # a credit note of today comes in at the top
    view.refresh()
    stand.rest(view)
    assert view.model.rowCount() == 684
    assert list(view.selected_ids()) == chosen
    assert view.current_id() == current
    assert view.model.ids[view.table.rowAt(0)] == above
    assert view.model.text(view.model.ids.index(view.model.ids[1]), 2) == "Credited"


def test_all_stay_selected_when_somebody_writes(stand: Stand, view: ListView):
    stand.press(view, Qt.Key.Key_A, CTRL)
    credit_invoice(stand.desk.company, view.model.text(0, 0), AS_OF)
    view.refresh()
    stand.rest(view)
    assert view.selected_count() == view.model.rowCount() == 684


def test_letters_typed_over_the_rows_go_to_the_search(stand: Stand, view: ListView):
    stand.press(view, Qt.Key.Key_Q)
    assert view.filters.search.hasFocus()
    assert view.filters.search.text() == "q"


def test_conditions_from_outside_show_another_list(stand: Stand, view: ListView):
    account = record(view, 0)["account_id"]
    view.set_conditions([Condition("account_id", "is", str(account))])
    stand.rest(view)
    assert {record(view, row)["account_id"] for row in range(view.model.rowCount())} == {account}


def test_a_hidden_list_is_read_when_it_is_shown(qtbot: QtBot, stand: Stand):
    view = ListView(stand.desk, invoices_spec())
    qtbot.addWidget(view)
    stand.rest(view)
    assert view.model.rowCount() == 0
    view.show()
    stand.rest(view)
    assert view.model.rowCount() == 683


def test_an_empty_list_says_what_belongs_there_and_offers_the_one_action(
    qtbot: QtBot, make_stand: Callable[[str], Stand], empty_company: str
):
    stand = make_stand(empty_company)
    action = QAction("Bill what is due")
    pressed: list[bool] = []
    action.triggered.connect(lambda: pressed.append(True))
    view = stand.view(invoices_spec(action=action))
    assert view.empty.isVisible()
    assert view.empty.words.text() == "Invoices stand here."
    qtbot.mouseClick(view.findChild(QPushButton, "test.empty_action"), Qt.MouseButton.LeftButton)
    assert pressed == [True]
    assert not view.empty.clear.isVisible()


def test_filters_that_hide_all_say_so_and_can_be_cleared(qtbot: QtBot, stand: Stand, view: ListView):
    view.filters.set_conditions([Condition("total", "over", "99999999")])
    stand.rest(view)
    assert view.empty.words.text() == "Nothing here fits the filters."
    assert not view.empty.make.isVisible()
    qtbot.mouseClick(view.findChild(QPushButton, "test.clear_filters"), Qt.MouseButton.LeftButton)
    stand.rest(view)
    assert (view.model.rowCount(), view.empty.isVisible()) == (683, False)


def record(view: ListView, row: int) -> Record:
    found = view.model.record(row)
    assert found is not None
    return found


@pytest.fixture
def make_stand(qtbot: QtBot) -> Iterator[Callable[[str], Stand]]:
    made: list[Stand] = []

    def make(file: str) -> Stand:
        made.append(Stand(qtbot, file))
        return made[-1]

    yield make
    for stand in made:
        stand.close()
