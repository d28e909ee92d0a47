"""What every editor dialog does: a form, Save (Ctrl+Enter) and Cancel, errors beside their fields, edits kept over a crash.

A subclass builds the form and says how to save; nothing of it waits or asks twice. Where somebody else has changed the
record meanwhile, nothing is written, the dialog says so and offers what now stands in the company.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from billdesk.billing.errors import BillingError, Conflict
from billdesk.ui.desk import Desk
from billdesk.ui.widgets.form import Form
from billdesk.ui.words import breakable, tr

KEEP_MS = 300
"""A change is on disk this long after the last key."""


class EditorDialog(QDialog):
    """One record in a dialog. `room` begins the object names; `kind` and `key` name the edit among the unsaved ones."""

    saved = Signal(object)
    """What the service gave for the saved record."""

    def __init__(self, desk: Desk, room: str, title: str, kind: str, key: str = "new", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.kind, self.key = desk, kind, key
        self.setObjectName(f"{room}.dialog")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._timer = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._timer.timeout.connect(self.keep)
        self.form = Form(room)
        self.form.changed.connect(lambda _key: self._timer.start())
        self._is_saving = False
        self._build(room)

    def work(self, values: dict[str, Any]) -> Callable[[], object]:
        """What saves `values`, to be called off the interface thread; raises FieldError for a field. Subclasses say it."""
        raise NotImplementedError

    def after(self, result: object) -> None:
        """What to do when it is saved, on the interface thread: note the undo, go to the record."""

    def reload(self) -> None:
        """Fill the form with what stands in the company now; called when a person asks after a conflict."""

    def kept(self) -> dict[str, Any]:
        """The values to keep on disk while they are not saved; what a subclass needs besides the form goes in here too."""
        return self.form.values()

    def keep(self) -> None:
        """Put the unsaved edit on disk, or take it away where nothing differs any more."""
        if self.form.is_dirty:
            self.desk.unsaved.keep(self.kind, self.key, self.kept())
        else:
            self.desk.unsaved.drop(self.kind, self.key)

    def save(self) -> None:
        """Save; the dialog closes when it is done and stays, with the error beside the field, when it is refused."""
        if self._is_saving or self.form.show_unreadable():
            return
        self._is_saving = True
        self._save.setEnabled(False)
        self.form.clear_errors()
        self.trouble.hide()
        self.desk.jobs.run(self.windowTitle(), self._call(self.work(self.form.values())), self._done, self._refused)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+Enter saves, Esc leaves."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
        elif is_enter:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Leave without saving: the edit is given up. What was typed can be had back from the message."""
        values = self.kept() if self.form.is_dirty else None
        self._timer.stop()
        self.desk.unsaved.drop(self.kind, self.key)
        if values is not None:
            self.desk.say.done(tr("The changes were not saved"))
        super().reject()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """As tall as the form where the screen allows it; the keys go to the first field."""
        super().showEvent(event)
        if not event.spontaneous():
            room = self.screen().availableGeometry().height() - 96
            self.resize(self.width(), min(max(self.height(), self.form.sizeHint().height() + 120), room))
            self.form.go_to_first()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """The window's close button is Cancel."""
        self._timer.stop()
        super().closeEvent(event)

    def _build(self, room: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self.form)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.trouble = QLabel()
        self.trouble.setObjectName(f"{room}.trouble")
        self.trouble.setProperty("error", True)
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self._reload = self._button(f"{room}.reload", tr("Show what stands there now"), self._show_theirs)
        self._reload.hide()
        buttons = QHBoxLayout()
        buttons.addWidget(self._reload)
        buttons.addStretch(1)
        buttons.addWidget(self._button(f"{room}.cancel", tr("Cancel"), self.reject))
        self._save = self._button(f"{room}.save", tr("Save"), self.save)
        self._save.setProperty("primary", True)
        self._save.setToolTip(tr("Save (Ctrl+Enter)"))
        buttons.addWidget(self._save)
        column.addWidget(area, 1)
        column.addWidget(self.trouble)
        column.addLayout(buttons)
        self.resize(560, 320)

    def _button(self, name: str, words: str, call: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.clicked.connect(call)
        return button

    @staticmethod
    def _call(work: Callable[[], object]) -> Callable[[object], object]:
        return lambda _progress: work()

    def _done(self, result: object) -> None:
        self._timer.stop()
        self.desk.unsaved.drop(self.kind, self.key)
        self.saved.emit(result)
        self.after(result)
        self.accept()

    def _refused(self, trouble: BillingError) -> None:
        self._is_saving = False
        self._save.setEnabled(True)
        self._reload.setVisible(isinstance(trouble, Conflict))
        if not self.form.show_trouble(trouble):
            text = str(trouble)
            self.trouble.setText(breakable(text[:1].upper() + text[1:]))
            self.trouble.show()

    def _show_theirs(self) -> None:
        self._reload.hide()
        self.trouble.hide()
        self.reload()
