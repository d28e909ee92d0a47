"""A report's table in the look of the lists, with its totals standing under it while the rows scroll."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from billdesk.services.reports import Report, ReportWords
from billdesk.services.reports.files import labelled
from billdesk.ui import theme
from billdesk.ui.formats import Formats
from billdesk.ui.models.report_model import ReportModel
from billdesk.ui.models.states import state_token
from billdesk.ui.widgets.delegates import MARGIN, paint_pill
from billdesk.ui.words import tr

ROW_HEIGHT = 28
_MEASURED = 200
"""Rows that widths are taken from, besides the totals, which are the widest as a rule."""
_MOST_TOTALS = 4
_NARROWEST, _NAME, _WIDEST = 64, 136, 280
_STATE = QStyle.StateFlag


class _Rows(QTableView):
    """Rows of the table or of its totals. `opened` tells the row that was opened, by Enter or a double click."""

    opened = Signal(int)

    def __init__(self, name: str, title: str, model: ReportModel, parent: QWidget, *, is_bold: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setModel(model)
        self.setItemDelegate(_Delegate(model, self, is_bold=is_bold))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, header = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        header.setHighlightSections(False)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens; the rest is Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class ReportTable(QWidget):
    """Rows and totals. `opened` tells the record of a row that was opened."""

    opened = Signal(object)

    def __init__(self, room: str, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model, self.sums = ReportModel(formats, self), ReportModel(formats, self, holds_totals=True)
        self.rows = _Rows(f"{room}.table", tr("The report's rows"), self.model, self)
        self.totals = _Rows(f"{room}.totals", tr("The report's totals"), self.sums, self, is_bold=True)
        self.rows.setSortingEnabled(True)
        self.rows.opened.connect(self._open)
        self.rows.horizontalHeader().sectionResized.connect(lambda at, _old, new: self.totals.setColumnWidth(at, new))
        self.rows.horizontalScrollBar().valueChanged.connect(self.totals.horizontalScrollBar().setValue)
        self.totals.horizontalHeader().hide()
        self.totals.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.totals.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.totals.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.verticalScrollBar().rangeChanged.connect(lambda _least, most: self._leave_room(has_bar=most > 0))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.rows, 1)
        column.addWidget(self.totals)
        self.setFocusProxy(self.rows)

    def show_report(self, report: Report, words: ReportWords) -> None:
        """Show a report in its own order."""
        self.rows.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.model.show_rows(report, words, report.rows, report.ids)
        self.sums.show_rows(report, words, [labelled(report, row, words.total) for row in report.totals])
        self.totals.setVisible(bool(report.totals))
        self.totals.setFixedHeight(min(len(report.totals), _MOST_TOTALS) * ROW_HEIGHT + 2)
        has_currencies = len(report.currencies) > 1
        for table in (self.rows, self.totals):
            for at, column in enumerate(report.columns):
                table.setColumnHidden(at, column.key == "currency" and not has_currencies)
        self._set_widths()
        if report.rows:
            self.rows.setCurrentIndex(self.model.index(0, 0))

    def _leave_room(self, *, has_bar: bool) -> None:
        """A bar beside the rows takes its width from the totals too, so that the columns stay one under the other."""
        self.totals.setViewportMargins(0, 0, self.rows.verticalScrollBar().sizeHint().width() if has_bar else 0, 0)

    def _set_widths(self) -> None:
        """Each column as wide as its words; names give way where there is little room, and take what is left over."""
        columns = self.model.columns
        shown = [at for at in range(len(columns)) if not self.rows.isColumnHidden(at)]
        widths = {at: self._natural_width(at) for at in shown}
        left_over = self.rows.viewport().width() - sum(widths.values())
        names = [at for at in shown if columns[at].kind == "text" and widths[at] > _NAME]
        if left_over < 0 and names:
            longest = max(names, key=lambda at: widths[at])
            widths[longest] = max(_NAME, widths[longest] + left_over)
        elif left_over > 0:
            for at in names or shown:
                widths[at] += left_over // len(names or shown)
        for at, width in widths.items():
            self.rows.setColumnWidth(at, width)
            self.totals.setColumnWidth(at, width)

    def _natural_width(self, at: int) -> int:
        bold = QFont(self.font())
        bold.setBold(True)
        texts = [str(self.model.headerData(at, Qt.Orientation.Horizontal))]
        texts += [self.sums.text(row, at) for row in range(self.sums.rowCount())]
        widest = max(QFontMetrics(bold).horizontalAdvance(text) for text in texts)
        plain = QFontMetrics(self.font())
        rows = range(min(self.model.rowCount(), _MEASURED))
        widest = max(widest, *(plain.horizontalAdvance(self.model.text(row, at)) for row in rows), 0) + 2 * MARGIN + 2
        return max(_NARROWEST, widest if self.model.columns[at].is_figure else min(widest, _WIDEST))

    def _open(self, row: int) -> None:
        record = self.model.record(row)
        if record is not None:
            self.opened.emit(record)


class _Delegate(QStyledItemDelegate):
    """Paints cells as the lists do. Colours are the theme's at each painting."""

    def __init__(self, model: ReportModel, parent: QWidget, *, is_bold: bool) -> None:
        super().__init__(parent)
        self._model, self._is_bold = model, is_bold

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Paint one cell."""
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & _STATE.State_Selected:
            painter.fillRect(rect, theme.color("chosen"))
        text = self._model.text(index.row(), index.column())
        column = self._model.columns[index.column()]
        if text and column.key == "state":
            paint_pill(painter, rect, text, *theme.pair(state_token(str(self._model.raw(index.row(), index.column())))))
        elif text:
            self._paint_text(painter, rect, text, on_the_right=column.is_figure)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
        if state & _STATE.State_HasFocus:
            painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), theme.color("accent"))

    def _paint_text(self, painter: QPainter, rect: QRect, text: str, *, on_the_right: bool) -> None:
        painter.save()
        font = QFont(painter.font())
        font.setBold(self._is_bold)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width() - 2 * MARGIN)
        side = Qt.AlignmentFlag.AlignRight if on_the_right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect.adjusted(MARGIN, 0, -MARGIN, 0), side | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
