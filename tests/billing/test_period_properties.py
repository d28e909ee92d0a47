"""Whatever the cadence: periods leave no gap, do not overlap, do not drift, and are billed once each."""

from datetime import date, timedelta
from itertools import islice, pairwise, takewhile

from dateutil.relativedelta import relativedelta
from hypothesis import strategies as st

from billdesk.billing.cadence import BillDay, parse_cadence
from billdesk.billing.collect import EMPTY_LEDGER, Ledger, bill_target, next_open
from billdesk.billing.order import OrderLine, charge_from, charges
from billdesk.billing.period import Period, anchor_on, boundary, periods
from tests.billing.properties import Shape, at_any_length, bill_days, days, holds, shapes

FIRST = 40
"""So many periods of a line are looked at; an evergreen one has no end."""


def laid_out(shape: Shape, from_on: date | None = None) -> list[Period]:
    return list(islice(periods(shape.start_on, shape.end_before, shape.cadence, shape.bill_day, from_on), FIRST))


@at_any_length
def test_periods_run_from_start_to_end_without_gap_or_overlap(examples: int):
    def check(shape: Shape) -> None:
        found = laid_out(shape)
        if shape.end_before is not None and shape.end_before <= shape.start_on:
            assert found == []
            return
        assert found[0].from_on == shape.start_on
        assert all(one.until_on == other.from_on for one, other in pairwise(found))
        assert all(period.from_on < period.until_on for period in found)
        if len(found) < FIRST:
            assert found[-1].until_on == shape.end_before

    holds(check, examples, shapes)


@at_any_length
def test_a_period_is_whole_except_at_the_ends_and_never_longer(examples: int):
    def check(shape: Shape) -> None:
        found = laid_out(shape)
        assert all(p.whole_from <= p.from_on and p.until_on <= p.whole_until for p in found)
        assert not any(p.is_stub for p in found[1:-1])
        assert sum(p.used_days for p in found) == (sum(((p.until_on - p.from_on) for p in found), timedelta()).days)
        if len(found) > 1:
            # The first one may only lack days before it, the last one only days after it.
            assert found[0].until_on == found[0].whole_until
            assert found[-1].from_on == found[-1].whole_from

    holds(check, examples, shapes)


@at_any_length
def test_boundaries_without_a_bill_day_are_the_start_plus_n_intervals(examples: int):
    def check(shape: Shape) -> None:
        plain = shape._replace(bill_day=None)
        step = relativedelta(months=plain.cadence.months, days=plain.cadence.days)
        for n, period in enumerate(laid_out(plain)):
            # dateutil counts months its own way and clips to the month's end too.
            assert period.whole_from == plain.start_on + n * step
            assert period.whole_until == plain.start_on + (n + 1) * step

    holds(check, examples, shapes)


@at_any_length
def test_boundaries_are_those_counted_from_the_anchor(examples: int):
    def check(shape: Shape) -> None:
        anchor = anchor_on(shape.start_on, shape.bill_day)
        inner = [p.from_on for p in laid_out(shape) if p.from_on >= anchor]
        assert inner == [boundary(anchor, shape.cadence, shape.bill_day, n) for n in range(len(inner))]

    holds(check, examples, shapes)


@at_any_length
def test_a_line_resumed_at_any_period_goes_on_without_drift(examples: int):
    def check(shape: Shape, index: int) -> None:
        found = laid_out(shape)
        if index < len(found):
            assert laid_out(shape, found[index].from_on)[: FIRST - index] == found[index:]

    holds(check, examples, shapes, st.integers(0, FIRST - 1))


@at_any_length
def test_the_two_parts_of_a_month_cut_anywhere_have_the_days_of_the_whole(examples: int):
    # |-------- whole month --------|
    # |-- ends here --|-- starts ---|
    def check(shape: Shape, bill_day: BillDay, cut_after: int) -> None:
        month = shape._replace(cadence=parse_cadence("1 month"), bill_day=bill_day, end_before=None)
        cut = month.start_on + timedelta(cut_after)
        before, after = laid_out(month._replace(end_before=cut))[-1], laid_out(month._replace(start_on=cut))[0]
        if before.is_stub and before.from_on == before.whole_from:
            assert (before.whole_from, before.whole_until) == (after.whole_from, after.whole_until)
            assert before.used_days + after.used_days == before.whole_days

    holds(check, examples, shapes, bill_days, st.integers(1, 400))


@at_any_length
def test_charges_billed_one_by_one_are_those_of_one_go(examples: int):
    def check(shape: Shape) -> None:
        line = shape.line()
        in_one_go = list(islice(charges(line), FIRST))
        claimed: set[date] = set()
        one_by_one = []
        for _ in range(FIRST):
            charge = next_open(line, claimed)
            if charge is None:
                break
            claimed.add(charge.from_on)
            one_by_one.append(charge)
        assert one_by_one == in_one_go
        assert [c.from_on for c in in_one_go] == [p.from_on for p in laid_out(shape)]
        assert all(one.due_on < other.due_on for one, other in pairwise(in_one_go))

    holds(check, examples, shapes)


def _billed_on(line: OrderLine, run_dates: list[date]) -> list[tuple[date, date | None]]:
    """The periods that runs by hand on these dates bill, the line's pointer moved on after each."""
    found: list[tuple[date, date | None]] = []
    for run_on in run_dates:
        drafts = bill_target([line], EMPTY_LEDGER, run_on, lambda _: "", lambda _: True)
        for item in (item for items in drafts.values() for item in items):
            found.append((item.charge.from_on, item.charge.until_on))
            assert item.charge.until_on is not None
            following = charge_from(line, item.charge.until_on)
            pointer = (item.charge.until_on, date.max if following is None else following.due_on)
            line = line._replace(next_from=pointer[0], next_billing_on=pointer[1])
    return found


@at_any_length
def test_runs_on_any_dates_bill_what_one_run_on_the_last_of_them_bills(examples: int):
    def check(shape: Shape, offsets: list[int]) -> None:
        line = shape.line()
        run_dates = sorted(shape.start_on + timedelta(offset) for offset in offsets)
        until_then = takewhile(lambda charge: charge.due_on <= run_dates[-1], charges(line))
        assert _billed_on(line, run_dates) == [(c.from_on, c.until_on) for c in until_then]
        assert _billed_on(line, run_dates[-1:]) == _billed_on(line, run_dates)

    holds(check, examples, shapes, st.lists(st.integers(0, 400), min_size=1, max_size=6))


@at_any_length
def test_claims_anywhere_leave_exactly_the_other_periods_to_bill(examples: int):
    def check(shape: Shape, claimed_indexes: set[int], until: date) -> None:
        found = list(islice(charges(shape.line()), FIRST))
        claimed = {c.from_on for n, c in enumerate(found) if n in claimed_indexes}
        line = shape.line(has_later_claims=True)
        last_on = min(until, shape.start_on + timedelta(FIRST - 1))
        drafts = bill_target([line], Ledger({line.id: claimed}, {}), last_on, lambda _: "", lambda _: True)
        billed = [item.charge for items in drafts.values() for item in items]
        assert billed == [c for c in found if c.from_on not in claimed and c.due_on <= last_on]

    holds(check, examples, shapes, st.sets(st.integers(0, FIRST)), days)
