"""What a schedule's next run would bill, worked out in hundredths of a second for a hundred thousand order lines.

Which charges a line brings to an occurrence depends on its dates alone, which many lines share (its *calendar*): they are
asked of `billing.collect`, as the run asks it, once for each calendar. What a charge amounts to depends on the line
alone: it is worked out once by `billing.money`. Both meet in *cells*: the lines of one future invoice that have the same
calendar and tax, with their amounts already summed. An edit of the rule then adds up cells instead of billing lines.

Lines whose charges need more than that (usage, periods billed ahead, no price) are none of this room's business: their
accounts are planned by the run's own code. Pure, and exact to the minor unit: `tests/services/test_schedule_preview.py`
holds it to the dry run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from billdesk.billing.collect import EMPTY_LEDGER, ScheduleBook, bill_occurrence, group_of
from billdesk.billing.money import MAX_MINOR, WHOLE_PERCENT_E4, half_up, line_amount
from billdesk.billing.order import OrderLine
from billdesk.billing.schedule import Occurrence

Tax = tuple[str, int]
Bucket = tuple[int, str, str]
"""Where a line's charges go: account id, currency, grouping key without the handling's mark."""


class Kind(NamedTuple):
    """What lines have in common that can be summed up within one invoice. `calendar` numbers their dates."""

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


class Cell:
    """Lines of one invoice and kind: their whole periods' sum, and the lines for periods that are cut short."""

    __slots__ = ("_cut", "amount_minor", "kind", "lines")

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.amount_minor = 0
        self.lines: list[PlainLine] = []
        self._cut: dict[tuple[int, int], int] | None = None

    def cut_minor(self, used_days: int, whole_days: int) -> int:
        """The sum of the lines' amounts for so many days of a whole period, each rounded as its invoice line is."""
        if self._cut is None:
            self._cut = {}
        found = self._cut.get((used_days, whole_days))
        if found is None:
            currency = self.kind.currency
            found = self._cut[used_days, whole_days] = sum(
                line_amount(line.quantity_e6, line.unit_price_e4, line.discount_e4, currency, used_days, whole_days)
                for line in self.lines
            )
        return found


class Charged(NamedTuple):
    """What lines of one calendar bring to an occurrence: whole periods, and (used, whole days) of those cut short."""

    whole_count: int
    cut: Sequence[tuple[int, int]]


Cells = Mapping[Bucket, list[Cell]]


class Bills(NamedTuple):
    """Invoices of an occurrence in sum. `unsure` are accounts whose amounts leave the range: the run's code decides."""

    accounts: set[int]
    invoice_count: int
    line_count: int
    totals_minor: dict[str, int]
    unsure: set[int]


def cells_of(lines: Iterable[PlainLine], grouping: str, kinds: Sequence[Kind], like: OrderLine) -> Cells:
    """The lines, in order of accounts, laid into the buckets of invoices grouped so, and there into cells.

    `like` is any order line, to be asked for grouping keys in the place of others.
    """
    found: dict[Bucket, list[Cell]] = {}
    by_account = grouping == "account"
    suffixes: dict[tuple[int, str | None, str | None], str] = {}
    cells: dict[int | tuple[int, str], Cell] = {}
    present = 0
    for line in lines:
        account_id, _, order_id, po, group, number, _, _, _, amount, _, _ = line
        if account_id != present:
            present, cells = account_id, {}
        key: int | tuple[int, str] = number
        suffix = ""
        if group is not None or not by_account:
            asked = (order_id, po, group)
            known = suffixes.get(asked)
            if known is None:
                known = suffixes[asked] = group_of(like._replace(order_id=order_id, po=po, group=group), grouping)
            suffix = known
            key = (number, suffix)
        cell = cells.get(key)
        if cell is None:
            kind = kinds[number]
            cell = cells[key] = Cell(kind)
            bucket = (account_id, kind.currency, suffix)
            if bucket in found:
                found[bucket].append(cell)
            else:
                found[bucket] = [cell]
        cell.amount_minor += amount
        cell.lines.append(line)
    return found


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


def add_up(own: Cells, brought: Sequence[Charged | None], shared: Sequence[tuple[Cells, Sequence[Charged | None]]]) -> Bills:
    """The invoices that these cells give.

    `shared` are the cells of other schedules that collect for the same target date: they join an invoice that has lines
    of the edited schedule, and make none of their own.
    """
    bills = Bills(set(), 0, 0, {}, set())
    accounts, totals, unsure = bills.accounts, bills.totals_minor, bills.unsure
    invoice_count = line_count = 0
    for bucket, cells in own.items():
        account_id, currency, _ = bucket
        sums: dict[Tax, int] = {}
        count = _sum_up(cells, brought, sums)
        if not count:
            continue
        for others, theirs in shared:
            count += _sum_up(others.get(bucket, ()), theirs, sums)
        total = _total(sums, cells[0].kind.includes_tax)
        if total is None:
            unsure.add(account_id)
            continue
        accounts.add(account_id)
        invoice_count += 1
        line_count += count
        totals[currency] = totals.get(currency, 0) + total
    return bills._replace(invoice_count=invoice_count, line_count=line_count)


def _sum_up(cells: Iterable[Cell], brought: Sequence[Charged | None], sums: dict[Tax, int]) -> int:
    """Add what the cells bring to the sums per tax; the count of invoice lines."""
    count = 0
    for cell in cells:
        calendar, tax, _, _ = cell.kind
        charges = brought[calendar]
        if charges is None:
            continue
        amount = cell.amount_minor * charges.whole_count
        for used_days, whole_days in charges.cut:
            amount += cell.cut_minor(used_days, whole_days)
        count += len(cell.lines) * (charges.whole_count + len(charges.cut))
        sums[tax] = sums.get(tax, 0) + amount
    return count


def _total(sums: Mapping[Tax, int], includes_tax: bool) -> int | None:
    """The total with tax; None where amounts come near the end of their range, which the run looks at closely."""
    total = size = 0
    for (_, rate_e4), amount in sums.items():
        total += amount if includes_tax else amount + half_up(amount * rate_e4, WHOLE_PERCENT_E4)
        size += abs(amount)
    return total if 2 * size < MAX_MINOR else None
