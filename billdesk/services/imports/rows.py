"""From the records of one open file to the values of one kind: header, columns, cells, and which row was refused.

This is the import's innermost loop: the converters of the columns that a file really has are bound once, and a row of
ordinary cells costs one remembered look-up each.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from billdesk.billing.errors import BillingError
from billdesk.services.imports.layouts import KINDS, Column, Layout, Source
from billdesk.services.imports.reading import CsvTable
from billdesk.services.imports.refusals import Place, Refusals, RowRefused

BATCH = 2000
"""Rows that are resolved, compared and written at a time: enough for few queries, little enough for the memory."""


class Incoming(NamedTuple):
    """A row whose cells are read: the line on which it begins, its cells, its values in the order of the kind."""

    line: int
    cells: list[str]
    values: list[Any]


class SourceRows:
    """The rows of one file under one source. `absent` are the kind's columns that the file does not have."""

    def __init__(self, table: CsvTable, source: Source, refusals: Refusals) -> None:
        self._table = table
        self._source = source
        self._refusals = refusals
        self.name = table.name
        self._indexes = match_header(table.header, source.layout, table.name)
        self._width = len(table.header) - _trailing_blanks(table.header)
        columns = enumerate(source.layout.columns)
        self._bound = [(slot, self._indexes[c.name], c.convert) for slot, c in columns if c.name in self._indexes]
        self._required = [slot for slot, c in enumerate(source.layout.columns) if c.required]
        self._blank: list[Any] = [None] * len(source.layout.columns)
        given = {name for name, theirs in source.names.items() if theirs in self._indexes} | source.fixed
        self.absent = frozenset(KINDS[source.kind].names) - given

    def batches(self) -> Iterator[list[Incoming]]:
        """Rows that could be read, some thousand at a time; the others are noted as refused."""
        rows = self._rows()
        while batch := list(islice(rows, BATCH)):
            yield batch

    def refuse(self, row: Incoming, refused: RowRefused) -> None:
        """Note that `row` cannot go in, under the names that its file has for the columns."""
        refused.column = self._source.names.get(refused.column, refused.column)
        self._note(row.line, row.cells, refused)

    def place(self, row: Incoming) -> Place:
        """Where `row` stands."""
        return Place(self.name, row.line, "")

    def _rows(self) -> Iterator[Incoming]:
        reshape = self._source.reshape
        for line, cells in self._table.records():
            try:
                values = self._values(cells)
            except RowRefused as refused:
                self._note(line, cells, refused)
                continue
            if reshape is None:
                yield Incoming(line, cells, values)
            elif (reshaped := reshape(values)) is not None:
                yield Incoming(line, cells, reshaped)

    def _values(self, cells: list[str]) -> list[Any]:
        if len(cells) != self._width:
            cells = self._fitted(cells)
        values = self._blank.copy()
        slot = 0
        try:
            for slot, index, convert in self._bound:
                cell = cells[index]
                if cell:
                    values[slot] = convert(cell)
        except BillingError as error:
            raise RowRefused(self._source.layout.columns[slot].name, error.what, error.remedy) from error
        for slot in self._required:
            if values[slot] is None:
                name = self._source.layout.columns[slot].name
                raise RowRefused(name, f"{name} is empty", "fill it in")
        return values

    def _fitted(self, cells: list[str]) -> list[str]:
        """A row with too many cells is let pass only when the extra ones are empty, as spreadsheets leave them."""
        width = self._width
        if len(cells) > width and not any(cells[width:]):
            return cells[:width]
        remedy = "check its commas and quotes; a field that has a comma stands in double quotes"
        raise RowRefused("", f"the row has {len(cells)} fields instead of {width}", remedy)

    def _note(self, line: int, cells: list[str], refused: RowRefused) -> None:
        key = self._key(cells)
        about = " ".join(f"{name} {value}" for name, value in zip(self._source.layout.key, key, strict=False))
        place = Place(self.name, line, about)
        self._refusals.add(place, refused, cells)
        if key and len(key) == len(self._source.layout.key):
            self._refusals.remember(self._source.kind, key[0] if len(key) == 1 else key, place)

    def _key(self, cells: list[str]) -> tuple[Any, ...]:
        """The values that tell which record a row is about, as far as they can be read."""
        columns = {column.name: column for column in self._source.layout.columns}
        key = []
        for name in self._source.layout.key:
            index = self._indexes[name]
            try:
                value = columns[name].convert(cells[index]) if index < len(cells) and cells[index] else None
            except BillingError:
                value = None
            if value is None:
                break
            key.append(value)
        return tuple(key)


def match_header(header: list[str], layout: Layout, file: str) -> dict[str, int]:
    """Column name of `layout` -> index in the file. Raises BillingError for an unknown, double or missing column."""
    known = {_plain(column.name): column.name for column in layout.columns}
    passed = {_plain(name) for name in layout.ignored}
    indexes: dict[str, int] = {}
    seen: set[str] = set()
    where = f"{file} line 1"
    for index, title in enumerate(header[: len(header) - _trailing_blanks(header)]):
        plain = _plain(title)
        if plain in seen:
            raise BillingError(f"column {title.strip()!r} stands there twice", where, "take one out")
        seen.add(plain)
        if plain in known:
            indexes[known[plain]] = index
        elif plain not in passed:
            raise BillingError(f"unknown column {title.strip()[:60]!r}", where, _nearest(plain, known, layout.columns))
    for column in layout.columns:
        if column.required and column.name not in indexes:
            raise BillingError(f"column {column.name!r} is missing", where, "add it; it must be filled in each row")
    return indexes


def fits(header: list[str], layout: Layout) -> bool:
    """Whether a file with this header can be one of `layout`."""
    try:
        match_header(header, layout, "")
    except BillingError:
        return False
    return True


def _nearest(plain: str, known: dict[str, str], columns: tuple[Column, ...]) -> str:
    near = difflib.get_close_matches(plain, known, 1)
    if near:
        return f"did you mean {known[near[0]]!r}?"
    return f"use {', '.join(column.name for column in columns)}"


def _plain(title: str) -> str:
    return re.sub(r"[\s_-]+", "", title).casefold()


def _trailing_blanks(header: list[str]) -> int:
    count = 0
    while count < len(header) and not header[-1 - count].strip():
        count += 1
    return count
