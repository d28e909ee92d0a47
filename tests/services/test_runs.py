"""Runs through the services: catching up, late usage, tampered drafts, and planning ahead in a second process."""

from datetime import date

import pytest

from billdesk.billing.errors import BillingError
from billdesk.db.engine import writing
from billdesk.services import planner, runs
from billdesk.services.company import Progress
from billdesk.services.invoices import draft_ids, post_drafts
from billdesk.services.runs import RunRequest, plan_run, run_invoices
from billdesk.services.schedules import NewSchedule, add_schedule, set_paused
from billdesk.services.verification import verify
from tests.services.interchange import a_company, bring, rows

ACCOUNTS = "account,name,city\nA1,Anna Ltd,London\n"
TOTALS = "SELECT target_on, issued_on, total_minor FROM invoices WHERE status = 'posted' ORDER BY id"


@pytest.fixture
def company(tmp_path):
    with a_company(tmp_path / "company") as made:
        yield made


def month_end(catch_up: str = "each") -> NewSchedule:
    return NewSchedule("monthly", "1 month", "last", date(2026, 1, 31), mode="post", catch_up=catch_up)


def test_one_run_for_all_that_was_missed_bills_all_of_it(company, tmp_path):
    #  10.00 due 10 Jan      20.00 due 10 Mar        run on 15 Apr, of the missed ones only 31 Mar
    # --|---------31 Jan-----28 Feb--|-------31 Mar--|------
    add_schedule(company, month_end("one"), date(2026, 1, 1))
    bring(
        company,
        tmp_path / "data",
        accounts=ACCOUNTS,
        orders="order,account,ordered_on,status\nO1,A1,2026-01-10,active\nO2,A1,2026-03-10,active\n",
        order_lines="order,line,description,quantity,unit_price\nO1,1,Desk,1,10.00\nO2,1,Chair,1,20.00\n",
    )
    request = RunRequest(date(2026, 4, 15), all_due=True)
    planned = plan_run(company, request)
    report = run_invoices(company, request)
    assert planned.totals() == report.totals() == {"EUR": "30.00"}
    assert (report.occurrence_count, report.invoice_count, report.line_count) == (1, 1, 2)
    assert rows(company, TOTALS) == [("2026-03-31", "2026-03-31", 3000)]
    assert verify(company).ok


def test_a_run_of_several_dates_tells_how_many_of_them_are_done(company, tmp_path):
    #  10.00 due 10 Jan and each month on      run on 15 Apr: 31 Jan, 28 Feb, 31 Mar
    add_schedule(company, month_end(), date(2026, 1, 1))
    bring(
        company,
        tmp_path / "data",
        accounts=ACCOUNTS,
        orders="order,account,ordered_on,status\nO1,A1,2026-01-10,active\n",
        order_lines="order,line,description,quantity,unit_price,charge_type,every\nO1,1,Rent,1,10.00,recurring,1 month\n",
    )
    heard: list[tuple[str, int, int]] = []
    progress = Progress(lambda step, done, total: heard.append((step, done, total)))
    run_invoices(company, RunRequest(date(2026, 4, 15), all_due=True), progress)
    assert heard == [("billing 2026-01-31", 0, 3), ("billing 2026-02-28", 1, 3), ("billing 2026-03-31", 2, 3)]


def test_usage_of_a_line_that_is_billed_out_is_refused(company, tmp_path):
    add_schedule(company, month_end(), date(2026, 1, 1))
    base = {
        "accounts": ACCOUNTS,
        "orders": "order,account,ordered_on,status\nO1,A1,2026-02-01,active\n",
        "order_lines": (
            "order,line,description,quantity,unit_price,charge_type,every,end_on\nO1,1,Calls,1,10.00,usage,1 month,2026-02-28\n"
        ),
        "usage": "order,line,used_on,quantity,reference\nO1,1,2026-02-10,2,R1\n",
    }
    bring(company, tmp_path / "data", **base)
    report = run_invoices(company, RunRequest(date(2026, 4, 1), all_due=True))
    assert report.totals() == {"EUR": "20.00"}
    late = base["usage"] + "O1,1,2026-02-27,5,R2\n"
    with pytest.raises(BillingError, match="the last period of line 1 of order 'O1' is billed"):
        bring(company, tmp_path / "data", usage=late)
    assert rows(company, "SELECT COUNT(*) FROM usage_records") == [(1,)]


