"""The lines of an order, edited in place as in a register.

Typing into a cell begins, F2 changes, Enter and Tab take the cell and go on to the next; behind the last cell of the last
line they begin a new one. Figures are read as this person's locale writes them. What is wrong is said in the cell's tip,
read by screen readers, and under the grid.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from shiboken6 import isValid

from billdesk.billing.money import format_percent
from billdesk.services.presets import TaxRate
from billdesk.services.type_ahead import ProductChoice, find_products
from billdesk.ui import theme
from billdesk.ui.desk import Desk
from billdesk.ui.models.order_editing import OrderEditing
from billdesk.ui.models.order_lines import PROBLEM, OrderLinesModel, category_word
from billdesk.ui.widgets.cells import paint_line_under, paint_words
from billdesk.ui.widgets.delegates import MARGIN
from billdesk.ui.widgets.type_ahead import TypeAhead
from billdesk.ui.words import tr

ROW_HEIGHT = 32
Index = QModelIndex | QPersistentModelIndex
_STATE = QStyle.StateFlag
_HINT = QAbstractItemDelegate.EndEditHint
_MOVE = QAbstractItemView.CursorAction
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WIDEST_CODE = 150


class OrderLinesGrid(QTableView):
    """The grid on an `OrderEditing`. `current_line` is told when a person goes to another line (-1: none)."""

    current_line = Signal(int)
    rule_wanted = Signal()
    """A person wants to change how the line is billed."""
    delete_wanted = Signal()

    def __init__(self, desk: Desk, editing: OrderEditing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("order.lines")
        self.setAccessibleName(tr("Lines of the order"))
        self.lines = OrderLinesModel(editing, desk.formats, self)
        self.setModel(self.lines)
        self._cells = LineDelegate(desk, editing, self)
        self.setItemDelegate(self._cells)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumWidth(32)
        self.horizontalHeader().setHighlightSections(False)
        self._place = (0, 0)
        self.lines.modelAboutToBeReset.connect(self._remember)
        self.lines.modelReset.connect(self._show_columns)
        self.lines.dataChanged.connect(self._share_width)
        self._show_columns()

    def selected_rows(self) -> list[int]:
        """The rows with something selected, without the blank one."""
        rows = {index.row() for index in self.selectionModel().selectedIndexes()} or {self.currentIndex().row()}
        return sorted(row for row in rows if self.lines.line(row) is not None)

    def go_to(self, row: int, field: str) -> None:
        """Make a cell the current one."""
        columns = [column.field for column in self.lines.columns]
        if field in columns and 0 <= row < self.lines.rowCount():
            self.setCurrentIndex(self.lines.index(row, columns.index(field)))
            self.setFocus()

    def finish_typing(self) -> None:
        """Take what stands in an open cell."""
        editor = self._cells.open
        if editor is not None and isValid(editor) and self.state() == QAbstractItemView.State.EditingState:
            self.commitData(editor)
            self.closeEditor(editor, _HINT.NoHint)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        """Tell which line is the current one."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.current_line.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter begins to edit, or opens the rule of the line; Delete takes the line out."""
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.open_cell(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete and self.lines.editing.is_draft:
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)

    def open_cell(self, index: QModelIndex) -> None:
        """Edit a cell; that of the rule leads to the rule's own fields."""
        if not index.isValid():
            return
        if self.lines.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        else:
            self.rule_wanted.emit()

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N802 - Qt's name
        """Next and previous are the cells that can be edited, line after line."""
        step = {_MOVE.MoveNext: 1, _MOVE.MovePrevious: -1}.get(action)
        if step is None or not self.currentIndex().isValid():
            return super().moveCursor(action, modifiers)
        width, count = self.lines.columnCount(), self.lines.columnCount() * self.lines.rowCount()
        at = self.currentIndex().row() * width + self.currentIndex().column() + step
        while 0 <= at < count:
            index = self.lines.index(at // width, at % width)
            if self.lines.flags(index) & Qt.ItemFlag.ItemIsEditable:
                return index
            at += step
        return self.currentIndex()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:  # noqa: N802 - Qt's name
        """Go on to the next cell only where there is one, so that the last cell ends the editing."""
        if hint in (_HINT.EditNextItem, _HINT.EditPreviousItem):
            action = _MOVE.MoveNext if hint == _HINT.EditNextItem else _MOVE.MovePrevious
            if self.moveCursor(action, Qt.KeyboardModifier.NoModifier) == self.currentIndex():
                hint = _HINT.NoHint
        super().closeEditor(editor, hint)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Descriptions take the room that is left."""
        super().resizeEvent(event)
        self._share_width()
        self.scrollTo(self.currentIndex())

    def _share_width(self) -> None:
        """Give each column what its longest words need, and the description the rest."""
        columns = self.lines.columns
        head = self.horizontalHeader()
        needed = [
            max(column.width, self.sizeHintForColumn(at) + 2 * MARGIN, head.sectionSizeHint(at))
            for at, column in enumerate(columns)
        ]
        fields = [column.field for column in columns]
        needed[fields.index("product")] = min(needed[fields.index("product")], _WIDEST_CODE)
        text = fields.index("description")
        needed[text] = max(columns[text].width, self.viewport().width() - sum(needed) + needed[text])
        for at, width in enumerate(needed):
            self.setColumnWidth(at, width)

    def _remember(self) -> None:
        index = self.currentIndex()
        self._place = (max(index.row(), 0), max(index.column(), 0))

    def _show_columns(self) -> None:
        self._share_width()
        row, column = min(self._place[0], self.lines.rowCount() - 1), min(self._place[1], len(self.lines.columns) - 1)
        if row >= 0:
            self.setCurrentIndex(self.lines.index(row, column))
        self.current_line.emit(row)


class LineDelegate(QStyledItemDelegate):
    """Paints a line's cells and makes their editors: a type-ahead for products, a choice for tax, text for the rest."""

    def __init__(self, desk: Desk, editing: OrderEditing, parent: OrderLinesGrid) -> None:
        super().__init__(parent)
        self._desk, self._editing, self._grid = desk, editing, parent
        self._chosen: ProductChoice | None = None
        self.open: QWidget | None = None

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802 - Qt's name
        """The editor of a cell."""
        column = self._grid.lines.columns[index.column()]
        if column.field == "product":
            editor: QWidget = self._product_field(parent)
        elif column.field == "tax_rate":
            editor = self._tax_field(parent)
        else:
            line = QLineEdit(parent)
            line.setAlignment(Qt.AlignmentFlag.AlignRight if column.on_the_right else Qt.AlignmentFlag.AlignLeft)
            editor = line
        editor.setObjectName(f"order.line.{column.field}")
        editor.setAccessibleName(column.title)
        editor.setProperty("in_cell", True)
        self.open = editor
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt's name
        """Show the cell's value in its editor."""
        if isinstance(editor, QComboBox):
            line = self._grid.lines.line(index.row())
            if line is not None:
                editor.setCurrentIndex(editor.findData((line.tax_category, line.tax_rate_e4 or 0)))
        elif isinstance(editor, TypeAhead):
            editor.hold(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: N802 - Qt's name
        """Take the editor's value into the order."""
        value: Any = None
        if isinstance(editor, QComboBox):
            value = editor.currentData()
            if value is None:
                return
        elif isinstance(editor, TypeAhead):
            if editor.text().strip() and self._chosen is None:
                editor.settle()
            value = self._chosen if self._chosen is not None else "" if not editor.text().strip() else None
            if value is None:
                return
        elif isinstance(editor, QLineEdit):
            value = editor.text().strip()
            if value == index.data(Qt.ItemDataRole.EditRole):
                return
        model.setData(index, value, Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:  # noqa: N802 - Qt's name
        """The editor covers its cell."""
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Enter takes the cell and goes on, as Tab does."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and isinstance(editor, QWidget):
            is_plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
            if event.key() in _ENTER and is_plain:
                back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, _HINT.EditPreviousItem if back else _HINT.EditNextItem)
                return True
        return super().eventFilter(editor, event)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell: values, what follows from them muted, what is wrong underlined in the colour of what is overdue."""
        lines = self._grid.lines
        column = lines.columns[index.column()]
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        has_problem = bool(index.data(PROBLEM))
        is_blank = lines.line(index.row()) is None
        if state & _STATE.State_Selected:
            painter.fillRect(rect, theme.color("chosen"))
        token = "overdue" if has_problem else "muted" if is_blank else "text"
        paint_words(painter, rect, str(index.data() or "").split("\n", 1)[0], column.on_the_right, token)
        paint_line_under(painter, rect)
        if has_problem:
            painter.fillRect(QRect(rect.left() + 4, rect.bottom() - 3, rect.width() - 8, 2), theme.color("overdue"))
        if state & _STATE.State_HasFocus:
            painter.setPen(theme.color("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -2))
            painter.drawRect(rect.adjusted(1, 1, -2, -3))

    def _product_field(self, parent: QWidget) -> TypeAhead:
        company = self._desk.company
        formats = self._desk.formats
        self._chosen = None

        def describe(product: ProductChoice) -> str:
            return f"{product.code}  {product.name}  {formats.price(product.unit_price_e4, product.currency)}"

        field = TypeAhead(self._desk, lambda text: find_products(company, text), describe, lambda product: product.code, parent)
        field.chosen.connect(self._take_product)
        return field

    def _take_product(self, product: ProductChoice) -> None:
        self._chosen = product
        field = self.sender()
        if isinstance(field, QWidget) and field.hasFocus():
            self.commitData.emit(field)
            self.closeEditor.emit(field, _HINT.EditNextItem)

    def _tax_field(self, parent: QWidget) -> QComboBox:
        field = QComboBox(parent)
        for rate in offered(self._editing):
            field.addItem(rate_words(rate), (rate.category, rate.rate_e4))
        return field


def offered(editing: OrderEditing) -> list[TaxRate]:
    """The company's rates, and those that the order's lines have besides."""
    rates = list(editing.rates)
    known = {(rate.category, rate.rate_e4) for rate in rates}
    for line in editing.edit.lines:
        pair = (line.tax_category or "O", line.tax_rate_e4 or 0)
        if pair not in known:
            known.add(pair)
            rates.append(TaxRate("", *pair))
    if ("O", 0) not in known:
        rates.append(TaxRate("", "O", 0))
    return rates


def rate_words(rate: TaxRate) -> str:
    """A rate to choose: its name and percent."""
    figure = f"{format_percent(rate.rate_e4)} %" if rate.category == "S" else category_word(rate.category)
    return f"{rate.name} ({figure})" if rate.name and rate.category == "S" else rate.name or figure
