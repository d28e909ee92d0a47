"""What the scheduler dialog says of the next run is what the dry run says once the rule is saved: to the cent."""

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billdesk import bootstrap
from billdesk.services.imports import import_paths
from billdesk.services.runs import RunRequest, plan_run, run_invoices
from billdesk.services.schedule_changes import change_schedule
from billdesk.services.schedule_preview import read_preview
from billdesk.services.schedule_view import schedule_details
from billdesk.services.schedules import add_schedule, all_schedules
from billdesk.services.verification import verify
from tests.histories.ledger import Account
from tests.histories.machine import blank
from tests.histories.making import account_row, as_schedule, line_row, made_line, order_lines, plans
from tests.services.interchange import files

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
