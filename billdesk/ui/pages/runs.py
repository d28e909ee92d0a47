"""The runs that were done, and the accounts that they left out and that still want a person."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from billdesk.services.run_review import PlannedException
from billdesk.services.run_view import Totals, open_exception, run_totals
from billdesk.ui.desk import Desk
from billdesk.ui.dialogs.mend_exception import mend
from billdesk.ui.models.list_spec import Record
from billdesk.ui.navigation import Place
from billdesk.ui.pages.page import Page
from billdesk.ui.pages.run_lists import exceptions_spec, runs_spec
from billdesk.ui.widgets.list_view import ListView
from billdesk.ui.words import tr


class RunsPage(Page):
    """Runs and exceptions, as two tabs."""

    nav = "runs"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.title = tr("Runs")
        self._totals: dict[int, Totals] = {}
        self._run = self.action("bill_what_is_due", tr("Run invoices"), "play", tip=tr("Review and run what is due"))
        self._run.triggered.connect(lambda _checked=False: desk.go(Place("run")))
        self.runs = ListView(desk, runs_spec(self._posted, self._run), parent=self)
        self.exceptions = ListView(desk, exceptions_spec(), parent=self)
        self.exceptions.opened.connect(self._mend)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("runs.tabs")
        self.tabs.setAccessibleName(tr("Runs and accounts left out"))
        self.tabs.addTab(self.runs, tr("Runs"))
        self.tabs.addTab(self.exceptions, tr("Accounts left out"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self.setFocusProxy(self.runs)
        self._sum_up()

    def open(self, place: Place) -> None:
        """Show the runs, or the tab that the place tells: `tab` is `exceptions`."""
        super().open(place)
        self.tabs.setCurrentWidget(self.exceptions if place.told("tab") == "exceptions" else self.runs)

    def primary(self) -> QAction:
        """Running what is due."""
        return self._run

    def actions_(self) -> list[QAction]:
        """The one action."""
        return [self._run]

    def refresh(self) -> None:
        """Read both lists anew."""
        self.runs.refresh()
        self.exceptions.refresh()
        self._sum_up()

    def _posted(self, record: Record) -> str:
        formats = self.desk.formats
        return "  ·  ".join(formats.money(minor, currency) for currency, minor in self._totals.get(int(record["id"]), ()))

    def _sum_up(self) -> None:
        company = self.desk.company
        self.desk.jobs.read(self, lambda: run_totals(company), self._take_totals, key="totals")

    def _take_totals(self, totals: dict[int, Totals]) -> None:
        self._totals = totals
        self.runs.model.forget_rows()

    def _mend(self, exception_id: int) -> None:
        company = self.desk.company

        def show(exception: PlannedException) -> None:
            mend(self.desk, self, exception, self.refresh)

        self.desk.jobs.read(self, lambda: open_exception(company, exception_id), show, key="exception")
