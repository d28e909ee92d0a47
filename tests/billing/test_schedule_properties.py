"""Whatever the schedule: dates do not drift, every due date has one target, and runs bill each charge once."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import islice, pairwise, takewhile

from hypothesis import strategies as st

from billdesk.billing.cadence import BillDay, Cadence, is_business_day
from billdesk.billing.collect import Ledger, ScheduleBook, bill_occurrence, collect, next_open
from billdesk.billing.order import OrderLine, charges
from billdesk.billing.period import anchor_on, boundary
from billdesk.billing.schedule import HOLIDAY_RULES, Schedule
from tests.billing.properties import Shape, at_any_length, bill_days, cadences, days, holds, shapes

FIRST = 30


def _schedule(start_on: date, cadence: Cadence, bill_day: BillDay | None, rule: str, closed: set[int], ahead: int) -> Schedule:
    return Schedule(
        id=1,
        position=1,
        name="any",
        cadence=cadence,
        bill_day=bill_day,
        start_on=start_on,
        target_days=ahead,
        holiday_rule=rule,
        holidays=frozenset(start_on + timedelta(offset) for offset in closed),
    )


schedules = st.builds(
    _schedule,
    days,
    cadences,
    st.one_of(st.none(), bill_days),
    st.sampled_from(HOLIDAY_RULES),
    st.sets(st.integers(0, 60), max_size=20),
    st.integers(-40, 40),
)


@at_any_length
def test_without_a_holiday_rule_the_nth_occurrence_is_the_nth_boundary(examples: int):
    def check(schedule: Schedule) -> None:
        plain = replace(schedule, holiday_rule="none")
        anchor = anchor_on(plain.start_on, plain.bill_day, plain.holidays)
        found = [o.on for o in islice(plain.occurrences(), FIRST)]
        assert found == [boundary(anchor, plain.cadence, plain.bill_day, n, plain.holidays) for n in range(len(found))]
        assert anchor >= plain.start_on

    holds(check, examples, schedules)


@at_any_length
def test_occurrences_strictly_rise_and_a_holiday_rule_gives_business_days(examples: int):
    def check(schedule: Schedule) -> None:
        found = list(islice(schedule.occurrences(), FIRST))
        assert all(one.on < other.on and one.target_on < other.target_on for one, other in pairwise(found))
        if schedule.holiday_rule != "none":
            assert all(is_business_day(o.on, schedule.holidays) for o in found)

    holds(check, examples, schedules)


@at_any_length
def test_a_schedule_asked_from_any_date_gives_the_same_dates_after_it(examples: int):
    def check(schedule: Schedule, offset: int) -> None:
        after = schedule.start_on + timedelta(offset)
        found = list(islice(schedule.occurrences(), FIRST))
        later = [o for o in found if o.on > after]
        assert list(islice(schedule.occurrences(after), len(later))) == later

    holds(check, examples, schedules, st.integers(-60, 900))


@at_any_length
def test_the_first_target_is_the_least_open_one_on_or_after_the_due_date(examples: int):
    def check(schedule: Schedule, offset: int, closed: int | None) -> None:
        found = list(islice(schedule.occurrences(), FIRST))
        due_on = schedule.start_on + timedelta(offset)
        if closed is not None and closed < len(found):
            schedule = replace(schedule, closed_on=found[closed].on)
            found = found[closed + 1 :]
        fitting = [o for o in found if o.target_on >= due_on]
        if fitting:
            assert schedule.first_target(due_on) == min(fitting, key=lambda o: o.target_on)

    holds(check, examples, schedules, st.integers(-60, 400), st.one_of(st.none(), st.integers(0, FIRST)))


@at_any_length
def test_every_occurrence_is_found_by_its_target_and_by_no_other_date(examples: int):
    def check(schedule: Schedule) -> None:
        found = {o.target_on: o for o in islice(schedule.occurrences(), 8)}
        for target_on, occurrence in found.items():
            assert schedule.at_target(target_on) == occurrence
            between = target_on + timedelta(1)
            if between not in found and between < max(found):
                assert schedule.at_target(between) is None

    holds(check, examples, schedules)


@at_any_length
def test_what_was_missed_is_what_lies_between_the_last_run_and_today(examples: int):
    def check(schedule: Schedule, ran: int, as_of: int) -> None:
        found = list(islice(schedule.occurrences(), FIRST))
        today = found[0].on + timedelta(as_of)
        if ran < len(found) and today < found[-1].on:
            missed = replace(schedule, ran_on=found[ran].on).due(today)
            assert missed == [o for o in found[ran + 1 :] if o.on <= today]

    holds(check, examples, schedules, st.integers(0, 5), st.integers(0, 400))


def _post(line: OrderLine, schedule: Schedule, occurrence_number: int) -> list[tuple[date, date]]:
    """Run so many occurrences in turn, each posted and closed; what was billed as (period start, target date)."""
    billed: list[tuple[date, date]] = []
    claimed: set[date] = set()
    for occurrence in list(islice(schedule.occurrences(), occurrence_number)):
        ledger = Ledger({line.id: claimed}, {})
        drafts = bill_occurrence([line], ledger, ScheduleBook([schedule]), 1, occurrence)
        standing = collect([line], ledger, ScheduleBook([schedule]), occurrence.on)
        for key, items in drafts.items():
            # What the draft held before the run is what the run bills first.
            held = [item.charge for item in standing.get(key, [])]
            assert [item.charge for item in items][: len(held)] == held
            billed.extend((item.charge.from_on, occurrence.target_on) for item in items)
            claimed.update(item.charge.from_on for item in items)
        following = next_open(line, claimed)
        line = line._replace(
            next_from=line.next_from if following is None else following.from_on,
            next_billing_on=date.max if following is None else following.due_on,
        )
        schedule = replace(schedule, ran_on=occurrence.on, closed_on=occurrence.on)
    return billed


@at_any_length
def test_runs_in_turn_bill_each_charge_once_at_the_first_target_on_or_after_its_due_date(examples: int):
    def check(schedule: Schedule, shape: Shape, offset: int) -> None:
        start_on = schedule.start_on + timedelta(offset)
        length = None if shape.end_before is None else shape.end_before - shape.start_on
        shape = shape._replace(start_on=start_on, end_before=None if length is None else start_on + length)
        line = shape.line(schedule_id=1)
        targets = [o.target_on for o in islice(schedule.occurrences(), 5)]
        due = takewhile(lambda charge: charge.due_on <= targets[-1], charges(line))
        expected = [(c.from_on, next(t for t in targets if t >= c.due_on)) for c in islice(due, 500)]
        assert _post(line, schedule, 5)[:500] == expected

    holds(check, examples, schedules, shapes, st.integers(-100, 100))
