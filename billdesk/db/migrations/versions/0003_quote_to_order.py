"""From quote to order to change: prices, bundles, quotes, amendments, holds, milestones, partial credits and debit notes.

Frozen: what a release has written into files is never changed here; later changes are revisions of their own.
"""

import sqlalchemy as sa
from alembic import op

from billdesk.db.triggers import GUARDS_0003, create_statements

revision = "0003"
down_revision = "0002"

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NEW_COLUMNS = (
    ("order_lines", "is_special", "{int} DEFAULT '0' NOT NULL CONSTRAINT ck_order_lines_is_special CHECK (is_special IN (0, 1))"),
    ("order_lines", "pricing", "TEXT"),
    ("order_lines", "allowance_minor", "{int} DEFAULT '0' NOT NULL"),
    ("order_lines", "plan", "TEXT"),
    ("order_lines", "parent_id", "{int} CONSTRAINT fk_order_lines_parent_id REFERENCES order_lines (id)"),
    (
        "order_lines",
        "bundle_role",
        "TEXT CONSTRAINT ck_order_lines_bundle_role CHECK (bundle_role IN ('bundle', 'required', 'optional', 'included'))",
    ),
    ("order_lines", "replaces_id", "{int} CONSTRAINT fk_order_lines_replaces_id REFERENCES order_lines (id)"),
    ("outbox", "quote_id", "{int} CONSTRAINT fk_outbox_quote_id REFERENCES quotes (id)"),
)
# What was too narrow: a third kind of document, and messages that carry no invoice.
WIDENED = (
    ("invoices", "ck_invoices_kind", "kind IN ('invoice', 'credit_note')", "kind IN ('invoice', 'credit_note', 'debit_note')"),
    (
        "invoices",
        "ck_invoices_credits",
        "(kind = 'credit_note') = (credits_id IS NOT NULL)",
        "(kind <> 'invoice') = (credits_id IS NOT NULL)",
    ),
    (
        "number_series",
        "ck_number_series_kind",
        "kind IN ('invoice', 'credit_note')",
        "kind IN ('invoice', 'credit_note', 'debit_note')",
    ),
)


def upgrade() -> None:
    """Make the tables, widen what was too narrow, then the guards of what is settled."""
    _create_bundle_choices()
    _create_bundle_items()
    _create_bundle_presets()
    _create_bundle_exclusions()
    _create_prices()
    _create_order_holds()
    _create_quotes()
    _create_amendments()
    _create_quote_documents()
    _create_quote_lines()
    _create_billed_adjustments()
    _create_credited_lines()
    _create_invoice_line_parts()
    whole = "INTEGER" if _is_file() else "BIGINT"
    for table, column, kind in NEW_COLUMNS:
        _execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind.format(int=whole)}")
    _widen()
    op.drop_index("uq_invoices_credits_id", table_name="invoices")
    is_note = sa.text("credits_id IS NOT NULL")
    op.create_index(
        "ix_invoices_credits_id", "invoices", ["credits_id"], unique=False, sqlite_where=is_note, postgresql_where=is_note
    )
    for statement in create_statements(op.get_bind().dialect.name, GUARDS_0003):
        _execute(statement)


def _is_file() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _execute(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)


def _widen() -> None:
    """Let the checks of WIDENED allow more, and the outbox messages without an invoice.

    SQLite cannot alter a check; rows need no change, so its own text of the table is edited, as its documentation
    ("Making Other Kinds Of Table Schema Changes") says for changes that leave what is stored as it is.
    """
    if not _is_file():
        for table, name, _, wider in WIDENED:
            _execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            _execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({wider})")
        _execute("ALTER TABLE outbox ALTER COLUMN invoice_id DROP NOT NULL")
        return
    bind = op.get_bind()
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar()
    _execute("PRAGMA writable_schema = 1")
    edits = [(wider, narrow, table) for table, _, narrow, wider in WIDENED]
    edits.append(("invoice_id INTEGER,", "invoice_id INTEGER NOT NULL,", "outbox"))
    for wider, narrow, table in edits:
        found = bind.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).scalar()
        if narrow not in str(found):
            raise RuntimeError(f"the table {table} is not as its release made it: {narrow!r} is missing")
        edit = "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?"
        bind.exec_driver_sql(edit, (narrow, wider, table))
    # Whoever has the file open reads the new text before anything else.
    _execute(f"PRAGMA schema_version = {int(version or 0) + 1}")
    _execute("PRAGMA writable_schema = RESET")


