"""Editing orders: make one, change it, delete it. Drafts change freely; of an active order only what bills nothing anew.

Each verb is one transaction, takes the version that the reader got with the order, and gives back what undo needs. What
would change money that is billed, or that an amendment has to prorate, is refused with the field and the remedy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from billdesk.billing.errors import BillingError, Conflict, FieldError
from billdesk.billing.party import Party
from billdesk.db.bulk import Row, delete_rows, fetch_rows, insert_rows, next_id, update_rows
from billdesk.db.engine import writing
from billdesk.db.models import order_lines, orders
from billdesk.services import audit
from billdesk.services.book import load_book
from billdesk.services.collecting import recollect
from billdesk.services.company import Company, iso
from billdesk.services.imports.desk import PartyBook
from billdesk.services.imports.fields import MAX_POSITION
from billdesk.services.line_content import COLUMNS, NAMES, LineContent
from billdesk.services.order_values import Header, LineEdit, OrderEdit, ShipTo, edit_of, wanted
from billdesk.services.orders import UNOPENED, Activated, activate, find_order, open_lines

_ORDER = """SELECT o.id, o.code, o.account_id, o.ordered_on, o.due_on, o.currency, o.status, o.po, o.ship_to_id,
 o.activated_on, coalesce(p.street, ''), coalesce(p.city, ''), coalesce(p.region, ''), coalesce(p.postcode, ''),
 coalesce(p.country, '') FROM orders o LEFT JOIN parties p ON p.id = o.ship_to_id WHERE o.id = ?"""
_LINES = f"SELECT id, position, {', '.join(COLUMNS)} FROM order_lines WHERE order_id = ? ORDER BY position"
_BILLED = """SELECT DISTINCT l.id FROM order_lines l JOIN billed_periods b ON b.order_line_id = l.id WHERE l.order_id = ?"""
_METERED = """SELECT DISTINCT l.id FROM order_lines l JOIN usage_records u ON u.order_line_id = l.id WHERE l.order_id = ?"""
_HEADER_COLUMNS = ("code", "account_id", "ordered_on", "due_on", "currency", "po", "ship_to_id")
_LINE_COLUMNS = ("id", "order_id", "account_id", "position", *COLUMNS)
_MAY_CHANGE = ("due_on", "group")
"""What may change of an active order's line that is not billed: it bills the same, at another time or apart."""
_LAST_CODE = "SELECT code FROM orders ORDER BY id DESC LIMIT 1"
_FIRST_CODE = "O-1001"


@dataclass(frozen=True, slots=True)
class SavedOrder:
    """An order as it was stored: what to open it by, and its version for the next edit.

    `before` is what it was (None for a new one): `change_order` with it and this version puts it back.
    """

    id: int
    code: str
    version: str
    before: OrderEdit | None


class StoredOrder(NamedTuple):
    """An order as it stands: its own values, delivery address, and (id, position, content) of its lines in turn."""

    id: int
    code: str
    account_id: int
    ordered_on: str
    due_on: str | None
    currency: str
    status: str
    po: str | None
    ship_to_id: int | None
    activated_on: str | None
    ship_to: ShipTo
    lines: tuple[tuple[int, int, LineContent], ...]

    @property
    def version(self) -> str:
        """A digest of everything that an edit may change; what a run moves on (the next charge) is not in it."""
        return sha256(ascii((*self[:10], [(*line[:2], *line[2]) for line in self.lines])).encode("ascii")).hexdigest()

    def edit(self) -> OrderEdit:
        """The order as an edit that would change nothing."""
        follows = (self.ordered_on, self.due_on) if self.status == "draft" else None
        return OrderEdit(
            self.id,
            self.code,
            self.account_id,
            date.fromisoformat(self.ordered_on),
            None if self.due_on is None else date.fromisoformat(self.due_on),
            self.currency,
            self.po or "",
            self.ship_to,
            tuple(edit_of(content, line_id, position, follows) for line_id, position, content in self.lines),
        )


