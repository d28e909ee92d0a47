"""The rows of oracles.csv on prices by quantity, amendments of billed lines, and credits; README.md says where they come from."""

import json
from datetime import date
from typing import Any

import pytest

from billdesk.billing.amendment import Amendment
from billdesk.billing.line_terms import Claim, LineTerms
from billdesk.billing.money import PERCENT_PLACES, PRICE_PLACES, QUANTITY_PLACES, line_amount, parse_amount, parse_scaled
from billdesk.billing.pieces import SpecialItem
from billdesk.billing.pricing import components, parse_pricing
from billdesk.billing.special import special_items
from billdesk.billing.tax import TaxLine
from billdesk.billing.totals import totals
from tests.billing.builders import a_line
from tests.oracles.test_oracles import ROWS, _of_kind


@pytest.mark.parametrize(("facts", "expected"), _of_kind("rating"))
def test_a_quantity_costs_what_it_costs_in_the_source(facts: dict[str, Any], expected: dict[str, Any]):
    quantity = parse_scaled(facts["quantity"], QUANTITY_PLACES)
    found = components(quantity, 0, pricing=parse_pricing(facts["pricing"]))
    nets = [line_amount(c.quantity_e6, c.unit_price_e4, c.discount_e4, facts["currency"]) for c in found]

    assert sum(nets) == parse_amount(expected["amount"], facts["currency"])


@pytest.mark.parametrize(("row", "fee"), [("rating-000", "2.00"), ("rating-008", "10.00")])
def test_no_units_cost_no_fee_of_the_first_tier(row: str, fee: str):
    """The source charges the fee of the first tier for a quantity of 0; a tier without units is not used in BillDesk."""
    facts = json.loads(ROWS[row]["inputs"])
    found = components(0, 0, pricing=parse_pricing(facts["pricing"]))

    assert json.loads(ROWS[row]["expected"]) == {"amount": fee}
    assert [line_amount(c.quantity_e6, c.unit_price_e4, 0, "USD") for c in found] == [0]


def _amendment(number: int, change: dict[str, Any]) -> Amendment:
    price = change.get("unit_price")
    return Amendment(
        number,
        date.fromisoformat(change["effective_on"]),
        unit_price_e4=None if price is None else parse_scaled(price, PRICE_PLACES),
        sets_end="end_before" in change,
        end_before=date.fromisoformat(change["end_before"]) if "end_before" in change else None,
    )


def _net(item: SpecialItem) -> int:
    line, charge, quantity, part = item
    price = line.unit_price_e4 or 0
    used, whole = charge.used_days, charge.whole_days
    return line_amount(quantity, price, line.discount_e4, line.currency, used, whole) + part.remainder_minor


@pytest.mark.parametrize(("facts", "expected"), _of_kind("amendment"))
def test_an_amendment_of_a_billed_line_credits_and_charges_what_it_does_in_the_source(
    facts: dict[str, Any], expected: dict[str, Any]
):
    start_on = date.fromisoformat(facts["start_on"])
    quantity = parse_scaled(facts["quantity"], QUANTITY_PLACES)
    price = parse_scaled(facts["unit_price"], PRICE_PLACES)
    day = None if facts["bill_day"] is None else str(facts["bill_day"])
    line = a_line(facts["start_on"], facts["every"], day, quantity_e6=quantity, unit_price_e4=price, is_special=True)
    base = Amendment(0, start_on, quantity, price, 0, 0, True, None)
    changes = [_amendment(number, change) for number, change in enumerate(facts["changes"], 1)]
    billed = {start_on: Claim(date.fromisoformat(facts["billed_until"]), 0)}

    items = special_items(line, LineTerms((base, *changes), claims=billed), (), date.fromisoformat(facts["target_on"]), False)

    nets = [_net(item) for item in items]
    assert sum(nets) == parse_amount(expected["total"], facts["currency"])
    assert sorted(n for n in nets if n) == sorted(n for n in (parse_amount(a, "USD") for a in expected["lines"]) if n)


@pytest.mark.parametrize(("facts", "expected"), _of_kind("credit"))
def test_a_credit_takes_back_the_tax_that_it_does_in_the_source(facts: dict[str, Any], expected: dict[str, Any]):
    net = -parse_amount(facts["net"], facts["currency"])
    found = totals([TaxLine(facts["category"], parse_scaled(facts["rate"], PERCENT_PLACES), net)])

    assert -found.tax_minor == parse_amount(expected["tax"], facts["currency"])
    assert -found.total_minor == parse_amount(expected["total"], facts["currency"])
