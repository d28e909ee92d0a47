"""What `tests.screenshots` shows, and what the tests of names and of clipping walk through: every page and every dialog.

Scenes of records that a company does not have are left out, so that the same walk does for an empty one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from billdesk.ui.main_window import MainWindow
from billdesk.ui.navigation import Place
from billdesk.ui.pages.list_page import ListPage

Scene = tuple[str, Callable[[], QWidget | None]]

_TABS = ("overview", "dues", "orders", "invoices", "timeline", "details")
_REPORTS = ("ageing", "revenue", "tax", "forecast", "runs")
_SECTIONS = ("company", "paper", "numbering", "taxes", "bank", "mail", "letters", "appearance", "timer", "file")
_NEW, _EDIT = (("do", "new"),), (("do", "edit"),)


def all_scenes(window: MainWindow) -> Iterator[Scene]:
    """Each page and dialog of the company by name, with what shows it; a dialog is given back."""
    ids = _ids(window)
    yield from _pages(window, ids)
    yield from _editors(window, ids)
    yield from _messages(window, ids)
    yield from _lists(window)
    yield from _others(window)


def _pages(window: MainWindow, ids: dict[str, int]) -> Iterator[Scene]:
    def at(place: Place) -> Callable[[], None]:
        return lambda: window.go(place)

    def of(name: str, page: str, record: str) -> Iterator[Scene]:
        if record in ids:
            yield name, at(Place(page, ids[record]))

    yield "home", at(Place("home"))
    yield "accounts", at(Place("accounts"))
    for tab in _TABS if "account" in ids else ():
        yield f"account-{tab}", at(Place("account", ids["account"], (("tab", tab),)))
    yield "catalogue", at(Place("catalogue"))
    yield from of("product", "product", "product")
    yield "quotes", at(Place("quotes"))
    yield "orders", at(Place("orders"))
    yield from of("order", "order", "order")
    yield from of("order-draft", "order", "draft_order")
    yield "order-new", at(Place("order"))
    yield "invoices", at(Place("invoices"))
    yield from of("invoice", "invoice", "invoice")
    yield from of("invoice-draft", "invoice", "draft")
    yield from of("invoice-credit-note", "invoice", "credit_note")
    yield "outbox", at(Place("outbox"))
    yield "schedules", at(Place("schedules"))
    yield "runs", at(Place("runs"))
    yield from of("run-record", "run", "run")
    yield "run", at(Place("run"))
    if "month_end" in ids:
        yield "run-plan", at(Place("run", None, (("schedule", str(ids["month_end"])), ("until", "2026-11-30"))))
    for report in _REPORTS:
        yield f"reports-{report}", at(Place("reports", None, (("report", report),)))
    for section in _SECTIONS:
        yield f"settings-{section}", at(Place("settings", None, (("section", section),)))
    yield "welcome", at(Place("welcome"))


def _editors(window: MainWindow, ids: dict[str, int]) -> Iterator[Scene]:
    def by(place: Place, name: str) -> Callable[[], QWidget | None]:
        def show() -> QWidget | None:
            window.go(place)
            return _found(window, name)

        return show

    yield "schedule-dialog", by(Place("schedules", None, _NEW), "schedule.dialog")
    yield "account-dialog", by(Place("accounts", None, _NEW), "account.dialog")
    yield "product-dialog", by(Place("catalogue", None, _NEW), "product.dialog")
    for kind, page in (("schedule", "schedules"), ("account", "account"), ("product", "product")):
        if kind in ids:
            yield f"{kind}-dialog-edit", by(Place(page, ids[kind], _EDIT), f"{kind}.dialog")
    if "account" in ids:
        yield "mend-address-dialog", lambda: _mend_address(window, ids["account"])
    if "line" in ids:
        yield "mend-lines-dialog", lambda: _mend_lines(window, ids["line"])


def _messages(window: MainWindow, ids: dict[str, int]) -> Iterator[Scene]:
    if "invoice" in ids:
        yield "email-dialog", lambda: _email(window, ids["invoice"])
        yield "credit-dialog", lambda: _credit(window, ids["invoice"])
    if "message" in ids:
        yield "settle-dialog", lambda: _settle(window, ids["message"])
    yield "mail-password-dialog", lambda: _password(window)


def _lists(window: MainWindow) -> Iterator[Scene]:
    """What belongs to every list, at the list of invoices."""

    def page() -> ListPage:
        shown = window.page("invoices")
        assert isinstance(shown, ListPage)
        return shown

    def filtered() -> None:
        window.go(Place("invoices", None, (("payment_status", "overdue"), ("due_on", "within:this-year"), ("total", "over:100"))))

    def editor() -> QWidget:
        window.go(Place("invoices"))
        return page().view.filters.edit("payment_status")

    def columns() -> QWidget:
        window.go(Place("invoices"))
        return page().view.choose_columns()

    def preview() -> None:
        window.go(Place("accounts"))
        window.page("accounts").view.toggle_preview()  # type: ignore[attr-defined]  # a ListPage

    yield "list-filters", filtered
    yield "list-filter-editor", editor
    yield "list-columns", columns
    yield "list-preview", preview


def _others(window: MainWindow) -> Iterator[Scene]:
    def palette() -> QWidget | None:
        window.go(Place("home"))
        window.commands["open_palette"].trigger()
        return None

    yield "new-company-dialog", lambda: _new_company(window)
    yield "import-dialog", lambda: _import(window)
    yield "unsaved-dialog", lambda: _unsaved(window)
    yield "keys-dialog", lambda: _keys(window)
    yield "about-dialog", lambda: _about(window)
    yield "crash-dialog", lambda: _crash(window)
    yield "toast", lambda: _toast(window)
    yield "error-bar", lambda: _error_bar(window)
    yield "palette", palette


def _mend_address(window: MainWindow, account: int) -> QWidget:
    from billdesk.services.accounts import account_details
    from billdesk.ui.dialogs.mend_exception import MendAddressDialog

    dialog = MendAddressDialog(window.desk, account_details(window.desk.company, account), window)
    dialog.show()
    return dialog


def _mend_lines(window: MainWindow, line: int) -> QWidget:
    from billdesk.db.engine import reading
    from billdesk.services import exceptions
    from billdesk.ui.dialogs.mend_exception import MendLinesDialog

    with reading(window.desk.company.engine) as connection:
        lines = exceptions._lines(connection, [line])
    dialog = MendLinesDialog(window.desk, exceptions.Mend("price", 1, "ACCOUNT", tuple(lines)), window)
    dialog.show()
    return dialog


def _email(window: MainWindow, invoice: int) -> QWidget:
    from billdesk.ui.dialogs.email_invoice import email_invoice

    return email_invoice(window.desk, window, invoice)


def _credit(window: MainWindow, invoice: int) -> QWidget:
    from billdesk.services.invoice_view import read_invoice
    from billdesk.ui.dialogs.credit_invoice import credit_invoice

    return credit_invoice(window.desk, window, read_invoice(window.desk.company, invoice, window.desk.as_of()))


def _settle(window: MainWindow, message: int) -> QWidget:
    from billdesk.services.mail.outbox import find_message
    from billdesk.ui.dialogs.settle_message import settle_message

    return settle_message(window.desk, window, find_message(window.desk.company, message))


def _password(window: MainWindow) -> QWidget:
    from billdesk.services.mail.password import PasswordNeeded
    from billdesk.ui.dialogs.mail_password import ask_password

    trouble = PasswordNeeded("the mail server wants a password", "mail.example.com", "type it once")
    return ask_password(window.desk, window, trouble, lambda *_: None)


def _new_company(window: MainWindow) -> QWidget:
    from billdesk.ui.dialogs.new_company import show_new_company

    return show_new_company(window.desk, lambda _path: None, window)


def _unsaved(window: MainWindow) -> QWidget:
    from billdesk.ui.dialogs.unsaved_edits import offer_edits
    from billdesk.ui.unsaved import UnsavedEdit

    long = "Donaudampfschifffahrtsgesellschaftskapitänsversicherung"
    edits = [
        UnsavedEdit("account", "new", {"name": long * 2}),
        UnsavedEdit("order", "1", {}),
        UnsavedEdit("settings", "mail", {}),
    ]
    return offer_edits(window, edits)


def _keys(window: MainWindow) -> QWidget | None:
    window.go(Place("invoices"))
    window.commands["show_keys"].trigger()
    return _found(window, "keys.dialog")


def _import(window: MainWindow) -> QWidget:
    import tempfile
    from pathlib import Path

    from billdesk.ui.dialogs.import_files import show_import

    folder = Path(tempfile.mkdtemp(prefix="billdesk-"))
    (folder / "accounts.csv").write_text("account,name,city\nNEW1,Ada & Söhne,Wien\nNEW2,Beta Ltd,Leeds\n", encoding="utf-8")
    (folder / "products.csv").write_text("product,name,unit_price\nBOX,Box,12.50\n", encoding="utf-8")
    return show_import(window.desk, [folder], window)


def _about(window: MainWindow) -> QWidget:
    from billdesk.ui.dialogs.about import show_about

    return show_about(window)


def _crash(window: MainWindow) -> QWidget:
    from billdesk.ui.bugs import Bug
    from billdesk.ui.dialogs.crash_report import show_crash

    trace = "Traceback (most recent call last):\n" + "".join(f'  File "page.py", line {n}, in show\n' for n in range(1, 20))
    return show_crash(Bug("ValueError: a figure was not understood", trace, Path("/home/person/reports/crash-1.txt")), window)


def _toast(window: MainWindow) -> None:
    window.go(Place("home"))
    window.desk.say.done("17 invoices of 1,234,567,890,123.45 are posted", "Show them", lambda: None)


def _error_bar(window: MainWindow) -> None:
    from billdesk.billing.errors import BillingError

    window.go(Place("home"))
    words = "the printer has gone while the documents were on their way, and nobody can say which of them came out on paper"
    window.desk.say.error(BillingError(words, "INV-2026-000001", "look at the printer, then print what is missing"))


def _found(window: MainWindow, name: str) -> QWidget | None:
    """A dialog that comes when what it shows has been read."""
    until = time.monotonic() + 10
    found: QWidget | None = None
    while found is None and time.monotonic() < until:
        QApplication.processEvents()
        found = next((w for w in window.findChildren(QWidget, name) if w.isVisible()), None)
    return found


def _ids(window: MainWindow) -> dict[str, int]:
    """Rows of the company that show much; those that it has."""
    from billdesk.db.engine import reading

    asked = {
        "account": "SELECT a.id FROM accounts a LEFT JOIN invoices i ON i.account_id = a.id GROUP BY a.id, a.code "
        "ORDER BY a.code <> 'SAVEA', count(i.id) DESC, a.id LIMIT 1",
        "product": "SELECT id FROM products ORDER BY id LIMIT 1",
        "order": "SELECT o.id FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE o.status = 'active' "
        "AND l.charge_type = 'recurring' ORDER BY o.id LIMIT 1",
        "draft_order": "SELECT id FROM orders WHERE status = 'draft' ORDER BY id LIMIT 1",
        "invoice": "SELECT id FROM invoices WHERE status = 'posted' AND kind = 'invoice' ORDER BY line_count DESC, id LIMIT 1",
        "credit_note": "SELECT id FROM invoices WHERE kind = 'credit_note' ORDER BY id LIMIT 1",
        "month_end": "SELECT id FROM invoice_schedules WHERE name = 'Month-end' OR name LIKE 'Monatsabschluss %'",
        "draft": "SELECT id FROM invoices WHERE status = 'draft' ORDER BY line_count DESC, id LIMIT 1",
        "run": "SELECT id FROM invoice_runs ORDER BY id DESC LIMIT 1",
        "schedule": "SELECT id FROM invoice_schedules ORDER BY id LIMIT 1",
        "line": "SELECT id FROM order_lines ORDER BY id LIMIT 1",
        "message": "SELECT id FROM outbox WHERE state = 'uncertain' ORDER BY id LIMIT 1",
    }
    with reading(window.desk.company.engine) as connection:
        found = {name: connection.exec_driver_sql(sql).scalar() for name, sql in asked.items()}
    return {name: int(row) for name, row in found.items() if row is not None}
