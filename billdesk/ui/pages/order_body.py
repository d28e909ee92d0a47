"""What an order's page is made of: note, head, lines with the rule of the current one, next bills, invoices."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from billdesk.billing.errors import BillingError, FieldError
from billdesk.services.order_view import lines_sum
from billdesk.ui.desk import Desk
from billdesk.ui.models.order_editing import OrderEditing
from billdesk.ui.models.states import state_word
from billdesk.ui.navigation import Place
from billdesk.ui.pages.order_rows import invoice_row
from billdesk.ui.widgets.cadence_editor import CadenceEditor
from billdesk.ui.widgets.cells import Pill
from billdesk.ui.widgets.fitting_area import FittingArea
from billdesk.ui.widgets.next_bills import NextBillsPanel
from billdesk.ui.widgets.order_header import OrderHeader
from billdesk.ui.widgets.order_lines_grid import OrderLinesGrid
from billdesk.ui.widgets.page_note import PageNote
from billdesk.ui.widgets.rows import RowView
from billdesk.ui.words import tr

_RULE_FIELDS = (
    "charge_type",
    "every",
    "bill_day",
    "timing",
    "start_on",
    "end_on",
    "bill_on",
    "ordered_on",
    "due_on",
    "group",
)


_SPLIT = "order/split"
_LINK = 320
"""Pixels that the name of the account takes at most; a longer one is elided, with the whole in the tool tip."""


class OrderBody(QWidget):
    """The widgets on an `OrderEditing`, and what they say together."""

    def __init__(self, desk: Desk, editing: OrderEditing, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._editing = desk, editing
        self.note = PageNote("order", self)
        self.header = OrderHeader(desk, editing)
        self.grid = OrderLinesGrid(desk, editing)
        self.rule = CadenceEditor(editing, desk.formats)
        self.bills = NextBillsPanel(desk, editing)
        self.problem = QLabel()
        self.problem.setObjectName("order.lines.problem")
        self.problem.setProperty("error", True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._build(parent)
        self.grid.current_line.connect(self.rule.show_line)
        self.grid.current_line.connect(self.bills.show_line)
        self.grid.rule_wanted.connect(self._go_to_rule)
        self.grid.lines.typed.connect(self._show_problem)
        self.grid.lines.typed.connect(self._show_sum)
        self.bills.worked_out.connect(self._show_first_bill)
        editing.changed.connect(self._show_sum)

    def begin(self) -> None:
        """Put the cursor where a person begins: the account of a new order, the lines of one that is there."""
        if self._editing.edit.account_id is None:
            self.header.account.setFocus()
        else:
            self.grid.go_to(0, "product" if self._editing.is_draft else "description")

    def set_busy(self, is_busy: bool) -> None:
        """Nothing can be changed while it is saved; the cursor stays where it was."""
        focus = self.focusWidget() if is_busy else self._focus
        for part in (self.header, self.grid, self.rule):
            part.setEnabled(not is_busy)
        self._focus = focus
        if not is_busy and focus is not None and self.isVisible():
            focus.setFocus()

    _focus: QWidget | None = None

    def go_to(self, field: str) -> bool:
        """Go to the field that an error names; False where it is none of the page's."""
        room, _, rest = field.partition(".")
        if room != "lines" or not rest:
            if field in self.header.values():
                self.header.field(field).setFocus()
                return True
            return False
        line, _, name = rest.partition(".")
        if name in _RULE_FIELDS:
            self.grid.go_to(int(line), "every")
            self.rule.fields.field(name).setFocus()
        else:
            self.grid.go_to(int(line), {"tax_category": "tax_rate"}.get(name, name))
        return True

    def show_problems(self) -> None:
        """Say what is wrong beside each field, and the first thing of the lines under them."""
        self.grid.lines.show_values()
        self.header.show_problems()
        self.rule.show_problems()
        self._show_problem()
        self._show_sum()

    def _show_problem(self) -> None:
        first = self.grid.lines.typing_problem
        if first is None:
            first = next((p for field, p in self._editing.problems.items() if field.startswith("lines")), None)
        self.problem.setVisible(first is not None)
        self.problem.setText("" if first is None else _of_line(first))

    def show_state(self) -> None:
        """Show status, account and what it all comes to."""
        page = self._editing.page
        self.status.show_state(page.status, state_word("status", page.status))
        self.account.setVisible(page.account is not None)
        name = page.account.name if page.account is not None else ""
        shown = self.account.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _LINK)
        self.account.setText(shown.replace("&", "&&"))
        self.account.setToolTip(name if shown != name else "")
        self.account.setAccessibleName(tr("Open the account {name}").format(name=name))
        self._show_sum()
        invoices = page.seen.invoices if page.seen is not None else ()
        self.invoices_box.setVisible(bool(invoices))
        currency = page.seen.currency if page.seen is not None else ""
        self.invoices.show_rows([invoice_row(invoice, currency, self._desk.formats) for invoice in invoices])

    def say_status(self, take_back: Callable[[], None]) -> None:
        """Say over the page what of the order stays as it is, and what is possible."""
        status, billed = self._editing.page.status, self._editing.page.billed
        if status == "active":
            words = tr(
                "This order is active. Purchase order, due dates, delivery and the invoice of lines that are not billed can "
                "change; what is billed stays. Quantities, prices and ends are amended by the command line (billdesk order "
                "amend)."
            )
            ways = () if billed else ((tr("Take activation back"), take_back),)
            self.note.say(words, *ways, state="draft")
        elif status in ("completed", "cancelled"):
            said = {"completed": tr("Everything of this order is billed."), "cancelled": tr("This order is cancelled.")}
            self.note.say(f"{said[status]} {tr('It stays as it is; what comes next is a new order.')}", state="draft")
        else:
            self.note.say("")

    def _build(self, parent: QWidget) -> None:
        self.status = Pill("order.status")
        self.account = QPushButton()
        self.account.setObjectName("order.open_account")
        self.account.setProperty("link", True)
        self.account.clicked.connect(self._open_account)
        self.sum = QLabel()
        self.sum.setTextFormat(Qt.TextFormat.PlainText)
        self.sum.setObjectName("order.sum")
        strip = QHBoxLayout()
        strip.setSpacing(12)
        strip.addWidget(self.status, 0, Qt.AlignmentFlag.AlignVCenter)
        strip.addWidget(self.account)
        strip.addStretch(1)
        strip.addWidget(self.sum)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.note)
        column.addLayout(strip)
        column.addWidget(self.header)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self._left())
        split.addWidget(self._right())
        split.setStretchFactor(0, 7)
        split.setStretchFactor(1, 3)
        split.setSizes([700, 330])
        if state := self._desk.settings.value(_SPLIT):
            split.restoreState(state)
        split.splitterMoved.connect(lambda *_: self._desk.settings.setValue(_SPLIT, split.saveState()))
        column.addWidget(split, 1)
        outer = QVBoxLayout(parent)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self)

    def _left(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(6)
        self.grid.setMinimumHeight(120)
        column.addWidget(self.grid, 1)
        column.addWidget(self.problem)
        card = QFrame()
        card.setProperty("card", True)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(12, 8, 12, 8)
        inner.addWidget(self.rule)
        column.addWidget(FittingArea(card))
        return box

    def _right(self) -> QWidget:
        box = QWidget()
        box.setMinimumWidth(290)
        column = QVBoxLayout(box)
        column.setContentsMargins(8, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.bills, 3)
        self.invoices_box = QWidget()
        inner = QVBoxLayout(self.invoices_box)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        heading = QLabel(tr("Invoices"))
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setProperty("heading", True)
        self.invoices = RowView("order.invoices", tr("Invoices of this order"), 1)
        self.invoices.opened.connect(self._desk.go)
        inner.addWidget(heading)
        inner.addWidget(self.invoices)
        column.addWidget(self.invoices_box, 2)
        return box

    def _show_sum(self) -> None:
        edit, page = self._editing.edit, self._editing.page
        currency = edit.currency or page.company_currency
        try:
            lines = tuple(line for row, line in enumerate(edit.lines) if not self.grid.lines.is_refused(row))
            total = self._desk.formats.money(lines_sum(lines, currency), currency) if lines or not edit.lines else ""
        except BillingError:  # a currency that is not one yet
            total = ""
        unsaved = tr("not saved") if self._editing.is_dirty else ""
        is_gross = page.account is not None and page.account.price_basis == "gross"
        words = tr("Lines {total} with tax") if is_gross else tr("Lines {total} before tax")
        self.sum.setText("   ·   ".join(part for part in (unsaved, words.format(total=total) if total else "") if part))

    def _show_first_bill(self, *_: object) -> None:
        row, coming = self.grid.currentIndex().row(), self.bills.coming
        charges = coming.lines[row] if 0 <= row < len(coming.lines) else ()
        self.rule.show_first_bill(charges[0].due_on if charges else None)

    def _go_to_rule(self) -> None:
        self.rule.fields.field("charge_type").setFocus()

    def _open_account(self) -> None:
        account = self._editing.page.account
        if account is not None:
            self._desk.go(Place("account", account.id))


def _of_line(problem: FieldError) -> str:
    what = problem.what[:1].upper() + problem.what[1:]
    words = f"{what}; {problem.remedy}" if problem.remedy else what
    line = problem.field.split(".")[1:2]
    return tr("Line {n}: {words}").format(n=int(line[0]) + 1, words=words) if line else words
