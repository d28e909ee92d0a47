"""The accounts' list, the account from every side, and its editor, in the real window on the sample company."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from billdesk import processes
from billdesk.services.account_view import account_view
from billdesk.services.accounts import account_details, change_account
from billdesk.services.listings import list_records
from billdesk.ui.dialogs.edit_account import AccountEditor
from billdesk.ui.dialogs.email_invoice import EmailDialog
from billdesk.ui.main_window import MainWindow
from billdesk.ui.navigation import Place
from billdesk.ui.pages.account import TABS, AccountPage
from billdesk.ui.pages.accounts import AccountPreview
from billdesk.ui.widgets.rows import RowView
from tests.windows import AS_OF, at_rest


@pytest.fixture
def savea(window: MainWindow) -> int:
    """The id of Save-a-lot Markets, which orders most."""
    return ids_of(window)["SAVEA"]


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, savea: int) -> AccountPage:
    """The page of Save-a-lot Markets, at rest."""
    return show(qtbot, window, savea)


def ids_of(window: MainWindow) -> dict[str, int]:
    with window.desk.company.engine.connect() as connection:
        return {code: i for i, code in connection.exec_driver_sql("SELECT id, code FROM accounts")}


def show(qtbot: QtBot, window: MainWindow, account_id: int, *extra: tuple[str, str]) -> AccountPage:
    window.go(Place("account", account_id, extra))
    at_rest(qtbot, window)
    page = window.present
    assert isinstance(page, AccountPage)
    return page


def editor_of(window: MainWindow) -> AccountEditor:
    (editor,) = [dialog for dialog in window.findChildren(AccountEditor) if dialog.isVisible()]
    return editor


def type_into(editor: AccountEditor, key: str, text: str) -> None:
    field = editor.form.field(key)
    assert isinstance(field, QLineEdit)
    field.setText(text)


def save(qtbot: QtBot, window: MainWindow, editor: AccountEditor) -> None:
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at_rest(qtbot, window)


def spoken(view: RowView) -> list[str]:
    return [row.spoken for row in view.rows.rows]


# -- the list


def test_enter_on_the_list_opens_the_account(qtbot: QtBot, window: MainWindow):
    window.go(Place("accounts"))
    at_rest(qtbot, window)
    view = window.present.view  # type: ignore[union-attr]  # the list's page

    assert view.model.rowCount() == 93
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    at_rest(qtbot, window)

    assert window.present.title == "Alfreds Futterkiste"  # type: ignore[union-attr]  # the first by name


def test_the_preview_shows_how_an_account_stands(qtbot: QtBot, window: MainWindow, savea: int):
    preview = AccountPreview(window.desk, window)
    preview.show_record(savea)
    at_rest(qtbot, window)

    assert preview.name.text() == "Save-a-lot Markets"
    assert preview.figures["balance"].shown.value == "USD 108,155.17"
    assert len(preview.orders.rows.rows) == 6


# -- the first screen


def test_the_head_shows_what_the_list_of_invoices_adds_up_to(window: MainWindow, page: AccountPage):
    invoices = [i for i in list_records(window.desk.company, "invoices", [("account", "SAVEA")], AS_OF) if i["number"]]
    cents = sum(int(i["balance"].replace(".", "")) for i in invoices)
    late = [i for i in invoices if i["payment_status"] == "overdue"]

    assert page.top.balance.shown.value == f"USD {cents // 100:,}.{cents % 100:02}"
    assert page.top.overdue.shown.note.startswith(f"{len(late)} invoices since ")
    assert page.top.overdue.shown.ink == "overdue"


def test_the_first_screen_answers_what_was_ordered_billed_paid_and_comes_next(page: AccountPage):
    first, second = spoken(page.overview.orders)[:2]

    assert first.startswith("11064, 11/1/2026, USD 4,360.49, Not billed")
    assert first.endswith("Next bill 11/30/2026: 4,360.49")
    assert second.startswith("11031, 10/17/2026, USD 2,620.72, Billed, Not due")
    assert second.endswith("INV-2026-00370 Not due")
    assert (page.top.next_bill.shown.value, page.top.next_bill.shown.note) == ("11/30/2026", "USD 4,360.49")


def test_a_month_of_the_plot_shows_the_orders_of_that_month(qtbot: QtBot, window: MainWindow, page: AccountPage):
    months = page.overview.months
    assert [bar.size for bar in months.bars] == [1, 3, 2, 2, 5, 2, 0, 2, 2, 3, 3, 1]

    for _ in range(9):  # from the right: November, October … March
        qtbot.keyClick(months, Qt.Key.Key_Left)
    at_rest(qtbot, window)
    assert page.overview.order_card.heading.text() == "Orders of March 2026"
    orders = list_records(window.desk.company, "orders", [("account", "SAVEA")])
    of_march = [order["order"] for order in reversed(orders) if order["ordered_on"].startswith("2026-03")]
    assert [row.title for row in page.overview.orders.rows.rows] == of_march
    assert len(of_march) == 2

    qtbot.keyClick(months, Qt.Key.Key_Escape)
    at_rest(qtbot, window)
    assert page.overview.order_card.heading.text() == "Orders"
    assert len(page.overview.orders.rows.rows) == 6


def test_payments_are_not_invented(page: AccountPage):
    assert page.overview.payment_words.text().startswith("24 open invoices, USD 108,155.17")
    assert "later version" in page.overview.payment_note.text()


def test_an_account_without_orders_says_so(qtbot: QtBot, window: MainWindow):
    page = show(qtbot, window, ids_of(window)["PARIS"])

    assert page.overview.no_orders.isVisible()
    assert not page.overview.orders.isVisible()
    assert page.top.last_invoice.shown.note == "none yet"
    assert page.overview.payment_words.text() == "No invoice is open."


# -- tabs


def test_tabs_are_reached_by_keys(qtbot: QtBot, window: MainWindow, page: AccountPage):
    for number, name in enumerate(TABS, 1):
        qtbot.keyClick(page, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        at_rest(qtbot, window)
        assert TABS[page.tabs.currentIndex()] == name
    qtbot.keyClick(page, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert TABS[page.tabs.currentIndex()] == "overview"
    qtbot.keyClick(page, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert TABS[page.tabs.currentIndex()] == "details"


def test_a_place_can_name_the_tab(qtbot: QtBot, window: MainWindow, savea: int):
    page = show(qtbot, window, savea, ("tab", "timeline"))
    assert TABS[page.tabs.currentIndex()] == "timeline"


def test_dues_add_up_by_date(qtbot: QtBot, window: MainWindow, savea: int):
    page = show(qtbot, window, savea, ("tab", "dues"))
    rows = page.dues.list.rows.rows

    assert len(rows) == 24 + 2  # open invoices, and drafts
    assert rows[-1].note == "in all USD 112,662.66"  # 108,155.17 and 4,507.49 in drafts
    assert page.dues.words.text().startswith("USD 108,155.17 is open, 89,989.39 of it overdue; 4,507.49 stands in drafts")


def test_lists_of_tabs_hold_the_account_alone_and_follow_to_another(qtbot: QtBot, window: MainWindow, savea: int):
    page = show(qtbot, window, savea, ("tab", "orders"))
    show(qtbot, window, savea, ("tab", "invoices"))
    company = window.desk.company

    def counts() -> tuple[int, int]:
        return page._lists["orders"].model.rowCount(), page._lists["invoices"].model.rowCount()

    def wanted(code: str) -> tuple[int, int]:
        kinds = ("order-lines", "invoices")
        lines, invoices = (len(list_records(company, kind, [("account", code)])) for kind in kinds)
        return lines, invoices

    assert counts() == wanted("SAVEA")
    quick = ids_of(window)["QUICK"]
    for tab in ("orders", "invoices"):
        show(qtbot, window, quick, ("tab", tab))
    assert counts() == wanted("QUICK")


def test_the_timeline_is_searched_as_one_types(qtbot: QtBot, window: MainWindow, savea: int):
    page = show(qtbot, window, savea, ("tab", "timeline"))
    assert spoken(page.timeline.list)[0].startswith("Draft, not billed yet")
    qtbot.keyClicks(page.timeline.search, "11064")
    qtbot.waitUntil(lambda: len(page.timeline.list.rows.rows) == 1)

    assert spoken(page.timeline.list)[0].startswith("Ordered 11064, USD 4,360.49")
    page.timeline.search.setText("no such thing")
    qtbot.waitUntil(page.timeline.empty.isVisible)
    assert page.timeline.empty.text() == "Nothing of the kind."


def test_the_details_say_all_that_is_known(qtbot: QtBot, window: MainWindow, savea: int):
    page = show(qtbot, window, savea, ("tab", "details"))

    def shown(key: str) -> str:
        label = page.findChild(QLabel, f"account.details.{key}")
        assert isinstance(label, QLabel)
        return label.text()

    assert [shown(key) for key in ("name", "code", "city", "country", "tax_id")] == [
        *("Save-a-lot Markets", "SAVEA", "Boise"),
        *("United States", "–"),
    ]


# -- the editor


def test_an_edit_is_saved_shown_and_undone(qtbot: QtBot, window: MainWindow, page: AccountPage, savea: int):
    qtbot.keyClick(page, Qt.Key.Key_F2)
    editor = editor_of(window)
    type_into(editor, "city", "Nampa")
    save(qtbot, window, editor)
    at_rest(qtbot, window)

    assert account_details(window.desk.company, savea).values.city == "Nampa"
    qtbot.waitUntil(lambda: "Nampa, United States" in page.top.contact.text())
    window.desk.undo.undo()
    at_rest(qtbot, window)
    assert account_details(window.desk.company, savea).values.city == "Boise"
    window.desk.undo.redo()
    at_rest(qtbot, window)
    assert account_details(window.desk.company, savea).values.city == "Nampa"


def test_an_account_has_one_editor_at_a_time(window: MainWindow, page: AccountPage):
    page.edit()
    first = editor_of(window)
    page.edit()
    assert editor_of(window) is first
    first.reject()


def test_what_is_refused_is_said_beside_each_field_and_nothing_is_written(
    qtbot: QtBot, window: MainWindow, page: AccountPage, savea: int
):
    before = account_details(window.desk.company, savea)
    page.edit()
    editor = editor_of(window)
    type_into(editor, "name", "")
    type_into(editor, "email", "nobody")
    save(qtbot, window, editor)

    words = {key: editor.form._errors[key].text() for key in ("name", "email", "city")}
    assert words == {
        "name": "An account needs a name; give it one",
        "email": "'nobody' is not an e-mail address; write it like name@example.com",
        "city": "",
    }
    assert editor.focusWidget() is editor.form.field("name")
    assert account_details(window.desk.company, savea) == before
    editor.reject()


def test_what_only_the_company_can_tell_is_said_beside_its_field(qtbot: QtBot, window: MainWindow, page: AccountPage):
    page.edit()
    editor = editor_of(window)
    type_into(editor, "parent", "SAVEA")
    save(qtbot, window, editor)

    assert editor.form._errors["parent"].text() == "Parent accounts go in a circle: SAVEA → SAVEA; choose another parent"
    editor.reject()


def test_a_new_account_is_made_shown_and_taken_back(qtbot: QtBot, window: MainWindow):
    window.go(Place("accounts", None, (("do", "new"),)))
    at_rest(qtbot, window)
    editor = editor_of(window)
    assert editor.form.values()["currency"] == "USD"
    type_into(editor, "name", "Zebra Foods")
    save(qtbot, window, editor)

    assert window.present.title == "Zebra Foods"  # type: ignore[union-attr]  # the account's page
    assert "ZEBRA" in ids_of(window)
    window.desk.undo.undo()
    at_rest(qtbot, window)
    assert "ZEBRA" not in ids_of(window)


def test_a_second_editor_is_told_and_can_look_at_what_stands(qtbot: QtBot, window: MainWindow, page: AccountPage, savea: int):
    page.edit()
    editor = editor_of(window)
    theirs = account_details(window.desk.company, savea)
    change_account(window.desk.company, savea, theirs.version, replace(theirs.values, phone="555"), AS_OF)
    type_into(editor, "phone", "777")
    save(qtbot, window, editor)

    assert editor.trouble.text().startswith("Somebody else has changed the account")
    assert account_details(window.desk.company, savea).values.phone == "555"
    editor._show_theirs()
    assert editor.form.values()["phone"] == "555"
    type_into(editor, "phone", "777")
    save(qtbot, window, editor)
    assert account_details(window.desk.company, savea).values.phone == "777"


def test_an_edit_that_a_crash_left_is_there_again(
    qtbot: QtBot, window: MainWindow, page: AccountPage, savea: int, monkeypatch: pytest.MonkeyPatch
):
    page.edit()
    editor = editor_of(window)
    type_into(editor, "city", "Nampa")
    editor.keep()
    values = window.desk.unsaved
    editor.done(0)  # gone without a word, as in a crash
    monkeypatch.setattr(processes, "is_alive", lambda _pid: False)
    assert [(edit.kind, edit.key, edit.values["city"]) for edit in values.all()] == [("account", str(savea), "Nampa")]

    show(qtbot, window, savea, ("do", "edit"))
    again = editor_of(window)
    assert again.form.values()["city"] == "Nampa"
    assert again.form.is_dirty
    save(qtbot, window, again)
    assert account_details(window.desk.company, savea).values.city == "Nampa"
    assert values.all() == []


def test_another_currency_says_what_stays(window: MainWindow, page: AccountPage):
    page.edit()
    editor = editor_of(window)
    editor.form.field("currency").setEditText("EUR")  # type: ignore[attr-defined]  # a choice that may be typed
    assert editor.form._tips["currency"].text() == "Open orders and drafts stay in USD."
    editor.reject()


def test_an_account_is_put_away_and_taken_back(qtbot: QtBot, window: MainWindow):
    paris = ids_of(window)["PARIS"]
    page = show(qtbot, window, paris)
    page._archive.trigger()
    at_rest(qtbot, window)
    qtbot.waitUntil(lambda: page._archive.text() == "Take back")
    assert page.top.contact.text().startswith("archived")
    assert not page.primary().isEnabled()

    page._archive.trigger()
    at_rest(qtbot, window)
    qtbot.waitUntil(lambda: page._archive.text() == "Archive")


def test_an_account_with_open_lines_is_not_put_away(qtbot: QtBot, window: MainWindow, page: AccountPage):
    page._archive.trigger()
    at_rest(qtbot, window)
    assert window.desk.say.last is not None
    assert window.desk.say.last.text == "Something of the account is still to be billed"


class _Mails(QObject):
    """Takes the place of the mail program."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    @Slot(QUrl)
    def take(self, link: QUrl) -> None:
        self.links.append(link.toString())


