"""Home's figures: what is unbilled, open and overdue, what runs next, what wants a person, what recurs. Reads only.

Amounts are kept apart by currency and never added across them. Each figure names the list that it counts, so that the
window can open it and a person find the same rows. The sums over posted documents come from `posted_totals`, which reads
a million of them once; everything else here is read through indexes over drafts and open order lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Connection

from billdesk.billing.ageing import BUCKETS, bucket_days
from billdesk.billing.cadence import BillDay, day_in_month, month_index
from billdesk.billing.schedule import Occurrence, Schedule
from billdesk.db.bulk import Row, fetch_rows
from billdesk.db.engine import reading
from billdesk.services.book import load_book
from billdesk.services.company import Company, read_settings
from billdesk.services.lists_conditions import Condition
from billdesk.services.posted_totals import PostedTotals, read_totals
from billdesk.services.recurring import Recurring, recurring_revenue

MONTHS = 13
"""How many months are shown as billed: this one, and the same one a year ago."""


@dataclass(frozen=True, slots=True)
class Amount:
    """So many documents of one currency, and what they add up to in its minor units."""

    currency: str
    minor: int
    count: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of Home: amounts by currency (the company's own first), and the list that it counts.

    `kind` is a list of `services.lists`, `conditions` its filter.
    """

    key: str
    amounts: tuple[Amount, ...]
    kind: str
    conditions: tuple[Condition, ...]

    @property
    def count(self) -> int:
        """Documents of all currencies."""
        return sum(amount.count for amount in self.amounts)

    def minor(self, currency: str) -> int:
        """The amount of one currency; 0 where there is none."""
        return sum(amount.minor for amount in self.amounts if amount.currency == currency)


@dataclass(frozen=True, slots=True)
class NextRun:
    """The next occurrence of a schedule, or the first of those that were missed, and the drafts that stand for it.

    Drafts show what is collected so far; a run also bills what falls due until its target.
    """

    schedule_id: int
    schedule: str
    on: date
    target_on: date
    mode: str
    is_held: bool
    due_count: int
    """Occurrences up to today that have not run."""
    drafts: Figure
    account_count: int
    line_count: int


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that wants a person: how many of it, and the list to find them in.

    Keys: exceptions, mail-uncertain, mail-failed, runs-stopped, drafts-past, schedules-paused.
    """

    key: str
    count: int
    kind: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """All of Home as of a day. `billed` has, by currency, a net for each of `months` (such as 2026-11), oldest first."""

    company: str
    as_of: date
    home_currency: str
    currencies: tuple[str, ...]
    has_accounts: bool
    has_orders: bool
    has_schedules: bool
    unbilled: Figure
    not_due: Figure
    overdue: Figure
    credited: Figure
    """Credit notes of the last 30 days."""
    ageing: tuple[Figure, ...]
    due_soon: Figure
    """What falls due within seven days, today included."""
    next_run: NextRun | None
    concerns: tuple[Concern, ...]
    recurring: tuple[Recurring, ...]
    months: tuple[str, ...]
    billed: Mapping[str, tuple[int, ...]]
    totals: PostedTotals = field(repr=False)
    """What the next call carries on from."""

    @property
    def is_empty(self) -> bool:
        """Whether the company has nothing yet that Home could show."""
        return not (self.has_accounts or self.has_orders or self.has_schedules)


def overview(company: Company, as_of: date, before: PostedTotals | None = None) -> Overview:
    """Home's figures. `before` is `totals` of an earlier call: only what was posted since is then read."""
    totals = read_totals(company, before)
    with reading(company.engine) as connection:
        settings = read_settings(connection)
        standing = fetch_rows(connection, _DRAFTS)
        credited = fetch_rows(connection, _CREDITED, ((as_of - timedelta(29)).isoformat(), as_of.isoformat()))
        recurring = recurring_revenue(connection, as_of)
        months = _months(as_of)
        first = _Order(settings.currency)
        book = load_book(connection).schedules
        return Overview(
            settings.name,
            as_of,
            settings.currency,
            first.of({c for c, _ in (*totals.open_minor, *totals.net_minor)} | {row[2] for row in standing}),
            *_has(connection),
            unbilled=first.figure("unbilled", _amounts(standing), [_IS_DRAFT]),
            not_due=first.figure("not-due", _open(totals, as_of.isoformat()), [_IS_OPEN]),
            overdue=first.figure("overdue", _open(totals, "", as_of.isoformat()), [_IS_OVERDUE]),
            credited=first.figure("credited", [Amount(*row) for row in credited], _CREDITED_LIST),
            ageing=tuple(_ageing(first, totals, as_of)),
            due_soon=first.figure(
                "due-soon",
                _open(totals, as_of.isoformat(), (as_of + timedelta(7)).isoformat()),
                [_IS_OPEN, Condition("due_on", "within", "next-7-days")],
            ),
            next_run=_next_run(connection, list(book.values()), standing, as_of, first),
            concerns=tuple(_concerns(connection, list(book.values()), standing, as_of)),
            recurring=tuple(sorted(recurring, key=lambda r: first.rank(r.currency))),
            months=months,
            billed=_billed(totals, months, first),
            totals=totals,
        )


