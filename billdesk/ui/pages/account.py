"""One account from every side: who it is, what it owes, ordered and will be billed, and everything that happened.

The first screen answers a person on the telephone: what was ordered when, whether it is billed and paid, and when the next
bill comes. The head stays in sight over the tabs; a tab reads when it is first looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from billdesk.billing.errors import BillingError
from billdesk.services.account_view import AccountHead, AccountView, account_view
from billdesk.services.accounts import account_details
from billdesk.services.lists import Condition
from billdesk.services.mail.handover import mailto
from billdesk.ui.desk import Desk
from billdesk.ui.dialogs.edit_account import edit_account, set_account_archived
from billdesk.ui.models.list_spec import ListColumn, ListSpec
from billdesk.ui.navigation import Place
from billdesk.ui.pages.account_details import Details
from billdesk.ui.pages.account_dues import Dues
from billdesk.ui.pages.account_head import Head
from billdesk.ui.pages.account_overview import Overview
from billdesk.ui.pages.page import Page
from billdesk.ui.widgets.list_view import ListView
from billdesk.ui.widgets.timeline import Timeline
from billdesk.ui.words import tr

TABS = ("overview", "dues", "orders", "invoices", "timeline", "details")


class AccountPage(Page):
    """The page of one account at a time. A place may name a tab (`tab`), or ask for the editor (`do`, `edit`)."""

    nav = "accounts"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.head: AccountHead | None = None
        self._account = 0
        self._is_true: set[str] = set()
        self._make_actions()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.top = Head(desk, self.show_tab, self.edit)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("account.tabs")
        self.tabs.setAccessibleName(tr("Sides of the account"))
        self.tabs.setDocumentMode(True)
        self._fill_tabs()
        column.addWidget(self.top)
        column.addWidget(self.tabs, 1)
        self.setFocusProxy(self.tabs)
        self.tabs.currentChanged.connect(lambda _index: self._show_current())
        self._make_keys()

    def open(self, place: Place) -> None:
        """Show an account, at the tab that the place names or at its first one."""
        super().open(place)
        if place.record != self._account:
            self._account = place.record or 0
            self.head = None
            self.set_title("")
            self.tabs.setCurrentIndex(0)
        if place.told("tab") in TABS:
            self.show_tab(place.told("tab"))
        self.refresh()
        if place.told("do") == "edit":
            self.edit()

    def refresh(self) -> None:
        """Read the account anew, and the tab that is shown; the others when they are looked at."""
        self._is_true.clear()
        company, account, as_of = self.desk.company, self._account, self.desk.as_of()
        self.desk.jobs.read(self, lambda: account_view(company, account, as_of), self._show, key="view", failed=self._is_gone)
        self._show_current()

    def primary(self) -> QAction:
        """A new order for this account."""
        return self._new_order

    def actions_(self) -> list[QAction]:
        """What can be done with the account."""
        return [self._new_order, self._edit, self._email, self._latest, self._archive]

    def show_tab(self, name: str) -> None:
        """Go to a tab of TABS."""
        self.tabs.setCurrentIndex(TABS.index(name))
        self._focus_tab()

    def edit(self) -> None:
        """Open the editor."""
        try:
            edit_account(self.desk, self._account, self)
        except BillingError as trouble:
            self.desk.say.error(trouble)

    # -- what is built

    def _make_actions(self) -> None:
        self._new_order = self.action("new_account_order", tr("New order"), "plus", tip=tr("A new order of this account"))
        self._edit = self.action("edit_account", tr("Edit"), "pencil", "F2")
        self._email = self.action("email_account", tr("E-mail"), "mail", "Ctrl+E", tr("Write to this account"))
        self._latest = self.action("open_latest_invoice", tr("Latest invoice"), "receipt", "Ctrl+L")
        self._archive = self.action("archive_account", tr("Archive"), "archive", tip=tr("Put the account away"))
        for action, call in (
            (self._new_order, self._order),
            (self._edit, self.edit),
            (self._email, self._write),
            (self._latest, self._open_latest),
            (self._archive, self._put_away),
        ):
            action.triggered.connect(partial(_call, call))

    def _fill_tabs(self) -> None:
        desk = self.desk
        self.overview = Overview(desk, self.show_tab)
        self.dues = Dues(desk)
        self.timeline = Timeline(desk)
        self.timeline.opened.connect(desk.go)
        self.details = Details(desk)
        self._lists: dict[str, ListView] = {}
        self._rooms = {name: _Room() for name in ("orders", "invoices")}
        widgets = (self.overview, self.dues, self._rooms["orders"], self._rooms["invoices"], self.timeline, self.details)
        titles = (
            tr("Overview"),
            tr("Dues"),
            tr("Orders and schedules"),
            tr("Invoices"),
            tr("Timeline"),
            tr("Details"),
        )
        for number, (widget, title) in enumerate(zip(widgets, titles, strict=True), 1):
            self.tabs.addTab(widget, title)
            self.tabs.setTabToolTip(number - 1, f"{title} (Alt+{number})")

    def _make_keys(self) -> None:
        keys: list[tuple[str, Callable[[], None]]] = [
            (f"Alt+{number}", partial(self.show_tab, name)) for number, name in enumerate(TABS, 1)
        ]
        keys += [("Ctrl+PgDown", partial(self._step, 1)), ("Ctrl+PgUp", partial(self._step, -1))]
        for text, call in keys:
            shortcut = QShortcut(QKeySequence(text), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    # -- what is shown

    def _show(self, view: AccountView) -> None:
        self.head = view.head
        self.set_title(view.head.party.name)
        self._latest.setEnabled(view.head.last_invoice is not None)
        self._archive.setText(tr("Take back") if view.head.is_archived else tr("Archive"))
        self._new_order.setEnabled(not view.head.is_archived)
        self.top.show_head(view.head)
        self.overview.show_view(view)
        self.details.show_head(view.head)
        self.titled.emit()

    def _is_gone(self, trouble: BillingError) -> None:
        self.desk.say.error(trouble)
        self.desk.go("accounts")

    def _show_current(self) -> None:
        """Let the present tab read, unless what it shows is true."""
        name = TABS[self.tabs.currentIndex()]
        if name in self._is_true or not self._account:
            return
        self._is_true.add(name)
        if name == "dues":
            self.dues.show_account(self._account)
        elif name == "timeline":
            self.timeline.show_account(self._account)
        elif name in self._rooms:
            self._show_list(name)

    def _show_list(self, name: str) -> None:
        conditions = (Condition("account_id", "is", str(self._account)),)
        if name not in self._lists:
            spec = _order_lines() if name == "orders" else _invoices()
            self._lists[name] = ListView(self.desk, spec, conditions)
            self._rooms[name].take(self._lists[name])
        else:
            self._lists[name].set_conditions(conditions)

    def _step(self, by: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % len(TABS))
        self._focus_tab()

    def _focus_tab(self) -> None:
        self._show_current()
        widget = self.tabs.currentWidget()
        if self.isVisible():
            widget.setFocus()

    # -- what is done

    def _order(self) -> None:
        self.desk.go(Place("order", None, (("account", str(self._account)),)))

    def _write(self) -> None:
        if self.head is None:
            return
        if not self.head.party.email:
            self.desk.say.error(
                BillingError("the account has no e-mail address", self.head.party.name, "give it one"), tr("Edit"), self.edit
            )
            return
        if not QDesktopServices.openUrl(QUrl(mailto(self.head.party.email, "", ""))):
            self._say_no_program()

    def _say_no_program(self) -> None:
        """No mail program answers: BillDesk itself can send the latest invoice."""
        head = self.head
        if head is None:
            return
        trouble = BillingError(tr("no mail program answers on this computer"), head.party.email, tr("write from another one"))
        if head.last_invoice is None:
            self.desk.say.error(trouble)
        else:
            place = Place("invoice", head.last_invoice.id, (("do", "email"),))
            self.desk.say.error(trouble, tr("E-mail the latest invoice"), lambda: self.desk.go(place))

    def _open_latest(self) -> None:
        if self.head is not None and self.head.last_invoice is not None:
            self.desk.go(Place("invoice", self.head.last_invoice.id))

    def _put_away(self) -> None:
        if self.head is not None:
            details = account_details(self.desk.company, self.head.id)
            set_account_archived(self.desk, details, is_archived=not details.is_archived)


class _Room(QWidget):
    """A tab whose list is made when it is first looked at."""

    def take(self, widget: QWidget) -> None:
        """Show what was made."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(widget)
        self.setFocusProxy(widget)


