"""The interchange files of the default profile: which columns a file has, how each is read, and what a row becomes.

A profile is a list of sources in dependency order. A source reads one file; its rows become records of one kind, in the
order of that kind's columns, through `reshape` where its own columns differ. Column names are compared without case,
blanks, hyphens and underscores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from billdesk.services.imports import fields
from billdesk.services.imports.fields import Convert


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file. A required one must be there, and filled in each row."""

    name: str
    convert: Convert
    required: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a file. `key` names those that tell which record a row is about; `ignored` ones may stand there."""

    kind: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    ignored: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Column names, in the order in which values are handed on."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Source:
    """A file (by its name without `.csv`) whose rows become records of `kind`.

    `reshape` turns values in the order of `layout` into values in the order of the kind's columns, or None for a row
    that gives no record. `names` tells, for each column of the kind that the file gives, what the file calls it; `fixed`
    are columns that the profile itself gives.
    """

    stem: str
    layout: Layout
    kind: str
    reshape: Callable[[list[Any]], list[Any] | None] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()


_ADDRESS = (
    Column("street", fields.many_lines(400)),
    Column("city", fields.one_line(200)),
    Column("region", fields.one_line(200)),
    Column("postcode", fields.one_line(40)),
    Column("country", fields.country),
)

ACCOUNTS = Layout(
    "accounts",
    (
        Column("account", fields.code, required=True),
        Column("name", fields.one_line(200), required=True),
        Column("email", fields.email),
        Column("phone", fields.one_line(60)),
        *_ADDRESS,
        Column("currency", fields.currency),
        Column("terms", fields.terms),
        Column("tax_id", fields.one_line(60)),
        Column("parent", fields.code),
        Column("notes", fields.many_lines(10_000)),
        Column("price_basis", fields.price_basis),
    ),
    ("account",),
)
PRODUCTS = Layout(
    "products",
    (
        Column("product", fields.code, required=True),
        Column("name", fields.one_line(400), required=True),
        Column("unit_price", fields.unit_price, required=True),
        Column("category", fields.one_line(100)),
        Column("unit", fields.one_line(100)),
        Column("charge_type", fields.charge_type),
        Column("every", fields.cadence),
        Column("timing", fields.timing),
        Column("tax_rate", fields.percent),
        Column("active", fields.yes_or_no),
    ),
    ("product",),
)
PRICES = Layout(
    "prices",
    (
        Column("product", fields.code, required=True),
        Column("currency", fields.currency, required=True),
        Column("account", fields.code),
        Column("valid_from", fields.iso_date),
        Column("valid_until", fields.iso_date),
        Column("unit_price", fields.unit_price),
        Column("pricing", fields.pricing),
    ),
    ("product", "currency"),
)
BUNDLE_CHOICES = Layout(
    "bundle_choices",
    (
        Column("bundle", fields.code, required=True),
        Column("choice", fields.one_line(100), required=True),
        Column("min_count", fields.whole_count),
        Column("max_count", fields.whole_count),
    ),
    ("bundle", "choice"),
)
BUNDLE_ITEMS = Layout(
    "bundle_items",
    (
        Column("bundle", fields.code, required=True),
        Column("component", fields.code, required=True),
        Column("position", fields.position),
        Column("role", fields.bundle_role, required=True),
        Column("quantity", fields.quantity),
        Column("min_quantity", fields.quantity),
        Column("max_quantity", fields.quantity),
        Column("per_bundle", fields.yes_or_no),
        Column("choice", fields.one_line(100)),
        Column("unit_price", fields.unit_price),
    ),
    ("bundle", "component"),
)
BUNDLE_EXCLUSIONS = Layout(
    "bundle_exclusions",
    (
        Column("bundle", fields.code, required=True),
        Column("item", fields.code, required=True),
        Column("other", fields.code, required=True),
    ),
    ("bundle", "item", "other"),
)
ORDERS = Layout(
    "orders",
    (
        Column("order", fields.code, required=True),
        Column("account", fields.code, required=True),
        Column("ordered_on", fields.iso_date, required=True),
        Column("due_on", fields.iso_date),
        Column("currency", fields.currency),
        Column("status", fields.order_status),
        Column("po", fields.one_line(100)),
        *_ADDRESS,
    ),
    ("order",),
)
ORDER_LINES = Layout(
    "order_lines",
    (
        Column("order", fields.code, required=True),
        Column("line", fields.position, required=True),
        Column("product", fields.code),
        Column("description", fields.many_lines(2000)),
        Column("quantity", fields.quantity, required=True),
        Column("unit_price", fields.unit_price, required=True),
        Column("discount_percent", fields.percent),
        Column("tax_rate", fields.percent),
        Column("tax_category", fields.tax_category),
        Column("charge_type", fields.charge_type),
        Column("every", fields.cadence),
        Column("timing", fields.timing),
        Column("ordered_on", fields.iso_date),
        Column("due_on", fields.iso_date),
        Column("bill_on", fields.iso_date),
        Column("start_on", fields.iso_date),
        Column("end_on", fields.iso_date),
        Column("bill_day", fields.bill_day),
        Column("group", fields.one_line(100)),
    ),
    ("order", "line"),
)
USAGE = Layout(
    "usage",
    (
        Column("order", fields.code, required=True),
        Column("line", fields.position, required=True),
        Column("used_on", fields.iso_date, required=True),
        Column("quantity", fields.quantity, required=True),
        Column("reference", fields.one_line(200), required=True),
    ),
    ("order", "line", "reference"),
)
_ANY_TEXT = fields.one_line(400)
PAYMENTS = Layout(
    "payments",
    (
        Column("payment", fields.code, required=True),
        Column("account", fields.code, required=True),
        Column("received_on", fields.iso_date, required=True),
        Column("amount", _ANY_TEXT, required=True),
        Column("currency", fields.currency),
        Column("method", _ANY_TEXT),
        Column("reference", _ANY_TEXT),
        Column("invoice", _ANY_TEXT),
    ),
    ("payment",),
)

# Products before accounts before orders: each row finds what it refers to.
_OFFERS = (PRICES, BUNDLE_CHOICES, BUNDLE_ITEMS, BUNDLE_EXCLUSIONS)
KINDS = {layout.kind: layout for layout in (PRODUCTS, ACCOUNTS, *_OFFERS, ORDERS, ORDER_LINES, USAGE, PAYMENTS)}


def billdesk_sources() -> tuple[Source, ...]:
    """The interchange files as they are: `accounts.csv` holds accounts, and so on."""
    return tuple(Source(kind, layout, kind, names={name: name for name in layout.names}) for kind, layout in KINDS.items())
