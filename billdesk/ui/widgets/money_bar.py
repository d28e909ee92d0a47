"""The money bar: what is unbilled, not due, overdue and settled, side by side; each segment opens its list.

A strip over the segments shows how the amounts of one currency compare; the figures stand under it, for every currency.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from billdesk.ui import theme
from billdesk.ui.widgets.tiles import MOST_LINES, Tile

_STRIP, _GAP = 8, 3


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment: its key, its caption, and the state whose colours it has."""

    key: str
    caption: str
    token: str


class MoneyBar(QWidget):
    """Segments in a row, or in several where there is little room. `chosen` tells the key of one that was pressed."""

    chosen = Signal(str)

    def __init__(self, name: str, segments: Sequence[Segment], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.tiles = {
            segment.key: Tile(f"{name}.{segment.key.replace('-', '_')}", segment.caption, segment.token, self)
            for segment in segments
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.strip = _Strip({segment.key: segment.token for segment in segments}, self)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        for key, tile in self.tiles.items():
            tile.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
        self.set_columns(len(self.tiles))
        column.addWidget(self.strip)
        column.addLayout(self._grid)

    def set_columns(self, count: int) -> None:
        """Put so many segments side by side, the others under them."""
        for column in range(len(self.tiles)):
            self._grid.setColumnStretch(column, 1 if column < count else 0)
        for at, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, at // count, at % count)

    def show_segments(self, values: Mapping[str, Sequence[str]], notes: Mapping[str, str], parts: Mapping[str, int]) -> None:
        """Show figures in words, a note for each segment, and how large each is in one currency, for the strip."""
        lines = max([min(len(figures), MOST_LINES) for figures in values.values()], default=1)
        for key, tile in self.tiles.items():
            tile.keep_room(lines)
            tile.show_values(values[key], notes[key])
        self.strip.show_parts(parts)


class _Strip(QWidget):
    """Parts of a whole, as long as they are large. What it shows stands in words under it, so that it says nothing itself."""

    def __init__(self, tokens: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._tokens = dict(tokens)
        self._parts: dict[str, int] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_parts(self, parts: Mapping[str, int]) -> None:
        """Show other parts; what is negative has no length."""
        self._parts = {key: max(parts.get(key, 0), 0) for key in self._tokens}
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A strip."""
        return QSize(240, _STRIP)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another theme is shown at once."""
        self.update()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the parts, in the order of reading."""
        painter = QPainter(self)
        whole = sum(self._parts.values())
        shown = [key for key, part in self._parts.items() if part]
        if not whole:
            painter.fillRect(self.rect(), theme.color("line"))
            painter.end()
            return
        room = self.width() - _GAP * (len(shown) - 1)
        left = done = 0
        for number, key in enumerate(shown):
            done += self._parts[key]
            right = room * done // whole + _GAP * number
            width = max(right - left, 2)
            at = left if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else self.width() - left - width
            painter.fillRect(QRect(at, 0, width, _STRIP), theme.pair(self._tokens[key])[0])
            left = right + _GAP
        painter.end()
