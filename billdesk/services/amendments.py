"""Orders in life: amend lines from a date on, cancel, hold and resume billing, and take an amendment back.

Each verb is one transaction and an act with its own rows: what was agreed before stays in the history that the engine bills
from. The difference in money is collected into the next invoice like any other line. `preview` does the same work, reads what
it comes to, and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy import Row as Record

from billdesk.billing.adjustment import adjustments
from billdesk.billing.collect import Collected
from billdesk.billing.errors import BillingError, FieldError
from billdesk.db.bulk import next_id
from billdesk.db.engine import writing
from billdesk.db.models import amendments, order_holds, order_lines, orders
from billdesk.services import audit
from billdesk.services.amendment_rows import LineChange, goes_on, lines_of, store_agreed, write_changes
from billdesk.services.collecting import read_accounts, recollect
from billdesk.services.company import Company, day
from billdesk.services.forecast import line_nets
from billdesk.services.line_terms import read_terms
from billdesk.services.orders import UNOPENED, find_order, open_lines
from billdesk.services.posting import write_pointers

__all__ = [
    "Amended",
    "Difference",
    "LineChange",
    "act_on",
    "amend_order",
    "cancel_order",
    "hold_order",
    "is_held",
    "resume_order",
    "undo_act",
]


@dataclass(frozen=True, slots=True)
class Difference:
    """What an act charges (positive) or credits on an order line, net in minor units, with the days [from_on, until_on)."""

    position: int
    description: str
    quantity_e6: int
    unit_price_e4: int
    used_days: int
    whole_days: int
    from_on: date
    until_on: date | None
    net_minor: int


@dataclass(frozen=True, slots=True)
class Amended:
    """An act on an order: its number (for `undo_act`), and what it adds to what is due, in the order's currency."""

    order: str
    act: int
    currency: str
    differences: tuple[Difference, ...]

    @property
    def net_minor(self) -> int:
        """What all differences come to."""
        return sum(difference.net_minor for difference in self.differences)


def amend_order(
    company: Company, code: str, changes: Sequence[LineChange], on: date, as_of: date, reason: str = "", *, preview: bool = False
) -> Amended:
    """Change lines of an active order from `on` on: the first day of the new state.

    Raises BillingError for an order that is not active, and FieldError for a line that cannot be amended so.
    """

    def write(connection: Connection, order: Record[Any]) -> int:
        _refuse_unless(order, ("active", "completed"), "only an active order can be amended")
        return write_changes(connection, order, changes, on, as_of, reason)

    return act_on(company, code, as_of, "amend", write, preview, {"on": on.isoformat(), "reason": reason})


def cancel_order(company: Company, code: str, on: date, as_of: date, reason: str = "", *, preview: bool = False) -> Amended:
    """End all lines of an order before `on`; what was billed beyond is credited, and one-time lines due later are dropped.

    The order is cancelled where that day has come, and goes on until then where it lies ahead.
    """

    def write(connection: Connection, order: Record[Any]) -> int:
        _refuse_unless(order, ("active", "completed"), "only an active order can be cancelled")
        lines = [line for line in lines_of(connection, order) if goes_on(connection, line, on)]
        if not lines and order.status == "completed":
            raise BillingError(f"nothing of the order goes on after {on}", order.code, "there is nothing to cancel")
        changes = [LineChange(position, ends=True, end_before=on) for _, position, _ in lines]
        act = write_changes(connection, order, changes, on, as_of, reason, is_cancelling=True) if changes else 0
        if on <= as_of:
            connection.execute(update(orders).where(orders.c.id == order.id).values(status="cancelled"))
        return act

    return act_on(company, code, as_of, "cancel", write, preview, {"on": on.isoformat(), "reason": reason})


def hold_order(company: Company, code: str, on: date, as_of: date) -> Amended:
    """Bill no period of the order that starts on or after `on`, until it is resumed."""

    def write(connection: Connection, order: Record[Any]) -> int:
        _refuse_unless(order, ("active",), "only an active order can be held")
        last = _last_hold(connection, order.id)
        if last is not None and last.until_on is None:
            raise BillingError(f"the order is held since {last.from_on} already", order.code, "resume it first")
        if last is not None and on.isoformat() < last.until_on:
            raise FieldError("on", f"the order was held until {last.until_on}", order.code, "hold it from a later day")
        hold_id = next_id(connection, order_holds)
        values = {"id": hold_id, "order_id": order.id, "from_on": on.isoformat()}
        connection.execute(insert(order_holds).values(**values))
        _reopen(connection, order.id)
        return 0

    return act_on(company, code, as_of, "hold", write, False, {"on": on.isoformat()})


def resume_order(company: Company, code: str, on: date, as_of: date, *, catches_up: bool = False) -> Amended:
    """Bill the order again from periods that start on or after `on`; with `catches_up` the held ones are billed as well."""

    def write(connection: Connection, order: Record[Any]) -> int:
        last = _last_hold(connection, order.id)
        if last is None or last.until_on is not None:
            raise BillingError("the order is not held", order.code, "there is nothing to resume")
        if on.isoformat() < last.from_on:
            raise FieldError("on", f"the order is held from {last.from_on}", order.code, "resume it on that day or later")
        values = {"until_on": on.isoformat(), "catches_up": int(catches_up)}
        connection.execute(update(order_holds).where(order_holds.c.id == last.id).values(values))
        _reopen(connection, order.id)
        return 0

    return act_on(company, code, as_of, "resume", write, False, {"on": on.isoformat(), "catches_up": catches_up})


