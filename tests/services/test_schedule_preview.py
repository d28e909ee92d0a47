"""What the scheduler dialog says of the next run is what the dry run says once the rule is saved: to the cent."""

import shutil
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billdesk import bootstrap
from billdesk.billing.errors import BillingError, Cancelled
from billdesk.services.company import Progress
from billdesk.services.imports import import_paths
from billdesk.services.runs import RunRequest, plan_run, run_invoices
from billdesk.services.schedule_changes import change_schedule
from billdesk.services.schedule_preview import next_dates, read_preview
from billdesk.services.schedule_view import rule_of, schedule_details
from billdesk.services.schedules import NewSchedule, add_schedule, all_schedules, set_paused
from billdesk.services.verification import verify
from tests.histories.ledger import Account
from tests.histories.machine import blank
from tests.histories.making import account_row, as_schedule, line_row, made_line, order_lines, plans
from tests.services.interchange import a_company, bring, files

TODAY = date(2026, 6, 10)
ACCOUNTS = (Account("A1", "EUR", False, True), Account("A2", "EUR", True, True), Account("A3", "JPY", False, False))

orders = st.lists(
    st.tuples(
        st.sampled_from(ACCOUNTS),
        st.integers(0, 90),
        st.sampled_from([None, "PO1", "PO2"]),
        st.lists(order_lines(), min_size=1, max_size=3),
    ),
    min_size=1,
    max_size=5,
)


def as_csv(rows):
    head = list(rows[0])
    return "\n".join(",".join(str(row[key]) for key in head) for row in [dict(zip(head, head, strict=True)), *rows]) + "\n"


def make(folder: Path, made):
    """A company with these orders, active since their days."""
    path = folder / "Company.billdesk"
    shutil.copyfile(blank(), path)
    company = bootstrap.open_company(str(path))
    headers, lines = [], []
    for number, (account, age, po, chosen) in enumerate(made, 1):
        code, ordered_on = f"O{number}", TODAY - timedelta(age)
        headers.append({"order": code, "account": account.code, "ordered_on": ordered_on, "po": po or "", "status": "active"})
        lines += [line_row(made_line(code, place, account, ordered_on, po, what)) for place, what in enumerate(chosen, 1)]
    texts = {
        "accounts": as_csv([account_row(account) for account in ACCOUNTS]),
        "products": "product,name,unit_price\nP1,P1,1\nP2,P2,1\n",
        "orders": as_csv(headers),
        "order_lines": as_csv(lines),
    }
    used = [
        f"{line['order']},{line['line']},{line['start_on']},1.5,U{n}"
        for n, line in enumerate(lines)
        if line["charge_type"] == "usage"
    ]
    if used:
        texts["usage"] = "\n".join(["order,line,used_on,quantity,reference", *used]) + "\n"
    import_paths(company, [files(folder / "files", **texts)], as_of=TODAY)
    return company


def said(found):
    return found.invoice_count, found.line_count, dict(found.totals_minor), {e.account for e in found.exceptions}


def assert_same(company, expected, schedule_id):
    """The preview is the dry run of the schedule as it now stands, on the day of its next occurrence."""
    schedule = next(s for s in all_schedules(company) if s.id == schedule_id)
    assert next(schedule.occurrences(schedule.ran_on), None) == expected.occurrence
    if expected.occurrence is not None:
        planned = plan_run(company, RunRequest(expected.occurrence.on, schedule=schedule.name))
        left_out = {e.account for e in planned.exceptions}
        assert said(expected) == (planned.invoice_count, planned.line_count, planned.totals_minor, left_out)


