"""Several programs at one company file at the same time: runs, an import, an activation. Nobody fails, nothing is doubled."""

from __future__ import annotations

import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from billdesk import bootstrap
from billdesk.services.company import Progress
from billdesk.services.imports import import_paths
from billdesk.services.orders import activate_order
from billdesk.services.runs import RunRequest, run_invoices
from tests.crash.crowd import (
    BATCH,
    BY_CURRENCY,
    ON,
    Ended,
    Process,
    assert_all_billed_once,
    assert_sound,
    await_write,
    crowd,
    posted_numbers,
    reading,
    run,
)

COUNT = 3_000


def assert_done(ended: list[Ended], count: int) -> None:
    """All ended well and in silence, and what they say that they billed adds up."""
    assert [(answer.code, answer.err) for answer in ended] == [(0, "")] * len(ended)
    assert sum(answer.json["invoices"] for answer in ended) == count


def test_four_runs_of_one_schedule_share_the_work(tmp_path: Path):
    count = 8_000  # so many that each of them plans ahead in a second process
    path = crowd(tmp_path / "Crowd.billdesk", count)
    processes = [run(path, "--all-due") for _ in range(4)]
    assert_done([process.end() for process in processes], count)
    assert_all_billed_once(path, count)


def test_four_runs_of_different_schedules_share_one_number_series(tmp_path: Path):
    path = crowd(tmp_path / "Crowd.billdesk", COUNT, BY_CURRENCY)
    names = [schedule.name for schedule in BY_CURRENCY]
    words = [("--schedule", names[0]), ("--schedule", names[1]), ("--all-due",), ("--target", "2026-01-31", "--mode", "post")]
    processes = [run(path, *some) for some in words]
    assert_done([process.end() for process in processes], COUNT)
    assert_all_billed_once(path, COUNT)


def test_writers_in_the_middle_of_a_run_do_not_fail_and_what_they_bring_stands_once(tmp_path: Path):
    path = crowd(tmp_path / "Crowd.billdesk", COUNT)
    header = "order,account,ordered_on,status,currency\n"
    (tmp_path / "orders.csv").write_text(header + "NEW,A1,2026-01-20,active,EUR\nLATER,A2,2026-01-20,draft,EUR\n")
    (tmp_path / "order_lines.csv").write_text("order,line,description,quantity,unit_price\nNEW,1,More,1,5\nLATER,1,More,1,7\n")
    files = (tmp_path / "orders.csv", tmp_path / "order_lines.csv")
    assert Process("import", path, *files, "--on", ON).end().code == 0
    (tmp_path / "orders.csv").write_text(header + "NEWER,A2999,2026-01-20,active,EUR\n")
    (tmp_path / "order_lines.csv").write_text("order,line,description,quantity,unit_price\nNEWER,1,More,1,5\n")
    processes = [
        run(path, "--all-due"),
        Process("import", path, *files, "--on", ON),
        Process("order", "activate", path, "LATER", "--on", ON),
        run(path, "--all-due"),
    ]
    assert [(answer.code, answer.err) for answer in (process.end() for process in processes)] == [(0, "")] * 4
    query = """SELECT o.code, i.status, i.target_on FROM invoices i JOIN invoice_lines l ON l.invoice_id = i.id
     JOIN order_lines ol ON ol.id = l.order_line_id JOIN orders o ON o.id = ol.order_id WHERE o.id > ? ORDER BY o.code"""
    with reading(path) as connection:
        found = connection.execute(query, (COUNT,)).fetchall()
    assert [code for code, _, _ in found] == ["LATER", "NEW", "NEWER"]
    # Each stands in the January invoice if its account was billed after it came, else in the draft of February.
    assert {(status, target_on) for _, status, target_on in found} <= {("posted", "2026-01-31"), ("draft", "2026-02-28")}
    assert_sound(path)


@pytest.mark.parametrize(("mode", "target_on"), [("post", "2026-02-28"), ("draft", "2026-01-31")])
def test_what_comes_in_behind_a_run_stands_in_the_draft_that_collects_it_then(tmp_path: Path, mode: str, target_on: str):
    path = crowd(tmp_path / "Crowd.billdesk", 2 * BATCH)
    (tmp_path / "orders.csv").write_text("order,account,ordered_on,currency\nLATE,A1,2025-12-20,EUR\n")
    (tmp_path / "order_lines.csv").write_text("order,line,description,quantity,unit_price,every\nLATE,1,Weekly,1,5,1 week\n")
    company = bootstrap.open_company(str(path))
    import_paths(company, [tmp_path / "orders.csv", tmp_path / "order_lines.csv"], as_of=ON)

    def come_in(step: str, done: int, _total: int) -> None:
        if done == BATCH and step.startswith("billing"):  # account A1 is done, and the run is not
            other = bootstrap.open_company(str(path))
            activate_order(other, "LATE", ON)
            other.engine.dispose()

    run_invoices(company, RunRequest(ON, all_due=True, mode=mode), Progress(come_in))
    company.engine.dispose()
    assert_sound(path)
    sql = """SELECT DISTINCT i.target_on FROM invoices i JOIN invoice_lines l ON l.invoice_id = i.id
     WHERE i.status = 'draft' AND l.description = 'Weekly' AND l.due_on < '2026-01-31'"""
    with reading(path) as connection:
        assert connection.execute(sql).fetchall() == [(target_on,)]


def test_a_writer_waits_while_another_holds_the_file(tmp_path: Path):
    path = crowd(tmp_path / "Crowd.billdesk", 10)
    with closing(sqlite3.connect(path, isolation_level=None)) as batch:
        batch.execute("BEGIN IMMEDIATE")
        waiting = run(path, "--all-due")
        time.sleep(2.5)
        assert waiting.is_running
        assert posted_numbers(path) == []
        batch.execute("COMMIT")
    ended = waiting.end()
    assert (ended.code, ended.err) == (0, "")
    assert_all_billed_once(path, 10)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX signals")
def test_of_two_runs_one_is_interrupted_and_the_other_does_its_work(tmp_path: Path):
    count = 2 * COUNT
    path = crowd(tmp_path / "Crowd.billdesk", count)
    first = run(path, "--all-due")
    await_write(path, first)
    second = run(path, "--all-due")
    first.signal(signal.SIGINT)
    stopped, done = first.end(), second.end()
    assert (stopped.code, stopped.err) == (130, "")
    assert (done.code, done.err) == (0, "")
    assert stopped.json["invoices"] < count
    assert stopped.json["invoices"] + done.json["invoices"] == count
    assert_all_billed_once(path, count)
