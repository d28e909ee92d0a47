"""Changing schedules: drafts are as if the rule had been so from the start, and each change can be taken back."""

from dataclasses import replace
from datetime import date

import pytest

from billdesk.billing.errors import BillingError, Conflict, FieldError
from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.schedule_changes import (
    change_schedule,
    delete_schedule,
    rename_schedule,
    reorder_schedules,
    restore_schedule,
)
from billdesk.services.schedule_view import find_orders, rule_sentence, schedule_details, schedule_rows
from billdesk.services.schedules import NewSchedule, add_schedule, all_schedules, problems, set_paused
from billdesk.services.verification import verify
from tests.services.interchange import a_company, bring, rows

TODAY = date(2026, 1, 10)
DRAFTS = """SELECT a.code, i.target_on, i.total_minor, s.name FROM invoices i JOIN accounts a ON a.id = i.account_id
 LEFT JOIN invoice_schedules s ON s.id = i.schedule_id WHERE i.status = 'draft' ORDER BY 1, 2, 3"""
MONTHLY = NewSchedule("Monthly", "1 month", "last", date(2026, 1, 31), mode="post")
WEEKLY = NewSchedule("Weekly", "1 week", None, date(2026, 1, 12), mode="post")


@pytest.fixture
def company(tmp_path):
    """A1 has support of 31.00 a month from 5 January, A2 boxes for 20.00 ordered on 7 January."""
    with a_company(tmp_path / "company") as made:
        bring(
            made,
            tmp_path / "data",
            accounts="account,name,city\nA1,Anna Ltd,London\nA2,Bruno GmbH,Bonn\n",
            products="product,name,unit_price\nP1,Support,1\nP2,Boxes,1\n",
            orders="order,account,ordered_on,status\nO1,A1,2026-01-05,active\nO2,A2,2026-01-07,active\n",
            order_lines=(
                "order,line,product,quantity,unit_price,charge_type,every\nO1,1,P1,1,31.00,recurring,1 month\n"
                "O2,1,P2,1,20.00,one_time,\n"
            ),
        )
        yield made


def added(company, new=MONTHLY):
    return schedule_details(company, add_schedule(company, new, TODAY).id)


def test_moving_the_bill_day_moves_what_is_collected(company):
    stands = added(company)
    assert rows(company, DRAFTS) == [("A1", "2026-01-31", 3100, "Monthly"), ("A2", "2026-01-31", 2000, "Monthly")]
    change_schedule(company, stands.id, stands.version, replace(MONTHLY, bill_day="15", start_on=TODAY), TODAY)
    assert rows(company, DRAFTS) == [("A1", "2026-01-15", 3100, "Monthly"), ("A2", "2026-01-15", 2000, "Monthly")]
    assert verify(company).ok


def test_a_change_is_taken_back_with_what_it_gave(company):
    stands = added(company)
    before = rows(company, DRAFTS)
    change = change_schedule(
        company, stands.id, stands.version, replace(MONTHLY, accounts=("A2",), every="2 weeks", bill_day=None), TODAY
    )
    assert rows(company, DRAFTS) != before
    back = change_schedule(company, stands.id, change.after.version, change.before.values, TODAY)
    assert rows(company, DRAFTS) == before
    assert back.after == stands


def test_a_narrower_scope_gives_lines_to_the_next_schedule(company):
    stands = added(company)
    add_schedule(company, WEEKLY, TODAY)
    change_schedule(company, stands.id, stands.version, replace(MONTHLY, products=("P1",)), TODAY)
    assert rows(company, DRAFTS) == [("A1", "2026-01-31", 3100, "Monthly"), ("A2", "2026-01-12", 2000, "Weekly")]


def test_what_somebody_else_changed_is_not_overwritten(company):
    stands = added(company)
    change_schedule(company, stands.id, stands.version, replace(MONTHLY, name="Month's end"), TODAY)
    with pytest.raises(Conflict, match="the schedule was changed meanwhile"):
        change_schedule(company, stands.id, stands.version, replace(MONTHLY, every="2 months"), TODAY)
    assert [str(s.cadence) for s in all_schedules(company)] == ["1 month"]


def test_a_run_meanwhile_is_no_conflict_and_stays_run(company):
    stands = added(company)
    run_invoices(company, RunRequest(date(2026, 1, 31), all_due=True))
    change_schedule(company, stands.id, stands.version, replace(MONTHLY, bill_day="15", start_on=date(2026, 1, 15)), TODAY)
    found = schedule_details(company, stands.id)
    assert (found.ran_on, found.closed_on) == (date(2026, 1, 31), date(2026, 1, 31))
    assert rows(company, DRAFTS) == [("A1", "2026-02-15", 3100, "Monthly")]
    assert verify(company).ok


def test_a_new_name_changes_nothing_else(company):
    stands = added(company)
    drafts = rows(company, "SELECT id, net_minor FROM invoices")
    change = rename_schedule(company, stands.id, stands.version, "  Month's end ", TODAY)
    assert change.after.values == replace(stands.values, name="Month's end")
    assert rows(company, "SELECT id, net_minor FROM invoices") == drafts
    detail = rows(company, "SELECT detail FROM audit_log WHERE action = 'change'")
    assert detail == [('{"changed": {"name": ["Monthly", "Month\'s end"]}, "name": "Month\'s end"}',)]


def test_an_edit_that_changes_nothing_writes_nothing(company):
    stands = added(company)
    audit = rows(company, "SELECT count(*) FROM audit_log")
    change_schedule(company, stands.id, stands.version, stands.values, TODAY)
    assert rows(company, "SELECT count(*) FROM audit_log") == audit


