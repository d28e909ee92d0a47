"""What `tests.screenshots` shows, and what the tests of names and of clipping walk through: every page and every dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtWidgets import QWidget

from billdesk.ui.main_window import MainWindow
from billdesk.ui.navigation import Place

Scene = tuple[str, Callable[[], QWidget | None]]


def all_scenes(window: MainWindow) -> Iterator[Scene]:
    """Each page and dialog of the sample company by name, with what shows it; a dialog is given back."""
    yield from _pages(window)
    yield from _dialogs(window)


def _pages(window: MainWindow) -> Iterator[Scene]:
    def at(place: Place) -> Callable[[], None]:
        return lambda: window.go(place)

    ids = _ids(window)
    yield "home", at(Place("home"))
    yield "accounts", at(Place("accounts"))
    for tab in ("overview", "dues", "orders", "invoices", "timeline", "details"):
        yield f"account-{tab}", at(Place("account", ids["account"], (("tab", tab),)))
    yield "catalogue", at(Place("catalogue"))
    yield "product", at(Place("product", ids["product"]))
    yield "orders", at(Place("orders"))
    yield "order", at(Place("order", ids["order"]))
    yield "order-draft", at(Place("order", ids["draft_order"]))
    yield "order-new", at(Place("order"))
    yield "invoices", at(Place("invoices"))
    yield "invoice", at(Place("invoice", ids["invoice"]))
    yield "invoice-draft", at(Place("invoice", ids["draft"]))
    yield "outbox", at(Place("outbox"))
    yield "schedules", at(Place("schedules"))
    yield "runs", at(Place("runs"))
    yield "run", at(Place("run"))
    for report in ("ageing", "revenue", "tax", "forecast", "runs"):
        yield f"reports-{report}", at(Place("reports", None, (("report", report),)))
    for section in ("company", "paper", "numbering", "taxes", "bank", "mail", "appearance", "timer", "file"):
        yield f"settings-{section}", at(Place("settings", None, (("section", section),)))
    yield "welcome", at(Place("welcome"))


def _dialogs(window: MainWindow) -> Iterator[Scene]:
    def by(place: Place, name: str) -> Callable[[], QWidget | None]:
        def show() -> QWidget | None:
            window.go(place)
            return window.findChild(QWidget, name)

        return show

    def palette() -> QWidget | None:
        window.go(Place("home"))
        window.commands["open_palette"].trigger()
        return None

    yield "schedule-dialog", by(Place("schedules", None, (("do", "new"),)), "schedule.dialog")
    yield "account-dialog", by(Place("accounts", None, (("do", "new"),)), "account.dialog")
    yield "product-dialog", by(Place("catalogue", None, (("do", "new"),)), "product.dialog")
    yield "palette", palette
    yield from _mail_dialogs(window)


def _mail_dialogs(window: MainWindow) -> Iterator[Scene]:
    from billdesk.services.invoice_view import read_invoice
    from billdesk.services.mail.outbox import Message
    from billdesk.services.mail.password import PasswordNeeded
    from billdesk.ui.dialogs.credit_invoice import credit_invoice
    from billdesk.ui.dialogs.email_invoice import email_invoice
    from billdesk.ui.dialogs.mail_password import ask_password
    from billdesk.ui.dialogs.settle_message import settle_message

    desk, invoice = window.desk, _ids(window)["invoice"]
    lost = "the message had left, but the mail server did not say whether it has taken it"
    message = Message(
        1, invoice, "INV-2026-00111", "invoice", 1, "SAVEA", "Save-a-lot Markets", "jose@savea.example", "uncertain",
        "2026-11-24T09:00:00Z", 1, None, None, lost, None, None, "<INV-2026-00111.0f3c@billdesk.local>",
    )  # fmt: skip
    needed = PasswordNeeded("the mail account wants a password", "billing@smtp.northwind.example")
    yield "email-dialog", lambda: email_invoice(desk, window, invoice)
    yield "credit-dialog", lambda: credit_invoice(desk, window, read_invoice(desk.company, invoice, desk.as_of()))
    yield "settle-dialog", lambda: settle_message(desk, window, message)
    yield "mail-password-dialog", lambda: ask_password(desk, window, needed, lambda _password, _is_kept: None)


def _ids(window: MainWindow) -> dict[str, Any]:
    """Rows of the sample company that show much."""
    from billdesk.db.engine import reading

    asked = {
        "account": "SELECT id FROM accounts WHERE code = 'SAVEA'",
        "product": "SELECT id FROM products ORDER BY id LIMIT 1",
        "order": "SELECT id FROM orders WHERE code LIKE 'C-%' AND status = 'active' ORDER BY id LIMIT 1",
        "draft_order": "SELECT id FROM orders WHERE status = 'draft' ORDER BY id LIMIT 1",
        "invoice": "SELECT id FROM invoices WHERE status = 'posted' ORDER BY line_count DESC, id LIMIT 1",
        "draft": "SELECT id FROM invoices WHERE status = 'draft' ORDER BY line_count DESC, id LIMIT 1",
    }
    with reading(window.desk.company.engine) as connection:
        return {name: connection.exec_driver_sql(sql).scalar() for name, sql in asked.items()}
