"""Reports through the real window: choosing, asking, reading, sorting, opening, and the files that come out."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import QAbstractItemModel, QDate, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog

from billdesk.ui.main_window import MainWindow
from billdesk.ui.models.report_model import RAW, ReportModel
from billdesk.ui.navigation import Place
from billdesk.ui.pages.reports import ReportsPage
from billdesk.ui.widgets.report_fields import CUSTOM
from tests.services.interchange import rows
from tests.windows import at_rest


@pytest.fixture
def page(qtbot, window: MainWindow) -> ReportsPage:
    """The reports page, shown, with its first report."""
    window.go(Place("reports"))
    at_rest(qtbot, window)
    found = window.page("reports")
    assert isinstance(found, ReportsPage)
    return found


def choose(qtbot, page: ReportsPage, key: str) -> None:
    page.chooser.setCurrentRow(list(page.offers).index(key))
    qtbot.waitUntil(lambda: page.desk.jobs.is_idle)


def table(model: QAbstractItemModel) -> list[list[str]]:
    return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]


def trigger(page: ReportsPage, name: str) -> None:
    action = page.findChild(QAction, name)
    assert action is not None
    action.trigger()


def told(page: ReportsPage) -> str:
    return f"{page.heading.text()} | {page.facts.text()}"


# -- what is shown


def test_ageing_comes_first_with_what_is_open(page: ReportsPage):
    company = page.desk.company
    assert told(page) == "Ageing | As of November 24, 2026 · USD"
    (total,) = rows(company, "SELECT sum(total_minor) FROM invoices WHERE status = 'posted'")[0]
    assert table(page.table.sums)[0][0] == "Total"
    assert table(page.table.sums)[0][-1] == f"{total / 100:,.2f}"
    assert page.plot.accessibleDescription().startswith("Not due: USD ")
    assert page.status.text() == f"{page.table.model.rowCount()} rows"


@pytest.mark.parametrize(
    ("key", "heading"),
    [
        ("revenue", "Revenue by month | December 1, 2025 to November 30, 2026 · USD"),
        ("tax", "Tax summary by month | January 1, 2026 to December 31, 2026 · USD"),
        ("forecast", "Forecast by month | Up to February 28, 2027 · USD"),
        ("runs", "Run register | January 1, 2026 to December 31, 2026 · USD"),
    ],
)
def test_each_report_is_chosen_by_keyboard_and_says_what_it_is_of(qtbot, page: ReportsPage, key: str, heading: str):
    page.chooser.setFocus()
    for _ in range(list(page.offers).index(key)):
        qtbot.keyClick(page.chooser, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.desk.jobs.is_idle)
    assert told(page) == heading
    assert page.table.model.rowCount() > 0


@pytest.mark.parametrize(
    ("place", "heading"),
    [
        ((("report", "revenue"), ("by", "product")), "Revenue by product"),
        ((("report", "forecast"), ("by", "account"), ("until", "2026-12-31")), "Forecast by account"),
        ((("report", "tax"), ("by", "quarter"), ("from", "2026-01-01"), ("until", "2026-06-30")), "Tax summary by quarter"),
        ((("report", "ageing"), ("as_of", "2026-10-31")), "Ageing"),
        ((("report", "no such"),), "Ageing"),
    ],
)
def test_a_place_tells_the_report_and_its_days(qtbot, window: MainWindow, page: ReportsPage, place, heading: str):
    window.go(Place("reports", None, place))
    at_rest(qtbot, window)
    assert page.heading.text() == heading
    request = page.request
    told_days = dict(place)
    assert request.until_on.isoformat() == told_days.get("until", request.until_on.isoformat())
    assert request.as_of_on.isoformat() == told_days.get("as_of", request.as_of_on.isoformat())


def test_a_field_that_a_person_changes_is_worked_out_after_a_pause(qtbot, page: ReportsPage):
    choose(qtbot, page, "revenue")
    page.fields.first.setDate(QDate(2026, 9, 1))
    page.fields.last.setDate(QDate(2026, 10, 31))
    assert page.fields.span.currentData() == CUSTOM
    qtbot.waitUntil(lambda: page.table.model.rowCount() == 2, timeout=5000)
    assert [row[0] for row in table(page.table.model)] == ["September 2026", "October 2026"]
    page.fields.span.setCurrentIndex(page.fields.span.findData("last-month"))
    qtbot.waitUntil(lambda: page.table.model.rowCount() == 1, timeout=5000)
    assert (page.fields.first.date(), page.fields.last.date()) == (QDate(2026, 10, 1), QDate(2026, 10, 31))


def test_an_end_before_the_beginning_is_said_beside_the_fields(qtbot, page: ReportsPage):
    choose(qtbot, page, "tax")
    page.fields.last.setDate(QDate(2025, 1, 1))
    qtbot.waitUntil(page.trouble.isVisible, timeout=5000)
    assert page.trouble.text() == "The report ends before it begins. Give an end on or after the beginning."
    page.fields.last.setDate(QDate(2026, 6, 30))
    qtbot.waitUntil(lambda: not page.trouble.isVisible() and page.desk.jobs.is_idle, timeout=5000)


def test_a_day_that_cannot_be_read_is_said_and_makes_no_report(qtbot, page: ReportsPage):
    choose(qtbot, page, "ageing")
    heading = page.heading.text()
    page.fields.day.setFocus()
    page.fields.day.selectAll()
    qtbot.keyClicks(page.fields.day, "5/1/203")
    page.chooser.setFocus()
    qtbot.waitUntil(page.trouble.isVisible, timeout=5000)
    assert page.trouble.text() == "5/1/203 is not a date; write it like 12/31/2026."
    assert page.heading.text() == heading
    page.fields.day.selectAll()
    qtbot.keyClicks(page.fields.day, "5/1/2026")
    qtbot.waitUntil(lambda: not page.trouble.isVisible() and page.desk.jobs.is_idle, timeout=5000)
    assert page.request.as_of_on.isoformat() == "2026-05-01"


def test_rows_sort_by_value_and_missing_ones_come_last(qtbot, window: MainWindow, page: ReportsPage):
    window.go(Place("reports", None, (("report", "revenue"), ("by", "product"))))
    at_rest(qtbot, window)
    model = page.table.model
    nets = [column.key for column in model.columns].index("net")
    page.table.rows.sortByColumn(nets, Qt.SortOrder.AscendingOrder)
    values = [model.index(row, nets).data(RAW) for row in range(model.rowCount())]
    assert values == sorted(values)
    page.table.rows.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert model.index(model.rowCount() - 1, 0).data(RAW) is None
    page.table.rows.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert model.index(model.rowCount() - 1, 0).data(RAW) is None
    assert model.index(model.rowCount() - 1, 1).data() == "Without product"


def test_enter_opens_the_record_of_a_row(qtbot, window: MainWindow, page: ReportsPage):
    places: list[Place] = []
    window.desk.wanted.disconnect(window.go)
    window.desk.wanted.connect(lambda place, _new: places.append(place))
    code = page.table.model.index(2, 0).data()
    page.table.rows.setCurrentIndex(page.table.model.index(2, 0))
    qtbot.keyClick(page.table.rows, Qt.Key.Key_Return)
    (account,) = rows(page.desk.company, f"SELECT id FROM accounts WHERE code = '{code}'")[0]
    assert places == [Place("account", account)]


def test_figures_follow_what_somebody_writes(qtbot, window: MainWindow, page: ReportsPage, sample_company: str):
    from billdesk import bootstrap
    from billdesk.services.invoices import credit_invoice

    before = table(page.table.sums)
    other = bootstrap.open_company(sample_company)
    number = rows(other, "SELECT max(number) FROM invoices WHERE status = 'posted'")[0][0]
    credit_invoice(other, number, date(2026, 11, 24))
    other.engine.dispose()
    window.desk.look()
    qtbot.waitUntil(lambda: table(page.table.sums) != before, timeout=10_000)


def test_several_currencies_are_offered_and_never_added(qtbot, window: MainWindow, page: ReportsPage):
    from billdesk.db.engine import writing
    from billdesk.services.runs import RunRequest, run_invoices

    with writing(page.desk.company.engine) as connection:
        connection.exec_driver_sql("UPDATE orders SET currency = 'JPY' WHERE code = 'C-1002'")
    run_invoices(page.desk.company, RunRequest(date(2026, 12, 1), all_due=True))
    page.fields.day.setDate(QDate(2026, 12, 1))
    qtbot.waitUntil(lambda: page.table.sums.rowCount() == 2, timeout=5000)
    at_rest(qtbot, window)
    assert page.fields.currency.isVisible()
    assert not page.table.rows.isColumnHidden(2)
    page.fields.currency.setCurrentIndex(page.fields.currency.findData("JPY"))
    qtbot.waitUntil(lambda: page.table.sums.rowCount() == 1, timeout=5000)
    assert page.facts.text() == "As of December 1, 2026 · Only JPY"
    assert "JPY" in page.plot.accessibleDescription()
    assert page.fields.currency.count() == 3  # all, and the two: the way back is still offered


def test_a_report_of_nothing_says_so(qtbot, make_window, empty_company: str):
    window = make_window(empty_company)
    window.go(Place("reports"))
    at_rest(qtbot, window)
    page = window.page("reports")
    assert isinstance(page, ReportsPage)
    assert page.plot.accessibleDescription() == "There is nothing to report."
    assert page.table.model.rowCount() == 0
    assert not page.table.totals.isVisible()


# -- the model


def test_the_tables_keep_the_rules_of_models(qtbot, page: ReportsPage):
    testers = [
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        for model in (page.table.model, page.table.sums)
    ]
    for key, offer in page.offers.items():
        choose(qtbot, page, key)
        for at in range(max(len(offer.ways), 1)):
            page.fields.by.setCurrentIndex(at)
            qtbot.waitUntil(
                lambda: page.report is not None and page.report.request == page.request and page.desk.jobs.is_idle, timeout=5000
            )
            assert "Total" in table(page.table.sums)[0]
            for column in range(page.table.model.columnCount()):
                page.table.rows.sortByColumn(column, Qt.SortOrder.DescendingOrder)
            assert not page.grab().isNull()
    assert len(testers) == 2


def test_a_sorted_table_keeps_track_of_its_rows(page: ReportsPage):
    model = page.table.model
    page.table.rows.setCurrentIndex(model.index(3, 0))
    code, record = model.index(3, 0).data(), model.record(3)
    page.table.rows.sortByColumn(model.columnCount() - 1, Qt.SortOrder.DescendingOrder)
    current: QModelIndex = page.table.rows.currentIndex()
    assert (current.data(), model.record(current.row())) == (code, record)
    assert isinstance(model, ReportModel)


# -- files and paper


def test_the_report_is_saved_as_pdf_csv_and_xlsx(qtbot, window: MainWindow, page: ReportsPage, tmp_path: Path):
    window.go(Place("reports", None, (("report", "revenue"),)))
    at_rest(qtbot, window)
    for form in ("pdf", "csv", "xlsx"):
        page.export_to(tmp_path / f"r.{form}")
    at_rest(qtbot, window)
    total = table(page.table.sums)[0][-1]
    text = "\n".join(p.extract_text() for p in PdfReader(io.BytesIO((tmp_path / "r.pdf").read_bytes())).pages)
    assert "Northwind Traders\nRevenue by month\nDecember 1, 2025 to November 30, 2026" in text
    assert text.count(total) == 2  # net, and invoiced: nothing was credited
    lines = (tmp_path / "r.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Period,Currency,Invoices,Credit notes,Invoiced,Credited,Net"
    assert lines[1].startswith("2025-12,USD,")
    assert lines[-1].endswith(total.replace(",", ""))
    page_ = load_workbook(tmp_path / "r.xlsx").worksheets[0]
    assert f"{page_.cell(len(lines), 7).value:,.2f}" == total
    said = window.desk.say.last
    assert said is not None
    assert (said.text, said.link_text) == ("Saved r.xlsx", "Open")


def test_the_file_dialog_is_not_waited_for_and_proposes_a_name(qtbot, window: MainWindow, page: ReportsPage, tmp_path: Path):
    for form in ("pdf", "csv", "xlsx"):
        trigger(page, f"action.export_report_{form}")
        dialog = page.findChild(QFileDialog, "reports.save_dialog")
        assert dialog is not None
        assert dialog.isVisible()
        assert Path(dialog.selectedFiles()[0]).name == f"Ageing 2026-11-24.{form}"
        dialog.fileSelected.emit(str(tmp_path / f"chosen.{form}"))
        dialog.done(0)
        dialog.setObjectName("")
        at_rest(qtbot, window)
        assert (tmp_path / f"chosen.{form}").stat().st_size > 500
    assert window.desk.settings.value("reports/folder") == str(tmp_path)


def test_a_folder_that_cannot_be_written_is_named_in_the_bar(qtbot, window: MainWindow, page: ReportsPage, tmp_path: Path):
    page.export_to(tmp_path / "none" / "r.pdf")
    at_rest(qtbot, window)
    said = window.desk.say.last
    assert said is not None
    assert said.is_error
    assert said.text.startswith("The file cannot be written")


def test_the_report_is_printed_with_the_systems_dialog(qtbot, window: MainWindow, page: ReportsPage, tmp_path: Path):
    trigger(page, "action.print_report")
    dialog = window.findChild(QPrintDialog)
    assert dialog is not None
    assert dialog.isVisible()
    assert dialog.windowTitle() == "Print Ageing"
    printer = dialog.printer()
    printer.setOutputFormat(printer.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    dialog.accepted.emit(printer)
    at_rest(qtbot, window)
    assert len(PdfReader(tmp_path / "printed.pdf").pages) >= 3
    dialog.close()


def test_fields_give_way_where_there_is_little_room(qtbot, window: MainWindow, page: ReportsPage):
    choose(qtbot, page, "revenue")
    assert page.fields.first.geometry().top() == page.fields.by.geometry().top()
    window.resize(900, 700)
    qtbot.waitUntil(lambda: page.fields.first.geometry().top() > page.fields.by.geometry().bottom())
