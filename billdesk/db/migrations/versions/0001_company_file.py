"""The first company file: accounts, products, orders, schedules, invoices, claims, archive and audit log.

Frozen: what a release has written into files is never changed here; later changes are revisions of their own.
"""

import sqlalchemy as sa
from alembic import op

from billdesk.db.triggers import GUARDS_0001, create_statements

revision = "0001"
down_revision = None

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make all tables, then the guards of what is posted."""
    _create_audit_log()
    _create_invoice_schedules()
    _create_number_series()
    _create_parties()
    _create_products()
    _create_settings()
    _create_accounts()
    _create_invoice_runs()
    _create_invoices()
    _create_orders()
    _create_run_exceptions()
    _create_documents()
    _create_invoice_taxes()
    _create_order_lines()
    _create_outbox()
    _create_invoice_lines()
    _create_billed_periods()
    _create_usage_records()
    for statement in create_statements(op.get_bind().dialect.name, GUARDS_0001):
        op.get_bind().exec_driver_sql(statement)


def _create_audit_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", INT64, nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_log"),
        sqlite_strict=True,
    )


def _create_invoice_schedules() -> None:
    op.create_table(
        "invoice_schedules",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("position", INT64, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("every", sa.Text(), nullable=False),
        sa.Column("bill_day", sa.Text(), nullable=True),
        sa.Column("start_on", sa.Text(), nullable=False),
        sa.Column("end_on", sa.Text(), nullable=True),
        sa.Column("time_of_day", sa.Text(), nullable=False),
        sa.Column("target_days", INT64, nullable=False),
        sa.Column("holiday_rule", sa.Text(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=True),
        sa.Column("invoice_date", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("grouping", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("is_held", INT64, server_default="0", nullable=False),
        sa.Column("catch_up", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("is_paused", INT64, server_default="0", nullable=False),
        sa.Column("ran_on", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.CheckConstraint("catch_up IN ('each', 'one', 'ask')", name="ck_invoice_schedules_catch_up"),
        sa.CheckConstraint("grouping IN ('account', 'order', 'po')", name="ck_invoice_schedules_grouping"),
        sa.CheckConstraint(
            "holiday_rule IN ('none', 'next', 'previous', 'nearest-in-month')", name="ck_invoice_schedules_holiday_rule"
        ),
        sa.CheckConstraint("invoice_date IN ('occurrence', 'target', 'run')", name="ck_invoice_schedules_invoice_date"),
        sa.CheckConstraint("mode IN ('draft', 'post', 'email')", name="ck_invoice_schedules_mode"),
        sa.CheckConstraint("end_on IS NULL OR end_on >= start_on", name="ck_invoice_schedules_end"),
        sa.CheckConstraint("is_held IN (0, 1)", name="ck_invoice_schedules_is_held"),
        sa.CheckConstraint("is_paused IN (0, 1)", name="ck_invoice_schedules_is_paused"),
        sa.CheckConstraint("length(closed_on) = 10", name="ck_invoice_schedules_closed_on"),
        sa.CheckConstraint("length(end_on) = 10", name="ck_invoice_schedules_end_on"),
        sa.CheckConstraint("length(ran_on) = 10", name="ck_invoice_schedules_ran_on"),
        sa.CheckConstraint("length(start_on) = 10", name="ck_invoice_schedules_start_on"),
        sa.PrimaryKeyConstraint("id", name="pk_invoice_schedules"),
        sa.UniqueConstraint("name", name="uq_invoice_schedules_name"),
        sa.UniqueConstraint("position", name="uq_invoice_schedules_position"),
        sqlite_strict=True,
    )


def _create_number_series() -> None:
    op.create_table(
        "number_series",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fiscal_year", INT64, nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("last_no", INT64, nullable=False),
        sa.CheckConstraint("kind IN ('invoice', 'credit_note')", name="ck_number_series_kind"),
        sa.CheckConstraint("last_no >= 0", name="ck_number_series_last_no"),
        sa.PrimaryKeyConstraint("id", name="pk_number_series"),
        sa.UniqueConstraint("head", name="uq_number_series_head"),
        sa.UniqueConstraint("kind", "fiscal_year", name="uq_number_series_kind_fiscal_year"),
        sqlite_strict=True,
    )


def _create_parties() -> None:
    op.create_table(
        "parties",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("tax_id", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_parties"),
        sa.UniqueConstraint("sha256", name="uq_parties_sha256"),
        sqlite_strict=True,
    )


def _create_products() -> None:
    op.create_table(
        "products",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit_price_e4", INT64, nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("charge_type", sa.Text(), nullable=False),
        sa.Column("every", sa.Text(), nullable=True),
        sa.Column("timing", sa.Text(), nullable=False),
        sa.Column("tax_rate_e4", INT64, nullable=True),
        sa.Column("is_active", INT64, server_default="0", nullable=False),
        sa.CheckConstraint("charge_type = 'one_time' OR every IS NOT NULL", name="ck_products_cadence"),
        sa.CheckConstraint("charge_type IN ('one_time', 'recurring', 'usage')", name="ck_products_charge_type"),
        sa.CheckConstraint("timing IN ('advance', 'arrears')", name="ck_products_timing"),
        sa.CheckConstraint("is_active IN (0, 1)", name="ck_products_is_active"),
        sa.CheckConstraint("tax_rate_e4 BETWEEN 0 AND 1000000", name="ck_products_tax_rate"),
        sa.CheckConstraint("unit_price_e4 >= 0", name="ck_products_price"),
        sa.PrimaryKeyConstraint("id", name="pk_products"),
        sa.UniqueConstraint("code", name="uq_products_code"),
        sqlite_strict=True,
    )


def _create_settings() -> None:
    op.create_table(
        "settings",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_settings"),
        sqlite_strict=True,
    )


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("party_id", INT64, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("price_basis", sa.Text(), nullable=False),
        sa.Column("parent_id", INT64, nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("is_archived", INT64, server_default="0", nullable=False),
        sa.CheckConstraint("price_basis IN ('net', 'gross')", name="ck_accounts_price_basis"),
        sa.CheckConstraint("is_archived IN (0, 1)", name="ck_accounts_is_archived"),
        sa.ForeignKeyConstraint(["parent_id"], ["accounts.id"], name="fk_accounts_parent_id"),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_accounts_party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("code", name="uq_accounts_code"),
        sqlite_strict=True,
    )


def _create_invoice_runs() -> None:
    op.create_table(
        "invoice_runs",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("schedule_id", INT64, nullable=True),
        sa.Column("occurrence_on", sa.Text(), nullable=True),
        sa.Column("target_on", sa.Text(), nullable=False),
        sa.Column("invoice_on", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.Column("invoice_count", INT64, nullable=False),
        sa.Column("line_count", INT64, nullable=False),
        sa.CheckConstraint("mode IN ('draft', 'post', 'email')", name="ck_invoice_runs_mode"),
        sa.CheckConstraint("state IN ('running', 'done', 'cancelled')", name="ck_invoice_runs_state"),
        sa.CheckConstraint("length(invoice_on) = 10", name="ck_invoice_runs_invoice_on"),
        sa.CheckConstraint("length(occurrence_on) = 10", name="ck_invoice_runs_occurrence_on"),
        sa.CheckConstraint("length(target_on) = 10", name="ck_invoice_runs_target_on"),
        sa.ForeignKeyConstraint(["schedule_id"], ["invoice_schedules.id"], name="fk_invoice_runs_schedule_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invoice_runs"),
        sa.UniqueConstraint("schedule_id", "occurrence_on", name="uq_invoice_runs_schedule_id_occurrence_on"),
        sqlite_strict=True,
    )


def _create_invoices() -> None:
    op.create_table(
        "invoices",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("series_id", INT64, nullable=True),
        sa.Column("series_no", INT64, nullable=True),
        sa.Column("account_id", INT64, nullable=False),
        sa.Column("schedule_id", INT64, nullable=True),
        sa.Column("run_id", INT64, nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("price_basis", sa.Text(), nullable=False),
        sa.Column("group_key", sa.Text(), nullable=False),
        sa.Column("target_on", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Text(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("net_minor", INT64, nullable=False),
        sa.Column("tax_minor", INT64, nullable=False),
        sa.Column("total_minor", INT64, nullable=False),
        sa.Column("line_count", INT64, nullable=False),
        sa.Column("order_count", INT64, nullable=False),
        sa.Column("buyer_id", INT64, nullable=True),
        sa.Column("seller_id", INT64, nullable=True),
        sa.Column("credits_id", INT64, nullable=True),
        sa.Column("frees_periods", INT64, server_default="0", nullable=False),
        sa.CheckConstraint("(kind = 'credit_note') = (credits_id IS NOT NULL)", name="ck_invoices_credits"),
        sa.CheckConstraint(
            "(status = 'draft' AND number IS NULL AND series_id IS NULL AND series_no IS NULL) OR ("
            "status = 'posted' AND number IS NOT NULL AND series_id IS NOT NULL"
            " AND series_no IS NOT NULL AND series_no >= 1 AND issued_on IS NOT NULL"
            " AND due_on IS NOT NULL AND buyer_id IS NOT NULL AND seller_id IS NOT NULL)",
            name="ck_invoices_posted",
        ),
        sa.CheckConstraint("kind IN ('invoice', 'credit_note')", name="ck_invoices_kind"),
        sa.CheckConstraint("price_basis IN ('net', 'gross')", name="ck_invoices_price_basis"),
        sa.CheckConstraint("status IN ('draft', 'posted')", name="ck_invoices_status"),
        sa.CheckConstraint("frees_periods IN (0, 1)", name="ck_invoices_frees_periods"),
        sa.CheckConstraint("length(due_on) = 10", name="ck_invoices_due_on"),
        sa.CheckConstraint("length(issued_on) = 10", name="ck_invoices_issued_on"),
        sa.CheckConstraint("length(target_on) = 10", name="ck_invoices_target_on"),
        sa.CheckConstraint("total_minor = net_minor + tax_minor", name="ck_invoices_total"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_invoices_account_id"),
        sa.ForeignKeyConstraint(["buyer_id"], ["parties.id"], name="fk_invoices_buyer_id"),
        sa.ForeignKeyConstraint(["credits_id"], ["invoices.id"], name="fk_invoices_credits_id"),
        sa.ForeignKeyConstraint(["run_id"], ["invoice_runs.id"], name="fk_invoices_run_id"),
        sa.ForeignKeyConstraint(["schedule_id"], ["invoice_schedules.id"], name="fk_invoices_schedule_id"),
        sa.ForeignKeyConstraint(["seller_id"], ["parties.id"], name="fk_invoices_seller_id"),
        sa.ForeignKeyConstraint(["series_id"], ["number_series.id"], name="fk_invoices_series_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invoices"),
        sqlite_strict=True,
    )
    op.create_index("ix_invoices_account_id", "invoices", ["account_id"], unique=False)
    op.create_index(
        "ix_invoices_issued_on",
        "invoices",
        ["issued_on"],
        unique=False,
        sqlite_where=sa.text("number IS NOT NULL"),
        postgresql_where=sa.text("number IS NOT NULL"),
    )
    op.create_index(
        "uq_invoices_credits_id",
        "invoices",
        ["credits_id"],
        unique=True,
        sqlite_where=sa.text("credits_id IS NOT NULL"),
        postgresql_where=sa.text("credits_id IS NOT NULL"),
    )
    op.create_index(
        "uq_invoices_number",
        "invoices",
        ["number"],
        unique=True,
        sqlite_where=sa.text("number IS NOT NULL"),
        postgresql_where=sa.text("number IS NOT NULL"),
    )
    op.create_index(
        "uq_invoices_collecting",
        "invoices",
        ["account_id", "currency", "group_key", sa.text("coalesce(target_on, '')")],
        unique=True,
        sqlite_where=sa.text("status = 'draft' AND kind = 'invoice'"),
        postgresql_where=sa.text("status = 'draft' AND kind = 'invoice'"),
    )


def _create_orders() -> None:
    op.create_table(
        "orders",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("account_id", INT64, nullable=False),
        sa.Column("ordered_on", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("po", sa.Text(), nullable=True),
        sa.Column("bill_to_id", INT64, nullable=True),
        sa.Column("ship_to_id", INT64, nullable=True),
        sa.Column("activated_on", sa.Text(), nullable=True),
        sa.CheckConstraint("status IN ('draft', 'active', 'completed', 'cancelled')", name="ck_orders_status"),
        sa.CheckConstraint("length(activated_on) = 10", name="ck_orders_activated_on"),
        sa.CheckConstraint("length(due_on) = 10", name="ck_orders_due_on"),
        sa.CheckConstraint("length(ordered_on) = 10", name="ck_orders_ordered_on"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_orders_account_id"),
        sa.ForeignKeyConstraint(["bill_to_id"], ["parties.id"], name="fk_orders_bill_to_id"),
        sa.ForeignKeyConstraint(["ship_to_id"], ["parties.id"], name="fk_orders_ship_to_id"),
        sa.PrimaryKeyConstraint("id", name="pk_orders"),
        sa.UniqueConstraint("code", name="uq_orders_code"),
        sa.UniqueConstraint("id", "account_id", name="uq_orders_id_account_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_orders_account_id", "orders", ["account_id"], unique=False)


def _create_run_exceptions() -> None:
    op.create_table(
        "run_exceptions",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("run_id", INT64, nullable=False),
        sa.Column("account_id", INT64, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("is_resolved", INT64, server_default="0", nullable=False),
        sa.CheckConstraint("is_resolved IN (0, 1)", name="ck_run_exceptions_is_resolved"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_run_exceptions_account_id"),
        sa.ForeignKeyConstraint(["run_id"], ["invoice_runs.id"], name="fk_run_exceptions_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_run_exceptions"),
        sa.UniqueConstraint("run_id", "account_id", name="uq_run_exceptions_run_id_account_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_run_exceptions_account_id", "run_exceptions", ["account_id"], unique=False)


def _create_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("invoice_id", INT64, nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("archived_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name="fk_documents_invoice_id"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("invoice_id", name="uq_documents_invoice_id"),
        sqlite_strict=True,
    )


def _create_invoice_taxes() -> None:
    op.create_table(
        "invoice_taxes",
        sa.Column("invoice_id", INT64, nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("rate_e4", INT64, nullable=False),
        sa.Column("taxable_minor", INT64, nullable=False),
        sa.Column("tax_minor", INT64, nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name="fk_invoice_taxes_invoice_id"),
        sa.PrimaryKeyConstraint("invoice_id", "category", "rate_e4", name="pk_invoice_taxes"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _create_order_lines() -> None:
    op.create_table(
        "order_lines",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("order_id", INT64, nullable=False),
        sa.Column("account_id", INT64, nullable=False),
        sa.Column("position", INT64, nullable=False),
        sa.Column("product_id", INT64, nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("quantity_e6", INT64, nullable=False),
        sa.Column("unit_price_e4", INT64, nullable=True),
        sa.Column("discount_e4", INT64, nullable=False),
        sa.Column("tax_category", sa.Text(), nullable=False),
        sa.Column("tax_rate_e4", INT64, nullable=False),
        sa.Column("charge_type", sa.Text(), nullable=False),
        sa.Column("every", sa.Text(), nullable=True),
        sa.Column("timing", sa.Text(), nullable=False),
        sa.Column("bill_day", sa.Text(), nullable=True),
        sa.Column("ordered_on", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=True),
        sa.Column("bill_on", sa.Text(), nullable=True),
        sa.Column("start_on", sa.Text(), nullable=False),
        sa.Column("end_on", sa.Text(), nullable=True),
        sa.Column("group_name", sa.Text(), nullable=True),
        sa.Column("schedule_id", INT64, nullable=True),
        sa.Column("next_from", sa.Text(), nullable=True),
        sa.Column("next_billing_on", sa.Text(), nullable=True),
        sa.CheckConstraint("charge_type = 'one_time' OR every IS NOT NULL", name="ck_order_lines_cadence"),
        sa.CheckConstraint("charge_type IN ('one_time', 'recurring', 'usage')", name="ck_order_lines_charge_type"),
        sa.CheckConstraint("timing IN ('advance', 'arrears')", name="ck_order_lines_timing"),
        sa.CheckConstraint("(next_from IS NULL) = (next_billing_on IS NULL)", name="ck_order_lines_next"),
        sa.CheckConstraint("discount_e4 BETWEEN 0 AND 1000000", name="ck_order_lines_discount"),
        sa.CheckConstraint("end_on IS NULL OR end_on >= start_on", name="ck_order_lines_end"),
        sa.CheckConstraint("length(bill_on) = 10", name="ck_order_lines_bill_on"),
        sa.CheckConstraint("length(due_on) = 10", name="ck_order_lines_due_on"),
        sa.CheckConstraint("length(end_on) = 10", name="ck_order_lines_end_on"),
        sa.CheckConstraint("length(next_billing_on) = 10", name="ck_order_lines_next_billing_on"),
        sa.CheckConstraint("length(next_from) = 10", name="ck_order_lines_next_from"),
        sa.CheckConstraint("length(ordered_on) = 10", name="ck_order_lines_ordered_on"),
        sa.CheckConstraint("length(start_on) = 10", name="ck_order_lines_start_on"),
        sa.CheckConstraint("position >= 1", name="ck_order_lines_position"),
        sa.CheckConstraint("tax_rate_e4 BETWEEN 0 AND 1000000", name="ck_order_lines_tax_rate"),
        sa.CheckConstraint("unit_price_e4 >= 0", name="ck_order_lines_price"),
        sa.ForeignKeyConstraint(
            ["order_id", "account_id"], ["orders.id", "orders.account_id"], name="fk_order_lines_order_id_account_id"
        ),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name="fk_order_lines_product_id"),
        sa.ForeignKeyConstraint(["schedule_id"], ["invoice_schedules.id"], name="fk_order_lines_schedule_id"),
        sa.PrimaryKeyConstraint("id", name="pk_order_lines"),
        sa.UniqueConstraint("order_id", "position", name="uq_order_lines_order_id_position"),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_order_lines_due",
        "order_lines",
        ["next_billing_on"],
        unique=False,
        sqlite_where=sa.text("next_billing_on IS NOT NULL"),
        postgresql_where=sa.text("next_billing_on IS NOT NULL"),
    )
    op.create_index(
        "ix_order_lines_open",
        "order_lines",
        ["account_id"],
        unique=False,
        sqlite_where=sa.text("next_billing_on IS NOT NULL"),
        postgresql_where=sa.text("next_billing_on IS NOT NULL"),
    )


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("invoice_id", INT64, nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("queued_at", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('queued', 'sending', 'sent', 'failed', 'uncertain')", name="ck_outbox_state"),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name="fk_outbox_invoice_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("invoice_id", "recipient", name="uq_outbox_invoice_id_recipient"),
        sa.UniqueConstraint("message_id", name="uq_outbox_message_id"),
        sqlite_strict=True,
    )


def _create_invoice_lines() -> None:
    op.create_table(
        "invoice_lines",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("invoice_id", INT64, nullable=False),
        sa.Column("position", INT64, nullable=False),
        sa.Column("order_line_id", INT64, nullable=True),
        sa.Column("product_id", INT64, nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("quantity_e6", INT64, nullable=False),
        sa.Column("unit_price_e4", INT64, nullable=False),
        sa.Column("discount_e4", INT64, nullable=False),
        sa.Column("tax_category", sa.Text(), nullable=False),
        sa.Column("tax_rate_e4", INT64, nullable=False),
        sa.Column("used_days", INT64, nullable=False),
        sa.Column("whole_days", INT64, nullable=False),
        sa.Column("net_minor", INT64, nullable=False),
        sa.Column("gross_minor", INT64, nullable=True),
        sa.Column("period_from", sa.Text(), nullable=True),
        sa.Column("period_until", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Text(), nullable=False),
        sa.CheckConstraint("(period_from IS NULL) = (period_until IS NULL)", name="ck_invoice_lines_period"),
        sa.CheckConstraint("length(due_on) = 10", name="ck_invoice_lines_due_on"),
        sa.CheckConstraint("length(period_from) = 10", name="ck_invoice_lines_period_from"),
        sa.CheckConstraint("length(period_until) = 10", name="ck_invoice_lines_period_until"),
        sa.CheckConstraint("period_until > period_from", name="ck_invoice_lines_order"),
        sa.CheckConstraint("position >= 1", name="ck_invoice_lines_position"),
        sa.CheckConstraint("used_days BETWEEN 1 AND whole_days", name="ck_invoice_lines_days"),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name="fk_invoice_lines_invoice_id"),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_lines.id"], name="fk_invoice_lines_order_line_id"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name="fk_invoice_lines_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invoice_lines"),
        sa.UniqueConstraint("invoice_id", "position", name="uq_invoice_lines_invoice_id_position"),
        sqlite_strict=True,
    )


def _create_billed_periods() -> None:
    op.create_table(
        "billed_periods",
        sa.Column("order_line_id", INT64, nullable=False),
        sa.Column("period_from", sa.Text(), nullable=False),
        sa.Column("period_until", sa.Text(), nullable=True),
        sa.Column("invoice_line_id", INT64, nullable=False),
        sa.CheckConstraint("length(period_from) = 10", name="ck_billed_periods_period_from"),
        sa.CheckConstraint("length(period_until) = 10", name="ck_billed_periods_period_until"),
        sa.ForeignKeyConstraint(["invoice_line_id"], ["invoice_lines.id"], name="fk_billed_periods_invoice_line_id"),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_lines.id"], name="fk_billed_periods_order_line_id"),
        sa.PrimaryKeyConstraint("order_line_id", "period_from", name="pk_billed_periods"),
        sa.UniqueConstraint("invoice_line_id", name="uq_billed_periods_invoice_line_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _create_usage_records() -> None:
    op.create_table(
        "usage_records",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("order_line_id", INT64, nullable=False),
        sa.Column("used_on", sa.Text(), nullable=False),
        sa.Column("quantity_e6", INT64, nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("invoice_line_id", INT64, nullable=True),
        sa.CheckConstraint("length(used_on) = 10", name="ck_usage_records_used_on"),
        sa.ForeignKeyConstraint(["invoice_line_id"], ["invoice_lines.id"], name="fk_usage_records_invoice_line_id"),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_lines.id"], name="fk_usage_records_order_line_id"),
        sa.PrimaryKeyConstraint("id", name="pk_usage_records"),
        sa.UniqueConstraint("order_line_id", "reference", name="uq_usage_records_order_line_id_reference"),
        sqlite_strict=True,
    )
    op.create_index("ix_usage_records_invoice_line_id", "usage_records", ["invoice_line_id"], unique=False)
