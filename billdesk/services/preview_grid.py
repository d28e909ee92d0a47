"""What a schedule's next run would bill, worked out in hundredths of a second for a hundred thousand order lines.

Which charges a line brings to an occurrence depends on its dates alone, which many lines share (its *calendar*): they are
asked of `billing.collect`, as the run asks it, once for each calendar. What a charge amounts to depends on the line
alone: `billing.money` works it out once. Both meet in a *grid*: the lines in the order of the invoices that a grouping
makes of them and of their taxes, so that an edit of the rule is a few passes over columns, and sums between borders.

Lines whose charges need more than that (usage, periods billed ahead, no price) are none of this room's business: their
accounts are planned by the run's own code. Pure, and exact to the minor unit: `tests/services/test_schedule_preview.py`
holds it to the dry run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from operator import and_, itemgetter, mul, sub
from typing import NamedTuple

from billdesk.billing.collect import EMPTY_LEDGER, ScheduleBook, bill_occurrence, group_of
from billdesk.billing.money import MAX_MINOR, WHOLE_PERCENT_E4, half_up, line_amount
from billdesk.billing.order import OrderLine, charge_from
from billdesk.billing.schedule import Occurrence, Scope

Tax = tuple[str, int]
Bucket = tuple[int, str, str]
"""Where a line's charges go: account id, currency, grouping key without the handling's mark."""


class Kind(NamedTuple):
    """What lines have in common besides whose they are. `calendar` numbers their dates."""

    calendar: int
    tax: Tax
    currency: str
    includes_tax: bool


class PlainLine(NamedTuple):
    """An open order line in short. `kind` numbers its kind, `amount_minor` is that of a whole period.

    `earlier` and `later` are the first schedules before and after the one that is edited that take the line.
    """

    account_id: int
    product_id: int | None
    order_id: int
    po: str | None
    group: str | None
    kind: int
    quantity_e6: int
    unit_price_e4: int
    discount_e4: int
    amount_minor: int
    earlier: int | None
    later: int | None


_ACCOUNT, _PRODUCT, _ORDER, _KIND = itemgetter(0), itemgetter(1), itemgetter(2), itemgetter(5)


class Charged(NamedTuple):
    """What lines of one calendar bring to an occurrence: whole periods, and (used, whole days) of those cut short."""

    whole_count: int
    cut: Sequence[tuple[int, int]]

    @property
    def line_count(self) -> int:
        """All of them: as many invoice lines."""
        return self.whole_count + len(self.cut)


Brought = Sequence[Charged | None]
"""What each calendar brings, by its number."""


class Sums(NamedTuple):
    """What lines come to within one invoice: how many invoice lines, and the amount per tax."""

    line_count: int
    amounts: Mapping[Tax, int]


class Bills(NamedTuple):
    """Invoices of an occurrence in sum. `unsure` are accounts whose amounts leave the range: the run's code decides."""

    accounts: set[int]
    invoice_count: int
    line_count: int
    totals_minor: dict[str, int]
    unsure: set[int]


@dataclass(slots=True)
class Mask:
    """Which lines of a grid a scope takes, as a column of 0 and 1, and the column of their amounts."""

    taken: list[int]
    amounts: list[int]


@dataclass(slots=True)
class Grid:
    """Plain lines in the order of buckets and taxes. All columns are in that order.

    A slot is a tax of a bucket (with its account's price basis); `slot_ends` and `bucket_ends` are the borders, counted in
    entries and in slots.
    """

    lines: list[PlainLine]
    kinds: Sequence[Kind]
    calendars: list[int]
    amounts: list[int]
    is_free: list[int]
    buckets: list[Bucket] = field(default_factory=list)
    are_gross: list[bool] = field(default_factory=list)
    taxes: list[Tax] = field(default_factory=list)
    slot_ends: list[int] = field(default_factory=list)
    bucket_ends: list[int] = field(default_factory=list)
    slot_of: list[int] = field(default_factory=list)
    entries_of: dict[int, list[int]] = field(default_factory=dict)
    largest_minor: int = 0
    cut: dict[tuple[int, int, int], list[int]] = field(default_factory=dict)

    def mask(self, scope: Scope) -> Mask:
        """The lines that no earlier schedule takes and that are in the scope; `Scope.takes` for a column at once."""
        taken: Iterable[int] = self.is_free
        kinds = frozenset(n for n, kind in enumerate(self.kinds) if kind.currency in scope.currencies)
        for restricts, wanted, column in (
            (scope.accounts, scope.accounts, _ACCOUNT),
            (scope.products, scope.products, _PRODUCT),
            (scope.orders, scope.orders, _ORDER),
            (scope.currencies, kinds, _KIND),
        ):
            if restricts:
                taken = map(and_, taken, map(wanted.__contains__, map(column, self.lines)))
        taken = list(taken)
        return Mask(taken, list(map(mul, self.amounts, taken)))

    def warm(self, calendars: Sequence[OrderLine]) -> None:
        """Work out the first periods that are cut short: a rule that reaches them then takes no longer than another."""
        for number in self.entries_of:
            charge = charge_from(calendars[number], calendars[number].next_from)
            if charge is not None and charge.used_days != charge.whole_days:
                self.cut_amounts(number, charge.used_days, charge.whole_days)

    def cut_amounts(self, calendar: int, used_days: int, whole_days: int) -> list[int]:
        """What the lines of a calendar come to for so many days of a whole period, in the order of `entries_of`."""
        key = (calendar, used_days, whole_days)
        if key not in self.cut:
            lines = (self.lines[entry] for entry in self.entries_of[calendar])
            self.cut[key] = [_amount(line, self.kinds[line.kind].currency, used_days, whole_days) for line in lines]
        return self.cut[key]