def _call(call: Callable[[], None], _checked: bool = False) -> None:
    call()


def _order_lines() -> ListSpec:
    return ListSpec(
        "order-lines",
        "account.order_lines",
        tr("Orders and schedules"),
        (
            ListColumn("ordered_on", tr("Ordered"), 100),
            ListColumn("order", tr("Order"), 100),
            ListColumn("line", tr("Line"), 50),
            ListColumn("description", tr("What"), 240),
            ListColumn("quantity", tr("Quantity"), 80),
            ListColumn("unit_price", tr("Unit price"), 100),
            ListColumn("charge_type", tr("Charge"), 100),
            ListColumn("every", tr("Every"), 90),
            ListColumn("billed_until", tr("Billed until"), 100),
            ListColumn("next_billing_on", tr("Next due"), 100),
            ListColumn("schedule", tr("Schedule"), 120),
            ListColumn("status", tr("Order's state"), 110),
            ListColumn("due_on", tr("Due"), 100, hidden=True),
            ListColumn("start_on", tr("Start"), 100, hidden=True),
            ListColumn("end_on", tr("End"), 100, hidden=True),
            ListColumn("timing", tr("Timing"), 100, hidden=True),
            ListColumn("discount_percent", tr("Discount"), 90, hidden=True),
            ListColumn("product", tr("Product"), 100, hidden=True),
            ListColumn("currency", tr("Currency"), 80, hidden=True),
        ),
        tr("{n} order line"),
        tr("{n} order lines"),
        default_sort=(("ordered_on", True), ("order", True), ("line", False)),
        empty_words=tr("No orders yet. An order says what is delivered, and when it is billed."),
        open_place=lambda record: Place("order", int(record["order_id"])),
    )


