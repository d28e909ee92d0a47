"""What all posted documents add up to: open amounts by due date, and nets by month of the invoice date, per currency.

Posted rows never change, so the sums are worked out once and carried on from there: `PostedTotals` remembers up to which
row of the audit log it goes, with that row's hash, and the next reading adds what has been posted since. The hash tells
another company, or a backup that was restored, from the same one grown. `overview` keeps the value between two looks; a
large company's sums are also kept in the user's cache folder, so that the next start need not go through a million rows.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from billdesk import paths
from billdesk.db.bulk import Row, fetch_rows
from billdesk.db.engine import reading
from billdesk.services.company import Company

MANY = 20_000
"""Documents from which on the sums are kept in the cache folder; when more came since, all are read anew."""
KEEP_EVERY = 2_000
_CHUNK = 500
_STRETCH = 5_000
"""Ids that are summed up at a time: what SQLite then sorts fits a processor's cache, which halves the time of a million."""
_FORM = 2
"""The form of the kept sums; another number makes older ones be worked out anew."""

_INVOICES = """SELECT i.currency || i.due_on || substr(i.issued_on, 1, 7), count(NULLIF(i.total_minor, 0)),
 sum(i.total_minor), sum(i.net_minor) FROM invoices i
 WHERE i.status = 'posted' AND i.kind <> 'credit_note' AND {where} GROUP BY 1"""
_CREDITS = """SELECT o.currency, o.due_on, substr(n.issued_on, 1, 7), n.net_minor, n.total_minor,
 (o.total_minor - (SELECT sum(p.total_minor) FROM invoices p WHERE p.credits_id = o.id AND p.kind = 'credit_note'
 AND p.status = 'posted' AND p.id <= n.id)), o.total_minor
 FROM invoices n JOIN invoices o ON o.id = n.credits_id WHERE n.kind = 'credit_note' AND n.status = 'posted' AND {where}"""


@dataclass(frozen=True, slots=True)
class PostedTotals:
    """Sums over posted documents as of a row of the audit log. Amounts in minor units, dates as stored text.

    `open_minor` and `open_count` by (currency, due date): what is asked for and not credited; documents of zero are not
    counted. `net_minor` by (currency, month such as 2026-11): invoices less credit notes, each in its own month.
    """

    audit_id: int = 0
    audit_hash: str = ""
    open_minor: Counter[tuple[str, str]] = field(default_factory=Counter)
    open_count: Counter[tuple[str, str]] = field(default_factory=Counter)
    net_minor: Counter[tuple[str, str]] = field(default_factory=Counter)


def read_totals(company: Company, before: PostedTotals | None = None) -> PostedTotals:
    """The sums as they stand. `before` is what an earlier call gave; where it fits, only what came since is read."""
    with reading(company.engine) as connection:
        place = _place(connection)
        known = before if before is not None else _kept(place)
        head = _head(connection)
        if known is not None and _is_earlier(connection, known):
            if known.audit_id == head[0]:
                return known
            since = _posted_since(connection, known.audit_id)
            if len(since) <= MANY:
                totals = _grown(connection, known, head, since)
                return _kept_too(place, totals) if len(since) > KEEP_EVERY else totals
        totals = PostedTotals(*head)
        first, last = fetch_rows(connection, "SELECT COALESCE(min(id), 1), COALESCE(max(id), 0) FROM invoices")[0]
        for start in range(first, last + 1, _STRETCH):
            stretch = (start, start + _STRETCH - 1)
            _add_invoices(totals, fetch_rows(connection, _INVOICES.format(where="i.id BETWEEN ? AND ?"), stretch))
        _add_credits(totals, fetch_rows(connection, _CREDITS.format(where="1 = 1")))
        return _kept_too(place, totals) if _document_count(connection) > MANY else totals


def _head(connection: Connection) -> tuple[int, str]:
    """Id and hash of the last row of the audit log: each posting adds one, in its own transaction."""
    rows = fetch_rows(connection, "SELECT id, hash FROM audit_log ORDER BY id DESC LIMIT 1")
    return (int(rows[0][0]), str(rows[0][1])) if rows else (0, "")


def _is_earlier(connection: Connection, known: PostedTotals) -> bool:
    """Whether `known` was read from this very company at an earlier time."""
    if known.audit_id == 0:
        return _document_count(connection) == 0
    rows = fetch_rows(connection, "SELECT hash FROM audit_log WHERE id = ?", (known.audit_id,))
    return bool(rows) and rows[0][0] == known.audit_hash


def _document_count(connection: Connection) -> int:
    return int(fetch_rows(connection, "SELECT COALESCE(sum(last_no), 0) FROM number_series")[0][0])


def _posted_since(connection: Connection, audit_id: int) -> list[int]:
    sql = "SELECT record_id FROM audit_log WHERE id > ? AND action = 'post' LIMIT ?"
    return [row[0] for row in fetch_rows(connection, sql, (audit_id, MANY + 1))]


def _grown(connection: Connection, known: PostedTotals, head: tuple[int, str], ids: Sequence[int]) -> PostedTotals:
    totals = PostedTotals(*head, Counter(known.open_minor), Counter(known.open_count), Counter(known.net_minor))
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        marks = ",".join("?" * len(chunk))
        _add_invoices(totals, fetch_rows(connection, _INVOICES.format(where=f"i.id IN ({marks})"), chunk))
        _add_credits(totals, fetch_rows(connection, _CREDITS.format(where=f"n.id IN ({marks})"), chunk))
    return totals


def _add_invoices(totals: PostedTotals, rows: Iterable[Row]) -> None:
    for key, count, total, net in rows:
        currency, due_on, month = key[:3], key[3:13], key[13:]
        totals.open_minor[currency, due_on] += int(total)
        totals.open_count[currency, due_on] += int(count)
        totals.net_minor[currency, month] += int(net)


def _add_credits(totals: PostedTotals, rows: Iterable[Row]) -> None:
    for currency, due_on, month, net, total, left, whole in rows:
        totals.net_minor[currency, month] -= net
        totals.open_minor[currency, due_on] -= total
        if left == 0 != whole and total != 0:
            totals.open_count[currency, due_on] -= 1


# -- the cache folder


def _place(connection: Connection) -> Path:
    """Where the sums of this company are kept, on whatever path or server it lies: its log begins like no other."""
    begin = fetch_rows(connection, "SELECT hash FROM audit_log ORDER BY id LIMIT 1")
    return paths.cache_folder() / "totals" / f"{begin[0][0][:32] if begin else 'empty'}.json"


def _kept(place: Path) -> PostedTotals | None:
    """The kept sums; None where there are none or they cannot be read. Whether they fit is told by the audit log."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        stored = json.loads(place.read_text(encoding="utf-8"))
        if stored["form"] == _FORM:
            counters = (Counter({(a, b): int(n) for a, b, n in stored[name]}) for name in ("open", "counts", "nets"))
            return PostedTotals(int(stored["audit_id"]), str(stored["audit_hash"]), *counters)
    return None


def _kept_too(place: Path, totals: PostedTotals) -> PostedTotals:
    """Keep the sums for the next start, and give them back. They can be made again: no trouble with the folder is trouble."""
    counters = (("open", totals.open_minor), ("counts", totals.open_count), ("nets", totals.net_minor))
    stored = {"form": _FORM, "audit_id": totals.audit_id, "audit_hash": totals.audit_hash}
    values = stored | {name: [(*key, n) for key, n in counter.items() if n] for name, counter in counters}
    with suppress(OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = place.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(values), encoding="utf-8")
        draft.replace(place)
    return totals
