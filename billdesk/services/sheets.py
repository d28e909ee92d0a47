"""Tables as CSV and XLSX, for a person's spreadsheet: whole or not at all, every figure exact, and no text ever a formula.

Lists and reports hand over raw values (minor units, scaled integers, ISO text) with titles in the words of whoever asks.
These files are to be read by people; data to be imported again is written by `exports`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from billdesk.billing.errors import BillingError
from billdesk.billing.money import currency_digits, format_minor, format_percent, format_price, format_quantity
from billdesk.db.files import published
from billdesk.services.company import Progress

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

Row = Sequence[Any]
FORMATS = ("csv", "xlsx")
MAX_XLSX_ROWS = 1_048_576
"""What a sheet of XLSX can hold (ECMA-376), its head included."""
_STEP = 2_000
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its title, and the kind of its values as lists and reports have them.

    text, state, flag, count, id, money (minor units of the row's currency), price (x 10^4), quantity (x 10^6), percent
    (x 10^4), date, instant and period (ISO text). `words` says what stands for a state or a flag.
    """

    title: str
    kind: str = "text"
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to write. `currency_at` is the column with each row's currency; without it `currency` holds for all."""

    columns: tuple[SheetColumn, ...]
    rows: Iterable[Row]
    totals: Sequence[Row] = ()
    currency_at: int | None = None
    currency: str = "USD"
    title: str = ""


def write_sheet(path: Path, form: str, sheet: Sheet, progress: Progress | None = None) -> int:
    """Write the table as one of FORMATS, in the place of an earlier file. Returns its rows without head and totals.

    Raises BillingError where the folder cannot be written, or a sheet of XLSX cannot hold that many rows.
    """
    if form not in FORMATS:
        raise BillingError(f"unknown format {form!r}", str(path), f"use one of: {', '.join(FORMATS)}")
    try:
        with published(path, replace=True) as draft:
            return (_write_csv if form == "csv" else _write_xlsx)(draft, sheet, progress or Progress())
    except OSError as error:
        raise BillingError(f"the file cannot be written: {error.strerror}", str(path), "name another folder") from error


def _write_csv(path: Path, sheet: Sheet, progress: Progress) -> int:
    # The mark at the beginning tells spreadsheets that this is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([_safe(column.title) for column in sheet.columns])
        count = 0
        for row in _counted(sheet.rows, progress):
            writer.writerow(_csv_cells(sheet, row))
            count += 1
        writer.writerows(_csv_cells(sheet, row) for row in sheet.totals)
    return count


def _csv_cells(sheet: Sheet, row: Row) -> Iterator[str]:
    currency = _currency(sheet, row)
    return (plain(column, value, currency) for column, value in zip(sheet.columns, row, strict=True))


def plain(column: SheetColumn, value: object, currency: str) -> str:
    """A value as plain text that a program can read: decimals with a point, ISO dates, no groups; empty for None."""
    if value is None:
        return ""
    if isinstance(value, int) and column.kind in _FIGURES:
        return _FIGURES[column.kind](value, currency)
    return _safe(column.words.get(str(value), str(value)))


_FIGURES: dict[str, Callable[[int, str], str]] = {
    "money": format_minor,
    "price": format_price,
    "quantity": lambda value, _currency: format_quantity(value),
    "percent": lambda value, _currency: format_percent(value),
    "count": lambda value, _currency: str(value),
    "id": lambda value, _currency: str(value),
}


def _safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula (OWASP, CSV injection): an apostrophe goes before what could be one."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def _write_xlsx(path: Path, sheet: Sheet, progress: Progress) -> int:
    from openpyxl import Workbook  # takes 126 ms to load

    book = Workbook(write_only=True)
    book.properties.title = _UNPRINTABLE.sub("", sheet.title)
    name = _FORBIDDEN_IN_NAMES.sub(" ", _UNPRINTABLE.sub("", sheet.title)).strip(" '")[:31]
    page: Worksheet = book.create_sheet(name or "BillDesk")
    page.freeze_panes = "A2"
    _set_widths(page, sheet)
    try:
        with path.open("wb") as file:
            count = _fill(page, sheet, progress)
            book.save(file)
    except BaseException:
        _abandon(page)
        raise
    return count


