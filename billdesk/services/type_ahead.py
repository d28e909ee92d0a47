"""Accounts and products while a person types: a few of them, the likeliest first. Reads only.

What is typed is looked for in codes and names, without case and accents; a code comes before a name, a beginning before a
middle. Archived accounts and products that are not sold any more are left out, for nothing new begins with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection

from billdesk.db.bulk import Row, fetch_rows
from billdesk.db.engine import reading
from billdesk.services.company import Company, read_settings
from billdesk.services.lists_labels import fold, labels_of

LIMIT = 12
_MOST = 400
"""So many matches at most are looked at: who typed less than that tells apart types on."""


class AccountChoice(NamedTuple):
    """An account to choose. `price_basis` is net or gross."""

    id: int
    code: str
    name: str
    city: str
    currency: str
    price_basis: str


class ProductChoice(NamedTuple):
    """A product to choose, with what a line takes over from it. `unit_price_e4` is in `currency`, the company's own."""

    id: int
    code: str
    name: str
    unit: str
    unit_price_e4: int
    charge_type: str
    every: str
    timing: str
    tax_rate_e4: int | None
    is_active: bool
    currency: str


_ACCOUNTS = """SELECT a.id, a.code, p.name, p.city, a.currency, a.price_basis FROM accounts a
 JOIN parties p ON p.id = a.party_id WHERE """
_PRODUCTS = """SELECT t.id, t.code, t.name, coalesce(t.unit, ''), t.unit_price_e4, t.charge_type, coalesce(t.every, ''),
 t.timing, t.tax_rate_e4, t.is_active FROM products t WHERE """


def find_accounts(company: Company, text: str, limit: int = LIMIT) -> list[AccountChoice]:
    """At most `limit` accounts whose code or name has `text` in it; the last ones made where `text` is empty."""
    with reading(company.engine) as connection:
        if not text.strip():
            newest = f"{_ACCOUNTS} a.is_archived = 0 ORDER BY a.id DESC LIMIT ?"
            return [AccountChoice._make(row) for row in fetch_rows(connection, newest, (limit,))]
        by_code = _matching(connection, "accounts", "code", text)
        rows = _rows(connection, _ACCOUNTS + "a.is_archived = 0 AND a.id IN ({marks})", by_code)
        by_name = _matching(connection, "parties", "name", text)
        rows += _rows(connection, _ACCOUNTS + "a.is_archived = 0 AND a.party_id IN ({marks})", by_name)
        return [AccountChoice._make(row) for row in _likeliest(rows, text, limit)]


def find_products(company: Company, text: str, limit: int = LIMIT) -> list[ProductChoice]:
    """At most `limit` products whose code or name has `text` in it; by code where `text` is empty."""
    with reading(company.engine) as connection:
        currency = read_settings(connection).currency
        if not text.strip():
            rows = fetch_rows(connection, f"{_PRODUCTS} t.is_active = 1 ORDER BY t.code LIMIT ?", (limit,))
        else:
            ids = [*_matching(connection, "products", "code", text), *_matching(connection, "products", "name", text)]
            rows = _likeliest(_rows(connection, _PRODUCTS + "t.is_active = 1 AND t.id IN ({marks})", ids), text, limit)
        return [_product(row, currency) for row in rows]


def products_by_id(connection: Connection, ids: Iterable[int]) -> dict[int, ProductChoice]:
    """The products with these ids, also those that are not sold any more."""
    currency = read_settings(connection).currency
    wanted = sorted(set(ids))
    return {row[0]: _product(row, currency) for row in _rows(connection, _PRODUCTS + "t.id IN ({marks})", wanted)}


def _product(row: Row, currency: str) -> ProductChoice:
    return ProductChoice._make((*row[:-1], bool(row[-1]), currency))


def _matching(connection: Connection, table: str, column: str, text: str) -> list[int]:
    labels = labels_of(connection, table, column)
    found = labels.matching("contains", text.strip())
    if len(found) > _MOST:
        # Too many to look at each: those that begin with it are the likelier ones.
        first = labels.matching("starts", text.strip())
        found = [*first, *found][:_MOST]
    return found


def _rows(connection: Connection, sql: str, ids: list[int]) -> list[Row]:
    return fetch_rows(connection, sql.format(marks=",".join("?" * len(ids))), ids) if ids else []


def _likeliest(rows: list[Row], text: str, limit: int) -> list[Row]:
    """Each row (id, code, name, …) once, the likeliest first."""
    typed = fold(text.strip())
    once = {row[0]: row for row in rows}
    return sorted(once.values(), key=_likeness(typed))[:limit]


def _likeness(typed: str) -> Callable[[Row], tuple[Any, ...]]:
    def key(row: Row) -> tuple[Any, ...]:
        code, name = fold(row[1]), fold(row[2])
        signs = (code == typed, code.startswith(typed), name.startswith(typed), f" {typed}" in name, typed in code)
        rank = next((rank for rank, holds in enumerate(signs) if holds), len(signs))
        return rank, name, code

    return key
