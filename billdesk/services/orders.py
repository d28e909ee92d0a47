"""Orders: activating one sets up its invoice at once; imported active orders behave as activated on their order date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, select, update

from billdesk.billing.cadence import parse_bill_day, parse_cadence
from billdesk.billing.collect import ScheduleBook, next_open
from billdesk.billing.errors import BillingError
from billdesk.billing.order import OrderLine, bill_on, first_charge_on
from billdesk.db.bulk import Row, fetch_rows, in_order, update_rows
from billdesk.db.engine import writing
from billdesk.db.models import order_lines, orders
from billdesk.services import audit
from billdesk.services.book import load_book
from billdesk.services.collecting import CHUNK, recollect
from billdesk.services.company import Company, Progress, read_settings

_LINES = """SELECT l.id, l.order_id, l.account_id, l.product_id, o.currency, o.po, l.group_name, l.description,
 l.quantity_e6, l.unit_price_e4, l.discount_e4, l.tax_category, l.tax_rate_e4, l.charge_type, l.every, l.bill_day,
 l.timing, l.ordered_on, l.due_on, l.bill_on, l.start_on, l.end_on
 FROM order_lines l JOIN orders o ON o.id = l.order_id
 WHERE l.order_id IN ({marks}) AND l.next_from IS NULL ORDER BY l.id"""
_CLAIMS = """SELECT b.order_line_id, b.period_from FROM order_lines l JOIN billed_periods b ON b.order_line_id = l.id
 WHERE l.order_id IN ({marks})"""


def activate_order(company: Company, code: str, as_of: date) -> None:
    """Activate a draft order: its lines open, and what they owe is collected into its invoice, in one transaction.

    Raises BillingError for an unknown order, one that is not a draft, or one without lines.
    """
    with writing(company.engine) as connection:
        row = connection.execute(select(orders).where(orders.c.code == code)).first()
        if row is None:
            raise BillingError("no such order", code, "see `billdesk list FILE orders`")
        if row.status != "draft":
            raise BillingError(f"the order is {row.status} already", code, "only a draft can be activated")
        if connection.execute(select(order_lines.c.id).where(order_lines.c.order_id == row.id)).first() is None:
            raise BillingError("the order has no lines", code, "add a line first")
        values = {"status": "active", "activated_on": as_of.isoformat()}
        connection.execute(update(orders).where(orders.c.id == row.id).values(values))
        open_lines(connection, [row.id])
        audit.append(connection, company, [audit.Entry("activate", "order", row.id, code)])
        recollect(connection, [row.account_id], as_of)


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
        opened = [_opened(row, claims, book, rule) for row in _query(connection, _LINES, chunk)]
        columns = ("schedule_id", "next_from", "next_billing_on")
        update_rows(connection, order_lines, columns, [row for row in opened if row is not None])


def _opened(row: Row, claims: dict[int, set[date]], book: ScheduleBook, rule: str) -> Row | None:
    """The schedule and first open charge of a line, as an update row; None when all of it is billed."""
    (line_id, order_id, account_id, product_id, currency, po, group, description, quantity, price, discount) = row[:11]
    (category, rate, charge_type, every, bill_day, timing, *dates) = row[11:]
    due_on, own_bill_on, end_on = (None if d is None else date.fromisoformat(d) for d in (dates[1], dates[2], dates[4]))
    ordered_on, start_on = date.fromisoformat(dates[0]), date.fromisoformat(dates[3])
    first_on = first_charge_on(charge_type, ordered_on, start_on)
    line = OrderLine(
        id=line_id,
        product_id=product_id,
        description=description,
        quantity_e6=quantity,
        unit_price_e4=price,
        discount_e4=discount,
        tax_category=category,
        tax_rate_e4=rate,
        order_id=order_id,
        schedule_id=None,
        currency=currency,
        po=po,
        group=group,
        charge_type=charge_type,
        cadence=parse_cadence(every) if every is not None and charge_type != "one_time" else None,
        bill_day=parse_bill_day(bill_day) if bill_day is not None else None,
        timing=timing,
        bill_on=bill_on(rule, ordered_on, due_on, own_bill_on),
        start_on=start_on,
        end_before=end_on + timedelta(1) if end_on is not None else None,
        next_from=first_on,
        next_billing_on=first_on,
        has_later_claims=True,
    )
    charge = next_open(line, claims.get(line_id, set()))
    if charge is None:
        return None
    schedule_id = book.scheduled(account_id, product_id, order_id, currency)
    return (schedule_id, charge.from_on.isoformat(), charge.due_on.isoformat(), line_id)


def _query(connection: Connection, sql: str, values: Sequence[int]) -> list[Row]:
    return fetch_rows(connection, sql.format(marks=",".join("?" * len(values))), values)
