"""Everything that happened with an account, newest first: orders, drafts, documents, mails, exceptions and edits. Reads only.

What is to come (drafts on their target date) stands on top. Orders and documents stand on their own dates, mails and edits
at the instant at which they happened; of one day the instants come first.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from billdesk.billing.money import format_minor
from billdesk.db.bulk import Row, fetch_rows
from billdesk.db.engine import reading
from billdesk.services.account_habits import amount_of
from billdesk.services.company import Company
from billdesk.services.lists_labels import fold

PAGE = 100


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened. `at` is an ISO date or a UTC instant as stored.

    `kind` is `ordered`, `activated`, `draft`, `invoice`, `credit_note`, `archived` (its PDF), `left_out` (by a run),
    `mail.<state>`, or `<record>.<action>` of the audit log. `record` and `record_id` lead to what it is about: account,
    order, invoice, run or message. `title` is its code or number, `detail` what else is told (a reference, a recipient, a
    reason, the number that a credit note corrects), `what` the first lines of an order or document. The amount of an order
    is the sum of its lines, each with one period. `changed` are (field, before, after) of an edit, `actor` who did it.
    """

    at: str
    kind: str
    record: str
    record_id: int
    title: str
    amount_minor: int | None = None
    currency: str = ""
    detail: str = ""
    what: str = ""
    actor: str = ""
    changed: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """A stretch of a timeline, and whether older entries follow."""

    entries: tuple[TimelineEntry, ...]
    goes_on: bool


def timeline(company: Company, account_id: int, as_of: date, text: str = "", offset: int = 0, limit: int = PAGE) -> TimelinePage:
    """`limit` entries of an account's timeline, newest first, after the first `offset`.

    Each word of `text` must be found in an entry: in its code or number, reference, amount, kind, or in the lines of its
    order or document; without case and accents.
    """
    words = [fold(word) or "" for word in text.split()]
    with reading(company.engine) as connection:
        sql = _EVENTS.replace(":today", f"'{as_of.isoformat()}'")
        held = (account_id,) * _EVENTS.count("?")
        if not words:
            rows = fetch_rows(connection, f"{sql} LIMIT {limit + 1} OFFSET {offset}", held)
        else:
            lines = _line_words(connection, account_id)
            rows = [row for row in fetch_rows(connection, sql, held) if _matches(row, words, lines)][offset : offset + limit + 1]
        shown = rows[:limit]
        told = _told(connection, shown)
    return TimelinePage(tuple(_entry(row, told.get((row[2], row[3]), _UNTOLD)) for row in shown), len(rows) > limit)


_EVENTS = """
SELECT o.ordered_on AS at, 'ordered' AS kind, 'order' AS record, o.id AS record_id, o.code AS title,
 CAST(NULL AS BIGINT) AS amount, o.currency AS currency, COALESCE(o.po, '') AS detail, '' AS actor, 1 AS step
 FROM orders o WHERE o.account_id = ?
UNION ALL SELECT o.activated_on, 'activated', 'order', o.id, o.code, NULL, o.currency, '', '', 2
 FROM orders o WHERE o.account_id = ? AND o.activated_on <> o.ordered_on
UNION ALL SELECT COALESCE(i.target_on, :today), 'draft', 'invoice', i.id, '', i.total_minor, i.currency,
 COALESCE(i.reference, ''), '', 3 FROM invoices i WHERE i.account_id = ? AND i.status = 'draft'
UNION ALL SELECT i.issued_on, i.kind, 'invoice', i.id, i.number, i.total_minor, i.currency,
 COALESCE((SELECT n.number FROM invoices n WHERE n.id = i.credits_id), i.reference, ''), '', 4
 FROM invoices i WHERE i.account_id = ? AND i.status = 'posted'
UNION ALL SELECT d.archived_at, 'archived', 'invoice', i.id, i.number, NULL, '', '', '', 5
 FROM invoices i JOIN documents d ON d.invoice_id = i.id WHERE i.account_id = ?
UNION ALL SELECT COALESCE(x.sent_at, x.queued_at), 'mail.' || x.state, 'message', x.id, i.number, NULL, '', x.recipient, '', 6
 FROM invoices i JOIN outbox x ON x.invoice_id = i.id WHERE i.account_id = ?
UNION ALL SELECT r.started_at, 'left_out', 'run', r.id, '', NULL, '', e.reason, '', 7
 FROM run_exceptions e JOIN invoice_runs r ON r.id = e.run_id WHERE e.account_id = ?
UNION ALL SELECT l.at, 'account.' || l.action, 'account', l.record_id, '', NULL, '', l.detail, l.actor, 8
 FROM audit_log l WHERE l.record_id = ? AND l.kind = 'account'
UNION ALL SELECT l.at, 'order.' || l.action, 'order', o.id, o.code, NULL, '', '', l.actor, 8
 FROM orders o JOIN audit_log l ON l.record_id = o.id WHERE o.account_id = ? AND l.kind = 'order' AND l.action <> 'activate'
UNION ALL SELECT l.at, 'invoice.' || l.action, 'invoice', i.id, COALESCE(i.number, ''), NULL, '', l.detail, l.actor, 8
 FROM invoices i JOIN audit_log l ON l.record_id = i.id
 WHERE i.account_id = ? AND l.kind IN ('invoice', 'credit_note') AND l.action NOT IN ('post', 'send message')
ORDER BY at DESC, step DESC, record_id DESC"""
_ORDER_LINES = """SELECT l.order_id, l.description FROM orders o JOIN order_lines l ON l.order_id = o.id
 WHERE o.account_id = ?"""
