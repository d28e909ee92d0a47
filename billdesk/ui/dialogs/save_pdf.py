"""Where a PDF is to be saved: the system's own dialog, never waited for. The folder chosen last is offered again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from billdesk.ui.desk import Desk
from billdesk.ui.dialogs.choose_file import choose_folder, documents_folder
from billdesk.ui.words import tr

_FOLDER = "invoices/folder"


def choose_pdf(desk: Desk, parent: QWidget, number: str, done: Callable[[Path], None]) -> QFileDialog:
    """Choose the file for one document; asks before one that is there would be replaced."""
    dialog = QFileDialog(parent, tr("Save {number} as PDF").format(number=number), last_folder(desk))
    dialog.setObjectName("choose.pdf")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([tr("PDF files") + " (*.pdf)"])
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(f"{number}.pdf")

    def chosen(name: str) -> None:
        path = Path(name)
        desk.settings.setValue(_FOLDER, str(path.parent))
        done(path)

    dialog.fileSelected.connect(chosen)
    dialog.open()
    return dialog


def choose_pdf_folder(desk: Desk, parent: QWidget, done: Callable[[Path], None]) -> QFileDialog:
    """Choose the folder for many documents."""

    def chosen(name: str) -> None:
        desk.settings.setValue(_FOLDER, name)
        done(Path(name))

    return choose_folder(parent, chosen, tr("Save PDFs into a folder"), last_folder(desk))


def last_folder(desk: Desk) -> str:
    """The folder chosen last, where it is still there."""
    kept = str(desk.settings.value(_FOLDER, ""))
    return kept if kept and Path(kept).is_dir() else str(documents_folder())
