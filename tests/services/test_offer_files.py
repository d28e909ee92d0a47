"""Prices and bundles in files: in, the same again, out, and byte for byte once more."""

from __future__ import annotations

from pathlib import Path

import pytest

from billdesk import bootstrap
from billdesk.billing.errors import BillingError
from billdesk.services.exports import export_company
from billdesk.services.imports import import_paths
from tests.services.interchange import AS_OF, a_company, bring, dump

OFFERS = {
    "accounts": "account,name\nA1,Anna\n",
    "products": "product,name,unit_price\nOFFICE,Office,0\nDESK,Desk,300\nCABLE,Cable,5\nLAMP,Lamp,40\nSPOT,Spot,60\n",
    "prices": (
        "product,currency,account,valid_from,valid_until,unit_price,pricing\n"
        "DESK,USD,A1,,,,graduated 10@300 *@280.00 included 1\nDESK,USD,,2026-04-01,,310,\nDESK,USD,,,2026-03-31,299.5,\n"
    ),
    "bundle_choices": "bundle,choice,min_count,max_count\nOFFICE,Light,1,1\nOFFICE,Extras,,\n",
    "bundle_items": (
        "bundle,component,position,role,quantity,min_quantity,max_quantity,per_bundle,choice,unit_price\n"
        "OFFICE,LAMP,3,optional,1,1,4,yes,Light,35\nOFFICE,DESK,1,required,,,,,,\n"
        "OFFICE,CABLE,2,included,3,,,no,,\nOFFICE,SPOT,4,optional,,,,,Light,\n"
    ),
    "bundle_exclusions": "bundle,item,other\nOFFICE,SPOT,CABLE\nOFFICE,LAMP,SPOT\n",
}
NAMES = ("prices", "bundle_choices", "bundle_items", "bundle_exclusions")


def test_prices_and_bundles_come_back_byte_for_byte(company_target: str, tmp_path: Path) -> None:
    one = bootstrap.create(company_target, "Acme", "EUR", "DE")
    bring(one, tmp_path / "in", **OFFERS)
    export_company(one, tmp_path / "first")
    before = dump(one)
    again = import_paths(one, [tmp_path / "first"], as_of=AS_OF)
    assert (sum(again.created.values()), sum(again.updated.values()), dump(one)) == (0, 0, before)
    one.engine.dispose()
    with a_company(tmp_path / "two") as two:
        import_paths(two, [tmp_path / "first"], as_of=AS_OF)
        export_company(two, tmp_path / "second")
    for name in NAMES:
        assert (tmp_path / "first" / f"{name}.csv").read_bytes() == (tmp_path / "second" / f"{name}.csv").read_bytes()
    assert (tmp_path / "first" / "prices.csv").read_text() == (
        "product,currency,account,valid_from,valid_until,unit_price,pricing\n"
        "DESK,USD,,,2026-03-31,299.50,\nDESK,USD,,2026-04-01,,310.00,\nDESK,USD,A1,,,,graduated 10@300 *@280 included 1\n"
    )
    assert (tmp_path / "first" / "bundle_exclusions.csv").read_text() == (
        "bundle,item,other\nOFFICE,CABLE,SPOT\nOFFICE,LAMP,SPOT\n"
    )


def test_a_company_without_offers_has_no_such_files(tmp_path: Path) -> None:
    with a_company(tmp_path / "one") as company:
        bring(company, tmp_path / "in", products=OFFERS["products"])
        export_company(company, tmp_path / "out")
    assert not any((tmp_path / "out" / f"{name}.csv").exists() for name in NAMES)


@pytest.mark.parametrize(
    ("name", "row", "words"),
    [
        ("prices", "DESK,USD,,2026-03-31,2026-03-31,1,", "DESK has a price in USD for all accounts until 2026-03-31 already"),
        ("prices", "DESK,GBP,,,,,", "the price says nothing"),
        ("prices", "DESK,GBP,,,,,volume 5@1", "there is no price above 5"),
        ("bundle_items", "LAMP,CABLE,,required,,,,,,", "'LAMP' comes in a bundle, so it cannot be one"),
        ("bundle_items", "OFFICE,OFFICE,,required,,,,,,", "a bundle cannot be in itself"),
        ("bundle_exclusions", "OFFICE,DESK,CABLE", "both always come"),
    ],
)
def test_what_is_refused_by_hand_is_refused_in_a_file(tmp_path: Path, name: str, row: str, words: str) -> None:
    with a_company(tmp_path / "one") as company:
        bring(company, tmp_path / "in", **OFFERS)
        header = OFFERS[name].splitlines()[0]
        with pytest.raises(BillingError) as refused:
            bring(company, tmp_path / "more", **{name: f"{header}\n{row}\n"})
    assert words in str(refused.value)


def test_items_may_change_places(tmp_path: Path) -> None:
    with a_company(tmp_path / "one") as company:
        bring(company, tmp_path / "in", **OFFERS)
        swap = "bundle,component,position,role\nOFFICE,DESK,2,required\nOFFICE,CABLE,1,included\n"
        assert bring(company, tmp_path / "more", bundle_items=swap).updated["bundle_items"] == 2
