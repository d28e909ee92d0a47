"""The first tab of an account: its last orders with how they are billed, how it orders, what recurs, how it pays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from billdesk.services.account_habits import Habits, MonthCount
from billdesk.services.account_orders import OrderView, account_orders
from billdesk.services.account_view import AccountHead, AccountView
from billdesk.ui.desk import Desk
from billdesk.ui.pages.account_rows import order_row, recurring_row, standing_words
from billdesk.ui.widgets.bars import Bar, MonthBars, RankBars
from billdesk.ui.widgets.cards import Card
from billdesk.ui.widgets.rows import RowView
from billdesk.ui.words import tr

_NARROW = 900
"""Pixels below which the two columns stand one under the other."""


class Overview(QScrollArea):
    """Shows an `AccountView`. `show_tab` goes to another tab of the page, by its name."""

    def __init__(self, desk: Desk, show_tab: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._show_tab = desk, show_tab
        self._view: AccountView | None = None
        self.setObjectName("account.overview")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._columns.setContentsMargins(16, 12, 16, 16)
        self._columns.setSpacing(12)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(12)
            self._columns.addLayout(column)
            self._columns.setAlignment(column, Qt.AlignmentFlag.AlignTop)
        self._columns.addStretch()
        self._spread()
        self._build_orders(left)
        self._build_recurring(left)
        self._build_habits(right)
        self._build_payments(right)
        self.setWidget(body)
        self.setFocusProxy(self.orders)
        in_turn = (self.orders, self.months, self.recurring, self.all_orders, self.all_dues)
        for before, after in pairwise(in_turn):
            QWidget.setTabOrder(before, after)

    def show_view(self, view: AccountView) -> None:
        """Show an account."""
        self._view = view
        self._show_orders(view.recent_orders, view.order_count)
        self._show_habits(view.habits)
        self._show_recurring(view.habits)
        self._show_payments(view.head)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Two columns where there is room for them."""
        is_narrow = event.size().width() < _NARROW
        direction = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if self._columns.direction() is not direction:
            self._columns.setDirection(direction)
            self._spread()
        super().resizeEvent(event)

    def _spread(self) -> None:
        """What is left of the width goes to the columns, and what is left of the height under them."""
        is_wide = self._columns.direction() is QBoxLayout.Direction.LeftToRight
        for at, stretch in enumerate((3, 2, 0) if is_wide else (0, 0, 1)):
            self._columns.setStretch(at, stretch)

    def _build_orders(self, column: QVBoxLayout) -> None:
        self.order_card = Card(tr("Orders"))
        self.all_orders = _link("account.all_orders", lambda: self._show_tab("orders"))
        self.order_card.add_beside_heading(self.all_orders)
        self.no_orders = self.order_card.say("account.no_orders")
        self.orders = RowView("account.recent_orders", tr("Recent orders"), 2)
        self.orders.opened.connect(self._desk.go)
        self.order_card.add(self.orders)
        column.addWidget(self.order_card)

    def _build_recurring(self, column: QVBoxLayout) -> None:
        self.recurring_card = Card(tr("Recurring"))
        self.recurring_words = self.recurring_card.say("account.recurring_words", is_muted=False)
        self.recurring = RowView("account.recurring", tr("Recurring lines"))
        self.recurring.opened.connect(self._desk.go)
        self.recurring_card.add(self.recurring)
        column.addWidget(self.recurring_card)

    def _build_habits(self, column: QVBoxLayout) -> None:
        self.habit_card = Card(tr("Orders of the last twelve months"))
        self.months = MonthBars("account.months", tr("Orders by month"))
        self.months.chosen.connect(self._show_month)
        self.habit_card.add(self.months)
        self.habit_words = self.habit_card.say("account.habit_words", is_muted=False)
        column.addWidget(self.habit_card)
        self.usual_card = Card(tr("Usually orders"))
        self.usual = RankBars("account.usual", tr("Usual products"))
        self.usual_card.add(self.usual)
        column.addWidget(self.usual_card)

    def _build_payments(self, column: QVBoxLayout) -> None:
        card = Card(tr("Payments"))
        self.all_dues = _link("account.show_dues", lambda: self._show_tab("dues"), tr("Show dues"))
        card.add_beside_heading(self.all_dues)
        self.payment_words = card.say("account.payment_words", is_muted=False)
        self.payment_note = card.say("account.payment_note")
        self.payment_note.setText(
            tr("Payments are recorded in a later version. Until then an invoice counts as open until it is credited.")
        )
        column.addWidget(card)

    def _show_orders(self, orders: tuple[OrderView, ...], count: int, month: MonthCount | None = None) -> None:
        formats = self._desk.formats
        self.orders.show_rows([order_row(order, formats) for order in orders])
        self.orders.fit()
        self.orders.setVisible(bool(orders))
        self.no_orders.setHidden(bool(orders))
        if month is None:
            self.order_card.heading.setText(tr("Orders"))
            self.no_orders.setText(tr("No orders yet. An order says what is delivered, and when it is billed."))
            words = tr("All {n} orders").format(n=formats.count(count))
        else:
            name = formats.locale.toString(_qdate(month.from_on), "MMMM yyyy")
            self.order_card.heading.setText(tr("Orders of {month}").format(month=name))
            self.no_orders.setText(tr("Nothing was ordered in {month}.").format(month=name))
            words = tr("All orders")
        self.all_orders.setText(words)
        self.all_orders.setAccessibleName(words)
        self.all_orders.setVisible(month is not None or count > 0)

    def _show_month(self, index: int) -> None:
        """Show the orders of a month instead of the last ones."""
        view = self._view
        if view is None:
            return
        if index < 0:
            self._show_orders(view.recent_orders, view.order_count)
            return
        month, company, as_of = view.habits.months[index], self._desk.company, self._desk.as_of()
        until_on = (month.from_on + timedelta(31)).replace(day=1)
        self._desk.jobs.read(
            self,
            lambda: account_orders(company, view.head.id, as_of, from_on=month.from_on, until_on=until_on),
            lambda found: self._show_orders(*found, month),
            key="month",
        )

    def _show_habits(self, habits: Habits) -> None:
        formats = self._desk.formats
        self.months.show_bars([self._month_bar(month, habits.currency) for month in habits.months])
        lines = []
        if habits.average_minor is not None:
            words = tr("{n} order, {amount} on average") if habits.order_count == 1 else tr("{n} orders, {amount} on average")
            average = formats.money(habits.average_minor, habits.currency)
            lines.append(words.format(n=formats.count(habits.order_count), amount=average))
        if habits.days_between is not None:
            lines.append(tr("An order every {n} days on average").format(n=formats.count(habits.days_between)))
        if habits.last_order is not None:
            words = tr("The last order was {order} on {day}")
            lines.append(words.format(order=habits.last_order.code, day=formats.date_(habits.last_order.ordered_on)))
        self.habit_words.setText("\n".join(lines) or tr("Nothing was ordered yet."))
        self.usual_card.setVisible(bool(habits.usual))
        bars = []
        for product in habits.usual:
            amount = formats.money(product.amount_minor, product.currency)
            times = tr("{n} order") if product.order_count == 1 else tr("{n} orders")
            told = (
                product.name,
                amount,
                formats.quantity(product.quantity_e6),
                times.format(n=formats.count(product.order_count)),
            )
            bars.append(Bar(product.name, max(product.amount_minor, 0), amount, ", ".join(told)))
        self.usual.show_bars(bars)

    def _month_bar(self, month: MonthCount, currency: str) -> Bar:
        formats = self._desk.formats
        day = _qdate(month.from_on)
        count = formats.count(month.order_count)
        words = tr("{month}: {n} order, {amount}") if month.order_count == 1 else tr("{month}: {n} orders, {amount}")
        told = words.format(
            month=formats.locale.toString(day, "MMMM yyyy"), n=count, amount=formats.money(month.value_minor, currency)
        )
        return Bar(formats.locale.toString(day, "MMM"), month.order_count, count, told)

    def _show_recurring(self, habits: Habits) -> None:
        formats = self._desk.formats
        self.recurring_card.setVisible(bool(habits.recurring))
        amounts = ", ".join(formats.money(minor, currency) for currency, minor in habits.monthly_minor)
        self.recurring_words.setText(tr("Worth {amounts} a month").format(amounts=amounts))
        self.recurring.show_rows([recurring_row(line, formats) for line in habits.recurring])
        self.recurring.fit(8)

    def _show_payments(self, head: AccountHead) -> None:
        lines = [line for standing in head.standings for line in standing_words(standing, self._desk.formats)]
        self.payment_words.setText("\n".join(lines) or tr("No invoice is open."))


def _link(name: str, call: Callable[[], None], words: str = "") -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setAccessibleName(words)
    button.setProperty("link", True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.clicked.connect(lambda _checked=False: call())
    return button


def _qdate(on: date) -> QDate:
    return QDate(on.year, on.month, on.day)
