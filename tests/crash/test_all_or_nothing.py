"""An import and an activation that are killed at random moments have done everything, or nothing."""

from __future__ import annotations

import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from tests.crash.crowd import ON, Process, assert_sound, await_write, copied, crowd

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
SEED = 20261124
TRIALS = 10
TABLES = "accounts products orders order_lines usage_records invoices invoice_lines audit_log".split()
ORDERS = 1_500


def counts(path: Path) -> dict[str, int]:
    """How many rows stand, by table; and how many orders are active, and quotes accepted."""
    with closing(sqlite3.connect(path)) as connection:
        found = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}
        found["accepted"] = connection.execute("SELECT count(*) FROM quotes WHERE status = 'accepted'").fetchone()[0]
        found["active"] = connection.execute("SELECT count(*) FROM orders WHERE status = 'active'").fetchone()[0]
    return found


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with products, orders of 1,500 lines that are active, and one draft order of as many lines."""
    folder = tmp_path / "files"
    folder.mkdir()
    lines = [f"N{n},1,P,1,{n}" for n in range(1, ORDERS + 1)] + [f"BIG,{n},P,1,{n}" for n in range(1, ORDERS + 1)]
    orders = [f"N{n},A{n % 50 + 1},2026-01-20,active" for n in range(1, ORDERS + 1)]
    texts = {
        "products": ["product,name,unit_price", "P,Thing,1"],
        "orders": ["order,account,ordered_on,status", *orders, "BIG,A60,2026-01-20,draft"],
        "order_lines": ["order,line,product,quantity,unit_price", *lines],
    }
    for name, rows in texts.items():
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n")
    return folder


def assert_all_or_nothing(pristine: Path, folder: Path, *words: object, trials: int = TRIALS) -> None:
    """Kill the verb (`{}` in its words is the file): half of the time at work, half of the time as it commits."""
    dice = Random(SEED)
    print(f"seed {SEED}")

    def start(path: Path) -> Process:
        return Process(*(path if word == "{}" else word for word in words))

    before, whole = counts(pristine), copied(pristine, folder / "whole")
    begun = time.monotonic()
    assert start(whole).end().code == 0
    seconds, after = time.monotonic() - begun, counts(whole)
    assert after != before
    outcomes = []
    for trial in range(trials):
        path = copied(pristine, folder / f"trial-{trial}")
        process = start(path)
        if trial % 2:
            await_write(path, process)
        time.sleep(dice.uniform(0, 0.03) if trial % 2 else dice.uniform(0.1, 0.8) * seconds)
        process.signal(signal.SIGKILL)
        code, found = process.end().code, counts(path)
        assert found in ((after,) if code == 0 else (before, after))
        assert_sound(path)
        outcomes.append((code, found == after))
        if found == before and trial < 2:
            assert start(path).end().code == 0
            assert counts(path) == after
    print(outcomes)
    assert (-signal.SIGKILL, False) in outcomes


def test_a_killed_import_brings_in_everything_or_nothing(tmp_path: Path, files: Path):
    pristine = crowd(tmp_path / "pristine.billdesk", 100)
    assert_all_or_nothing(pristine, tmp_path, "import", "{}", files, "--on", ON)


def test_a_killed_activation_is_done_with_its_invoice_or_not_at_all(tmp_path: Path, files: Path):
    pristine = crowd(tmp_path / "pristine.billdesk", 100)
    assert Process("import", pristine, files, "--on", ON).end().code == 0
    assert_all_or_nothing(pristine, tmp_path, "order", "activate", "{}", "BIG", "--on", ON)


def quoted(path: Path, folder: Path) -> Path:
    """A company with a sent-out draft quote of 600 monthly lines, half of them with tiers."""
    crowd(path, 100)
    rows = [f"Line {n},{n},1.00,recurring,1 month,{'graduated 100@1 *@0.50' if n % 2 else ''}" for n in range(1, 601)]
    lines = folder / "lines.csv"
    lines.write_text("\n".join(["description,quantity,unit_price,charge_type,every,pricing", *rows]) + "\n")
    assert Process("quote", "add", path, lines, "--account", "A60", "--discount", "5", "--on", ON).end().code == 0
    return path


def test_a_killed_acceptance_leaves_the_quote_open_or_the_order_with_its_invoice(tmp_path: Path):
    pristine = quoted(tmp_path / "pristine.billdesk", tmp_path)
    assert_all_or_nothing(pristine, tmp_path, "quote", "accept", "{}", "Q-1001", "--on", ON, trials=6)


@pytest.mark.long
def test_fifty_killed_acceptances_leave_the_quote_open_or_the_order_with_its_invoice(tmp_path: Path):
    pristine = quoted(tmp_path / "pristine.billdesk", tmp_path)
    assert_all_or_nothing(pristine, tmp_path, "quote", "accept", "{}", "Q-1001", "--on", ON, trials=50)
