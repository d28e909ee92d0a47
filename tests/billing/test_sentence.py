"""The rule of a schedule in one sentence, each phrase as a named case."""

from datetime import date

import pytest

from billdesk.billing.cadence import parse_bill_day, parse_cadence
from billdesk.billing.schedule import Schedule
from billdesk.billing.sentence import ScopeNames, sentence


def schedule(every="1 month", bill_day="last", **rule) -> Schedule:
    day = parse_bill_day(bill_day) if bill_day else None
    return Schedule(1, 1, "S", parse_cadence(every), day, date(2026, 1, 31), **rule)


def test_the_example_of_the_design_reads_as_written():
    said = sentence(schedule(holiday_rule="next", mode="email"), calendar="DE-BY")
    assert said == (
        "Every month on the last day, from 31 January 2026; on the next business day where that is a weekend or a holiday "
        "(calendar DE-BY); collects all lines due up to the same date, one invoice per account, posted and e-mailed; "
        "missed dates each in its turn."
    )


@pytest.mark.parametrize(
    ("every", "bill_day", "words"),
    [
        ("1 day", None, "Every day, from 31 January 2026"),
        ("10 days", None, "Every 10 days, from 31 January 2026"),
        ("2 weeks", None, "Every 2 weeks, from 31 January 2026"),
        ("1 week", "last fri", "Every week, counted from the last Friday on or after 31 January 2026"),
        ("1 month", None, "Every month on day 31 or the month's last, from 31 January 2026"),
        ("1 month", "15", "Every month on day 15, from 31 January 2026"),
        ("3 months", "2 tue", "Every 3 months on the second Tuesday, from 31 January 2026"),
        ("1 quarter", "last-business", "Every quarter on the last business day, from 31 January 2026"),
        ("2 quarters", "1 mon", "Every 2 quarters on the first Monday, from 31 January 2026"),
        ("1 semester", "3 wed", "Every half-year on the third Wednesday, from 31 January 2026"),
        ("2 semesters", "4 thu", "Every 2 half-years on the fourth Thursday, from 31 January 2026"),
        ("1 year", "5 sat", "Every year on the fifth Saturday or the month's last, from 31 January 2026"),
        ("2 years", "last sun", "Every 2 years on the last Sunday, from 31 January 2026"),
    ],
)
def test_how_often_and_on_which_day(every, bill_day, words):
    assert sentence(schedule(every, bill_day)).split(";")[0] == words


def test_the_end_and_the_time_are_said():
    said = sentence(schedule(end_on=date(2026, 12, 31)), time_of_day="06:00")
    assert said.startswith("Every month on the last day at 06:00, from 31 January 2026 until 31 December 2026;")


@pytest.mark.parametrize(
    ("rule", "calendar", "words"),
    [
        ("next", "", "on the next business day where that is a weekend"),
        ("previous", "US", "on the business day before where that is a weekend or a holiday (calendar US)"),
        (
            "nearest-in-month",
            "",
            "on the next business day of the same month, or else the one before, where that is a weekend",
        ),
    ],
)
def test_where_a_date_moves(rule, calendar, words):
    assert sentence(schedule(holiday_rule=rule), calendar=calendar).split("; ")[1] == words


def test_a_calendar_for_business_days_is_said_without_a_holiday_rule():
    assert "; business days by calendar GB; " in sentence(schedule(bill_day="last-business"), calendar="GB")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "due up to the same date"),
        (1, "due up to the day after"),
        (-1, "due up to the day before"),
        (5, "due up to 5 days later"),
        (-5, "due up to 5 days earlier"),
    ],
)
def test_up_to_which_due_date_it_collects(days, words):
    assert f"; collects all lines {words}, one invoice per account, left as drafts; " in sentence(schedule(target_days=days))


def test_the_scope_is_listed_and_shortened():
    names = ScopeNames(accounts=["A", "B"], products=["P"], orders=["O1", "O2", "O3", "O4", "O5"], currencies=["EUR", "USD"])
    assert "collects lines of account A or B of product P of order O1, O2, O3 or 2 others in EUR or USD due" in sentence(
        schedule(), names
    )


def test_what_differs_from_the_ordinary_is_said():
    said = sentence(schedule(invoice_date="target", terms="net 14", grouping="order", mode="post", is_held=True, catch_up="one"))
    assert said.endswith(
        "; collects all lines due up to the same date, one invoice per order, dated by the target date, on terms net 14, "
        "held as drafts for review; missed dates in one run."
    )
    said = sentence(schedule(invoice_date="run", grouping="po", mode="post", catch_up="ask"))
    assert said.endswith(
        "one invoice per purchase order, dated by the day of the run, posted; asks what to do with missed dates."
    )


def test_another_language_and_form_of_dates_are_handed_in():
    german = {"Every month": "Jeden Monat", "on {day}": "am {day}", "the last day": "letzten Tag", "from {date}": "ab {date}"}
    said = sentence(schedule(), tr=lambda text: german.get(text, text), date_=lambda day: f"{day:%d.%m.%Y}")
    assert said.startswith("Jeden Monat am letzten Tag, ab 31.01.2026;")
