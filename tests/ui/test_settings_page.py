"""The settings: each section saves, is undone, says refusals beside the field, and never overwrites another's change."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail
from PIL import Image
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from billdesk import bootstrap
from billdesk.services.company_settings import change_details, read_company
from billdesk.services.mail.account import read_account
from billdesk.services.mail.templates import STANDARD, read_templates
from billdesk.services.presets import preset
from billdesk.ui import theme
from billdesk.ui.main_window import MainWindow
from billdesk.ui.navigation import Place
from billdesk.ui.pages.settings import SettingsPage
from billdesk.ui.settings.file import FileSection
from billdesk.ui.settings.mail import MailSection
from billdesk.ui.settings.paper import PaperSection
from billdesk.ui.settings.section import FormSection, Section
from billdesk.ui.settings.taxes import TaxesSection
from billdesk.ui.settings.timer import TimerSection
from tests.services.mail.servers import Post, mail_server
from tests.windows import AS_OF, at_rest

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def opened(make_window: MakeWindow, empty_company: str) -> MainWindow:
    """A window on a company of its own."""
    return make_window(empty_company)


def section(qtbot: QtBot, window: MainWindow, key: str) -> Section:
    window.go(Place("settings", None, (("section", key),)))
    at_rest(qtbot, window)
    page = window.present
    assert isinstance(page, SettingsPage)
    assert page.present is not None
    assert page.present.key == key
    return page.present


def form_section(qtbot: QtBot, window: MainWindow, key: str) -> FormSection:
    found = section(qtbot, window, key)
    assert isinstance(found, FormSection)
    return found


def type_in(part: FormSection, key: str, text: str) -> None:
    field = part.form.field(key)
    assert isinstance(field, QLineEdit)
    field.setText(text)


def details(window: MainWindow) -> dict[str, str]:
    return read_company(window.desk.company).details


def save(qtbot: QtBot, window: MainWindow, part: FormSection) -> None:
    part.keep.click()
    at_rest(qtbot, window)


def test_a_change_is_saved_undone_and_done_again(qtbot: QtBot, opened: MainWindow):
    part = form_section(qtbot, opened, "company")
    assert not part.keep.isEnabled()
    type_in(part, "city", "Leeds")
    assert part.keep.isEnabled()
    save(qtbot, opened, part)
    assert details(opened)["city"] == "Leeds"
    assert not part.keep.isEnabled()
    opened.commands["undo_edit"].trigger()
    at_rest(qtbot, opened)
    assert details(opened)["city"] == ""
    qtbot.waitUntil(lambda: part.form.values()["city"] == "", timeout=5000)  # the page has heard
    opened.commands["redo_edit"].trigger()
    at_rest(qtbot, opened)
    assert details(opened)["city"] == "Leeds"


def test_a_refusal_stands_beside_its_field(qtbot: QtBot, opened: MainWindow):
    part = form_section(qtbot, opened, "bank")
    type_in(part, "iban", "GB33BUKB20201555555556")
    save(qtbot, opened, part)
    error = part.findChild(QLabel, "bank.iban.error")
    assert error is not None
    assert "check digits do not fit" in error.text()
    assert details(opened)["iban"] == ""


def test_who_saves_second_is_told_and_sees_what_the_other_wrote(qtbot: QtBot, opened: MainWindow):
    part = form_section(qtbot, opened, "company")
    type_in(part, "city", "York")
    other = bootstrap.open_company(opened.desk.target)
    change_details(other, {"city": "Leeds"}, AS_OF)
    other.engine.dispose()
    save(qtbot, opened, part)
    assert "changed meanwhile" in part.trouble.text()
    assert details(opened)["city"] == "Leeds"
    assert part.form.values()["city"] == "York"
    part.theirs.click()
    at_rest(qtbot, opened)
    assert part.form.values()["city"] == "Leeds"
    assert not part.is_dirty


def test_what_another_writes_is_shown_where_nothing_is_being_changed(qtbot: QtBot, opened: MainWindow):
    part = form_section(qtbot, opened, "company")
    other = bootstrap.open_company(opened.desk.target)
    change_details(other, {"city": "Leeds"}, AS_OF)
    other.engine.dispose()
    qtbot.waitUntil(lambda: part.form.values()["city"] == "Leeds", timeout=5000)


def test_a_change_that_is_given_up_leaves_no_trace(qtbot: QtBot, opened: MainWindow):
    part = form_section(qtbot, opened, "company")
    type_in(part, "city", "York")
    part.give_up.click()
    at_rest(qtbot, opened)
    assert part.form.values()["city"] == ""
    assert details(opened)["city"] == ""


def test_the_address_follows_the_country(qtbot: QtBot, opened: MainWindow):
    part = form_section(qtbot, opened, "company")
    field = part.form.field("country")
    assert isinstance(field, QComboBox)
    for code, words in (("DE", {"postcode": "Postal code"}), ("US", {"region": "State", "postcode": "ZIP code"})):
        field.setCurrentIndex(field.findData(code))
        shown = {key: part.form.field(key).accessibleName() for key in ("region", "postcode") if part.form.field(key).isVisible()}
        assert shown == words


def test_the_home_currency_stays_once_there_are_orders(qtbot: QtBot, window: MainWindow):
    part = form_section(qtbot, window, "company")
    assert not part.form.field("currency").isEnabled()


def test_a_new_prefix_says_when_it_takes_effect(qtbot: QtBot, window: MainWindow):
    part = form_section(qtbot, window, "numbering")
    type_in(part, "invoice_prefix", "RE")
    field = part.form.field("invoice_prefix")
    assert field.accessibleDescription() == "Takes effect with the fiscal year 2027: RE-2027-00001"


# --- taxes, logo


def test_tax_rates_are_edited_in_place_and_saved_as_a_whole(qtbot: QtBot, opened: MainWindow):
    part = section(qtbot, opened, "taxes")
    assert isinstance(part, TaxesSection)
    part.rates.add()
    row = part.rates.table.rowCount() - 1
    cells = [part.rates.table.item(row, column) for column in (0, 2)]
    assert cells[0] is not None
    assert cells[1] is not None
    cells[0].setText("City tax")
    cells[1].setText("8.875")
    save(qtbot, opened, part)
    rates = read_company(opened.desk.company).tax_rates
    assert [(rate.name, rate.rate_e4) for rate in rates] == [("No sales tax", 0), ("City tax", 88_750)]
    opened.commands["undo_edit"].trigger()
    at_rest(qtbot, opened)
    assert read_company(opened.desk.company).tax_rates == preset("US").tax_rates


def test_a_rate_that_is_none_is_told(qtbot: QtBot, opened: MainWindow):
    part = section(qtbot, opened, "taxes")
    assert isinstance(part, TaxesSection)
    part.rates.set_value([["Standard", "S", "a fifth"]])
    save(qtbot, opened, part)
    error = part.findChild(QLabel, "taxes.tax_rates.error")
    assert error is not None
    assert error.isVisible()
    assert read_company(opened.desk.company).tax_rates == preset("US").tax_rates


def test_a_logo_is_taken_shown_and_taken_back(qtbot: QtBot, opened: MainWindow, tmp_path: Path):
    part = section(qtbot, opened, "paper")
    assert isinstance(part, PaperSection)
    out = io.BytesIO()
    Image.new("RGB", (300, 100), "navy").save(out, "PNG")
    (tmp_path / "logo.png").write_bytes(out.getvalue())
    part.take_logo(str(tmp_path / "logo.png"))
    at_rest(qtbot, opened)
    assert read_company(opened.desk.company).logo == out.getvalue()
    assert part.logo.pixmap().width() > 100
    opened.commands["undo_edit"].trigger()
    at_rest(qtbot, opened)
    assert read_company(opened.desk.company).logo is None


@pytest.mark.parametrize("name", ["text.png", "nothing.png"])
def test_what_is_no_picture_is_told(qtbot: QtBot, opened: MainWindow, tmp_path: Path, name: str):
    part = section(qtbot, opened, "paper")
    assert isinstance(part, PaperSection)
    (tmp_path / "text.png").write_text("no picture", encoding="utf-8")
    part.take_logo(str(tmp_path / name))
    at_rest(qtbot, opened)
    assert "cannot be read" in opened.errors.words.text()


# --- mail


def fill_mail(part: MailSection, port: int) -> None:
    part.form.set_values(
        {"from_address": "post@acme.example", "host": "127.0.0.1", "security": "none", "port": str(port)}, are_clean=False
    )
    part.touched()


def test_a_test_message_shows_that_the_account_works(qtbot: QtBot, opened: MainWindow):
    part = section(qtbot, opened, "mail")
    assert isinstance(part, MailSection)
    post = Post()
    with mail_server(post) as port:
        fill_mail(part, port)
        part.test.click()
        at_rest(qtbot, opened)
    assert [envelope.rcpt_tos for envelope in post.taken] == [["post@acme.example"]]
    assert "works" in opened.toast.words.text()
    assert not read_account(opened.desk.company).is_set  # a test saves nothing


def test_a_server_that_is_not_there_is_told(qtbot: QtBot, opened: MainWindow):
    part = section(qtbot, opened, "mail")
    assert isinstance(part, MailSection)
    fill_mail(part, 9)
    part.test.click()
    at_rest(qtbot, opened)
    assert part.trouble.isVisible()
    assert part.test.isEnabled()


def test_the_account_is_saved_and_undone(qtbot: QtBot, opened: MainWindow):
    part = section(qtbot, opened, "mail")
    assert isinstance(part, MailSection)
    fill_mail(part, 2525)
    save(qtbot, opened, part)
    account = read_account(opened.desk.company)
    assert (account.host, account.port, account.from_address) == ("127.0.0.1", 2525, "post@acme.example")
    opened.commands["undo_edit"].trigger()
    at_rest(qtbot, opened)
    assert not read_account(opened.desk.company).is_set


@pytest.fixture
def no_keyring() -> Iterator[None]:
    """A system that has no keyring, whatever an earlier test has found."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.mark.usefixtures("no_keyring")
