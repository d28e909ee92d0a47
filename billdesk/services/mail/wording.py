"""What a message about a document says, and to whom it goes unless a person says otherwise: the templates, filled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from billdesk.billing.errors import BillingError
from billdesk.billing.terms import parse_terms
from billdesk.db.bulk import in_order
from billdesk.db.engine import reading
from billdesk.documents.formats import day, money
from billdesk.services.company import Company, read_settings
from billdesk.services.mail.templates import fill, load_templates

_DOCUMENT = """SELECT i.number, i.kind, i.issued_on, i.due_on, i.currency, i.total_minor, i.terms, i.reference, a.code,
 p.name, COALESCE(NULLIF(p.email, ''), t.email), s.name, c.number
 FROM invoices i JOIN accounts a ON a.id = i.account_id JOIN parties t ON t.id = a.party_id
 JOIN parties p ON p.id = i.buyer_id JOIN parties s ON s.id = i.seller_id
 LEFT JOIN invoices c ON c.id = i.credits_id WHERE i.id = ? AND i.status = 'posted'"""


@dataclass(frozen=True, slots=True)
class Wording:
    """Subject and body for a posted document. `recipient` is the buyer's e-mail address, '' where none is known.

    `name` is the account's as it was posted, `file_name` what the PDF is called.
    """

    number: str
    kind: str
    name: str
    recipient: str
    subject: str
    body: str
    file_name: str


def read_wording(company: Company, invoice_id: int) -> Wording:
    """What the templates say about a document. Raises BillingError for one that is not posted."""
    with reading(company.engine) as connection:
        return load_wording(connection, invoice_id)


def load_wording(connection: Connection, invoice_id: int) -> Wording:
    """As `read_wording`, in the caller's transaction."""
    row: Any = connection.exec_driver_sql(in_order(connection, _DOCUMENT), (invoice_id,)).first()
    if row is None:
        raise BillingError("only posted documents can be sent", f"id {invoice_id}", "post it first")
    number, kind, issued_on, due_on, currency, total, terms, reference, code, name, email, seller, corrects = row
    paper_size = read_settings(connection).paper_size
    values = {
        "number": number,
        "account": name,
        "account_code": code,
        "total": f"{currency} {money(total, currency)}",
        "currency": currency,
        "issued_on": day(date.fromisoformat(issued_on), paper_size),
        "due_on": day(date.fromisoformat(due_on), paper_size) if kind == "invoice" else "",
        "terms": parse_terms(terms).text() if terms and kind == "invoice" else "",
        "reference": reference or "",
        "company": seller,
        "corrects": corrects or "",
    }
    template = load_templates(connection)[kind]
    subject = " ".join(fill("subject", template.subject, values).split())
    body = fill("body", template.body, values)
    return Wording(number, kind, name, email or "", subject, body, f"{number}.pdf")
