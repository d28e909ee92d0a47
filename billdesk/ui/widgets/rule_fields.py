"""Fields of a schedule's rule: how often, on which day, up to which due date, and which records it takes.

Those made of several parts have `value()`, `set_value()` and a signal `changed`, as `widgets.fields` asks of a field of
one's own. The values are the written forms of `billing` (`2 weeks`, `last fri`), so that no rule stands here.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QWidget

from billdesk.billing.cadence import parse_bill_day
from billdesk.billing.errors import BillingError
from billdesk.ui.widgets.fields import inset
from billdesk.ui.words import tr

OFFERED = ("1 month", "2 months", "1 quarter", "1 semester", "1 year", "1 week", "2 weeks", "10 days", "1 day")
_NTHS = (1, 2, 3, 4, 5, -1)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class EveryField(QComboBox):
    """How often: cadences to choose, or one typed, such as `3 months`. Its value is as typed; see `cadence_of`."""

    def __init__(self) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for cadence in OFFERED:
            self.addItem(cadence_words(cadence), cadence)

    def text(self) -> str:
        """What stands in the line."""
        return self.currentText()

    def setText(self, text: str) -> None:  # noqa: N802 - as a line of text has it
        """Write into the line."""
        self.setEditText(text)


def cadence_words(cadence: str) -> str:
    """A cadence of billing, such as `2 weeks`, in the window's language."""
    count, _, unit = cadence.partition(" ")
    return f"{count} {_units().get(unit, unit)}" if unit else cadence


def cadence_of(typed: str) -> str:
    """A cadence as billing writes it, from what a person typed: `monthly` aside, in the window's language or in English.

    `every 2 weeks` and `month` are understood too. What is not is given back as it is, for billing to refuse in words.
    """
    words = " ".join(typed.lower().split())
    for opening in (tr("every").lower(), "every"):
        words = words.removeprefix(opening).strip()
    count, _, unit = words.partition(" ")
    if not count.isascii() or not count.isdigit():
        count, unit = "1", words
    for plain, shown in _units().items():
        if unit in (plain, shown.lower()):
            return f"{int(count[:6])} {plain}"
    return words


def _units() -> dict[str, str]:
    return {
        "day": tr("day"),
        "days": tr("days"),
        "week": tr("week"),
        "weeks": tr("weeks"),
        "month": tr("month"),
        "months": tr("months"),
        "quarter": tr("quarter"),
        "quarters": tr("quarters"),
        "semester": tr("semester"),
        "semesters": tr("semesters"),
        "year": tr("year"),
        "years": tr("years"),
    }


class PartsField(QWidget):
    """A field of several parts beside each other."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[tuple[str, QWidget]] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)

    def name_parts(self) -> None:
        """Give the parts object names that begin with the field's own; called once it has one."""
        for name, widget in self._parts:
            widget.setObjectName(f"{self.objectName()}.{name}")

    def _choice(self, name: str, words: str, options: Iterable[tuple[object, str]], stretch: int = 1) -> QComboBox:
        box = QComboBox()
        for value, shown in options:
            box.addItem(shown, value)
        box.currentIndexChanged.connect(self._hear)
        self._take(name, words, box, stretch)
        return box

    def _number(self, name: str, words: str, least: int, most: int) -> QSpinBox:
        box = QSpinBox()
        box.setRange(least, most)
        inset(box)
        box.valueChanged.connect(self._hear)
        self._take(name, words, box, 0)
        return box

    def _take(self, name: str, words: str, widget: QWidget, stretch: int) -> None:
        widget.setAccessibleName(words)
        self._parts.append((name, widget))
        self._row.addWidget(widget, stretch)
        if self.focusProxy() is None:
            self.setFocusProxy(widget)

    def _hear(self) -> None:
        self._show_parts()
        self.changed.emit()

    def _show_parts(self) -> None:
        """Show the parts that matter for what is chosen."""


class BillDayField(PartsField):
    """On which day: none (that of the start), a day of the month, its last, a weekday of it, or its last business day."""

    def __init__(self) -> None:
        super().__init__()
        self._kind = self._choice(
            "kind",
            tr("Kind of bill day"),
            (
                (None, tr("The day of the start")),
                ("day", tr("Day of the month")),
                ("last", tr("Last day of the month")),
                ("weekday", tr("Weekday of the month")),
                ("last-business", tr("Last business day")),
            ),
        )
        self._day = self._number("day", tr("Day of the month"), 1, 31)
        ordinals = (tr("first"), tr("second"), tr("third"), tr("fourth"), tr("fifth"), tr("last"))
        self._nth = self._choice("nth", tr("Which of them"), zip(_NTHS, ordinals, strict=True))
        days = (tr("Monday"), tr("Tuesday"), tr("Wednesday"), tr("Thursday"), tr("Friday"), tr("Saturday"), tr("Sunday"))
        self._weekday = self._choice("weekday", tr("Weekday"), zip(_WEEKDAYS, days, strict=True))
        self._show_parts()

    def value(self) -> str | None:
        """The bill day as billing writes it; None for the day of the start."""
        kind = self._kind.currentData()
        if kind == "day":
            return str(self._day.value())
        if kind == "weekday":
            nth = self._nth.currentData()
            return f"{'last' if nth < 0 else nth} {self._weekday.currentData()}"
        return None if kind is None else str(kind)

    def set_value(self, value: str | None) -> None:
        """Show a bill day; what billing does not understand counts as none."""
        try:
            day = parse_bill_day(value) if value else None
        except BillingError:
            day = None
        self._kind.setCurrentIndex(self._kind.findData(None if day is None else day.kind))
        if day is not None and day.kind == "day":
            self._day.setValue(day.nth)
        if day is not None and day.kind == "weekday":
            self._nth.setCurrentIndex(self._nth.findData(day.nth))
            self._weekday.setCurrentIndex(day.weekday)

    def _show_parts(self) -> None:
        kind = self._kind.currentData()
        self._day.setVisible(kind == "day")
        self._nth.setVisible(kind == "weekday")
        self._weekday.setVisible(kind == "weekday")


class DaysField(PartsField):
    """Up to which due date a run collects: that of the occurrence, or so many days ahead or behind."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._side = self._choice(
            "side",
            tr("Up to which due date"),
            ((0, tr("The date itself")), (1, tr("Days ahead")), (-1, tr("Days behind"))),
        )
        self._days = self._number("days", tr("Days"), 1, most)
        self._show_parts()

    def value(self) -> int:
        """The days that are added to an occurrence."""
        return int(self._side.currentData()) * self._days.value()

    def set_value(self, value: int | None) -> None:
        """Show so many days."""
        days = int(value or 0)
        self._side.setCurrentIndex(self._side.findData((days > 0) - (days < 0)))
        if days:
            self._days.setValue(abs(days))

    def _show_parts(self) -> None:
        self._days.setVisible(self._side.currentData() != 0)
