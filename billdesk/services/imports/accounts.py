"""Accounts of an import: new ones go in, changed ones are updated; a changed address is a new party snapshot.

An account whose parent comes later in the file waits for the end of the file; parents that go in a circle are refused.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from billdesk.billing.party import Party
from billdesk.db.bulk import Row, fetch_rows, insert_rows, update_rows
from billdesk.db.models import accounts
from billdesk.services.account_content import (
    COLUMNS,
    OWN_NAMES,
    PARTY_NAMES,
    AccountContent,
    changes_drafts,
    circle_words,
    walk_up,
)
from billdesk.services.imports.desk import AccountRef, Desk, query
from billdesk.services.imports.refusals import Place, RowRefused
from billdesk.services.imports.rows import Incoming, SourceRows

KIND = "accounts"
_STORED = """SELECT a.code, a.id, p.name, p.street, p.city, p.region, p.postcode, p.country, p.tax_id, p.email, p.phone,
 a.party_id, a.currency, a.terms, a.price_basis, a.parent_id, a.notes
 FROM accounts a JOIN parties p ON p.id = a.party_id WHERE a.code IN ({marks})"""


class _Stored(NamedTuple):
    """An account as it stands: its party's content and its own columns."""

    id: int
    party: Party
    own: AccountContent


class _Wanted(NamedTuple):
    """An account as the file wants it; `parent` is a code, `own` lacks party and parent until they are known."""

    source: SourceRows
    row: Incoming
    code: str
    party: Party
    own: list[Any]
    parent: str | None


class Accounts:
    """Takes the rows of account files batch by batch."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._next_id = desk.accounts.first_id
        self._seen: dict[str, Place] = {}
        self._waiting: list[_Wanted] = []

    def take(self, source: SourceRows, rows: list[Incoming]) -> None:
        """Write a batch; rows with a parent wait for `finish`."""
        stored = self._stored([row.values[0] for row in rows])
        ready: list[_Wanted] = []
        for row in rows:
            code = row.values[0]
            try:
                self._desk.refusals.check_twice("account", f"account {code!r}", self._seen.get(code))
            except RowRefused as refused:
                source.refuse(row, refused)
                continue
            self._seen[code] = source.place(row)
            wanted = self._wanted(source, row, stored.get(code))
            (ready if wanted.parent is None else self._waiting).append(wanted)
        self._write(ready, stored, {})

    def finish(self) -> None:
        """Write the accounts that have a parent, now that all others are in."""
        if not self._waiting:
            return
        good = self._with_known_parents({wanted.code: wanted for wanted in self._waiting})
        stored = self._stored(list(good))
        ids = {code: stored[code].id if code in stored else self._take_id() for code in good}
        self._write(list(good.values()), stored, ids)

    def _wanted(self, source: SourceRows, row: Incoming, stored: _Stored | None) -> _Wanted:
        (code, name, email, phone, street, city, region, postcode, country, currency, terms, tax_id, parent, notes, basis) = (
            row.values
        )
        party = Party(
            name, street or "", city or "", region or "", postcode or "", country or "", tax_id or "", email or "", phone or ""
        )
        own = [0, currency or self._desk.settings.currency, terms, basis or "net", None, notes]
        absent = source.absent
        if stored is not None and absent:
            party = party._replace(**{n: getattr(stored.party, n) for n in PARTY_NAMES if n in absent})
            for slot, column in enumerate(OWN_NAMES, 1):
                if column in absent:
                    own[slot] = stored.own[slot]
        return _Wanted(source, row, code, party, own, parent)

    def _write(self, wanted: list[_Wanted], stored: dict[str, _Stored], ids: dict[str, int]) -> None:
        desk = self._desk
        fresh = [w for w in wanted if w.code not in stored or stored[w.code].party != w.party]
        party_ids = dict(zip((w.code for w in fresh), desk.parties.ids([w.party for w in fresh]), strict=True))
        new: list[Row] = []
        changed: list[Row] = []
        for _, _, code, party, own, parent in wanted:
            before = stored.get(code)
            own[0] = party_ids[code] if code in party_ids else before.own[0] if before else 0
            if parent is not None:
                own[4] = ids[parent] if parent in ids else desk.accounts.found[parent].id
            if before is None:
                account_id = ids[code] if code in ids else self._take_id()
                new.append((account_id, code, *own))
            else:
                account_id = before.id
                content = AccountContent._make(own)
                if before.own == content:
                    continue
                changed.append((*content, account_id))
                if changes_drafts(before.own, content):
                    desk.recollect.add(account_id)
            desk.accounts.found[code] = AccountRef(account_id, own[1], party.name)
        self._insert(new, ids)
        update_rows(desk.connection, accounts, COLUMNS, changed)
        desk.tally.add(KIND, len(new), len(changed), len(wanted) - len(new) - len(changed))

    def _insert(self, new: list[Row], ids: dict[str, int]) -> None:
        """Insert accounts; those that may come before their parents get the parent afterwards."""
        if ids:
            bare = [(*row[:6], None, row[7]) for row in new]
            insert_rows(self._desk.connection, accounts, ("id", "code", *COLUMNS), bare)
            update_rows(self._desk.connection, accounts, ("parent_id",), [(row[6], row[0]) for row in new])
        else:
            insert_rows(self._desk.connection, accounts, ("id", "code", *COLUMNS), new)

    def _with_known_parents(self, waiting: dict[str, _Wanted]) -> dict[str, _Wanted]:
        """Those whose parent is there and whose parents go in no circle; the others are refused."""
        self._desk.accounts.ensure(wanted.parent for wanted in waiting.values())
        above: dict[str, str | None] = self._stored_parents() | {code: w.parent for code, w in waiting.items()}
        good: dict[str, _Wanted] = {}
        settled: set[str] = set()
        for first in waiting:
            # Up to the first account that is settled or has no parent, then down again: each is looked at once.
            names, circle = walk_up(first, above.get, settled)
            for name in reversed(names):
                settled.add(name)
                if name in waiting:
                    self._settle(waiting[name], circle, good)
        return good

    def _settle(self, wanted: _Wanted, circle: list[str], good: dict[str, _Wanted]) -> None:
        """Take an account whose parents are settled, or refuse it."""
        try:
            self._check_parent(wanted, circle, good)
            good[wanted.code] = wanted
        except RowRefused as refused:
            wanted.source.refuse(wanted.row, refused)

    def _check_parent(self, wanted: _Wanted, circle: list[str], good: dict[str, _Wanted]) -> None:
        if wanted.code in circle:
            raise RowRefused("parent", circle_words(circle), "take one of the parents out")
        if wanted.parent not in good and wanted.parent not in self._desk.accounts.found:
            remedy = "add the parent to the file, or leave the field empty"
            self._desk.refusals.unknown(KIND, wanted.parent, "parent", f"parent account {wanted.parent!r}", remedy)

    def _stored_parents(self) -> dict[str, str | None]:
        """Code -> parent's code of stored accounts, those that this import has written included."""
        if self._desk.accounts.was_empty:
            return {}
        sql = "SELECT a.code, p.code FROM accounts a JOIN accounts p ON p.id = a.parent_id"
        return dict(fetch_rows(self._desk.connection, sql))

    def _stored(self, codes: list[str]) -> dict[str, _Stored]:
        if self._desk.accounts.was_empty:
            return {}
        rows = query(self._desk.connection, _STORED, codes)
        return {row[0]: _Stored(row[1], Party(*row[2:11]), AccountContent._make(row[11:])) for row in rows}

    def _take_id(self) -> int:
        self._next_id += 1
        return self._next_id - 1
