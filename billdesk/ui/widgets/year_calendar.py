"""A small calendar that shows dates on the months they fall in: some months beside each other, as many rows as it takes.

Painted with the theme's colours at whatever scale the screen has. Weekends and holidays are pale, so that one sees why a
date moved; missed dates have another colour than those to come, and a ring instead of a disc, never colour alone.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QLocale, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from billdesk.ui import theme
from billdesk.ui.formats import Formats

LEAST_MONTHS = 3
_CELL, _GAP, _TITLE = 17, 12, 22
"""Pixels: a day's square, between months, and a month's name."""


class YearCalendar(QWidget):
    """Shows dates, and which of them were missed; `across` months beside each other."""

    def __init__(self, formats: Formats, across: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._across = across
        self._formats = formats
        self._dates: tuple[date, ...] = ()
        self._holidays: Collection[date] = ()
        self._today = date.min
        self._months: tuple[tuple[int, int], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_dates(self, dates: Sequence[date], holidays: Collection[date], today: date) -> None:
        """Show these dates; those before `today` are missed ones."""
        self._dates, self._holidays, self._today = tuple(dates), holidays, today
        self._months = _months_of(self._dates or (today,))
        self.setAccessibleDescription("; ".join(self._formats.date_(day, long=True) for day in self._dates))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for the months."""
        across = self._across
        rows = (max(len(self._months), LEAST_MONTHS) + across - 1) // across
        return QSize(across * 7 * _CELL + (across - 1) * _GAP, rows * (_TITLE + 6 * _CELL + 6) - 6)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The same: it does not shrink."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint month by month."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = QFont(self.font())
        small.setPixelSize(11)
        bold = QFont(small)
        bold.setBold(True)
        for at, month in enumerate(self._months):
            self._paint_month(painter, self._corner(at), month, small, bold)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Say which date the mouse is over."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            day = self.day_at(event.pos().x(), event.pos().y())
            if day is not None and day in self._dates:
                QToolTip.showText(event.globalPos(), self._formats.date_(day, long=True), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def day_at(self, x: float, y: float) -> date | None:
        """The day that is painted at a place."""
        for at, (year, month) in enumerate(self._months):
            for number in range(1, monthrange(year, month)[1] + 1):
                day = date(year, month, number)
                if self._square(self._corner(at), day).contains(x, y):
                    return day
        return None

    def _corner(self, at: int) -> QPointF:
        row, column = divmod(at, self._across)
        return QPointF(column * (7 * _CELL + _GAP), row * (_TITLE + 6 * _CELL + 6))

    def _square(self, corner: QPointF, day: date) -> QRectF:
        first = day.replace(day=1)
        column = (day.weekday() - self._first_weekday()) % 7
        before = (first.weekday() - self._first_weekday()) % 7
        row = (before + day.day - 1) // 7
        return QRectF(corner.x() + column * _CELL, corner.y() + _TITLE + row * _CELL, _CELL, _CELL)

    def _first_weekday(self) -> int:
        return self._formats.locale.firstDayOfWeek().value - 1

    def _paint_month(self, painter: QPainter, corner: QPointF, month: tuple[int, int], small: QFont, bold: QFont) -> None:
        year, number = month
        name = self._formats.locale.standaloneMonthName(number, QLocale.FormatType.ShortFormat)
        painter.setFont(bold)
        painter.setPen(theme.color("text"))
        title = QRectF(corner.x() + 4, corner.y(), 7 * _CELL, _TITLE)
        painter.drawText(title, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"{name} {year}")
        painter.setFont(small)
        for offset in range(monthrange(year, number)[1]):
            day = date(year, number, 1) + timedelta(offset)
            self._paint_day(painter, self._square(corner, day), day, bold, small)

    def _paint_day(self, painter: QPainter, square: QRectF, day: date, bold: QFont, small: QFont) -> None:
        ink = "text"
        if day.weekday() >= 5 or day in self._holidays:
            ink = "muted"
            painter.fillRect(square, theme.color("hover"))
        if day in self._dates:
            is_missed = day < self._today
            disc = square.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(theme.color("due" if is_missed else "accent"), 1.6))
            painter.setBrush(theme.color("due_ground" if is_missed else "accent"))
            painter.drawEllipse(disc)
            ink = "due" if is_missed else "accent_text"
            painter.setFont(bold)
        painter.setPen(theme.color(ink))
        painter.drawText(square, Qt.AlignmentFlag.AlignCenter, str(day.day))
        painter.setFont(small)


def _months_of(dates: Sequence[date]) -> tuple[tuple[int, int], ...]:
    """The months to show: all from the first date to the last where twelve hold them, else those that have a date."""
    first, last = dates[0], dates[-1]
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    if end - begin < 12:
        shown = range(begin, max(end + 1, begin + LEAST_MONTHS))
        return tuple((index // 12, index % 12 + 1) for index in shown)
    return tuple(dict.fromkeys((day.year, day.month) for day in dates))
