"""Quotes and their lines: what was offered, for how long, and what became of it.

A revision is a quote of its own with the same code; the one before it is then superseded. Accepting a quote makes its order
in the same transaction; an accepted quote never changes (guards). Discounts of the whole quote and of a bundle (on its
parent line) stand here as they were given; the order has what they come to per line.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint

from billdesk.billing.order import BUNDLE_ROLES, CHARGE_TYPES, TIMINGS
from billdesk.billing.quote import QUOTE_STATUSES
from billdesk.db.types import STRICT, Int64, blob, choice, counted, date_on, link, metadata, row_id, text, whole

quotes = Table(
    "quotes",
    metadata,
    row_id(),
    text("code"),
    whole("revision"),
    *choice("status", QUOTE_STATUSES),
    link("account_id", "accounts"),
    text("currency"),
    text("title", null=True),
    text("notes", null=True),
    text("po", null=True),
    text("terms", null=True),
    *date_on("quoted_on"),
    *date_on("valid_until", null=True),
    *date_on("start_on", null=True),
    counted("discount_e4"),
    counted("discount_minor"),
    link("ship_to_id", "parties", null=True),
    link("order_id", "orders", null=True),
    link("renews_id", "orders", null=True),
    *date_on("sent_on", null=True),
    *date_on("decided_on", null=True),
    text("reason", null=True),
    UniqueConstraint("code", "revision"),
    Index("ix_quotes_account_id", "account_id"),
    CheckConstraint("revision >= 1", name="revision"),
    CheckConstraint("valid_until >= quoted_on", name="validity"),
    CheckConstraint("discount_e4 BETWEEN 0 AND 1000000", name="discount"),
    CheckConstraint("discount_minor >= 0", name="discount_amount"),
    CheckConstraint("(status = 'accepted') = (order_id IS NOT NULL)", name="order"),
    **STRICT,
)

quote_lines = Table(
    "quote_lines",
    metadata,
    row_id(),
    link("quote_id", "quotes"),
    whole("position"),
    link("parent_id", "quote_lines", null=True),
    *choice("bundle_role", BUNDLE_ROLES, null=True),
    link("product_id", "products", null=True),
    text("description", null=True),
    whole("quantity_e6"),
    whole("unit_price_e4", null=True),
    text("pricing", null=True),
    counted("discount_e4"),
    counted("allowance_minor"),
    counted("bundle_discount_e4"),
    counted("bundle_discount_minor"),
    text("tax_category"),
    whole("tax_rate_e4"),
    *choice("charge_type", CHARGE_TYPES),
    text("every", null=True),
    *choice("timing", TIMINGS),
    text("bill_day", null=True),
    *date_on("due_on", null=True),
    *date_on("bill_on", null=True),
    *date_on("start_on", null=True),
    *date_on("end_on", null=True),
    text("group_name", null=True),
    text("plan", null=True),
    UniqueConstraint("quote_id", "position"),
    CheckConstraint("position >= 1", name="position"),
    CheckConstraint("unit_price_e4 >= 0", name="price"),
    CheckConstraint("discount_e4 BETWEEN 0 AND 1000000", name="discount"),
    CheckConstraint("allowance_minor >= 0", name="allowance"),
    CheckConstraint("bundle_discount_e4 BETWEEN 0 AND 1000000", name="bundle_discount"),
    CheckConstraint("bundle_discount_minor >= 0", name="bundle_discount_amount"),
    CheckConstraint("tax_rate_e4 BETWEEN 0 AND 1000000", name="tax_rate"),
    CheckConstraint("charge_type = 'one_time' OR every IS NOT NULL", name="cadence"),
    CheckConstraint("end_on >= start_on", name="end"),
    **STRICT,
)

quote_documents = Table(
    "quote_documents",
    metadata,
    row_id(),
    Column("quote_id", Int64, ForeignKey("quotes.id"), nullable=False, unique=True),
    text("template"),
    text("sha256"),
    blob("content"),
    text("archived_at"),
    **STRICT,
)
"""The paper of a quote as it was sent."""
