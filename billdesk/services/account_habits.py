"""How an account orders: how often, what, for how much, and what recurs. Reads only.

The value of an order is the sum of its lines as they are priced, a recurring line with one period and without tax where
prices are net. Draft and cancelled orders do not count, for nothing was ordered.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import Connection

from billdesk.billing.cadence import BillDay, day_in_month, month_index, parse_cadence
from billdesk.billing.errors import BillingError
from billdesk.billing.money import half_up, line_amount
from billdesk.billing.recurring import times_a_year
from billdesk.db.bulk import Row, fetch_rows
from billdesk.services.company import day

MONTHS = 12
TOP_PRODUCTS = 6


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Orders of one month, which begins `from_on`; `value_minor` is that of the account's own currency."""

    from_on: date
    order_count: int
    value_minor: int


@dataclass(frozen=True, slots=True)
class UsualProduct:
    """What the account orders, by product, or by the words of lines without one. `order_count` orders had it."""

    name: str
    product_id: int | None
    currency: str
    amount_minor: int
    quantity_e6: int
    order_count: int


@dataclass(frozen=True, slots=True)
class RecurringLine:
    """A recurring line whose periods run on the day. `amount_minor` is that of one period, `monthly_minor` its worth a month."""

    line_id: int
    order_id: int
    order: str
    line: int
    description: str
    every: str
    currency: str
    amount_minor: int
    monthly_minor: int
    end_on: date | None
    next_due_on: date | None


@dataclass(frozen=True, slots=True)
class LastOrder:
    """The order that came last."""

    id: int
    code: str
    ordered_on: date


@dataclass(frozen=True, slots=True)
class Habits:
    """How an account orders, over the twelve months up to and with the present one.

    `average_minor` is the average value of an order in the account's own currency, over `priced_count` orders; None where
    there is none. `days_between` are the days from one order to the next on the average. `monthly_minor` is what the
    recurring lines are worth a month, per currency, rounded once.
    """

    months: tuple[MonthCount, ...]
    order_count: int
    average_minor: int | None
    priced_count: int
    days_between: int | None
    usual: tuple[UsualProduct, ...]
    recurring: tuple[RecurringLine, ...]
    monthly_minor: tuple[tuple[str, int], ...]
    last_order: LastOrder | None
    currency: str


_LAST = """SELECT o.id, o.code, o.ordered_on FROM orders o WHERE o.account_id = ? AND o.status NOT IN ('draft', 'cancelled')
 ORDER BY o.ordered_on DESC, o.id DESC LIMIT 1"""
_ORDERED = """SELECT o.id, o.ordered_on, o.currency, l.product_id, COALESCE(t.name, l.description), l.quantity_e6,
 l.unit_price_e4, l.discount_e4, l.charge_type
 FROM orders o LEFT JOIN order_lines l ON l.order_id = o.id LEFT JOIN products t ON t.id = l.product_id
 WHERE o.account_id = ? AND o.ordered_on >= ? AND o.ordered_on <= ? AND o.status NOT IN ('draft', 'cancelled')
 ORDER BY o.ordered_on, o.id"""
_RECURRING = """SELECT l.id, o.id, o.code, l.position, l.description, l.every, o.currency, l.quantity_e6, l.unit_price_e4,
 l.discount_e4, l.end_on, l.next_billing_on FROM orders o JOIN order_lines l ON l.order_id = o.id
 WHERE o.account_id = ? AND l.charge_type = 'recurring' AND l.start_on <= ? AND (l.end_on IS NULL OR l.end_on >= ?)
 AND o.status IN ('active', 'completed') AND l.unit_price_e4 IS NOT NULL ORDER BY o.ordered_on DESC, o.id, l.position"""


