"""The lines of an order as a table: what each cell shows, takes, and has wrong with it.

Text that a person typed and that cannot be read stays in its cell with the words of what is wrong, until it is mended or
another value comes; the order itself never holds it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from billdesk.billing.cadence import parse_cadence
from billdesk.billing.errors import BillingError, FieldError
from billdesk.billing.line_sentence import short_words
from billdesk.services.account_orders import LineView
from billdesk.services.order_values import LineEdit
from billdesk.services.order_view import line_net
from billdesk.services.type_ahead import ProductChoice
from billdesk.ui.formats import Formats
from billdesk.ui.models.order_editing import OrderEditing
from billdesk.ui.words import tr

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROLE = Qt.ItemDataRole
PROBLEM = _ROLE.UserRole + 1
"""What is wrong with a cell, in words; empty text where nothing is."""


@dataclass(frozen=True, slots=True)
class LineColumn:
    """A column: `field` is what errors and files call it, `width` is the least one in pixels at 100 %."""

    field: str
    title: str
    width: int
    on_the_right: bool = False
    is_editable: bool = True


def line_columns(with_billing: bool) -> tuple[LineColumn, ...]:
    """The columns; `with_billing` adds what is billed of each line, for orders that are not drafts."""
    what = (
        LineColumn("product", tr("Product"), 76),
        LineColumn("description", tr("Description"), 120),
        LineColumn("quantity", tr("Quantity"), 74, on_the_right=True),
        LineColumn("unit_price", tr("Unit price"), 86, on_the_right=True),
    )
    discount = LineColumn("discount_percent", tr("Discount"), 78, on_the_right=True)
    net = LineColumn("net", tr("Amount"), 86, on_the_right=True, is_editable=False)
    tax = LineColumn("tax_rate", tr("Tax"), 64)
    every = LineColumn("every", tr("Billed"), 104, is_editable=False)
    if not with_billing:
        return (*what, discount, net, tax, every)
    until = LineColumn("billed_until", tr("Billed until"), 96, is_editable=False)
    coming = LineColumn("next_bill", tr("Next bill"), 96, is_editable=False)
    return (*what, net, until, coming, every, discount, tax)


class OrderLinesModel(QAbstractTableModel):
    """One row per line, and below them a blank one for the next where lines may be added."""

    typed = Signal()
    """A person has typed something, that can be read or not."""

    def __init__(self, editing: OrderEditing, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editing, self._formats = editing, formats
        self.columns = line_columns(with_billing=False)
        self._typed: dict[tuple[int, str], tuple[str, str]] = {}
        self._billed: dict[int, LineView] = {}
        self._count = 0
        self._ids: list[int | None] = []
        editing.rows_changed.connect(self._follow)
        editing.loaded.connect(self._reset)
        editing.changed.connect(self.show_values)
        self._reset()

    @property
    def typing_problem(self) -> FieldError | None:
        """The first cell whose text cannot be read, as an error of its field."""
        for (row, field), (_, words) in sorted(self._typed.items()):
            return FieldError(f"lines.{row}.{field}", words)
        return None

    def is_refused(self, row: int) -> bool:
        """Whether a figure of a line cannot be read or is refused: then it comes to no amount."""
        return any(self._problem(row, field) for field in ("quantity", "unit_price", "discount_percent"))

    def show_values(self) -> None:
        """All cells may show something else."""
        if self._rows() != self._count:
            self._reset()
        elif self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, len(self.columns) - 1))

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Lines, and the blank one."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:  # noqa: ANN401, N802 - Qt's
        """Titles of columns, and numbers of lines."""
        if role == _ROLE.DisplayRole:
            if orientation is Qt.Orientation.Horizontal:
                return self.columns[section].title if 0 <= section < len(self.columns) else None
            return str(section + 1) if section < len(self.editing.edit.lines) else "+"
        if role == _ROLE.TextAlignmentRole and orientation is Qt.Orientation.Horizontal:
            return self._side(section)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells of drafts can be edited, but for what follows from the others."""
        flags = super().flags(index)
        if index.isValid() and self.editing.is_draft and self.columns[index.column()].is_editable:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """What a cell shows."""
        if not index.isValid():
            return None
        if role == _ROLE.TextAlignmentRole:
            return self._side(index.column())
        row, field = index.row(), self.columns[index.column()].field
        if role in (PROBLEM, _ROLE.ToolTipRole):
            return self._problem(row, field) or (None if role == _ROLE.ToolTipRole else "")
        if role in (_ROLE.DisplayRole, _ROLE.EditRole):
            return self._text(row, field, is_shown=role == _ROLE.DisplayRole)
        if role == _ROLE.AccessibleTextRole:
            return ": ".join(part for part in (self._text(row, field, is_shown=True), self._problem(row, field)) if part)
        return None

    def line(self, row: int) -> LineEdit | None:
        """The line of a row; None for the blank one."""
        lines = self.editing.edit.lines
        return lines[row] if 0 <= row < len(lines) else None

    def _text(self, row: int, field: str, is_shown: bool) -> str:
        line = self.line(row)
        if line is None:
            return tr("New line …") if is_shown and field == "description" else ""
        typed = self._typed.get((row, field))
        if field == "net" and self.is_refused(row):
            return ""
        return typed[0] if typed is not None else self._written(line, field)

    def _written(self, line: LineEdit, field: str) -> str:
        """A cell of a line in this person's locale."""
        formats = self._formats
        currency = self.editing.edit.currency or self.editing.page.company_currency
        product = self.editing.products.get(line.product_id or 0)
        written: dict[str, Callable[[], str]] = {
            "product": lambda: product.code if product is not None else "",
            "description": lambda: line.description,
            "quantity": lambda: formats.quantity(line.quantity_e6),
            "unit_price": lambda: self._price(line.unit_price_e4, currency),
            "discount_percent": lambda: formats.percent(line.discount_e4) if line.discount_e4 else "",
            "tax_rate": lambda: tax_words(line, formats),
            "every": lambda: billing_words(line.charge_type, line.every, line.timing),
            "net": lambda: tr("by usage") if line.charge_type == "usage" else self._money(line_net(line, currency), currency),
            "billed_until": lambda: formats.date_(self._of_line(line, "billed_until_on")),
            "next_bill": lambda: formats.date_(self._of_line(line, "next_bill_on")),
        }
        return written[field]()

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:  # noqa: ANN401, N802 - Qt's
        """Take what a person typed or chose. Text that cannot be read stays in the cell, marked."""
        if role != _ROLE.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        row, field = index.row(), self.columns[index.column()].field
        if isinstance(value, ProductChoice):
            self._typed = {key: typed for key, typed in self._typed.items() if key[0] != row}
            self.editing.choose_product(row, value)
            return True
        if row == len(self.editing.edit.lines) and value in ("", None):
            return False
        self._typed.pop((row, field), None)
        try:
            values = self._values(field, value)
        except BillingError as error:
            if row == len(self.editing.edit.lines):
                self.editing.set_line(row, tr("Add a line"))
            sample = self._formats.quantity(1_234_500_000)
            self._typed[row, field] = (str(value), tr("{what}; write it like {sample}").format(what=_what(error), sample=sample))
            self.show_values()
            self.typed.emit()
            return True
        self.editing.set_line(row, tr("Change {what}").format(what=self.columns[index.column()].title), **values)
        self.show_values()
        self.typed.emit()
        return True

    def _values(self, field: str, value: Any) -> dict[str, Any]:  # noqa: ANN401 - text, or a tax rate
        formats = self._formats
        if field == "product":
            return {"product_id": None}
        if field == "description":
            return {"description": value}
        if field == "tax_rate":
            category, rate = value
            return {"tax_category": category, "tax_rate_e4": rate}
        if field == "quantity":
            return {"quantity_e6": formats.parse_quantity(value) if value else None}
        if field == "unit_price":
            return {"unit_price_e4": formats.parse_price(value) if value else None}
        return {"discount_e4": formats.parse_percent(value) if value else 0}

    def _problem(self, row: int, field: str) -> str:
        typed = self._typed.get((row, field))
        if typed is not None:
            return typed[1]
        names = (field, "tax_category") if field == "tax_rate" else (field, *_OF_CADENCE) if field == "every" else (field,)
        for name in names:
            problem = self.editing.problem(f"lines.{row}.{name}")
            if problem is not None:
                return _words(problem)
        return ""

    def _price(self, price_e4: int | None, currency: str) -> str:
        try:
            return self._formats.price(price_e4, currency)
        except BillingError:  # a currency that is not one yet
            return self._formats.price(price_e4, self.editing.page.company_currency)

    def _money(self, minor: int | None, currency: str) -> str:
        try:
            return self._formats.amount(minor, currency)
        except BillingError:
            return ""

    def _of_line(self, line: LineEdit, name: str) -> date | None:
        seen = self._billed.get(line.id or 0)
        return getattr(seen, name) if seen is not None else None

    def _rows(self) -> int:
        return len(self.editing.edit.lines) + (1 if self.editing.is_draft else 0)

    def _follow(self) -> None:
        """Lines came or went: at the end one by one, so that a person who types on is not interrupted."""
        ids = [line.id for line in self.editing.edit.lines]
        before, count = self._ids, self._rows()
        if ids[: len(before)] == before and count > self._count > 0:
            self.beginInsertRows(_NOWHERE, self._count, count - 1)
            self._ids, self._count = ids, count
            self.endInsertRows()
        elif before[: len(ids)] == ids and 0 < count < self._count:
            self.beginRemoveRows(_NOWHERE, count, self._count - 1)
            self._ids, self._count = ids, count
            self._typed = {key: typed for key, typed in self._typed.items() if key[0] < len(ids)}
            self.endRemoveRows()
        else:
            self._reset()

    def _reset(self) -> None:
        self.beginResetModel()
        self._typed.clear()
        seen = self.editing.page.seen
        self.columns = line_columns(with_billing=not self.editing.is_draft)
        self._billed = {line.id: line for line in seen.lines} if seen is not None else {}
        self._ids = [line.id for line in self.editing.edit.lines]
        self._count = self._rows()
        self.endResetModel()

    def _side(self, column: int) -> int:
        right = 0 <= column < len(self.columns) and self.columns[column].on_the_right
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)


