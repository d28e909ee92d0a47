"""Reports as PDF, CSV and XLSX, read back: the figures of the screen in the words of whoever asks."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from billdesk.billing.errors import BillingError
from billdesk.services.company import Company
from billdesk.services.reports import FORMATS, REPORTS, Report, ReportWords, report_pdf, write_report
from billdesk.services.reports.table import GROUPS, PERIODS

APRIL = date(2026, 4, 1)


def words(report: Report, **said: object) -> ReportWords:
    titles = {column.key: column.key.replace("_", " ").capitalize() for column in report.columns}
    values: dict[str, object] = {"title": "Aged dues", "columns": titles, "facts": ("As of 1 Apr 2026",), **said}
    return ReportWords(**values)  # type: ignore[arg-type]  # a test's own words


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_pdf_says_title_company_day_rows_and_totals(company: Company, report):
    found = report(company, "ageing")
    (text,) = pages(report_pdf(company, found, words(found, words={("bucket", "not-due"): "Not due"})))
    for expected in (
        "Sample\nAged dues\nAs of 1 Apr 2026",
        "Not due",
        "ALFA Alfa & Söhne EUR 36.89 36.89 0.00 0.00 0.00 73.78",
        "BETA Βήτα ΑΕ EUR 0.00 210.00 0.00 0.00 0.00 210.00",
        "Total EUR 36.89 246.89 0.00 0.00 0.00 283.78",
        "Page 1 of 1",
    ):
        assert expected in text


def test_the_same_report_gives_the_same_bytes(company: Company, report):
    for kind in REPORTS:
        one, other = report(company, kind), report(company, kind)
        assert report_pdf(company, one, words(one)) == report_pdf(company, other, words(other))


def test_long_tables_repeat_their_head_and_count_their_pages(traders: Company, report):
    found = report(traders, "ageing", date(1998, 6, 1))
    texts = pages(report_pdf(traders, found, words(found)))
    assert len(texts) > 2
    for number, text in enumerate(texts, 1):
        assert "Not-due" in text
        assert f"Page {number} of {len(texts)}" in text
    assert "Total USD" in texts[-1]
    assert "1,330,735.98" in texts[-1]
    listed = "\n".join(texts)
    assert all(row[0] in listed for row in found.rows)


def test_csv_and_xlsx_hold_the_rows_and_totals(traders: Company, report, tmp_path: Path):
    found = report(traders, "revenue-by-product")
    said = words(found, missing={"name": "Without product"})
    write_report(traders, found, said, tmp_path / "r.csv", "csv")
    lines = (tmp_path / "r.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Product,Name,Currency,Line count,Net,Share"
    assert len(lines) == 1 + len(found.rows) + 1
    assert ",Without product,USD,830,64942.69,4.9" in lines
    assert lines[-1] == "Total,,USD,2985,1330735.98,"
    write_report(traders, found, said, tmp_path / "r.xlsx", "xlsx")
    page = load_workbook(tmp_path / "r.xlsx").worksheets[0]
    values = list(page.iter_rows(values_only=True))
    assert [len(values), values[-1]] == [len(lines), ("Total", None, "USD", 2985, 1330735.98, None)]


def test_states_and_dates_are_written_in_words(company: Company, report):
    found = report(company, "runs")
    said = words(found, words={("mode", "post"): "Posted at once", ("state", "done"): "Finished"})
    (text,) = pages(report_pdf(company, found, said))
    assert "Finished 1 1 1 EUR 31.00 36.89 Posted at once 31 Mar 2026 1 Apr 2026 12:00 UTC" in " ".join(text.split())
    assert "31 Jan 2026" in " ".join(text.split())
    found = report(company, "taxes", by="quarter")
    assert "2026 Q1" in " ".join(pages(report_pdf(company, found, words(found)))[0].split())


@pytest.mark.parametrize("kind", REPORTS)
def test_every_report_is_written_in_every_form(company: Company, report, tmp_path: Path, kind: str):
    for by in {"taxes": PERIODS, "forecast": GROUPS}.get(kind, ("",)):
        found = report(company, kind, by=by, until_on=date(2026, 8, 31))
        assert found.rows
        for form in FORMATS:
            write_report(company, found, words(found), tmp_path / f"r.{form}", form)
        lines = (tmp_path / "r.csv").read_text(encoding="utf-8-sig").splitlines()
        assert "Total" in lines[-1]
        assert "Total" in pages((tmp_path / "r.pdf").read_bytes())[-1]


def test_an_earlier_file_is_replaced_and_a_missing_folder_named(company: Company, report, tmp_path: Path):
    found = report(company, "ageing")
    for form in FORMATS:
        path = tmp_path / f"r.{form}"
        path.write_bytes(b"older")
        write_report(company, found, words(found), path, form)
        assert not path.read_bytes().startswith(b"older")
        with pytest.raises(BillingError, match="the file cannot be written"):
            write_report(company, found, words(found), tmp_path / "none" / path.name, form)


def test_a_report_without_rows_says_so(company: Company, report):
    found = report(company, "taxes", from_on=date(2020, 1, 1), until_on=date(2020, 12, 31))
    (text,) = pages(report_pdf(company, found, words(found, nothing="Nothing was billed in these days.")))
    assert "Nothing was billed in these days." in text
