"""Products of an import: new ones go in, changed ones are updated. Order lines that stand keep what they took over."""

from __future__ import annotations

from typing import Any

from billdesk.db.bulk import Row, insert_rows, update_rows
from billdesk.db.models import products
from billdesk.services.imports.desk import Desk, ProductRef, query
from billdesk.services.imports.refusals import Place, RowRefused
from billdesk.services.imports.rows import Incoming, SourceRows

KIND = "products"
_COLUMNS = ("name", "unit_price_e4", "category", "unit", "charge_type", "every", "timing", "tax_rate_e4", "is_active")
_NAMES = ("name", "unit_price", "category", "unit", "charge_type", "every", "timing", "tax_rate", "active")
_STORED = f"SELECT code, id, {', '.join(_COLUMNS)} FROM products WHERE code IN ({{marks}})"
_CHARGE_TYPE, _EVERY, _TIMING, _ACTIVE = 4, 5, 6, 8


class Products:
    """Takes the rows of product files batch by batch."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._next_id = desk.products.first_id
        self._seen: dict[str, Place] = {}

    def take(self, source: SourceRows, rows: list[Incoming]) -> None:
        """Write a batch."""
        stored = self._stored([row.values[0] for row in rows])
        new: list[Row] = []
        changed: list[Row] = []
        unchanged = 0
        for row in rows:
            code = row.values[0]
            before = stored.get(code)
            try:
                self._desk.refusals.check_twice("product", f"product {code!r}", self._seen.get(code))
                content = _content(row.values, source.absent, before)
            except RowRefused as refused:
                source.refuse(row, refused)
                continue
            self._seen[code] = source.place(row)
            if before is None:
                new.append((self._next_id, code, *content))
                self._next_id += 1
            elif before[1:] == content:
                unchanged += 1
            else:
                changed.append((*content, before[0]))
            product_id = before[0] if before is not None else new[-1][0]
            name, _, _, _, charge_type, every, timing, rate, _ = content
            self._desk.products.found[code] = ProductRef(product_id, name, charge_type, every, timing, rate)
        insert_rows(self._desk.connection, products, ("id", "code", *_COLUMNS), new)
        update_rows(self._desk.connection, products, _COLUMNS, changed)
        self._desk.tally.add(KIND, len(new), len(changed), unchanged)

    def finish(self) -> None:
        """Nothing waits."""

    def _stored(self, codes: list[str]) -> dict[str, Row]:
        """Code -> (id, content) of those that stand already."""
        if self._desk.products.was_empty:
            return {}
        return {code: tuple(values) for code, *values in query(self._desk.connection, _STORED, codes)}


def _content(values: list[Any], absent: frozenset[str], before: Row | None) -> Row:
    """A product's columns as they are to be stored; what the file has no column for stays as it is."""
    content = values[1:]
    if before is not None and absent:
        content = [before[slot] if name in absent else content[slot - 1] for slot, name in enumerate(_NAMES, 1)]
    # A product with a cadence recurs unless it says otherwise.
    charge_type = content[_CHARGE_TYPE] or ("recurring" if content[_EVERY] else "one_time")
    content[_CHARGE_TYPE] = charge_type
    if content[_TIMING] is None:
        content[_TIMING] = "arrears" if charge_type == "usage" else "advance"
    if content[_ACTIVE] is None:
        content[_ACTIVE] = 1
    check_charge(charge_type, content[_EVERY], content[_TIMING])
    return tuple(content)


def check_charge(charge_type: str, every: str | None, timing: str) -> None:
    """Refuse a cadence that is missing or has no meaning, and usage in advance. Products and order lines share this."""
    if charge_type == "one_time" and every is not None:
        raise RowRefused("every", f"a one_time charge has no cadence ({every})", "empty every, or use charge_type recurring")
    if charge_type != "one_time" and every is None:
        raise RowRefused("every", f"a {charge_type} charge has no cadence", "give one such as '1 month'")
    if charge_type == "usage" and timing != "arrears":
        raise RowRefused("timing", "usage cannot be billed in advance", "use timing arrears")
