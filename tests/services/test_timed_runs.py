"""A run that the OS timer asks for: each schedule at its own time of day, and never past a question to a person."""

from __future__ import annotations

from datetime import date

import pytest

from billdesk.services.company import Company
from billdesk.services.runs import RunRequest, plan_run, run_invoices
from billdesk.services.schedules import NewSchedule, add_schedule
from tests.services.interchange import a_company, bring, rows

RAN = "SELECT s.name, r.occurrence_on FROM invoice_runs r JOIN invoice_schedules s ON s.id = r.schedule_id ORDER BY r.id"


@pytest.fixture
def company(tmp_path):
    with a_company(tmp_path / "company") as made:
        bring(
            made,
            tmp_path / "data",
            accounts="account,name,city\nA1,Anna Ltd,London\n",
            products="product,name,unit_price\nEARLY,Early,1\nLATE,Late,2\n",
            orders="order,account,ordered_on,status\nO1,A1,2026-01-01,active\n",
            order_lines=(
                "order,line,product,quantity,unit_price,charge_type,every,start_on\n"
                "O1,1,EARLY,1,1,recurring,1 day,2026-01-01\nO1,2,LATE,1,2,recurring,1 day,2026-01-01\n"
            ),
        )
        yield made


def add(company: Company, name: str, time_of_day: str, catch_up: str = "each") -> None:
    day = date(2026, 1, 1)
    products = (name.upper(),)
    new = NewSchedule(name, "1 day", None, day, products=products, mode="post", time_of_day=time_of_day, catch_up=catch_up)
    add_schedule(company, new, day)


def at(day: int, time: str) -> RunRequest:
    return RunRequest(date(2026, 1, day), all_due=True, at=time)


def test_each_schedule_runs_at_its_own_time_of_day(company):
    #          1 Jan             2 Jan
    # early    06:00 *           06:00 *
    # late           18:00 *           18:00
    # the timer    ^     ^           ^
    add(company, "early", "06:00")
    add(company, "late", "18:00")
    for request in (at(1, "06:00"), at(1, "18:00"), at(2, "17:59")):
        planned = plan_run(company, request)
        assert run_invoices(company, request).totals() == planned.totals()
    assert rows(company, RAN) == [("early", "2026-01-01"), ("late", "2026-01-01"), ("early", "2026-01-02")]


def test_what_was_missed_runs_whatever_the_time(company):
    add(company, "early", "06:00")
    add(company, "late", "18:00")
    run_invoices(company, at(3, "00:30"))
    assert rows(company, RAN) == [
        ("early", "2026-01-01"),
        ("late", "2026-01-01"),
        ("early", "2026-01-02"),
        ("late", "2026-01-02"),
    ]


def test_a_schedule_that_asks_a_person_waits_and_the_others_run(company):
    add(company, "early", "06:00", "ask")
    add(company, "late", "18:00")
    run_invoices(company, at(2, "20:00"))
    assert rows(company, RAN) == [("late", "2026-01-01"), ("late", "2026-01-02")]


def test_one_that_asks_runs_while_it_has_missed_nothing(company):
    add(company, "early", "06:00", "ask")
    run_invoices(company, at(1, "06:00"))
    assert rows(company, RAN) == [("early", "2026-01-01")]