def test_what_is_posted_depends_on_the_order_and_not_on_a_tampered_draft(company, tmp_path):
    add_schedule(company, month_end(), date(2026, 1, 1))
    bring(
        company,
        tmp_path / "data",
        accounts=ACCOUNTS,
        orders="order,account,ordered_on,status\nO1,A1,2026-01-10,active\n",
        order_lines="order,line,description,quantity,unit_price\nO1,1,Desk,1,1000.00\n",
    )
    with writing(company.engine) as connection:
        connection.exec_driver_sql("UPDATE invoice_lines SET net_minor = 100")
        connection.exec_driver_sql("UPDATE invoices SET net_minor = 100, total_minor = 100")
    run_invoices(company, RunRequest(date(2026, 2, 1), all_due=True))
    assert rows(company, TOTALS) == [("2026-01-31", "2026-01-31", 100_000)]
    assert verify(company).ok


def many(company, tmp_path, count: int) -> None:
    """`count` accounts with one monthly line of 10.00 each, set up by a month-end schedule."""
    add_schedule(company, month_end(), date(2026, 1, 1))
    bring(
        company,
        tmp_path / "many",
        accounts="account,name,city\n" + "".join(f"A{n},Name {n},City\n" for n in range(count)),
        orders="order,account,ordered_on,status\n" + "".join(f"O{n},A{n},2026-01-10,active\n" for n in range(count)),
        order_lines="order,line,description,quantity,unit_price,every\n"
        + "".join(f"O{n},1,Desk,1,10.00,1 month\n" for n in range(count)),
    )


@pytest.fixture
def small_chunks(monkeypatch):
    """Chunks of 20 accounts, so that 400 are many."""
    monkeypatch.setattr(runs, "CHUNK", 20)


@pytest.mark.usefixtures("small_chunks")
def test_planning_ahead_gives_the_same_invoices(company, tmp_path, monkeypatch):
    many(company, tmp_path, 400)
    taken = []
    take = planner.Planner.take

    def counted(self, number):
        if number == 0:
            assert self._pipe.poll(60)  # the second process has come up, however busy the machine is
        plan = take(self, number)
        taken.append(plan is not None)
        return plan

    monkeypatch.setattr(planner.Planner, "take", counted)
    report = run_invoices(company, RunRequest(date(2026, 2, 1), all_due=True))
    assert taken == [True] * 20  # by one process or the other
    assert (report.invoice_count, report.totals()) == (400, {"EUR": "4000.00"})
    assert report.numbers == ["INV-2026-00001", "INV-2026-00400"]
    assert verify(company).ok


@pytest.mark.usefixtures("small_chunks")
def test_a_run_goes_on_when_its_second_process_is_killed(company, tmp_path, monkeypatch):
    many(company, tmp_path, 400)
    take = planner.Planner.take

    def killing(self, number):
        if number == 2:
            self._process.kill()
        return take(self, number)

    monkeypatch.setattr(planner.Planner, "take", killing)
    report = run_invoices(company, RunRequest(date(2026, 2, 1), all_due=True))
    assert report.numbers == ["INV-2026-00001", "INV-2026-00400"]
    assert verify(company).ok


@pytest.mark.usefixtures("small_chunks")
def test_a_plan_is_thrown_away_when_somebody_else_has_written(company, tmp_path, monkeypatch):
    many(company, tmp_path, 400)
    take = planner.Planner.take
    numbers = []

    def disturbed(self, number):
        plan = take(self, number)
        if number == 3:
            # Between the plan and the write, another program doubles the price of a line that is still to come.
            with writing(company.engine) as connection:
                connection.exec_driver_sql("UPDATE order_lines SET unit_price_e4 = 200000 WHERE id = 400")
        numbers.append(number)
        return plan

    monkeypatch.setattr(planner.Planner, "take", disturbed)
    report = run_invoices(company, RunRequest(date(2026, 2, 1), all_due=True))
    assert numbers == list(range(20))
    assert (report.invoice_count, report.totals()) == (400, {"EUR": "4010.00"})
    assert [c for c in verify(company).checks if not c.ok] == []


