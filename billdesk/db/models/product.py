"""Products: what can be ordered, with the defaults that an order line takes over, their prices, and bundles of them.

A product with bundle items is a bundle. A price holds for a currency, from a day until another (inclusive), for all accounts
or for one; no two of the same product, currency and account hold on one day. `pricing` is the canonical text of
`billing.pricing` and null for a flat price.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, Table, UniqueConstraint

from billdesk.billing.order import BUNDLE_ROLES, CHARGE_TYPES, TIMINGS
from billdesk.db.types import STRICT, choice, counted, date_on, flag, link, metadata, row_id, text, whole

products = Table(
    "products",
    metadata,
    row_id(),
    text("code", unique=True),
    text("name"),
    whole("unit_price_e4"),
    text("category", null=True),
    text("unit", null=True),
    *choice("charge_type", CHARGE_TYPES),
    text("every", null=True),
    *choice("timing", TIMINGS),
    whole("tax_rate_e4", null=True),
    *flag("is_active"),
    CheckConstraint("unit_price_e4 >= 0", name="price"),
    CheckConstraint("tax_rate_e4 BETWEEN 0 AND 1000000", name="tax_rate"),
    CheckConstraint("charge_type = 'one_time' OR every IS NOT NULL", name="cadence"),
    **STRICT,
)

prices = Table(
    "prices",
    metadata,
    row_id(),
    link("product_id", "products"),
    text("currency"),
    link("account_id", "accounts", null=True),
    *date_on("valid_from", null=True),
    *date_on("valid_until", null=True),
    whole("unit_price_e4", null=True),
    text("pricing", null=True),
    Index("ix_prices_product_id", "product_id"),
    Index("ix_prices_account_id", "account_id"),
    CheckConstraint("unit_price_e4 >= 0", name="price"),
    CheckConstraint("(unit_price_e4 IS NULL) <> (pricing IS NULL)", name="model"),
    CheckConstraint("valid_until >= valid_from", name="dates"),
    **STRICT,
)

bundle_items = Table(
    "bundle_items",
    metadata,
    row_id(),
    link("bundle_id", "products"),
    link("component_id", "products"),
    whole("position"),
    *choice("role", BUNDLE_ROLES[1:]),
    whole("quantity_e6"),
    whole("min_quantity_e6", null=True),
    whole("max_quantity_e6", null=True),
    *flag("is_per_bundle"),
    text("choice", null=True),
    whole("unit_price_e4", null=True),
    UniqueConstraint("bundle_id", "component_id"),
    UniqueConstraint("bundle_id", "position"),
    CheckConstraint("quantity_e6 > 0", name="quantity"),
    CheckConstraint("min_quantity_e6 >= 0", name="min_quantity"),
    CheckConstraint("max_quantity_e6 >= min_quantity_e6", name="max_quantity"),
    CheckConstraint("unit_price_e4 >= 0", name="price"),
    **STRICT,
)
"""`quantity_e6` is per bundle where `is_per_bundle`; `choice` names the group of options that are chosen among."""

bundle_choices = Table(
    "bundle_choices",
    metadata,
    row_id(),
    link("bundle_id", "products"),
    text("name"),
    counted("min_count"),
    whole("max_count", null=True),
    UniqueConstraint("bundle_id", "name"),
    CheckConstraint("min_count >= 0", name="min_count"),
    CheckConstraint("max_count >= min_count", name="max_count"),
    **STRICT,
)

bundle_exclusions = Table(
    "bundle_exclusions",
    metadata,
    row_id(),
    link("bundle_id", "products"),
    link("item_id", "bundle_items"),
    link("other_id", "bundle_items"),
    UniqueConstraint("item_id", "other_id"),
    CheckConstraint("item_id < other_id", name="pair"),
    **STRICT,
)

bundle_presets = Table(
    "bundle_presets",
    metadata,
    row_id(),
    link("bundle_id", "products"),
    text("name"),
    text("configuration"),
    UniqueConstraint("bundle_id", "name"),
    **STRICT,
)
