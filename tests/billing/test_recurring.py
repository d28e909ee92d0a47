"""What a recurring charge is worth a month, worked out by hand."""

import pytest

from billdesk.billing.cadence import parse_cadence
from billdesk.billing.recurring import monthly_minor


@pytest.mark.parametrize(
    ("amount_minor", "every", "monthly"),
    [
        (31_00, "1 month", 31_00),
        (31_00, "2 months", 15_50),
        (100_00, "1 quarter", 33_33),
        (100_01, "1 semester", 16_67),
        (1200_00, "1 year", 100_00),
        (100, "2 years", 4),  # 4.1666
        (7_00, "1 week", 30_44),  # 1.00 a day x 30.436875
        (1_00, "1 day", 30_44),
        (10_00, "10 days", 30_44),
        (-7_00, "1 week", -30_44),
        (0, "1 day", 0),
    ],
)
def test_an_amount_per_period_becomes_one_per_month(amount_minor, every, monthly):
    assert monthly_minor(amount_minor, parse_cadence(every)) == monthly
