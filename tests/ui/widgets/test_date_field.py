"""Dates as they are typed: what is typed whole is that date, or no date, and never another one."""

import pytest
from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QCalendarWidget, QLineEdit
from pytestqt.qtbot import QtBot

from billdesk.ui.widgets.date_field import NO_DATE, DateField
from billdesk.ui.widgets.fields import read, write


@pytest.fixture(autouse=True)
def american() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))


def a_field(qtbot: QtBot, optional: bool = True) -> DateField:
    field = DateField(optional)
    qtbot.addWidget(field)
    field.show()
    return field


@pytest.mark.parametrize("before", [None, "2026-11-24"])
@pytest.mark.parametrize(
    ("typed", "day"),
    [("12/31/2026", "2026-12-31"), ("1/5/2027", "2027-01-05"), ("2026-12-31", "2026-12-31"), ("12/31/2199", "2199-12-31")],
)
def test_a_date_typed_over_another_is_that_date(qtbot: QtBot, before: str | None, typed: str, day: str):
    field = a_field(qtbot)
    write(field, before)
    field.selectAll()
    qtbot.keyClicks(field, typed)

    assert read(field) == day
    assert field.trouble == ""


@pytest.mark.parametrize("typed", ["31.12.2026", "2/30/2026", "soon"])
def test_what_is_no_date_is_marked_and_changes_nothing(qtbot: QtBot, typed: str):
    field = a_field(qtbot)
    write(field, "2026-11-24")
    field.selectAll()
    qtbot.keyClicks(field, typed)
    field.focusOutEvent(_left())

    assert "is not a date" in field.trouble
    assert field.property("invalid") is True
    assert field.text() == typed


@pytest.mark.parametrize("typed", ["12/31/1066", "1/1/1900", "1/1/2200", "12/31/9999"])
def test_a_day_out_of_range_is_refused(qtbot: QtBot, typed: str):
    field = a_field(qtbot)
    write(field, "2026-11-24")
    field.selectAll()
    qtbot.keyClicks(field, typed)

    assert field.trouble == "Give a date from 1901 to 2199"
    assert read(field) == "2026-11-24"


@pytest.mark.parametrize("typed", ["5/1/203", "11/30/26x", "1/1/0001"])
def test_a_date_on_the_way_to_another_is_not_taken(qtbot: QtBot, typed: str):
    field, heard = a_field(qtbot), []
    write(field, "2026-11-24")
    field.dateChanged.connect(lambda day: heard.append(day.toString(Qt.DateFormat.ISODate)))
    field.selectAll()
    qtbot.keyClicks(field, typed)

    assert read(field) == "2026-11-24"
    assert field.trouble
    assert heard == []


def test_two_digits_of_a_year_are_enough_at_the_end(qtbot: QtBot):
    field = a_field(qtbot)
    field.selectAll()
    qtbot.keyClicks(field, "5/1/27")

    assert read(field) == "2027-05-01"


def test_an_optional_date_can_be_emptied_and_one_that_is_needed_cannot(qtbot: QtBot):
    optional, needed = a_field(qtbot), a_field(qtbot, optional=False)
    for field in (optional, needed):
        write(field, "2026-11-24")
        field.selectAll()
        qtbot.keyClick(field, Qt.Key.Key_Backspace)

    assert (optional.date(), optional.trouble) == (NO_DATE, "")
    assert needed.trouble == "Give a date"


def test_keys_go_on_by_days_and_months(qtbot: QtBot):
    field = a_field(qtbot)
    write(field, "2026-01-31")
    qtbot.keyClick(field, Qt.Key.Key_PageUp)
    assert read(field) == "2026-02-28"
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert read(field) == "2026-03-01"


def test_the_calendar_gives_a_day(qtbot: QtBot):
    field = a_field(qtbot)
    write(field, "2026-11-24")
    field.show_calendar()
    calendar = field.findChild(QCalendarWidget)
    assert calendar is not None
    assert calendar.selectedDate() == QDate(2026, 11, 24)
    calendar.clicked.emit(QDate(2026, 12, 1))

    assert read(field) == "2026-12-01"
    assert isinstance(field, QLineEdit)


def _left():  # a focus event as Qt sends it
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFocusEvent

    return QFocusEvent(QEvent.Type.FocusOut)
