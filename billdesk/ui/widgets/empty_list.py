"""What stands in the place of rows where there are none: what belongs here and how to get it, or that filters hide all."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from billdesk.ui.models.list_spec import ListSpec
from billdesk.ui.words import tr

_WIDTH = 440


class EmptyList(QWidget):
    """Words and one thing to do."""

    def __init__(self, spec: ListSpec, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"{spec.room}.empty")
        self.setProperty("ground", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._spec = spec
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        self.words = QLabel(self)
        self.words.setObjectName(f"{spec.room}.empty_words")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setProperty("muted", True)
        self.words.setFixedWidth(_WIDTH)
        self.clear = QPushButton(tr("Clear filters"), self)
        self.clear.setObjectName(f"{spec.room}.clear_filters")
        self.clear.setAccessibleName(self.clear.text())
        self.make = QPushButton(self)
        self.make.setObjectName(f"{spec.room}.empty_action")
        self.make.setProperty("primary", True)
        if spec.empty_action is not None:
            self.make.setText(spec.empty_action.text())
            self.make.setAccessibleName(spec.empty_action.text())
            self.make.clicked.connect(spec.empty_action.trigger)
        column.addStretch(2)
        for part in (self.words, self.clear, self.make):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def show_why(self, is_filtered: bool) -> None:
        """Say why there is nothing to see."""
        if is_filtered:
            self.words.setText(tr("Nothing here fits the filters."))
        else:
            self.words.setText(self._spec.empty_words or tr("There is nothing here yet."))
        self.words.ensurePolished()
        self.words.setFixedHeight(self.words.heightForWidth(_WIDTH))  # a layout gives words that stand in its middle one line
        self.clear.setVisible(is_filtered)
        self.make.setVisible(not is_filtered and self._spec.empty_action is not None)
