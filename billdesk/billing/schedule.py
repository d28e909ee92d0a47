"""Invoice schedules: on which dates they run, up to which target date each run collects, and whom they take.

Occurrences are counted from the anchor like periods (`period.boundary`): the n-th one is anchor + n intervals, whatever
happened before. The holiday rule moves a date off weekends and holidays without moving the next one. Terms: Salesforce
Billing (invoice scheduler, target date). Also here: which target date a due date belongs to, and catch-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from billdesk.billing.cadence import LAST_DATE, BillDay, Cadence, is_business_day
from billdesk.billing.errors import BillingError
from billdesk.billing.period import anchor_on, boundary, boundary_index

HOLIDAY_RULES = ("none", "next", "previous", "nearest-in-month")
GROUPINGS = ("account", "order", "po")
MODES = ("draft", "post", "email")
CATCH_UPS = ("each", "one", "ask")
INVOICE_DATES = ("occurrence", "target", "run")
_TIMING = re.compile(r"([+-]?)\s*([0-9]{1,3})(?:\s*days?)?(?:\s+(ahead|behind|before|after))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which order lines a schedule takes. An empty set does not restrict; sets are combined with AND."""

    accounts: frozenset[int] = frozenset()
    products: frozenset[int] = frozenset()
    orders: frozenset[int] = frozenset()
    currencies: frozenset[str] = frozenset()

    def takes(self, account_id: int, product_id: int | None, order_id: int, currency: str) -> bool:
        """Whether a line with these attributes is in scope."""
        return (
            (not self.accounts or account_id in self.accounts)
            and (not self.products or product_id in self.products)
            and (not self.orders or order_id in self.orders)
            and (not self.currencies or currency in self.currencies)
        )


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One run of a schedule: the date it falls on, what is collected (due up to `target_on`), the invoice date."""

    on: date
    target_on: date
    invoice_on: date


@dataclass(frozen=True, slots=True)
class Schedule:
    """An invoice schedule. Dates are inclusive. `target_days` is added to the occurrence to give the target date.

    `ran_on` is the last occurrence that has run in any mode, `closed_on` the last one that was posted; what falls due
    for a closed target later belongs to the next one. `left_open` are the occurrences that ran in draft mode only, in
    turn: their drafts wait for a person, and stay as they are when later ones are posted.
    """

    id: int
    position: int
    name: str
    cadence: Cadence
    bill_day: BillDay | None
    start_on: date
    end_on: date | None = None
    target_days: int = 0
    holiday_rule: str = "none"
    holidays: frozenset[date] = field(default=frozenset(), repr=False)
    invoice_date: str = "occurrence"
    terms: str = ""
    grouping: str = "account"
    mode: str = "draft"
    is_held: bool = False
    catch_up: str = "each"
    scope: Scope = Scope()
    is_paused: bool = False
    ran_on: date | None = None
    closed_on: date | None = None
    left_open: tuple[date, ...] = ()

    def occurrences(self, after: date | None = None) -> Iterator[Occurrence]:
        """Occurrences in turn, those that fall after `after` when it is given; ends with `end_on`."""
        anchor = anchor_on(self.start_on, self.bill_day, self.holidays)
        n = 0
        if after is not None:
            # Two intervals back: the holiday rule may carry an earlier nominal date past `after`.
            n = max(0, boundary_index(anchor, self.cadence, after) - 2 - (20 if self.cadence.days == 1 else 0))
        last = after
        while True:
            nominal = boundary(anchor, self.cadence, self.bill_day, n, self.holidays)
            if nominal > (self.end_on or LAST_DATE):
                return
            on = self._moved(nominal)
            # A daily rule that moves Saturday and Sunday to Monday runs once on Monday.
            if last is None or on > last:
                yield self._occurrence(on)
                last = on
            n += 1

    def first_target(self, due_on: date) -> Occurrence | None:
        """The first open occurrence whose target date is on or after `due_on`; None where the schedule has ended."""
        for on in self.left_open:
            if self.closed_on is not None and on <= self.closed_on and on + timedelta(self.target_days) >= due_on:
                return self._occurrence(on)
        not_before = due_on - timedelta(self.target_days + 1)
        after = not_before if self.closed_on is None else max(not_before, self.closed_on)
        return next((o for o in self.occurrences(after) if o.target_on >= due_on), None)

    def due(self, as_of: date) -> list[Occurrence]:
        """Occurrences that have not run yet and fall on or before `as_of`, oldest first."""
        found = []
        for occurrence in self.occurrences(self.ran_on):
            if occurrence.on > as_of:
                break
            found.append(occurrence)
        return found

    def at_target(self, target_on: date) -> Occurrence | None:
        """The occurrence that collects up to exactly `target_on`, if there is one."""
        on = target_on - timedelta(self.target_days)
        first = next(self.occurrences(on - timedelta(1)), None)
        return first if first is not None and first.on == on else None

    def _occurrence(self, on: date) -> Occurrence:
        target_on = on + timedelta(self.target_days)
        return Occurrence(on, target_on, target_on if self.invoice_date == "target" else on)

    def _moved(self, day: date) -> date:
        if self.holiday_rule == "none" or is_business_day(day, self.holidays):
            return day
        step = timedelta(-1 if self.holiday_rule == "previous" else 1)
        moved = _step_to_business_day(day, step, self.holidays)
        if self.holiday_rule == "nearest-in-month" and moved.month != day.month:
            return _step_to_business_day(day, timedelta(-1), self.holidays)
        return moved


def caught_up(occurrences: list[Occurrence], policy: str, schedule: str) -> list[Occurrence]:
    """Which of the missed occurrences are to run: `each` in its turn, `one` for all (the last), or `ask` a person.

    Raises BillingError for `ask` when more than one was missed.
    """
    if policy == "one":
        return occurrences[-1:]
    if policy == "ask" and len(occurrences) > 1:
        raise BillingError(
            f"{len(occurrences)} occurrences were missed",
            f"schedule {schedule}",
            "run it with --catch-up each or --catch-up one",
        )
    return occurrences


def parse_timing(text: str) -> int:
    """Read a target-date rule into days to add to the occurrence.

    `occurrence` (or `same`, `0`) the occurrence itself; `+5`, `5 days ahead`, `5 days after`: what falls due up to five
    days later is collected too; `-5`, `5 days behind`, `5 days before`: only what was due five days earlier.
    """
    word = " ".join(text.strip().lower().split())
    if word in ("occurrence", "same"):
        return 0
    match = _TIMING.fullmatch(word)
    if match is None or (match.group(1) and match.group(3)) or int(match.group(2)) > 366:
        raise BillingError(f"timing {text!r} is not understood", remedy="write 'occurrence', '5 days ahead' or '5 days behind'")
    back = match.group(1) == "-" or match.group(3) in ("behind", "before")
    return -int(match.group(2)) if back else int(match.group(2))


def _step_to_business_day(day: date, step: timedelta, holidays: frozenset[date]) -> date:
    for _ in range(60):
        if is_business_day(day, holidays):
            break
        day += step
    return day
