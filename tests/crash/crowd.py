"""A company of thousands of accounts, each owing one thing, made fast; and the command line as separate processes on it.

Account n owes n cents on 10 January 2026, so that a bill that is lost or there twice shows in the sum as well as in the
count. Accounts with an odd n are billed in USD, the others in EUR, so that schedules can share them out. Rows are laid down
in bulk as draft orders, and from there on by the verbs that an import uses.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from billdesk import bootstrap
from billdesk.billing.party import Party, party_sha256
from billdesk.db.bulk import insert_rows
from billdesk.db.engine import writing
from billdesk.db.models import accounts, order_lines, orders, parties
from billdesk.services.collecting import recollect
from billdesk.services.orders import activate_imported
from billdesk.services.schedules import NewSchedule, add_schedule
from billdesk.services.verification import verify

ON = date(2026, 2, 1)
"""What the clock says to every run: one month end, that of January, is due."""
MONTH_END = NewSchedule("Month-end", "1 month", bill_day="last", start_on=date(2026, 1, 31), mode="post")
BY_CURRENCY = tuple(
    NewSchedule(f"Month-end {currency}", "1 month", "last", date(2026, 1, 31), currencies=(currency,), mode="post")
    for currency in ("USD", "EUR")
)
BATCH = 1000
"""Accounts per transaction of a run."""


def crowd(path: Path, count: int, schedules: Sequence[NewSchedule] = (MONTH_END,)) -> Path:
    """Make the company of accounts 1 to `count`, nothing posted yet."""
    company = bootstrap.create(str(path), "Crowd")
    ids = range(1, count + 1)
    buyer = Party(name="A buyer", street="Ring 1", city="Wien", country="AT")
    currency = ("EUR", "USD")
    with writing(company.engine) as connection:
        insert_rows(connection, parties, ("id", "sha256", *Party._fields), [(2, party_sha256(buyer), *buyer)])
        same: dict[str, str | int | None] = {"price_basis": "net", "is_archived": 0, "party_id": 2}
        insert_rows(connection, accounts, ("id", "code", "currency"), [(n, f"A{n}", currency[n % 2]) for n in ids], same)
        rows = [(n, f"O{n}", n, currency[n % 2]) for n in ids]
        insert_rows(connection, orders, ("id", "code", "account_id", "currency"), rows, {"ordered_on": _DAY, "status": "draft"})
        columns = ("id", "order_id", "account_id", "unit_price_e4")
        insert_rows(connection, order_lines, columns, [(n, n, n, n * 100) for n in ids], _LINE)
        activate_imported(connection, ids)
        recollect(connection, ids, ON)
    for schedule in schedules:
        add_schedule(company, schedule, ON)
    company.engine.dispose()
    return path


_DAY = "2026-01-10"
_LINE: dict[str, str | int | None] = {
    "position": 1,
    "description": "One thing",
    "quantity_e6": 1_000_000,
    "discount_e4": 0,
    "tax_category": "O",
    "tax_rate_e4": 0,
    "charge_type": "one_time",
    "timing": "advance",
    "ordered_on": _DAY,
    "start_on": _DAY,
}


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: its exit code (negative: by that signal) and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Process:
    """`billdesk` with these words, as a process of its own."""

    def __init__(self, *words: object, **options: Any) -> None:
        command = [sys.executable, "-m", "billdesk", *map(str, words)]
        self._popen = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)

    def signal(self, number: int) -> None:
        """Send it a signal; one that has ended hears nothing."""
        self._popen.send_signal(number)

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self._popen.poll() is None

    def end(self, timeout: float = 300) -> Ended:
        """Wait for its end."""
        with self._popen:
            out, err = self._popen.communicate(timeout=timeout)
        return Ended(self._popen.returncode, out, err)


def run(path: Path, *words: object) -> Process:
    """Start `billdesk run` on the day that every run goes by."""
    return Process("run", path, *words, "--on", ON, "--json")


def await_write(path: Path, process: Process, seconds: float = 60) -> None:
    """Wait until somebody writes to the company, or the process has ended."""
    log = Path(f"{path}-wal")

    def mark() -> int:
        try:
            return log.stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    before, deadline = mark(), time.monotonic() + seconds
    while mark() == before and process.is_running and time.monotonic() < deadline:
        time.sleep(0.001)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as another program reads it."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=60)) as connection:
        yield connection


def posted_numbers(path: Path) -> list[int]:
    """The numbers that are posted, in order."""
    with reading(path) as connection:
        query = "SELECT series_no FROM invoices WHERE status = 'posted' ORDER BY series_no"
        return [number for (number,) in connection.execute(query)]


def assert_all_billed_once(path: Path, count: int) -> None:
    """Exactly `count` invoices, numbered 1 to `count`, one per account and of its amount; and the file proves itself."""
    assert posted_numbers(path) == list(range(1, count + 1))
    with reading(path) as connection:
        query = "SELECT count(DISTINCT account_id), sum(account_id = total_minor), sum(total_minor) FROM invoices"
        assert connection.execute(query).fetchone() == (count, count, count * (count + 1) // 2)
        claims = "SELECT count(*), count(DISTINCT invoice_line_id) FROM billed_periods"
        assert connection.execute(claims).fetchone() == (count, count)
        (audited,) = connection.execute("SELECT count(*) FROM audit_log WHERE digest IS NOT NULL").fetchone()
        assert audited == count
    assert_sound(path)


def assert_sound(path: Path) -> None:
    """`verify` finds nothing."""
    company = bootstrap.open_company(str(path))
    try:
        assert [check for check in verify(company).checks if not check.ok] == []
    finally:
        company.engine.dispose()


def copied(source: Path, folder: Path) -> Path:
    """A copy, in a folder of its own, of a company that nobody has open."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(source, folder / source.name))
