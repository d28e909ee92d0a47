"""Document totals from lines, allowances and charges (EN 16931 BG-22).

Line net BT-131, sum of line nets BT-106, total without tax BT-109, tax BT-110, total with tax BT-112, amount due BT-115.
All amounts are integers in minor units of the one currency of the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from billdesk.billing.errors import BillingError
from billdesk.billing.money import MAX_MINOR, PRICE_PLACES, currency_digits, half_up
from billdesk.billing.tax import TaxLine, TaxTotal, taxes_in_gross, taxes_on_net


class Adjustment(NamedTuple):
    """An allowance (`is_charge` false) or a charge, as a positive amount in minor units."""

    is_charge: bool
    amount_minor: int

    @property
    def signed_minor(self) -> int:
        """What it adds to the sum it stands under."""
        return self.amount_minor if self.is_charge else -self.amount_minor


class DocumentAdjustment(NamedTuple):
    """An allowance or charge of the whole document (BG-20, BG-21) with the tax category that it belongs to."""

    adjustment: Adjustment
    category: str
    rate_e4: int


class Totals(NamedTuple):
    """The totals of a document in minor units; `line_nets` in the order of the lines given."""

    line_nets: tuple[int, ...]
    net_minor: int
    tax_minor: int
    total_minor: int
    taxes: tuple[TaxTotal, ...]


def line_net(
    quantity_e6: int, unit_price_e4: int, base_quantity_e6: int, adjustments: Iterable[Adjustment], currency: str
) -> int:
    """Line net amount (BT-131): quantity x price / base quantity, rounded half-up, plus charges less allowances."""
    if base_quantity_e6 <= 0:
        raise BillingError("the base quantity of a price must be above 0", remedy="leave it out for 1")
    # Quantity and base quantity have the same scale, which cancels.
    divisor = 10 ** (PRICE_PLACES - currency_digits(currency)) * base_quantity_e6
    return half_up(quantity_e6 * unit_price_e4, divisor) + sum(a.signed_minor for a in adjustments)


def totals(lines: Sequence[TaxLine], includes_tax: bool = False, document: Sequence[DocumentAdjustment] = ()) -> Totals:
    """Sum up a document. `lines` carry net amounts, or gross ones when `includes_tax`.

    Raises BillingError when the sum leaves the range of amounts.
    """
    every = lines
    if document:
        every = [*lines, *(TaxLine(d.category, d.rate_e4, d.adjustment.signed_minor) for d in document)]
    if includes_tax:
        taxes, nets = taxes_in_gross(every)
        line_nets = nets[: len(lines)]
    else:
        taxes = taxes_on_net(every)
        line_nets = tuple([line[2] for line in lines])
    net = tax_minor = 0
    for tax in taxes:
        net += tax[2]
        tax_minor += tax[3]
    if not (-MAX_MINOR <= net <= MAX_MINOR and -MAX_MINOR <= net + tax_minor <= MAX_MINOR):
        raise BillingError("the total of a document is too large", remedy="split it over several documents")
    return Totals(line_nets, net, tax_minor, net + tax_minor, taxes)


def amount_due(total_minor: int, prepaid_minor: int = 0, rounding_minor: int = 0) -> int:
    """Amount due for payment (BT-115 = BT-112 - BT-113 + BT-114, EN 16931 BR-CO-16)."""
    return total_minor - prepaid_minor + rounding_minor
