"""The archive of rendered documents, and the outbox of messages that carry them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint

from billdesk.db.types import STRICT, Int64, blob, choice, link, metadata, row_id, text

documents = Table(
    "documents",
    metadata,
    row_id(),
    Column("invoice_id", Int64, ForeignKey("invoices.id"), nullable=False, unique=True),
    text("template"),
    text("sha256"),
    blob("content"),
    text("archived_at"),
    **STRICT,
)

outbox = Table(
    "outbox",
    metadata,
    row_id(),
    link("invoice_id", "invoices"),
    text("recipient"),
    text("message_id", unique=True),
    *choice("state", ("queued", "sending", "sent", "failed", "uncertain")),
    text("queued_at"),
    UniqueConstraint("invoice_id", "recipient"),
    **STRICT,
)
