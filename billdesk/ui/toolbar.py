"""The bar over the page: back and forward, where one is, the search field, and what the page can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget
from shiboken6 import isValid

from billdesk.ui.icons import icon
from billdesk.ui.words import tr

if TYPE_CHECKING:
    from billdesk.ui.commands import Commands
    from billdesk.ui.pages.page import Page

_FORMS = ((240, 3), (150, 3), (150, 2), (150, 1), (40, 1), (40, 0))
"""Width of the search field and number of actions shown as buttons, from roomy to narrow: the title goes first."""
_TITLE_ROOM = 24


class Toolbar(QFrame):
    """Shows one page's title and actions at a time; the first few as buttons, the rest in a menu."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self.setFixedHeight(52)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 16, 8)
        row.setSpacing(4)
        self._row = row
        self.title = QLabel()
        self.title.setObjectName("toolbar.title")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.search = QPushButton(icon("search", "muted"), "")
        self.search.setObjectName("toolbar.search")
        self.search.setAccessibleName(tr("Search and commands"))
        self._search_words = ""
        self.search.setFixedWidth(_FORMS[0][0])
        self.more = QToolButton()
        self.more.setObjectName("toolbar.more")
        self.more.setAccessibleName(tr("More actions"))
        self.more.setIcon(icon("ellipsis"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        self.more.hide()
        self._buttons: list[QPushButton] = []
        self._others: list[QAction] = []
        self._has_primary = False
        self._title = ""
        self._ways = [QToolButton() for _ in range(2)]
        for button, picture in zip(self._ways, ("arrow-left", "arrow-right"), strict=True):
            button.setIcon(icon(picture))
            button.setAutoRaise(True)
            button.setFixedSize(QSize(32, 32))
            row.addWidget(button)
        row.addWidget(self.title, 1)
        row.addWidget(self.search)
        row.addSpacing(8)
        row.addWidget(self.more)

    def take(self, commands: Commands) -> None:
        """Put the window's own actions on the bar."""
        for button, name in zip(self._ways, ("go_back", "go_forward"), strict=True):
            button.setDefaultAction(commands[name])
            button.setObjectName(f"toolbar.{name}")
            button.setAccessibleName(commands[name].text())
        search = commands["open_palette"]
        keys = search.shortcut().toString(search.shortcut().SequenceFormat.NativeText)
        self._search_words = tr("Search") + f"   {keys}"
        self.search.setToolTip(tr("Find accounts, numbers, amounts, products; > for commands"))
        self.search.clicked.connect(search.trigger)
        self._arrange()

    def show_page(self, page: Page) -> None:
        """Show a page's title and actions."""
        from PySide6.QtCore import Qt  # not before the first frame: its enumerations take 15 ms to make

        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self._title = page.title
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        primary = page.primary()
        # An action that has a button of its own on the page needs none here.
        self._others = [a for a in page.actions_() if a is not primary and a.isVisible() and not a.property("in_page")]
        self._buttons = [self._button(action, is_primary=False) for action in self._others[: _FORMS[0][1]]]
        for button in self._buttons:
            self._row.insertWidget(self._row.indexOf(self.more), button)
        if primary is not None:
            button = self._button(primary, is_primary=True)
            self._row.addWidget(button)
            self._buttons.append(button)
        self._has_primary = primary is not None
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width has room for more or less."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Give the title its room: the search field shrinks and actions go to the menu before the title is cut."""
        wanted = self.title.fontMetrics().horizontalAdvance(self._title) + _TITLE_ROOM
        others = self._buttons[:-1] if self._has_primary else self._buttons
        room, has_more, count, search_width = 0, False, 0, _FORMS[0][0]
        for search_width, count in _FORMS:
            shown = [*others[:count], *(self._buttons[-1:] if self._has_primary else [])]
            has_more = len(self._others) > min(count, len(others))
            room = self.width() - 28 - 2 * 36 - search_width - 16 - 36 * has_more - sum(b.sizeHint().width() + 4 for b in shown)
            if room >= wanted:
                break
        for index, button in enumerate(others):
            button.setVisible(index < count)
        menu = self.more.menu()
        menu.clear()
        menu.addActions(self._others[min(count, len(others)) :])
        self.more.setVisible(has_more)
        self.search.setFixedWidth(search_width)
        self.search.setText(f" {self._search_words}" if search_width > 40 else "")
        if self._title:
            from PySide6.QtCore import Qt

            cut = self.title.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, max(room - 16, 40))
            self.title.setText(cut)
            self.title.setToolTip(self._title if cut != self._title else "")

    def _button(self, action: QAction, is_primary: bool) -> QPushButton:
        button = QPushButton(action.text())
        name = action.objectName().removeprefix("action.")
        button.setObjectName(f"toolbar.{name}")
        button.setProperty("primary", is_primary)
        if not is_primary:
            button.setIcon(action.icon())
        button.clicked.connect(action.trigger)

        action.changed.connect(lambda: self._follow(button, action))
        self._follow(button, action)
        return button

    @staticmethod
    def _follow(button: QPushButton, action: QAction) -> None:
        """Keep a button true to its action for as long as it is there."""
        if isValid(button):
            button.setEnabled(action.isEnabled())
            # The style sets icon and words too close.
            button.setText(action.text() if button.icon().isNull() else f" {action.text()}")
            button.setAccessibleName(action.text())
            button.setToolTip(action.toolTip())
