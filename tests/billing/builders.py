"""Values for the tests of billing in one line each: dates from text, order lines, schedules."""

from datetime import date
from typing import Any

from billdesk.billing.cadence import parse_bill_day, parse_cadence
from billdesk.billing.order import OrderLine, charge_from, first_charge_on
from billdesk.billing.schedule import Schedule


def on(text: str) -> date:
    return date.fromisoformat(text)


def a_line(
    start: str = "2026-01-01",
    every: str | None = "1 month",
    day: str | None = None,
    end_before: str | None = None,
    timing: str = "advance",
    kind: str = "recurring",
    next_from: str | None = None,
    ordered: str | None = None,
    **changes: Any,
) -> OrderLine:
    """An order line of 1 x 100.00 USD without tax: monthly in advance from 1 January 2026 and evergreen unless changed."""
    start_on = on(start)
    first = first_charge_on(kind, on(ordered or start), start_on) if next_from is None else on(next_from)
    line = OrderLine(
        id=1,
        order_id=10,
        product_id=100,
        schedule_id=None,
        currency="USD",
        po=None,
        group=None,
        description="Support",
        quantity_e6=1_000_000,
        unit_price_e4=1_000_000,
        discount_e4=0,
        tax_category="Z",
        tax_rate_e4=0,
        charge_type=kind,
        cadence=None if every is None or kind == "one_time" else parse_cadence(every),
        bill_day=None if day is None else parse_bill_day(day),
        timing=timing,
        bill_on=start_on,
        start_on=start_on,
        end_before=None if end_before is None else on(end_before),
        next_from=first,
        next_billing_on=first,
        has_later_claims=False,
    )._replace(**changes)
    if line.cadence is not None or kind == "one_time":
        charge = charge_from(line, first)
        line = line._replace(next_billing_on=date.max if charge is None else charge.due_on)
    return line


def one_time(bill: str = "2026-01-15", **changes: Any) -> OrderLine:
    """A one-time line of 1 x 100.00 USD, ordered and billed on `bill`."""
    return a_line(start=bill, kind="one_time", **changes)


def a_schedule(
    every: str = "1 month",
    day: str | None = "last",
    start: str = "2026-01-01",
    end: str | None = None,
    ran: str | None = None,
    closed: str | None = None,
    **changes: Any,
) -> Schedule:
    """A schedule over everything: at each month's end from January 2026 unless changed."""
    values: dict[str, Any] = {
        "id": 1,
        "position": 1,
        "name": "Month end",
        "cadence": parse_cadence(every),
        "bill_day": None if day is None else parse_bill_day(day),
        "start_on": on(start),
        "end_on": None if end is None else on(end),
        "ran_on": None if ran is None else on(ran),
        "closed_on": None if closed is None else on(closed),
    }
    return Schedule(**{**values, **changes})
