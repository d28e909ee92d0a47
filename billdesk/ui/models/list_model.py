"""A list of any length as a Qt model: an array of ids, and the values of the few pages of rows that are looked at."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from billdesk.billing.errors import BillingError
from billdesk.services.lists import list_columns, list_rows
from billdesk.services.lists_sources import NUMBERS, Column
from billdesk.ui.formats import Formats
from billdesk.ui.models.list_spec import ListColumn, Record
from billdesk.ui.models.states import state_word
from billdesk.ui.words import tr

if TYPE_CHECKING:
    from billdesk.services.company import Company

PAGE = 200
KEPT_PAGES = 64
Index = QModelIndex | QPersistentModelIndex
Row = tuple[Any, ...]
RAW = Qt.ItemDataRole.UserRole
"""The stored value of a cell."""
ID = Qt.ItemDataRole.UserRole + 1
"""The id of a row's record."""
_NOWHERE = QModelIndex()
_DISPLAY, _SPOKEN = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole


class ListModel(QAbstractTableModel):
    """Rows come from the database a page of 200 at a time, when a cell of theirs is asked for."""

    failed = Signal(object)
    """A page could not be read: the BillingError."""

    def __init__(
        self, company: Company, as_of: date, kind: str, columns: Sequence[ListColumn], formats: Formats, parent: QObject | None
    ) -> None:
        super().__init__(parent)
        self.company, self.as_of, self.kind = company, as_of, kind
        self.shown = tuple(columns)
        self.columns = list_columns(kind)
        self._at = {column.key: at for at, column in enumerate(self.columns)}
        self.of: tuple[Column, ...] = tuple(self.columns[self._at[column.key]] for column in self.shown)
        self.currency_at = self._at.get("currency", 0)
        self._places = tuple(self._at[column.key] for column in self.shown)
        self._writers = tuple(self._writer(column, formats, shown) for column, shown in zip(self.of, self.shown, strict=True))
        self.ids: array[int] = array("q")
        self._pages: OrderedDict[int, list[Row | None]] = OrderedDict()

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many records."""
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many columns, hidden ones too."""
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """The words of a cell, its stored value (RAW), its record's id (ID), or how it is aligned."""
        if not index.isValid():
            return None
        if role in (_DISPLAY, Qt.ItemDataRole.ToolTipRole):
            return self.text(index.row(), index.column())
        if role == _SPOKEN:
            return f"{self.shown[index.column()].title}: {self.text(index.row(), index.column()) or tr('none')}"
        if role == RAW:
            return self.raw(index.row(), index.column())
        if role == ID:
            return self.ids[index.row()]
        return self._alignment(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:  # noqa: N802
        """The titles of the columns; rows are counted from one."""
        if role in (_DISPLAY, Qt.ItemDataRole.ToolTipRole):
            return self.shown[section].title if orientation is Qt.Orientation.Horizontal else str(section + 1)
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation is Qt.Orientation.Horizontal:
            return self._alignment(section)
        return None

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        values = self.row(row)
        return "" if values is None else self._writers[column](values)

    def write(self, column: int, values: Row) -> str:
        """The words of a column for a row's values, in the order of `columns`."""
        return self._writers[column](values)

    def raw(self, row: int, column: int) -> object:
        """The stored value of a cell."""
        values = self.row(row)
        return None if values is None else values[self._places[column]]

    def row(self, row: int) -> Row | None:
        """The values of a row in the order of `columns`; None where its record is gone."""
        number, at = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._fetch(number)
        return page[at] if at < len(page) else None

    def record(self, row: int) -> Record | None:
        """The values of a row by key."""
        values = self.row(row)
        return None if values is None else dict(zip(self._at, values, strict=True))

    def show_ids(self, ids: array[int]) -> None:
        """Show other records, or the same in another order. Rows that come behind those that are shown leave them be."""
        before = len(self.ids)
        if before and len(ids) > before and ids[:before] == self.ids:
            self.beginInsertRows(QModelIndex(), before, len(ids) - 1)
            self.ids = ids
            self._pages.pop(before // PAGE, None)  # it may have been read when it ended sooner
            self.endInsertRows()
        elif ids != self.ids:
            self.beginResetModel()
            self.ids = ids
            self._pages.clear()
            self.endResetModel()

    def forget_rows(self) -> None:
        """Read the rows anew when they are next looked at: somebody has written."""
        self._pages.clear()
        if self.ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, len(self.shown) - 1))

    def _fetch(self, number: int) -> list[Row | None]:
        ids = self.ids[number * PAGE : (number + 1) * PAGE]
        try:
            found = {row[0]: row for row in list_rows(self.company, self.kind, ids, self.as_of)}
        except BillingError as trouble:
            found = {}
            self.failed.emit(trouble)
        page = self._pages[number] = [found.get(record) for record in ids]
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        return page

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self.of[column].kind in NUMBERS else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _writer(self, column: Column, formats: Formats, shown: ListColumn) -> Callable[[Row], str]:
        """What turns a row into the words of one column."""
        if (words := shown.words) is not None:
            return lambda row: words(dict(zip(self._at, row, strict=True)))
        at, money_in = self._at[column.key], self.currency_at
        if column.kind == "money":
            return lambda row: formats.money(row[at], row[money_in])
        if column.kind == "price":
            return lambda row: formats.price(row[at], row[money_in])
        if column.kind == "flag":
            return lambda row: tr("Yes") if row[at] else ""
        if column.states:
            word = lru_cache(64)(lambda state: state_word(column.key, state))
            return lambda row: "" if row[at] is None else word(row[at])
        plain: dict[str, Callable[[Any], str]] = {
            "date": lru_cache(4096)(formats.date_),
            "instant": formats.instant,
            "quantity": formats.quantity,
            "percent": formats.percent,
            "count": formats.count,
        }
        write = plain.get(column.kind, lambda value: "" if value is None else str(value))
        return lambda row: write(row[at])
