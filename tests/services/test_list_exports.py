"""Lists as files: the columns and rows that are seen, exact figures, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from billdesk.billing.errors import BillingError, Cancelled
from billdesk.services.company import Company, Progress
from billdesk.services.imports import import_paths
from billdesk.services.list_exports import ListExport, Shown, export_list
from billdesk.services.lists import Condition, ListQuery, list_columns, list_ids, list_rows
from tests.companies import sample

ON = date(2026, 4, 2)
POSTED = ListQuery(
    "invoices", (("number", False),), (Condition("status", "in", ("posted",)), Condition("kind", "in", ("invoice",)))
)
COLUMNS = (
    Shown("number", "Number"),
    Shown("payment_status", "Payment", {"overdue": "Overdue", "unpaid": "Not due", "paid": "Paid"}),
    Shown("due_on", "Due"),
    Shown("total", "Total"),
)


@pytest.fixture
def company(company_file: str, tmp_path: Path):
    made = sample(company_file, tmp_path)
    yield made
    made.engine.dispose()


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_csv_has_the_columns_that_are_seen_and_the_currency_of_amounts(company: Company, tmp_path: Path):
    path = tmp_path / "out.csv"
    count = export_list(company, ListExport(POSTED, COLUMNS, "Invoices"), path, ON)
    head, *rows = read_csv(path)
    assert head == ["Number", "Payment", "Due", "Total", "Currency"]
    ids = list_ids(company, POSTED, ON)
    assert count == len(rows) == len(ids)
    at = [column.key for column in list_columns("invoices")].index("total")
    totals = [row[at] for row in list_rows(company, "invoices", ids, ON)]
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert [int(Decimal(row[3]) * 100) for row in rows] == totals
    assert {row[4] for row in rows} == {"EUR"}
    assert {row[1] for row in rows} <= {"Overdue", "Not due", "Paid"}


def test_an_xlsx_has_numbers_and_dates(company: Company, tmp_path: Path):
    path = tmp_path / "out.xlsx"
    export_list(company, ListExport(POSTED, COLUMNS, "Invoices"), path, ON)
    sheet = load_workbook(path).active
    assert sheet is not None
    first = [cell.value for cell in next(sheet.iter_rows(min_row=2))]
    assert isinstance(first[3], int | float)
    assert str(first[2])[:10] == read_dates(company)[0]


def read_dates(company: Company) -> list[str]:
    ids = list_ids(company, POSTED, ON)
    keys = [column.key for column in list_columns("invoices")]
    return [row[keys.index("due_on")] for row in list_rows(company, "invoices", ids, ON)]


def test_only_chosen_records_are_written_when_they_are_named(company: Company, tmp_path: Path):
    ids = list_ids(company, POSTED, ON)[:1]
    assert export_list(company, ListExport(POSTED, COLUMNS, "Invoices", ids=ids), tmp_path / "one.csv", ON) == 1


def test_words_of_a_column_may_come_from_the_whole_record(company: Company, tmp_path: Path):
    column = Shown("number", "What", write=lambda record: f"{record['number']} of {record['account']}")
    export_list(company, ListExport(POSTED, (column,), "Invoices"), tmp_path / "out.csv", ON)
    assert all(" of " in row[0] for row in read_csv(tmp_path / "out.csv")[1:])


@pytest.mark.parametrize("name", ["=HYPERLINK(A1)", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_text_becomes_a_formula(company: Company, tmp_path: Path, name: str):
    (tmp_path / "accounts.csv").write_text(f'account,name\nEVIL,"{name} x"\n', encoding="utf-8")
    import_paths(company, [tmp_path / "accounts.csv"], as_of=ON)
    wanted = ListExport(ListQuery("accounts", (), (Condition("account", "is", "EVIL"),)), (Shown("name", "Name"),), "Accounts")
    export_list(company, wanted, tmp_path / "out.csv", ON)
    ((cell,),) = read_csv(tmp_path / "out.csv")[1:]
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    export_list(company, wanted, tmp_path / "out.xlsx", ON)
    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    assert sheet["A2"].data_type == "s"


def test_another_ending_and_a_missing_folder_are_refused_in_words(company: Company, tmp_path: Path):
    wanted = ListExport(POSTED, COLUMNS, "Invoices")
    with pytest.raises(BillingError, match="neither"):
        export_list(company, wanted, tmp_path / "out.pdf", ON)
    with pytest.raises(BillingError, match="cannot be written"):
        export_list(company, wanted, tmp_path / "no" / "out.csv", ON)


def test_a_stopped_export_leaves_no_file(company: Company, tmp_path: Path):
    with pytest.raises(Cancelled):
        export_list(company, ListExport(POSTED, COLUMNS, "I"), tmp_path / "out.csv", ON, Progress(None, lambda: True))
    assert not list(tmp_path.glob("out*"))
