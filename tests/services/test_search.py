"""Finding by a few letters: what is found for names, numbers, amounts, codes, and in which order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from billdesk.services.company import Company
from billdesk.services.imports import import_paths
from billdesk.services.lists import ListQuery, list_columns, list_ids, list_rows
from billdesk.services.search import Hit, Memory, describe, find, warm
from billdesk.services.search_index import HEAD, MIDDLE, WHOLE, WORD, TextIndex
from tests.companies import sample

ON = date(2026, 4, 2)
MORE = """account,name,city,email
KOEN,Königlich Essen,Brandenburg,info@koeniglich.example
NORD,Nordwind Alfa GmbH,Köln,
ALF2,Alfalfa Foods,Bonn,
"""


@pytest.fixture
def company(company_file: str, tmp_path: Path):
    made = sample(company_file, tmp_path)
    (tmp_path / "accounts.csv").write_text(MORE, encoding="utf-8")
    (tmp_path / "products.csv").write_text("product,name,unit_price\nBOX-1,Box of pens,12.50\n", encoding="utf-8")
    import_paths(made, [tmp_path / "accounts.csv", tmp_path / "products.csv"], as_of=ON)
    yield made
    made.engine.dispose()


def titles(hits: list[Hit], kind: str = "") -> list[str]:
    return [hit.title for hit in hits if kind in ("", hit.kind)]


def test_names_are_found_by_word_beginnings_before_middles(company: Company):
    found = titles(find(company, "alfa", ON), "account")
    # ALFA is the code itself; Alfalfa begins so; Nordwind Alfa has a word that does.
    assert found == ["Alfa & Söhne", "Alfalfa Foods", "Nordwind Alfa GmbH"]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("koniglich", "Königlich Essen"),
        ("KÖNIG", "Königlich Essen"),
        ("essen kön", "Königlich Essen"),
        ("info@koen", "Königlich Essen"),
        ("koln", "Nordwind Alfa GmbH"),
        ("βητα", "Βήτα ΑΕ"),
        ("gamm", "Gamma Ltd"),
    ],
)
def test_case_accents_and_the_order_of_words_do_not_matter(company: Company, typed: str, title: str):
    assert title in titles(find(company, typed, ON), "account")


def test_a_serial_number_finds_the_invoice_before_the_credit_note(company: Company):
    assert titles(find(company, "#2", ON)) == ["INV-2026-00002", "CN-2026-00002"]
    assert titles(find(company, "2", ON), "invoice")[:2] == ["INV-2026-00002", "CN-2026-00002"]
    assert titles(find(company, "# 00002", ON)) == ["INV-2026-00002", "CN-2026-00002"]
    assert find(company, "#999999", ON) == []


@pytest.mark.parametrize("typed", ["INV-2026-00003", "inv-2026-00003", "2026-00003", "#2026-00003"])
def test_a_number_is_found_as_it_is_written_or_without_its_beginning(company: Company, typed: str):
    assert titles(find(company, typed, ON), "invoice")[0] == "INV-2026-00003"


@pytest.mark.parametrize("is_warm", [True, False])
def test_an_amount_finds_the_documents_of_that_total(company: Company, is_warm: bool):
    at = {column.key: n for n, column in enumerate(list_columns("invoices"))}
    rows = list_rows(company, "invoices", list_ids(company, ListQuery("invoices"), ON), ON)
    total = max(abs(row[at["total"]]) for row in rows)
    expected = {row[0] for row in rows if abs(row[at["total"]]) == total}
    memory = Memory()
    if is_warm:
        warm(company, memory)
    for typed in (
        f"{total // 100}.{total % 100:02d}",
        f"{total // 100},{total % 100:02d}",
        f"EUR {total // 100}.{total % 100:02d}",
    ):
        assert {hit.id for hit in find(company, typed, ON, memory=memory) if hit.kind == "invoice"} == expected
    assert find(company, "98,765.43", ON, memory=memory) == []


def test_orders_are_found_by_code_and_by_the_reference_of_the_customer(company: Company):
    assert titles(find(company, "O-1", ON), "order")[0] == "O-1"
    (order,) = [hit for hit in find(company, "PO 7", ON) if hit.kind == "order"]
    assert (order.title, order.detail) == ("O-1", ("Alfa & Söhne", "PO 7"))


def test_products_are_found_by_code_and_name(company: Company):
    assert titles(find(company, "box-1", ON), "product") == ["Box of pens"]
    assert titles(find(company, "pens", ON), "product") == ["Box of pens"]


def test_an_at_sign_finds_accounts_only(company: Company):
    assert {hit.kind for hit in find(company, "@a", ON)} == {"account"}
    assert find(company, "@", ON) == []
    assert find(company, "   ", ON) == []


def test_what_was_added_meanwhile_is_found(company: Company, tmp_path: Path):
    memory = Memory()
    warm(company, memory)
    assert find(company, "zephyr", ON, memory=memory) == []
    (tmp_path / "accounts.csv").write_text("account,name\nZEPH,Zephyr\n", encoding="utf-8")
    import_paths(company, [tmp_path / "accounts.csv"], as_of=ON)
    assert titles(find(company, "zephyr", ON, memory=memory)) == ["Zephyr"]


def test_records_are_described_in_the_order_asked_for(company: Company):
    hits = find(company, "alfa", ON)
    wanted = [(hit.kind, hit.id) for hit in reversed(hits)]
    assert [(hit.kind, hit.id) for hit in describe(company, [*wanted, ("account", 999_999)], ON)] == wanted


def test_hostile_text_is_text(company: Company):
    for typed in ("' OR 1=1 --", "%", "_", "\\", "\x1f", "#'", "🧾", "a" * 2000, "1,2,3.4.5"):
        find(company, typed, ON)


def test_an_index_tells_whole_fields_beginnings_words_and_middles():
    index = TextIndex([(1, "AB", "cab x"), (2, "XAB", None), (3, "Q", "dry ab-c"), (4, "ABC", "q")])
    assert index.find("ab", 10) == [(WHOLE, 0, 1), (HEAD, 0, 4), (WORD, 1, 3), (MIDDLE, 0, 2)]
    assert index.find("ab", 2) == [(WHOLE, 0, 1), (HEAD, 0, 4)]
    assert index.find("", 5) == []
    assert TextIndex([]).find("a", 5) == []