def prove(folder, data):
    company = make(folder, data.draw(orders, label="orders"))
    try:
        names = [account.code for account in ACCOUNTS]
        for number in range(data.draw(st.integers(0, 2), label="other schedules")):
            add_schedule(company, as_schedule(data.draw(plans(f"S{number}", TODAY, names), label="schedule")), TODAY)
        edited = as_schedule(data.draw(plans("Edited", TODAY, names), label="the edited one"))
        first = read_preview(company).next_run(edited, TODAY)
        schedule_id = add_schedule(company, edited, TODAY).id
        assert_same(company, first, schedule_id)
        if data.draw(st.booleans(), label="another one behind"):
            add_schedule(company, as_schedule(data.draw(plans("Behind", TODAY, names), label="schedule")), TODAY)
        run = data.draw(st.sampled_from([None, "edited", "all"]), label="run")
        if run is not None:
            request = RunRequest(TODAY, all_due=True) if run == "all" else RunRequest(TODAY, schedule="Edited")
            run_invoices(company, request)
        preview = read_preview(company, schedule_id)
        for _ in range(3):
            wanted = as_schedule(data.draw(plans("Edited", TODAY, names), label="edit"))
            expected = preview.next_run(wanted, TODAY)
            change_schedule(company, schedule_id, schedule_details(company, schedule_id).version, wanted, TODAY)
            assert_same(company, expected, schedule_id)
        assert [check for check in verify(company).checks if not check.ok] == []
    finally:
        company.engine.dispose()


@given(data=st.data())
@settings(max_examples=15)
def test_the_preview_is_the_dry_run_of_the_saved_rule(data):
    with tempfile.TemporaryDirectory() as folder:
        prove(Path(folder), data)


@pytest.mark.long
@given(data=st.data())
@settings(max_examples=1000)
def test_the_preview_is_the_dry_run_of_a_thousand_saved_rules(data):
    with tempfile.TemporaryDirectory() as folder:
        prove(Path(folder), data)


# Named cases ----------------------------------------------------------------------------------------------------------

MONTHLY = NewSchedule("Edited", "1 month", "last", date(2026, 6, 30), mode="post")


@pytest.fixture
def company(tmp_path):
    """A1 pays net in EUR, A2 gross; each has support of P1 and boxes of P2, at two tax rates; A3 has no address."""
    with a_company(tmp_path / "company") as made:
        bring(
            made,
            tmp_path / "data",
            accounts="account,name,city,price_basis\nA1,A1,Wien,net\nA2,A2,Wien,gross\nA3,A3,,net\n",
            products="product,name,unit_price\nP1,P1,1\nP2,P2,1\n",
            orders="order,account,ordered_on,status\nO1,A1,2026-06-01,active\nO2,A2,2026-06-01,active\nO3,A3,2026-06-01,active\n",
            order_lines=(
                "order,line,product,quantity,unit_price,tax_rate,charge_type,every,start_on,bill_day\n"
                "O1,1,P1,1,31.33,19,recurring,1 month,2026-06-10,1\nO1,2,P2,3,7.77,7,one_time,,,\nO1,3,P2,1,0.55,19,one_time,,,\n"
                "O2,1,P1,1,31.33,19,recurring,1 month,2026-06-10,1\nO2,2,P2,3,7.77,7,one_time,,,\nO3,1,P1,1,5,,one_time,,,\n"
            ),
        )
        yield made


def saved(company, new):
    """The preview of the rule, then the rule saved, and both compared."""
    expected = read_preview(company).next_run(new, TODAY)
    assert_same(company, expected, add_schedule(company, new, TODAY).id)
    return expected


def test_the_figure_is_what_the_hand_works_out(company):
    # A1: 21 of 30 days of 31.33 = 21.93, boxes 23.31 and 0.55: 19 % of 22.48 = 4.27, 7 % of 23.31 = 1.63; A2: gross 21.93 + 23.31
    found = saved(company, MONTHLY)
    assert found.totals_minor == (("EUR", 2193 + 55 + 427 + 2331 + 163 + 2193 + 2331),)
    assert (found.account_count, found.invoice_count, found.line_count) == (2, 2, 5)
    assert [e.reason for e in found.exceptions] == ["the account has no address"]


@pytest.mark.parametrize(
    "scope",
    [
        {"accounts": ("A1",)},
        {"products": ("P2",)},
        {"orders": ("O2",)},
        {"currencies": ("EUR",)},
        {"currencies": ("USD",)},
        {"accounts": ("A1", "A2"), "products": ("P1",)},
    ],
)
def test_each_scope_takes_what_it_takes_once_saved(company, scope):
    saved(company, replace(MONTHLY, **scope))