def create_order(company: Company, edit: OrderEdit) -> SavedOrder:
    """Make a draft order. Ids in the edit, of one that was deleted, are used again where they are free.

    Raises FieldError with the first field that cannot be stored.
    """
    with writing(company.engine) as connection:
        header, contents = _checked(connection, edit)
        taken = edit.id is None or stored_order(connection, edit.id) is not None
        order_id = next_id(connection, orders) if taken or edit.id is None else edit.id
        code = _free_code(connection, header.code, None)
        ship_to_id = _ship_to(connection, header, None)
        values = dict(zip(_HEADER_COLUMNS, (code, header.account.id, *header[2:6], ship_to_id), strict=True))
        connection.execute(insert(orders).values(id=order_id, status="draft", **values))
        _write_lines(connection, order_id, header.account.id, edit.lines, contents, ())
        audit.append(connection, company, [audit.Entry("create", "order", order_id, code)])
        return SavedOrder(order_id, code, _existing(connection, order_id).version, None)


def change_order(company: Company, edit: OrderEdit, version: str, as_of: date) -> SavedOrder:
    """Store the edit of the order `edit.id`, which has `version`. An active one is collected again (`as_of`).

    Raises Conflict when it is not as it was read, and FieldError with the first field that cannot be stored or stays.
    """
    with writing(company.engine) as connection:
        stored = _as_read(connection, edit.id, version)
        before = stored.edit()
        if edit == before:
            return SavedOrder(stored.id, stored.code, version, before)
        header, contents = _checked(connection, edit)
        code = _free_code(connection, header.code or stored.code, stored.id)
        values = (code, header.account.id, *header[2:6], _ship_to(connection, header, stored))
        if stored.status == "draft":
            _change_draft(connection, stored, edit, header, values, contents)
        else:
            _change_active(connection, stored, edit, values, contents, as_of)
        audit.append(connection, company, [audit.Entry("change", "order", stored.id, code)])
        return SavedOrder(stored.id, code, _existing(connection, stored.id).version, before)


def delete_order(company: Company, order_id: int, version: str) -> OrderEdit:
    """Delete a draft order; gives the edit with which `create_order` makes it again.

    Raises Conflict when it is not as it was read; BillingError where it is no draft, has usage, or a schedule is for it.
    """
    with writing(company.engine) as connection:
        stored = _as_read(connection, order_id, version)
        if stored.status != "draft":
            raise BillingError(f"the order is {stored.status} and stays", stored.code, "only drafts can be deleted")
        if fetch_rows(connection, _METERED, (order_id,)):
            raise BillingError("usage is recorded on the order", stored.code, "keep it, for its usage would be lost")
        for schedule in load_book(connection).schedules.values():
            if order_id in schedule.scope.orders:
                remedy = "change what that schedule takes first"
                raise BillingError(f"schedule {schedule.name} is for this order", stored.code, remedy)
        connection.execute(delete(order_lines).where(order_lines.c.order_id == order_id))
        connection.execute(delete(orders).where(orders.c.id == order_id))
        audit.append(connection, company, [audit.Entry("delete", "order", order_id, stored.code)])
        return stored.edit()


def activate_as_read(company: Company, order_id: int, version: str, as_of: date) -> Activated:
    """Activate a draft order that is as it was read: nobody has changed what is going to be billed.

    Raises Conflict when it is not, and what `orders.activate_order` raises.
    """
    with writing(company.engine) as connection:
        stored = _as_read(connection, order_id, version)
        return activate(connection, company, find_order(connection, stored.code), as_of)


def stored_order(connection: Connection, order_id: int) -> StoredOrder | None:
    """The order as it stands; None where there is none of this id."""
    rows = fetch_rows(connection, _ORDER, (order_id,))
    if not rows:
        return None
    lines = tuple((r[0], r[1], LineContent._make(r[2:])) for r in fetch_rows(connection, _LINES, (order_id,)))
    return StoredOrder._make((*rows[0][:10], ShipTo(*rows[0][10:]), lines))


def billed_lines(connection: Connection, order_id: int) -> set[int]:
    """The ids of the order's lines that have a billed period."""
    return {line_id for (line_id,) in fetch_rows(connection, _BILLED, (order_id,))}


