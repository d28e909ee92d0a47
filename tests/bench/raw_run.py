"""The raw limit of an invoice run: the standard library's sqlite3 and nothing else.

`python raw_run.py ACCOUNTS LINES [--dir DIR]` makes a database of that many accounts and order lines, then reads the due
lines in order of account and writes one invoice per account, its lines, each line's next bill date and the gapless number
in one transaction. It prints one JSON line; `seconds` is the run alone (read, compute, write, commit), not the making of
the data. WAL, synchronous=FULL, foreign keys, whole minor units, unique number, unique line and period.

Origin: the project's own measurement from before its first line of code, kept in what it does and tidied in how it is
written. It stands alone, for it must not share a fast or a slow path with what it is compared to.
"""

import argparse
import json
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE customer(id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  street TEXT, zip TEXT, city TEXT, country TEXT, currency TEXT NOT NULL, payment_days INTEGER NOT NULL);
CREATE TABLE tax(id INTEGER PRIMARY KEY, name TEXT NOT NULL, rate_bp INTEGER NOT NULL);
CREATE TABLE order_line(id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer(id),
  description TEXT NOT NULL, qty_milli INTEGER NOT NULL, unit_minor INTEGER NOT NULL,
  tax_id INTEGER NOT NULL REFERENCES tax(id), interval_months INTEGER NOT NULL,
  status TEXT NOT NULL, next_billing_on TEXT, end_on TEXT);
CREATE INDEX ix_ol_due ON order_line(status, next_billing_on);
CREATE INDEX ix_ol_customer ON order_line(customer_id);
CREATE TABLE sequence(name TEXT PRIMARY KEY, next INTEGER NOT NULL);
CREATE TABLE billing_run(id INTEGER PRIMARY KEY, run_on TEXT NOT NULL, upto TEXT NOT NULL);
CREATE TABLE invoice(id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES billing_run(id),
  customer_id INTEGER NOT NULL REFERENCES customer(id), number TEXT NOT NULL UNIQUE,
  issued_on TEXT NOT NULL, due_on TEXT NOT NULL, currency TEXT NOT NULL, status TEXT NOT NULL,
  name TEXT NOT NULL, street TEXT, zip TEXT, city TEXT, country TEXT,
  net_minor INTEGER NOT NULL, tax_minor INTEGER NOT NULL, gross_minor INTEGER NOT NULL);
CREATE INDEX ix_inv_customer ON invoice(customer_id);
CREATE INDEX ix_inv_issued ON invoice(issued_on);
CREATE TABLE invoice_line(id INTEGER PRIMARY KEY, invoice_id INTEGER NOT NULL REFERENCES invoice(id),
  order_line_id INTEGER NOT NULL REFERENCES order_line(id), pos INTEGER NOT NULL,
  period_start TEXT NOT NULL, period_end TEXT NOT NULL, description TEXT NOT NULL,
  qty_milli INTEGER NOT NULL, unit_minor INTEGER NOT NULL, net_minor INTEGER NOT NULL,
  tax_bp INTEGER NOT NULL, tax_minor INTEGER NOT NULL,
  UNIQUE(order_line_id, period_start));
CREATE INDEX ix_il_invoice ON invoice_line(invoice_id);
"""
DUE = """SELECT l.id, l.customer_id, l.description, l.qty_milli, l.unit_minor, t.rate_bp,
  l.interval_months, l.next_billing_on, c.name, c.street, c.zip, c.city, c.country, c.currency, c.payment_days
  FROM order_line l JOIN customer c ON c.id=l.customer_id JOIN tax t ON t.id=l.tax_id
  WHERE l.status='active' AND l.next_billing_on<=? ORDER BY l.customer_id, l.id"""
UPTO = "2026-11-30"
ISSUED = "2026-11-24"


def connect(path: Path) -> sqlite3.Connection:
    """A connection that commits where it is told to, and keeps its promises if the power fails."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def seed(path: Path, accounts: int, lines: int) -> None:
    """Make the data that the run is done on."""
    connection = connect(path)
    connection.executescript(SCHEMA)
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO tax VALUES(?,?,?)", [(1, "VAT 19", 1900), (2, "VAT 7", 700)])
    connection.execute("INSERT INTO sequence VALUES('invoice',1)")
    connection.executemany("INSERT INTO customer VALUES(?,?,?,?,?,?,?,?,?)", map(_account, range(1, accounts + 1)))
    order_lines = (_order_line(n, accounts) for n in range(1, lines + 1))
    connection.executemany("INSERT INTO order_line VALUES(?,?,?,?,?,?,?,?,?,?)", order_lines)
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _account(n: int) -> tuple[Any, ...]:
    return (
        n,
        f"C{n:06d}",
        f"Customer number {n} Ltd",
        f"{n} Long Street",
        f"{10000 + n % 89999}",
        "Springfield",
        "DE",
        "EUR",
        14,
    )


def _order_line(n: int, accounts: int) -> tuple[Any, ...]:
    text, quantity, price = f"Hosting package {n % 17}, monthly fee", 1000 + (n % 3) * 500, 1999 + n % 5000
    return (n, (n - 1) % accounts + 1, text, quantity, price, 1 + n % 2, 1, "active", "2026-11-01", None)


