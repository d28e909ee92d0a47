"""Rows of a title, some lines, pills and an amount: what a person reads rather than compares column by column.

Orders, dues and a timeline are shown so; what has columns is a `ListView`. Enter opens the row's place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from billdesk.ui import theme
from billdesk.ui.icons import icon
from billdesk.ui.models.states import state_token
from billdesk.ui.navigation import Place

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()
_PAD, _LINE, _ICON, _GAP = 12, 19, 18, 10
_STATE = QStyle.StateFlag


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says. `beside` stands muted behind the title, `lines` under it, `note` under the amount.

    `pills` are (words, state); `icon` is drawn in the theme's token `ink`. `place` is where Enter leads.
    """

    title: str
    beside: str = ""
    lines: tuple[str, ...] = ()
    amount: str = ""
    note: str = ""
    pills: tuple[tuple[str, str], ...] = ()
    icon: str = ""
    ink: str = "muted"
    place: Place | None = None

    @property
    def spoken(self) -> str:
        """The whole row in words, for a screen reader."""
        pills = [words for words, _ in self.pills]
        return ", ".join(part for part in (self.title, self.beside, self.amount, *pills, self.note, *self.lines) if part)


class RowModel(QAbstractListModel):
    """Rows as they were handed over."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself under ROW, its words for everybody else."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return row.spoken
        return None

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def append(self, rows: Sequence[Row]) -> None:
        """Show more rows at the end."""
        if rows:
            self.beginInsertRows(_NOWHERE, len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()


class RowView(QListView):
    """Shows a `RowModel`; all rows are `line_count` lines high. `opened` tells the place of a row that was opened."""

    opened = Signal(object)

    def __init__(self, name: str, title: str, line_count: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.rows = RowModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(line_count, self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.doubleClicked.connect(self._open)

    @property
    def row_height(self) -> int:
        """Pixels of one row."""
        return self.itemDelegate().sizeHint(QStyleOptionViewItem(), _NOWHERE).height()

    def fit(self, at_most: int = 10_000) -> None:
        """Make the view as high as its rows, so that it does not scroll by itself (up to `at_most` rows)."""
        self.setFixedHeight(min(max(self.rows.rowCount(), 1), at_most) * self.row_height + 2 * self.frameWidth())

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the current one stays, where it is still there."""
        current = self.currentIndex().row()
        self.rows.show_rows(rows)
        if rows:
            self.setCurrentIndex(self.rows.index(min(max(current, 0), len(rows) - 1), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens; the rest is Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, Row) and row.place is not None:
            self.opened.emit(row.place)


class RowDelegate(QStyledItemDelegate):
    """Paints rows. Colours are the theme's at each painting."""

    def __init__(self, line_count: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._line_count = line_count

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802 - Qt's name
        """One height for all rows."""
        return QSize(200, (1 + self._line_count) * _LINE + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row = index.data(ROW)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        direction: Qt.LayoutDirection = option.direction
        painter.save()
        has_focus = bool(state & _STATE.State_HasFocus)
        if has_focus or state & _STATE.State_MouseOver:
            painter.fillRect(rect, theme.color("chosen" if has_focus else "hover"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
        if isinstance(row, Row):
            _RowPainter(painter, rect, direction, option.font).paint(row)
        if has_focus:
            edge = QRect(rect.left(), rect.top(), 3, rect.height())
            painter.fillRect(QStyle.visualRect(direction, rect, edge), theme.color("accent"))
        painter.restore()


class _RowPainter:
    """One row on its way to the paper: rectangles are laid from the left and mirrored where the language asks for it."""

    def __init__(self, painter: QPainter, rect: QRect, direction: Qt.LayoutDirection, font: QFont) -> None:
        self._painter, self._rect, self._direction = painter, rect, direction
        self._plain, self._bold = QFont(font), QFont(font)
        self._bold.setBold(True)
        self._top = rect.top() + 7

    def paint(self, row: Row) -> None:
        """Icon and words from the left, amount and note at the right, pills before the amount."""
        left, right = self._rect.left() + _PAD, self._rect.right() - _PAD
        if row.icon:
            place = self._mirrored(QRect(left, self._top + 1, _ICON, _ICON))
            icon(row.icon, row.ink).paint(self._painter, place)
            left += _ICON + _GAP
        amount = self._width(row.amount, self._bold)
        self._text(QRect(right - amount, self._top, amount, _LINE), row.amount, "text", self._bold, is_end=True)
        edge = right - amount - (_GAP if amount else 0)
        for words, state in reversed(row.pills):
            edge = self._pill(edge, words, state) - 6
        self._head(row, left, edge)
        note = self._width(row.note, self._plain)
        self._text(QRect(right - note, self._top + _LINE, note, _LINE), row.note, "muted", self._plain, is_end=True)
        for number, line in enumerate(row.lines, 1):
            room = right - left - (note + _GAP if number == 1 and note else 0)
            self._text(QRect(left, self._top + number * _LINE, room, _LINE), line, "muted", self._plain)

    def _head(self, row: Row, left: int, edge: int) -> None:
        title = min(self._width(row.title, self._bold), max(edge - left, 0))
        self._text(QRect(left, self._top, title, _LINE), row.title, "text", self._bold)
        begin = left + title + _GAP
        if row.beside and edge - begin > 24:
            self._text(QRect(begin, self._top, edge - begin, _LINE), row.beside, "muted", self._plain)

    def _pill(self, right: int, words: str, state: str) -> int:
        """Paint a pill that ends at `right`; gives where it begins."""
        fore, ground = theme.pair(state_token(state))
        font = QFont(self._plain)
        font.setPixelSize(max(font.pixelSize() - 1, 11))
        width = self._width(words, font) + 16
        place = self._mirrored(QRect(right - width, self._top, width, 20))
        painter = self._painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(place, 10, 10)
        painter.setPen(fore)
        painter.setFont(font)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
        return right - width

    def _text(self, place: QRect, text: str, token: str, font: QFont, is_end: bool = False) -> None:
        if not text or place.width() <= 0:
            return
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        side = Qt.AlignmentFlag.AlignRight if is_end else Qt.AlignmentFlag.AlignLeft
        side = QStyle.visualAlignment(self._direction, side | Qt.AlignmentFlag.AlignVCenter)
        self._painter.setFont(font)
        self._painter.setPen(theme.color(token))
        self._painter.drawText(self._mirrored(place), side | Qt.AlignmentFlag.AlignAbsolute, shown)

    def _width(self, text: str, font: QFont) -> int:
        return QFontMetrics(font).horizontalAdvance(text) + 1 if text else 0

    def _mirrored(self, place: QRect) -> QRect:
        return QStyle.visualRect(self._direction, self._rect, place)