def test_without_a_keyring_the_password_is_asked_for_and_kept_nowhere(qtbot: QtBot, opened: MainWindow, own_folders: Path):
    part = section(qtbot, opened, "mail")
    assert isinstance(part, MailSection)
    field = part.form.field("password")
    assert not field.isEnabled()
    assert "no keyring" in field.accessibleDescription()
    part.form.set_values({"password": "s3cret"}, are_clean=False)
    part.touched()
    part._keep_edit()
    kept = [path.read_text(encoding="utf-8") for path in own_folders.rglob("*.json")]
    assert not any("s3cret" in text for text in kept)


@pytest.mark.usefixtures("no_keyring")
def test_an_account_with_a_password_that_is_not_kept_asks_for_it(qtbot: QtBot, opened: MainWindow):
    part = section(qtbot, opened, "mail")
    assert isinstance(part, MailSection)
    part.form.set_values({"from_address": "post@acme.example", "host": "localhost", "user": "ada"}, are_clean=False)
    part.test.click()
    at_rest(qtbot, opened)
    assert opened.findChild(QDialog, "mail_password.dialog") is not None


def test_messages_are_written_anew_and_a_field_that_is_none_is_told(qtbot: QtBot, opened: MainWindow):
    part = form_section(qtbot, opened, "letters")
    type_in(part, "invoice_subject", "Rechnung {number}")
    save(qtbot, opened, part)
    assert read_templates(opened.desk.company)["invoice"].subject == "Rechnung {number}"
    type_in(part, "credit_note_subject", "Gutschrift {nummer}")
    save(qtbot, opened, part)
    error = part.findChild(QLabel, "letters.credit_note_subject.error")
    assert error is not None
    assert error.text() != ""
    part.give_up.click()
    at_rest(qtbot, opened)
    opened.commands["undo_edit"].trigger()
    at_rest(qtbot, opened)
    assert read_templates(opened.desk.company)["invoice"] == STANDARD["invoice"]


