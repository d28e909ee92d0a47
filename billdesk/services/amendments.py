"""Orders in life: amend lines from a date on, cancel, hold and resume billing, and take an amendment back.

Each verb is one transaction and an act with its own rows: what was agreed before stays in the history that the engine bills
from. The difference in money is collected into the next invoice like any other line. `preview` does the same work, reads what
it comes to, and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy import Row as Record

from billdesk.billing.amendment import Agreed, History
from billdesk.billing.collect import Collected
from billdesk.billing.errors import BillingError, FieldError
from billdesk.billing.money import format_quantity, line_amount
from billdesk.billing.special import LineTerms, adjustments
from billdesk.db.bulk import Row, insert_rows, next_id
from billdesk.db.engine import writing
from billdesk.db.models import amendments, order_holds, order_lines, orders
from billdesk.services import audit
from billdesk.services.collecting import read_accounts, recollect
from billdesk.services.company import Company, day
from billdesk.services.forecast import line_nets
from billdesk.services.line_content import COLUMNS, LineContent
from billdesk.services.line_terms import read_terms
from billdesk.services.orders import UNOPENED, as_order_line, find_order, open_lines
from billdesk.services.posting import write_pointers

DAY = timedelta(1)
_NO_RULE = "ordered"


@dataclass(frozen=True, slots=True)
class LineChange:
    """What changes on the order line with number `position`; None leaves a value as it is.

    Figures in the scales of `billing.money`. `ends` true: the line ends before `end_before`, or never where that is None.
    """

    position: int
    quantity_e6: int | None = None
    unit_price_e4: int | None = None
    discount_e4: int | None = None
    allowance_minor: int | None = None
    ends: bool = False
    end_before: date | None = None


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
        return _write_changes(connection, order, changes, on, as_of, reason)

    return _act(company, code, as_of, "amend", write, preview, {"on": on.isoformat(), "reason": reason})


def cancel_order(company: Company, code: str, on: date, as_of: date, reason: str = "", *, preview: bool = False) -> Amended:
    """End all lines of an order before `on`; what was billed beyond is credited, and one-time lines due later are dropped.

    The order is cancelled where that day has come, and goes on until then where it lies ahead.
    """

    def write(connection: Connection, order: Record[Any]) -> int:
        _refuse_unless(order, ("active", "completed"), "only an active order can be cancelled")
        lines = [line for line in _stored(connection, order) if _goes_on(connection, line, on)]
        if not lines and order.status == "completed":
            raise BillingError(f"nothing of the order goes on after {on}", order.code, "there is nothing to cancel")
        changes = [LineChange(position, ends=True, end_before=on) for _, position, _ in lines]
        act = _write_changes(connection, order, changes, on, as_of, reason, is_cancelling=True) if changes else 0
        if on <= as_of:
            connection.execute(update(orders).where(orders.c.id == order.id).values(status="cancelled"))
        return act

    return _act(company, code, as_of, "cancel", write, preview, {"on": on.isoformat(), "reason": reason})


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

    return _act(company, code, as_of, "hold", write, False, {"on": on.isoformat()})


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

    return _act(company, code, as_of, "resume", write, False, {"on": on.isoformat(), "catches_up": catches_up})


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
        for line_id, _, content in _stored(connection, order):
            if line_id in terms:
                _store_agreed(connection, line_id, _line_history(connection, order, line_id, content))
        if order.status == "cancelled":
            connection.execute(update(orders).where(orders.c.id == order.id).values(status="active"))
        return act

    return _act(company, code, as_of, "take back amendment", write, False, {"act": act})


def _act(
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
    names = {line_id: (position, content.description or "") for line_id, position, content in _stored(connection, order)}
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


def _stored(connection: Connection, order: Record[Any]) -> list[tuple[int, int, LineContent]]:
    """(id, number, content) of the order's lines in turn."""
    c = order_lines.c
    rows = connection.execute(
        select(c.id, c.position, *(c[name] for name in COLUMNS)).where(c.order_id == order.id).order_by(c.position)
    )
    return [(row[0], row[1], LineContent._make(row[2:])) for row in rows]


def _goes_on(connection: Connection, line: tuple[int, int, LineContent], on: date) -> bool:
    """Whether something of a line lies on or after `on`, billed or not."""
    line_id, _, content = line
    if content.end_on is not None and content.end_on < on.isoformat():
        return False
    if content.charge_type != "one_time":
        return True
    open_on = connection.execute(select(order_lines.c.next_billing_on).where(order_lines.c.id == line_id)).scalar()
    return open_on is not None and open_on >= on.isoformat()


