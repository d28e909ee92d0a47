"""How the cells of a list are painted: text, figures on the right, states as pills with a word and a colour.

One call into the model per cell: going through Qt's own cell painting asks for nine roles each, which a screenful of
cells sixty times a second has no time for.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from billdesk.services.lists_sources import NUMBERS
from billdesk.ui import theme
from billdesk.ui.models.list_model import Index, ListModel
from billdesk.ui.models.states import PLAIN, state_token

MARGIN = 10
"""Pixels between a cell's edge and its words, on both sides."""
_PILL_HEIGHT, _PILL_MARGIN = 20, 8
_STATE = QStyle.StateFlag


class CellDelegate(QStyledItemDelegate):
    """Paints the cells of a `ListModel`. Colours are the theme's at each painting; `current` is the row to mark."""

    def __init__(self, model: ListModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._view = model, parent
        self.current = -1
        self._right = [column.kind in NUMBERS for column in model.of]
        self._pill = [bool(column.states) and column.key not in PLAIN for column in model.of]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        row, column = index.row(), index.column()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & _STATE.State_Selected:
            painter.fillRect(rect, theme.color("chosen"))
        text = self._model.text(row, column)
        if text:
            if self._pill[column]:
                self._paint_pill(painter, rect, text, row, column)
            else:
                self._paint_text(painter, rect, text, self._right[column])
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
        if row == self.current and state & _STATE.State_Active and self._view.hasFocus():
            painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), theme.color("accent"))

    def helpEvent(  # noqa: N802 - Qt's name
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Words that are cut are shown whole; those that are not need no help."""
        if index.isValid():
            text = self._model.text(index.row(), index.column())
            rect: QRect = option.rect
            if view.fontMetrics().horizontalAdvance(text) <= rect.width() - 2 * MARGIN:
                QToolTip.hideText()
                return True
        return super().helpEvent(event, view, option, index)

    def _paint_text(self, painter: QPainter, rect: QRect, text: str, on_the_right: bool) -> None:
        metrics = painter.fontMetrics()
        room = rect.width() - 2 * MARGIN
        if metrics.horizontalAdvance(text) > room:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        side = Qt.AlignmentFlag.AlignRight if on_the_right else Qt.AlignmentFlag.AlignLeft
        painter.setPen(theme.color("text"))
        painter.drawText(rect.adjusted(MARGIN, 0, -MARGIN, 0), side | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_pill(self, painter: QPainter, rect: QRect, text: str, row: int, column: int) -> None:
        state = str(self._model.raw(row, column))
        paint_pill(painter, rect, text, *theme.pair(state_token(state)))


def paint_pill(painter: QPainter, rect: QRect, text: str, fore: QColor, ground: QColor) -> None:
    """Paint a word on a rounded ground at the left of `rect`, in the middle of its height."""
    metrics: QFontMetrics = painter.fontMetrics()
    room = rect.width() - MARGIN - 2 * _PILL_MARGIN
    if metrics.horizontalAdvance(text) > room:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    width = metrics.horizontalAdvance(text) + 2 * _PILL_MARGIN
    top = rect.top() + (rect.height() - _PILL_HEIGHT) / 2
    pill = QRectF(rect.left() + MARGIN - 4, top, width, _PILL_HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(pill, _PILL_HEIGHT / 2, _PILL_HEIGHT / 2)
    painter.setPen(fore)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
