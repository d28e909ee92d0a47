"""The profile `northwind`: the CSV files of the Northwind sample database, or of any shop that keeps the same columns.

Customers become accounts, order details become order lines numbered in the order of the file, and an order's freight,
where above zero, becomes a one-time line `Freight` after them. RequiredDate is due on; Discount is a fraction; there is
no tax (category O). Orders are active. Shipping dates, contacts and fax numbers have no place in BillDesk and are left
out. The 21 country names that occur are turned into ISO 3166-1 codes; any other is kept as written.
"""

from __future__ import annotations

from typing import Any

from billdesk.services.imports import fields
from billdesk.services.imports.layouts import KINDS, Column, Layout, Source

_COUNTRIES = {
    "Argentina": "AR",
    "Austria": "AT",
    "Belgium": "BE",
    "Brazil": "BR",
    "Canada": "CA",
    "Denmark": "DK",
    "Finland": "FI",
    "France": "FR",
    "Germany": "DE",
    "Ireland": "IE",
    "Italy": "IT",
    "Mexico": "MX",
    "Norway": "NO",
    "Poland": "PL",
    "Portugal": "PT",
    "Spain": "ES",
    "Sweden": "SE",
    "Switzerland": "CH",
    "UK": "GB",
    "USA": "US",
    "Venezuela": "VE",
}


def _country(cell: str) -> str | None:
    name: str | None = fields.country(cell)
    return None if name is None else _COUNTRIES.get(name, name)


_street, _line, _postcode = fields.many_lines(400), fields.one_line(200), fields.one_line(40)

_CUSTOMERS = Layout(
    "accounts",
    (
        Column("CustomerID", fields.code, required=True),
        Column("CompanyName", _line, required=True),
        Column("Address", _street),
        Column("City", _line),
        Column("Region", _line),
        Column("PostalCode", _postcode),
        Column("Country", _country),
        Column("Phone", fields.one_line(60)),
    ),
    ("CustomerID",),
    ignored=("ContactName", "ContactTitle", "Fax"),
)
_PRODUCTS = Layout(
    "products",
    (
        Column("ProductID", fields.code, required=True),
        Column("ProductName", fields.one_line(400), required=True),
        Column("Category", fields.one_line(100)),
        Column("QuantityPerUnit", fields.one_line(100)),
        Column("UnitPrice", fields.unit_price, required=True),
        Column("Discontinued", fields.yes_or_no),
    ),
    ("ProductID",),
    ignored=("SupplierID", "CategoryID", "UnitsInStock", "UnitsOnOrder", "ReorderLevel"),
)
_ORDERS = Layout(
    "orders",
    (
        Column("OrderID", fields.code, required=True),
        Column("CustomerID", fields.code, required=True),
        Column("OrderDate", fields.iso_date, required=True),
        Column("RequiredDate", fields.iso_date),
        Column("Freight", fields.unit_price),
        Column("ShipAddress", _street),
        Column("ShipCity", _line),
        Column("ShipRegion", _line),
        Column("ShipPostalCode", _postcode),
        Column("ShipCountry", _country),
    ),
    ("OrderID",),
    ignored=("EmployeeID", "ShippedDate", "ShipVia", "ShipName"),
)
_ONE_E6 = 10**6


def northwind_sources() -> tuple[Source, ...]:
    """The sources of one import. They share the count of an order's lines, so they serve one import only."""
    counts: dict[str, int] = {}

    def numbered(cell: str) -> tuple[str, int] | None:
        # Counted when the order's number is read, so that a row that is refused later keeps its number and the
        # lines after it keep theirs when the row is corrected and comes again.
        order = fields.code(cell)
        if order is None:
            return None
        counts[order] = counts.get(order, 0) + 1
        return order, counts[order]

    def freight(values: list[Any]) -> list[Any] | None:
        order, _, _, _, amount, *_ = values
        if not amount:
            return None
        return _line_values(order, counts.get(order, 0) + 1, None, "Freight", _ONE_E6, amount, 0)

    details = Layout(
        "order_lines",
        (
            Column("OrderID", numbered, required=True),
            Column("ProductID", fields.code, required=True),
            Column("UnitPrice", fields.unit_price, required=True),
            Column("Quantity", fields.quantity, required=True),
            Column("Discount", fields.fraction),
        ),
        (),
    )
    return (
        Source("products", _PRODUCTS, "products", _product, _PRODUCT_NAMES),
        Source("customers", _CUSTOMERS, "accounts", _account, _ACCOUNT_NAMES),
        Source("orders", _ORDERS, "orders", _order, _ORDER_NAMES, frozenset({"status"})),
        Source("order_details", details, "order_lines", _detail, _DETAIL_NAMES, _LINE_FIXED),
        Source("orders", _ORDERS, "order_lines", freight, _FREIGHT_NAMES, _LINE_FIXED | {"quantity", "description"}),
    )


_PRODUCT_NAMES = {
    "product": "ProductID",
    "name": "ProductName",
    "unit_price": "UnitPrice",
    "category": "Category",
    "unit": "QuantityPerUnit",
    "active": "Discontinued",
}
_ACCOUNT_NAMES = {
    "account": "CustomerID",
    "name": "CompanyName",
    "phone": "Phone",
    "street": "Address",
    "city": "City",
    "region": "Region",
    "postcode": "PostalCode",
    "country": "Country",
}
_ORDER_NAMES = {
    "order": "OrderID",
    "account": "CustomerID",
    "ordered_on": "OrderDate",
    "due_on": "RequiredDate",
    "street": "ShipAddress",
    "city": "ShipCity",
    "region": "ShipRegion",
    "postcode": "ShipPostalCode",
    "country": "ShipCountry",
}
_DETAIL_NAMES = {
    "order": "OrderID",
    "product": "ProductID",
    "unit_price": "UnitPrice",
    "quantity": "Quantity",
    "discount_percent": "Discount",
}
_FREIGHT_NAMES = {"order": "OrderID", "unit_price": "Freight"}
_LINE_FIXED = frozenset({"line", "tax_rate", "tax_category", "charge_type"})
_LINE_BLANK: list[Any] = [None] * len(KINDS["order_lines"].columns)


def _account(values: list[Any]) -> list[Any]:
    account, name, street, city, region, postcode, country, phone = values
    return [account, name, None, phone, street, city, region, postcode, country, *[None] * 6]


def _product(values: list[Any]) -> list[Any]:
    product, name, category, unit, price, discontinued = values
    active = None if discontinued is None else 1 - discontinued
    return [product, name, price, category, unit, None, None, None, None, active]


def _order(values: list[Any]) -> list[Any]:
    order, account, ordered_on, due_on, _freight, street, city, region, postcode, country = values
    return [order, account, ordered_on, due_on, None, "active", None, street, city, region, postcode, country]


def _detail(values: list[Any]) -> list[Any]:
    (order, position), product, price, quantity, discount = values
    return _line_values(order, position, product, None, quantity, price, discount)


def _line_values(
    order: str, position: int, product: str | None, text: str | None, quantity: int, price: int, discount: int | None
) -> list[Any]:
    values = _LINE_BLANK.copy()
    values[:10] = [order, position, product, text, quantity, price, discount, 0, "O", "one_time"]
    return values
