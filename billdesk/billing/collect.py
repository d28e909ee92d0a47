"""Collecting: which charges of an account belong to which invoice, as a pure function.

    due(lines) - billed periods = what to bill, laid out over the target dates of the schedules

What falls due belongs to the first open target date, on or after its due date, of the schedule that takes the line. For
each currency, grouping key and target date there is one collecting draft. A recurring line contributes what is due up
to the horizon (the last target that has run) and its next bill; later ones are forecast. Lines that no schedule takes
collect what is due today. The services call this on every change and compare the answer with the drafts that stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from billdesk.billing.line_terms import LineTerms
from billdesk.billing.order import Charge, OrderLine, charge_from, charges
from billdesk.billing.parts import Part
from billdesk.billing.schedule import Occurrence, Schedule
from billdesk.billing.special import Usage, special_items, special_next

__all__ = [
    "EMPTY_LEDGER",
    "Collected",
    "DraftKey",
    "Ledger",
    "ScheduleBook",
    "Usage",
    "bill_occurrence",
    "bill_target",
    "collect",
    "group_of",
    "next_open",
    "next_special",
]


class DraftKey(NamedTuple):
    """What makes a collecting draft unique within its account. `target_on` is None where no schedule takes the lines."""

    currency: str
    group_key: str
    target_on: date | None


class Collected(NamedTuple):
    """A charge on its way to an invoice, with the quantity to bill (usage: what was recorded).

    `part` says which part of a charge it is where the line is special; the line then has the part's own figures.
    """

    line: OrderLine
    charge: Charge
    quantity_e6: int
    part: Part | None = None


class Ledger(NamedTuple):
    """What is known of an account beyond its lines, by order line id.

    Claimed period starts, unbilled usage, and the terms of special lines.
    """

    claimed: Mapping[int, set[date]]
    usage: Mapping[int, Sequence[Usage]]
    terms: Mapping[int, LineTerms] = {}


EMPTY_LEDGER = Ledger({}, {})


_BY_ACCOUNT = ("", "account")


class ScheduleBook:
    """The schedules of a company as collecting asks them; answers are remembered, for a run asks the same ones often."""

    def __init__(self, schedules: Iterable[Schedule]) -> None:
        self.schedules = {s.id: s for s in sorted(schedules, key=lambda s: s.position)}
        self._targets: dict[tuple[int, date], Occurrence | None] = {}
        self._horizons = {s.id: _target_of(s, s.ran_on) for s in self.schedules.values()}
        self._closed = {s.id: _target_of(s, s.closed_on) for s in self.schedules.values()}
        self._handling: dict[int | None, tuple[str, str]] = {
            s.id: (_handling_mark(s), s.grouping) for s in self.schedules.values()
        }

    def scheduled(self, account_id: int, product_id: int | None, order_id: int, currency: str) -> int | None:
        """The id of the first schedule, by position, whose scope takes the line."""
        for schedule in self.schedules.values():
            if schedule.scope.takes(account_id, product_id, order_id, currency):
                return schedule.id
        return None

    def occurrence(self, schedule_id: int, due_on: date) -> Occurrence | None:
        """The first open occurrence that collects what is due on `due_on`."""
        key = (schedule_id, due_on)
        try:
            return self._targets[key]
        except KeyError:
            found = self._targets[key] = self.schedules[schedule_id].first_target(due_on)
            return found

    def horizon(self, schedule_id: int) -> date | None:
        """The target date of the schedule's last run; everything due up to it is collected, not only the next bill."""
        return self._horizons[schedule_id]

    def closed_target(self, schedule_id: int) -> date | None:
        """The target date of the schedule's last run that posted."""
        return self._closed[schedule_id]

    def group_key(self, line: OrderLine) -> str:
        """The grouping key of a line: its own group, or what its schedule groups by; `` for one invoice per account.

        Schedules that handle their invoices differently (mode, terms …) never share one, which the mark keeps apart.
        """
        mark, grouping = self._handling.get(line.schedule_id, _BY_ACCOUNT)
        return mark if grouping == "account" and line.group is None else mark + group_of(line, grouping)


def group_of(line: OrderLine, grouping: str) -> str:
    """The grouping key of `line` under `grouping` (account, order or po); a line may name its own group."""
    if line.group is not None:
        return f"group:{line.group}"
    if grouping == "order":
        return f"order:{line.order_id}"
    return f"po:{line.po}" if grouping == "po" and line.po else ""


def collect(lines: Iterable[OrderLine], ledger: Ledger, book: ScheduleBook, as_of: date) -> dict[DraftKey, list[Collected]]:
    """The collecting drafts that these lines of one account should have, with their charges in line order."""
    drafts: dict[DraftKey, list[Collected]] = {}
    for line in lines:
        for item, target_on in _waiting(line, ledger, book, as_of):
            drafts.setdefault(DraftKey(line.currency, book.group_key(line), target_on), []).append(item)
    return drafts


def _waiting(line: OrderLine, ledger: Ledger, book: ScheduleBook, as_of: date) -> Iterator[tuple[Collected, date | None]]:
    """What a line brings to drafts, with the target dates: what is due up to the last run, and its next bill.

    A schedule that has ended leaves what it did not bill to be due like that of a line without one.
    """
    schedule_id = line.schedule_id
    if schedule_id is None:
        for item in _open_charges(line, ledger, as_of, with_next=False):
            yield item, None
        return
    for item in _open_charges(line, ledger, book.horizon(schedule_id), with_next=True):
        occurrence = book.occurrence(schedule_id, item.charge.due_on)
        if occurrence is not None:
            yield item, occurrence.target_on
    # What is due up to a posted target, and came too late for it, is due at once where no other target follows.
    due_until = max(as_of, book.closed_target(schedule_id) or as_of)
    if book.occurrence(schedule_id, due_until) is None:
        for item in _open_charges(line, ledger, due_until, with_next=False):
            if book.occurrence(schedule_id, item.charge.due_on) is None:
                yield item, None


