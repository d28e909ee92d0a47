"""An account's orders with their lines: what was ordered, what of it is billed, on which invoices, and the next bill.

Billed is what claims say (`billed_periods`), so that a period which was credited and freed counts as not billed. Reads only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from billdesk.billing.collect import ScheduleBook
from billdesk.db.bulk import Row, fetch_rows
from billdesk.db.engine import reading
from billdesk.services.account_habits import amount_of
from billdesk.services.book import load_book
from billdesk.services.company import Company, day
from billdesk.services.listing_columns import LISTINGS

BILLING_STATES = ("draft", "cancelled", "open", "part", "billed", "recurring")
"""How far an order is billed: not active yet; cancelled; nothing; some; all; recurring with more to come."""


@dataclass(frozen=True, slots=True)
class OrderInvoice:
    """An invoice that bills something of an order. `status` is draft, posted or credited; `amount_minor` the order's part.

    `payment_status` is overdue, unpaid or paid, None for a draft.
    """

    id: int
    number: str | None
    status: str
    payment_status: str | None
    issued_on: date | None
    due_on: date | None
    target_on: date | None
    amount_minor: int


@dataclass(frozen=True, slots=True)
class LineView:
    """One line. Amounts in minor units, in the account's price basis.

    `amount_minor` is that of one whole period, None without a price; `billed_until_on` the last day billed, inclusive;
    `next_due_on` when the next charge falls due, and `next_bill_on` the target date of the run that bills it (the due date
    where no schedule takes it).
    """

    id: int
    line: int
    description: str
    product_id: int | None
    quantity_e6: int
    unit_price_e4: int | None
    amount_minor: int | None
    charge_type: str
    every: str | None
    timing: str
    start_on: date
    end_on: date | None
    due_on: date | None
    billed_minor: int
    billed_count: int
    billed_until_on: date | None
    next_due_on: date | None
    next_bill_on: date | None
    schedule: str


@dataclass(frozen=True, slots=True)
class OrderView:
    """One order. `ordered_minor` is the sum of its lines, each with one period; `billed_minor` what is posted and not credited.

    `draft_minor` stands in drafts. `billing` is one of BILLING_STATES.
    """

    id: int
    code: str
    ordered_on: date
    due_on: date | None
    currency: str
    status: str
    po: str
    billing: str
    ordered_minor: int
    billed_minor: int
    draft_minor: int
    next_bill_on: date | None
    lines: tuple[LineView, ...]
    invoices: tuple[OrderInvoice, ...]


def account_orders(
    company: Company,
    account_id: int,
    as_of: date,
    limit: int | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
) -> tuple[tuple[OrderView, ...], int]:
    """The account's orders, newest first, at most `limit`, and how many there are.

    `from_on` and `until_on` (exclusive) restrict them by the date of the order.
    """
    with reading(company.engine) as connection:
        return read_orders(connection, account_id, as_of, limit, from_on, until_on)


_SHOWN = {column.key: column.sql for column in LISTINGS["invoices"].columns}
_HELD = "FROM orders o WHERE o.account_id = ? AND o.ordered_on >= ? AND o.ordered_on < ?"
_COLUMNS = "SELECT o.id, o.code, o.ordered_on, o.due_on, o.currency, o.status, o.po"
_ORDERS = f"{_COLUMNS} {_HELD} ORDER BY o.ordered_on DESC, o.id DESC"
_LINES = """SELECT l.order_id, l.id, l.position, l.description, l.product_id, l.quantity_e6, l.unit_price_e4, l.discount_e4,
 l.charge_type, l.every, l.timing, l.start_on, l.end_on, l.due_on, l.schedule_id, l.next_billing_on
 FROM order_lines l WHERE l.order_id IN ({marks}) ORDER BY l.order_id, l.position"""
_CLAIMS = f"""SELECT ol.order_id, ol.id, b.period_until, COALESCE(l.gross_minor, l.net_minor), i.id, i.number,
 {_SHOWN["status"]}, {_SHOWN["payment_status"]}, i.issued_on, i.due_on, i.target_on
 FROM order_lines ol JOIN billed_periods b ON b.order_line_id = ol.id JOIN invoice_lines l ON l.id = b.invoice_line_id
 JOIN invoices i ON i.id = l.invoice_id WHERE ol.order_id IN ({{marks}})"""
_DRAFTED = """SELECT ol.order_id, ol.id, NULL, COALESCE(l.gross_minor, l.net_minor), i.id, NULL, 'draft', NULL, NULL, NULL,
 i.target_on FROM invoices i JOIN invoice_lines l ON l.invoice_id = i.id JOIN order_lines ol ON ol.id = l.order_line_id
 WHERE i.account_id = ? AND i.status = 'draft' AND i.kind = 'invoice'"""
_CHUNK = 400


def read_orders(
    connection: Connection,
    account_id: int,
    as_of: date,
    limit: int | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
) -> tuple[tuple[OrderView, ...], int]:
    """The same on an open connection."""
    held = (account_id, (from_on or date.min).isoformat(), (until_on or date.max).isoformat())
    orders = fetch_rows(connection, _ORDERS + ("" if limit is None else f" LIMIT {limit}"), held)
    count = len(orders)
    if limit is not None and count == limit:
        count = int(fetch_rows(connection, f"SELECT count(*) {_HELD}", held)[0][0])
    return orders_in_view(connection, account_id, orders, as_of), count


def read_order(connection: Connection, order_id: int, as_of: date) -> OrderView | None:
    """One order; None where there is none with this id."""
    found = fetch_rows(connection, f"{_COLUMNS}, o.account_id FROM orders o WHERE o.id = ?", (order_id,))
    return orders_in_view(connection, found[0][-1], [found[0][:-1]], as_of)[0] if found else None


def orders_in_view(connection: Connection, account_id: int, orders: Sequence[Row], as_of: date) -> tuple[OrderView, ...]:
    """The account's orders in `orders`, each as (id, code, ordered on, due on, currency, status, po), with lines and invoices."""
    ids = [row[0] for row in orders]
    lines, bills = defaultdict(list), defaultdict(list)
    today = f"'{as_of.isoformat()}'"
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        marks = ",".join("?" * len(chunk))
        for row in fetch_rows(connection, _LINES.format(marks=marks), chunk):
            lines[row[0]].append(row)
        for row in fetch_rows(connection, _CLAIMS.format(marks=marks).replace(":today", today), chunk):
            bills[row[0]].append(row)
    for row in fetch_rows(connection, _DRAFTED, (account_id,)) if ids else ():
        bills[row[0]].append(row)
    book = load_book(connection)
    return tuple(_order(row, lines[row[0]], bills[row[0]], book) for row in orders)


