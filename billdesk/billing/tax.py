"""Tax per category and rate over a whole document.

EN 16931: the taxable amount of a category (BT-116) is the sum of its line net amounts, less allowances, plus charges of
the document; its tax (BT-117) is taxable amount x rate, rounded half-up once per category (BR-CO-17), never per line.
Prices may include tax (gross): then the gross sum per category is kept to the minor unit and the tax is taken out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from billdesk.billing.errors import BillingError
from billdesk.billing.money import WHOLE_PERCENT_E4, format_percent, half_up

CATEGORIES = {
    "S": "Standard rate",
    "Z": "Zero rated",
    "E": "Exempt from tax",
    "AE": "Reverse charge",
    "K": "Intra-community supply",
    "G": "Export outside the EU",
    "O": "Outside the scope of tax",
}
"""EN 16931 codes of BT-151 (UNCL 5305) that BillDesk writes, with their plain names."""


class TaxLine(NamedTuple):
    """What one line brings to the tax summary: category, rate in percent x 10^4, amount in minor units."""

    category: str
    rate_e4: int
    amount_minor: int


class TaxTotal(NamedTuple):
    """One row of the tax summary: taxable amount (BT-116) and tax (BT-117) in minor units."""

    category: str
    rate_e4: int
    taxable_minor: int
    tax_minor: int


def check_category(category: str, rate_e4: int) -> None:
    """Refuse a category that EN 16931 does not know, or a rate that does not go with it (BR-S-05, BR-Z-05 …)."""
    if category not in CATEGORIES:
        raise BillingError(f"unknown tax category {category!r}", remedy=f"use one of {', '.join(CATEGORIES)}")
    if not 0 <= rate_e4 <= WHOLE_PERCENT_E4:
        raise BillingError(f"tax rate {format_percent(rate_e4)} is out of range", remedy="use 0 to 100")
    if category == "S" and rate_e4 == 0:
        raise BillingError("tax category S needs a rate above 0", remedy="give a rate, or use Z, E or O")
    if category != "S" and rate_e4 != 0:
        raise BillingError(f"tax category {category} goes with rate 0", remedy="set the rate to 0, or use category S")


def taxes_on_net(lines: Iterable[TaxLine]) -> tuple[TaxTotal, ...]:
    """The tax summary of lines whose amounts are net of tax, ordered by category and rate."""
    sums: dict[tuple[str, int], int] = {}
    for category, rate_e4, amount in lines:
        key = (category, rate_e4)
        sums[key] = sums.get(key, 0) + amount
    ordered = sorted(sums.items()) if len(sums) > 1 else sums.items()
    return tuple([TaxTotal(*key, taxable, half_up(taxable * key[1], WHOLE_PERCENT_E4)) for key, taxable in ordered])


def taxes_in_gross(lines: Sequence[TaxLine]) -> tuple[tuple[TaxTotal, ...], tuple[int, ...]]:
    """The tax summary of lines whose amounts include tax, and the net amount of each line.

    Per category: tax = half-up(gross x rate / (100 % + rate)), net = gross - tax, so that net + tax is the gross sum
    exactly. Line nets share their category's net, each taking what the running sum leaves, so that they add up too.
    """
    gross: dict[tuple[str, int], int] = {}
    nets: list[int] = []
    for category, rate_e4, amount in lines:
        key = (category, rate_e4)
        before = gross.get(key, 0)
        gross[key] = before + amount
        nets.append(_net_of(before + amount, rate_e4) - _net_of(before, rate_e4))
    totals = tuple(
        TaxTotal(category, rate, _net_of(total, rate), total - _net_of(total, rate))
        for (category, rate), total in sorted(gross.items())
    )
    return totals, tuple(nets)


def _net_of(gross_minor: int, rate_e4: int) -> int:
    return gross_minor - half_up(gross_minor * rate_e4, WHOLE_PERCENT_E4 + rate_e4)
