"""How the window speaks: a toast that goes by itself, and a bar for errors that stays until it is closed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from billdesk.ui.icons import icon
from billdesk.ui.messages import Message
from billdesk.ui.words import tr

TOAST_MS = 6000


class ErrorBar(QFrame):
    """Says what went wrong, with which record and how to mend it. Not modal; it stays until closed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("errors.bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        sign = QToolButton()  # a button's icon follows a change of theme, a label's picture does not
        sign.setObjectName("errors.sign")
        sign.setAccessibleName(tr("Error"))
        sign.setIcon(icon("circle-alert", "overdue"))
        sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words = QLabel()
        self.words.setObjectName("errors.words")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.link = QPushButton()
        self.link.setObjectName("errors.link")
        self.link.clicked.connect(self._follow)
        self.others = [QPushButton() for _ in range(2)]
        for number, button in enumerate(self.others):
            button.setObjectName(f"errors.other_{number + 1}")
            button.clicked.connect(lambda _checked=False, number=number: self._follow_other(number))
        close = QToolButton()
        close.setObjectName("errors.close")
        close.setAccessibleName(tr("Close this message"))
        close.setIcon(icon("x"))
        close.setAutoRaise(True)
        close.clicked.connect(self.hide)
        for part in (sign, self.words, self.link, *self.others, close):
            row.addWidget(part)
        self._message: Message | None = None
        self.hide()

    def show_message(self, message: Message) -> None:
        """Show an error in words, with up to three things to do about it."""
        self._message = message
        head = f"{message.text}: {message.record}" if message.record else message.text
        tail = message.remedy[:1].upper() + message.remedy[1:]
        self.words.setText(f"{head}. {tail}." if tail else f"{head}.")
        self.words.setAccessibleName(self.words.text())
        self.link.setVisible(message.link is not None)
        self.link.setText(message.link_text)
        self.link.setAccessibleName(message.link_text)
        for button, way in zip(self.others, (*message.others, None, None), strict=False):
            button.setVisible(way is not None)
            button.setText(way[0] if way is not None else "")
            button.setAccessibleName(button.text())
        self.show()

    @property
    def message(self) -> Message | None:
        """What is shown; None where nothing is."""
        return self._message if not self.isHidden() else None

    def _follow(self) -> None:
        message = self._message
        self.hide()
        if message is not None and message.link is not None:
            message.link()

    def _follow_other(self, number: int) -> None:
        message = self._message
        self.hide()
        if message is not None and number < len(message.others):
            message.others[number][1]()


class Toast(QFrame):
    """Says what is done, at the foot of the window, for some seconds; the pointer on it makes it stay."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        self.words = QLabel()
        self.words.setObjectName("toast.words")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.link = QPushButton()
        self.link.setObjectName("toast.link")
        self.link.setFlat(True)
        self.link.clicked.connect(self._follow)
        row.addWidget(self.words)
        row.addWidget(self.link)
        self._message: Message | None = None
        self._timer = QTimer(self, singleShot=True, interval=TOAST_MS)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def show_message(self, message: Message) -> None:
        """Show what is done."""
        self._message = message
        self.words.setText(message.text)
        self.words.setAccessibleName(message.text)
        self.link.setVisible(message.link is not None)
        self.link.setText(message.link_text)
        self.link.setAccessibleName(message.link_text)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep to the foot of the window when it changes its size."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Stay while a person looks."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Go when they have looked."""
        self._timer.start()
        super().leaveEvent(event)

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - 48)

    def _follow(self) -> None:
        message = self._message
        self.hide()
        if message is not None and message.link is not None:
            message.link()