def _create_bundle_choices() -> None:
    op.create_table(
        "bundle_choices",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("bundle_id", INT64, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("min_count", INT64, server_default="0", nullable=False),
        sa.Column("max_count", INT64, nullable=True),
        sa.CheckConstraint("max_count >= min_count", name="ck_bundle_choices_max_count"),
        sa.CheckConstraint("min_count >= 0", name="ck_bundle_choices_min_count"),
        sa.ForeignKeyConstraint(["bundle_id"], ["products.id"], name="fk_bundle_choices_bundle_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bundle_choices"),
        sa.UniqueConstraint("bundle_id", "name", name="uq_bundle_choices_bundle_id_name"),
        sqlite_strict=True,
    )


def _create_bundle_items() -> None:
    op.create_table(
        "bundle_items",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("bundle_id", INT64, nullable=False),
        sa.Column("component_id", INT64, nullable=False),
        sa.Column("position", INT64, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("quantity_e6", INT64, nullable=False),
        sa.Column("min_quantity_e6", INT64, nullable=True),
        sa.Column("max_quantity_e6", INT64, nullable=True),
        sa.Column("is_per_bundle", INT64, server_default="0", nullable=False),
        sa.Column("choice", sa.Text(), nullable=True),
        sa.Column("unit_price_e4", INT64, nullable=True),
        sa.CheckConstraint("role IN ('required', 'optional', 'included')", name="ck_bundle_items_role"),
        sa.CheckConstraint("is_per_bundle IN (0, 1)", name="ck_bundle_items_is_per_bundle"),
        sa.CheckConstraint("max_quantity_e6 >= min_quantity_e6", name="ck_bundle_items_max_quantity"),
        sa.CheckConstraint("min_quantity_e6 >= 0", name="ck_bundle_items_min_quantity"),
        sa.CheckConstraint("quantity_e6 > 0", name="ck_bundle_items_quantity"),
        sa.CheckConstraint("unit_price_e4 >= 0", name="ck_bundle_items_price"),
        sa.ForeignKeyConstraint(["bundle_id"], ["products.id"], name="fk_bundle_items_bundle_id"),
        sa.ForeignKeyConstraint(["component_id"], ["products.id"], name="fk_bundle_items_component_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bundle_items"),
        sa.UniqueConstraint("bundle_id", "component_id", name="uq_bundle_items_bundle_id_component_id"),
        sa.UniqueConstraint("bundle_id", "position", name="uq_bundle_items_bundle_id_position"),
        sqlite_strict=True,
    )


def _create_bundle_presets() -> None:
    op.create_table(
        "bundle_presets",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("bundle_id", INT64, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("configuration", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["bundle_id"], ["products.id"], name="fk_bundle_presets_bundle_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bundle_presets"),
        sa.UniqueConstraint("bundle_id", "name", name="uq_bundle_presets_bundle_id_name"),
        sqlite_strict=True,
    )


def _create_bundle_exclusions() -> None:
    op.create_table(
        "bundle_exclusions",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("bundle_id", INT64, nullable=False),
        sa.Column("item_id", INT64, nullable=False),
        sa.Column("other_id", INT64, nullable=False),
        sa.CheckConstraint("item_id < other_id", name="ck_bundle_exclusions_pair"),
        sa.ForeignKeyConstraint(["bundle_id"], ["products.id"], name="fk_bundle_exclusions_bundle_id"),
        sa.ForeignKeyConstraint(["item_id"], ["bundle_items.id"], name="fk_bundle_exclusions_item_id"),
        sa.ForeignKeyConstraint(["other_id"], ["bundle_items.id"], name="fk_bundle_exclusions_other_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bundle_exclusions"),
        sa.UniqueConstraint("item_id", "other_id", name="uq_bundle_exclusions_item_id_other_id"),
        sqlite_strict=True,
    )


def _create_prices() -> None:
    op.create_table(
        "prices",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("product_id", INT64, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("account_id", INT64, nullable=True),
        sa.Column("valid_from", sa.Text(), nullable=True),
        sa.Column("valid_until", sa.Text(), nullable=True),
        sa.Column("unit_price_e4", INT64, nullable=True),
        sa.Column("pricing", sa.Text(), nullable=True),
        sa.CheckConstraint("(unit_price_e4 IS NULL) <> (pricing IS NULL)", name="ck_prices_model"),
        sa.CheckConstraint("length(valid_from) = 10", name="ck_prices_valid_from"),
        sa.CheckConstraint("length(valid_until) = 10", name="ck_prices_valid_until"),
        sa.CheckConstraint("unit_price_e4 >= 0", name="ck_prices_price"),
        sa.CheckConstraint("valid_until >= valid_from", name="ck_prices_dates"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_prices_account_id"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name="fk_prices_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_prices"),
        sqlite_strict=True,
    )
    op.create_index("ix_prices_account_id", "prices", ["account_id"], unique=False)
    op.create_index("ix_prices_product_id", "prices", ["product_id"], unique=False)


def _create_order_holds() -> None:
    op.create_table(
        "order_holds",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("order_id", INT64, nullable=False),
        sa.Column("from_on", sa.Text(), nullable=False),
        sa.Column("until_on", sa.Text(), nullable=True),
        sa.Column("catches_up", INT64, server_default="0", nullable=False),
        sa.CheckConstraint("catches_up IN (0, 1)", name="ck_order_holds_catches_up"),
        sa.CheckConstraint("length(from_on) = 10", name="ck_order_holds_from_on"),
        sa.CheckConstraint("length(until_on) = 10", name="ck_order_holds_until_on"),
        sa.CheckConstraint("until_on >= from_on", name="ck_order_holds_until"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order_holds_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_order_holds"),
        sqlite_strict=True,
    )
    op.create_index("ix_order_holds_order_id", "order_holds", ["order_id"], unique=False)


def _create_quotes() -> None:
    op.create_table(
        "quotes",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("revision", INT64, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("account_id", INT64, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("po", sa.Text(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("quoted_on", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Text(), nullable=True),
        sa.Column("start_on", sa.Text(), nullable=True),
        sa.Column("discount_e4", INT64, server_default="0", nullable=False),
        sa.Column("discount_minor", INT64, server_default="0", nullable=False),
        sa.Column("ship_to_id", INT64, nullable=True),
        sa.Column("order_id", INT64, nullable=True),
        sa.Column("renews_id", INT64, nullable=True),
        sa.Column("sent_on", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("(status = 'accepted') = (order_id IS NOT NULL)", name="ck_quotes_order"),
        sa.CheckConstraint(
            "status IN ('draft', 'sent', 'accepted', 'declined', 'expired', 'superseded')", name="ck_quotes_status"
        ),
        sa.CheckConstraint("discount_e4 BETWEEN 0 AND 1000000", name="ck_quotes_discount"),
        sa.CheckConstraint("discount_minor >= 0", name="ck_quotes_discount_amount"),
        sa.CheckConstraint("length(decided_on) = 10", name="ck_quotes_decided_on"),
        sa.CheckConstraint("length(quoted_on) = 10", name="ck_quotes_quoted_on"),
        sa.CheckConstraint("length(sent_on) = 10", name="ck_quotes_sent_on"),
        sa.CheckConstraint("length(start_on) = 10", name="ck_quotes_start_on"),
        sa.CheckConstraint("length(valid_until) = 10", name="ck_quotes_valid_until"),
        sa.CheckConstraint("revision >= 1", name="ck_quotes_revision"),
        sa.CheckConstraint("valid_until >= quoted_on", name="ck_quotes_validity"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_quotes_account_id"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_quotes_order_id"),
        sa.ForeignKeyConstraint(["renews_id"], ["orders.id"], name="fk_quotes_renews_id"),
        sa.ForeignKeyConstraint(["ship_to_id"], ["parties.id"], name="fk_quotes_ship_to_id"),
        sa.PrimaryKeyConstraint("id", name="pk_quotes"),
        sa.UniqueConstraint("code", "revision", name="uq_quotes_code_revision"),
        sqlite_strict=True,
    )
    op.create_index("ix_quotes_account_id", "quotes", ["account_id"], unique=False)


def _create_amendments() -> None:
    op.create_table(
        "amendments",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("order_line_id", INT64, nullable=False),
        sa.Column("number", INT64, nullable=False),
        sa.Column("effective_on", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Text(), nullable=False),
        sa.Column("quantity_e6", INT64, nullable=True),
        sa.Column("unit_price_e4", INT64, nullable=True),
        sa.Column("discount_e4", INT64, nullable=True),
        sa.Column("allowance_minor", INT64, nullable=True),
        sa.Column("sets_end", INT64, server_default="0", nullable=False),
        sa.Column("end_on", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("act", INT64, nullable=True),
        sa.Column("replaced_by_id", INT64, nullable=True),
        sa.Column("is_undone", INT64, server_default="0", nullable=False),
        sa.CheckConstraint("allowance_minor >= 0", name="ck_amendments_allowance"),
        sa.CheckConstraint("discount_e4 BETWEEN 0 AND 1000000", name="ck_amendments_discount"),
        sa.CheckConstraint("is_undone IN (0, 1)", name="ck_amendments_is_undone"),
        sa.CheckConstraint("length(effective_on) = 10", name="ck_amendments_effective_on"),
        sa.CheckConstraint("length(end_on) = 10", name="ck_amendments_end_on"),
        sa.CheckConstraint("length(made_on) = 10", name="ck_amendments_made_on"),
        sa.CheckConstraint("number >= 0", name="ck_amendments_number"),
        sa.CheckConstraint("sets_end IN (0, 1)", name="ck_amendments_sets_end"),
        sa.CheckConstraint("unit_price_e4 >= 0", name="ck_amendments_price"),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_lines.id"], name="fk_amendments_order_line_id"),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["order_lines.id"], name="fk_amendments_replaced_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_amendments"),
        sa.UniqueConstraint("order_line_id", "number", name="uq_amendments_order_line_id_number"),
        sqlite_strict=True,
    )


def _create_quote_documents() -> None:
    op.create_table(
        "quote_documents",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("quote_id", INT64, nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("archived_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name="fk_quote_documents_quote_id"),
        sa.PrimaryKeyConstraint("id", name="pk_quote_documents"),
        sa.UniqueConstraint("quote_id", name="uq_quote_documents_quote_id"),
        sqlite_strict=True,
    )


def _create_quote_lines() -> None:
    op.create_table(
        "quote_lines",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("quote_id", INT64, nullable=False),
        sa.Column("position", INT64, nullable=False),
        sa.Column("parent_id", INT64, nullable=True),
        sa.Column("bundle_role", sa.Text(), nullable=True),
        sa.Column("product_id", INT64, nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("quantity_e6", INT64, nullable=False),
        sa.Column("unit_price_e4", INT64, nullable=True),
        sa.Column("pricing", sa.Text(), nullable=True),
        sa.Column("discount_e4", INT64, server_default="0", nullable=False),
        sa.Column("allowance_minor", INT64, server_default="0", nullable=False),
        sa.Column("bundle_discount_e4", INT64, server_default="0", nullable=False),
        sa.Column("bundle_discount_minor", INT64, server_default="0", nullable=False),
        sa.Column("tax_category", sa.Text(), nullable=False),
        sa.Column("tax_rate_e4", INT64, nullable=False),
        sa.Column("charge_type", sa.Text(), nullable=False),
        sa.Column("every", sa.Text(), nullable=True),
        sa.Column("timing", sa.Text(), nullable=False),
        sa.Column("bill_day", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Text(), nullable=True),
        sa.Column("bill_on", sa.Text(), nullable=True),
        sa.Column("start_on", sa.Text(), nullable=True),
        sa.Column("end_on", sa.Text(), nullable=True),
        sa.Column("group_name", sa.Text(), nullable=True),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.CheckConstraint("bundle_role IN ('bundle', 'required', 'optional', 'included')", name="ck_quote_lines_bundle_role"),
        sa.CheckConstraint("charge_type = 'one_time' OR every IS NOT NULL", name="ck_quote_lines_cadence"),
        sa.CheckConstraint("charge_type IN ('one_time', 'recurring', 'usage')", name="ck_quote_lines_charge_type"),
        sa.CheckConstraint("timing IN ('advance', 'arrears')", name="ck_quote_lines_timing"),
        sa.CheckConstraint("allowance_minor >= 0", name="ck_quote_lines_allowance"),
        sa.CheckConstraint("bundle_discount_e4 BETWEEN 0 AND 1000000", name="ck_quote_lines_bundle_discount"),
        sa.CheckConstraint("bundle_discount_minor >= 0", name="ck_quote_lines_bundle_discount_amount"),
        sa.CheckConstraint("discount_e4 BETWEEN 0 AND 1000000", name="ck_quote_lines_discount"),
        sa.CheckConstraint("end_on >= start_on", name="ck_quote_lines_end"),
        sa.CheckConstraint("length(bill_on) = 10", name="ck_quote_lines_bill_on"),
        sa.CheckConstraint("length(due_on) = 10", name="ck_quote_lines_due_on"),
        sa.CheckConstraint("length(end_on) = 10", name="ck_quote_lines_end_on"),
        sa.CheckConstraint("length(start_on) = 10", name="ck_quote_lines_start_on"),
        sa.CheckConstraint("position >= 1", name="ck_quote_lines_position"),
        sa.CheckConstraint("tax_rate_e4 BETWEEN 0 AND 1000000", name="ck_quote_lines_tax_rate"),
        sa.CheckConstraint("unit_price_e4 >= 0", name="ck_quote_lines_price"),
        sa.ForeignKeyConstraint(["parent_id"], ["quote_lines.id"], name="fk_quote_lines_parent_id"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name="fk_quote_lines_product_id"),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name="fk_quote_lines_quote_id"),
        sa.PrimaryKeyConstraint("id", name="pk_quote_lines"),
        sa.UniqueConstraint("quote_id", "position", name="uq_quote_lines_quote_id_position"),
        sqlite_strict=True,
    )


def _create_billed_adjustments() -> None:
    op.create_table(
        "billed_adjustments",
        sa.Column("order_line_id", INT64, nullable=False),
        sa.Column("amendment_no", INT64, nullable=False),
        sa.Column("period_from", sa.Text(), nullable=False),
        sa.Column("invoice_line_id", INT64, nullable=False),
        sa.CheckConstraint("length(period_from) = 10", name="ck_billed_adjustments_period_from"),
        sa.ForeignKeyConstraint(["invoice_line_id"], ["invoice_lines.id"], name="fk_billed_adjustments_invoice_line_id"),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_lines.id"], name="fk_billed_adjustments_order_line_id"),
        sa.PrimaryKeyConstraint("order_line_id", "amendment_no", "period_from", name="pk_billed_adjustments"),
        sa.UniqueConstraint("invoice_line_id", name="uq_billed_adjustments_invoice_line_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _create_credited_lines() -> None:
    op.create_table(
        "credited_lines",
        sa.Column("credit_line_id", INT64, autoincrement=False, nullable=False),
        sa.Column("invoice_line_id", INT64, nullable=False),
        sa.ForeignKeyConstraint(
            ["credit_line_id"], ["invoice_lines.id"], name="fk_credited_lines_credit_line_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["invoice_line_id"], ["invoice_lines.id"], name="fk_credited_lines_invoice_line_id"),
        sa.PrimaryKeyConstraint("credit_line_id", name="pk_credited_lines"),
        sqlite_strict=True,
    )
    op.create_index("ix_credited_lines_invoice_line_id", "credited_lines", ["invoice_line_id"], unique=False)


def _create_invoice_line_parts() -> None:
    op.create_table(
        "invoice_line_parts",
        sa.Column("invoice_line_id", INT64, autoincrement=False, nullable=False),
        sa.Column("number", INT64, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("claim_from", sa.Text(), nullable=False),
        sa.Column("claim_until", sa.Text(), nullable=True),
        sa.Column("amendment_no", INT64, nullable=False),
        sa.Column("from_e6", INT64, nullable=True),
        sa.Column("until_e6", INT64, nullable=True),
        sa.Column("remainder_minor", INT64, nullable=False),
        sa.CheckConstraint(
            "role IN ('piece', 'tier', 'allowance', 'credit', 'charge', 'milestone', 'late')", name="ck_invoice_line_parts_role"
        ),
        sa.CheckConstraint("length(claim_from) = 10", name="ck_invoice_line_parts_claim_from"),
        sa.CheckConstraint("length(claim_until) = 10", name="ck_invoice_line_parts_claim_until"),
        sa.CheckConstraint("number >= 1", name="ck_invoice_line_parts_number"),
        sa.ForeignKeyConstraint(
            ["invoice_line_id"], ["invoice_lines.id"], name="fk_invoice_line_parts_invoice_line_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("invoice_line_id", name="pk_invoice_line_parts"),
        sqlite_strict=True,
    )
