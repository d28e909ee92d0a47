"""Rows, figures and small plots: what they say to a screen reader and by the keyboard, and that they paint in both themes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from billdesk.ui import theme
from billdesk.ui.navigation import Place
from billdesk.ui.widgets.bars import Bar, MonthBars, RankBars
from billdesk.ui.widgets.figures import Figure, Shown
from billdesk.ui.widgets.rows import Row, RowModel, RowView

ROWS = [
    Row("O-1", "1/5/2026", ("Tea", "INV-1 Overdue"), "EUR 5.00", "5.00 billed", (("Overdue", "overdue"),), "receipt"),
    Row("O-2", place=Place("order", 2)),
]
MONTHS = [Bar("Jan", 2, "2", "January 2026: 2 orders"), Bar("Feb", 0, "0", "February 2026: none"), Bar("Mar", 1, "1", "March: 1")]


@pytest.fixture(params=["light", "dark"])
def each_theme(request: pytest.FixtureRequest, qapp: QApplication) -> str:
    theme.apply(qapp, request.param)
    return str(request.param)


def colours(widget: QWidget) -> set[str]:
    """The colours that a widget paints with, from a grid of its pixels."""
    image: QImage = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}


def test_a_row_is_told_whole():
    assert ROWS[0].spoken == "O-1, 1/5/2026, EUR 5.00, Overdue, 5.00 billed, Tea, INV-1 Overdue"


@pytest.mark.usefixtures("qapp")
def test_the_model_of_rows_keeps_to_the_rules_of_models():
    model = RowModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_rows(ROWS)
    model.append(ROWS)
    model.append([])
    model.show_rows([])
    assert model.rowCount() == 0


def test_enter_opens_the_place_of_a_row(qtbot: QtBot):
    view = RowView("test.rows", "Rows", 2)
    qtbot.addWidget(view)
    opened: list[Place] = []
    view.opened.connect(opened.append)
    view.show_rows(ROWS)
    qtbot.keyClick(view, Qt.Key.Key_Return)  # the first one leads nowhere
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)

    assert opened == [Place("order", 2)]


def test_rows_paint_in_the_colours_of_the_theme(qtbot: QtBot, each_theme: str):
    view = RowView("test.rows", "Rows", 2)
    qtbot.addWidget(view)
    view.resize(500, 200)
    view.show_rows(ROWS)
    palette = theme.THEMES[each_theme]

    assert {palette["overdue_ground"].lower(), palette["line"].lower()} <= colours(view)


def test_rows_are_mirrored_where_the_language_asks_for_it(qtbot: QtBot):
    view = RowView("test.rows", "Rows", 2)
    qtbot.addWidget(view)
    view.resize(500, 80)
    view.show_rows([Row("", pills=(("Overdue", "overdue"),))])

    def half_with_pill() -> str:
        image = view.grab().toImage()
        ground = theme.pair("overdue")[1].name()
        found = [x for x in range(image.width()) for y in range(0, image.height(), 3) if image.pixelColor(x, y).name() == ground]
        return "right" if min(found) > image.width() / 2 else "left"

    assert half_with_pill() == "right"
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert half_with_pill() == "left"


def test_months_are_chosen_by_arrow_keys_and_told_in_words(qtbot: QtBot, each_theme: str):
    bars = MonthBars("test.months", "Orders by month")
    qtbot.addWidget(bars)
    bars.resize(300, 120)
    bars.show_bars(MONTHS)
    chosen: list[int] = []
    bars.chosen.connect(chosen.append)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Escape):
        qtbot.keyClick(bars, key)

    assert chosen == [2, 1, 0, 1, -1]
    assert bars.accessibleDescription() == "January 2026: 2 orders; March: 1"
    assert theme.THEMES[each_theme]["accent"].lower() in colours(bars)


def test_a_letter_goes_to_the_last_month_that_begins_with_it(qtbot: QtBot):
    bars = MonthBars("test.months", "Orders by month")
    qtbot.addWidget(bars)
    bars.show_bars([Bar(label, 1, "1", label) for label in ("Jan", "Mar", "Apr", "May", "Jun")])
    chosen: list[int] = []
    bars.chosen.connect(chosen.append)
    for letter in "mmmx":
        qtbot.keyClicks(bars, letter)

    assert chosen == [3, 1, 3]


def test_a_second_click_on_a_month_chooses_none(qtbot: QtBot):
    bars = MonthBars("test.months", "Orders by month")
    qtbot.addWidget(bars)
    bars.resize(300, 120)
    bars.show_bars(MONTHS)
    chosen: list[int] = []
    bars.chosen.connect(chosen.append)
    for _ in range(2):
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=bars.rect().center())

    assert chosen == [1, -1]


def test_ranked_bars_are_as_long_as_their_share(qtbot: QtBot):
    bars = RankBars("test.rank", "Usual products")
    qtbot.addWidget(bars)
    bars.show_bars([Bar("Tea", 100, "EUR 1.00", "Tea"), Bar("Milk", 25, "EUR 0.25", "Milk"), Bar("None", 0, "EUR 0.00", "None")])
    bars.resize(400, bars.sizeHint().height())
    image = bars.grab().toImage()
    accent = theme.color("accent").name()
    widths = [sum(image.pixelColor(x, n * RankBars.ROW + 25).name() == accent for x in range(image.width())) for n in range(3)]
    assert widths[0] == pytest.approx(400, abs=6)
    assert widths[1] == pytest.approx(100, abs=6)
    assert widths[2] == 0


def test_a_figure_that_leads_somewhere_is_a_button_and_the_other_one_is_not(qtbot: QtBot):
    pressed: list[bool] = []
    leading, plain = Figure("test.a", "Balance", lambda: pressed.append(True)), Figure("test.b", "Balance")
    for figure in (leading, plain):
        qtbot.addWidget(figure)
        figure.show_figure(Shown("EUR 5.00", "2 open invoices", "overdue"))
        qtbot.keyClick(figure, Qt.Key.Key_Space)

    assert pressed == [True]
    assert (leading.focusPolicy(), plain.focusPolicy()) == (Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.NoFocus)
    assert leading.accessibleName() == "Balance EUR 5.00 2 open invoices"
