"""Collecting: which charge stands in which draft. A draft is written `target_on|group: due dates of its charges`."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from billdesk.billing.collect import (
    EMPTY_LEDGER,
    Collected,
    DraftKey,
    Ledger,
    ScheduleBook,
    Usage,
    bill_occurrence,
    bill_target,
    collect,
    group_of,
    next_open,
)
from billdesk.billing.order import OrderLine
from billdesk.billing.schedule import Occurrence, Schedule, Scope
from tests.billing.builders import a_line, a_schedule, on, one_time

NO_BOOK = ScheduleBook([])


def told(drafts: dict[DraftKey, list[Collected]]) -> dict[str, list[str]]:
    return {f"{key.target_on}|{key.group_key}": [str(i.charge.due_on) for i in items] for key, items in drafts.items()}


def collected(
    lines: Iterable[OrderLine], schedules: Iterable[Schedule] = (), as_of: str = "2026-01-10", ledger: Ledger = EMPTY_LEDGER
) -> dict[str, list[str]]:
    return told(collect(lines, ledger, ScheduleBook(schedules), on(as_of)))


def billed(
    lines: Iterable[OrderLine], schedules: list[Schedule], occurrence: str, ledger: Ledger = EMPTY_LEDGER
) -> dict[str, list[str]]:
    """What the first schedule's run of the occurrence with this target date bills."""
    found = schedules[0].at_target(on(occurrence))
    assert found is not None
    return told(bill_occurrence(lines, ledger, ScheduleBook(schedules), schedules[0].id, found))


def used(line_id: int, *records: tuple[str, int]) -> Ledger:
    return Ledger({}, {line_id: [Usage(on(day), quantity * 1_000_000) for day, quantity in records]})


# Lines that no schedule takes


def test_without_a_schedule_everything_due_today_stands_in_one_draft():
    # due         due         due
    # 1 Jan       1 Feb       1 Mar  (15 Mar)  1 Apr
    #   |-----------|-----------|-----------------|
    assert collected([a_line(), one_time("2026-03-15"), one_time("2026-03-16")], as_of="2026-03-15") == {
        "None|": ["2026-01-01", "2026-02-01", "2026-03-01", "2026-03-15"]
    }


def test_without_a_schedule_nothing_is_collected_before_it_is_due():
    assert collected([a_line(timing="arrears")], as_of="2026-01-31") == {}


def test_currencies_never_share_a_draft():
    found = collect([one_time(), one_time(currency="EUR")], EMPTY_LEDGER, NO_BOOK, on("2026-02-01"))

    assert [key.currency for key in found] == ["USD", "EUR"]


# Lines on a schedule


def test_an_activated_line_sets_up_its_next_bill_at_the_first_target():
    lines = [a_line(schedule_id=1), one_time("2026-02-10", schedule_id=1)]

    assert collected(lines, [a_schedule()]) == {"2026-01-31|": ["2026-01-01"], "2026-02-28|": ["2026-02-10"]}


def test_drafts_of_targets_that_ran_in_draft_mode_stay_and_the_next_bill_joins_them():
    #        ran     ran      next
    # 1 Jan  31 Jan  28 Feb   31 Mar
    #   |------|-------|--------|
    assert collected([a_line(schedule_id=1)], [a_schedule(ran="2026-02-28")], as_of="2026-03-01") == {
        "2026-01-31|": ["2026-01-01"],
        "2026-02-28|": ["2026-02-01"],
        "2026-03-31|": ["2026-03-01"],
    }


def test_what_comes_late_for_a_closed_target_goes_to_the_next():
    closed = a_schedule(ran="2026-01-31", closed="2026-01-31")

    assert collected([one_time("2026-01-10", schedule_id=1)], [closed]) == {"2026-02-28|": ["2026-01-10"]}


def test_what_a_schedule_takes_does_not_depend_on_today():
    line = a_line(schedule_id=1)

    assert collected([line], [a_schedule()], as_of="2025-06-01") == collected([line], [a_schedule()], as_of="2026-12-31")


