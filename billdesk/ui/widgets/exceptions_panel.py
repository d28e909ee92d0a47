"""The accounts that a run would leave out, each with the reason, the remedy and a button that mends it in place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from billdesk.services.run_review import PlannedException
from billdesk.ui.formats import Formats
from billdesk.ui.icons import icon
from billdesk.ui.widgets.tiles import Line
from billdesk.ui.words import breakable, tr

SHOWN = 100
"""So many are shown at once; who has mended those sees the next."""
_MOST_HEIGHT, _ROW_HEIGHT = 200, 44


class ExceptionsPanel(QFrame):
    """The list. `mend_wanted` with the exception whose button was pressed."""

    mend_wanted = Signal(object)

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self.setProperty("card", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        self.heading = QLabel()
        self.heading.setObjectName("run.exceptions_heading")
        self.heading.setProperty("heading", True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._more = QLabel()
        self._more.setProperty("muted", True)
        column.addWidget(self.heading)
        column.addWidget(self._area)
        column.addWidget(self._more)
        self.hide()

    def show_exceptions(self, exceptions: Sequence[PlannedException]) -> None:
        """Show these; none hides the panel."""
        self.setVisible(bool(exceptions))
        if not exceptions:
            return
        count = len(exceptions)
        words = tr("1 account is left out") if count == 1 else tr("{n} accounts are left out")
        self.heading.setText(words.format(n=self._formats.count(count)))
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        for row, exception in enumerate(exceptions[:SHOWN]):
            name = Line(f"{exception.name}  ({exception.account})")
            name.setTextFormat(Qt.TextFormat.PlainText)
            grid.addWidget(name, row, 0)
            grid.addWidget(_words(_sentence(exception)), row, 1)
            grid.addWidget(self._button(exception), row, 2)
        grid.setRowStretch(min(count, SHOWN), 1)
        self._area.setWidget(rows)
        rows.setAutoFillBackground(False)  # the card's own ground
        self._area.viewport().setAutoFillBackground(False)
        self._area.setFixedHeight(min(_MOST_HEIGHT, min(count, SHOWN) * _ROW_HEIGHT))
        self._more.setVisible(count > SHOWN)
        self._more.setText(tr("and {n} more").format(n=self._formats.count(count - SHOWN)))

    def _button(self, exception: PlannedException) -> QPushButton:
        words = {
            "address": tr("Give the address"),
            "price": tr("Give the price"),
            "amount": tr("Look at the line"),
        }.get(exception.mend, tr("Open the account"))
        button = QPushButton(icon("pencil"), f" {words}")
        button.setObjectName(f"run.mend.{exception.account}")
        button.setAccessibleName(f"{words}: {exception.name}")
        button.setAccessibleDescription(_sentence(exception))
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.mend_wanted.emit(exception))
        return button


def _sentence(exception: PlannedException) -> str:
    reason = exception.reason[:1].upper() + exception.reason[1:]
    return f"{reason}; {exception.remedy}" if exception.remedy else reason


def _words(text: str) -> QLabel:
    label = QLabel(breakable(text))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setMinimumWidth(60)
    label.setToolTip(text)
    return label
