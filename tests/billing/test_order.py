"""Order lines and the charges that they give: what may be billed, when it is due, and which part of a period it covers."""

from datetime import date
from itertools import islice

import pytest

from billdesk.billing.errors import BillingError
from billdesk.billing.order import bill_on, charge_from, charges, first_charge_on
from tests.billing.builders import a_line, on, one_time


def told(line, first: int = 10, claimed: frozenset[date] = frozenset()) -> list[str]:
    """Charges as `from..until due on used/whole`."""
    return [
        f"{c.from_on}..{c.until_on} due {c.due_on} {c.used_days}/{c.whole_days}" for c in islice(charges(line, claimed), first)
    ]


def test_a_one_time_line_gives_one_charge_on_its_bill_date():
    line = one_time("2026-01-15", bill_on=on("2026-02-20"))

    assert told(line) == ["2026-01-15..None due 2026-02-20 1/1"]


def test_a_one_time_line_that_is_billed_gives_none():
    assert told(one_time("2026-01-15"), claimed=frozenset({on("2026-01-15")})) == []


def test_in_advance_a_period_is_due_on_its_first_day():
    # due         due
    # 1 Jan       1 Feb       1 Mar
    #   |-----------|-----------|
    assert told(a_line(timing="advance"), first=2) == [
        "2026-01-01..2026-02-01 due 2026-01-01 1/1",
        "2026-02-01..2026-03-01 due 2026-02-01 1/1",
    ]


def test_in_arrears_a_period_is_due_on_the_day_after_its_last():
    #             due         due
    # 1 Jan       1 Feb       1 Mar
    #   |-----------|-----------|
    assert told(a_line(timing="arrears"), first=2) == [
        "2026-01-01..2026-02-01 due 2026-02-01 1/1",
        "2026-02-01..2026-03-01 due 2026-03-01 1/1",
    ]


def test_in_arrears_a_cut_period_is_due_at_its_end():
    # 1 Jan       1 Feb    due 11 Feb    1 Mar
    #   |-----------|--- 10 ---|  (cut)    |
    assert told(a_line(timing="arrears", end_before="2026-02-11")) == [
        "2026-01-01..2026-02-01 due 2026-02-01 1/1",
        "2026-02-01..2026-02-11 due 2026-02-11 10/28",
    ]


def test_a_stub_says_its_days_and_a_whole_period_one_of_one():
    # 1 Jan      20 Jan    1 Feb       1 Mar
    #   | (cut off) |-- 12 --|-----------|
    assert told(a_line("2026-01-20", day="1"), first=2) == [
        "2026-01-20..2026-02-01 due 2026-01-20 12/31",
        "2026-02-01..2026-03-01 due 2026-02-01 1/1",
    ]


def test_usage_is_due_in_arrears_and_never_prorated():
    # 1 Jan      20 Jan     1 Feb       11 Feb
    #   | (cut off) |---------|-----------|
    assert told(a_line("2026-01-20", day="1", timing="advance", kind="usage", end_before="2026-02-11")) == [
        "2026-01-20..2026-02-01 due 2026-02-01 1/1",
        "2026-02-01..2026-02-11 due 2026-02-11 1/1",
    ]


def test_claimed_periods_are_left_out_wherever_they_stand():
    # 1 Jan     1 Feb     1 Mar     1 Apr     1 May
    #   |---------|xxxxxxxxx|---------|xxxxxxxxx|
    claimed = frozenset({on("2026-02-01"), on("2026-04-01")})

    assert told(a_line(end_before="2026-05-01"), claimed=claimed) == [
        "2026-01-01..2026-02-01 due 2026-01-01 1/1",
        "2026-03-01..2026-04-01 due 2026-03-01 1/1",
    ]


def test_charges_go_on_from_the_first_period_that_is_not_billed():
    assert told(a_line("2026-01-31", next_from="2026-02-28"), first=1) == ["2026-02-28..2026-03-31 due 2026-02-28 1/1"]


def test_a_line_past_its_end_gives_nothing():
    assert charge_from(a_line(end_before="2026-02-01"), on("2026-02-01")) is None


def test_a_recurring_line_without_cadence_is_named():
    with pytest.raises(BillingError, match="a recurring line has no cadence, order line 1; give it a cadence"):
        charge_from(a_line(every=None), on("2026-01-01"))


def test_the_first_charge_of_a_one_time_line_is_keyed_by_the_day_it_was_ordered():
    assert first_charge_on("one_time", on("2026-01-05"), on("2026-01-09")) == on("2026-01-05")
    assert first_charge_on("recurring", on("2026-01-05"), on("2026-01-09")) == on("2026-01-09")
    assert first_charge_on("usage", on("2026-01-05"), on("2026-01-09")) == on("2026-01-09")


@pytest.mark.parametrize(
    ("rule", "due", "override", "billed"),
    [
        ("ordered", "2026-02-02", None, "2026-01-01"),
        ("due", "2026-02-02", None, "2026-02-02"),
        ("fulfilled", "2026-02-02", None, "2026-02-02"),
        ("due", None, None, "2026-01-01"),
        ("fulfilled", None, None, "2026-01-01"),
        ("ordered", "2026-02-02", "2026-03-03", "2026-03-03"),
        ("due", "2026-02-02", "2026-03-03", "2026-03-03"),
    ],
)
def test_the_bill_date_is_the_lines_own_or_goes_by_the_companys_rule(
    rule: str, due: str | None, override: str | None, billed: str
):
    found = bill_on(rule, on("2026-01-01"), on(due) if due else None, on(override) if override else None)

    assert found == on(billed)