# -- what is read

_DRAFTS = """SELECT schedule_id, target_on, currency, count(*), sum(total_minor), sum(line_count) FROM invoices
 WHERE status = 'draft' AND kind = 'invoice' GROUP BY 1, 2, 3"""
_CREDITED = """SELECT currency, sum(total_minor), count(*) FROM invoices
 WHERE kind = 'credit_note' AND status = 'posted' AND issued_on BETWEEN ? AND ? GROUP BY 1"""
_HAS = """SELECT EXISTS (SELECT 1 FROM accounts), EXISTS (SELECT 1 FROM orders), EXISTS (SELECT 1 FROM invoice_schedules)"""
_RUN_ACCOUNTS = """SELECT count(DISTINCT account_id) FROM invoices
 WHERE status = 'draft' AND kind = 'invoice' AND schedule_id = ? AND target_on = ?"""
_EXCEPTIONS = "SELECT count(*) FROM run_exceptions WHERE is_resolved = 0"
_MAIL = "SELECT state, count(*) FROM outbox WHERE state IN ('uncertain', 'failed') GROUP BY 1"
_STOPPED = "SELECT count(*) FROM invoice_runs WHERE state = 'cancelled' AND occurrence_on IS NOT NULL"

_IS_DRAFT = Condition("status", "in", "draft")
_IS_OPEN = Condition("payment_status", "in", "unpaid")
_IS_OVERDUE = Condition("payment_status", "in", "overdue")
_CREDITED_LIST = [Condition("kind", "in", "credit_note"), Condition("issued_on", "within", "last-30-days")]


class _Order:
    """The order of currencies: the company's own first, the others by code."""

    def __init__(self, home: str) -> None:
        self._home = home

    def rank(self, currency: str) -> tuple[bool, str]:
        return currency != self._home, currency

    def of(self, currencies: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(currencies, key=self.rank))

    def figure(self, key: str, amounts: Iterable[Amount], conditions: Sequence[Condition]) -> Figure:
        ordered = sorted(amounts, key=lambda amount: self.rank(amount.currency))
        return Figure(key, tuple(a for a in ordered if a.count or a.minor), "invoices", tuple(conditions))


def _has(connection: Connection) -> tuple[bool, bool, bool]:
    """Whether there are accounts, orders and schedules."""
    accounts, orders, schedules = map(bool, fetch_rows(connection, _HAS)[0])
    return accounts, orders, schedules


def _amounts(drafts: Iterable[Row]) -> list[Amount]:
    minor: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for _, _, currency, count, total, _ in drafts:
        minor[currency] += int(total)
        counts[currency] += count
    return [Amount(currency, minor[currency], counts[currency]) for currency in counts]


def _open(totals: PostedTotals, from_on: str = "", until_on: str = "9999") -> list[Amount]:
    """What is open with a due date from `from_on` up to but not on `until_on` (stored text)."""
    minor: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for (currency, due_on), amount in totals.open_minor.items():
        if from_on <= due_on < until_on:
            minor[currency] += amount
            counts[currency] += totals.open_count[currency, due_on]
    return [Amount(currency, minor[currency], counts[currency]) for currency in minor]


