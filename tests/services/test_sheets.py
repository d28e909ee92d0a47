"""Tables as CSV and XLSX: figures exact, text never a formula, whole or not at all. XLSX is read back with openpyxl."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from billdesk.billing.errors import BillingError, Cancelled
from billdesk.services import sheets
from billdesk.services.company import Progress
from billdesk.services.sheets import FORMATS, Sheet, SheetColumn, write_sheet

COLUMNS = (
    SheetColumn("Account"),
    SheetColumn("Currency"),
    SheetColumn("Total", "money"),
    SheetColumn("Price", "price"),
    SheetColumn("Quantity", "quantity"),
    SheetColumn("Rate", "percent"),
    SheetColumn("Invoices", "count"),
    SheetColumn("Due", "date"),
    SheetColumn("At", "instant"),
    SheetColumn("Status", "state", {"posted": "Posted"}),
)
ROWS = (
    ("Süß & Söhne", "EUR", 123_456_789_012, 12_345, 125_000, 75_000, 3, "2026-11-30", "2026-11-30T23:30:00Z", "posted"),
    ("日本商店", "JPY", 999_999_999_999, 10_000, 1_000_000, 0, 1, None, None, "draft"),
    ("Kuwait", "KWD", -1_234, None, -2_000_000, None, None, "2026-01-01", None, None),
)
TOTALS = ((None, "EUR", 123_456_789_012, *[None] * 7),)


def made(path: Path, form: str, **changes: object) -> Path:
    values: dict[str, object] = {"columns": COLUMNS, "rows": ROWS, "totals": TOTALS, "currency_at": 1, "title": "Dues: all/open"}
    assert write_sheet(path, form, Sheet(**{**values, **changes})) == len(changes.get("rows", ROWS))  # type: ignore[arg-type]
    return path


def read_back(path: Path) -> Worksheet:
    page = load_workbook(path).worksheets[0]
    assert isinstance(page, Worksheet)
    return page


def test_csv_has_plain_decimals_and_iso_dates(tmp_path: Path):
    text = made(tmp_path / "a.csv", "csv").read_text(encoding="utf-8")
    assert text == (
        "\ufeffAccount,Currency,Total,Price,Quantity,Rate,Invoices,Due,At,Status\n"
        "Süß & Söhne,EUR,1234567890.12,1.2345,0.125,7.5,3,2026-11-30,2026-11-30T23:30:00Z,Posted\n"
        "日本商店,JPY,999999999999,1,1,0,1,,,draft\n"
        "Kuwait,KWD,-1.234,,-2,,,2026-01-01,,\n"
        ",EUR,1234567890.12,,,,,,,\n"
    )


def test_xlsx_has_numbers_dates_and_their_formats(tmp_path: Path):
    page = read_back(made(tmp_path / "a.xlsx", "xlsx"))
    cells = list(page.iter_rows())
    assert [cell.value for cell in cells[0]] == [column.title for column in COLUMNS]
    first = [cell.value for cell in cells[1]]
    assert first[2:7] == [1234567890.12, 1.2345, 0.125, 0.075, 3]
    assert [str(value) for value in first[7:]] == ["2026-11-30 00:00:00", "2026-11-30 23:30:00", "Posted"]
    assert [cell.number_format for cell in cells[1]][2:8] == [
        "#,##0.00",
        "#,##0.00##",
        "#,##0.######",
        "0.####%",
        "0",
        "yyyy-mm-dd",
    ]
    assert (cells[2][2].value, cells[2][2].number_format) == (999_999_999_999, "#,##0")
    assert (cells[3][2].value, cells[3][2].number_format) == (-1.234, "#,##0.000")
    assert cells[4][2].font.b
    assert page.freeze_panes == "A2"
    assert page.title == "Dues  all open"


@pytest.mark.parametrize(
    "text", ["=1+1", "+49 30 1234", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0"]
)
def test_text_is_never_a_formula(tmp_path: Path, text: str):
    row = (text, "EUR", 1, *[None] * 7)
    columns = (SheetColumn(text), *COLUMNS[1:])
    csv_text = made(tmp_path / "a.csv", "csv", columns=columns, rows=[row]).read_text(encoding="utf-8")
    assert csv_text.lstrip("\ufeff").lstrip('"').startswith("'")
    page = read_back(made(tmp_path / "a.xlsx", "xlsx", columns=columns, rows=[row]))
    for cell in (page.cell(1, 1), page.cell(2, 1)):
        assert cell.data_type == "s"
        assert cell.value == text.replace("\r", "\n")
    assert page.cell(2, 1).quotePrefix


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "TRUE", "2026-01-01", "007"])
def test_text_that_looks_like_something_else_stays_text(tmp_path: Path, text: str):
    page = read_back(made(tmp_path / "a.xlsx", "xlsx", rows=[(text, "EUR", 1, *[None] * 7)]))
    assert (page.cell(2, 1).value, page.cell(2, 1).data_type) == (text, "s")


def test_what_xml_cannot_hold_is_shown_as_missing(tmp_path: Path):
    page = read_back(made(tmp_path / "a.xlsx", "xlsx", rows=[("a\x00b\ud800c", "EUR", 1, *[None] * 7)]))
    assert page.cell(2, 1).value == "a\ufffdb\ufffdc"


def test_an_earlier_file_is_replaced_whole(tmp_path: Path):
    for form in FORMATS:
        path = tmp_path / f"a.{form}"
        path.write_bytes(b"older")
        made(path, form)
        assert b"older" not in path.read_bytes()


def test_an_earlier_file_stays_when_a_person_stops_the_export(tmp_path: Path):
    for form in FORMATS:
        path = tmp_path / f"a.{form}"
        path.write_bytes(b"older")
        with pytest.raises(Cancelled):
            write_sheet(path, form, Sheet(COLUMNS, ROWS, currency_at=1), Progress(is_cancelled=lambda: True))
        assert path.read_bytes() == b"older"
        assert list(tmp_path.glob(".*")) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(BillingError, match="the file cannot be written"):
        write_sheet(tmp_path / "none" / "a.csv", "csv", Sheet(COLUMNS, ROWS))


def test_more_rows_than_a_sheet_can_hold_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sheets, "MAX_XLSX_ROWS", 4)
    with pytest.raises(BillingError, match="no more than"):
        write_sheet(tmp_path / "a.xlsx", "xlsx", Sheet(COLUMNS, ROWS, TOTALS, 1))
    assert write_sheet(tmp_path / "a.xlsx", "xlsx", Sheet(COLUMNS, ROWS, (), 1)) == 3


def test_an_unknown_format_is_refused(tmp_path: Path):
    with pytest.raises(BillingError, match="unknown format 'ods'"):
        write_sheet(tmp_path / "a.ods", "ods", Sheet(COLUMNS, ROWS))


def test_a_table_without_currency_column_has_one_currency(tmp_path: Path):
    sheet = Sheet((SheetColumn("Total", "money"),), [(1050,)], currency="KWD")
    write_sheet(tmp_path / "a.csv", "csv", sheet)
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig") == "Total\n1.050\n"
