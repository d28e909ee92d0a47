"""Plots: what they tell without a mouse, what they read out, and where bars and lines are painted."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from billdesk.ui import theme
from billdesk.ui.formats import Formats
from billdesk.ui.models.charts import chart_of, day_name, period_mark, period_name
from billdesk.ui.widgets.plot import Chart, PlotView

US = Formats(QLocale("en_US"))
MONTHS = ("2026-01", "2026-02", "2026-03")


@pytest.fixture(autouse=True)
def themed(qapp: QApplication):
    theme.apply(qapp, "light")


@pytest.fixture
def view(qtbot: QtBot) -> PlotView:
    made = PlotView("test.plot", "Billed")
    qtbot.addWidget(made)
    made.resize(600, 220)
    return made


def months(*amounts: int, currency: str = "USD") -> Chart:
    return chart_of(US, currency, "bars", MONTHS[: len(amounts)], {"Net": amounts}, kind="period")


def counted(image: QImage, color: QColor) -> dict[int, int]:
    """How many pixels of a colour each column of the image has."""
    wanted, found = color.rgb(), {}
    for x in range(image.width()):
        count = sum(image.pixel(x, y) == wanted for y in range(image.height()))
        if count:
            found[x] = count
    return found


def test_each_value_is_told_without_a_mouse(view: PlotView):
    view.show_chart(months(123_456, -7_00, 0))
    assert view.accessibleName() == "Billed"
    assert view.accessibleDescription() == "January 2026: USD 1,234.56; February 2026: USD -7.00; March 2026: USD 0.00"


def test_many_values_are_cut_short_in_words(view: PlotView):
    labels = [f"L{n}" for n in range(100)]
    view.show_chart(chart_of(US, "USD", "bars", labels, {"Net": [100] * 100}))
    assert view.accessibleDescription().endswith("L59: USD 1.00; and 40 more")


def test_arrow_keys_go_along_the_labels_and_escape_leaves(qtbot: QtBot, view: PlotView):
    view.show_chart(months(100, 200, 300))
    for key, at in (
        (Qt.Key.Key_Right, 0),
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_End, 2),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_Escape, -1),
        (Qt.Key.Key_Left, 2),
    ):
        qtbot.keyClick(view, key)
        assert view.current == at
    assert view.readout == "March 2026: USD 3.00"


def test_arrow_keys_follow_the_direction_of_writing(qtbot: QtBot, view: PlotView):
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view.show_chart(months(100, 200, 300))
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.current == 0
    assert view.column(0).left() > view.column(2).right()


def test_enter_and_a_double_click_ask_for_what_lies_behind(qtbot: QtBot, view: PlotView):
    asked: list[int] = []
    view.pressed.connect(asked.append)
    view.show_chart(months(100, 200, 300))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=view.column(1).center())
    assert asked == [2, 1]


def test_the_pointer_reads_a_label_out_whatever_the_height_of_its_bar(qtbot: QtBot, view: PlotView):
    view.show_chart(months(100, 0, 300))
    assert view.label_at(view.column(1).center()) == 1
    assert view.label_at(QPoint(2, 100)) == -1
    qtbot.mouseMove(view, view.column(1).center())


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_bars_are_as_high_as_their_amounts(view: PlotView, direction: Qt.LayoutDirection):
    view.setLayoutDirection(direction)
    view.show_chart(months(100_00, 200_00, 0))
    found = counted(view.grab().toImage(), theme.color("accent"))
    heights = [max((found.get(x, 0) for x in range(c.left(), c.right())), default=0) for c in map(view.column, range(3))]
    assert heights[2] == 0
    assert abs(heights[1] - 2 * heights[0]) <= 2
    area = view.plot_area().height()
    assert abs(heights[1] - area) <= 2  # the axis ends at 200


def test_credits_hang_below_the_axis(view: PlotView):
    view.show_chart(months(100_00, -100_00))
    image = view.grab().toImage()
    accent = theme.color("accent").rgb()
    middle = view.plot_area().center().y()
    above, below = (view.column(n).center().x() for n in (0, 1))
    assert image.pixel(above, middle - 20) == accent
    assert image.pixel(below, middle + 20) == accent
    assert image.pixel(below, middle - 20) != accent


def test_series_are_stacked_and_named(view: PlotView):
    chart = chart_of(US, "EUR", "stacked", ("A", "B"), {"19 %": (300, 0), "7 %": (100, 200)})
    view.show_chart(chart)
    found = [counted(view.grab().toImage(), theme.color(token)) for token in ("accent", "paid")]
    first = view.column(0).center().x()
    assert abs(found[0][first] - 3 * found[1][first]) <= 3
    assert chart.told(0) == "A: 19 % EUR 3.00 · 7 % EUR 1.00"
    assert chart.told(1) == "B: 7 % EUR 2.00"


def test_lines_are_painted_for_each_series(view: PlotView):
    view.show_chart(chart_of(US, "EUR", "lines", MONTHS, {"a": (1_00, 2_00, 3_00), "b": (3_00, 2_00, 1_00)}, kind="period"))
    image = view.grab().toImage()
    assert counted(image, theme.color("accent"))
    assert counted(image, theme.color("paid"))


def test_values_stand_on_the_bars_in_the_first_way_that_has_room():
    chart = months(123_456_789_012_00, 5_00, 0)
    assert [words for words, _, _ in chart.short] == ["USD", "USD, thousands", "USD, millions", "USD, billions"]
    assert [texts[0] for _, texts, _ in chart.short] == ["123,456,789,012", "123,456,789", "123,457", "123"]
    assert chart.short[0][1][2] == ""  # nothing stands on a bar that is not there


def test_amounts_beyond_a_float_keep_their_digits(view: PlotView):
    chart = months(9_007_199_254_740_993, 9_007_199_254_740_992)
    assert chart.told(0) == "January 2026: USD 90,071,992,547,409.93"
    view.show_chart(chart)
    assert not view.grab().isNull()


def test_nothing_to_show_is_said(view: PlotView):
    view.show_chart(None, "Nothing was billed.")
    assert view.accessibleDescription() == "Nothing was billed."
    assert view.label_at(QPoint(100, 100)) == -1
    view.wait()
    assert counted(view.grab().toImage(), theme.color("line"))


def test_another_chart_keeps_the_label_that_is_read_out(qtbot: QtBot, view: PlotView):
    view.show_chart(months(100, 200, 300))
    qtbot.keyClick(view, Qt.Key.Key_End)
    view.show_chart(months(500, 600, 700))
    assert view.readout == "March 2026: USD 7.00"
    view.show_chart(months(500))
    assert view.readout == ""


def test_periods_and_days_are_named_as_the_locale_has_them():
    german = Formats(QLocale("de_DE"))
    assert [period_name(US, p) for p in ("2026-11", "2026-Q4", "2026")] == ["November 2026", "Q4 2026", "2026"]
    assert [period_mark(german, p) for p in ("2025-12", "2026-01", "2026-03")] == ["Dez", "2026", "Mär"]
    assert day_name(US, date(2026, 11, 24)) == "November 24, 2026"
    assert day_name(german, date(2026, 11, 24)) == "24. November 2026"
    assert day_name(Formats(QLocale("en_GB")), date(2026, 11, 24)) == "24 November 2026"
