"""Finding anything by a few letters: accounts, numbers, amounts, orders, products. What the window's palette asks.

`Memory` keeps what makes it fast at a million invoices: the words of accounts, orders and products, read anew when they
may have changed, and the totals of invoices. Whoever keeps it says `forget_amounts` when somebody has written.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from threading import Lock
from typing import Any

from sqlalchemy import Connection

from billdesk.billing.money import CURRENCIES, currency_digits
from billdesk.billing.numbering import format_number
from billdesk.db.bulk import fetch_rows, stream_rows
from billdesk.db.engine import reading
from billdesk.services.company import Company
from billdesk.services.lists import list_columns, list_rows
from billdesk.services.lists_reading import lean
from billdesk.services.search_index import HEAD, MIDDLE, WHOLE, WORD, TextIndex

KINDS = ("account", "invoice", "order", "product")
_WORDS = {
    "account": "SELECT a.id, a.code, p.name, p.city, p.email FROM accounts a JOIN parties p ON p.id = a.party_id ORDER BY p.name",
    "order": "SELECT id, code, po FROM orders ORDER BY id DESC",
    "product": "SELECT id, code, name FROM products ORDER BY is_active DESC, name",
}
_LAST = "SELECT COALESCE(max(id), 0) FROM audit_log"
_CHANGE = "SELECT 1 FROM audit_log WHERE id > ? AND action <> 'post' LIMIT 1"
_SCORES = {WHOLE: 90, HEAD: 70, WORD: 55, MIDDLE: 40}
_WEIGHTS = {"account": 4, "order": 2, "product": 0}
_NUMBER, _AMOUNT = 95, 93
_EACH = 6
_STRETCH = 100_000
_SERIAL = re.compile(r"#?\s*([0-9]{1,9})", re.ASCII)
_FIGURE = re.compile(r"[0-9][0-9.,'\u00a0\u202f ]*[.,][0-9]{1,4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: a record's kind and id, and what a person knows it by. `amount_minor` is None where it has none.

    `title` is a name or number (empty for a draft), `detail` what stands beside it, `state` a status as lists have it.
    """

    kind: str
    id: int
    title: str
    detail: tuple[str, ...] = ()
    amount_minor: int | None = None
    currency: str = ""
    state: str = ""
    on: str = ""
    score: int = 0


@dataclass(slots=True)
class Memory:
    """What finding remembers of one company."""

    lock: Lock = field(default_factory=Lock)
    words: dict[str, TextIndex] = field(default_factory=dict)
    seen: int = -1
    totals: tuple[bytes, array[int]] | None = None

    def forget_amounts(self) -> None:
        """Somebody has written: totals are not what they were."""
        self.totals = None


def find(company: Company, text: str, as_of: date, limit: int = 20, memory: Memory | None = None) -> list[Hit]:
    """The likeliest records for what was typed, best first. `@` before it finds accounts only, `#` numbers only."""
    kept = memory if memory is not None else Memory()
    typed = text.strip()
    if not typed.lstrip("@#"):
        return []
    with reading(company.engine) as connection, lean(connection):
        ranked: list[tuple[int, str, int]] = []
        if typed.startswith("@"):
            ranked += _by_words(connection, kept, "account", typed[1:], limit)
        else:
            ranked += _by_number(connection, typed)
            if not typed.startswith("#"):
                for kind in _WORDS:
                    ranked += _by_words(connection, kept, kind, typed, _EACH)
                ranked += _by_amount(connection, kept, typed)
    best: dict[tuple[str, int], int] = {}
    for score, kind, record in ranked:
        best[kind, record] = max(score, best.get((kind, record), 0))
    order = sorted(best, key=lambda key: -best[key])[:limit]
    hits = {(hit.kind, hit.id): hit for hit in describe(company, order, as_of)}
    return [replace(hits[key], score=best[key]) for key in order if key in hits]


def warm(company: Company, memory: Memory) -> None:
    """Read what finding remembers, before the first letter is typed."""
    with reading(company.engine) as connection, lean(connection):
        for kind in _WORDS:
            _index(connection, memory, kind)
    if memory.totals is None:
        memory.totals = _read_totals(company)


