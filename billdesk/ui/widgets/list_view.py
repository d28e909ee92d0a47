"""A list as pages and tabs show it: views, search and filters above, rows with a side preview, counts and actions below.

The first rows are read before the rest of the ids, so that a list of a million is seen as soon as one of ten.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from billdesk.services.lists import Condition, ListQuery, Sums
from billdesk.ui.desk import Desk
from billdesk.ui.icons import icon
from billdesk.ui.list_output import Output
from billdesk.ui.list_views import Views
from billdesk.ui.models.list_model import ListModel
from billdesk.ui.models.list_spec import ListSpec, Record, View
from billdesk.ui.widgets.bulk_bar import BulkBar
from billdesk.ui.widgets.column_chooser import ColumnChooser
from billdesk.ui.widgets.empty_list import EmptyList
from billdesk.ui.widgets.filter_bar import FilterBar
from billdesk.ui.widgets.list_loader import ListLoader, Marks, Places, stretches
from billdesk.ui.widgets.list_table import ListTable
from billdesk.ui.widgets.preview import PreviewPanel
from billdesk.ui.words import tr

_MOST_MARKED = 5000
_SELECT = QItemSelectionModel.SelectionFlag


class ListView(QWidget):
    """A list of `spec`, with `conditions` that hold besides the spec's own, such as the account of a tab.

    It is read when it is first shown. `remembered` is the setting that keeps its view, filters and order.
    """

    opened = Signal(object)
    """A record was opened: its id. Where the spec says a place, the window goes there too."""
    selection_changed = Signal()
    loaded = Signal()
    """The ids of the whole list are there."""

    def __init__(
        self,
        desk: Desk,
        spec: ListSpec,
        conditions: Sequence[Condition] = (),
        parent: QWidget | None = None,
        remembered: str = "",
    ) -> None:
        super().__init__(parent)
        self.desk, self.spec = desk, spec
        self.fixed = tuple(conditions)
        self.sort = spec.default_sort
        self._sums: Sums | None = None
        self._is_whole = False
        self._is_due = True
        self._preview: PreviewPanel | None = None
        self.model = ListModel(desk.company, desk.as_of(), spec.kind, spec.columns, desk.formats, self)
        self.model.failed.connect(desk.say.error, Qt.ConnectionType.QueuedConnection)
        self.loader = ListLoader(desk, self)
        self._build()
        self.views = Views(self, remembered)
        self.output = Output(self)
        self._connect()

    @property
    def query(self) -> ListQuery:
        """What the list shows now."""
        view = self.filters.view
        of_view = view.conditions if view is not None else ()
        text = " ".join(part for part in (view.text if view is not None else "", self.filters.text) if part)
        return ListQuery(
            self.spec.kind, self.sort, (*self.spec.conditions, *self.fixed, *of_view, *self.filters.conditions), text
        )

    @property
    def search(self) -> QWidget:
        """The search field."""
        return self.filters.search

    def set_conditions(self, conditions: Sequence[Condition]) -> None:
        """Show a list of other records, such as those of another account."""
        if tuple(conditions) != self.fixed:
            self.fixed = tuple(conditions)
            self.load()

    def load(self) -> None:
        """Read something new from its beginning: other filters or another order. A hidden list waits until it is shown."""
        self._is_due = not self.isVisible()
        if self._is_due:
            return
        self.model.as_of = self.desk.as_of()
        self._is_whole, self._sums = False, None
        self.loader.forget_sums()
        self.table.show_sort(self.sort)
        self.loader.show(self.query)
        self.views.keep()

    def refresh(self) -> None:
        """Read the list anew after somebody has written; selection, current row and position stay."""
        if not self.isVisible():
            self._is_due = True
            return
        self.model.as_of = self.desk.as_of()
        self.model.forget_rows()
        if self._is_whole:
            self.loader.read_all(self.query, self._marks())
        else:
            self.load()
        self._offer()
        if self._preview is not None:
            self._preview.refresh()
        self.views.refresh()

    def selected_rows(self) -> list[range]:
        """The selected rows as stretches from top to bottom."""
        chosen = self.table.selectionModel().selection()
        parts = (chosen.at(n) for n in range(chosen.size()))
        return sorted((range(part.top(), part.bottom() + 1) for part in parts), key=lambda part: part.start)

    def selected_ids(self) -> array[int]:
        """The ids of the selected records, in the order of the list."""
        ids: array[int] = array("q")
        for part in self.selected_rows():
            ids.extend(self.model.ids[part.start : part.stop])
        return ids

    def selected_count(self) -> int:
        """How many records are selected."""
        return sum(len(part) for part in self.selected_rows())

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

    def sort_by(self, key: str, descending: bool = False) -> None:
        """Sort by a column, equal ones by id."""
        self.sort = ((key, descending),)
        self.load()

    def toggle_preview(self) -> None:
        """Show or hide the side panel."""
        if self.spec.preview is None:
            return
        if self._preview is None:
            self._preview = PreviewPanel(self.desk, self.spec, self)
            self._preview.closed.connect(self.toggle_preview)
            self.splitter.addWidget(self._preview)
            self.splitter.setStretchFactor(0, 3)
            self.splitter.setStretchFactor(1, 2)
        self._preview.setVisible(self._preview.isHidden())
        if self.has_preview:
            self._preview.show_record(self.current_id(), at_once=True)
        else:
            self.table.setFocus()

    @property
    def has_preview(self) -> bool:
        """Whether the side panel is shown."""
        return self._preview is not None and not self._preview.isHidden()

    def export_to(self, path: Path | str, ids: Sequence[int] | None = None) -> None:
        """Write what is seen, or the records of `ids` of it, to a .csv or .xlsx file, as a job."""
        self.output.export_to(Path(path), ids)

    def copy(self) -> None:
        """Copy the selected rows as tab-separated text with a head."""
        self.output.copy()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Read what waited."""
        super().showEvent(event)
        if self._is_due and not event.spontaneous():
            self.load()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc closes the preview first, then takes the filters away."""
        if event.key() == Qt.Key.Key_Escape and self.has_preview:
            self.toggle_preview()
        elif event.key() == Qt.Key.Key_Escape and (self.filters.text or self.filters.conditions):
            self.filters.clear()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        spec, room = self.spec, self.spec.room
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.filters = FilterBar(spec, self.model.columns, self.desk.formats, self)
        self.table = ListTable(self.desk, spec, self.model, self)
        self.empty = EmptyList(spec, self)
        self.rows = QStackedWidget(self)
        self.rows.addWidget(self.table)
        self.rows.addWidget(self.empty)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName(f"{room}.splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.rows)
        self.bulk = BulkBar(spec, self.desk.formats, self.selected_ids, self)
        for part in (self.filters, self.splitter, self.bulk):
            column.addWidget(part, 1 if part is self.splitter else 0)
        self.setFocusProxy(self.table)
        self._find = self._action("find_in_list", tr("Search this list"), "search", self._focus_search, "Ctrl+F")

    def _connect(self) -> None:
        self.filters.changed.connect(self.load)
        self.filters.view_chosen.connect(self._show_view)
        self.filters.down_wanted.connect(self._into_rows)
        self.empty.clear.clicked.connect(self.filters.clear)
        self.table.opened.connect(self.open_row)
        self.table.preview_wanted.connect(self.toggle_preview)
        self.table.copy_wanted.connect(self.copy)
        self.table.columns_wanted.connect(self.choose_columns)
        self.table.typed.connect(self._type_ahead)
        self.table.customContextMenuRequested.connect(self._offer_menu)
        self.table.horizontalHeader().sectionClicked.connect(self._sort_clicked)
        chosen = self.table.selectionModel()
        chosen.selectionChanged.connect(lambda *_: self._selection_changed())
        chosen.currentRowChanged.connect(lambda *_: self._current_changed())
        self.loader.first.connect(self._show_first)
        self.loader.all.connect(self._show_all)
        self.loader.summed.connect(self._show_sums)

    def choose_columns(self, at: QPoint | None = None) -> ColumnChooser:
        """Open the column chooser."""
        chooser = ColumnChooser(self.spec, self.table, self)
        button = self.filters.menu_button
        chooser.show_at(at or button.mapToGlobal(QPoint(0, button.height() + 4)), chooser.list)
        return chooser

    def _show_view(self, view: View) -> None:
        self.sort = view.sort or self.spec.default_sort
        self.load()

    def _sort_clicked(self, section: int) -> None:
        key = self.model.of[section].key
        self.sort_by(key, descending=bool(self.sort) and self.sort[0] == (key, False))

    def _show_first(self, ids: array[int]) -> None:
        """The beginning of something new: the person is at its top."""
        self.model.show_ids(ids)
        self._show_whether_empty()
        self.table.scrollToTop()
        self.table.grow()
        if ids:
            self.table.selectionModel().setCurrentIndex(self.model.index(0, 0), _SELECT.Clear)
        self._say()

    def _show_all(self, ids: array[int], places: Places) -> None:
        is_same = self._is_whole and ids == self.model.ids
        top = self.table.verticalScrollBar().value()
        was_whole, self._is_whole = self._is_whole, True
        self.model.show_ids(ids)
        if was_whole and not is_same:
            self._put_back(places, top)
        self._show_whether_empty()
        self._say()
        self._ask_sums()
        self.loaded.emit()

    def _put_back(self, places: Places, top: int) -> None:
        """Go on where the person was before the ids changed."""
        selection = QItemSelection()
        last = len(self.spec.columns) - 1
        rows = range(len(self.model.ids)) if places.selected is None else places.selected
        for start, end in stretches(rows):
            selection.select(self.model.index(start, 0), self.model.index(end, last))
        chosen = self.table.selectionModel()
        if places.current is not None:
            chosen.setCurrentIndex(self.model.index(places.current, 0), _SELECT.NoUpdate)
        if not selection.isEmpty():
            chosen.select(selection, _SELECT.ClearAndSelect | _SELECT.Rows)
        self.table.verticalScrollBar().setValue(top if places.top is None else places.top * self.table.rowHeight(0))

    def _marks(self) -> Marks:
        count = self.selected_count()
        is_all = count > 0 and count == len(self.model.ids)
        selected = None if is_all else tuple(self.selected_ids()) if count <= _MOST_MARKED else ()
        top = self.table.rowAt(0)
        return Marks(self.current_id(), self.model.ids[top] if 0 < top < len(self.model.ids) else None, selected)

    def _show_whether_empty(self) -> None:
        is_empty = not self.model.ids
        if is_empty:
            self.empty.show_why(is_filtered=self.filters.is_filtered)
        had_focus = self.table.hasFocus()
        self.rows.setCurrentWidget(self.empty if is_empty else self.table)
        self.setFocusProxy(self.filters.search if is_empty else self.table)
        if had_focus and is_empty:
            self.filters.search.setFocus()

    def _selection_changed(self) -> None:
        self._sums = None
        self.loader.forget_sums()
        self._say()
        self._offer()
        self._ask_sums()
        self.selection_changed.emit()

    def _current_changed(self) -> None:
        self._offer()
        if self._preview is not None and self.has_preview:
            self._preview.show_record(self.current_id())

    def _offer(self) -> None:
        """Show the actions that fit the selection; those of a first selected record where the current one is not in it."""
        parts = self.selected_rows()
        row = self.table.currentIndex().row()
        if parts and not any(row in part for part in parts):
            row = parts[0].start
        self.bulk.offer(self.model.record(row) if parts else None, sum(map(len, parts)))

    def _ask_sums(self) -> None:
        if not any(column.kind == "money" for column in self.model.of) or not self._is_whole:
            return
        count = self.selected_count()
        if 1 < count < len(self.model.ids):
            self.loader.sum_up((self.spec.kind, self.selected_ids()))
        elif count != 1:
            self.loader.sum_up(self.query)

    def _show_sums(self, sums: Sums) -> None:
        self._sums = sums
        self._say()

    def _say(self) -> None:
        shown = [(self.model.of[at].key, self.spec.columns[at].title) for at in self.table.visible_columns()]
        kinds = {column.key: column.kind for column in self.model.of}
        money = [(key, title) for key, title in shown if kinds[key] == "money"]
        count = self.selected_count()
        self.bulk.show_sums(self._sums, len(self.model.ids), count if count > 1 else 0, money)

    def _offer_menu(self, at: QPoint) -> None:
        """The context menu of the rows: open, what fits the selection, copy."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.spec.open_place is not None and (row := self.table.currentIndex().row()) >= 0:
            menu.addAction(icon("external-link"), tr("Open"), lambda: self.open_row(row))
        if self.spec.preview is not None:
            menu.addAction(icon("panel-right"), tr("Preview"), self.toggle_preview)
        menu.addSeparator()
        menu.addActions(self.bulk.fitting())
        menu.addSeparator()
        menu.addAction(icon("copy"), tr("Copy"), self.copy)
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _type_ahead(self, text: str) -> None:
        """Letters typed over the rows go to the search field."""
        self.filters.search.setFocus()
        self.filters.search.setText(self.filters.search.text() + text)

    def _focus_search(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def _into_rows(self) -> None:
        self.table.setFocus()
        if self.model.ids and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _action(self, name: str, text: str, picture: str, call: object, keys: str) -> QAction:
        action = QAction(icon(picture), text, self)
        action.setObjectName(f"action.{name}")
        action.setProperty("in_page", True)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)  # a page shows one list at a time
        action.triggered.connect(call)
        self.addAction(action)
        return action
