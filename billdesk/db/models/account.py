"""Accounts and parties. A party is a name and address as it stood once: immutable, one row per distinct content.

An account points at its present party; orders and invoices point at the party of their day (the snapshot).
"""

from __future__ import annotations

from sqlalchemy import Table

from billdesk.db.types import STRICT, choice, flag, link, metadata, row_id, text

parties = Table(
    "parties",
    metadata,
    row_id(),
    text("sha256", unique=True),
    text("name"),
    text("street"),
    text("city"),
    text("region"),
    text("postcode"),
    text("country"),
    text("tax_id"),
    text("email"),
    text("phone"),
    **STRICT,
)

accounts = Table(
    "accounts",
    metadata,
    row_id(),
    text("code", unique=True),
    link("party_id", "parties"),
    text("currency"),
    text("terms", null=True),
    *choice("price_basis", ("net", "gross")),
    link("parent_id", "accounts", null=True),
    text("notes", null=True),
    *flag("is_archived"),
    **STRICT,
)
