"""A quote from a CSV file of its lines: what `billdesk quote add` reads.

Columns, in any order: product, description, QUANTITY, unit_price, discount_percent, tax_rate, tax_category, charge_type, every,
timing, due_on, bill_on, start_on, end_on, bill_day, group, pricing, allowance, plan, bundle_of (number of the parent line),
bundle_role (bundle, required, optional, included), bundle_discount_percent, bundle_discount. A line without a price takes the
one of its product that holds for the account and day. Cells are read by the converters of the order lines' file.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from billdesk.billing.errors import BillingError
from billdesk.billing.money import parse_amount
from billdesk.db.engine import reading
from billdesk.db.models import accounts, products
from billdesk.services.company import Company, day
from billdesk.services.imports import fields
from billdesk.services.imports.layouts import ORDER_LINES
from billdesk.services.imports.reading import CsvTable
from billdesk.services.prices import price_of
from billdesk.services.quote_values import QuoteEdit, QuoteLineEdit

_DATES = ("due_on", "bill_on", "start_on", "end_on")
_TEXTS = ("description", "tax_category", "charge_type", "every", "timing", "bill_day", "group", "pricing", "plan", "bundle_role")
_SCALED = {
    "quantity": "quantity_e6",
    "unit_price": "unit_price_e4",
    "discount_percent": "discount_e4",
    "tax_rate": "tax_rate_e4",
    "bundle_discount_percent": "bundle_discount_e4",
}
_AMOUNTS = {"allowance": "allowance_minor", "bundle_discount": "bundle_discount_minor"}
_OWN: dict[str, Callable[[str], Any]] = {
    "pricing": fields.one_line(2000),
    "plan": fields.one_line(4000),
    "bundle_of": fields.position,
    "bundle_role": fields.one_line(20),
    "bundle_discount_percent": fields.percent,
    "allowance": fields.one_line(40),
    "bundle_discount": fields.one_line(40),
}
_CONVERTERS: dict[str, Callable[[str], Any]] = {
    **{column.name: column.convert for column in ORDER_LINES.columns if column.name not in ("order", "line", "ordered_on")},
    **_OWN,
}


def quote_of_file(company: Company, path: Path, account: str, quoted_on: date) -> QuoteEdit:
    """The quote that the lines of a file make for an account; raises as `read_quote_file`."""
    with reading(company.engine) as connection:
        return read_quote_file(connection, path, account, quoted_on)


def read_quote_file(connection: Connection, path: Path, account: str, quoted_on: date) -> QuoteEdit:
    """The quote that the lines of `path` make for an account, at prices that hold on `quoted_on`.

    Raises BillingError that names the line and column of what cannot be read, and for an unknown account or product.
    """
    c = accounts.c
    row = connection.execute(select(c.id, c.currency).where(c.code == account)).first()
    if row is None:
        raise BillingError("no such account", account, "see `billdesk list FILE accounts`")
    lines: list[QuoteLineEdit] = []
    with CsvTable(path) as table:
        names = [name.strip().lower() for name in table.header]
        unknown = next((name for name in names if name not in _CONVERTERS), None)
        if unknown is not None:
            raise BillingError(f"unknown column {unknown!r}", table.name, f"use some of: {', '.join(_CONVERTERS)}")
        for number, cells in table.records():
            where = f"{table.name} line {number}"
            lines.append(_line(connection, dict(zip(names, cells, strict=False)), where, row.id, row.currency, quoted_on))
    return QuoteEdit(account_id=row.id, quoted_on=quoted_on, currency=row.currency, lines=tuple(lines))


def _line(
    connection: Connection, cells: dict[str, str], where: str, account_id: int, currency: str, quoted_on: date
) -> QuoteLineEdit:
    read: dict[str, Any] = {}
    for name, cell in cells.items():
        try:
            read[name] = _CONVERTERS[name](cell) if cell.strip() else None
            if name in _AMOUNTS:
                read[name] = parse_amount(cell, currency) if cell.strip() else 0
        except BillingError as error:
            raise BillingError(error.what, f"{where}, column {name}", error.remedy) from error
    values: dict[str, Any] = {name: day(read.get(name)) for name in _DATES}
    values |= {name: read.get(name) or "" for name in _TEXTS}
    values |= {to: read.get(name) for name, to in _SCALED.items()}
    values |= {to: read.get(name) or 0 for name, to in _AMOUNTS.items()}
    values["bundle_discount_e4"] = values["bundle_discount_e4"] or 0
    values["parent"] = read["bundle_of"] - 1 if read.get("bundle_of") else None
    values["product_id"] = _product_id(connection, read.get("product"), where)
    if values["product_id"] is not None and values["unit_price_e4"] is None and not values["pricing"]:
        price = price_of(connection, values["product_id"], currency, account_id, quoted_on)
        values["unit_price_e4"], values["pricing"] = price.unit_price_e4, price.pricing or ""
    if values["pricing"] and values["unit_price_e4"] is None:
        values["unit_price_e4"] = 0
    return QuoteLineEdit(**values)


def _product_id(connection: Connection, code: str | None, where: str) -> int | None:
    if code is None:
        return None
    found = connection.execute(select(products.c.id).where(products.c.code == code)).scalar()
    if found is None:
        raise BillingError(f"there is no product {code}", where, "see `billdesk list FILE products`")
    return int(found)
