"""The palette (Ctrl+K): anything in the company and every command, by a few letters.

It floats over the window and is made once. What is typed is looked for off the interface thread; a later letter takes the
place of an earlier one. Enter opens, Ctrl+Enter opens in a new window; `>` finds commands only, `@` accounts, `#` numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QVBoxLayout

from billdesk.services.search import Hit, Memory, describe, find, warm
from billdesk.ui.icons import icon
from billdesk.ui.models.palette_model import Entry, EntryDelegate, EntryModel, entry_of_action, entry_of_hit, entry_of_room
from billdesk.ui.navigation import Place
from billdesk.ui.widgets.popover import Popover
from billdesk.ui.widgets.sidebar import rooms
from billdesk.ui.words import tr

if TYPE_CHECKING:
    from billdesk.ui.main_window import MainWindow

_WIDTH, _TOP, _MOST_SHOWN = 640, 72, 9
_FOUND = 20
_KINDS = {"account": "account", "invoice": "invoice", "order": "order", "product": "product"}
"""Kinds of records to the pages that show them; the same words today."""


class Palette(Popover):
    """The field `palette.input` and the list `palette.results`."""

    answered = Signal()
    """What was typed last has its answer."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__("palette", tr("Search and commands"), window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self._window, self._desk = window, window.desk
        self._memory = Memory()
        self._desk.changed.connect(self._forget)
        self._desk.opened.connect(self._forget_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        self.input = QLineEdit(self)
        self.input.setObjectName("palette.input")
        self.input.setAccessibleName(tr("Find anything"))
        self.input.setPlaceholderText(tr("Accounts, numbers, amounts, products…   > commands   @ accounts"))
        self.input.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.input.textChanged.connect(lambda _text: self.look())
        self.model = EntryModel(self)
        self.results = QListView(self)
        self.results.setObjectName("palette.results")
        self.results.setAccessibleName(tr("What was found"))
        self.results.setModel(self.model)
        self.results.setItemDelegate(EntryDelegate(self.model, self._desk.formats, self.results))
        self.results.setUniformItemSizes(True)
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setMouseTracking(True)
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.setProperty("plain", True)
        self.results.clicked.connect(self._clicked)
        self.note = QLabel(self)
        self.note.setObjectName("palette.note")
        self.note.setProperty("muted", True)
        self.note.setContentsMargins(8, 0, 8, 2)
        for part in (self.input, self.results, self.note):
            column.addWidget(part)

    def warm(self) -> None:
        """Read what finding remembers, off thread, so that the first letter has its answer at once."""
        company, memory = self._desk.company, self._memory
        self._desk.jobs.read(self, lambda: warm(company, memory), lambda _none: None, key="warm")

    def open_over_window(self) -> None:
        """Show the palette, empty, with the places one was at last."""
        self.warm()
        self.input.blockSignals(True)
        self.input.clear()
        self.input.blockSignals(False)
        self.setFixedWidth(min(_WIDTH, self._window.width() - 32))
        self.look()
        left = (self._window.width() - self.width()) // 2
        self.show_at(self._window.mapToGlobal(QPoint(left, _TOP)), self.input)

    def look(self) -> None:
        """Look for what is typed now."""
        typed = self.input.text().strip()
        company, memory, as_of = self._desk.company, self._memory, self._desk.as_of()
        if typed.startswith(">"):
            self._desk.jobs.read(self, lambda: None, lambda _none: self._show(self._commands(typed[1:].strip())), key="find")
        elif typed:
            self._desk.jobs.read(self, lambda: find(company, typed, as_of, _FOUND, memory), self._show_hits, key="find")
        else:
            recent = self._window.trail.recent()
            records = [(place.page, place.record) for place in recent if place.page in _KINDS and place.record is not None]
            self._desk.jobs.read(self, lambda: describe(company, records, as_of), self._show_recent, key="find")

    def open_entry(self, entry: Entry, in_new_window: bool = False) -> None:
        """Do what an entry stands for."""
        self.close()
        if entry.action is not None:
            self._desk_later(entry.action.trigger)
        elif entry.place is not None:
            self._desk.go(entry.place, in_new_window)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The arrows move in the list while the field has the keys; Enter opens."""
        ways = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        key = Qt.Key(event.key())
        if key in ways:
            self._move(ways[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            entry = self.model.entry(self.results.currentIndex())
            if entry is not None:
                self.open_entry(entry, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            super().keyPressEvent(event)

    def _desk_later(self, call: Callable[[], object]) -> None:
        """Call once the palette is gone, so that what it opens gets the keys."""
        QTimer.singleShot(0, self, call)

    def _show_hits(self, hits: list[Hit]) -> None:
        typed = self.input.text().strip()
        entries = [entry_of_hit(hit, self._desk.formats) for hit in hits]
        commands = [] if typed[:1] in ("@", "#") else self._commands(typed, most=4)
        strong = [entry for entry in entries if entry.score >= 80]
        rest = [entry for entry in entries if entry.score < 80]
        self._show([*strong, *commands, *rest])

    def _show_recent(self, hits: list[Hit]) -> None:
        recent = [entry_of_hit(hit, self._desk.formats) for hit in hits]
        here = self._window.trail.here
        places = [entry_of_room(*room) for room in rooms() if here is None or Place(room[0]) != here]
        self._show([*recent, *places, *self._commands("")])

    def _show(self, entries: list[Entry]) -> None:
        self.model.show(entries)
        rows = max(1, min(_MOST_SHOWN, len(entries)))
        height = EntryDelegate.HEIGHT * rows + 4
        self.results.setFixedHeight(height if entries else 0)
        self.results.setVisible(bool(entries))
        typed = self.input.text().strip()
        if entries:
            self.note.setText(tr("Enter opens   Ctrl+Enter in a new window   Esc closes"))
            self.results.setCurrentIndex(self.model.index(0, 0))
            self.results.scrollToTop()
        else:
            self.note.setText(tr("Nothing is called {what}.").format(what=typed))
        self.adjustSize()
        self.answered.emit()

    def _commands(self, typed: str, most: int = 30) -> list[Entry]:
        """Rooms and actions whose words begin like those that were typed."""
        words = typed.casefold().split()
        found = [entry_of_room(*room) for room in rooms() if words and _fits(room[1], words)]
        found += [entry_of_action(action) for action in self._actions() if _fits(action.text(), words)]
        return found[:most]

    def _actions(self) -> list[QAction]:
        """What the window, its page and the page's list can do now, each once."""
        page = self._window.present
        actions = [*self._window.commands.all()]
        if page is not None:
            actions += [action for action in page.findChildren(QAction) if action.objectName().startswith("action.")]
        own = ("action.open_palette", "action.go_back", "action.go_forward")
        able = [a for a in actions if a.isEnabled() and a.isVisible() and a.text() and a.objectName() not in own]
        # The same words twice would only puzzle: those of the page's selection do what those of the window do.
        return list({action.text(): action for action in reversed(able)}.values())[::-1]

    def _move(self, by: int) -> None:
        count = self.model.rowCount()
        if count:
            at = self.results.currentIndex().row() + by
            row = at % count if abs(by) == 1 else max(0, min(count - 1, at))
            self.results.setCurrentIndex(self.model.index(row, 0))

    def _clicked(self, index: QModelIndex) -> None:
        entry = self.model.entry(index)
        if entry is not None:
            self.open_entry(entry, bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier))

    def _forget(self) -> None:
        self._memory.forget_amounts()

    def _forget_all(self) -> None:
        self._memory = Memory()


def show_palette(window: MainWindow) -> Palette:
    """Show the window's palette, made when it is first asked for; a second call puts it away."""
    palette = palette_of(window)
    if palette.isVisible():
        palette.close()
    else:
        palette.open_over_window()
    return palette


def palette_of(window: MainWindow) -> Palette:
    """The window's palette."""
    found = window.findChild(QObject, "palette")
    return found if isinstance(found, Palette) else Palette(window)


def _fits(text: str, words: list[str]) -> bool:
    """Whether each typed word begins a word of `text`."""
    parts = text.casefold().replace("&", "").split()
    return all(any(part.startswith(word) for part in parts) for word in words)
