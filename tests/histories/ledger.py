"""The books that the test keeps beside the company: what is active, what is billed, what each run must bill.

A plain simulation in the words of DESIGN 3. What falls due belongs to the first target date, on or after its due date, of
the first schedule that takes the line; a posting run bills what is due up to its target and not billed yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from tests.histories.timeline import Charge, Line, Plan, charges

LineKey = tuple[str, int]
Claim = tuple[LineKey, date]


class Bill(NamedTuple):
    """An invoice that is to be: whose, in which currency, for which target, of which (line, period start) -> quantity."""

    account: str
    currency: str
    target_on: date | None
    claims: dict[Claim, Fraction]


@dataclass(slots=True)
class Account:
    """An account of the books."""

    code: str
    currency: str
    is_gross: bool
    has_address: bool


@dataclass(slots=True)
class Use:
    """A recorded quantity; `claim` is what billed it."""

    used_on: date
    quantity: Fraction
    reference: str
    claim: Claim | None = None


@dataclass(slots=True)
class Books:
    """Everything that the oracle knows."""

    accounts: dict[str, Account] = field(default_factory=dict)
    drafts: dict[str, list[Line]] = field(default_factory=dict)
    """Orders that are not active, by number."""
    lines: dict[LineKey, Line] = field(default_factory=dict)
    """Lines of active orders."""
    usage: dict[LineKey, list[Use]] = field(default_factory=dict)
    plans: list[Plan] = field(default_factory=list)
    """The schedules in their order."""
    serials: list[str] = field(default_factory=list)
    """The names of the schedules in the order in which they were added, which that of their ids is."""
    billed: set[Claim] = field(default_factory=set)
    passed: dict[LineKey, date] = field(default_factory=dict)
    """Usage lines: periods due up to here are done with, whether anything was used in them or not."""
    left_out: dict[tuple[str, date], set[str]] = field(default_factory=dict)
    """(schedule, occurrence) -> accounts that its run could not bill."""

    # What is open ---------------------------------------------------------------------------------------------------

    def plan_of(self, line: Line) -> Plan | None:
        """The first schedule that takes the line."""
        return next((plan for plan in self.plans if plan.takes(line)), None)

    def open_charges(self, line: Line, due_until: date) -> list[tuple[Charge, Fraction]]:
        """What is due up to `due_until` of a line and not billed, with the quantity."""
        passed_on = self.passed.get(line.key, date.min)
        due = [c for c in charges(line, due_until) if (line.key, c.from_on) not in self.billed]
        if line.charge_type != "usage":
            return [(charge, line.quantity) for charge in due]
        rest = [use for use in self.usage.get(line.key, []) if use.claim is None]
        found = []
        for charge in due:
            if charge.due_on <= passed_on or charge.until_on is None:
                continue
            used = [use for use in rest if use.used_on < charge.until_on]
            rest = [use for use in rest if use not in used]
            if used:
                found.append((charge, sum((use.quantity for use in used), Fraction(0))))
        return found

    def still_open(self, until_on: date) -> dict[Claim, Fraction]:
        """All that is due up to `until_on` and not billed: what a forecast must show."""
        return {
            (line.key, charge.from_on): quantity
            for line in self.lines.values()
            for charge, quantity in self.open_charges(line, until_on)
        }

    # What is drafted and billed ---------------------------------------------------------------------------------------

    def expected_drafts(self) -> list[Bill]:
        """The collecting drafts of schedules: what is due up to the last run, and the next bill of each line."""
        bills: dict[object, Bill] = {}
        for line in self.lines.values():
            plan = self.plan_of(line)
            if plan is None:
                continue
            horizon = plan.ran_on + timedelta(plan.target_days) if plan.ran_on is not None else date.min
            for charge, quantity in self._with_next(line, horizon):
                target_on = plan.target(charge.due_on, plan.closed_on)
                if target_on is None:
                    continue  # the schedule has ended before
                _into(bills, (_handling(plan), _label(line, plan.grouping), target_on), line, charge, quantity, target_on)
        return list(bills.values())

    def _with_next(self, line: Line, horizon: date) -> list[tuple[Charge, Fraction]]:
        found = []
        ahead = max([horizon, line.start_on, line.bill_on or date.min, self.passed.get(line.key, date.min), *self._claimed(line)])
        for charge, quantity in self.open_charges(line, ahead + line.span):
            if charge.due_on <= horizon:
                found.append((charge, quantity))
            else:
                if line.charge_type != "usage" or self._is_next(line, charge, horizon):
                    found.append((charge, quantity))
                break
        return found

    def _claimed(self, line: Line) -> list[date]:
        return [from_on for key, from_on in self.billed if key == line.key]

    def _is_next(self, line: Line, charge: Charge, horizon: date) -> bool:
        """Whether a usage charge is of the first open period past the horizon; a later one is not set up yet."""
        passed_on = max(horizon, self.passed.get(line.key, date.min))
        open_ones = (c for c in charges(line, charge.due_on) if (line.key, c.from_on) not in self.billed)
        return next(c for c in open_ones if c.due_on > passed_on) == charge

    def book(self, bills: Iterable[Bill]) -> None:
        """Take what was posted into the books."""
        for bill in bills:
            for key, from_on in bill.claims:
                line = self.lines[key]
                assert (key, from_on) not in self.billed, "billed twice"
                self.billed.add((key, from_on))
                if line.charge_type == "usage":
                    self._use_up(line, from_on, bill.target_on)

    def _use_up(self, line: Line, from_on: date, target_on: date | None) -> None:
        (charge,) = (c for c in charges(line, from_on + line.span) if c.from_on == from_on)
        for use in self.usage.get(line.key, []):
            if use.claim is None and charge.until_on is not None and use.used_on < charge.until_on:
                use.claim = (line.key, from_on)
        done_on = target_on or charge.due_on
        self.passed[line.key] = max(done_on, self.passed.get(line.key, date.min))

    def free(self, claims: Iterable[Claim]) -> None:
        """Take back what a credit note with rebilling frees: it is due again."""
        freed = set(claims)
        self.billed -= freed
        orders = {order for (order, _), _ in freed}
        again = {key for key, line in self.lines.items() if line.order in orders and self.is_done(line)}
        for key in again | {key for key, _ in freed}:
            self.passed.pop(key, None)
            for use in self.usage.get(key, []):
                if use.claim in freed:
                    use.claim = None

    def is_done(self, line: Line) -> bool:
        """Whether nothing of the line is left to bill, whatever is used."""
        passed_on = self.passed.get(line.key, date.min)
        if line.end_on is None and line.charge_type != "one_time":
            return False
        every = charges(line, max(line.end_on or line.start_on, line.bill_on or line.start_on) + line.span)
        return all((line.key, c.from_on) in self.billed or c.due_on <= passed_on for c in every)

    # Runs -------------------------------------------------------------------------------------------------------------

    def run_due(self, plans: list[Plan], as_of: date) -> tuple[list[Bill], set[str]]:
        """Run the schedules for all that was missed, oldest first. Returns what is posted and who was left out."""
        jobs: list[tuple[date, int, Plan, date | None, frozenset[str] | None]] = []
        for position, plan in enumerate(self.plans):
            if plan not in plans:
                continue
            missed, closed_on = plan.missed(as_of), None
            if plan.catch_up == "one" and len(missed) > 1:
                # One for all: what the earlier ones would have billed is due up to the last one's target as well.
                missed, closed_on = missed[-1:], missed[-2]
            if plan.mode != "draft":
                again = [
                    (on, who) for (name, on), who in self.left_out.items() if name == plan.name and who and on in plan.posted
                ]
                jobs += [(on, position, plan, None, frozenset(who)) for on, who in sorted(again)]
            jobs += [(on, position, plan, closed_on, None) for on in missed]
        posted: list[Bill] = []
        left: set[str] = set()
        for on, _, plan, closed_on, only in sorted(jobs, key=lambda job: job[:2]):
            bills, out = self._again(plan, on, only) if only is not None else self._occurrence(plan, on, closed_on, plan.mode)
            posted += bills
            left |= out
        return posted, left

    def _occurrence(self, plan: Plan, on: date, closed_on: date | None, mode: str) -> tuple[list[Bill], set[str]]:
        """Run one occurrence; those up to `closed_on` are passed over."""
        after_on = closed_on if plan.closed_on is None else max(plan.closed_on, closed_on or plan.closed_on)
        wanted = list(self._of_occurrence(plan, on + timedelta(plan.target_days), after_on))
        plan.closed_on = after_on
        return self._run(plan, on, wanted, mode)

    def _run(self, plan: Plan, on: date, wanted: list[Bill], mode: str) -> tuple[list[Bill], set[str]]:
        bills, left = self._billable(wanted)
        plan.ran_on = max(on, plan.ran_on or on)
        if mode == "draft":
            plan.drafted.add(on)
            bills = []
        else:
            self.book(bills)
            plan.drafted.discard(on)
            plan.posted.add(on)
            plan.closed_on = max(on, plan.closed_on or on)
        self.settle(bills)
        self.left_out.setdefault((plan.name, on), set()).update(left)
        return bills, left

    def _again(self, plan: Plan, on: date, only: frozenset[str]) -> tuple[list[Bill], set[str]]:
        """Run an occurrence once more for those that it has left out."""
        target_on = on + timedelta(plan.target_days)
        bills, left = self._billable(b for b in self.up_to(target_on, [plan], plan.grouping) if b.account in only)
        self.book(bills)
        self.settle(bills)
        owing = {line.account for line in self.lines.values() if self.plan_of(line) is plan and self._is_due(line, target_on)}
        self.left_out[plan.name, on] = (self.left_out[plan.name, on] | left) & (owing | left)
        return bills, left

    def settle(self, bills: list[Bill]) -> None:
        """Who is billed is no longer waiting for anything."""
        billed = {bill.account for bill in bills}
        for who in self.left_out.values():
            who.difference_update(billed)

    def _is_due(self, line: Line, target_on: date) -> bool:
        passed_on = self.passed.get(line.key, date.min)
        due = (c for c in charges(line, target_on) if (line.key, c.from_on) not in self.billed)
        return any(c.due_on > passed_on for c in due)

    def _of_occurrence(self, plan: Plan, target_on: date, after_on: date | None) -> Iterator[Bill]:
        """What a run for an occurrence bills: all its own lines owe, with what others collect in the same drafts."""
        bills: dict[object, Bill] = {}
        own: set[object] = set()
        for line in self.lines.values():
            other = self.plan_of(line)
            if other is None or _handling(other) != _handling(plan):
                continue
            for charge, quantity in self.open_charges(line, target_on):
                if other.target(charge.due_on, after_on if other is plan else other.closed_on) != target_on:
                    continue
                key = _label(line, other.grouping)
                _into(bills, key, line, charge, quantity, target_on)
                if other is plan:
                    own.add((line.account, line.currency, key))
        return (bill for key, bill in bills.items() if key in own)

    def up_to(self, target_on: date, plans: list[Plan] | None, grouping: str) -> list[Bill]:
        """What a run by hand bills: all that is due up to the target, of these schedules' lines or (None) of all lines."""
        bills: dict[object, Bill] = {}
        for line in self.lines.values():
            if plans is None or self.plan_of(line) in plans:
                for charge, quantity in self.open_charges(line, target_on):
                    _into(bills, _label(line, grouping), line, charge, quantity, target_on)
        return list(bills.values())

    def run_by_hand(self, target_on: date, plan: Plan | None, mode: str, grouping: str) -> tuple[list[Bill], set[str]]:
        """Run everything (or one schedule) by hand up to a target."""
        if plan is None:
            bills, left = self._billable(self.up_to(target_on, None, grouping))
        else:
            on = target_on - timedelta(plan.target_days)
            if on in plan.dates(on):
                if mode == "draft":
                    is_done = on in plan.drafted | plan.posted
                    return ([], set()) if is_done else self._occurrence(plan, on, None, mode)
                return self._run(plan, on, self.up_to(target_on, [plan], grouping), mode)
            bills, left = self._billable(self.up_to(target_on, [plan], grouping))
        if mode == "draft":
            return [], left
        self.book(bills)
        self.settle(bills)
        return bills, left

    def _billable(self, bills: Iterable[Bill]) -> tuple[list[Bill], set[str]]:
        """Without those of accounts that have no address, and who they are."""
        listed = list(bills)
        left = {bill.account for bill in listed if not self.accounts[bill.account].has_address}
        return [bill for bill in listed if bill.account not in left], left


def _into(bills: dict[object, Bill], key: object, line: Line, charge: Charge, quantity: Fraction, target_on: date | None) -> None:
    """Add a charge to the bill of its account, currency and `key`."""
    bill = bills.setdefault((line.account, line.currency, key), Bill(line.account, line.currency, target_on, {}))
    bill.claims[line.key, charge.from_on] = quantity


def _label(line: Line, grouping: str) -> tuple[str, str]:
    """What an invoice is for within its account: the line's own group, else its order or PO, else the whole account."""
    if line.group is not None:
        return "group", line.group
    if grouping == "order":
        return "order", line.order
    return ("po", line.po) if grouping == "po" and line.po else ("", "")


def _handling(plan: Plan) -> tuple[str, str | None, bool]:
    """Schedules that handle their invoices alike share them."""
    return plan.mode, plan.terms, plan.is_paused
