"""How to begin: the sample company, a new one, files opened before, files to import; all without waiting for a dialog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from billdesk import bootstrap, recents
from billdesk.services.company_settings import read_company
from billdesk.ui.dialogs.import_files import ImportDialog, show_import
from billdesk.ui.dialogs.new_company import NewCompanyDialog
from billdesk.ui.main_window import MainWindow
from billdesk.ui.pages import welcome
from billdesk.ui.pages.welcome import WelcomePage
from tests.windows import at_rest

MakeWindow = Callable[..., MainWindow]
FILES = {
    "accounts.csv": "account,name,city\nA1,Anna Ltd,London\n",
    "products.csv": "product,name,unit_price\nBOX,Box,12.50\n",
    "orders.csv": "order,account,ordered_on,status\nO1,A1,2026-11-01,active\n",
    "order_lines.csv": "order,line,product,quantity,unit_price\nO1,1,BOX,2,12.50\n",
}


@pytest.fixture(autouse=True)
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this person keeps documents."""
    folder = tmp_path / "Documents"
    folder.mkdir()
    for module in ("billdesk.ui.pages.welcome", "billdesk.ui.dialogs.new_company"):
        monkeypatch.setattr(f"{module}.documents_folder", lambda: folder)
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def begun(make_window: MakeWindow) -> MainWindow:
    """A window without a company."""
    return make_window(None)


def page_of(window: MainWindow) -> WelcomePage:
    page = window.present
    assert isinstance(page, WelcomePage)
    return page


def press(window: MainWindow, name: str) -> None:
    button = window.findChild(QPushButton, name)
    assert button is not None
    button.click()


def dialog_of(window: MainWindow) -> NewCompanyDialog:
    dialog = window.findChild(NewCompanyDialog, "new_company.dialog")
    assert dialog is not None
    return dialog


def choose_country(dialog: NewCompanyDialog, code: str) -> None:
    field = dialog.form.field("country")
    assert isinstance(field, QComboBox)
    field.setCurrentIndex(field.findData(code))


# --- the sample company


def test_the_sample_company_is_one_click_away(qtbot: QtBot, begun: MainWindow, documents: Path, monkeypatch: pytest.MonkeyPatch):
    steps: list[str] = []
    begun.desk.jobs.changed.connect(lambda: steps.extend(job.step for job in begun.desk.jobs.under_way))
    press(begun, "welcome.sample")
    at_rest(qtbot, begun, timeout=60_000)
    file = documents / "BillDesk sample" / "northwind.billdesk"
    qtbot.waitUntil(lambda: begun.desk.target == str(file), timeout=5000)
    at_rest(qtbot, begun)
    assert read_company(begun.desk.company).details["name"] == "Northwind Traders"
    assert len({step for step in steps if step}) > 3  # the job chip has told how far it is
    monkeypatch.setattr(welcome, "_make", lambda *_: pytest.fail("the sample that is there is opened as it is"))
    page = begun.page("welcome")
    assert isinstance(page, WelcomePage)
    page.open_sample()
    at_rest(qtbot, begun)


def test_a_sample_that_was_stopped_leaves_no_half_company(qtbot: QtBot, begun: MainWindow, documents: Path):
    press(begun, "welcome.sample")
    qtbot.waitUntil(lambda: any("reading" in job.step for job in begun.desk.jobs.under_way), timeout=20_000)
    begun.desk.jobs.under_way[0].cancel()
    at_rest(qtbot, begun)
    assert not list(documents.rglob("*.billdesk"))
    assert not begun.desk.has_company


# --- a new company


