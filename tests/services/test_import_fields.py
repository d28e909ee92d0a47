"""Cells and files as people really write them: what is read, and in which one form it is stored."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from billdesk.billing.errors import BillingError
from billdesk.services.imports import fields
from billdesk.services.imports.layouts import ACCOUNTS
from billdesk.services.imports.reading import CsvTable
from billdesk.services.imports.refusals import as_csv
from billdesk.services.imports.rows import fits, match_header


@pytest.mark.parametrize(
    ("convert", "cell", "stored"),
    [
        (fields.one_line(9), "  Anna  ", "Anna"),
        (fields.one_line(9), "a\tb", "a b"),
        (fields.one_line(9), "e\u0301te\u0301", "été"),  # NFC: one character per letter
        (fields.one_line(9), "\u00a0Ζωή\u00a0", "Ζωή"),
        (fields.one_line(9), "👩‍🚀", "👩‍🚀"),  # the invisible joiner stays: without it these are two people
        (fields.many_lines(9), "a\r\nb\rc\n", "a\nb\nc"),
        (fields.many_lines(9), "a\tb\n", "a\tb"),
        (fields.iso_date, " 2026-02-28 ", "2026-02-28"),
        (fields.quantity, "-0.125", -125_000),
        (fields.quantity, "+12.", 12_000_000),
        (fields.quantity, "1000000000000", 10**18),
        (fields.unit_price, "0.0200", 200),
        (fields.percent, "7.5", 75_000),
        (fields.percent, "100.00000", 1_000_000),
        (fields.fraction, "0.15", 150_000),
        (fields.fraction, "1", 1_000_000),
        (fields.position, " 007 ", 7),
        (fields.currency, " eur ", "EUR"),
        (fields.cadence, "3 Months", "3 months"),
        (fields.bill_day, "LAST friday", "last fri"),
        (fields.terms, "2/10 net 30", "2/10 net 30"),
        (fields.email, "a@b.c; d@e.f", "a@b.c; d@e.f"),
        (fields.country, "de", "DE"),
        (fields.country, "Deutschland", "Deutschland"),
        (fields.charge_type, "One-time", "one_time"),
        (fields.timing, "In Arrears", "arrears"),
        (fields.tax_category, "ae", "AE"),
        (fields.yes_or_no, "TRUE", 1),
        (fields.yes_or_no, "n", 0),
    ],
)
def test_a_cell_is_stored_in_one_form(convert, cell, stored):
    assert convert(cell) == stored


@pytest.mark.parametrize(
    "convert",
    [
        fields.code,
        fields.many_lines(9),
        fields.iso_date,
        fields.quantity,
        fields.unit_price,
        fields.percent,
        fields.position,
        fields.currency,
        fields.cadence,
        fields.bill_day,
        fields.terms,
        fields.email,
        fields.country,
        fields.charge_type,
    ],
)
def test_blanks_alone_are_an_empty_cell(convert):
    assert convert(" \u00a0\t") is None


@given(st.text(max_size=40))
@example("A\u0301\u00a0")
def test_stored_text_is_stored_the_same_again(text):
    for convert in (fields.one_line(200), fields.many_lines(200)):
        try:
            stored = convert(text)
        except BillingError:
            continue  # a line break or control character: the bad inputs have those
        if stored is not None:
            assert convert(stored) == stored
            assert next(csv.reader(io.StringIO(as_csv(["x", stored]), newline=""), strict=True)) == ["x", stored]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("is_ended", [True, False])
def test_any_line_end_with_or_without_byte_order_mark(tmp_path, end, mark, is_ended):
    text = end.join(["account,name", 'A1,"Anna\nand ""Bo"""', "", ",", "A2,Ζωή"]) + (end if is_ended else "")
    path = tmp_path / "accounts.csv"
    path.write_bytes(mark + text.encode())
    with CsvTable(path) as table:
        assert table.header == ["account", "name"]
        # The quoted field takes two lines of the file; empty rows are passed over.
        assert list(table.records()) == [(2, ["A1", 'Anna\nand "Bo"']), (6, ["A2", "Ζωή"])]
        assert table.bytes_read == table.size


def test_a_line_just_below_the_limit_is_read(tmp_path):
    path = tmp_path / "accounts.csv"
    row = ",".join(["x" * 100_000] * 9)
    path.write_text(f"account\n{row}\n")
    with CsvTable(path) as table:
        assert [len(cells) for _, cells in table.records()] == [9]


def test_titles_are_compared_without_case_blanks_hyphens_and_underscores():
    assert match_header([" Account", "NAME", "Tax ID", "price-basis", "", " "], ACCOUNTS, "f") == {
        "account": 0,
        "name": 1,
        "tax_id": 2,
        "price_basis": 3,
    }


def test_an_empty_title_between_others_is_an_unknown_column():
    with pytest.raises(BillingError, match="unknown column '', f line 1"):
        match_header(["account", "", "name"], ACCOUNTS, "f")


def test_a_file_fits_a_layout_by_its_columns():
    assert fits(["name", "account"], ACCOUNTS)
    assert not fits(["name"], ACCOUNTS)
