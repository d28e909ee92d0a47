"""Products by hand: reading one for an edit, making, changing, retiring and removing one.

The rules are those of `products.csv`: each value is read by the converter of the file's column, and stored as an import
stores it. Order lines keep what they took over when they were made. Each verb is one transaction with an audit row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, delete, select

from billdesk.billing.errors import BillingError, Conflict, FieldError
from billdesk.billing.money import PERCENT_PLACES, PRICE_PLACES, format_scaled
from billdesk.db.bulk import fetch_rows, insert_rows, next_id, update_rows
from billdesk.db.engine import reading, writing
from billdesk.db.models import products
from billdesk.services import audit
from billdesk.services.book import load_book
from billdesk.services.company import Company, read_settings
from billdesk.services.imports.layouts import PRODUCTS
from billdesk.services.line_content import PRODUCT_COLUMNS, PRODUCT_NAMES, ProductContent, completed_product

_CONVERTERS = {column.name: column.convert for column in PRODUCTS.columns}
_STORED = f"SELECT id, code, {', '.join(PRODUCT_COLUMNS)} FROM products WHERE id = ?"
_USES = "SELECT count(*), count(DISTINCT l.order_id), count(l.next_billing_on) FROM order_lines l WHERE l.product_id = ?"
_ORDERED = "SELECT 1 FROM order_lines WHERE product_id = ? LIMIT 1"
_BILLED = "SELECT 1 FROM invoice_lines WHERE product_id = ? LIMIT 1"

_OFFERED = (
    ("the product has prices", "SELECT 1 FROM prices WHERE product_id = ? LIMIT 1"),
    ("the product is a bundle", "SELECT 1 FROM bundle_items WHERE bundle_id = ? LIMIT 1"),
    ("the product has choices of a bundle", "SELECT 1 FROM bundle_choices WHERE bundle_id = ? LIMIT 1"),
    ("the product comes in a bundle", "SELECT 1 FROM bundle_items WHERE component_id = ? LIMIT 1"),
    ("the product has been quoted", "SELECT 1 FROM quote_lines WHERE product_id = ? LIMIT 1"),
)


@dataclass(frozen=True, slots=True)
class ProductEdit:
    """A product as a person wants it. Empty text or None is left open, as an empty cell of `products.csv` is.

    `unit_price_e4` is in the company's currency; the tax rate None means that lines say it themselves.
    """

    code: str = ""
    name: str = ""
    unit_price_e4: int | None = None
    category: str = ""
    unit: str = ""
    charge_type: str = ""
    every: str = ""
    timing: str = ""
    tax_rate_e4: int | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class ProductDetails:
    """A product as it stands. `version` is the digest of its stored values, which an edit has to bring back."""

    id: int
    version: str
    values: ProductEdit
    currency: str


@dataclass(frozen=True, slots=True)
class ProductUses:
    """`line_count` order lines of `order_count` orders have a product, `open_count` of them with something still to bill."""

    line_count: int
    order_count: int
    open_count: int


@dataclass(frozen=True, slots=True)
class ProductChange:
    """A product before and after an edit.

    The undo of a change is `change_product` with `after.version` and `before.values`, that of a new product (`before` is
    None) `remove_product`, that of a removal `create_product` with its values.
    """

    before: ProductDetails | None
    after: ProductDetails


def product_details(company: Company, product_id: int) -> ProductDetails:
    """A product for an edit. Raises BillingError where there is none with this id."""
    with reading(company.engine) as connection:
        return _details(connection, product_id)


def product_uses(company: Company, product_id: int) -> ProductUses:
    """How much a product is ordered. Looks at every order line: not on the interface thread."""
    with reading(company.engine) as connection:
        return ProductUses(*fetch_rows(connection, _USES, (product_id,))[0])


def product_id_of(company: Company, code: str) -> int | None:
    """The id of the product with this code; None where there is none."""
    with reading(company.engine) as connection:
        return connection.execute(select(products.c.id).where(products.c.code == code)).scalar()


def home_currency(company: Company) -> str:
    """The currency that prices of products are in."""
    with reading(company.engine) as connection:
        return read_settings(connection).currency


def problems(values: ProductEdit) -> Iterator[FieldError]:
    """What is wrong with each field, as far as the values alone tell; the field is a column of `products.csv`."""
    _, found = _read(values)
    yield from found


def create_product(company: Company, values: ProductEdit, product_id: int | None = None) -> ProductChange:
    """Store a new product, under `product_id` where that is free. Raises FieldError, also where the code is taken."""
    code, content = _checked(values)
    with writing(company.engine) as connection:
        _refuse_taken(connection, code, None)
        is_free = product_id is not None and not fetch_rows(connection, _STORED, (product_id,))
        new_id = product_id if is_free and product_id is not None else next_id(connection, products)
        insert_rows(connection, products, ("id", "code", *PRODUCT_COLUMNS), [(new_id, code, *content)])
        audit.append(connection, company, [audit.Entry("add", "product", new_id, {"product": code, "name": content.name})])
        return ProductChange(None, _details(connection, new_id))


def change_product(company: Company, product_id: int, version: str, values: ProductEdit) -> ProductChange:
    """Give a product other values. Lines and invoices that stand keep what they have.

    Raises Conflict where somebody else has changed it since it was read, and FieldError for a value that is refused. Values
    that change nothing write nothing.
    """
    code, content = _checked(values)
    with writing(company.engine) as connection:
        before = _as_read(connection, product_id, version)
        _refuse_taken(connection, code, product_id)
        update_rows(connection, products, ("code", *PRODUCT_COLUMNS), [(code, *content, product_id)])
        after = _details(connection, product_id)
        if after.values != before.values:
            changed = {
                name: [getattr(before.values, name), getattr(after.values, name)]
                for name in ProductEdit.__slots__
                if getattr(before.values, name) != getattr(after.values, name)
            }
            detail = {"product": code, "changed": changed}
            audit.append(connection, company, [audit.Entry("change", "product", product_id, detail)])
        return ProductChange(before, after)


def set_active(company: Company, product_id: int, version: str, is_active: bool) -> ProductChange:
    """Sell a product no more, or again. What is ordered of it goes on as it is. Raises Conflict as `change_product` does."""
    with reading(company.engine) as connection:
        values = _as_read(connection, product_id, version).values
    return change_product(company, product_id, version, replace(values, is_active=is_active))


def remove_product(company: Company, product_id: int, version: str) -> ProductDetails:
    """Remove a product that nothing refers to, such as one made by mistake; `create_product` makes it again.

    Raises Conflict as `change_product` does, and BillingError where an order, an invoice or a schedule refers to it.
    """
    with writing(company.engine) as connection:
        before = _as_read(connection, product_id, version)
        remedy = "sell it no more instead"
        if fetch_rows(connection, _ORDERED, (product_id,)) or fetch_rows(connection, _BILLED, (product_id,)):
            raise BillingError("the product has been ordered and stays", before.values.code, remedy)
        for why, sql in _OFFERED:
            if fetch_rows(connection, sql, (product_id,)):
                raise BillingError(why, before.values.code, remedy)
        for schedule in load_book(connection).schedules.values():
            if product_id in schedule.scope.products:
                raise BillingError(f"schedule {schedule.name} is for this product", before.values.code, remedy)
        connection.execute(delete(products).where(products.c.id == product_id))
        audit.append(connection, company, [audit.Entry("remove", "product", product_id, {"product": before.values.code})])
        return before


def _checked(values: ProductEdit) -> tuple[str, ProductContent]:
    content, found = _read(values)
    if found:
        raise found[0]
    code = _CONVERTERS["product"](values.code)
    if content is None or code is None:
        raise FieldError("product", "the product has no code", remedy="give it one")
    return code, content


def _read(values: ProductEdit) -> tuple[ProductContent | None, list[FieldError]]:
    """The content, None with what is wrong where it cannot be stored."""
    found: list[FieldError] = []
    read: dict[str, Any] = {}
    for name, cell in _cells(values).items():
        try:
            read[name] = _CONVERTERS[name](cell) if cell else None
        except BillingError as error:
            found.append(FieldError(name, error.what, remedy=error.remedy))
    for name, what, remedy in _NEEDED:
        if name in read and read[name] is None:
            found.append(FieldError(name, what, remedy=remedy))
    if found:
        return None, found
    try:
        return completed_product([read[name] for name in PRODUCT_NAMES]), []
    except FieldError as error:
        return None, [error]


_NEEDED = (
    ("product", "the product has no code", "give it one, such as the number in your catalogue"),
    ("name", "the product has no name", "say what it is called on invoices"),
    ("unit_price", "the product has no price", "give a unit price; 0 is one"),
)


def _cells(values: ProductEdit) -> dict[str, str]:
    """The product as a row of `products.csv` would have it."""
    return {
        "product": values.code,
        "name": values.name,
        "unit_price": "" if values.unit_price_e4 is None else format_scaled(values.unit_price_e4, PRICE_PLACES),
        "category": values.category,
        "unit": values.unit,
        "charge_type": values.charge_type,
        "every": values.every,
        "timing": values.timing,
        "tax_rate": "" if values.tax_rate_e4 is None else format_scaled(values.tax_rate_e4, PERCENT_PLACES),
        "active": "yes" if values.is_active else "no",
    }


def _details(connection: Connection, product_id: int) -> ProductDetails:
    rows = fetch_rows(connection, _STORED, (product_id,))
    if not rows:
        raise BillingError("no such product", str(product_id), "it may have been removed")
    version = sha256(ascii(tuple(rows[0])).encode("ascii")).hexdigest()
    _, code, name, price, category, unit, charge_type, every, timing, rate, is_active = rows[0]
    values = ProductEdit(code, name, price, category or "", unit or "", charge_type, every or "", timing, rate, bool(is_active))
    return ProductDetails(product_id, version, values, read_settings(connection).currency)


def _as_read(connection: Connection, product_id: int, version: str) -> ProductDetails:
    try:
        found = _details(connection, product_id)
    except BillingError as error:
        raise Conflict("the product was removed by somebody else meanwhile", str(product_id), "make it anew") from error
    if found.version != version:
        remedy = "look at what it is now, then make your change again"
        raise Conflict("the product was changed by somebody else meanwhile", found.values.code, remedy)
    return found


def _refuse_taken(connection: Connection, code: str, own_id: int | None) -> None:
    owner = connection.execute(select(products.c.id).where(products.c.code == code)).scalar()
    if owner is not None and owner != own_id:
        raise FieldError("product", f"there is a product {code} already", remedy="choose another code")
