"""The list of orders: drafts to finish, active ones and their next bills; with a preview of lines and bills."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from billdesk.services.company import Progress
from billdesk.services.lists import Condition
from billdesk.services.lists_columns import list_columns
from billdesk.services.next_bills import NextBills, next_bills
from billdesk.services.order_edits import delete_order
from billdesk.services.order_values import OrderEdit
from billdesk.services.order_view import OrderPage, order_page
from billdesk.services.orders import Activated, activate_order
from billdesk.ui.desk import Desk
from billdesk.ui.models.coming_bills import ComingBillsModel
from billdesk.ui.models.list_spec import BulkAction, ListColumn, ListSpec, Record, View
from billdesk.ui.navigation import Place
from billdesk.ui.pages import order_steps
from billdesk.ui.pages.list_page import ListPage
from billdesk.ui.pages.order_rows import line_row
from billdesk.ui.widgets.next_bills import BillsTable
from billdesk.ui.widgets.rows import RowView
from billdesk.ui.words import tr

_PREVIEWED = 6


class OrdersPage(ListPage):
    """All orders."""

    nav = "orders"

    def make_spec(self) -> ListSpec:
        """Number, account, dates, how it stands, what comes next."""
        self._new = self.action("new_order", tr("New order"), "plus", tip=tr("Make an order"))
        self._new.triggered.connect(lambda _checked=False: self.desk.go(Place("order")))
        return ListSpec(
            "orders",
            "orders",
            tr("Orders"),
            columns(),
            tr("{n} order"),
            tr("{n} orders"),
            default_sort=(("ordered_on", True), ("order", True)),
            views=(
                View("all", tr("All")),
                View("draft", tr("Drafts"), (Condition("status", "in", ("draft",)),)),
                View("active", tr("Active"), (Condition("status", "in", ("active",)),), (("next_billing_on", False),)),
                View("completed", tr("Completed"), (Condition("status", "in", ("completed",)),)),
            ),
            empty_words=tr("Orders say what accounts have ordered and how it is billed. Make one, or import them."),
            empty_action=self._new,
            open_place=lambda record: Place("order", int(record["id"])),
            actions=(
                BulkAction("activate_orders", tr("Activate"), "circle-check", self._activate, is_for=_is_draft),
                BulkAction("delete_orders", tr("Delete drafts"), "trash-2", self._delete, "Del", is_for=_is_draft),
            ),
            preview=OrderPreview,
        )

    def primary(self) -> QAction:
        """Making an order."""
        return self._new

    def _activate(self, ids: Sequence[int]) -> None:
        """Activate the drafts among these orders, in one job with one undo."""
        company, as_of = self.desk.company, self.desk.as_of()

        def work(progress: Progress) -> list[Activated]:
            found = []
            for at, read in enumerate(self._drafts(ids)):
                progress.at("activating", at, len(ids))
                found.append(activate_order(company, read.edit.code, as_of))
            return found

        def done(found: list[Activated]) -> None:
            calls = [order_steps.activated(company, one.id, one.code, as_of) for one in found]
            self._did([one.code for one in found], tr("Order {code} is active"), tr("{n} orders are active"), calls)

        self.desk.jobs.run(tr("Activate orders"), work, done)

    def _delete(self, ids: Sequence[int]) -> None:
        """Delete the drafts among these orders, in one job with one undo."""
        company = self.desk.company

        def work(progress: Progress) -> list[OrderEdit]:
            found = []
            for at, read in enumerate(self._drafts(ids)):
                progress.at("deleting", at, len(ids))
                found.append(delete_order(company, read.edit.id or 0, read.version))
            return found

        def done(found: list[OrderEdit]) -> None:
            calls = [order_steps.deleted(company, gone) for gone in found]
            self._did([gone.code for gone in found], tr("Order {code} was deleted"), tr("{n} orders were deleted"), calls)

        self.desk.jobs.run(tr("Delete orders"), work, done)

    def _drafts(self, ids: Sequence[int]) -> Iterator[OrderPage]:
        company, as_of = self.desk.company, self.desk.as_of()
        reads = (order_page(company, order_id, as_of) for order_id in ids)
        return (read for read in reads if read.status == "draft")

    def _did(self, codes: Sequence[str], one: str, many: str, calls: Sequence[order_steps.Calls]) -> None:
        """Note the undo of what was done to some orders, the last of them first."""
        if codes:
            words = one.format(code=codes[0]) if len(codes) == 1 else many.format(n=len(codes))
            self.desk.undo.did(words, *order_steps.together(calls))


def columns() -> tuple[ListColumn, ...]:
    """The columns of the list, the usual ones first."""
    shown = (
        ListColumn("order", tr("Order"), 100),
        ListColumn("account_name", tr("Account"), 210),
        ListColumn("account", tr("Code"), 90, hidden=True),
        ListColumn("ordered_on", tr("Ordered"), 100),
        ListColumn("due_on", tr("Due"), 100),
        ListColumn("status", tr("Status"), 110),
        ListColumn("line_count", tr("Lines"), 70),
        ListColumn("value", tr("Value"), 130),
        ListColumn("currency", tr("Currency"), 80, hidden=True),
        ListColumn("next_billing_on", tr("Next due"), 100),
        ListColumn("po", tr("Purchase order"), 130),
        ListColumn("activated_on", tr("Activated"), 100, hidden=True),
    )
    known = {column.key for column in list_columns("orders")}
    return tuple(column for column in shown if column.key in known)


def _is_draft(record: Record) -> bool:
    return record.get("status") == "draft"


class OrderPreview(QWidget):
    """What the side panel shows of an order: its lines, and its next bills."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        self.name = QLabel()
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setProperty("heading", True)
        self.name.setWordWrap(True)
        self.lines = RowView("preview.lines", tr("Lines of the order"), 1)
        bills = QLabel(tr("Next bills"))
        bills.setTextFormat(Qt.TextFormat.PlainText)
        bills.setProperty("heading", True)
        self.model = ComingBillsModel(desk.formats, self)
        self.bills = BillsTable("preview.bills", self.model)
        column.addWidget(self.name)
        column.addWidget(self.lines, 3)
        column.addWidget(bills)
        column.addWidget(self.bills, 2)

    def show_record(self, order_id: int) -> None:
        """Show an order."""
        company, as_of = self._desk.company, self._desk.as_of()

        def read() -> tuple[OrderPage, NextBills]:
            return order_page(company, order_id, as_of), next_bills(company, order_id, as_of, _PREVIEWED)

        self._desk.jobs.read(self, read, lambda found: self._show(*found), key="preview")

    def _show(self, page: OrderPage, coming: NextBills) -> None:
        account = page.account.name if page.account is not None else ""
        self.name.setText(f"{page.edit.code}  ·  {account}")
        self.lines.show_rows([line_row(line, page.edit.currency, self._desk.formats) for line in page.edit.lines])
        self.model.show_coming(coming, None)
