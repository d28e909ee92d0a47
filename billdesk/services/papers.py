"""From a document's stored rows to the paper that is printed. Reads only; some hundreds of documents at a time.

A posted document is printed from its snapshot. A draft has none yet: its preview shows what posting it today would give,
with the parties, terms and taxes as they are now, and says on each page that it is a draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from billdesk.billing.errors import BillingError
from billdesk.billing.parts import ADJUSTING
from billdesk.billing.party import Party
from billdesk.billing.tax import TaxLine, taxes_in_gross, taxes_on_net
from billdesk.billing.terms import parse_terms
from billdesk.db.bulk import in_order
from billdesk.documents.paper import PAPER_SIZES, InvoicePaper, PaperInstalment, PaperLine, PaperSize, PaperTax, PaymentDetails
from billdesk.services.company import day, read_settings
from billdesk.services.company_settings import read_logo
from billdesk.services.line_why import FACTS, JOINS, facts_of, told

_HEADERS = """SELECT i.id, i.kind, i.number, i.issued_on, i.due_on, i.currency, i.price_basis, i.net_minor, i.tax_minor,
 i.total_minor, COALESCE(i.terms, NULLIF(s.terms, ''), NULLIF(a.terms, '')), i.reference, COALESCE(i.buyer_id, a.party_id),
 i.seller_id, a.code, c.number, c.issued_on
 FROM invoices i JOIN accounts a ON a.id = i.account_id LEFT JOIN invoices c ON c.id = i.credits_id
 LEFT JOIN invoice_schedules s ON s.id = i.schedule_id WHERE i.id IN ({marks})"""
_LINES = """SELECT l.invoice_id, l.position, l.description, l.quantity_e6, t.unit, l.unit_price_e4, l.discount_e4,
 l.tax_category, l.tax_rate_e4, l.net_minor, l.period_from, l.period_until, o.code, l.gross_minor,
 {facts}, i.currency
 FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id LEFT JOIN order_lines ol ON ol.id = l.order_line_id
 LEFT JOIN orders o ON o.id = ol.order_id LEFT JOIN products t ON t.id = l.product_id {joins}
 WHERE l.invoice_id IN ({marks}) ORDER BY l.invoice_id, l.position"""
_LINES = _LINES.replace("{facts}", ", ".join(FACTS)).replace("{joins}", JOINS)
_TAXES = """SELECT invoice_id, category, rate_e4, taxable_minor, tax_minor FROM invoice_taxes
 WHERE invoice_id IN ({marks}) ORDER BY invoice_id, category, rate_e4"""
_PARTIES = """SELECT id, name, street, city, region, postcode, country, tax_id, email, phone FROM parties
 WHERE id IN ({marks})"""


class PaperReader:
    """Makes papers; remembers the settings and parties that many documents share. It keeps no connection.

    `as_of` is the date of drafts that have none of their own; without it only posted documents can be read.
    """

    def __init__(self, connection: Connection, as_of: date | None = None) -> None:
        self._as_of = as_of
        self._settings = read_settings(connection)
        self._parties: dict[int, Party] = {}
        self._payment = _payment(self._settings.payment)
        self._logo = read_logo(connection)

    def papers(self, connection: Connection, invoice_ids: Sequence[int]) -> list[tuple[int, InvoicePaper]]:
        """Id and paper of each document, in the order given."""
        headers = {row[0]: row for row in _query(connection, _HEADERS, invoice_ids)}
        lines: dict[int, list[PaperLine]] = {}
        for invoice_id, *values in _query(connection, _LINES, invoice_ids):
            lines.setdefault(invoice_id, []).append(_line(values))
        taxes: dict[int, list[PaperTax]] = {}
        for invoice_id, *values in _query(connection, _TAXES, invoice_ids):
            taxes.setdefault(invoice_id, []).append(PaperTax(*values))
        wanted = {party_id for row in headers.values() for party_id in (row[12], self._seller_of(row))} - self._parties.keys()
        if wanted:
            self._parties |= {row[0]: Party(*row[1:]) for row in _query(connection, _PARTIES, sorted(wanted))}
        return [(i, self._paper(headers[i], lines.get(i, ()), taxes.get(i, ()))) for i in invoice_ids]

    def _seller_of(self, header: Sequence[Any]) -> int:
        return header[13] or self._settings.seller_id

    def _paper(self, header: Sequence[Any], lines: Sequence[PaperLine], taxes: Sequence[PaperTax]) -> InvoicePaper:
        (_, kind, number, issued_text, due_text, currency, price_basis, net, tax, total, *rest) = header
        (terms_text, reference, buyer_id, _, account, corrects_number, corrects_on) = rest
        is_draft, is_invoice = number is None, kind == "invoice"
        issued_on = self._issued_on(issued_text)
        terms = parse_terms(terms_text or (self._settings.terms if is_draft else "0"))
        due_on = terms.due_on(issued_on) if is_draft else day(due_text)
        shares = terms.instalments(issued_on, total) if is_invoice and terms.shares else ()
        return InvoicePaper(
            kind=kind,
            number=number,
            issued_on=issued_on,
            due_on=due_on if is_invoice else None,
            currency=currency,
            seller=self._parties[self._seller_of(header)],
            buyer=self._parties[buyer_id],
            lines=tuple(lines),
            taxes=_draft_taxes(lines) if is_draft else tuple(taxes),
            net_minor=net,
            tax_minor=tax,
            total_minor=total,
            terms_text=terms.text() if is_invoice else "",
            reference=reference or "",
            corrects_number=corrects_number or "",
            corrects_on=day(corrects_on),
            price_basis=price_basis,
            payment=self._payment if is_invoice else None,
            instalments=tuple(PaperInstalment(*share) for share in shares),
            notes=self._settings.notes if is_invoice else "",
            paper_size=_paper_size(self._settings.paper_size),
            account_code=account,
            logo=self._logo,
        )

    def _issued_on(self, stored: str | None) -> date:
        if stored is not None:
            return date.fromisoformat(stored)
        if self._as_of is None:
            raise BillingError("a draft has no date of its own", "", "post it first")
        return self._as_of


def _draft_taxes(lines: Sequence[PaperLine]) -> tuple[PaperTax, ...]:
    """The tax summary that posting the lines would give; a draft stores none."""
    if any(line.gross_minor is not None for line in lines):
        taxes = taxes_in_gross([TaxLine(line.tax_category, line.tax_rate_e4, line.gross_minor or 0) for line in lines])[0]
    else:
        taxes = taxes_on_net([TaxLine(line.tax_category, line.tax_rate_e4, line.net_minor) for line in lines])
    return tuple(PaperTax(*tax) for tax in taxes)


def _query(connection: Connection, sql: str, ids: Sequence[int]) -> list[Any]:
    marks = ",".join("?" * len(ids))
    return list(connection.exec_driver_sql(in_order(connection, sql.format(marks=marks)), tuple(ids)).fetchall())


def _line(values: Sequence[Any]) -> PaperLine:
    (
        position,
        text,
        quantity,
        unit,
        price,
        discount,
        category,
        rate,
        net,
        period_from,
        period_until,
        order,
        gross,
        *facts,
        currency,
    ) = values
    return PaperLine(
        position,
        text,
        quantity,
        _unit(unit),
        price,
        discount,
        category,
        rate,
        net,
        day(period_from),
        day(period_until),
        order or "",
        gross,
        _note(facts, currency),
    )


def _note(facts: Sequence[Any], currency: str) -> str:
    """What a share of a plan, an amount off, or what an amendment credits or charges is, in words; '' for any other line."""
    found = facts_of(facts, currency)
    is_told = found.is_share or (found.part is not None and found.part.role in (*ADJUSTING, "allowance"))
    return told(tuple(facts), currency) if is_told else ""


def _unit(unit: str | None) -> str:
    """What stands behind the quantity; a pack size (`24 - 12 oz bottles`) is set off, so that no figure runs into the next."""
    return f"× {unit}" if unit and unit[0].isdigit() else unit or ""


def _payment(stored: dict[str, str]) -> PaymentDetails | None:
    known = {name: stored[name] for name in PaymentDetails.__dataclass_fields__ if stored.get(name)}
    return PaymentDetails(**known) if known else None


def _paper_size(text: str) -> PaperSize:
    return next((size for size in PAPER_SIZES if size == text), "A4")