def _abandon(page: Worksheet) -> None:
    """End a sheet that is not wanted any more: openpyxl keeps its rows in a file of its own, which it then deletes."""
    from openpyxl.utils.exceptions import WorkbookAlreadySaved

    with suppress(WorkbookAlreadySaved, OSError, ValueError):
        page.close()  # type: ignore[attr-defined]  # write-only sheets have it, which the stubs do not know


def _fill(page: Worksheet, sheet: Sheet, progress: Progress) -> int:
    page.append([_cell(page, SheetColumn(""), column.title, "", is_bold=True) for column in sheet.columns])
    count = 0
    for row in _counted(sheet.rows, progress):
        count += 1
        if count + 1 + len(sheet.totals) > MAX_XLSX_ROWS:
            raise BillingError("a sheet of XLSX holds no more than 1,048,576 rows", "", "narrow the list, or export it as CSV")
        page.append(_xlsx_cells(page, sheet, row, is_bold=False))
    for row in sheet.totals:
        page.append(_xlsx_cells(page, sheet, row, is_bold=True))
    return count


def _set_widths(page: Worksheet, sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter

    for number, column in enumerate(sheet.columns, 1):
        usual = {"text": 24, "money": 16, "price": 14, "instant": 18, "date": 12}.get(column.kind, 12)
        page.column_dimensions[get_column_letter(number)].width = max(usual, min(40, len(column.title) + 3))


def _xlsx_cells(page: Worksheet, sheet: Sheet, row: Row, *, is_bold: bool) -> list[Cell | None]:
    currency = _currency(sheet, row)
    return [_cell(page, column, value, currency, is_bold=is_bold) for column, value in zip(sheet.columns, row, strict=True)]


def _cell(page: Worksheet, column: SheetColumn, value: object, currency: str, *, is_bold: bool) -> Cell | None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    if value is None:
        return None
    stored, form = _stored(column, value, currency)
    cell = WriteOnlyCell(page)
    cell.value = stored
    if isinstance(stored, str):
        cell.data_type = "s"  # openpyxl takes "=1" for a formula and "#N/A" for an error
        cell.quotePrefix = stored.startswith(_FORMULA_SIGNS)
    if form:
        cell.number_format = form
    if is_bold:
        cell.font = Font(bold=True)
    return cell


def _stored(column: SheetColumn, value: object, currency: str) -> tuple[str | int | Decimal | date, str]:
    """What stands in the cell, and its number format; empty for the usual one."""
    if isinstance(value, int) and column.kind in _FIGURES:
        number = Decimal(plain(column, value, currency))
        return (number / 100 if column.kind == "percent" else number), _number_format(column.kind, currency)
    text = str(value)
    if column.kind == "date":
        return date.fromisoformat(text), "yyyy-mm-dd"
    if column.kind == "instant":
        # A spreadsheet knows no time zones: what is stored is UTC.
        return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None), "yyyy-mm-dd hh:mm"
    return _UNPRINTABLE.sub("\ufffd", column.words.get(text, text)), ""


def _number_format(kind: str, currency: str) -> str:
    if kind in ("money", "price"):
        shown = "0" * currency_digits(currency) + ("##" if kind == "price" else "")
        return f"#,##0.{shown}" if shown else "#,##0"
    return {"quantity": "#,##0.######", "percent": "0.####%"}.get(kind, "0")


def _currency(sheet: Sheet, row: Row) -> str:
    return str(row[sheet.currency_at]) if sheet.currency_at is not None and row[sheet.currency_at] else sheet.currency


def _counted(rows: Iterable[Row], progress: Progress) -> Iterator[Row]:
    total = len(rows) if isinstance(rows, Sequence) else 0
    for number, row in enumerate(rows):
        if number % _STEP == 0:
            progress.at("writing", number, total)
        yield row