def test_what_a_schedule_left_when_it_ended_is_due_in_full():
    #       end
    # 1 Jan 31 Jan  1 Feb       1 Mar       1 Apr  (10 Apr)
    #   |-----|xxxxxxx|-----------|-----------|-------
    ended = a_schedule(end="2026-01-31", ran="2026-01-31", closed="2026-01-31")
    line = a_line(schedule_id=1, next_from="2026-02-01")

    assert collected([line], [ended], as_of="2026-04-10") == {"None|": ["2026-02-01", "2026-03-01", "2026-04-01"]}
    assert collected([line], [ended], as_of="2026-01-31") == {}


def test_the_last_target_of_an_ended_schedule_still_takes_what_was_due_for_it():
    ended = a_schedule(end="2026-01-31")

    assert collected([a_line(schedule_id=1)], [ended], as_of="2026-02-10") == {
        "2026-01-31|": ["2026-01-01"],
        "None|": ["2026-02-01"],
    }


def test_an_ended_line_has_nothing_to_collect():
    line = a_line(schedule_id=1, end_before="2026-02-01", next_from="2026-02-01")

    assert collected([line], [a_schedule()]) == {}


def test_billed_periods_behind_an_open_one_are_left_out():
    # 1 Jan     1 Feb     1 Mar     1 Apr
    #   |  open   |xxxxxxxxx|   open  |
    line = a_line(has_later_claims=True)

    assert collected([line], as_of="2026-03-15", ledger=Ledger({1: {on("2026-02-01")}}, {})) == {
        "None|": ["2026-01-01", "2026-03-01"]
    }
    assert collected(
        [line._replace(schedule_id=1)], [a_schedule(ran="2026-01-31")], ledger=Ledger({1: {on("2026-02-01")}}, {})
    ) == {"2026-01-31|": ["2026-01-01"], "2026-03-31|": ["2026-03-01"]}


def test_a_hole_at_the_end_of_a_line_is_collected_once():
    line = a_line(has_later_claims=True, end_before="2026-03-01")

    found = bill_target([line], Ledger({1: {on("2026-02-01")}}, {}), on("2026-06-30"), lambda _: "", lambda _: True)
    assert told(found) == {"2026-06-30|": ["2026-01-01"]}


# Groups


def test_an_account_gets_one_invoice_unless_the_schedule_or_the_line_says_otherwise():
    lines = [
        one_time(id=1, schedule_id=1, po="P7"),
        one_time(id=2, schedule_id=1, order_id=11),
        one_time(id=3, schedule_id=1, group="west"),
    ]

    def groups(grouping: str) -> list[str]:
        return list(collected(lines, [a_schedule(grouping=grouping)]))

    assert groups("account") == ["2026-01-31|", "2026-01-31|group:west"]
    assert groups("order") == ["2026-01-31|order:10", "2026-01-31|order:11", "2026-01-31|group:west"]
    assert groups("po") == ["2026-01-31|po:P7", "2026-01-31|", "2026-01-31|group:west"]


def test_a_line_without_a_schedule_goes_by_account_or_its_own_group():
    assert NO_BOOK.group_key(one_time(po="P7")) == ""
    assert NO_BOOK.group_key(one_time(group="west")) == "group:west"
    assert group_of(one_time(po=""), "po") == ""


def test_two_schedules_that_meet_on_a_date_and_handle_invoices_alike_share_the_draft():
    schedules = [a_schedule(), a_schedule("1 quarter", id=2, position=2, start="2026-01-31")]
    lines = [one_time(id=1, schedule_id=1), one_time(id=2, schedule_id=2)]

    assert collected(lines, schedules) == {"2026-01-31|": ["2026-01-15", "2026-01-15"]}


def test_two_schedules_that_handle_invoices_differently_never_share_a_draft():
    lines = [one_time(id=1, schedule_id=1), one_time(id=2, schedule_id=2)]
    marks: dict[str, dict[str, Any]] = {
        "[post] ": {"mode": "post"},
        "[held] ": {"is_held": True},
        "[eom] ": {"terms": "eom"},
        "[dated by run] ": {"invoice_date": "run"},
        "[paused] ": {"is_paused": True},
        "[post, held, eom] ": {"mode": "post", "is_held": True, "terms": "eom"},
    }
    for mark, change in marks.items():
        apart = {"2026-01-31|": ["2026-01-15"], f"2026-01-31|{mark}": ["2026-01-15"]}
        assert collected(lines, [a_schedule(), a_schedule(id=2, position=2, **change)]) == apart


