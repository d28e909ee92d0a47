"""The second opinion: what an order line owes and when, worked out from DESIGN's words in another way than the product.

Dates come from dateutil's recurrence rules and whole grids of boundaries instead of arithmetic from an anchor; amounts are
fractions instead of scaled integers. Nothing of `billdesk` is used here.

    grid      ----|---------|---------|---------|---------|----      boundaries, before the start as well
    line               [----|---------|---------|----)               start ... end, cut at the grid
    charges            stub   whole     whole    stub                each a part of its cell of the grid
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from dateutil.relativedelta import relativedelta
from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, rrule

DIGITS = {"USD": 2, "EUR": 2, "JPY": 0, "KWD": 3}
_MONTHS = {"month": 1, "quarter": 3, "semester": 6, "year": 12}
_DAYS = {"day": 1, "week": 7}
_WEEKDAYS = {"mon": MO, "tue": TU, "wed": WE, "thu": TH, "fri": FR, "sat": SA, "sun": SU}
_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Line:
    """An order line. `every` is (count, unit); `end_on` is its last day; figures are exact.

    A one-time line starts on its ordered-on date and falls due then, or on `bill_on`.
    """

    order: str
    position: int
    account: str
    currency: str
    charge_type: str
    start_on: date
    quantity: Fraction
    price: Fraction
    discount: Fraction = Fraction(0)
    tax: tuple[str, Fraction] = ("O", Fraction(0))
    every: tuple[int, str] = (1, "month")
    bill_day: str | None = None
    in_advance: bool = True
    end_on: date | None = None
    product: str | None = None
    group: str | None = None
    po: str | None = None
    bill_on: date | None = None

    @property
    def key(self) -> tuple[str, int]:
        """How everything else names it."""
        return self.order, self.position

    @property
    def span(self) -> timedelta:
        """More than two of its intervals and a stub."""
        count, unit = self.every
        days = _DAYS[unit] if unit in _DAYS else 31 * _MONTHS[unit]
        return timedelta(2 * count * days + 75)


@dataclass(frozen=True, slots=True)
class Charge:
    """One thing to bill of a line: its period (`until_on` exclusive, None for a one-time line) and the day it falls due."""

    from_on: date
    until_on: date | None
    due_on: date
    part: Fraction = Fraction(1)


@dataclass(slots=True)
class Plan:
    """A schedule: its dates, what it takes, how it handles invoices, and how far it has come."""

    name: str
    every: tuple[int, str]
    bill_day: str | None
    start_on: date
    end_on: date | None = None
    target_days: int = 0
    holiday_rule: str = "none"
    grouping: str = "account"
    mode: str = "post"
    catch_up: str = "each"
    terms: str | None = None
    accounts: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    currencies: frozenset[str] = frozenset()
    is_paused: bool = False
    ran_on: date | None = None
    closed_on: date | None = None
    drafted: set[date] = field(default_factory=set)
    """Occurrences that ran in draft mode: their drafts wait for a person, and later ones do not take them over."""
    posted: set[date] = field(default_factory=set)
    _dates: list[date] = field(default_factory=list, repr=False)
    _until_on: date = field(default=date.min, repr=False)

    def takes(self, line: Line) -> bool:
        """Whether the line is in its scope; an empty set does not restrict."""
        asked = ((self.accounts, line.account), (self.products, line.product), (self.currencies, line.currency))
        return all(not wanted or value in wanted for wanted, value in asked)

    def take_rule(self, other: Plan) -> None:
        """Go by another rule from now on; how far it has come stays."""
        for name in (
            "every bill_day start_on end_on target_days holiday_rule grouping mode catch_up terms accounts products currencies"
        ).split():
            setattr(self, name, getattr(other, name))
        self._dates, self._until_on = [], date.min

    def dates(self, until_on: date) -> list[date]:
        """Its occurrences up to `until_on`, each once, moved off weekends as the holiday rule says."""
        if until_on > self._until_on:
            self._until_on = until_on + timedelta(400)
            self._dates = self._occurrences(self._until_on + timedelta(10))
        return [on for on in self._dates if on <= until_on]

    def target(self, due_on: date, after_on: date | None) -> date | None:
        """The first target date on or after `due_on` of an occurrence that is after `after_on`, or waits as a draft."""
        waiting = (on + timedelta(self.target_days) for on in sorted(self.drafted) if after_on is not None and on <= after_on)
        if kept := next((target_on for target_on in waiting if target_on >= due_on), None):
            return kept
        far = max(due_on - timedelta(self.target_days), after_on or due_on, self.start_on) + timedelta(500)
        offset = timedelta(self.target_days)
        found = (on + offset for on in self.dates(far) if on + offset >= due_on and (after_on is None or on > after_on))
        return next(found, None)

    def missed(self, as_of: date) -> list[date]:
        """Occurrences that have not run yet and fall on or before `as_of`."""
        return [on for on in self.dates(as_of) if self.ran_on is None or on > self.ran_on]

    def _occurrences(self, until_on: date) -> list[date]:
        last_on = min(until_on, self.end_on or until_on)
        grid = _grid(self.start_on, self.every, self.bill_day, last_on + timedelta(40))
        first_on = _anchor(self.start_on, self.bill_day)
        moved = {_moved(on, self.holiday_rule) for on in grid if first_on <= on <= (self.end_on or until_on)}
        return sorted(moved)


def charges(line: Line, due_until: date) -> list[Charge]:
    """All charges of a line with a due date up to `due_until`, in turn."""
    if line.charge_type == "one_time":
        charge = Charge(line.start_on, None, line.bill_on or line.start_on)
        return [charge] if charge.due_on <= due_until else []
    return [charge for charge in _periods(line, due_until) if charge.due_on <= due_until]


def _periods(line: Line, until_on: date) -> Iterator[Charge]:
    is_usage = line.charge_type == "usage"
    end = line.end_on + _DAY if line.end_on is not None else date.max
    for left, right in pairwise(_grid(line.start_on, line.every, line.bill_day, until_on)):
        from_on, until = max(left, line.start_on), min(right, end)
        if from_on < until:
            due_on = from_on if line.in_advance and not is_usage else until
            part = Fraction((until - from_on).days, (right - left).days)
            yield Charge(from_on, until, due_on, Fraction(1) if is_usage else part)


def _grid(start_on: date, every: tuple[int, str], bill_day: str | None, until_on: date) -> list[date]:
    """Boundaries from the last one on or before the start to two past `until_on`."""
    count, unit = every
    if unit in _DAYS:
        step = timedelta(count * _DAYS[unit])
        anchor = _anchor(start_on, bill_day)
        first = anchor - math.ceil((anchor - start_on) / step) * step
        return [first + n * step for n in range((max(until_on, start_on) - first) // step + 3)]
    months = count * _MONTHS[unit]
    bill_day = bill_day or str(start_on.day)
    anchor = _anchor(start_on, bill_day)
    before = anchor.replace(day=1) - relativedelta(months=months)
    grid = _days_in_months(before, months, bill_day, max(until_on, anchor) + relativedelta(months=2 * months + 2))
    return [on for on, following in pairwise(grid) if following > start_on]


def _anchor(start_on: date, bill_day: str | None) -> date:
    """The first bill day on or after the start."""
    return start_on if bill_day is None else _days_in_months(start_on, 1, bill_day, start_on + timedelta(70))[0]


def _days_in_months(start_on: date, months: int, bill_day: str, until_on: date) -> list[date]:
    """The bill day of every `months`-th month, counted from the month of `start_on`, on or after it."""
    rule: dict[str, Any] = {}
    if bill_day == "last":
        rule = {"bymonthday": -1}
    elif bill_day == "last-business":
        rule = {"byweekday": (MO, TU, WE, TH, FR), "bysetpos": -1}
    elif bill_day.isdigit():
        # 31 means the last of the days up to the 31st that a month has.
        rule = {"bymonthday": tuple(range(min(28, int(bill_day)), int(bill_day) + 1)), "bysetpos": -1}
    else:
        nth, name = bill_day.split()
        weekday = _WEEKDAYS[name]
        rule = {"byweekday": weekday(-1 if nth in ("last", "5") else int(nth))}
    found = rrule(MONTHLY, _midnight(start_on), months, until=_midnight(until_on), **rule)
    return [moment.date() for moment in found]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- a date, as dateutil wants it


def _moved(on: date, rule: str) -> date:
    """`on`, moved to a day from Monday to Friday."""
    later = next(on + timedelta(n) for n in range(3) if (on + timedelta(n)).weekday() < 5)
    earlier = next(on - timedelta(n) for n in range(3) if (on - timedelta(n)).weekday() < 5)
    if rule == "none":
        return on
    if rule == "previous" or (rule == "nearest-in-month" and later.month != on.month):
        return earlier
    return later


def half_up(value: Fraction, digits: int = 0) -> int:
    """`value` in units of 10^-digits, halves away from zero."""
    scaled = abs(value) * 10**digits
    rounded = int(scaled + Fraction(1, 2))
    return rounded if value >= 0 else -rounded


def amount(line: Line, quantity: Fraction, part: Fraction) -> int:
    """What a charge comes to in minor units, in the line's own price basis."""
    return half_up(quantity * line.price * (1 - line.discount / 100) * part, DIGITS[line.currency])


def document(amounts: list[tuple[tuple[str, Fraction], int]], is_gross: bool) -> tuple[int, int]:
    """(net, total) of an invoice from ((category, rate), amount) of its lines: tax once per category and rate."""
    sums: dict[tuple[str, Fraction], int] = {}
    for tax, minor in amounts:
        sums[tax] = sums.get(tax, 0) + minor
    basis = sum(sums.values())
    if is_gross:
        return basis - sum(half_up(minor * rate / (100 + rate)) for (_, rate), minor in sums.items()), basis
    return basis, basis + sum(half_up(minor * rate / 100) for (_, rate), minor in sums.items())
