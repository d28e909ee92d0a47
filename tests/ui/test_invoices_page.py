"""Invoices in the window: the list, the page with its paper, what can be done with a document, and the outbox."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from billdesk.billing.errors import BillingError
from billdesk.db.engine import reading
from billdesk.services.company import Progress
from billdesk.services.documents import deliver_pdf
from billdesk.services.mail.account import change_account
from billdesk.services.mail.outbox import claim, find_message, messages_of
from billdesk.services.mail.queueing import queue_message
from billdesk.ui.dialogs.credit_invoice import CreditDialog
from billdesk.ui.dialogs.email_invoice import EmailDialog
from billdesk.ui.dialogs.mail_password import PasswordDialog
from billdesk.ui.dialogs.settle_message import SettleDialog
from billdesk.ui.mailing import Mailer
from billdesk.ui.main_window import MainWindow
from billdesk.ui.navigation import Place
from billdesk.ui.pages.invoice import InvoicePage
from billdesk.ui.widgets import printing
from tests.services.mail.servers import Post, certificate, mail_server
from tests.windows import at_rest

EIGHT_LINES = "SELECT id FROM invoices WHERE status = 'posted' AND line_count = 8 ORDER BY id LIMIT 1"
DRAFT = "SELECT id FROM invoices WHERE status = 'draft' ORDER BY line_count DESC, id LIMIT 1"


def find(window: MainWindow, sql: str) -> int:
    with reading(window.desk.company.engine) as connection:
        return int(connection.exec_driver_sql(sql).scalar_one())


def show(qtbot: QtBot, window: MainWindow, sql: str = EIGHT_LINES, **told: str) -> InvoicePage:
    """The page of an invoice, at rest."""
    window.go(Place("invoice", find(window, sql), tuple(told.items())))
    at_rest(qtbot, window)
    page = window.present
    assert isinstance(page, InvoicePage)
    return page


def action(window: MainWindow, name: str) -> QAction:
    assert window.present is not None
    return next(a for a in window.present.actions_() if a.objectName() == f"action.{name}")


def dialog(window: MainWindow, kind: type[QWidget]) -> QWidget:
    found = [d for d in window.findChildren(kind) if d.isVisible()]
    assert len(found) == 1
    return found[0]


def by_account(window: MainWindow, port: int, **more: str) -> None:
    values: dict[str, str | int] = {"host": "127.0.0.1", "port": port, "security": "none", "from_address": "post@acme.example"}
    change_account(window.desk.company, values | more)


# -- the page


def test_an_invoice_shows_its_paper_lines_taxes_and_history(qtbot: QtBot, window: MainWindow):
    page = show(qtbot, window)
    view = page.view
    assert view is not None
    assert window.toolbar.title.text() == page.title == view.number
    assert page.paper.page_count >= 1
    assert view.account_name in page.paper.pages.accessibleDescription()
    assert len(page.lines.model.ids) == 8
    assert page.taxes.rows.rowCount() == len(view.taxes) + 1
    assert {row.title for row in page.history.rows.rows} >= {f"Posted as {view.number}"}


def test_each_line_says_why_it_has_its_amount(qtbot: QtBot, window: MainWindow):
    page = show(qtbot, window)
    page.lines.table.selectRow(2)
    view = page.view
    assert view is not None
    line = view.lines[2]
    assert line.order is not None
    amount = window.desk.formats.money(line.net_minor, view.currency)
    assert f"= {amount}. It is billed once, and was due on" in page.why.text()
    assert page.why.text().endswith(f"It comes from order {line.order.name}, line {line.order_line}.")
    assert page.line_order.text() == f"Order {line.order.name}"


def test_the_paper_of_eight_lines_is_seen_within_400_ms(qtbot: QtBot, window: MainWindow):
    page = show(qtbot, window, DRAFT)
    seen = []
    page.paper.painted.connect(lambda: seen.append(time.perf_counter()))
    begun = time.perf_counter()
    window.go(Place("invoice", find(window, EIGHT_LINES)))
    qtbot.waitUntil(lambda: bool(seen), timeout=5000)
    assert seen[0] - begun < 0.4 * 3, "three times the target, for a machine that does other things too"


def test_a_posted_invoice_says_why_it_cannot_change(qtbot: QtBot, window: MainWindow):
    page = show(qtbot, window)
    assert "never change" in page.head.standing.text()
    assert not action(window, "post_invoice").isVisible()
    assert action(window, "credit_invoice").isEnabled()
    assert page.primary().objectName() == "action.email_invoice"


def test_a_draft_shows_its_paper_as_a_draft_and_leads_to_its_order(qtbot: QtBot, window: MainWindow):
    page = show(qtbot, window, DRAFT)
    assert page.view is not None
    assert "DRAFT" in page.paper.pages.accessibleDescription()
    assert page.head.standing.text().startswith("A draft follows its order")
    for name in ("email_invoice", "print_invoice", "save_invoice"):
        assert not action(window, name).isEnabled()
        assert action(window, name).toolTip() == "A draft is not delivered: post it first"
    order = page.view.orders[0]
    page.head.links[0].click()
    assert window.trail.here == Place("order", order.id)


def test_posting_a_draft_takes_a_number_and_stays_on_the_page(qtbot: QtBot, window: MainWindow):
    page = show(qtbot, window, DRAFT)
    assert page.primary().objectName() == "action.post_invoice"
    page.primary().trigger()
    at_rest(qtbot, window)
    assert page.view is not None
    assert page.view.number is not None
    assert page.title == page.view.number
    assert window.desk.say.last is not None
    assert window.desk.say.last.text == f"Posted {page.view.number}"
    assert page.view.number in page.paper.pages.accessibleDescription()


def test_an_invoice_that_is_gone_says_so_with_a_way_out(qtbot: QtBot, window: MainWindow):
    window.go(Place("invoice", 999_999))
    at_rest(qtbot, window)
    last = window.desk.say.last
    assert last is not None
    assert (last.text, last.link_text) == ("There is no such invoice any more", "To the list")


def test_crediting_writes_a_note_and_the_page_shows_it(qtbot: QtBot, window: MainWindow):
    page = show(qtbot, window)
    action(window, "credit_invoice").trigger()
    made = dialog(window, CreditDialog)
    assert isinstance(made, CreditDialog)
    made.form.set_values({"reason": "wrong price", "rebill": True}, are_clean=False)
    made.save()
    at_rest(qtbot, window)
    assert page.view is not None
    assert page.view.credited_by is not None
    assert page.view.status == "credited"
    assert page.head.pill.words == "Credited"
    assert not action(window, "credit_invoice").isEnabled()
    titles = [row.title for row in page.history.rows.rows]
    assert "Reason of the credit: wrong price" in titles
    assert f"Credited by {page.view.credited_by.name}" in titles
    page.head.links[0].click()
    at_rest(qtbot, window)
    assert page.title == page.view.number
    assert page.view.kind == "credit_note"


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2020-01-01", "The correction is dated before the invoice ("),
        ("2026-12-26", "2026-12-26 lies more than 31 days ahead; look at the year once more"),
        ("2199-11-30", "2199-11-30 lies more than 31 days ahead; look at the year once more"),
    ],
)
def test_a_credit_on_an_impossible_day_is_refused_beside_its_date(qtbot: QtBot, window: MainWindow, on: str, words: str):
    page = show(qtbot, window)
    action(window, "credit_invoice").trigger()
    made = dialog(window, CreditDialog)
    assert isinstance(made, CreditDialog)
    made.form.set_values({"issued_on": on}, are_clean=False)
    made.save()
    at_rest(qtbot, window)
    assert made.isVisible()
    error = made.findChild(QLabel, "credit.issued_on.error")
    assert error is not None
    assert error.text().startswith(words)
    assert page.view is not None
    assert page.view.credited_by is None
    made.reject()


def test_a_credit_may_be_dated_a_month_ahead(qtbot: QtBot, window: MainWindow):
    page = show(qtbot, window)
    action(window, "credit_invoice").trigger()
    made = dialog(window, CreditDialog)
    assert isinstance(made, CreditDialog)
    made.form.set_values({"issued_on": "2026-12-25"}, are_clean=False)
    made.save()
    at_rest(qtbot, window)
    assert page.view is not None
    assert page.view.credited_by is not None


def test_the_paper_can_be_made_larger_and_fitted(qtbot: QtBot, window: MainWindow):
    page = show(qtbot, window)
    wide = page.paper
    for name in ("zoom_in", "zoom_in", "zoom_out"):
        button = page.findChild(QToolButton, f"invoice.{name}")
        assert button is not None
        button.click()
    assert wide.pages.zoomFactor() > 0.2
    wide.fit_page()
    wide.fit()
    wide.show_words("nothing")
    assert wide.page_count == 0


# -- printing and saving


def test_printing_to_a_pdf_file_gives_the_archived_bytes(qtbot: QtBot, window: MainWindow, tmp_path: Path):
    page = show(qtbot, window)
    action(window, "print_invoice").trigger()
    shown = dialog(window, QPrintDialog)
    assert isinstance(shown, QPrintDialog)
    file = shown.findChild(QLineEdit, "filename")
    assert file is not None
    assert file.text().endswith(f"{page.title}.pdf")
    file.setText(str(tmp_path / "out.pdf"))
    shown.accept()
    at_rest(qtbot, window)
    assert page.view is not None
    assert (tmp_path / "out.pdf").read_bytes() == deliver_pdf(window.desk.company, page.view.id).content
    assert window.desk.say.last is not None
    assert window.desk.say.last.text == f"{page.paper.page_count} page{'s' if page.paper.page_count > 1 else ''} printed"


def test_several_invoices_are_drawn_onto_the_printer_page_by_page(window: MainWindow, tmp_path: Path):
    ids = [find(window, EIGHT_LINES), find(window, EIGHT_LINES.replace("LIMIT 1", "LIMIT 1 OFFSET 1"))]
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "both.pdf"))
    count = printing.print_to(window.desk.company, ids, printer, Progress())
    pages = PdfReader(tmp_path / "both.pdf").pages
    assert len(pages) == count >= 2
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [612, 792]


def test_chosen_pages_alone_are_printed(window: MainWindow, tmp_path: Path):
    long = find(window, "SELECT id FROM invoices WHERE status = 'posted' ORDER BY line_count DESC LIMIT 1")
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "second.pdf"))
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 2)
    assert printing.print_to(window.desk.company, [long], printer, Progress()) == 1


def test_a_place_that_cannot_be_written_is_said(window: MainWindow, tmp_path: Path):
    ids = [find(window, EIGHT_LINES)] * 1
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "none" / "out.pdf"))
    with pytest.raises(BillingError, match="the file cannot be written"):
        printing.print_to(window.desk.company, ids, printer, Progress())


def test_a_printer_that_is_gone_is_said_in_words(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    printer = QPrinter()
    monkeypatch.setattr(printer, "printerName", lambda: "Laser", raising=False)
    monkeypatch.setattr(printer, "outputFileName", lambda: "", raising=False)
    with pytest.raises(BillingError, match="the printer is not there any more, Laser; choose another one, or save the PDF"):
        printing.print_to(window.desk.company, [find(window, EIGHT_LINES)], printer, Progress())


def test_saving_writes_the_file_and_offers_the_folder_again(qtbot: QtBot, window: MainWindow, tmp_path: Path):
    page = show(qtbot, window)
    action(window, "save_invoice").trigger()
    chooser = dialog(window, QFileDialog)
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "mine.pdf"))
    chooser.reject()
    at_rest(qtbot, window)
    assert page.view is not None
    assert (tmp_path / "mine.pdf").read_bytes() == deliver_pdf(window.desk.company, page.view.id).content
    assert window.desk.settings.value("invoices/folder") == str(tmp_path)


# -- e-mail


def test_an_invoice_is_written_sent_and_noted(qtbot: QtBot, window: MainWindow):
    page = show(qtbot, window)
    post = Post()
    with mail_server(post) as port:
        by_account(window, port)
        action(window, "email_invoice").trigger()
        made = dialog(window, EmailDialog)
        assert isinstance(made, EmailDialog)
        at_rest(qtbot, window)
        assert made.form.values()["subject"] == f"Invoice {page.title} from Northwind Traders"
        made.form.set_values({"recipient": "maria@example.org", "body": "Dear Maria, here it is."}, are_clean=False)
        made._hear("recipient")
        made.send()
        at_rest(qtbot, window)
    (message,) = post.messages()
    part = message.get_body()
    assert part is not None
    assert (message["Subject"], part.get_content().strip()) == (
        f"Invoice {page.title} from Northwind Traders",
        "Dear Maria, here it is.",
    )
    assert window.desk.say.last is not None
    assert window.desk.say.last.text == "1 message sent"
    assert page.head.mail.words == "E-mail: sent"
    assert "E-mailed to maria@example.org" in [row.title for row in page.history.rows.rows]


def test_what_is_no_address_is_said_beside_the_field(qtbot: QtBot, window: MainWindow):
    show(qtbot, window, do="email")
    made = dialog(window, EmailDialog)
    assert isinstance(made, EmailDialog)
    made.form.set_values({"recipient": "nobody"}, are_clean=False)
    made._hear("recipient")
    made.queue()
    at_rest(qtbot, window)
    error = made.findChild(QLabel, "email.recipient.error")
    assert error is not None
    assert error.text() == "'nobody' is no e-mail address; write it like name@example.org"
    assert made.isVisible()
    made.reject()


def test_a_recipient_who_has_it_already_is_pointed_out(qtbot: QtBot, window: MainWindow):
    page = show(qtbot, window)
    post = Post()
    with mail_server(post) as port:
        by_account(window, port)
        invoice = find(window, EIGHT_LINES)
        row = queue_message(window.desk.company, invoice, "maria@example.org")
        Mailer.of(window.desk).send(page, [row])
        at_rest(qtbot, window)
        action(window, "email_invoice").trigger()
        made = dialog(window, EmailDialog)
        assert isinstance(made, EmailDialog)
        at_rest(qtbot, window)
        made.form.set_values({"recipient": "Maria <maria@example.org>"}, are_clean=False)
        made._hear("recipient")
        assert made.notice_words.text().startswith("It was sent to this recipient already.")
        assert made._send.text() == "Send again"
        made.send()
        at_rest(qtbot, window)
    assert len(post.taken) == 2


def test_without_a_mail_account_sending_is_not_offered_and_the_way_to_one_is(qtbot: QtBot, window: MainWindow):
    show(qtbot, window, do="email")
    made = dialog(window, EmailDialog)
    assert isinstance(made, EmailDialog)
    assert not made._send.isEnabled()
    assert "There is no mail account yet" in made.notice_words.text()
    made.form.set_values({"recipient": "maria@example.org"}, are_clean=False)
    made._hear("recipient")
    made.queue()
    at_rest(qtbot, window)
    assert [m.state for m in messages_of(window.desk.company, find(window, EIGHT_LINES))] == ["queued"]


def test_the_password_is_asked_for_once_in_a_window(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("billdesk.services.mail.password._backend_name", lambda: None)
    page = show(qtbot, window)
    post = Post()
    pem, context = certificate(tmp_path)
    with mail_server(post, tls_context=context, authenticator=post.authenticate, auth_required=True) as port:
        by_account(window, port, security="starttls", ca_file=str(pem), user="post")
        for n in range(2):
            queue_message(window.desk.company, find(window, EIGHT_LINES), f"maria{n}@example.org")
            Mailer.of(window.desk).send(page)
            at_rest(qtbot, window)
            if n == 0:
                asked = dialog(window, PasswordDialog)
                assert isinstance(asked, PasswordDialog)
                assert not asked.keep.isEnabled()
                asked.field.setText("pässwörd ☃")
                asked.accept()
                at_rest(qtbot, window)
    assert len(post.taken) == 2


def test_an_unsent_message_is_offered_again_after_a_crash(qtbot: QtBot, window: MainWindow):
    import json

    invoice = find(window, EIGHT_LINES)
    values = {"recipient": "maria@example.org", "subject": "Kept", "body": "What I had typed."}
    window.desk.unsaved.keep("invoice", str(invoice), values)
    path = window.desk.unsaved._path("invoice", str(invoice))
    kept = json.loads(path.read_text())
    path.write_text(json.dumps(kept | {"process": 2**22 - 1}))
    window.go(Place("invoice", invoice))
    at_rest(qtbot, window)
    made = dialog(window, EmailDialog)
    assert isinstance(made, EmailDialog)
    assert made.form.values() == values
    made.reject()
    assert window.desk.unsaved.all() == []


# -- the outbox


def test_the_outbox_shows_messages_and_settles_what_is_uncertain(qtbot: QtBot, window: MainWindow):
    company = window.desk.company
    row = queue_message(company, find(window, EIGHT_LINES), "maria@example.org")
    claim(company, find_message(company, row), "gone")
    Mailer.of(window.desk).begin()
    at_rest(qtbot, window)
    assert window.desk.say.last is not None
    assert window.desk.say.last.text.startswith("1 message was being sent when BillDesk stopped")
    window.go(Place("outbox"))
    at_rest(qtbot, window)
    page = window.present
    assert page is not None
    assert list(page.view.model.ids) == [row]  # type: ignore[attr-defined]  # the outbox's page
    page._settle([row])  # type: ignore[attr-defined]
    at_rest(qtbot, window)
    made = dialog(window, SettleDialog)
    assert isinstance(made, SettleDialog)
    made.decide(was_sent=True)
    at_rest(qtbot, window)
    assert find_message(company, row).state == "sent"


def test_what_failed_is_tried_again_from_the_outbox(qtbot: QtBot, window: MainWindow):
    company = window.desk.company
    post = Post(rcpt={"maria@example.org": "550 no such user"})
    row = queue_message(company, find(window, EIGHT_LINES), "maria@example.org")
    window.go(Place("outbox"))
    with mail_server(post) as port:
        by_account(window, port)
        action(window, "send_outbox").trigger()
        at_rest(qtbot, window)
        assert window.desk.say.last is not None
        assert window.desk.say.last.is_error
        assert "550 no such user" in window.desk.say.last.text
        post.rcpt.clear()
        window.present._retry([row])  # type: ignore[union-attr]
        at_rest(qtbot, window)
    assert find_message(company, row).state == "sent"


def test_what_was_put_off_is_sent_when_it_is_due_without_being_asked(qtbot: QtBot, window: MainWindow):
    company = window.desk.company
    post = Post(rcpt={"maria@example.org": "450 later"})
    row = queue_message(company, find(window, EIGHT_LINES), "maria@example.org")
    with mail_server(post) as port:
        by_account(window, port)
        Mailer.of(window.desk).send(window)
        at_rest(qtbot, window)
        assert find_message(company, row).state == "queued"
        post.rcpt.clear()
        Mailer.of(window.desk).retry()
        at_rest(qtbot, window)
        assert find_message(company, row).state == "queued", "it is not due yet"
        with company.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE outbox SET next_try_at = '2026-01-01T00:00:00Z'")
        Mailer.of(window.desk).retry()
        at_rest(qtbot, window)
    assert find_message(company, row).state == "sent"


# -- the list


def test_the_list_opens_an_invoice_with_enter_and_posts_drafts_in_bulk(qtbot: QtBot, window: MainWindow):
    from billdesk.ui import invoice_verbs

    window.go(Place("invoices"))
    at_rest(qtbot, window)
    page = window.present
    assert page is not None
    view = page.view  # type: ignore[attr-defined]  # a list page
    view.table.selectRow(0)
    view.open_row(0)
    at_rest(qtbot, window)
    assert isinstance(window.present, InvoicePage)
    drafts = [find(window, DRAFT), find(window, DRAFT.replace("LIMIT 1", "LIMIT 1 OFFSET 1"))]
    invoice_verbs.post_invoices(window.desk, [*drafts, find(window, EIGHT_LINES)])
    at_rest(qtbot, window)
    assert window.desk.say.last is not None
    assert window.desk.say.last.text.startswith("Posted 2 invoices: INV-2026-")


def test_a_draft_of_a_later_time_is_posted_only_when_a_person_says_so(qtbot: QtBot, window: MainWindow):
    from billdesk.ui import invoice_verbs

    far = find(window, "SELECT id FROM invoices WHERE status = 'draft' AND issued_on = '2027-09-01'")
    soon = find(window, "SELECT id FROM invoices WHERE status = 'draft' AND issued_on = '2026-11-30' ORDER BY id LIMIT 1")
    invoice_verbs.post_invoices(window.desk, [far, soon])
    at_rest(qtbot, window)
    posted = "SELECT count(*) FROM invoices WHERE status = 'posted' AND id IN "
    assert find(window, f"{posted} ({soon})") == 1
    assert find(window, f"{posted} ({far})") == 0
    assert window.errors.words.text() == "This draft is dated 9/1/2027 and is not posted yet: posting cannot be undone."
    assert window.errors.link.text() == "Post it now"
    window.errors.link.click()
    at_rest(qtbot, window)
    assert find(window, f"{posted} ({far})") == 1


def test_many_are_saved_into_a_folder_and_queued_to_be_e_mailed(qtbot: QtBot, window: MainWindow, tmp_path: Path):
    from billdesk.ui import invoice_verbs

    window.go(Place("invoices"))
    at_rest(qtbot, window)
    ids = [find(window, EIGHT_LINES), find(window, EIGHT_LINES.replace("LIMIT 1", "LIMIT 1 OFFSET 1")), find(window, DRAFT)]
    assert window.present is not None
    invoice_verbs.save_invoices(window.desk, window.present, ids)
    chooser = dialog(window, QFileDialog)
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "paper"))
    chooser.reject()
    at_rest(qtbot, window)
    assert len(list((tmp_path / "paper").glob("*.pdf"))) == 2
    invoice_verbs.email_invoices(window.desk, window.present, ids)
    at_rest(qtbot, window)
    assert window.desk.say.last is not None
    assert "were left out" in window.desk.say.last.text or "queued" in window.desk.say.last.text


def test_those_that_no_message_was_made_for_are_shown(qtbot: QtBot, window: MainWindow):
    from billdesk.ui import invoice_verbs

    window.go(Place("invoices"))
    at_rest(qtbot, window)
    ids = [find(window, EIGHT_LINES), find(window, EIGHT_LINES.replace("LIMIT 1", "LIMIT 1 OFFSET 1"))]
    assert window.present is not None
    for _ in range(2):  # the second time each has a message already
        invoice_verbs.email_invoices(window.desk, window.present, ids)
        at_rest(qtbot, window)
    assert window.errors.link.text() == "Show them"
    window.errors.link.click()
    at_rest(qtbot, window)
    view = window.present.view  # type: ignore[attr-defined]  # a list page
    assert sorted(view.model.ids) == sorted(ids)
    chip = window.present.findChild(QPushButton, "invoices.chip_0")
    assert chip is not None
    assert chip.text() == "2 picked"


def test_ctrl_f_searches_the_list_wherever_the_keys_are(qtbot: QtBot, window: MainWindow):
    window.activateWindow()
    window.go(Place("invoices"))
    at_rest(qtbot, window)
    assert window.present is not None
    view = window.present.view  # type: ignore[attr-defined]  # a list page
    aside = window.findChild(QPushButton, "nav.home")
    assert aside is not None
    aside.setFocus()
    QTest.keyClick(aside, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is view.search
    view.filters.search.setText("nobody is called so")
    qtbot.waitUntil(lambda: not view.model.ids)
    window.go(Place("home"))
    window.go(Place("invoices"))
    at_rest(qtbot, window)
    assert window.focusWidget() is view.search  # an empty list has no rows to give the keys to


def test_what_a_killed_sender_left_is_told_when_the_company_is_opened(qtbot: QtBot, make_window, sample_company: str):
    from billdesk import bootstrap

    company = bootstrap.open_company(sample_company)
    with company.engine.connect() as connection:
        invoice = int(connection.exec_driver_sql(EIGHT_LINES).scalar_one())
    row = queue_message(company, invoice, "maria@example.org")
    claim(company, find_message(company, row), "gone")
    company.engine.dispose()
    window = make_window(sample_company)
    said = []
    window.desk.say.said.connect(lambda message: said.append(message.text))
    qtbot.waitUntil(lambda: any("nobody can say whether it left" in text for text in said), timeout=10_000)
    assert find_message(window.desk.company, row).state == "uncertain"
