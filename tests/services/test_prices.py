"""The prices of products: which one holds, and what the verbs refuse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from billdesk import bootstrap
from billdesk.billing.errors import Conflict, FieldError
from billdesk.db.engine import reading
from billdesk.services.company import Company
from billdesk.services.prices import (
    NO_PRICE,
    Price,
    PriceEdit,
    add_price,
    change_price,
    list_prices,
    no_price,
    price_of,
    problems,
    remove_price,
)
from tests.services.interchange import BASE, bring, dump, rows

JUNE = date(2026, 6, 15)
BOX = 2
DOLLAR = PriceEdit("USD", unit_price_e4=60_000)


@pytest.fixture
def company(company_target: str, tmp_path: Path) -> Iterator[Company]:
    """A company in euro. P2 is a box of 5.25; A1 and A2 are accounts."""
    made = bootstrap.create(company_target, "Acme", "EUR", "DE")
    bring(made, tmp_path / "files", **BASE)
    yield made
    made.engine.dispose()


def price(company: Company, currency: str = "EUR", account_id: int | None = 1, on: date = JUNE) -> Price:
    """The price of a box."""
    with reading(company.engine) as connection:
        return price_of(connection, BOX, currency, account_id, on)


def test_the_nearest_price_counts(company: Company) -> None:
    assert price(company) == Price(52_500, None, "product")
    add_price(company, BOX, PriceEdit("EUR", unit_price_e4=50_000))
    assert price(company) == Price(50_000, None, "general")
    add_price(company, BOX, PriceEdit("EUR", "A1", pricing="volume 10@4.50 *@4"))
    assert price(company) == Price(None, "volume 10@4.5 *@4", "account")
    assert price(company, account_id=2) == price(company, account_id=None) == Price(50_000, None, "general")


def test_another_currency_needs_a_price_of_its_own(company: Company) -> None:
    assert price(company, "USD") == NO_PRICE
    assert str(no_price("P2", "USD", JUNE)) == (
        "product P2 has no price in USD on 2026-06-15; give the product one, or type the price of this line"
    )
    add_price(company, BOX, DOLLAR)
    assert price(company, "USD") == Price(60_000, None, "general")


#   -------- 6.00 --------| 2026-06-14    (no price)    |- 7.00 - 2026-06-16 -|    (no price)
def test_a_price_holds_from_its_first_day_to_its_last(company: Company) -> None:
    add_price(company, BOX, replace(DOLLAR, valid_until=date(2026, 6, 14)))
    add_price(company, BOX, PriceEdit("USD", "", date(2026, 6, 16), date(2026, 6, 16), 70_000))
    found = [price(company, "USD", on=date(2026, 6, day)).unit_price_e4 for day in (1, 14, 15, 16, 17)]
    assert found == [60_000, 60_000, None, 70_000, None]


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (DOLLAR, "product P2 has a price in USD for all accounts from 2026-03-01 until 2026-03-31 already"),
        (replace(DOLLAR, valid_from=date(2026, 3, 31)), "from 2026-03-01 until 2026-03-31 already"),
        (replace(DOLLAR, valid_until=date(2026, 3, 1)), "let one end the day before the other begins"),
    ],
)
def test_two_prices_on_one_day_are_refused(company: Company, other: PriceEdit, words: str) -> None:
    march = replace(DOLLAR, valid_from=date(2026, 3, 1), valid_until=date(2026, 3, 31))
    add_price(company, BOX, march)
    before = dump(company)
    with pytest.raises(FieldError) as refused:
        add_price(company, BOX, other)
    assert (refused.value.field, words in str(refused.value)) == ("valid_from", True)
    assert dump(company) == before
    add_price(company, BOX, replace(march, account="A1"))
    add_price(company, BOX, replace(march, currency="GBP"))
    add_price(company, BOX, replace(march, valid_from=date(2026, 4, 1), valid_until=None))


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        (PriceEdit(unit_price_e4=1), "currency", "the price has no currency"),
        (PriceEdit("XYZ", unit_price_e4=1), "currency", "unknown currency 'XYZ'"),
        (PriceEdit("EUR"), "unit_price", "the price says nothing"),
        (PriceEdit("EUR", unit_price_e4=-1), "unit_price", "is negative"),
        (PriceEdit("EUR", unit_price_e4=1, pricing="package 12@30"), "pricing", "has a unit price and a pricing"),
        (PriceEdit("EUR", pricing="volume 10@5"), "pricing", "there is no price above 10"),
        (PriceEdit("EUR", "", JUNE, date(2026, 6, 14), 1), "valid_until", "the price ends before it begins"),
        (PriceEdit("EUR", "A9", unit_price_e4=1), "account", "there is no account A9"),
    ],
)
def test_what_is_no_price_is_said_of_its_field(company: Company, values: PriceEdit, field: str, words: str) -> None:
    with pytest.raises(FieldError) as refused:
        add_price(company, BOX, values)
    assert (refused.value.field, words in str(refused.value)) == (field, True)


def test_what_the_values_alone_tell_is_told_at_once() -> None:
    assert [found.field for found in problems(PriceEdit("X", pricing="?"))] == ["currency", "pricing"]


def test_a_price_is_changed_removed_and_made_again(company: Company) -> None:
    made = add_price(company, BOX, DOLLAR)
    changed = change_price(company, made.id, made.version, replace(DOLLAR, unit_price_e4=65_000))
    assert (changed.id, changed.words) == (made.id, "6.50")
    assert change_price(company, made.id, changed.version, changed.values) == changed
    with pytest.raises(Conflict, match="the price was changed by somebody else meanwhile"):
        remove_price(company, made.id, made.version)
    gone = remove_price(company, made.id, changed.version)
    assert list_prices(company, BOX) == []
    with pytest.raises(Conflict, match="the price was removed by somebody else meanwhile"):
        change_price(company, made.id, changed.version, DOLLAR)
    assert add_price(company, BOX, gone.values, gone.id) == gone
    told = rows(company, "SELECT action, record_id FROM audit_log WHERE kind = 'price' ORDER BY id")
    assert told == [("add", made.id), ("change", made.id), ("remove", made.id), ("add", made.id)]


def test_prices_are_listed_by_currency_then_account_then_day(company: Company) -> None:
    for values in (
        PriceEdit("USD", "A1", unit_price_e4=3),
        PriceEdit("USD", "", JUNE, None, 2),
        PriceEdit("USD", "", None, date(2026, 6, 14), pricing="package 12@30"),
        PriceEdit("EUR", unit_price_e4=4),
    ):
        add_price(company, BOX, values)
    assert [found.words for found in list_prices(company, BOX)] == ["0.0004", "package 12@30", "0.0002", "0.0003"]
