"""A date as a person types it: the locale's form or ISO, a calendar at hand, up and down for the next day.

Qt's own date field edits section by section: a date that is typed or pasted whole ends as another date without a word,
and an empty one cannot be typed at all. Here what is typed stands until it is a date; what is none is marked, and
`trouble` says so.
"""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QVBoxLayout, QWidget

from billdesk.billing.cadence import LAST_DATE
from billdesk.billing.errors import BillingError
from billdesk.ui.formats import Formats
from billdesk.ui.icons import icon
from billdesk.ui.words import tr

NO_DATE = QDate(1900, 1, 1)
"""What an optional date field holds when it is empty."""
_WHOLE = re.compile(r"\d{4}")
_STEPS = {Qt.Key.Key_Up: (1, 0), Qt.Key.Key_Down: (-1, 0), Qt.Key.Key_PageUp: (0, 1), Qt.Key.Key_PageDown: (0, -1)}
"""Days and months that a key goes on by."""


class DateField(QLineEdit):
    """One date. An optional one may be empty; it then holds NO_DATE and shows its special words."""

    dateChanged = Signal(QDate)  # noqa: N815 - as Qt's own date field calls it
    """Another date, by hand or by call."""

    def __init__(self, optional: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_optional = optional
        self._formats = Formats()
        self._date = NO_DATE if optional else QDate.currentDate()
        self._is_writing = False
        self.setMinimumWidth(120)
        opening = QAction(icon("calendar", "muted"), tr("Calendar"), self)
        opening.triggered.connect(self.show_calendar)
        self.addAction(opening, QLineEdit.ActionPosition.TrailingPosition)
        self.textChanged.connect(self._typed)
        self._show()

    def date(self) -> QDate:
        """The date that stands here; the last one that did where what stands here is none (see `trouble`)."""
        self._take()
        return self._date

    def setDate(self, day: QDate) -> None:  # noqa: N802 - as Qt's own date field calls it
        """Hold and show a date; NO_DATE empties an optional field."""
        is_other = day != self._date
        self._date = day
        self._show()
        if is_other:
            self.dateChanged.emit(day)

    def specialValueText(self) -> str:  # noqa: N802 - as Qt's own date field calls it
        """What an empty field shows."""
        return self.placeholderText()

    def setSpecialValueText(self, words: str) -> None:  # noqa: N802 - as Qt's own date field calls it
        """Show these words while it is empty."""
        self.setPlaceholderText(words.strip())

    @property
    def trouble(self) -> str:
        """Why what stands here is no date of ours; empty where it is one, or may be empty."""
        try:
            found = self._formats.parse_date(self.text())
        except BillingError:
            sample = self._formats.date_(date(2026, 12, 31))
            return tr("{text} is not a date; write it like {sample}").format(text=self.text().strip()[:20], sample=sample)
        if found is None:
            return "" if self._is_optional else tr("Give a date")
        is_ours = NO_DATE.year() < found.year <= LAST_DATE.year
        return "" if is_ours else tr("Give a date from {first} to {last}").format(first=NO_DATE.year() + 1, last=LAST_DATE.year)

    def show_calendar(self) -> None:
        """A calendar under the field; a day that is chosen in it is taken."""
        frame = QWidget(self, Qt.WindowType.Popup)
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        calendar = QCalendarWidget(frame)
        calendar.setAccessibleName(tr("Calendar"))
        calendar.setSelectedDate(self._date if self._date != NO_DATE else QDate.currentDate())

        def take(day: QDate) -> None:
            frame.hide()
            frame.deleteLater()
            self.setDate(day)

        calendar.clicked.connect(take)
        calendar.activated.connect(take)
        column.addWidget(calendar)
        frame.move(self.mapToGlobal(QPoint(0, self.height())))
        frame.show()
        calendar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Up and down go on by a day, page up and down by a month; F4 opens the calendar."""
        if event.key() == Qt.Key.Key_F4:
            self.show_calendar()
        elif event.key() in _STEPS and not self.isReadOnly():
            days, months = _STEPS[Qt.Key(event.key())]
            start = self._date if self._date != NO_DATE else QDate.currentDate()
            self.setDate(start.addDays(days).addMonths(months))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Write what was typed in the locale's form, or mark it where it is no date."""
        super().focusOutEvent(event)
        if not self.trouble:
            self._take()
            self._show()
        self._mark()

    def _typed(self) -> None:
        """Take a date when it is whole: the 20 of 5/1/20 may go on as 2027, so that two digits wait for the end."""
        if self._is_writing:
            return
        if _WHOLE.search(self.text()) or not self.text().strip():
            self._take()
        if self.property("invalid") and not self.trouble:
            self._mark()

    def _take(self) -> None:
        if self.trouble:
            return
        day = self._read()
        if day != self._date:
            self._date = day
            self.dateChanged.emit(day)

    def _read(self) -> QDate:
        found = self._formats.parse_date(self.text())
        if found is None:
            return NO_DATE
        return QDate(found.year, found.month, found.day)

    def _show(self) -> None:
        day = self._date
        is_empty = self._is_optional and day == NO_DATE
        self._is_writing = True
        self.setText("" if is_empty else self._formats.date_(date(day.year(), day.month(), day.day())))
        self._is_writing = False
        self._mark()

    def _mark(self) -> None:
        trouble = self.trouble
        if bool(self.property("invalid")) != bool(trouble):
            self.setProperty("invalid", bool(trouble))
            self.style().unpolish(self)
            self.style().polish(self)
        self.setToolTip(trouble)
