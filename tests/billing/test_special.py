"""Amended, held and tiered lines, a line of 31.00 a month in advance from 1 January 2026 unless said otherwise."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billdesk.billing.adjustment import adjustments
from billdesk.billing.amendment import Amendment
from billdesk.billing.errors import BillingError
from billdesk.billing.line_terms import Claim, Hold, LineTerms
from billdesk.billing.milestones import parse_plan
from billdesk.billing.money import line_amount
from billdesk.billing.order import OrderLine
from billdesk.billing.pieces import SpecialItem, period_price
from billdesk.billing.pricing import parse_pricing
from billdesk.billing.special import Usage, last_charge_on, special_items, special_next
from tests.billing.builders import a_line, on

ONE = 10**6
BASE = Amendment(0, on("2026-01-01"), ONE, 310_000, 0, 0, True, None)


def seats(quantity: int = 1, **changes: Any) -> OrderLine:
    return a_line(quantity_e6=quantity * ONE, unit_price_e4=310_000, is_special=True, **changes)


def amount(item: SpecialItem) -> int:
    line, charge, quantity, part = item
    own = line_amount(quantity, line.unit_price_e4 or 0, line.discount_e4, "USD", charge.used_days, charge.whole_days)
    return own + part.remainder_minor


def said(items: list[SpecialItem]) -> list[str]:
    return [f"{i.part.role} {i.quantity_e6 // ONE} {i.charge.from_on}..{i.charge.until_on} {amount(i)}" for i in items]


def billed(*amendments: Amendment, known: int = 0, until: str = "2026-02-01") -> LineTerms:
    return LineTerms((BASE, *amendments), claims={on("2026-01-01"): Claim(on(until), known)})


def test_a_month_billed_in_advance_and_cancelled_on_the_16th_credits_16_of_31_days():
    """1 Jan [==========16 Jan------------) 1 Feb: 31.00 x 16/31 = 16.00."""
    terms = billed(Amendment(1, on("2026-01-16"), sets_end=True, end_before=on("2026-01-16")))

    assert said(special_items(seats(), terms, (), None, True)) == ["credit -1 2026-01-16..2026-02-01 -1600"]
    assert special_next(seats(), terms) == (on("2026-01-01"), on("2026-01-16"))


def test_two_more_seats_from_the_16th_charge_2_x_16_days_and_the_next_month_bills_all():
    terms = billed(Amendment(1, on("2026-01-16"), 3 * ONE))

    assert said(special_items(seats(), terms, (), None, True)) == [
        "charge 2 2026-01-16..2026-02-01 3200",
        "piece 3 2026-02-01..2026-03-01 9300",
    ]


def test_another_price_credits_the_old_one_and_charges_the_new_one():
    terms = billed(Amendment(1, on("2026-01-16"), None, 620_000))

    assert said(special_items(seats(), terms, (), on("2026-01-31"), False)) == [
        "credit -1 2026-01-16..2026-02-01 -1600",
        "charge 1 2026-01-16..2026-02-01 3200",
    ]


def test_a_period_that_is_not_billed_yet_is_billed_in_pieces():
    terms = LineTerms((BASE, Amendment(1, on("2026-01-16"), 3 * ONE)))

    assert said(special_items(seats(), terms, (), on("2026-01-01"), False)) == [
        "piece 1 2026-01-01..2026-01-16 1500",
        "piece 3 2026-01-16..2026-02-01 4800",
    ]


def test_a_settled_amendment_is_not_charged_again():
    terms = billed(Amendment(1, on("2026-01-16"), 3 * ONE))
    items = special_items(seats(), terms, (), on("2026-01-31"), False)
    after = terms.billed([item.part for item in items])

    assert after.settled == {(1, on("2026-01-01"))}
    assert special_items(seats(), after, (), on("2026-01-31"), False) == []


def test_an_end_that_is_taken_off_again_charges_what_it_credited():
    terms = billed(
        Amendment(1, on("2026-01-16"), sets_end=True, end_before=on("2026-01-16")),
        Amendment(2, on("2026-01-16"), sets_end=True, end_before=None),
    )

    assert said(special_items(seats(), terms, (), on("2026-01-31"), False)) == [
        "credit -1 2026-01-16..2026-02-01 -1600",
        "charge 1 2026-01-16..2026-02-01 1600",
    ]


def test_a_line_that_is_extended_past_its_billed_stub_bills_the_rest_of_that_month():
    """Billed until 16 January, 15 of 31 days; extended: 16 of 31 days, then whole months."""
    base = BASE._replace(end_before=on("2026-01-16"))
    extended = Amendment(1, on("2026-01-10"), sets_end=True, end_before=None)
    terms = LineTerms((base, extended), claims={on("2026-01-01"): Claim(on("2026-01-16"), 0)})

    assert said(special_items(seats(), terms, (), on("2026-02-01"), False)) == [
        "piece 1 2026-01-16..2026-02-01 1600",
        "piece 1 2026-02-01..2026-03-01 3100",
    ]


def test_parts_of_a_period_sum_to_its_price_rounded_once():
    """10.00 in three pieces of 10, 10 and 11 of 31 days: 3.23 + 3.22 + 3.55 = 10.00; each alone would round to 3.23."""
    base = BASE._replace(unit_price_e4=100_000)
    cuts = [Amendment(1, on("2026-01-11"), discount_e4=1), Amendment(2, on("2026-01-21"), discount_e4=0)]
    items = special_items(a_line(unit_price_e4=100_000, is_special=True), LineTerms((base, *cuts)), (), on("2026-01-01"), False)

    assert [amount(item) for item in items] == [323, 322, 355]
    assert [item.part.remainder_minor for item in items] == [0, -1, 0]


def test_held_periods_are_skipped_or_billed_after_the_hold():
    """1 Jan and 1 Apr are billed; 1 Feb and 1 Mar start in the hold from 10 January to 20 March."""
    skipped = LineTerms(holds=(Hold(on("2026-01-10"), on("2026-03-20"), False),))
    caught_up = LineTerms(holds=(Hold(on("2026-01-10"), on("2026-03-20"), True),))

    def due(terms: LineTerms) -> list[str]:
        items = special_items(seats(), terms, (), on("2026-04-01"), False)
        return [f"{i.charge.from_on} due {i.charge.due_on}" for i in items]

    assert due(skipped) == ["2026-01-01 due 2026-01-01", "2026-04-01 due 2026-04-01"]
    assert due(caught_up) == [
        "2026-01-01 due 2026-01-01",
        "2026-02-01 due 2026-03-20",
        "2026-03-01 due 2026-03-20",
        "2026-04-01 due 2026-04-01",
    ]


def test_a_held_line_has_nothing_to_bill_until_it_is_resumed():
    terms = LineTerms(holds=(Hold(on("2026-02-01"), None, False),), claims={on("2026-01-01"): Claim(on("2026-02-01"), 0)})

    assert special_next(seats(), terms) is None
    assert special_items(seats(), terms, (), None, True) == []


def test_a_one_time_line_that_was_held_waits_for_the_end_of_the_hold():
    line = a_line("2026-02-05", kind="one_time", is_special=True)

    assert special_next(line, LineTerms(holds=(Hold(on("2026-02-01"), on("2026-03-01"), False),))) == (
        on("2026-02-05"),
        on("2026-03-01"),
    )


def test_a_plan_of_30_60_10_sums_exactly():
    """1,000.01 by 30/60/10: 300.00, 600.01, 100.00."""
    plan = parse_plan("2026-01-10@30 2026-03-10@60 2026-05-10@10")
    line = a_line("2026-01-05", kind="one_time", unit_price_e4=10_000_100, is_special=True)
    items = special_items(line, LineTerms(plan=plan), (), on("2026-12-31"), False)

    assert [(str(i.charge.due_on), i.part.role, amount(i)) for i in items] == [
        ("2026-01-10", "milestone", 30000),
        ("2026-03-10", "milestone", 60001),
        ("2026-05-10", "milestone", 10000),
    ]
    after = LineTerms(plan=plan).billed([items[0].part])
    assert special_next(line, after) == (on("2026-03-10"), on("2026-03-10"))


def test_usage_is_rated_by_graduated_tiers_at_the_end_of_its_period():
    """1,200 units: 100 free, 1,000 at 0.10, 100 at 0.08."""
    line = a_line(kind="usage", timing="arrears", is_special=True)
    terms = LineTerms(pricing=parse_pricing("graduated 1000@0.10 *@0.08 included 100"))
    used = [Usage(on("2026-01-03"), 700 * ONE), Usage(on("2026-01-30"), 500 * ONE)]

    items = special_items(line, terms, used, on("2026-02-01"), False)
    assert said(items) == ["tier 1000 2026-01-01..2026-02-01 10000", "tier 100 2026-01-01..2026-02-01 800"]


def test_an_amount_off_is_a_line_of_its_own_and_prorated_like_the_price():
    line = seats(end_before="2026-01-16")
    items = special_items(line, LineTerms(allowance_minor=310), (), on("2026-01-01"), False)

    assert said(items) == ["piece 1 2026-01-01..2026-01-16 1500", "allowance -1 2026-01-01..2026-01-16 -150"]


def test_usage_of_a_later_period_is_the_next_bill_and_periods_without_usage_are_passed_by():
    line = a_line(kind="usage", timing="arrears", is_special=True)
    price = Amendment(0, on("2026-01-01"), ONE, 10_000, 0, 0, True, None)
    dearer = Amendment(1, on("2026-03-10"), None, 20_000)
    terms = LineTerms((price, dearer))
    used = [Usage(on("2026-03-05"), 2 * ONE), Usage(on("2026-03-20"), 3 * ONE), Usage(on("2026-05-02"), ONE)]

    items = special_items(line, terms, used, None, True)
    assert [(i.quantity_e6 // ONE, i.line.unit_price_e4, str(i.charge.from_on)) for i in items] == [
        (2, 10_000, "2026-03-01"),
        (3, 20_000, "2026-03-01"),
    ]
    assert special_next(line, terms, on("2026-03-01")) == (on("2026-03-01"), on("2026-04-01"))


def test_usage_that_sums_to_nothing_and_lines_without_price_or_cadence_bill_nothing():
    line = a_line(kind="usage", timing="arrears", is_special=True)
    used = [Usage(on("2026-01-05"), ONE), Usage(on("2026-01-06"), -ONE)]

    assert special_items(line, LineTerms(), used, on("2026-02-01"), False) == []
    with pytest.raises(BillingError, match="no price"):
        special_items(line._replace(unit_price_e4=None), LineTerms(), used[:1], on("2026-02-01"), False)
    with pytest.raises(BillingError, match="no price"):
        special_items(seats()._replace(unit_price_e4=None), LineTerms(), (), on("2026-02-01"), False)
    with pytest.raises(BillingError, match="no cadence"):
        period_price(seats()._replace(cadence=None), LineTerms(), LineTerms().history(seats()), _DAY0, on("2026-02-01"))


def test_a_claim_without_end_leaves_nothing_of_a_recurring_line():
    assert special_next(seats(), LineTerms(claims={on("2026-01-01"): Claim(None, 0)})) is None


def test_a_one_time_line_waits_for_an_open_hold_and_passes_by_one_that_is_over():
    line = a_line("2026-02-05", kind="one_time", is_special=True)

    assert special_next(line, LineTerms(holds=(Hold(on("2026-02-01"), None, False),))) is None
    assert special_next(line, LineTerms(holds=(Hold(on("2026-01-01"), on("2026-01-09"), False),))) == (
        on("2026-02-05"),
        on("2026-02-05"),
    )


def test_the_last_day_on_which_something_falls_due_is_that_of_end_hold_plan_and_claims():
    once = a_line("2026-02-05", kind="one_time", is_special=True)

    assert last_charge_on(once, LineTerms(plan=parse_plan("2026-03-10@1"))) == on("2026-03-10")
    assert last_charge_on(seats(), LineTerms()) is None
    assert last_charge_on(
        seats(end_before="2026-03-01"), LineTerms(holds=(Hold(on("2026-01-10"), on("2026-05-01"), True),))
    ) == on("2026-05-01")


def test_the_price_of_a_period_is_that_of_its_days():
    terms = LineTerms((BASE, Amendment(1, on("2026-01-16"), 3 * ONE)))

    assert period_price(seats(), terms, terms.history(seats()), on("2026-01-01"), on("2026-02-01")) == 1500 + 4800
    assert period_price(seats(), terms, terms.history(seats(), 0), on("2026-01-01"), on("2026-02-01")) == 3100


_DAY0 = date(2026, 1, 1)
_CHANGES = st.lists(
    st.tuples(st.integers(0, 150), st.sampled_from(["quantity", "price", "discount", "end"]), st.integers(1, 40), st.booleans()),
    max_size=6,
)


@settings(max_examples=300, deadline=None)
@given(changes=_CHANGES, timing=st.sampled_from(["advance", "arrears"]))
def test_what_is_billed_over_time_is_the_day_by_day_price_to_one_minor_unit_per_period(
    changes: list[tuple[int, str, int, bool]], timing: str
):
    line = seats(3, timing=timing)
    terms = LineTerms((BASE._replace(quantity_e6=3 * ONE),))
    billed_minor: dict[date, int] = {}

    def bill(until: date) -> None:
        nonlocal terms
        items = special_items(line, terms, (), until, False)
        for item in items:
            billed_minor[item.part.claim_from] = billed_minor.get(item.part.claim_from, 0) + amount(item)
        terms = terms.billed([item.part for item in items])

    for number, (day, what, value, bills_first) in enumerate(changes, 1):
        if bills_first:
            bill(_DAY0 + timedelta(30 * number))
        effective = _DAY0 + timedelta(day)
        made = {
            "quantity": Amendment(number, effective, value * ONE),
            "price": Amendment(number, effective, None, value * 7777),
            "discount": Amendment(number, effective, None, None, value * 10_000),
            "end": Amendment(number, effective, sets_end=True, end_before=effective + timedelta(value) if value > 20 else None),
        }[what]
        terms = terms._replace(amendments=(*terms.amendments, made))
    bill(date(2026, 12, 31))
    assert [pair for pair in adjustments(line, terms) if pair[0] <= date(2026, 12, 31)] == []
    agreed = terms.history(line)
    for from_on, claim in terms.claims.items():
        until_on = claim.until_on
        assert until_on is not None
        whole = (_first_after(from_on) - from_on.replace(day=1)).days
        exact = Fraction(0)
        for n in range((until_on - from_on).days):
            day_on = from_on + timedelta(n)
            if agreed.end_before is not None and day_on >= agreed.end_before:
                continue
            now = agreed.at(day_on)
            price = Fraction(now.quantity_e6 * (now.unit_price_e4 or 0) * (1_000_000 - now.discount_e4), 10**14)
            exact += price / whole
        assert abs(billed_minor[from_on] - exact) <= 1


def _first_after(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def test_a_period_after_the_end_of_its_line_costs_its_days_before_that():
    terms = LineTerms((BASE, Amendment(1, on("2026-01-16"), sets_end=True, end_before=on("2026-01-16"))))

    assert period_price(seats(), terms, terms.history(seats()), on("2026-01-01"), on("2026-02-01")) == 1500
