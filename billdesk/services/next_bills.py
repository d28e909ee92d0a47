"""The next bills of one order, also of one that is being edited and not saved: what comes, when, on which invoice.

The same code as the run's collects (`forecast.bills_until`, `billing.collect`), on the lines as they would be opened now.
An order with a page of lines is worked out in milliseconds, so that a window can show it live. Reads only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Connection

from billdesk.billing.cadence import LAST_DATE
from billdesk.billing.collect import Collected, Ledger, ScheduleBook
from billdesk.billing.errors import BillingError, FieldError
from billdesk.billing.invoice import draft_invoice
from billdesk.billing.order import Charge, OrderLine, bill_on, charges
from billdesk.billing.special import last_charge_on
from billdesk.db.bulk import next_id
from billdesk.db.engine import reading
from billdesk.db.models import order_lines
from billdesk.services.book import load_book
from billdesk.services.collecting import read_accounts, read_ledger, read_orders
from billdesk.services.company import Company, read_settings
from billdesk.services.forecast import bills_until, line_nets
from billdesk.services.order_edits import StoredOrder, stored_order
from billdesk.services.order_values import LineEdit, OrderEdit, read_account, wanted
from billdesk.services.orders import as_order_line, opened

_FIRST_SPAN = timedelta(31)
_NO_ORDER = 0
"""What a new order has for an id: no schedule's scope can name it yet."""


@dataclass(frozen=True, slots=True)
class ComingCharge:
    """One line's part of a bill. `line` is its index in the order; `period_last_on` inclusive, None for a one-time line.

    `quantity_e6` and `net_minor` are None for usage that is still to be recorded, `net_minor` also without a price.
    """

    line: int
    due_on: date
    target_on: date | None
    schedule: str
    period_from: date | None
    period_last_on: date | None
    quantity_e6: int | None
    net_minor: int | None


@dataclass(frozen=True, slots=True)
class ComingBill:
    """What one invoice will bill of the order. `on` is its target date; where no schedule takes the lines, the due date.

    Amounts are of this order's lines alone, without usage that is still to be recorded (`has_open_usage`).
    """

    on: date
    target_on: date | None
    schedule: str
    net_minor: int
    total_minor: int
    has_open_usage: bool
    charges: tuple[ComingCharge, ...]


@dataclass(frozen=True, slots=True)
class NextBills:
    """The next bills in turn; the next charges of each line; whether more follows; and what is wrong in an edit.

    Lines with problems bill nothing here. `net_minor` of each line is that of one whole period, None with a problem.
    """

    currency: str
    bills: tuple[ComingBill, ...]
    lines: tuple[tuple[ComingCharge, ...], ...]
    line_nets: tuple[int | None, ...]
    goes_on: bool
    problems: tuple[FieldError, ...] = ()


class _Part(NamedTuple):
    """An order on its way: its lines as they are open, where each stands, and what else shares its invoices."""

    lines: list[OrderLine]
    indexes: dict[int, int]
    others: list[OrderLine]
    ledger: Ledger
    book: ScheduleBook
    currency: str
    includes_tax: bool
    as_of: date


def next_bills(company: Company, order: int | OrderEdit, as_of: date, count: int = 12) -> NextBills:
    """The next `count` bills of a stored order, or of an order that is being edited (`OrderEdit.id` where it is stored).

    Raises BillingError where a stored order is not there. What is not valid yet in an edit is told, never raised.
    """
    with reading(company.engine) as connection:
        order_id = order if isinstance(order, int) else order.id
        stored = stored_order(connection, order_id) if order_id is not None else None
        if isinstance(order, int) and stored is None:
            raise BillingError("no such order", str(order), "it may have been deleted")
        edit = order if isinstance(order, OrderEdit) else stored.edit() if stored is not None else OrderEdit()
        problems: tuple[FieldError, ...] = ()
        if stored is not None and stored.status != "draft":
            part = _of_active(connection, stored, edit, as_of)
        else:
            part, problems = _of_draft(connection, edit, as_of)
    if part is None:
        return NextBills(edit.currency, (), ((),) * len(edit.lines), (None,) * len(edit.lines), False, problems)
    return _worked_out(part, len(edit.lines), count, problems)


def _of_active(connection: Connection, stored: StoredOrder, edit: OrderEdit, as_of: date) -> _Part | None:
    """The open lines as they are stored, with what may still change of them taken from the edit."""
    account = read_account(connection, stored.account_id)
    if account is None:
        return None
    own, ledger = read_orders(connection, [stored.id])
    rule = read_settings(connection).bill_date_rule
    edits = {line.id: line for line in edit.lines if line.id is not None}
    own = [_edited(line, edits[line.id], edit.po or None, rule) for line in own if line.id in edits]
    indexes = {line.id: index for index, line in enumerate(edit.lines) if line.id is not None}
    others: list[OrderLine] = []
    if account.price_basis == "gross":
        others, ledger = _others(connection, account.id, stored.id, ledger)
    return _Part(own, indexes, others, ledger, load_book(connection), stored.currency, account.price_basis == "gross", as_of)


