"""All tables of the company file, by noun. Importing this package fills `metadata`."""

from __future__ import annotations

from billdesk.db.models.account import accounts, parties
from billdesk.db.models.audit import audit_log, settings
from billdesk.db.models.document import documents, outbox
from billdesk.db.models.invoice import (
    billed_periods,
    credited_lines,
    invoice_line_parts,
    invoice_lines,
    invoice_taxes,
    invoices,
    number_series,
)
from billdesk.db.models.order import amendments, billed_adjustments, order_holds, order_lines, orders, usage_records
from billdesk.db.models.product import bundle_choices, bundle_exclusions, bundle_items, bundle_presets, prices, products
from billdesk.db.models.quote import quote_documents, quote_lines, quotes
from billdesk.db.models.schedule import invoice_runs, invoice_schedules, run_exceptions
from billdesk.db.models.view import saved_views
from billdesk.db.types import metadata

__all__ = [
    "accounts",
    "amendments",
    "audit_log",
    "billed_adjustments",
    "billed_periods",
    "bundle_choices",
    "bundle_exclusions",
    "bundle_items",
    "bundle_presets",
    "credited_lines",
    "documents",
    "invoice_line_parts",
    "invoice_lines",
    "invoice_runs",
    "invoice_schedules",
    "invoice_taxes",
    "invoices",
    "metadata",
    "number_series",
    "order_holds",
    "order_lines",
    "orders",
    "outbox",
    "parties",
    "prices",
    "products",
    "quote_documents",
    "quote_lines",
    "quotes",
    "run_exceptions",
    "saved_views",
    "settings",
    "usage_records",
]
