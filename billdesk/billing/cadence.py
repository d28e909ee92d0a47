"""How often something is billed, and on which day: cadences and bill days.

A cadence is a count of units (`1 month`, `10 days`, `1 quarter`). A bill day names a day inside a month (a day of the
month, the last day, the last business day, or the n-th weekday). `period` counts boundaries with them and `schedule`
counts occurrences. Terms: Salesforce Billing (billing frequency, bill day of month).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from billdesk.billing.errors import BillingError

_MONTHS = {"month": 1, "quarter": 3, "semester": 6, "year": 12}
_DAYS = {"day": 1, "week": 7}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CADENCE = re.compile(r"([0-9]{1,4})\s+(day|week|month|quarter|semester|year)s?", re.ASCII)
_NTH = re.compile(r"([1-5]|last)\s+([a-z]+)", re.ASCII)
MAX_YEARS = 100

FIRST_DATE = date(1900, 1, 1)
LAST_DATE = date(2199, 12, 31)


class Cadence(NamedTuple):
    """Every `interval` units. `months` or `days` is the length of one interval; the other one is 0.

    A tuple, as is BillDay, because they are keys of the caches on a run's path and tuples hash fast.
    """

    interval: int
    unit: str
    months: int
    days: int

    def __str__(self) -> str:
        return f"{self.interval} {self.unit}" if self.interval == 1 else f"{self.interval} {self.unit}s"


class BillDay(NamedTuple):
    """A day inside a month. kind: `day` (nth = 1..31), `last`, `last-business`, `weekday` (nth = 1..5, or -1 for last).

    `weekday` counts Monday as 0. A month that lacks the day (31, or a fifth Friday) gives its last such day.
    """

    kind: str
    nth: int = 0
    weekday: int = 0

    def __str__(self) -> str:
        if self.kind == "day":
            return str(self.nth)
        if self.kind == "weekday":
            return f"{'last' if self.nth < 0 else self.nth} {_WEEKDAYS[self.weekday]}"
        return self.kind


@lru_cache(maxsize=4096)
def parse_cadence(text: str) -> Cadence:
    """Read `N unit`, such as `1 month` or `10 days`. Raises BillingError with what is accepted."""
    match = _CADENCE.fullmatch(text.strip().lower())
    if match is None:
        raise BillingError(f"cadence {text!r} is not understood", remedy="write it like '1 month', '10 days' or '1 quarter'")
    count, unit = int(match.group(1)), match.group(2)
    months, days = count * _MONTHS.get(unit, 0), count * _DAYS.get(unit, 0)
    if count < 1:
        raise BillingError(f"cadence {text!r} never comes", remedy="use a count of 1 or more")
    if months > 12 * MAX_YEARS or days > 366 * MAX_YEARS:
        raise BillingError(f"cadence {text!r} is longer than {MAX_YEARS} years", remedy="use a shorter interval")
    return Cadence(count, unit, months, days)


@lru_cache(maxsize=4096)
def parse_bill_day(text: str) -> BillDay:
    """Read `1`..`31`, `last`, `last-business` or `N weekday` (`2 tue`, `last fri`)."""
    word = " ".join(text.strip().lower().split())
    if word in ("last", "last-business"):
        return BillDay(word)
    if word.isascii() and word.isdigit() and 1 <= int(word[:4]) <= 31 and len(word) <= 2:
        return BillDay("day", int(word))
    match = _NTH.fullmatch(word)
    if match:
        nth, weekday = -1 if match.group(1) == "last" else int(match.group(1)), _weekday(match.group(2))
        if weekday is not None:
            return BillDay("weekday", nth, weekday)
    raise BillingError(
        f"bill day {text!r} is not understood", remedy="write 1 to 31, 'last', 'last-business', or like '2 tue' or 'last fri'"
    )


def _weekday(word: str) -> int | None:
    """The weekday that `word` names or shortens to three letters or more (`tue`, `tues`, `tuesday`); Monday is 0."""
    named = (number for number, name in enumerate(_WEEKDAY_NAMES) if len(word) >= 3 and name.startswith(word))
    return next(named, None)


def parse_date(text: str, name: str = "date") -> date:
    """Read an ISO 8601 calendar date (YYYY-MM-DD) between 1900 and 2199. Raises BillingError for anything else."""
    word = text.strip()
    try:
        # fromisoformat also takes 20260131 and 2026-W05-6; only the one form that people read is accepted.
        value = date.fromisoformat(word) if len(word) == 10 and word[4] == word[7] == "-" else None
    except ValueError:
        value = None
    if value is None:
        raise BillingError(f"{name} {text!r} is not a date", remedy="write it as YYYY-MM-DD")
    if not FIRST_DATE <= value <= LAST_DATE:
        raise BillingError(f"{name} {text!r} is out of range", remedy="use a date from 1900 to 2199")
    return value


def is_business_day(day: date, holidays: Collection[date] = ()) -> bool:
    """Monday to Friday and not a holiday of the calendar in use."""
    return day.weekday() < 5 and day not in holidays


def day_in_month(month_index: int, bill_day: BillDay, holidays: Collection[date] = ()) -> date:
    """The date of `bill_day` in the month `month_index` (year x 12 + month - 1), clipped to what the month has."""
    year, month = divmod(month_index, 12)
    first_weekday, length = monthrange(year, month + 1)
    if bill_day.kind == "day":
        return date(year, month + 1, min(bill_day.nth, length))
    last = date(year, month + 1, length)
    if bill_day.kind == "last":
        return last
    if bill_day.kind == "last-business":
        while last.month == month + 1 and not is_business_day(last, holidays):
            last -= timedelta(1)
        return last if last.month == month + 1 else date(year, month + 1, length)
    first = 1 + (bill_day.weekday - first_weekday) % 7
    fits = (length - first) // 7
    weeks = fits if bill_day.nth < 0 else min(bill_day.nth - 1, fits)
    return date(year, month + 1, first + 7 * weeks)


def month_index(day: date) -> int:
    """Months since year 0: what `day_in_month` takes."""
    return day.year * 12 + day.month - 1


def first_bill_day(start_on: date, bill_day: BillDay, holidays: Collection[date] = ()) -> date:
    """The first date of `bill_day` on or after `start_on`."""
    this_month = day_in_month(month_index(start_on), bill_day, holidays)
    if this_month >= start_on:
        return this_month
    return day_in_month(month_index(start_on) + 1, bill_day, holidays)
