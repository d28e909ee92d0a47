"""The list of accounts, with a preview of each and the way to a new one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from billdesk.services.account_view import AccountView, account_view
from billdesk.services.accounts import account_details
from billdesk.services.lists import Condition
from billdesk.ui.desk import Desk
from billdesk.ui.dialogs.edit_account import edit_account, new_account, set_account_archived
from billdesk.ui.models.list_spec import BulkAction, ListColumn, ListSpec, Record, View
from billdesk.ui.navigation import Place
from billdesk.ui.pages.account_rows import balance_figure, next_bill_figure, order_row, overdue_figure, unbilled_figure
from billdesk.ui.pages.list_page import ListPage
from billdesk.ui.widgets.figures import Figure, FigureStrip
from billdesk.ui.widgets.rows import RowView
from billdesk.ui.words import tr

_PRESENT = Condition("archived", "is", "no")
_TO_BILL = Condition("next_billing_on", "set")


class AccountsPage(ListPage):
    """All accounts."""

    nav = "accounts"

    def make_spec(self) -> ListSpec:
        """Name, place, what is owed, and what comes next."""
        self._new = self.action("add_account", tr("New account"), "plus", tip=tr("Make an account"))
        self._new.triggered.connect(lambda _checked=False: new_account(self.desk, self))
        return ListSpec(
            "accounts",
            "accounts",
            tr("Accounts"),
            columns(),
            tr("{n} account"),
            tr("{n} accounts"),
            default_sort=(("name", False),),
            views=(
                View("all", tr("All"), (_PRESENT,)),
                View("overdue", tr("Overdue"), (_PRESENT, Condition("overdue", "over", "0")), (("overdue", True),)),
                View("owing", tr("Owing"), (_PRESENT, Condition("balance", "over", "0")), (("balance", True),)),
                View(
                    "to-bill", tr("To be billed"), (_PRESENT, Condition("next_billing_on", "set")), (("next_billing_on", False),)
                ),
                View("archived", tr("Archived"), (Condition("archived", "is", "yes"),)),
            ),
            empty_words=tr("Accounts are the customers that orders and invoices belong to. Make one, or import them."),
            empty_action=self._new,
            open_place=lambda record: Place("account", int(record["id"])),
            actions=(
                BulkAction("edit_account", tr("Edit"), "pencil", self._edit, "F2"),
                BulkAction("archive_accounts", tr("Archive"), "archive", self._archive, is_for=_is_present),
                BulkAction("reopen_accounts", tr("Take back"), "undo-2", self._take_back, is_for=_is_archived),
            ),
            preview=AccountPreview,
        )

    def open(self, place: Place) -> None:
        """Show the list; a place may ask for the editor of a new account."""
        super().open(place)
        if place.told("do") == "new":
            new_account(self.desk, self)

    def primary(self) -> QAction:
        """Making an account."""
        return self._new

    def _edit(self, ids: Sequence[int]) -> None:
        edit_account(self.desk, ids[0], self)

    def _archive(self, ids: Sequence[int]) -> None:
        for account_id in ids:
            set_account_archived(self.desk, account_details(self.desk.company, account_id), is_archived=True)

    def _take_back(self, ids: Sequence[int]) -> None:
        for account_id in ids:
            set_account_archived(self.desk, account_details(self.desk.company, account_id), is_archived=False)


def columns() -> tuple[ListColumn, ...]:
    """The columns of the list, the usual ones first."""
    return (
        ListColumn("name", tr("Name"), 250),
        ListColumn("account", tr("Code"), 90),
        ListColumn("city", tr("City"), 130),
        ListColumn("country", tr("Country"), 110),
        ListColumn("balance", tr("Balance"), 130),
        ListColumn("overdue", tr("Overdue"), 130),
        ListColumn("next_billing_on", tr("Next due"), 100),
        ListColumn("last_ordered_on", tr("Last order"), 100),
        ListColumn("draft", tr("Unbilled"), 130, hidden=True),
        ListColumn("last_invoice_on", tr("Last invoice"), 110, hidden=True),
        ListColumn("order_count", tr("Orders"), 80, hidden=True),
        ListColumn("email", tr("E-mail"), 200, hidden=True),
        ListColumn("phone", tr("Phone"), 140, hidden=True),
        ListColumn("street", tr("Street"), 200, hidden=True),
        ListColumn("postcode", tr("Postcode"), 90, hidden=True),
        ListColumn("region", tr("Region"), 100, hidden=True),
        ListColumn("currency", tr("Currency"), 80, hidden=True),
        ListColumn("terms", tr("Terms"), 100, hidden=True),
        ListColumn("tax_id", tr("Tax ID"), 120, hidden=True),
        ListColumn("parent", tr("Belongs to"), 100, hidden=True),
        ListColumn("price_basis", tr("Prices"), 80, hidden=True),
        ListColumn("notes", tr("Notes"), 200, hidden=True),
    )


def _is_present(record: Record) -> bool:
    return not record.get("archived")


def _is_archived(record: Record) -> bool:
    return bool(record.get("archived"))


class AccountPreview(QWidget):
    """What the side panel shows of an account: how it stands, and its last orders."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(4)
        self.name = QLabel()
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setProperty("heading", True)
        self.place = QLabel()
        self.place.setTextFormat(Qt.TextFormat.PlainText)
        self.place.setProperty("muted", True)
        for label in (self.name, self.place):
            label.setWordWrap(True)
            column.addWidget(label)
        captions = {
            "balance": tr("Balance"),
            "overdue": tr("Overdue"),
            "unbilled": tr("Unbilled"),
            "next": tr("Next bill"),
        }
        self.figures = {key: Figure(f"preview.{key}", words) for key, words in captions.items()}
        self._strip = FigureStrip(list(self.figures.values()))
        column.addWidget(self._strip)
        self.orders = RowView("preview.orders", tr("Recent orders"), 2)
        self.orders.opened.connect(desk.go)
        column.addWidget(self.orders, 1)

    def show_record(self, account_id: int) -> None:
        """Show an account."""
        company, as_of = self._desk.company, self._desk.as_of()
        self._desk.jobs.read(self, lambda: account_view(company, account_id, as_of), self._show, key="preview")

    def _show(self, view: AccountView) -> None:
        head, formats = view.head, self._desk.formats
        self.name.setText(head.party.name)
        self.place.setText(
            "  ·  ".join(part for part in (head.code, head.party.city, head.party.phone, head.party.email) if part)
        )
        self.figures["balance"].show_figure(balance_figure(head, formats))
        self.figures["overdue"].show_figure(overdue_figure(head, formats))
        self.figures["unbilled"].show_figure(unbilled_figure(head, formats))
        self.figures["next"].show_figure(next_bill_figure(head.next_bill, formats))
        self._strip.arrange()
        self.orders.show_rows([order_row(order, formats) for order in view.recent_orders])
