"""Invoice runs: bill what is due for one occurrence of a schedule, for all that were missed, or up to a target by hand.

scope -> plan -> exceptions -> write in batches of accounts, each its own transaction -> done. A batch reads its accounts
under the write lock, so that several runs at once bill each period once; cancelling or a crash between batches leaves
whole batches, and running again finishes the rest. The dry run plans with the same code and writes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from billdesk.billing.collect import Ledger, ScheduleBook
from billdesk.billing.errors import BillingError, Cancelled, UsageError
from billdesk.billing.schedule import Occurrence, Schedule, caught_up
from billdesk.db.bulk import fetch_rows, next_id
from billdesk.db.engine import data_version, reading, transaction, writer
from billdesk.db.models import invoice_runs, invoice_schedules, run_exceptions
from billdesk.processes import without_cycle_collector
from billdesk.services.billing_plan import Job, PlannedInvoice, RunException, advance, after_billing, plan_account
from billdesk.services.book import find_schedule, load_book
from billdesk.services.collecting import CHUNK, AccountState, read_accounts, recollect
from billdesk.services.company import Company, Progress, iso
from billdesk.services.planner import planner_for
from billdesk.services.run_batch import write_chunk
from billdesk.services.run_plan import book_after, book_before, plan_chunk
from billdesk.services.run_report import RunReport


@dataclass(frozen=True, slots=True)
class RunRequest:
    """Which run a person (or timer) asks for. Exactly one of: `all_due`, a `schedule`, or a `target_on`.

    A `schedule` with a `target_on` runs it by hand up to that date; without, its occurrences that are due.
    `mode`, `catch_up` and `grouping` stand in for what the schedule says. `at` (`HH:MM`) is for a timer that nobody
    watches: today's occurrence waits where its schedule's time of day is later, and so do those that a person is asked
    about.
    """

    as_of: date
    schedule: str | None = None
    all_due: bool = False
    target_on: date | None = None
    mode: str | None = None
    catch_up: str | None = None
    grouping: str | None = None
    at: str | None = None


def run_invoices(company: Company, request: RunRequest, progress: Progress | None = None) -> RunReport:
    """Do the run. What was posted when a person cancels stays posted; the report then says so.

    Raises BillingError for an unknown or paused schedule, or missed occurrences that want a decision.
    """
    progress = progress or Progress()
    report = RunReport()
    with reading(company.engine) as connection:
        jobs = _jobs(connection, load_book(connection), request)
    try:
        with without_cycle_collector():
            for number, job in enumerate(jobs):
                part = _part_of(progress, number, len(jobs))
                report.occurrence_count += _do_job(company, job, request.as_of, report, part)
    except Cancelled:
        report.is_cancelled = True
    return report


def plan_run(company: Company, request: RunRequest, progress: Progress | None = None) -> RunReport:
    """The dry run: what `run_invoices` would do now, by the same plan, without writing anything."""
    progress = progress or Progress()
    report = RunReport()
    with reading(company.engine) as connection, without_cycle_collector():
        turns = jobs_in_turn(connection, request)
        account_ids = sorted({account_id for job, _ in turns for account_id in accounts_due(connection, job)})
        billed: set[Job] = set()
        for start in range(0, len(account_ids), CHUNK):
            progress.at("planning", start, len(account_ids))
            states, ledger = read_accounts(connection, account_ids[start : start + CHUNK])
            for state in states:
                for job, planned, exception in played(state, ledger, turns):
                    if exception is not None:
                        report.note(exception)
                    if planned:
                        billed.add(job)
                        report.count(planned)
        report.occurrence_count = sum(1 for job, _ in turns if job.only is None or job in billed)
    return report


def jobs_in_turn(connection: Connection, request: RunRequest) -> list[tuple[Job, ScheduleBook]]:
    """The jobs of a request that are left to do, oldest occurrence first, each with the book as it will find it.

    Raises as `run_invoices` does.
    """
    book = load_book(connection)
    jobs = [job for job in _jobs(connection, book, request) if not _is_finished(connection, job)]
    return list(zip(jobs, _books_in_turn(book, jobs), strict=True))


def played(
    state: AccountState, ledger: Ledger, turns: Sequence[tuple[Job, ScheduleBook]]
) -> Iterator[tuple[Job, list[PlannedInvoice], RunException | None]]:
    """Play all jobs on one account in memory: what each bills, or the exception that leaves the account out.

    `state.lines` moves on with each.
    """
    for job, book in turns:
        if job.only is not None and state.facts.id not in job.only:
            continue
        planned, exception = plan_account(state, ledger, book, job)
        if planned or exception is not None:
            yield job, planned, exception
        if planned:
            state.lines, moved = advance(state.lines, ledger, planned, job.target_on)
            ledger = after_billing(ledger, planned, moved)


def _jobs(connection: Connection, book: ScheduleBook, request: RunRequest) -> list[Job]:
    """The jobs of a request, oldest occurrence first."""
    asked = [request.schedule is not None or request.target_on is not None, request.all_due]
    if sum(asked) != 1:
        raise UsageError("it is not clear what to run", "", "give --all-due, or --schedule NAME and/or --target DATE")
    if request.target_on is not None:
        return [_job_by_hand(book, request, request.target_on)]
    if request.all_due:
        schedules = [s for s in book.schedules.values() if not s.is_paused]
    else:
        schedules = [_runnable(book, request.schedule or "")]
    jobs = [job for schedule in schedules for job in _jobs_of(connection, schedule, request)]
    positions = {s.id: s.position for s in schedules}
    return sorted(
        jobs, key=lambda job: (job.invoice_on if job.occurrence is None else job.occurrence.on, positions[job.schedule_id or 0])
    )


def _runnable(book: ScheduleBook, name: str) -> Schedule:
    schedule = find_schedule(book, name)
    if schedule.is_paused:
        raise BillingError("the schedule is paused", schedule.name, "resume it with `billdesk schedule resume`")
    return schedule


def _jobs_of(connection: Connection, schedule: Schedule, request: RunRequest) -> list[Job]:
    missed = _missed(connection, schedule, request)
    due = caught_up(missed, request.catch_up or schedule.catch_up, schedule.name)
    mode = request.mode or ("draft" if schedule.is_held else schedule.mode)
    jobs = []
    for occurrence, left_out in _left_out(connection, schedule, mode):
        jobs.append(_job(schedule, occurrence, mode, request, only=left_out))
    for occurrence in due:
        before = [m.on for m in missed if m.on < occurrence.on]
        passed_on = before[-1] if before and len(due) < len(missed) else None
        jobs.append(replace(_job(schedule, occurrence, mode, request), passed_on=passed_on))
    return jobs


def _missed(connection: Connection, schedule: Schedule, request: RunRequest) -> list[Occurrence]:
    """The occurrences that are due, oldest first; for a timer without those that wait."""
    missed = schedule.due(request.as_of)
    if request.at is None:
        return missed
    c = invoice_schedules.c
    time_of_day = str(connection.execute(select(c.time_of_day).where(c.id == schedule.id)).scalar_one())
    missed = [occurrence for occurrence in missed if occurrence.on < request.as_of or time_of_day <= request.at]
    asks = len(missed) > 1 and (request.catch_up or schedule.catch_up) == "ask"
    return [] if asks else missed


def _job(schedule: Schedule, occurrence: Occurrence, mode: str, request: RunRequest, only: frozenset[int] | None = None) -> Job:
    invoice_on = request.as_of if schedule.invoice_date == "run" else occurrence.invoice_on
    return Job(
        schedule.id,
        schedule.name,
        occurrence,
        occurrence.target_on,
        invoice_on,
        mode,
        request.grouping or schedule.grouping,
        schedule.terms,
        # Accounts that were left out when the occurrence closed are billed under it all the same.
        is_forced=only is not None,
        only=only,
    )


def _job_by_hand(book: ScheduleBook, request: RunRequest, target_on: date) -> Job:
    if request.schedule is None:
        mode, grouping = request.mode or "draft", request.grouping or "account"
        return Job(None, None, None, target_on, target_on, mode, grouping, is_forced=True)
    schedule = _runnable(book, request.schedule)
    mode = request.mode or ("draft" if schedule.is_held else schedule.mode)
    occurrence = schedule.at_target(target_on)
    invoice_on = occurrence.invoice_on if occurrence is not None else target_on
    grouping = request.grouping or schedule.grouping
    # A draft-mode run by hand completes the schedule's own drafts; there is no other place where they could stand.
    is_forced = mode != "draft" or occurrence is None
    return Job(schedule.id, schedule.name, occurrence, target_on, invoice_on, mode, grouping, schedule.terms, is_forced)


def _left_out(connection: Connection, schedule: Schedule, mode: str) -> list[tuple[Occurrence, frozenset[int]]]:
    """Occurrences that are closed but have accounts left out by an exception, with those accounts.

    Not those that ran in draft mode: what they left out waits for a person, like the rest of their drafts.
    """
    if mode == "draft" or schedule.closed_on is None:
        return []
    runs, left = invoice_runs.c, run_exceptions.c
    found = (
        select(runs.occurrence_on, runs.target_on, runs.invoice_on, left.account_id)
        .join(run_exceptions, left.run_id == runs.id)
        .where(runs.schedule_id == schedule.id, runs.occurrence_on.is_not(None), left.is_resolved == 0)
        # Whatever its state: a repeated run that was killed has left the occurrence "running".
        .where(runs.occurrence_on <= schedule.closed_on.isoformat(), runs.mode != "draft")
        .order_by(runs.occurrence_on)
    )
    grouped: dict[Occurrence, set[int]] = {}
    for on, target_on, invoice_on, account_id in connection.execute(found):
        occurrence = Occurrence(*(date.fromisoformat(text) for text in (on, target_on, invoice_on)))
        grouped.setdefault(occurrence, set()).add(account_id)
    return [(occurrence, frozenset(accounts)) for occurrence, accounts in grouped.items()]


def _part_of(progress: Progress, number: int, count: int) -> Progress:
    """How far a run has come inside one of its jobs: several are counted themselves, one alone by its accounts."""
    report = progress.report
    if report is None or count == 1:
        return progress
    return Progress(lambda step, _done, _total: report(step, number, count), progress.is_cancelled)


def _do_job(company: Company, job: Job, as_of: date, report: RunReport, progress: Progress) -> int:
    """Run one job chunk by chunk. Returns 1 where there was a run, 0 where another process had finished it."""
    before = report.invoice_count
    with writer(company.engine) as connection:
        with transaction(connection):
            run_id = _start(connection, company, job)
            if run_id is None:
                return 0
            account_ids, version = accounts_due(connection, job), data_version(connection)
        chunks = [account_ids[start : start + CHUNK] for start in range(0, len(account_ids), CHUNK)]
        try:
            with planner_for(company, job, run_id, as_of, chunks) as planner:
                for number, chunk in enumerate(chunks):
                    progress.at(f"billing {job.target_on}", number * CHUNK, len(account_ids))
                    plan = planner.take(number)
                    with transaction(connection):
                        if data_version(connection) != version:
                            planner.stop()
                            plan = None  # somebody else has written since: only a plan made under the lock holds
                        if plan is None:
                            plan = plan_chunk(connection, job, run_id, as_of, chunk)
                        numbers = write_chunk(connection, company, run_id, plan)
                    report.add(plan, numbers)
        except Cancelled:
            with transaction(connection):
                _end(connection, company, run_id, "cancelled")
            raise
        with transaction(connection):
            is_alone = version is not None and data_version(connection) == version
            _finish(connection, company, job, run_id, as_of, is_alone)
    # A repeated run for accounts that were left out counts where one of them has been mended.
    return 1 if job.only is None or report.invoice_count > before else 0


def accounts_due(connection: Connection, job: Job) -> list[int]:
    """Accounts with something due up to the job's target, in order of id."""
    due = "SELECT DISTINCT account_id FROM order_lines WHERE next_billing_on <= ?"
    values: list[str | int] = [job.target_on.isoformat()]
    if job.schedule_id is not None:
        due += " AND schedule_id = ?"
        values.append(job.schedule_id)
    found = [account_id for (account_id,) in fetch_rows(connection, f"{due} ORDER BY account_id", values)]
    return found if job.only is None else [account_id for account_id in found if account_id in job.only]


