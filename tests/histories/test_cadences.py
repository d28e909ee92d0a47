"""Random cadences end to end: the dates that are shown beforehand are the dates that runs then bill, without gap or overlap.

forecast             |--|-----|-----|-----|--|          from an order that was just activated
schedule dates        x     x     x     x     x     x   from a schedule that has not run yet
runs, one by one     |--|-----|-----|-----|--|          each period once, each run on its date
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billdesk import bootstrap
from billdesk.services.company import Company
from billdesk.services.forecast import forecast
from billdesk.services.imports import import_paths
from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.schedules import NewSchedule, add_schedule, next_occurrences
from billdesk.services.verification import verify
from tests.histories import reading
from tests.histories.machine import SHM, blank

BEGIN = date(2026, 1, 1)
cadences = st.one_of(
    st.tuples(st.integers(1, 40), st.just("day")),
    st.tuples(st.integers(1, 6), st.just("week")),
    st.tuples(st.integers(1, 7), st.just("month")),
    st.tuples(st.integers(1, 2), st.sampled_from(["quarter", "semester", "year"])),
)
bill_days = st.one_of(
    st.none(),
    st.integers(1, 31).map(str),
    st.sampled_from(["last", "last-business"]),
    st.builds("{} {}".format, st.sampled_from(["1", "2", "3", "4", "5", "last"]), st.sampled_from(["mon", "wed", "fri", "sun"])),
)


def bill(company: Company, folder: Path, line: Mapping[str, object], schedule: NewSchedule, count: int) -> None:
    """Import the line, look ahead, run `count` occurrences each on its day, and compare."""
    files: dict[str, dict[str, object]] = {
        "accounts": {"account": "A", "name": "A", "city": "Wien"},
        "orders": {"order": "O", "account": "A", "ordered_on": BEGIN, "status": "active"},
        "order_lines": {"order": "O", "line": 1, "description": "x", "quantity": 1, "unit_price": 31, **line},
    }
    for name, row in files.items():
        (folder / f"{name}.csv").write_text(",".join(row) + "\n" + ",".join(str(v or "") for v in row.values()) + "\n")
    import_paths(company, [folder / f"{name}.csv" for name in files], as_of=BEGIN)
    add_schedule(company, schedule, BEGIN)
    shown = next_occurrences(company, schedule.name, count)
    until_on = shown[-1].on
    coming = forecast(company, until_on)
    for occurrence in shown:
        early = run_invoices(company, RunRequest(occurrence.on - timedelta(1), all_due=True))
        assert early.occurrence_count == 0
        assert run_invoices(company, RunRequest(occurrence.on, all_due=True)).occurrence_count == 1

    path = folder / "Company.billdesk"
    sql = """SELECT i.target_on, l.due_on, l.period_from, l.period_until, l.net_minor FROM invoices i
     JOIN invoice_lines l ON l.invoice_id = i.id WHERE i.status = 'posted' ORDER BY l.period_from"""
    billed = [tuple(map(str, row)) for row in reading.query(path, sql)]
    assert billed == [
        tuple(map(str, (f.target_on, f.due_on, f.period_from, f.period_until, f.net_minor))) for f in coming if f.target_on
    ]
    assert len(billed) == len(coming)
    assert all(left[3] == right[2] for left, right in pairwise(billed))
    days = sorted(occurrence.target_on.isoformat() for occurrence in shown)
    # Each is billed on the first of the dates that were shown on which it was due.
    assert [row[0] for row in billed] == [next(day for day in days if day >= row[1]) for row in billed]
    assert [check for check in verify(company).checks if not check.ok] == []


@given(
    every=cadences,
    bill_day=bill_days,
    starts=st.integers(-200, 200),
    lasts=st.one_of(st.none(), st.integers(0, 500)),
    timing=st.sampled_from(["advance", "arrears"]),
    run_every=cadences,
    run_day=bill_days,
    run_start=st.integers(-50, 50),
    holiday_rule=st.sampled_from(["none", "next", "previous", "nearest-in-month"]),
)
def previewed_dates_are_billed(
    every: tuple[int, str],
    bill_day: str | None,
    starts: int,
    lasts: int | None,
    timing: str,
    run_every: tuple[int, str],
    run_day: str | None,
    run_start: int,
    holiday_rule: str,
) -> None:
    start_on = BEGIN + timedelta(starts)
    line = {
        "charge_type": "recurring",
        "every": f"{every[0]} {every[1]}",
        "bill_day": bill_day,
        "timing": timing,
        "start_on": start_on,
        "end_on": None if lasts is None else start_on + timedelta(lasts),
    }
    days = BEGIN + timedelta(run_start)
    schedule = NewSchedule("S", f"{run_every[0]} {run_every[1]}", run_day, days, mode="post", holiday_rule=holiday_rule)
    folder = Path(tempfile.mkdtemp(prefix="cadence-", dir=SHM if SHM.is_dir() else None))
    shutil.copyfile(blank(), folder / "Company.billdesk")
    company = bootstrap.open_company(str(folder / "Company.billdesk"))
    try:
        bill(company, folder, line, schedule, 4)
    finally:
        company.engine.dispose()
        shutil.rmtree(folder)


def test_the_dates_shown_beforehand_are_those_that_runs_bill():
    settings(max_examples=60, deadline=None, derandomize=True, database=None)(previewed_dates_are_billed)()


@pytest.mark.long
def test_a_thousand_cadences_are_billed_as_they_were_shown():
    settings(max_examples=1_000, deadline=None, derandomize=True, database=None)(previewed_dates_are_billed)()
