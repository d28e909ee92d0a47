"""A small panel that floats over the window beside what opened it, and goes away when a person turns to something else.

It is a child of the window and not a window of its own: no system has to grant it place, keyboard or shadow.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

_EDGE = 8


class Popover(QFrame):
    """Esc, a click elsewhere, or the focus going elsewhere close it and delete it; the focus goes back where it was."""

    def __init__(self, name: str, text: str, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setProperty("popup", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAutoFillBackground(True)
        self._before: QWidget | None = None
        self._is_listening = False
        self.hide()

    def show_at(self, place: QPoint, focus: QWidget | None = None) -> None:
        """Show at a place on the screen, or as near to it as the window has room; `focus` takes the keyboard."""
        window = self.window()
        self._before = QApplication.focusWidget()
        self.adjustSize()
        at = window.mapFromGlobal(place)
        at.setX(max(_EDGE, min(at.x(), window.width() - self.width() - _EDGE)))
        at.setY(max(_EDGE, min(at.y(), window.height() - self.height() - _EDGE)))
        self.move(at)
        self.raise_()
        self.show()
        if focus is not None:
            focus.setFocus()
        self._listen(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc closes; no other key goes through to what lies below."""
        if event.key() == Qt.Key.Key_Escape:
            self._give_back()
            self.close()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """A click outside closes."""
        if event.type() is QEvent.Type.MouseButtonPress and isinstance(watched, QWidget) and not self._holds(watched):
            self.close()
        return False

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """What goes on elsewhere is no concern of a closed one."""
        super().hideEvent(event)
        self._listen(False)

    def done(self) -> None:
        """Close, and give the keyboard back."""
        self._give_back()
        self.close()

    def _listen(self, wanted: bool) -> None:
        """Hear of every click and of the focus while open."""
        app = QApplication.instance()
        if not isinstance(app, QApplication) or wanted == self._is_listening:
            return
        self._is_listening = wanted
        if wanted:
            app.installEventFilter(self)
            app.focusChanged.connect(self._focus_changed)
        else:
            app.removeEventFilter(self)
            app.focusChanged.disconnect(self._focus_changed)

    def _give_back(self) -> None:
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()

    def _focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isVisible() and not self._holds(now):
            self.close()

    def _holds(self, widget: QWidget) -> bool:
        """Whether a widget is part of this one, also by way of a list that drops down from it."""
        part: QObject | None = widget
        while part is not None and part is not self:
            part = part.parent()
        return part is self
