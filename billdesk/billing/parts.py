"""Parts of a charge: the lines that one (order line, period) gives where it is billed by more than its own columns.

A period that an amendment cuts gives a line per piece, a tiered price one per tier, an amount off one of its own; an
amendment of a period that is billed already gives lines that credit what was and charge what is. Parts of one charge sum
exactly to its price rounded once: each takes what it has over its own rounded figures as a remainder.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

ROLES = ("piece", "tier", "allowance", "credit", "charge", "milestone", "late")
"""What a part is: a piece of the period, a tier of it, the amount off, what an amendment takes back or charges, a step of a
plan, or usage that was recorded after its period had been billed."""
ADJUSTING = ("credit", "charge")
"""The roles of what an amendment does to a period that was billed before it."""


class Part(NamedTuple):
    """Which part of a charge a line is. The first part (`number` 1) holds the claim on [claim_from, claim_until).

    `amendment_no` is the amendment that is charged or credited for, or the last one that a regular part knows. `from_e6` and
    `until_e6` are the quantities of a tier (exclusive, inclusive; None for no limit). `remainder_minor` is what the line has
    over its own rounded figures.
    """

    number: int
    role: str
    claim_from: date
    claim_until: date | None
    amendment_no: int
    from_e6: int | None = None
    until_e6: int | None = None
    remainder_minor: int = 0
