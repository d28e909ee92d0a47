"""Invoices as values: the lines that charges become, the totals, and the canonical form that is sealed by a hash.

EN 16931 terms: line net amount (BT-131), tax summary (BG-23), totals (BG-22). A credit note carries positive amounts and
refers to the invoice that it corrects (type 381).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from json import JSONEncoder
from typing import NamedTuple

from billdesk.billing.collect import Collected
from billdesk.billing.errors import BillingError
from billdesk.billing.money import line_amount
from billdesk.billing.tax import TaxLine
from billdesk.billing.totals import Totals, totals

KINDS = ("invoice", "credit_note")


class InvoiceLine(NamedTuple):
    """One line of an invoice. Amounts in minor units; `period_until` exclusive, both None for a one-time line.

    `gross_minor` is set where prices include tax. `from_on` is the key of its claim in billed periods.
    """

    order_line_id: int | None
    from_on: date
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
    period_from: date | None
    period_until: date | None
    due_on: date


class Drafted(NamedTuple):
    """An invoice's lines and totals before it has a number."""

    lines: list[InvoiceLine]
    totals: Totals


def draft_invoice(collected: Sequence[Collected], currency: str, includes_tax: bool) -> Drafted:
    """Turn collected charges of one draft into lines and totals.

    Raises BillingError for a line without price (the run lists it as an exception) or an amount out of range.
    """
    amounts: list[int] = []
    tax_lines: list[TaxLine] = []
    for line, charge, quantity in collected:
        if line.unit_price_e4 is None:
            raise BillingError("a line has no price", f"{line.description!r}", "give the order line a unit price")
        amount = line_amount(quantity, line.unit_price_e4, line.discount_e4, currency, charge.used_days, charge.whole_days)
        amounts.append(amount)
        tax_lines.append(TaxLine(line.tax_category, line.tax_rate_e4, amount))
    summed = totals(tax_lines, includes_tax)
    lines = []
    for (line, charge, quantity), net, amount in zip(collected, summed.line_nets, amounts, strict=True):
        recurs = charge.until_on is not None
        lines.append(
            InvoiceLine(
                line.id,
                charge.from_on,
                line.product_id,
                line.description,
                quantity,
                line.unit_price_e4 or 0,
                line.discount_e4,
                line.tax_category,
                line.tax_rate_e4,
                charge.used_days,
                charge.whole_days,
                net,
                amount if includes_tax else None,
                charge.from_on if recurs else None,
                charge.until_on,
                charge.due_on,
            )
        )
    return Drafted(lines, summed)


def has_address(street: str, city: str, postcode: str) -> bool:
    """Whether an account can be invoiced by post: street, city or postcode is known."""
    return bool(street or city or postcode)


_encode = JSONEncoder(separators=(",", ":")).encode


def digest(header: Sequence[object], lines: Sequence[Sequence[object]], taxes: Sequence[Sequence[object]]) -> str:
    """The SHA-256 (hex) of a posted document's stored values (integers, text, None), as they stand in its rows.

    The canonical form is compact ASCII JSON of [header, lines, taxes], so that no two documents share one.
    """
    return sha256(_encode([header, lines, taxes]).encode("ascii")).hexdigest()


def chain(previous_hash: str, *fields: str | int | None) -> str:
    """The hash of an audit row: SHA-256 (hex) over the hash of the row before it and its own fields.

    The same compact ASCII JSON as a digest's, so that no character in a text can pass for the end of its field.
    """
    return sha256(_encode([previous_hash, *fields]).encode("ascii")).hexdigest()