def test_e_mail_goes_to_the_mail_program_or_says_what_is_missing(
    qtbot: QtBot, window: MainWindow, page: AccountPage, savea: int, request: pytest.FixtureRequest
):
    mails = _Mails()
    QDesktopServices.setUrlHandler("mailto", mails, "take")  # type: ignore[arg-type]  # the stubs want bytes
    request.addfinalizer(lambda: QDesktopServices.unsetUrlHandler("mailto"))

    def write_to(address: str) -> None:
        details = account_details(window.desk.company, savea)
        change_account(window.desk.company, savea, details.version, replace(details.values, email=address), AS_OF)
        page.refresh()
        at_rest(qtbot, window)
        page._email.trigger()

    write_to("")
    assert window.desk.say.last is not None
    assert (window.desk.say.last.text, window.desk.say.last.link_text) == ("The account has no e-mail address", "Edit")
    write_to("a@example.com")
    assert [link.partition("?")[0] for link in mails.links] == ["mailto:a@example.com"]


def test_actions_lead_on(window: MainWindow, page: AccountPage, savea: int, monkeypatch: pytest.MonkeyPatch):
    places: list[Place] = []
    monkeypatch.setattr(page.desk, "go", places.append)
    latest = account_view(window.desk.company, savea, AS_OF).head.last_invoice
    assert latest is not None
    for action in (page.primary(), page._latest):
        action.trigger()
    page.top.next_bill.click()

    assert places[:2] == [Place("order", None, (("account", str(savea)),)), Place("invoice", latest.id)]
    assert places[2].page == "invoice"