def describe(company: Company, records: Sequence[tuple[str, int]], as_of: date) -> list[Hit]:
    """What a person knows these records (kind, id) by; those that are gone are left out."""
    found: dict[tuple[str, int], Hit] = {}
    for kind in KINDS:
        ids = [record for of, record in records if of == kind]
        if ids:
            found.update(((kind, hit.id), hit) for hit in _described(company, kind, ids, as_of))
    return [found[key] for key in records if key in found]


def _by_words(connection: Connection, memory: Memory, kind: str, typed: str, limit: int) -> list[tuple[int, str, int]]:
    # A first field that begins so is a better answer than a later one: the code, then the name.
    return [
        (_SCORES[fit] + _WEIGHTS[kind] - min(at, 3), kind, record)
        for fit, at, record in _index(connection, memory, kind).find(typed, limit)
    ]


def _by_number(connection: Connection, typed: str) -> list[tuple[int, str, int]]:
    """Posted documents by serial number (`#1042`, `1042`) or by the beginning of their number."""
    series = fetch_rows(connection, "SELECT head, last_no FROM number_series ORDER BY kind DESC, fiscal_year DESC")
    bare = typed.lstrip("#").strip()
    numbers = []
    if match := _SERIAL.fullmatch(typed):
        serial = int(match[1])
        numbers = [format_number(head, serial) for head, last in series if 0 < serial <= last]
    found = [
        (_NUMBER, "invoice", row[0])
        for number in numbers
        for row in fetch_rows(connection, "SELECT id FROM invoices WHERE number = ?", (number,))
    ]
    beginnings = {bare.upper()} | {
        head + bare[len(part) :] for head, _ in series for part in _tails(head) if bare.startswith(part)
    }
    if any(c.isdigit() for c in bare):
        sql = f"SELECT id FROM invoices WHERE number >= ? AND number < ? ORDER BY number DESC LIMIT {_EACH}"
        for beginning in sorted(beginnings):
            rows = fetch_rows(connection, sql, (beginning, beginning + "\U0010ffff"))
            found += [(_NUMBER - 20, "invoice", row[0]) for row in rows]
    return found


def _tails(head: str) -> list[str]:
    """What a person may leave the beginning of a series off to: of `INV-2026-` that is `2026-`."""
    parts = head.split("-")
    return ["-".join(parts[n:]) for n in range(1, len(parts) - 1)]


def _by_amount(connection: Connection, memory: Memory, typed: str) -> list[tuple[int, str, int]]:
    """Invoices of a total as a person writes it, with point or comma: `1,204.50`, `1204,5`."""
    ids: list[int] = []
    for currency_minor, currencies in _amounts(typed):
        marks = ",".join("?" * len(currencies))
        known = memory.totals
        if known is not None:
            candidates = _with_total(known, currency_minor)
            where = f"i.id IN ({','.join(map(str, candidates))})" if candidates else "1 = 0"
        else:
            where = "1 = 1"
        where += f" AND i.total_minor = ? AND i.currency IN ({marks})"
        sql = f"SELECT i.id FROM invoices i WHERE {where} ORDER BY i.id DESC LIMIT 8"
        ids += [row[0] for row in fetch_rows(connection, sql, (currency_minor, *currencies))]
    return [(_AMOUNT, "invoice", record) for record in ids]


def _amounts(typed: str) -> list[tuple[int, list[str]]]:
    """What was typed in the minor units of each kind of currency: the last point or comma parts the decimals."""
    text = typed.strip()
    for currency in CURRENCIES:
        text = text.removeprefix(currency).removesuffix(currency).strip()
    if not _FIGURE.fullmatch(text):
        return []
    at = max(text.rfind("."), text.rfind(","))
    whole, decimals = re.sub(r"[^0-9]", "", text[:at]), text[at + 1 :]
    made: dict[int, list[str]] = {}
    for currency in CURRENCIES:
        digits = currency_digits(currency)
        if len(decimals.rstrip("0")) <= digits and len(whole) <= 15:
            made.setdefault(int(whole + decimals[:digits].ljust(digits, "0")), []).append(currency)
    return list(made.items())