# --- appearance


@pytest.fixture
def restored_theme(qapp: QApplication) -> Iterator[None]:
    yield
    theme.apply(qapp, "light")


@pytest.mark.usefixtures("restored_theme")
def test_the_theme_changes_at_once_and_is_remembered(qtbot: QtBot, opened: MainWindow):
    part = section(qtbot, opened, "appearance")
    field = part.findChild(QComboBox, "appearance.theme")
    assert field is not None
    field.setCurrentIndex(field.findData("dark"))
    assert theme.is_dark()
    assert opened.desk.settings.value("theme") == "dark"


# --- timer


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    (folder / "bin").mkdir(parents=True)
    script = folder / "bin" / "systemctl"
    script.write_text("#!/bin/sh\necho 'Failed to connect to bus' >&2\nexit 1\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("PATH", str(folder / "bin"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / ".config"))
    monkeypatch.setattr(sys, "platform", "linux")
    return folder


def test_the_timer_is_turned_on_and_off(qtbot: QtBot, opened: MainWindow, home: Path):
    part = section(qtbot, opened, "timer")
    assert isinstance(part, TimerSection)
    assert part.words.text() == "It is off. Turned on, it runs each day at 06:00."
    part.install.click()
    at_rest(qtbot, opened)
    assert part.words.text() == "It is on and runs each day at 06:00."
    assert "next login" in part.note.text()
    assert len(list((home / ".config" / "systemd" / "user").glob("*.timer"))) == 1
    part.remove.click()
    at_rest(qtbot, opened)
    assert not (home / ".config" / "systemd").exists()
    assert part.install.isVisible()


def test_where_there_is_no_timer_the_remedy_is_told(qtbot: QtBot, opened: MainWindow, home: Path):
    (home / "bin" / "systemctl").unlink()
    part = section(qtbot, opened, "timer")
    assert isinstance(part, TimerSection)
    part.install.click()
    at_rest(qtbot, opened)
    assert "no systemd" in opened.errors.words.text()
    assert "cron" in opened.errors.words.text()


# --- file


def file_section(qtbot: QtBot, window: MainWindow) -> FileSection:
    part = section(qtbot, window, "file")
    assert isinstance(part, FileSection)
    return part


def test_a_backup_is_made_and_brings_the_company_back(qtbot: QtBot, opened: MainWindow, tmp_path: Path):
    part = file_section(qtbot, opened)
    part.make_backup(str(tmp_path / "copy.billdesk"))
    at_rest(qtbot, opened)
    assert "Backed up to copy.billdesk" in opened.toast.words.text()
    change_details(opened.desk.company, {"city": "Leeds"}, AS_OF)
    part._ask_restore(str(tmp_path / "copy.billdesk"))
    assert opened.errors.link.text() == "Restore"
    opened.errors.link.click()
    at_rest(qtbot, opened)
    qtbot.waitUntil(lambda: opened.desk.jobs.is_idle and details(opened)["city"] == "", timeout=5000)
    kept = bootstrap.open_company(str(tmp_path / "Empty.before-restore.billdesk"))
    assert read_company(kept).details["city"] == "Leeds"
    kept.engine.dispose()


def test_what_is_no_backup_changes_nothing(qtbot: QtBot, opened: MainWindow, tmp_path: Path):
    (tmp_path / "letter.billdesk").write_text("Dear Sir", encoding="utf-8")
    file_section(qtbot, opened).restore(str(tmp_path / "letter.billdesk"))
    at_rest(qtbot, opened)
    assert "not a BillDesk company" in opened.errors.words.text()
    assert not list(tmp_path.glob("*before-restore*"))


def test_verifying_lists_what_was_proved(qtbot: QtBot, window: MainWindow):
    part = file_section(qtbot, window)
    part.prove.click()
    at_rest(qtbot, window)
    assert part.result.text() == "All is well."
    told = [part.checks.item(row).text() for row in range(part.checks.count())]
    assert any(text.startswith("Nothing is billed twice") for text in told)


def test_a_change_behind_our_back_is_named(qtbot: QtBot, window: MainWindow):
    with window.desk.company.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER guard_invoices_update")
        connection.exec_driver_sql("UPDATE invoices SET total_minor = total_minor + 1, net_minor = net_minor + 1 WHERE id = 1")
    part = file_section(qtbot, window)
    part.prove.click()
    at_rest(qtbot, window)
    assert "behind BillDesk's back" in part.result.text()
    told = [part.checks.item(row).text() for row in range(part.checks.count())]
    assert [text for text in told if text.startswith("    ")] != []


def test_everything_is_exported(qtbot: QtBot, window: MainWindow, tmp_path: Path):
    file_section(qtbot, window).export_to(str(tmp_path / "out"))
    at_rest(qtbot, window)
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"accounts.csv", "orders.csv", "order_lines.csv"}
