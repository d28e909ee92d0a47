"""Home and reports at a million invoices: `python -m tests.bench.window_home [FILE] [INVOICES]` prints a table in milliseconds.

Home is read as a window reads it: once without any sums (the first start ever), once with the sums that the cache folder
keeps (each later start), and again after a posting. The company is made where FILE is not there yet.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.bench.million import ON, make_million

LINES = 100_000
"""Recurring order lines, each with its next bill, so that the run and the recurring revenue have something to add up."""


def make_company(path: Path, invoices: int) -> None:
    """The million invoices, with what Home looks at besides: a schedule, recurring lines, and the log of the postings."""
    from billdesk import bootstrap
    from billdesk.services.schedules import NewSchedule, add_schedule

    make_million(path, invoices)
    company = bootstrap.open_company(str(path))
    add_schedule(company, NewSchedule("Monthly", "1 month", "last", mode="post", start_on=date(2026, 11, 30)), ON)
    company.engine.dispose()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        connection.execute("UPDATE invoices SET schedule_id = 1, target_on = '2026-11-30' WHERE status = 'draft'")
        connection.execute(
            "INSERT INTO order_lines (id, order_id, account_id, position, product_id, description, quantity_e6, unit_price_e4,"
            " discount_e4, tax_category, tax_rate_e4, charge_type, every, timing, ordered_on, start_on, schedule_id, next_from,"
            " next_billing_on) SELECT id, id, account_id, 1, 1 + id % 1000, 'Fee', 1000000 * (1 + id % 3), 199900 + id % 5000, 0,"
            " 'S', 190000, 'recurring', CASE WHEN id % 5 THEN '1 month' ELSE '1 year' END, 'advance', ordered_on, ordered_on, 1,"
            f" '2026-11-30', '2026-11-30' FROM orders WHERE id <= {LINES}"
        )
        connection.execute(
            "INSERT INTO audit_log (id, at, actor, action, kind, record_id, detail, digest, hash)"
            " SELECT row_number() OVER (ORDER BY id) + 1000, '2026-11-01T00:00:00Z', 'bench', 'post', kind, id, number, 'x',"
            " hex(id) FROM invoices WHERE status = 'posted'"
        )
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def timed(work: Callable[[], object], tries: int = 3) -> float:
    """The best of some tries, in milliseconds."""
    best = float("inf")
    for _ in range(tries):
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best * 1000


def row(what: str, milliseconds: float, aim: str = "") -> None:
    """One row of the table."""
    print(f"| {what} | {milliseconds:,.1f} | {aim} |", flush=True)


def services(path: Path) -> None:
    """What the services take."""
    from billdesk import bootstrap, paths
    from billdesk.services.overview import overview
    from billdesk.services.posted_totals import read_totals
    from billdesk.services.reports import REPORTS, ReportRequest, make_report

    company = bootstrap.open_company(str(path))

    def forgotten() -> None:
        for kept in (paths.cache_folder() / "totals").glob("*"):
            kept.unlink()

    def first() -> None:
        forgotten()
        overview(company, ON)

    row("Home's figures, the first time ever", timed(first), "once in a company's life")
    row("Home's figures, at each later start", timed(lambda: overview(company, ON)), "300")
    known = read_totals(company)
    row("Home's figures, when nobody has posted", timed(lambda: overview(company, ON, known)), "300")
    # The same sums as if read 1,000 postings ago: which sums they are does not matter to the time.
    with closing(sqlite3.connect(path)) as connection:
        at = known.audit_id - 1000
        sealed = connection.execute("SELECT hash FROM audit_log WHERE id = ?", (at,)).fetchone()
    if sealed is not None:  # a company made by raw SQL has no such row
        earlier = replace(known, audit_id=at, audit_hash=sealed[0])
        row("Home's figures, after 1,000 postings", timed(lambda: overview(company, ON, earlier)), "300")
    for kind in REPORTS:
        request = ReportRequest(kind, ON, date(2026, 1, 1), date(2026, 12, 31))
        row(f"report: {kind}", timed(lambda request=request: make_report(company, request), 1))  # type: ignore[misc]
    company.engine.dispose()


def window(path: Path) -> None:
    """What a person waits for: the page painted, and its figures."""
    from PySide6.QtCore import QLocale
    from PySide6.QtWidgets import QApplication

    QLocale.setDefault(QLocale("en_US"))
    from billdesk import bootstrap
    from billdesk.ui.app import application
    from billdesk.ui.navigation import Place
    from billdesk.ui.pages.home import HomePage

    application()
    shown = bootstrap.open_window(str(path), ON)
    shown.resize(1280, 800)
    shown.show()

    def rest() -> None:
        while not shown.desk.jobs.is_idle:
            QApplication.processEvents()
            time.sleep(0.001)  # a loop that never sleeps keeps Python from the work that it waits for

    rest()
    shown.go(Place("reports"))
    rest()

    def painted() -> None:
        shown.go(Place("home"))
        shown.grab()

    row("from the click to Home painted with its figures of before", timed(painted, 1), "50")
    rest()
    page = shown.page("home")
    assert isinstance(page, HomePage)

    def refreshed() -> None:
        page.refresh()
        rest()

    row("Home's figures read anew and painted", timed(refreshed), "300")
    row("painting all of Home", timed(page.grab), "16.7")
    shown.close()


def main() -> None:
    """Print the table."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    person = Path(tempfile.mkdtemp(prefix="billdesk-bench-"))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(person / name.lower())
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else person / "million.billdesk"
    invoices = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    if not path.exists():
        make_company(path, invoices)
    print(f"{invoices:,} invoices, {LINES:,} recurring lines\n\n| what | ms | aim |\n| --- | --- | --- |")
    services(path)
    window(path)


if __name__ == "__main__":
    main()