DRAFTS = "SELECT target_on, total_minor FROM invoices WHERE status = 'draft' ORDER BY target_on"
SUPPORT = {
    "accounts": ACCOUNTS,
    "orders": "order,account,ordered_on,status\nO1,A1,2026-01-10,active\n",
    "order_lines": "order,line,description,quantity,unit_price,every\nO1,1,Support,1,31.00,1 month\n",
}


def test_drafts_of_a_run_in_draft_mode_wait_while_later_occurrences_are_posted(company, tmp_path):
    add_schedule(company, month_end(), date(2026, 1, 1))
    bring(company, tmp_path / "data", **SUPPORT)
    run_invoices(company, RunRequest(date(2026, 1, 31), all_due=True, mode="draft"))
    run_invoices(company, RunRequest(date(2026, 2, 28), all_due=True))
    assert rows(company, TOTALS) == [("2026-02-28", "2026-02-28", 3100)]
    assert rows(company, DRAFTS) == [("2026-01-31", 3100), ("2026-03-31", 3100)]
    assert verify(company).ok
    assert post_drafts(company, draft_ids(company)[:1], date(2026, 3, 1)) == ["INV-2026-00002"]
    assert rows(company, TOTALS) == [("2026-01-31", "2026-01-31", 3100), ("2026-02-28", "2026-02-28", 3100)]
    assert rows(company, DRAFTS) == [("2026-03-31", 3100)]
    assert verify(company).ok


NO_ADDRESS = SUPPORT | {"accounts": "account,name\nA1,Anna Ltd\n"}
WAITING = "SELECT COUNT(*) FROM run_exceptions WHERE is_resolved = 0"


def test_an_account_that_was_left_out_is_billed_under_its_own_date_once_it_is_mended(company, tmp_path):
    add_schedule(company, month_end(), date(2026, 1, 1))
    bring(company, tmp_path / "data", **NO_ADDRESS)
    request = RunRequest(date(2026, 2, 28), all_due=True)
    report = run_invoices(company, request)
    assert [(e.account, e.reason) for e in report.exceptions] == [("A1", "the account has no address")]
    assert rows(company, WAITING) == [(2,)]
    assert [(e.account) for e in run_invoices(company, request).exceptions] == ["A1"]
    bring(company, tmp_path / "data", accounts=ACCOUNTS)
    assert plan_run(company, request).totals() == {"EUR": "62.00"}
    mended = run_invoices(company, request)
    assert (mended.occurrence_count, mended.exceptions) == (2, [])
    assert rows(company, TOTALS) == [("2026-01-31", "2026-01-31", 3100), ("2026-02-28", "2026-02-28", 3100)]
    assert rows(company, WAITING) == [(0,)]
    assert verify(company).ok


def test_an_exception_that_a_run_by_hand_has_settled_is_not_tried_again(company, tmp_path):
    add_schedule(company, month_end(), date(2026, 1, 1))
    bring(company, tmp_path / "data", **NO_ADDRESS)
    run_invoices(company, RunRequest(date(2026, 1, 31), all_due=True))
    bring(company, tmp_path / "data", accounts=ACCOUNTS)
    run_invoices(company, RunRequest(date(2026, 2, 5), target_on=date(2026, 2, 5), mode="post"))
    assert rows(company, TOTALS) == [("2026-02-05", "2026-02-05", 3100)]
    assert rows(company, WAITING) == [(0,)]
    assert plan_run(company, RunRequest(date(2026, 2, 5), all_due=True)).occurrence_count == 0


def test_pausing_one_schedule_leaves_the_drafts_of_the_others_as_they_are(company, tmp_path):
    two = SUPPORT | {"accounts": ACCOUNTS + "A2,Bruno,Bonn\n"}
    two["orders"] += "O2,A2,2026-01-10,active\n"
    two["order_lines"] += "O2,1,Support,1,31.00,1 month\n"
    bring(company, tmp_path / "data", **two)
    first = NewSchedule("first", "1 month", "last", date(2026, 1, 31), mode="post", accounts=("A1",))
    add_schedule(company, first, date(2026, 1, 1))
    add_schedule(company, month_end(), date(2026, 1, 1))
    for is_paused in (True, False):
        set_paused(company, "first", is_paused, date(2026, 1, 2))
        assert [check for check in verify(company).checks if not check.ok] == []
