"""Invoices as values: the lines that charges become, the totals, and the canonical form that is sealed by a hash.

EN 16931 terms: line net amount (BT-131), tax summary (BG-23), totals (BG-22). A credit note carries positive amounts and
refers to the invoice that it corrects (type 381).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from billdesk.billing.collect import Collected
from billdesk.billing.errors import BillingError
from billdesk.billing.money import line_amount
from billdesk.billing.tax import TaxLine
from billdesk.billing.totals import Totals, totals

KINDS = ("invoice", "credit_note")


class InvoiceLine(NamedTuple):
    """One line of an invoice, as it is stored and sealed: dates as ISO text, in the order of the columns.

    Amounts in minor units; `period_until` exclusive, both None for a one-time line. `gross_minor` is set where prices
    include tax.
    """

    order_line_id: int | None
    product_id: int | None
    description: str
    quantity_e6: int
    unit_price_e4: int
    discount_e4: int
    tax_category: str
    tax_rate_e4: int
    used_days: int
    whole_days: int
    net_minor: int
    gross_minor: int | None
    period_from: str | None
    period_until: str | None
    due_on: str


class Drafted(NamedTuple):
    """An invoice's lines and totals before it has a number."""

    lines: list[InvoiceLine]
    totals: Totals


def draft_invoice(collected: Sequence[Collected], currency: str, includes_tax: bool) -> Drafted:
    """Turn collected charges of one draft into lines and totals.

    Raises BillingError for a line without price (the run lists it as an exception) or an amount out of range.
    """
    priced: list[TaxLine] = []
    for line, charge, quantity in collected:
        price = line.unit_price_e4
        if price is None:
            raise BillingError("a line has no price", f"{line.description!r}", "give the order line a unit price")
        amount = line_amount(quantity, price, line.discount_e4, currency, charge.used_days, charge.whole_days)
        priced.append(TaxLine(line.tax_category, line.tax_rate_e4, amount))
    summed = totals(priced, includes_tax)
    lines = [
        _line(item, net, tax_line.amount_minor if includes_tax else None)
        for item, net, tax_line in zip(collected, summed.line_nets, priced, strict=True)
    ]
    return Drafted(lines, summed)


def _line(item: Collected, net_minor: int, gross_minor: int | None) -> InvoiceLine:
    line, (from_on, until_on, due_on, used_days, whole_days), quantity = item
    return InvoiceLine(
        line.id,
        line.product_id,
        line.description,
        quantity,
        line.unit_price_e4 or 0,
        line.discount_e4,
        line.tax_category,
        line.tax_rate_e4,
        used_days,
        whole_days,
        net_minor,
        gross_minor,
        None if until_on is None else iso_text(from_on),
        None if until_on is None else iso_text(until_on),
        iso_text(due_on),
    )


@lru_cache(maxsize=65536)
def iso_text(day: date) -> str:
    """The ISO 8601 text of a date; remembered, for a run writes the same few dates very often."""
    return day.isoformat()


def has_address(street: str, city: str, postcode: str) -> bool:
    """Whether an account can be invoiced by post: street, city or postcode is known."""
    return bool(street or city or postcode)


def digest(header: Sequence[object], lines: Iterable[Sequence[object]], taxes: Iterable[Sequence[object]]) -> str:
    """The SHA-256 (hex) of a posted document's stored values (integers, text, None), as they stand in its rows.

    The canonical form is `ascii()` of plain tuples: whole numbers, None, and quoted text with every character beyond
    ASCII escaped, so that no two documents share one and every Python writes the same.
    """
    form = (tuple(header), [tuple(line) for line in lines], [tuple(tax) for tax in taxes])
    return sha256(ascii(form).encode("ascii")).hexdigest()


def chain(previous_hash: str, *fields: str | int | None) -> str:
    """The hash of an audit row: SHA-256 (hex) over the hash of the row before it and its own fields.

    The same compact ASCII JSON as a digest's, so that no character in a text can pass for the end of its field.
    """
    return sha256(ascii((previous_hash, *fields)).encode("ascii")).hexdigest()