def test_a_taken_name_is_refused_at_its_field(company):
    stands = added(company)
    add_schedule(company, WEEKLY, TODAY)
    with pytest.raises(FieldError) as refused:
        change_schedule(company, stands.id, stands.version, replace(MONTHLY, name="Weekly"), TODAY)
    assert (refused.value.field, refused.value.what) == ("name", "a schedule of this name exists")


def test_the_first_schedule_bills_a_line_and_the_order_can_be_turned(company):
    first, second = added(company), added(company, WEEKLY)
    before = rows(company, DRAFTS)
    reorder_schedules(company, [first.id, second.id], [second.id, first.id], TODAY)
    assert rows(company, DRAFTS) == [("A1", "2026-01-12", 3100, "Weekly"), ("A2", "2026-01-12", 2000, "Weekly")]
    reorder_schedules(company, [second.id, first.id], [first.id, second.id], TODAY)
    assert rows(company, DRAFTS) == before
    with pytest.raises(Conflict, match="the order of the schedules was changed meanwhile"):
        reorder_schedules(company, [second.id, first.id], [first.id, second.id], TODAY)
    with pytest.raises(ValueError, match="same schedules"):
        reorder_schedules(company, [first.id], [second.id], TODAY)


def test_the_present_order_is_no_change(company):
    first, second = added(company), added(company, WEEKLY)
    reorder_schedules(company, [first.id, second.id], [first.id, second.id], TODAY)
    assert rows(company, "SELECT count(*) FROM audit_log WHERE action = 'reorder'") == [(0,)]


def test_a_deleted_schedule_comes_back_at_its_place(company):
    first, second = added(company), added(company, WEEKLY)
    before = rows(company, DRAFTS)
    former = delete_schedule(company, first.id, first.version, TODAY)
    assert rows(company, DRAFTS) == [("A1", "2026-01-12", 3100, "Weekly"), ("A2", "2026-01-12", 2000, "Weekly")]
    assert restore_schedule(company, former, TODAY) == first
    assert [s.id for s in all_schedules(company)] == [first.id, second.id]
    assert rows(company, DRAFTS) == before
    with pytest.raises(Conflict, match="another schedule stands in its place"):
        restore_schedule(company, former, TODAY)


def test_the_only_schedule_can_be_deleted_and_its_lines_wait_for_a_person(company):
    stands = added(company)
    delete_schedule(company, stands.id, stands.version, TODAY)
    assert rows(company, DRAFTS) == [("A1", None, 3100, None), ("A2", None, 2000, None)]
    assert verify(company).ok


def test_a_schedule_that_has_run_stays(company):
    stands = added(company)
    run_invoices(company, RunRequest(date(2026, 1, 31), all_due=True))
    with pytest.raises(BillingError, match="the schedule has run"):
        delete_schedule(company, stands.id, stands.version, TODAY)


def test_a_schedule_that_is_gone_is_said(company):
    stands = added(company)
    delete_schedule(company, stands.id, stands.version, TODAY)
    with pytest.raises(BillingError, match="the schedule is no more"):
        schedule_details(company, stands.id)


def test_pausing_by_id_is_pausing_by_name(company):
    stands = added(company)
    assert set_paused(company, stands.id, True, TODAY).is_paused
    assert not set_paused(company, "Monthly", False, TODAY).is_paused


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("every", "often"),
        ("bill_day", "32"),
        ("end_on", date(2026, 1, 1)),
        ("time_of_day", "25:00"),
        ("target_days", 400),
        ("calendar", "XX"),
        ("terms", "soon"),
        ("currencies", ("EURO",)),
        ("grouping", "mood"),
        ("mode", "loud"),
        ("catch_up", "never"),
        ("holiday_rule", "beach"),
        ("invoice_date", "birthday"),
    ],
)
def test_each_field_says_what_is_wrong_with_it(field, value):
    assert [problem.field for problem in problems(replace(MONTHLY, **{field: value}), TODAY)] == [field]


def test_an_unknown_record_in_the_scope_is_refused_at_its_field(company):
    for field, new in (
        ("accounts", replace(MONTHLY, accounts=("nope",))),
        ("products", replace(MONTHLY, products=("nope",))),
        ("orders", replace(MONTHLY, orders=("nope",))),
    ):
        with pytest.raises(FieldError) as refused:
            add_schedule(company, new, TODAY)
        assert refused.value.field == field


def test_the_list_says_when_and_how_it_went_last(company):
    stands = added(company)
    (row,) = schedule_rows(company, date(2026, 3, 1))
    assert (row.next_on, row.missed_count, row.last_run, row.line_count) == (date(2026, 1, 31), 2, None, 2)
    assert row.sentence == rule_sentence(stands.values, TODAY)
    run_invoices(company, RunRequest(date(2026, 1, 31), all_due=True))
    (row,) = schedule_rows(company, date(2026, 2, 1))
    assert (row.next_on, row.missed_count, row.line_count) == (date(2026, 2, 28), 0, 1)
    assert row.last_run is not None
    assert (row.last_run.occurrence_on, row.last_run.state, row.last_run.invoice_count) == (date(2026, 1, 31), "done", 2)


def test_orders_of_a_scope_are_found_by_number_or_account(company):
    assert find_orders(company, "a1") == [("O1", "A1")]
    assert find_orders(company, "o") == [("O2", "A2"), ("O1", "A1")]
    assert find_orders(company, "%") == []