def _start(connection: Connection, company: Company, job: Job) -> int | None:
    """Open the run's row, or join the one that another process or an earlier try has left; None when it is finished."""
    if _is_finished(connection, job):
        return None
    row = _standing(connection, job)
    if row is not None:
        again = update(invoice_runs).where(invoice_runs.c.id == row.id)
        connection.execute(again.values(state="running", mode=job.mode))
        return int(row.id)
    run_id = next_id(connection, invoice_runs)
    connection.execute(
        insert(invoice_runs).values(
            id=run_id,
            schedule_id=job.schedule_id,
            occurrence_on=iso(job.occurrence.on) if job.occurrence is not None else None,
            target_on=job.target_on.isoformat(),
            invoice_on=job.invoice_on.isoformat(),
            mode=job.mode,
            state="running",
            started_at=company.stamp(),
            invoice_count=0,
            line_count=0,
        )
    )
    return run_id


def _standing(connection: Connection, job: Job) -> Row[int, str] | None:
    """The id and state of the run that the job's occurrence has had, if any."""
    if job.occurrence is None:
        return None
    c = invoice_runs.c
    present = (c.schedule_id == job.schedule_id) & (c.occurrence_on == job.occurrence.on.isoformat())
    return connection.execute(select(c.id, c.state).where(present)).first()


def _is_finished(connection: Connection, job: Job) -> bool:
    """Whether nothing is left to do for the job: its occurrence has run, and it is not to be run all the same."""
    row = _standing(connection, job)
    return row is not None and row.state == "done" and not job.is_forced


def _end(connection: Connection, company: Company, run_id: int, state: str) -> None:
    values = {"state": state, "ended_at": company.stamp()}
    connection.execute(update(invoice_runs).where(invoice_runs.c.id == run_id).values(values))


def _finish(connection: Connection, company: Company, job: Job, run_id: int, as_of: date, is_alone: bool) -> None:
    """Close the occurrence; what its left-out accounts owe then stands in the draft of the next target.

    So does what came in for accounts that the run had done already, where it was not alone in the company.
    """
    _end(connection, company, run_id, "done")
    if job.only is not None:
        _resolve(connection, run_id, job.only.difference(accounts_due(connection, job)))
    if job.occurrence is None or job.schedule_id is None or job.only is not None:
        return
    schedule = load_book(connection).schedules[job.schedule_id]
    values: dict[str, Any] = {"ran_on": iso(max(job.occurrence.on, schedule.ran_on or job.occurrence.on))}
    # A run in draft mode closes no more than the occurrences that it has passed over.
    closed_on = job.occurrence.on if job.mode != "draft" else job.passed_on
    if closed_on is not None:
        values["closed_on"] = iso(max(closed_on, schedule.closed_on or closed_on))
    connection.execute(update(invoice_schedules).where(invoice_schedules.c.id == schedule.id).values(values))
    left = select(run_exceptions.c.account_id).where(run_exceptions.c.run_id == run_id, run_exceptions.c.is_resolved == 0)
    late = [] if is_alone else accounts_due(connection, job)
    recollect(connection, {*connection.execute(left).scalars(), *late}, as_of)


def _resolve(connection: Connection, run_id: int, account_ids: Collection[int]) -> None:
    """Close the exceptions of accounts to which nothing is owed to the run any more, billed or not."""
    c = run_exceptions.c
    if account_ids:
        done = (c.run_id == run_id) & c.account_id.in_(sorted(account_ids))
        connection.execute(update(run_exceptions).where(done).values(is_resolved=1))


def _books_in_turn(book: ScheduleBook, jobs: Sequence[Job]) -> list[ScheduleBook]:
    """The book as each job will find it: earlier jobs have closed their occurrences by then."""
    books = []
    for job in jobs:
        books.append(book_before(book, job))
        book = book_after(books[-1], job)
    return books
