"""Recurring revenue: what the active recurring order lines are worth a month and a year, per currency. Reads only.

A line counts while its period runs: its order is active (or was completed with everything billed), it has started and not
ended. What a cadence counts a year is `billing.recurring`'s to say; sums are exact and rounded half-up once per currency.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import Connection

from billdesk.billing.cadence import parse_cadence
from billdesk.billing.money import WHOLE_PERCENT_E4, half_up, price_divisor
from billdesk.billing.recurring import times_a_year
from billdesk.db.bulk import fetch_rows

_SMALL = 3_000_000_000
"""Quantities and prices up to here multiply within 64 bits; a sum of products is taken in two parts for the same reason."""
_PART = 1_000_000_000
_IS_SMALL = f"l.quantity_e6 BETWEEN 0 AND {_SMALL} AND l.unit_price_e4 BETWEEN 0 AND {_SMALL}"
_PRODUCT = f"CASE WHEN {_IS_SMALL} THEN l.quantity_e6 * l.unit_price_e4 END"
_LINES = """FROM order_lines l JOIN orders o ON o.id = l.order_id
 WHERE l.charge_type = 'recurring' AND l.start_on <= ? AND (l.end_on IS NULL OR l.end_on >= ?)
 AND o.status IN ('active', 'completed') AND l.unit_price_e4 IS NOT NULL"""
_SUMS = f"""SELECT o.currency, l.every, l.discount_e4, count(*), count({_PRODUCT}), sum({_PRODUCT} / {_PART}),
 sum({_PRODUCT} % {_PART}) {_LINES} GROUP BY 1, 2, 3"""
_LARGE = f"SELECT o.currency, l.every, l.discount_e4, l.quantity_e6, l.unit_price_e4 {_LINES} AND NOT ({_IS_SMALL})"


@dataclass(frozen=True, slots=True)
class Recurring:
    """What the active recurring lines of one currency are worth, in minor units."""

    currency: str
    line_count: int
    monthly_minor: int
    yearly_minor: int


def recurring_revenue(connection: Connection, as_of: date) -> list[Recurring]:
    """The recurring revenue on `as_of`, by currency in order of its code."""
    on = (as_of.isoformat(), as_of.isoformat())
    counts: dict[str, int] = {}
    yearly: dict[str, Fraction] = {}

    def add(currency: str, every: str, discount_e4: int, count: int, product: int) -> None:
        worth = Fraction(product * (WHOLE_PERCENT_E4 - discount_e4), price_divisor(currency))
        counts[currency] = counts.get(currency, 0) + count
        yearly[currency] = yearly.get(currency, Fraction()) + worth * times_a_year(parse_cadence(every))

    large_count = 0
    for currency, every, discount_e4, count, small_count, high, low in fetch_rows(connection, _SUMS, on):
        large_count += count - small_count
        if small_count:
            add(currency, every, discount_e4, small_count, int(high) * _PART + int(low))
    for currency, every, discount_e4, quantity_e6, price_e4 in fetch_rows(connection, _LARGE, on) if large_count else ():
        add(currency, every, discount_e4, 1, quantity_e6 * price_e4)
    return [Recurring(c, counts[c], _rounded(yearly[c] / 12), _rounded(yearly[c])) for c in sorted(yearly)]


def _rounded(amount: Fraction) -> int:
    return half_up(amount.numerator, amount.denominator)
