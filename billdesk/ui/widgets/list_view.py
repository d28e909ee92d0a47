"""A list as pages and tabs show it: filters above, rows, and a footer with how many there are.

The first rows are read before the rest of the ids, so that a list of a million is seen as soon as one of ten.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QLineEdit, QTableView, QVBoxLayout, QWidget

from billdesk.services.lists import Condition, ListQuery, first_ids, list_ids
from billdesk.ui.desk import Desk
from billdesk.ui.models.list_model import PAGE, ListModel
from billdesk.ui.models.list_spec import ListSpec, Record
from billdesk.ui.widgets.delegates import CellDelegate
from billdesk.ui.words import tr

ROW_HEIGHT = 28


class ListTable(QTableView):
    """The rows. Enter opens, Space asks for the preview."""

    activated_row = Signal(int)
    preview_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(self.verticalHeader().ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setSortIndicatorClearable(False)
        self.doubleClicked.connect(lambda index: self.activated_row.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter and Space; the rest is Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.currentIndex().isValid():
                self.activated_row.emit(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Space:
            self.preview_wanted.emit()
        else:
            super().keyPressEvent(event)


class ListView(QWidget):
    """A list of `spec`, with `conditions` that hold besides the spec's own, such as the account of a tab."""

    opened = Signal(object)
    """A record was opened: its id. Where the spec says a place, the window goes there too."""
    selection_changed = Signal()
    loaded = Signal()
    """The ids of the whole list are there."""

    def __init__(self, desk: Desk, spec: ListSpec, conditions: Sequence[Condition] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.spec = desk, spec
        self._fixed = tuple(conditions)
        self.sort = spec.default_sort
        self.model = ListModel(desk.company, desk.as_of(), spec.kind, spec.columns, desk.formats, self)
        self._build()
        self.refresh()

    @property
    def query(self) -> ListQuery:
        """What the list shows now."""
        return ListQuery(self.spec.kind, self.sort, (*self.spec.conditions, *self._fixed), self.search.text())

    def set_conditions(self, conditions: Sequence[Condition]) -> None:
        """Show a list of other records, such as those of another account."""
        self._fixed = tuple(conditions)
        self.refresh()

    def refresh(self) -> None:
        """Read the list anew: its first rows at once, then all ids."""
        company, query, as_of = self.desk.company, self.query, self.desk.as_of()
        self.model.as_of = as_of
        self.desk.jobs.read(self, lambda: first_ids(company, query, as_of, PAGE), self._show_first, key="first")

    def selected_ids(self) -> list[int]:
        """The ids of the selected records, in the order of the list."""
        rows = sorted({row for part in self.table.selectionModel().selection() for row in range(part.top(), part.bottom() + 1)})
        return [self.model.ids[row] for row in rows]

    def current_id(self) -> int | None:
        """The id of the current record."""
        index = self.table.currentIndex()
        return self.model.ids[index.row()] if index.isValid() else None

    def current_record(self) -> Record | None:
        """The values of the current record by key."""
        index = self.table.currentIndex()
        return self.model.record(index.row()) if index.isValid() else None

    def open_row(self, row: int) -> None:
        """Open the record of a row."""
        record = self.model.record(row)
        if record is None:
            return
        self.opened.emit(record["id"])
        place = self.spec.open_place(record) if self.spec.open_place is not None else None
        if place is not None:
            self.desk.go(place)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.search = QLineEdit(self)
        self.search.setObjectName(f"{self.spec.room}.search")
        self.search.setAccessibleName(tr("Search in this list"))
        self.search.setPlaceholderText(tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.refresh)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.addWidget(self.search)
        self.table = ListTable(self)
        self.table.setObjectName(f"{self.spec.room}.table")
        self.table.setAccessibleName(self.spec.title)
        self.table.setModel(self.model)
        self.table.setItemDelegate(CellDelegate(self.model, self.table))
        for at, shown in enumerate(self.spec.columns):
            self.table.setColumnWidth(at, shown.width)
            self.table.setColumnHidden(at, shown.hidden)
        self.table.activated_row.connect(self.open_row)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.sectionClicked.connect(self._sort_by)
        self.footer = QLabel(self)
        self.footer.setObjectName(f"{self.spec.room}.footer")
        self.footer.setContentsMargins(12, 6, 12, 6)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.footer)
        self.setFocusProxy(self.table)

    def _sort_by(self, section: int) -> None:
        key = self.model.of[section].key
        descending = bool(self.sort) and self.sort[0] == (key, False)
        self.sort = ((key, descending),)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(section, order)
        self.refresh()

    def _show_first(self, ids: array[int]) -> None:
        company, query, as_of = self.desk.company, self.query, self.desk.as_of()
        self._show(ids)
        self.desk.jobs.read(self, lambda: list_ids(company, query, as_of), self._show_all, key="all")

    def _show_all(self, ids: array[int]) -> None:
        self._show(ids)
        words = self.spec.noun if len(ids) == 1 else self.spec.nouns
        self.footer.setText(words.format(n=self.desk.formats.count(len(ids))))
        self.loaded.emit()

    def _show(self, ids: array[int]) -> None:
        if ids == self.model.ids:
            self.model.forget_rows()
            return
        current = self.current_id()
        self.model.show_ids(ids)
        if current is not None and current in ids:
            self.table.setCurrentIndex(self.model.index(ids.index(current), 0))
        elif ids:
            self.table.selectionModel().setCurrentIndex(
                self.model.index(0, 0), self.table.selectionModel().SelectionFlag.NoUpdate
            )
