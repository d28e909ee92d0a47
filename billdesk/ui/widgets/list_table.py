"""The rows of a list: keys, and columns that keep their order, widths and choice from one start to the next."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from billdesk.services.lists_sources import NUMBERS
from billdesk.ui.desk import Desk
from billdesk.ui.models.list_model import Index, ListModel
from billdesk.ui.models.list_spec import ListSpec
from billdesk.ui.widgets.delegates import MARGIN, CellDelegate, RowPainter

ROW_HEIGHT = 28
_LEAST_WIDTH = 40
_KEEP_MS = 400
_GROW_MS = 120
_ARROW, _LEAST_SEEN, _LEAST_WORDS = 14, 30, 130
_WHOLE = frozenset({*NUMBERS, "date", "instant"})
"""Kinds of columns that show their words whole, for a figure without its end is another figure."""


class ListTable(QTableView):
    """A table over a `ListModel`. Enter opens, Space asks for the preview, Ctrl+C copies, Ctrl+A chooses all."""

    opened = Signal(int)
    """A row was opened."""
    preview_wanted = Signal()
    copy_wanted = Signal()
    typed = Signal(str)
    """Letters were typed over the rows."""
    columns_wanted = Signal(QPoint)
    """The column chooser is asked for, at a place on the screen."""

    def __init__(self, desk: Desk, spec: ListSpec, model: ListModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._spec, self._list = desk, spec, model
        self._base_widths = self._first_widths()
        self._is_laying = True
        self._painter = RowPainter(model, ROW_HEIGHT)
        self._keeping = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._keeping.timeout.connect(self._keep)
        self._growing = QTimer(self, singleShot=True, interval=_GROW_MS)
        self._growing.timeout.connect(self.grow)
        self.setObjectName(f"{spec.room}.table")
        self.setAccessibleName(spec.title)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(model, self))
        self._dress()
        self._restore()
        self._is_laying = False
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._growing.start())
        model.rowsInserted.connect(lambda *_: self._growing.start())

    def visible_columns(self) -> list[int]:
        """The shown columns of the model, from left to right as they stand."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(at) for at in range(header.count())]
        return [column for column in order if not self.isColumnHidden(column)]

    def show_column(self, column: int, shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        if shown or len(self.visible_columns()) > 1:
            self.setColumnHidden(column, not shown)
            self._fit()
            self._keeping.start()

    def move_column(self, column: int, by: int) -> None:
        """Move a column to the left (-1) or right (1), past hidden ones."""
        shown = self.visible_columns()
        at = shown.index(column) + by if column in shown else -1
        if 0 <= at < len(shown):
            header = self.horizontalHeader()
            header.moveSection(header.visualIndex(column), header.visualIndex(shown[at]))

    def reset_columns(self) -> None:
        """Columns as the list first had them."""
        header = self.horizontalHeader()
        self._base_widths = self._first_widths()
        for at, column in enumerate(self._spec.columns):
            header.moveSection(header.visualIndex(at), at)
            self.setColumnHidden(at, column.hidden)
        self._fit()
        self._desk.settings.remove(self._setting)

    def show_sort(self, sort: tuple[tuple[str, bool], ...]) -> None:
        """Point the header's arrow at the column that the list is sorted by first."""
        header = self.horizontalHeader()
        at = next((n for n, column in enumerate(self._list.of) if sort and column.key == sort[0][0]), -1)
        header.setSortIndicatorShown(at >= 0)
        if at >= 0:
            header.setSortIndicator(at, Qt.SortOrder.DescendingOrder if sort[0][1] else Qt.SortOrder.AscendingOrder)

    def grow(self) -> None:
        """Make columns of figures and dates as wide as what is seen of them. None shrinks, so that nothing jumps."""
        first = max(self.rowAt(0), 0)
        seen = max(self.viewport().height() // ROW_HEIGHT + 1, _LEAST_SEEN)  # a tab that is not shown yet has no height
        rows = range(first, min(first + seen, self._list.rowCount()))
        metrics = self.fontMetrics()
        has_grown = False
        for at in self.visible_columns():
            column = self._list.of[at]
            if column.kind in _WHOLE and rows:
                needed = max(metrics.horizontalAdvance(self._list.text(row, at)) for row in rows) + 2 * MARGIN + 2
                if needed > self._base_widths[column.key]:
                    self._base_widths[column.key], has_grown = needed, True
        if has_grown:
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint what is to be seen, a row at a time."""
        rect, view = event.rect(), self.viewport()
        painter = QPainter(view)
        painter.fillRect(rect, self.palette().base())
        places = [(at, self.columnViewportPosition(at), self.columnWidth(at)) for at in self.visible_columns()]
        places = [place for place in places if place[1] <= rect.right() and place[1] + place[2] > rect.left()]
        first, last = self.rowAt(rect.top()), self.rowAt(rect.bottom())
        if places and first >= 0:
            self._painter.begin(view)
            chosen, root = self.selectionModel(), self.rootIndex()
            current = self.currentIndex().row() if self.hasFocus() else -1
            for row in range(first, (last if last >= 0 else self._list.rowCount() - 1) + 1):
                is_chosen = chosen.isRowSelected(row, root)
                self._painter.paint(painter, row, self.rowViewportPosition(row), places, is_chosen, row == current)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The current row is marked while the keys go to the rows."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """And no longer."""
        super().focusOutEvent(event)
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        """The current row is marked over its whole width."""
        super().currentChanged(current, previous)
        for index in (current, previous):
            top = self.rowViewportPosition(index.row()) if index.isValid() else -ROW_HEIGHT
            if -ROW_HEIGHT < top < self.viewport().height():
                self.viewport().update(0, top, self.viewport().width(), ROW_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Keys of a list; the rest is Qt's."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
        elif plain and event.key() == Qt.Key.Key_Space:
            self.preview_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif plain and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._list.rowCount():
            row = 0 if event.key() == Qt.Key.Key_Home else self._list.rowCount() - 1
            self.setCurrentIndex(self._list.index(row, max(0, self.currentIndex().column())))
        elif event.key() == Qt.Key.Key_Menu:
            rect = self.visualRect(self.currentIndex())
            self.customContextMenuRequested.emit(rect.bottomLeft())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Typed letters go to the search field, and not through a million rows one by one."""
        self.typed.emit(search)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The widest column of words takes what room there is."""
        super().resizeEvent(event)
        self._fit()
        self._growing.start()

    def _dress(self) -> None:
        self.setProperty("flush", True)
        # All of it is painted: what scrolls is moved on the screen, and only what comes into view is painted anew.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setObjectName(f"{self._spec.room}.header")
        header.setAccessibleName(self._spec.title)
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(_LEAST_WIDTH)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda at: self.columns_wanted.emit(header.mapToGlobal(at)))
        header.sectionResized.connect(self._resized)
        header.sectionMoved.connect(lambda *_: self._keeping.start())
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    @property
    def _setting(self) -> str:
        return f"lists/{self._spec.room}/columns"

    def _resized(self, column: int, _old: int, new: int) -> None:
        if not self._is_laying:
            self._base_widths[self._list.of[column].key] = new
            self._keeping.start()

    def _fit(self) -> None:
        """Let the widest column of words take the room that is left over, and give it back when there is less."""
        shown = self.visible_columns()
        room = self.viewport().width() - sum(self._base_widths[self._list.of[at].key] for at in shown)
        words = [at for at in shown if self._list.of[at].kind not in NUMBERS and not self._list.of[at].states] or shown[-1:]
        widest = max(words, key=lambda at: self._spec.columns[at].width, default=None)
        self._is_laying = True
        for at in shown:
            width = self._base_widths[self._list.of[at].key]
            least = max(min(width, _LEAST_WORDS), width * 3 // 5)  # narrower than that does not help: the rows are scrolled
            self.setColumnWidth(at, width + room if at == widest and width + room >= least else width)
        self._is_laying = False

    def _first_widths(self) -> dict[str, int]:
        """The widths that the list asks for, or more where a title needs it."""
        bold = QFont(self.font())
        bold.setBold(True)
        metrics = QFontMetrics(bold)
        return {c.key: max(c.width, metrics.horizontalAdvance(c.title) + 2 * MARGIN + _ARROW) for c in self._spec.columns}

    def _keep(self) -> None:
        header = self.horizontalHeader()
        order = [header.logicalIndex(at) for at in range(header.count())]
        kept = [[self._list.of[at].key, self._base_widths[self._list.of[at].key], self.isColumnHidden(at)] for at in order]
        self._desk.settings.setValue(self._setting, json.dumps(kept))

    def _restore(self) -> None:
        for at, column in enumerate(self._spec.columns):
            self.setColumnHidden(at, column.hidden)
        try:
            kept: list[Any] = json.loads(str(self._desk.settings.value(self._setting, "[]")))
            places = {column.key: at for at, column in enumerate(self._list.of)}
            known = [(places[key], int(width), bool(hidden)) for key, width, hidden in kept if key in places]
        except (ValueError, TypeError):
            return
        header = self.horizontalHeader()
        for to, (at, width, hidden) in enumerate(known):
            header.moveSection(header.visualIndex(at), to)
            self._base_widths[self._list.of[at].key] = max(_LEAST_WIDTH, width)
            self.setColumnHidden(at, hidden)
