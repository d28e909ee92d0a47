"""Products: what can be ordered, with the defaults that an order line takes over."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Table

from billdesk.billing.order import CHARGE_TYPES, TIMINGS
from billdesk.db.types import STRICT, choice, flag, metadata, row_id, text, whole

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
