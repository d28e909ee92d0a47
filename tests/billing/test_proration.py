"""Sharing out: pieces that sum to the whole, the last with the remainder."""

import pytest

from billdesk.billing.errors import BillingError
from billdesk.billing.proration import share_out


@pytest.mark.parametrize(
    ("amount", "weights", "pieces"),
    [
        # 31.00 over 15 and 16 days of a month
        (3_100, [15, 16], (1_500, 1_600)),
        # 10.00 in thirds: 3.33, 3.33, and 3.34 with the remainder
        (1_000, [1, 1, 1], (333, 333, 334)),
        # 0.05 in halves: 2.5 goes up
        (5, [1, 1], (3, 2)),
        (-5, [1, 1], (-3, -2)),
        (-1_000, [1, 1, 1], (-333, -333, -334)),
        (1_000, [7], (1_000,)),
        (1_000, [0, 1, 0], (0, 1_000, 0)),
        (0, [1, 2], (0, 0)),
        (2, [1, 1, 1, 1], (1, 1, 0, 0)),
        (-2, [1, 1, 1, 1], (-1, -1, 0, 0)),
    ],
)
def test_pieces_are_rounded_half_up_and_the_last_takes_the_remainder(amount: int, weights: list[int], pieces: tuple[int, ...]):
    assert share_out(amount, weights) == pieces


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [-1, 2], [3, -1], [-1]])
def test_nothing_is_shared_out_over_no_days_or_less(weights: list[int]):
    with pytest.raises(BillingError, match="cannot be shared out"):
        share_out(100, weights)
