"""A form in columns: each field under its label, for pages on which a column of fields would leave no room for the rest."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from billdesk.ui.widgets.fields import Value
from billdesk.ui.widgets.form import Form

_CELL, _GAP, _FEWEST = 124, 12, 2
"""Pixels that a cell takes at least and that lie between two, and the fewest cells of a row."""


class FieldGrid(Form):
    """Fields in rows of `columns` cells, of fewer where there is little room.

    `spans` says how many cells the fields take that take more than one.
    """

    def __init__(self, room: str, columns: int, spans: dict[str, int] | None = None, parent: QWidget | None = None) -> None:
        self._most, self._spans = columns, spans or {}
        self._columns = columns
        self._at = 0
        self._cells: dict[str, QWidget] = {}
        self._shown: list[str] = []
        super().__init__(room, parent)

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Fill the fields that hold something else, so that nobody's cursor moves while they type."""
        held = self.values()
        self.set_values({key: value for key, value in values.items() if held.get(key) != value}, are_clean=False)

    def show_fields(self, keys: Collection[str]) -> None:
        """Show these fields with their labels, one after the other, and hide the others."""
        shown = [key for key in self._cells if key in keys]
        if shown == self._shown:
            return
        self._shown = shown
        for key, cell in self._cells.items():
            cell.setVisible(key in keys)
        self._put_all()

    def set_read_only(self, keys: frozenset[str]) -> None:
        """Let these fields be read only, the others be changed."""
        for key, field in self._fields.items():
            field.setEnabled(key not in keys)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The fewest cells side by side, as high as they are now."""
        return QSize(_FEWEST * (_CELL + _GAP), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put as many cells side by side as have room."""
        super().resizeEvent(event)
        columns = max(_FEWEST, min(self._most, (event.size().width() + _GAP) // (_CELL + _GAP)))
        if columns != self._columns:
            self._columns = columns
            self._put_all()

    def _lay_out(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(8)
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 1)

    def _place(self, key: str, caption: QLabel, box: QWidget) -> None:
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)  # as high as an error needs
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        caption.setProperty("muted", True)
        column.addWidget(caption)
        column.addWidget(box)
        column.addStretch(1)
        self._cells[key] = cell
        self._shown.append(key)
        self._put(key)

    def _put_all(self) -> None:
        for cell in self._cells.values():
            self._grid.removeWidget(cell)
        for column in range(self._most):
            self._grid.setColumnStretch(column, int(column < self._columns))
        self._at = 0
        for key in self._shown:
            self._put(key)

    def _put(self, key: str) -> None:
        """Put a cell at the next place that is wide enough for it."""
        span = min(self._spans.get(key, 1), self._columns)
        if self._at % self._columns + span > self._columns:
            self._at += self._columns - self._at % self._columns
        self._grid.addWidget(self._cells[key], self._at // self._columns, self._at % self._columns, 1, span)
        self._at += span
