"""The archive of rendered documents, and the outbox of messages that carry them.

A message is `queued` until a sender claims it: then it is `sending`, with the `sender` who holds it and the instant at
which that claim ends (`lease_ends_at`). `next_try_at` puts the next try off, `attempts` counts them. Where `subject` and
`body` are null the templates of the day say what they are. A message carries an invoice or a quote, never both.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint

from billdesk.db.types import STRICT, Int64, blob, choice, link, metadata, partial_index, row_id, text

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
    link("invoice_id", "invoices", null=True),
    text("recipient"),
    text("message_id", unique=True),
    *choice("state", ("queued", "sending", "sent", "failed", "uncertain")),
    text("queued_at"),
    Column("attempts", Int64, nullable=False, server_default="0"),
    text("next_try_at", null=True),
    text("sent_at", null=True),
    text("last_error", null=True),
    text("subject", null=True),
    text("body", null=True),
    text("sender", null=True),
    text("lease_ends_at", null=True),
    link("quote_id", "quotes", null=True),
    UniqueConstraint("invoice_id", "recipient"),
    **STRICT,
)
# What is left to do is read at every start, in an outbox that keeps what it has sent for good.
partial_index("ix_outbox_open", outbox.c.id, where=outbox.c.state != "sent")
