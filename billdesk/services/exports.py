"""Exporting a company as the interchange files, so that a new file that imports them exports the same bytes.

Values are written as they hold, defaults resolved; codes are sorted as people count (A2 before A10). UTF-8 with LF line
ends. What the files have no column for (billed periods, documents, the log) is not exported: backups are for that. Text
is written exactly, a leading `=` or `@` included: these are data files, and a spreadsheet should open them as text.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from billdesk.billing.errors import BillingError
from billdesk.billing.money import format_percent, format_price, format_quantity
from billdesk.db.bulk import fetch_rows
from billdesk.db.engine import reading
from billdesk.db.files import published
from billdesk.services.company import Company, read_settings
from billdesk.services.imports.layouts import KINDS

FILES = ("accounts", "products", "orders", "order_lines", "usage")
"""What is exported, each to `<name>.csv`."""

WHERE_NEEDED = ("prices", "bundle_choices", "bundle_items", "bundle_exclusions")
"""What is exported where there is any of it; a file of an earlier export is written anew in any case."""

Rows = Iterator[Sequence[Any]]

_ACCOUNTS = """SELECT a.code, p.name, p.email, p.phone, p.street, p.city, p.region, p.postcode, p.country, a.currency,
 a.terms, p.tax_id, up.code, a.notes, a.price_basis
 FROM accounts a JOIN parties p ON p.id = a.party_id LEFT JOIN accounts up ON up.id = a.parent_id"""
_PRODUCTS = """SELECT code, name, unit_price_e4, category, unit, charge_type, every, timing, tax_rate_e4, is_active
 FROM products"""
_ORDERS = """SELECT o.code, a.code, o.ordered_on, o.due_on, o.currency, o.status, o.po, p.street, p.city, p.region,
 p.postcode, p.country
 FROM orders o JOIN accounts a ON a.id = o.account_id LEFT JOIN parties p ON p.id = o.ship_to_id"""
_LINES = """SELECT o.code, l.position, r.code, l.description, l.quantity_e6, l.unit_price_e4, l.discount_e4,
 l.tax_rate_e4, l.tax_category, l.charge_type, l.every, l.timing, l.ordered_on, COALESCE(l.due_on, o.due_on), l.bill_on,
 l.start_on, l.end_on, l.bill_day, l.group_name, o.currency
 FROM order_lines l JOIN orders o ON o.id = l.order_id LEFT JOIN products r ON r.id = l.product_id"""
_USAGE = """SELECT o.code, l.position, u.used_on, u.quantity_e6, u.reference
 FROM usage_records u JOIN order_lines l ON l.id = u.order_line_id JOIN orders o ON o.id = l.order_id"""

_PRICES = """SELECT r.code, p.currency, a.code, p.valid_from, p.valid_until, p.unit_price_e4, p.pricing
 FROM prices p JOIN products r ON r.id = p.product_id LEFT JOIN accounts a ON a.id = p.account_id"""
_CHOICES = """SELECT r.code, c.name, c.min_count, c.max_count
 FROM bundle_choices c JOIN products r ON r.id = c.bundle_id ORDER BY c.id"""
_ITEMS = """SELECT r.code, c.code, i.position, i.role, i.quantity_e6, i.min_quantity_e6, i.max_quantity_e6, i.is_per_bundle,
 i.choice, i.unit_price_e4
 FROM bundle_items i JOIN products r ON r.id = i.bundle_id JOIN products c ON c.id = i.component_id"""
_EXCLUSIONS = """SELECT r.code, one.code, other.code, i.position, j.position
 FROM bundle_exclusions x JOIN products r ON r.id = x.bundle_id JOIN bundle_items i ON i.id = x.item_id
 JOIN bundle_items j ON j.id = x.other_id JOIN products one ON one.id = i.component_id
 JOIN products other ON other.id = j.component_id"""

_STATUSES = {"completed": "active", "cancelled": "draft"}
"""The interchange files know draft and active: what is completed was active, what is cancelled bills nothing."""


def export_company(company: Company, folder: Path) -> dict[str, int]:
    """Write the interchange files into `folder`, which is made if need be. Returns file name -> rows without header.

    Each file is replaced whole. Raises BillingError, before anything is written, where one of the names is taken by
    something that is no such file.
    """
    targets = {kind: folder / f"{kind}.csv" for kind in (*FILES, *WHERE_NEEDED)}
    _prepare(folder, targets)
    counts: dict[str, int] = {}
    with reading(company.engine) as connection:
        home = read_settings(connection).currency
        for kind, path in targets.items():
            header, rows = _CONTENTS[kind](connection, home)
            first = [*islice(rows, 1)]
            if first or kind in FILES or path.exists():
                counts[path.name] = _write(path, header, chain(first, rows))
    return counts


def _prepare(folder: Path, targets: dict[str, Path]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind, path in targets.items():
            if path.exists() and not _is_ours(kind, path):
                remedy = "name an empty folder, or move the file away"
                raise BillingError(f"{path.name} is there already and is no export of BillDesk", str(folder), remedy)
    except OSError as error:
        raise BillingError(f"the folder cannot be used: {error.strerror}", str(folder), "name another folder") from error


def _is_ours(kind: str, path: Path) -> bool:
    """Whether a file is empty or begins as an export of `kind` does."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        begin = file.readline(1000).rstrip(b"\r\n").decode("utf-8", errors="replace")
    return not begin or begin in (_header(kind), _header(kind) + ",price_basis")


