"""The next bills of an order as a table: of the whole order, one invoice to a row, or of one line, one charge to a row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QDate, QModelIndex, QObject, QPersistentModelIndex, Qt

from billdesk.services.next_bills import ComingBill, ComingCharge, NextBills
from billdesk.ui.formats import Formats
from billdesk.ui.words import tr

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROLE = Qt.ItemDataRole
EMPTY = NextBills("", (), (), (), goes_on=False)


class ComingBillsModel(QAbstractTableModel):
    """Shows `coming`: all of it, or the charges of one line. Amounts are in the last column."""

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self.coming = EMPTY
        self.line: int | None = None
        self._cells: list[tuple[str, ...]] = []
        self._tips: list[str] = []
        self._titles = _titles(of_line=False)

    def show_coming(self, coming: NextBills, line: int | None) -> None:
        """Show these bills; `line` is the index of the line to show alone, None for the whole order."""
        cells, tips = self._made(coming, line)
        titles = _titles(of_line=line is not None)
        self.coming, self.line = coming, line
        if len(cells) == len(self._cells) and titles == self._titles:
            self._cells, self._tips = cells, tips
            if cells:
                self.dataChanged.emit(self.index(0, 0), self.index(len(cells) - 1, len(titles) - 1))
            return
        self.beginResetModel()
        self._cells, self._tips, self._titles = cells, tips, titles
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Bills, or charges."""
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Columns."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:  # noqa: ANN401, N802 - Qt's
        """Titles."""
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(self._titles):
            if role == _ROLE.DisplayRole:
                return self._titles[section]
            if role == _ROLE.TextAlignmentRole:
                return self._side(section)
        return None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """A cell's words."""
        if not index.isValid():
            return None
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
            return self._cells[index.row()][index.column()]
        if role == _ROLE.ToolTipRole:
            return self._tips[index.row()]
        return self._side(index.column()) if role == _ROLE.TextAlignmentRole else None

    def _made(self, coming: NextBills, line: int | None) -> tuple[list[tuple[str, ...]], list[str]]:
        if line is None:
            tips = [self._said(bill, coming.currency) for bill in coming.bills]
            return [self._of_bill(bill, coming.currency) for bill in coming.bills], tips
        charges = coming.lines[line] if line < len(coming.lines) else ()
        cells = [self._of_charge(charge, coming.currency) for charge in charges]
        return cells, [row[1] for row in cells]

    def _of_bill(self, bill: ComingBill, currency: str) -> tuple[str, ...]:
        amount = self._formats.amount
        plus = tr("{amount} + usage")

        def shown(minor: int) -> str:
            if not bill.has_open_usage:
                return amount(minor, currency)
            return plus.format(amount=amount(minor, currency)) if minor else tr("by usage")

        return self._formats.date_(bill.on), self._periods(bill), shown(bill.net_minor)

    def _of_charge(self, charge: ComingCharge, currency: str) -> tuple[str, ...]:
        date_ = self._formats.date_
        net = self._formats.amount(charge.net_minor, currency) if charge.net_minor is not None else tr("by usage")
        return date_(charge.target_on or charge.due_on), self._period(charge), date_(charge.due_on), net

    def _periods(self, bill: ComingBill) -> str:
        """The period that all lines share, or how many lines there are."""
        periods = {(charge.period_from, charge.period_last_on) for charge in bill.charges}
        if len(periods) == 1:
            return self._period(bill.charges[0])
        lines = {charge.line for charge in bill.charges}
        return tr("{n} lines").format(n=len(lines)) if len(lines) > 1 else tr("{n} periods").format(n=len(bill.charges))

    def _period(self, charge: ComingCharge) -> str:
        """The period with its last day, or one-time."""
        if charge.period_from is None or charge.period_last_on is None:
            return tr("One-time")
        return period_words(charge.period_from, charge.period_last_on, self._formats)

    def _said(self, bill: ComingBill, currency: str) -> str:
        """Where the bill comes from, and what it is for, for the tip."""
        if bill.target_on is None:
            by = tr("No schedule takes these lines: the draft waits for a person.")
        else:
            by = tr("Collected by the schedule {name}.").format(name=bill.schedule)
        total = tr("With tax {amount}.").format(amount=self._formats.money(bill.total_minor, currency))
        return f"{self._periods(bill)}. {by} {total}"

    def _side(self, column: int) -> int:
        is_amount = column == len(self._titles) - 1
        side = Qt.AlignmentFlag.AlignRight if is_amount else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)


def period_words(first: date, last: date, formats: Formats) -> str:
    """A period by its first and last day, both inclusive; whole months by their names."""
    after = last + timedelta(1)
    if first.day == after.day == 1:
        names = [formats.locale.toString(QDate(day.year, day.month, 1), "MMM yyyy") for day in (first, last)]
        return names[0] if names[0] == names[1] else f"{names[0]} – {names[1]}"
    return formats.date_(first) if first == last else f"{formats.date_(first)} – {formats.date_(last)}"


def _titles(of_line: bool) -> tuple[str, ...]:
    if of_line:
        return tr("Bill"), tr("For"), tr("Due on"), tr("Net")
    return tr("Bill"), tr("For"), tr("Net")
