"""All keys of the window and of the present page, made from the actions themselves, so that it is never out of date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from billdesk.ui.words import tr

if TYPE_CHECKING:
    from billdesk.ui.main_window import MainWindow

NAME = "keys.dialog"


class KeysDialog(QDialog):
    """Keys in two columns, filtered by what is typed. Esc closes."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setObjectName(NAME)
        self.setWindowTitle(tr("Keys"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 560)
        self._rows: list[tuple[str, QWidget, QWidget]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        self.search = QLineEdit()
        self.search.setObjectName("keys.search")
        self.search.setAccessibleName(tr("Find a key"))
        self.search.setPlaceholderText(tr("Find a key or what it does"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        column.addWidget(self.search)
        inside = QWidget()
        across = QHBoxLayout(inside)
        across.setContentsMargins(0, 0, 12, 0)
        across.setSpacing(32)
        page = window.present
        actions = window.commands.all()
        own = [action for action in actions if page is not None and action in page.actions_()]
        across.addLayout(self._group(tr("Everywhere"), [*self._keys(actions, own), *_fixed(window)]), 1)
        right = QVBoxLayout()
        if page is not None and (of_page := self._keys(own, [])):
            right.addLayout(self._group(page.title or tr("This page"), of_page))
            right.addSpacing(16)
        right.addLayout(self._group(tr("In lists"), _of_lists()))
        right.addStretch(1)
        across.addLayout(right, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        column.addWidget(area, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        close = QPushButton(tr("Close"))
        close.setObjectName("keys.close")
        close.setAccessibleName(close.text())
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        buttons.addWidget(close)
        column.addLayout(buttons)
        self.search.setFocus()

    @property
    def shown(self) -> list[str]:
        """What is listed: keys and words, for tests and screen readers."""
        return [text for text, key, _ in self._rows if not key.isHidden()]

    def _keys(self, actions: list[QAction], without: list[QAction]) -> list[tuple[str, str]]:
        found = []
        for action in actions:
            keys = " / ".join(_native(shortcut) for shortcut in action.shortcuts())
            if keys and action not in without:
                found.append((keys, action.text().replace("&", "")))
        return found

    def _group(self, title: str, keys: list[tuple[str, str]]) -> QVBoxLayout:
        column = QVBoxLayout()
        heading = QLabel(title)
        heading.setProperty("heading", True)
        column.addWidget(heading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (key, words) in enumerate(dict.fromkeys(keys)):
            cap, about = QLabel(key), QLabel(words)
            cap.setProperty("key", True)
            cap.setMinimumSize(QSize(112, 26))
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            about.setWordWrap(True)
            grid.addWidget(cap, row, 0)
            grid.addWidget(about, row, 1)
            self._rows.append((f"{key} {words}", cap, about))
        column.setSpacing(8)
        column.addLayout(grid)
        column.addStretch(1)
        return column

    def _filter(self, text: str) -> None:
        wanted = text.strip().casefold()
        for words, cap, about in self._rows:
            is_shown = wanted in words.casefold()
            cap.setVisible(is_shown)
            about.setVisible(is_shown)


def show_keys(window: MainWindow) -> KeysDialog:
    """Open the help; it does not wait."""
    dialog = KeysDialog(window)
    dialog.open()
    return dialog


def _native(shortcut: QKeySequence) -> str:
    return shortcut.toString(QKeySequence.SequenceFormat.NativeText)


def _fixed(window: MainWindow) -> list[tuple[str, str]]:
    """Keys of buttons and editors, which are no actions."""
    buttons = [button for button in window.sidebar.findChildren(QPushButton) if not button.shortcut().isEmpty()]
    found = [(_native(button.shortcut()), button.accessibleName()) for button in buttons]
    return [
        *found,
        (_native(QKeySequence("Ctrl+Enter")), tr("Save or accept")),
        (_native(QKeySequence("Esc")), tr("Back, or close")),
    ]


def _of_lists() -> list[tuple[str, str]]:
    keys = [
        ("Enter", tr("Open")),
        ("Space", tr("Preview beside the list")),
        ("Ctrl+F", tr("Filter the list")),
        ("Ctrl+C", tr("Copy the selected rows")),
        ("F2", tr("Edit")),
    ]
    return [(_native(QKeySequence(key)), words) for key, words in keys]
