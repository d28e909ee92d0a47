"""Country presets: whole, sound, and for some countries what a bookkeeper there would say."""

from __future__ import annotations

import pytest

from billdesk.billing.errors import BillingError
from billdesk.billing.money import currency_digits
from billdesk.billing.numbering import fiscal_year
from billdesk.billing.tax import check_category
from billdesk.billing.terms import parse_terms
from billdesk.services.presets import TaxRate, countries, preset
from tests.billing.builders import on

EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
FIELDS = {"street", "city", "region", "postcode"}


@pytest.mark.parametrize("code", [code for code, _ in countries()])
def test_each_country_has_proposals_that_the_rules_accept(code: str):
    found = preset(code)
    assert currency_digits(found.currency) in {0, 2, 3}
    assert found.paper_size in {"A4", "Letter"}
    parse_terms(found.terms)
    fiscal_year(on("2026-11-25"), found.fiscal_year_month)
    assert {"street", "city"} <= set(found.address) <= FIELDS
    assert bool(found.region) == ("region" in found.address)
    assert bool(found.postcode) == ("postcode" in found.address)
    for rate in found.tax_rates:
        check_category(rate.category, rate.rate_e4)
    assert len({(rate.category, rate.rate_e4) for rate in found.tax_rates}) == len(found.tax_rates)


@pytest.mark.parametrize(
    ("code", "currency", "paper", "terms", "month", "rates"),
    [
        ("US", "USD", "Letter", "net 30", 1, []),
        ("CA", "CAD", "Letter", "net 30", 1, [5, 13, 14, 15, 14.975]),
        ("GB", "GBP", "A4", "net 30", 1, [20, 5]),
        ("DE", "EUR", "A4", "net 30", 1, [19, 7]),
        ("AT", "EUR", "A4", "net 30", 1, [20, 13, 10, 4.9]),
        ("BG", "EUR", "A4", "net 30", 1, [20, 9]),
        ("FI", "EUR", "A4", "net 30", 1, [25.5, 13.5, 10]),
        ("SK", "EUR", "A4", "net 30", 1, [23, 19, 5]),
        ("CH", "CHF", "A4", "net 30", 1, [8.1, 3.8, 2.6]),
        ("NO", "NOK", "A4", "net 30", 1, [25, 15, 12]),
        ("AU", "AUD", "A4", "net 30", 7, [10]),
        ("NZ", "NZD", "A4", "eom 20", 4, [15]),
        ("JP", "JPY", "A4", "eom 30", 4, [10, 8]),
        ("KW", "KWD", "A4", "net 30", 1, []),
    ],
)
def test_a_bookkeeper_there_finds_what_is_usual(code: str, currency: str, paper: str, terms: str, month: int, rates: list[float]):
    found = preset(code)
    assert (found.currency, found.paper_size, found.terms, found.fiscal_year_month) == (currency, paper, terms, month)
    assert [rate.rate_e4 / 10_000 for rate in found.tax_rates if rate.category == "S"] == rates


@pytest.mark.parametrize("code", EU)
def test_each_member_state_has_a_standard_rate_and_the_four_ways_without_tax(code: str):
    found = preset(code)
    assert 150_000 <= found.tax_rates[0].rate_e4 <= 270_000  # Directive 2006/112/EC Art. 97; Hungary has the highest
    assert found.tax_rates[0].name == "Standard"
    assert [rate.category for rate in found.tax_rates[-4:]] == ["AE", "K", "G", "E"]


def test_words_are_those_of_the_paper():
    assert (preset("DE").tax_word, preset("DE").tax_id_word) == ("VAT", "VAT no.")
    assert (preset("AU").tax_word, preset("AU").tax_id_word) == ("GST", "ABN")


def test_where_no_tax_is_known_none_is_made_up():
    assert preset("US").tax_rates == (TaxRate("No sales tax", "Z", 0),)
    assert preset("BV").tax_rates == ()


def test_an_unknown_country_is_refused():
    with pytest.raises(BillingError, match="unknown country 'UK'"):
        preset("UK")


def test_countries_stand_by_name():
    names = [name for _, name in countries()]
    assert names[:4] == ["Afghanistan", "Åland Islands", "Albania", "Algeria"]
    assert ("US", "United States") in countries()
    assert len(names) > 240
