"""Figures and days as they stand on paper."""

from datetime import date

import pytest

from billdesk.documents.countries import country_code, country_name, locality
from billdesk.documents.formats import day, iban, money, percent, period, price, quantity


@pytest.mark.parametrize(
    ("minor", "currency", "expected"),
    [
        (0, "EUR", "0.00"),
        (123_456, "EUR", "1,234.56"),
        (-123_456, "EUR", "-1,234.56"),
        (-5, "USD", "-0.05"),
        (1_234_567, "JPY", "1,234,567"),
        (1_234_567, "KWD", "1,234.567"),
        (99_999_999_999_999, "USD", "999,999,999,999.99"),
    ],
)
def test_money_is_grouped_with_the_digits_of_its_currency(minor, currency, expected):
    assert money(minor, currency) == expected


@pytest.mark.parametrize(
    ("e4", "currency", "expected"),
    [
        (12_345_678, "EUR", "1,234.5678"),
        (100_000, "EUR", "10.00"),
        (-500, "EUR", "-0.05"),
        (100_000, "JPY", "10"),
        (105_000, "JPY", "10.5"),
        (10_000, "KWD", "1.000"),
    ],
)
def test_price_has_the_digits_of_its_currency_at_least(e4, currency, expected):
    assert price(e4, currency) == expected


@pytest.mark.parametrize(
    ("e6", "expected"), [(1_000_000, "1"), (1_500_000, "1.5"), (1, "0.000001"), (-1_234_500_000, "-1,234.5"), (-500_000, "-0.5")]
)
def test_quantity_has_no_needless_zeros(e6, expected):
    assert quantity(e6) == expected


def test_percent_is_short():
    assert [percent(e4) for e4 in (190_000, 75_000, 88_750, 0)] == ["19%", "7.5%", "8.875%", "0%"]


def test_month_is_written_out():
    assert day(date(2026, 3, 4), "A4") == "4 Mar 2026"
    assert day(date(2026, 3, 4), "Letter") == "Mar 4, 2026"


#  from [------------------) until
#  1 Feb              28 Feb | 1 Mar
def test_period_shows_its_last_day():
    assert period(date(2026, 2, 1), date(2026, 3, 1), "A4") == "1 Feb 2026 – 28 Feb 2026"


def test_open_period_shows_the_end_that_it_has():
    assert period(date(2026, 2, 1), None, "A4") == "1 Feb 2026 –"
    assert period(None, date(2026, 3, 1), "A4") == "– 28 Feb 2026"
    assert period(None, None, "A4") == ""


def test_iban_stands_in_groups_of_four():
    assert iban("de89 370400440532013000") == "DE89 3704 0044 0532 0130 00"


def test_countries_are_found_by_code_and_by_name():
    assert [country_code(text) for text in ("DE", "de", "Germany", " USA ", "UK", "Freedonia", "")] == [
        "DE",
        "DE",
        "DE",
        "US",
        "GB",
        "",
        "",
    ]
    assert [country_name(text) for text in ("CI", "se", "Freedonia")] == ["Côte d’Ivoire", "Sweden", "Freedonia"]


def test_postcode_stands_where_the_country_has_it():
    assert locality("Eugene", "OR", "97403", "US") == ["Eugene, OR 97403"]
    assert locality("London", "", "WA1 1DP", "GB") == ["London", "WA1 1DP"]
    assert locality("Berlin", "", "12209", "DE") == ["12209 Berlin"]
    assert locality("", "", "", "US") == []
