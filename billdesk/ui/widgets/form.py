"""A form: labelled fields with help and error beside each, values in and out as plain data, and whether they changed.

The values of a form are what JSON can hold, so that an unsaved edit can be kept on disk as it is. What a value means is
checked by the services, whose FieldError names the field that this form then marks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from billdesk.billing.errors import BillingError, FieldError
from billdesk.ui.widgets.date_field import DateField
from billdesk.ui.widgets.field_box import FieldBox
from billdesk.ui.widgets.fields import Value, date_field, kind_of, read, write
from billdesk.ui.words import breakable, tr


class Form(QWidget):
    """Fields in a column. `room` begins each field's object name: `account.email`."""

    changed = Signal(str)
    """A person has changed the field of that key."""

    def __init__(self, room: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room = room
        self._fields: dict[str, QWidget] = {}
        self._errors: dict[str, QLabel] = {}
        self._tips: dict[str, QLabel] = {}
        self._clean: dict[str, Value] = {}
        self._is_filling = False
        self._lay_out()

    def _lay_out(self) -> None:
        self.rows = QFormLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setHorizontalSpacing(16)
        self.rows.setVerticalSpacing(8)
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)

    def add(self, key: str, label: str, field: QWidget, tip: str = "") -> QWidget:
        """Add a field under `key`; `tip` is a short help that stands under it. Gives the field back."""
        field.setObjectName(f"{self._room}.{key}")
        field.setAccessibleName(label)
        field.setAccessibleDescription(tip)
        box = FieldBox()
        column = box.column
        column.addWidget(field)
        words = QLabel(breakable(tip))
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setProperty("muted", True)
        words.setWordWrap(True)
        column.addWidget(words)
        words.setHidden(not tip)
        error = QLabel()
        error.setObjectName(f"{self._room}.{key}.error")
        error.setProperty("error", True)
        error.setTextFormat(Qt.TextFormat.PlainText)
        error.setWordWrap(True)
        error.hide()
        column.addWidget(error)
        caption = QLabel(label)
        caption.setTextFormat(Qt.TextFormat.PlainText)
        caption.setBuddy(field)
        self._place(key, caption, box)
        self._fields[key], self._errors[key], self._tips[key] = field, error, words
        self._listen(key, field)
        self._clean[key] = read(field)
        return field

    def _place(self, _key: str, caption: QLabel, box: QWidget) -> None:
        """Put a field and its label where they belong. A form of another shape overrides this and `_lay_out`."""
        caption.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        caption.setContentsMargins(0, 7, 0, 0)  # on the line of the field's own text
        self.rows.addRow(caption, box)

    def line(self, key: str, label: str, tip: str = "", placeholder: str = "") -> QLineEdit:
        """A field of one line of text."""
        field = QLineEdit()
        field.setPlaceholderText(placeholder)
        self.add(key, label, field, tip)
        return field

    def text(self, key: str, label: str, tip: str = "", lines: int = 3) -> QPlainTextEdit:
        """A field of several lines."""
        field = QPlainTextEdit()
        field.setTabChangesFocus(True)
        field.setFixedHeight(lines * field.fontMetrics().lineSpacing() + 24)
        self.add(key, label, field, tip)
        return field

    def choice(self, key: str, label: str, options: Sequence[tuple[Value, str]], tip: str = "") -> QComboBox:
        """A field with a choice of (value, words)."""
        field = QComboBox()
        for value, words in options:
            field.addItem(words, value)
        self.add(key, label, field, tip)
        return field

    def check(self, key: str, label: str, words: str, tip: str = "") -> QCheckBox:
        """A field that is ticked or not, with `words` beside the box."""
        field = QCheckBox(words)
        self.add(key, label, field, tip)
        field.setAccessibleName(f"{label}: {words}" if label else words)
        return field

    def day(self, key: str, label: str, tip: str = "", optional: bool = True) -> DateField:
        """A date, with a calendar; an optional one may be empty."""
        field = date_field(optional)
        self.add(key, label, field, tip)
        field.editingFinished.connect(lambda: self.show_error(key, field.trouble, and_go=False) if field.trouble else None)
        field.textChanged.connect(lambda _text: self.clear_errors(key))
        return field

    def field(self, key: str) -> QWidget:
        """The field of that key."""
        return self._fields[key]

    def go_to_first(self) -> None:
        """Give the first field the keys."""
        first = next((field for field in self._fields.values() if field.isEnabled() and field.isVisibleTo(self)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def values(self) -> dict[str, Value]:
        """What the fields hold: text stripped, dates as ISO text, an empty optional date as None."""
        return {key: read(field) for key, field in self._fields.items()}

    def set_values(self, values: Mapping[str, Value], are_clean: bool = True) -> None:
        """Fill the fields that `values` names; by default they then count as unchanged."""
        self._is_filling = True
        try:
            for key, value in values.items():
                if key in self._fields:
                    write(self._fields[key], value)
        finally:
            self._is_filling = False
        if are_clean:
            self._clean = self.values()
            self.clear_errors()

    @property
    def is_dirty(self) -> bool:
        """Whether a field holds something else than when it was filled."""
        return self.values() != self._clean

    def show_error(self, key: str, words: str, and_go: bool = True) -> None:
        """Say beside a field what is wrong with it, and go there."""
        error, field = self._errors[key], self._fields[key]
        error.setText(breakable(words))
        error.show()
        _mark(field, is_invalid=True)
        field.setAccessibleDescription(words)
        if and_go:
            field.setFocus()

    def show_tip(self, key: str, words: str) -> None:
        """Change the short help under a field, where it depends on what is chosen; no words, no help."""
        self._tips[key].setText(breakable(words))
        self._tips[key].setVisible(bool(words))
        self._fields[key].setAccessibleDescription(words)

    def show_trouble(self, trouble: BillingError, and_go: bool = True) -> bool:
        """Say an error beside its field where it names one of this form; False where the caller must say it elsewhere."""
        key = trouble.field if isinstance(trouble, FieldError) else ""
        if key not in self._fields:
            return False
        what = trouble.what[:1].upper() + trouble.what[1:]
        self.show_error(key, f"{what}; {trouble.remedy}" if trouble.remedy else what, and_go)
        return True

    def show_unreadable(self) -> bool:
        """Mark the fields whose text cannot be read as what they are for, such as a date; False where there is none."""
        found = [(key, field.trouble) for key, field in self._fields.items() if isinstance(field, DateField) and field.trouble]
        for key, words in reversed(found):
            self.show_error(key, words)
        return bool(found)

    def clear_errors(self, key: str | None = None) -> None:
        """Take errors away, of one field or of all; what is no date stays marked until it is one."""
        for name in self._fields if key is None else [key]:
            field = self._fields[name]
            if isinstance(field, DateField) and field.trouble:
                continue
            if self._errors[name].isVisibleTo(self) or self._errors[name].text():
                self._errors[name].hide()
                self._errors[name].clear()
                _mark(field, is_invalid=False)

    def _listen(self, key: str, field: QWidget) -> None:
        def hear(*_: object) -> None:
            if not self._is_filling:
                self.clear_errors(key)
                self.changed.emit(key)

        for signal in kind_of(field).signals:
            getattr(field, signal).connect(hear)


def _mark(field: QWidget, is_invalid: bool) -> None:
    field.setProperty("invalid", is_invalid)
    field.style().unpolish(field)
    field.style().polish(field)
    if not is_invalid:
        field.setAccessibleDescription("")


def required(label: str) -> str:
    """The label of a field that must be filled."""
    return tr("{label} *").format(label=label)
