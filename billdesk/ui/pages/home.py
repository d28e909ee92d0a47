"""Home: what is unbilled, due and overdue, what runs next, what needs a person, what recurs and what was billed.

The page is painted empty and filled when its figures arrive; they are read anew whenever somebody has written. Each
figure opens the list that it counts. A company with nothing in it is told what belongs here, and the first steps.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from billdesk.services.lists_conditions import Condition
from billdesk.services.overview import Figure, Overview, overview
from billdesk.services.posted_totals import PostedTotals
from billdesk.ui.desk import Desk
from billdesk.ui.models.charts import chart_of
from billdesk.ui.models.places import list_place
from billdesk.ui.navigation import Place
from billdesk.ui.pages.home_cards import Concerns, FirstSteps, NextRunCard
from billdesk.ui.pages.page import Page
from billdesk.ui.widgets.money_bar import MoneyBar, Segment
from billdesk.ui.widgets.plot import PlotView
from billdesk.ui.widgets.tiles import MOST_LINES, BarRow, Card, Line, Tile
from billdesk.ui.words import tr

NARROW = 880
"""Pixels of width below which parts stand under each other."""


class HomePage(Page):
    """The first page of a company."""

    nav = "home"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.title = tr("Home")
        self.shown: Overview | None = None
        self._totals: PostedTotals | None = None
        self._review = self.action(
            "review_run", tr("Review and bill"), "play", tip=tr("See what the next run bills, then bill it")
        )
        self._review.triggered.connect(lambda _checked=False: self._review_run())
        self._build()

    def actions_(self) -> list[QAction]:
        """To review the next run."""
        return [self._review]

    def open(self, place: Place) -> None:
        """Show Home as it is now."""
        super().open(place)
        self.refresh()

    def refresh(self) -> None:
        """Read the figures anew; until they arrive, those shown stay."""
        company, as_of, before = self.desk.company, self.desk.as_of(), self._totals
        self.desk.jobs.read(self, lambda: overview(company, as_of, before), self._show, key="overview")

    # -- parts

    def _build(self) -> None:
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea(self)
        area.setObjectName("home.area")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(20, 16, 20, 20)
        column.setSpacing(16)
        column.addLayout(self._head())
        column.addWidget(self._money_bar())
        column.addLayout(self._middle())
        column.addLayout(self._lower())
        column.addStretch(1)
        area.setWidget(body)
        self.steps = FirstSteps(self.desk, self)
        self._stack.addWidget(area)
        self._stack.addWidget(self.steps)
        self.setFocusProxy(self.money.tiles["unbilled"])

    def _head(self) -> QHBoxLayout:
        self.name = Line()
        self.name.setObjectName("home.company")
        self.name.setProperty("heading", True)
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.day = QLabel()
        self.day.setObjectName("home.day")
        self.day.setProperty("muted", True)
        self.currency = QComboBox()
        self.currency.setObjectName("home.currency")
        self.currency.setAccessibleName(tr("Currency of ageing and plot"))
        self.currency.hide()
        self.currency.activated.connect(lambda _index: self._choose_currency())
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.name)
        row.addWidget(self.day, 1)
        row.addWidget(self.currency)
        return row

    def _money_bar(self) -> MoneyBar:
        self.money = MoneyBar(
            "home.money",
            (
                Segment("unbilled", tr("Unbilled"), "draft"),
                Segment("not-due", tr("Not due"), "due"),
                Segment("overdue", tr("Overdue"), "overdue"),
                # Payments are not recorded yet: what settles an invoice today is its credit note.
                Segment("credited", tr("Credited in 30 days"), "part_paid"),
            ),
        )
        self.money.chosen.connect(self._open_segment)
        return self.money

    def _middle(self) -> QHBoxLayout:
        billed = Card(tr("Billed by month"))
        self.plot = PlotView("home.billed", tr("Billed by month"), height=226)
        self.plot.pressed.connect(self._open_month)
        billed.column.addWidget(self.plot)
        ageing = Card(tr("Ageing"))
        self.ageing = {
            key: BarRow(f"home.ageing_{key.replace('-', '_')}", words, token)
            for key, words, token in (
                ("not-due", tr("Not due"), "due"),
                ("1-30", tr("1 to 30 days"), "overdue"),
                ("31-60", tr("31 to 60 days"), "overdue"),
                ("61-90", tr("61 to 90 days"), "overdue"),
                ("over-90", tr("Over 90 days"), "overdue"),
            )
        }
        for key, bar in self.ageing.items():
            bar.clicked.connect(lambda _checked=False, key=key: self._open_bucket(key))
            ageing.column.addWidget(bar)
        ageing.column.addStretch(1)
        self._row = QHBoxLayout()
        self._row.setSpacing(16)
        self._row.addWidget(billed, 5)
        self._row.addWidget(ageing, 3)
        return self._row

    def _lower(self) -> QGridLayout:
        self.run = NextRunCard(self.desk, self._review, self)
        self.concerns = Concerns(self.desk, self)
        self.due_soon = Tile("home.due_soon", tr("Due within 7 days"), "due")
        self.due_soon.clicked.connect(lambda: self._open_figure(self.shown.due_soon if self.shown else None))
        self.recurring = Tile("home.recurring", tr("Recurring revenue a month"), "paid")
        self.recurring.clicked.connect(lambda: self.desk.go(Place("reports", None, (("report", "forecast"),))))
        self._grid = QGridLayout()
        self._grid.setSpacing(16)
        self._arrange(is_narrow=False)
        return self._grid

    def _arrange(self, *, is_narrow: bool) -> None:
        """Put what stands side by side under each other where there is little room, so that no amount is cut."""
        self._is_narrow = is_narrow
        self.money.set_columns(2 if is_narrow else 4)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight)
        places = (
            ((self.run, 0, 0, 1, 2), (self.concerns, 1, 0, 1, 2), (self.due_soon, 2, 0, 1, 1), (self.recurring, 2, 1, 1, 1))
            if is_narrow
            else ((self.run, 0, 0, 2, 1), (self.concerns, 0, 1, 2, 1), (self.due_soon, 0, 2, 1, 1), (self.recurring, 1, 2, 1, 1))
        )
        for widget, *place in places:
            self._grid.addWidget(widget, *place)
        for column in range(3):
            self._grid.setColumnStretch(column, 0 if is_narrow and column == 2 else 1)
        self._grid.setRowStretch(1, 0 if is_narrow else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width may ask for another arrangement."""
        super().resizeEvent(event)
        if (self.width() < NARROW) is not self._is_narrow:
            self._arrange(is_narrow=not self._is_narrow)

    # -- figures

    def _show(self, found: Overview) -> None:
        self.shown, self._totals = found, found.totals
        self._show_steps(found)
        self.name.setText(found.company)
        self.day.setText(self.desk.formats.date_(found.as_of, long=True))
        self._offer_currencies(found)
        figures = {"unbilled": found.unbilled, "not-due": found.not_due, "overdue": found.overdue, "credited": found.credited}
        self.money.show_segments(
            {key: self._amounts(figure) for key, figure in figures.items()},
            {key: self._note(figure) for key, figure in figures.items()},
            {key: figure.minor(self._currency(found)) for key, figure in figures.items() if key != "credited"},
        )
        self._show_currency(found)
        self.run.show_run(found.next_run, found.as_of, has_schedules=found.has_schedules)
        self.concerns.show_concerns(found.concerns)
        self._show_tile(self.due_soon, self._amounts(found.due_soon), self._note(found.due_soon))
        self._show_recurring(found)

    def _show_steps(self, found: Overview) -> None:
        """The first steps where there is nothing to show yet, and nothing to bill."""
        self._stack.setCurrentIndex(1 if found.is_empty else 0)
        self.steps.show_company(found.company)
        self.setFocusProxy(self.steps.first if found.is_empty else self.money.tiles["unbilled"])
        if self._review.isVisible() is found.is_empty:
            self._review.setVisible(not found.is_empty)
            self.titled.emit()

    def _show_currency(self, found: Overview) -> None:
        """What is shown of one currency: ageing and plot."""
        currency = self._currency(found)
        most = max([figure.minor(currency) for figure in found.ageing], default=0)
        for figure in found.ageing:
            count = sum(amount.count for amount in figure.amounts if amount.currency == currency)
            value = self.desk.formats.money(figure.minor(currency), currency)
            self.ageing[figure.key].show_value(value, self._count(count), figure.minor(currency), most)
        nets = found.billed.get(currency, ())
        chart = (
            chart_of(self.desk.formats, currency, "bars", found.months, {tr("Net"): nets}, kind="period") if any(nets) else None
        )
        self.plot.show_chart(chart, tr("Nothing was billed in the last 13 months."))

    def _show_recurring(self, found: Overview) -> None:
        money = self.desk.formats.money
        values = [money(recurring.monthly_minor, recurring.currency) for recurring in found.recurring]
        if len(found.recurring) == 1:
            only = found.recurring[0]
            amount = money(only.yearly_minor, only.currency)
            note = tr("{amount} a year").format(amount=amount)
        else:
            note = "" if found.recurring else tr("No active recurring lines")
        self._show_tile(self.recurring, values, note)

    def _show_tile(self, tile: Tile, values: list[str], note: str) -> None:
        tile.keep_room(min(len(values), MOST_LINES))
        tile.show_values(values, note)

    def _amounts(self, figure: Figure) -> list[str]:
        """A figure's amounts in words; nothing is said as such."""
        found = [self.desk.formats.money(amount.minor, amount.currency) for amount in figure.amounts]
        if not found and self.shown is not None:
            found = [self.desk.formats.money(0, self.shown.home_currency)]
        return found

    def _note(self, figure: Figure) -> str:
        more = len(figure.amounts) - MOST_LINES
        count = self._count(figure.count, figure.key)
        if more <= 0:
            return count
        words = tr("{count}; {n} more currency") if more == 1 else tr("{count}; {n} more currencies")
        return words.format(count=count, n=more)

    def _count(self, count: int, key: str = "") -> str:
        if not count:
            return tr("None")
        one, several = {
            "unbilled": (tr("{n} draft"), tr("{n} drafts")),
            "credited": (tr("{n} credit note"), tr("{n} credit notes")),
        }.get(key, (tr("{n} invoice"), tr("{n} invoices")))
        return (one if count == 1 else several).format(n=self.desk.formats.count(count))

    # -- currencies

    def _currency(self, found: Overview) -> str:
        """The currency of ageing and plot: the chosen one where there is something in it."""
        chosen = self.currency.currentData()
        return chosen if chosen in found.currencies else next(iter(found.currencies), found.home_currency)

    def _offer_currencies(self, found: Overview) -> None:
        kept = self.currency.currentData() or self.desk.settings.value("home/currency")
        self.currency.clear()
        for currency in found.currencies:
            self.currency.addItem(currency, currency)
        self.currency.setCurrentIndex(max(self.currency.findData(kept), 0))
        self.currency.setVisible(len(found.currencies) > 1)

    def _choose_currency(self) -> None:
        self.desk.settings.setValue("home/currency", self.currency.currentData())
        if self.shown is not None:
            self._show(self.shown)

    # -- ways to the lists

    def _open_figure(self, figure: Figure | None, *more: Condition) -> None:
        if figure is not None:
            self.desk.go(list_place(figure.kind, (*figure.conditions, *more)))

    def _review_run(self) -> None:
        """Review what is due; where nothing is yet, the next run ahead of its day."""
        run = self.shown.next_run if self.shown is not None else None
        ahead = (("schedule", str(run.schedule_id)), ("until", run.target_on.isoformat())) if run and not run.due_count else ()
        self.desk.go(Place("run", None, ahead))

    def _open_segment(self, key: str) -> None:
        found = self.shown
        if found is not None:
            self._open_figure(
                {"unbilled": found.unbilled, "not-due": found.not_due, "overdue": found.overdue}.get(key, found.credited)
            )

    def _open_bucket(self, key: str) -> None:
        found = self.shown
        if found is not None:
            self._open_figure(next(figure for figure in found.ageing if figure.key == key), *self._in_currency(found))

    def _open_month(self, at: int) -> None:
        found = self.shown
        if found is not None:
            first = date.fromisoformat(f"{found.months[at]}-01")
            following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
            last = date.fromordinal(following.toordinal() - 1)
            between = Condition("issued_on", "between", (first.isoformat(), last.isoformat()))
            self.desk.go(list_place("invoices", (between, *self._in_currency(found))))

    def _in_currency(self, found: Overview) -> tuple[Condition, ...]:
        """The filter that keeps to the chosen currency, where there are several."""
        return (Condition("currency", "is", self._currency(found)),) if len(found.currencies) > 1 else ()
