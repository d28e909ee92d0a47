"""Orders in life through the verbs: 31.00 a month in advance from 1 January 2026, January posted on 31 January."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from billdesk import bootstrap
from billdesk.billing.errors import BillingError
from billdesk.services.amendment_rows import LineChange
from billdesk.services.amendments import amend_order, cancel_order, hold_order, resume_order, undo_act
from billdesk.services.company import Company
from billdesk.services.corrections import credit_invoice
from billdesk.services.forecast import forecast
from billdesk.services.imports import import_paths
from billdesk.services.listings import list_records
from billdesk.services.replacements import Replacement, replace_line
from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.schedules import NewSchedule, add_schedule
from billdesk.services.verification import verify

ONE = 10**6
JAN_1, JAN_16, JAN_31 = date(2026, 1, 1), date(2026, 1, 16), date(2026, 1, 31)


@pytest.fixture
def company(company_target: str, tmp_path: Path) -> Iterator[Company]:
    """Order O1 with ten seats, billed for January in invoice 1; verify holds after every test."""
    made = bootstrap.create(company_target, "Acme", "USD", "US")
    files = {
        "accounts": "account,name,street,city,country\nA,Alpha,Street 1,Town,US\n",
        "orders": "order,account,ordered_on,status\nO1,A,2026-01-01,active\nO2,A,2026-01-01,active\n",
        "order_lines": (
            "order,line,description,quantity,unit_price,charge_type,every,start_on,bill_on\n"
            "O1,1,Seats,10,31.00,recurring,1 month,2026-01-01,\n"
            "O2,1,Set-up,1,500.00,one_time,,,2026-02-10\n"
        ),
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    import_paths(made, [tmp_path / f"{name}.csv" for name in files], as_of=JAN_1)
    add_schedule(made, NewSchedule("monthly", "1 month", bill_day="last", start_on=JAN_31, mode="post"), JAN_1)
    run_invoices(made, RunRequest(JAN_31, all_due=True))
    yield made
    found = [f"{check.name}: {violation}" for check in verify(made).checks for violation in check.violations]
    made.engine.dispose()
    assert found == []


def lines(company: Company, order: str = "O1", status: str | None = None) -> list[str]:
    rows = list_records(company, "invoice-lines")
    drafts = {row["invoice"] for row in rows} if status is None else {None}
    return [
        f"{row['quantity']} x {row['unit_price']} = {row['net']} {row['period_from']}"
        for row in rows
        if row["order"] == order and row["invoice"] in drafts
    ]


def run(company: Company, on: date) -> None:
    run_invoices(company, RunRequest(on, all_due=True))


def test_two_more_seats_from_the_16th_join_the_next_invoice_of_a_month_that_is_billed(company: Company):
    amended = amend_order(company, "O1", [LineChange(1, quantity_e6=12 * ONE)], JAN_16, JAN_16)

    assert amended.net_minor == 3200
    assert lines(company, status="draft") == ["2 x 31.00 = 32.00 2026-01-16", "12 x 31.00 = 372.00 2026-02-01"]
    run(company, date(2026, 2, 28))
    assert lines(company) == [
        "10 x 31.00 = 310.00 2026-01-01",
        "2 x 31.00 = 32.00 2026-01-16",
        "12 x 31.00 = 372.00 2026-02-01",
        "12 x 31.00 = 372.00 2026-03-01",
    ]


def test_a_preview_tells_the_difference_and_changes_nothing(company: Company):
    before = lines(company)
    seen = amend_order(company, "O1", [LineChange(1, quantity_e6=8 * ONE)], JAN_16, JAN_16, preview=True)

    assert [(d.quantity_e6, d.used_days, d.whole_days, d.net_minor) for d in seen.differences] == [(-2 * ONE, 16, 31, -3200)]
    assert lines(company) == before


def test_an_order_that_is_cancelled_on_the_16th_credits_16_of_31_days_and_bills_no_more(company: Company):
    cancelled = cancel_order(company, "O1", JAN_16, JAN_16)
    (order,) = list_records(company, "orders", [("order", "O1")])

    assert cancelled.net_minor == -16000
    assert order["status"] == "cancelled"
    run(company, date(2026, 12, 31))
    assert lines(company) == ["10 x 31.00 = 310.00 2026-01-01", "-10 x 31.00 = -160.00 2026-01-16"]


def test_cancelling_drops_what_would_be_billed_once_later(company: Company):
    cancel_order(company, "O2", date(2026, 2, 1), date(2026, 2, 1))
    run(company, date(2026, 12, 31))

    assert lines(company, "O2") == []


def test_a_cancellation_that_was_not_billed_is_taken_back(company: Company):
    before = lines(company)
    cancelled = cancel_order(company, "O1", JAN_16, JAN_16)
    undo_act(company, "O1", cancelled.act, JAN_16)
    (order,) = list_records(company, "orders", [("order", "O1")])

    assert lines(company) == before
    assert order["status"] == "active"


def test_an_amendment_that_was_billed_is_not_taken_back(company: Company):
    amended = amend_order(company, "O1", [LineChange(1, quantity_e6=12 * ONE)], JAN_16, JAN_16)
    run(company, date(2026, 2, 28))

    with pytest.raises(BillingError, match="the amendment has been billed"):
        undo_act(company, "O1", amended.act, date(2026, 3, 1))


def test_periods_that_start_in_a_hold_are_skipped(company: Company):
    hold_order(company, "O1", date(2026, 2, 10), date(2026, 2, 10))
    run(company, date(2026, 4, 30))
    assert lines(company) == ["10 x 31.00 = 310.00 2026-01-01", "10 x 31.00 = 310.00 2026-02-01"]
    resume_order(company, "O1", date(2026, 5, 15), date(2026, 5, 15))
    run(company, date(2026, 6, 30))

    assert lines(company)[2:] == ["10 x 31.00 = 310.00 2026-06-01", "10 x 31.00 = 310.00 2026-07-01"]


def test_periods_that_were_held_are_billed_after_catching_up(company: Company):
    hold_order(company, "O1", date(2026, 2, 10), date(2026, 2, 10))
    run(company, date(2026, 4, 30))
    resume_order(company, "O1", date(2026, 4, 30), date(2026, 4, 30), catches_up=True)

    assert lines(company, status="draft")[:3] == [
        "10 x 31.00 = 310.00 2026-03-01",
        "10 x 31.00 = 310.00 2026-04-01",
        "10 x 31.00 = 310.00 2026-05-01",
    ]


def test_a_held_order_that_has_billed_everything_before_is_not_completed(company: Company):
    hold_order(company, "O1", date(2026, 2, 1), date(2026, 1, 31))
    run(company, date(2026, 4, 30))
    (order,) = list_records(company, "orders", [("order", "O1")])

    assert order["status"] == "active"


def test_the_forecast_has_the_difference_as_something_still_to_be_billed(company: Company):
    amend_order(company, "O1", [LineChange(1, unit_price_e4=620_000)], JAN_16, JAN_16)

    assert [(str(f.due_on), f.net_minor) for f in forecast(company, date(2026, 2, 1), "A")] == [
        ("2026-01-16", -16000),
        ("2026-01-16", 32000),
        ("2026-02-01", 62000),
    ]


def test_a_month_that_is_freed_is_billed_again_as_it_is_agreed_now(company: Company):
    amend_order(company, "O1", [LineChange(1, quantity_e6=12 * ONE)], JAN_16, JAN_16)
    credit_invoice(company, "INV-2026-00001", date(2026, 2, 1), rebill=True)

    assert lines(company, status="draft")[:2] == ["10 x 31.00 = 150.00 2026-01-01", "12 x 31.00 = 192.00 2026-01-16"]


def test_freeing_a_month_whose_amendment_is_billed_elsewhere_is_refused(company: Company):
    amend_order(company, "O1", [LineChange(1, quantity_e6=12 * ONE)], JAN_16, JAN_16)
    run(company, date(2026, 2, 28))

    with pytest.raises(BillingError, match="INV-2026-00002 has billed an amendment"):
        credit_invoice(company, "INV-2026-00001", date(2026, 3, 1), rebill=True)


def test_an_adjustment_that_is_freed_is_due_again(company: Company):
    amend_order(company, "O1", [LineChange(1, quantity_e6=12 * ONE)], JAN_16, JAN_16)
    run(company, date(2026, 2, 27))
    run_invoices(company, RunRequest(date(2026, 2, 27), target_on=JAN_31, mode="post"))
    credit_invoice(company, "INV-2026-00002", date(2026, 2, 27), rebill=True)

    assert "2 x 31.00 = 32.00 2026-01-16" in lines(company, status="draft")


@pytest.mark.parametrize(
    ("change", "on", "what"),
    [
        (LineChange(1, quantity_e6=12 * ONE), date(2025, 12, 31), "the line starts on 2026-01-01"),
        (LineChange(7, quantity_e6=12 * ONE), JAN_16, "the order has no line 7"),
        (LineChange(1, quantity_e6=0), JAN_16, "bills nothing"),
        (LineChange(1, quantity_e6=10 * ONE), JAN_16, "already"),
        (LineChange(1, ends=True, end_before=date(2025, 12, 1)), JAN_16, "before it starts"),
        (LineChange(1), JAN_16, "already"),
    ],
)
def test_an_amendment_that_makes_no_sense_is_refused_and_nothing_changes(
    company: Company, change: LineChange, on: date, what: str
):
    before = lines(company)
    with pytest.raises(BillingError, match=what):
        amend_order(company, "O1", [change], on, JAN_16)
    assert lines(company) == before


def test_holding_twice_and_resuming_what_is_not_held_are_refused(company: Company):
    with pytest.raises(BillingError, match="not held"):
        resume_order(company, "O1", JAN_16, JAN_16)
    hold_order(company, "O1", date(2026, 2, 10), JAN_16)
    with pytest.raises(BillingError, match="held since 2026-02-10"):
        hold_order(company, "O1", date(2026, 3, 10), JAN_16)
    with pytest.raises(BillingError, match="held from 2026-02-10"):
        resume_order(company, "O1", date(2026, 2, 1), JAN_16)


def test_another_cadence_ends_the_line_and_goes_on_in_one_of_its_own(company: Company):
    """January is billed by the month; from the 16th 900.00 a quarter in advance: -160.00, then 900.00 a quarter."""
    wanted = Replacement(1, unit_price_e4=900_000, every="1 quarter")
    replaced = replace_line(company, "O1", wanted, JAN_16, JAN_16)

    assert replaced.net_minor == -16000
    assert lines(company, status="draft") == [
        "-10 x 31.00 = -160.00 2026-01-16",
        "10 x 90.00 = 900.00 2026-01-16",
        "10 x 90.00 = 900.00 2026-04-16",
    ]
    run(company, date(2026, 4, 30))
    assert lines(company)[-3:-1] == ["10 x 90.00 = 900.00 2026-01-16", "10 x 90.00 = 900.00 2026-04-16"]


def test_a_replacement_from_the_start_of_the_line_is_refused(company: Company):
    with pytest.raises(BillingError, match="nothing of it would be left"):
        replace_line(company, "O1", Replacement(1, every="1 quarter"), JAN_1, JAN_16)


def test_a_line_of_a_held_order_that_is_amended_waits_with_its_periods_and_not_with_its_credit(company: Company):
    hold_order(company, "O1", date(2026, 2, 1), JAN_16)
    amend_order(company, "O1", [LineChange(1, quantity_e6=9 * ONE)], JAN_16, JAN_16)

    assert lines(company, status="draft") == ["-1 x 31.00 = -16.00 2026-01-16"]


def test_taking_back_an_amendment_of_a_cancelled_order_leaves_it_cancelled(company: Company):
    amended = amend_order(company, "O1", [LineChange(1, quantity_e6=12 * ONE)], JAN_16, JAN_16)
    cancel_order(company, "O1", date(2026, 1, 20), date(2026, 1, 20))
    undo_act(company, "O1", amended.act, date(2026, 1, 20))
    (order,) = list_records(company, "orders", [("order", "O1")])

    assert order["status"] == "cancelled"
    assert lines(company, status="draft") == ["-10 x 31.00 = -120.00 2026-01-20"]


def test_a_line_changes_once_in_an_act(company: Company):
    changes = [LineChange(1, quantity_e6=12 * ONE), LineChange(1, unit_price_e4=620_000)]
    with pytest.raises(BillingError, match="line 1 is to change twice"):
        amend_order(company, "O1", changes, JAN_16, JAN_16)


def test_crediting_one_line_for_rebilling_leaves_what_an_amended_line_was_billed(company: Company):
    """The invoice of February has the amended seats and the set-up; only the set-up is freed."""
    amend_order(company, "O1", [LineChange(1, quantity_e6=12 * ONE)], JAN_16, JAN_16)
    run(company, date(2026, 2, 28))
    own = [line["order"] for line in list_records(company, "invoice-lines") if line["invoice"] == "INV-2026-00002"]
    position = own.index("O2") + 1
    credit_invoice(company, "INV-2026-00002", date(2026, 3, 1), rebill=True, lines=[position])

    assert "1 x 500.00 = 500.00 None" in lines(company, "O2", status="draft")
