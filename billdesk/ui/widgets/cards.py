"""Cards: a framed part of a page with a heading, for pages that show several things at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget


class Card(QFrame):
    """A heading, something at its end (such as a link), and what the card holds, one under the other."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(8)
        self._head = QHBoxLayout()
        self.heading = QLabel(title)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setProperty("heading", True)
        self._head.addWidget(self.heading, 1)
        self._column.addLayout(self._head)

    def add(self, widget: QWidget) -> None:
        """Add something under what is there."""
        self._column.addWidget(widget)

    def add_beside_heading(self, widget: QWidget) -> None:
        """Put something at the end of the heading's line."""
        self._head.addWidget(widget)

    def say(self, name: str, *, is_muted: bool = True) -> QLabel:
        """Add words, to be filled later; they wrap."""
        label = QLabel()
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setProperty("muted", is_muted)
        self.add(label)
        return label
