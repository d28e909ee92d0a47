"""Actions of the window as a whole: there on every page, in the palette and in the key help."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication

from billdesk.ui import theme
from billdesk.ui.icons import icon
from billdesk.ui.navigation import Place
from billdesk.ui.widgets.sidebar import rooms
from billdesk.ui.words import tr

if TYPE_CHECKING:
    from billdesk.ui.main_window import MainWindow


class Commands(QObject):
    """Makes the window's actions and hands them out by name (without `action.`)."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, QAction] = {}
        self._rooms: list[str] = []
        desk, go = window.desk, window.go
        self._add("go_back", tr("Back"), "arrow-left", window.back, "Alt+Left")
        self._add("go_forward", tr("Forward"), "arrow-right", window.forward, "Alt+Right")
        self._add("open_palette", tr("Search and commands"), "search", self._palette, "Ctrl+K")
        self._add("new_record", tr("New"), "plus", self._new, "Ctrl+N")
        self._add("new_order", tr("New order"), "shopping-cart", lambda: go(Place("order")))
        self._add("new_account", tr("New account"), "user", lambda: go(Place("accounts", None, (("do", "new"),))))
        self._add("new_product", tr("New product"), "package", lambda: go(Place("catalogue", None, (("do", "new"),))))
        self._add("new_schedule", tr("New schedule"), "calendar-clock", lambda: go(Place("schedules", None, (("do", "new"),))))
        self._add("run_invoices", tr("Run invoices"), "play", lambda: go(Place("run")), "Ctrl+R")
        self._add("undo_edit", tr("Undo"), "undo-2", desk.undo.undo, "Ctrl+Z")
        self._add("redo_edit", tr("Redo"), "redo-2", desk.undo.redo, "Ctrl+Shift+Z")
        self._add("refresh_page", tr("Refresh"), "refresh-cw", desk.changed.emit, "F5")
        self._add("show_keys", tr("Keys"), "keyboard", self._keys, "?")
        self._add("new_window", tr("New window"), "external-link", self._another, "Ctrl+Shift+N")
        self._add("open_file", tr("Open, create or import a company"), "folder-open", lambda: go(Place("welcome")), "Ctrl+O")
        self._add("change_theme", tr("Light or dark"), "moon", self._theme)
        # Actions of the window: a button's own shortcut presses it for 100 ms, and what is typed meanwhile goes elsewhere.
        for number, (page, words, picture) in enumerate(rooms(), 1):
            name, keys = f"go_{page}", f"Ctrl+{number % 10}" if number <= 10 else ""
            self._add(name, tr("Go to {page}").format(page=words), picture, partial(go, Place(page)), keys)
            self._rooms.append(name)
        self._add("close_window", tr("Close the window"), "x", window.close, "Ctrl+W")
        desk.undo.changed.connect(self._show_undo)
        desk.opened.connect(self._enable)
        self._enable()

    def __getitem__(self, name: str) -> QAction:
        """The action called `action.<name>`."""
        return self._actions[name]

    def all(self) -> list[QAction]:
        """The window's actions and those of the present page, for palette and key help."""
        page = self._window.present
        return [*self._actions.values(), *(page.actions_() if page is not None else [])]

    def show_trail(self) -> None:
        """Back and forward only where there is somewhere to go."""
        self["go_back"].setEnabled(self._window.trail.can_go_back)
        self["go_forward"].setEnabled(self._window.trail.can_go_forward)

    def _add(self, name: str, text: str, picture: str, call: Callable[[], object], keys: str = "") -> None:
        action = QAction(icon(picture), text, self._window)
        action.setObjectName(f"action.{name}")
        if keys:
            action.setShortcut(QKeySequence(keys))
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{text} ({shown})" if shown else text)
        action.triggered.connect(lambda _checked=False: call())
        self._window.addAction(action)
        self._actions[name] = action

    def _enable(self) -> None:
        is_open = self._window.desk.has_company
        needy = (
            "open_palette new_record new_order new_account new_product new_schedule run_invoices refresh_page new_window"
        ).split()
        for name in (*needy, *self._rooms):
            self[name].setEnabled(is_open)
        self.show_trail()
        self._show_undo()

    def _show_undo(self) -> None:
        undo = self._window.desk.undo
        for name, text, words in (
            ("undo_edit", undo.undo_text, tr("Undo")),
            ("redo_edit", undo.redo_text, tr("Redo")),
        ):
            self[name].setEnabled(bool(text))
            self[name].setText(f"{words}: {text}" if text else words)

    def _new(self) -> None:
        page = self._window.present
        action = page.primary() if page is not None else None
        # The large action of a page may be another one, such as saving what it shows.
        if action is None or not action.objectName().startswith(("action.new_", "action.add_")):
            action = self["new_order"]
        action.trigger()

    def _palette(self) -> None:
        from billdesk.ui.dialogs.palette import show_palette

        show_palette(self._window)

    def _keys(self) -> None:
        from billdesk.ui.dialogs.keys_help import show_keys

        show_keys(self._window)

    def _another(self) -> None:
        window = self._window
        window.another_wanted.emit(window.desk.target, window.trail.here)

    def _theme(self) -> None:
        wanted = "light" if theme.is_dark() else "dark"
        self._window.desk.settings.setValue("theme", wanted)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, wanted)
