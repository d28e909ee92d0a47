"""The plan of a chunk of accounts for one job, as plain rows ready to be written.

Reads and works out, never writes: inside the run's write transaction, or ahead of it in the planner's process. The
exceptions name the accounts that are left out.
"""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from sqlalchemy import Connection

from billdesk.billing.collect import ScheduleBook
from billdesk.billing.invoice import digest_tail, iso_text
from billdesk.billing.order import OrderLine
from billdesk.billing.parts import ADJUSTING, Part
from billdesk.billing.schedule import Schedule
from billdesk.db.bulk import Row
from billdesk.services.billing_plan import Job, PlannedInvoice, RunException, advance, after_billing, plan_account
from billdesk.services.book import load_book
from billdesk.services.collecting import AccountState, plan_drafts, read_accounts, reconcile, values_of
from billdesk.services.company import read_settings
from billdesk.services.drafts import DraftChanges
from billdesk.services.posting import Posting


@dataclass(slots=True)
class ChunkPlan:
    """What a chunk of accounts is billed, and how its drafts and lines stand afterwards.

    `pointers` holds (next_from, next_billing_on, order line id); `metered` usage lines with the end of the billed
    period; `totals_minor` per currency of what is billed.
    """

    account_ids: Sequence[int]
    exceptions: list[RunException] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)
    drafts: DraftChanges = field(default_factory=DraftChanges)
    pointers: list[Row] = field(default_factory=list)
    ended_orders: set[int] = field(default_factory=set)
    metered: list[tuple[int, str]] = field(default_factory=list)
    invoice_count: int = 0
    line_count: int = 0
    totals_minor: dict[str, int] = field(default_factory=dict)

    def count(self, planned: Sequence[PlannedInvoice]) -> None:
        """Add an account's planned invoices to the counts."""
        for key, collected, drafted in planned:
            self.invoice_count += 1
            self.line_count += len(collected)
            self.totals_minor[key.currency] = self.totals_minor.get(key.currency, 0) + drafted.totals.total_minor

    def packed(self) -> bytes:
        """The plan as bytes for another process: plain tuples by marshal, which takes half of what pickle takes."""
        drafts = self.drafts
        return marshal.dumps(
            (
                list(self.account_ids),
                [tuple(exception) for exception in self.exceptions],
                [tuple(posting) for posting in self.postings],
                drafts.new,
                drafts.changed,
                drafts.refilled,
                drafts.emptied,
                drafts.dropped,
                self.pointers,
                self.ended_orders,
                self.metered,
                self.invoice_count,
                self.line_count,
                self.totals_minor,
            )
        )

    @classmethod
    def unpacked(cls, data: bytes) -> ChunkPlan:
        """The plan that `packed` gave."""
        account_ids, exceptions, postings, *rest = marshal.loads(data)  # noqa: S302 - from our own process, by a pipe
        return cls(
            account_ids,
            [RunException(*exception) for exception in exceptions],
            [Posting._make(posting) for posting in postings],
            DraftChanges(*rest[:5]),
            *rest[5:],
        )


def plan_chunk(connection: Connection, job: Job, run_id: int | None, as_of: date, account_ids: Sequence[int]) -> ChunkPlan:
    """Plan the accounts for `job`, as the database stands."""
    book, terms = book_before(load_book(connection), job), read_settings(connection).terms
    following = book_after(book, job)
    is_posting = job.mode != "draft"
    plan = ChunkPlan(account_ids)
    states, ledger = read_accounts(connection, account_ids)
    for state in states:
        planned, exception = plan_account(state, ledger, book, job)
        if exception is not None:
            plan.exceptions.append(exception)
            continue
        plan.count(planned)
        if not is_posting:
            reconcile(plan.drafts, state, plan_drafts(state, ledger, following, as_of))
            continue
        for invoice in planned:
            _post(plan, state, invoice, job, run_id, terms)
        state.lines, moved = advance(state.lines, ledger, planned, job.target_on)
        _move(plan, moved)
        ledger = after_billing(ledger, planned, moved)
        billed = {key.group_key: drafted for key, _, drafted in planned}
        reconcile(plan.drafts, state, plan_drafts(state, ledger, following, as_of, billed))
    return plan


