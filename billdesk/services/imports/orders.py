"""Orders of an import: headers. Draft orders update freely; of an active one only what no posted bill depends on.

A new active order goes in as a draft and is activated when its lines are in. An order stays with its account once it is
active. The delivery address is kept as a party snapshot under the account's name.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from billdesk.billing.party import Party
from billdesk.db.bulk import Row, delete_rows, insert_rows, update_rows
from billdesk.db.models import order_lines, orders
from billdesk.services.imports.desk import Desk, OrderRef, query
from billdesk.services.imports.refusals import Place, RowRefused
from billdesk.services.imports.rows import Incoming, SourceRows

KIND = "orders"
_COLUMNS = ("account_id", "ordered_on", "due_on", "currency", "po", "ship_to_id")
_NAMES = ("account", "ordered_on", "due_on", "currency", "po")
_ADDRESS = ("street", "city", "region", "postcode", "country")
_ACCOUNT, _ORDERED_ON, _DUE_ON, _CURRENCY, _PO, _SHIP_TO = range(6)
_STORED = """SELECT o.code, o.id, o.status, p.street, p.city, p.region, p.postcode, p.country,
 o.account_id, o.ordered_on, o.due_on, o.currency, o.po, o.ship_to_id
 FROM orders o LEFT JOIN parties p ON p.id = o.ship_to_id WHERE o.code IN ({marks})"""
_BILLED = """SELECT DISTINCT l.order_id FROM order_lines l JOIN billed_periods b ON b.order_line_id = l.id
 WHERE l.order_id IN ({marks})"""
_LINES = f"SELECT {', '.join(order_lines.c.keys())} FROM order_lines WHERE order_id IN ({{marks}})"
_METERED = """SELECT DISTINCT l.order_id FROM order_lines l JOIN usage_records u ON u.order_line_id = l.id
 WHERE l.order_id IN ({marks})"""
_CLOSED = {"completed": "active", "cancelled": "draft"}
"""What a closed order stands as in an export, so that importing it again changes nothing."""


class _Stored(NamedTuple):
    """An order as it stands: its delivery address and its columns in the order of _COLUMNS."""

    id: int
    status: str
    address: Row
    content: Row


class _Wanted(NamedTuple):
    """An order as the file wants it; the delivery address gets its party when the batch is written."""

    source: SourceRows
    row: Incoming
    code: str
    status: str
    content: list[Any]
    name: str
    address: Row


class Orders:
    """Takes the rows of order files batch by batch."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._next_id = desk.orders.first_id
        self._seen: dict[str, Place] = {}

    def take(self, source: SourceRows, rows: list[Incoming]) -> None:
        """Write a batch."""
        stored = self._stored([row.values[0] for row in rows])
        self._desk.accounts.ensure(row.values[1] for row in rows)
        wanted = []
        for row in rows:
            try:
                wanted.append(self._wanted(source, row, stored.get(row.values[0])))
                self._seen[row.values[0]] = source.place(row)
            except RowRefused as refused:
                source.refuse(row, refused)
        self._set_addresses(wanted, stored)
        self._insert([w for w in wanted if w.code not in stored])
        self._update([(w, stored[w.code]) for w in wanted if w.code in stored])

    def finish(self) -> None:
        """Nothing waits."""

    def _wanted(self, source: SourceRows, row: Incoming, stored: _Stored | None) -> _Wanted:
        code, account_code, ordered_on, due_on, currency, status, po, *address = row.values
        self._desk.refusals.check_twice("order", f"order {code!r}", self._seen.get(code))
        account = self._desk.accounts.found.get(account_code)
        if account is None:
            remedy = "add the account to accounts.csv, or correct its code"
            self._desk.refusals.unknown("accounts", account_code, "account", f"account {account_code!r}", remedy)
        content = [account.id, ordered_on, due_on, currency or account.currency, po, None]
        place = tuple(field or "" for field in address)
        if stored is not None and source.absent:
            for slot, name in enumerate(_NAMES):
                if name in source.absent:
                    content[slot] = stored.content[slot]
            kept = zip(_ADDRESS, place, stored.address, strict=True)
            place = tuple(before if name in source.absent else field for name, field, before in kept)
        standing = stored.status if stored is not None else "draft"
        return _Wanted(source, row, code, status or _CLOSED.get(standing, standing), content, account.name, place)

    def _set_addresses(self, wanted: list[_Wanted], stored: dict[str, _Stored]) -> None:
        """Give each order its delivery party; an address that stands keeps the snapshot of its day."""
        fresh = []
        for w in wanted:
            before = stored.get(w.code)
            if before is not None and before.address == w.address:
                w.content[_SHIP_TO] = before.content[_SHIP_TO]
            elif any(w.address):
                fresh.append(w)
        ids = self._desk.parties.ids([Party(w.name, *w.address) for w in fresh])
        for w, party_id in zip(fresh, ids, strict=True):
            w.content[_SHIP_TO] = party_id

    def _insert(self, wanted: list[_Wanted]) -> None:
        new: list[Row] = []
        order_id = self._next_id
        for _, _, code, status, content, _, _ in wanted:
            account_id, ordered_on, due_on, currency, _, _ = content
            new.append((order_id, code, *content))
            self._desk.orders.found[code] = OrderRef(order_id, account_id, currency, ordered_on, due_on, "draft", True)
            if status == "active":
                self._activate(order_id, account_id)
            order_id += 1
        self._next_id = order_id
        insert_rows(self._desk.connection, orders, ("id", "code", *_COLUMNS), new, {"status": "draft"})
        self._desk.tally.add(KIND, len(new), 0, 0)

    def _update(self, pairs: list[tuple[_Wanted, _Stored]]) -> None:
        ids = [s.id for w, s in pairs if s.content != tuple(w.content)]
        billed = {order_id for (order_id,) in query(self._desk.connection, _BILLED, ids)}
        headers: list[Row] = []
        updated = unchanged = 0
        for w, s in pairs:
            is_changed, is_activated = s.content != tuple(w.content), s.status == "draft" and w.status == "active"
            account_id, ordered_on, due_on, currency, _, _ = w.content
            try:
                _check_change(w, s, billed)
                if is_changed:
                    self._prepare_change(w, s)
                    headers.append((*w.content, s.id))
            except RowRefused as refused:
                w.source.refuse(w.row, refused)
                continue
            updated += is_changed or is_activated
            unchanged += not (is_changed or is_activated)
            if is_activated:
                self._activate(s.id, account_id)
            self._desk.orders.found[w.code] = OrderRef(s.id, account_id, currency, ordered_on, due_on, s.status, False)
        update_rows(self._desk.connection, orders, _COLUMNS, headers)
        self._desk.tally.add(KIND, 0, updated, unchanged)

    def _prepare_change(self, w: _Wanted, s: _Stored) -> None:
        """What has to happen before an order that stands changes its header."""
        if w.content[_ACCOUNT] != s.content[_ACCOUNT]:
            self._move_lines(w, s)
        if s.status == "active":
            self._desk.recollect.add(s.content[_ACCOUNT])
            if w.content[_CURRENCY] != s.content[_CURRENCY]:
                # The currency may decide which schedule takes the lines.
                sql = "UPDATE order_lines SET schedule_id = NULL, next_from = NULL, next_billing_on = NULL WHERE order_id"
                self._desk.execute(f"{sql} = ?", s.id)
                self._desk.reopen.add(s.id)

    def _move_lines(self, w: _Wanted, s: _Stored) -> None:
        """Take a draft order's lines to another account; the key of order and account holds at every moment."""
        connection = self._desk.connection
        if query(connection, _METERED, [s.id]):
            remedy = "import it under a new number instead"
            raise RowRefused("account", f"order {w.code!r} has usage and stays with its account", remedy)
        names = order_lines.c.keys()
        at = names.index("account_id")
        lines = [tuple(line) for line in query(connection, _LINES, [s.id])]
        delete_rows(connection, order_lines, "order_id", [s.id])
        update_rows(connection, orders, ("account_id",), [(w.content[_ACCOUNT], s.id)])
        moved = [(*line[:at], w.content[_ACCOUNT], *line[at + 1 :]) for line in lines]
        insert_rows(connection, order_lines, names, moved)

    def _activate(self, order_id: int, account_id: int) -> None:
        self._desk.activate.append(order_id)
        self._desk.recollect.add(account_id)

    def _stored(self, codes: list[str]) -> dict[str, _Stored]:
        if self._desk.orders.was_empty:
            return {}
        rows = query(self._desk.connection, _STORED, codes)
        return {r[0]: _Stored(r[1], r[2], tuple(x or "" for x in r[3:8]), tuple(r[8:])) for r in rows}


def _check_change(w: _Wanted, s: _Stored, billed: set[int]) -> None:
    """Refuse what an order that stands cannot become."""
    if s.status in _CLOSED and (w.status != _CLOSED[s.status] or tuple(w.content) != s.content):
        raise RowRefused("", f"order {w.code!r} is {s.status} and does not change", "make a new order")
    if s.status == "active" and w.status == "draft":
        raise RowRefused("status", f"order {w.code!r} is active and cannot become a draft again", "cancel it instead")
    if s.status == "active" and w.content[_ACCOUNT] != s.content[_ACCOUNT]:
        remedy = "cancel it and import it under a new number"
        raise RowRefused("account", f"order {w.code!r} is active and stays with its account", remedy)
    for slot in (_ORDERED_ON, _CURRENCY):
        if s.id in billed and w.content[slot] != s.content[slot]:
            what = f"order {w.code!r} is already billed and its {_NAMES[slot]} cannot change"
            raise RowRefused(_NAMES[slot], what, "credit its invoices or make a new order")
