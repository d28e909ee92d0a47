"""The table of a report as a Qt model: all rows in memory, sorted here, for a report is worked out whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from billdesk.services.reports import Column, Report, ReportWords
from billdesk.ui.formats import Formats
from billdesk.ui.models.charts import period_name

Index = QModelIndex | QPersistentModelIndex
Row = tuple[Any, ...]
RAW = Qt.ItemDataRole.UserRole
"""The stored value of a cell."""
_NOWHERE = QModelIndex()


class ReportModel(QAbstractTableModel):
    """Rows of a report, or its totals."""

    def __init__(self, formats: Formats, parent: QObject | None = None, *, holds_totals: bool = False) -> None:
        super().__init__(parent)
        self._holds_totals = holds_totals
        self._writers: dict[str, Callable[[Any, str], str]] = {
            "money": formats.amount,
            "count": lambda value, _currency: formats.count(value),
            "percent": lambda value, _currency: formats.percent(value),
            "quantity": lambda value, _currency: formats.quantity(value),
            "date": lambda value, _currency: formats.date_(value),
            "instant": lambda value, _currency: formats.instant(value),
            "period": lambda value, _currency: period_name(formats, value),
        }
        self._words = ReportWords("", {})
        self._rows: list[Row] = []
        self._ids: list[int | None] = []
        self._currency_at = 0
        self.columns: tuple[Column, ...] = ()

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell, its stored value (RAW), or how it is aligned."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.text(index.row(), index.column())
        if role == RAW:
            return self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        """The titles of the columns."""
        if orientation is Qt.Orientation.Horizontal and section < len(self.columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._words.columns[self.columns[section].key]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return self.alignment(section)
        elif role == Qt.ItemDataRole.DisplayRole:
            return str(section + 1)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; what is not there comes last, whichever way."""
        if not 0 <= column < len(self.columns):
            return
        together = list(zip(self._rows, self._ids, strict=True))
        there = [pair for pair in together if pair[0][column] is not None]
        missing = [pair for pair in together if pair[0][column] is None]
        is_text = self.columns[column].kind in ("text", "state")

        def key(pair: tuple[Row, int | None]) -> str | int:
            value: str | int = pair[0][column]
            return str(value).casefold() if is_text else value

        there.sort(key=key, reverse=order is Qt.SortOrder.DescendingOrder)
        self._take([*there, *missing])

    # -- what is shown

    def show_rows(self, report: Report, words: ReportWords, rows: Sequence[Row], ids: Sequence[int | None] = ()) -> None:
        """Show rows of a report; `ids` are the records that they lead to."""
        self.beginResetModel()
        self._words, self.columns = words, report.columns
        self._currency_at = report.at("currency")
        self._rows = list(rows)
        self._ids = list(ids) or [None] * len(rows)
        self.endResetModel()

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        values, shown = self._rows[row], self.columns[column]
        value = values[column]
        if value is None:
            return "" if self._holds_totals else self._words.missing.get(shown.key, "")
        write = self._writers.get(shown.kind)
        return write(value, values[self._currency_at]) if write is not None else self._words.word(shown.key, str(value))

    def raw(self, row: int, column: int) -> object:
        """The stored value of a cell."""
        return self._rows[row][column]

    def record(self, row: int) -> int | None:
        """The record that a row leads to."""
        return self._ids[row]

    def alignment(self, column: int) -> Qt.AlignmentFlag:
        """Figures on the right."""
        side = Qt.AlignmentFlag.AlignRight if self.columns[column].is_figure else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _take(self, pairs: Sequence[tuple[Row, int | None]]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        rows = {id(row): at for at, (row, _) in enumerate(pairs)}
        after = [self.index(rows[id(self._rows[index.row()])], index.column()) for index in before]
        self._rows = [row for row, _ in pairs]
        self._ids = [record for _, record in pairs]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()
