"""The lines of the palette: what each says and leads to, and how it is painted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from billdesk.services.search import Hit
from billdesk.ui import theme
from billdesk.ui.formats import Formats
from billdesk.ui.icons import icon
from billdesk.ui.models.states import state_word
from billdesk.ui.navigation import Place
from billdesk.ui.words import tr

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ICONS = {"account": "user", "invoice": "receipt", "order": "shopping-cart", "product": "package"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: words, what stands muted beside them, what stands at the right; a place to go to or an action to do."""

    title: str
    detail: str = ""
    at_right: str = ""
    icon: str = ""
    kind: str = ""
    place: Place | None = None
    action: QAction | None = None
    score: int = 0

    @property
    def spoken(self) -> str:
        """The line for a screen reader."""
        return ", ".join(part for part in (self.kind, self.title, self.detail, self.at_right) if part)


def entry_of_hit(hit: Hit, formats: Formats) -> Entry:
    """A record that was found."""
    kinds = {"account": tr("Account"), "invoice": tr("Invoice"), "order": tr("Order"), "product": tr("Product")}
    detail = [*hit.detail]
    if hit.on:
        detail.append(formats.date_(hit.on))
    if hit.state:
        detail.append(state_word("status", hit.state))
    amount = formats.money(hit.amount_minor, hit.currency) if hit.amount_minor is not None else ""
    title = hit.title or tr("Draft")
    place = Place(hit.kind, hit.id)
    return Entry(
        title, "  ·  ".join(detail), amount or kinds[hit.kind], _ICONS[hit.kind], kinds[hit.kind], place, score=hit.score
    )


def entry_of_action(action: QAction) -> Entry:
    """Something that can be done."""
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return Entry(action.text().replace("&", ""), "", keys, "zap", tr("Command"), None, action)


def entry_of_room(page: str, words: str, picture: str) -> Entry:
    """A room of the window."""
    return Entry(words, tr("Go there"), "", picture, tr("Place"), Place(page))


class EntryModel(QAbstractListModel):
    """The lines that are shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show(self, entries: list[Entry]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def entry(self, index: Index) -> Entry | None:
        """The line of an index."""
        return self.entries[index.row()] if index.isValid() and index.row() < len(self.entries) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many lines."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a line."""
        entry = self.entry(index)
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.spoken
        return None


class EntryDelegate(QStyledItemDelegate):
    """Icon, words, what stands muted beside them, and an amount, kind or keys at the right."""

    HEIGHT = 36

    def __init__(self, model: EntryModel, formats: Formats, parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._formats = model, formats

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802 - Qt's name
        """One line, as wide as the list."""
        return QSize(option.rect.width(), self.HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a line."""
        entry = self._model.entry(index)
        if entry is None:
            return
        rect = QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("chosen"))
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), 6, 6)
        is_mirrored = option.direction is Qt.LayoutDirection.RightToLeft
        start = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
        end = Qt.AlignmentFlag.AlignLeft if is_mirrored else Qt.AlignmentFlag.AlignRight

        def mirrored(x: int, width: int) -> QRect:
            left = rect.right() + 1 - x - width if is_mirrored else rect.left() + x
            return QRect(left, rect.top(), width, rect.height())

        picture = mirrored(12, 18)
        picture.setTop(rect.top() + (rect.height() - 18) // 2)
        picture.setHeight(18)
        icon(entry.icon, "muted").paint(painter, picture)
        metrics = painter.fontMetrics()
        middle = Qt.AlignmentFlag.AlignVCenter
        at_right = metrics.horizontalAdvance(entry.at_right)
        painter.setPen(theme.color("muted"))
        painter.drawText(mirrored(rect.width() - 14 - at_right, at_right), end | middle, entry.at_right)
        room = rect.width() - 40 - 14 - at_right - 16
        title = metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, room)
        taken = metrics.horizontalAdvance(title)
        painter.setPen(theme.color("text"))
        painter.drawText(mirrored(40, taken + 2), start | middle, title)
        left = room - taken - 12
        if entry.detail and left > 40:
            detail = metrics.elidedText(entry.detail, Qt.TextElideMode.ElideRight, left)
            painter.setPen(theme.color("muted"))
            painter.drawText(mirrored(40 + taken + 12, left), start | middle, detail)
        painter.restore()
