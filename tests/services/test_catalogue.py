"""Products by hand: made, changed, retired and removed by the rules of `products.csv`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from billdesk.billing.errors import BillingError, Conflict, FieldError
from billdesk.services.catalogue import (
    ProductEdit,
    ProductUses,
    change_product,
    create_product,
    problems,
    product_details,
    product_uses,
    remove_product,
    set_active,
)
from billdesk.services.company import Company
from billdesk.services.schedules import NewSchedule, add_schedule
from billdesk.services.type_ahead import find_products
from tests.services.interchange import AS_OF, BASE, a_company, bring, dump, rows

SEAT = ProductEdit("SEAT", "Seat", 120_000, every="1 month", tax_rate_e4=190_000)


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """P1 is support by the month, P2 a box, P3 metered traffic; orders have all of them."""
    with a_company(tmp_path / "company") as made:
        bring(made, tmp_path / "files", **BASE)
        yield made


def test_a_product_with_a_cadence_recurs_in_advance(company: Company) -> None:
    made = create_product(company, SEAT).after.values
    assert (made.charge_type, made.timing, made.is_active) == ("recurring", "advance", True)


def test_a_product_of_a_file_and_one_of_the_editor_are_the_same(company: Company, tmp_path: Path) -> None:
    files = "product,name,unit_price,every,tax_rate\nFILE,Seat,12,1 month,19\n"
    bring(company, tmp_path / "more", products=files)
    create_product(company, SEAT)
    columns = "name, unit_price_e4, category, unit, charge_type, every, timing, tax_rate_e4, is_active"
    sql = f"SELECT {columns} FROM products WHERE code = "
    assert rows(company, f"{sql}'FILE'") == rows(company, f"{sql}'SEAT'")


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        (replace(SEAT, code=""), "product", "the product has no code"),
        (replace(SEAT, code="P1"), "product", "there is a product P1 already"),
        (replace(SEAT, name=""), "name", "the product has no name"),
        (replace(SEAT, name="x" * 500), "name", "text of 500 characters is too long; use at most 400"),
        (replace(SEAT, unit_price_e4=None), "unit_price", "the product has no price"),
        (replace(SEAT, unit_price_e4=-1), "unit_price", "is negative"),
        (replace(SEAT, tax_rate_e4=2_000_000), "tax_rate", "out of range; use 0 to 100"),
        (replace(SEAT, every="monthly"), "every", "is not understood"),
        (replace(SEAT, every="", charge_type="recurring"), "every", "a recurring charge has no cadence"),
        (replace(SEAT, charge_type="one_time"), "every", "a one_time charge has no cadence"),
        (replace(SEAT, charge_type="usage", timing="advance"), "timing", "usage cannot be billed in advance"),
    ],
)
def test_what_cannot_be_stored_is_said_of_its_field(company: Company, values: ProductEdit, field: str, words: str) -> None:
    before = dump(company)
    with pytest.raises(FieldError) as refused:
        create_product(company, values)
    assert refused.value.field == field
    assert words in str(refused.value)
    assert dump(company) == before


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert [found.field for found in problems(ProductEdit(every="x"))] == ["every", "product", "name", "unit_price"]


def test_a_new_price_leaves_lines_that_stand_alone_and_can_be_undone(company: Company) -> None:
    details = product_details(company, 1)
    change = change_product(company, 1, details.version, replace(details.values, unit_price_e4=1_100_000))
    assert rows(company, "SELECT DISTINCT unit_price_e4 FROM order_lines WHERE product_id = 1") == [(1_000_000,)]
    assert change.before is not None
    undone = change_product(company, 1, change.after.version, change.before.values)
    assert undone.after == details


def test_a_product_that_was_changed_meanwhile_is_not_overwritten(company: Company) -> None:
    details = product_details(company, 1)
    change_product(company, 1, details.version, replace(details.values, name="Theirs"))
    with pytest.raises(Conflict, match="the product was changed by somebody else meanwhile, P1"):
        change_product(company, 1, details.version, replace(details.values, name="Ours"))
    assert product_details(company, 1).values.name == "Theirs"


def test_what_is_sold_no_more_is_not_offered(company: Company) -> None:
    set_active(company, 2, product_details(company, 2).version, is_active=False)
    assert [found.code for found in find_products(company, "")] == ["P1", "P3"]
    set_active(company, 2, product_details(company, 2).version, is_active=True)
    assert [found.code for found in find_products(company, "box")] == ["P2"]


def test_uses_are_counted(company: Company) -> None:
    assert product_uses(company, 2) == ProductUses(line_count=2, order_count=2, open_count=1)


def test_only_a_product_that_nothing_refers_to_can_be_removed_and_comes_back_as_it_was(company: Company) -> None:
    with pytest.raises(BillingError, match="the product has been ordered and stays, P1; sell it no more instead"):
        remove_product(company, 1, product_details(company, 1).version)
    made = create_product(company, SEAT).after
    gone = remove_product(company, made.id, made.version)
    assert create_product(company, gone.values, gone.id).after == made
    add_schedule(company, NewSchedule("seats", "1 month", products=("SEAT",)), AS_OF)
    with pytest.raises(BillingError, match="schedule seats is for this product"):
        remove_product(company, made.id, made.version)
