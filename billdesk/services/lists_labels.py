"""The names that long lists are sorted, filtered and searched by: read once, kept folded, read anew when they may have changed.

A million invoices have a hundred thousand names. Ordering the names in memory and handing the database their ranks is
faster than fetching a name for each invoice, and orders `Ärzte` before `Zebra`.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import merge
from threading import Lock
from unicodedata import combining, normalize
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from billdesk.db.bulk import fetch_rows, stream_rows

_SORTED_AT_ONCE = 8192  # a longer sort would hold the interpreter, and with it the window, for more than a frame


def fold(text: str | None) -> str:
    """Text as it is compared: without case and accents; empty for None."""
    if text is None:
        return ""
    if text.isascii():
        return text.lower()
    return "".join(c for c in normalize("NFKD", text.casefold()) if not combining(c))


@dataclass(slots=True)
class Labels:
    """One text column of a table: ids in their order, and the folded text of each."""

    ids: array[int]
    folded: list[str]
    _ranked: list[int] = field(default_factory=list, init=False)

    def matching(self, op: str, part: str) -> list[int]:
        """The ids whose text contains `part`, `starts` with it, or `is` it, without case and accents."""
        part = fold(part)
        pairs = zip(self.ids, self.folded, strict=True)
        if op == "is":
            return [i for i, text in pairs if text == part]
        if op == "starts":
            return [i for i, text in pairs if text.startswith(part)]
        return [i for i, text in pairs if part in text]

    def ranked(self, descending: bool = False) -> list[int]:
        """The ids in the order of their texts; empty texts are left out."""
        if not self._ranked:
            pairs = [(text, i) for text, i in zip(self.folded, self.ids, strict=True) if text]
            parts = [sorted(pairs[n : n + _SORTED_AT_ONCE]) for n in range(0, len(pairs), _SORTED_AT_ONCE)]
            self._ranked = [i for _, i in merge(*parts)]
        return self._ranked[::-1] if descending else self._ranked


class _Shelf:
    """The labels of one company, as they stood at its audit row `seen`."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.seen = -1
        self.labels: dict[tuple[str, str], Labels] = {}


_shelves: WeakKeyDictionary[Engine, _Shelf] = WeakKeyDictionary()
_making = Lock()
_LAST = "SELECT COALESCE(max(id), 0) FROM audit_log"
# Posting names no new party or account by itself; every verb that does leaves an audit row of another kind.
_CHANGE = "SELECT 1 FROM audit_log WHERE id > ? AND action <> 'post' LIMIT 1"


def labels_of(connection: Connection, table: str, column: str) -> Labels:
    """The labels of a text column, as of the connection's present view."""
    with _making:
        shelf = _shelves.setdefault(connection.engine, _Shelf())
    with shelf.lock:
        last = int(fetch_rows(connection, _LAST)[0][0])
        if last != shelf.seen:
            if last < shelf.seen or shelf.seen < 0 or fetch_rows(connection, _CHANGE, (shelf.seen,)):
                shelf.labels.clear()
            shelf.seen = last
        found = shelf.labels.get((table, column))
        if found is None:
            found = shelf.labels[table, column] = Labels(array("q"), [])
            for row_id, text in stream_rows(connection, f"SELECT id, {column} FROM {table}"):
                found.ids.append(row_id)
                found.folded.append(fold(text))
        return found


def as_json(ids: Sequence[int]) -> str:
    """Ids as SQLite's `json_each` takes them."""
    return json.dumps(ids, separators=(",", ":"))
