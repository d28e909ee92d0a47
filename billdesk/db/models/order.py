"""Orders, their lines, and usage recorded on usage lines.

`next_from` and `next_billing_on` of a line are the period start and due date of the first charge that is not billed
yet; both are null on lines of draft orders and where nothing is left to bill. `schedule_id` is the schedule that takes
the line. The three follow from lines, schedules and billed periods and are kept by the services, so that what is due
is read through one index.

A line whose `is_special` is set is billed by more than its own columns: it has been amended, its order was held, or it has
tiers (`pricing`), an amount off (`allowance_minor`, per whole period or once) or a plan of milestones. Its own columns are
what is agreed now; what was agreed before stands in `amendments`, whose number 0 is the line as it was ordered.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from billdesk.billing.order import BUNDLE_ROLES, CHARGE_TYPES, ORDER_STATUSES, TIMINGS
from billdesk.db.types import (
    KEYED,
    STRICT,
    Int64,
    choice,
    counted,
    date_on,
    flag,
    link,
    metadata,
    partial_index,
    row_id,
    text,
    whole,
)

orders = Table(
    "orders",
    metadata,
    row_id(),
    text("code", unique=True),
    link("account_id", "accounts"),
    *date_on("ordered_on"),
    *date_on("due_on", null=True),
    text("currency"),
    *choice("status", ORDER_STATUSES),
    text("po", null=True),
    link("bill_to_id", "parties", null=True),
    link("ship_to_id", "parties", null=True),
    *date_on("activated_on", null=True),
    UniqueConstraint("id", "account_id"),
    Index("ix_orders_account_id", "account_id"),
    **STRICT,
)

order_lines = Table(
    "order_lines",
    metadata,
    row_id(),
    Column("order_id", Int64, nullable=False),
    Column("account_id", Int64, nullable=False),
    whole("position"),
    link("product_id", "products", null=True),
    text("description"),
    whole("quantity_e6"),
    whole("unit_price_e4", null=True),
    whole("discount_e4"),
    text("tax_category"),
    whole("tax_rate_e4"),
    *choice("charge_type", CHARGE_TYPES),
    text("every", null=True),
    *choice("timing", TIMINGS),
    text("bill_day", null=True),
    *date_on("ordered_on"),
    *date_on("due_on", null=True),
    *date_on("bill_on", null=True),
    *date_on("start_on"),
    *date_on("end_on", null=True),
    text("group_name", null=True),
    link("schedule_id", "invoice_schedules", null=True),
    *date_on("next_from", null=True),
    *date_on("next_billing_on", null=True),
    *flag("is_special"),
    text("pricing", null=True),
    counted("allowance_minor"),
    text("plan", null=True),
    link("parent_id", "order_lines", null=True),
    *choice("bundle_role", BUNDLE_ROLES, null=True),
    link("replaces_id", "order_lines", null=True),
    UniqueConstraint("order_id", "position"),
    ForeignKeyConstraint(["order_id", "account_id"], ["orders.id", "orders.account_id"]),
    CheckConstraint("position >= 1", name="position"),
    CheckConstraint("unit_price_e4 >= 0", name="price"),
    CheckConstraint("discount_e4 BETWEEN 0 AND 1000000", name="discount"),
    CheckConstraint("tax_rate_e4 BETWEEN 0 AND 1000000", name="tax_rate"),
    CheckConstraint("charge_type = 'one_time' OR every IS NOT NULL", name="cadence"),
    CheckConstraint("end_on IS NULL OR end_on >= start_on", name="end"),
    CheckConstraint("(next_from IS NULL) = (next_billing_on IS NULL)", name="next"),
    **STRICT,
)
# Runs read the open lines of a stretch of accounts; "is anything due" reads by date.
_IS_OPEN = order_lines.c.next_billing_on.is_not(None)
partial_index("ix_order_lines_open", order_lines.c.account_id, where=_IS_OPEN)
partial_index("ix_order_lines_due", order_lines.c.next_billing_on, where=_IS_OPEN)

usage_records = Table(
    "usage_records",
    metadata,
    row_id(),
    link("order_line_id", "order_lines"),
    *date_on("used_on"),
    whole("quantity_e6"),
    text("reference"),
    link("invoice_line_id", "invoice_lines", null=True),
    UniqueConstraint("order_line_id", "reference"),
    Index("ix_usage_records_invoice_line_id", "invoice_line_id"),
    **STRICT,
)

amendments = Table(
    "amendments",
    metadata,
    row_id(),
    link("order_line_id", "order_lines"),
    whole("number"),
    *date_on("effective_on"),
    *date_on("made_on"),
    whole("quantity_e6", null=True),
    whole("unit_price_e4", null=True),
    whole("discount_e4", null=True),
    whole("allowance_minor", null=True),
    *flag("sets_end"),
    *date_on("end_on", null=True),
    text("reason", null=True),
    whole("act", null=True),
    link("replaced_by_id", "order_lines", null=True),
    *flag("is_undone"),
    UniqueConstraint("order_line_id", "number"),
    CheckConstraint("number >= 0", name="number"),
    CheckConstraint("unit_price_e4 >= 0", name="price"),
    CheckConstraint("discount_e4 BETWEEN 0 AND 1000000", name="discount"),
    CheckConstraint("allowance_minor >= 0", name="allowance"),
    **STRICT,
)
"""A row says what holds from `effective_on` on; null leaves a value as it was, the end only where `sets_end` (then null is
evergreen). Rows made in one act share its number. An undone row was never billed and counts for nothing."""

order_holds = Table(
    "order_holds",
    metadata,
    row_id(),
    link("order_id", "orders"),
    *date_on("from_on"),
    *date_on("until_on", null=True),
    *flag("catches_up"),
    Index("ix_order_holds_order_id", "order_id"),
    CheckConstraint("until_on >= from_on", name="until"),
    **STRICT,
)

billed_adjustments = Table(
    "billed_adjustments",
    metadata,
    link("order_line_id", "order_lines"),
    whole("amendment_no"),
    *date_on("period_from"),
    Column("invoice_line_id", Int64, ForeignKey("invoice_lines.id"), nullable=False, unique=True),
    PrimaryKeyConstraint("order_line_id", "amendment_no", "period_from"),
    **KEYED,
)
"""What an amendment did to a period that was billed before it: charged or credited once, like a period itself."""