def test_a_country_brings_what_is_usual_there(begun: MainWindow, documents: Path):
    press(begun, "welcome.create")
    dialog = dialog_of(begun)
    assert dialog.form.values()["country"] == "US"  # that of the locale
    choose_country(dialog, "DE")
    values = dialog.form.values()
    assert [values[name] for name in ("currency", "paper_size", "terms", "fiscal_year_month")] == ["EUR", "A4", "net 30", "1"]
    assert [rate.rate_e4 for rate in dialog.tax_rates() if rate.category == "S"] == [190_000, 70_000]
    choose_country(dialog, "NZ")
    assert dialog.form.values()["terms"] == "eom 20"
    name = dialog.form.field("name")
    assert isinstance(name, QLineEdit)
    name.setText("Kiwi & Söhne / Ltd")
    assert dialog.form.values()["file"] == str(documents / "Kiwi & Söhne Ltd.billdesk")


def test_what_was_changed_by_hand_stays_when_the_country_changes(begun: MainWindow):
    press(begun, "welcome.create")
    dialog = dialog_of(begun)
    terms = dialog.form.field("terms")
    assert isinstance(terms, QComboBox)
    terms.setEditText("net 14")
    choose_country(dialog, "DE")
    assert dialog.form.values()["terms"] == "net 14"
    assert dialog.form.values()["currency"] == "EUR"


def test_the_company_is_made_as_it_was_asked_for_and_opened(qtbot: QtBot, begun: MainWindow, documents: Path):
    press(begun, "welcome.create")
    dialog = dialog_of(begun)
    choose_country(dialog, "DE")
    dialog.form.set_values({"name": "Muster GmbH", "city": "Bonn", "iban": "DE89370400440532013000"}, are_clean=False)
    dialog._suggest_place()
    dialog.rates.item(1).setCheckState(Qt.CheckState.Unchecked)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at_rest(qtbot, begun)
    qtbot.waitUntil(lambda: begun.desk.has_company, timeout=5000)
    at_rest(qtbot, begun)
    record = read_company(begun.desk.company)
    assert begun.desk.target == str(documents / "Muster GmbH.billdesk")
    assert (record.details["currency"], record.details["city"]) == ("EUR", "Bonn")
    assert [rate.name for rate in record.tax_rates][:2] == ["Standard", "Reverse charge"]
    assert recents.recent()[0].name == "Muster GmbH"


def test_refusals_stand_beside_their_fields(qtbot: QtBot, begun: MainWindow, documents: Path):
    press(begun, "welcome.create")
    dialog = dialog_of(begun)
    dialog.make()
    at_rest(qtbot, begun)

    def error(key: str) -> str:
        label = dialog.findChild(QLabel, f"new_company.{key}.error")
        assert label is not None
        return label.text()

    assert error("name") == "Give the company a name"
    choose_country(dialog, "DE")
    dialog.form.set_values({"name": "Acme", "iban": "DE8", "file": str(documents / "a.billdesk")}, are_clean=False)
    dialog.make()
    at_rest(qtbot, begun)
    assert "IBAN" in error("iban")
    (documents / "a.billdesk").touch()
    dialog.form.set_values({"iban": ""}, are_clean=False)
    dialog.make()
    at_rest(qtbot, begun)
    assert "something of that name" in error("file")
    dialog.form.set_values({"file": "/proc/none/a.billdesk"}, are_clean=False)
    dialog.make()
    at_rest(qtbot, begun)
    assert "no such folder" in error("file")
    assert not begun.desk.has_company


def test_the_locales_country_is_proposed(begun: MainWindow):
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Switzerland))
    press(begun, "welcome.create")
    assert dialog_of(begun).form.values()["currency"] == "CHF"


# --- companies opened before


def test_a_company_opened_before_is_opened_again(qtbot: QtBot, begun: MainWindow, empty_company: str):
    recents.note("/nowhere/Gone.billdesk", "Gone Ltd")
    recents.note(empty_company, "Empty Ltd")
    page = page_of(begun)
    page.open(page.place)
    assert [page.recent.item(row).text().splitlines()[0] for row in range(2)] == ["Empty Ltd", "Gone Ltd (not there)"]
    page.recent.setFocus()
    qtbot.keyClick(page.recent, Qt.Key.Key_Return)
    at_rest(qtbot, begun)
    qtbot.waitUntil(lambda: begun.desk.target == empty_company, timeout=5000)
    at_rest(qtbot, begun)


