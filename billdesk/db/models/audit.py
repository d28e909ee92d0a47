"""Settings of the company, and the audit log: who did what when, each row sealed by a hash over the one before it.

A posted document's row carries the digest of its stored values, so that no later change of them goes unseen.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text

from billdesk.db.types import STRICT, metadata, row_id, text, whole

settings = Table("settings", metadata, Column("key", Text, primary_key=True), text("value"), **STRICT)

audit_log = Table(
    "audit_log",
    metadata,
    row_id(),
    text("at"),
    text("actor"),
    text("action"),
    text("kind"),
    whole("record_id", null=True),
    text("detail"),
    text("digest", null=True),
    text("hash"),
    Index("ix_audit_log_record_id", "record_id"),
    **STRICT,
)
