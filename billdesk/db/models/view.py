"""Saved views: what a person keeps of a list, its sort and filters, under a name of their own."""

from __future__ import annotations

from sqlalchemy import Table, UniqueConstraint

from billdesk.db.types import STRICT, metadata, row_id, text

saved_views = Table(
    "saved_views", metadata, row_id(), text("kind"), text("name"), text("query"), UniqueConstraint("kind", "name"), **STRICT
)
"""`query` is the view as a JSON object, in the words of the list's own room."""
