"""Figures and dates by locale, and back. The forms were written down by hand from CLDR's."""

from datetime import date

import pytest
from PySide6.QtCore import QLocale

from billdesk.billing.errors import BillingError
from billdesk.ui.formats import Formats

AMERICAN = Formats(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
GERMAN = Formats(QLocale(QLocale.Language.German, QLocale.Country.Germany))
SWISS = Formats(QLocale(QLocale.Language.German, QLocale.Country.Switzerland))
FRENCH = Formats(QLocale(QLocale.Language.French, QLocale.Country.France))


def test_money_has_the_digits_of_its_currency():
    assert AMERICAN.money(123456789, "USD") == "USD 1,234,567.89"
    assert AMERICAN.money(1234567, "JPY") == "JPY 1,234,567"
    assert AMERICAN.money(1234567, "KWD") == "KWD 1,234.567"
    assert GERMAN.money(-120450, "EUR") == "EUR -1.204,50"
    assert AMERICAN.money(5, "USD") == "USD 0.05"
    assert AMERICAN.money(-5, "USD") == "USD -0.05"
    assert AMERICAN.money(None, "USD") == ""


def test_the_largest_amount_loses_no_digit():
    assert AMERICAN.amount(10**15 - 1, "USD") == "9,999,999,999,999.99"


def test_quantities_and_percents_have_no_needless_decimals():
    assert AMERICAN.quantity(1_500_000) == "1.5"
    assert AMERICAN.quantity(12_000_000_000) == "12,000"
    assert AMERICAN.percent(75_000) == "7.5 %"
    assert GERMAN.price(19_9000, "EUR") == "19,90"


def test_dates_show_the_whole_year():
    assert AMERICAN.date_("2026-11-24") == "11/24/2026"
    assert GERMAN.date_(date(2026, 11, 4)) == "04.11.2026"
    assert AMERICAN.date_(None) == ""


@pytest.mark.parametrize(
    ("formats", "typed", "minor"),
    [
        (AMERICAN, "1,204.50", 120450),
        (AMERICAN, "1204.5", 120450),
        (AMERICAN, "USD 1,204.50", 120450),
        (AMERICAN, "-3", -300),
        (GERMAN, "1.204,50", 120450),
        (GERMAN, "1204,5", 120450),
        (SWISS, "1’204.50", 120450),
        (FRENCH, "1 204,50", 120450),
    ],
)
def test_an_amount_is_read_as_the_locale_writes_it(formats: Formats, typed: str, minor: int):
    assert formats.parse_money(typed, "USD") == minor


@pytest.mark.parametrize(("formats", "typed"), [(GERMAN, "1204.50"), (AMERICAN, "1204,50"), (AMERICAN, "x"), (AMERICAN, "1.005")])
def test_an_amount_that_reads_two_ways_or_none_is_refused(formats: Formats, typed: str):
    with pytest.raises(BillingError):
        formats.parse_money(typed, "USD")


def test_what_is_written_is_read_back():
    for formats in (AMERICAN, GERMAN, SWISS, FRENCH):
        for minor in (0, 1, -1, 99, 100, 123456789, -987654321):
            assert formats.parse_money(formats.money(minor, "USD"), "USD") == minor


def test_a_date_is_read_in_both_forms():
    assert AMERICAN.parse_date("11/24/2026") == date(2026, 11, 24)
    assert AMERICAN.parse_date("2026-11-24") == date(2026, 11, 24)
    assert GERMAN.parse_date("24.11.2026") == date(2026, 11, 24)
    assert GERMAN.parse_date("24.11.26") == date(2026, 11, 24)
    assert AMERICAN.parse_date(" ") is None


def test_a_date_that_does_not_exist_is_refused():
    with pytest.raises(BillingError, match="is not a date"):
        AMERICAN.parse_date("2026-02-30")


def test_an_instant_shows_date_and_minute():
    assert AMERICAN.instant("2026-11-24T10:20:30Z").startswith("11/24/2026")
    assert AMERICAN.instant(None) == ""
