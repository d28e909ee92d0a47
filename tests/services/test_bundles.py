"""Bundles as they are stored: set whole, one deep, with configurations kept by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from billdesk import bootstrap
from billdesk.billing.bundle import Bundle, BundleItem, Choice
from billdesk.billing.errors import BillingError, Conflict, FieldError
from billdesk.db.engine import reading
from billdesk.services.bundles import (
    bundle_details,
    read_bundle,
    read_presets,
    remove_preset,
    save_preset,
    set_bundle,
)
from billdesk.services.catalogue import product_details, remove_product
from billdesk.services.company import Company
from tests.services.interchange import bring, dump, rows

ONE = 1_000_000
PRODUCTS = "product,name,unit_price\nOFFICE,Office,0\nDESK,Desk,300\nCABLE,Cable,5\nLAMP,Lamp,40\nSPOT,Spot,60\n"
OFFICE, DESK, CABLE, LAMP, SPOT = range(1, 6)
WANTED = Bundle(
    OFFICE,
    "Office",
    (
        BundleItem(LAMP, "Lamp", "optional", ONE, ONE, 4 * ONE, choice="Light", unit_price_e4=350_000),
        BundleItem(DESK, "Desk"),
        BundleItem(CABLE, "Cable", "included", 3 * ONE, is_per_bundle=False),
        BundleItem(SPOT, "Spot", "optional", choice="Light"),
    ),
    (Choice("Light", 1, 1),),
    ((LAMP, SPOT), (CABLE, SPOT)),
)


@pytest.fixture
def company(company_target: str, tmp_path: Path) -> Iterator[Company]:
    """A company with five products and no bundle yet."""
    made = bootstrap.create(company_target, "Acme", "EUR", "DE")
    bring(made, tmp_path / "files", products=PRODUCTS)
    yield made
    made.engine.dispose()


def put(company: Company, bundle: Bundle = WANTED) -> Bundle:
    """Set the bundle as somebody who has just read it."""
    _, version = bundle_details(company, bundle.product_id)
    return set_bundle(company, bundle.product_id, version, bundle)[0]


def test_a_bundle_is_read_as_it_was_set(company: Company) -> None:
    assert put(company) == WANTED
    with reading(company.engine) as connection:
        assert read_bundle(connection, OFFICE) == WANTED
        assert read_bundle(connection, DESK) is None


def test_a_bundle_is_replaced_whole_and_the_same_again_writes_nothing(company: Company) -> None:
    put(company)
    before = rows(company, "SELECT action, kind FROM audit_log ORDER BY id")
    put(company)
    assert rows(company, "SELECT action, kind FROM audit_log ORDER BY id") == before
    smaller = WANTED._replace(items=WANTED.items[1:3], choices=(), exclusions=())
    assert put(company, smaller) == smaller
    assert rows(company, "SELECT count(*) FROM bundle_choices") == [(0,)]
    assert rows(company, "SELECT count(*) FROM bundle_exclusions") == [(0,)]
    assert put(company, Bundle(OFFICE, "Office", ())).items == ()


def test_two_who_change_one_bundle_are_told(company: Company) -> None:
    _, version = bundle_details(company, OFFICE)
    put(company)
    with pytest.raises(Conflict, match="the bundle was changed by somebody else meanwhile"):
        set_bundle(company, OFFICE, version, Bundle(OFFICE, "Office", ()))


@pytest.mark.parametrize(
    ("bundle", "field", "words"),
    [
        (Bundle(DESK, "Desk", (BundleItem(DESK, "Desk"),)), "items.0.component", "a bundle cannot be in itself"),
        (Bundle(DESK, "Desk", (BundleItem(SPOT, ""), BundleItem(99, ""))), "items.1.component", "there is no such product"),
        (Bundle(DESK, "Desk", (BundleItem(SPOT, ""),)), "items.0.component", "product DESK comes in a bundle"),
    ],
)
def test_bundles_are_one_deep_and_of_products_that_there_are(company: Company, bundle: Bundle, field: str, words: str) -> None:
    put(company)
    before = dump(company)
    with pytest.raises(FieldError) as refused:
        put(company, bundle)
    assert (refused.value.field, words in str(refused.value)) == (field, True)
    assert dump(company) == before


def test_a_bundle_in_a_bundle_is_refused(company: Company) -> None:
    put(company, Bundle(LAMP, "Lamp", (BundleItem(CABLE, "Cable"),)))
    with pytest.raises(FieldError, match="product LAMP is a bundle itself"):
        put(company)


def test_a_configuration_is_kept_replaced_and_removed(company: Company) -> None:
    with pytest.raises(BillingError, match="the product is no bundle"):
        save_preset(company, OFFICE, "Bright", {DESK: ONE})
    put(company)
    save_preset(company, OFFICE, "Bright", {DESK: ONE})
    save_preset(company, OFFICE, " Bright ", {SPOT: 2 * ONE, DESK: ONE})
    save_preset(company, OFFICE, "Bright", {DESK: ONE, SPOT: 2 * ONE})
    assert read_presets(company, OFFICE) == {"Bright": {DESK: ONE, SPOT: 2 * ONE}}
    assert remove_preset(company, OFFICE, "Bright") == {DESK: ONE, SPOT: 2 * ONE}
    with pytest.raises(BillingError, match="Office has no configuration Bright"):
        remove_preset(company, OFFICE, "Bright")
    with pytest.raises(FieldError, match="the configuration has no name"):
        save_preset(company, OFFICE, " ", {})
    told = rows(company, "SELECT action FROM audit_log WHERE kind = 'bundle_preset' ORDER BY id")
    assert told == [("add",), ("change",), ("remove",)]


def test_what_is_no_bundle_any_more_keeps_no_configuration(company: Company) -> None:
    put(company)
    save_preset(company, OFFICE, "Bright", {DESK: ONE})
    put(company, Bundle(OFFICE, "Office", ()))
    assert read_presets(company, OFFICE) == {}


@pytest.mark.parametrize(("product_id", "words"), [(OFFICE, "the product is a bundle"), (DESK, "the product comes in a bundle")])
def test_what_bundles_need_is_not_removed(company: Company, product_id: int, words: str) -> None:
    put(company)
    with pytest.raises(BillingError, match=words):
        remove_product(company, product_id, product_details(company, product_id).version)