def test_an_account_that_is_gone_leads_back_to_the_list(qtbot: QtBot, window: MainWindow):
    window.go(Place("account", 999_999))
    at_rest(qtbot, window)

    assert window.desk.say.last is not None
    assert window.desk.say.last.text == "The account is no more"
    assert window.trail.here == Place("accounts")


def test_anothers_edit_is_seen_at_once(qtbot: QtBot, window: MainWindow, page: AccountPage, savea: int):
    details = account_details(window.desk.company, savea)
    change_account(window.desk.company, savea, details.version, replace(details.values, name="Save-a-lot Inc"), AS_OF)
    window.desk.look()
    qtbot.waitUntil(lambda: page.title == "Save-a-lot Inc", timeout=5000)


@pytest.mark.qt_log_ignore("QPlatformServices::openUrl", extend=True)
def test_without_a_mail_program_the_latest_invoice_is_offered(qtbot: QtBot, window: MainWindow, page: AccountPage):
    action = page.findChild(QAction, "action.email_account")
    assert action is not None
    action.trigger()
    assert window.errors.words.text().startswith("No mail program answers on this computer")
    assert window.errors.link.text() == "E-mail the latest invoice"
    window.errors.link.click()
    at_rest(qtbot, window)
    assert page.head is not None
    assert page.head.last_invoice is not None
    assert window.trail.here == Place("invoice", page.head.last_invoice.id, (("do", "email"),))
    assert [dialog for dialog in window.findChildren(EmailDialog) if dialog.isVisible()]
