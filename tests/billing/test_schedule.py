"""Schedules: on which dates they run, what they collect, which target a due date belongs to, and catching up.

Weekdays that matter here: 31 January and 28 February 2026 are Saturdays, 31 May is a Sunday, 31 March and 30 April are
business days.
"""

from datetime import timedelta
from itertools import islice
from typing import Any

import pytest

from billdesk.billing.cadence import LAST_DATE
from billdesk.billing.errors import BillingError
from billdesk.billing.schedule import Occurrence, Schedule, Scope, caught_up, parse_timing
from tests.billing.builders import a_schedule, on


def dates(schedule: Schedule, first: int = 100, after: str | None = None) -> list[str]:
    return [str(o.on) for o in islice(schedule.occurrences(on(after) if after else None), first)]


def target(schedule: Schedule, due: str) -> str | None:
    """`occurrence > target` of the first open target for what falls due on `due`."""
    found = schedule.first_target(on(due))
    return None if found is None else f"{found.on} > {found.target_on}"


def test_occurrences_are_counted_from_the_anchor():
    assert dates(a_schedule(), first=3) == ["2026-01-31", "2026-02-28", "2026-03-31"]
    assert dates(a_schedule(day=None, start="2026-01-31"), first=4) == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
    assert dates(a_schedule("2 weeks", None, "2026-01-05"), first=3) == ["2026-01-05", "2026-01-19", "2026-02-02"]
    assert dates(a_schedule("1 quarter", "2 tue", "2026-01-14"), first=2) == ["2026-02-10", "2026-05-12"]


def test_occurrences_end_with_the_schedules_last_day():
    assert dates(a_schedule(end="2026-03-31")) == ["2026-01-31", "2026-02-28", "2026-03-31"]
    assert dates(a_schedule(end="2026-03-30")) == ["2026-01-31", "2026-02-28"]


def test_a_schedule_without_end_stops_at_the_last_date_there_is():
    assert dates(a_schedule(), after="2199-11-29") == ["2199-11-30", str(LAST_DATE)]


@pytest.mark.parametrize(
    ("after", "following"),
    [
        ("2020-01-01", "2026-01-31"),
        ("2026-01-30", "2026-01-31"),
        ("2026-01-31", "2026-02-28"),
        ("2026-02-01", "2026-02-28"),
        ("2031-07-15", "2031-07-31"),
    ],
)
def test_a_late_run_does_not_move_the_next_date(after: str, following: str):
    assert dates(a_schedule(), first=1, after=after) == [following]


@pytest.mark.parametrize(
    ("rule", "moved"),
    [
        ("none", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]),
        ("next", ["2026-02-02", "2026-03-02", "2026-03-31", "2026-04-30", "2026-06-01"]),
        ("previous", ["2026-01-30", "2026-02-27", "2026-03-31", "2026-04-30", "2026-05-29"]),
        ("nearest-in-month", ["2026-01-30", "2026-02-27", "2026-03-31", "2026-04-30", "2026-05-29"]),
    ],
)
def test_the_holiday_rule_moves_a_date_and_not_the_one_after(rule: str, moved: list[str]):
    assert dates(a_schedule(holiday_rule=rule), first=5) == moved


def test_in_mid_month_the_nearest_business_day_is_the_next():
    # 10 January 2026 is a Saturday.
    assert dates(a_schedule(day="10", holiday_rule="nearest-in-month"), first=1) == ["2026-01-12"]


def test_holidays_of_the_calendar_are_stepped_over():
    holidays = frozenset({on("2026-02-02"), on("2026-01-30")})

    assert dates(a_schedule(holiday_rule="next", holidays=holidays), first=1) == ["2026-02-03"]
    assert dates(a_schedule(holiday_rule="previous", holidays=holidays), first=1) == ["2026-01-29"]
    assert dates(a_schedule(holiday_rule="none", holidays=holidays, day="30"), first=1) == ["2026-01-30"]


def test_the_last_business_day_knows_the_schedules_holidays():
    assert dates(a_schedule(day="last-business", holidays=frozenset({on("2026-01-30")})), first=2) == ["2026-01-29", "2026-02-27"]


def test_a_daily_schedule_runs_once_on_monday_for_the_weekend():
    # Thu 1, Fri 2, (Sat 3, Sun 4 -> Mon 5), Mon 5, Tue 6
    assert dates(a_schedule("1 day", None, holiday_rule="next"), first=4) == [
        "2026-01-01",
        "2026-01-02",
        "2026-01-05",
        "2026-01-06",
    ]
    assert dates(a_schedule("1 day", None, holiday_rule="previous"), first=3) == ["2026-01-01", "2026-01-02", "2026-01-05"]


