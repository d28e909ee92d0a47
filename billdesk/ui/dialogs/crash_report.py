"""The dialog after a bug: nothing was lost, here is the report. One at a time, and never in the way of work."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from billdesk.ui.bugs import Bug, copy_text
from billdesk.ui.words import tr

NAME = "crash.dialog"


class CrashDialog(QDialog):
    """Says what happened and where the report is, with buttons to copy it and to show its folder."""

    def __init__(self, bug: Bug, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName(NAME)
        self.setWindowTitle(tr("Something went wrong"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 420)
        self._bug, self._more = bug, 0
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        heading = QLabel(tr("Something went wrong in BillDesk"))
        heading.setProperty("heading", True)
        column.addWidget(heading)
        column.addWidget(
            self._label(tr("Nothing was lost: what was saved is in the company file, and edits in progress are kept."))
        )
        column.addWidget(self._label(self._where(bug.report)))
        self.count = self._label("")
        self.count.setProperty("muted", True)
        self.count.hide()
        column.addWidget(self.count)
        self.trace = QPlainTextEdit(bug.trace)
        self.trace.setObjectName("crash.trace")
        self.trace.setAccessibleName(tr("Details"))
        self.trace.setReadOnly(True)
        self.trace.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.trace.setTabChangesFocus(True)
        self.trace.moveCursor(self.trace.textCursor().MoveOperation.End)
        column.addWidget(self.trace, 1)
        column.addLayout(self._buttons())

    def again(self, bug: Bug) -> None:
        """Another one came while this one is open."""
        self._more += 1
        self._bug = bug
        self.trace.setPlainText(bug.trace)
        words = tr("{n} more happened since; the newest is shown, and each has a report of its own.").format(n=self._more)
        self.count.setText(words)
        self.count.show()

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(copy_text(self._bug))
        self.copy_button.setText(tr("Copied"))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.copy_button = self._button("crash.copy", tr("Copy the report"))
        self.copy_button.clicked.connect(self.copy)
        folder = self._button("crash.folder", tr("Show the folder"))
        folder.clicked.connect(self._show_folder)
        folder.setEnabled(self._bug.report is not None)
        close = self._button("crash.close", tr("Continue"))
        close.setProperty("primary", True)
        close.clicked.connect(self.accept)
        row.addWidget(self.copy_button)
        row.addWidget(folder)
        row.addStretch(1)
        row.addWidget(close)
        close.setFocus()
        return row

    def _show_folder(self) -> None:
        if self._bug.report is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._bug.report.parent)))

    @staticmethod
    def _where(report: Path | None) -> str:
        if report is None:
            return tr("The report could not be saved; copy it from here. Please send it to those who make BillDesk.")
        return tr("The report is in {path}. Please send it to those who make BillDesk.").format(path=report)

    @staticmethod
    def _label(text: str) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    @staticmethod
    def _button(name: str, words: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        return button


def show_crash(bug: Bug, parent: QWidget | None) -> CrashDialog:
    """Show a bug: in the dialog that is open already, or in a new one. It does not wait."""
    if parent is not None and (open_one := parent.findChild(CrashDialog, NAME)) is not None:
        open_one.again(bug)
        return open_one
    dialog = CrashDialog(bug, parent)
    dialog.show()
    return dialog
