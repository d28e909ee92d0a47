"""Periods of a recurring line, and any other sequence of dates that is counted from an anchor.

    start_on        anchor = boundary 0       boundary 1                boundary 2
       |---- stub ----|------ period 0 ----------|------ period 1 ----------|

A period is half-open, [from, until). Boundary n is the anchor plus n intervals, always counted from the anchor and
clipped to the month's end, never from the boundary before it: an anchor of 31 January gives 28 February, then 31 March.
A bill day moves the anchor to the first such day on or after the start; what lies before it is a stub, cut from the
whole period that would have ended at the anchor. With a cadence in days or weeks the bill day picks the anchor only:
boundaries are counted back from it as well, so that the stub is shorter than one interval and whole periods follow it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from billdesk.billing.cadence import BillDay, Cadence, day_in_month, first_bill_day, month_index


class Period(NamedTuple):
    """[from_on, until_on), and the whole period [whole_from, whole_until) that it is, or was cut from."""

    from_on: date
    until_on: date
    whole_from: date
    whole_until: date

    @property
    def is_stub(self) -> bool:
        """Shorter than the period it was cut from."""
        return self.used_days < self.whole_days

    @property
    def used_days(self) -> int:
        """Days of the period itself."""
        return (self.until_on - self.from_on).days

    @property
    def whole_days(self) -> int:
        """Days of the whole period it was cut from."""
        return (self.whole_until - self.whole_from).days


def anchor_on(start_on: date, bill_day: BillDay | None, holidays: Collection[date] = ()) -> date:
    """Boundary 0: the start, or the first bill day on or after it."""
    return start_on if bill_day is None else first_bill_day(start_on, bill_day, holidays)


def boundary(anchor: date, cadence: Cadence, bill_day: BillDay | None, n: int, holidays: Collection[date] = ()) -> date:
    """The n-th boundary counted from `anchor`; n may be negative."""
    if cadence.days:
        return anchor + timedelta(n * cadence.days)
    return day_in_month(month_index(anchor) + n * cadence.months, bill_day or BillDay("day", anchor.day), holidays)


def boundary_index(anchor: date, cadence: Cadence, on: date) -> int:
    """The n whose boundary is `on`, or whose neighbourhood holds it: exact for every date that is a boundary."""
    if cadence.days:
        return (on - anchor).days // cadence.days
    # Each boundary lies in a month of its own, so the month alone tells n.
    return (month_index(on) - month_index(anchor)) // cadence.months


def period_from(
    start_on: date, end_before: date | None, cadence: Cadence, bill_day: BillDay | None, from_on: date
) -> Period | None:
    """The period that starts on `from_on`, which is `start_on` or a boundary; None at or after the line's end.

    `end_before` is exclusive, None for an evergreen line. The last period is cut at it and is then a stub.
    """
    if end_before is not None and from_on >= end_before:
        return None
    anchor = anchor_on(start_on, bill_day)
    # Before the anchor lies one stub; days are counted back from it, for there several intervals may fit.
    n = -1 if from_on < anchor and not cadence.days else boundary_index(anchor, cadence, from_on)
    whole_from = boundary(anchor, cadence, bill_day, n)
    whole_until = boundary(anchor, cadence, bill_day, n + 1)
    until_on = whole_until if end_before is None else min(whole_until, end_before)
    return Period(from_on, until_on, whole_from, whole_until)


def periods(
    start_on: date, end_before: date | None, cadence: Cadence, bill_day: BillDay | None, from_on: date | None = None
) -> Iterator[Period]:
    """All periods in turn, from the start or from the one that begins on `from_on`; endless for an evergreen line."""
    period = period_from(start_on, end_before, cadence, bill_day, from_on or start_on)
    while period is not None:
        yield period
        period = period_from(start_on, end_before, cadence, bill_day, period.until_on)
