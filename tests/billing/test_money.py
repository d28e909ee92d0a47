"""Money: what is read, what is refused, how it is rounded and written."""

import pytest

from billdesk.billing.errors import BillingError
from billdesk.billing.money import (
    MAX_MINOR,
    currency_digits,
    format_minor,
    format_percent,
    format_price,
    format_quantity,
    format_scaled,
    half_up,
    line_amount,
    parse_amount,
    parse_scaled,
    price_divisor,
)


@pytest.mark.parametrize(("code", "digits"), [("JPY", 0), ("USD", 2), ("EUR", 2), ("KWD", 3), ("TND", 3), ("CLF", 4)])
def test_a_currency_has_the_digits_of_iso_4217(code: str, digits: int):
    assert currency_digits(code) == digits


@pytest.mark.parametrize("code", ["", "usd", "XXX", "US", "EURO", "DEM"])
def test_a_currency_that_iso_4217_does_not_list_is_refused(code: str):
    with pytest.raises(BillingError, match="unknown currency") as caught:
        currency_digits(code)
    assert "ISO 4217" in caught.value.remedy


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [
        (0, 7, 0),
        (1, 2, 1),
        (3, 2, 2),
        (5, 2, 3),
        (1, 3, 0),
        (2, 3, 1),
        (149, 100, 1),
        (150, 100, 2),
        (-1, 2, -1),
        (-3, 2, -2),
        (-5, 2, -3),
        (-1, 3, 0),
        (-2, 3, -1),
        (-149, 100, -1),
        (-150, 100, -2),
        (10**40 + 1, 2, 5 * 10**39 + 1),
    ],
)
def test_halves_go_away_from_zero(numerator: int, denominator: int, rounded: int):
    assert half_up(numerator, denominator) == rounded


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1234.50", "USD", 123_450),
        ("1234.5", "USD", 123_450),
        ("1234", "USD", 123_400),
        ("12.", "USD", 1_200),
        ("0012.30", "USD", 1_230),
        (" 7.00 ", "USD", 700),
        ("+7", "USD", 700),
        ("-7.01", "USD", -701),
        ("-0", "USD", 0),
        ("1.500000", "USD", 150),
        ("980", "JPY", 980),
        ("980.00", "JPY", 980),
        ("1000000000000000", "JPY", 10**15),
        ("1.234", "KWD", 1_234),
        ("1.2345", "CLF", 12_345),
        ("10000000000000.00", "USD", 10**15),
        ("-10000000000000.00", "USD", -(10**15)),
        ("1." + "0" * 9_000, "USD", 100),
    ],
)
def test_a_plain_decimal_is_read_exactly(text: str, currency: str, minor: int):
    assert parse_amount(text, currency) == minor


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "1e400",
        "1e2",
        "NaN",
        "nan",
        "inf",
        "-inf",
        "Infinity",
        "1,5",
        "1,234.50",
        "1 234",
        "1_000",
        "٣",
        "１２",
        "½",
        "0x10",
        "--1",
        "+-1",
        "1.2.3",
        ".",
        "$5",
        "5 USD",
        "1\n2",
    ],
)
def test_what_is_no_plain_decimal_is_refused(text: str):
    with pytest.raises(BillingError, match="is not a plain decimal number") as caught:
        parse_amount(text, "USD")
    assert caught.value.remedy == "write it like 1234.50"


@pytest.mark.parametrize(("text", "currency", "places"), [("0.001", "USD", 2), ("0.5", "JPY", 0), ("1.0001", "KWD", 3)])
def test_more_digits_than_the_currency_has_are_refused_rather_than_rounded(text: str, currency: str, places: int):
    with pytest.raises(BillingError, match=f"has more than {places} decimals"):
        parse_amount(text, currency)


@pytest.mark.parametrize("text", ["10000000000000.01", "-10000000000000.01", "9999999999999999", "9" * 17, "9" * 5_000])
def test_an_amount_beyond_the_range_is_refused(text: str):
    with pytest.raises(BillingError, match="too large"):
        parse_amount(text, "USD")