def grid_of(lines: Sequence[PlainLine], grouping: str, kinds: Sequence[Kind], like: OrderLine) -> Grid:
    """Lay the lines out for invoices grouped so. `like` is any order line, to be asked for grouping keys."""
    suffixes: dict[tuple[int, str | None, str | None], str] = {}
    by_account = grouping == "account"
    keyed = []
    for line in lines:
        suffix = ""
        if line.group is not None or not by_account:
            asked = (line.order_id, line.po, line.group)
            known = suffixes.get(asked)
            if known is None:
                po, group = line.po, line.group
                known = suffixes[asked] = group_of(like._replace(order_id=line.order_id, po=po, group=group), grouping)
            suffix = known
        kind = kinds[line.kind]
        keyed.append(((line.account_id, kind.currency, suffix), kind.tax, kind.includes_tax, line))
    keyed.sort(key=lambda each: each[:2])
    ordered = [line for *_, line in keyed]
    calendars = [kinds[line.kind].calendar for line in ordered]
    is_free = [int(line.earlier is None) for line in ordered]
    grid = Grid(ordered, kinds, calendars, [line.amount_minor for line in ordered], is_free)
    _set_borders(grid, keyed)
    return grid


def _set_borders(grid: Grid, keyed: Sequence[tuple[Bucket, Tax, bool, PlainLine]]) -> None:
    size = 0
    for entry, (bucket, tax, includes_tax, line) in enumerate(keyed):
        is_new = not grid.buckets or grid.buckets[-1] != bucket
        if is_new or grid.taxes[-1] != tax:
            if entry:
                grid.slot_ends.append(entry)
            grid.taxes.append(tax)
            grid.are_gross.append(includes_tax)
        if is_new:
            if entry:
                grid.bucket_ends.append(len(grid.taxes) - 1)
            grid.buckets.append(bucket)
            size = 0
        size += abs(line.amount_minor)
        grid.largest_minor = max(grid.largest_minor, size)
        grid.slot_of.append(len(grid.taxes) - 1)
        grid.entries_of.setdefault(grid.calendars[entry], []).append(entry)
    if keyed:
        grid.slot_ends.append(len(keyed))
        grid.bucket_ends.append(len(grid.taxes))


def charged(calendars: Sequence[OrderLine], book: ScheduleBook, schedule_id: int, occurrence: Occurrence) -> list[Charged | None]:
    """What each calendar brings to the occurrence where the schedule takes its lines; None for nothing."""
    target_on = occurrence.target_on
    found: list[Charged | None] = []
    for calendar in calendars:
        if calendar.next_billing_on > target_on:
            found.append(None)
            continue
        drafts = bill_occurrence([calendar._replace(schedule_id=schedule_id)], EMPTY_LEDGER, book, schedule_id, occurrence)
        charges = [item.charge for items in drafts.values() for item in items]
        cut = [(charge.used_days, charge.whole_days) for charge in charges if charge.used_days != charge.whole_days]
        found.append(Charged(len(charges) - len(cut), cut) if charges else None)
    return found


def mark_of(book: ScheduleBook, schedule_id: int, like: OrderLine) -> str:
    """The mark that a schedule's handling puts before its grouping keys: invoices with different ones are never shared."""
    return book.group_key(like._replace(schedule_id=schedule_id, group="")).removesuffix("group:")


