"""A person prints an invoice to a PDF file, and posts a draft and e-mails it, by keyboard, through the real window."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from billdesk.db.engine import reading
from billdesk.services.documents import deliver_pdf
from billdesk.services.mail.account import change_account
from billdesk.ui.dialogs.email_invoice import EmailDialog
from billdesk.ui.main_window import MainWindow
from billdesk.ui.navigation import Place
from billdesk.ui.pages.invoice import InvoicePage
from billdesk.ui.widgets.list_view import ListView
from tests.services.mail.servers import Post, mail_server
from tests.windows import at_rest

CTRL = Qt.KeyboardModifier.ControlModifier


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    target = QApplication.focusWidget() or window
    QTest.keyClick(target, key, modifiers)


def open_first(qtbot: QtBot, window: MainWindow) -> InvoicePage:
    """From the list of invoices to the first of them, by Enter."""
    window.activateWindow()
    window.go(Place("invoices"))
    at_rest(qtbot, window)
    table = window.findChild(ListView).table  # type: ignore[union-attr]  # there is one
    table.setFocus()
    press(window, Qt.Key.Key_Home, CTRL)
    press(window, Qt.Key.Key_Return)
    at_rest(qtbot, window)
    assert isinstance(window.present, InvoicePage)
    return window.present


def shown(window: MainWindow, kind: type[QWidget]) -> QWidget:
    (found,) = [dialog for dialog in window.findChildren(kind) if dialog.isVisible()]
    return found


def test_an_invoice_is_printed_to_a_pdf_file(qtbot: QtBot, window: MainWindow, tmp_path: Path):
    page = open_first(qtbot, window)
    press(window, Qt.Key.Key_P, CTRL)
    dialog = shown(window, QPrintDialog)
    file = dialog.findChild(QLineEdit, "filename")
    assert file is not None
    file.setText(str(tmp_path / "paper.pdf"))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    at_rest(qtbot, window)
    text = PdfReader(tmp_path / "paper.pdf").pages[0].extract_text()
    assert page.view is not None
    assert page.view.number is not None
    assert page.view.number in text
    assert page.view.account_name.split()[0] in text
    assert window.toast.isVisible()


def test_a_draft_is_posted_and_e_mailed_in_four_actions(qtbot: QtBot, window: MainWindow):
    company, post = window.desk.company, Post()
    with reading(company.engine) as connection:
        draft = connection.exec_driver_sql("SELECT id FROM invoices WHERE status = 'draft' ORDER BY id LIMIT 1").scalar_one()
    window.activateWindow()
    window.go(Place("invoice", draft))
    at_rest(qtbot, window)
    page = window.present
    assert isinstance(page, InvoicePage)
    with mail_server(post) as port:
        account: dict[str, str | int] = {
            "host": "127.0.0.1",
            "port": port,
            "security": "none",
            "from_address": "post@northwind.example",
        }
        change_account(company, account)
        press(window, Qt.Key.Key_Return, CTRL)  # 1: post
        at_rest(qtbot, window)
        assert page.view is not None
        assert page.view.number is not None
        press(window, Qt.Key.Key_E, CTRL)  # 2: e-mail
        at_rest(qtbot, window)
        dialog = shown(window, EmailDialog)
        assert isinstance(dialog, EmailDialog)
        recipient = dialog.form.field("recipient")
        assert isinstance(recipient, QLineEdit)
        recipient.setFocus()
        recipient.selectAll()
        QTest.keyClicks(dialog.form.field("recipient"), "maria@example.org")  # 3: to whom
        QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)  # 4: send
        at_rest(qtbot, window)
    (message,) = post.messages()
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == f"{page.view.number}.pdf"
    assert attached.get_content() == deliver_pdf(company, draft).content
    assert page.head.mail.words == "E-mail: sent"
    window.go(Place("outbox"))
    at_rest(qtbot, window)
    outbox = window.present
    assert outbox is not None
    assert outbox.findChild(ListView).current_record()["state"] == "sent"  # type: ignore[union-attr,index]
