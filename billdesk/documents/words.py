"""The fixed words of the paper, by language. English is complete and is what any other language falls back to."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENGLISH = MappingProxyType(
    {
        "invoice": "Invoice",
        "tax_invoice": "Tax invoice",
        "credit_note": "Credit note",
        "draft": "DRAFT",
        "draft_hint": "This is a draft: it has no number yet and nothing is due on it.",
        "corrects": "Corrects invoice {number}",
        "corrects_on": "Corrects invoice {number} of {day}",
        "number": "Number",
        "issued_on": "Date",
        "due_on": "Due",
        "supply_on": "Date of supply",
        "period": "Period",
        "reference": "Your reference",
        "order": "Order",
        "account": "Account",
        "buyer_tax_id": "Your {id}",
        "ship_to": "Delivered to",
        "tax_representative": "Tax representative",
        "position": "Pos.",
        "description": "Description",
        "quantity": "Quantity",
        "unit": "Unit",
        "unit_price": "Unit price",
        "unit_price_gross": "Unit price\nincl. {tax}",
        "discount": "Discount",
        "tax": "{tax}",
        "net": "Net {currency}",
        "gross": "Gross {currency}",
        "carried": "Carried forward",
        "brought": "Brought forward",
        "summary": "{tax} summary",
        "taxable": "Taxable",
        "net_total": "Net total",
        "tax_total": "{tax} total",
        "total": "Total",
        "credit_total": "Total credit",
        "paid": "Paid",
        "settled": "Already settled",
        "amount_due": "Amount due",
        "amount_credited": "Amount credited",
        "pay_by": "Please pay by {day}",
        "home_tax": "{tax} total in {currency}",
        "terms": "Payment terms",
        "instalments": "Instalments",
        "payment": "Payment details",
        "account_holder": "Account holder",
        "iban": "IBAN",
        "bic": "BIC",
        "bank_name": "Bank",
        "payment_reference": "Reference",
        "notes": "Notes",
        "page": "Page {page} of {pages}",
        "S": "{tax}",
        "Z": "Zero rated",
        "E": "Exempt",
        "AE": "Reverse charge",
        "K": "Intra-community supply",
        "G": "Export",
        "O": "Outside the scope of {tax}",
        "L": "IGIC",
        "M": "IPSI",
        "reason_E": "Exempt from {tax}.",
        "reason_AE": "Reverse charge: the customer accounts for the {tax}.",
        "reason_AE_eu": "Reverse charge: the customer accounts for the VAT (Art. 194 or 196, Directive 2006/112/EC).",
        "reason_K": "Intra-community supply, exempt (Art. 138, Directive 2006/112/EC).",
        "reason_G": "Export of goods, free of {tax}.",
        "reason_G_eu": "Export outside the EU, exempt (Art. 146, Directive 2006/112/EC).",
        "reason_O": "Outside the scope of {tax}.",
    }
)
_LANGUAGES: Mapping[str, Mapping[str, str]] = MappingProxyType({"en": _ENGLISH})

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Written out, so that no reader takes the day for the month."""


def words(language: str) -> Mapping[str, str]:
    """The words of `language` (BCP 47; only its first part counts here)."""
    return _LANGUAGES.get(language.partition("-")[0].lower(), _ENGLISH)
