"""The open order lines of a company as previews want them: plain ones in short, the accounts of the others by id.

One query for all of them; a hundred thousand lines take about half a second. Reads only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import Connection

from billdesk.billing.cadence import parse_bill_day, parse_cadence
from billdesk.billing.collect import ScheduleBook
from billdesk.billing.errors import BillingError
from billdesk.billing.money import line_amount
from billdesk.billing.order import OrderLine
from billdesk.db.bulk import Row, stream_rows
from billdesk.services.company import Progress
from billdesk.services.preview_grid import Kind, PlainLine

_COUNT = "SELECT count(*) FROM order_lines WHERE next_billing_on IS NOT NULL"
_LINES = """SELECT l.account_id, l.product_id, l.order_id, o.currency, o.po, l.group_name, a.price_basis = 'gross',
 l.tax_category, l.tax_rate_e4, l.quantity_e6, l.unit_price_e4, l.discount_e4,
 l.charge_type, l.every, l.bill_day, l.timing, l.start_on, l.end_on, l.next_from, l.next_billing_on,
 p.street <> '' OR p.city <> '' OR p.postcode <> '',
 l.is_special = 1 OR EXISTS (SELECT 1 FROM billed_periods b WHERE b.order_line_id = l.id AND b.period_from >= l.next_from)
 FROM order_lines l JOIN orders o ON o.id = l.order_id JOIN accounts a ON a.id = l.account_id
 JOIN parties p ON p.id = a.party_id WHERE l.next_billing_on IS NOT NULL ORDER BY l.account_id, l.id"""
_STEP = 10_000


@dataclass(slots=True)
class OpenLines:
    """Plain lines in order of accounts, their kinds and calendars, and the accounts with other lines.

    A calendar is an order line of which only the dates matter.
    """

    lines: list[PlainLine] = field(default_factory=list)
    calendars: list[OrderLine] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    hard_accounts: list[int] = field(default_factory=list)


def read_open_lines(
    connection: Connection, earlier: ScheduleBook, later: ScheduleBook, waiting: Collection[int], progress: Progress
) -> OpenLines:
    """All open order lines. `earlier` and `later` are the schedules before and after the edited one.

    An account is hard, as a whole, where one of its lines needs the run's own look: usage, periods billed ahead, no price
    or too large an amount, no address; so are the accounts that are `waiting` for an earlier run.
    """
    found = OpenLines()
    numbers = _Numbers(found)
    total = int(connection.exec_driver_sql(_COUNT).scalar_one())
    own: list[PlainLine] = []
    account_id, is_hard = 0, False
    for number, row in enumerate(stream_rows(connection, _LINES)):
        if number % _STEP == 0:
            progress.at("reading order lines", number, total)
        if row[0] != account_id:
            _take(found, account_id, own, is_hard)
            account_id, own, is_hard = row[0], [], row[0] in waiting
        if is_hard:
            continue
        line = _plain(row, numbers, earlier, later)
        if line is None:
            is_hard = True
        else:
            own.append(line)
    _take(found, account_id, own, is_hard)
    return found


def _take(found: OpenLines, account_id: int, own: Iterable[PlainLine], is_hard: bool) -> None:
    if is_hard:
        found.hard_accounts.append(account_id)
    else:
        found.lines.extend(own)


class _Numbers:
    """Numbers the calendars and kinds as they come."""

    def __init__(self, found: OpenLines) -> None:
        self._found = found
        self._calendars: dict[Row, int] = {}
        self._kinds: dict[Kind, int] = {}

    def calendar(self, row: Row) -> int:
        """The number of the line's calendar."""
        # One-time lines differ in nothing but their bill date; recurring ones in all that makes their periods.
        key = row[12:20] if row[12] != "one_time" else ("one_time", row[19])
        number = self._calendars.get(key)
        if number is None:
            number = self._calendars[key] = len(self._found.calendars)
            self._found.calendars.append(_calendar(row))
        return number

    def kind(self, kind: Kind) -> int:
        """The number of a kind."""
        number = self._kinds.get(kind)
        if number is None:
            number = self._kinds[kind] = len(self._found.kinds)
            self._found.kinds.append(kind)
        return number


def _plain(row: Row, numbers: _Numbers, earlier: ScheduleBook, later: ScheduleBook) -> PlainLine | None:
    """The line in short; None where it is not plain."""
    account_id, product_id, order_id, currency, po, group, is_gross, category, rate, quantity, price, discount = row[:12]
    charge_type, *_, has_address, has_later_claims = row[12:]
    if charge_type == "usage" or has_later_claims or not has_address or price is None:
        return None
    try:
        amount = line_amount(quantity, price, discount, currency)
    except BillingError:
        return None
    return PlainLine(
        account_id,
        product_id,
        order_id,
        po,
        group,
        numbers.kind(Kind(numbers.calendar(row), (category, rate), currency, bool(is_gross))),
        quantity,
        price,
        discount,
        amount,
        earlier.scheduled(account_id, product_id, order_id, currency) if earlier.schedules else None,
        later.scheduled(account_id, product_id, order_id, currency) if later.schedules else None,
    )


def _calendar(row: Row) -> OrderLine:
    charge_type, every, bill_day, timing, start_on, end_on, next_from, next_on = row[12:20]
    return OrderLine(
        id=0,
        product_id=None,
        description="",
        quantity_e6=0,
        unit_price_e4=0,
        discount_e4=0,
        tax_category="",
        tax_rate_e4=0,
        order_id=0,
        schedule_id=None,
        currency="",
        po=None,
        group=None,
        charge_type=charge_type,
        cadence=parse_cadence(every) if charge_type != "one_time" else None,
        bill_day=parse_bill_day(bill_day) if bill_day is not None else None,
        timing=timing,
        bill_on=_date(next_on),
        start_on=_date(start_on),
        end_before=_date(end_on) + timedelta(1) if end_on is not None else None,
        next_from=_date(next_from),
        next_billing_on=_date(next_on),
        has_later_claims=False,
    )


@lru_cache(maxsize=4096)
def _date(text: str) -> date:
    return date.fromisoformat(text)