def _due(first: date | None, last: date) -> Condition:
    """The filter for due dates from `first` to `last`, both included; None for `first` is an open end."""
    if first is None:
        return Condition("due_on", "before", (last + timedelta(1)).isoformat())
    return Condition("due_on", "between", (first.isoformat(), last.isoformat()))


def _ageing(first: _Order, totals: PostedTotals, as_of: date) -> Iterable[Figure]:
    for key, (from_on, last_on) in zip(BUCKETS, bucket_days(as_of), strict=True):
        until = "9999" if last_on is None else (last_on + timedelta(1)).isoformat()
        amounts = _open(totals, from_on.isoformat() if from_on else "", until)
        conditions = [_IS_OPEN] if last_on is None else [_IS_OVERDUE, _due(from_on, last_on)]
        yield first.figure(key, amounts, conditions)


def _months(as_of: date) -> tuple[str, ...]:
    last = month_index(as_of)
    return tuple(day_in_month(n, BillDay("day", 1)).isoformat()[:7] for n in range(last - MONTHS + 1, last + 1))


def _billed(totals: PostedTotals, months: Sequence[str], first: _Order) -> dict[str, tuple[int, ...]]:
    currencies = first.of({currency for currency, month in totals.net_minor if month in months})
    return {currency: tuple(totals.net_minor[currency, month] for month in months) for currency in currencies}


# -- what runs next, and what wants a person


def _next_run(
    connection: Connection, schedules: Sequence[Schedule], drafts: Sequence[Row], as_of: date, first: _Order
) -> NextRun | None:
    coming: list[tuple[Occurrence, Schedule]] = []
    for schedule in schedules:
        following = None if schedule.is_paused else next(schedule.occurrences(schedule.ran_on), None)
        if following is not None:
            coming.append((following, schedule))
    if not coming:
        return None
    occurrence, schedule = min(coming, key=lambda pair: (pair[0].on, pair[1].position))
    target_on = occurrence.target_on.isoformat()
    mine = [row for row in drafts if row[0] == schedule.id and row[1] == target_on]
    conditions = [
        _IS_DRAFT,
        Condition("schedule", "is", schedule.name),
        Condition("target_on", "is", target_on),
    ]
    return NextRun(
        schedule.id,
        schedule.name,
        occurrence.on,
        occurrence.target_on,
        schedule.mode,
        schedule.is_held,
        len(schedule.due(as_of)),
        first.figure("next-run", _amounts(mine), conditions),
        int(fetch_rows(connection, _RUN_ACCOUNTS, (schedule.id, target_on))[0][0]) if mine else 0,
        sum(int(row[5]) for row in mine),
    )


def _concerns(connection: Connection, schedules: Sequence[Schedule], drafts: Sequence[Row], as_of: date) -> Iterable[Concern]:
    mail: dict[str, int] = dict(fetch_rows(connection, _MAIL))
    today = as_of.isoformat()
    past = sum(row[3] for row in drafts if row[1] is not None and row[1] < today)
    found = (
        ("exceptions", fetch_rows(connection, _EXCEPTIONS)[0][0], "exceptions", (Condition("resolved", "is", "no"),)),
        ("mail-uncertain", mail.get("uncertain", 0), "outbox", (Condition("state", "in", "uncertain"),)),
        ("mail-failed", mail.get("failed", 0), "outbox", (Condition("state", "in", "failed"),)),
        ("runs-stopped", fetch_rows(connection, _STOPPED)[0][0], "runs", (Condition("state", "in", "cancelled"),)),
        ("drafts-past", past, "invoices", (_IS_DRAFT, Condition("target_on", "before", today))),
        ("schedules-paused", sum(s.is_paused for s in schedules), "schedules", (Condition("state", "in", "paused"),)),
    )
    return [Concern(key, int(count), kind, conditions) for key, count, kind, conditions in found if count]
