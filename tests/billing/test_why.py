"""Why a line has its amount, in words."""

from datetime import date
from typing import Any

import pytest

from billdesk.billing.parts import Part
from billdesk.billing.why import Change, LineFacts, plain_span, why
from tests.billing.builders import on

ONE = 10**6


def facts(n: float, price: str, used: int = 1, whole: int = 1, days: str = "", **more: Any) -> LineFacts:
    """Figures of a line in EUR; `days` is FROM/UNTIL, half-open."""
    first, until = map(on, days.split("/")) if days else (None, None)
    line = LineFacts(round(n * ONE), round(float(price) * 10_000), 0, used, whole, first, until, "EUR")
    return line._replace(**more)


def part(role: str, claim: str = "2026-01-01", amendment: int = 0, tier: tuple[int, int | None] | None = None, rest: int = 0):
    begin, until = (None, None) if tier is None else (tier[0] * ONE, None if tier[1] is None else tier[1] * ONE)
    return Part(1, role, on(claim), None, amendment, begin, until, rest)


def change(effective: str, **more: Any) -> Change:
    return Change(on(effective), None, None, None, None, False, None, "")._replace(**more)


JANUARY = "2026-01-01/2026-02-01"
SECOND_HALF = "2026-01-16/2026-02-01"
TIERS = "graduated 1000@0.1 5000@0.08+25 *@0.05"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (facts(12, "31", days="2026-02-01/2026-03-01"), "12 x 31.00 for 1 to 28 February 2026"),
        (facts(12, "31"), "12 x 31.00, billed once"),
        (facts(1200, "31", discount_e4=100_000), "1,200 x 31.00 less 10 %, billed once"),
        (facts(3, "0.1", days=JANUARY, charge_type="usage"), "3 x 0.10, used 1 to 31 January 2026"),
        (facts(10, "31", 16, 31, SECOND_HALF), "10 x 31.00, 16 of 31 days (16 to 31 January 2026)"),
    ],
)
def test_ordinary_lines_say_what_is_multiplied_and_for_which_days(line: LineFacts, words: str):
    assert why(line) == words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            facts(2, "31", 16, 31, SECOND_HALF, part=part("charge"), change=change("2026-01-16", quantity_e6=12 * ONE)),
            "2 more from 16 January 2026: 2 x 31.00, 16 of 31 days (16 to 31 January 2026)",
        ),
        (
            facts(-2, "31", 16, 31, SECOND_HALF, part=part("credit"), change=change("2026-01-16", quantity_e6=8 * ONE)),
            "credit of 2 x 31.00, 16 of 31 days (16 to 31 January 2026): 2 fewer from 16 January 2026",
        ),
        (
            facts(
                *(-1, "31", 16, 31, SECOND_HALF),
                part=part("credit"),
                change=change("2026-01-16", sets_end=True, end_on=on("2026-01-15"), reason="moved"),
            ),
            "credit of 1 x 31.00, 16 of 31 days (16 to 31 January 2026): ended on 15 January 2026 (reason: moved)",
        ),
        (
            facts(10, "33", 16, 31, SECOND_HALF, part=part("charge"), change=change("2026-01-16", unit_price_e4=330_000)),
            "10 x 33.00, 16 of 31 days (16 to 31 January 2026): price 33.00 from 16 January 2026",
        ),
        (
            facts(1, "5", 16, 31, SECOND_HALF, part=part("credit"), change=change("2026-01-16", allowance_minor=0)),
            "taken back: -1 x 5.00, 16 of 31 days (16 to 31 January 2026): 0.00 off from 16 January 2026",
        ),
        (
            facts(
                *(12, "33", 16, 31, SECOND_HALF),
                part=part("charge"),
                change=change("2026-01-16", quantity_e6=12 * ONE, unit_price_e4=330_000),
            ),
            "12 x 33.00, 16 of 31 days (16 to 31 January 2026): quantity 12, price 33.00 from 16 January 2026",
        ),
    ],
)
def test_an_adjustment_names_the_amendment_and_its_day(line: LineFacts, words: str):
    assert why(line) == words


