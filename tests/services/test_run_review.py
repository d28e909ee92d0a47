"""Reviewing a run: the plan is what is posted, each amount is explained, exceptions are mended, changes are noticed."""

from collections import Counter
from datetime import date

import pytest

from billdesk.billing.errors import BillingError, Cancelled, Conflict, FieldError
from billdesk.services import exceptions as mending
from billdesk.services.accounts import account_details, change_account
from billdesk.services.company import Progress
from billdesk.services.run_review import PlanChanged, approve, explain, plan_review, search_plan
from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.schedules import NewSchedule, add_schedule
from billdesk.services.verification import verify
from tests.services.interchange import a_company, bring, rows

ON = date(2026, 3, 31)
DUE = RunRequest(ON, all_due=True)
POSTED = """SELECT a.code, i.target_on, i.currency, i.net_minor, i.tax_minor, i.total_minor, i.line_count FROM invoices i
 JOIN accounts a ON a.id = i.account_id WHERE i.status = 'posted' ORDER BY 1, 2, 3"""
LINES = """SELECT o.code, l.position, m.description, m.period_from, m.period_until, m.due_on, m.quantity_e6, m.unit_price_e4,
 m.used_days, m.whole_days, m.net_minor FROM invoice_lines m JOIN invoices i ON i.id = m.invoice_id
 JOIN order_lines l ON l.id = m.order_line_id JOIN orders o ON o.id = l.order_id JOIN accounts a ON a.id = i.account_id
 WHERE i.status = 'posted' AND a.code = 'A1' ORDER BY i.id, m.position"""


@pytest.fixture
def company(tmp_path):
    """A1 a month's support and a box, in two currencies; A2 a box; A3 has no address; A4 a box without a price."""
    with a_company(tmp_path / "company") as made:
        add_schedule(made, NewSchedule("Monthly", "1 month", "last", date(2026, 1, 31), mode="post"), date(2026, 1, 1))
        bring(
            made,
            tmp_path / "data",
            accounts=(
                "account,name,city,email\nA1,Anna Ltd,London,anna@example.com\nA2,Bruno GmbH,Bonn,\nA3,Clara Inc,,\n"
                "A4,Dora AG,Bern,\n"
            ),
            products="product,name,unit_price\nSUP,Support,1\n",
            orders=(
                "order,account,ordered_on,currency,status\nO1,A1,2026-01-15,EUR,active\nO2,A1,2026-02-03,JPY,active\n"
                "O3,A2,2026-02-04,EUR,active\nO4,A3,2026-02-05,EUR,active\nO5,A4,2026-02-05,EUR,active\n"
            ),
            order_lines=(
                "order,line,product,description,quantity,unit_price,tax_rate,charge_type,every,start_on,bill_day\n"
                "O1,1,SUP,Support,1,31.00,19,recurring,1 month,2026-01-15,1\nO2,1,,Box,3,700,,one_time,,,\n"
                "O3,1,,Box,1,20.00,,one_time,,,\nO4,1,,Box,1,5.00,,one_time,,,\nO5,1,,Crate,2,1.00,,one_time,,,\n"
            ),
        )
        rows_of(made, "UPDATE order_lines SET unit_price_e4 = NULL WHERE description = 'Crate'")
        yield made


def rows_of(company, sql):
    from billdesk.db.engine import writing

    with writing(company.engine) as connection:
        connection.exec_driver_sql(sql)


def test_what_is_planned_is_what_is_posted_to_the_cent(company):
    plan = plan_review(company, DUE)
    result = approve(company, plan)
    assert result.is_as_planned
    planned = [
        (b.account, plan.turns[b.turn].target_on.isoformat(), b.currency, b.net_minor, b.tax_minor, b.total_minor, b.line_count)
        for b in plan.bills
    ]
    assert sorted(planned) == rows(company, POSTED)
    #  support: 17 of 31 days of January, then February and March; 3 boxes of 700 yen; a box of 20.00
    assert [(b.account, b.currency, b.total_minor) for b in plan.bills] == [
        ("A1", "EUR", 2023),
        ("A1", "EUR", 3689),
        ("A1", "JPY", 2100),
        ("A1", "EUR", 3689),
        ("A2", "EUR", 2000),
    ]
    assert plan.totals_minor == (("EUR", 11401), ("JPY", 2100))
    assert [run for (run,) in rows(company, "SELECT id FROM invoice_runs ORDER BY id")] == list(result.run_ids)
    assert verify(company).ok


