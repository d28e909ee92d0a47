"""The system's own dialogs for files and folders, never waited for: what is chosen goes to the caller's function."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from billdesk.ui.words import tr

COMPANY = "*.billdesk"


def choose_company(parent: QWidget, done: Callable[[str], None], folder: str = "", title: str = "") -> QFileDialog:
    """Choose a company file that is there."""
    dialog = _dialog(parent, "choose.company", title or tr("Open a company"), folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([tr("BillDesk companies") + f" ({COMPANY})", tr("All files") + " (*)"])
    return _shown(dialog, done)


def choose_file(parent: QWidget, done: Callable[[str], None], title: str, filters: list[str], folder: str = "") -> QFileDialog:
    """Choose a file that is there, of the kinds in `filters` such as `Pictures (*.png *.jpg)`."""
    dialog = _dialog(parent, "choose.file", title, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(filters)
    return _shown(dialog, done)


def choose_place(
    parent: QWidget, done: Callable[[str], None], suggested: str, title: str, may_replace: bool = False
) -> QFileDialog:
    """Choose where a company file is to be written. Where one may be replaced, the dialog asks before."""
    path = Path(suggested)
    dialog = _dialog(parent, "choose.place", title, str(path.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([tr("BillDesk companies") + f" ({COMPANY})"])
    dialog.setDefaultSuffix("billdesk")
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, not may_replace)
    dialog.selectFile(path.name)
    return _shown(dialog, done)


def choose_folder(parent: QWidget, done: Callable[[str], None], title: str, folder: str = "") -> QFileDialog:
    """Choose a folder that is there."""
    dialog = _dialog(parent, "choose.folder", title, folder)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, False)
    return _shown(dialog, done)


def documents_folder() -> Path:
    """Where a person keeps documents, or their home."""
    found = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return found if found.is_dir() else Path.home()


def _dialog(parent: QWidget, name: str, title: str, folder: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, folder or str(documents_folder()))
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def _shown(dialog: QFileDialog, done: Callable[[str], None]) -> QFileDialog:
    dialog.fileSelected.connect(done)
    dialog.open()
    return dialog
