"""What the kinds of an import share while it runs: the connection, look-ups by code, counts, and what to collect again.

One desk serves one import inside one write transaction. Look-ups fetch what a batch of rows refers to, and nothing from
tables that were empty when the import began: a first import of a large company asks the database for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table

from billdesk.billing.party import PARTY_FIELDS, Party, party_sha256
from billdesk.db.bulk import Row, fetch_rows, in_order, insert_rows, next_id
from billdesk.db.models import accounts, orders, parties, products
from billdesk.services.company import CompanySettings
from billdesk.services.imports.refusals import Refusals
from billdesk.services.line_content import ProductRef

_SMALL = 2000
"""A table of at most so many rows is fetched whole rather than asked about batch by batch."""
_MARKS = 8000


class AccountRef(NamedTuple):
    """What orders need of an account."""

    id: int
    currency: str
    name: str


class OrderRef(NamedTuple):
    """What order lines and usage need of an order. `status` is the stored one; `is_new`: it came in with this import."""

    id: int
    account_id: int
    currency: str
    ordered_on: str
    due_on: str | None
    status: str
    is_new: bool = False


def query(connection: Connection, sql: str, values: Sequence[Any]) -> list[Row]:
    """All rows of a query whose `{marks}` stand for `values`, asked in as many parts as the driver needs."""
    found: list[Row] = []
    for start in range(0, len(values), _MARKS):
        part = values[start : start + _MARKS]
        found += fetch_rows(connection, sql.format(marks=",".join("?" * len(part))), part)
    return found


class Lookup:
    """Code -> what rows need to know of a stored record. `make` builds it from a row (code, …) of the query."""

    def __init__(self, connection: Connection, table: Table, select: str, make: Callable[..., NamedTuple]) -> None:
        self._connection = connection
        self._select = select
        self._make = make
        self.first_id = next_id(connection, table)
        self.was_empty = self.first_id == 1
        self.found: dict[str, Any] = {}
        self._asked: set[str] = set()
        self._is_whole = self.was_empty
        if 1 < self.first_id <= _SMALL:
            self._fill(fetch_rows(connection, select))
            self._is_whole = True

    def ensure(self, codes: Iterable[str | None]) -> None:
        """Fetch what is not known yet of `codes`."""
        if self._is_whole:
            return
        missing = {code for code in codes if code is not None and code not in self.found} - self._asked
        if missing:
            self._asked |= missing
            self._fill(query(self._connection, f"{self._select} WHERE t.code IN ({{marks}})", list(missing)))

    def _fill(self, rows: Iterable[Any]) -> None:
        for code, *values in rows:
            self.found[code] = self._make(*values)


class PartyBook:
    """Finds or makes the snapshots of names and addresses, one row per content."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._next_id = next_id(connection, parties)
        self._known: dict[str, int] = {}
        self._is_whole = self._next_id <= _SMALL
        if self._is_whole:
            self._known.update(fetch_rows(connection, "SELECT sha256, id FROM parties"))

    def ids(self, wanted: Sequence[Party]) -> list[int]:
        """The ids of these contents, in the same order; what is new is written."""
        hashes = [party_sha256(party) for party in wanted]
        known = self._known
        if not self._is_whole:
            missing = list({sha256 for sha256 in hashes if sha256 not in known})
            known.update(query(self._connection, "SELECT sha256, id FROM parties WHERE sha256 IN ({marks})", missing))
        new: list[Row] = []
        for sha256, party in zip(hashes, wanted, strict=True):
            if sha256 not in known:
                known[sha256] = self._next_id
                new.append((self._next_id, sha256, *party))
                self._next_id += 1
        insert_rows(self._connection, parties, ("id", "sha256", *PARTY_FIELDS), new)
        return [known[sha256] for sha256 in hashes]


@dataclass(slots=True)
class Tally:
    """How many records of each kind were created, updated, or found as they stand in the file."""

    created: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)

    def begin(self, kind: str) -> None:
        """Have `kind` in the counts, also when none of it comes."""
        for counts in (self.created, self.updated, self.unchanged):
            counts.setdefault(kind, 0)

    def add(self, kind: str, created: int, updated: int, unchanged: int) -> None:
        """Count a batch."""
        self.created[kind] += created
        self.updated[kind] += updated
        self.unchanged[kind] += unchanged

    @property
    def is_idle(self) -> bool:
        """Whether nothing was written."""
        return not any(self.created.values()) and not any(self.updated.values())


class Desk:
    """What an import works on. `activate`, `reopen` and `recollect` gather ids for the end, when all rows are in."""

    def __init__(self, connection: Connection, settings: CompanySettings, refusals: Refusals) -> None:
        self.connection = connection
        self.settings = settings
        self.refusals = refusals
        self.tally = Tally()
        self.parties = PartyBook(connection)
        self.accounts = Lookup(connection, accounts, _ACCOUNTS, AccountRef)
        self.products = Lookup(connection, products, _PRODUCTS, ProductRef)
        self.orders = Lookup(connection, orders, _ORDERS, OrderRef)
        self.activate: list[int] = []
        self.reopen: set[int] = set()
        self.recollect: set[int] = set()

    def execute(self, sql: str, *values: object) -> None:
        """Execute one statement written with `?` marks."""
        self.connection.exec_driver_sql(in_order(self.connection, sql), values)


_ACCOUNTS = "SELECT t.code, t.id, t.currency, p.name FROM accounts t JOIN parties p ON p.id = t.party_id"
_PRODUCTS = "SELECT t.code, t.id, t.name, t.charge_type, t.every, t.timing, t.tax_rate_e4 FROM products t"
_ORDERS = "SELECT t.code, t.id, t.account_id, t.currency, t.ordered_on, t.due_on, t.status FROM orders t"
