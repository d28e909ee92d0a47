"""What the company says of itself on its paper: name, address and tax id, how it is paid, a closing note, terms.

The seller's party is a snapshot like any other: what is posted keeps the one of its day. Payment details and the note are
read when a document is first delivered, and archived with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from sqlalchemy import Connection, select

from billdesk.billing.errors import BillingError
from billdesk.billing.party import PARTY_FIELDS, Party
from billdesk.billing.terms import parse_terms
from billdesk.db.bulk import in_order
from billdesk.db.engine import reading, writing
from billdesk.db.models import parties
from billdesk.services import audit
from billdesk.services.company import Company, read_settings
from billdesk.services.imports.desk import PartyBook

_PAYMENT = {"account_holder": "account_holder", "iban": "iban", "bic": "bic", "bank_name": "bank_name", "payment_note": "note"}
"""Detail -> what the paper calls it (EN 16931 BG-16)."""

DETAILS = (*PARTY_FIELDS, *_PAYMENT, "note", "terms")
"""What can be said of a seller (EN 16931 BG-4): its party, where to pay, a closing note, the usual terms."""


def read_seller(company: Company) -> dict[str, str]:
    """Each of DETAILS as text, empty where it is not known."""
    with reading(company.engine) as connection:
        return _read(connection)


def change_seller(company: Company, details: Mapping[str, str]) -> None:
    """Have documents that are posted from now on carry these of DETAILS; the others stay.

    Raises BillingError for an unknown detail, an empty name, a country or terms that are not understood.
    """
    for name in details:
        if name not in DETAILS:
            raise BillingError(f"unknown detail {name!r}", "", f"use one of: {', '.join(DETAILS)}")
    with writing(company.engine) as connection:
        seller = _read(connection) | {name: " ".join(text.split()) for name, text in details.items()}
        if not seller["name"]:
            raise BillingError("the company has no name", "", "give it a name")
        if not re.fullmatch(r"[A-Z]{2}", seller["country"]):
            raise BillingError(
                f"unknown country {seller['country']!r}", "", "use an ISO 3166 code of two letters such as US or DE"
            )
        parse_terms(seller["terms"])
        (seller_id,) = PartyBook(connection).ids([Party(**{name: seller[name] for name in PARTY_FIELDS})])
        payment = {theirs: seller[ours] for ours, theirs in _PAYMENT.items() if seller[ours]}
        _keep(connection, {"seller_id": seller_id, "name": seller["name"], "country": seller["country"], "payment": payment})
        _keep(connection, {"notes": seller["note"], "terms": seller["terms"]})
        audit.append(connection, company, [audit.Entry("change", "company", None, dict(details))])


def _read(connection: Connection) -> dict[str, str]:
    facts = read_settings(connection)
    party = connection.execute(select(*(parties.c[name] for name in PARTY_FIELDS)).where(parties.c.id == facts.seller_id)).one()
    payment = {ours: facts.payment.get(theirs, "") for ours, theirs in _PAYMENT.items()}
    return {**dict(zip(PARTY_FIELDS, party, strict=True)), **payment, "note": facts.notes, "terms": facts.terms}


def _keep(connection: Connection, values: Mapping[str, object]) -> None:
    sql = "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    rows = [(key, json.dumps(value, ensure_ascii=False)) for key, value in values.items()]
    connection.exec_driver_sql(in_order(connection, sql), rows)