@pytest.mark.parametrize(
    ("after", "following"), [("2026-01-02", "2026-01-05"), ("2026-01-04", "2026-01-05"), ("2026-01-05", "2026-01-06")]
)
def test_a_merged_date_is_the_same_wherever_one_resumes(after: str, following: str):
    assert dates(a_schedule("1 day", None, holiday_rule="next"), first=1, after=after) == [following]


def test_a_long_closure_is_one_date_also_when_resumed_inside():
    # Closed from Monday 3 August to Friday 28 August 2026: the next business day is Monday 31 August.
    closure = frozenset(on("2026-08-03") + timedelta(day) for day in range(26))
    schedule = a_schedule("2 days", None, "2026-07-31", holiday_rule="next", holidays=closure)

    assert dates(schedule, first=3) == ["2026-07-31", "2026-08-31", "2026-09-01"]
    assert dates(schedule, first=1, after="2026-08-20") == ["2026-08-31"]
    assert dates(schedule, first=1, after="2026-08-31") == ["2026-09-01"]


def test_a_calendar_without_business_days_is_given_up_after_sixty_days():
    every_day = frozenset(on("2026-01-01") + timedelta(day) for day in range(400))

    # 31 January and sixty days
    assert dates(a_schedule(holiday_rule="next", holidays=every_day), first=1) == ["2026-04-01"]


@pytest.mark.parametrize(
    ("days", "invoice_date", "occurrence"),
    [
        (0, "occurrence", Occurrence(on("2026-01-31"), on("2026-01-31"), on("2026-01-31"))),
        (5, "occurrence", Occurrence(on("2026-01-31"), on("2026-02-05"), on("2026-01-31"))),
        (-5, "occurrence", Occurrence(on("2026-01-31"), on("2026-01-26"), on("2026-01-31"))),
        (5, "target", Occurrence(on("2026-01-31"), on("2026-02-05"), on("2026-02-05"))),
        (-5, "run", Occurrence(on("2026-01-31"), on("2026-01-26"), on("2026-01-31"))),
    ],
)
def test_the_target_date_lies_ahead_or_behind_and_the_invoice_date_follows_the_rule(
    days: int, invoice_date: str, occurrence: Occurrence
):
    assert next(a_schedule(target_days=days, invoice_date=invoice_date).occurrences()) == occurrence


@pytest.mark.parametrize(
    ("changes", "due", "found"),
    [
        ({}, "2020-01-01", "2026-01-31 > 2026-01-31"),
        ({}, "2026-01-31", "2026-01-31 > 2026-01-31"),
        ({}, "2026-02-01", "2026-02-28 > 2026-02-28"),
        # Five days ahead, what is due on 5 February is collected on 31 January; what is due on the 6th is not.
        ({"target_days": 5}, "2026-02-05", "2026-01-31 > 2026-02-05"),
        ({"target_days": 5}, "2026-02-06", "2026-02-28 > 2026-03-05"),
        # Five days behind, what is due on 26 January is collected on the 31st, what is due on the 27th a month later.
        ({"target_days": -5}, "2026-01-26", "2026-01-31 > 2026-01-26"),
        ({"target_days": -5}, "2026-01-27", "2026-02-28 > 2026-02-23"),
        # A closed target takes nothing more, one that has only run in draft mode does.
        ({"closed": "2026-01-31", "ran": "2026-01-31"}, "2026-01-15", "2026-02-28 > 2026-02-28"),
        ({"ran": "2026-01-31"}, "2026-01-15", "2026-01-31 > 2026-01-31"),
        ({"closed": "2026-01-31"}, "2026-03-15", "2026-03-31 > 2026-03-31"),
        ({"end": "2026-02-28"}, "2026-02-28", "2026-02-28 > 2026-02-28"),
        ({"end": "2026-02-28"}, "2026-03-01", None),
        ({"end": "2026-02-28", "closed": "2026-02-28"}, "2026-01-01", None),
        ({"holiday_rule": "next"}, "2026-02-02", "2026-02-02 > 2026-02-02"),
    ],
)
def test_a_due_date_belongs_to_the_first_open_target_on_or_after_it(changes: dict[str, Any], due: str, found: str | None):
    assert target(a_schedule(**changes), due) == found


