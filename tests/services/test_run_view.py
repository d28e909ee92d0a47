"""Runs on record: what one did, its invoices in order of numbers, totals of all, and the accounts that wait."""

from datetime import date

import pytest

from billdesk.billing.errors import BillingError
from billdesk.services.run_view import invoices_of_runs, open_exception, run_details, run_totals
from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.schedules import NewSchedule, add_schedule
from tests.services.interchange import a_company, bring, rows

ON = date(2026, 2, 28)


@pytest.fixture
def company(tmp_path):
    """Two month-ends are billed: A1 twice, A2 once in yen; A3 has no address and waits for both."""
    with a_company(tmp_path / "company") as made:
        add_schedule(made, NewSchedule("Monthly", "1 month", "last", date(2026, 1, 31), mode="post"), date(2026, 1, 1))
        bring(
            made,
            tmp_path / "data",
            accounts="account,name,city\nA1,Anna Ltd,London\nA2,Bruno GmbH,Bonn\nA3,Clara Inc,\n",
            orders=(
                "order,account,ordered_on,currency,status\nO1,A1,2026-01-01,EUR,active\nO2,A2,2026-02-01,JPY,active\n"
                "O3,A3,2026-01-01,EUR,active\n"
            ),
            order_lines=(
                "order,line,description,quantity,unit_price,every\nO1,1,Support,1,31.00,1 month\nO2,1,Box,1,700,\n"
                "O3,1,Support,1,5.00,1 month\n"
            ),
        )
        run_invoices(made, RunRequest(ON, all_due=True))
        yield made


def test_a_run_says_what_it_did(company):
    run = run_details(company, 2)
    assert (run.schedule, run.occurrence_on, run.target_on, run.invoice_on) == ("Monthly", ON, ON, ON)
    assert (run.state, run.mode, run.invoice_count, run.line_count) == ("done", "post", 2, 2)
    assert run.exception_count == 1
    assert run.totals == (("EUR", 3100), ("JPY", 700))
    with pytest.raises(BillingError, match="there is no such run"):
        run_details(company, 9)


def test_a_run_by_hand_has_no_schedule_and_one_in_draft_mode_no_totals(company):
    run_invoices(company, RunRequest(ON, target_on=date(2026, 3, 31), mode="draft"))
    run = run_details(company, 3)
    assert (run.schedule_id, run.schedule, run.occurrence_on, run.totals) == (None, None, None, ())


def test_totals_are_those_of_each_run(company):
    assert run_totals(company) == {1: (("EUR", 3100),), 2: (("EUR", 3100), ("JPY", 700))}
    assert run_totals(company, (1,)) == {1: (("EUR", 3100),)}


def test_invoices_of_runs_stand_in_order_of_their_numbers(company):
    numbers = dict(rows(company, "SELECT id, number FROM invoices WHERE number IS NOT NULL"))
    found = [numbers[invoice_id] for invoice_id in invoices_of_runs(company, (1, 2))]
    assert found == ["INV-2026-00001", "INV-2026-00002", "INV-2026-00003"]


def test_an_account_that_waits_says_what_mends_it(company):
    (first, _) = [row[0] for row in rows(company, "SELECT id FROM run_exceptions ORDER BY id")]
    exception = open_exception(company, first)
    assert (exception.account, exception.name, exception.mend) == ("A3", "Clara Inc", "address")
    assert exception.target_on == date(2026, 1, 31)
    with pytest.raises(BillingError, match="the exception is no more"):
        open_exception(company, 99)
