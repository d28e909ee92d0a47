"""Orders: activating one sets up its invoice at once; imported active orders behave as activated on their order date.

A draft order that was activated by mistake can be taken back as long as nothing of it is billed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy import Row as Record

from billdesk.billing.cadence import parse_bill_day, parse_cadence
from billdesk.billing.collect import ScheduleBook, next_open, next_special
from billdesk.billing.errors import BillingError
from billdesk.billing.line_terms import LineTerms
from billdesk.billing.order import OrderLine, bill_on, first_charge_on
from billdesk.db.bulk import Row, fetch_rows, in_order, update_rows
from billdesk.db.engine import writing
from billdesk.db.models import order_lines, orders
from billdesk.services import audit
from billdesk.services.book import load_book
from billdesk.services.collecting import CHUNK, recollect
from billdesk.services.company import Company, Progress, day, read_settings
from billdesk.services.line_content import COLUMNS, LineContent
from billdesk.services.line_terms import read_terms

_LINES = f"""SELECT l.id, l.order_id, l.account_id, o.currency, o.po, l.is_special, {", ".join(f"l.{name}" for name in COLUMNS)}
 FROM order_lines l JOIN orders o ON o.id = l.order_id
 WHERE l.order_id IN ({{marks}}) AND l.next_from IS NULL ORDER BY l.id"""
_CLAIMS = """SELECT b.order_line_id, b.period_from FROM order_lines l JOIN billed_periods b ON b.order_line_id = l.id
 WHERE l.order_id IN ({marks})"""
_DRAFTS = """SELECT i.id, i.target_on, i.currency, i.total_minor, i.line_count, s.name, count(*) FROM invoices i
 JOIN invoice_lines l ON l.invoice_id = i.id JOIN order_lines ol ON ol.id = l.order_line_id
 LEFT JOIN invoice_schedules s ON s.id = i.schedule_id
 WHERE i.account_id = ? AND i.status = 'draft' AND i.kind = 'invoice' AND ol.order_id = ?
 GROUP BY i.id, i.target_on, i.currency, i.total_minor, i.line_count, s.name ORDER BY coalesce(i.target_on, ''), i.id"""
_POSTED = """SELECT i.number FROM invoices i JOIN invoice_lines l ON l.invoice_id = i.id
 JOIN order_lines ol ON ol.id = l.order_line_id
 WHERE i.account_id = ? AND i.status = 'posted' AND ol.order_id = ? ORDER BY i.id"""
UNOPENED = {"schedule_id": None, "next_from": None, "next_billing_on": None}
"""What lines have that wait to be opened, and lines of drafts."""


@dataclass(frozen=True, slots=True)
class SetUpDraft:
    """An invoice draft that lines of an order stand in. `own_line_count` of its `line_count` lines are the order's.

    `target_on` is None, and `schedule` empty, where no schedule takes the lines and the draft waits for a person.
    """

    id: int
    target_on: date | None
    currency: str
    total_minor: int
    line_count: int
    own_line_count: int
    schedule: str


@dataclass(frozen=True, slots=True)
class Activated:
    """An order that is active now, and the drafts that were set up for it, or that its lines came into."""

    id: int
    code: str
    drafts: tuple[SetUpDraft, ...]


def activate_order(company: Company, code: str, as_of: date) -> Activated:
    """Activate a draft order: its lines open, and what they owe is collected into its invoice, in one transaction.

    Raises BillingError for an unknown order, one that is not a draft, or one without lines.
    """
    with writing(company.engine) as connection:
        return activate(connection, company, find_order(connection, code), as_of)


def activate(connection: Connection, company: Company, order: Record[Any], as_of: date) -> Activated:
    """The same inside a write transaction, for the row of an order."""
    if order.status != "draft":
        raise BillingError(f"the order is {order.status} already", order.code, "only a draft can be activated")
    if connection.execute(select(order_lines.c.id).where(order_lines.c.order_id == order.id)).first() is None:
        raise BillingError("the order has no lines", order.code, "add a line first")
    values = {"status": "active", "activated_on": as_of.isoformat()}
    connection.execute(update(orders).where(orders.c.id == order.id).values(values))
    open_lines(connection, [order.id])
    audit.append(connection, company, [audit.Entry("activate", "order", order.id, order.code)])
    recollect(connection, [order.account_id], as_of)
    return Activated(order.id, order.code, drafts_of(connection, order.account_id, order.id))


def take_back_activation(company: Company, code: str, as_of: date) -> None:
    """Make an active order a draft again, as if it had never been activated; its lines leave the drafts they stand in.

    Raises BillingError where anything of it has been billed (also if it was credited since), or it is not active.
    """
    with writing(company.engine) as connection:
        row = find_order(connection, code)
        if row.status != "active":
            raise BillingError(f"the order is {row.status}", code, "only an active order can become a draft again")
        number = connection.exec_driver_sql(in_order(connection, _POSTED), (row.account_id, row.id)).scalar()
        if number is not None:
            raise BillingError(f"invoice {number} has billed the order", code, "credit the invoice and make a new order")
        values = {"status": "draft", "activated_on": None}
        connection.execute(update(orders).where(orders.c.id == row.id).values(values))
        connection.execute(update(order_lines).where(order_lines.c.order_id == row.id).values(UNOPENED))
        audit.append(connection, company, [audit.Entry("take back activation", "order", row.id, code)])
        recollect(connection, [row.account_id], as_of)


def find_order(connection: Connection, code: str) -> Record[Any]:
    """The order's row. Raises BillingError where there is none."""
    row = connection.execute(select(orders).where(orders.c.code == code)).first()
    if row is None:
        raise BillingError("no such order", code, "see `billdesk list FILE orders`")
    return row


