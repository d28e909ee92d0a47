"""The sidebar: the rooms of the company, one button each, and the settings at its foot."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from billdesk.ui.icons import icon
from billdesk.ui.words import tr

WIDE, NARROW = 220, 56


def rooms() -> tuple[tuple[str, str, str], ...]:
    """Page, words and icon of each button. Rooms that a later version brings are not there."""
    return (
        ("home", tr("Home"), "house"),
        ("accounts", tr("Accounts"), "users"),
        ("catalogue", tr("Catalogue"), "package"),
        ("quotes", tr("Quotes"), "file-text"),
        ("orders", tr("Orders"), "shopping-cart"),
        ("invoices", tr("Invoices"), "receipt"),
        ("outbox", tr("Outbox"), "send"),
        ("schedules", tr("Schedules"), "calendar-clock"),
        ("runs", tr("Runs"), "play"),
        ("reports", tr("Reports"), "chart-column"),
        ("settings", tr("Settings"), "settings"),
    )


class Sidebar(QFrame):
    """Buttons `nav.<page>`; `chosen` tells which was pressed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(2)
        self._buttons: dict[str, QPushButton] = {}
        self.is_folded = False
        for number, (page, words, picture) in enumerate(rooms(), 1):
            if page == "settings":
                column.addStretch(1)
            column.addWidget(self._button(page, words, picture, number))
        self._fold = self._button("fold", tr("Fold"), "chevrons-left", 0)
        self._fold.setCheckable(False)
        column.addWidget(self._fold)
        self._fold.clicked.connect(lambda: self.set_folded(not self.is_folded))
        self.set_folded(folded=False)

    def light(self, page: str) -> None:
        """Show which room one is in."""
        for name, button in self._buttons.items():
            button.setChecked(name == page)

    def set_folded(self, folded: bool) -> None:
        """Show icons only, or words too."""
        self.is_folded = folded
        self.setFixedWidth(NARROW if folded else WIDE)
        for button in self._buttons.values():
            # The style sets icon and words too close.
            button.setText("" if folded else f"  {button.accessibleName()}")
        self._fold.setIcon(icon("chevrons-right" if folded else "chevrons-left", "muted"))

    def set_enabled_rooms(self, are_open: bool) -> None:
        """Without a company there is nowhere to go."""
        for name, button in self._buttons.items():
            button.setEnabled(are_open or name == "fold")

    def _button(self, page: str, words: str, picture: str, number: int) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(f"nav.{page}")
        button.setAccessibleName(words)
        button.setIcon(icon(picture, "muted"))
        button.setIconSize(QSize(18, 18))
        button.setCheckable(True)
        button.setFixedHeight(34)
        keys = f"Ctrl+{number % 10}" if 0 < number <= 10 else ""
        button.setToolTip(f"{words} ({keys})" if keys else words)
        if page != "fold":
            button.clicked.connect(lambda: self.chosen.emit(page))
        self._buttons[page] = button
        return button
