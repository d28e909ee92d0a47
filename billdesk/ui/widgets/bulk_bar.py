"""The foot of a list: how many there are and what they add up to, and what can be done with those that are selected.

It has one height whether or not something is selected, so that a click never moves what is under the mouse.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from billdesk.services.lists import Sums
from billdesk.ui.formats import Formats
from billdesk.ui.icons import icon
from billdesk.ui.models.list_spec import BulkAction, ListSpec, Record
from billdesk.ui.widgets.tiles import Line
from billdesk.ui.words import tr

_HEIGHT = 44
_MOST_CURRENCIES = 3


class BulkBar(QWidget):
    """Counts and sums at the left, the spec's actions at the right. `ids` gives the selected ids when one is called."""

    def __init__(self, spec: ListSpec, formats: Formats, ids: Callable[[], Sequence[int]], parent: QWidget) -> None:
        super().__init__(parent)
        self._spec, self._formats, self._ids = spec, formats, ids
        self.setObjectName(f"{spec.room}.bulk")
        self.setFixedHeight(_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 12, 0)
        row.setSpacing(6)
        self.text = Line(self)
        self.text.setObjectName(f"{spec.room}.sums")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(self.text, 1)
        self.actions_ = [self._action(made, parent) for made in spec.actions]
        self._buttons = [self._button(action) for action in self.actions_]
        for button in self._buttons:
            row.addWidget(button)
        self._more = QToolButton(self)
        self._more.setObjectName(f"{spec.room}.bulk_more")
        self._more.setAccessibleName(tr("More for the selection"))
        self._more.setIcon(icon("ellipsis"))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(QMenu(self._more))
        row.addWidget(self._more)
        self._is_offering = False
        self.offer(None, 0)

    def show_sums(self, sums: Sums | None, count: int, selected: int, columns: Sequence[tuple[str, str]]) -> None:
        """Say how many rows there are (or are selected) and, once known, what the money columns (key, title) add up to."""
        shown = self._formats.count(selected or count)
        if selected:
            words = tr("{n} selected").format(n=shown)
        else:
            words = (self._spec.noun if count == 1 else self._spec.nouns).format(n=shown)
        if sums is not None:
            words = "     ".join([words, *self._sums(sums, columns)])
        self.text.setText(words)
        self.text.setAccessibleName(words)

    def offer(self, record: Record | None, count: int) -> None:
        """Show the actions that make sense for the current record; none while nothing is selected."""
        for action, made in zip(self.actions_, self._spec.actions, strict=True):
            fits = record is not None and count > 0 and (made.is_for is None or made.is_for(record))
            action.setEnabled(fits)
        self._is_offering = count > 0
        self._arrange()

    def fitting(self) -> list[QAction]:
        """The actions that can be called now."""
        return [action for action in self.actions_ if action.isEnabled()]

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """What has no room goes into the menu."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = self.width() * 2 // 3 - 40
        menu = self._more.menu()
        menu.clear()
        for button, action in zip(self._buttons, self.actions_, strict=True):
            wanted = self._is_offering and action.isEnabled()
            room -= button.sizeHint().width() + 6 if wanted else 0
            button.setVisible(wanted and room >= 0)
            if wanted and room < 0:
                menu.addAction(action)
        self._more.setVisible(not menu.isEmpty())

    def _sums(self, sums: Sums, columns: Sequence[tuple[str, str]]) -> list[str]:
        currencies = sorted(sums.by_currency)
        parts = []
        for key, title in columns:
            amounts = [self._formats.money(sums.by_currency[c].get(key, 0), c) for c in currencies[:_MOST_CURRENCIES]]
            more = len(currencies) - _MOST_CURRENCIES
            words = tr("and 1 more currency") if more == 1 else tr("and {n} more currencies").format(n=more)
            if amounts:
                parts.append(f"{title} {' + '.join(amounts)}{f' {words}' if more > 0 else ''}")
        return parts

    def _action(self, made: BulkAction, owner: QWidget) -> QAction:
        action = QAction(icon(made.icon), made.text, owner)
        action.setObjectName(f"action.{made.name}")
        action.setProperty("in_page", True)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if made.keys:
            action.setShortcut(QKeySequence(made.keys))
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{made.text} ({keys})" if keys else made.text)
        action.triggered.connect(lambda _checked=False: self._call(made))
        owner.addAction(action)
        return action

    def _call(self, made: BulkAction) -> None:
        ids = self._ids()
        if len(ids):
            made.call(ids)

    def _button(self, action: QAction) -> QPushButton:
        button = QPushButton(action.icon(), f" {action.text()}", self)
        button.setObjectName(f"{self._spec.room}.{action.objectName().removeprefix('action.')}")
        button.setAccessibleName(action.text())
        button.setToolTip(action.toolTip())
        button.clicked.connect(action.trigger)
        return button
