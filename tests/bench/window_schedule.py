"""The scheduler dialog on 100,000 order lines: how long after an edit the dates stand there, and the exact figure.

`python -m tests.bench.window_schedule [LINES]` prints a table. The company is a mixed one: 10,000 accounts, lines of several
cadences that start on different days, prorated first periods, a third of them one-time, 200 products, two schedules. Each
edit is made in the dialog's own fields, and timed until the dialog shows the figure.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from billdesk import bootstrap
from billdesk.billing.party import PARTY_FIELDS, Party, party_sha256
from billdesk.db.bulk import Row, insert_rows
from billdesk.db.engine import writing
from billdesk.db.models import accounts, order_lines, orders, parties, products
from billdesk.services.collecting import recollect
from billdesk.services.orders import activate_imported
from billdesk.services.schedules import NewSchedule, add_schedule

ON = date(2026, 11, 24)
_EVERY = ("1 month", "1 month", "1 month", "1 quarter", "1 year", "2 weeks")
_LINES = (
    "id order_id account_id position product_id description quantity_e6 unit_price_e4 discount_e4 tax_category tax_rate_e4"
    " charge_type every timing bill_day ordered_on start_on bill_on"
).split()


def make_mixed(path: Path, lines: int) -> None:
    """A company of `lines` open order lines, ten to an account, as different as those of a real one."""
    company = bootstrap.create(str(path), "Mixed", "EUR", "DE")
    chance = random.Random(4)
    ids = range(1, max(1, lines // 10) + 1)
    with writing(company.engine) as connection:
        first = connection.exec_driver_sql("SELECT max(id) + 1 FROM parties").scalar_one()
        people = [Party(f"Customer {n} Ltd", f"{n} Long Street", "Bonn", "", str(n), "DE") for n in ids]
        rows: list[Row] = [(first + n, party_sha256(party), *party) for n, party in enumerate(people)]
        insert_rows(connection, parties, ("id", "sha256", *PARTY_FIELDS), rows)
        of_accounts = {"currency": "EUR", "price_basis": "net"}
        insert_rows(connection, accounts, ("id", "code", "party_id"), [(n, f"C{n:06}", first + n - 1) for n in ids], of_accounts)
        goods = [(n, f"P{n:03}", f"Product {n}", 10_000) for n in range(1, 201)]
        insert_rows(
            connection, products, ("id", "code", "name", "unit_price_e4"), goods, {"charge_type": "one_time", "timing": "advance"}
        )
        made = {"ordered_on": "2026-08-01", "currency": "EUR", "status": "draft"}
        insert_rows(connection, orders, ("id", "code", "account_id"), [(n, f"O{n:06}", n) for n in ids], made)
        insert_rows(connection, order_lines, _LINES, list(_mixed_lines(chance, lines)))
        activate_imported(connection, ids)
        recollect(connection, ids, ON)
    add_schedule(company, NewSchedule("Supplies", "1 week", None, ON, products=("P001", "P002"), mode="post"), ON)
    add_schedule(company, NewSchedule("Month-end", "1 month", "last", date(2026, 11, 30), mode="post"), ON)
    company.engine.dispose()


def _mixed_lines(chance: random.Random, lines: int) -> Iterator[Row]:
    for n in range(1, lines + 1):
        order = (n - 1) // 10 + 1
        start_on = date(2026, 8, 1) + timedelta(chance.randint(0, 120))
        recurs = chance.random() < 0.67
        price, rate = chance.randint(100, 500_000) * 10, chance.choice((190_000, 70_000))
        common = (n, order, order, (n - 1) % 10 + 1, chance.randint(1, 200), f"Line {n}", chance.randint(1, 9) * 1_000_000)
        charge = ("recurring", chance.choice(_EVERY), "advance") if recurs else ("one_time", None, "advance")
        bill_day = chance.choice((None, None, "1", "15")) if recurs else None
        dates = ("2026-08-01", start_on.isoformat(), None if recurs else start_on.isoformat())
        yield (*common, price, 0, "S", rate, *charge, bill_day, *dates)


def edits() -> list[tuple[str, list[dict[str, Any]]]]:
    """Kinds of edits, each with the values that the fields get in turn."""
    return [
        ("how often", [{"every": every} for every in ("1 week", "1 quarter", "10 days", "2 months", "1 month")]),
        ("bill day", [{"bill_day": day} for day in ("15", "2 tue", "last-business", "31", "last")]),
        ("start", [{"start_on": f"2026-{month:02}-30"} for month in (8, 9, 10, 12, 11)]),
        ("holiday rule", [{"holiday_rule": rule} for rule in ("next", "previous", "nearest-in-month", "next", "none")]),
        ("due up to", [{"target_days": days} for days in (5, -5, 30, 1, 0)]),
        ("mode, terms", [{"mode": "email"}, {"terms": "net 14"}, {"mode": "draft"}, {"terms": None}, {"mode": "post"}]),
        ("grouping", [{"grouping": by} for by in ("order", "account", "po", "order", "account")]),
        ("one account", [{"accounts": [f"C{n:06}"]} for n in (1, 2, 3, 4)] + [{"accounts": []}]),
        ("products", [{"products": [f"P{n:03}"]} for n in (11, 12, 13, 14)] + [{"products": []}]),
        ("currency", [{"currencies": each} for each in (["EUR"], [], ["USD"], ["EUR", "USD"], [])]),
    ]


def measure(path: Path) -> Iterator[tuple[str, list[float], list[float]]]:
    """(kind of edit, milliseconds until the dates, milliseconds until the figure) of each."""
    from PySide6.QtWidgets import QApplication

    from billdesk.services.schedule_preview import NextRun
    from billdesk.services.schedule_view import schedule_details
    from billdesk.ui.dialogs.schedule import ScheduleDialog, open_schedule

    window = bootstrap.open_window(str(path), ON)
    window.show()

    def wait() -> None:
        QApplication.processEvents()
        time.sleep(0.001)  # as an event loop does: a busy one would take the interpreter from the thread that works

    def rest() -> None:
        while not window.desk.jobs.is_idle:
            wait()

    rest()
    shown: list[float] = []
    show = ScheduleDialog._show_figure

    def noted(dialog: ScheduleDialog, found: NextRun) -> None:
        show(dialog, found)
        QApplication.processEvents()
        shown.append(time.perf_counter())

    setattr(ScheduleDialog, "_show_figure", noted)  # noqa: B010 - a stopwatch around the real one
    begun = time.perf_counter()
    dialog = open_schedule(window.desk, window, schedule_details(window.desk.company, 2))
    rest()
    yield "opening", [1000 * (time.perf_counter() - begun)], [1000 * (shown[-1] - begun)]

    def edit(values: dict[str, Any]) -> tuple[float, float]:
        shown.clear()
        begun = time.perf_counter()
        dialog.form.set_values(values, are_clean=False)
        dialog.form.changed.emit(next(iter(values)))
        dates = time.perf_counter()
        while not shown:
            wait()
        return 1000 * (dates - begun), 1000 * (shown[0] - begun)

    for kind, turns in edits():
        taken = [edit(values) for values in turns]
        rest()
        yield kind, [each[0] for each in taken], [each[1] for each in taken]
    dialog.reject()
    window.close()


def main() -> None:
    """Print the table."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Mixed.billdesk"
        make_mixed(path, lines)
        print(f"{lines:,} open order lines; milliseconds")
        print(f"{'edit':14} {'dates, worst':>13} {'figure, best':>13} {'median':>7} {'worst':>6}")
        for kind, dates, figures in measure(path):
            print(f"{kind:14} {max(dates):13.0f} {min(figures):13.0f} {statistics.median(figures):7.0f} {max(figures):6.0f}")


if __name__ == "__main__":
    main()
