"""Figures in a row: a caption, a value in large, a note under it. One that leads somewhere is a button.

Painted by the theme's tokens; a figure that wants attention has the colour of its state and says so in words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from billdesk.ui import theme

_PAD = 12
_CAPTION, _VALUE, _NOTE = 12, 20, 12
"""Pixel sizes of the three lines."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a figure says. `ink` is the theme's token for the value, such as overdue."""

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
        spoken = " ".join(part for part in (self._caption, shown.value, shown.note) if part)
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
        texts = ((_CAPTION, self._caption), (_VALUE, self._shown.value), (_NOTE, self._shown.note))
        width = max(QFontMetrics(self._font(size)).horizontalAdvance(text) for size, text in texts)
        return QSize(width + 2 * _PAD + 4, 76)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What is too long is elided, with the whole in the tool tip."""
        return QSize(96, 76)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint caption, value and note."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._is_leading and (self.underMouse() or self.hasFocus()):
            painter.setBrush(theme.color("hover"))
            painter.setPen(theme.color("accent") if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        room = self.rect().adjusted(_PAD, 6, -_PAD, -6)
        top = room.top()
        for size, height, token, text in (
            (_CAPTION, 18, "muted", self._caption),
            (_VALUE, 28, self._shown.ink, self._shown.value),
            (_NOTE, 18, "muted", self._shown.note),
        ):
            font = self._font(size)
            painter.setFont(font)
            painter.setPen(theme.color(token))
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

    def _font(self, size: int) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(size)
        font.setBold(size == _VALUE)
        return font

    def _side(self) -> Qt.AlignmentFlag:
        is_left = self.layoutDirection() is Qt.LayoutDirection.LeftToRight
        return (Qt.AlignmentFlag.AlignLeft if is_left else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignAbsolute


class FigureStrip(QWidget):
    """Figures side by side."""

    def __init__(self, figures: Sequence[Figure], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for figure in figures:
            row.addWidget(figure)
