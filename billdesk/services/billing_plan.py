"""The plan of a run for one account: what it bills, what stops it, and how its lines stand afterwards.

Pure over `AccountState`: the dry run, the run and (later) the review window call the same functions. A job is one
occurrence of a schedule, or a run by hand up to a target date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from billdesk.billing.collect import (
    Collected,
    DraftKey,
    Ledger,
    ScheduleBook,
    bill_occurrence,
    bill_target,
    collect,
    group_of,
    next_open,
    next_special,
)
from billdesk.billing.errors import BillingError
from billdesk.billing.invoice import Drafted, draft_invoice
from billdesk.billing.order import OrderLine, charge_from
from billdesk.billing.parts import Part
from billdesk.billing.schedule import Occurrence
from billdesk.services.collecting import AccountState


@dataclass(frozen=True, slots=True)
class Job:
    """One run to do. `schedule_id` None: whatever the schedule. `occurrence` is None for a run by hand.

    `is_forced` collects everything due up to the target under it, whatever target it belonged to; `only` restricts a
    repeated run to the accounts that it left out before; `draft` posts one standing draft as it is;
    occurrences up to `passed_on` are passed over, and what they would have billed is billed by this one.
    """

    schedule_id: int | None
    schedule: str | None
    occurrence: Occurrence | None
    target_on: date
    invoice_on: date
    mode: str
    grouping: str = "account"
    terms: str = ""
    is_forced: bool = False
    only: frozenset[int] | None = None
    draft: DraftKey | None = None
    passed_on: date | None = None


class PlannedInvoice(NamedTuple):
    """An invoice that a job makes: its key, what it bills, and the lines and totals."""

    key: DraftKey
    collected: list[Collected]
    drafted: Drafted


class RunException(NamedTuple):
    """Why an account was left out, and what a person does about it."""

    account_id: int
    account: str
    reason: str
    remedy: str


def plan_account(
    state: AccountState, ledger: Ledger, book: ScheduleBook, job: Job
) -> tuple[list[PlannedInvoice], RunException | None]:
    """What `job` bills for the account, or the exception that leaves the account out as a whole."""
    drafts = _due(state, ledger, book, job)
    if not drafts:
        return [], None
    facts = state.facts
    if not facts.has_address:
        remedy = "give the account a street, city or postcode"
        return [], RunException(facts.id, facts.code, "the account has no address", remedy)
    planned = []
    for key, collected in drafts.items():
        try:
            # Worked out anew, whatever the draft says: what is posted depends on the order lines alone.
            drafted = draft_invoice(collected, key.currency, facts.price_basis == "gross")
        except BillingError as error:
            reason = f"{error.what}: {error.record}" if error.record else error.what
            return [], RunException(facts.id, facts.code, reason, error.remedy)
        planned.append(PlannedInvoice(key, collected, drafted))
    return planned, None


def advance(
    lines: Sequence[OrderLine], ledger: Ledger, planned: Sequence[PlannedInvoice], target_on: date
) -> tuple[list[OrderLine], list[OrderLine]]:
    """The account's open lines after `planned` has been billed, and those of them that moved or ended.

    A line that ended is in the second list with `next_from` equal to its old one and `next_billing_on` date.max.
    """
    last: dict[int, Collected] = {}
    counts: dict[int, int] = {}
    for invoice in planned:
        for item in invoice.collected:
            line_id = item.line.id
            last[line_id] = item
            counts[line_id] = counts.get(line_id, 0) + 1
    still_open: list[OrderLine] = []
    moved: list[OrderLine] = []
    for line in lines:
        if line.id not in last:
            still_open.append(line)
            continue
        after = _advanced(line, ledger, planned, last[line.id], target_on, counts[line.id])
        moved.append(after)
        if after.next_billing_on is not date.max:
            still_open.append(after)
    return still_open, moved


def after_billing(ledger: Ledger, planned: Sequence[PlannedInvoice], moved: Sequence[OrderLine]) -> Ledger:
    """The ledger once `planned` is billed and lines have `moved`: new claims, and usage that is no longer open."""
    skipping = {line.id for line in moved if line.has_later_claims and not line.is_special}
    if not ledger.usage and not ledger.terms and not skipping:
        return ledger
    claimed, usage = dict(ledger.claimed), dict(ledger.usage)
    # Only of the lines that were billed: the ledger is that of many accounts.
    terms = {**ledger.terms, **{line_id: ledger.terms[line_id].billed(own) for line_id, own in _parts(planned).items()}}
    for invoice in planned:
        for line, charge, _, _ in invoice.collected:
            if line.id in skipping:
                claimed[line.id] = claimed.get(line.id, set()) | {charge.from_on}
            if line.id in usage and charge.until_on is not None:
                usage[line.id] = [record for record in usage[line.id] if record.used_on >= charge.until_on]
    return Ledger(claimed, usage, terms)


def _parts(planned: Sequence[PlannedInvoice]) -> dict[int, list[Part]]:
    """The parts that are billed of special lines, by line."""
    parts: dict[int, list[Part]] = {}
    for invoice in planned:
        for item in invoice.collected:
            if item.part is not None:
                parts.setdefault(item.line.id, []).append(item.part)
    return parts


def _due(state: AccountState, ledger: Ledger, book: ScheduleBook, job: Job) -> dict[DraftKey, list[Collected]]:
    if job.draft is not None:
        standing = collect(state.lines, ledger, book, job.target_on)
        return {key: items for key, items in standing.items() if key == job.draft}
    if job.is_forced:
        schedule_id = job.schedule_id
        return bill_target(
            state.lines,
            ledger,
            job.target_on,
            lambda line: group_of(line, job.grouping),
            lambda line: schedule_id is None or line.schedule_id == schedule_id,
        )
    if job.schedule_id is None or job.occurrence is None:
        raise ValueError("a job that is not forced needs a schedule and an occurrence")
    return bill_occurrence(state.lines, ledger, book, job.schedule_id, job.occurrence)


def _advanced(
    line: OrderLine, ledger: Ledger, planned: Sequence[PlannedInvoice], item: Collected, target_on: date, count: int
) -> OrderLine:
    if line.is_special:
        after = next_special(line, ledger.terms[line.id].billed(_parts(planned).get(line.id, [])), target_on)
        return line._replace(next_billing_on=date.max) if after is None else after
    until_on = item.charge.until_on
    if until_on is None:
        return line._replace(next_billing_on=date.max)
    if count == 1 and not line.has_later_claims and line.charge_type == "recurring" and item.charge.from_on == line.next_from:
        following = charge_from(line, until_on)
    else:
        claimed = set(ledger.claimed.get(line.id, ()))
        for invoice in planned:
            claimed.update(i.charge.from_on for i in invoice.collected if i.line.id == line.id)
        following = next_open(line, claimed, target_on)
    if following is None:
        return line._replace(next_billing_on=date.max)
    # Billed past an open period: the period keeps its turn, and what lies behind it is known to be claimed.
    is_behind = line.has_later_claims or following.from_on < item.charge.from_on
    # The last fields, by place: `_replace` by name takes three times as long.
    return OrderLine._make((*line[:-4], following.from_on, following.due_on, is_behind, False))
