"""Companies of any size, made in bulk by the product's own rooms, so that `verify` finds nothing to say about them.

An account has one order, on the first of the month, of lines at two tax rates; recurring ones are monthly in advance. A
schedule posts on the last day of each month. The same rows can be had as interchange files.
"""

from __future__ import annotations

import csv
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple

from billdesk import bootstrap
from billdesk.billing.party import PARTY_FIELDS, Party, party_sha256
from billdesk.db.bulk import Constant, insert_rows
from billdesk.db.engine import writing
from billdesk.db.models import accounts, order_lines, orders, parties
from billdesk.services.collecting import recollect
from billdesk.services.orders import activate_imported
from billdesk.services.schedules import NewSchedule, add_schedule

ORDERED_ON = date(2026, 11, 1)
RUN_ON = date(2026, 11, 30)


class Shape(NamedTuple):
    """How many accounts with an order each, and how many lines it has; all lines are of one charge type."""

    accounts: int
    lines: int = 1
    charge_type: str = "recurring"


def make_company(path: Path, shape: Shape) -> None:
    """Make the company file, billed up to nothing, and leave no log beside it."""
    company = bootstrap.create(str(path), "Bench", "EUR", "DE")
    monthly = NewSchedule("Monthly", "1 month", bill_day="last", start_on=RUN_ON, mode="post")
    add_schedule(company, monthly, ORDERED_ON)
    ids = range(1, shape.accounts + 1)
    with writing(company.engine) as connection:
        snapshots = (Party(f"Customer {n} Ltd", f"{n} Long Street", "Bonn", "", str(10000 + n % 89999), "DE") for n in ids)
        party_rows = [(n + 1, party_sha256(party), *party) for n, party in zip(ids, snapshots, strict=True)]
        insert_rows(connection, parties, ("id", "sha256", *PARTY_FIELDS), party_rows)
        account_rows = [(n, f"C{n:06d}", n + 1) for n in ids]
        of_accounts = {"currency": "EUR", "price_basis": "net"}
        insert_rows(connection, accounts, ("id", "code", "party_id"), account_rows, of_accounts)
        order_rows = [(n, f"O{n:06d}", n) for n in ids]
        of_orders = {"ordered_on": ORDERED_ON.isoformat(), "currency": "EUR", "status": "draft"}
        insert_rows(connection, orders, ("id", "code", "account_id"), order_rows, of_orders)
        columns = ("id", "order_id", "account_id", "position", "description", "quantity_e6", "unit_price_e4", "tax_rate_e4")
        of_lines: dict[str, Constant] = {
            "discount_e4": 0,
            "tax_category": "S",
            "charge_type": shape.charge_type,
            "every": "1 month" if shape.charge_type == "recurring" else None,
            "timing": "advance",
            "ordered_on": ORDERED_ON.isoformat(),
            "start_on": ORDERED_ON.isoformat(),
        }
        insert_rows(connection, order_lines, columns, list(_line_rows(shape)), of_lines)
        activate_imported(connection, ids)
        recollect(connection, ids, ORDERED_ON)
    company.engine.dispose()
    settle(path)


def _line_rows(shape: Shape) -> Iterator[tuple[object, ...]]:
    line_id = 0
    for account_id in range(1, shape.accounts + 1):
        for position in range(1, shape.lines + 1):
            line_id += 1
            text, quantity, price, rate = _charge(line_id)
            yield (line_id, account_id, account_id, position, text, quantity, price * 100, rate)


def _charge(n: int) -> tuple[str, int, int, int]:
    """What line `n` charges, as the raw run has it: text, quantity x 10^6, price in cents, tax per cent x 10^4."""
    return f"Hosting package {n % 17}, monthly fee", 1_000_000 + (n % 3) * 500_000, 1999 + n % 5000, 70_000 if n % 2 else 190_000


def write_files(folder: Path, count: int) -> None:
    """Write interchange files of `count` accounts with an active order of one recurring line each."""
    folder.mkdir()
    ids = range(1, count + 1)
    on = ORDERED_ON.isoformat()
    addresses = ((f"C{n:06d}", f"Customer {n} Ltd", f"{n} Long Street", "Bonn", str(10000 + n % 89999), "DE") for n in ids)
    _write(folder / "accounts.csv", "account,name,street,city,postcode,country", addresses)
    _write(folder / "orders.csv", "order,account,ordered_on,status", ((f"O{n:06d}", f"C{n:06d}", on, "active") for n in ids))
    lines = (_file_line(n, on) for n in ids)
    _write(folder / "order_lines.csv", "order,line,description,quantity,unit_price,tax_rate,charge_type,every,start_on", lines)


def _file_line(n: int, on: str) -> tuple[object, ...]:
    text, quantity, price, rate = _charge(n)
    priced = (f"{quantity / 1e6:.1f}", f"{price / 100:.2f}", rate // 10_000)
    return (f"O{n:06d}", 1, text, *priced, "recurring", "1 month", on)


def _write(path: Path, head: str, rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head.split(","))
        writer.writerows(rows)


def settle(path: Path) -> None:
    """Bring everything of a company into its one file, on the disk."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def copy_company(source: Path, target: Path) -> Path:
    """A copy to be changed, on the disk before anybody is timed on it, in the place of an earlier one."""
    for old in (target, *(target.with_name(target.name + end) for end in ("-wal", "-shm"))):
        old.unlink(missing_ok=True)
    shutil.copyfile(source, target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    return target


def amend_all(path: Path) -> None:
    """Amend every line of a company that has billed nothing: one unit more from the eleventh day of its first period on.

    Written past the verbs, which take a transaction for each order, and in their form.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        columns = "id, order_line_id, number, effective_on, made_on, quantity_e6, unit_price_e4, discount_e4, allowance_minor"
        connection.execute(
            f"INSERT INTO amendments ({columns}, sets_end, end_on) SELECT 2 * id - 1, id, 0, start_on, start_on, quantity_e6, "
            "unit_price_e4, discount_e4, 0, 1, end_on FROM order_lines"
        )
        connection.execute(
            f"INSERT INTO amendments ({columns}, act) SELECT 2 * id, id, 1, date(start_on, '+10 days'), start_on, "
            "quantity_e6 + 1000000, NULL, NULL, NULL, 2 * id FROM order_lines"
        )
        connection.execute("UPDATE order_lines SET is_special = 1, quantity_e6 = quantity_e6 + 1000000")
        connection.execute("COMMIT")
