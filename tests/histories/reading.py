"""The company file as a stranger reads it, with SQL of its own: what is billed, drafted, numbered."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.histories.ledger import Bill, Books, Claim
from tests.histories.timeline import amount, charges, document

_LINES = """SELECT i.id, a.code, i.currency, i.target_on, o.code, ol.position, coalesce(l.period_from, ol.ordered_on),
 l.quantity_e6 FROM invoices i JOIN accounts a ON a.id = i.account_id JOIN invoice_lines l ON l.invoice_id = i.id
 JOIN order_lines ol ON ol.id = l.order_line_id JOIN orders o ON o.id = ol.order_id WHERE i.kind = 'invoice' AND """
_FREED = "SELECT credits_id FROM invoices WHERE credits_id IS NOT NULL AND frees_periods = 1"


def query(path: Path, sql: str, *values: object) -> list[Any]:
    """All rows."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, values).fetchall()


def dump(path: Path) -> list[str]:
    """Everything in the file, as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def _bills(path: Path, condition: str) -> dict[int, Bill]:
    found: dict[int, Bill] = {}
    for row_id, account, currency, target, order, position, from_on, quantity in query(path, _LINES + condition):
        target_on = None if target is None else date.fromisoformat(target)
        bill = found.setdefault(row_id, Bill(account, currency, target_on, {}))
        claim = (order, position), date.fromisoformat(from_on)
        assert claim not in bill.claims
        bill.claims[claim] = Fraction(quantity, 10**6)
    return found


def drafts(path: Path) -> list[tuple[int, Bill]]:
    """Drafts with their ids."""
    return list(_bills(path, "i.status = 'draft' ORDER BY i.id").items())


def posted_ids(path: Path) -> set[int]:
    """Ids of what is posted."""
    return {row[0] for row in query(path, "SELECT id FROM invoices WHERE status = 'posted'")}


def posted(path: Path, before: set[int]) -> list[Bill]:
    """Invoices that were posted since `before`."""
    return [bill for row_id, bill in _bills(path, "i.status = 'posted'").items() if row_id not in before]


def creditable(path: Path) -> list[tuple[str, str, list[Claim]]]:
    """Posted invoices that were not credited: number, issued on, and what they claim."""
    bills = _bills(path, "i.status = 'posted'")
    rows = query(
        path,
        "SELECT id, number, issued_on FROM invoices WHERE status = 'posted' AND kind = 'invoice' AND id NOT IN "
        "(SELECT credits_id FROM invoices WHERE credits_id IS NOT NULL) ORDER BY id",
    )
    return [(number, issued_on, list(bills[row_id].claims)) for row_id, number, issued_on in rows]


def claims(path: Path) -> set[Claim]:
    """What is billed, by the claim table."""
    rows = query(
        path,
        "SELECT o.code, l.position, b.period_from FROM billed_periods b JOIN order_lines l ON l.id = b.order_line_id "
        "JOIN orders o ON o.id = l.order_id",
    )
    return {((order, position), date.fromisoformat(from_on)) for order, position, from_on in rows}


def is_on_paper(path: Path, order: str) -> bool:
    """Whether a posted document, credited or not, bills something of an order."""
    sql = """SELECT 1 FROM invoices i JOIN invoice_lines l ON l.invoice_id = i.id JOIN order_lines ol ON ol.id = l.order_line_id
     JOIN orders o ON o.id = ol.order_id WHERE i.status = 'posted' AND o.code = ?"""
    return bool(query(path, sql, order))


def prove_claims(path: Path) -> None:
    """Each thing that live posted invoices bill is billed by one of them only, and is claimed."""
    billed = [claim for b in _bills(path, f"i.status = 'posted' AND i.id NOT IN ({_FREED})").values() for claim in b.claims]
    assert len(billed) == len(set(billed)), "billed twice"
    assert set(billed) == claims(path)


def prove_numbers(path: Path) -> None:
    """Each series is 1 to n, in order of posting."""
    series: dict[str, list[int]] = {}
    for (number,) in query(path, "SELECT number FROM invoices WHERE status = 'posted' ORDER BY number"):
        head, _, count = number.rpartition("-")
        series.setdefault(head, []).append(int(count))
    for numbers in series.values():
        assert numbers == list(range(1, len(numbers) + 1))


def prove_drafts_are_single(path: Path) -> None:
    """One draft at most for an account, currency, grouping key and target date, and none without lines."""
    keys = query(path, "SELECT account_id, currency, group_key, target_on FROM invoices WHERE status = 'draft'")
    assert len(keys) == len(set(keys))
    empty = "SELECT id FROM invoices i WHERE NOT EXISTS (SELECT 1 FROM invoice_lines l WHERE l.invoice_id = i.id)"
    assert query(path, empty) == []


def prove_amounts(path: Path, books: Books) -> None:
    """Each invoice, posted or not, has the amounts that its lines' own figures give."""
    totals = {row[0]: row[1:] for row in query(path, "SELECT id, net_minor, total_minor FROM invoices")}
    for row_id, bill in _bills(path, "TRUE").items():
        amounts = []
        for (key, from_on), quantity in bill.claims.items():
            line = books.lines[key]
            (part,) = (c.part for c in charges(line, from_on + line.span) if c.from_on == from_on)
            amounts.append((line.tax, amount(line, quantity, part)))
        assert totals[row_id] == document(amounts, books.accounts[bill.account].is_gross)
