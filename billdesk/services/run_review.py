"""Reviewing a run before it writes: what it would bill, to the last line; approving it; and what came of it.

The plan is made by the run's own code (`runs.jobs_in_turn`, `runs.played`), so that what is shown is what is posted. It
keeps a sum per invoice; the lines of an account are worked out again when somebody looks at them. Whether the company has
changed since is asked before anything is written, and what has changed is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from billdesk.billing.collect import Ledger, ScheduleBook
from billdesk.billing.errors import BillingError, Conflict
from billdesk.billing.invoice import InvoiceLine
from billdesk.db.bulk import Row, fetch_rows
from billdesk.db.engine import reading
from billdesk.db.models import audit_log, invoice_runs, invoice_schedules, invoices, outbox
from billdesk.processes import without_cycle_collector
from billdesk.services.billing_plan import Job, PlannedInvoice
from billdesk.services.collecting import CHUNK, AccountState, read_accounts
from billdesk.services.company import Company, Progress, day
from billdesk.services.exceptions import mend_kind
from billdesk.services.run_report import RunReport
from billdesk.services.runs import RunRequest, accounts_due, jobs_in_turn, played, run_invoices

_NAMES = "SELECT a.id, p.name FROM accounts a JOIN parties p ON p.id = a.party_id WHERE a.id IN ({marks})"
_PLACES = """SELECT l.id, o.code, l.position, p.code FROM order_lines l JOIN orders o ON o.id = l.order_id
 LEFT JOIN products p ON p.id = l.product_id WHERE l.account_id = ?"""
_FOUND = """SELECT DISTINCT l.account_id FROM order_lines l JOIN orders o ON o.id = l.order_id
 LEFT JOIN products p ON p.id = l.product_id WHERE l.next_billing_on IS NOT NULL
 AND (lower(l.description) LIKE ? ESCAPE '!' OR lower(o.code) LIKE ? ESCAPE '!' OR lower(p.code) LIKE ? ESCAPE '!')"""


class PlannedBill(NamedTuple):
    """An invoice that the run would make. `turn` is the number of its occurrence in the plan; amounts in minor units."""

    account_id: int
    account: str
    name: str
    turn: int
    currency: str
    group_key: str
    line_count: int
    net_minor: int
    tax_minor: int
    total_minor: int


class PlannedLine(NamedTuple):
    """A line of such an invoice. `period_until` exclusive, both None for a one-time line.

    It bills a whole period (1 of 1), or `used_days` of its `whole_days`.
    """

    order: str
    position: int
    product: str | None
    description: str
    period_from: date | None
    period_until: date | None
    due_on: date
    quantity_e6: int
    unit_price_e4: int
    discount_e4: int
    used_days: int
    whole_days: int
    tax_rate_e4: int
    net_minor: int


class PlannedTurn(NamedTuple):
    """One occurrence that the run would do; a target by hand where `occurrence_on` is None.

    `is_again` where it only tries accounts that were left out before.
    """

    schedule_id: int | None
    schedule: str | None
    occurrence_on: date | None
    target_on: date
    invoice_on: date
    mode: str
    is_again: bool


class PlannedException(NamedTuple):
    """An account that the run would leave out; `mend` is one of `exceptions.MENDS`, up to the target date."""

    account_id: int
    account: str
    name: str
    reason: str
    remedy: str
    mend: str
    target_on: date


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What a run would do now. `bills` in order of account and turn; `totals_minor` with tax per currency.

    `prints` and `stamp` tell whether it still holds: of each account what it is billed, and of the company how it stood.
    """

    request: RunRequest
    turns: tuple[PlannedTurn, ...]
    bills: tuple[PlannedBill, ...]
    exceptions: tuple[PlannedException, ...]
    invoice_count: int
    line_count: int
    totals_minor: tuple[tuple[str, int], ...]
    prints: Mapping[int, int] = field(repr=False)
    stamp: tuple[object, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PlanDifference:
    """How a plan differs from an earlier one, as account ids: billed otherwise, billed in addition, billed no more."""

    changed: frozenset[int]
    added: frozenset[int]
    gone: frozenset[int]

    @property
    def count(self) -> int:
        """How many accounts are concerned."""
        return len(self.changed) + len(self.added) + len(self.gone)


class PlanChanged(BillingError):
    """Somebody has written between plan and approval, so that other amounts would be billed; nothing was written.

    `plan` is the plan as it is now, `difference` how it differs.
    """

    def __init__(self, plan: RunPlan, difference: PlanDifference) -> None:
        accounts = "1 account" if difference.count == 1 else f"{difference.count} accounts"
        super().__init__("the plan has changed", accounts, "look at it as it is now, and approve it again")
        self.plan = plan
        self.difference = difference


@dataclass(frozen=True, slots=True)
class RunResult:
    """What the approved run did. `run_ids` are the runs it stands under, `mail_count` messages that wait in the outbox.

    `is_as_planned` is false where somebody wrote while it ran, and it billed something else than the plan said.
    """

    report: RunReport
    run_ids: tuple[int, ...]
    mail_count: int
    is_as_planned: bool


def plan_review(company: Company, request: RunRequest, progress: Progress | None = None) -> RunPlan:
    """What `run_invoices` would do now, invoice by invoice, without writing anything. Raises as it does."""
    progress = progress or Progress()
    report = RunReport()
    bills: list[PlannedBill] = []
    exceptions: dict[int, PlannedException] = {}
    prints: dict[int, int] = {}
    with reading(company.engine) as connection, without_cycle_collector():
        turns = jobs_in_turn(connection, request)
        number_of = {id(job): number for number, (job, _) in enumerate(turns)}
        account_ids = sorted({account_id for job, _ in turns for account_id in accounts_due(connection, job)})
        for start in range(0, len(account_ids), CHUNK):
            progress.at("planning", start, len(account_ids))
            chunk = account_ids[start : start + CHUNK]
            states, ledger = read_accounts(connection, chunk)
            names = _names(connection, chunk)
            for state in states:
                account_id, name = state.facts.id, names[state.facts.id]
                for job, planned, exception in played(state, ledger, turns):
                    if exception is not None and account_id not in exceptions:
                        mend, _ = mend_kind(state, job.target_on)
                        exceptions[account_id] = PlannedException(
                            account_id, exception.account, name, exception.reason, exception.remedy, mend, job.target_on
                        )
                    report.count(planned)
                    bills.extend(_bill(state, name, number_of[id(job)], invoice) for invoice in planned)
                    prints[account_id] = hash((prints.get(account_id), _print(job, planned)))
        stamp = _stamp(connection)
    return RunPlan(
        request,
        tuple(_turn(job) for job, _ in turns),
        tuple(bills),
        tuple(exceptions.values()),
        report.invoice_count,
        report.line_count,
        tuple(sorted(report.totals_minor.items())),
        prints,
        stamp,
    )


def explain(company: Company, plan: RunPlan, account_id: int) -> list[tuple[PlannedBill, tuple[PlannedLine, ...]]]:
    """The invoices of an account in the plan, each with its lines.

    Raises Conflict where the account would be billed otherwise by now than the plan says.
    """
    with reading(company.engine) as connection:
        turns = jobs_in_turn(connection, plan.request)
        states, ledger = read_accounts(connection, [account_id])
        places = {row[0]: row[1:] for row in fetch_rows(connection, _PLACES, (account_id,))}
        name = _names(connection, [account_id]).get(account_id, "")
    found = []
    now: int | None = None
    for state in states:
        for number, job, planned in _numbered(state, ledger, turns):
            now = hash((now, _print(job, planned)))
            for invoice in planned:
                lines = tuple(_line(line, places[line[0]]) for line in invoice.drafted.lines if line[0] is not None)
                found.append((_bill(state, name, number, invoice), lines))
    if now != plan.prints.get(account_id):
        raise Conflict("the plan has changed", name, "plan the run again")
    return found


def search_plan(company: Company, plan: RunPlan, text: str) -> frozenset[int]:
    """The accounts of the plan (billed or left out) whose code, name, orders, products or descriptions have `text`."""
    wanted = text.strip().casefold()
    in_plan = {bill.account_id: (bill.account, bill.name) for bill in plan.bills}
    in_plan.update({e.account_id: (e.account, e.name) for e in plan.exceptions})
    if not wanted:
        return frozenset(in_plan)
    found = {account_id for account_id, words in in_plan.items() if any(wanted in word.casefold() for word in words)}
    pattern = "%" + wanted.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
    with reading(company.engine) as connection:
        found.update(row[0] for row in fetch_rows(connection, _FOUND, (pattern,) * 3))
    return frozenset(found & in_plan.keys())


def difference(before: RunPlan, after: RunPlan) -> PlanDifference:
    """How `after` bills otherwise than `before`."""
    old, new = before.prints, after.prints
    return PlanDifference(
        frozenset(account_id for account_id in old.keys() & new.keys() if old[account_id] != new[account_id]),
        frozenset(new.keys() - old.keys()),
        frozenset(old.keys() - new.keys()),
    )


def approve(company: Company, plan: RunPlan, progress: Progress | None = None) -> RunResult:
    """Do the run that was planned. Cancelling leaves what was posted; approving a new plan then finishes the rest.

    Raises PlanChanged, and writes nothing, where the company has changed so that something else would be billed.
    """
    with reading(company.engine) as connection:
        is_as_it_was = _stamp(connection) == plan.stamp
        last_run = int(connection.execute(select(func.max(invoice_runs.c.id))).scalar() or 0)
    if not is_as_it_was:
        fresh = plan_review(company, plan.request, progress)
        differs = difference(plan, fresh)
        if differs.count or fresh.turns != plan.turns:
            raise PlanChanged(fresh, differs)
    report = run_invoices(company, plan.request, progress)
    with reading(company.engine) as connection:
        run_ids = _run_ids(connection, plan, last_run)
        mails = (
            select(func.count())
            .select_from(outbox)
            .join(invoices, invoices.c.id == outbox.c.invoice_id)
            .where(invoices.c.run_id.in_(run_ids), outbox.c.state == "queued")
        )
        mail_count = int(connection.execute(mails).scalar() or 0) if report.numbers else 0
    is_as_planned = report.is_cancelled or (
        (report.invoice_count, report.line_count, report.totals_minor)
        == (plan.invoice_count, plan.line_count, dict(plan.totals_minor))
    )
    return RunResult(report, run_ids, mail_count, is_as_planned)


def _numbered(
    state: AccountState, ledger: Ledger, turns: Sequence[tuple[Job, ScheduleBook]]
) -> Iterator[tuple[int, Job, list[PlannedInvoice]]]:
    number_of = {id(job): number for number, (job, _) in enumerate(turns)}
    for job, planned, _ in played(state, ledger, turns):
        yield number_of[id(job)], job, planned


def _bill(state: AccountState, name: str, turn: int, invoice: PlannedInvoice) -> PlannedBill:
    facts, (key, collected, drafted) = state.facts, invoice
    _, net, tax, total, _ = drafted.totals
    return PlannedBill(facts.id, facts.code, name, turn, key.currency, key.group_key, len(collected), net, tax, total)


def _line(values: Row, place: Row) -> PlannedLine:
    line = InvoiceLine._make(values)
    order, position, product = place
    return PlannedLine(
        order,
        position,
        product,
        line.description,
        day(line.period_from),
        day(line.period_until),
        date.fromisoformat(line.due_on),
        line.quantity_e6,
        line.unit_price_e4,
        line.discount_e4,
        line.used_days,
        line.whole_days,
        line.tax_rate_e4,
        line.net_minor,
    )


def _turn(job: Job) -> PlannedTurn:
    on = job.occurrence.on if job.occurrence is not None else None
    return PlannedTurn(job.schedule_id, job.schedule, on, job.target_on, job.invoice_on, job.mode, job.only is not None)


def _print(job: Job, planned: Sequence[PlannedInvoice]) -> int:
    """What tells whether an account is billed the same: amounts, periods and dates, to the last line."""
    billed = tuple((invoice.key, tuple(invoice.drafted.lines), invoice.drafted.totals) for invoice in planned)
    return hash((job.schedule_id, job.occurrence, job.target_on, job.invoice_on, job.mode, job.terms, billed))


def _names(connection: Connection, account_ids: Sequence[int]) -> dict[int, str]:
    marks = ",".join("?" * len(account_ids))
    return {row[0]: row[1] for row in fetch_rows(connection, _NAMES.format(marks=marks), account_ids)}


def _stamp(connection: Connection) -> tuple[object, ...]:
    """How the company stands: every verb leaves an audit row, and a run its row and dates besides."""
    runs, schedules = invoice_runs.c, invoice_schedules.c
    last_run = connection.execute(select(runs.id, runs.state, runs.line_count).order_by(runs.id.desc()).limit(1)).first()
    dates = connection.execute(select(schedules.id, schedules.ran_on, schedules.closed_on).order_by(schedules.id)).all()
    last_entry = connection.execute(select(audit_log.c.id, audit_log.c.hash).order_by(audit_log.c.id.desc()).limit(1)).first()
    return (tuple(last_entry or ()), tuple(last_run or ()), tuple(tuple(row) for row in dates))


def _run_ids(connection: Connection, plan: RunPlan, last_run: int) -> tuple[int, ...]:
    c = invoice_runs.c
    found: set[int] = set()
    for turn in plan.turns:
        runs = select(c.id).where(c.target_on == turn.target_on.isoformat())
        runs = runs.where(c.schedule_id.is_(None) if turn.schedule_id is None else c.schedule_id == turn.schedule_id)
        if turn.occurrence_on is None:
            runs = runs.where(c.occurrence_on.is_(None), c.id > last_run)
        else:
            runs = runs.where(c.occurrence_on == turn.occurrence_on.isoformat())
        found.update(connection.execute(runs).scalars())
    return tuple(sorted(found))
