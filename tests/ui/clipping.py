"""Finds text that is cut and widgets that lie over each other or outside their parent, in a window as it is shown.

What counts as cut: a text that is wider or higher than the room that its widget has for it. A text that ends in an
ellipsis is cut on purpose, and that is allowed only where a tool tip has it whole. What scrolls (line edits, views,
scroll areas) holds more than it shows; of its parts only headers, and cells with figures and dates, must be whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStackedLayout,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QTabBar,
    QTableView,
    QToolButton,
    QTreeView,
    QWidget,
)

SLACK = 1
"""Pixels that rounding may take."""
HEADER_PADDING, CELL_PADDING = 20, 18
_RICH = re.compile(r"<[a-z/][^>]*>|<!--")
_FIGURES = "0123456789.,'- \u00a0\u202f/:"


def troubles(root: QWidget) -> list[str]:
    """Everything that is cut, covered or outside, told with the widget's name and its way up to `root`."""
    found = []
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisibleTo(root) or is_of_qt(widget):
            continue
        found += [f"{way(widget, root)}: {words}" for words in (*cut(widget), *covered(widget), *outside(widget, root))]
    return sorted(set(found))


def is_of_qt(widget: QWidget) -> bool:
    """Parts that Qt makes for itself, such as a calendar's."""
    parent: QWidget | None = widget
    while parent is not None:
        if parent.inherits("QCalendarWidget") or parent.inherits("QFileDialog") or parent.inherits("QComboBoxPrivateContainer"):
            return True
        parent = parent.parentWidget()
    return False


def way(widget: QWidget, root: QWidget) -> str:
    """The widget's names up to `root`, the nearest three."""
    names: list[str] = []
    parent: QWidget | None = widget
    while parent is not None and parent is not root and len(names) < 3:
        names.append(parent.objectName() or type(parent).__name__)
        parent = parent.parentWidget()
    return " < ".join(names)


def cut(widget: QWidget) -> Iterator[str]:
    """What of the widget's own text is cut."""
    if isinstance(widget, QLabel):
        yield from _cut_label(widget)
    elif isinstance(widget, (QPushButton, QCheckBox, QRadioButton, QToolButton)) and widget.text():
        yield from _cut_button(widget)
    elif isinstance(widget, QComboBox):
        yield from _cut_choice(widget)
    elif isinstance(widget, QAbstractSpinBox):
        line = widget.findChild(QLineEdit)
        if line is not None and (short := _width(line.fontMetrics(), widget.text()) + 2 - line.width()) > SLACK:
            yield f"{widget.text()!r} is {short} px too wide"
    elif isinstance(widget, QLineEdit) and not isinstance(widget.parentWidget(), (QAbstractSpinBox, QComboBox)):
        yield from _cut_line(widget)
    elif isinstance(widget, QTabBar):
        yield from _cut_tabs(widget)
    elif isinstance(widget, QHeaderView):
        yield from _cut_header(widget)
    elif isinstance(widget, (QTableView, QTreeView)):
        yield from _cut_cells(widget)


def _cut_label(label: QLabel) -> Iterator[str]:
    text, room = label.text(), label.contentsRect()
    elides = type(label).paintEvent is not QLabel.paintEvent and label.toolTip() == text
    if not text or elides or (label.pixmap() is not None and not label.pixmap().isNull()):
        return
    if text.endswith("…") and not label.toolTip() and not label.property("whole"):
        yield f"{text!r} is elided without a tool tip"
    if label.textFormat() is Qt.TextFormat.AutoText and _RICH.search(text) is not None:
        yield f"{text[:60]!r} is taken for markup"
    space = room.width() - 2 * label.margin()
    if label.textFormat() is Qt.TextFormat.RichText or (
        label.textFormat() is Qt.TextFormat.AutoText and _RICH.search(text) is not None
    ):
        document = QTextDocument()
        document.setDefaultFont(label.font())
        document.setDocumentMargin(0)
        document.setHtml(text)
        document.setTextWidth(space if label.wordWrap() else -1)
        wide, high = document.idealWidth(), document.size().height()
    else:
        flags = Qt.TextFlag.TextWordWrap if label.wordWrap() else Qt.TextFlag.TextExpandTabs
        box = label.fontMetrics().boundingRect(QRect(0, 0, max(space, 1), 100_000), int(flags | Qt.TextFlag.TextExpandTabs), text)
        wide, high = box.width(), box.height()
        if not label.wordWrap():
            wide = max(_width(label.fontMetrics(), line) for line in text.split("\n"))
    if wide > space + SLACK:
        yield f"{text[:60]!r} is {wide - space:.0f} px too wide for {space}"
    if high > room.height() + SLACK + 1:
        yield f"{text[:60]!r} is {high - room.height():.0f} px too high for {room.height()}"


def _cut_button(button: QAbstractButton) -> Iterator[str]:
    text = button.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
    if isinstance(button, QToolButton):
        if button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly and not button.icon().isNull():
            return
        space = button.width() - 8
    else:
        option = QStyleOptionButton()
        button.initStyleOption(option)  # type: ignore[attr-defined]  # each of the three kinds has it
        part = (
            QStyle.SubElement.SE_PushButtonContents if isinstance(button, QPushButton) else QStyle.SubElement.SE_CheckBoxContents
        )
        space = button.style().subElementRect(part, option, button).width()
    icon = 0 if button.icon().isNull() else button.iconSize().width() + 4
    wide = max(_width(button.fontMetrics(), line) for line in text.split("\n")) + icon
    high = button.fontMetrics().height() * (1 + text.count("\n"))
    if wide > space + SLACK:
        yield f"{text!r} is {wide - space} px too wide for {space}"
    if high > button.height() + SLACK:
        yield f"{text!r} is {high - button.height()} px too high"
    if text.endswith("…") and not button.toolTip() and len(text) > 30:
        yield f"{text!r} is elided without a tool tip"