def read_habits(connection: Connection, account_id: int, currency: str, as_of: date) -> Habits:
    """The habits of an account whose own currency is `currency`."""
    begin = [day_in_month(month_index(as_of) - back, BillDay("day", 1)) for back in reversed(range(MONTHS))]
    until_on = day_in_month(month_index(as_of), BillDay("last"))
    rows = fetch_rows(connection, _ORDERED, (account_id, begin[0].isoformat(), until_on.isoformat()))
    values = _values(rows, currency)
    ordered = {row[0]: row[1] for row in rows}
    recurring, monthly = _recurring(connection, account_id, as_of)
    last = fetch_rows(connection, _LAST, (account_id,))
    return Habits(
        tuple(_month(month, ordered, values) for month in begin),
        len(ordered),
        half_up(sum(values.values()), len(values)) if values else None,
        len(values),
        _days_between(sorted(ordered.values())),
        _usual(rows, currency),
        recurring,
        monthly,
        LastOrder(last[0][0], last[0][1], date.fromisoformat(last[0][2])) if last else None,
        currency,
    )


def amount_of(quantity_e6: int, unit_price_e4: int | None, discount_e4: int, currency: str) -> int | None:
    """The amount of a whole order line in minor units; None without a price, or where it is out of range."""
    if unit_price_e4 is None:
        return None
    try:
        return line_amount(quantity_e6, unit_price_e4, discount_e4, currency)
    except BillingError:
        return None


def _values(rows: list[Row], currency: str) -> dict[int, int]:
    """Order id to value, of the orders in `currency`; metered usage has none."""
    values: dict[int, int] = {}
    for order_id, _, code, _, text, quantity, price, discount, charge_type in rows:
        if code == currency:
            amount = amount_of(quantity, price, discount, code) if text is not None and charge_type != "usage" else None
            values[order_id] = values.get(order_id, 0) + (amount or 0)
    return values


def _month(from_on: date, ordered: dict[int, str], values: dict[int, int]) -> MonthCount:
    mine = [order_id for order_id, on in ordered.items() if on[:7] == from_on.isoformat()[:7]]
    return MonthCount(from_on, len(mine), sum(values.get(order_id, 0) for order_id in mine))


def _days_between(ordered_on: list[str]) -> int | None:
    if len(ordered_on) < 2 or ordered_on[0] == ordered_on[-1]:
        return None
    span = date.fromisoformat(ordered_on[-1]) - date.fromisoformat(ordered_on[0])
    return half_up(span // timedelta(1), len(ordered_on) - 1)


def _usual(rows: list[Row], own: str) -> tuple[UsualProduct, ...]:
    amounts: Counter[tuple[str, int | None, str]] = Counter()
    quantities: Counter[tuple[str, int | None, str]] = Counter()
    orders: dict[tuple[str, int | None, str], set[int]] = {}
    for order_id, _, currency, product_id, text, quantity, price, discount, charge_type in rows:
        if text is None or charge_type == "usage":
            continue
        key = (text, product_id, currency)
        amounts[key] += amount_of(quantity, price, discount, currency) or 0
        quantities[key] += quantity
        orders.setdefault(key, set()).add(order_id)
    ranked = sorted(amounts, key=lambda key: (key[2] != own, -amounts[key], key[0]))
    return tuple(UsualProduct(*key, amounts[key], quantities[key], len(orders[key])) for key in ranked[:TOP_PRODUCTS])


def _recurring(
    connection: Connection, account_id: int, as_of: date
) -> tuple[tuple[RecurringLine, ...], tuple[tuple[str, int], ...]]:
    lines: list[RecurringLine] = []
    monthly: dict[str, Fraction] = {}
    for row in fetch_rows(connection, _RECURRING, (account_id, as_of.isoformat(), as_of.isoformat())):
        line_id, order_id, order, position, text, every, currency, quantity, price, discount, end_on, next_on = row
        amount = amount_of(quantity, price, discount, currency) or 0
        exact = amount * times_a_year(parse_cadence(every)) / 12
        monthly[currency] = monthly.get(currency, Fraction()) + exact
        a_month = half_up(exact.numerator, exact.denominator)
        lines.append(
            RecurringLine(line_id, order_id, order, position, text, every, currency, amount, a_month, day(end_on), day(next_on))
        )
    sums = ((currency, half_up(exact.numerator, exact.denominator)) for currency, exact in sorted(monthly.items()))
    return tuple(lines), tuple(sums)
