"""The next bills beside an order, worked out anew at each change of it, off the interface thread; the newest answer counts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from billdesk.services.next_bills import NextBills, next_bills
from billdesk.ui.desk import Desk
from billdesk.ui.models.coming_bills import EMPTY, ComingBillsModel
from billdesk.ui.models.order_editing import OrderEditing
from billdesk.ui.widgets.cells import WordsDelegate
from billdesk.ui.widgets.delegates import MARGIN
from billdesk.ui.words import tr

COUNT = 12


class NextBillsPanel(QWidget):
    """The next twelve bills of an order, or of one of its lines, with their sum."""

    worked_out = Signal(object)
    """A new answer: NextBills, whose problems the page shows beside their fields."""

    def __init__(self, desk: Desk, editing: OrderEditing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("order.bills")
        self._desk, self._editing = desk, editing
        self.coming = EMPTY
        self._line = -1
        self._build()
        editing.changed.connect(self.work_out)
        editing.loaded.connect(self._forget)

    def work_out(self) -> None:
        """Ask for the bills of the order as it is now; an earlier question is superseded."""
        company, edit, as_of = self._desk.company, self._editing.edit, self._desk.as_of()
        if edit.id is None and not edit.lines:
            self._show(EMPTY)
            return
        self._desk.jobs.read(
            self, lambda: next_bills(company, edit, as_of, COUNT), self._show, key="bills", failed=lambda _: None
        )

    def show_line(self, line: int) -> None:
        """The line that `this line` means."""
        self._line = line
        has_line = 0 <= line < len(self._editing.edit.lines)
        self.of_line.setEnabled(has_line)
        self.of_line.setText(tr("Line {n}").format(n=line + 1) if has_line else tr("Line"))
        self.of_line.setAccessibleName(tr("Next bills of this line"))
        if not has_line:
            self.of_order.setChecked(True)
        self._show_rows()

    def _build(self) -> None:
        heading = QLabel(tr("Next bills"))
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setProperty("heading", True)
        self.of_order = self._switch("order.bills.whole", tr("Whole order"))
        self.of_line = self._switch("order.bills.line", tr("Line"))
        self.of_order.setChecked(True)
        group = QButtonGroup(self)
        for button in (self.of_order, self.of_line):
            group.addButton(button)
            button.toggled.connect(self._show_rows)
        self.model = ComingBillsModel(self._desk.formats, self)
        self.table = BillsTable("order.bills.table", self.model)
        self.sum = QLabel()
        self.sum.setTextFormat(Qt.TextFormat.PlainText)
        self.sum.setObjectName("order.bills.sum")
        self.note = QLabel()
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setObjectName("order.bills.note")
        self.note.setProperty("muted", True)
        for label in (self.sum, self.note):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(heading)
        head.addStretch(1)
        head.addWidget(self.of_order)
        head.addWidget(self.of_line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self.sum)
        column.addWidget(self.note)
        self._show(EMPTY)

    def _switch(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setCheckable(True)
        button.setFlat(True)
        button.setProperty("switch", True)
        return button

    def _forget(self) -> None:
        self._show(EMPTY)

    def _show(self, coming: NextBills) -> None:
        self.coming = coming
        self._show_rows()
        self.worked_out.emit(coming)

    def _show_rows(self) -> None:
        line = self._line if self.of_line.isChecked() else None
        self.model.show_coming(self.coming, line)
        self.sum.setText(self._sum_words(line))
        self.note.setText(self._note_words())
        self.note.setVisible(bool(self.note.text()))

    def _sum_words(self, line: int | None) -> str:
        formats, coming = self._desk.formats, self.coming
        if not self.model.rowCount():
            return (
                tr("Nothing is to be billed.")
                if self._editing.edit.lines
                else tr("Lines that are added show here what they bill.")
            )
        if line is not None:
            net = sum(charge.net_minor or 0 for charge in coming.lines[line])
            return tr("Together {net}").format(net=formats.money(net, coming.currency))
        net = sum(bill.net_minor for bill in coming.bills)
        total = sum(bill.total_minor for bill in coming.bills)
        said = tr("Together {net}, with tax {total}")
        return said.format(net=formats.money(net, coming.currency), total=formats.money(total, coming.currency))

    def _note_words(self) -> str:
        said = []
        broken = {problem.field.split(".")[1] for problem in self.coming.problems if problem.field.startswith("lines.")}
        if broken:
            one, more = (
                tr("1 line is not complete and bills nothing yet."),
                tr("{n} lines are not complete and bill nothing yet."),
            )
            said.append(one if len(broken) == 1 else more.format(n=len(broken)))
        if self.coming.bills and any(bill.target_on is None for bill in self.coming.bills):
            said.append(tr("Without a schedule a draft waits for a person."))
        if self.coming.bills:
            said.append(tr("More follows.") if self.coming.goes_on else tr("Nothing follows after these."))
        return " ".join(said)


_LEAST_FOR = 56
"""Pixels without which the column that says what a bill is for is left to the tool tip."""


class BillsTable(QTableView):
    """A `ComingBillsModel` as a small table; what a bill is for takes the room that is left, or goes where there is none."""

    def __init__(self, name: str, model: ComingBillsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(tr("Next bills"))
        self.setModel(model)
        self.setItemDelegate(WordsDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(26)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        model.modelReset.connect(self._fit)
        model.dataChanged.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        header = self.horizontalHeader()
        for at in range(self.model().columnCount()):
            if at == 1:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
                continue
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(at, max(self.sizeHintForColumn(at) + 2 * MARGIN, header.sectionSizeHint(at)))
        others = sum(self.columnWidth(at) for at in range(self.model().columnCount()) if at != 1)
        self.setColumnHidden(1, self.viewport().width() - others < _LEAST_FOR)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width has room for more or less."""
        super().resizeEvent(event)
        self._fit()