_OF_CADENCE = ("bill_day", "timing", "charge_type", "start_on", "end_on", "ordered_on", "due_on", "bill_on", "group")


def tax_words(line: LineEdit, formats: Formats) -> str:
    """A line's tax for a cell: the rate, or what stands in its place."""
    if line.tax_category in ("", "S"):
        return formats.percent(line.tax_rate_e4) if line.tax_rate_e4 is not None else ""
    return category_word(line.tax_category)


def category_word(category: str) -> str:
    """An EN 16931 category without a rate, in short."""
    return {
        "Z": tr("0 %"),
        "E": tr("Exempt"),
        "AE": tr("Reverse charge"),
        "K": tr("Intra-EU"),
        "G": tr("Export"),
        "O": tr("No tax"),
    }.get(category, category)


def billing_words(charge_type: str, every: str, timing: str) -> str:
    """How a line or a product is billed, in a few words; a cadence that is not understood as it is written."""
    try:
        cadence = None if charge_type == "one_time" else parse_cadence(every)
    except BillingError:
        return every
    return short_words(cadence, timing, charge_type == "usage", tr)


def _words(error: BillingError) -> str:
    return f"{_what(error)}; {error.remedy}" if error.remedy else _what(error)


def _what(error: BillingError) -> str:
    return error.what[:1].upper() + error.what[1:]
