"""The head of an account's page, which stays while its tabs scroll: who it is, how it stands, what needs a person."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from billdesk.services.account_view import AccountHead
from billdesk.ui.desk import Desk
from billdesk.ui.navigation import Place
from billdesk.ui.pages.account_rows import (
    balance_figure,
    country_words,
    last_invoice_figure,
    next_bill_figure,
    overdue_figure,
    unbilled_figure,
)
from billdesk.ui.widgets.figures import Figure, FigureStrip
from billdesk.ui.words import tr


class Head(QWidget):
    """Shows an `AccountHead`. The figures lead to the tab, or the document, that explains them."""

    def __init__(
        self, desk: Desk, show_tab: Callable[[str], None], edit: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._head: AccountHead | None = None
        self._show_tab = show_tab
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 6)
        column.setSpacing(4)
        self.contact = QLabel()
        self.contact.setObjectName("account.contact")
        self.contact.setProperty("muted", True)
        self.contact.setTextFormat(Qt.TextFormat.PlainText)
        self.contact.setContentsMargins(12, 0, 12, 0)
        self.contact.setWordWrap(True)
        self.contact.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.contact)
        self.balance = Figure("account.balance", tr("Balance"), lambda: show_tab("dues"))
        self.overdue = Figure("account.overdue", tr("Overdue"), lambda: show_tab("dues"))
        self.unbilled = Figure("account.unbilled", tr("Unbilled"), lambda: show_tab("dues"))
        self.next_bill = Figure("account.next_bill", tr("Next bill"), self._open_next)
        self.last_invoice = Figure("account.last_invoice", tr("Last invoice"), self._open_last)
        figures = (self.balance, self.overdue, self.unbilled, self.next_bill, self.last_invoice)
        self.strip = FigureStrip(figures)
        column.addWidget(self.strip)
        column.addWidget(self._notice(edit))

    def show_head(self, head: AccountHead) -> None:
        """Show an account."""
        self._head, formats = head, self._desk.formats
        party = head.party
        place = ", ".join(part for part in (party.city, country_words(party.country)) if part)
        told = [head.code, place, party.phone, party.email, tr("terms {terms}").format(terms=head.terms)]
        if head.is_archived:
            told.insert(0, tr("archived"))
        if head.parent_name:
            told.append(tr("belongs to {name}").format(name=head.parent_name))
        self.contact.setText("   ·   ".join(part for part in told if part))
        self.balance.show_figure(balance_figure(head, formats))
        self.overdue.show_figure(overdue_figure(head, formats))
        self.unbilled.show_figure(unbilled_figure(head, formats))
        self.next_bill.show_figure(next_bill_figure(head.next_bill, formats))
        self.last_invoice.show_figure(last_invoice_figure(head.last_invoice, formats))
        self.strip.arrange()
        self.notice.setVisible(head.exception is not None)
        if head.exception is not None:
            reason, remedy = head.exception
            words = tr("A run left this account out: {reason}. To mend it, {remedy}.")
            self.notice_words.setText(words.format(reason=reason, remedy=remedy))

    def _notice(self, edit: Callable[[], None]) -> QFrame:
        self.notice = QFrame()
        self.notice.setObjectName("account.notice")
        self.notice.setProperty("warning", True)
        row = QHBoxLayout(self.notice)
        row.setContentsMargins(12, 4, 4, 4)
        self.notice_words = QLabel()
        self.notice_words.setTextFormat(Qt.TextFormat.PlainText)
        self.notice_words.setWordWrap(True)
        mend = QPushButton(tr("Edit the account"))
        mend.setObjectName("account.mend")
        mend.setAccessibleName(mend.text())
        mend.clicked.connect(lambda _checked=False: edit())
        row.addWidget(self.notice_words, 1)
        row.addWidget(mend)
        self.notice.hide()
        return self.notice

    def _open_next(self) -> None:
        bill = self._head.next_bill if self._head is not None else None
        if bill is not None and bill.draft_id is not None:
            self._desk.go(Place("invoice", bill.draft_id))
        else:
            self._show_tab("orders")

    def _open_last(self) -> None:
        if self._head is not None and self._head.last_invoice is not None:
            self._desk.go(Place("invoice", self._head.last_invoice.id))