def bill_occurrence(
    lines: Iterable[OrderLine], ledger: Ledger, book: ScheduleBook, schedule_id: int, occurrence: Occurrence
) -> dict[DraftKey, list[Collected]]:
    """What a schedule's run for one occurrence bills for one account: the drafts of its target date, completed.

    Other schedules' lines that share such a draft (same target date, grouping and handling) are billed with it.
    """
    target_on = occurrence.target_on
    drafts: dict[DraftKey, list[Collected]] = {}
    ours: set[DraftKey] = set()
    for line in lines:
        if line.schedule_id is None or line.next_billing_on > target_on:
            continue
        for item in _open_charges(line, ledger, target_on, with_next=False):
            found = book.occurrence(line.schedule_id, item.charge.due_on)
            if found is None or found.target_on != target_on:
                continue
            key = DraftKey(line.currency, book.group_key(line), target_on)
            drafts.setdefault(key, []).append(item)
            if line.schedule_id == schedule_id:
                ours.add(key)
    return {key: items for key, items in drafts.items() if key in ours}


def bill_target(
    lines: Iterable[OrderLine],
    ledger: Ledger,
    target_on: date,
    key_of: Callable[[OrderLine], str],
    takes: Callable[[OrderLine], bool] | None = None,
) -> dict[DraftKey, list[Collected]]:
    """What a run by hand bills for one account: everything due up to `target_on` on lines that `takes` accepts."""
    drafts: dict[DraftKey, list[Collected]] = {}
    for line in lines:
        if line.next_billing_on > target_on or (takes is not None and not takes(line)):
            continue
        for item in _open_charges(line, ledger, target_on, with_next=False):
            drafts.setdefault(DraftKey(line.currency, key_of(line), target_on), []).append(item)
    return drafts


def next_open(line: OrderLine, claimed: set[date], after: date | None = None) -> Charge | None:
    """The first charge of a line that is not claimed; None when nothing is left to bill.

    For usage lines, periods that ended on or before `after` without a claim had no usage and are passed by.
    """
    for charge in charges(line, claimed):
        if line.charge_type == "usage" and after is not None and charge.due_on <= after:
            continue
        return charge
    return None


def next_special(line: OrderLine, terms: LineTerms, after: date | None = None) -> OrderLine | None:
    """A special line with its first charge or adjustment that is open; None when nothing is left to bill."""
    found = special_next(line, terms, after)
    return None if found is None else line._replace(next_from=found[0], next_billing_on=found[1], has_later_claims=True)


def _open_charges(line: OrderLine, ledger: Ledger, horizon: date | None, with_next: bool) -> list[Collected]:
    """Unclaimed charges due up to `horizon`, and the next one after it; usage without quantity is left out."""
    if line.is_special:
        items = special_items(line, ledger.terms[line.id], ledger.usage.get(line.id, ()), horizon, with_next)
        return [Collected._make(item) for item in items]
    if line.charge_type == "usage":
        return _open_usage(line, ledger, horizon, with_next)
    if line.has_later_claims:
        return _unclaimed(line, ledger, horizon, with_next)
    charge = charge_from(line, line.next_from)
    found: list[Collected] = []
    while charge is not None:
        _, until_on, due_on, _, _ = charge
        past = horizon is None or due_on > horizon
        if not past or with_next:
            found.append(Collected(line, charge, line.quantity_e6))
        if past or until_on is None or (not with_next and horizon is not None and until_on > horizon):
            break  # no charge falls due before its period begins
        charge = charge_from(line, until_on)
    return found


def _unclaimed(line: OrderLine, ledger: Ledger, horizon: date | None, with_next: bool) -> list[Collected]:
    """The same for a line with billed periods behind an open one."""
    found: list[Collected] = []
    for charge in charges(line, ledger.claimed.get(line.id, set())):
        past = horizon is None or charge.due_on > horizon
        if not past or with_next:
            found.append(Collected(line, charge, line.quantity_e6))
        if past:
            break
    return found


def _open_usage(line: OrderLine, ledger: Ledger, horizon: date | None, with_next: bool) -> list[Collected]:
    """Usage per period; a quantity recorded too late for its own period counts in the first open one."""
    rest = sorted(ledger.usage.get(line.id, ()))
    found: list[Collected] = []
    for charge in charges(line, ledger.claimed.get(line.id, set())):
        past = horizon is None or charge.due_on > horizon
        if past and not with_next:
            break
        until_on = charge.until_on
        inside = [u for u in rest if until_on is None or u.used_on < until_on]
        rest = rest[len(inside) :]
        quantity = sum(u.quantity_e6 for u in inside)
        if quantity:
            found.append(Collected(line, charge, quantity))
        if past or not rest:
            break
    return found


def _target_of(schedule: Schedule, on: date | None) -> date | None:
    return None if on is None else on + timedelta(schedule.target_days)


def _handling_mark(schedule: Schedule) -> str:
    """A mark that is equal exactly where schedules handle their invoices alike, and may share one.

    Made of the handling itself, so that one schedule's change leaves the keys of the others as they are.
    """
    parts = [schedule.mode] if schedule.mode != "draft" else []
    if schedule.is_held:
        parts.append("held")
    if schedule.is_paused:
        parts.append("paused")
    if schedule.invoice_date != "occurrence":
        parts.append(f"dated by {schedule.invoice_date}")
    if schedule.terms:
        parts.append(schedule.terms)
    return f"[{', '.join(parts)}] " if parts else ""
