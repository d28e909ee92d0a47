"""Tax per category and rate: on net amounts, and taken out of gross ones to the minor unit."""

import pytest

from billdesk.billing.errors import BillingError
from billdesk.billing.tax import TaxLine, TaxTotal, check_category, taxes_in_gross, taxes_on_net

VAT_19 = 190_000
VAT_7 = 70_000


def test_tax_is_rounded_once_per_category_and_not_per_line():
    # Three lines of 0.50 at 5 %: per line 0.025 -> 0.03 each, 0.09; on their sum 1.50 x 5 % = 0.075 -> 0.08.
    lines = [TaxLine("S", 50_000, 50)] * 3

    assert taxes_on_net(lines) == (TaxTotal("S", 50_000, 150, 8),)


def test_each_category_and_rate_has_a_row_of_its_own_in_order():
    lines = [TaxLine("Z", 0, 1_000), TaxLine("S", VAT_19, 10_000), TaxLine("S", VAT_7, 10_000), TaxLine("S", VAT_19, 1)]

    # 100.01 x 19 % = 19.0019; 100.00 x 7 % = 7.00
    assert taxes_on_net(lines) == (
        TaxTotal("S", VAT_7, 10_000, 700),
        TaxTotal("S", VAT_19, 10_001, 1_900),
        TaxTotal("Z", 0, 1_000, 0),
    )


def test_a_negative_sum_mirrors_its_positive_twin():
    # 0.50 x 5 % = 0.025 -> 0.03
    assert taxes_on_net([TaxLine("S", 50_000, 50)]) == (TaxTotal("S", 50_000, 50, 3),)
    assert taxes_on_net([TaxLine("S", 50_000, -50)]) == (TaxTotal("S", 50_000, -50, -3),)


def test_no_lines_have_no_tax():
    assert taxes_on_net([]) == ()
    assert taxes_in_gross([]) == ((), ())


def test_tax_is_taken_out_of_a_gross_price():
    # 119.00 x 19/119 = 19.00
    assert taxes_in_gross([TaxLine("S", VAT_19, 11_900)]) == ((TaxTotal("S", VAT_19, 10_000, 1_900),), (10_000,))


def test_three_gross_lines_of_9_99_stay_29_97():
    # 29.97 x 19/119 = 4.78521... -> 4.79, net 25.18. Nets of the running sums: 9.99 -> 8.39 (tax 1.595 -> 1.60),
    # 19.98 -> 16.79 (tax 3.1901 -> 3.19), 29.97 -> 25.18: lines 8.39, 8.40, 8.39.
    taxes, nets = taxes_in_gross([TaxLine("S", VAT_19, 999)] * 3)

    assert taxes == (TaxTotal("S", VAT_19, 2_518, 479),)
    assert nets == (839, 840, 839)


def test_gross_lines_of_different_rates_do_not_mix():
    # 1.07 at 7 %: 0.07 of tax; 1.19 at 19 %: 0.19; 5.00 at nothing
    lines = [TaxLine("S", VAT_7, 107), TaxLine("S", VAT_19, 119), TaxLine("Z", 0, 500)]
    taxes, nets = taxes_in_gross(lines)

    assert taxes == (TaxTotal("S", VAT_7, 100, 7), TaxTotal("S", VAT_19, 100, 19), TaxTotal("Z", 0, 500, 0))
    assert nets == (100, 100, 500)


def test_a_gross_credit_mirrors_its_invoice():
    taxes, nets = taxes_in_gross([TaxLine("S", VAT_19, -999)] * 3)

    assert taxes == (TaxTotal("S", VAT_19, -2_518, -479),)
    assert nets == (-839, -840, -839)


@pytest.mark.parametrize(
    ("category", "rate"), [("S", 1), ("S", 1_000_000), ("Z", 0), ("E", 0), ("AE", 0), ("K", 0), ("G", 0), ("O", 0)]
)
def test_a_category_with_a_rate_that_fits_is_taken(category: str, rate: int):
    check_category(category, rate)


@pytest.mark.parametrize(
    ("category", "rate", "words"),
    [
        ("", 0, "unknown tax category ''; use one of S, Z, E, AE, K, G, O"),
        ("s", 190_000, "unknown tax category 's'"),
        ("VAT", 190_000, "unknown tax category 'VAT'"),
        ("S", 0, "tax category S needs a rate above 0"),
        ("Z", 190_000, "tax category Z goes with rate 0"),
        ("AE", 1, "tax category AE goes with rate 0"),
        ("S", 1_000_001, r"tax rate 100\.0001 is out of range; use 0 to 100"),
        ("S", -1, r"tax rate -0\.0001 is out of range"),
    ],
)
def test_a_category_that_does_not_fit_its_rate_is_refused(category: str, rate: int, words: str):
    with pytest.raises(BillingError, match=words):
        check_category(category, rate)
