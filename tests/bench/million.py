"""A company of any number of invoices, written raw into the real schema in seconds, for timing what the window reads.

The figures add up row by row (net + tax = total) but no rule has made them: `verify` has no business here. Ten invoices an
account, of 36 months; one account in fifty was renamed, one invoice in a hundred credited, one in fifty is a draft.
"""

from __future__ import annotations

import hashlib
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from billdesk import bootstrap

ON = date(2026, 11, 24)
"""The day to look at the company."""
_FIRST = "Alfa Beta Cargo Delta Eiger Falken Gärtner Hansa Isar Jäger Kolding Lumen Møller Nordic Öster Prisma Quarz Rhön".split()
_SECOND = "Bau Chemie Data Energie Foods Glas Handel Import Kaffee Logistik Medien Optik Papier Reisen Stahl Technik".split()
_FORM = "GmbH AG Ltd Inc SA AB".split()
_CITIES = "Bonn Wien Zürich Århus London Lyon Porto Graz Köln Oslo Gent Brno".split()


def make_million(path: Path, invoices: int = 1_000_000) -> Path:
    """Write a company with `invoices` invoices at `path`, which must not exist, and leave no log beside it."""
    bootstrap.create(str(path), "Million Ltd", "EUR", "DE").engine.dispose()
    accounts = max(1, invoices // 10)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        first = connection.execute("SELECT max(id) + 1 FROM parties").fetchone()[0]
        _insert(connection, "parties", _parties(first, accounts))
        _insert(connection, "accounts", _accounts(first, accounts))
        _insert(connection, "products", _products(1000))
        _insert(connection, "orders", _orders(accounts))
        for number, year in enumerate((2023, 2024, 2025, 2026), 1):
            connection.execute("INSERT INTO number_series VALUES (?, 'invoice', ?, ?, 0)", (number, year, f"INV-{year}-"))
        connection.execute("INSERT INTO number_series VALUES (5, 'credit_note', 2026, 'CN-2026-', 0)")
        _insert(connection, "invoices", _invoices(first, accounts, invoices))
        for series in range(1, 6):
            last = "(SELECT max(series_no) FROM invoices WHERE series_id = number_series.id)"
            connection.execute(f"UPDATE number_series SET last_no = COALESCE({last}, 0) WHERE id = ?", (series,))
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def _insert(connection: sqlite3.Connection, table: str, rows: Iterator[dict[str, object]]) -> None:
    first = next(rows)
    sql = f"INSERT INTO {table} ({', '.join(first)}) VALUES ({', '.join('?' * len(first))})"
    connection.execute(sql, tuple(first.values()))
    connection.executemany(sql, (tuple(row.values()) for row in rows))


def _is_renamed(account: int) -> bool:
    return account % 50 == 7


def _parties(first: int, accounts: int) -> Iterator[dict[str, object]]:
    """The present party of each account, then the former ones of those that were renamed."""
    chance = random.Random(4)
    for at in range(accounts):
        yield _party(first + at, at + 1, f"{chance.choice(_FIRST)} {chance.choice(_SECOND)} {chance.choice(_FORM)}", chance)
    for at in range(accounts):
        if _is_renamed(at + 1):
            yield _party(first + accounts + at, at + 1, f"Former {chance.choice(_SECOND)}", chance)


def _party(party: int, account: int, name: str, chance: random.Random) -> dict[str, object]:
    return {
        "id": party,
        "sha256": hashlib.sha256(str(party).encode()).hexdigest(),
        "name": f"{name} {account}",
        "street": f"{account % 200} Long Street",
        "city": chance.choice(_CITIES),
        "region": "",
        "postcode": str(10000 + account % 80000),
        "country": "DE",
        "tax_id": "",
        "email": f"billing{account}@example.org",
        "phone": "",
    }


def _accounts(first: int, accounts: int) -> Iterator[dict[str, object]]:
    for at in range(accounts):
        currency = "EUR" if at % 20 else "USD" if at % 40 else "JPY"
        yield {"id": at + 1, "code": f"C{at + 1:06d}", "party_id": first + at, "currency": currency, "price_basis": "net"}


def _products(count: int) -> Iterator[dict[str, object]]:
    for at in range(1, count + 1):
        yield {
            "id": at,
            "code": f"P{at:04d}",
            "name": f"{_SECOND[at % len(_SECOND)]} package {at}",
            "unit_price_e4": 19_9900 + at,
            "charge_type": "one_time",
            "timing": "advance",
            "is_active": 1,
        }


def _orders(accounts: int) -> Iterator[dict[str, object]]:
    for at in range(accounts):
        yield {
            "id": at + 1,
            "code": f"O{at + 1:06d}",
            "account_id": at + 1,
            "ordered_on": (date(2023, 12, 1) + timedelta(at % 1000)).isoformat(),
            "currency": "EUR" if at % 20 else "USD" if at % 40 else "JPY",
            "status": "active",
            "po": f"PO {at % 7919}",
        }


def _invoices(first: int, accounts: int, count: int) -> Iterator[dict[str, object]]:
    chance = random.Random(5)
    series_no = dict.fromkeys(range(1, 6), 0)
    seller, creditable = first - 1, 0
    for number in range(1, count + 1):
        is_credit = number % 100 == 50 and number > 100
        account = creditable if is_credit else chance.randrange(accounts) + 1
        creditable = account if number % 100 == 1 else creditable
        month = 36 * number // (count + 1)
        issued = date(2023 + (month + 11) // 12, (month + 11) % 12 + 1, 1 + number % 28)
        row = _invoice(number, account, issued, chance)
        if is_credit:
            series, row["kind"], row["credits_id"] = 5, "credit_note", number - 49
        else:
            series = issued.year - 2022
        if number % 50 == 0 and row["kind"] == "invoice":
            row |= {"status": "draft", "target_on": issued.isoformat(), "group_key": str(number)}
        else:
            series_no[series] += 1
            head = "CN-2026-" if series == 5 else f"INV-{issued.year}-"
            party = first + account - 1 + (accounts if _is_renamed(account) and month < 18 else 0)
            row |= {"status": "posted", "number": f"{head}{series_no[series]:05d}", "series_id": series}
            row |= {"series_no": series_no[series], "issued_on": issued.isoformat(), "buyer_id": party, "seller_id": seller}
            row |= {"due_on": (issued + timedelta(14 + account % 3 * 8)).isoformat(), "terms": "net 30"}
        yield row


def _invoice(number: int, account: int, issued: date, chance: random.Random) -> dict[str, object]:
    net = chance.randrange(1_000, 900_000)
    at = account - 1
    return {
        "id": number,
        "kind": "invoice",
        "status": "posted",
        "number": None,
        "series_id": None,
        "series_no": None,
        "account_id": account,
        "currency": "EUR" if at % 20 else "USD" if at % 40 else "JPY",
        "price_basis": "net",
        "group_key": "0",
        "target_on": issued.isoformat(),
        "issued_on": None,
        "due_on": None,
        "terms": None,
        "reference": f"PO {number % 7919}" if number % 10 == 0 else None,
        "net_minor": net,
        "tax_minor": net * 19 // 100,
        "total_minor": net + net * 19 // 100,
        "line_count": 1 + number % 5,
        "order_count": 1,
        "buyer_id": None,
        "seller_id": None,
        "credits_id": None,
    }
