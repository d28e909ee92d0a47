"""How the rows of a list are painted: words, figures on the right, states as pills with a word and a colour.

A screenful of cells is painted sixty times a second, so that a row is painted at once, with one call into the model per
cell and what can be kept kept: widths of words, and pills as pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from billdesk.services.lists_sources import NUMBERS
from billdesk.ui import theme
from billdesk.ui.models.list_model import Index, ListModel
from billdesk.ui.models.states import PLAIN, state_token

MARGIN = 10
"""Pixels between a cell's edge and its words, on both sides."""
_PILL_HEIGHT, _PILL_MARGIN = 20, 8
_MOST_KEPT = 8192
Place = tuple[int, int, int]
"""A column of the model, its left edge, and its width."""


@dataclass(slots=True)
class _Kept:
    """What is kept from one painting to the next; it holds for one font, theme and scale."""

    key: object = None
    widths: dict[str, int] = field(default_factory=dict)
    elided: dict[tuple[str, int], str] = field(default_factory=dict)
    pills: dict[tuple[str, str, int], QPixmap] = field(default_factory=dict)


class RowPainter:
    """Paints rows of a `ListModel` that are `height` pixels high."""

    def __init__(self, model: ListModel, height: int) -> None:
        self._model, self._height = model, height
        self._right = [column.kind in NUMBERS for column in model.of]
        self._pill = [bool(column.states) and column.key not in PLAIN for column in model.of]
        self._kept = _Kept()
        self._is_mirrored = False
        self._colors: dict[str, QColor] = {}
        self._metrics = QFontMetrics(QFont())
        self._baseline = 0.0
        self._scale = 1.0

    def begin(self, widget: QWidget) -> None:
        """Take the present theme, font and scale; called before rows are painted."""
        self._colors = {token: theme.color(token) for token in ("text", "line", "chosen", "accent")}
        self._metrics, self._scale = widget.fontMetrics(), widget.devicePixelRatioF()
        self._baseline = (self._height + self._metrics.ascent() - self._metrics.descent()) / 2 - 0.5
        self._is_mirrored = widget.layoutDirection() is Qt.LayoutDirection.RightToLeft
        key = (self._colors["text"].rgb(), widget.font().toString(), self._scale)
        if self._kept.key != key or len(self._kept.widths) > _MOST_KEPT:
            self._kept = _Kept(key)

    def paint(self, painter: QPainter, row: int, top: int, places: Sequence[Place], is_chosen: bool, is_current: bool) -> None:
        """Paint a row whose upper edge is at `top`."""
        left, right = min(x for _, x, _ in places), max(x + width for _, x, width in places)
        if is_chosen:
            painter.fillRect(left, top, right - left, self._height, self._colors["chosen"])
        painter.fillRect(left, top + self._height - 1, right - left, 1, self._colors["line"])
        values = self._model.row(row)
        if values is not None:
            painter.setPen(self._colors["text"])
            write = self._model.write
            for column, x, width in places:
                if text := write(column, values):
                    if self._pill[column]:
                        self._paint_pill(painter, str(self._model.raw(row, column)), text, x, top, width)
                    else:
                        self._paint_text(painter, text, x, top, width, self._right[column])
        if is_current:
            painter.fillRect(left, top + self._height - 2, right - left, 2, self._colors["accent"])

    def width_of(self, text: str) -> int:
        """The width of words in pixels."""
        width = self._kept.widths.get(text)
        if width is None:
            width = self._kept.widths[text] = self._metrics.horizontalAdvance(text)
        return width

    def _paint_text(self, painter: QPainter, text: str, x: int, top: int, width: int, on_the_right: bool) -> None:
        room = width - 2 * MARGIN
        taken = self.width_of(text)
        if taken > room:
            text, taken = self._elide(text, room), room
        at_end = on_the_right != self._is_mirrored
        painter.drawText(QPointF(x + width - MARGIN - taken if at_end else x + MARGIN, top + self._baseline), text)

    def _elide(self, text: str, room: int) -> str:
        found = self._kept.elided.get((text, room))
        if found is None:
            found = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            self._kept.elided[text, room] = found
        return found

    def _paint_pill(self, painter: QPainter, state: str, text: str, x: int, top: int, width: int) -> None:
        room = width - MARGIN - 2 * _PILL_MARGIN
        pill = self._kept.pills.get((state, text, room))
        if pill is None:
            shown = self._elide(text, room) if self.width_of(text) > room else text
            pill = self._kept.pills[state, text, room] = self._pill_picture(shown, state, painter.font())
        wide = pill.width() / self._scale
        left = x + width - MARGIN + 4 - wide if self._is_mirrored else x + MARGIN - 4
        painter.drawPixmap(QPointF(left, top + (self._height - _PILL_HEIGHT) / 2), pill)

    def _pill_picture(self, text: str, state: str, font: QFont) -> QPixmap:
        size = QSize(self._metrics.horizontalAdvance(text) + 2 * _PILL_MARGIN, _PILL_HEIGHT)
        picture = QPixmap(size * self._scale)
        picture.setDevicePixelRatio(self._scale)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setFont(font)
        _fill_pill(painter, QRectF(0, 0, size.width(), size.height()), text, *theme.pair(state_token(state)))
        painter.end()
        return picture


class CellDelegate(QStyledItemDelegate):
    """Says what is cut off; the rows themselves are painted by `RowPainter`."""

    def __init__(self, model: ListModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

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


def paint_pill(painter: QPainter, rect: QRect, text: str, fore: QColor, ground: QColor) -> None:
    """Paint a word on a rounded ground at the left of `rect`, in the middle of its height."""
    metrics: QFontMetrics = painter.fontMetrics()
    room = rect.width() - MARGIN - 2 * _PILL_MARGIN
    if metrics.horizontalAdvance(text) > room:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    width = metrics.horizontalAdvance(text) + 2 * _PILL_MARGIN
    top = rect.top() + (rect.height() - _PILL_HEIGHT) / 2
    painter.save()
    _fill_pill(painter, QRectF(rect.left() + MARGIN - 4, top, width, _PILL_HEIGHT), text, fore, ground)
    painter.restore()


def _fill_pill(painter: QPainter, rect: QRectF, text: str, fore: QColor, ground: QColor) -> None:
    """Paint a pill; its thin edge keeps it apart from a selected row."""
    edge = QColor(fore)
    edge.setAlpha(50)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(edge)
    painter.setBrush(ground)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), rect.height() / 2, rect.height() / 2)
    painter.setPen(fore)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
