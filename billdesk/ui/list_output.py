"""What leaves a list: rows to the clipboard as tab-separated text, and the list as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from billdesk.services.company import Company
from billdesk.services.list_exports import ListExport, Shown, export_list
from billdesk.services.lists import list_columns, list_rows
from billdesk.services.lists_sources import Column
from billdesk.ui.formats import Formats
from billdesk.ui.models.states import state_word
from billdesk.ui.words import tr

if TYPE_CHECKING:
    from billdesk.ui.models.list_model import ListModel
    from billdesk.ui.widgets.list_view import ListView

MOST_COPIED = 200_000
_RUNNABLE = ("=", "+", "-", "@")
_FOLDER = "exports/folder"


class Output(QObject):
    """Copies and exports what a `ListView` shows."""

    def __init__(self, view: ListView) -> None:
        super().__init__(view)
        self._view, self._desk = view, view.desk

    def copy(self) -> None:
        """Put the selected rows on the clipboard, read off the interface thread."""
        view, desk = self._view, self._desk
        ids = view.selected_ids()[:MOST_COPIED]
        if not ids:
            return
        company, model, as_of, formats = desk.company, view.model, desk.as_of(), desk.formats
        columns = view.table.visible_columns()

        def done(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            count = len(ids)
            words = tr("1 row copied") if count == 1 else tr("{n} rows copied").format(n=formats.count(count))
            desk.say.done(words)

        desk.jobs.read(self, lambda: tab_separated(company, model, columns, ids, as_of, formats), done, key="copy")

    def export_to(self, path: Path, ids: Sequence[int] | None = None) -> None:
        """Write the list, or these records of it, to a file; its ending says how."""
        desk = self._desk
        company, as_of, wanted = desk.company, desk.as_of(), self._wanted(ids)

        def done(count: int) -> None:
            shown = desk.formats.count(count)
            text = tr("1 row exported") if count == 1 else tr("{n} rows exported").format(n=shown)
            desk.say.done(text, tr("Open"), lambda: _open(path))

        title = tr("Exporting {name}").format(name=path.name)
        desk.jobs.run(title, lambda progress: export_list(company, wanted, path, as_of, progress), done)

    def ask_file(self, form: str, ids: Sequence[int] | None = None) -> QFileDialog:
        """Ask where to export to, without waiting for the answer."""
        settings, room = self._desk.settings, self._view.spec.room
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self._view, tr("Export the list"), str(settings.value(_FOLDER) or documents))
        dialog.setObjectName(f"{room}.export_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(form)
        dialog.setNameFilter(f"{form.upper()} (*.{form})")
        dialog.selectFile(f"{self._view.spec.title} {self._desk.as_of().isoformat()}.{form}")

        def chosen(path: str) -> None:
            settings.setValue(_FOLDER, str(Path(path).parent))
            self.export_to(Path(path), ids)

        dialog.fileSelected.connect(chosen)
        dialog.open()
        return dialog

    def _wanted(self, ids: Sequence[int] | None) -> ListExport:
        view = self._view
        kinds = {column.key: column for column in list_columns(view.spec.kind)}
        columns = [view.spec.columns[at] for at in view.table.visible_columns()]
        shown = tuple(Shown(column.key, column.title, _words(kinds[column.key]), column.words) for column in columns)
        return ListExport(view.query, shown, f"{view.spec.title} {self._desk.as_of().isoformat()}", tr("Currency"), ids)


def tab_separated(
    company: Company, model: ListModel, columns: Sequence[int], ids: Sequence[int], as_of: date, formats: Formats
) -> str:
    """Rows under the titles of their columns, for a spreadsheet to take figures as figures.

    Figures have no groups, and their currency a column of its own; words that a spreadsheet would run are quoted.
    """
    kinds = [model.of[at] for at in columns]
    titles = [model.shown[at].title for at in columns]
    money = any(column.kind in ("money", "price") for column in kinds)
    at_currency = next((n for n, column in enumerate(model.columns) if column.key == "currency"), None)
    has_own = any(column.key == "currency" for column in kinds)
    add_currency = money and at_currency is not None and not has_own
    lines = [titles + ([tr("Currency")] if add_currency else [])]
    for row in list_rows(company, model.kind, ids, as_of):
        cells = [_cell(model, at, row, formats) for at in columns]
        lines.append(cells + ([str(row[at_currency] or "")] if add_currency and at_currency is not None else []))
    return "\n".join("\t".join(map(_on_one_line, line)) for line in lines) + "\n"


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _cell(model: ListModel, column: int, row: Sequence[object], formats: Formats) -> str:
    text, of = model.write(column, tuple(row)), model.of[column]
    if of.kind in ("money", "price", "quantity", "percent", "count"):
        currency = str(row[model.currency_at] or "")
        plain = text.removeprefix(currency).strip().removesuffix("%").strip()
        return plain.replace(formats.locale.groupSeparator(), "")
    return f"'{text}" if text.startswith(_RUNNABLE) else text


def _on_one_line(text: str) -> str:
    return " ".join(text.split()) if any(c in text for c in "\t\r\n") else text


def _words(column: Column) -> dict[str, str]:
    if column.kind == "flag":
        return {"1": tr("Yes"), "0": tr("No")}
    return {state: state_word(column.key, state) for state in column.states}
