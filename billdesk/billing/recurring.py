"""What a recurring charge is worth a month, so that charges of different cadences can be added up."""

from __future__ import annotations

from fractions import Fraction

from billdesk.billing.cadence import Cadence
from billdesk.billing.money import half_up

_YEAR_DAYS = Fraction(3_652_425, 10_000)
"""Days of a year on the average of the Gregorian calendar."""


def times_a_year(cadence: Cadence) -> Fraction:
    """How often a charge of this cadence comes in a year of twelve months, or of 365.2425 days; exact."""
    return Fraction(12, cadence.months) if cadence.months else _YEAR_DAYS / cadence.days


def monthly_minor(amount_minor: int, cadence: Cadence) -> int:
    """What an amount per period is a month, in minor units, rounded half-up once."""
    exact = amount_minor * times_a_year(cadence) / 12
    return half_up(exact.numerator, exact.denominator)
