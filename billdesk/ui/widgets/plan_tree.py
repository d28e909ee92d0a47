"""The view of a run's plan: a tree of accounts with a field to search it, and lines that come when an account is opened."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QLabel, QLineEdit, QTreeView, QVBoxLayout, QWidget

from billdesk.billing.errors import BillingError
from billdesk.services.run_review import RunPlan, explain, search_plan
from billdesk.ui.desk import Desk
from billdesk.ui.models.plan_model import PlanModel
from billdesk.ui.words import tr

_WIDTHS = (330, 240, 80, 110, 115, 90, 115)
_LEAST_NAME, _PADDING = 240, 22


class PlanView(QTreeView):
    """The tree. Enter opens an account's lines, or closes them."""

    def __init__(self, model: PlanModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setAlternatingRowColors(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSortingEnabled(True)
        header = self.header()
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self.fit)
        for signal in (model.rowsInserted, model.modelReset, model.layoutChanged, self.expanded):
            signal.connect(self._fitting.start)
        self.fit()

    def fit(self) -> None:
        """Figures have the room that those in sight need; names take what is left."""
        header = self.header()
        rest = 0
        for column in range(1, len(_WIDTHS)):
            wanted = self._wanted(column) if column > 1 else 0
            header.resizeSection(column, max(_WIDTHS[column], wanted))
            rest += header.sectionSize(column)
        header.resizeSection(0, max(_LEAST_NAME, self.viewport().width() - rest))

    def _wanted(self, column: int) -> int:
        """What the longest figure in sight takes in bold."""
        bold = QFont(self.font())
        bold.setBold(True)
        texts, index = [""], self.indexAt(QPoint(1, 1))
        while index.isValid() and self.visualRect(index).top() < self.viewport().height():
            texts.append(str(index.siblingAtColumn(column).data() or ""))
            index = self.indexBelow(index)
        return QFontMetrics(bold).horizontalAdvance(max(texts, key=len)) + _PADDING

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Names take what is left of another width."""
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter and Space open and close; the rest is Qt's."""
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            index = self.currentIndex().siblingAtColumn(0)
            self.setExpanded(index, not self.isExpanded(index))
        else:
            super().keyPressEvent(event)


class PlanTree(QWidget):
    """The plan with its search field."""

    changed = Signal(object)
    """Explaining an account showed that the plan holds no more: the BillingError that says so."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._plan: RunPlan | None = None
        self.model = PlanModel(desk.formats, self)
        self.model.wanted.connect(self._explain)
        self.view = PlanView(self.model)
        self.view.setObjectName("run.plan")
        self.view.setAccessibleName(tr("The plan of the run"))
        self.search = QLineEdit()
        self.search.setObjectName("run.search")
        self.search.setAccessibleName(tr("Search in the plan"))
        self.search.setPlaceholderText(tr("Search accounts, orders, products, descriptions"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.count = QLabel()
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setObjectName("run.shown")
        self.count.setProperty("muted", True)
        row = QHBoxLayout()
        row.addWidget(self.search, 1)
        row.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)

    def show_plan(self, plan: RunPlan | None) -> None:
        """Show another plan; what is searched for stays."""
        here = self.model.account_at(self.view.currentIndex())
        self._plan = plan
        self.model.show_plan(plan)
        self._search(self.search.text())
        self._go_back_to(here)

    def _explain(self, account_id: int) -> None:
        plan, company = self._plan, self._desk.company
        if plan is not None:
            self._desk.jobs.read(
                self,
                lambda: explain(company, plan, account_id),
                lambda found: self.model.explain(account_id, found) if plan is self._plan else None,
                key=f"explain {account_id}",
                failed=self._not_explained,
            )

    def _not_explained(self, trouble: BillingError) -> None:
        self.changed.emit(trouble)

    def _search(self, text: str) -> None:
        plan, company = self._plan, self._desk.company
        if plan is None or not text.strip():
            self._show_only(None)
            return
        self._desk.jobs.read(self, lambda: search_plan(company, plan, text), self._show_only, key="search")

    def _show_only(self, accounts: frozenset[int] | None) -> None:
        self.model.show_only(accounts)
        shown = self.model.shown_count
        words = tr("1 account") if shown == 1 else tr("{n} accounts").format(n=self._desk.formats.count(shown))
        self.count.setText(words)

    def _go_back_to(self, account_id: int | None) -> None:
        for row in range(self.model.rowCount() if account_id is not None else 0):
            index = self.model.index(row, 0, QModelIndex())
            if self.model.account_at(index) == account_id:
                self.view.setCurrentIndex(index)
                return
