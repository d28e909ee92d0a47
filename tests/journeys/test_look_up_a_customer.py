"""A customer is on the telephone: what did I order in March, is it billed, is it paid, when is the next bill?

By the keyboard alone, from Home. Counted are the keys after the customer's name; ten would be too many.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from billdesk.ui.main_window import MainWindow
from billdesk.ui.pages.account import TABS, AccountPage
from tests.windows import at_rest

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
MOMENT_MS = 300


class Keys:
    """Presses keys where the focus is, as a person does, and counts them; what is typed as text is not counted."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot, self._window = qtbot, window
        self.count = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key."""
        self.count += 1
        self._qtbot.keyClick(self._focus(), key, modifier)
        self._settle()

    def write(self, text: str) -> None:
        """Type a text."""
        self._qtbot.keyClicks(self._focus(), text)
        self._settle()

    def _settle(self) -> None:
        """A button pressed by its key, and a search while one types, each begin a moment later."""
        self._qtbot.wait(MOMENT_MS)
        at_rest(self._qtbot, self._window)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self._window


def account_of(window: MainWindow) -> AccountPage:
    page = window.present
    assert isinstance(page, AccountPage)
    return page


def assert_first_screen_answers(page: AccountPage) -> None:
    """What is owed and comes next stands in the head, what was ordered and how it is billed and paid in the first rows."""
    assert page.title == "Save-a-lot Markets"
    assert page.top.balance.shown.value == "USD 108,155.17"
    assert page.top.overdue.shown.value == "USD 89,989.39"
    assert (page.top.next_bill.shown.value, page.top.next_bill.shown.note) == ("11/30/2026", "USD 4,360.49")
    first = page.overview.orders.rows.rows[0]
    assert (first.title, first.amount, first.pills[0][0]) == ("11064", "USD 4,360.49", "Not billed")
    for part in (page.top.balance, page.top.overdue, page.top.next_bill, page.overview.orders, page.overview.months):
        assert part.isVisible()


def find_in_the_list(keys: Keys, window: MainWindow) -> AccountPage:
    """From Home to the customer's page by the list of accounts."""
    keys.press(Qt.Key.Key_2, CONTROL)
    keys.press(Qt.Key.Key_F, CONTROL)
    keys.write("save-a-lot")
    keys.count = 0
    keys.press(Qt.Key.Key_Return)  # from the search field into the list
    keys.press(Qt.Key.Key_Return)
    return account_of(window)


def test_the_first_screen_answers_a_customer_on_the_telephone(qtbot: QtBot, window: MainWindow):
    keys = Keys(qtbot, window)
    page = find_in_the_list(keys, window)

    assert keys.count == 2
    assert_first_screen_answers(page)


def test_the_palette_needs_one_key_after_the_name(qtbot: QtBot, window: MainWindow):
    keys = Keys(qtbot, window)
    keys.press(Qt.Key.Key_K, CONTROL)
    keys.write("save-a-lot")
    keys.count = 0
    keys.press(Qt.Key.Key_Return)

    assert keys.count == 1
    assert_first_screen_answers(account_of(window))


def test_what_was_ordered_in_march_is_four_keys_further(qtbot: QtBot, window: MainWindow):
    keys = Keys(qtbot, window)
    page = find_in_the_list(keys, window)
    keys.press(Qt.Key.Key_Tab)  # to the orders
    keys.press(Qt.Key.Key_Tab)  # to the plot of months
    keys.press(Qt.Key.Key_M)  # May is the last month with M
    keys.press(Qt.Key.Key_M)

    assert keys.count == 6
    assert page.overview.order_card.heading.text() == "Orders of March 2026"
    rows = page.overview.orders.rows.rows
    assert [row.pills for row in rows] == [(("Billed", "posted"), ("Overdue", "overdue"))] * 2
    assert all("Overdue" in row.lines[1] for row in rows)


def test_the_dues_and_their_documents_are_a_key_away(qtbot: QtBot, window: MainWindow):
    keys = Keys(qtbot, window)
    page = find_in_the_list(keys, window)
    keys.press(Qt.Key.Key_2, ALT)

    assert TABS[page.tabs.currentIndex()] == "dues"
    assert page.dues.list.rows.rows[-1].note == "in all USD 112,662.66"
    keys.press(Qt.Key.Key_End)
    keys.press(Qt.Key.Key_Return)
    assert keys.count == 5
    assert window.trail.here is not None
    assert window.trail.here.page == "invoice"
