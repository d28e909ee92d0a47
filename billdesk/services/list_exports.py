"""A list as CSV or XLSX: the columns and rows that a person sees, with exact figures and no text that a sheet would run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from billdesk.billing.errors import BillingError
from billdesk.services.company import Company, Progress
from billdesk.services.lists import ListQuery, list_columns, list_ids, list_rows
from billdesk.services.sheets import FORMATS, Sheet, SheetColumn, write_sheet

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Shown:
    """A column as it is shown: its key and title, words for its states, or what writes it from the whole record."""

    key: str
    title: str
    words: Mapping[str, str] = field(default_factory=dict)
    write: Callable[[Mapping[str, Any]], str] | None = None


@dataclass(frozen=True, slots=True)
class ListExport:
    """What is exported: a whole list, or the records of `ids`. `currency_title` names the column that amounts need."""

    query: ListQuery
    columns: tuple[Shown, ...]
    title: str
    currency_title: str = "Currency"
    ids: Sequence[int] | None = None


def export_list(company: Company, wanted: ListExport, path: Path, as_of: date, progress: Progress | None = None) -> int:
    """Write a list to `path`, whose ending (.csv or .xlsx) says how. Returns how many records.

    Raises BillingError for another ending, a folder that cannot be written, or more records than a sheet holds.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise BillingError("the file's ending is neither .csv nor .xlsx", path.name, "name it like invoices.csv")
    known = {column.key: (at, column) for at, column in enumerate(list_columns(wanted.query.kind))}
    shown = list(wanted.columns)
    has_money = any(known[column.key][1].kind in ("money", "price") and column.write is None for column in shown)
    if has_money and all(column.key != "currency" for column in shown):
        shown.append(Shown("currency", wanted.currency_title))
    columns = tuple(_sheet_column(column, known[column.key][1].kind) for column in shown)
    currency_at = next((at for at, column in enumerate(shown) if column.key == "currency"), None)
    ids = list_ids(company, wanted.query, as_of) if wanted.ids is None else wanted.ids
    places = [known[column.key][0] for column in shown]
    rows = _rows(company, wanted.query.kind, ids, as_of, progress or Progress())
    keys = list(known)
    written = ([_value(column, row, at, keys) for column, at in zip(shown, places, strict=True)] for row in rows)
    return write_sheet(path, form, Sheet(columns, written, (), currency_at, title=wanted.title))


def _rows(company: Company, kind: str, ids: Sequence[int], as_of: date, progress: Progress) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(ids), _CHUNK):
        progress.at("writing", start, len(ids))
        yield from list_rows(company, kind, ids[start : start + _CHUNK], as_of)


def _value(column: Shown, row: tuple[Any, ...], at: int, keys: list[str]) -> object:
    return row[at] if column.write is None else column.write(dict(zip(keys, row, strict=True)))


def _sheet_column(column: Shown, kind: str) -> SheetColumn:
    return SheetColumn(column.title, "text" if column.write is not None else kind, column.words)
