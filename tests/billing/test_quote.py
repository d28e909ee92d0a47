"""Discounts that compound, and amounts off."""

import pytest

from billdesk.billing.errors import BillingError
from billdesk.billing.quote import NOTHING, amounts_off, effective_discount, first_invoice


def test_discounts_compound_to_one_percent_of_four_decimals():
    """10 % and 5 % are 14.5 %; 12.5 %, 7.25 % and 3 % are 1 - 0.875 x 0.9275 x 0.97 = 21.278438 %, rounded 21.2784."""
    assert effective_discount(100_000, 50_000) == 145_000
    assert effective_discount(125_000, 72_500, 30_000) == 212_784
    assert effective_discount() == 0


def test_an_amount_off_is_shared_by_category_and_rate():
    """30.00 off 100.00 at 19 % and 50.00 at 7 %."""
    assert amounts_off(3_000, [("S", 190_000, 10_000), ("S", 70_000, 5_000)]) == [("S", 190_000, 2_000), ("S", 70_000, 1_000)]
    assert amounts_off(0, [("S", 190_000, 10_000)]) == []


def test_an_amount_off_above_what_it_comes_off_is_refused():
    with pytest.raises(BillingError, match="more than what it comes off"):
        amounts_off(10_001, [("S", 190_000, 10_000)])


def test_a_quote_that_sets_up_nothing_has_no_first_invoice():
    assert first_invoice({}, "USD", False) == NOTHING