def undo_act(company: Company, code: str, act: int, as_of: date) -> Amended:
    """Take back an amendment or cancellation that nothing was billed for yet.

    Raises BillingError where something of it is billed: then the way back is another amendment.
    """

    def write(connection: Connection, order: Record[Any]) -> int:
        c = amendments.c
        own = select(order_lines.c.id).where(order_lines.c.order_id == order.id)
        rows = connection.execute(select(amendments).where(c.act == act, c.order_line_id.in_(own), c.is_undone == 0)).all()
        if not rows:
            raise BillingError("there is no such amendment to take back", order.code, "it may have been taken back already")
        terms = read_terms(connection, [row.order_line_id for row in rows])
        for row in rows:
            of_line = terms[row.order_line_id]
            is_billed = any(number == row.number for number, _ in of_line.settled)
            if is_billed or any(claim.known >= row.number for claim in of_line.claims.values()):
                raise BillingError("the amendment has been billed", order.code, "amend the line back to what it was")
        connection.execute(update(amendments).where(c.id.in_([row.id for row in rows])).values(is_undone=1))
        store_agreed(connection, order, {n: content for n, _, content in lines_of(connection, order) if n in terms})
        # Of a cancelled order the act that ended its lines last is the cancellation.
        ends = {n: max((a.number for a in of_line.amendments if a.sets_end), default=0) for n, of_line in terms.items()}
        if order.status == "cancelled" and any(row.number == ends[row.order_line_id] > 0 for row in rows):
            connection.execute(update(orders).where(orders.c.id == order.id).values(status="active"))
        return act

    return act_on(company, code, as_of, "take back amendment", write, False, {"act": act})


def act_on(
    company: Company,
    code: str,
    as_of: date,
    action: str,
    write: Callable[[Connection, Record[Any]], int],
    preview: bool,
    detail: dict[str, Any],
) -> Amended:
    """Do one act in a transaction, or only see what it comes to."""
    with writing(company.engine) as connection:
        order = find_order(connection, code)
        before = _adjusting(connection, order)
        act = write(connection, order)
        open_lines(connection, [order.id])
        _settle_status(connection, order.id)
        recollect(connection, [order.account_id], as_of)
        after = _adjusting(connection, order)
        if preview:
            connection.rollback()
        else:
            audit.append(connection, company, [audit.Entry(action, "order", order.id, {"order": code, **detail})])
        return Amended(code, act, order.currency, tuple(found for key, found in after.items() if key not in before))


def _adjusting(connection: Connection, order: Record[Any]) -> dict[tuple[int, ...], Difference]:
    """The open adjustments of the order's lines, by line, amendment, period and part."""
    states, ledger = read_accounts(connection, [order.account_id])
    names = {line_id: (position, content.description or "") for line_id, position, content in lines_of(connection, order)}
    found: dict[tuple[int, ...], Difference] = {}
    for state in states:
        lines = [line for line in state.lines if line.order_id == order.id and line.is_special]
        for line in lines:
            for _, items in adjustments(line, ledger.terms[line.id]):
                collected = [Collected._make(item) for item in items]
                nets = line_nets(collected, order.currency, state.facts.price_basis == "gross")
                for item, net in zip(items, nets, strict=True):
                    key = (line.id, item.part.amendment_no, item.part.claim_from.toordinal(), item.part.number)
                    charge = item.charge
                    found[key] = Difference(
                        *names[line.id],
                        item.quantity_e6,
                        item.line.unit_price_e4 or 0,
                        charge.used_days,
                        charge.whole_days,
                        charge.from_on,
                        charge.until_on,
                        net or 0,
                    )
    return found


def _refuse_unless(order: Record[Any], statuses: Sequence[str], remedy: str) -> None:
    if order.status not in statuses:
        raise BillingError(f"the order is {order.status}", order.code, remedy)


def _last_hold(connection: Connection, order_id: int) -> Record[Any] | None:
    c = order_holds.c
    return connection.execute(select(order_holds).where(c.order_id == order_id).order_by(c.id.desc())).first()


def _reopen(connection: Connection, order_id: int) -> None:
    """Let all lines of the order be worked out anew, by their terms."""
    own = order_lines.c.order_id == order_id
    connection.execute(update(order_lines).where(own).values(is_special=1, **UNOPENED))


def _settle_status(connection: Connection, order_id: int) -> None:
    """An order with something left to bill is active again; one with nothing left is completed."""
    c = order_lines.c
    is_open = connection.execute(select(c.id).where(c.order_id == order_id, c.next_billing_on.is_not(None))).first() is not None
    if is_open:
        again = (orders.c.id == order_id) & (orders.c.status == "completed")
        connection.execute(update(orders).where(again).values(status="active"))
    else:
        write_pointers(connection, [], [order_id])


def is_held(connection: Connection, order_id: int) -> date | None:
    """Since when the order is held; None where it is not."""
    last = _last_hold(connection, order_id)
    return day(last.from_on) if last is not None and last.until_on is None else None