@pytest.mark.parametrize("grouping", ["account", "order", "po"])
def test_invoices_that_are_shared_with_another_schedule_are_counted_whole(company, grouping):
    #  support by the first schedule, boxes by the edited one, both on 30 June and handled alike: one invoice per account
    add_schedule(company, NewSchedule("Support", "1 month", "last", date(2026, 6, 30), mode="post", products=("P1",)), TODAY)
    add_schedule(company, NewSchedule("Apart", "1 month", "last", date(2026, 6, 30), mode="email", products=("P2",)), TODAY)
    edited = replace(MONTHLY, products=("P2",), grouping=grouping)
    preview = read_preview(company, 2)
    found = preview.next_run(replace(edited, name="Apart"), TODAY)
    change_schedule(company, 2, schedule_details(company, 2).version, replace(edited, name="Apart"), TODAY)
    assert_same(company, found, 2)
    assert found.line_count == (5 if grouping != "order" else 3)


def test_three_schedules_may_share_an_invoice(company):
    add_schedule(company, NewSchedule("Support", "1 month", "last", date(2026, 6, 30), mode="post", products=("P1",)), TODAY)
    add_schedule(company, NewSchedule("A2", "1 month", "last", date(2026, 6, 30), mode="post", accounts=("A2",)), TODAY)
    found = saved(company, MONTHLY)
    assert (found.account_count, found.line_count) == (1, 3)


def test_another_schedule_with_other_dates_shares_nothing(company):
    add_schedule(company, NewSchedule("Support", "1 month", "15", date(2026, 6, 15), mode="post", products=("P1",)), TODAY)
    assert saved(company, MONTHLY).line_count == 3


def test_amounts_near_the_end_of_their_range_are_left_to_the_run(company, tmp_path):
    bring(
        company,
        tmp_path / "large",
        orders="order,account,ordered_on,status\nO8,A1,2026-06-01,active\nO9,A1,2026-06-01,active\n",
        order_lines=("order,line,quantity,unit_price,description\nO8,1,4,1000000000000,Large\nO9,1,4,1000000000000,Larger\n"),
    )
    found = saved(company, MONTHLY)
    assert [e.account for e in found.exceptions] == ["A3"]
    assert dict(found.totals_minor)["EUR"] > 8 * 10**14


def test_the_rule_may_be_changed_there_and_back_in_one_preview(company):
    preview = read_preview(company)
    preview.warm()
    first = preview.next_run(MONTHLY, TODAY)
    for code in ("A1", "A2", "A3"):
        for grouping in ("order", "po", "account"):
            preview.next_run(replace(MONTHLY, accounts=(code,), grouping=grouping), TODAY)
    assert preview.next_run(MONTHLY, TODAY) == first


def test_a_rule_without_dates_bills_nothing(company):
    ended = replace(MONTHLY, bill_day="last", start_on=date(2026, 6, 1), end_on=date(2026, 6, 15))
    assert read_preview(company).next_run(ended, TODAY).occurrence is None


def test_a_company_without_orders_is_previewed(tmp_path):
    with a_company(tmp_path / "empty") as made:
        preview = read_preview(made)
        preview.warm()
        found = preview.next_run(MONTHLY, TODAY)
        assert (found.invoice_count, found.totals_minor) == (0, ())


def test_accounts_that_were_left_out_are_tried_again_in_the_next_run(company):
    schedule_id = add_schedule(company, MONTHLY, TODAY).id
    run_invoices(company, RunRequest(date(2026, 6, 30), all_due=True))
    found = read_preview(company, schedule_id).next_run(MONTHLY, TODAY)
    assert [e.account for e in found.exceptions] == ["A3"]
    assert_same(company, found, schedule_id)
    drafting = read_preview(company, schedule_id).next_run(replace(MONTHLY, mode="draft"), TODAY)
    assert drafting.totals_minor == found.totals_minor


def test_a_paused_schedule_is_previewed_as_if_it_ran(company):
    schedule_id = add_schedule(company, MONTHLY, TODAY).id
    running = read_preview(company, schedule_id).next_run(MONTHLY, TODAY)
    set_paused(company, schedule_id, True, TODAY)
    assert read_preview(company, schedule_id).next_run(MONTHLY, TODAY) == running


def test_reading_can_be_cancelled(company):
    with pytest.raises(Cancelled):
        read_preview(company, progress=Progress(is_cancelled=lambda: True))


def test_dates_are_those_of_the_rule():
    assert [o.on for o in next_dates(rule_of(MONTHLY), 3)] == [date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 31)]
    with pytest.raises(BillingError, match="a schedule needs a start"):
        rule_of(replace(MONTHLY, start_on=None))
