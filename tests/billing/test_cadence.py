"""Cadences, bill days and dates: what is read, what is refused, and which day a month gives."""

from datetime import date

import pytest

from billdesk.billing.cadence import (
    BillDay,
    day_in_month,
    first_bill_day,
    is_business_day,
    month_index,
    parse_bill_day,
    parse_cadence,
    parse_date,
)
from billdesk.billing.errors import BillingError
from tests.billing.builders import on


@pytest.mark.parametrize(
    ("text", "months", "days", "written"),
    [
        ("1 day", 0, 1, "1 day"),
        ("10 days", 0, 10, "10 days"),
        ("2 weeks", 0, 14, "2 weeks"),
        ("1 month", 1, 0, "1 month"),
        ("1 months", 1, 0, "1 month"),
        ("  3   MONTHS ", 3, 0, "3 months"),
        ("1 quarter", 3, 0, "1 quarter"),
        ("2 semesters", 12, 0, "2 semesters"),
        ("1 year", 12, 0, "1 year"),
        ("100 years", 1_200, 0, "100 years"),
        ("01 month", 1, 0, "1 month"),
    ],
)
def test_a_cadence_is_a_count_of_units(text: str, months: int, days: int, written: str):
    cadence = parse_cadence(text)

    assert (cadence.months, cadence.days, str(cadence)) == (months, days, written)


@pytest.mark.parametrize("text", ["", "month", "monthly", "1", "1month", "-1 month", "1.5 months", "1 fortnight", "٣ months"])
def test_what_is_no_cadence_is_refused(text: str):
    with pytest.raises(BillingError, match="is not understood") as caught:
        parse_cadence(text)
    assert "'1 month'" in caught.value.remedy


@pytest.mark.parametrize("text", ["0 months", "0 days", "00 years"])
def test_a_cadence_of_nothing_never_comes(text: str):
    with pytest.raises(BillingError, match="never comes"):
        parse_cadence(text)


@pytest.mark.parametrize("text", ["101 years", "1201 months", "5300 weeks", "9999 quarters"])
def test_a_cadence_beyond_a_hundred_years_is_refused(text: str):
    with pytest.raises(BillingError, match="longer than 100 years"):
        parse_cadence(text)


@pytest.mark.parametrize(
    ("text", "bill_day", "written"),
    [
        ("1", BillDay("day", 1), "1"),
        ("07", BillDay("day", 7), "7"),
        ("31", BillDay("day", 31), "31"),
        ("last", BillDay("last"), "last"),
        (" LAST ", BillDay("last"), "last"),
        ("last-business", BillDay("last-business"), "last-business"),
        ("2 tue", BillDay("weekday", 2, 1), "2 tue"),
        ("2  Tuesday", BillDay("weekday", 2, 1), "2 tue"),
        ("5 sun", BillDay("weekday", 5, 6), "5 sun"),
        ("last fri", BillDay("weekday", -1, 4), "last fri"),
        ("1 thurs", BillDay("weekday", 1, 3), "1 thu"),
    ],
)
def test_a_bill_day_is_a_day_of_the_month_or_an_nth_weekday(text: str, bill_day: BillDay, written: str):
    assert parse_bill_day(text) == bill_day
    assert str(parse_bill_day(text)) == written


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "32",
        "-1",
        "007",
        "1.",
        "٣",
        "first",
        "last day",
        "6 tue",
        "0 tue",
        "2 monkeys",
        "last sunny",
        "2 tu",
        "tue",
        "2 2",
        "last-friday",
        "9" * 5_000,
    ],
)
def test_what_is_no_bill_day_is_refused(text: str):
    with pytest.raises(BillingError, match="is not understood"):
        parse_bill_day(text)


@pytest.mark.parametrize("text", ["1900-01-01", "2026-02-28", " 2028-02-29 ", "2199-12-31"])
def test_an_iso_date_is_read(text: str):
    assert parse_date(text).isoformat() == text.strip()


