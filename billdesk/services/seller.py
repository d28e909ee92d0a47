"""What the company says of itself on its paper: name, address and tax id, how it is paid, a closing note, terms.

The seller's party is a snapshot like any other: what is posted keeps the one of its day.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from sqlalchemy import Connection

from billdesk.billing.errors import BillingError
from billdesk.billing.party import Party
from billdesk.billing.terms import parse_terms
from billdesk.db.bulk import in_order
from billdesk.db.engine import writing
from billdesk.services import audit
from billdesk.services.company import Company
from billdesk.services.imports.desk import PartyBook

PAYMENT_FIELDS = ("account_holder", "iban", "bic", "bank_name", "note")


@dataclass(frozen=True, slots=True)
class Seller:
    """The seller (EN 16931 BG-4), where to pay (BG-16, keys of PAYMENT_FIELDS), a note and the usual terms."""

    party: Party
    payment: dict[str, str] = field(default_factory=dict)
    notes: str = ""
    terms: str = "net 30"


def change_seller(company: Company, seller: Seller) -> None:
    """Have documents that are posted from now on carry `seller`.

    Raises BillingError for a seller without name, terms that are not understood or an unknown payment field.
    """
    if not seller.party.name.strip():
        raise BillingError("the company has no name", "", "give it a name")
    parse_terms(seller.terms)
    for name in seller.payment:
        if name not in PAYMENT_FIELDS:
            raise BillingError(f"unknown payment field {name!r}", "", f"use one of: {', '.join(PAYMENT_FIELDS)}")
    with writing(company.engine) as connection:
        (seller_id,) = PartyBook(connection).ids([seller.party])
        _keep(connection, "seller_id", seller_id)
        _keep(connection, "name", seller.party.name)
        _keep(connection, "payment", seller.payment)
        _keep(connection, "notes", seller.notes)
        _keep(connection, "terms", seller.terms)
        audit.append(connection, company, [audit.Entry("change", "company", None, {"seller": seller.party.name})])


def _keep(connection: Connection, key: str, value: object) -> None:
    sql = "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    connection.exec_driver_sql(in_order(connection, sql), (key, json.dumps(value, ensure_ascii=False)))
