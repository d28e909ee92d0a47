"""The head of an invoice's page: whose it is, how it stands, its figures, and why it can or cannot change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from billdesk.services.invoice_view import InvoiceView
from billdesk.ui.desk import Desk
from billdesk.ui.models.states import state_word
from billdesk.ui.navigation import Place
from billdesk.ui.pages.invoice_words import pill_of, standing_words
from billdesk.ui.widgets.figures import Figure, FigureStrip, Shown
from billdesk.ui.widgets.pill import Pill
from billdesk.ui.words import tr

_ORDERS_SHOWN = 3
_NAME_WIDTH = 520
"""Pixels of a name that is a link; a longer one is elided, with the whole in the tool tip."""


class Head(QWidget):
    """Shows an `InvoiceView`. The account, the orders and the document it belongs to are links."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: InvoiceView | None = None
        self._places: list[Place] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 6)
        column.setSpacing(6)
        column.addLayout(self._first_line())
        self.told.setContentsMargins(12, 0, 12, 0)
        column.addWidget(self.told)
        self.total = Figure("invoice.total", tr("Total"))
        self.balance = Figure("invoice.balance", tr("Open", "still to be paid"))
        self.due = Figure("invoice.due", tr("Due"))
        column.addWidget(FigureStrip((self.total, self.balance, self.due)))
        column.addWidget(self._standing())

    def show_invoice(self, view: InvoiceView) -> None:
        """Show an invoice."""
        self._view, formats = view, self._desk.formats
        self.pill.show_state(*pill_of(view))
        self.mail.show_state(_mail_words(view.message_state), view.message_state)
        name = self.account.fontMetrics().elidedText(view.account_name, Qt.TextElideMode.ElideRight, _NAME_WIDTH)
        self.account.setText(name.replace("&", "&&"))
        self.account.setToolTip(view.account_name)
        self.account.setAccessibleName(tr("Account {name}").format(name=view.account_name))
        self.told.setText("   ·   ".join(self._told(view)))

        def money(minor: int) -> str:
            return formats.money(minor, view.currency)

        made_of = tr("{net} net, {tax} tax").format(net=money(view.net_minor), tax=money(view.tax_minor))
        self.total.show_figure(Shown(money(view.total_minor), made_of))
        is_overdue = view.payment_status == "overdue"
        ink = "overdue" if is_overdue else "text"
        self.balance.show_figure(Shown(money(view.balance_minor), "", ink))
        self.balance.setVisible(not view.is_draft and view.kind == "invoice")
        self.due.setVisible(view.kind == "invoice")
        note = tr("if it is posted today") if view.is_draft and view.target_on is None else ""
        late = (self._desk.as_of() - view.due_on).days
        if is_overdue:
            note = tr("one day late") if late == 1 else tr("{n} days late").format(n=formats.count(late))
        self.due.show_figure(Shown(formats.date_(view.due_on), note, ink))
        self.standing.setText(standing_words(view, formats))
        self._show_links(view)

    def _told(self, view: InvoiceView) -> list[str]:
        formats = self._desk.formats
        told = [view.account.name]
        if not view.is_draft:
            told.append(tr("issued {day}").format(day=formats.date_(view.issued_on)))
        if view.reference:
            told.append(tr("reference {text}").format(text=view.reference))
        if view.terms:
            told.append(view.terms)
        if view.schedule is not None:
            told.append(tr("schedule {name}").format(name=view.schedule.name))
        return told

    def _show_links(self, view: InvoiceView) -> None:
        others = [other for other in (view.credited_by, view.credits) if other is not None]
        orders = view.orders[:_ORDERS_SHOWN] if view.is_draft else ()
        links = [(tr("Order {code}").format(code=order.name), Place("order", order.id)) for order in orders]
        links += [(other.name, Place("invoice", other.id)) for other in others]
        self._places = [place for _, place in links]
        for n, button in enumerate(self.links):
            button.setVisible(n < len(links))
            if n < len(links):
                button.setText(links[n][0].replace("&", "&&"))
                button.setAccessibleName(tr("Open {what}").format(what=links[n][0]))

    def _first_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        self.pill = Pill("invoice.status")
        self.mail = Pill("invoice.mail")
        self.account = QPushButton()
        self.account.setObjectName("invoice.account")
        self.account.setProperty("link", True)
        self.account.clicked.connect(self._open_account)
        self.told = QLabel()
        self.told.setObjectName("invoice.told")
        self.told.setProperty("muted", True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.told.setWordWrap(True)
        row.addWidget(self.pill)
        row.addWidget(self.mail)
        row.addWidget(self.account)
        row.addStretch(1)
        return row

    def _standing(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("invoice.standing")
        frame.setProperty("card", True)
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 4, 8, 4)
        self.standing = QLabel()
        self.standing.setObjectName("invoice.standing_words")
        self.standing.setTextFormat(Qt.TextFormat.PlainText)
        self.standing.setWordWrap(True)
        row.addWidget(self.standing, 1)
        self.links = [QPushButton() for _ in range(_ORDERS_SHOWN)]
        for n, button in enumerate(self.links):
            button.setObjectName(f"invoice.link_{n + 1}")
            button.setAccessibleName(tr("Open"))
            button.setProperty("link", True)
            button.hide()
            button.clicked.connect(partial(_pressed, self._follow, n))
            row.addWidget(button)
        return frame

    def _follow(self, n: int) -> None:
        if n < len(self._places):
            self._desk.go(self._places[n])

    def _open_account(self) -> None:
        if self._view is not None:
            self._desk.go(Place("account", self._view.account.id))


def _mail_words(state: str) -> str:
    return tr("E-mail: {state}").format(state=state_word("state", state).lower()) if state else ""


def _pressed(call: Callable[[int], None], n: int, _checked: bool = False) -> None:
    call(n)
