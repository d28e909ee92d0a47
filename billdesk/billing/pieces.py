"""Pieces of one whole, such as the stretches of a period or the steps of a plan, and the parts of a charge that they give.

The amounts of the parts are the steps of a running sum, rounded once each, so that they sum exactly to the whole rounded once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from billdesk.billing.amendment import Agreed, History, Stretch
from billdesk.billing.errors import BillingError
from billdesk.billing.line_terms import LineTerms
from billdesk.billing.money import as_price, half_up, line_amount, price_divisor
from billdesk.billing.order import Charge, OrderLine
from billdesk.billing.parts import Part
from billdesk.billing.period import period_from
from billdesk.billing.pricing import Component, components


class SpecialItem(NamedTuple):
    """A part on its way to an invoice: the line with the part's own figures, its days, its quantity, and what part it is."""

    line: OrderLine
    charge: Charge
    quantity_e6: int
    part: Part


class Piece(NamedTuple):
    """A component for [from_on, until_on), `used` of `whole` days, before its amount is known."""

    component: Component
    from_on: date
    until_on: date | None
    used: int
    whole: int


def in_parts(
    line: OrderLine,
    pieces: Sequence[Piece],
    roles: Sequence[str],
    claim: tuple[date, date | None],
    due_on: date,
    amendment_no: int,
    before: int,
) -> list[SpecialItem]:
    """Entries of one whole as items, whose amounts are the steps of their running sum, rounded once each.

    `before` is what the sum begins with, as a numerator over the price divisor x whole days.
    """
    divisor = price_divisor(line.currency)
    items = []
    for number, (piece, role) in enumerate(zip(pieces, roles, strict=True), 1):
        (quantity, price, discount, _, from_e6, until_e6), from_on, until_on, used, whole = piece
        after = before + piece.component.weight * used
        amount = half_up(after, divisor * whole) - half_up(before, divisor * whole)
        before = after
        if used == whole:
            used = whole = 1
        remainder = amount - line_amount(quantity, price, discount, line.currency, used, whole)
        own = line._replace(quantity_e6=quantity, unit_price_e4=price, discount_e4=discount)
        part = Part(number, role, *claim, amendment_no, from_e6, until_e6, remainder)
        items.append(SpecialItem(own, Charge(from_on, until_on, due_on, used, whole), quantity, part))
    return items


def period_price(line: OrderLine, terms: LineTerms, agreed: History, from_on: date, until_on: date) -> int:
    """What the days [from_on, until_on) of one period cost by what is `agreed`, in minor units, rounded once."""
    whole = whole_days(line, from_on)
    exact = sum(
        component.weight * (days[1] - days[0]).days
        for days, now in merged(agreed.stretches(from_on, until_on))
        for component in priced(line, terms, now)
    )
    return half_up(exact, price_divisor(line.currency) * whole)


def merged(stretches: Iterator[Stretch]) -> Iterator[tuple[tuple[date, date], Agreed]]:
    """The stretches before the end of the line, neighbours on which the same is agreed as one."""
    for agreed, group in groupby(stretches, key=lambda stretch: stretch.agreed):
        parts = list(group)
        if agreed is not None:
            yield (parts[0].from_on, parts[-1].until_on), agreed


def priced(line: OrderLine, terms: LineTerms, agreed: Agreed) -> tuple[Component, ...]:
    """The components of a whole period, or of a one-time line, as it is `agreed`. Raises BillingError without a price."""
    if agreed.unit_price_e4 is None and terms.pricing is None:
        raise BillingError("a line has no price", f"{line.description!r}", "give the order line a unit price")
    allowance_e4 = as_price(agreed.allowance_minor, line.currency)
    return components(agreed.quantity_e6, agreed.unit_price_e4 or 0, agreed.discount_e4, allowance_e4, terms.pricing)


def whole_days(line: OrderLine, from_on: date) -> int:
    """The days of the whole period that the one from `from_on` is, or was cut from."""
    if line.cadence is None:
        raise BillingError("a recurring line has no cadence", f"order line {line.id}", "give it a cadence such as 1 month")
    period = period_from(line.start_on, None, line.cadence, line.bill_day, from_on)
    return period.whole_days if period is not None else 1
