"""Plots of amounts over labels: bars, stacked bars and lines, with axis, legend and a readout by mouse and keyboard.

Painted here, for Qt's own charts are under the GPL; the colours are the theme's, and edges lie on whole pixels. What a
plot says is handed over ready in words, so that this room knows nothing of money. Left and Right go from label to label,
Enter asks for what lies behind one, Esc leaves; a screen reader is told each value.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from billdesk.ui import theme
from billdesk.ui.words import tr

_HEAD, _FOOT, _PAD = 24, 20, 4
_SMALL = 11
_SPOKEN = 60
"""How many values the description of a plot has at most."""


@dataclass(frozen=True, slots=True)
class Chart:
    """What is plotted. `form` is bars, stacked or lines; `values` and their `texts` are series of one value for each label.

    `ticks` mark the axis, the least first, zero among them; `marks` are short forms of the labels for it. `short` are
    figures to stand on the bars of a single series, each way with the words for what it counts in (`USD, thousands`) and the
    ticks in it: the first that has room is taken. `is_time` says that labels follow each other, so that some may be left
    out. `inks` are tokens of the theme for the labels' bars, in place of the series' own.
    """

    form: str
    labels: tuple[str, ...]
    names: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]
    texts: tuple[tuple[str, ...], ...]
    ticks: tuple[tuple[int, str], ...]
    short: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()
    marks: tuple[str, ...] = ()
    inks: tuple[str, ...] = ()
    is_time: bool = False

    def told(self, at: int) -> str:
        """A label with its values in words."""
        if len(self.names) == 1:
            return f"{self.labels[at]}: {self.texts[0][at]}"
        shown = [
            f"{name} {texts[at]}" for name, texts, values in zip(self.names, self.texts, self.values, strict=True) if values[at]
        ]
        return f"{self.labels[at]}: {' · '.join(shown) or '0'}"


class PlotView(QWidget):
    """Shows a `Chart`. `pressed` tells the index of a label that was asked for, `moved` the one that is read out (or -1)."""

    pressed = Signal(int)
    moved = Signal(int)

    def __init__(self, name: str, title: str, parent: QWidget | None = None, height: int = 220) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.chart: Chart | None = None
        self.current = -1
        self.nothing = ""
        self._height = height
        self._is_waiting = True

    # -- what is shown

    def show_chart(self, chart: Chart | None, nothing: str = "") -> None:
        """Show another chart; None, or one without labels, shows the words `nothing`."""
        kept = self.current if chart is not None and self.current < len(chart.labels) else -1
        self.chart = chart if chart is not None and chart.labels else None
        self.nothing, self._is_waiting, self.current = nothing, False, kept if self.chart is not None else -1
        told = [self.chart.told(at) for at in range(len(self.chart.labels))] if self.chart is not None else [nothing]
        more = [tr("and {n} more").format(n=len(told) - _SPOKEN)] if len(told) > _SPOKEN else []
        self.setAccessibleDescription("; ".join((*told[:_SPOKEN], *more)))
        self.update()

    def wait(self) -> None:
        """Show that figures are on their way."""
        self.chart, self._is_waiting = None, True
        self.update()

    def choose(self, at: int) -> None:
        """Read a label out; -1 for none."""
        if at == self.current:
            return
        self.current = at
        if at >= 0 and self.chart is not None and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.chart.told(at)))
        self.moved.emit(at)
        self.update()

    @property
    def readout(self) -> str:
        """The words of the label that is read out."""
        return self.chart.told(self.current) if self.chart is not None and self.current >= 0 else ""

    def label_at(self, place: QPoint) -> int:
        """The label under a place of the widget, whatever the height of its bar; -1 beside them."""
        if self.chart is None:
            return -1
        columns = range(len(self.chart.labels))
        return next((at for at in columns if self._column(at).contains(place)), -1)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as there is room."""
        return QSize(480, self._height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Bars may get thin."""
        return QSize(200, self._height)

    # -- mouse and keys

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Read out the label under the pointer."""
        self.choose(self.label_at(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The pointer is gone."""
        if not self.hasFocus():
            self.choose(-1)
        super().leaveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for what lies behind a bar."""
        at = self.label_at(event.position().toPoint())
        if at >= 0:
            self.pressed.emit(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrow keys, Home and End go along the labels, Enter asks for one, Esc leaves."""
        count = len(self.chart.labels) if self.chart is not None else 0
        forward = 1 if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else -1
        step = {Qt.Key.Key_Left: -forward, Qt.Key.Key_Right: forward}.get(Qt.Key(event.key()), 0)
        if count and step:
            start = self.current if self.current >= 0 else count if step < 0 else -1
            self.choose(min(max(start + step, 0), count - 1))
        elif count and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.choose(0 if event.key() == Qt.Key.Key_Home else count - 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current >= 0:
            self.pressed.emit(self.current)
        elif event.key() == Qt.Key.Key_Escape and self.current >= 0:
            self.choose(-1)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another font or theme is shown at once."""
        self.update()
        super().changeEvent(event)

    # -- painting

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the plot, its skeleton, or the words that there is nothing."""
        painter = QPainter(self)
        painter.setFont(self._font())
        if self.chart is not None:
            _Painting(painter, self, self.chart).paint()
        elif self._is_waiting:
            self._paint_skeleton(painter)
        else:
            painter.setPen(theme.color("muted"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(16, 8, -16, -8), flags, self.nothing)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def plot_area(self) -> QRect:
        """Where bars and lines stand, in a language written from the left."""
        if self.chart is None:
            return self.rect().adjusted(_PAD, _HEAD, -_PAD, -_FOOT)
        axis = max(QFontMetrics(self._font()).horizontalAdvance(text) for _, text in self.chart.ticks) + 10
        return self.rect().adjusted(_PAD + axis, _HEAD, -_PAD, -_FOOT)

    def _column(self, at: int) -> QRect:
        """Where a label's bar stands, from top to bottom of the widget."""
        area, count = self.plot_area(), len(self.chart.labels) if self.chart is not None else 1
        left, right = area.left() + area.width() * at // count, area.left() + area.width() * (at + 1) // count
        return self.mirrored(QRect(left, 0, right - left, self.height()))

    def mirrored(self, rect: QRect) -> QRect:
        """`rect` where the language is written from the right, on the other side."""
        if self.layoutDirection() is Qt.LayoutDirection.LeftToRight:
            return rect
        return QRect(self.width() - rect.right() - 1, rect.top(), rect.width(), rect.height())

    def column(self, at: int) -> QRect:
        """Where a label's bar stands."""
        return self._column(at)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(_SMALL)
        return font

    def _paint_skeleton(self, painter: QPainter) -> None:
        area = self.rect().adjusted(_PAD, _HEAD, -_PAD, -_FOOT)
        for n in range(13):
            left, right = area.left() + area.width() * n // 13, area.left() + area.width() * (n + 1) // 13
            height = area.height() * (3 + n * 7 % 5) // 9
            painter.fillRect(
                QRect(left + (right - left) // 6, area.bottom() - height, (right - left) * 2 // 3, height), theme.color("line")
            )


class _Painting:
    """One chart on its way to the screen."""

    def __init__(self, painter: QPainter, view: PlotView, chart: Chart) -> None:
        self._painter, self._view, self._chart = painter, view, chart
        self._metrics = painter.fontMetrics()
        self._area = view.plot_area()
        self._unit, self._figures, self._ticks = self._way()
        self._lowest, self._highest = chart.ticks[0][0], chart.ticks[-1][0]

    def paint(self) -> None:
        """Head, axis, bars or lines, labels."""
        if self._view.current >= 0:
            self._painter.fillRect(self._view.column(self._view.current).adjusted(0, _HEAD, 0, 0), theme.color("chosen"))
        self._paint_axis()
        if self._chart.form == "lines":
            self._paint_lines()
        else:
            for at in range(len(self._chart.labels)):
                self._paint_bar(at)
            self._paint_short()
        self._paint_labels()
        self._paint_head()

    def _y(self, value: int) -> int:
        """The pixel of a value. Whole numbers all the way: amounts do not fit a float's digits."""
        return self._area.bottom() - (value - self._lowest) * (self._area.height() - 1) // (self._highest - self._lowest)

    def _paint_axis(self) -> None:
        painter, area = self._painter, self._area
        width = area.left() - _PAD - 6
        for (value, _), text in zip(self._chart.ticks, self._ticks, strict=True):
            y = self._y(value)
            rule = self._view.mirrored(QRect(area.left(), y, area.width(), 1))
            painter.fillRect(rule, theme.color("border" if value == 0 else "line"))
            painter.setPen(theme.color("muted"))
            room = self._view.mirrored(QRect(_PAD, y - 8, width, 16))
            painter.drawText(room, self._side(end=True) | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_bar(self, at: int) -> None:
        place = self._bar(at)
        above = below = 0
        for number, values in enumerate(self._chart.values):
            value = values[at]
            first = above if value >= 0 else below
            last = first + value
            above, below = (last, below) if value >= 0 else (above, last)
            top, bottom = self._y(max(first, last)), self._y(min(first, last))
            if value:
                ink = self._chart.inks[at] if self._chart.inks else theme.SERIES[number % len(theme.SERIES)]
                height = max(bottom - top, 1)
                self._painter.fillRect(QRect(place.left(), top, place.width(), height), theme.color(ink))

    def _bar(self, at: int) -> QRect:
        column = self._view.column(at)
        thin = min(max(column.width() * 7 // 10, 1), 56)
        return QRect(column.left() + (column.width() - thin) // 2, 0, thin, self._view.height())

    def _way(self) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """What bars and axis count in, the figures on the bars and the ticks: the first way for which all have room."""
        chart = self._chart
        if chart.form != "lines" and len(chart.values) == 1:
            narrowest = min(self._view.column(at).width() for at in range(len(chart.labels)))
            for way in chart.short:
                if max(self._metrics.horizontalAdvance(text) for text in way[1]) <= narrowest - 2:
                    return way
        return "", (), tuple(text for _, text in chart.ticks)

    def _paint_short(self) -> None:
        """The values on top of their bars."""
        chart = self._chart
        self._painter.setPen(theme.color("text"))
        for at, text in enumerate(self._figures):
            value = chart.values[0][at]
            column = self._view.column(at)
            y = self._y(value) - 16 if value >= 0 else self._y(value) + 2
            self._painter.drawText(QRect(column.left(), y, column.width(), 14), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_lines(self) -> None:
        painter = self._painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, values in enumerate(self._chart.values):
            color = theme.color(theme.SERIES[number % len(theme.SERIES)])
            points = [QPointF(self._view.column(at).center().x() + 0.5, self._y(value) + 0.5) for at, value in enumerate(values)]
            painter.setPen(QPen(color, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF(points))
            painter.setBrush(color)
            if len(points) <= 62:
                for point in points:
                    painter.drawEllipse(point, 2.5, 2.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_labels(self) -> None:
        """As many labels as have room, and always the one that is read out."""
        view, marks = self._view, self._chart.marks or self._chart.labels
        count = len(marks)
        widest = max(self._metrics.horizontalAdvance(mark) for mark in marks) + 8
        column = max(self._area.width() // count, 1)
        every = max(1, -(-widest // column)) if self._chart.is_time else 1
        for at in range(0, count, every):
            room = view.column(at).center().x()
            width = max(column * every - 4, 8)
            rect = QRect(room - width // 2, self._area.bottom() + 4, width, _FOOT - 4)
            self._painter.setPen(theme.color("muted"))
            text = self._metrics.elidedText(marks[at], Qt.TextElideMode.ElideRight, width)
            self._painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_head(self) -> None:
        """What is read out, or else the legend of several series."""
        painter, view = self._painter, self._view
        room = QRect(_PAD + 2, 0, view.width() - 2 * _PAD - 4, _HEAD - 6)
        if view.readout:
            bold = QFont(painter.font())
            bold.setBold(True)
            painter.setFont(bold)
            painter.setPen(theme.color("text"))
            text = QFontMetrics(bold).elidedText(view.readout, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, self._side(end=True) | Qt.AlignmentFlag.AlignVCenter, text)
        elif len(self._chart.names) > 1:
            self._paint_legend(room)
        elif self._unit:
            painter.setPen(theme.color("muted"))
            painter.drawText(room, self._side(end=False) | Qt.AlignmentFlag.AlignVCenter, self._unit)

    def _paint_legend(self, room: QRect) -> None:
        x = room.left()
        for number, name in enumerate(self._chart.names):
            width = self._metrics.horizontalAdvance(name)
            if x + 16 + width > room.right():
                return
            swatch = QRect(x, room.center().y() - 4, 9, 9)
            ink = theme.color(theme.SERIES[number % len(theme.SERIES)])
            self._painter.fillRect(self._view.mirrored(swatch), ink)
            self._painter.setPen(theme.color("text"))
            words = self._view.mirrored(QRect(x + 14, room.top(), width + 2, room.height()))
            self._painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, name)
            x += 14 + width + 18

    def _side(self, *, end: bool) -> Qt.AlignmentFlag:
        is_right = end is (self._view.layoutDirection() is Qt.LayoutDirection.LeftToRight)
        return (Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignAbsolute
