"""What the next run of a schedule would bill while a person still edits its rule: exact, and at once.

`read_preview` reads the open order lines into memory, once when the dialog opens (and again when somebody has written).
`BillingPreview.next_run` then answers for any rule from memory alone: in columns where lines are plain (`preview_grid`),
by the run's own `played` where they are not. The answer is that of the dry run which would follow the saving of the rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from threading import Lock

from sqlalchemy import Connection

from billdesk.billing.cadence import FIRST_DATE
from billdesk.billing.collect import Ledger, ScheduleBook
from billdesk.billing.schedule import GROUPINGS, Occurrence, Schedule, Scope
from billdesk.db.engine import reading
from billdesk.processes import without_cycle_collector
from billdesk.services.billing_plan import Job, RunException
from billdesk.services.book import load_book
from billdesk.services.collecting import CHUNK, AccountState, read_accounts
from billdesk.services.company import Company, Progress
from billdesk.services.preview_grid import (
    Bills,
    Brought,
    Bucket,
    Grid,
    Mask,
    PlainLine,
    Sums,
    add_up,
    charged,
    grid_of,
    mark_of,
    sums_of,
)
from billdesk.services.preview_lines import OpenLines, read_open_lines
from billdesk.services.run_report import RunReport
from billdesk.services.runs import RunRequest, jobs_in_turn, played
from billdesk.services.schedule_view import ScheduleDetails, details_of, rule_of
from billdesk.services.schedules import NewSchedule, scope_ids

_KEPT = 6
"""Scopes whose lines are remembered, so that going back and forth costs nothing."""

_Turns = Sequence[tuple[Job, ScheduleBook]]


@dataclass(frozen=True, slots=True)
class NextRun:
    """What the next run would bill: that of `occurrence`, None where no date is left.

    `totals_minor` with tax per currency. The accounts of `exceptions` would be left out.
    """

    occurrence: Occurrence | None
    account_count: int = 0
    invoice_count: int = 0
    line_count: int = 0
    totals_minor: tuple[tuple[str, int], ...] = ()
    exceptions: tuple[RunException, ...] = ()


def next_dates(rule: Schedule, count: int = 12) -> list[Occurrence]:
    """The next occurrences of a rule that have not run, those that were missed first."""
    return list(islice(rule.occurrences(rule.ran_on), count))


def read_preview(company: Company, schedule_id: int | None = None, progress: Progress | None = None) -> BillingPreview:
    """Read what previews of a schedule need: the one with this id, or a new one that is to stand behind the others."""
    with reading(company.engine) as connection, without_cycle_collector():
        return BillingPreview(company, connection, schedule_id, progress or Progress())


class BillingPreview:
    """The open order lines of a company in memory, and what rules make of them. Safe to ask from several threads."""

    def __init__(self, company: Company, connection: Connection, schedule_id: int | None, progress: Progress) -> None:
        self._company = company
        self._lock = Lock()
        self._grids: dict[str, Grid] = {}
        self._masks: dict[tuple[Scope, str], Mask] = {}
        self._book = load_book(connection)
        schedules = self._book.schedules.values()
        self.standing: ScheduleDetails | None = None if schedule_id is None else details_of(connection, schedule_id)
        if self.standing is not None:
            self._id, self._position = self.standing.id, self.standing.position
            self._again = _left_out(connection, self._book.schedules[self._id])
        else:
            self._id = 1 + max((s.id for s in schedules), default=0)
            self._position = 1 + max((s.position for s in schedules), default=0)
            self._again = []
        earlier = ScheduleBook(s for s in schedules if s.position < self._position)
        later = ScheduleBook(s for s in schedules if s.position > self._position)
        waiting = {account_id for job in self._again for account_id in job.only or ()}
        self._open: OpenLines = read_open_lines(connection, earlier, later, waiting, progress)
        self._hard = list(_states(connection, self._open.hard_accounts, progress))

    def next_run(self, values: NewSchedule, as_of: date) -> NextRun:
        """What the schedule's next run would bill if it were as `values` say; a paused one as if it were resumed.

        Equals `plan_run` of the saved schedule on the day of its next occurrence; a paused one's accounts that were left
        out before are not counted. Raises BillingError for words that are
        not understood or a scope that names unknown records.
        """
        with self._lock, without_cycle_collector():
            rule = self._rule(values, as_of)
            occurrence = next(rule.occurrences(rule.ran_on), None)
            if occurrence is None:
                return NextRun(None)
            book = ScheduleBook([*(s for s in self._book.schedules.values() if s.id != rule.id), rule])
            bills = self._plain_bills(rule, occurrence, book)
            hard = self._hard
            if bills.unsure:
                with reading(self._company.engine) as connection:
                    hard = [*hard, *_states(connection, sorted(bills.unsure), Progress())]
                bills = self._plain_bills(rule, occurrence, book, bills.unsure)
            return _summed(occurrence, bills, hard, self._turns(rule, occurrence, book))

    def _rule(self, values: NewSchedule, as_of: date) -> Schedule:
        scope = Scope()
        if values.accounts or values.products or values.orders or values.currencies:
            with reading(self._company.engine) as connection:
                ids = scope_ids(connection, values)
            scope = Scope(*(frozenset(ids[kind]) for kind in ("accounts", "products", "orders", "currencies")))
        return replace(rule_of(values, self.standing, as_of), id=self._id, position=self._position, scope=scope)

    def _turns(self, rule: Schedule, occurrence: Occurrence, book: ScheduleBook) -> _Turns:
        """The jobs of the run: what was left out before, then the occurrence."""
        mode = "draft" if rule.is_held else rule.mode
        again = [
            replace(job, schedule=rule.name, mode=mode, grouping=rule.grouping, terms=rule.terms)
            for job in (self._again if mode != "draft" else [])
        ]
        invoice_on = occurrence.on if rule.invoice_date == "run" else occurrence.invoice_on
        job = Job(rule.id, rule.name, occurrence, occurrence.target_on, invoice_on, mode, rule.grouping, rule.terms)
        return [(each, book) for each in (*again, job)]

    def warm(self) -> None:
        """Lay the lines out for each grouping, before a person asks for another one."""
        for grouping in GROUPINGS if self._open.calendars else ():
            with self._lock, without_cycle_collector():
                self._grid(grouping).warm(self._open.calendars)

    def _plain_bills(
        self, rule: Schedule, occurrence: Occurrence, book: ScheduleBook, without: Collection[int] = frozenset()
    ) -> Bills:
        calendars = self._open.calendars
        if not calendars:
            return Bills(set(), 0, 0, {}, set())
        brought = charged(calendars, book, rule.id, occurrence)
        mark = mark_of(book, rule.id, calendars[0])
        alike = [s for s in book.schedules.values() if s.id != rule.id and mark_of(book, s.id, calendars[0]) == mark]
        shared: dict[Bucket, Sums] = {}
        for schedule in alike:
            meets = book.occurrence(schedule.id, occurrence.target_on)
            if meets is None or meets.target_on != occurrence.target_on:
                continue  # none of its lines can belong to this target date
            theirs = charged(calendars, book, schedule.id, occurrence)
            if any(theirs):
                _join(shared, self._sums_of(schedule, rule.scope, theirs))
        return add_up(self._grid(rule.grouping), self._mask(rule.scope, rule.grouping), brought, shared, without)

    def _grid(self, grouping: str) -> Grid:
        if grouping not in self._grids:
            self._grids[grouping] = grid_of(self._open.lines, grouping, self._open.kinds, self._open.calendars[0])
        return self._grids[grouping]

    def _mask(self, scope: Scope, grouping: str) -> Mask:
        found = self._masks.pop((scope, grouping), None) or self._grid(grouping).mask(scope)
        self._masks[scope, grouping] = found  # the last one used is the last to go
        if len(self._masks) > _KEPT:
            del self._masks[next(iter(self._masks))]
        return found

    def _sums_of(self, schedule: Schedule, scope: Scope, theirs: Brought) -> dict[Bucket, Sums]:
        """What the lines that another schedule takes, once the edited one has this scope, bring to the same invoices."""
        kinds = self._open.kinds
        lines: list[PlainLine] = []
        for line in self._open.lines:
            takes_it = line.earlier
            if takes_it is None and not scope.takes(line.account_id, line.product_id, line.order_id, kinds[line.kind].currency):
                takes_it = line.later
            if takes_it == schedule.id and theirs[kinds[line.kind].calendar] is not None:
                lines.append(line)
        return sums_of(lines, schedule.grouping, kinds, self._open.calendars[0], theirs)


def _join(shared: dict[Bucket, Sums], more: dict[Bucket, Sums]) -> None:
    for bucket, sums in more.items():
        before = shared.get(bucket, Sums(0, {}))
        amounts = dict(before.amounts)
        for tax, amount in sums.amounts.items():
            amounts[tax] = amounts.get(tax, 0) + amount
        shared[bucket] = Sums(before.line_count + sums.line_count, amounts)


def _left_out(connection: Connection, schedule: Schedule) -> list[Job]:
    """The jobs that try again accounts which closed occurrences of the schedule have left out."""
    if schedule.is_paused:
        return []
    # On the first of all days nothing is due, so that what was left out is all that remains to be done.
    request = RunRequest(FIRST_DATE, schedule=schedule.name, mode="post")
    return [job for job, _ in jobs_in_turn(connection, request) if job.only is not None]


def _states(
    connection: Connection, account_ids: Sequence[int], progress: Progress
) -> Iterator[tuple[list[AccountState], Ledger]]:
    for start in range(0, len(account_ids), CHUNK):
        progress.at("reading accounts", start, len(account_ids))
        yield read_accounts(connection, account_ids[start : start + CHUNK])


def _summed(
    occurrence: Occurrence, bills: Bills, hard: Iterable[tuple[Sequence[AccountState], Ledger]], turns: _Turns
) -> NextRun:
    """The plain bills, and those that the run's own code makes of the other accounts."""
    report = RunReport()
    accounts = set(bills.accounts)
    book = turns[0][1]
    for states, ledger in hard:
        for state in states:
            account_id = state.facts.id
            lines = [
                line._replace(schedule_id=book.scheduled(account_id, line.product_id, line.order_id, line.currency))
                for line in state.lines
            ]
            for _, planned, exception in played(AccountState(state.facts, lines), ledger, turns):
                report.count(planned)
                if exception is not None:
                    report.note(exception)
                if planned:
                    accounts.add(account_id)
    totals = dict(bills.totals_minor)
    for currency, minor in report.totals_minor.items():
        totals[currency] = totals.get(currency, 0) + minor
    return NextRun(
        occurrence,
        len(accounts),
        bills.invoice_count + report.invoice_count,
        bills.line_count + report.line_count,
        tuple(sorted(totals.items())),
        tuple(report.exceptions),
    )
