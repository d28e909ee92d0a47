"""Bundles of an import: their choices, then their items, then which of these exclude each other.

Nothing is taken out of a bundle that a file does not name; an item is known by its bundle and its component. Bundles are one
deep, as by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from billdesk.billing.bundle import ONE_E6, BundleItem, Choice, choice_problems, item_problems
from billdesk.billing.errors import FieldError
from billdesk.db.bulk import Row, fetch_rows, insert_rows, next_id, update_rows
from billdesk.db.models import bundle_choices, bundle_items
from billdesk.services.bundle_rows import CHOICE_COLUMNS, ITEM_COLUMNS, insert_exclusions, item_row
from billdesk.services.imports.desk import Desk
from billdesk.services.imports.layouts import BUNDLE_CHOICES, BUNDLE_ITEMS
from billdesk.services.imports.refusals import Place, RowRefused
from billdesk.services.imports.rows import Incoming, SourceRows
from billdesk.services.line_content import ProductRef

Pair = tuple[int, int]


def _product(desk: Desk, column: str, code: str) -> ProductRef:
    found: ProductRef | None = desk.products.found.get(code)
    if found is None:
        desk.refusals.unknown("products", code, column, f"product {code!r}", "add it to products.csv, or correct its code")
    return found


def _raise_first(errors: Iterator[FieldError]) -> None:
    for error in errors:
        raise RowRefused(error.field, error.what, error.remedy)


class _Gathered:
    """What the three files share: each row is read on its own, and refused or kept on its own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._seen: dict[Any, Place] = {}
        self._unchanged = 0

    def _each(self, source: SourceRows, rows: list[Incoming], read: Callable[[SourceRows, Incoming], Any]) -> None:
        """Read rows; `read` returns what a row is about, which may stand there once."""
        self._desk.products.ensure(code for row in rows for code in row.values[:3] if isinstance(code, str))
        for row in rows:
            try:
                key = read(source, row)
            except RowRefused as refused:
                source.refuse(row, refused)
            else:
                self._seen[key] = source.place(row)

    def _once(self, column: str, name: str, key: object) -> None:
        self._desk.refusals.check_twice(column, name, self._seen.get(key))