def _existing(connection: Connection, order_id: int) -> StoredOrder:
    stored = stored_order(connection, order_id)
    if stored is None:
        raise Conflict("the order is not there any more", str(order_id), "make it again, or leave it")
    return stored


def _as_read(connection: Connection, order_id: int | None, version: str) -> StoredOrder:
    stored = _existing(connection, order_id or 0)
    if stored.version != version:
        remedy = "look at what it is now, then make your change again"
        raise Conflict("the order was changed by somebody else meanwhile", stored.code, remedy)
    return stored


def _checked(connection: Connection, edit: OrderEdit) -> tuple[Header, Sequence[LineContent]]:
    found = wanted(connection, edit)
    if found.problems or found.header is None:
        raise found.problems[0]
    return found.header, [content for content in found.lines if content is not None]


def _change_draft(
    connection: Connection, stored: StoredOrder, edit: OrderEdit, header: Header, values: Row, contents: Sequence[LineContent]
) -> None:
    metered = {line_id for (line_id,) in fetch_rows(connection, _METERED, (stored.id,))}
    kept = {line.id for line in edit.lines}
    for line_id, position, content in stored.lines:
        if line_id in metered and line_id not in kept:
            what = f"usage is recorded on line {position} ({content.description})"
            raise FieldError("lines", what, stored.code, "keep the line, for its usage would be lost")
        if line_id in metered and content.charge_type != _type_of(edit, contents, line_id):
            at = next(index for index, line in enumerate(edit.lines) if line.id == line_id)
            raise FieldError(f"lines.{at}.charge_type", "usage is recorded on the line", remedy="keep it a usage line")
    if header.account.id != stored.account_id:
        if metered:
            raise FieldError("account", "the order has usage and stays with its account", stored.code, "make a new order")
        # The key of order and account holds at every moment: the lines go, and come again under the other account.
        delete_rows(connection, order_lines, "order_id", [stored.id])
        stored_lines: tuple[tuple[int, int, LineContent], ...] = ()
    else:
        stored_lines = stored.lines
    update_rows(connection, orders, _HEADER_COLUMNS, [(*values, stored.id)])
    _write_lines(connection, stored.id, header.account.id, edit.lines, contents, stored_lines)


def _type_of(edit: OrderEdit, contents: Sequence[LineContent], line_id: int) -> str:
    return next(content.charge_type for line, content in zip(edit.lines, contents, strict=True) if line.id == line_id)


def _change_active(
    connection: Connection, stored: StoredOrder, edit: OrderEdit, values: Row, contents: Sequence[LineContent], as_of: date
) -> None:
    """Change what bills nothing anew; refuse everything else with the words of what to do."""
    if stored.status != "active":
        raise BillingError(f"the order is {stored.status} and does not change", stored.code, "make a new order")
    was = (stored.code, stored.account_id, stored.ordered_on, stored.due_on, stored.currency, stored.po)
    for name, before, after in zip(("order", "account", "ordered_on", "due_on", "currency"), was, values, strict=False):
        if before != after and name != "due_on":
            raise _stays(name, f"its {_SAID.get(name, name)}", stored)
    billed = billed_lines(connection, stored.id)
    if [line.id for line in edit.lines] != [line[0] for line in stored.lines]:
        raise _stays("lines", "which lines it has", stored)
    changed: list[Row] = []
    for index, (line, content) in enumerate(zip(edit.lines, contents, strict=True)):
        line_id, position, before_line = stored.lines[index]
        # Dates of an active line stand by themselves: one without a due date does not take the order's.
        after_line = content._replace(due_on=iso(line.due_on))
        for name, old, new in zip(NAMES, before_line, after_line, strict=True):
            if old != new and (name not in _MAY_CHANGE or line_id in billed):
                raise _stays(f"lines.{index}.{name}", f"the {_SAID.get(name, name.replace('_', ' '))} of line {position}", stored)
        if after_line != before_line:
            changed.append((after_line.due_on, after_line.group_name, line_id))
    update_rows(connection, orders, _HEADER_COLUMNS, [(*values, stored.id)])
    update_rows(connection, order_lines, ("due_on", "group_name"), changed, same=UNOPENED)
    open_lines(connection, [stored.id])
    recollect(connection, [stored.account_id], as_of)


