"""Prices that depend on the quantity: volume and graduated tiers, blocks and packages, with a quantity included.

    volume       all units at the price of the tier that the quantity reaches
    graduated    each unit at the price of the tier that it lies in
    package      whole packages of so many units, a started one counts

A tier may have a fee beside its unit price, charged once where the tier is used: a block price is a tier with a fee and a
unit price of 0. The quantity included is free and comes off before rating. Every price comes down to components, each a plain
quantity x unit price, so that an invoice line shows exactly what it multiplies (EN 16931 BT-131).

Written as `graduated 1000@0.10 5000@0.08+25 *@0.05 included 100`: up to 1,000 units 0.10 each, up to 5,000 0.08 each and a
fee of 25, beyond 0.05; 100 units free. A package price is `package 12@30`: 30 for each started dozen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from billdesk.billing.errors import BillingError
from billdesk.billing.money import PRICE_PLACES, QUANTITY_PLACES, WHOLE_PERCENT_E4, format_scaled, parse_scaled

MODELS = ("volume", "graduated", "package")
ONE_E6 = 10**QUANTITY_PLACES
MAX_TIERS = 100

_TIER = re.compile(r"(\*|[0-9.]+)@([0-9.]+)(?:\+([0-9.]+))?", re.ASCII)


class Tier(NamedTuple):
    """Units up to `until_e6` (inclusive; None: no limit), each at `unit_price_e4`, and `fee_e4` once where it is used."""

    until_e6: int | None
    unit_price_e4: int
    fee_e4: int = 0


class Pricing(NamedTuple):
    """A price that depends on the quantity. `package_e6` is the size of a package, 0 for the other models."""

    model: str
    tiers: tuple[Tier, ...]
    included_e6: int = 0
    package_e6: int = 0

    def text(self) -> str:
        """The canonical form, which `parse_pricing` reads back."""
        words = [self.model]
        for until, price, fee in self.tiers:
            limit = format_scaled(self.package_e6, QUANTITY_PLACES) if self.package_e6 else "*"
            limit = limit if until is None else format_scaled(until, QUANTITY_PLACES)
            words.append(
                f"{limit}@{format_scaled(price, PRICE_PLACES)}" + (f"+{format_scaled(fee, PRICE_PLACES)}" if fee else "")
            )
        if self.included_e6:
            words += ["included", format_scaled(self.included_e6, QUANTITY_PLACES)]
        return " ".join(words)


class Component(NamedTuple):
    """One plain factor pair of a price: quantity x unit price x (1 - discount). `role` is one of `parts.ROLES`.

    `from_e6` (exclusive) and `until_e6` (inclusive, None: no limit) are the tier that it lies in; both None without tiers.
    """

    quantity_e6: int
    unit_price_e4: int
    discount_e4: int
    role: str = "piece"
    from_e6: int | None = None
    until_e6: int | None = None

    @property
    def weight(self) -> int:
        """What it costs exactly, as a numerator over `money.price_divisor`."""
        left_e4: int = WHOLE_PERCENT_E4 - self.discount_e4
        return self.quantity_e6 * self.unit_price_e4 * left_e4


@lru_cache(maxsize=4096)
def parse_pricing(text: str) -> Pricing:
    """Read the form that the module's docstring shows. Raises BillingError with the remedy for anything else."""
    words = text.split()
    if not words or words[0] not in MODELS:
        raise BillingError(f"{text!r} names no way of pricing", remedy=f"begin with one of: {', '.join(MODELS)}")
    model, *rest = words
    included = 0
    if len(rest) >= 2 and rest[-2] == "included":
        included = parse_scaled(rest[-1], QUANTITY_PLACES, "quantity")
        rest = rest[:-2]
    tiers: list[Tier] = []
    package = 0
    for word in rest:
        match = _TIER.fullmatch(word)
        if match is None:
            raise BillingError(
                f"{word!r} is no tier", remedy="write a tier as LIMIT@PRICE, such as 1000@0.10, the last as *@0.05"
            )
        limit, price, fee = match.groups()
        until = None if limit == "*" else parse_scaled(limit, QUANTITY_PLACES, "quantity")
        if model == "package":
            package, until = until or 0, None
        tiers.append(Tier(until, parse_scaled(price, PRICE_PLACES, "price"), parse_scaled(fee or "0", PRICE_PLACES, "fee")))
    return checked(Pricing(model, tuple(tiers), included, package))


def checked(pricing: Pricing) -> Pricing:
    """The pricing, unless it leaves a quantity without a price: BillingError says which."""
    tiers = pricing.tiers
    if not tiers or len(tiers) > MAX_TIERS:
        raise BillingError("a price has no tiers" if not tiers else "a price has too many tiers", remedy=f"give 1 to {MAX_TIERS}")
    if pricing.model == "package":
        if len(tiers) != 1 or pricing.package_e6 <= 0:
            raise BillingError("a package price has one tier and a size above 0", remedy="write it as package 12@30")
        return pricing
    limits = [0, *(tier.until_e6 for tier in tiers[:-1])]
    for before, after in pairwise(limits):
        if before is None or after is None or after <= before:
            raise BillingError("the limits of the tiers do not rise", remedy="order them, each above the one before")
    if tiers[-1].until_e6 is not None:
        last = format_scaled(tiers[-1].until_e6, QUANTITY_PLACES)
        raise BillingError(f"there is no price above {last}", remedy="let the last tier be without limit, such as *@0.05")
    return pricing


def components(
    quantity_e6: int, unit_price_e4: int, discount_e4: int = 0, allowance_e4: int = 0, pricing: Pricing | None = None
) -> tuple[Component, ...]:
    """What `quantity_e6` costs, as plain factor pairs. `unit_price_e4` counts where there is no `pricing`.

    `allowance_e4` is an amount off (at most the price is the caller's business), as a pair of its own with quantity -1. A
    negative quantity gives the negative of its positive one.
    """
    found: list[Component] = []
    if pricing is None:
        found.append(Component(quantity_e6, unit_price_e4, discount_e4))
    else:
        sign = -1 if quantity_e6 < 0 else 1
        for quantity, price, from_e6, until_e6 in _rated(abs(quantity_e6), pricing):
            found.append(Component(sign * quantity, price, discount_e4, "tier", from_e6, until_e6))
        if not found:
            found.append(Component(0, pricing.tiers[0].unit_price_e4, discount_e4, "tier", 0, pricing.tiers[0].until_e6))
    if allowance_e4:
        found.append(Component(-ONE_E6, allowance_e4, 0, "allowance"))
    return tuple(found)


def _rated(quantity_e6: int, pricing: Pricing) -> Iterator[tuple[int, int, int, int | None]]:
    """(quantity, unit price, tier from, tier until) pairs of a positive quantity; fees are pairs of quantity 1."""
    left = max(quantity_e6 - pricing.included_e6, 0)
    if not left:
        return
    if pricing.model == "package":
        packages = -(-left // pricing.package_e6)
        yield packages * ONE_E6, pricing.tiers[0].unit_price_e4, 0, None
        if pricing.tiers[0].fee_e4:
            yield ONE_E6, pricing.tiers[0].fee_e4, 0, None
        return
    begin = 0
    for until, price, fee in pricing.tiers:  # pragma: no branch -- the last one is without limit
        is_last = until is None or left <= until
        inside = (left if is_last else until or 0) - begin
        if pricing.model == "graduated" or is_last:
            quantity = inside if pricing.model == "graduated" else left
            if price or not fee:
                yield quantity, price, begin, until
            if fee:
                yield ONE_E6, fee, begin, until
        if is_last:
            return
        begin = until or 0