_INVOICE_LINES = """SELECT l.invoice_id, l.description FROM invoices i JOIN invoice_lines l ON l.invoice_id = i.id
 WHERE i.account_id = ?"""
_ORDERED = """SELECT l.order_id, l.description, l.quantity_e6, l.unit_price_e4, l.discount_e4, o.currency
 FROM order_lines l JOIN orders o ON o.id = l.order_id
 WHERE l.order_id IN ({marks}) AND l.charge_type <> 'usage' ORDER BY l.order_id, l.position"""
_DOCUMENT = (
    "SELECT l.invoice_id, l.description FROM invoice_lines l WHERE l.invoice_id IN ({marks}) ORDER BY l.invoice_id, l.position"
)
_TOLD_LINES = 4
_UNTOLD: tuple[str, int | None] = ("", None)


def _told(connection: Connection, rows: Sequence[Row]) -> dict[tuple[str, int], tuple[str, int | None]]:
    """(record, id) to the first lines in words, and what an order comes to, for what these rows are about."""
    texts: dict[tuple[str, int], list[str]] = defaultdict(list)
    values: dict[tuple[str, int], int] = {}
    orders = sorted({row[3] for row in rows if row[1] == "ordered"})
    if orders:
        for order_id, text, quantity, price, discount, currency in fetch_rows(connection, _marked(_ORDERED, orders), orders):
            texts["order", order_id].append(text)
            amount = amount_of(quantity, price, discount, currency) or 0
            values["order", order_id] = values.get(("order", order_id), 0) + amount
    documents = sorted({row[3] for row in rows if row[1] in ("invoice", "credit_note", "draft")})
    if documents:
        for invoice_id, text in fetch_rows(connection, _marked(_DOCUMENT, documents), documents):
            texts["invoice", invoice_id].append(text)
    return {key: (_first(of), values.get(key)) for key, of in texts.items()}


def _first(texts: Sequence[str]) -> str:
    plain = [" ".join(text.split()) for text in dict.fromkeys(texts)]
    return ", ".join(plain[:_TOLD_LINES]) + (" …" if len(plain) > _TOLD_LINES else "")


def _marked(sql: str, values: Sequence[int]) -> str:
    return sql.format(marks=",".join("?" * len(values)))


def _line_words(connection: Connection, account_id: int) -> dict[tuple[str, int], str]:
    """(record, id) to the folded descriptions of its lines."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for record, sql in (("order", _ORDER_LINES), ("invoice", _INVOICE_LINES)):
        for record_id, description in fetch_rows(connection, sql, (account_id,)):
            found[record, record_id].append(description)
    return {key: fold("\n".join(texts)) or "" for key, texts in found.items()}


def _matches(row: Row, words: Sequence[str], lines: dict[tuple[str, int], str]) -> bool:
    at, kind, record, record_id, title, amount, currency, detail, actor, _ = row
    plain = format_minor(amount, currency) if amount is not None else ""
    told = fold(f"{at}\n{kind.replace('_', ' ').replace('.', ' ')}\n{title}\n{plain}\n{currency}\n{detail}\n{actor}") or ""
    of_lines = lines.get((record, record_id), "")
    return all(word in told or word in of_lines or (plain and word.replace(",", "") in plain) for word in words)


def _entry(row: Row, of_lines: tuple[str, int | None]) -> TimelineEntry:
    at, kind, record, record_id, title, amount, currency, detail, actor, _ = row
    changed: tuple[tuple[str, str, str], ...] = ()
    if kind.startswith(("account.", "invoice.")) and detail.startswith("{"):
        told: dict[str, Any] = json.loads(detail)
        title, detail = str(told.get("account", title)), str(told.get("name") or told.get("recipient") or "")
        changed = tuple((name, str(before), str(after)) for name, (before, after) in told.get("changed", {}).items())
    what, value = of_lines if kind in ("ordered", "invoice", "credit_note", "draft") else _UNTOLD
    return TimelineEntry(
        at, kind, record, record_id, title, value if kind == "ordered" else amount, currency or "", detail, what, actor, changed
    )