@pytest.mark.parametrize(
    "text", ["", "2026-02-30", "2026-02-29", "2026-13-01", "20260131", "2026-W05-6", "31.01.2026", "2026-1-31", "٢٠٢٦-٠١-٣١"]
)
def test_what_is_no_iso_date_is_refused(text: str):
    with pytest.raises(BillingError, match=r"due_on .* is not a date; write it as YYYY-MM-DD"):
        parse_date(text, "due_on")


@pytest.mark.parametrize("text", ["1899-12-31", "2200-01-01", "0001-01-01", "9999-12-31"])
def test_a_date_that_no_business_of_ours_has_is_refused(text: str):
    with pytest.raises(BillingError, match="out of range"):
        parse_date(text)


@pytest.mark.parametrize(
    ("month", "bill_day", "day"),
    [
        ("2026-01", "31", "2026-01-31"),
        ("2026-02", "31", "2026-02-28"),
        ("2028-02", "30", "2028-02-29"),
        ("2026-04", "31", "2026-04-30"),
        ("2026-04", "15", "2026-04-15"),
        ("2026-02", "last", "2026-02-28"),
        ("2028-02", "last", "2028-02-29"),
        ("2026-12", "last", "2026-12-31"),
        # 31 January 2026 is a Saturday, 31 May a Sunday, 31 March a Tuesday.
        ("2026-01", "last-business", "2026-01-30"),
        ("2026-05", "last-business", "2026-05-29"),
        ("2026-03", "last-business", "2026-03-31"),
        # January 2026 begins on a Thursday and has five of them, February begins on a Sunday and has four of each.
        ("2026-01", "1 thu", "2026-01-01"),
        ("2026-01", "5 thu", "2026-01-29"),
        ("2026-02", "5 thu", "2026-02-26"),
        ("2026-01", "2 tue", "2026-01-13"),
        ("2026-01", "1 wed", "2026-01-07"),
        ("2026-01", "last fri", "2026-01-30"),
        ("2026-01", "5 mon", "2026-01-26"),
        ("2026-02", "1 sun", "2026-02-01"),
        ("2026-02", "last sun", "2026-02-22"),
    ],
)
def test_a_month_gives_the_bill_day_or_its_last_such_day(month: str, bill_day: str, day: str):
    assert day_in_month(month_index(on(f"{month}-01")), parse_bill_day(bill_day)) == on(day)


def test_the_last_business_day_steps_over_holidays():
    # Thursday 31 December and Wednesday 30 December 2026 are given as holidays.
    holidays = {on("2026-12-31"), on("2026-12-30")}

    assert day_in_month(month_index(on("2026-12-01")), parse_bill_day("last-business"), holidays) == on("2026-12-29")


def test_a_month_without_any_business_day_gives_its_last_day():
    february = {date(2026, 2, day) for day in range(1, 29)}

    assert day_in_month(month_index(on("2026-02-01")), parse_bill_day("last-business"), february) == on("2026-02-28")


def test_months_are_counted_through_the_turn_of_the_year():
    assert month_index(on("2027-01-15")) - month_index(on("2026-12-31")) == 1


def test_saturday_sunday_and_holidays_are_no_business_days():
    assert is_business_day(on("2026-01-02"))
    assert not is_business_day(on("2026-01-02"), {on("2026-01-02")})
    assert not is_business_day(on("2026-01-03"))
    assert not is_business_day(on("2026-01-04"))
    assert is_business_day(on("2026-01-05"))


@pytest.mark.parametrize(
    ("start", "bill_day", "first"),
    [
        ("2026-01-15", "15", "2026-01-15"),
        ("2026-01-15", "16", "2026-01-16"),
        ("2026-01-15", "14", "2026-02-14"),
        ("2026-01-31", "30", "2026-02-28"),
        ("2026-12-31", "1", "2027-01-01"),
        # The second Tuesday of January 2026 is the 13th, of February the 10th.
        ("2026-01-14", "2 tue", "2026-02-10"),
        # The last business day of January 2026 is Friday the 30th.
        ("2026-01-31", "last-business", "2026-02-27"),
    ],
)
def test_the_first_bill_day_is_on_or_after_the_start(start: str, bill_day: str, first: str):
    assert first_bill_day(on(start), parse_bill_day(bill_day)) == on(first)
