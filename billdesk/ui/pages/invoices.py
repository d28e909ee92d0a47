"""The list of invoices, credit notes and drafts, with what is done to many at once."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from billdesk.services.documents import Pdf, preview_pdf
from billdesk.services.lists import Condition
from billdesk.ui import invoice_verbs
from billdesk.ui.desk import Desk
from billdesk.ui.models.list_spec import BulkAction, ListColumn, ListSpec, Record, View
from billdesk.ui.navigation import Place
from billdesk.ui.pages.list_page import ListPage
from billdesk.ui.widgets.paper_view import PaperView
from billdesk.ui.words import tr

_OF_INVOICES = Condition("kind", "in", ("invoice",))


class InvoicesPage(ListPage):
    """All invoices, newest first."""

    nav = "invoices"

    def make_spec(self) -> ListSpec:
        """Number, whose, when, how much, and how it stands."""
        self._run = self.action("bill_what_is_due", tr("Bill what is due"), "play", tip=tr("Run the schedules that are due"))
        self._run.triggered.connect(lambda _checked=False: self.desk.go(Place("run")))
        self._outbox = self.action("show_outbox", tr("Outbox"), "mail", tip=tr("The e-mail that is on its way"))
        self._outbox.triggered.connect(lambda _checked=False: invoice_verbs.go_to_outbox(self.desk))
        return invoices_spec(self.desk, self, self._run)

    def primary(self) -> QAction:
        """Billing what is due."""
        return self._run

    def actions_(self) -> list[QAction]:
        """Besides what the selection offers."""
        return [self._run, self._outbox]


def invoices_spec(desk: Desk, owner: QWidget, empty_action: QAction | None = None) -> ListSpec:
    """What lists of invoices show and offer, on their page or as a tab; `owner` is the parent of dialogs."""
    return ListSpec(
        "invoices",
        "invoices",
        tr("Invoices"),
        columns(),
        tr("{n} invoice"),
        tr("{n} invoices"),
        default_sort=(("issued_on", True), ("number", True)),
        views=views(),
        empty_words=tr("Invoices stand here as soon as an order is activated: first as drafts, then posted by a run or by hand."),
        empty_action=empty_action,
        open_place=lambda record: Place("invoice", int(record["id"])),
        actions=_actions(desk, owner),
        preview=InvoicePreview,
    )


def views() -> tuple[View, ...]:
    """The quick filters."""
    return (
        View("all", tr("All")),
        View("drafts", tr("Drafts"), (Condition("status", "in", ("draft",)),), (("target_on", False),)),
        View(
            "open",
            tr("Open", "still to be paid"),
            (_OF_INVOICES, Condition("payment_status", "in", ("unpaid", "overdue"))),
            (("due_on", False),),
        ),
        View("overdue", tr("Overdue"), (Condition("payment_status", "in", ("overdue",)),), (("due_on", False),)),
        View("posted", tr("Posted"), (_OF_INVOICES, Condition("status", "in", ("posted",)))),
        View("credited", tr("Credited"), (Condition("status", "in", ("credited",)),)),
        View("credit-notes", tr("Credit notes"), (Condition("kind", "in", ("credit_note",)),)),
    )


def columns() -> tuple[ListColumn, ...]:
    """The columns, the usual ones first."""
    return (
        ListColumn("number", tr("Number"), 130),
        ListColumn("account_name", tr("Account"), 220),
        ListColumn("status", tr("Status"), 90),
        ListColumn("payment_status", tr("Payment"), 104),
        ListColumn("issued_on", tr("Issued"), 95),
        ListColumn("due_on", tr("Due"), 95),
        ListColumn("total", tr("Total"), 130),
        ListColumn("balance", tr("Balance"), 130),
        ListColumn("message_state", tr("E-mail"), 95),
        ListColumn("schedule", tr("Schedule"), 130),
        ListColumn("target_on", tr("Target date"), 95),
        ListColumn("account", tr("Code"), 90, hidden=True),
        ListColumn("kind", tr("Kind"), 100, hidden=True),
        ListColumn("net", tr("Net"), 120, hidden=True),
        ListColumn("tax", tr("Tax"), 110, hidden=True),
        ListColumn("line_count", tr("Lines"), 70, hidden=True),
        ListColumn("order_count", tr("Orders"), 70, hidden=True),
        ListColumn("currency", tr("Currency"), 80, hidden=True),
        ListColumn("reference", tr("Reference"), 130, hidden=True),
        ListColumn("terms", tr("Terms"), 90, hidden=True),
        ListColumn("credits", tr("Corrects"), 130, hidden=True),
        ListColumn("credited_by", tr("Credited by"), 130, hidden=True),
    )


def _actions(desk: Desk, owner: QWidget) -> tuple[BulkAction, ...]:
    return (
        BulkAction("post_invoices", tr("Post"), "check", lambda ids: invoice_verbs.post_invoices(desk, ids), is_for=_is_draft),
        BulkAction(
            "email_invoices",
            tr("E-mail"),
            "mail",
            lambda ids: invoice_verbs.email_invoices(desk, owner, ids),
            "Ctrl+E",
            is_for=_is_posted,
        ),
        BulkAction(
            "save_invoices",
            tr("Save PDFs"),
            "download",
            lambda ids: invoice_verbs.save_invoices(desk, owner, ids),
            is_for=_is_posted,
        ),
        BulkAction(
            "print_invoices",
            tr("Print"),
            "printer",
            lambda ids: invoice_verbs.print_many(desk, owner, ids),
            "Ctrl+P",
            is_for=_is_posted,
        ),
    )


def _is_draft(record: Record) -> bool:
    return record.get("status") == "draft"


def _is_posted(record: Record) -> bool:
    return record.get("status") != "draft"


class InvoicePreview(QWidget):
    """What the side panel shows: the paper."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.paper = PaperView("preview", self)
        column.addWidget(self.paper)

    def show_record(self, invoice_id: int) -> None:
        """Show an invoice."""
        company, as_of = self._desk.company, self._desk.as_of()
        self._desk.jobs.read(self, lambda: preview_pdf(company, invoice_id, as_of), self._show, key="preview")

    def _show(self, pdf: Pdf) -> None:
        self.paper.show_pdf(pdf.content)