_SAID = {
    "order": "number",
    "ordered_on": "order date",
    "due_on": "due date",
    "bill_on": "bill date",
    "start_on": "start",
    "end_on": "end",
    "every": "cadence",
    "unit_price": "price",
    "discount_percent": "discount",
}


def _stays(field: str, what: str, stored: StoredOrder) -> FieldError:
    remedy = "take the activation back while nothing is billed, or amend the line from a day on (`billdesk order amend`)"
    return FieldError(field, f"the order is active, and {what} stays as it is", stored.code, remedy)


def _write_lines(
    connection: Connection,
    order_id: int,
    account_id: int,
    edits: Sequence[LineEdit],
    contents: Sequence[LineContent],
    stored: Sequence[tuple[int, int, LineContent]],
) -> None:
    """Make the lines of a draft order be these, in this order; a line keeps its number where the order of lines lets it."""
    standing = {line_id: position for line_id, position, _ in stored}
    free = _free_ids(connection, [line.id for line in edits if line.id is not None and line.id not in standing])
    fresh = max(next_id(connection, order_lines), *(line_id + 1 for line_id in free), 1)
    new: list[Row] = []
    kept: list[Row] = []
    position = 0
    for line, content in zip(edits, contents, strict=True):
        position = max(position + 1, line.position or 0)
        if line.id in standing:
            kept.append((position, *content, line.id))
        elif line.id in free:
            new.append((line.id, order_id, account_id, position, *content))
        else:
            new.append((fresh, order_id, account_id, position, *content))
            fresh += 1
    delete_rows(connection, order_lines, "id", sorted(standing.keys() - {line.id for line in edits}))
    # Two lines may change places, and numbers are unique at every moment: those that move step aside first.
    aside = [(row[0] + _ASIDE, row[-1]) for row in kept if standing[row[-1]] != row[0]]
    update_rows(connection, order_lines, ("position",), aside)
    update_rows(connection, order_lines, ("position", *COLUMNS), kept)
    insert_rows(connection, order_lines, _LINE_COLUMNS, new)


_ASIDE = MAX_POSITION + 1


def _free_ids(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Those of `ids`, of lines that were deleted, that no other line has by now."""
    taken = connection.execute(select(order_lines.c.id).where(order_lines.c.id.in_(ids))).scalars() if ids else ()
    return set(ids) - set(taken)


def _ship_to(connection: Connection, header: Header, stored: StoredOrder | None) -> int | None:
    """The party that the order is delivered to; an address that stands keeps the snapshot of its day."""
    if stored is not None and stored.ship_to == header.ship_to:
        return stored.ship_to_id
    if not header.ship_to:
        return None
    address = (getattr(header.ship_to, name) for name in ShipTo.__slots__)
    return PartyBook(connection).ids([Party(header.account.name, *address)])[0]


def _free_code(connection: Connection, code: str | None, own_id: int | None) -> str:
    """The wanted code, unless another order has it; or the one that follows that of the last order."""
    if code is not None:
        owner = connection.execute(select(orders.c.id).where(orders.c.code == code)).scalar()
        if owner is not None and owner != own_id:
            raise FieldError("order", f"there is an order {code} already", remedy="choose another number, or leave it empty")
        return code
    return coming_code(connection)


def coming_code(connection: Connection) -> str:
    """The code of the next order that gets none by hand: the one after that of the order that was made last."""
    code = str(connection.exec_driver_sql(_LAST_CODE).scalar() or "")
    while True:
        code = next_code(code)
        if connection.execute(select(orders.c.id).where(orders.c.code == code)).first() is None:
            return code


def next_code(code: str) -> str:
    """The code after this one: its last digits count on (`SO-0099` gives `SO-0100`)."""
    match = re.fullmatch(r"(.*?)([0-9]{1,12})", code, re.ASCII | re.DOTALL)
    if match is None:
        return f"{code}-2" if code else _FIRST_CODE
    return f"{match.group(1)}{int(match.group(2)) + 1:0{len(match.group(2))}d}"
