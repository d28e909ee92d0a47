"""Figures in a row: a caption, a value in large, notes under it. One that leads somewhere is a button.

Painted by the theme's tokens; a figure that wants attention has the colour of its state and says so in words. A value that
is too long for its place is written smaller, and a strip that is too narrow takes a second row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from billdesk.ui import theme

_PAD = 12
_SMALL, _VALUE, _LEAST = 12, 20, 14
"""Pixel sizes of caption and notes, of a value, and of a value for which there is little room."""
_LINE, _VALUE_LINE = 18, 28


@dataclass(frozen=True, slots=True)
class Shown:
    """What a figure says. `note` stands under it and may have several lines; `ink` is the theme's token for the value."""

    value: str
    note: str = ""
    ink: str = "text"


class Figure(QAbstractButton):
    """One figure. `call` is what pressing it does; without it, it cannot be pressed."""

    def __init__(self, name: str, caption: str, call: Callable[[], None] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._caption, self._shown = caption, Shown("")
        self._is_leading = call is not None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if call is not None:
            self.clicked.connect(lambda _checked=False: call())
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show_figure(self._shown)

    def show_figure(self, shown: Shown) -> None:
        """Show another value."""
        self._shown = shown
        spoken = " ".join(part for part in (self._caption, shown.value, *self._notes) if part)
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.updateGeometry()
        self.update()

    @property
    def shown(self) -> Shown:
        """What is shown."""
        return self._shown

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Wide enough for its words."""
        return QSize(self._width(_VALUE), self._height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Wide enough for its words with the value in small."""
        return QSize(self._width(_LEAST), self._height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint caption, value and notes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._is_leading and (self.underMouse() or self.hasFocus()):
            painter.setBrush(theme.color("hover"))
            painter.setPen(theme.color("accent") if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        room = self.rect().adjusted(_PAD, 6, -_PAD, -6)
        top = room.top()
        value = (self._fitting(room.width()), _VALUE_LINE, self._shown.ink, self._shown.value)
        lines = [(_SMALL, _LINE, "muted", self._caption), value, *((_SMALL, _LINE, "muted", note) for note in self._notes)]
        for size, height, ink, text in lines:
            font = self._font(size)
            painter.setFont(font)
            painter.setPen(theme.color(ink))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(QRect(room.left(), top, room.width(), height), self._side() | Qt.AlignmentFlag.AlignVCenter, shown)
            top += height
        painter.end()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another font or theme is shown at once."""
        self.update()
        super().changeEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Show that it can be pressed."""
        self.update()
        super().enterEvent(event)

    @property
    def _notes(self) -> list[str]:
        return self._shown.note.splitlines()

    def _font(self, size: int) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(size)
        font.setBold(size != _SMALL)
        return font

    def _fitting(self, room: int) -> int:
        """The size in which the value has room."""
        sizes = range(_VALUE, _LEAST, -1)
        return next((size for size in sizes if self._text_width(size, self._shown.value) <= room), _LEAST)

    def _width(self, value_size: int) -> int:
        small = (self._text_width(_SMALL, text) for text in (self._caption, *self._notes))
        return max(self._text_width(value_size, self._shown.value), *small) + 2 * _PAD + 4

    def _height(self) -> int:
        return 12 + _LINE + _VALUE_LINE + _LINE * max(len(self._notes), 1)

    def _text_width(self, size: int, text: str) -> int:
        return QFontMetrics(self._font(size)).horizontalAdvance(text)

    def _side(self) -> Qt.AlignmentFlag:
        is_left = self.layoutDirection() is Qt.LayoutDirection.LeftToRight
        return (Qt.AlignmentFlag.AlignLeft if is_left else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignAbsolute


class FigureStrip(QWidget):
    """Figures side by side, in as many rows as they need."""

    def __init__(self, figures: Sequence[Figure], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures = tuple(figures)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)
        self._columns = 0
        self._lay(len(self._figures))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One figure beside the other is not the least: there are rows."""
        widest = max((figure.minimumSizeHint().width() for figure in self._figures), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def arrange(self) -> None:
        """Take as many columns as there is room for; called when the figures have changed."""
        widths = [figure.minimumSizeHint().width() + 4 for figure in self._figures]
        count = len(widths)
        for rows in range(1, count + 1):
            columns = -(-count // rows)
            needed = sum(max(widths[column::columns]) for column in range(columns))
            if needed <= self.width() or columns == 1:
                self._lay(columns)
                return

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width may take another number of rows."""
        super().resizeEvent(event)
        self.arrange()

    def _lay(self, columns: int) -> None:
        if columns == self._columns:
            return
        for figure in self._figures:
            self._grid.removeWidget(figure)
        for at, figure in enumerate(self._figures):
            self._grid.addWidget(figure, at // columns, at % columns, Qt.AlignmentFlag.AlignTop)
        for column in range(len(self._figures)):
            self._grid.setColumnStretch(column, int(column < columns))
        self._columns = columns
        self.updateGeometry()
