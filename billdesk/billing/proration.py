"""Cutting one price into pieces by days, without losing or making a minor unit.

Used where a whole period is shared out: a stub is one piece on its own (rounded half-up once, see
`money.line_amount`), the pieces of one period sum exactly to its price. Rule: BillDesk DESIGN, Periods.
"""

from __future__ import annotations

from collections.abc import Sequence

from billdesk.billing.errors import BillingError
from billdesk.billing.money import half_up


def share_out(amount_minor: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Cut `amount_minor` in proportion to `weights` (days, shares), each rounded half-up, the last takes the remainder.

    The pieces sum exactly to the amount. A piece may differ from its exact share by the rounding of those before it.
    Raises BillingError when the weights are negative or sum to nothing.
    """
    whole = sum(weights)
    if whole <= 0 or any(weight < 0 for weight in weights):
        raise BillingError("an amount cannot be shared out over no days", remedy="give at least one day or share")
    pieces = [half_up(amount_minor * weight, whole) for weight in weights[:-1]]
    return (*pieces, amount_minor - sum(pieces))
