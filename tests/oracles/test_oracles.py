"""Every worked figure in oracles.csv against the public functions of billing; README.md says where the figures come from.

A row on which BillDesk takes another view stands in DISAGREEMENTS and in the README's list, with a test of its own.
"""

import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from billdesk.billing.cadence import FIRST_DATE, parse_bill_day, parse_cadence
from billdesk.billing.money import PERCENT_PLACES, PRICE_PLACES, QUANTITY_PLACES, line_amount, parse_amount, parse_scaled
from billdesk.billing.order import Charge, OrderLine, charges
from billdesk.billing.tax import TaxLine, TaxTotal
from billdesk.billing.totals import Adjustment, DocumentAdjustment, amount_due, line_net, totals

HERE = Path(__file__).parent
DISAGREEMENTS = {"proration-094", "rating-000", "rating-008"}
THOUSAND_E4 = 1000 * 10**4


def _rows() -> list[dict[str, str]]:
    with (HERE / "oracles.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = {row["id"]: row for row in _rows()}


def _of_kind(*kinds: str) -> list[Any]:
    agreed = (row for row in ROWS.values() if row["id"] not in DISAGREEMENTS and row["kind"] in kinds)
    return [pytest.param(json.loads(row["inputs"]), json.loads(row["expected"]), id=row["id"]) for row in agreed]


def _line(facts: dict[str, Any]) -> OrderLine:
    """A recurring line of one unit at 1,000.00 USD with the cadence, bill day, dates and timing of a row."""
    start_on = date.fromisoformat(facts["start_on"])
    return OrderLine(
        id=1,
        order_id=1,
        product_id=None,
        schedule_id=None,
        currency="USD",
        po=None,
        group=None,
        description="a row",
        quantity_e6=10**6,
        unit_price_e4=THOUSAND_E4,
        discount_e4=0,
        tax_category="Z",
        tax_rate_e4=0,
        charge_type="recurring",
        cadence=parse_cadence(facts["every"]),
        bill_day=None if facts["bill_day"] is None else parse_bill_day(str(facts["bill_day"])),
        timing=facts["timing"],
        bill_on=start_on,
        start_on=start_on,
        end_before=None if facts["end_before"] is None else date.fromisoformat(facts["end_before"]),
        next_from=start_on,
        next_billing_on=FIRST_DATE,
        has_later_claims=False,
    )


def _due(facts: dict[str, Any]) -> Iterator[Charge]:
    target_on = date.fromisoformat(facts["target_on"])
    return takewhile(lambda charge: charge.due_on <= target_on, charges(_line(facts)))


def _cycles(facts: dict[str, Any]) -> Fraction:
    return sum((Fraction(charge.used_days, charge.whole_days) for charge in _due(facts)), Fraction())


@pytest.mark.parametrize(("facts", "expected"), _of_kind("proration"))
def test_as_many_cycles_are_billed_as_in_the_source(facts: dict[str, Any], expected: dict[str, Any]):
    assert _cycles(facts) == Fraction(expected["cycles"])


@pytest.mark.parametrize(("facts", "expected"), _of_kind("proration"))
def test_a_price_of_1000_bills_1000_per_cycle_with_each_stub_rounded_once(facts: dict[str, Any], expected: dict[str, Any]):
    due = list(_due(facts))
    billed = sum(line_amount(10**6, THOUSAND_E4, 0, "USD", charge.used_days, charge.whole_days) for charge in due)
    stubs = sum(1 for charge in due if charge.used_days != charge.whole_days)
    exact_cents = 100_000 * Fraction(expected["cycles"])

    assert abs(billed - exact_cents) <= Fraction(stubs, 2)


@pytest.mark.parametrize(("facts", "expected"), _of_kind("arrears"))
def test_arrears_are_billed_up_to_the_same_day_as_in_the_source(facts: dict[str, Any], expected: dict[str, Any]):
    until = [charge.until_on for charge in _due(facts)]
    last = until[-1].isoformat() if until and until[-1] else None

    assert last == expected["billed_until"]


@pytest.mark.parametrize(("facts", "expected"), _of_kind("period"))
def test_periods_and_due_dates_are_those_of_the_source(facts: dict[str, Any], expected: dict[str, Any]):
    found = [[str(charge.from_on), str(charge.until_on), str(charge.due_on)] for charge in _due(facts)]

    assert found == expected["periods"]


@pytest.mark.parametrize(("facts", "expected"), _of_kind("last_period"))
def test_the_last_period_billed_is_that_of_the_source(facts: dict[str, Any], expected: dict[str, Any]):
    last = list(_due(facts))[-1]
    found = {"from": str(last.from_on), "until": str(last.until_on)}

    # A source's test may name one end of the period only.
    assert expected.items() <= found.items()
    assert expected


def _percent(text: str | None) -> int:
    """A rate in percent x 10^4; what is outside the scope of tax has none in the source, which counts as 0."""
    return 0 if text is None else parse_scaled(text, PERCENT_PLACES)


def _adjustment(facts: dict[str, Any], currency: str) -> Adjustment:
    return Adjustment(facts["charge"], parse_amount(facts["amount"], currency))


def _net_of(line: dict[str, Any], currency: str) -> int:
    return line_net(
        parse_scaled(line["quantity"], QUANTITY_PLACES),
        parse_scaled(line["unit_price"], PRICE_PLACES),
        parse_scaled(line["base_quantity"], QUANTITY_PLACES),
        [_adjustment(a, currency) for a in line["adjust"]],
        currency,
    )


@pytest.mark.parametrize(("facts", "expected"), _of_kind("tax_total"))
def test_line_nets_taxes_and_totals_are_those_of_the_example_document(facts: dict[str, Any], expected: dict[str, Any]):
    currency = facts["currency"]
    nets = [_net_of(line, currency) for line in facts["lines"]]
    lines = [TaxLine(line["category"], _percent(line["rate"]), net) for line, net in zip(facts["lines"], nets, strict=True)]
    document = [
        DocumentAdjustment(_adjustment(a, currency), a["category"], _percent(a["rate"])) for a in facts["document_adjust"]
    ]
    found = totals(lines, document=document)

    def minor(key: str) -> int:
        return parse_amount(expected[key] or "0", currency)

    taxes = {
        TaxTotal(t["category"], _percent(t["rate"]), parse_amount(t["taxable"], currency), parse_amount(t["tax"], currency))
        for t in expected["taxes"]
    }
    assert nets == [parse_amount(line["net"], currency) for line in facts["lines"]]
    assert sum(nets) == minor("line_net_sum")
    assert set(found.taxes) == taxes
    assert (found.net_minor, found.tax_minor, found.total_minor) == (minor("net"), minor("tax_total"), minor("total"))
    assert amount_due(found.total_minor, minor("prepaid"), minor("rounding")) == minor("due")


def test_a_yearly_line_ends_its_first_stub_at_the_next_bill_day_and_not_a_year_on():
    """proration-094: yearly in advance on day 4, from 2010-12-15; what is billed by 2012-01-13.

    2010-01-04      2010-12-15  2011-01-04         2012-01-04         2013-01-04
        |  (cut off)    |-- stub --|------ whole ------|------ whole ------|
                         20 of 365         1                   1

    BillDesk: 20/365 + 2 = 750/365 cycles. The source finds no 4th in the rest of December 2010 and goes a year on from
    there, to 2011-12-04: a stub of 354/365 and one whole year, 719/365.
    """
    row = ROWS["proration-094"]

    assert Fraction(json.loads(row["expected"])["cycles"]) == Fraction(719, 365)
    assert _cycles(json.loads(row["inputs"])) == Fraction(750, 365)


def test_the_readme_lists_exactly_the_rows_on_which_billdesk_takes_another_view():
    text = (HERE / "README.md").read_text(encoding="utf-8")
    listed = text.split("## Where BillDesk takes another view", 1)[1]

    assert set(re.findall(r"^- `([a-z_]+-\d+)`", listed, re.MULTILINE)) == DISAGREEMENTS
    assert set(ROWS) >= DISAGREEMENTS


def test_every_row_is_of_a_kind_that_is_tested_and_names_its_source_and_licence():
    kinds = {row["kind"] for row in ROWS.values()}

    assert kinds == {"proration", "arrears", "period", "last_period", "tax_total", "rating", "amendment", "credit"}
    assert all(row["source"] and row["licence"] for row in ROWS.values())


def test_the_readme_counts_the_rows_as_they_are():
    text = (HERE / "README.md").read_text(encoding="utf-8")

    assert f"`oracles.csv` holds {len(ROWS)} worked figures" in text
