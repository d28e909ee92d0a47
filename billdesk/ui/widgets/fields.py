"""How each kind of field gives its value as plain data, takes it, and tells that a person has changed it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QDate, Qt, QTime
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QTimeEdit,
    QWidget,
)

from billdesk.ui.widgets.date_field import NO_DATE, DateField

Value = Any
"""str, int, bool, None or a list of them: what JSON can hold. Dates are ISO text."""


@dataclass(frozen=True, slots=True)
class FieldKind:
    """`get` gives the value, `put` takes it, `signals` are emitted when a person changes it."""

    get: Callable[[Any], Value]
    put: Callable[[Any, Value], None]
    signals: tuple[str, ...]


def date_field(optional: bool = True) -> DateField:
    """A date with a calendar. An optional one may be empty."""
    return DateField(optional)


def inset(field: QAbstractSpinBox) -> None:
    """Keep a field's text off its frame, as the style sheet's padding does in other fields: with arrows it is not heard."""
    field.lineEdit().setTextMargins(8, 0, 0, 0)


def read(field: QWidget) -> Value:
    """What a field holds, as plain data: text stripped, dates as ISO text, an empty optional date as None."""
    return kind_of(field).get(field)


def write(field: QWidget, value: Value) -> None:
    """Fill a field with plain data, as `read` gives it."""
    kind_of(field).put(field, value)


def kind_of(field: QWidget) -> FieldKind:
    """How the field works. One of our own has `value()`, `set_value()` and a signal `changed`."""
    for widget, kind in _KINDS:
        if isinstance(field, widget):
            return kind
    return _OWN


def _put_line(field: QLineEdit, value: Value) -> None:
    field.setText("" if value is None else str(value))
    field.setCursorPosition(0)


def _get_choice(field: QComboBox) -> Value:
    index = field.currentIndex()
    if field.isEditable() and (index < 0 or field.currentText() != field.itemText(index)):
        return field.currentText().strip()
    return field.currentData()


def _put_choice(field: QComboBox, value: Value) -> None:
    index = field.findData(value)
    if index < 0 and field.isEditable():
        field.setEditText("" if value is None else str(value))
    else:
        field.setCurrentIndex(index)


def _get_date(field: DateField) -> Value:
    if field.date() == NO_DATE:
        return None
    return field.date().toString(Qt.DateFormat.ISODate)


def _put_date(field: DateField, value: Value) -> None:
    field.setDate(QDate.fromString(value, Qt.DateFormat.ISODate) if value else NO_DATE)


_KINDS: tuple[tuple[type[QWidget], FieldKind], ...] = (
    (DateField, FieldKind(_get_date, _put_date, ("dateChanged",))),  # before what it is a kind of
    (QLineEdit, FieldKind(lambda f: f.text().strip(), _put_line, ("textChanged",))),
    (
        QPlainTextEdit,
        FieldKind(lambda f: f.toPlainText().strip(), lambda f, v: f.setPlainText("" if v is None else str(v)), ("textChanged",)),
    ),
    (QComboBox, FieldKind(_get_choice, _put_choice, ("currentIndexChanged", "editTextChanged"))),
    (QCheckBox, FieldKind(lambda f: f.isChecked(), lambda f, v: f.setChecked(bool(v)), ("toggled",))),
    (
        QTimeEdit,
        FieldKind(
            lambda f: f.time().toString("HH:mm"),
            lambda f, v: f.setTime(QTime.fromString(v or "00:00", "HH:mm")),
            ("timeChanged",),
        ),
    ),
    (QSpinBox, FieldKind(lambda f: f.value(), lambda f, v: f.setValue(int(v or 0)), ("valueChanged",))),
)
_OWN = FieldKind(lambda f: f.value(), lambda f, v: f.set_value(v), ("changed",))