def _order(row: Row, lines: Sequence[Row], bills: Sequence[Row], book: ScheduleBook) -> OrderView:
    order_id, code, ordered_on, due_on, currency, status, po = row
    seen = tuple(_line(line, bills, currency, book) for line in lines)
    billed = sum(line.billed_minor for line in seen)
    return OrderView(
        order_id,
        code,
        date.fromisoformat(ordered_on),
        day(due_on),
        currency,
        status,
        po or "",
        _billing(status, seen),
        sum(line.amount_minor or 0 for line in seen if line.charge_type != "usage"),
        billed,
        sum(bill[3] for bill in bills if bill[6] == "draft"),
        min((line.next_bill_on for line in seen if line.next_bill_on is not None), default=None),
        seen,
        _invoices(bills),
    )


def _line(row: Row, bills: Sequence[Row], currency: str, book: ScheduleBook) -> LineView:
    (_, line_id, position, text, product_id, quantity, price, discount, *rest) = row
    (charge_type, every, timing, start_on, end_on, due_on, schedule_id, next_on) = rest
    claims = [bill for bill in bills if bill[1] == line_id and bill[6] != "draft"]
    until_on = max((bill[2] for bill in claims if bill[2] is not None), default=None)
    next_due_on = day(next_on)
    occurrence = book.occurrence(schedule_id, next_due_on) if schedule_id is not None and next_due_on is not None else None
    return LineView(
        line_id,
        position,
        text,
        product_id,
        quantity,
        price,
        amount_of(quantity, price, discount, currency),
        charge_type,
        every,
        timing,
        date.fromisoformat(start_on),
        day(end_on),
        day(due_on),
        sum(bill[3] for bill in claims if bill[6] == "posted"),
        len(claims),
        date.fromisoformat(until_on) - timedelta(1) if until_on is not None else None,
        next_due_on,
        occurrence.target_on if occurrence is not None else next_due_on,
        book.schedules[schedule_id].name if occurrence is not None and schedule_id is not None else "",
    )


def _billing(status: str, lines: Sequence[LineView]) -> str:
    if status in ("draft", "cancelled"):
        return status
    waiting = [line for line in lines if line.next_due_on is not None]
    if lines and not waiting:
        return "billed"
    if any(line.charge_type != "one_time" for line in waiting):
        return "recurring"
    return "part" if any(line.billed_count for line in lines) else "open"


def _invoices(bills: Sequence[Row]) -> tuple[OrderInvoice, ...]:
    """The invoices of an order, newest first, drafts before them."""
    parts: Counter[int] = Counter()
    heads: dict[int, Row] = {}
    for bill in bills:
        parts[bill[4]] += bill[3]
        heads[bill[4]] = bill
    found = [
        OrderInvoice(i, head[5], head[6], head[7], day(head[8]), day(head[9]), day(head[10]), parts[i])
        for i, head in heads.items()
    ]
    return tuple(sorted(found, key=lambda o: (o.status == "draft", o.issued_on or o.target_on or date.min, o.id), reverse=True))