def test_a_refusal_names_what_was_read():
    with pytest.raises(BillingError, match=r"^unit price '1,5' is not a plain decimal number; write it like 1234\.50$"):
        parse_scaled("1,5", 4, "unit price")


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (133_073_598, "USD", "1330735.98"),
        (5, "USD", "0.05"),
        (0, "USD", "0.00"),
        (-5, "USD", "-0.05"),
        (-120, "USD", "-1.20"),
        (980, "JPY", "980"),
        (-980, "JPY", "-980"),
        (1_234, "KWD", "1.234"),
        (12_345, "CLF", "1.2345"),
    ],
)
def test_an_amount_is_written_with_its_currencys_digits(minor: int, currency: str, text: str):
    assert format_minor(minor, currency) == text


@pytest.mark.parametrize(
    ("price_e4", "currency", "text"),
    [(200_000, "USD", "20.00"), (123, "USD", "0.0123"), (200_000, "JPY", "20"), (205_000, "JPY", "20.5"), (10, "KWD", "0.001")],
)
def test_a_price_shows_the_currencys_digits_at_least_and_four_at_most(price_e4: int, currency: str, text: str):
    assert format_price(price_e4, currency) == text


def test_quantities_and_percents_are_written_without_trailing_zeros():
    assert format_quantity(12_000_000) == "12"
    assert format_quantity(125_000) == "0.125"
    assert format_quantity(-1) == "-0.000001"
    assert format_percent(190_000) == "19"
    assert format_percent(75_000) == "7.5"
    assert format_scaled(-5, 0) == "-5"


@pytest.mark.parametrize(("currency", "divisor"), [("JPY", 10**16), ("USD", 10**14), ("KWD", 10**13), ("CLF", 10**12)])
def test_a_line_is_scaled_to_minor_units_of_its_currency(currency: str, divisor: int):
    assert price_divisor(currency) == divisor


@pytest.mark.parametrize(
    ("quantity_e6", "price_e4", "discount_e4", "currency", "amount"),
    [
        # 12 x 14.00 x 0.95 = 159.60
        (12_000_000, 140_000, 50_000, "USD", 15_960),
        # 0.5 x 0.01 = 0.005, a half that goes up
        (500_000, 100, 0, "USD", 1),
        (-500_000, 100, 0, "USD", -1),
        # 3 x 33.3333 = 99.9999
        (3_000_000, 333_333, 0, "USD", 10_000),
        # 1 x 149.5 yen
        (1_000_000, 1_495_000, 0, "JPY", 150),
        # 1 x 1.2345 dinar
        (1_000_000, 12_345, 0, "KWD", 1_235),
        # all of it given away
        (7_000_000, 999_999, 1_000_000, "USD", 0),
    ],
)
def test_a_lines_amount_is_quantity_by_price_less_discount_rounded_once(
    quantity_e6: int, price_e4: int, discount_e4: int, currency: str, amount: int
):
    assert line_amount(quantity_e6, price_e4, discount_e4, currency) == amount


def test_a_stub_is_rounded_once_after_the_days_are_taken():
    # 2 x 10.01 x 10/31 = 6.4580...
    assert line_amount(2_000_000, 100_100, 0, "USD", 10, 31) == 646
    # 1 x 0.33 x 0.5 (discount) x 1/2 = 0.0825 -> 0.08; rounding 0.165 to 0.17 first would give 0.085 -> 0.09
    assert line_amount(1_000_000, 3_300, 500_000, "USD", 1, 2) == 8


def test_a_month_of_31_split_on_the_16th_sums_to_31():
    # |---- 15 days ----|---- 16 days ----|
    assert line_amount(1_000_000, 310_000, 0, "USD", 15, 31) == 1_500
    assert line_amount(1_000_000, 310_000, 0, "USD", 16, 31) == 1_600


@pytest.mark.parametrize("quantity_e6", [10**15 * 10, -(10**15) * 10])
def test_a_line_beyond_the_range_of_amounts_is_refused(quantity_e6: int):
    with pytest.raises(BillingError, match="too large"):
        line_amount(quantity_e6, 10_000_0000, 0, "USD")


def test_a_line_at_the_edge_of_the_range_is_taken():
    assert line_amount(10**13 * 10**6, 10_000, 0, "USD") == MAX_MINOR
