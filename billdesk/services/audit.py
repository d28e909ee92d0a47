"""The audit log: who did what when, each row sealed by a hash over the one before it.

Every verb that changes something ends here, inside its own write transaction. A posted document's entry carries the
digest of its stored values. The head of the chain (last id and hash) is kept in the settings too, so that cutting off
the tail is noticed; `services.verification` walks the whole chain. Nothing here commits.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from billdesk.billing.errors import BillingError
from billdesk.billing.invoice import chain
from billdesk.db.bulk import Row, in_order, insert_rows
from billdesk.db.models import audit_log
from billdesk.services.company import Company

FIRST_HASH = ""
"""What the first row is chained to."""

HEAD_KEY = "audit_head"
COLUMNS = ("id", "at", "actor", "action", "kind", "record_id", "detail", "digest", "hash")


class Entry(NamedTuple):
    """One thing that was done: a verb, the kind and id of the record it was done to, and details as text or values.

    `digest` is the seal of a posted document (`billing.invoice.digest`), None for everything else.
    """

    action: str
    kind: str
    record_id: int | None
    detail: str | Mapping[str, Any]
    digest: str | None = None


def append(connection: Connection, company: Company, entries: Sequence[Entry]) -> None:
    """Append `entries` in turn. The caller holds the write lock, so that nobody else continues the chain meanwhile."""
    if not entries:
        return
    last_id, last_hash = _head(connection)
    at, actor = company.stamp(), company.actor
    rows: dict[tuple[str, str], list[Row]] = {}
    for action, kind, record_id, detail, digest in entries:
        text = detail if isinstance(detail, str) else json.dumps(detail, ensure_ascii=False, sort_keys=True)
        last_id += 1
        last_hash = chain(last_hash, last_id, at, actor, action, kind, record_id, text, digest)
        rows.setdefault((action, kind), []).append((last_id, record_id, text, digest, last_hash))
    for (action, kind), same_rows in rows.items():
        same = {"at": at, "actor": actor, "action": action, "kind": kind}
        insert_rows(connection, audit_log, ("id", "record_id", "detail", "digest", "hash"), same_rows, same)
    _keep_head(connection, last_id, last_hash)


def _head(connection: Connection) -> tuple[int, str]:
    """The id and hash to chain on: the kept head, even if rows were cut off, so that the gap stays to be seen."""
    kept = connection.exec_driver_sql(in_order(connection, "SELECT value FROM settings WHERE key = ?"), (HEAD_KEY,)).scalar()
    last = connection.exec_driver_sql("SELECT id, hash FROM audit_log ORDER BY id DESC LIMIT 1").first()
    try:
        kept_id, kept_hash = json.loads(kept) if kept else (0, FIRST_HASH)
        kept_id, kept_hash = int(kept_id), str(kept_hash)
    except (TypeError, ValueError) as error:
        raise BillingError(
            "the head of the audit log is unreadable", f"setting {HEAD_KEY}", "see `billdesk verify`, and restore a backup"
        ) from error
    if last is not None and last[0] > kept_id:
        return int(last[0]), str(last[1])
    return kept_id, kept_hash


def _keep_head(connection: Connection, last_id: int, last_hash: str) -> None:
    sql = "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    connection.exec_driver_sql(in_order(connection, sql), (HEAD_KEY, json.dumps([last_id, last_hash])))