def _invoices() -> ListSpec:
    return ListSpec(
        "invoices",
        "account.invoices",
        tr("Invoices"),
        (
            ListColumn("number", tr("Number"), 140),
            ListColumn("kind", tr("Kind"), 100),
            ListColumn("status", tr("State"), 100),
            ListColumn("payment_status", tr("Payment"), 110),
            ListColumn("issued_on", tr("Issued"), 100),
            ListColumn("due_on", tr("Due"), 100),
            ListColumn("target_on", tr("Planned for"), 100),
            ListColumn("total", tr("Total"), 130),
            ListColumn("balance", tr("Balance"), 130),
            ListColumn("reference", tr("Reference"), 120),
            ListColumn("schedule", tr("Schedule"), 120, hidden=True),
            ListColumn("net", tr("Net"), 120, hidden=True),
            ListColumn("tax", tr("Tax"), 120, hidden=True),
            ListColumn("line_count", tr("Lines"), 70, hidden=True),
            ListColumn("terms", tr("Terms"), 100, hidden=True),
            ListColumn("credited_by", tr("Credited by"), 130, hidden=True),
            ListColumn("credits", tr("Credits"), 130, hidden=True),
            ListColumn("currency", tr("Currency"), 80, hidden=True),
        ),
        tr("{n} document"),
        tr("{n} documents"),
        default_sort=(("issued_on", True),),
        empty_words=tr("No invoices yet. Orders set them up, and a run posts them."),
        open_place=lambda record: Place("invoice", int(record["id"])),
    )