def _edited(line: OrderLine, edit: LineEdit, po: str | None, rule: str) -> OrderLine:
    line = line._replace(po=po, group=edit.group or None)
    if line.charge_type != "one_time" or edit.ordered_on is None:
        return line
    on = bill_on(rule, edit.ordered_on, edit.due_on, edit.bill_on)
    return line._replace(bill_on=on, next_billing_on=on)


def _of_draft(connection: Connection, edit: OrderEdit, as_of: date) -> tuple[_Part | None, tuple[FieldError, ...]]:
    """The lines of an edit as they would be opened if the order were activated now."""
    header, contents, problems = wanted(connection, edit)
    if header is None:
        return None, problems
    book, rule = load_book(connection), read_settings(connection).bill_date_rule
    fresh = next_id(connection, order_lines)
    own: list[OrderLine] = []
    indexes: dict[int, int] = {}
    for index, (line, content) in enumerate(zip(edit.lines, contents, strict=True)):
        line_id = line.id if line.id is not None else fresh + index
        if content is None:
            continue
        unopened = as_order_line(line_id, edit.id or _NO_ORDER, header.currency, header.po, content, rule)
        first = opened(unopened, header.account.id, set(), book)
        if first is not None:
            own.append(first)
            indexes[line_id] = index
    own.sort(key=lambda line: line.id)
    ledger = read_ledger(connection, [], [line.id for line in own if line.charge_type == "usage" and line.id < fresh])
    others: list[OrderLine] = []
    if header.account.price_basis == "gross":
        others, ledger = _others(connection, header.account.id, edit.id, ledger)
    gross = header.account.price_basis == "gross"
    return _Part(own, indexes, others, ledger, book, header.currency, gross, as_of), problems


def _others(connection: Connection, account_id: int, order_id: int | None, own: Ledger) -> tuple[list[OrderLine], Ledger]:
    """The account's other open lines. Where prices include tax, lines of one invoice share its net to the minor unit."""
    states, ledger = read_accounts(connection, [account_id])
    lines = [line for state in states for line in state.lines if line.order_id != order_id]
    merged = Ledger({**ledger.claimed, **own.claimed}, {**ledger.usage, **own.usage}, {**ledger.terms, **own.terms})
    return lines, merged


def _worked_out(part: _Part, line_count: int, count: int, problems: tuple[FieldError, ...]) -> NextBills:
    bills, goes_on = _bills(part, count)
    known = {(charge.line, charge.period_from or charge.due_on): charge for bill in bills for charge in bill.charges}
    by_line: list[tuple[ComingCharge, ...]] = [()] * line_count
    nets: list[int | None] = [None] * line_count
    for line in part.lines:
        index = part.indexes[line.id]
        by_line[index] = tuple(_of_line(part, line, count, known))
        nets[index] = _net(part, line, Charge(line.start_on, None, line.start_on, 1, 1))
    return NextBills(part.currency, tuple(bills), tuple(by_line), tuple(nets), goes_on, problems)


def _bills(part: _Part, count: int) -> tuple[list[ComingBill], bool]:
    """The first `count` bills, and whether more come after them. Looks ahead twice as far until that many are whole."""
    if not part.lines:
        return [], False
    span = _FIRST_SPAN
    begin = max(part.as_of, min(line.next_billing_on for line in part.lines))
    while True:
        until_on = min(begin + span, LAST_DATE)
        found = sorted(_bills_until(part, until_on), key=lambda bill: (bill[0], bill[1] or bill[0], bill[2]))
        is_over = until_on == LAST_DATE or all(_is_over(part, line, until_on) for line in part.lines)
        # All that belongs to a bill is due by its date.
        if is_over or (len(found) >= count and found[count - 1][0] <= until_on):
            goes_on = len(found) > count or not all(_is_over(part, line, until_on) for line in part.lines)
            return [_bill(part, *bill) for bill in found[:count]], goes_on
        span *= 2


def _is_over(part: _Part, line: OrderLine, until_on: date) -> bool:
    """Whether nothing of the line falls due after `until_on`."""
    if line.is_special:
        last_on = last_charge_on(line, part.ledger.terms[line.id])
    else:
        last_on = line.bill_on if line.charge_type == "one_time" else line.end_before
    return last_on is not None and last_on <= until_on


