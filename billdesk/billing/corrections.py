"""What a credit note may take of an invoice, and the tax on it, so that all credit notes of one sum to it exactly.

Per tax category (EN 16931 BG-23): the tax of a credit note is computed on its own lines; the note that takes the last of a
category takes exactly the tax that is left of it. Prices that include tax keep the nets of the lines credited.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from billdesk.billing.errors import BillingError, FieldError
from billdesk.billing.money import WHOLE_PERCENT_E4, format_minor, format_percent, half_up
from billdesk.billing.proration import share_out
from billdesk.billing.tax import TaxTotal

TaxKey = tuple[str, int]
"""A tax category and its rate in percent x 10^4."""


class CreditLine(NamedTuple):
    """What a line of a credit note takes: net, and gross where prices include tax, in minor units."""

    category: str
    rate_e4: int
    net_minor: int
    gross_minor: int | None


class Left(NamedTuple):
    """What is left of a tax category of an invoice: taxable amount and tax in minor units."""

    taxable_minor: int
    tax_minor: int

    def amount_minor(self, includes_tax: bool) -> int:
        """As prices count it: with the tax or without."""
        return self.taxable_minor + self.tax_minor if includes_tax else self.taxable_minor


def what_is_left(invoice: Iterable[TaxTotal], credited: Iterable[TaxTotal]) -> dict[TaxKey, Left]:
    """The tax summary of an invoice less those of its credit notes."""
    left = {(tax.category, tax.rate_e4): Left(tax.taxable_minor, tax.tax_minor) for tax in invoice}
    for category, rate, taxable, tax_minor in credited:
        before = left.get((category, rate), Left(0, 0))
        left[category, rate] = Left(before.taxable_minor - taxable, before.tax_minor - tax_minor)
    return left


def is_within(amount_minor: int, left_minor: int) -> bool:
    """Whether an amount lies between nothing and what is left, whichever sign that has."""
    return 0 <= amount_minor <= left_minor if left_minor >= 0 else left_minor <= amount_minor <= 0


def tax_credited(net_minor: int, gross_minor: int | None, rate_e4: int, left: Left) -> int:
    """The tax that crediting `net_minor` of a category takes; `gross_minor` is None where prices are net of tax."""
    if gross_minor is not None:
        return gross_minor - net_minor
    if net_minor == left.taxable_minor:
        return left.tax_minor
    tax = half_up(net_minor * rate_e4, WHOLE_PERCENT_E4)
    # Many notes that each round up must not take more than there is.
    return min(tax, left.tax_minor) if left.tax_minor >= 0 else max(tax, left.tax_minor)


def credit_taxes(lines: Sequence[CreditLine], left: Mapping[TaxKey, Left], currency: str, number: str) -> tuple[TaxTotal, ...]:
    """The tax summary of a credit note of invoice `number`. Raises BillingError where it takes more than is left."""
    nets: dict[TaxKey, int] = {}
    grosses: dict[TaxKey, int | None] = {}
    for category, rate, net, gross in lines:
        key = (category, rate)
        nets[key] = nets.get(key, 0) + net
        grosses[key] = None if gross is None else (grosses.get(key) or 0) + gross
    taxes = []
    for (category, rate), net in sorted(nets.items()):
        own = left.get((category, rate), Left(0, 0))
        if not is_within(net, own.taxable_minor):
            _refuse(net, own.taxable_minor, f"net at {format_percent(rate)} % tax", currency, number)
        taxes.append(TaxTotal(category, rate, net, tax_credited(net, grosses[category, rate], rate, own)))
    total, whole = sum(tax[2] + tax[3] for tax in taxes), sum(map(sum, left.values()))
    if not is_within(total, whole):
        _refuse(total, whole, "with tax", currency, number)
    return tuple(taxes)


def share_credit(
    amount_minor: int, left: Mapping[TaxKey, Left], includes_tax: bool, currency: str, number: str
) -> list[CreditLine]:
    """Lines that credit an amount, one per tax category, in proportion to what is left of each.

    The amount counts as prices do: with tax where they include it, net otherwise. Raises FieldError (`amount`) for one that
    is not above 0 or over what is left, and BillingError where categories are left with different signs.
    """
    keys = [key for key, rest in sorted(left.items()) if rest.amount_minor(includes_tax)]
    weights = [left[key].amount_minor(includes_tax) for key in keys]
    if any(weight < 0 for weight in weights):
        raise BillingError("an invoice that owes money to the customer is not credited by an amount", number, "credit it by line")
    if not 0 < amount_minor <= sum(weights):
        rest, kind = format_minor(sum(weights), currency), "with tax" if includes_tax else "net"
        what = f"{format_minor(amount_minor, currency)} cannot be credited: {currency} {rest} {kind} is left of the invoice"
        raise FieldError("amount", what, number, f"give an amount above 0, up to {rest}")
    lines = []
    for (category, rate), amount in zip(keys, _capped(share_out(amount_minor, weights), weights), strict=True):
        if amount:
            lines.append(CreditLine(category, rate, *_net_and_gross(amount, rate, left[category, rate], includes_tax)))
    return lines


def _net_and_gross(amount: int, rate: int, rest: Left, includes_tax: bool) -> tuple[int, int | None]:
    if not includes_tax:
        return amount, None
    if amount == rest.taxable_minor + rest.tax_minor:
        return rest.taxable_minor, amount
    tax = min(half_up(amount * rate, WHOLE_PERCENT_E4 + rate), rest.tax_minor)
    return min(amount - tax, rest.taxable_minor), amount


def _capped(pieces: Sequence[int], most: Sequence[int]) -> list[int]:
    """The pieces, what rounding puts above a category moved to one that has room."""
    capped = [min(piece, limit) for piece, limit in zip(pieces, most, strict=True)]
    over = sum(pieces) - sum(capped)
    for index, limit in enumerate(most):
        more = min(over, limit - capped[index])
        capped[index] += more
        over -= more
    return capped


def _refuse(amount: int, rest: int, kind: str, currency: str, number: str) -> None:
    what = f"{format_minor(amount, currency)} {kind} is more than is left of the invoice: {format_minor(rest, currency)}"
    raise BillingError(what, number, "credit less, or all that is left")
