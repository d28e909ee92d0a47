"""Prices of an import: known by product, currency, account and first day. All rows are gathered, checked and written together.

Together, because a file may end one price and begin the next: only the whole tells whether two hold on one day.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

from billdesk.billing.errors import FieldError
from billdesk.db.bulk import Row, insert_rows, next_id, update_rows
from billdesk.db.models import prices
from billdesk.services.imports.desk import Desk, query
from billdesk.services.imports.refusals import Place, RowRefused
from billdesk.services.imports.rows import Incoming, SourceRows
from billdesk.services.price_content import COLUMNS, Span, check_model, check_span, overlap

KIND = "prices"
_STORED = f"SELECT id, {', '.join(COLUMNS)} FROM prices WHERE product_id IN ({{marks}})"
Scope = tuple[int, str, int | None]
"""Product, currency and account: what may have one price a day."""


class _Given(NamedTuple):
    """A row that was read: where it came from, and the columns as they are to be stored."""

    source: SourceRows
    row: Incoming
    content: Row


class Prices:
    """Takes the rows of price files and writes them in the end."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._given: dict[Scope, dict[str, _Given]] = {}
        self._places: dict[tuple[Scope, str], Place] = {}

    def take(self, source: SourceRows, rows: list[Incoming]) -> None:
        """Read a batch."""
        self._desk.products.ensure(row.values[0] for row in rows)
        self._desk.accounts.ensure(row.values[2] for row in rows)
        for row in rows:
            try:
                scope = self._scope(row)
                key = (scope, row.values[3] or "")
                self._desk.refusals.check_twice("valid_from", f"the price of {row.values[0]!r}", self._places.get(key))
                _check(row)
            except RowRefused as refused:
                source.refuse(row, refused)
                continue
            self._places[key] = source.place(row)
            self._given.setdefault(scope, {})[key[1]] = _Given(source, row, (*scope, *row.values[3:]))

    def finish(self) -> None:
        """Write what came in; a row beside which another price holds is refused."""
        new: list[Row] = []
        changed: list[Row] = []
        unchanged = 0
        stored = self._stored()
        for scope, given in self._given.items():
            its_stored = stored.get(scope, {})
            self._keep_until(given, its_stored)
            self._refuse_overlaps(given, its_stored)
            for key, (_, _, content) in given.items():
                before = its_stored.get(key)
                if before is None:
                    new.append(content)
                elif before[1:] == content:
                    unchanged += 1
                else:
                    changed.append((*content, before[0]))
        first = next_id(self._desk.connection, prices)
        insert_rows(self._desk.connection, prices, ("id", *COLUMNS), [(first + n, *row) for n, row in enumerate(new)])
        update_rows(self._desk.connection, prices, COLUMNS, changed)
        self._desk.tally.add(KIND, len(new), len(changed), unchanged)

    def _scope(self, row: Incoming) -> Scope:
        code, currency, account = row.values[:3]
        refusals = self._desk.refusals
        product = self._desk.products.found.get(code)
        if product is None:
            refusals.unknown("products", code, "product", f"product {code!r}", "add it to products.csv, or correct its code")
        if account is None:
            return product.id, currency, None
        found = self._desk.accounts.found.get(account)
        if found is None:
            name = f"account {account!r}"
            refusals.unknown("accounts", account, "account", name, "add it to accounts.csv, or correct its code")
        return product.id, currency, found.id

    def _stored(self) -> dict[Scope, dict[str, Row]]:
        """Scope -> first day -> (id, content) of what stands for the products that came in."""
        found: dict[Scope, dict[str, Row]] = {}
        wanted = list({product_id for product_id, _, _ in self._given})
        for row in query(self._desk.connection, _STORED, wanted):
            found.setdefault((row[1], row[2], row[3]), {})[row[4] or ""] = tuple(row)
        return found

    @staticmethod
    def _keep_until(given: dict[str, _Given], stored: dict[str, Row]) -> None:
        """What the file has no column for stays as it is."""
        for key, one in given.items():
            if "valid_until" in one.source.absent and key in stored:
                given[key] = one._replace(content=(*one.content[:4], stored[key][5], *one.content[5:]))

    def _refuse_overlaps(self, given: dict[str, _Given], stored: dict[str, Row]) -> None:
        """Refuse rows until no two prices hold on one day: those that stand never do."""
        while True:
            spans = {key: Span(row[4], row[5]) for key, row in stored.items()}
            spans |= {key: Span(*one.content[3:5]) for key, one in given.items()}
            ordered = sorted(spans)
            pair = next(((a, b) for a, b in pairwise(ordered) if spans[a].overlaps(spans[b])), None)
            if pair is None:
                return
            refused = max((key for key in pair if key in given), key=lambda key: given[key].row.line)
            other = spans[pair[0] if refused == pair[1] else pair[1]]
            one = given.pop(refused)
            code, currency, account = one.row.values[:3]
            error = overlap(code, currency, account, other)
            one.source.refuse(one.row, RowRefused(error.field, error.what, error.remedy))


def _check(row: Incoming) -> None:
    values: list[Any] = row.values
    try:
        check_span(Span(values[3], values[4]))
        check_model(values[5], values[6])
    except FieldError as error:
        raise RowRefused(error.field, error.what, error.remedy) from error