def _write_changes(
    connection: Connection,
    order: Record[Any],
    changes: Sequence[LineChange],
    on: date,
    as_of: date,
    reason: str,
    *,
    is_cancelling: bool = False,
) -> int:
    """Write a row per changed line, and what is agreed on it now. Returns the number of the act."""
    stored = {position: (line_id, content) for line_id, position, content in _stored(connection, order)}
    if not changes:
        raise BillingError("nothing is to change", order.code, "say what is to be amended")
    act = amendment_id = next_id(connection, amendments)
    columns = tuple(column.name for column in amendments.columns)
    for change in changes:
        if change.position not in stored:
            raise FieldError("line", f"the order has no line {change.position}", order.code, "see `list FILE order-lines`")
        line_id, content = stored[change.position]
        agreed = _line_history(connection, order, line_id, content)
        terms = read_terms(connection, [line_id])[line_id]
        if not is_cancelling:
            _check(change, content, agreed, terms, on, order)
        rows: list[Row] = []
        if not terms.amendments:
            first = agreed.steps[0][1]
            rows.append((0, content.start_on, content.start_on, *first, 1, content.end_on, None, None, None, 0))
        number = _last_number(connection, line_id) + 1 if terms.amendments else 1
        end_on = (change.end_before - DAY).isoformat() if change.end_before is not None else None
        given = (change.quantity_e6, change.unit_price_e4, change.discount_e4, change.allowance_minor)
        rows.append((number, on.isoformat(), as_of.isoformat(), *given, int(change.ends), end_on, reason or None, act, None, 0))
        insert_rows(connection, amendments, columns, [(amendment_id + n, line_id, *row) for n, row in enumerate(rows)])
        amendment_id += len(rows)
        _store_agreed(connection, line_id, _line_history(connection, order, line_id, content))
    return act


def _last_number(connection: Connection, line_id: int) -> int:
    """The number of the line's last amendment, those that were taken back included."""
    numbers = select(amendments.c.number).where(amendments.c.order_line_id == line_id).order_by(amendments.c.number.desc())
    return int(connection.execute(numbers).scalars().first() or 0)


def _line_history(connection: Connection, order: Record[Any], line_id: int, content: LineContent) -> History:
    """What is agreed on a line by all amendments that count."""
    line = as_order_line(line_id, order.id, order.currency, order.po, content, _NO_RULE)
    return read_terms(connection, [line_id])[line_id].history(line)


def _store_agreed(connection: Connection, line_id: int, agreed: History) -> None:
    """Let the line's own columns say what is agreed last; it is opened anew by the caller."""
    last: Agreed = agreed.steps[-1][1]
    start_on = connection.execute(select(order_lines.c.start_on).where(order_lines.c.id == line_id)).scalar_one()
    # A line that was cancelled before its start has no day left; its columns cannot say so, the history does.
    end_on = None if agreed.end_before is None else max((agreed.end_before - DAY).isoformat(), start_on)
    values = {**dict(zip(Agreed._fields, last, strict=True)), "end_on": end_on, "is_special": 1, **UNOPENED}
    connection.execute(update(order_lines).where(order_lines.c.id == line_id).values(values))


def _check(change: LineChange, content: LineContent, agreed: History, terms: LineTerms, on: date, order: Record[Any]) -> None:
    """Refuse an amendment that makes no sense on this line."""
    name = f"line {change.position} of order {order.code}"
    start_on = date.fromisoformat(content.start_on)
    if on < start_on and content.charge_type != "one_time":
        raise FieldError("on", f"the line starts on {start_on}, after {on}", name, "amend it from that day on or later")
    if agreed.end_before is not None and on >= agreed.end_before and not (change.ends and change.end_before != agreed.end_before):
        raise FieldError("on", f"the line has ended on {agreed.end_before - DAY}", name, "renew it, or amend it from before that")
    if change.ends and change.end_before is not None and change.end_before <= start_on:
        raise FieldError("end_on", f"the line would end before it starts on {start_on}", name, "cancel the order instead")
    if change.quantity_e6 is not None and change.quantity_e6 == 0:
        raise FieldError("quantity", "an amendment to 0 bills nothing", name, "end the line, or cancel the order")
    given = (change.quantity_e6, change.unit_price_e4, change.discount_e4, change.allowance_minor)
    now = agreed.at(on)
    if all(new is None or new == old for old, new in zip(now, given, strict=True)) and not change.ends:
        what = f"the line is at {format_quantity(now.quantity_e6)} and that price on {on} already"
        raise FieldError("quantity", what, name, "give what is to change")
    if change.unit_price_e4 is not None and terms.pricing is not None:
        raise FieldError("unit_price", "the line has tiers instead of a unit price", name, "end it and order it anew")
    _check_charge_type(change, content, terms, on, name)
    after = Agreed._make(old if new is None else new for old, new in zip(now, given, strict=True))
    if after.unit_price_e4 is not None:
        line_amount(after.quantity_e6, after.unit_price_e4, after.discount_e4, order.currency)


def _check_charge_type(change: LineChange, content: LineContent, terms: LineTerms, on: date, name: str) -> None:
    if content.charge_type == "one_time" and terms.claims:
        raise FieldError("line", "the line is billed once, and has been", name, "credit the invoice")
    if content.charge_type != "usage":
        return
    if change.quantity_e6 is not None:
        raise FieldError("quantity", "a usage line has no quantity of its own", name, "record usage instead")
    billed_until = max((claim.until_on for claim in terms.claims.values() if claim.until_on is not None), default=on)
    if on < billed_until:
        raise FieldError("on", f"usage is billed until {billed_until - DAY}", name, f"amend it from {billed_until} on")


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
