"""What a report is asked for: a day or a stretch of days, what to add up by, and the currency."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QLabel, QWidget

from billdesk.billing.cadence import BillDay, day_in_month, month_index
from billdesk.services.lists_conditions import span
from billdesk.ui.models.report_words import Offer
from billdesk.ui.widgets.fields import date_field, read, write
from billdesk.ui.words import tr

CUSTOM = "custom"
_NARROWEST = 340
_AHEAD = 3
"""How many months a forecast looks ahead until a person says otherwise."""


class ReportFields(QWidget):
    """The fields of one report at a time. `changed` is emitted when a person has changed one."""

    changed = Signal()

    def __init__(self, as_of: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._as_of = as_of
        self._dates = ""
        self._is_filling = False
        self.by = self._choice("reports.by", tr("Add up by"))
        self.span = self._choice("reports.span", tr("Stretch of days"))
        for key, words in _span_words():
            self.span.addItem(words, key)
        self.first, self.last = date_field(optional=False), date_field(optional=False)
        self.day = date_field(optional=False)
        for field, name, spoken in (
            (self.first, "reports.from", tr("First invoice date")),
            (self.last, "reports.until", tr("Last day")),
            (self.day, "reports.as_of", tr("As of this day")),
        ):
            field.setObjectName(name)
            field.setAccessibleName(spoken)
            field.editingFinished.connect(lambda field=field: self.changed.emit() if field.trouble else None)
            field.dateChanged.connect(lambda _day, field=field: self._day_changed(is_of_period=field is not self.day))
        self.currency = self._choice("reports.currency", tr("Currency"))
        self._labels = {
            name: QLabel(words)
            for name, words in (("by", tr("By")), ("day", tr("As of")), ("to", tr("to")), ("until", tr("Until")))
        }
        self._build()

    def show_offer(self, offer: Offer) -> None:
        """Show the fields of another report, filled with what is usual."""
        self._dates = offer.dates
        with self._filling():
            self.by.clear()
            for key, words in offer.ways:
                self.by.addItem(words, key)
            write(self.day, self._as_of.isoformat())
            if offer.dates == "until":
                write(self.last, day_in_month(month_index(self._as_of) + _AHEAD, BillDay("last")).isoformat())
            else:
                self._set_span(offer.span)
        self.offer_currencies((), keep="")
        has_period, has_until = offer.dates == "period", offer.dates == "until"
        for widget, is_shown in (
            (self.by, bool(offer.ways)),
            (self._labels["by"], bool(offer.ways)),
            (self.span, has_period),
            (self.first, has_period),
            (self._labels["to"], has_period),
            (self._labels["until"], has_until),
            (self.last, has_period or has_until),
            (self._labels["day"], offer.dates == "as-of"),
            (self.day, offer.dates == "as-of"),
        ):
            widget.setVisible(is_shown)

    def offer_currencies(self, currencies: Iterable[str], keep: str) -> None:
        """Offer these currencies besides all of them; nothing is asked where there is one at most."""
        offered = list(currencies)
        with self._filling():
            self.currency.clear()
            self.currency.addItem(tr("All currencies"), "")
            for currency in offered:
                self.currency.addItem(currency, currency)
            self.currency.setCurrentIndex(max(self.currency.findData(keep), 0))
        self.currency.setVisible(len(offered) > 1)
        self._arrange()

    def set_values(self, told: dict[str, str]) -> None:
        """Fill in what a place tells: by, as_of, from, until."""
        with self._filling():
            if self.by.findData(told.get("by")) >= 0:
                write(self.by, told["by"])
            for key, field in (("as_of", self.day), ("from", self.first), ("until", self.last)):
                if told.get(key):
                    write(field, told[key])
                    write(self.span, CUSTOM)

    def way(self) -> str:
        """What is added up by; empty where nothing is asked."""
        return self.by.currentData() or ""

    @property
    def trouble(self) -> str:
        """Why there is no report to make: the words of a day that cannot be read; else empty."""
        return next((field.trouble for field in (self.first, self.last, self.day) if not field.isHidden() and field.trouble), "")

    def days(self) -> tuple[date, date, date]:
        """As-of day, first and last day."""
        as_of, first, last = (date.fromisoformat(read(field)) for field in (self.day, self.first, self.last))
        return as_of, first, last

    def _build(self) -> None:
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        labels = self._labels
        self._halves = []
        for widgets in (
            (labels["by"], self.by, self.span),
            (self.first, labels["to"], labels["until"], self.last, labels["day"], self.day, self.currency),
        ):
            half = QHBoxLayout()
            half.setSpacing(8)
            for widget in widgets:
                half.addWidget(widget)
            half.addStretch(1)
            self._halves.append(half)
            self._row.addLayout(half, len(self._halves) - 1)
        for label in labels.values():
            label.setProperty("muted", True)
        self.setMinimumWidth(_NARROWEST)
        self.by.currentIndexChanged.connect(lambda _at: self._changed())
        self.span.currentIndexChanged.connect(lambda _at: self._span_changed())
        self.currency.currentIndexChanged.connect(lambda _at: self._changed())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The days go under the rest where there is little room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        needed = sum(half.sizeHint().width() for half in self._halves) + 8
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if needed > self.width() else directions.LeftToRight)

    def _choice(self, name: str, spoken: str) -> QComboBox:
        field = QComboBox()
        field.setObjectName(name)
        field.setAccessibleName(spoken)
        return field

    def _set_span(self, word: str) -> None:
        write(self.span, word)
        if word != CUSTOM:
            first, last = _span(word, self._as_of)
            write(self.first, first.isoformat())
            write(self.last, last.isoformat())

    @contextmanager
    def _filling(self) -> Iterator[None]:
        """While fields are filled, nothing in them has been changed by a person."""
        was_filling, self._is_filling = self._is_filling, True
        yield
        self._is_filling = was_filling

    def _span_changed(self) -> None:
        if not self._is_filling:
            with self._filling():
                self._set_span(self.span.currentData())
            self.changed.emit()

    def _day_changed(self, *, is_of_period: bool) -> None:
        if not self._is_filling:
            if is_of_period and self._dates == "period":
                with self._filling():
                    write(self.span, CUSTOM)
            self.changed.emit()

    def _changed(self) -> None:
        if not self._is_filling:
            self.changed.emit()


def _span(word: str, as_of: date) -> tuple[date, date]:
    if word == "last-12-months":
        month = month_index(as_of)
        return day_in_month(month - 11, BillDay("day", 1)), day_in_month(month, BillDay("last"))
    return span(word, as_of)


def _span_words() -> tuple[tuple[str, str], ...]:
    return (
        ("this-month", tr("This month")),
        ("last-month", tr("Last month")),
        ("this-quarter", tr("This quarter")),
        ("last-quarter", tr("Last quarter")),
        ("this-year", tr("This year")),
        ("last-year", tr("Last year")),
        ("last-12-months", tr("Last 12 months")),
        (CUSTOM, tr("Other days")),
    )
