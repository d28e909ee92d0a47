"""The bar over a list: views, the search field, filters as chips, and the list's own menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QTabBar, QToolButton, QVBoxLayout, QWidget

from billdesk.services.lists_conditions import Condition
from billdesk.services.lists_sources import Column
from billdesk.ui.formats import Formats
from billdesk.ui.icons import icon
from billdesk.ui.models.filter_words import condition_words
from billdesk.ui.models.list_spec import ListSpec, View
from billdesk.ui.widgets.filter_editor import FilterEditor
from billdesk.ui.widgets.flow import FlowLayout
from billdesk.ui.words import tr

_TYPED_MS = 180
"""A pause in typing after which the list is searched."""


class Chip(QPushButton):
    """One filter. Enter or a click edits it; Delete or its cross takes it away."""

    removed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Delete and Backspace take the filter away."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class FilterBar(QWidget):
    """Says what of a list is wanted: `changed` when that is something else. Base conditions come with the chosen view."""

    changed = Signal()
    view_chosen = Signal(object)
    """A view was chosen: the View."""
    down_wanted = Signal()
    """From the search field on into the rows."""

    def __init__(self, spec: ListSpec, columns: Sequence[Column], formats: Formats, parent: QWidget) -> None:
        super().__init__(parent)
        self._spec, self._formats = spec, formats
        self._columns = {column.key: column for column in columns}
        self._titles = {column.key: column.title for column in spec.columns}
        self._chosen: list[Condition] = []
        self._views: list[View] = list(spec.views)
        self._typed = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._typed.timeout.connect(self.changed)
        self._build()
        self.show_views(spec.views)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The filters of the chips, besides those of the view."""
        return tuple(self._chosen)

    @property
    def view(self) -> View | None:
        """The chosen view."""
        at = self.views.currentIndex()
        return self._views[at] if 0 <= at < len(self._views) else None

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.search.text().strip()

    @property
    def is_filtered(self) -> bool:
        """Whether a person has narrowed the list."""
        return bool(self._chosen or self.text or self.views.currentIndex() > 0)

    def set_conditions(self, conditions: Sequence[Condition]) -> None:
        """Show other filters."""
        if tuple(conditions) != self.conditions:
            self._chosen = list(conditions)
            self._show_chips()
            self.changed.emit()

    def add(self, condition: Condition, instead: Condition | None = None) -> None:
        """Add a filter, or put it in the place of another."""
        chosen = (
            [condition if c == instead else c for c in self._chosen] if instead in self._chosen else [*self._chosen, condition]
        )
        self.set_conditions(list(dict.fromkeys(chosen)))

    def remove(self, condition: Condition) -> None:
        """Take a filter away."""
        self.set_conditions([c for c in self._chosen if c != condition])

    def clear(self) -> None:
        """Show everything: no chips, no search, the first view."""
        self.show_only("", ())

    def show_only(self, view: str, conditions: Sequence[Condition]) -> None:
        """Show a view (the first one for an empty name) with these chips and no search."""
        before = (self.views.currentIndex(), self.conditions, self.text)
        self._chosen = list(conditions)
        self._show_chips()
        for part in (self.search, self.views):
            part.blockSignals(True)
        self.search.clear()
        self.views.setCurrentIndex(next((at for at, known in enumerate(self._views) if known.name == view), 0))
        for part in (self.search, self.views):
            part.blockSignals(False)
        self._typed.stop()
        if before[0] != self.views.currentIndex() and self.view is not None:
            self.view_chosen.emit(self.view)
        elif before[1:] != (self.conditions, self.text):
            self.changed.emit()

    def show_views(self, views: Sequence[View], chosen: str = "") -> None:
        """Offer these views; the present one stays chosen, or the one of that name is."""
        wanted = chosen or (self.view.name if self.view is not None else "")
        self._views = list(views)
        self.views.blockSignals(True)
        while self.views.count():
            self.views.removeTab(0)
        for view in self._views:
            at = self.views.addTab(view.title)
            self.views.setTabToolTip(at, view.title)
            self.views.setAccessibleTabName(at, view.title)
        at = next((n for n, view in enumerate(self._views) if view.name == wanted), 0)
        self.views.setCurrentIndex(at)
        self.views.blockSignals(False)
        self.views.setVisible(len(self._views) > 1)

    def choose_view(self, name: str) -> bool:
        """Choose a view by its name; whether there is one."""
        at = next((n for n, view in enumerate(self._views) if view.name == name), -1)
        if at >= 0:
            self.views.setCurrentIndex(at)
        return at >= 0

    def edit(self, key: str, condition: Condition | None = None, anchor: QWidget | None = None) -> FilterEditor:
        """Open the editor of a filter on a column."""
        editor = FilterEditor(self._spec.room, self._columns[key], self._titles.get(key, key), self._formats, self)
        if condition is not None:
            editor.show_condition(condition)
        editor.applied.connect(lambda made: self.add(made, condition))
        by = anchor or self.filter_button
        editor.open_at(by.mapToGlobal(QPoint(0, by.height() + 4)))
        return editor

    def _build(self) -> None:
        room = self._spec.room
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.views = QTabBar(self)
        self.views.setObjectName(f"{room}.views")
        self.views.setAccessibleName(tr("Views"))
        self.views.setDrawBase(False)
        self.views.setExpanding(False)
        self.views.setUsesScrollButtons(True)
        self.views.setElideMode(Qt.TextElideMode.ElideNone)
        self.views.currentChanged.connect(self._choose)
        self.search = QLineEdit(self)
        self.search.setObjectName(f"{room}.search")
        self.search.setAccessibleName(tr("Search in this list"))
        self.search.setPlaceholderText(tr("Search this list"))
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        self.search.setProperty("search", True)
        self.search.setMinimumWidth(140)
        self.search.setMaximumWidth(260)
        self.search.textChanged.connect(lambda _text: self._typed.start())
        self.search.returnPressed.connect(self._search_now)
        self.filter_button = QPushButton(icon("filter"), " " + tr("Filter"), self)
        self.filter_button.setObjectName(f"{room}.filters")
        self.filter_button.setAccessibleName(tr("Add a filter"))
        self.filter_button.setToolTip(tr("Add a filter"))
        self.filter_button.clicked.connect(self._offer_columns)
        self.menu_button = QToolButton(self)
        self.menu_button.setObjectName(f"{room}.menu")
        self.menu_button.setAccessibleName(tr("Columns, export and views"))
        self.menu_button.setToolTip(tr("Columns, export and views"))
        self.menu_button.setIcon(icon("ellipsis-vertical"))
        self.menu_button.setFixedSize(32, 32)
        row.addWidget(self.views, 1)
        row.addStretch(0)
        row.addWidget(self.search)
        row.addWidget(self.filter_button)
        row.addWidget(self.menu_button)
        column.addLayout(row)
        self.chips = QWidget(self)
        self._flow = FlowLayout(self.chips)
        column.addWidget(self.chips)
        self.chips.hide()

    def _show_chips(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, condition in enumerate(self._chosen):
            self._flow.addWidget(self._chip(number, condition))
        if self._chosen:
            clear = QPushButton(tr("Clear filters"), self.chips)
            clear.setObjectName(f"{self._spec.room}.clear_chips")
            clear.setAccessibleName(clear.text())
            clear.setProperty("link", True)
            clear.clicked.connect(lambda: self.set_conditions(()))
            self._flow.addWidget(clear)
        self.chips.setVisible(bool(self._chosen))

    def _chip(self, number: int, condition: Condition) -> QWidget:
        room = self._spec.room
        title = self._titles.get(condition.key, condition.key)
        words = condition_words(condition, self._columns[condition.key], title, self._formats)
        frame = QWidget(self.chips)
        frame.setProperty("chip", True)
        frame.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 2, 0)
        row.setSpacing(0)
        chip = Chip(words, frame)
        chip.setObjectName(f"{room}.chip_{number}")
        chip.setAccessibleName(tr("Filter: {words}").format(words=words))
        chip.setToolTip(tr("Change this filter"))
        chip.clicked.connect(lambda: self.edit(condition.key, condition, frame))
        chip.removed.connect(lambda: self.remove(condition))
        cross = QToolButton(frame)
        cross.setObjectName(f"{room}.chip_{number}_remove")
        cross.setAccessibleName(tr("Remove the filter: {words}").format(words=words))
        cross.setToolTip(tr("Remove this filter"))
        cross.setIcon(icon("x", "sent"))
        cross.clicked.connect(lambda: self.remove(condition))
        row.addWidget(chip)
        row.addWidget(cross)
        return frame

    def _offer_columns(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(tr("Columns to filter by"))
        for column in self._spec.columns:
            if column.words is None and self._columns[column.key].kind != "id":
                menu.addAction(column.title).setData(column.key)
        menu.triggered.connect(lambda action: self.edit(action.data()))
        menu.popup(self.filter_button.mapToGlobal(QPoint(0, self.filter_button.height() + 2)))

    def _choose(self, _at: int) -> None:
        if (view := self.view) is not None:
            self.view_chosen.emit(view)

    def _search_now(self) -> None:
        self._typed.stop()
        self.changed.emit()
        self.down_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Down from the search field goes into the rows; Esc empties it first."""
        if self.search.hasFocus() and event.key() == Qt.Key.Key_Down:
            self.down_wanted.emit()
        elif self.search.hasFocus() and event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        else:
            super().keyPressEvent(event)
