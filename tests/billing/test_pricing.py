"""Prices by quantity, worked by hand, and what is no price."""

import pytest

from billdesk.billing.errors import BillingError
from billdesk.billing.pricing import Component, components, parse_pricing

ONE = 10**6


def rated(text: str, quantity: float) -> list[tuple[float, float]]:
    found = components(round(quantity * ONE), 0, pricing=parse_pricing(text))
    return [(c.quantity_e6 / ONE, c.unit_price_e4 / 10_000) for c in found]


@pytest.mark.parametrize(
    ("text", "quantity", "expected"),
    [
        ("graduated 1000@0.10 5000@0.08+25 *@0.05 included 100", 6000, [(1000, 0.10), (4000, 0.08), (1, 25), (900, 0.05)]),
        ("volume 10@0+50 *@4", 8, [(1, 50)]),
        ("volume 10@0+50 *@4", 25, [(25, 4)]),
        ("package 12@30", 25, [(3, 30)]),
        ("package 12@30+5 included 1", 25, [(2, 30), (1, 5)]),
        ("graduated 100@0 *@1", 50, [(50, 0)]),
        ("graduated *@1 included 100", 60, [(0, 1)]),
        ("graduated 100@1 *@0.5", -150, [(-100, 1), (-50, 0.5)]),
    ],
)
def test_a_quantity_comes_down_to_plain_prices(text: str, quantity: float, expected: list[tuple[float, float]]):
    assert rated(text, quantity) == expected
    assert parse_pricing(parse_pricing(text).text()) == parse_pricing(text)


def test_an_amount_off_is_a_component_of_its_own():
    assert components(3 * ONE, 20_000, 0, 5_000) == (
        Component(3 * ONE, 20_000, 0),
        Component(-ONE, 5_000, 0, "allowance"),
    )


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "names no way of pricing"),
        ("cheap *@1", "names no way of pricing"),
        ("volume", "no tiers"),
        ("volume much@1 *@2", "is no tier"),
        ("volume " + " ".join(f"{n}@1" for n in range(1, 101)) + " *@1", "too many tiers"),
        ("volume 10@1 5@2 *@3", "do not rise"),
        ("volume 10@1", "no price above 10"),
        ("package 12@30 24@50", "one tier and a size"),
        ("package *@30", "one tier and a size"),
    ],
)
def test_a_price_with_gaps_is_refused_in_words(text: str, what: str):
    with pytest.raises(BillingError, match=what):
        parse_pricing(text)
