"""How one line of an order is billed: once or again and again, how often, on which day, before or after, from when to when.

The rule stands above the fields in one plain sentence, and each change goes into the order at once, as one step to undo.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from billdesk.billing.cadence import parse_bill_day, parse_cadence
from billdesk.billing.errors import BillingError, FieldError
from billdesk.billing.line_sentence import one_time_sentence, recurring_sentence
from billdesk.services.order_values import LineEdit
from billdesk.ui.formats import Formats
from billdesk.ui.models.order_editing import OrderEditing
from billdesk.ui.widgets.date_field import DateField
from billdesk.ui.widgets.field_grid import FieldGrid
from billdesk.ui.widgets.rule_fields import BillDayField, PartsField
from billdesk.ui.words import tr

_DATES = ("ordered_on", "due_on", "bill_on", "start_on", "end_on")
_RECURRING = frozenset({"every", "bill_day", "timing", "start_on", "end_on"})
_MAY_CHANGE = frozenset({"due_on", "group"})
"""What may change of a line of an active order that is not billed."""


class EveryField(PartsField):
    """Every so many units, as billing writes it: `2 weeks`."""

    def __init__(self) -> None:
        super().__init__()
        self._count = self._number("count", tr("Every how many"), 1, 9999)
        units = (
            ("day", tr("days")),
            ("week", tr("weeks")),
            ("month", tr("months")),
            ("quarter", tr("quarters")),
            ("semester", tr("half-years")),
            ("year", tr("years")),
        )
        self._unit = self._choice("unit", tr("Unit"), units)
        self.set_value("1 month")

    def value(self) -> str:
        """The cadence as billing writes it."""
        count = self._count.value()
        unit = str(self._unit.currentData())
        return f"{count} {unit}" if count == 1 else f"{count} {unit}s"

    def set_value(self, value: str | None) -> None:
        """Show a cadence; what billing does not understand stays what was there."""
        try:
            cadence = parse_cadence(value or "1 month")
        except BillingError:
            return
        self._count.setValue(cadence.interval)
        self._unit.setCurrentIndex(self._unit.findData(cadence.unit))


class CadenceEditor(QWidget):
    """The fields of the line that `show_line` names, in an order that is being edited."""

    def __init__(self, editing: OrderEditing, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("order.rule")
        self._editing, self._formats = editing, formats
        self._row = -1
        self._is_filling = False
        self._first_bill: date | None = None
        self._build()
        editing.changed.connect(self.show_values)
        self.show_values()

    def show_line(self, row: int) -> None:
        """Show the rule of this line; that of no line where there is none."""
        self._row = row
        self._first_bill = None
        self.show_values()

    def show_first_bill(self, on: date | None) -> None:
        """Say in the sentence when a one-time line is billed, once that is worked out."""
        if on != self._first_bill:
            self._first_bill = on
            self._show_sentence()

    @property
    def line(self) -> LineEdit | None:
        """The line that is shown."""
        lines = self._editing.edit.lines
        return lines[self._row] if 0 <= self._row < len(lines) else None

    def show_values(self) -> None:
        """Show what the line has now, and what is wrong with it."""
        line = self.line
        self.fields.setEnabled(line is not None)
        self._is_filling = True
        try:
            self.fields.show_values(_values(line or LineEdit(charge_type="one_time")))
        finally:
            self._is_filling = False
        recurs = line is not None and line.charge_type != "one_time"
        self.fields.show_fields(frozenset(self.fields.values()) - ({"bill_on"} if recurs else _RECURRING))
        self._show_what_stays(line)
        self.show_problems()
        self._show_sentence()

    def show_problems(self) -> None:
        """Say beside each field what is wrong with it."""
        for key in self.fields.values():
            problem = self._editing.problem(f"lines.{self._row}.{key}")
            if problem is None:
                self.fields.clear_errors(key)
            else:
                self.fields.show_error(key, _words(problem), and_go=False)

    def _build(self) -> None:
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setObjectName("order.rule.sentence")
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.fields = FieldGrid("order.rule", 4, {"every": 2, "bill_day": 3})
        kinds = (("one_time", tr("Once")), ("recurring", tr("Recurring")), ("usage", tr("By usage")))
        self.fields.choice("charge_type", tr("Billed"), kinds)
        every = EveryField()
        self.fields.add("every", tr("Every"), every)
        every.name_parts()
        self.fields.choice("timing", tr("When"), (("advance", tr("In advance")), ("arrears", tr("In arrears"))))
        bill_day = BillDayField()
        self.fields.add("bill_day", tr("Bill day"), bill_day)
        bill_day.name_parts()
        for key, label, empty in (
            ("start_on", tr("Starts on"), tr("as ordered")),
            ("end_on", tr("Last day"), tr("no end")),
            ("bill_on", tr("Bill on"), tr("as it is due")),
            ("ordered_on", tr("Ordered on"), tr("as the order")),
            ("due_on", tr("Due on"), tr("as the order")),
        ):
            self.fields.day(key, label).setSpecialValueText(empty)
        self.fields.line("group", tr("Invoice group"), placeholder=tr("none"))
        self.fields.changed.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.sentence)
        column.addWidget(self.fields)
        column.addStretch(1)

    def _take(self, key: str) -> None:
        """Put what a person changed into the order."""
        line = self.line
        if self._is_filling or line is None:
            return
        changed = _changed(line, key, self.fields.values())
        if changed != line:
            names = {name: getattr(changed, name) for name in LineEdit.__slots__ if getattr(changed, name) != getattr(line, name)}
            self._editing.set_line(self._row, tr("Change how line {n} is billed").format(n=self._row + 1), key, **names)

    def _show_what_stays(self, line: LineEdit | None) -> None:
        """Lines of an active order stay as they are, but for a few things of those that are not billed."""
        if self._editing.is_draft:
            _say_empty(self.fields.field("start_on"), tr("as ordered"))
            for key in ("ordered_on", "due_on"):
                _say_empty(self.fields.field(key), tr("as the order"))
            is_usage = line is not None and line.charge_type == "usage"
            self.fields.set_read_only(frozenset({"timing"}) if is_usage else frozenset())
            return
        for key in ("ordered_on", "due_on", "start_on"):
            _say_empty(self.fields.field(key), tr("none"))
        is_free = self._editing.page.status == "active" and self._row not in self._editing.page.billed
        self.fields.set_read_only(frozenset(self.fields.values()) - (_MAY_CHANGE if is_free else frozenset()))

    def _show_sentence(self) -> None:
        line = self.line
        self.sentence.setText(
            "" if line is None else sentence_of(line, self._editing.edit.ordered_on, self._first_bill, self._formats)
        )


def sentence_of(line: LineEdit, ordered_on: date | None, first_bill: date | None, formats: Formats) -> str:
    """How a line is billed, in a sentence; what is wrong with its rule where it has none."""

    def long_date(day: date) -> str:
        form = re.sub(r"dddd[^A-Za-z]*", "", formats.locale.dateFormat(formats.locale.FormatType.LongFormat))
        return formats.locale.toString(QDate(day.year, day.month, day.day), form)

    try:
        if line.charge_type == "one_time":
            return one_time_sentence(line.bill_on or first_bill, tr, long_date)
        start_on = line.start_on or line.ordered_on or ordered_on
        if start_on is None:
            return ""
        bill_day = parse_bill_day(line.bill_day) if line.bill_day else None
        is_usage = line.charge_type == "usage"
        cadence = parse_cadence(line.every)
        return recurring_sentence(cadence, bill_day, line.timing, start_on, line.end_on, is_usage, tr, long_date)
    except BillingError as error:
        return _words(error)


def _say_empty(field: QWidget, words: str) -> None:
    """What a date field shows while it is empty."""
    if isinstance(field, DateField) and field.specialValueText() != words:
        field.setSpecialValueText(words)


def _values(line: LineEdit) -> dict[str, Any]:
    """The line as its fields hold it."""
    dates = {name: None if (day := getattr(line, name)) is None else day.isoformat() for name in _DATES}
    return {
        **dates,
        "charge_type": line.charge_type or "one_time",
        "every": line.every or "1 month",
        "bill_day": line.bill_day or None,
        "timing": line.timing or "advance",
        "group": line.group,
    }


def _changed(line: LineEdit, key: str, values: Mapping[str, Any]) -> LineEdit:
    """The line with what was changed in the field `key`; a line that begins to recur gets a cadence, usage its timing."""
    value: Any = values[key]
    if key in _DATES:
        value = None if value is None else date.fromisoformat(value)
        return replace(line, **{key: value})
    if key == "charge_type":
        if value == "one_time":
            return replace(line, charge_type=value, every="", timing="advance", bill_day="", start_on=None, end_on=None)
        timing = "arrears" if value == "usage" else line.timing or "advance"
        return replace(line, charge_type=value, every=line.every or "1 month", timing=timing, bill_on=None)
    value = value or ""
    return replace(line, **{key: value})


def _words(error: BillingError | FieldError) -> str:
    what = error.what[:1].upper() + error.what[1:]
    return f"{what}; {error.remedy}" if error.remedy else what
