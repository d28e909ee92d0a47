"""About BillDesk: which version this is, what it is made of, and where its files lie."""

from __future__ import annotations

import platform

from PySide6 import __version__ as qt_version
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from billdesk import __version__, paths
from billdesk.ui.words import tr

NAME = "about.dialog"


class AboutDialog(QDialog):
    """Facts that help whoever is asked for help; one button copies them."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName(NAME)
        self.setWindowTitle(tr("About BillDesk"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 320)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        heading = QLabel(f"BillDesk {__version__}")
        heading.setProperty("heading", True)
        column.addWidget(heading)
        about = QLabel(tr("From orders to invoices, on your own computer. One file holds the company."))
        about.setWordWrap(True)
        column.addWidget(about)
        rows = QFormLayout()
        rows.setHorizontalSpacing(16)
        self.facts = {
            tr("System"): f"{platform.system()} {platform.release()}, Python {platform.python_version()}, Qt {qt_version}",
            tr("Settings"): str(paths.config_folder()),
            tr("Unsaved changes"): str(paths.data_folder()),
            tr("Crash reports"): str(paths.log_folder()),
            tr("With thanks to"): "Qt for Python (LGPL), SQLAlchemy, ReportLab, Lucide (ISC), Noto Sans (OFL)",
        }
        for name, fact in self.facts.items():
            label = QLabel(fact)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            caption = QLabel(name)
            caption.setProperty("muted", True)
            rows.addRow(caption, label)
        column.addLayout(rows)
        column.addStretch(1)
        buttons = QHBoxLayout()
        copy, close = self._button("about.copy", tr("Copy")), self._button("about.close", tr("Close"))
        copy.clicked.connect(self.copy)
        close.clicked.connect(self.accept)
        close.setProperty("primary", True)
        buttons.addWidget(copy)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column.addLayout(buttons)
        close.setFocus()
        self.resize(self.width(), max(self.height(), column.totalHeightForWidth(self.width())))  # long paths take more lines

    def copy(self) -> None:
        """Put the facts on the clipboard."""
        lines = [f"BillDesk {__version__}", *(f"{name}: {fact}" for name, fact in self.facts.items())]
        QGuiApplication.clipboard().setText("\n".join(lines))

    @staticmethod
    def _button(name: str, words: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        return button


def show_about(parent: QWidget | None) -> AboutDialog:
    """Open the dialog; it does not wait."""
    dialog = AboutDialog(parent)
    dialog.open()
    return dialog
