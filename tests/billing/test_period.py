"""Periods: boundaries counted from the anchor, stubs at both ends, half-open and without a gap."""

from itertools import islice

import pytest

from billdesk.billing.cadence import parse_bill_day, parse_cadence
from billdesk.billing.period import anchor_on, boundary, boundary_index, period_from, periods
from tests.billing.builders import on


def laid_out(
    start: str, every: str, day: str | None = None, end_before: str | None = None, first: int = 100, resume: str | None = None
) -> list[str]:
    """The first periods as `from..until used/whole`, the days left out where nothing is cut."""
    bill_day = None if day is None else parse_bill_day(day)
    found = periods(
        on(start), on(end_before) if end_before else None, parse_cadence(every), bill_day, on(resume) if resume else None
    )
    return [f"{p.from_on}..{p.until_on}" + (f" {p.used_days}/{p.whole_days}" if p.is_stub else "") for p in islice(found, first)]


@pytest.mark.parametrize(
    ("every", "first", "second"),
    [
        ("1 day", "2026-01-15..2026-01-16", "2026-01-16..2026-01-17"),
        ("10 days", "2026-01-15..2026-01-25", "2026-01-25..2026-02-04"),
        ("1 week", "2026-01-15..2026-01-22", "2026-01-22..2026-01-29"),
        ("2 weeks", "2026-01-15..2026-01-29", "2026-01-29..2026-02-12"),
        ("1 month", "2026-01-15..2026-02-15", "2026-02-15..2026-03-15"),
        ("5 months", "2026-01-15..2026-06-15", "2026-06-15..2026-11-15"),
        ("1 quarter", "2026-01-15..2026-04-15", "2026-04-15..2026-07-15"),
        ("1 semester", "2026-01-15..2026-07-15", "2026-07-15..2027-01-15"),
        ("1 year", "2026-01-15..2027-01-15", "2027-01-15..2028-01-15"),
    ],
)
def test_every_unit_counts_from_the_start(every: str, first: str, second: str):
    # 15 Jan     + every      + 2 x every
    #   |-- first --|-- second --|
    assert laid_out("2026-01-15", every, first=2) == [first, second]


def test_an_anchor_on_the_31st_is_clipped_by_short_months_and_comes_back():
    # 31 Jan    28 Feb    31 Mar    30 Apr    31 May
    #   |---------|---------|---------|---------|
    assert laid_out("2026-01-31", "1 month", first=4) == [
        "2026-01-31..2026-02-28",
        "2026-02-28..2026-03-31",
        "2026-03-31..2026-04-30",
        "2026-04-30..2026-05-31",
    ]


def test_an_anchor_on_29_february_falls_on_the_28th_except_in_leap_years():
    # 29 Feb 2024   28 Feb 2025   28 Feb 2026   28 Feb 2027   29 Feb 2028
    #   |-------------|-------------|-------------|-------------|
    assert laid_out("2024-02-29", "1 year", first=4) == [
        "2024-02-29..2025-02-28",
        "2025-02-28..2026-02-28",
        "2026-02-28..2027-02-28",
        "2027-02-28..2028-02-29",
    ]


def test_a_bill_day_makes_the_first_period_a_stub():
    # 15 Dec    1 Jan        20 Jan    1 Feb        1 Mar        1 Apr
    #             | (cut off)   |- 12 -|---- 28 ----|---- 31 ----|
    assert laid_out("2026-01-20", "1 month", "1", first=3) == [
        "2026-01-20..2026-02-01 12/31",
        "2026-02-01..2026-03-01",
        "2026-03-01..2026-04-01",
    ]


def test_a_start_on_the_bill_day_has_no_stub():
    assert laid_out("2026-02-01", "1 month", "1", first=1) == ["2026-02-01..2026-03-01"]


def test_a_quarter_with_a_bill_day_starts_at_the_next_such_day_whatever_its_month():
    # 15 Nov          1 Jan    15 Feb                15 May
    #   |  (cut off)    |--- 45 --|------- 89 ---------|         whole: 15 Nov to 15 Feb, 92 days
    assert laid_out("2026-01-01", "1 quarter", "15", first=2) == [
        "2026-01-01..2026-01-15 14/92",
        "2026-01-15..2026-04-15",
    ]


def test_an_end_cuts_the_last_period():
    # 1 Jan       1 Feb       1 Mar    16 Mar    1 Apr
    #   |-----------|-----------|-- 15 --|  (cut)  |
    assert laid_out("2026-01-01", "1 month", end_before="2026-03-16") == [
        "2026-01-01..2026-02-01",
        "2026-02-01..2026-03-01",
        "2026-03-01..2026-03-16 15/31",
    ]


def test_an_end_on_a_boundary_leaves_no_stub():
    assert laid_out("2026-01-01", "1 month", end_before="2026-03-01") == ["2026-01-01..2026-02-01", "2026-02-01..2026-03-01"]


def test_stubs_at_both_ends_are_cut_from_the_periods_around_them():
    # 1 Jan      20 Jan    1 Feb      1 Mar    11 Mar     1 Apr
    #   | (cut off) |-- 12 --|---------|-- 10 --|  (cut)    |
    assert laid_out("2026-01-20", "1 month", "1", "2026-03-11") == [
        "2026-01-20..2026-02-01 12/31",
        "2026-02-01..2026-03-01",
        "2026-03-01..2026-03-11 10/31",
    ]