@lru_cache(maxsize=1024)
def next_period(start: str, months: int) -> tuple[str, str]:
    """The start of the next period, and the last day of this one."""
    day = date.fromisoformat(start)
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(1)).day
    following = date(year, month, min(day.day, last))
    return following.isoformat(), (following - timedelta(1)).isoformat()


@lru_cache(maxsize=64)
def due_on(days: int) -> str:
    """The due date of an invoice of this run."""
    return (date.fromisoformat(ISSUED) + timedelta(days)).isoformat()


def half_up(numerator: int, denominator: int) -> int:
    """Commercial rounding of amounts that are not negative."""
    return (2 * numerator + denominator) // (2 * denominator)


def run(connection: sqlite3.Connection) -> dict[str, float]:
    """Do the run. Returns the seconds of each phase, and `seconds` for all."""
    began = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    (number,) = connection.execute("SELECT next FROM sequence WHERE name='invoice'").fetchone()
    (invoice_id,) = connection.execute("SELECT coalesce(max(id),0) FROM invoice").fetchone()
    (line_id,) = connection.execute("SELECT coalesce(max(id),0) FROM invoice_line").fetchone()
    run_id = connection.execute("INSERT INTO billing_run(run_on,upto) VALUES(?,?)", (ISSUED, UPTO)).lastrowid
    rows = connection.execute(DUE, (UPTO,)).fetchall()
    was_read = time.perf_counter()
    invoices, lines, moved = _computed(rows, run_id or 0, number, invoice_id, line_id)
    was_computed = time.perf_counter()
    connection.executemany("INSERT INTO invoice VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", invoices)
    connection.executemany("INSERT INTO invoice_line VALUES(?,?,?,?,?,?,?,?,?,?,?,?)", lines)
    connection.executemany("UPDATE order_line SET next_billing_on=? WHERE id=?", moved)
    connection.execute("UPDATE sequence SET next=? WHERE name='invoice'", (number + len(invoices),))
    was_written = time.perf_counter()
    connection.execute("COMMIT")
    ended = time.perf_counter()
    return {
        "seconds": ended - began,
        "read": was_read - began,
        "compute": was_computed - was_read,
        "write": was_written - was_computed,
        "commit": ended - was_written,
    }


def _computed(
    rows: list[tuple[Any, ...]], run_id: int, number: int, invoice_id: int, line_id: int
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]], list[tuple[str, int]]]:
    """Rows of invoices and lines, and each order line's next bill date with its id."""
    invoices: list[tuple[Any, ...]] = []
    lines: list[tuple[Any, ...]] = []
    moved: list[tuple[str, int]] = []
    for account_id, group in groupby(rows, itemgetter(1)):
        due = list(group)
        invoice_id += 1
        net = 0
        by_rate: dict[int, int] = {}
        for position, row in enumerate(due, 1):
            line_id += 1
            order_line, _, text, quantity, price, rate, months, start = row[:8]
            amount = half_up(quantity * price, 1000)
            following, end = next_period(start, months)
            net += amount
            by_rate[rate] = by_rate.get(rate, 0) + amount
            tax = half_up(amount * rate, 10000)
            lines.append((line_id, invoice_id, order_line, position, start, end, text, quantity, price, amount, rate, tax))
            moved.append((following, order_line))
        tax = sum(half_up(taxable * rate, 10000) for rate, taxable in by_rate.items())
        *address, currency, days = due[0][8:]
        head = (invoice_id, run_id, account_id, f"RE-2026-{number:07d}", ISSUED, due_on(days), currency, "posted")
        invoices.append((*head, *address, net, tax, net + tax))
        number += 1
    return invoices, lines, moved


def faults(connection: sqlite3.Connection, expected: int) -> Iterator[str]:
    """What is wrong with the result: it is a limit only if it did the whole job."""
    count, first, last = connection.execute("SELECT count(*), min(number), max(number) FROM invoice").fetchone()
    if count != expected or int(last[-7:]) - int(first[-7:]) + 1 != expected:
        yield f"{count} invoices from {first} to {last} instead of {expected}"
    if connection.execute("SELECT 1 FROM order_line WHERE next_billing_on<=?", (UPTO,)).fetchone():
        yield "something due was left out"
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        yield "a row points nowhere"


def main() -> None:
    """Make the data, do the run, check it, and print the figures."""
    parser = argparse.ArgumentParser(description="the raw limit of an invoice run")
    parser.add_argument("accounts", type=int)
    parser.add_argument("lines", type=int)
    parser.add_argument("--dir", help="where the database is made")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.dir) as folder:
        path = Path(folder) / "limit.db"
        seed(path, options.accounts, options.lines)
        connection = connect(path)
        seconds = run(connection)
        for fault in faults(connection, min(options.accounts, options.lines)):
            raise SystemExit(fault)
        connection.close()
    print(json.dumps({name: round(value, 5) for name, value in seconds.items()}))


if __name__ == "__main__":
    main()
