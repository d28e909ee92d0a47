"""What Home is made of: cards, tiles with a figure or several, rows that lead somewhere, and bars that can be pressed.

Everything here that leads somewhere is a button: it can be reached and pressed by keyboard, and its accessible name says
all that is painted on it. Tiles first stand empty; what they show comes later.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from billdesk.ui import theme
from billdesk.ui.icons import icon

PAD = 14
_CAPTION, _NOTE = 12, 12
_LARGE, _SEVERAL, _LEAST = 21, 15, 10
"""Pixel sizes of a single value, of several, and the smallest that a value is made so as to stay whole."""
_CAPTION_HEIGHT, _NOTE_HEIGHT = 20, 18
_VALUE_HEIGHT, _LINE_HEIGHT = 32, 22
MOST_LINES = 3


class Card(QFrame):
    """A ground with a heading; what it holds goes into `column`."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(PAD, 10, PAD, PAD)
        self.column.setSpacing(6)
        self.heading = QLabel(heading)
        self.heading.setProperty("heading", True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.column.addWidget(self.heading)


class Line(QLabel):
    """Words on one line that are elided where there is no room, with the whole in the tool tip."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A few letters."""
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint what has room."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter.drawText(self.rect(), int(self.alignment()), shown)
        painter.end()


class Drawing(QWidget):
    """An icon by itself, for those who see; it says nothing that the words beside it do not."""

    SIZE = 28

    def __init__(self, picture: str, ink: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture, self._ink = picture, ink
        self.setFixedSize(self.SIZE, self.SIZE)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint it in the present theme."""
        painter = QPainter(self)
        icon(self._picture, self._ink).paint(painter, self.rect())
        painter.end()


class _Painted(QAbstractButton):
    """A button that paints itself: hover, focus and theme."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.is_waiting = True

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Show that it can be pressed."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The pointer is gone."""
        self.update()
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another font or theme is shown at once."""
        self.update()
        super().changeEvent(event)

    def say(self, words: str) -> None:
        """What a screen reader and the tool tip say."""
        self.setAccessibleName(words)
        self.setToolTip(words)

    def font_of(self, size: int, *, is_bold: bool = False) -> QFont:
        """The window's font in pixels."""
        font = QFont(self.font())
        font.setPixelSize(size)
        font.setBold(is_bold)
        return font

    def paint_ground(self, painter: QPainter, *, is_card: bool) -> None:
        """The ground: a card's with its border, or none until the pointer or the focus is here."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_hot = self.underMouse() and self.isEnabled()
        if is_card or is_hot:
            painter.setBrush(theme.color("hover" if is_hot else "base"))
            painter.setPen(QPen(theme.color("line"), 1) if is_card else QPen(Qt.PenStyle.NoPen))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)

    def paint_words(self, painter: QPainter, rect: QRect, text: str, font: QFont, token: str, *, is_end: bool = False) -> None:
        """Words in a colour of the theme, at the beginning of `rect` or at its end, elided where they are too long."""
        painter.setFont(font)
        painter.setPen(theme.color(token))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        is_left = (self.layoutDirection() is Qt.LayoutDirection.LeftToRight) is not is_end
        side = Qt.AlignmentFlag.AlignLeft if is_left else Qt.AlignmentFlag.AlignRight
        painter.drawText(self.mirrored(rect), side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)

    def mirrored(self, rect: QRect) -> QRect:
        """`rect` where the language is written from the right, on the other side."""
        if self.layoutDirection() is Qt.LayoutDirection.LeftToRight:
            return rect
        return QRect(self.width() - rect.right() - 1, rect.top(), rect.width(), rect.height())

    def paint_blank(self, painter: QPainter, rect: QRect) -> None:
        """Where a figure will stand."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("line"))
        painter.drawRoundedRect(QRectF(self.mirrored(rect)), 4, 4)


class Tile(_Painted):
    """A caption, one figure in large or several one under the other, and a note. `token` is the state of the strip on top.

    `lines` is how many figures it keeps room for.
    """

    def __init__(self, name: str, caption: str, token: str = "", parent: QWidget | None = None, lines: int = 1) -> None:
        super().__init__(name, parent)
        self._caption, self._token = caption, token
        self._values: tuple[str, ...] = ()
        self._note = ""
        self._lines = lines
        self.say(caption)

    @property
    def values(self) -> tuple[str, ...]:
        """The figures that are shown."""
        return self._values

    @property
    def note(self) -> str:
        """The words under them."""
        return self._note

    def keep_room(self, lines: int) -> None:
        """Keep room for so many figures, so that tiles side by side are alike."""
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()

    def show_values(self, values: Sequence[str], note: str) -> None:
        """Show figures, already in words. Those beyond MOST_LINES are only said."""
        self._values, self._note, self.is_waiting = tuple(values[:MOST_LINES]), note, False
        self.say(", ".join(part for part in (self._caption, *values, note) if part))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as its figures."""
        values = _VALUE_HEIGHT if self._lines <= 1 else _LINE_HEIGHT * self._lines + 4
        return QSize(220, 12 + _CAPTION_HEIGHT + values + _NOTE_HEIGHT + 10)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Figures get smaller before they are cut."""
        return QSize(128, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint it."""
        painter = QPainter(self)
        self.paint_ground(painter, is_card=True)
        if self._token:
            fore, _ = theme.pair(self._token)
            painter.fillRect(self.mirrored(QRect(PAD, 0, 36, 4)), fore)
        room = self.rect().adjusted(PAD, 12, -PAD, -10)
        self.paint_words(
            painter, QRect(room.left(), room.top(), room.width(), _CAPTION_HEIGHT), self._caption, self.font_of(_CAPTION), "muted"
        )
        top = room.top() + _CAPTION_HEIGHT
        if self.is_waiting:
            self.paint_blank(painter, QRect(room.left(), top + 6, min(140, room.width()), 20))
        else:
            self._paint_values(painter, room, top)
        painter.end()

    def _paint_values(self, painter: QPainter, room: QRect, top: int) -> None:
        height = _VALUE_HEIGHT if len(self._values) <= 1 else _LINE_HEIGHT
        font = self.font_of(self.value_size(), is_bold=True)
        for text in self._values:
            self.paint_words(painter, QRect(room.left(), top, room.width(), height), text, font, "text")
            top += height
        rect = QRect(room.left(), room.bottom() - _NOTE_HEIGHT + 1, room.width(), _NOTE_HEIGHT)
        self.paint_words(painter, rect, self._note, self.font_of(_NOTE), "muted")

    def value_size(self) -> int:
        """The pixel size at which all figures have room."""
        size, room = _LARGE if len(self._values) <= 1 else _SEVERAL, self.width() - 2 * PAD
        while size > _LEAST:
            metrics = QFontMetrics(self.font_of(size, is_bold=True))
            if all(metrics.horizontalAdvance(text) <= room for text in self._values):
                return size
            size -= 1
        return size


class LinkRow(_Painted):
    """A row that leads somewhere: an icon, words, how many, and an arrow."""

    HEIGHT = 38

    def __init__(self, name: str, picture: str, ink: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._picture, self._ink = picture, ink
        self._words, self._count = "", ""

    def show_words(self, words: str, count: str = "") -> None:
        """Show other words."""
        self._words, self._count, self.is_waiting = words, count, False
        self.say(f"{words}: {count}" if count else words)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One line."""
        return QSize(220, self.HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Words are elided, with the whole in the tool tip."""
        return QSize(120, self.HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint it."""
        painter = QPainter(self)
        self.paint_ground(painter, is_card=False)
        middle = self.height() // 2
        icon(self._picture, self._ink).paint(painter, self.mirrored(QRect(8, middle - 9, 18, 18)))
        arrow = "chevron-right" if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else "chevron-left"
        icon(arrow, "muted").paint(painter, self.mirrored(QRect(self.width() - 24, middle - 8, 16, 16)))
        font, bold = self.font_of(13), self.font_of(13, is_bold=True)
        count = QFontMetrics(bold).horizontalAdvance(self._count) + 2
        end = self.width() - 32
        self.paint_words(painter, QRect(34, 0, end - 34 - count - 8, self.height()), self._words, font, "text")
        self.paint_words(painter, QRect(end - count, 0, count, self.height()), self._count, bold, self._ink, is_end=True)
        painter.end()


class BarRow(_Painted):
    """A row of a bar chart that lies on its side: label, amount, and a bar under them in the ink of a state."""

    HEIGHT = 40

    def __init__(self, name: str, label: str, token: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._label, self._token = label, token
        self._value, self._note = "", ""
        self._part, self._whole = 0, 1
        self.say(label)

    @property
    def value(self) -> str:
        """The amount that is shown."""
        return self._value

    def show_value(self, value: str, note: str, part: int, whole: int) -> None:
        """Show an amount, and a bar of `part` of `whole`."""
        self._value, self._note, self.is_waiting = value, note, False
        self._part, self._whole = max(part, 0), max(whole, 1)
        self.say(", ".join(words for words in (self._label, value, note) if words))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A line and its bar."""
        return QSize(240, self.HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The label is elided first."""
        return QSize(140, self.HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint it."""
        painter = QPainter(self)
        self.paint_ground(painter, is_card=False)
        left, right = 8, self.width() - 8
        plain, bold = self.font_of(13), self.font_of(13, is_bold=True)
        value = QFontMetrics(bold).horizontalAdvance(self._value) + 2
        self.paint_words(painter, QRect(left, 4, max(right - left - value - 8, 0), 20), self._label, plain, "text")
        if self.is_waiting:
            self.paint_blank(painter, QRect(right - 90, 7, 90, 12))
        else:
            self.paint_words(painter, QRect(right - value, 4, value, 20), self._value, bold, "text", is_end=True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("line"))
        track = QRect(left, self.height() - 12, right - left, 6)
        painter.drawRoundedRect(QRectF(track), 3, 3)
        if self._part:
            painter.setBrush(theme.pair(self._token)[0])
            width = max(track.width() * self._part // self._whole, 6)
            painter.drawRoundedRect(QRectF(self.mirrored(QRect(track.left(), track.top(), width, 6))), 3, 3)
        painter.end()