def _bills_until(part: _Part, until_on: date) -> Iterator[tuple[date, date | None, str, list[Collected], list[Collected]]]:
    """(date, target date, grouping key, what the order brings, all of the invoice) of each bill up to a date."""
    every = sorted([*part.lines, *part.others], key=lambda line: line.id)
    merged: dict[tuple[date, date | None, str], list[Collected]] = {}
    for key, items in bills_until(every, part.ledger, part.book, until_on).items():
        if key.currency != part.currency:
            continue
        for item in items:
            on = key.target_on or max(item.charge.due_on, part.as_of)
            merged.setdefault((on, key.target_on, key.group_key), []).append(item)
    for line, charge in _unmetered(part, part.lines, until_on):
        target_on = _target(part, line, charge)
        place = (target_on or charge.due_on, target_on, part.book.group_key(line))
        merged.setdefault(place, []).append(Collected(line, charge, 0))
    for (on, target_on, group_key), items in merged.items():
        own = [item for item in items if item.line.id in part.indexes]
        if own:
            yield on, target_on, group_key, own, items


def _unmetered(part: _Part, lines: Iterable[OrderLine], until_on: date) -> Iterator[tuple[OrderLine, Charge]]:
    """Periods of usage lines to come for which nothing is recorded yet."""
    for line in lines:
        if line.charge_type != "usage":
            continue
        recorded = bills_until([line], part.ledger, part.book, until_on).values()
        metered = {item.charge.from_on for items in recorded for item in items}
        for charge in charges(line, part.ledger.claimed.get(line.id, set())):
            if charge.due_on > until_on:
                break
            if charge.due_on > part.as_of and charge.from_on not in metered:
                yield line, charge


def _bill(
    part: _Part, on: date, target_on: date | None, _group: str, own: Sequence[Collected], items: Sequence[Collected]
) -> ComingBill:
    billed = [item for item in items if item.quantity_e6 or item.line.charge_type != "usage"]
    nets = dict(zip(map(_key, billed), line_nets(billed, part.currency, part.includes_tax), strict=True))
    coming = tuple(_charge(part, item, target_on, nets.get(_key(item))) for item in own)
    mine = [item for item in billed if item.line.id in part.indexes and nets[_key(item)] is not None]
    total = draft_invoice(mine, part.currency, part.includes_tax).totals.total_minor if mine else 0
    net = sum(charge.net_minor or 0 for charge in coming)
    has_open_usage = any(charge.quantity_e6 is None for charge in coming)
    schedule = next((charge.schedule for charge in coming if charge.schedule), "") if target_on is not None else ""
    return ComingBill(on, target_on, schedule, net, total, has_open_usage, coming)


def _key(item: Collected) -> tuple[int, date, int, int]:
    """What tells an item from the others of a bill: the parts of a special line's charge share its first day."""
    part = item.part
    return item.line.id, item.charge.from_on, part.number if part is not None else 0, part.amendment_no if part is not None else 0


def _charge(part: _Part, item: Collected, target_on: date | None, net_minor: int | None) -> ComingCharge:
    line, charge, quantity, _ = item
    schedule = part.book.schedules[line.schedule_id].name if line.schedule_id is not None and target_on is not None else ""
    recurs = charge.until_on is not None
    is_recorded = bool(quantity) or line.charge_type != "usage"
    return ComingCharge(
        part.indexes[line.id],
        charge.due_on,
        target_on,
        schedule,
        charge.from_on if recurs else None,
        charge.until_on - timedelta(1) if charge.until_on is not None else None,
        quantity if is_recorded else None,
        net_minor if is_recorded else None,
    )


def _of_line(part: _Part, line: OrderLine, count: int, known: dict[tuple[int, date], ComingCharge]) -> Iterator[ComingCharge]:
    """The next `count` charges of one line, those that are `known` from the bills and what comes after them."""
    if line.charge_type == "usage" or line.is_special:
        alone = part._replace(lines=[line], others=[])
        metered = [charge for bill in _bills(alone, count)[0] for charge in bill.charges]
        yield from (known.get((charge.line, charge.period_from or charge.due_on), charge) for charge in metered[:count])
        return
    index = part.indexes[line.id]
    nets: dict[tuple[int, int], int | None] = {}
    for charge in islice(charges(line, part.ledger.claimed.get(line.id, set())), count):
        found = known.get((index, charge.due_on if charge.until_on is None else charge.from_on))
        if found is None:
            share = (charge.used_days, charge.whole_days)
            if share not in nets:
                nets[share] = _net(part, line, charge)
            item = Collected(line, charge, line.quantity_e6)
            found = _charge(part, item, _target(part, line, charge), nets[share])
        yield found


def _net(part: _Part, line: OrderLine, charge: Charge) -> int | None:
    return line_nets([Collected(line, charge, line.quantity_e6)], part.currency, part.includes_tax)[0]


def _target(part: _Part, line: OrderLine, charge: Charge) -> date | None:
    occurrence = part.book.occurrence(line.schedule_id, charge.due_on) if line.schedule_id is not None else None
    return occurrence.target_on if occurrence is not None else None