# Which schedule takes a line


def test_the_first_schedule_by_position_whose_scope_matches_takes_the_line():
    everything = a_schedule(id=1, position=9)
    euros = a_schedule(id=2, position=1, scope=Scope(currencies=frozenset({"EUR"})))
    book = ScheduleBook([everything, euros])

    assert book.scheduled(1, None, 10, "EUR") == 2
    assert book.scheduled(1, None, 10, "USD") == 1
    assert ScheduleBook([euros]).scheduled(1, None, 10, "USD") is None


def test_the_horizon_is_the_target_of_the_last_run():
    book = ScheduleBook([a_schedule(ran="2026-01-31", target_days=5), a_schedule(id=2, position=2)])

    assert book.horizon(1) == on("2026-02-05")
    assert book.horizon(2) is None


# Runs


def test_a_run_completes_the_draft_of_its_target():
    # The draft held the next bill only; daily periods up to the target join it.
    line = a_line("2026-01-28", "1 day", schedule_id=1)

    assert collected([line], [a_schedule()]) == {"2026-01-31|": ["2026-01-28"]}
    assert billed([line], [a_schedule()], "2026-01-31") == {
        "2026-01-31|": ["2026-01-28", "2026-01-29", "2026-01-30", "2026-01-31"]
    }


def test_a_run_takes_what_belongs_to_its_own_target_only():
    january, february = one_time("2026-01-15", id=1, schedule_id=1), one_time("2026-02-15", id=2, schedule_id=1)
    schedules = [a_schedule()]

    assert billed([january, february], schedules, "2026-01-31") == {"2026-01-31|": ["2026-01-15"]}
    # January's occurrence has not run yet: what is due for it waits for its turn.
    assert billed([january, february], schedules, "2026-02-28") == {"2026-02-28|": ["2026-02-15"]}


def test_a_run_takes_late_items_of_closed_targets():
    closed = a_schedule(ran="2026-01-31", closed="2026-01-31")

    assert billed([one_time("2026-01-15", schedule_id=1)], [closed], "2026-02-28") == {"2026-02-28|": ["2026-01-15"]}


def test_a_run_leaves_lines_without_a_schedule_alone():
    assert billed([one_time("2026-01-15")], [a_schedule()], "2026-01-31") == {}


def test_a_run_bills_the_whole_of_a_shared_draft_and_none_of_another_schedules_own():
    month, quarter = a_schedule(), a_schedule("1 quarter", id=2, position=2, start="2026-01-31")
    lines = [one_time(id=1, schedule_id=1), one_time(id=2, schedule_id=2), one_time(id=3, schedule_id=2, group="west")]

    assert billed(lines, [month, quarter], "2026-01-31") == {"2026-01-31|": ["2026-01-15", "2026-01-15"]}
    # The draft of group west holds nothing of the monthly schedule; the quarterly one bills it.
    assert billed(lines, [quarter, month], "2026-01-31") == {
        "2026-01-31|": ["2026-01-15", "2026-01-15"],
        "2026-01-31|group:west": ["2026-01-15"],
    }


def test_a_run_does_not_bill_the_draft_of_a_paused_schedule():
    schedules = [a_schedule(), a_schedule(id=2, position=2, is_paused=True)]
    lines = [one_time(id=1, schedule_id=1), one_time(id=2, schedule_id=2)]

    assert billed(lines, schedules, "2026-01-31") == {"2026-01-31|": ["2026-01-15"]}


def test_what_no_open_target_takes_is_not_billed_by_another_schedules_run():
    month = a_schedule()
    ended = a_schedule(id=2, position=2, end="2026-01-31", ran="2026-01-31", closed="2026-01-31")

    assert billed([one_time(id=2, schedule_id=2)], [month, ended], "2026-02-28") == {}


def test_a_run_by_hand_bills_everything_due_that_it_is_asked_for():
    lines = [a_line(id=1), one_time("2026-02-20", id=2), one_time("2026-01-15", id=3, order_id=11), one_time("2026-03-01", id=4)]

    found = bill_target(lines, EMPTY_LEDGER, on("2026-02-20"), lambda line: f"o{line.order_id}", lambda line: line.id != 2)
    assert told(found) == {"2026-02-20|o10": ["2026-01-01", "2026-02-01"], "2026-02-20|o11": ["2026-01-15"]}


