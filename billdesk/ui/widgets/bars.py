"""Small plots: a bar for each month, and bars that rank. Painted here, for Qt's own charts are under the GPL.

Each value can be read without a mouse: it stands at its bar, in the accessible description, and with the arrow keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from billdesk.ui import theme


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the label under (or before) it, its size, the words of its value, and all of it in words."""

    label: str
    size: int
    value: str
    words: str


class _Plot(QWidget):
    """What both plots share: the bars, which one is chosen, and how they are told."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setMouseTracking(True)
        self.bars: tuple[Bar, ...] = ()

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars."""
        self.bars = tuple(bars)
        self.setAccessibleDescription("; ".join(bar.words for bar in self.bars if bar.size))
        self.updateGeometry()
        self.update()

    def bar_at(self, place: QPoint) -> int | None:
        """The index of the bar at a place of the widget."""
        raise NotImplementedError

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell the bar under the pointer."""
        at = self.bar_at(event.position().toPoint())
        QToolTip.showText(event.globalPosition().toPoint(), self.bars[at].words if at is not None else "", self)
        super().mouseMoveEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another font or theme is shown at once."""
        self.update()
        super().changeEvent(event)

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(11)
        return font

    def _mirrored(self, rect: QRect) -> QRect:
        """`rect` where the language is written from the right, on the other side."""
        if self.layoutDirection() is Qt.LayoutDirection.LeftToRight:
            return rect
        return QRect(self.width() - rect.right() - 1, rect.top(), rect.width(), rect.height())


class MonthBars(_Plot):
    """A bar for each month. A click or the arrow keys choose one, Esc or a second click none: `chosen` tells the index or -1."""

    chosen = Signal(int)

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(name, title, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.current = -1

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars; none is chosen."""
        self.current = -1
        super().show_bars(bars)

    def choose(self, index: int) -> None:
        """Choose a bar; -1 for none."""
        if index != self.current:
            self.current = index
            self.update()
            self.chosen.emit(index)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Tall enough to tell small months apart."""
        return QSize(28 * max(len(self.bars), 12), 116)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Narrow bars are bars too."""
        return QSize(14 * max(len(self.bars), 12), 116)

    def bar_at(self, place: QPoint) -> int | None:
        """The month under a place, whatever the height of its bar."""
        return next((n for n in range(len(self.bars)) if self._column(n).contains(place)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the month, or none by a second click."""
        at = self.bar_at(event.position().toPoint())
        if at is not None:
            self.choose(-1 if at == self.current else at)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrow keys go from month to month, a letter to the last month that begins with it, Esc to none."""
        is_left_to_right = self.layoutDirection() is Qt.LayoutDirection.LeftToRight
        step = (event.key() == Qt.Key.Key_Right) - (event.key() == Qt.Key.Key_Left)
        step = step if is_left_to_right else -step
        if step and self.bars:
            start = self.current if self.current >= 0 else len(self.bars) if step < 0 else -1
            self.choose(min(max(start + step, 0), len(self.bars) - 1))
        elif event.key() == Qt.Key.Key_Escape and self.current >= 0:
            self.choose(-1)
        elif (at := self._beginning_with(event.text())) is not None:
            self.choose(at)
        else:
            super().keyPressEvent(event)

    def _beginning_with(self, letter: str) -> int | None:
        """The next bar to the past whose label begins with a letter; from the past on it begins anew."""
        if not letter.isalpha():
            return None
        start = self.current if self.current >= 0 else len(self.bars)
        backwards = [*range(start - 1, -1, -1), *range(len(self.bars) - 1, start - 1, -1)]
        return next((n for n in backwards if self.bars[n].label.casefold().startswith(letter.casefold())), None)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the bars, each with its value on top and its month under it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small())
        most = max((bar.size for bar in self.bars), default=0) or 1
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        for n, bar in enumerate(self.bars):
            column = self._column(n)
            if n == self.current:
                painter.fillRect(column, theme.color("chosen"))
            room = self.height() - 36
            height = round(bar.size * room / most)
            painter.setPen(Qt.PenStyle.NoPen)
            if bar.size:
                painter.setBrush(theme.color("accent"))
                side = max(column.width() // 5, 2)
                foot = QRectF(
                    column.left() + side, self.height() - 18 - max(height, 2), column.width() - 2 * side, max(height, 2)
                )
                painter.drawRoundedRect(foot, 2, 2)
                painter.setPen(theme.color("text"))
                painter.drawText(QRect(column.left() - 8, int(foot.top()) - 17, column.width() + 16, 16), centre, bar.value)
            painter.setPen(theme.color("muted"))
            painter.drawText(QRect(column.left() - 8, self.height() - 17, column.width() + 16, 16), centre, bar.label)
        painter.fillRect(QRect(0, self.height() - 18, self.width(), 1), theme.color("line"))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.color("accent"))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        painter.end()

    def _column(self, n: int) -> QRect:
        width, count = self.width(), max(len(self.bars), 1)
        return self._mirrored(QRect(width * n // count, 0, width * (n + 1) // count - width * n // count, self.height()))


class RankBars(_Plot):
    """Bars one under the other, each with its label before it and its value behind it."""

    ROW = 34

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(name, title, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A row for each bar."""
        return QSize(240, self.ROW * len(self.bars))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Long labels are elided."""
        return QSize(120, self.ROW * len(self.bars))

    def bar_at(self, place: QPoint) -> int | None:
        """The bar of the row at a place."""
        at = place.y() // self.ROW
        return at if 0 <= at < len(self.bars) else None

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint label and value, and the bar under them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((bar.size for bar in self.bars), default=0) or 1
        begin, end = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            begin, end = end, begin
        metrics = painter.fontMetrics()
        for n, bar in enumerate(self.bars):
            top = n * self.ROW
            value_width = metrics.horizontalAdvance(bar.value)
            room = max(self.width() - value_width - 12, 0)
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
            painter.setPen(theme.color("text"))
            label = metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, room)
            painter.drawText(self._mirrored(QRect(0, top, room, 22)), begin | middle, label)
            painter.drawText(QRect(0, top, self.width(), 22), end | middle, bar.value)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("line"))
            painter.drawRoundedRect(QRectF(0, top + 23, self.width(), 5), 2.5, 2.5)
            if bar.size > 0:
                width = max(self.width() * bar.size // most, 5)
                painter.setBrush(theme.color("accent"))
                painter.drawRoundedRect(QRectF(self._mirrored(QRect(0, top + 23, width, 5))), 2.5, 2.5)
        painter.end()
