"""A note over a page that stays while what it says holds: words, and up to two ways out of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

Way = tuple[str, Callable[[], None]]
"""The words of a button and what it does."""


class PageNote(QFrame):
    """`room` begins the names: `order.note`, `order.note.first`, `order.note.second`."""

    def __init__(self, room: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{room}.note")
        self.setProperty("note", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(8)
        self.words = QLabel()
        self.words.setObjectName(f"{room}.note.words")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self.words, 1)
        self._calls: list[Callable[[], None]] = []
        self.buttons = [QPushButton() for _ in range(2)]
        for at, (button, name) in enumerate(zip(self.buttons, ("first", "second"), strict=True)):
            button.setObjectName(f"{room}.note.{name}")
            button.clicked.connect(lambda _checked=False, at=at: self._calls[at]())
            row.addWidget(button)
        self.hide()

    def say(self, words: str, *ways: Way, state: str = "draft") -> None:
        """Say it, in the colours of a state; no words hide the note."""
        self.setVisible(bool(words))
        self.words.setText(words)
        self.words.setAccessibleName(words)
        self._calls = [call for _, call in ways]
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(ways))
            if at < len(ways):
                button.setText(ways[at][0])
                button.setAccessibleName(ways[at][0])
        if self.property("state") != state:
            self.setProperty("state", state)
            self.style().unpolish(self)
            self.style().polish(self)
