"""What a new company starts with in each country: currency, tax rates, paper, usual terms, the form of an address.

Proposals from `resources/presets` that a person sees and may change; once a company exists nothing looks here for a value
that it has itself. The words for the tax and the taxpayer's number are those that the paper prints.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from billdesk import paths
from billdesk.billing.errors import BillingError
from billdesk.billing.money import PERCENT_PLACES, parse_scaled
from billdesk.documents.countries import NAMES, is_in_eu, tax_id_word, tax_word

_ELSEWHERE = {
    "currency": "USD",
    "paper_size": "A4",
    "terms": "net 30",
    "fiscal_year_month": "1",
    "address": "street postcode city",
    "region": "",
    "postcode": "postal",
}
"""For the few countries whose currency ISO 4217 no longer has, or not yet."""


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A rate that a person may choose: its name, EN 16931 category (UNCL 5305) and percent x 10^4."""

    name: str
    category: str
    rate_e4: int


@dataclass(frozen=True, slots=True)
class Preset:
    """A country's proposals.

    `address` names the fields of an address in the country's order. `region` says what its region is (state, province,
    county, prefecture, emirate, department, region), empty where addresses have none; `postcode` likewise (postal,
    postcode, zip, eircode, pin). `tax_word` and `tax_id_word` are those of the paper, such as `VAT` and `VAT no.`.
    """

    country: str
    name: str
    currency: str
    paper_size: str
    terms: str
    fiscal_year_month: int
    address: tuple[str, ...]
    region: str
    postcode: str
    tax_word: str
    tax_id_word: str
    tax_rates: tuple[TaxRate, ...]


def countries() -> tuple[tuple[str, str], ...]:
    """Code (ISO 3166-1 alpha-2) and English name of every country, by name."""
    return tuple(sorted(NAMES.items(), key=lambda entry: unicodedata.normalize("NFKD", entry[1]).encode("ascii", "ignore")))


@lru_cache(maxsize=64)
def preset(country: str) -> Preset:
    """The proposals for a country code. Raises BillingError for a code that is no country's."""
    if country not in NAMES:
        raise BillingError(f"unknown country {country!r}", remedy="use an ISO 3166 code of two letters such as US or DE")
    row = _countries().get(country, _ELSEWHERE)
    return Preset(
        country=country,
        name=NAMES[country],
        currency=row["currency"],
        paper_size=row["paper_size"],
        terms=row["terms"],
        fiscal_year_month=int(row["fiscal_year_month"]),
        address=tuple(row["address"].split()),
        region=row["region"],
        postcode=row["postcode"],
        tax_word=tax_word(country),
        tax_id_word=tax_id_word(country),
        tax_rates=tuple(_rates(country)),
    )


def _rates(country: str) -> Iterator[TaxRate]:
    own = _tax_rates().get(country, [])
    yield from own
    if own and is_in_eu(country) and country != "XI":
        yield from _tax_rates()["EU"]


@cache
def _countries() -> dict[str, dict[str, str]]:
    return {row["country"]: row for row in _read("countries.csv")}


@cache
def _tax_rates() -> dict[str, list[TaxRate]]:
    found: dict[str, list[TaxRate]] = {}
    for row in _read("tax_rates.csv"):
        rate = TaxRate(row["name"], row["category"], parse_scaled(row["rate"], PERCENT_PLACES, "tax rate"))
        found.setdefault(row["country"], []).append(rate)
    return found


def _read(name: str) -> list[dict[str, str]]:
    with paths.resource("presets", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
