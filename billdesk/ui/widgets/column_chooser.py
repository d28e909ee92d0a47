"""The column chooser: which columns a list shows, in which order. It stands beside the list and changes it at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from billdesk.ui.icons import icon
from billdesk.ui.models.list_spec import ListSpec
from billdesk.ui.widgets.list_table import ListTable
from billdesk.ui.widgets.popover import Popover
from billdesk.ui.words import tr

_COLUMN = Qt.ItemDataRole.UserRole


class _ColumnList(QListWidget):
    """Columns with ticks; Alt with the arrows asks to move one."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Alt with the arrows."""
        ways = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in ways:
            self.moved.emit(ways[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class ColumnChooser(Popover):
    """Ticks show columns; Alt+Up and Alt+Down, the buttons, or the mouse move them. Esc closes."""

    def __init__(self, spec: ListSpec, table: ListTable, parent: QWidget) -> None:
        super().__init__(f"{spec.room}.columns", tr("Columns of the list"), parent)
        self._spec, self._table = spec, table
        self._is_filling = False
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        self.list = _ColumnList(self)
        self.list.moved.connect(self._move)
        self.list.setObjectName(f"{spec.room}.column_list")
        self.list.setAccessibleName(tr("Columns"))
        self.list.setMinimumSize(260, 320)
        self.list.setSpacing(2)
        self.list.itemChanged.connect(self._tick)
        column.addWidget(self.list)
        row = QHBoxLayout()
        self.up = self._button("column_up", tr("Move left"), "arrow-up", lambda: self._move(-1))
        self.down = self._button("column_down", tr("Move right"), "arrow-down", lambda: self._move(1))
        self.reset = self._button("column_reset", tr("Reset"), "rotate-ccw", self._reset)
        self.reset.setText(f" {self.reset.accessibleName()}")
        for button in (self.up, self.down):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.reset)
        column.addLayout(row)
        self.fill()

    def fill(self) -> None:
        """Show the columns as the table has them, those that it shows first."""
        shown = self._table.visible_columns()
        others = [at for at in range(len(self._spec.columns)) if at not in shown]
        self._is_filling = True
        self.list.clear()
        for at in (*shown, *others):
            item = QListWidgetItem(self._spec.columns[at].title)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if at in shown else Qt.CheckState.Unchecked)
            item.setData(_COLUMN, at)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._is_filling = False

    def _tick(self, item: QListWidgetItem) -> None:
        if self._is_filling:
            return
        self._table.show_column(item.data(_COLUMN), item.checkState() is Qt.CheckState.Checked)
        is_shown = not self._table.isColumnHidden(item.data(_COLUMN))
        self._is_filling = True
        item.setCheckState(Qt.CheckState.Checked if is_shown else Qt.CheckState.Unchecked)
        self._is_filling = False

    def _move(self, by: int) -> None:
        item = self.list.item(self.list.currentRow())
        if item.checkState() is not Qt.CheckState.Checked:
            return
        column = item.data(_COLUMN)
        self._table.move_column(column, by)
        self.fill()
        self.list.setCurrentRow(self._table.visible_columns().index(column))

    def _reset(self) -> None:
        self._table.reset_columns()
        self.fill()

    def _button(self, name: str, text: str, picture: str, call: object) -> QPushButton:
        button = QPushButton(icon(picture), "", self)
        button.setObjectName(f"{self._spec.room}.{name}")
        button.setAccessibleName(text)
        button.setToolTip(text)
        button.clicked.connect(call)
        return button