def add_up(
    grid: Grid, mask: Mask, brought: Brought, shared: Mapping[Bucket, Sums], without: Collection[int] = frozenset()
) -> Bills:
    """The invoices that the taken lines give, without the accounts of `without`.

    `shared` is what lines of other schedules bring to the same target date: it joins an invoice that has lines of ours,
    and makes none of its own.
    """
    bills = Bills(set(), 0, 0, {}, set())
    amounts, counts = _per_slot(grid, mask, brought)
    most = max((each.line_count for each in brought if each is not None), default=0)
    is_large = 2 * grid.largest_minor * most >= MAX_MINOR
    with_tax = [
        amount if includes_tax else amount + half_up(amount * rate_e4, WHOLE_PERCENT_E4)
        for amount, (_, rate_e4), includes_tax in zip(amounts, grid.taxes, grid.are_gross, strict=True)
    ]
    in_sum = _between(accumulate(with_tax), grid.bucket_ends)
    line_counts = _between(accumulate(counts), grid.bucket_ends)
    accounts, totals = bills.accounts, bills.totals_minor
    invoice_count = line_count = 0
    for number, bucket in enumerate(grid.buckets):
        account_id, currency, _ = bucket
        count, total = line_counts[number], in_sum[number]
        if not count or account_id in without:
            continue
        if is_large or bucket in shared:
            more = shared.get(bucket, Sums(0, {}))
            sums = _joined(grid, number, amounts, more)
            if 4 * sum(map(abs, sums.values())) >= MAX_MINOR:
                bills.unsure.add(account_id)
                continue
            count += more.line_count
            total = _total(sums, grid.are_gross[grid.bucket_ends[number] - 1])
        accounts.add(account_id)
        invoice_count += 1
        line_count += count
        totals[currency] = totals.get(currency, 0) + total
    return bills._replace(invoice_count=invoice_count, line_count=line_count)


def _joined(grid: Grid, number: int, amounts: Sequence[int], more: Sums) -> dict[Tax, int]:
    """The amounts per tax of a bucket with those of other schedules' lines."""
    begin, end = (grid.bucket_ends[number - 1] if number else 0), grid.bucket_ends[number]
    sums = dict(zip(grid.taxes[begin:end], amounts[begin:end], strict=True))
    for tax, amount in more.amounts.items():
        sums[tax] = sums.get(tax, 0) + amount
    return sums


def sums_of(
    lines: Sequence[PlainLine], grouping: str, kinds: Sequence[Kind], like: OrderLine, brought: Brought
) -> dict[Bucket, Sums]:
    """What lines bring to each bucket, where they bring something."""
    grid = grid_of(lines, grouping, kinds, like)
    everything = Mask([1] * len(grid.lines), grid.amounts)
    amounts, counts = _per_slot(grid, everything, brought)
    found: dict[Bucket, Sums] = {}
    slot = 0
    for bucket, end in zip(grid.buckets, grid.bucket_ends, strict=True):
        begin, slot = slot, end
        if any(counts[begin:end]):
            found[bucket] = Sums(sum(counts[begin:end]), dict(zip(grid.taxes[begin:end], amounts[begin:end], strict=True)))
    return found


def _per_slot(grid: Grid, mask: Mask, brought: Brought) -> tuple[list[int], list[int]]:
    """The amount and the count of invoice lines of each slot."""
    if not grid.lines:
        return [], []
    whole = [0 if each is None else each.whole_count for each in brought]
    count = [0 if each is None else each.line_count for each in brought]
    amounts = _between(accumulate(map(mul, mask.amounts, map(whole.__getitem__, grid.calendars))), grid.slot_ends)
    counts = _between(accumulate(map(mul, mask.taken, map(count.__getitem__, grid.calendars))), grid.slot_ends)
    for calendar, each in enumerate(brought):
        for used_days, whole_days in () if each is None else each.cut:
            entries = grid.entries_of.get(calendar, ())
            for entry, amount in zip(entries, grid.cut_amounts(calendar, used_days, whole_days) if entries else (), strict=True):
                if mask.taken[entry]:
                    amounts[grid.slot_of[entry]] += amount
    return amounts, counts


def _between(running: Iterable[int], ends: Sequence[int]) -> list[int]:
    """The sums between borders, from the running sum of a column."""
    sums = [0, *running]
    at_ends = [sums[end] for end in ends]
    return list(map(sub, at_ends, [0, *at_ends[:-1]])) if at_ends else []


def _total(sums: Mapping[Tax, int], includes_tax: bool) -> int:
    if includes_tax:
        return sum(sums.values())
    return sum(amount + half_up(amount * rate_e4, WHOLE_PERCENT_E4) for (_, rate_e4), amount in sums.items())


def _amount(line: PlainLine, currency: str, used_days: int, whole_days: int) -> int:
    return line_amount(line.quantity_e6, line.unit_price_e4, line.discount_e4, currency, used_days, whole_days)
