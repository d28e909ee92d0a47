"""Order lines as billing sees them, and the charges that they give.

A charge is one (order line, period): what may be billed exactly once. One-time lines give one, on their bill date;
recurring and usage lines give one per period, in advance (due on its first day) or in arrears (due on `until_on`, the
day after its last). Usage is rated from recorded quantities and is always in arrears.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from billdesk.billing.cadence import BillDay, Cadence
from billdesk.billing.errors import BillingError
from billdesk.billing.period import period_from

CHARGE_TYPES = ("one_time", "recurring", "usage")
TIMINGS = ("advance", "arrears")
BILL_DATE_RULES = ("ordered", "due", "fulfilled")
ORDER_STATUSES = ("draft", "active", "completed", "cancelled")
BUNDLE_ROLES = ("bundle", "required", "optional", "included")
"""What a line is in a bundle: the parent itself, or how it came to be one of the components."""


class OrderLine(NamedTuple):
    """An active order line with something left to bill. A tuple, not a dataclass: a run makes hundreds of thousands.

    `next_from` is the first period start that is not billed (for a one-time line: its ordered-on date, the key of its
    only charge); `bill_on` the bill date of a one-time line; `end_before` exclusive, None for an evergreen line.
    `group` names an invoice of its own within the grouping; `has_later_claims` tells that a period after `next_from`
    is billed already, so that claims have to be looked at. A line that `is_special` is billed by terms of its own
    (`special.LineTerms`), not by these columns alone.
    """

    id: int
    product_id: int | None
    description: str
    quantity_e6: int
    unit_price_e4: int | None
    discount_e4: int
    tax_category: str
    tax_rate_e4: int
    order_id: int
    schedule_id: int | None
    currency: str
    po: str | None
    group: str | None
    charge_type: str
    cadence: Cadence | None
    bill_day: BillDay | None
    timing: str
    bill_on: date
    start_on: date
    end_before: date | None
    next_from: date
    next_billing_on: date
    has_later_claims: bool
    is_special: bool = False


class Charge(NamedTuple):
    """One thing to bill: the period [from_on, until_on) of a line; `until_on` None for a one-time line.

    `used_days` of `whole_days` is the part of a whole period that it covers; both 1 where nothing is prorated.
    """

    from_on: date
    until_on: date | None
    due_on: date
    used_days: int
    whole_days: int


def first_charge_on(charge_type: str, ordered_on: date, start_on: date) -> date:
    """The key (period start) of a line's first charge."""
    return ordered_on if charge_type == "one_time" else start_on


def charge_from(line: OrderLine, from_on: date) -> Charge | None:
    """The charge whose period starts on `from_on`; None past the end of the line."""
    if line.charge_type == "one_time":
        return Charge(from_on, None, line.bill_on, 1, 1)
    if line.cadence is None:
        raise BillingError("a recurring line has no cadence", f"order line {line.id}", "give it a cadence such as 1 month")
    is_usage = line.charge_type == "usage"
    is_in_advance = line.timing == "advance" and not is_usage
    return _period_charge(is_in_advance, not is_usage, line.start_on, line.end_before, line.cadence, line.bill_day, from_on)


@lru_cache(maxsize=65536)
def _period_charge(
    is_in_advance: bool,
    is_prorated: bool,
    start_on: date,
    end_before: date | None,
    cadence: Cadence,
    bill_day: BillDay | None,
    from_on: date,
) -> Charge | None:
    """The charge for one period of a line; remembered, for many lines share their dates."""
    period = period_from(start_on, end_before, cadence, bill_day, from_on)
    if period is None:
        return None
    due_on = period.from_on if is_in_advance else period.until_on
    used, whole = (period.used_days, period.whole_days) if is_prorated else (1, 1)
    if used == whole:
        used = whole = 1
    return Charge(period.from_on, period.until_on, due_on, used, whole)


def charges(line: OrderLine, claimed: frozenset[date] | set[date] = frozenset()) -> Iterator[Charge]:
    """The line's charges in turn from `next_from`, without those whose period start is in `claimed`.

    Due dates rise. Endless for an evergreen line.
    """
    charge = charge_from(line, line.next_from)
    while charge is not None:
        if charge.from_on not in claimed:
            yield charge
        charge = charge_from(line, charge.until_on) if charge.until_on is not None else None


def bill_on(rule: str, ordered_on: date, due_on: date | None, override: date | None) -> date:
    """The bill date of a one-time line: its own where given, else by the company's rule (ordered unless changed).

    A `due` or `fulfilled` rule falls back to the ordered date while the line has no such date.
    """
    if override is not None:
        return override
    return due_on if rule in ("due", "fulfilled") and due_on is not None else ordered_on
