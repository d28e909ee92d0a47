"""One invoice, credit note or draft: the paper itself beside its lines, taxes and history, and all that is done with it.

A draft shows the paper as posting it today would give it, marked as a draft. What cannot be done says why in its tip.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSplitter, QTabWidget, QVBoxLayout, QWidget

from billdesk.billing.errors import BillingError
from billdesk.services.documents import Pdf, preview_pdf
from billdesk.services.invoice_view import HistoryEvent, InvoiceView, LineView, read_history, read_invoice
from billdesk.services.lists import Condition
from billdesk.ui import invoice_verbs
from billdesk.ui.desk import Desk
from billdesk.ui.models.list_spec import ListColumn, ListSpec
from billdesk.ui.navigation import Place
from billdesk.ui.pages.invoice_head import Head
from billdesk.ui.pages.invoice_words import history_row, line_words, tax_rows, titled
from billdesk.ui.pages.page import Page
from billdesk.ui.widgets.list_view import ListView
from billdesk.ui.widgets.paper_view import PaperView
from billdesk.ui.widgets.rows import RowView
from billdesk.ui.words import tr

TABS = ("lines", "taxes", "history")


class InvoicePage(Page):
    """The page of one document at a time. A place may name a tab (`tab`), or ask for the e-mail dialog (`do`, `email`)."""

    nav = "invoices"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.view: InvoiceView | None = None
        self._invoice = 0
        self._make_actions()
        self.head = Head(desk)
        self.paper = PaperView("invoice")
        self.tabs = self._make_tabs()
        self.sides = QSplitter(Qt.Orientation.Horizontal)
        self.sides.setObjectName("invoice.sides")
        self.sides.setChildrenCollapsible(False)
        self.sides.addWidget(self.paper)
        self.sides.addWidget(self.tabs)
        self.sides.setStretchFactor(0, 3)
        self.sides.setStretchFactor(1, 2)
        self.sides.setSizes([600, 420])
        if kept := desk.settings.value("invoice/sides"):
            self.sides.restoreState(kept)
        self.sides.splitterMoved.connect(lambda *_: desk.settings.setValue("invoice/sides", self.sides.saveState()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.sides, 1)
        self.setFocusProxy(self.lines)
        self._make_keys()

    def open(self, place: Place) -> None:
        """Show a document, at the tab that the place names."""
        super().open(place)
        if place.record is None:
            self.desk.go(Place("invoices"))
            return
        if place.record != self._invoice:
            self._invoice = place.record
            self._forget()
            self.lines.set_conditions((Condition("invoice_id", "is", str(place.record)),))
        if place.told("tab") in TABS:
            self.tabs.setCurrentIndex(TABS.index(place.told("tab")))
        self.refresh()
        is_unsent = any((edit.kind, edit.key) == ("invoice", str(place.record)) for edit in self.desk.unsaved.all())
        if is_unsent or place.told("do") == "email":
            invoice_verbs.email_invoices(self.desk, self, [place.record])

    def refresh(self) -> None:
        """Read the document, its paper and its history anew."""
        company, invoice, as_of, jobs = self.desk.company, self._invoice, self.desk.as_of(), self.desk.jobs
        jobs.read(self, lambda: read_invoice(company, invoice, as_of), self._show, key="view", failed=self._is_gone)
        jobs.read(self, lambda: preview_pdf(company, invoice, as_of), self._show_paper, key="paper", failed=self._has_no_paper)
        jobs.read(self, lambda: read_history(company, invoice), self._show_history, key="history", failed=lambda _trouble: None)
        self.lines.refresh()

    def primary(self) -> QAction:
        """Posting a draft; e-mailing what is posted."""
        return self._post if self.view is not None and self.view.is_draft else self._email

    def actions_(self) -> list[QAction]:
        """All that can be done with it."""
        return [self._post, self._email, self._print, self._save, self._credit, self._orders, self._outbox]

    # -- what is built

    def _make_actions(self) -> None:
        self._post = self.action("post_invoice", tr("Post"), "check", "Ctrl+Return", tr("Take a number and fix this draft"))
        self._email = self.action("email_invoice", tr("E-mail"), "mail", "Ctrl+E", tr("E-mail it with its PDF"))
        self._print = self.action("print_invoice", tr("Print"), "printer", "Ctrl+P", tr("Print it"))
        self._save = self.action("save_invoice", tr("Save as PDF"), "download", "Ctrl+S", tr("Save it as a PDF file"))
        self._credit = self.action("credit_invoice", tr("Credit"), "rotate-ccw", tip=tr("Credit it in full"))
        self._orders = self.action("open_invoice_order", tr("Order"), "shopping-cart", tip=tr("Open the order it comes from"))
        self._outbox = self.action("show_invoice_outbox", tr("Outbox"), "inbox", tip=tr("The e-mail that is on its way"))
        self._tips = {action: action.toolTip() for action in self.actions_()}
        for action, call in (
            (self._post, self._do_post),
            (self._email, lambda: invoice_verbs.email_invoices(self.desk, self, [self._invoice])),
            (self._print, self._do_print),
            (self._save, self._do_save),
            (self._credit, self._do_credit),
            (self._orders, self._open_order),
            (self._outbox, lambda: invoice_verbs.go_to_outbox(self.desk)),
        ):
            action.setEnabled(False)
            action.triggered.connect(partial(_call, call))
        self._outbox.setEnabled(True)

    def _make_tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setObjectName("invoice.tabs")
        tabs.setAccessibleName(tr("Sides of the invoice"))
        tabs.setDocumentMode(True)
        tabs.setMinimumWidth(360)
        self.lines = ListView(self.desk, _lines_spec(), (Condition("invoice_id", "is", "0"),))
        self.lines.selection_changed.connect(self._explain)
        self.lines.table.selectionModel().currentChanged.connect(lambda *_: self._explain())
        tabs.addTab(self._lines_tab(), tr("Lines"))
        self.taxes = RowView("invoice.taxes", tr("Taxes"))
        tabs.addTab(self.taxes, tr("Taxes"))
        self.history = RowView("invoice.history", tr("History"))
        self.history.opened.connect(self.desk.go)
        tabs.addTab(self.history, tr("History"))
        return tabs

    def _lines_tab(self) -> QWidget:
        room = QWidget()
        column = QVBoxLayout(room)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.lines, 1)
        card = QFrame()
        card.setProperty("card", True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 8, 12, 8)
        self.why = QLabel()
        self.why.setObjectName("invoice.why")
        self.why.setAccessibleName(tr("Why this amount"))
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setWordWrap(True)
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.line_order = QPushButton()
        self.line_order.setObjectName("invoice.line_order")
        self.line_order.setProperty("link", True)
        self.line_order.setAccessibleName(tr("Open the order of this line"))
        self.line_order.clicked.connect(partial(_call, self._open_line_order))
        inside.addWidget(self.why)
        inside.addWidget(self.line_order, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(card)
        return room

    def _make_keys(self) -> None:
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self, partial(self._turn, step))

    def _turn(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % len(TABS))

    # -- what is shown

    def _show(self, view: InvoiceView) -> None:
        self.view = view
        self.head.show_invoice(view)
        self.taxes.show_rows(tax_rows(view, self.desk.formats))
        self._explain()
        self._enable(view)
        self.set_title(titled(view))

    def _show_paper(self, pdf: Pdf) -> None:
        self.paper.show_pdf(pdf.content)

    def _show_history(self, events: tuple[HistoryEvent, ...]) -> None:
        self.history.show_rows([history_row(event, self.desk.formats) for event in events])

    def _explain(self) -> None:
        """Say of the current line why it has its amount."""
        line = self._current_line()
        view = self.view
        self.why.setText(line_words(line, view, self.desk.formats) if line is not None and view is not None else "")
        has_order = line is not None and line.order is not None
        self.line_order.setVisible(has_order)
        if line is not None and line.order is not None:
            self.line_order.setText(tr("Order {code}").format(code=line.order.name.replace("&", "&&")))

    def _current_line(self) -> LineView | None:
        chosen = self.lines.current_id()
        lines = self.view.lines if self.view is not None else ()
        return next((line for line in lines if line.id == chosen), None)

    def _enable(self, view: InvoiceView) -> None:
        draft = tr("A draft is not delivered: post it first")
        self._allow(self._post, "" if view.is_draft else tr("It is posted already, as {number}").format(number=view.number))
        for action in (self._email, self._print, self._save):
            self._allow(action, draft if view.is_draft else "")
        if view.is_draft:
            why = tr("A draft is changed by its order, not by a credit")
        elif view.kind == "credit_note":
            why = tr("A credit note cannot be credited; bill the order again instead")
        elif view.credited_by is not None:
            why = tr("It is credited already by {number}").format(number=view.credited_by.name)
        else:
            why = ""
        self._allow(self._credit, why)
        self._allow(self._orders, "" if view.orders else tr("It comes from no order"))
        self._post.setVisible(view.is_draft)
        self._credit.setVisible(view.kind == "invoice" and not view.is_draft)

    def _allow(self, action: QAction, why_not: str) -> None:
        action.setEnabled(not why_not)
        action.setToolTip(why_not or self._tips[action])

    def _forget(self) -> None:
        self.view = None
        self.set_title("")
        self.paper.show_words("")
        self.why.clear()
        self.taxes.show_rows([])
        self.history.show_rows([])

    def _is_gone(self, trouble: BillingError) -> None:
        self._forget()
        self.paper.show_words(str(trouble))
        for action in self.actions_():
            action.setEnabled(action is self._outbox)
        self.desk.say.error(trouble, tr("To the list"), lambda: self.desk.go(Place("invoices")))

    def _has_no_paper(self, trouble: BillingError) -> None:
        self.paper.show_words(str(trouble))

    # -- what is done

    def _do_post(self) -> None:
        invoice_verbs.post_invoices(self.desk, [self._invoice], lambda _report: self.refresh())

    def _do_print(self) -> None:
        from billdesk.ui.widgets.printing import print_invoices

        if self.view is not None and self.view.number is not None:
            print_invoices(self.desk, self, [self._invoice], self.view.number)

    def _do_save(self) -> None:
        if self.view is not None and self.view.number is not None:
            invoice_verbs.save_invoice(self.desk, self, self._invoice, self.view.number)

    def _do_credit(self) -> None:
        from billdesk.ui.dialogs.credit_invoice import credit_invoice

        if self.view is not None:
            credit_invoice(self.desk, self, self.view)

    def _open_order(self) -> None:
        if self.view is not None and self.view.orders:
            self.desk.go(Place("order", self.view.orders[0].id))

    def _open_line_order(self) -> None:
        line = self._current_line()
        if line is not None and line.order is not None:
            self.desk.go(Place("order", line.order.id))


def _lines_spec() -> ListSpec:
    return ListSpec(
        "invoice-lines",
        "invoice_lines",
        tr("Lines"),
        (
            ListColumn("line", tr("No."), 50),
            ListColumn("description", tr("Description"), 170),
            ListColumn("quantity", tr("Quantity"), 80),
            ListColumn("net", tr("Net"), 110),
            ListColumn("unit_price", tr("Price"), 90),
            ListColumn("discount_percent", tr("Discount"), 85),
            ListColumn("tax_rate", tr("Tax"), 60),
            ListColumn("period_from", tr("From"), 90),
            ListColumn("period_until", tr("Until"), 90),
            ListColumn("order", tr("Order"), 90),
            ListColumn("product", tr("Product"), 90, hidden=True),
            ListColumn("due_on", tr("Due"), 90, hidden=True),
            ListColumn("tax_category", tr("Category"), 70, hidden=True),
        ),
        tr("{n} line"),
        tr("{n} lines"),
        default_sort=(("line", False),),
    )


def _call(call: Callable[[], None], _checked: bool = False) -> None:
    call()
