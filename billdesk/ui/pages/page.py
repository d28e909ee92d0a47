"""What every page is: a widget that shows a place, keeps itself true, and says which actions it has."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QWidget

from billdesk.ui.desk import Desk
from billdesk.ui.icons import icon
from billdesk.ui.navigation import Place


class Page(QWidget):
    """A page of the window. `nav` is the button of the sidebar that lights; `title` what the window calls it."""

    nav = "home"
    titled = Signal()
    """The title or the actions have changed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.title = ""
        self.place = Place(self.nav)
        self._is_stale = False
        desk.changed.connect(self._hear)

    def open(self, place: Place) -> None:
        """Show a place. A page that takes more from it than its name overrides this and calls it first."""
        self.place = place
        self._is_stale = False

    def refresh(self) -> None:
        """Show what the company holds now; called when somebody has written and this page is seen (again)."""

    def primary(self) -> QAction | None:
        """The one action that the toolbar shows large."""
        return None

    def actions_(self) -> list[QAction]:
        """The page's actions, for toolbar, menu, palette and key help. They are made once."""
        return []

    def action(self, name: str, text: str, icon_name: str, keys: str = "", tip: str = "") -> QAction:
        """Make an action called `action.<name>`, with its words, icon, keys and help."""
        action = QAction(icon(icon_name), text, self)
        action.setObjectName(f"action.{name}")
        if keys:
            action.setShortcut(QKeySequence(keys))
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip or text} ({shown})" if shown else tip or text)
        action.setStatusTip(tip or text)
        self.addAction(action)
        return action

    def set_title(self, title: str) -> None:
        """Name the page anew."""
        self.title = title
        self.titled.emit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Catch up with what was written while the page was hidden."""
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.refresh()

    def _hear(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True