class BundleChoices(_Gathered):
    """Takes the rows of `bundle_choices.csv`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        stored = fetch_rows(desk.connection, f"SELECT id, {', '.join(CHOICE_COLUMNS)} FROM bundle_choices")
        self._stored = {(row[1], row[2]): tuple(row) for row in stored}
        self._new: list[Row] = []
        self._changed: list[Row] = []

    def take(self, source: SourceRows, rows: list[Incoming]) -> None:
        """Read a batch."""
        self._each(source, rows, self._read)

    def finish(self) -> None:
        """Write what came in."""
        connection = self._desk.connection
        first = next_id(connection, bundle_choices)
        insert_rows(connection, bundle_choices, ("id", *CHOICE_COLUMNS), [(first + n, *row) for n, row in enumerate(self._new)])
        update_rows(connection, bundle_choices, CHOICE_COLUMNS, self._changed)
        self._desk.tally.add("bundle_choices", len(self._new), len(self._changed), self._unchanged)

    def _read(self, source: SourceRows, row: Incoming) -> tuple[int, str]:
        code, name, least, most = row.values
        key = (_product(self._desk, "bundle", code).id, name)
        self._once("choice", f"choice {name!r} of {code!r}", key)
        before = self._stored.get(key)
        if before is not None:
            least = before[3] if "min_count" in source.absent else least
            most = before[4] if "max_count" in source.absent else most
        choice = Choice(name, least or 0, most)
        _raise_first(choice_problems(choice))
        if before is None:
            self._new.append((key[0], *choice))
        elif before[1:] == (key[0], *choice):
            self._unchanged += 1
        else:
            self._changed.append((key[0], *choice, before[0]))
        return key


class BundleItems(_Gathered):
    """Takes the rows of `bundle_items.csv`; an item without a position comes after the others of its bundle."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        stored = fetch_rows(desk.connection, f"SELECT id, {', '.join(ITEM_COLUMNS)} FROM bundle_items")
        self._stored: dict[Pair, Row] = {(row[1], row[2]): tuple(row) for row in stored}
        self._choices = {tuple(row) for row in fetch_rows(desk.connection, "SELECT bundle_id, name FROM bundle_choices")}
        self._bundles = {bundle_id for bundle_id, _ in self._stored}
        self._components = {component_id for _, component_id in self._stored}
        self._given: dict[Pair, tuple[SourceRows, Incoming, Row]] = {}
        self._last: dict[int, int] = {}
        for row in stored:
            self._last[row[1]] = max(self._last.get(row[1], 0), row[3])

    def take(self, source: SourceRows, rows: list[Incoming]) -> None:
        """Read a batch."""
        self._each(source, rows, self._read)

    def finish(self) -> None:
        """Write what came in, places that change hands included."""
        self._refuse_double_places()
        connection = self._desk.connection
        new = [content for key, (_, _, content) in self._given.items() if key not in self._stored]
        changed = [
            (*content, self._stored[key][0])
            for key, (_, _, content) in self._given.items()
            if key in self._stored and self._stored[key][1:] != content
        ]
        update_rows(connection, bundle_items, ("position",), [(-row[-1], row[-1]) for row in changed])
        first = next_id(connection, bundle_items)
        insert_rows(connection, bundle_items, ("id", *ITEM_COLUMNS), [(first + n, *row) for n, row in enumerate(new)])
        update_rows(connection, bundle_items, ITEM_COLUMNS, changed)
        self._desk.tally.add("bundle_items", len(new), len(changed), len(self._given) - len(new) - len(changed))

    def _read(self, source: SourceRows, row: Incoming) -> Pair:
        code, other = row.values[:2]
        bundle_id, component = _product(self._desk, "bundle", code).id, _product(self._desk, "component", other)
        key = (bundle_id, component.id)
        self._once("component", f"component {other!r} of {code!r}", key)
        before = self._stored.get(key)
        values = row.values[2:]
        if before is not None and source.absent:
            names = BUNDLE_ITEMS.names[2:]
            values = [before[3 + n] if name in source.absent else values[n] for n, name in enumerate(names)]
        position, role, quantity, least, most, is_per_bundle, choice, price = values
        amount = ONE_E6 if quantity is None else quantity
        per_bundle = is_per_bundle is None or bool(is_per_bundle)
        item = BundleItem(component.id, f"product {other!r}", role, amount, least, most, per_bundle, choice, price)
        self._check(bundle_id, code, other, item)
        if position is None:
            position = before[3] if before is not None else self._last.get(bundle_id, 0) + 1
        self._last[bundle_id] = max(self._last.get(bundle_id, 0), position)
        self._bundles.add(bundle_id)
        self._components.add(component.id)
        self._given[key] = (source, row, item_row(bundle_id, position, item))
        return key

    def _check(self, bundle_id: int, code: str, other: str, item: BundleItem) -> None:
        _raise_first(item_problems(item, bundle_id))
        if item.choice is not None and (bundle_id, item.choice) not in self._choices:
            what = f"{code!r} has no choice {item.choice!r}"
            raise RowRefused("choice", what, f"add it to {BUNDLE_CHOICES.kind}.csv, or leave this empty")
        if item.component_id in self._bundles:
            raise RowRefused("component", f"product {other!r} is a bundle itself", "name its components instead")
        if bundle_id in self._components:
            what = f"product {code!r} comes in a bundle, so it cannot be one"
            raise RowRefused("bundle", what, "take it out of that bundle first")

    def _refuse_double_places(self) -> None:
        """Refuse items that would share a place; a place that is given up is free."""
        while True:
            places: dict[Pair, Pair] = {}
            clash = None
            finals = {key: row[3] for key, row in self._stored.items() if key not in self._given}
            for key, position in [*finals.items(), *((key, content[2]) for key, (_, _, content) in self._given.items())]:
                if (key[0], position) in places:
                    clash = (key, places[key[0], position], position)
                    break
                places[key[0], position] = key
            if clash is None:
                return
            key, other, position = clash
            source, row, _ = self._given.pop(key if key in self._given else other)
            source.refuse(row, RowRefused("position", f"two items stand at position {position}", "give each its own"))


class BundleExclusions(_Gathered):
    """Takes the rows of `bundle_exclusions.csv`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        rows = fetch_rows(desk.connection, "SELECT bundle_id, component_id, id, role FROM bundle_items")
        self._items = {(bundle_id, component_id): (item_id, role) for bundle_id, component_id, item_id, role in rows}
        pairs = fetch_rows(desk.connection, "SELECT item_id, other_id FROM bundle_exclusions")
        self._stored = {tuple(row) for row in pairs}
        self._new: list[tuple[int, int, int]] = []

    def take(self, source: SourceRows, rows: list[Incoming]) -> None:
        """Read a batch."""
        self._each(source, rows, self._read)

    def finish(self) -> None:
        """Write what came in."""
        insert_exclusions(self._desk.connection, self._new)
        self._desk.tally.add("bundle_exclusions", len(self._new), 0, self._unchanged)

    def _read(self, _source: SourceRows, row: Incoming) -> Pair:
        code, one, other = row.values
        bundle_id = _product(self._desk, "bundle", code).id
        first, first_role = self._item(bundle_id, code, "item", one)
        second, second_role = self._item(bundle_id, code, "other", other)
        key = (min(first, second), max(first, second))
        if first == second:
            raise RowRefused("other", f"product {one!r} excludes itself", "name another product")
        self._once("item", f"the exclusion of {one!r} and {other!r}", key)
        if "optional" not in (first_role, second_role):
            what = f"{one!r} and {other!r} both always come, so the bundle could not be sold"
            raise RowRefused("other", what, "make one of them optional")
        if key in self._stored:
            self._unchanged += 1
        else:
            self._new.append((bundle_id, first, second))
        return key

    def _item(self, bundle_id: int, code: str, column: str, component: str) -> tuple[int, str]:
        product = _product(self._desk, column, component)
        found = self._items.get((bundle_id, product.id))
        if found is None:
            name = f"component {component!r} of bundle {code!r}"
            self._desk.refusals.unknown("bundle_items", (code, component), column, name, "add it to bundle_items.csv")
        return found