@pytest.mark.parametrize(
    ("changes", "as_of", "missed"),
    [
        ({}, "2026-01-30", []),
        ({}, "2026-01-31", ["2026-01-31"]),
        ({}, "2026-04-15", ["2026-01-31", "2026-02-28", "2026-03-31"]),
        ({"ran": "2026-01-31"}, "2026-04-15", ["2026-02-28", "2026-03-31"]),
        ({"ran": "2026-03-31"}, "2026-04-15", []),
        ({"end": "2026-02-28"}, "2027-01-01", ["2026-01-31", "2026-02-28"]),
        # The target lies ahead, but a run is due on the day of the occurrence.
        ({"target_days": 5}, "2026-01-30", []),
    ],
)
def test_occurrences_that_have_not_run_are_due_oldest_first(changes: dict[str, Any], as_of: str, missed: list[str]):
    assert [str(o.on) for o in a_schedule(**changes).due(on(as_of))] == missed


def test_an_occurrence_is_found_by_its_exact_target_date():
    ahead = a_schedule(target_days=5)

    assert ahead.at_target(on("2026-02-05")) == Occurrence(on("2026-01-31"), on("2026-02-05"), on("2026-01-31"))
    assert ahead.at_target(on("2026-02-04")) is None
    assert ahead.at_target(on("2025-01-05")) is None
    assert a_schedule(end="2026-02-28").at_target(on("2026-03-31")) is None


def test_missed_occurrences_run_each_in_turn_or_the_last_for_all():
    missed = a_schedule().due(on("2026-04-15"))

    assert caught_up(missed, "each", "Month end") == missed
    assert [str(o.on) for o in caught_up(missed, "one", "Month end")] == ["2026-03-31"]
    assert caught_up([], "one", "Month end") == []


def test_the_policy_ask_refuses_only_when_more_than_one_was_missed():
    missed = a_schedule().due(on("2026-04-15"))

    assert caught_up(missed[:1], "ask", "Month end") == missed[:1]
    with pytest.raises(BillingError, match="3 occurrences were missed, schedule Month end; run it with --catch-up each or"):
        caught_up(missed, "ask", "Month end")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("occurrence", 0),
        (" Same ", 0),
        ("0", 0),
        ("5", 5),
        ("+5", 5),
        ("-5", -5),
        ("- 5 days", -5),
        ("5 days ahead", 5),
        ("1 day after", 1),
        ("5 days behind", -5),
        ("5 before", -5),
        ("366", 366),
    ],
)
def test_a_target_rule_is_read_into_days(text: str, days: int):
    assert parse_timing(text) == days


@pytest.mark.parametrize("text", ["", "soon", "367", "-367", "+5 ahead", "-5 behind", "1.5", "5 weeks", "٥"])
def test_what_is_no_target_rule_is_refused(text: str):
    with pytest.raises(BillingError, match="is not understood; write 'occurrence', '5 days ahead' or '5 days behind'"):
        parse_timing(text)


@pytest.mark.parametrize(
    ("scope", "taken"),
    [
        (Scope(), True),
        (Scope(accounts=frozenset({1, 2})), True),
        (Scope(accounts=frozenset({2})), False),
        (Scope(products=frozenset({10})), True),
        (Scope(products=frozenset({11})), False),
        (Scope(orders=frozenset({100})), True),
        (Scope(orders=frozenset({101})), False),
        (Scope(currencies=frozenset({"USD", "EUR"})), True),
        (Scope(currencies=frozenset({"EUR"})), False),
        (Scope(accounts=frozenset({1}), currencies=frozenset({"EUR"})), False),
    ],
)
def test_a_scope_restricts_by_what_it_names(scope: Scope, taken: bool):
    assert scope.takes(1, 10, 100, "USD") is taken


def test_a_scope_of_products_leaves_out_a_line_without_product():
    assert not Scope(products=frozenset({10})).takes(1, None, 100, "USD")


def test_an_occurrence_that_ran_in_draft_mode_stays_open_behind_one_that_was_posted():
    #   31 Jan: posted      28 Feb: drafts wait      31 Mar: posted
    schedule = a_schedule(closed_on=on("2026-03-31"), left_open=(on("2026-02-28"),))
    assert schedule.first_target(on("2026-02-10")) == Occurrence(on("2026-02-28"), on("2026-02-28"), on("2026-02-28"))
    assert schedule.first_target(on("2026-01-10")) == Occurrence(on("2026-02-28"), on("2026-02-28"), on("2026-02-28"))
    late = schedule.first_target(on("2026-03-01"))
    assert late is not None
    assert late.on == on("2026-04-30")