def test_one_that_is_gone_can_be_taken_off_the_list(begun: MainWindow):
    recents.note("/nowhere/Gone.billdesk", "Gone Ltd")
    page = page_of(begun)
    page.open(page.place)
    page.forget.click()
    assert page.recent.count() == 0
    assert page.none_yet.isVisible()
    assert recents.recent() == []


def test_a_file_is_chosen_in_the_systems_dialog(qtbot: QtBot, begun: MainWindow, empty_company: str):
    press(begun, "welcome.open")
    dialog = begun.findChild(QFileDialog, "choose.company")
    assert dialog is not None
    dialog.fileSelected.emit(empty_company)
    dialog.reject()
    at_rest(qtbot, begun)
    qtbot.waitUntil(lambda: begun.desk.target == empty_company, timeout=5000)
    at_rest(qtbot, begun)


# --- import


def import_dialog(window: MainWindow) -> ImportDialog:
    dialog = window.findChild(ImportDialog, "import.dialog")
    assert dialog is not None
    return dialog


def test_files_are_counted_first_and_then_brought_in(qtbot: QtBot, make_window: MakeWindow, empty_company: str, data: Path):
    window = make_window(empty_company)
    dialog = show_import(window.desk, [data], window)
    at_rest(qtbot, window)
    counts = {dialog.table.item(row, 0).text(): dialog.table.item(row, 1).text() for row in range(dialog.table.rowCount())}  # type: ignore[union-attr]  # each cell is filled
    assert counts == {"Products": "1", "Accounts": "1", "Orders": "1", "Order lines": "1"}
    assert "Nothing is kept yet" in dialog.words.text()
    dialog.bring.click()
    at_rest(qtbot, window)
    assert "4 new" in window.toast.words.text()
    again = show_import(window.desk, [data], window)
    at_rest(qtbot, window)
    assert "in the company already" in again.words.text()
    assert not again.bring.isEnabled()


def test_a_bad_row_is_named_and_the_good_ones_can_be_let_in(
    qtbot: QtBot, make_window: MakeWindow, empty_company: str, data: Path
):
    (data / "accounts.csv").write_text("account,name,city\nA1,Anna Ltd,London\nA2,,Rome\n", encoding="utf-8")
    window = make_window(empty_company)
    dialog = show_import(window.desk, [data], window)
    at_rest(qtbot, window)
    assert "accounts.csv line 3" in dialog.words.text()
    assert not dialog.bring.isEnabled()
    dialog.without_bad.click()
    at_rest(qtbot, window)
    assert "1 rows are wrong" in dialog.words.text()
    dialog.bring.click()
    at_rest(qtbot, window)
    assert (data / "rejected.csv").exists()
    company = bootstrap.open_company(empty_company)
    with company.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT code FROM accounts").scalars().all() == ["A1"]
    company.engine.dispose()


def test_files_for_a_new_company_wait_until_it_is_made(qtbot: QtBot, begun: MainWindow, data: Path):
    press(begun, "welcome.import")
    chooser = begun.findChild(QFileDialog, "choose.folder")
    assert chooser is not None
    chooser.fileSelected.emit(str(data))
    chooser.reject()
    dialog = dialog_of(begun)
    dialog.form.set_values({"name": "Acme"}, are_clean=False)
    dialog._suggest_place()
    dialog.make()
    qtbot.waitUntil(lambda: begun.findChild(ImportDialog, "import.dialog") is not None, timeout=10_000)
    at_rest(qtbot, begun)
    import_dialog(begun).bring.click()
    at_rest(qtbot, begun)
    assert "4 new" in begun.toast.words.text()
