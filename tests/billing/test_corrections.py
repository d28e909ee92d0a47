"""What is left of an invoice, and credits that would take more."""

import pytest

from billdesk.billing.corrections import CreditLine, Left, credit_taxes, share_credit
from billdesk.billing.errors import BillingError

FULL = {("S", 190_000): Left(10_000, 1_900), ("S", 70_000): Left(5_000, 350)}


def test_an_amount_is_shared_in_proportion_to_what_is_left_of_each_rate():
    """30.00 over 100.00 and 50.00: 20.00 and 10.00."""
    lines = share_credit(3_000, FULL, False, "EUR", "INV-1")

    assert [(line.rate_e4, line.net_minor, line.gross_minor) for line in lines] == [(70_000, 1_000, None), (190_000, 2_000, None)]


def test_of_prices_with_tax_the_amount_is_gross_and_the_rest_is_taken_exactly():
    """119.00 and 53.50 are left; all of it takes both as they are, 11.90 of 119.00 alone are 10.00 and 1.90."""
    whole = share_credit(11_900 + 5_350, FULL, True, "EUR", "INV-1")
    part = share_credit(1_190, {("S", 190_000): Left(10_000, 1_900)}, True, "EUR", "INV-1")

    assert [(line.net_minor, line.gross_minor) for line in whole] == [(5_000, 5_350), (10_000, 11_900)]
    assert [(line.net_minor, line.gross_minor) for line in part] == [(1_000, 1_190)]


def test_an_amount_too_small_for_every_rate_goes_to_one():
    assert [line.net_minor for line in share_credit(1, FULL, False, "EUR", "INV-1")] == [1]


@pytest.mark.parametrize("amount", [0, -5, 15_001])
def test_an_amount_over_what_is_left_is_refused(amount: int):
    with pytest.raises(BillingError, match="cannot be credited"):
        share_credit(amount, FULL, False, "EUR", "INV-1")


def test_an_invoice_that_owes_money_in_one_rate_is_not_credited_by_an_amount():
    with pytest.raises(BillingError, match="owes money"):
        share_credit(100, {**FULL, ("Z", 0): Left(-100, 0)}, False, "EUR", "INV-1")


def test_lines_that_take_more_than_the_whole_are_refused_though_each_rate_has_it():
    left = {("S", 190_000): Left(10_000, 1_900), ("Z", 0): Left(-5_000, 0)}
    with pytest.raises(BillingError, match="with tax"):
        credit_taxes([CreditLine("S", 190_000, 10_000, None)], left, "EUR", "INV-1")


def test_lines_take_the_tax_of_their_rate_and_the_last_one_what_is_left():
    lines = [CreditLine("S", 190_000, 2_500, None), CreditLine("S", 70_000, 5_000, None)]

    assert credit_taxes(lines, FULL, "EUR", "INV-1") == (("S", 70_000, 5_000, 350), ("S", 190_000, 2_500, 475))
    with pytest.raises(BillingError, match="net at 19 % tax"):
        credit_taxes([CreditLine("S", 190_000, 10_001, None)], FULL, "EUR", "INV-1")
