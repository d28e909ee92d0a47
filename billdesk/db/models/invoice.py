"""Invoices and credit notes, their lines and taxes, the claims on periods, and the number series.

A draft is a row without number, at most one per account, currency, grouping key and target date. Posting turns that
row into a posted one, which triggers then keep as it is. Credit notes carry positive amounts; like debit notes they name
the invoice that they correct (`credits_id`). `billed_periods` is the
claim table: its primary key is what makes billing a period twice impossible.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, PrimaryKeyConstraint, Table, UniqueConstraint, func

from billdesk.billing.numbering import KINDS
from billdesk.billing.parts import ROLES as PART_ROLES
from billdesk.db.types import (
    KEYED,
    STRICT,
    Int64,
    choice,
    date_on,
    flag,
    link,
    metadata,
    partial_index,
    row_id,
    text,
    whole,
)

number_series = Table(
    "number_series",
    metadata,
    row_id(),
    *choice("kind", KINDS),
    whole("fiscal_year"),
    text("head", unique=True),
    whole("last_no"),
    UniqueConstraint("kind", "fiscal_year"),
    CheckConstraint("last_no >= 0", name="last_no"),
    **STRICT,
)

invoices = Table(
    "invoices",
    metadata,
    row_id(),
    *choice("kind", KINDS),
    *choice("status", ("draft", "posted")),
    text("number", null=True),
    link("series_id", "number_series", null=True),
    whole("series_no", null=True),
    link("account_id", "accounts"),
    link("schedule_id", "invoice_schedules", null=True),
    link("run_id", "invoice_runs", null=True),
    text("currency"),
    *choice("price_basis", ("net", "gross")),
    text("group_key"),
    *date_on("target_on", null=True),
    *date_on("issued_on", null=True),
    *date_on("due_on", null=True),
    text("terms", null=True),
    text("reference", null=True),
    whole("net_minor"),
    whole("tax_minor"),
    whole("total_minor"),
    whole("line_count"),
    whole("order_count"),
    link("buyer_id", "parties", null=True),
    link("seller_id", "parties", null=True),
    link("credits_id", "invoices", null=True),
    *flag("frees_periods"),
    CheckConstraint("total_minor = net_minor + tax_minor", name="total"),
    CheckConstraint("(kind <> 'invoice') = (credits_id IS NOT NULL)", name="credits"),
    CheckConstraint(
        "(status = 'draft' AND number IS NULL AND series_id IS NULL AND series_no IS NULL) OR "
        "(status = 'posted' AND number IS NOT NULL AND series_id IS NOT NULL AND "
        "series_no IS NOT NULL AND series_no >= 1 AND "
        "issued_on IS NOT NULL AND due_on IS NOT NULL AND buyer_id IS NOT NULL AND seller_id IS NOT NULL)",
        name="posted",
    ),
    Index("ix_invoices_account_id", "account_id"),
    **STRICT,
)
# Indexes over posted rows only: a draft then costs a run two entries less to make and to turn into a posted invoice.
_IS_NUMBERED = invoices.c.number.is_not(None)
partial_index("uq_invoices_number", invoices.c.number, where=_IS_NUMBERED, unique=True)
partial_index("ix_invoices_issued_on", invoices.c.issued_on, where=_IS_NUMBERED)
partial_index(
    "uq_invoices_collecting",
    invoices.c.account_id,
    invoices.c.currency,
    invoices.c.group_key,
    func.coalesce(invoices.c.target_on, ""),
    where=(invoices.c.status == "draft") & (invoices.c.kind == "invoice"),
    unique=True,
)
partial_index("ix_invoices_credits_id", invoices.c.credits_id, where=invoices.c.credits_id.is_not(None))

invoice_lines = Table(
    "invoice_lines",
    metadata,
    row_id(),
    link("invoice_id", "invoices"),
    whole("position"),
    link("order_line_id", "order_lines", null=True),
    link("product_id", "products", null=True),
    text("description"),
    whole("quantity_e6"),
    whole("unit_price_e4"),
    whole("discount_e4"),
    text("tax_category"),
    whole("tax_rate_e4"),
    whole("used_days"),
    whole("whole_days"),
    whole("net_minor"),
    whole("gross_minor", null=True),
    *date_on("period_from", null=True),
    *date_on("period_until", null=True),
    *date_on("due_on"),
    UniqueConstraint("invoice_id", "position"),
    CheckConstraint("position >= 1", name="position"),
    CheckConstraint("used_days BETWEEN 1 AND whole_days", name="days"),
    CheckConstraint("(period_from IS NULL) = (period_until IS NULL)", name="period"),
    CheckConstraint("period_until > period_from", name="order"),
    **STRICT,
)

invoice_taxes = Table(
    "invoice_taxes",
    metadata,
    link("invoice_id", "invoices"),
    text("category"),
    whole("rate_e4"),
    whole("taxable_minor"),
    whole("tax_minor"),
    PrimaryKeyConstraint("invoice_id", "category", "rate_e4"),
    **KEYED,
)

billed_periods = Table(
    "billed_periods",
    metadata,
    link("order_line_id", "order_lines"),
    *date_on("period_from"),
    *date_on("period_until", null=True),
    Column("invoice_line_id", Int64, ForeignKey("invoice_lines.id"), nullable=False, unique=True),
    PrimaryKeyConstraint("order_line_id", "period_from"),
    **KEYED,
)

invoice_line_parts = Table(
    "invoice_line_parts",
    metadata,
    Column("invoice_line_id", Int64, ForeignKey("invoice_lines.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    whole("number"),
    *choice("role", PART_ROLES),
    *date_on("claim_from"),
    *date_on("claim_until", null=True),
    whole("amendment_no"),
    whole("from_e6", null=True),
    whole("until_e6", null=True),
    whole("remainder_minor"),
    CheckConstraint("number >= 1", name="number"),
    **STRICT,
)
"""Why a line of a special order line has its amount: which part of the charge for [claim_from, claim_until) it is.

Part number 1 holds the claim. `remainder_minor` is what it has over its own rounded figures, so that the parts of a charge
sum exactly to its price; `from_e6` and `until_e6` the quantities of its tier; `amendment_no` the amendment that it
charges or credits for, or the last one that a regular part knows.
"""

credited_lines = Table(
    "credited_lines",
    metadata,
    Column("credit_line_id", Int64, ForeignKey("invoice_lines.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    link("invoice_line_id", "invoice_lines"),
    Index("ix_credited_lines_invoice_line_id", "invoice_line_id"),
    **STRICT,
)
"""Which line of the invoice a line of a credit note or debit note corrects; none for notes of an invoice as a whole."""
