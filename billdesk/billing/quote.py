"""Quotes as values: their states, and what they come to.

States: draft -> sent -> accepted | declined | expired; a sent quote that is revised is superseded by its next revision.
What a quote comes to is worked out from the order lines that its acceptance would make, by what invoices are made with, so
that both agree to the cent. Pure: no database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from billdesk.billing.cadence import Cadence
from billdesk.billing.collect import Collected, DraftKey
from billdesk.billing.errors import BillingError
from billdesk.billing.invoice import draft_invoice
from billdesk.billing.money import WHOLE_PERCENT_E4, as_price, half_up, price_divisor
from billdesk.billing.order import OrderLine
from billdesk.billing.pricing import Pricing, components
from billdesk.billing.proration import share_out
from billdesk.billing.recurring import times_a_year
from billdesk.billing.tax import TaxLine, TaxTotal
from billdesk.billing.totals import totals

QUOTE_STATUSES = ("draft", "sent", "accepted", "declined", "expired", "superseded")
OPEN = ("draft", "sent")
"""The states in which a quote can be accepted or declined."""


class FirstInvoice(NamedTuple):
    """What the first invoice of an accepted quote comes to, in minor units."""

    net_minor: int
    tax_minor: int
    total_minor: int
    taxes: tuple[TaxTotal, ...]


NOTHING = FirstInvoice(0, 0, 0, ())


class QuoteTotals(NamedTuple):
    """What a quote comes to, in minor units, without tax: once, a month and a year; and the first invoice.

    `line_nets` are those of whole periods, or of one-time lines, in the order of the lines; usage has 0.
    """

    line_nets: tuple[int, ...]
    one_time_minor: int
    per_month_minor: int
    per_year_minor: int
    first: FirstInvoice


def effective_discount(*percents_e4: int) -> int:
    """One percent for several that compound: 1-(1-a)(1-b)(1-c), rounded half-up to four decimals of a percent."""
    left = 1
    for percent in percents_e4:
        left *= WHOLE_PERCENT_E4 - percent
    count = len(percents_e4)
    return half_up(WHOLE_PERCENT_E4**count - left, WHOLE_PERCENT_E4 ** (count - 1)) if count else 0


def whole_price(
    quantity_e6: int, unit_price_e4: int | None, discount_e4: int, allowance_minor: int, pricing: Pricing | None, currency: str
) -> int:
    """The price of a whole period, or of a one-time line, in minor units, rounded once. 0 without any price."""
    allowance_e4 = as_price(allowance_minor, currency)
    found = components(quantity_e6, unit_price_e4 or 0, discount_e4, allowance_e4, pricing)
    return half_up(sum(component.weight for component in found), price_divisor(currency))


def amounts_off(amount_minor: int, lines: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """(tax category, rate, amount) rows that an amount off is made of, shared out in proportion to what the lines come to.

    `lines` are (tax category, rate, amount). Raises BillingError where there is nothing that it could come off.
    """
    weights: dict[tuple[str, int], int] = {}
    for category, rate, amount in lines:
        weights[category, rate] = weights.get((category, rate), 0) + amount
    weights = {key: weight for key, weight in weights.items() if weight > 0}
    if not amount_minor:
        return []
    if amount_minor > sum(weights.values()):
        raise BillingError("the amount off is more than what it comes off", remedy="give a smaller amount off")
    shared = share_out(amount_minor, list(weights.values()))
    return [(*key, share) for key, share in zip(weights, shared, strict=True) if share]


def first_invoice(drafts: Mapping[DraftKey, Sequence[Collected]], currency: str, includes_tax: bool) -> FirstInvoice:
    """What the earliest of the drafts comes to that acceptance would set up; those that wait for a person come first."""
    if not drafts:
        return NOTHING
    first = min(drafts, key=lambda key: "" if key.target_on is None else key.target_on.isoformat())
    same = [item for key, items in drafts.items() if key.target_on == first.target_on for item in items]
    _, net, tax, total, taxes = draft_invoice(same, currency, includes_tax).totals
    return FirstInvoice(net, tax, total, taxes)


def quote_totals(lines: Sequence[OrderLine], amounts: Sequence[int], includes_tax: bool, first: FirstInvoice) -> QuoteTotals:
    """Add up the lines that an order would have, each with the amount of its whole price."""
    summed = totals([TaxLine(x.tax_category, x.tax_rate_e4, a) for x, a in zip(lines, amounts, strict=True)], includes_tax)
    nets = summed.line_nets
    once = sum(net for line, net in zip(lines, nets, strict=True) if line.charge_type == "one_time")
    yearly = sum((net * _times(line.cadence) for line, net in zip(lines, nets, strict=True)), Fraction(0))
    monthly = yearly / 12
    return QuoteTotals(
        nets,
        once,
        half_up(monthly.numerator, monthly.denominator),
        half_up(yearly.numerator, yearly.denominator),
        first,
    )


def _times(cadence: Cadence | None) -> Fraction:
    return Fraction(0) if cadence is None else times_a_year(cadence)