def _post(
    plan: ChunkPlan, state: AccountState, invoice: PlannedInvoice, job: Job, run_id: int | None, default_terms: str
) -> None:
    facts, issued_on = state.facts, iso_text(job.invoice_on)
    key, collected, drafted = invoice
    standing = state.drafts.pop(key, None)
    schedule_id = job.schedule_id if job.schedule_id is not None else collected[0].line.schedule_id
    values = values_of(schedule_id, facts.price_basis, issued_on, collected, drafted)
    lines = drafted.lines
    taxes = [tuple(tax) for tax in drafted.totals.taxes]  # plain, for another process and for the seal
    is_unchanged = standing is not None and standing.lines == lines
    plan.postings.append(
        Posting(
            None if standing is None else standing.id,
            standing is not None and standing.values == values,
            standing.line_ids if standing is not None and is_unchanged else None,
            "invoice",
            facts.id,
            key.currency,
            key.group_key,
            None if key.target_on is None else iso_text(key.target_on),
            run_id,
            issued_on,
            job.terms or facts.terms or default_terms,
            facts.party_id,
            values,
            () if is_unchanged else lines,
            taxes,
            [
                (line[0], iso_text(item[1][0]), line[13]) if item[3] is None else _claim_of(line[0], item[3])
                for item, line in zip(collected, lines, strict=True)
            ],
            digest_tail(lines, taxes),
            send_to=facts.email if job.mode == "email" and facts.email else None,
        )
    )
    for line, charge, _, _ in collected:
        if line.charge_type == "usage" and charge.until_on is not None:
            plan.metered.append((line.id, charge.until_on.isoformat()))


def _claim_of(line_id: int, part: Part) -> Row | None:
    """What a part claims: the first one its period, or the amendment's adjustment of it; the others nothing."""
    if part.number > 1:
        return None
    if part.role in ADJUSTING:
        return (line_id, part.amendment_no, iso_text(part.claim_from))
    return (line_id, iso_text(part.claim_from), None if part.claim_until is None else iso_text(part.claim_until))


def _move(plan: ChunkPlan, moved: Sequence[OrderLine]) -> None:
    for line in moved:
        if line.next_billing_on is date.max:
            plan.pointers.append((None, None, line.id))
            plan.ended_orders.add(line.order_id)
        else:
            plan.pointers.append((iso_text(line.next_from), iso_text(line.next_billing_on), line.id))


def book_before(book: ScheduleBook, job: Job) -> ScheduleBook:
    """The book as the job goes by it: occurrences that it passes over are closed, so that it bills what they left."""
    if job.passed_on is None or job.schedule_id is None:
        return book
    return book_once_run(book, job.schedule_id, job.passed_on, True)


def book_after(book: ScheduleBook, job: Job) -> ScheduleBook:
    """The book once the job's occurrence has run, and is closed if it was posted."""
    if job.schedule_id is None or job.occurrence is None or job.only is not None:
        return book
    return book_once_run(book, job.schedule_id, job.occurrence.on, job.mode != "draft")


@lru_cache(maxsize=8)
def book_once_run(book: ScheduleBook, schedule_id: int, on: date, is_closed: bool) -> ScheduleBook:
    """The book once the occurrence of a schedule on `on` has run, and is closed if it was posted."""

    # Remembered, so that the chunks of a run share what the book has worked out.
    def after(schedule: Schedule) -> Schedule:
        if schedule.id != schedule_id:
            return schedule
        ran_on = max(on, schedule.ran_on or on)
        closed_on = max(on, schedule.closed_on or on) if is_closed else schedule.closed_on
        left_open = {*schedule.left_open} - {on} if is_closed else {*schedule.left_open, on}
        return replace(schedule, ran_on=ran_on, closed_on=closed_on, left_open=tuple(sorted(left_open)))

    return ScheduleBook(after(schedule) for schedule in book.schedules.values())
