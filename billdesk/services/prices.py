"""The prices of products: which one holds on a day, and the verbs that add, change and remove them.

A price is in a currency, holds from a day until another (inclusive, each may be open), for all accounts or for one, and is
flat or depends on the quantity (`billing.pricing`). The nearest one counts: the account's own, then the general one, then
what the product itself says, which is in the company's currency. Lines keep the price that they took over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, select

from billdesk.billing.errors import BillingError, Conflict, FieldError
from billdesk.billing.money import PRICE_PLACES, format_price, format_scaled
from billdesk.db.bulk import Row, fetch_rows, insert_rows, next_id, update_rows
from billdesk.db.engine import reading, writing
from billdesk.db.models import accounts, prices, products
from billdesk.services import audit
from billdesk.services.company import Company, day, iso, read_settings
from billdesk.services.imports.layouts import PRICES
from billdesk.services.price_content import COLUMNS, Span, check_model, check_span, overlap

_CONVERTERS = {column.name: column.convert for column in PRICES.columns}
_HOLDING = """SELECT unit_price_e4, pricing, account_id FROM prices
 WHERE product_id = ? AND currency = ? AND (account_id IS NULL OR account_id = ?)
 AND (valid_from IS NULL OR valid_from <= ?) AND (valid_until IS NULL OR valid_until >= ?)
 ORDER BY CASE WHEN account_id IS NULL THEN 1 ELSE 0 END"""
_STORED = """SELECT p.id, p.product_id, r.code, p.currency, a.code, p.valid_from, p.valid_until, p.unit_price_e4, p.pricing
 FROM prices p JOIN products r ON r.id = p.product_id LEFT JOIN accounts a ON a.id = p.account_id"""


class Price(NamedTuple):
    """What a product costs: flat, or by `pricing` (canonical text of `billing.pricing`); both None where nothing says it.

    `source` is `account`, `general`, `product` or, where there is no price, `none`.
    """

    unit_price_e4: int | None
    pricing: str | None
    source: str


NO_PRICE = Price(None, None, "none")


@dataclass(frozen=True, slots=True)
class PriceEdit:
    """A price as a person wants it; `account` is a code, empty for all accounts. One of price and pricing is given."""

    currency: str = ""
    account: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    unit_price_e4: int | None = None
    pricing: str = ""


@dataclass(frozen=True, slots=True)
class PriceDetails:
    """A price as it stands. `version` is the digest of its stored values, which an edit has to bring back."""

    id: int
    version: str
    product_id: int
    values: PriceEdit

    @property
    def words(self) -> str:
        """What it costs: `12.50`, or the pricing as it is written."""
        price = self.values.unit_price_e4
        return self.values.pricing if price is None else format_price(price, self.values.currency)


def price_of(connection: Connection, product_id: int, currency: str, account_id: int | None, on: date) -> Price:
    """The price of a product for an account (None: for anybody) in `currency` on a day; `NO_PRICE` where there is none."""
    account = -1 if account_id is None else account_id
    rows = fetch_rows(connection, _HOLDING, (product_id, currency, account, on.isoformat(), on.isoformat()))
    if rows:
        unit_price, pricing, own = rows[0]
        return Price(unit_price, pricing, "general" if own is None else "account")
    if read_settings(connection).currency == currency:
        found = connection.execute(select(products.c.unit_price_e4).where(products.c.id == product_id)).scalar()
        if found is not None:
            return Price(found, None, "product")
    return NO_PRICE


def no_price(product: str, currency: str, on: date) -> FieldError:
    """The refusal for a caller that needs a price where `price_of` finds none; `product` is its code."""
    what = f"product {product} has no price in {currency} on {on.isoformat()}"
    return FieldError("unit_price", what, remedy="give the product one, or type the price of this line")


def list_prices(company: Company, product_id: int) -> list[PriceDetails]:
    """All prices of a product: by currency, general ones first, then by account and day."""
    with reading(company.engine) as connection:
        rows = fetch_rows(connection, f"{_STORED} WHERE p.product_id = ?", (product_id,))
    found = [_made(row) for row in rows]
    return sorted(found, key=lambda price: (price.values.currency, price.values.account, iso(price.values.valid_from) or ""))


def problems(values: PriceEdit) -> Iterator[FieldError]:
    """What is wrong with each field, as far as the values alone tell; the field is a column of `prices.csv`."""
    _, found = _read(values)
    yield from found


def add_price(company: Company, product_id: int, values: PriceEdit, price_id: int | None = None) -> PriceDetails:
    """Give a product one more price, under `price_id` where that is free.

    Raises FieldError for a value that is refused, for an unknown account, and where another price holds on a same day.
    """
    read = _checked(values)
    with writing(company.engine) as connection:
        content = _content(connection, product_id, read)
        _refuse_overlap(connection, content, None)
        is_free = price_id is not None and not fetch_rows(connection, "SELECT 1 FROM prices WHERE id = ?", (price_id,))
        new_id = price_id if is_free and price_id is not None else next_id(connection, prices)
        insert_rows(connection, prices, ("id", *COLUMNS), [(new_id, *content)])
        after = _details(connection, new_id)
        audit.append(connection, company, [audit.Entry("add", "price", new_id, _told(connection, after))])
        return after


def change_price(company: Company, price_id: int, version: str, values: PriceEdit) -> PriceDetails:
    """Give a price other values. Raises Conflict where it was changed since it was read, and FieldError as `add_price`.

    Values that change nothing write nothing. Lines that stand keep what they have.
    """
    read = _checked(values)
    with writing(company.engine) as connection:
        before = _as_read(connection, price_id, version)
        content = _content(connection, before.product_id, read)
        _refuse_overlap(connection, content, price_id)
        update_rows(connection, prices, COLUMNS, [(*content, price_id)])
        after = _details(connection, price_id)
        if after.values != before.values:
            detail = {**_told(connection, after), "before": _told(connection, before)}
            audit.append(connection, company, [audit.Entry("change", "price", price_id, detail)])
        return after


def remove_price(company: Company, price_id: int, version: str) -> PriceDetails:
    """Remove a price; `add_price` makes it again. Raises Conflict as `change_price` does."""
    with writing(company.engine) as connection:
        before = _as_read(connection, price_id, version)
        connection.execute(delete(prices).where(prices.c.id == price_id))
        audit.append(connection, company, [audit.Entry("remove", "price", price_id, _told(connection, before))])
        return before


def _checked(values: PriceEdit) -> dict[str, Any]:
    read, found = _read(values)
    if found:
        raise found[0]
    return read


def _read(values: PriceEdit) -> tuple[dict[str, Any], list[FieldError]]:
    """Column of `prices.csv` -> value as it is stored, and what is wrong."""
    price = values.unit_price_e4
    cells = {
        "currency": values.currency,
        "account": values.account,
        "valid_from": iso(values.valid_from) or "",
        "valid_until": iso(values.valid_until) or "",
        "unit_price": "" if price is None else format_scaled(price, PRICE_PLACES),
        "pricing": values.pricing,
    }
    read: dict[str, Any] = {}
    found: list[FieldError] = []
    for name, cell in cells.items():
        try:
            read[name] = _CONVERTERS[name](cell) if cell else None
        except BillingError as error:
            found.append(FieldError(name, error.what, remedy=error.remedy))
    if "currency" in read and read["currency"] is None:
        found.append(FieldError("currency", "the price has no currency", remedy="give one such as USD or EUR"))
    if not found:
        try:
            check_span(Span(read["valid_from"], read["valid_until"]))
            check_model(read["unit_price"], read["pricing"])
        except FieldError as error:
            found.append(error)
    return read, found


def _content(connection: Connection, product_id: int, read: dict[str, Any]) -> Row:
    """The columns as they are stored. Raises BillingError for an unknown product and FieldError for an unknown account."""
    if connection.execute(select(products.c.id).where(products.c.id == product_id)).scalar() is None:
        raise BillingError("no such product", str(product_id), "it may have been removed")
    account_id = None
    if read["account"] is not None:
        account_id = connection.execute(select(accounts.c.id).where(accounts.c.code == read["account"])).scalar()
        if account_id is None:
            raise FieldError("account", f"there is no account {read['account']}", remedy="choose one that is there, or none")
    dates = (read["valid_from"], read["valid_until"])
    return (product_id, read["currency"], account_id, *dates, read["unit_price"], read["pricing"])


def _refuse_overlap(connection: Connection, content: Row, own_id: int | None) -> None:
    product_id, currency, account_id, valid_from, valid_until, _, _ = content
    span = Span(valid_from, valid_until)
    sql = f"{_STORED} WHERE p.product_id = ? AND p.currency = ? AND COALESCE(p.account_id, -1) = ? ORDER BY p.valid_from"
    rows = fetch_rows(connection, sql, (product_id, currency, -1 if account_id is None else account_id))
    for price_id, _, product, _, account, its_from, its_until, _, _ in rows:
        other = Span(its_from, its_until)
        if price_id != own_id and span.overlaps(other):
            raise overlap(product, currency, account, other)


def _details(connection: Connection, price_id: int) -> PriceDetails:
    rows = fetch_rows(connection, f"{_STORED} WHERE p.id = ?", (price_id,))
    if not rows:
        raise BillingError("no such price", str(price_id), "it may have been removed")
    return _made(rows[0])


def _made(row: Iterable[Any]) -> PriceDetails:
    values = tuple(row)
    version = sha256(ascii(values).encode("ascii")).hexdigest()
    price_id, product_id, _, currency, account, valid_from, valid_until, unit_price, pricing = values
    edit = PriceEdit(currency, account or "", day(valid_from), day(valid_until), unit_price, pricing or "")
    return PriceDetails(price_id, version, product_id, edit)


def _as_read(connection: Connection, price_id: int, version: str) -> PriceDetails:
    try:
        found = _details(connection, price_id)
    except BillingError as error:
        raise Conflict("the price was removed by somebody else meanwhile", str(price_id), "add it anew") from error
    if found.version != version:
        remedy = "look at what it is now, then make your change again"
        raise Conflict("the price was changed by somebody else meanwhile", found.words, remedy)
    return found


def _told(connection: Connection, price: PriceDetails) -> dict[str, Any]:
    """The price for the audit log."""
    code = connection.execute(select(products.c.code).where(products.c.id == price.product_id)).scalar()
    values = price.values
    span = {"valid_from": iso(values.valid_from), "valid_until": iso(values.valid_until)}
    return {"product": code, "currency": values.currency, "account": values.account or None, **span, "price": price.words}
