"""An order while a person works on it: the values, what of them is not saved, and each step to take back.

The order is one frozen value (`services.order_values.OrderEdit`), so that a step of the undo stack is the value before and
the value after, and the unsaved edit on disk is the value itself as plain data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from billdesk.billing.errors import FieldError
from billdesk.services.order_values import LineEdit, OrderEdit, ShipTo
from billdesk.services.order_view import OrderPage, line_of_product
from billdesk.services.presets import TaxRate
from billdesk.services.type_ahead import ProductChoice
from billdesk.ui.words import tr

_MERGED = 1


class OrderEditing(QObject):
    """The order that is being edited. `page` is what was read; `edit` what a person has made of it."""

    changed = Signal()
    """The values are others."""
    rows_changed = Signal()
    """There are other lines, or they stand in another order."""
    loaded = Signal()
    """Another order, or another state of it, was read."""

    def __init__(self, page: OrderPage, rates: tuple[TaxRate, ...] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.page, self.rates = page, rates
        self.edit = self.clean = page.edit
        self.products: dict[int, ProductChoice] = dict(page.products)
        self.problems: dict[str, FieldError] = {}
        self.stack = QUndoStack(self)

    @property
    def is_draft(self) -> bool:
        """Whether all of the order may be changed."""
        return self.page.status == "draft"

    @property
    def is_dirty(self) -> bool:
        """Whether something is not saved."""
        return self.edit != self.clean

    def load(self, page: OrderPage) -> None:
        """Show what was read; what was not saved is given up, and no step leads back to it."""
        self.page = page
        self.edit = self.clean = page.edit
        self.products.update(page.products)
        self.problems = {}
        self.stack.clear()
        self.rows_changed.emit()
        self.loaded.emit()
        self.changed.emit()

    def take_theirs(self, page: OrderPage) -> None:
        """Show what somebody else has saved; one step of undo brings back the edit, to be saved over it on purpose."""
        ours = self.edit
        self.page, self.clean = page, page.edit
        self.products.update(page.products)
        self.loaded.emit()
        self.stack.push(_Step(self, tr("Take over what somebody else saved"), ours, page.edit, ""))

    def saved(self, page: OrderPage) -> None:
        """It was saved, and reads like this now."""
        self.load(page)

    def take_up(self, edit: OrderEdit) -> None:
        """Go on with an edit that was left unsaved; one step of undo gives it up."""
        self.stack.push(_Step(self, tr("Go on with the unsaved changes"), self.edit, edit, ""))

    def change(self, edit: OrderEdit, words: str, merge: str = "") -> None:
        """Make the order be this. Steps that follow each other with the same `merge` are one step."""
        if edit != self.edit:
            self.stack.push(_Step(self, words, self.edit, edit, merge))

    def set_line(self, row: int, words: str, merge: str = "", **values: Any) -> None:  # noqa: ANN401 - fields of a line
        """Change a line; the row after the last one makes a new line."""
        lines = list(self.edit.lines)
        if row == len(lines):
            lines.append(self.blank_line())
            merge = ""
        lines[row] = replace(lines[row], **values)
        self.change(replace(self.edit, lines=tuple(lines)), words, merge and f"{row}.{merge}")

    def choose_product(self, row: int, product: ProductChoice) -> None:
        """Put a product into a line, with what it says of text, price, tax and cadence."""
        self.products[product.id] = product
        lines = list(self.edit.lines)
        before = lines[row] if row < len(lines) else self.blank_line()
        line = line_of_product(product, self.edit.currency or self.page.company_currency, before)
        if line.tax_rate_e4 is None:
            line = self._taxed(line)
        lines[row:] = [line, *lines[row + 1 :]]
        self.change(replace(self.edit, lines=tuple(lines)), tr("Choose product {code}").format(code=product.code))

    def blank_line(self) -> LineEdit:
        """A line as it begins: billed once, a quantity of 1, taxed like the line before it."""
        return self._taxed(LineEdit(quantity_e6=1_000_000, charge_type="one_time", timing="advance"))

    def add_line(self, row: int) -> None:
        """Put a blank line at `row`."""
        lines = list(self.edit.lines)
        lines.insert(row, self.blank_line())
        self.change(replace(self.edit, lines=_numbered(lines)), tr("Add a line"))

    def remove_lines(self, rows: list[int]) -> None:
        """Take lines out."""
        lines = tuple(line for row, line in enumerate(self.edit.lines) if row not in rows)
        words = tr("Delete line {n}").format(n=rows[0] + 1) if len(rows) == 1 else tr("Delete {n} lines").format(n=len(rows))
        self.change(replace(self.edit, lines=lines), words)

    def move_line(self, row: int, to: int) -> None:
        """Put a line at another place."""
        lines = list(self.edit.lines)
        lines.insert(to, lines.pop(row))
        self.change(replace(self.edit, lines=_numbered(lines)), tr("Move line {n}").format(n=row + 1))

    def problem(self, field: str) -> FieldError | None:
        """What is wrong with a field, such as `lines.0.quantity`."""
        return self.problems.get(field)

    def put(self, edit: OrderEdit) -> None:
        """Called by the steps: the values are these now."""
        other_rows = [line.id for line in edit.lines] != [line.id for line in self.edit.lines]
        self.edit = edit
        self.problems = {}
        if other_rows:
            self.rows_changed.emit()
        self.changed.emit()

    def _taxed(self, line: LineEdit) -> LineEdit:
        before = self.edit.lines[-1] if self.edit.lines else None
        if before is not None and before.tax_category:
            return replace(line, tax_category=before.tax_category, tax_rate_e4=before.tax_rate_e4)
        if self.rates:
            return replace(line, tax_category=self.rates[0].category, tax_rate_e4=self.rates[0].rate_e4)
        return line


class _Step(QUndoCommand):
    """From one value of the order to another."""

    def __init__(self, editing: OrderEditing, words: str, before: OrderEdit, after: OrderEdit, merge: str) -> None:
        super().__init__(words)
        self._put: Callable[[OrderEdit], None] = editing.put
        self._before, self._after, self._merge = before, after, merge

    def redo(self) -> None:
        """Do it, again or for the first time."""
        self._put(self._after)

    def undo(self) -> None:
        """Take it back."""
        self._put(self._before)

    def id(self) -> int:
        """Steps that may be one."""
        return _MERGED if self._merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 - Qt's name
        """Be one step with the next one of the same field."""
        if not isinstance(other, _Step) or other._merge != self._merge:  # noqa: SLF001 - one of ours
            return False
        self._after = other._after  # noqa: SLF001
        return True


def _numbered(lines: list[LineEdit]) -> tuple[LineEdit, ...]:
    """Lines with their numbers taken off from where they no longer rise, so that saving numbers them anew."""
    found: list[LineEdit] = []
    last = 0
    for line in lines:
        position = line.position if line.position is not None and line.position > last else None
        found.append(replace(line, position=position))
        last = position if position is not None else last + 1
    return tuple(found)


def as_plain(edit: OrderEdit) -> dict[str, Any]:
    """The order as JSON can hold it: dates as ISO text."""
    return _plain(asdict(edit))  # type: ignore[no-any-return]


def from_plain(values: dict[str, Any]) -> OrderEdit:
    """The order from what `as_plain` gave. Raises KeyError, TypeError or ValueError for anything else."""
    lines = tuple(LineEdit(**_dated(line)) for line in values["lines"])
    return OrderEdit(**{**_dated(values), "ship_to": ShipTo(**values["ship_to"]), "lines": lines})


def _plain(value: Any) -> Any:  # noqa: ANN401 - plain data
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value


def _dated(values: dict[str, Any]) -> dict[str, Any]:
    return {key: date.fromisoformat(value) if key in _DATES and value is not None else value for key, value in values.items()}


_DATES = {field.name for kind in (LineEdit, OrderEdit) for field in fields(kind) if field.name.endswith("_on")}
