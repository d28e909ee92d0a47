"""A state as a pill beside other words: a word and a colour, never the colour alone."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from billdesk.ui import theme
from billdesk.ui.models.states import state_token
from billdesk.ui.widgets.delegates import MARGIN, paint_pill

_HEIGHT = 24
_ROOM = 24
"""Pixels around the word."""


class Pill(QWidget):
    """Shows one state; nothing while it has none."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._words, self._state = "", ""
        self.hide()

    def show_state(self, words: str, state: str) -> None:
        """Show a state by its words; empty words hide the pill."""
        self._words, self._state = words, state
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> str:
        """The words that are shown."""
        return self._words

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Wide enough for the word."""
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + _ROOM, _HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Never less."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint it as the lists do."""
        painter = QPainter(self)
        rect = QRect(-MARGIN + 6, 0, self.width() + 2 * MARGIN, self.height())
        paint_pill(painter, rect, self._words, *theme.pair(state_token(self._state)))
        painter.end()