def _cut_choice(choice: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    choice.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    space = choice.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, choice).width()
    icon = 0 if choice.itemIcon(choice.currentIndex()).isNull() else choice.iconSize().width() + 4
    wide = _width(choice.fontMetrics(), choice.currentText()) + icon
    if wide > space + SLACK and not choice.isEditable() and not choice.toolTip():
        yield f"{choice.currentText()[:60]!r} is {wide - space} px too wide for {space}"


def _cut_line(line: QLineEdit) -> Iterator[str]:
    if line.text() or not line.placeholderText():
        return
    wide = _width(line.fontMetrics(), line.placeholderText())
    space = line.contentsRect().width() - 20
    if wide > space + SLACK:
        yield f"the hint {line.placeholderText()!r} is {wide - space} px too wide for {space}"


def _cut_tabs(tabs: QTabBar) -> Iterator[str]:
    for at in range(tabs.count()):
        if tabs.isTabVisible(at) and _width(tabs.fontMetrics(), tabs.tabText(at)) > tabs.tabRect(at).width() - 8:
            yield f"the tab {tabs.tabText(at)!r} is cut"
    if tabs.count() and not tabs.usesScrollButtons() and tabs.tabRect(tabs.count() - 1).right() > tabs.width() + SLACK:
        yield f"the last tabs lie {tabs.tabRect(tabs.count() - 1).right() - tabs.width()} px outside"


def _cut_header(header: QHeaderView) -> Iterator[str]:
    model: QAbstractItemModel | None = header.model()
    if model is None or header.orientation() is Qt.Orientation.Vertical:
        return
    font = header.font()
    font.setBold(True)
    metrics = QFontMetrics(font)
    for at in range(header.count()):
        title = model.headerData(at, header.orientation())
        if header.isSectionHidden(at) or not title:
            continue
        wide = _width(metrics, str(title)) + HEADER_PADDING
        if wide > header.sectionSize(at) + SLACK:
            yield f"the head {title!r} is {wide - header.sectionSize(at)} px too wide for {header.sectionSize(at)}"


def _cut_cells(view: QTableView | QTreeView) -> Iterator[str]:
    model = view.model()
    header = view.horizontalHeader() if isinstance(view, QTableView) else view.header()
    if model is None:
        return
    for at in range(header.count()):
        if header.isSectionHidden(at):
            continue
        worst = max(
            ((_short(view, index), index) for index in _shown(view, model, at)), default=(0, QModelIndex()), key=lambda w: w[0]
        )
        if worst[0] > SLACK:
            title = model.headerData(at, Qt.Orientation.Horizontal)
            yield f"the column {title!r} is {worst[0]} px too narrow for {worst[1].data()!r}"


def _shown(view: QTableView | QTreeView, model: QAbstractItemModel, column: int) -> Iterator[QModelIndex]:
    """Cells with figures or dates that are seen; words may be elided, for the list's own tool tip has them."""
    index = view.indexAt(QPoint(2, 2))
    for _ in range(60):
        if not index.isValid() or view.visualRect(index).top() > view.viewport().height():
            return
        cell = index.siblingAtColumn(column)
        text = str(cell.data() or "")
        is_right = bool((cell.data(Qt.ItemDataRole.TextAlignmentRole) or 0) & Qt.AlignmentFlag.AlignRight)
        if text and (is_right or not text.strip(_FIGURES)):
            yield cell
        index = view.indexBelow(index) if isinstance(view, QTreeView) else model.index(index.row() + 1, index.column())


def _short(view: QAbstractItemView, index: QModelIndex) -> int:
    font = index.data(Qt.ItemDataRole.FontRole) or view.font()
    return _width(QFontMetrics(font), str(index.data())) + CELL_PADDING - view.visualRect(index).width()


def covered(parent: QWidget) -> Iterator[str]:
    """Which children of the parent's layout lie over each other."""
    layout: QLayout | None = parent.layout()
    if layout is None or isinstance(layout, QStackedLayout):
        return
    children = [w for w in _in_layout(layout) if w.isVisibleTo(parent) and not w.geometry().isEmpty()]
    for at, one in enumerate(children):
        for other in children[at + 1 :]:
            over = one.geometry().intersected(other.geometry())
            if over.width() > SLACK and over.height() > SLACK:
                yield f"{_called(one)} and {_called(other)} lie over each other, {over.width()} x {over.height()} px"


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield widget
        elif isinstance(inner := item.layout(), QLayout):  # a spacer gives itself
            yield from _in_layout(inner)


def outside(widget: QWidget, root: QWidget) -> Iterator[str]:
    """How far the widget lies outside its parent; what scrolls may."""
    parent = widget.parentWidget()
    layout: QLayout | None = parent.layout() if parent is not None else None
    if widget is root or widget.isWindow() or parent is None or layout is None or is_scrolled(widget):
        return
    if widget not in list(_in_layout(layout)):
        return
    room, own = parent.rect(), widget.geometry()
    over = max(room.left() - own.left(), own.right() - room.right(), room.top() - own.top(), own.bottom() - room.bottom())
    if over > SLACK:
        yield f"lies {over} px outside {_called(parent)}"


def is_scrolled(widget: QWidget) -> bool:
    """Whether the parent is what a scroll area moves about."""
    parent = widget.parentWidget()
    return parent is not None and isinstance(parent.parentWidget(), QAbstractScrollArea)


def _width(metrics: QFontMetrics, text: str) -> int:
    return metrics.horizontalAdvance(text)


def _called(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, (QLabel, QAbstractButton)) else ""
    return widget.objectName() or f"{type(widget).__name__} {text[:30]!r}"
