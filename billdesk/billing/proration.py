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

    The pieces sum exactly to the amount, and none has the opposite sign. A piece may differ from its exact share by the
    rounding of those before it. Raises BillingError when the weights are negative or sum to nothing.
    """
    whole = sum(weights)
    if whole <= 0 or any(weight < 0 for weight in weights):
        raise BillingError("an amount cannot be shared out over no days", remedy="give at least one day or share")
    sign, left = (-1 if amount_minor < 0 else 1), abs(amount_minor)
    pieces: list[int] = []
    for weight in weights[:-1]:
        # Two cents in four quarters are 1, 1, 0, 0: halves that go up must not leave the last piece below zero.
        piece = min(half_up(abs(amount_minor) * weight, whole), left)
        left -= piece
        pieces.append(sign * piece)
    return (*pieces, sign * left)