def test_a_piece_says_from_when_it_is_agreed_and_when_the_line_ended():
    begins = facts(12, "31", 16, 31, SECOND_HALF, part=part("piece"), change=change("2026-01-16", quantity_e6=12 * ONE))
    assert why(begins) == "12 x 31.00, 16 of 31 days (16 to 31 January 2026), as agreed from 16 January 2026"
    ends = facts(*(12, "31", 15, 31, "2026-01-01/2026-01-16"), part=part("piece"))
    ends = ends._replace(change=change("2026-01-16", sets_end=True, end_on=on("2026-01-15")))
    assert why(ends) == "12 x 31.00, 15 of 31 days (1 to 15 January 2026), ended on 15 January 2026"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            facts(4000, "0.08", days=JANUARY, part=part("tier", tier=(1000, 5000)), pricing=TIERS),
            "units 1,001 to 5,000 at 0.08 for 1 to 31 January 2026",
        ),
        # 6,000 units: the last tier is without limit, 1,000 of them lie in it.
        (
            facts(1000, "0.05", days=JANUARY, part=part("tier", tier=(5000, None)), pricing=TIERS, charge_type="usage"),
            "units 5,001 to 6,000 at 0.05, used 1 to 31 January 2026",
        ),
        (
            facts(1, "25", days=JANUARY, part=part("tier", tier=(1000, 5000)), pricing=TIERS),
            "fee of 25.00 for units 1,001 to 5,000 for 1 to 31 January 2026",
        ),
        (
            facts(6000, "0.05", part=part("tier", tier=(5000, None)), pricing="volume 5000@0.08 *@0.05"),
            "6,000 x 0.05, the price for units from 5,001, billed once",
        ),
        (
            facts(3, "30", part=part("tier", tier=(0, None)), pricing="package 12@30 included 5"),
            "3 packages of 12 at 30.00 beyond the 5 included, billed once",
        ),
        (
            facts(0, "0.1", days=JANUARY, part=part("tier", tier=(0, 1000)), pricing=f"{TIERS} included 100"),
            "0 x 0.10 beyond the 100 included for 1 to 31 January 2026",
        ),
        (facts(-1, "10", days=JANUARY, part=part("allowance")), "10.00 off for 1 to 31 January 2026"),
        (
            facts(5, "0.1", days=JANUARY, part=part("late"), charge_type="usage"),
            "5 x 0.10, used 1 to 31 January 2026 and recorded later",
        ),
    ],
)
def test_tiers_amounts_off_and_late_usage_say_what_they_are(line: LineFacts, words: str):
    assert why(line) == words


def test_a_milestone_is_a_share_and_never_days():
    plan = "2026-03-10@30 2026-04-10@60 2026-05-10@10"
    line = facts(10, "100", 30, 100, part=part("milestone", "2026-03-10"), plan=plan)
    assert why(line) == "30 % of 1,000.00 on 10 March 2026 (1 of 3)"
    third = facts(10, "100", 10_000, 30_000, part=part("milestone", "2026-03-10", rest=1))
    assert why(third) == "1/3 of 1,000.00 on 10 March 2026, with 0.01 so that all parts sum exactly"
    off = facts(-1, "10", 30, 100, part=part("allowance", "2026-03-10"), plan=plan)
    assert why(off) == "30 % of 10.00 off on 10 March 2026 (1 of 3)"


def test_what_is_over_so_that_the_period_sums_exactly_is_said():
    line = facts(10, "31", 16, 31, SECOND_HALF, part=part("piece", rest=-1))
    assert why(line) == "10 x 31.00, 16 of 31 days (16 to 31 January 2026), with -0.01 so that the period sums exactly"


def test_spans_name_month_and_year_once():
    assert plain_span(date(2026, 1, 31), date(2026, 2, 27)) == "31 January to 27 February 2026"
    assert plain_span(date(2025, 12, 16), date(2026, 1, 15)) == "16 December 2025 to 15 January 2026"
    assert plain_span(date(2026, 1, 1), date(2026, 1, 1)) == "1 January 2026"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (facts(-1, "31", 16, 31, SECOND_HALF, part=part("credit")), "credit of 1 x 31.00, 16 of 31 days (16 to 31 January 2026)"),
        (facts(10, "0.1", part=part("tier", tier=(0, None))), "10 x 0.10, billed once"),
        (
            facts(1, "2", part=part("tier", tier=(0, 1)), pricing="volume 1@2 *@1"),
            "1 x 2.00, the price for unit 1, billed once",
        ),
    ],
)
def test_what_is_known_of_a_part_is_said_and_no_more(line: LineFacts, words: str):
    assert why(line) == words


@pytest.mark.parametrize(
    ("begin", "until", "words"),
    [
        (10_500_000, None, "units above 10.5"),
        (10_500_000, 20 * ONE, "units above 10.5 up to 20"),
        (0, 500_000, "units above 0 up to 0.5"),
    ],
)
def test_a_tier_that_does_not_begin_with_a_whole_unit_is_said_by_its_limits(begin: int, until: int | None, words: str):
    tier = Part(1, "tier", on("2026-01-01"), None, 0, begin, until)
    limit = "*" if until is None else str(until / ONE)
    pricing = "volume 10.5@1 *@2" if until is None else f"volume {limit}@2 *@1"
    said = why(facts(11, "2", part=tier, pricing=pricing))

    assert words in said


def test_a_line_that_goes_on_and_one_with_another_discount_say_so():
    extended = facts(1, "31", 16, 31, SECOND_HALF, part=part("charge"), change=change("2026-01-16", sets_end=True))
    dearer = facts(1, "31", 16, 31, SECOND_HALF, part=part("charge"), change=change("2026-01-16", discount_e4=100_000))

    assert "goes on without end" in why(extended)
    assert "discount 10" in why(dearer)
