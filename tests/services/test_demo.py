"""The sample company: real orders in the present, contracts beside them, everything billed, the same each time."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from billdesk import bootstrap
from billdesk.billing.errors import BillingError
from billdesk.services.company import Company
from billdesk.services.demo import COMPANY_FILE, PAPER_FOLDER, DemoReport, make_demo, prepare_folder
from billdesk.services.demo.northwind import months_to, moved
from billdesk.services.forecast import forecast
from billdesk.services.listings import list_records
from billdesk.services.runs import RunRequest, plan_run
from billdesk.services.verification import verify

AS_OF = date(2026, 11, 24)


def made_in(folder: Path, as_of: date = AS_OF) -> tuple[Company, DemoReport]:
    prepare_folder(folder)
    company = bootstrap.create(str(folder / COMPANY_FILE), "Northwind Traders", now=lambda: datetime(2026, 11, 24, tzinfo=UTC))
    return company, make_demo(company, folder, as_of)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("demo")
    company, report = made_in(folder)
    yield company, report, folder
    company.engine.dispose()


def test_the_last_order_lies_in_the_present_month(demo):
    _, report, _ = demo
    assert (report.first_on, report.last_on) == (date(2025, 1, 4), date(2026, 11, 6))
    assert (report.account_count, report.order_count, report.contract_count) == (93, 840, 10)


def test_everything_that_was_missed_is_posted_and_proven(demo):
    company, report, _ = demo
    # 22 month ends from January 2025 to October 2026, and 15 firsts from September 2025 to November 2026.
    assert report.occurrence_count == 37
    posted = [i for i in list_records(company, "invoices") if i["number"]]
    assert len(posted) == report.invoice_count
    assert sum(round(float(i["total"]) * 100) for i in posted) == report.posted_minor
    proven = verify(company)
    assert proven.ok, [check for check in proven.checks if not check.ok]


def test_there_is_a_next_run_to_see(demo):
    company, report, _ = demo
    assert report.next_on == date(2026, 11, 30)
    assert report.draft_count > 10
    planned = plan_run(company, RunRequest(report.next_on, all_due=True))
    assert planned.invoice_count > 5
    assert planned.exceptions == []


def test_contracts_recur_in_every_way_that_there_is(demo):
    company, _, _ = demo
    lines = [line for line in list_records(company, "order-lines") if line["order"].startswith("C-")]
    kinds = {(line["charge_type"], line["timing"], line["every"]) for line in lines}
    assert kinds >= {
        ("recurring", "advance", "1 month"),
        ("recurring", "advance", "1 quarter"),
        ("recurring", "advance", "1 year"),
        ("recurring", "arrears", "1 month"),
        ("usage", "arrears", "1 month"),
    }
    assert [order["order"] for order in list_records(company, "orders", [("status", "draft")])] == ["C-1010"]
    usage = list_records(company, "invoice-lines", [("product", "WEB"), ("period_from", "2026-10-01")])
    # Four weeks of October: 145 + 170 + 124 + 191 web orders at 0.35.
    assert [(line["quantity"], line["net"]) for line in usage] == [("630", "220.50")]
    assert forecast(company, date(2027, 12, 31), "LAMAI")


def test_a_first_period_cut_short_is_prorated(demo):
    company, _, _ = demo
    stub = list_records(company, "invoice-lines", [("order", "C-1003"), ("period_from", "2026-06-16")])
    # 15 of 30 days of June at 49.00.
    assert [(line["period_until"], line["net"]) for line in stub] == [("2026-07-01", "24.50")]


def test_pdfs_are_those_of_the_latest_month(demo):
    company, report, folder = demo
    latest = {i["number"] for i in list_records(company, "invoices") if (i["issued_on"] or "") >= "2026-10-31"}
    assert {path.stem for path in (folder / PAPER_FOLDER).iterdir()} == latest
    assert report.pdf_count == len(latest) > 20


def test_the_same_day_gives_the_same_company(demo, tmp_path: Path):
    company, report, folder = demo
    other, again = made_in(tmp_path / "again")
    assert again == report
    for kind in ("invoices", "invoice-lines", "order-lines", "accounts", "runs"):
        assert list_records(other, kind) == list_records(company, kind)

    def papers(place: Path) -> dict[str, str]:
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (place / PAPER_FOLDER).iterdir()}

    assert papers(tmp_path / "again") == papers(folder)
    other.engine.dispose()


@pytest.mark.parametrize("as_of", [date(2028, 2, 29), date(2026, 1, 1), date(2026, 12, 31), date(1998, 5, 6)])
def test_it_can_be_made_on_any_day(tmp_path: Path, as_of: date):
    company, report = made_in(tmp_path / "demo", as_of)
    assert (report.last_on.year, report.last_on.month) == (as_of.year, as_of.month)
    assert verify(company).ok
    company.engine.dispose()


def test_days_are_kept_and_clipped_to_the_month():
    assert months_to(date(2026, 11, 24)) == 342
    assert moved(date(1996, 8, 31), 1) == date(1996, 9, 30)
    assert moved(date(1996, 12, 31), 2) == date(1997, 2, 28)
    assert moved(date(1996, 7, 4), 342) == date(2025, 1, 4)


def test_a_sample_company_is_made_anew_and_other_files_stay(tmp_path: Path):
    company, _ = made_in(tmp_path)
    company.engine.dispose()
    (tmp_path / "mine.txt").write_text("keep me")
    (tmp_path / PAPER_FOLDER / "old.pdf").write_text("an old one")
    prepare_folder(tmp_path)
    assert not (tmp_path / COMPANY_FILE).exists()
    assert not (tmp_path / PAPER_FOLDER).exists()
    assert (tmp_path / "mine.txt").read_text() == "keep me"


def test_a_folder_of_something_else_is_left_alone_unless_forced(tmp_path: Path):
    (tmp_path / "mine.txt").write_text("keep me")
    with pytest.raises(BillingError, match="the folder holds something else"):
        prepare_folder(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    prepare_folder(tmp_path, is_forced=True)
    assert (tmp_path / "mine.txt").exists()
    with pytest.raises(BillingError, match="this is a file, not a folder"):
        prepare_folder(tmp_path / "mine.txt")
    with pytest.raises(BillingError, match="the folder cannot be used"):
        prepare_folder(tmp_path / "mine.txt" / "below")