def _with_total(known: tuple[bytes, array[int]], minor: int, most: int = 50) -> list[int]:
    totals, ids = known
    pattern = minor.to_bytes(8, "big")
    found: list[int] = []
    at = totals.find(pattern)
    while at >= 0 and len(found) < most:
        if at % 8 == 0:
            found.append(ids[at // 8])
        at = totals.find(pattern, at + 1)
    return found


def _read_totals(company: Company) -> tuple[bytes, array[int]] | None:
    """The totals of all documents, eight bytes each, and their ids. None on a server, which looks by itself."""
    if company.engine.dialect.name != "sqlite":
        return None
    sql = """SELECT group_concat(printf('%016x', total_minor), ''), group_concat(printf('%016x', id), '')
 FROM invoices WHERE id >= ? AND id < ?"""
    totals = bytearray()
    ids: array[int] = array("q")
    with reading(company.engine) as connection, lean(connection):
        least, greatest = fetch_rows(connection, "SELECT COALESCE(min(id), 0), COALESCE(max(id), -1) FROM invoices")[0]
        for start in range(least, greatest + 1, _STRETCH):
            of_totals, of_ids = fetch_rows(connection, sql, (start, start + _STRETCH))[0]
            totals += bytes.fromhex(of_totals or "")
            ids.frombytes(bytes.fromhex(of_ids or ""))
    ids.byteswap()
    return bytes(totals), ids


def _index(connection: Connection, memory: Memory, kind: str) -> TextIndex:
    """The words of a kind of record, as of the connection's view."""
    with memory.lock:
        last = int(fetch_rows(connection, _LAST)[0][0])
        if last != memory.seen:
            if last < memory.seen or memory.seen < 0 or fetch_rows(connection, _CHANGE, (memory.seen,)):
                memory.words.clear()
            memory.seen = last
        if kind not in memory.words:
            memory.words[kind] = TextIndex(stream_rows(connection, _WORDS[kind]))
        return memory.words[kind]


def _described(company: Company, kind: str, ids: list[int], as_of: date) -> list[Hit]:
    if kind == "invoice":
        return [_invoice(row) for row in _records(company, "invoices", ids, as_of)]
    if kind == "order":
        return [_order(row) for row in _records(company, "orders", ids, as_of)]
    if kind == "product":
        return [_product(row) for row in _records(company, "products", ids, as_of)]
    marks = ",".join("?" * len(ids))
    shown = "SELECT a.id, p.name, a.code, p.city, a.is_archived FROM accounts a JOIN parties p ON p.id = a.party_id"
    sql = f"{shown} WHERE a.id IN ({marks})"
    with reading(company.engine) as connection, lean(connection):
        rows = fetch_rows(connection, sql, ids)
    return [Hit(kind, row[0], row[1], tuple(t for t in row[2:4] if t), state="archived" if row[4] else "") for row in rows]


def _records(company: Company, kind: str, ids: list[int], as_of: date) -> list[dict[str, Any]]:
    keys = [column.key for column in list_columns(kind)]
    return [dict(zip(keys, row, strict=True)) for row in list_rows(company, kind, ids, as_of)]


def _invoice(row: dict[str, Any]) -> Hit:
    state = row["payment_status"] if row["status"] == "posted" else row["status"]
    on = row["issued_on"] or row["target_on"] or ""
    return Hit("invoice", row["id"], row["number"] or "", (row["account_name"],), row["total"], row["currency"], state, on)


def _order(row: dict[str, Any]) -> Hit:
    detail = tuple(part for part in (row["account_name"], row["po"]) if part)
    return Hit("order", row["id"], row["order"], detail, state=row["status"], on=row["ordered_on"])


def _product(row: dict[str, Any]) -> Hit:
    state = "" if row["active"] else "inactive"
    return Hit("product", row["id"], row["name"], (row["product"],), state=state)