def test_start_and_end_inside_one_period_give_one_stub():
    # 1 Jan      10 Jan    20 Jan        1 Feb
    #   | (cut off) |-- 10 --|  (cut off)  |
    assert laid_out("2026-01-10", "1 month", "1", "2026-01-20") == ["2026-01-10..2026-01-20 10/31"]


def test_a_line_that_ends_before_the_first_boundary_is_one_stub_of_its_first_period():
    # 10 Jan       20 Jan          10 Feb
    #   |---- 10 ----|   (cut off)   |
    assert laid_out("2026-01-10", "1 month", end_before="2026-01-20") == ["2026-01-10..2026-01-20 10/31"]


@pytest.mark.parametrize("end_before", ["2026-01-10", "2026-01-09", "2025-01-01"])
def test_a_line_that_ends_when_it_starts_has_no_period(end_before: str):
    assert laid_out("2026-01-10", "1 month", end_before=end_before) == []


def test_an_evergreen_line_goes_on():
    # 1 Jan 2026                                                  1 Jan 2126
    #   |---|---|---|--- ... 1,199 months more ... ---|---|---|---|
    assert laid_out("2026-01-01", "1 month", first=1_200)[-1] == "2125-12-01..2126-01-01"


def test_a_line_resumed_late_has_the_same_boundaries():
    # 31 Jan    28 Feb    31 Mar    30 Apr
    #   |---------|--- resumed here ---|
    assert laid_out("2026-01-31", "1 month", resume="2026-02-28", first=2) == [
        "2026-02-28..2026-03-31",
        "2026-03-31..2026-04-30",
    ]


def test_the_last_business_day_bounds_periods():
    # 30 Jan (Fri)    27 Feb (Fri)    31 Mar (Tue)    30 Apr (Thu)
    #   |---------------|---------------|---------------|
    assert laid_out("2026-01-30", "1 month", "last-business", first=3) == [
        "2026-01-30..2026-02-27",
        "2026-02-27..2026-03-31",
        "2026-03-31..2026-04-30",
    ]


def test_an_nth_weekday_bounds_periods_and_a_missing_fifth_is_the_last():
    # Thursdays: 29 Jan is the fifth, 26 Feb and 26 Mar the fourth and last, 30 Apr the fifth
    assert laid_out("2026-01-29", "1 month", "5 thu", first=3) == [
        "2026-01-29..2026-02-26",
        "2026-02-26..2026-03-26",
        "2026-03-26..2026-04-30",
    ]


def test_a_cadence_in_days_counts_back_from_its_bill_day_so_that_the_stub_is_the_shorter_part():
    # 26 Dec     1 Jan    5 Jan         15 Jan        25 Jan
    #   | (cut off) |-- 4 --|---- 10 ----|---- 10 ----|
    assert laid_out("2026-01-01", "10 days", "15", first=3) == [
        "2026-01-01..2026-01-05 4/10",
        "2026-01-05..2026-01-15",
        "2026-01-15..2026-01-25",
    ]


def test_weeks_that_fit_before_the_bill_day_leave_no_stub():
    # 1 Jan      8 Jan      15 Jan     22 Jan
    #   |----------|----------|----------|
    assert laid_out("2026-01-01", "1 week", "15", first=2) == ["2026-01-01..2026-01-08", "2026-01-08..2026-01-15"]


def test_the_anchor_is_the_start_or_the_first_bill_day_after_it():
    assert anchor_on(on("2026-01-20"), None) == on("2026-01-20")
    assert anchor_on(on("2026-01-20"), parse_bill_day("1")) == on("2026-02-01")
    # The last business day of January 2026 is the 30th, and the 29th where that is a holiday.
    assert anchor_on(on("2026-01-20"), parse_bill_day("last-business"), {on("2026-01-30")}) == on("2026-01-29")


def test_boundaries_may_be_counted_backwards():
    month, week = parse_cadence("1 month"), parse_cadence("1 week")

    assert boundary(on("2026-03-31"), month, None, -1) == on("2026-02-28")
    assert boundary(on("2026-03-31"), month, parse_bill_day("last"), -13) == on("2025-02-28")
    assert boundary(on("2026-01-05"), week, None, -1) == on("2025-12-29")


@pytest.mark.parametrize(
    ("anchor", "every", "date", "n"),
    [
        ("2026-01-31", "1 month", "2026-02-28", 1),
        ("2026-01-31", "1 quarter", "2026-10-31", 3),
        ("2026-01-31", "1 quarter", "2025-10-31", -1),
        ("2026-01-31", "1 month", "2026-01-31", 0),
        ("2026-01-01", "10 days", "2026-01-21", 2),
        ("2026-01-01", "10 days", "2026-01-20", 1),
        ("2026-01-01", "10 days", "2025-12-31", -1),
    ],
)
def test_a_boundary_knows_its_index(anchor: str, every: str, date: str, n: int):
    assert boundary_index(on(anchor), parse_cadence(every), on(date)) == n


def test_a_stub_names_the_whole_period_it_was_cut_from():
    stub = period_from(on("2026-01-20"), None, parse_cadence("1 month"), parse_bill_day("1"), on("2026-01-20"))

    assert stub is not None
    assert (stub.whole_from, stub.whole_until, stub.is_stub) == (on("2026-01-01"), on("2026-02-01"), True)
