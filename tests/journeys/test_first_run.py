"""From nothing to a posted invoice, by a person who has never seen BillDesk: well under two minutes.

The company is made from a name and a country, an account and an order are typed in, and the invoice that the order has
set up is posted. What is measured is the machine's part; the typing is a person's.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from billdesk.db.engine import reading
from billdesk.services.verification import verify
from billdesk.ui.dialogs.edit_account import AccountEditor
from billdesk.ui.dialogs.new_company import NewCompanyDialog
from billdesk.ui.main_window import MainWindow
from billdesk.ui.navigation import Place
from billdesk.ui.pages.order import OrderPage
from tests.windows import AS_OF, at_rest

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "Documents"
    folder.mkdir()
    monkeypatch.setattr("billdesk.ui.dialogs.new_company.documents_folder", lambda: folder)
    return folder


def write(qtbot: QtBot, field: QWidget, text: str) -> None:
    """Type into a field as a person does."""
    target = field.lineEdit() if isinstance(field, QComboBox) else field
    assert isinstance(target, QLineEdit | QPlainTextEdit)
    target.setFocus()
    target.selectAll()
    qtbot.keyClicks(target, text)


def accept(qtbot: QtBot, window: MainWindow, dialog: QWidget) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    at_rest(qtbot, window)


def all_rows(window: MainWindow, sql: str) -> list[tuple[object, ...]]:
    with reading(window.desk.company.engine) as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]


def make_company(qtbot: QtBot, window: MainWindow) -> None:
    """A name, a country, Ctrl+Enter."""
    button = window.findChild(QPushButton, "welcome.create")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = window.findChild(NewCompanyDialog, "new_company.dialog")
    assert dialog is not None
    write(qtbot, dialog.form.field("name"), "Muster GmbH")
    write(qtbot, dialog.form.field("country"), "Germany")
    accept(qtbot, window, dialog)
    qtbot.waitUntil(lambda: window.desk.has_company, timeout=10_000)
    at_rest(qtbot, window)


def make_account(qtbot: QtBot, window: MainWindow) -> int:
    """The first customer. Gives its id."""
    window.commands["new_account"].trigger()
    at_rest(qtbot, window)
    account = window.findChild(AccountEditor, "account.dialog")
    assert account is not None
    for key, text in (("name", "Alfa & Co."), ("street", "Ring 1"), ("city", "Bonn"), ("postcode", "53111")):
        write(qtbot, account.form.field(key), text)
    accept(qtbot, window, account)
    ((account_id,),) = all_rows(window, "SELECT id FROM accounts")
    return int(str(account_id))


def make_order(qtbot: QtBot, window: MainWindow, account_id: int) -> None:
    """The first order: two boxes at 10.50, activated."""
    window.go(Place("order", None, (("account", str(account_id)),)))
    at_rest(qtbot, window)
    page = window.present
    assert isinstance(page, OrderPage)
    lines = page.body.grid.lines
    columns = [column.field for column in lines.columns]
    for field, text in (("description", "Boxes"), ("quantity", "2"), ("unit_price", "10.50")):
        assert lines.setData(lines.index(0, columns.index(field)), text)
    at_rest(qtbot, window)
    for name in ("save_order", "activate_order"):
        trigger(qtbot, window, name)


def trigger(qtbot: QtBot, window: MainWindow, name: str) -> None:
    """An action of the page that is shown, where it can be done."""
    page = window.present
    assert page is not None
    action = next(action for action in page.actions_() if action.objectName() == f"action.{name}")
    if action.isEnabled():
        action.trigger()
        at_rest(qtbot, window)


def test_a_company_is_billing_in_well_under_two_minutes(
    qtbot: QtBot, make_window: Callable[..., MainWindow], documents: Path, capsys: pytest.CaptureFixture[str]
):
    begun = time.monotonic()
    window = make_window(None, AS_OF)
    make_company(qtbot, window)
    assert window.desk.target == str(documents / "Muster GmbH.billdesk")
    assert window.trail.here == Place("home")

    make_order(qtbot, window, make_account(qtbot, window))
    assert all_rows(window, "SELECT status FROM orders") == [("active",)]

    ((draft_id,),) = all_rows(window, "SELECT id FROM invoices WHERE status = 'draft'")
    window.go(Place("invoice", int(str(draft_id))))
    at_rest(qtbot, window)
    trigger(qtbot, window, "post_invoice")
    qtbot.waitUntil(lambda: all_rows(window, "SELECT number FROM invoices") == [("INV-2026-00001",)], timeout=5000)
    seconds = time.monotonic() - begun

    # 2 x 10.50, taxed at the rate that is usual in Germany where the order's line takes it, and none where it does not
    assert all_rows(window, "SELECT net_minor FROM invoices") == [(2100,)]
    assert verify(window.desk.company).ok
    assert seconds < 60
    with capsys.disabled():
        print(f" first run to a posted invoice: {seconds:.1f} s", end="")
