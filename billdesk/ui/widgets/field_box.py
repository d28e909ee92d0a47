"""Holds a field with its help and error: as high as they are at the width they have, and no higher."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget


class FieldBox(QWidget):
    """A column. A form's layout takes the most that a row may be high from its size hint, which here follows the width."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._has_width = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as the words are when they wrap."""
        size = super().sizeHint()
        if self._has_width and self.column.hasHeightForWidth():
            size.setHeight(self.column.heightForWidth(self.width()))
        return size

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """No words are squeezed: what has no room is scrolled to."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width may want another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._has_width = True
            self.updateGeometry()
