"""Forms: values in and out, dirt, errors beside their fields."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from billdesk.billing.errors import BillingError, FieldError
from billdesk.ui.widgets.form import Form


def a_form(qtbot: QtBot) -> Form:
    form = Form("room")
    qtbot.addWidget(form)
    form.line("name", "Name")
    form.choice("terms", "Terms", (("net 30", "Net 30"), ("net 60", "Net 60")))
    form.day("start_on", "Start")
    form.check("is_held", "Hold", "for review")
    form.text("notes", "Notes")
    form.show()
    return form


def test_values_go_in_and_come_out(qtbot: QtBot):
    form = a_form(qtbot)
    values = {"name": "Ä & Co", "terms": "net 60", "start_on": "2026-01-31", "is_held": True, "notes": "a\nb"}
    form.set_values(values)

    assert form.values() == values
    assert not form.is_dirty


def test_an_empty_date_is_none(qtbot: QtBot):
    form = a_form(qtbot)
    form.set_values({"start_on": "2026-01-31"})
    form.set_values({"start_on": None})

    assert form.values()["start_on"] is None


def test_a_change_of_a_person_is_told_and_filling_is_not(qtbot: QtBot):
    form = a_form(qtbot)
    heard: list[str] = []
    form.changed.connect(heard.append)
    form.set_values({"name": "filled"})
    form.field("name").setText("typed")  # type: ignore[attr-defined]

    assert heard == ["name"]
    assert form.is_dirty


def test_a_field_error_stands_beside_its_field_until_it_is_changed(qtbot: QtBot):
    form = a_form(qtbot)
    error = form.findChild(QLabel, "room.name.error")
    assert error is not None
    assert form.show_trouble(FieldError("name", "the name is empty", "", "give one"))
    assert (error.isVisible(), error.text()) == (True, "The name is empty; give one")
    form.field("name").setText("x")  # type: ignore[attr-defined]

    assert not error.isVisible()


def test_an_error_of_no_field_is_left_to_the_caller(qtbot: QtBot):
    form = a_form(qtbot)

    assert not form.show_trouble(BillingError("no"))
    assert not form.show_trouble(FieldError("elsewhere", "no"))


def test_fields_have_names_for_tests_and_screen_readers(qtbot: QtBot):
    field = a_form(qtbot).field("terms")

    assert (field.objectName(), field.accessibleName()) == ("room.terms", "Terms")