# Usage


def quantities(lines: list[OrderLine], ledger: Ledger, as_of: str) -> list[tuple[date, int]]:
    found = collect(lines, ledger, NO_BOOK, on(as_of))
    return [(i.charge.from_on, i.quantity_e6 // 1_000_000) for items in found.values() for i in items]


def test_usage_is_summed_per_period_and_a_period_without_any_gives_nothing():
    #     3 + 4         none          5
    # 1 Jan       1 Feb       1 Mar       1 Apr
    #   |-----------|-----------|-----------|
    ledger = used(1, ("2026-01-31", 4), ("2026-01-02", 3), ("2026-03-01", 5))

    assert quantities([a_line(kind="usage")], ledger, "2026-04-01") == [(on("2026-01-01"), 7), (on("2026-03-01"), 5)]


def test_usage_counts_in_the_period_that_its_day_lies_in_and_the_boundary_belongs_to_the_next():
    ledger = used(1, ("2026-01-31", 1), ("2026-02-01", 2))

    assert quantities([a_line(kind="usage")], ledger, "2026-02-28") == [(on("2026-01-01"), 1)]
    assert quantities([a_line(kind="usage")], ledger, "2026-03-01") == [(on("2026-01-01"), 1), (on("2026-02-01"), 2)]


def test_usage_recorded_too_late_counts_in_the_first_open_period():
    # January is billed; what was used in January comes with February.
    line = a_line(kind="usage", next_from="2026-02-01")

    assert quantities([line], used(1, ("2026-01-20", 2), ("2026-02-03", 3)), "2026-03-01") == [(on("2026-02-01"), 5)]


def test_usage_of_a_period_that_runs_is_set_up_at_its_target_and_not_before_it_is_due_without_a_schedule():
    line, ledger = a_line(kind="usage"), used(1, ("2026-01-05", 2))

    assert collected([line], as_of="2026-01-10", ledger=ledger) == {}
    assert collected([line._replace(schedule_id=1)], [a_schedule()], ledger=ledger) == {"2026-02-28|": ["2026-02-01"]}


def test_a_usage_line_without_records_collects_nothing():
    assert collected([a_line(kind="usage", schedule_id=1)], [a_schedule()], as_of="2027-01-01") == {}


def test_usage_that_cancels_out_gives_no_line():
    assert quantities([a_line(kind="usage")], used(1, ("2026-01-05", 2), ("2026-01-06", -2)), "2026-02-01") == []


def test_usage_of_the_last_period_is_cut_at_the_lines_end():
    # 1 Jan      15 Jan
    #   |-----------| nothing after it
    line = a_line(kind="usage", end_before="2026-01-15")

    assert quantities([line], used(1, ("2026-01-14", 2), ("2026-01-20", 9)), "2026-12-31") == [(on("2026-01-01"), 2)]


# What comes next


def test_the_next_open_charge_is_the_first_without_a_claim():
    first = next_open(a_line(), {on("2026-01-01"), on("2026-02-01")})

    assert first is not None
    assert first.from_on == on("2026-03-01")


def test_a_line_with_all_periods_claimed_has_no_next_charge():
    assert next_open(a_line(end_before="2026-02-01"), {on("2026-01-01")}) is None
    assert next_open(one_time("2026-01-15"), {on("2026-01-15")}) is None


def test_usage_periods_that_ended_without_a_claim_are_passed_by():
    found = next_open(a_line(kind="usage"), set(), after=on("2026-03-01"))

    assert found is not None
    # February ended on 1 March; March is the first that is still open.
    assert found.from_on == on("2026-03-01")


def test_recurring_periods_are_never_passed_by():
    found = next_open(a_line(), set(), after=on("2026-06-01"))

    assert found is not None
    assert found.from_on == on("2026-01-01")


def test_an_occurrence_is_worked_out_once():
    book = ScheduleBook([a_schedule()])
    found = book.occurrence(1, on("2026-01-15"))

    assert found == Occurrence(on("2026-01-31"), on("2026-01-31"), on("2026-01-31"))
    assert book.occurrence(1, on("2026-01-15")) is found