def test_each_amount_is_explained_by_its_lines(company):
    plan = plan_review(company, DUE)
    explained = explain(company, plan, 1)
    assert [bill for bill, _ in explained] == [bill for bill in plan.bills if bill.account == "A1"]
    for bill, lines in explained:
        assert sum(line.net_minor for line in lines) == bill.net_minor
    first = explained[0][1][0]
    assert (first.order, first.position, first.product, first.period_from, first.period_until) == (
        "O1",
        1,
        "SUP",
        date(2026, 1, 15),
        date(2026, 2, 1),
    )
    assert (first.quantity_e6, first.unit_price_e4, first.used_days, first.whole_days) == (1_000_000, 310_000, 17, 31)
    approve(company, plan)
    said = [
        (
            line.order,
            line.position,
            line.description,
            line.period_from.isoformat() if line.period_from else None,
            line.period_until.isoformat() if line.period_until else None,
            line.due_on.isoformat(),
            line.quantity_e6,
            line.unit_price_e4,
            line.used_days,
            line.whole_days,
            line.net_minor,
        )
        for _, lines in explained
        for line in lines
    ]
    assert Counter(said) == Counter(rows(company, LINES))


def test_exceptions_say_what_is_to_be_opened(company):
    plan = plan_review(company, DUE)
    assert [(e.account, e.name, e.reason, e.mend) for e in plan.exceptions] == [
        ("A3", "Clara Inc", "the account has no address", "address"),
        ("A4", "Dora AG", "a line has no price: 'Crate'", "price"),
    ]


def test_an_address_mended_in_the_review_is_in_the_next_plan(company):
    plan = plan_review(company, DUE)
    (first, _) = plan.exceptions
    assert mending.mend_of(company, first.account_id, first.target_on).kind == "address"
    account = account_details(company, first.account_id)
    from dataclasses import replace

    change_account(company, account.id, account.version, replace(account.values, city="Rome"), ON)
    fresh = plan_review(company, DUE)
    assert [e.account for e in fresh.exceptions] == ["A4"]
    assert [(b.account, b.total_minor) for b in fresh.bills if b.account == "A3"] == [("A3", 500)]


def test_a_price_mended_in_the_review_is_in_the_next_plan_and_can_be_taken_back(company):
    (_, exception) = plan_review(company, DUE).exceptions
    mend = mending.mend_of(company, exception.account_id, exception.target_on)
    assert (mend.kind, mend.account, [(line.order, line.position, line.description) for line in mend.lines]) == (
        "price",
        "A4",
        [("O5", 1, "Crate")],
    )
    line = mend.lines[0]
    change = mending.price_line(company, line.id, line.version, line.quantity_e6, 12_500, ON)
    assert [(b.account, b.total_minor) for b in plan_review(company, DUE).bills if b.account == "A4"] == [("A4", 250)]
    with pytest.raises(Conflict, match="the order line was changed meanwhile"):
        mending.price_line(company, line.id, line.version, line.quantity_e6, 10_000, ON)
    mending.price_line(company, line.id, change.after.version, change.before.quantity_e6, change.before.unit_price_e4, ON)
    assert [e.account for e in plan_review(company, DUE).exceptions] == ["A3", "A4"]


def test_a_line_that_is_too_large_is_named(company):
    rows_of(company, f"UPDATE order_lines SET unit_price_e4 = {10**17}, quantity_e6 = {10**9} WHERE description = 'Crate'")
    (_, exception) = plan_review(company, DUE).exceptions
    assert exception.mend == "amount"
    mend = mending.mend_of(company, exception.account_id, exception.target_on)
    assert [line.description for line in mend.lines] == ["Crate"]
    line = mend.lines[0]
    with pytest.raises(FieldError) as refused:
        mending.price_line(company, line.id, line.version, line.quantity_e6, line.unit_price_e4, ON)
    assert refused.value.field == "unit_price"
    with pytest.raises(FieldError):
        mending.price_line(company, line.id, line.version, line.quantity_e6, -1, ON)
    mending.price_line(company, line.id, line.version, 1_000_000, 10_000, ON)
    assert [e.account for e in plan_review(company, DUE).exceptions] == ["A3"]


