"""Usage of an import: quantities recorded on usage lines, each known by its line and reference and never counted twice."""

from __future__ import annotations

from typing import Any, NamedTuple

from billdesk.db.bulk import Row, insert_rows, next_id
from billdesk.db.models import usage_records
from billdesk.services.imports.desk import Desk, query
from billdesk.services.imports.refusals import Place, RowRefused
from billdesk.services.imports.rows import Incoming, SourceRows

KIND = "usage"
_COLUMNS = ("order_line_id", "used_on", "quantity_e6", "reference")
_LINES = """SELECT order_id, position, id, charge_type, start_on, end_on, next_from IS NULL AND EXISTS
 (SELECT 1 FROM billed_periods b WHERE b.order_line_id = order_lines.id) FROM order_lines WHERE order_id IN ({marks})"""
_STORED = """SELECT order_line_id, reference, used_on, quantity_e6 FROM usage_records
 WHERE order_line_id IN ({marks})"""


class _Line(NamedTuple):
    """What usage needs of an order line."""

    id: int
    charge_type: str
    start_on: str
    end_on: str | None
    is_billed_out: bool


class UsageRecords:
    """Takes the rows of usage files batch by batch."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._next_id = next_id(desk.connection, usage_records)
        self._was_empty = self._next_id == 1
        self._lines: dict[tuple[int, int], _Line] = {}
        self._known_orders: set[int] = set()
        self._seen: dict[tuple[int, str], Place] = {}

    def take(self, source: SourceRows, rows: list[Incoming]) -> None:
        """Write a batch."""
        desk = self._desk
        desk.orders.ensure(row.values[0] for row in rows)
        self._fetch_lines(rows)
        stored = self._stored(rows)
        new: list[Row] = []
        unchanged = 0
        for row in rows:
            code, _, used_on, quantity, reference = row.values
            try:
                line = self._line(row)
                key = (line.id, reference)
                desk.refusals.check_twice("reference", f"reference {reference!r}", self._seen.get(key))
                self._seen[key] = source.place(row)
                _check_same(row, stored.get(key))
            except RowRefused as refused:
                source.refuse(row, refused)
                continue
            if key in stored:
                unchanged += 1
                continue
            if line.is_billed_out:
                source.refuse(row, _too_late(row))
                continue
            new.append((self._next_id, line.id, used_on, quantity, reference))
            self._next_id += 1
            order = desk.orders.found[code]
            if order.status == "active":
                desk.recollect.add(order.account_id)
        insert_rows(desk.connection, usage_records, ("id", *_COLUMNS), new)
        desk.tally.add(KIND, len(new), 0, unchanged)

    def finish(self) -> None:
        """Nothing waits."""

    def _line(self, row: Incoming) -> _Line:
        code, position, used_on, _, _ = row.values
        order = self._desk.orders.found.get(code)
        refusals = self._desk.refusals
        if order is None:
            refusals.unknown("orders", code, "order", f"order {code!r}", "add the order to orders.csv, or correct its number")
        name = f"line {position} of order {code!r}"
        line = self._lines.get((order.id, position))
        if line is None:
            refusals.unknown("order_lines", (code, position), "line", name, "add it to order_lines.csv, or correct its number")
        if line.charge_type != "usage":
            raise RowRefused("line", f"{name} is a {line.charge_type} line", "record usage on usage lines only")
        if used_on < line.start_on or (line.end_on is not None and used_on > line.end_on):
            span = f"{line.start_on} to {line.end_on}" if line.end_on else f"{line.start_on} on"
            raise RowRefused("used_on", f"{used_on} is outside {name}, which runs from {span}", "correct the day or the line")
        return line

    def _fetch_lines(self, rows: list[Incoming]) -> None:
        found = self._desk.orders.found
        ids = {found[row.values[0]].id for row in rows if row.values[0] in found} - self._known_orders
        self._known_orders |= ids
        for order_id, position, *line in query(self._desk.connection, _LINES, list(ids)):
            self._lines[order_id, position] = _Line(*line)

    def _stored(self, rows: list[Incoming]) -> dict[tuple[int, str], tuple[Any, ...]]:
        """(line id, reference) -> (used on, quantity) of what is recorded on the lines of a batch."""
        if self._was_empty:
            return {}
        found = self._desk.orders.found
        keys = {(found[row.values[0]].id, row.values[1]) for row in rows if row.values[0] in found}
        ids = [self._lines[key].id for key in keys if key in self._lines]
        wanted = {row.values[4] for row in rows}
        rows_stored = query(self._desk.connection, _STORED, ids)
        return {(line_id, ref): (used_on, amount) for line_id, ref, used_on, amount in rows_stored if ref in wanted}


def _too_late(row: Incoming) -> RowRefused:
    what = f"the last period of line {row.values[1]} of order {row.values[0]!r} is billed, so usage would never be"
    return RowRefused("used_on", what, "credit that invoice with --rebill first, or add a line for it")


def _check_same(row: Incoming, before: tuple[Any, ...] | None) -> None:
    """Refuse a reference that is recorded already with another day or quantity."""
    _, _, used_on, quantity, reference = row.values
    if before is not None and before != (used_on, quantity):
        what = f"reference {reference!r} is recorded already, with another day or quantity"
        raise RowRefused("reference", what, "correct usage by a record of its own, with a negative quantity")
