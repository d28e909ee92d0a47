"""What random histories have found, each in the fewest steps that show it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from billdesk import bootstrap
from billdesk.services.company import Company
from billdesk.services.imports import import_paths
from billdesk.services.orders import activate_order
from billdesk.services.runs import RunRequest, plan_run, run_invoices
from billdesk.services.schedules import NewSchedule, add_schedule
from billdesk.services.verification import verify
from tests.histories import reading
from tests.histories.machine import Crash, plug_pulled

JANUARY, FEBRUARY = date(2026, 1, 31), date(2026, 2, 28)
DRAFTED = RunRequest(JANUARY, schedule="S", target_on=JANUARY, mode="draft")
ADDRESSES = "account,name,city\nA,A,Wien\nB,B,{}\n"
DRAFTS = """SELECT a.code, i.target_on FROM invoices i JOIN accounts a ON a.id = i.account_id WHERE i.status = 'draft'
 ORDER BY i.target_on, a.code"""


def bring(company: Company, folder: Path, **files: str) -> None:
    """Import the files."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    import_paths(company, [folder / f"{name}.csv" for name in files], as_of=date(2026, 1, 15))


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """A and B owe 5.00 a week in arrears from 10 January on; B has no address. S posts on the last day of each month."""
    made = bootstrap.create(str(tmp_path / "Company.billdesk"), "Found")
    add_schedule(made, NewSchedule("S", "1 month", "last", date(2026, 1, 1), mode="post"), date(2026, 1, 1))
    lines = "".join(f"{order},1,x,1,5,1 week,arrears\n" for order in ("OA", "OB"))
    bring(
        made,
        tmp_path,
        accounts=ADDRESSES.format(""),
        orders="order,account,ordered_on,status\nOA,A,2026-01-10,active\nOB,B,2026-01-10,active\n",
        order_lines=f"order,line,description,quantity,unit_price,every,timing\n{lines}",
    )
    yield made
    made.engine.dispose()


def test_a_dry_run_of_an_occurrence_that_has_run_in_draft_mode_says_nothing_is_to_do(company: Company):
    assert plan_run(company, DRAFTED).invoice_count == run_invoices(company, DRAFTED).invoice_count == 1
    planned, done = plan_run(company, DRAFTED), run_invoices(company, DRAFTED)
    assert (planned.occurrence_count, planned.invoice_count) == (done.occurrence_count, done.invoice_count) == (0, 0)


def test_a_run_in_draft_mode_that_was_killed_before_its_end_leaves_a_sound_company(company: Company):
    stopped = 0
    for statements in range(1, 40):
        try:
            with plug_pulled(company, statements):
                run_invoices(company, DRAFTED)
        except Crash:
            stopped += 1
        assert [check for check in verify(company).checks if not check.ok] == []
    assert stopped > 10
    run_invoices(company, DRAFTED)
    assert [check for check in verify(company).checks if not check.ok] == []


def test_what_a_run_in_draft_mode_left_out_waits_with_its_other_drafts(company: Company, tmp_path: Path):
    assert [e.account for e in run_invoices(company, DRAFTED).exceptions] == ["B"]
    bring(company, tmp_path, accounts=ADDRESSES.format("Graz"))
    assert run_invoices(company, RunRequest(FEBRUARY, all_due=True)).invoice_count == 2
    waiting = [("A", "2026-01-31"), ("B", "2026-01-31"), ("A", "2026-03-31"), ("B", "2026-03-31")]
    assert reading.query(tmp_path / "Company.billdesk", DRAFTS) == waiting


def test_the_last_target_of_a_schedule_that_ends_takes_the_next_bill_only_until_it_runs(tmp_path: Path):
    company = bootstrap.create(str(tmp_path / "Ending.billdesk"), "Ending")
    bring(
        company,
        tmp_path,
        accounts=ADDRESSES.format(""),
        orders="order,account,ordered_on\nOA,A,2026-01-10\n",
        order_lines="order,line,description,quantity,unit_price,every\nOA,1,x,1,5,1 month\n",
    )
    # Its occurrences are 1 January and 1 April, with targets on 27 December and 27 March; there will be no third one.
    ending = NewSchedule("Ending", "1 quarter", None, date(2026, 1, 1), date(2026, 4, 11), target_days=-5, mode="post")
    add_schedule(company, ending, date(2026, 1, 1))
    activate_order(company, "OA", date(2026, 4, 15))
    sql = """SELECT i.target_on, l.period_from FROM invoices i JOIN invoice_lines l ON l.invoice_id = i.id
     ORDER BY l.period_from"""
    # The bills of 10 February and 10 March come with the run; that of 10 April has no target any more, and is due.
    waiting = [("2026-03-27", "2026-01-10"), (None, "2026-04-10")]
    assert reading.query(tmp_path / "Ending.billdesk", sql) == waiting
    assert [check for check in verify(company).checks if not check.ok] == []
    assert run_invoices(company, RunRequest(date(2026, 4, 15), all_due=True)).line_count == 3
    assert reading.query(tmp_path / "Ending.billdesk", sql)[3:] == [(None, "2026-04-10")]
    company.engine.dispose()


def test_a_catch_up_in_one_in_draft_mode_gathers_all_in_its_own_draft(company: Company, tmp_path: Path):
    request = RunRequest(FEBRUARY, all_due=True, mode="draft", catch_up="one")
    for statements in range(1, 60, 3):
        with suppress(Crash), plug_pulled(company, statements):
            run_invoices(company, request)
        assert [check for check in verify(company).checks if not check.ok] == []
    run_invoices(company, request)
    assert reading.query(tmp_path / "Company.billdesk", DRAFTS)[0] == ("A", "2026-02-28")
    assert [check for check in verify(company).checks if not check.ok] == []


def test_what_comes_too_late_for_the_last_target_of_a_schedule_waits_for_a_person_at_once(tmp_path: Path):
    company = bootstrap.create(str(tmp_path / "Ending.billdesk"), "Ending")
    ending = NewSchedule("Ending", "1 month", None, date(2026, 1, 1), date(2026, 5, 30), mode="post")
    add_schedule(company, ending, date(2026, 1, 1))
    run_invoices(company, RunRequest(date(2026, 4, 3), schedule="Ending", target_on=date(2026, 5, 1), mode="post"))
    bring(
        company,
        tmp_path,
        accounts=ADDRESSES.format(""),
        orders="order,account,ordered_on,status\nOA,A,2026-02-10,active\n",
        order_lines="order,line,description,quantity,unit_price,bill_on\nOA,1,x,1,5,2026-04-09\nOA,2,y,1,5,2026-05-02\n",
    )
    sql = "SELECT i.target_on, i.status, l.due_on FROM invoices i JOIN invoice_lines l ON l.invoice_id = i.id"
    assert reading.query(tmp_path / "Ending.billdesk", sql) == [(None, "draft", "2026-04-09")]
    assert [check for check in verify(company).checks if not check.ok] == []
    company.engine.dispose()


def test_a_repeated_run_that_was_killed_forgets_nobody_whom_it_had_left_out(company: Company):
    request = RunRequest(JANUARY, all_due=True)
    assert [e.account for e in run_invoices(company, request).exceptions] == ["B"]
    for statements in range(1, 25):
        with suppress(Crash), plug_pulled(company, statements):
            run_invoices(company, request)
        assert [e.account for e in run_invoices(company, request).exceptions] == ["B"]