def drafts_of(connection: Connection, account_id: int, order_id: int) -> tuple[SetUpDraft, ...]:
    """The collecting drafts of the account that lines of the order stand in, those that wait for a person first."""
    return tuple(
        SetUpDraft(draft_id, day(target_on), currency, total, lines, own, schedule or "")
        for draft_id, target_on, currency, total, lines, schedule, own in fetch_rows(connection, _DRAFTS, (account_id, order_id))
    )


def activate_imported(connection: Connection, order_ids: Sequence[int], progress: Progress | None = None) -> None:
    """Activate draft orders that came in as active ones, each on its own order date. The caller collects afterwards."""
    sql = in_order(connection, "UPDATE orders SET status = 'active', activated_on = ordered_on WHERE id = ?")
    if order_ids:
        connection.exec_driver_sql(sql, [(order_id,) for order_id in order_ids])
        open_lines(connection, order_ids, progress)


def open_lines(connection: Connection, order_ids: Sequence[int], progress: Progress | None = None) -> None:
    """Give lines of active orders that are not open yet their schedule and first charge. The caller collects."""
    book, rule = load_book(connection), read_settings(connection).bill_date_rule
    for start in range(0, len(order_ids), CHUNK):
        if progress is not None:
            progress.at("activating", start, len(order_ids))
        chunk = order_ids[start : start + CHUNK]
        claims: dict[int, set[date]] = {}
        for line_id, period_from in _query(connection, _CLAIMS, chunk):
            claims.setdefault(line_id, set()).add(date.fromisoformat(period_from))
        found: list[Row] = []
        rows = _query(connection, _LINES, chunk)
        terms = read_terms(connection, [row[0] for row in rows if row[5]])
        for line_id, order_id, account_id, currency, po, is_special, *content in rows:
            line = as_order_line(line_id, order_id, currency, po, LineContent._make(content), rule)
            line = line._replace(is_special=bool(is_special))
            first = opened(line, account_id, claims.get(line_id, set()), book, terms.get(line_id))
            if first is not None:
                found.append((first.schedule_id, first.next_from.isoformat(), first.next_billing_on.isoformat(), line_id))
        update_rows(connection, order_lines, ("schedule_id", "next_from", "next_billing_on"), found)


def as_order_line(line_id: int, order_id: int, currency: str, po: str | None, content: LineContent, rule: str) -> OrderLine:
    """A line as billing sees it, not opened yet: no schedule, and from its first charge on. `rule` is the bill date rule."""
    ordered_on, start_on = date.fromisoformat(content.ordered_on), date.fromisoformat(content.start_on)
    first_on = first_charge_on(content.charge_type, ordered_on, start_on)
    recurs = content.every is not None and content.charge_type != "one_time"
    return OrderLine(
        id=line_id,
        product_id=content.product_id,
        description=content.description or "",
        quantity_e6=content.quantity_e6,
        unit_price_e4=content.unit_price_e4,
        discount_e4=content.discount_e4,
        tax_category=content.tax_category,
        tax_rate_e4=content.tax_rate_e4,
        order_id=order_id,
        schedule_id=None,
        currency=currency,
        po=po,
        group=content.group_name,
        charge_type=content.charge_type,
        cadence=parse_cadence(content.every) if recurs and content.every is not None else None,
        bill_day=parse_bill_day(content.bill_day) if content.bill_day is not None else None,
        timing=content.timing,
        bill_on=bill_on(rule, ordered_on, day(content.due_on), day(content.bill_on)),
        start_on=start_on,
        end_before=date.fromisoformat(content.end_on) + timedelta(1) if content.end_on is not None else None,
        next_from=first_on,
        next_billing_on=first_on,
        has_later_claims=False,
    )


def opened(
    line: OrderLine, account_id: int, claimed: set[date], book: ScheduleBook, terms: LineTerms | None = None
) -> OrderLine | None:
    """The line with its schedule and its first charge that is not `claimed`; None when all of it is billed.

    `terms` are those of a special line.
    """
    schedule_id = book.scheduled(account_id, line.product_id, line.order_id, line.currency)
    if terms is not None:
        return next_special(line._replace(schedule_id=schedule_id), terms)
    charge = next_open(line, claimed)
    if charge is None:
        return None
    return line._replace(
        schedule_id=schedule_id,
        next_from=charge.from_on,
        next_billing_on=charge.due_on,
        has_later_claims=bool(claimed),
    )


def _query(connection: Connection, sql: str, values: Sequence[int]) -> list[Row]:
    return fetch_rows(connection, sql.format(marks=",".join("?" * len(values))), values)
