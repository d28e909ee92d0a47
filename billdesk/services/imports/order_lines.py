"""Order lines of an import: what a row becomes by the rules of `line_content`, and what may change of a line that stands.

Lines of draft orders update freely. On an active order new lines may be added and lines without a billed period may
change; a line that is billed is refused. Active lines that came or changed are opened and collected at the end.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from billdesk.billing.errors import FieldError
from billdesk.db.bulk import Row, insert_rows, next_id, update_rows
from billdesk.db.models import order_lines
from billdesk.services.imports.desk import Desk, OrderRef, query
from billdesk.services.imports.refusals import Place, RowRefused
from billdesk.services.imports.rows import Incoming, SourceRows
from billdesk.services.line_content import COLUMNS, NAMES, LineContent, check, completed

KIND = "order_lines"


_STORED = f"""SELECT order_id, position, id, {", ".join(COLUMNS)} FROM order_lines WHERE order_id IN ({{marks}})"""
_BILLED = "SELECT DISTINCT order_line_id FROM billed_periods WHERE order_line_id IN ({marks})"
_CLOSED = ("completed", "cancelled")


class _Wanted(NamedTuple):
    """A line as the file wants it."""

    source: SourceRows
    row: Incoming
    order: OrderRef
    position: int
    content: LineContent


class OrderLines:
    """Takes the rows of order line files batch by batch."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._next_id = next_id(desk.connection, order_lines)
        self._was_empty = self._next_id == 1
        self._seen: dict[tuple[int, int], Place] = {}

    def take(self, source: SourceRows, rows: list[Incoming]) -> None:
        """Write a batch."""
        desk = self._desk
        desk.orders.ensure(row.values[0] for row in rows)
        desk.products.ensure(row.values[2] for row in rows)
        stored = self._stored(rows)
        new: list[_Wanted] = []
        standing: list[_Wanted] = []
        for row in rows:
            try:
                wanted = self._wanted(source, row, stored)
                if (wanted.order.id, wanted.position) in stored:
                    standing.append(wanted)
                else:
                    self._check_new(wanted)
                    new.append(wanted)
            except RowRefused as refused:
                source.refuse(row, refused)
        self._insert(new)
        self._update(standing, stored)

    def finish(self) -> None:
        """Nothing waits."""

    def _wanted(self, source: SourceRows, row: Incoming, stored: dict[tuple[int, int], Row]) -> _Wanted:
        values = row.values
        code, position, product_code = values[0], values[1], values[2]
        order = self._desk.orders.found.get(code)
        if order is None:
            remedy = "add the order to orders.csv, or correct its number"
            self._desk.refusals.unknown("orders", code, "order", f"order {code!r}", remedy)
        product = None
        if product_code is not None:
            product = self._desk.products.found.get(product_code)
            if product is None:
                remedy = "add the product to products.csv, or correct its code"
                self._desk.refusals.unknown("products", product_code, "product", f"product {product_code!r}", remedy)
        content = completed(values[3:], order.ordered_on, order.due_on, product)
        key = (order.id, position)
        if source.absent and key in stored:
            kept = zip(NAMES, content, stored[key][1:], strict=True)
            content = LineContent._make(before if name in source.absent else value for name, value, before in kept)
        try:
            check(content, order.currency)
        except FieldError as error:
            raise RowRefused(error.field, error.what, error.remedy) from error
        self._desk.refusals.check_twice("line", f"line {position} of order {code!r}", self._seen.get(key))
        self._seen[key] = source.place(row)
        return _Wanted(source, row, order, position, content)

    def _check_new(self, wanted: _Wanted) -> None:
        if wanted.order.status in _CLOSED:
            what = f"order {wanted.row.values[0]!r} is {wanted.order.status} and takes no new lines"
            raise RowRefused("order", what, "make a new order")

    def _insert(self, wanted: list[_Wanted]) -> None:
        line_id = self._next_id
        new = []
        for _, _, order, position, content in wanted:
            new.append((line_id, order.id, order.account_id, position, *content))
            line_id += 1
            if order.status == "active":
                self._reopen(order)
        self._next_id = line_id
        insert_rows(self._desk.connection, order_lines, ("id", "order_id", "account_id", "position", *COLUMNS), new)
        self._desk.tally.add(KIND, len(new), 0, 0)

    def _update(self, wanted: list[_Wanted], stored: dict[tuple[int, int], Row]) -> None:
        changed = [w for w in wanted if stored[w.order.id, w.position][1:] != w.content]
        ids = [stored[w.order.id, w.position][0] for w in changed if w.order.status != "draft"]
        billed = {line_id for (line_id,) in query(self._desk.connection, _BILLED, ids)}
        updates = []
        for w in changed:
            line_id, *before = stored[w.order.id, w.position]
            try:
                _check_change(w, before, line_id in billed)
            except RowRefused as refused:
                w.source.refuse(w.row, refused)
                continue
            # Schedule and next charge follow from the line, so they are worked out anew.
            updates.append((*w.content, line_id))
            if w.order.status == "active":
                self._reopen(w.order)
        anew = {"schedule_id": None, "next_from": None, "next_billing_on": None}
        update_rows(self._desk.connection, order_lines, COLUMNS, updates, same=anew)
        self._desk.tally.add(KIND, 0, len(updates), len(wanted) - len(changed))

    def _reopen(self, order: OrderRef) -> None:
        self._desk.reopen.add(order.id)
        self._desk.recollect.add(order.account_id)

    def _stored(self, rows: list[Incoming]) -> dict[tuple[int, int], Row]:
        """(order id, position) -> (id, content) of the lines that stand on the orders of a batch."""
        if self._was_empty:
            return {}
        found = self._desk.orders.found
        orders = {found[row.values[0]] for row in rows if row.values[0] in found}
        ids = [order.id for order in orders if not order.is_new]
        return {(row[0], row[1]): tuple(row[2:]) for row in query(self._desk.connection, _STORED, ids)}


def _check_change(wanted: _Wanted, before: list[Any], is_billed: bool) -> None:
    name = f"line {wanted.position} of order {wanted.row.values[0]!r}"
    changes = [column for column, old, new in zip(NAMES, before, wanted.content, strict=True) if old != new]
    if is_billed:
        raise RowRefused(changes[0], f"{name} is already billed and cannot change", "credit its invoice or amend the order")
    if wanted.order.status in _CLOSED:
        raise RowRefused(changes[0], f"{name} belongs to an order that is {wanted.order.status}", "make a new order")
