"""The mail room and saved views: how far each message has come, and what a person keeps of a list's sort and filters.

Frozen: what a release has written into files is never changed here; later changes are revisions of their own.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXTS = ("next_try_at", "sent_at", "last_error", "subject", "body", "sender", "lease_ends_at")


def upgrade() -> None:
    """Make the views, give the outbox its new columns, and let the audit log be read by record."""
    op.create_table(
        "saved_views",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_views"),
        sa.UniqueConstraint("kind", "name", name="uq_saved_views_kind_name"),
        sqlite_strict=True,
    )
    op.add_column("outbox", sa.Column("attempts", INT64, server_default="0", nullable=False))
    for name in TEXTS:
        op.add_column("outbox", sa.Column(name, sa.Text(), nullable=True))
    is_open = sa.text("state != 'sent'")
    op.create_index("ix_outbox_open", "outbox", ["id"], unique=False, sqlite_where=is_open, postgresql_where=is_open)
    op.create_index("ix_audit_log_record_id", "audit_log", ["record_id"], unique=False)
