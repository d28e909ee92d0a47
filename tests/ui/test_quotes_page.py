"""The list of quotes through the window."""

from __future__ import annotations

from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from billdesk.services.company import Company
from billdesk.ui.main_window import MainWindow
from billdesk.ui.navigation import Place
from billdesk.ui.pages.quotes import QuotesPage
from tests.windows import at_rest

_QUOTE = """INSERT INTO quotes (id, code, revision, status, account_id, currency, quoted_on, title, discount_e4, discount_minor)
 SELECT {id}, '{code}', 1, '{status}', min(id), 'USD', '2026-11-0{id}', 'Offer {id}', 0, 0 FROM accounts"""


def _put(company: Company) -> None:
    with company.engine.begin() as connection:
        for number, status in ((1, "draft"), (2, "sent"), (3, "declined")):
            connection.exec_driver_sql(_QUOTE.format(id=number, code=f"Q-100{number}", status=status))


def test_the_list_shows_open_quotes_and_on_wish_all(qtbot: QtBot, window: MainWindow):
    _put(window.desk.company)
    window.go(Place("quotes", None, (("view", "open"),)))
    at_rest(qtbot, window)
    page = window.present
    assert isinstance(page, QuotesPage)
    model = page.view.model
    assert model.rowCount() == 2
    assert [str(model.index(row, 0).data()) for row in range(2)] == ["Q-1002", "Q-1001"]
    window.go(Place("quotes", None, (("view", "all"),)))
    at_rest(qtbot, window)
    assert model.rowCount() == 3


def test_quotes_stand_between_catalogue_and_orders_and_have_the_fourth_key(window: MainWindow):
    sidebar = {name: window.findChild(QAction, f"action.go_{name}") for name in ("catalogue", "quotes", "orders")}
    keys = {name: action.shortcut().toString() for name, action in sidebar.items() if action is not None}
    assert keys == {"catalogue": "Ctrl+3", "quotes": "Ctrl+4", "orders": "Ctrl+5"}