def test_an_account_that_nothing_stops_any_more_is_opened_as_a_whole(company):
    assert mending.mend_of(company, 2, ON).kind == "account"
    with pytest.raises(BillingError, match="the account is no more"):
        mending.mend_of(company, 99, ON)


def test_a_billed_line_keeps_its_price(company):
    approve(company, plan_review(company, DUE))
    (line_id,) = rows(company, "SELECT id FROM order_lines WHERE description = 'Support'")[0]
    from billdesk.db.engine import reading

    with reading(company.engine) as connection:
        line = mending._line(connection, line_id)
    with pytest.raises(BillingError, match="has been billed"):
        mending.price_line(company, line.id, line.version, 1, 1, ON)
    with pytest.raises(Conflict, match="the order line is no more"):
        mending.price_line(company, 999, "", 1, 1, ON)


def test_a_plan_that_does_not_hold_any_more_is_not_approved(company, tmp_path):
    plan = plan_review(company, DUE)
    bring(
        company,
        tmp_path / "more",
        orders="order,account,ordered_on,status\nO9,A2,2026-02-20,active\n",
        order_lines="order,line,description,quantity,unit_price\nO9,1,Lid,1,1.00\n",
    )
    with pytest.raises(PlanChanged) as changed:
        approve(company, plan)
    assert changed.value.record == "1 account"
    assert changed.value.difference.changed == {2}
    assert rows(company, POSTED) == []
    assert approve(company, changed.value.plan).is_as_planned
    with pytest.raises(Conflict, match="the plan has changed"):
        explain(company, plan, 2)


def test_another_run_meanwhile_changes_the_plan(company):
    plan = plan_review(company, DUE)
    run_invoices(company, RunRequest(date(2026, 1, 31), all_due=True))
    with pytest.raises(PlanChanged) as changed:
        approve(company, plan)
    assert changed.value.difference.changed == {1}
    assert len(changed.value.plan.turns) == 2


def test_what_has_nothing_to_do_with_the_plan_changes_nothing(company):
    plan = plan_review(company, DUE)
    add_schedule(company, NewSchedule("Behind", "1 month", "last", date(2027, 1, 31)), ON)
    assert approve(company, plan).is_as_planned


def test_cancelling_leaves_what_was_posted_and_the_next_plan_finishes(company):
    plan = plan_review(company, DUE)
    asked = iter(range(1))
    result = approve(company, plan, Progress(is_cancelled=lambda: next(asked, None) is None))
    assert result.report.is_cancelled
    assert rows(company, POSTED) == [("A1", "2026-01-31", "EUR", 1700, 323, 2023, 1)]
    rest = plan_review(company, DUE)
    assert approve(company, rest).is_as_planned
    assert sorted((b.account, b.total_minor) for b in plan.bills) == sorted((r[0], r[5]) for r in rows(company, POSTED))


def test_planning_can_be_cancelled(company):
    with pytest.raises(Cancelled):
        plan_review(company, DUE, Progress(is_cancelled=lambda: True))


def test_mails_of_the_run_are_counted(company):
    plan = plan_review(company, RunRequest(ON, all_due=True, mode="email"))
    assert {turn.mode for turn in plan.turns} == {"email"}
    result = approve(company, plan)
    assert result.mail_count == 4


def test_a_run_by_hand_has_one_turn_without_occurrence(company):
    plan = plan_review(company, RunRequest(ON, target_on=date(2026, 2, 28), mode="post"))
    (turn,) = plan.turns
    assert (turn.schedule, turn.occurrence_on, turn.target_on) == (None, None, date(2026, 2, 28))
    result = approve(company, plan)
    assert result.is_as_planned
    assert len(result.run_ids) == 1


def test_the_plan_is_searched_by_account_order_product_and_description(company):
    plan = plan_review(company, DUE)
    for text, accounts in (
        ("", {1, 2, 3, 4}),
        ("anna", {1}),
        ("a2", {2}),
        ("clara", {3}),
        ("o3", {2}),
        ("sup", {1}),
        ("box", {1, 2, 3}),
        ("%", set()),
    ):
        assert search_plan(company, plan, text) == accounts, text