def _header(kind: str) -> str:
    return ",".join(_names(kind))


def _names(kind: str) -> tuple[str, ...]:
    return tuple(name for name in KINDS[kind].names if name != "price_basis")


def _write(path: Path, header: Sequence[str], rows: Rows) -> int:
    """Write one file whole or not at all, and count its rows."""
    count = 0
    try:
        with published(path, replace=True) as draft, draft.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            for row in rows:
                writer.writerow(row)
                count += 1
    except OSError as error:
        raise BillingError(f"the file cannot be written: {error.strerror}", str(path), "name another folder") from error
    return count


def _accounts(connection: Connection, _home: str) -> tuple[Sequence[str], Rows]:
    rows = fetch_rows(connection, _ACCOUNTS)
    rows = sorted(rows, key=lambda row: natural(row[0]))
    # The column is ours and not of the contract: it appears only where an account needs it.
    if any(row[-1] == "gross" for row in rows):
        return (*_names("accounts"), "price_basis"), iter(rows)
    return _names("accounts"), (row[:-1] for row in rows)


def _products(connection: Connection, home: str) -> tuple[Sequence[str], Rows]:
    rows = sorted(fetch_rows(connection, _PRODUCTS), key=lambda row: natural(row[0]))
    return _names("products"), (
        (*row[:2], format_price(row[2], home), *row[3:8], _optional(row[8], format_percent), "yes" if row[9] else "no")
        for row in rows
    )


def _orders(connection: Connection, _home: str) -> tuple[Sequence[str], Rows]:
    rows = sorted(fetch_rows(connection, _ORDERS), key=lambda row: natural(row[0]))
    return _names("orders"), ((*row[:5], _STATUSES.get(row[5], row[5]), *row[6:]) for row in rows)


def _lines(connection: Connection, _home: str) -> tuple[Sequence[str], Rows]:
    rows = fetch_rows(connection, _LINES)
    rows = sorted(rows, key=lambda row: (natural(row[0]), row[1]))
    return _names("order_lines"), (
        (
            *row[:4],
            format_quantity(row[4]),
            "" if row[5] is None else format_price(row[5], row[19]),
            format_percent(row[6]) if row[6] else "",
            format_percent(row[7]),
            *row[8:19],
        )
        for row in rows
    )


def _usage(connection: Connection, _home: str) -> tuple[Sequence[str], Rows]:
    rows = fetch_rows(connection, _USAGE)
    rows = sorted(rows, key=lambda row: (natural(row[0]), *row[1:3], row[4]))
    return _names("usage"), ((*row[:3], format_quantity(row[3]), row[4]) for row in rows)


def _prices(connection: Connection, _home: str) -> tuple[Sequence[str], Rows]:
    rows = fetch_rows(connection, _PRICES)
    rows = sorted(rows, key=lambda row: (natural(row[0]), row[1], natural(row[2] or ""), row[3] or ""))
    return _names("prices"), ((*row[:5], "" if row[5] is None else format_price(row[5], row[1]), row[6] or "") for row in rows)


def _choices(connection: Connection, _home: str) -> tuple[Sequence[str], Rows]:
    # A bundle's choices keep the order in which a person put them.
    return _names("bundle_choices"), iter(sorted(fetch_rows(connection, _CHOICES), key=lambda row: natural(row[0])))


def _items(connection: Connection, home: str) -> tuple[Sequence[str], Rows]:
    rows = sorted(fetch_rows(connection, _ITEMS), key=lambda row: (natural(row[0]), row[2]))
    return _names("bundle_items"), (
        (
            *row[:4],
            *(_optional(value, format_quantity) for value in row[4:7]),
            "yes" if row[7] else "no",
            row[8],
            "" if row[9] is None else format_price(row[9], home),
        )
        for row in rows
    )


def _exclusions(connection: Connection, _home: str) -> tuple[Sequence[str], Rows]:
    pairs = [
        (code, first, one, second, other) if first < second else (code, second, other, first, one)
        for code, one, other, first, second in fetch_rows(connection, _EXCLUSIONS)
    ]
    pairs.sort(key=lambda pair: (natural(pair[0]), pair[1], pair[3]))
    return _names("bundle_exclusions"), ((code, one, other) for code, _, one, _, other in pairs)


_CONTENTS: dict[str, Callable[[Connection, str], tuple[Sequence[str], Rows]]] = {
    "accounts": _accounts,
    "products": _products,
    "orders": _orders,
    "order_lines": _lines,
    "usage": _usage,
    "prices": _prices,
    "bundle_choices": _choices,
    "bundle_items": _items,
    "bundle_exclusions": _exclusions,
}


def natural(code: str) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """A key that sorts codes as people count: runs of digits by their value, the rest by its letters."""
    parts = re.findall("[0-9]+|[^0-9]+", code)
    return tuple((0, int(part), "") if part[0] in "0123456789" else (1, 0, part) for part in parts), code


def _optional(value: int | None, written: Callable[[int], str]) -> str:
    return "" if value is None else written(value)
