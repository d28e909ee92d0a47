"""Bringing files in: first what they hold and what is wrong with them, by a dry run, then the import itself.

The dry run is the import without its end, so what is shown is what comes. Bad rows stop it, unless a person lets the good
ones in; the others are then written to a file with line and reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from billdesk.billing.errors import BillingError
from billdesk.services.company import Progress
from billdesk.services.imports import ImportReport, import_paths
from billdesk.ui.desk import Desk
from billdesk.ui.words import tr

NAME = "import.dialog"
REJECTS = "rejected.csv"
_MOST_REASONS = 200


class ImportDialog(QDialog):
    """Shows what an import of `paths` would do, and does it."""

    def __init__(self, desk: Desk, paths: Sequence[Path], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._desk, self._paths = desk, tuple(paths)
        self._rejects: Path | None = None
        self.setObjectName(NAME)
        self.setWindowTitle(tr("Import"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 460)
        self._build()
        self.check()

    def check(self) -> None:
        """Look at the files, and keep nothing."""
        self.words.setText(tr("Looking at the files …"))
        self._run(tr("Checking the import"), True, self._checked, self._bad)

    def bring_in(self) -> None:
        """Import them."""
        self._enable(is_ready=False)
        self._run(tr("Importing"), False, self._imported, self._bad)

    def leave_out(self) -> None:
        """Look again, and let the good rows through."""
        folder = self._paths[0] if self._paths[0].is_dir() else self._paths[0].parent
        self._rejects = folder / REJECTS
        self.without_bad.hide()
        self.check()

    def _run(
        self, title: str, is_dry: bool, done: Callable[[ImportReport], None], failed: Callable[[BillingError], None]
    ) -> None:
        company, as_of, paths, rejects = self._desk.company, self._desk.as_of(), self._paths, self._rejects

        def work(progress: Progress) -> ImportReport:
            profile = profile_of(paths)
            return import_paths(company, paths, profile, as_of=as_of, dry_run=is_dry, rejects=rejects, progress=progress)

        self._desk.jobs.run(title, work, done, failed)

    def _checked(self, report: ImportReport) -> None:
        self._show_counts(report)
        new, changed = sum(report.created.values()), sum(report.updated.values())
        if report.rejected:
            self._show_reasons(report)
            text = tr("{n} rows are wrong and stay out; {file} will say which and why.")
            self.words.setText(text.format(n=self._desk.formats.count(len(report.rejected)), file=self._rejects))
        elif new or changed:
            self.words.setText(tr("Nothing is kept yet. This is what will be brought in:"))
        else:
            self.words.setText(tr("All of this is in the company already; there is nothing to bring in."))
        self._enable(is_ready=bool(new or changed))

    def _imported(self, report: ImportReport) -> None:
        new, changed = sum(report.created.values()), sum(report.updated.values())
        count = self._desk.formats.count
        self._desk.say.done(tr("Imported: {new} new, {changed} changed").format(new=count(new), changed=count(changed)))
        self.accept()

    def _bad(self, trouble: BillingError) -> None:
        what = f"{trouble.what}, {trouble.record}" if trouble.record else trouble.what
        remedy = trouble.remedy
        if "--rejects" in remedy:  # the command line's way
            remedy = tr("more rows are wrong; let the good ones in to see them all")
        self.words.setText(f"{what[:1].upper()}{what[1:]}. {remedy[:1].upper()}{remedy[1:]}.")
        self.words.setProperty("error", True)
        self.words.style().polish(self.words)
        self.without_bad.setVisible(self._rejects is None)
        self._enable(is_ready=False)

    def _show_counts(self, report: ImportReport) -> None:
        self.words.setProperty("error", False)
        self.words.style().polish(self.words)
        names = {
            "accounts": tr("Accounts"),
            "products": tr("Products"),
            "orders": tr("Orders"),
            "order_lines": tr("Order lines"),
            "usage": tr("Usage records"),
            "payments": tr("Payments"),
        }
        self.table.setRowCount(len(report.created))
        for row, kind in enumerate(report.created):
            counts = (report.created[kind], report.updated.get(kind, 0), report.unchanged.get(kind, 0))
            self.table.setItem(row, 0, QTableWidgetItem(names.get(kind, kind)))
            for column, number in enumerate(counts, 1):
                item = QTableWidgetItem(self._desk.formats.count(number))
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)

    def _show_reasons(self, report: ImportReport) -> None:
        first = self.table.rowCount()
        shown = report.rejected[:_MOST_REASONS]
        self.table.setRowCount(first + len(shown))
        for offset, bad in enumerate(shown):
            where = tr("{file} line {line}").format(file=bad.file, line=bad.line)
            self.table.setItem(first + offset, 0, QTableWidgetItem(f"{where}: {bad.reason}"))
            self.table.setSpan(first + offset, 0, 1, 4)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        source = QLabel(", ".join(str(path) for path in self._paths))
        source.setTextFormat(Qt.TextFormat.PlainText)
        source.setWordWrap(True)
        source.setProperty("muted", True)
        self.words = QLabel()
        self.words.setObjectName("import.words")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.table = QTableWidget(0, 4)
        self.table.setObjectName("import.table")
        self.table.setAccessibleName(tr("What will be brought in"))
        self.table.setHorizontalHeaderLabels([tr("Kind"), tr("New"), tr("Changed"), tr("Unchanged")])
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        for part in (source, self.words, self.table):
            column.addWidget(part)
        row = QHBoxLayout()
        self.without_bad = self._button("import.leave_out", tr("Let the good rows in"), self.leave_out)
        self.without_bad.hide()
        self.bring = self._button("import.bring_in", tr("Import"), self.bring_in)
        self.bring.setProperty("primary", True)
        row.addWidget(self.without_bad)
        row.addStretch(1)
        row.addWidget(self._button("import.cancel", tr("Cancel"), self.reject))
        row.addWidget(self.bring)
        column.addLayout(row)
        self._enable(is_ready=False)

    def _enable(self, is_ready: bool) -> None:
        self.bring.setEnabled(is_ready)
        if is_ready:
            self.bring.setFocus()

    def _button(self, name: str, words: str, call: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.clicked.connect(call)
        return button


def profile_of(paths: Sequence[Path]) -> str:
    """What the files look like: the sample database's own layout, or the interchange files."""
    names = {entry.name.casefold() for path in paths for entry in (path.iterdir() if path.is_dir() else [path])}
    return "northwind" if "order_details.csv" in names else "billdesk"


def show_import(desk: Desk, paths: Sequence[Path], parent: QWidget | None) -> ImportDialog:
    """Open the dialog on a folder or files; it does not wait."""
    dialog = ImportDialog(desk, paths, parent)
    dialog.open()
    return dialog
