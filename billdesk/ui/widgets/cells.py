"""Words in the cells of small tables, painted alike: a margin on both sides, figures on the right, a line under the row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from billdesk.ui import theme
from billdesk.ui.models.states import state_token
from billdesk.ui.widgets.delegates import MARGIN, paint_pill


def paint_words(painter: QPainter, rect: QRect, text: str, on_the_right: bool, token: str = "text") -> None:  # noqa: S107 - of the theme
    """Paint words in the middle of a cell's height, shortened where the cell is too narrow."""
    room = rect.adjusted(MARGIN, 0, -MARGIN, 0)
    side = Qt.AlignmentFlag.AlignRight if on_the_right else Qt.AlignmentFlag.AlignLeft
    painter.setPen(theme.color(token))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)


def paint_line_under(painter: QPainter, rect: QRect) -> None:
    """Paint the line that parts a row from the next."""
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))


class Pill(QLabel):
    """A state as a word on its colours, which follow the theme."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._state = ""
        self.setMinimumHeight(22)

    def show_state(self, state: str, words: str) -> None:
        """Show a state under its word."""
        self._state = state
        self.setText(words)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(words) + 28)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the pill."""
        painter = QPainter(self)
        paint_pill(painter, self.rect().adjusted(4 - MARGIN, 0, 0, 0), self.text(), *theme.pair(state_token(self._state)))
        painter.end()


class WordsDelegate(QStyledItemDelegate):
    """Paints what a model shows, on the side that it tells."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Paint one cell."""
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("chosen"))
        side = index.data(Qt.ItemDataRole.TextAlignmentRole) or 0
        paint_words(painter, rect, str(index.data() or ""), bool(int(side) & Qt.AlignmentFlag.AlignRight.value))
        paint_line_under(painter, rect)
