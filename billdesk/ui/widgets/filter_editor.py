"""The small editor of one filter: what is asked of a column, and the value, typed as this person's locale writes it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from billdesk.billing.errors import BillingError
from billdesk.billing.money import PRICE_PLACES, QUANTITY_PLACES, format_scaled
from billdesk.services.lists_conditions import OPERATORS, SPANS, Condition
from billdesk.services.lists_sources import DATES, Column
from billdesk.ui.formats import Formats
from billdesk.ui.models.filter_words import op_word, span_word
from billdesk.ui.models.states import state_word
from billdesk.ui.widgets.popover import Popover
from billdesk.ui.words import tr

_VALUELESS = ("set", "unset")


class FilterEditor(Popover):
    """Edits one condition. Enter applies, Esc closes; a value that is not understood says so below."""

    applied = Signal(object)
    """The condition that a person has made."""

    def __init__(self, room: str, column: Column, title: str, formats: Formats, parent: QWidget) -> None:
        super().__init__(f"{room}.filter", tr("Filter by {what}").format(what=title), parent)
        self._room, self._column, self._formats = room, column, formats
        self.setMinimumWidth(260)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        heading = QLabel(title)
        heading.setProperty("heading", True)
        layout.addWidget(heading)
        self.op = QComboBox(self)
        self.op.setObjectName(f"{room}.filter_op")
        self.op.setAccessibleName(tr("What is asked"))
        for op in OPERATORS[column.kind]:
            self.op.addItem(op_word(column.kind, op), op)
        self.op.currentIndexChanged.connect(self._show_op)
        self.op.setVisible(self.op.count() > 1)
        layout.addWidget(self.op)
        self.states = [self._state(state) for state in column.states]
        for box in self.states:
            layout.addWidget(box)
        self.choice = self._choice()
        layout.addWidget(self.choice)
        self.first = self._line("filter_value", tr("Value"))
        self.last = self._line("filter_until", tr("Until"))
        layout.addWidget(self.first)
        layout.addWidget(self.last)
        self.trouble = QLabel("")
        self.trouble.setProperty("error", True)
        self.trouble.setWordWrap(True)
        layout.addWidget(self.trouble)
        row = QHBoxLayout()
        row.addStretch(1)
        self.apply_button = QPushButton(tr("Filter"))
        self.apply_button.setObjectName(f"{room}.filter_apply")
        self.apply_button.setAccessibleName(tr("Apply the filter"))
        self.apply_button.setProperty("primary", True)
        self.apply_button.clicked.connect(self.apply)
        row.addWidget(self.apply_button)
        layout.addLayout(row)
        self._show_op()

    def show_condition(self, condition: Condition) -> None:
        """Fill the editor from a condition."""
        parts = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        self.op.setCurrentIndex(max(0, self.op.findData(condition.op)))
        for box, state in zip(self.states, self._column.states, strict=True):
            box.setChecked(state in parts)
        if condition.op == "within" or self._column.kind == "flag":
            value = "yes" if parts[0] in ("true", "1") else parts[0]
            self.choice.setCurrentIndex(max(0, self.choice.findData(value)))
        elif condition.op not in _VALUELESS and not self.states:
            self.first.setText(self._shown(parts[0]))
            self.last.setText(self._shown(parts[1]) if len(parts) > 1 else "")

    def open_at(self, place: QPoint) -> None:
        """Show the editor at a place on the screen, ready to type."""
        wanted: list[QWidget] = [self.first, self.choice, *self.states, self.op]
        self.show_at(place, next((widget for widget in wanted if not widget.isHidden()), self.apply_button))

    def apply(self) -> None:
        """Hand the condition over and close; or say what is not understood."""
        try:
            condition = self._condition()
        except BillingError as trouble:
            self.trouble.setText(f"{trouble.what[:1].upper()}{trouble.what[1:]}; {trouble.remedy}")
            self.trouble.show()
            self.adjustSize()
            return
        self.done()
        self.applied.emit(condition)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter applies."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
        else:
            super().keyPressEvent(event)

    def _condition(self) -> Condition:
        key, op = self._column.key, str(self.op.currentData())
        if op in _VALUELESS:
            return Condition(key, op)
        if self.states:
            chosen = tuple(s for box, s in zip(self.states, self._column.states, strict=True) if box.isChecked())
            if not chosen:
                raise BillingError(tr("nothing is ticked"), remedy=tr("tick one or more"))
            return Condition(key, op, chosen)
        if op == "within" or self._column.kind == "flag":
            return Condition(key, op, str(self.choice.currentData()))
        if op == "between":
            return Condition(key, op, (self._read(self.first), self._read(self.last)))
        return Condition(key, op, self._read(self.first))

    def _read(self, line: QLineEdit) -> str:
        """What was typed, as conditions have it."""
        text = line.text().strip()
        if not text:
            raise BillingError(tr("there is no value"), remedy=tr("type one"))
        kind = self._column.kind
        if kind in DATES:
            day = self._formats.parse_date(text)
            return day.isoformat() if day is not None else ""
        if kind in ("money", "price"):
            return format_scaled(self._formats.parse_price(text), PRICE_PLACES)
        if kind in ("quantity", "count"):
            return format_scaled(self._formats.parse_quantity(text), QUANTITY_PLACES)
        return format_scaled(self._formats.parse_percent(text), PRICE_PLACES) if kind == "percent" else text

    def _shown(self, value: str) -> str:
        if self._column.kind in DATES:
            return self._formats.date_(value)
        return value if self._column.kind in ("text", "id") else self._formats.figure(value)

    def _show_op(self) -> None:
        op = self.op.currentData()
        is_choice = op == "within" or self._column.kind == "flag"
        has_value = op not in _VALUELESS and not self.states and not is_choice
        self.choice.setVisible(is_choice)
        self.first.setVisible(has_value)
        self.last.setVisible(has_value and op == "between")
        self.first.setPlaceholderText(tr("From") if op == "between" else "")
        self.trouble.hide()
        if self.isVisible():
            self.adjustSize()

    def _state(self, state: str) -> QCheckBox:
        box = QCheckBox(state_word(self._column.key, state), self)
        box.setObjectName(f"{self._room}.filter_{state}")
        box.setAccessibleName(box.text())
        return box

    def _choice(self) -> QComboBox:
        choice = QComboBox(self)
        choice.setObjectName(f"{self._room}.filter_choice")
        choice.setAccessibleName(tr("Choice"))
        if self._column.kind == "flag":
            choice.addItem(tr("Yes"), "yes")
            choice.addItem(tr("No"), "no")
        else:
            for word in SPANS:
                choice.addItem(span_word(word), word)
            choice.setCurrentIndex(SPANS.index("this-month"))
        return choice

    def _line(self, name: str, text: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(f"{self._room}.{name}")
        line.setAccessibleName(text)
        line.setPlaceholderText(text if name == "filter_until" else "")
        return line
