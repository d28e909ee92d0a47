"""A field that holds codes of records: those chosen as chips that can be taken away, and a line to find more while typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QPushButton, QVBoxLayout, QWidget

from billdesk.ui.icons import icon
from billdesk.ui.widgets.flow import FlowLayout
from billdesk.ui.words import tr

Found = Callable[[Sequence[tuple[str, str]]], None]
Search = Callable[[str, Found], None]
"""Looks up records whose code or name has the text in it, and calls back with (code, name) of each."""
_WAIT_MS = 120


class _Line(QLineEdit):
    """The line to type in. Backspace in an empty one takes the last chip away; Enter adds."""

    emptied = Signal()
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter and Backspace; the rest is Qt's."""
        modified = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not modified and self.text().strip():
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
        else:
            super().keyPressEvent(event)


class CodesField(QWidget):
    """Codes of records; none means no restriction. `search` finds records while a person types."""

    changed = Signal()

    def __init__(self, words: str, search: Search) -> None:
        super().__init__()
        self._words, self._search = words, search
        self._codes: list[str] = []
        self._buttons: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.line = _Line()
        self.line.setPlaceholderText(words)
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.activated[str].connect(self._take_completion)  # type: ignore[index]  # an overloaded signal
        self.line.setCompleter(self._completer)
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(self._look)
        self.line.textEdited.connect(lambda _text: self._timer.start())
        self.line.entered.connect(self._enter)
        self.line.emptied.connect(lambda: self.set_value(self._codes[:-1], is_person=True))
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        column.addWidget(self.line)
        column.addWidget(self._chips)
        self._chips.hide()
        self.setFocusProxy(self.line)

    def name_parts(self) -> None:
        """Give the parts object names that begin with the field's own; called once it has one."""
        self.line.setObjectName(f"{self.objectName()}.add")
        self.line.setAccessibleName(self.accessibleName() or self._words)
        self._name_chips()

    def value(self) -> list[str]:
        """The codes, in the order in which they were chosen."""
        return list(self._codes)

    def set_value(self, codes: Sequence[str] | None, is_person: bool = False) -> None:
        """Hold these codes."""
        wanted = list(dict.fromkeys(codes or ()))
        if wanted == self._codes:
            return
        self._codes = wanted
        for chip in self._buttons:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self._buttons = [self._chip(code) for code in wanted]
        for chip in self._buttons:
            self._flow.addWidget(chip)
        self._chips.setVisible(bool(wanted))
        self._name_chips()
        self.updateGeometry()
        if is_person:
            self.changed.emit()

    def add(self, code: str) -> None:
        """Choose one more."""
        self.line.clear()
        self.set_value([*self._codes, code], is_person=True)

    def _chip(self, code: str) -> QPushButton:
        chip = QPushButton(icon("x", "muted"), code)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.setAutoDefault(False)
        chip.setToolTip(tr("Take {code} away").format(code=code))
        chip.setAccessibleName(tr("Take {code} away").format(code=code))
        chip.clicked.connect(lambda: self.set_value([each for each in self._codes if each != code], is_person=True))
        return chip

    def _name_chips(self) -> None:
        for code, chip in zip(self._codes, self._buttons, strict=True):
            chip.setObjectName(f"{self.objectName()}.{code}")

    def _look(self) -> None:
        text = self.line.text().strip()
        if text:
            self._search(text, self._offer)

    def _offer(self, found: Sequence[tuple[str, str]]) -> None:
        self._model.clear()
        for code, name in found:
            item = QStandardItem(f"{code} – {name}" if name else code)
            item.setData(code, Qt.ItemDataRole.UserRole)
            self._model.appendRow(item)
        if self.line.hasFocus() and found:
            self._completer.complete()

    def _take_completion(self, shown: str) -> None:
        for row in range(self._model.rowCount()):
            item = self._model.item(row)
            if item.text() == shown:
                code = str(item.data(Qt.ItemDataRole.UserRole))
                # The completer writes its words into the line after this; they are taken out again then.
                QTimer.singleShot(0, self, self.line.clear)
                self.add(code)
                return

    def _enter(self) -> None:
        """What was typed counts as a code; whether there is such a record is checked with the rest of the rule."""
        self.add(self.line.text().strip())
