"""Products of an import: new ones go in, changed ones are updated. Order lines that stand keep what they took over."""

from __future__ import annotations

from typing import Any

from billdesk.billing.errors import FieldError
from billdesk.db.bulk import Row, insert_rows, update_rows
from billdesk.db.models import products
from billdesk.services.imports.desk import Desk, query
from billdesk.services.imports.refusals import Place, RowRefused
from billdesk.services.imports.rows import Incoming, SourceRows
from billdesk.services.line_content import PRODUCT_COLUMNS, PRODUCT_NAMES, ProductRef, completed_product

KIND = "products"
_STORED = f"SELECT code, id, {', '.join(PRODUCT_COLUMNS)} FROM products WHERE code IN ({{marks}})"


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
        insert_rows(self._desk.connection, products, ("id", "code", *PRODUCT_COLUMNS), new)
        update_rows(self._desk.connection, products, PRODUCT_COLUMNS, changed)
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
        content = [before[slot] if name in absent else content[slot - 1] for slot, name in enumerate(PRODUCT_NAMES, 1)]
    try:
        return completed_product(content)
    except FieldError as error:
        raise RowRefused(error.field, error.what, error.remedy) from error
