"""Quotes as values: their states, and what they come to.

States: draft -> sent -> accepted | declined | expired; a sent quote that is revised is superseded by its next revision.
"""

from __future__ import annotations

QUOTE_STATUSES = ("draft", "sent", "accepted", "declined", "expired", "superseded")
