"""Settings: the company file itself: a backup, a proof that everything in it holds, and a way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QListWidget, QListWidgetItem

from billdesk.services.company import Company, Progress
from billdesk.services.exports import export_company
from billdesk.services.files import backup, restore_over
from billdesk.services.verification import VerificationReport, verify
from billdesk.ui.desk import Desk
from billdesk.ui.dialogs.choose_file import choose_company, choose_folder, choose_place
from billdesk.ui.icons import icon
from billdesk.ui.settings.section import Section
from billdesk.ui.trouble import show_folder
from billdesk.ui.words import tr


class FileSection(Section):
    """Where the file is, and what can be done with it as a whole."""

    key = "file"
    icon = "database"

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk, tr("File"), tr("One file holds the company. A copy on another disk is what saves it from this one.")
        )
        self.place = self.label(name="settings.file.place")
        self.bytes = self.label(name="settings.file.bytes", is_muted=True)
        self.on_card(self.place, self.bytes)
        self.back_up = self.button("file.backup", tr("Back up…"), self.choose_backup, is_primary=True)
        self.bring_back = self.button("file.restore", tr("Restore…"), self.choose_restore)
        self.prove = self.button("file.verify", tr("Verify"), self.verify)
        self.folder = self.button("file.folder", tr("Show the folder"), lambda: show_folder(str(Path(desk.target).parent)))
        self.row(self.back_up, self.prove, self.bring_back, self.folder)
        self.export = self.button("file.export", tr("Export as CSV…"), self.choose_export)
        self.bring_in = self.button("file.import", tr("Import CSV…"), self.choose_import)
        self.row(self.export, self.bring_in)
        self.result = self.label(name="settings.file.result")
        self.column.addWidget(self.result)
        self.checks = QListWidget()
        self.checks.setObjectName("settings.file.checks")
        self.checks.setAccessibleName(tr("What was proved"))
        self.checks.setWordWrap(True)
        self.checks.setMinimumHeight(240)
        self.checks.hide()
        self.column.addWidget(self.checks, 1)
        self.column.addStretch(0)

    def show_values(self) -> None:
        """See Section."""
        target = self.desk.target
        is_file = "://" not in target
        self.place.setText(target)
        path = Path(target)
        if is_file and path.exists():
            size = self.locale().formattedDataSize(path.stat().st_size, 1)
            self.bytes.setText(size)
        else:
            self.bytes.setText("" if is_file else tr("A database on a server: back it up with the server's own tools."))
        for button in (self.back_up, self.bring_back, self.folder):
            button.setEnabled(is_file)

    # -- backup and restore

    def choose_backup(self) -> None:
        """Ask where the copy is to go, and make it while others go on writing."""
        path = Path(self.desk.target)
        suggested = path.with_name(f"{path.stem} {self.desk.as_of().isoformat()}.billdesk")
        choose_place(self, self.make_backup, str(suggested), tr("Where is the copy to go?"), may_replace=True)

    def make_backup(self, dest: str) -> None:
        """Copy the company to `dest`; a copy that is there is replaced, for the dialog has asked."""
        target = self.desk.target
        self.desk.jobs.run(
            tr("Backing up"),
            lambda _progress: backup(target, dest, replace=True),
            lambda _done: self._backed_up(dest),
        )

    def choose_restore(self) -> None:
        """Ask for a backup, and say what becomes of the present state before anything is changed."""
        choose_company(self, self._ask_restore, str(Path(self.desk.target).parent), tr("Which backup?"))

    def restore(self, source: str) -> None:
        """Give this company the content of a backup. The present state is kept beside it first."""
        target = self.desk.target

        def work(_progress: object) -> str:
            return str(restore_over(source, target))

        self.desk.jobs.run(tr("Restoring"), work, self._restored)

    def _ask_restore(self, source: str) -> None:
        name = Path(source).name
        words = tr("{name} replaces all that is in this company. The present state is kept in a file beside it.").format(
            name=name
        )
        self.desk.say.error(words, tr("Restore"), lambda: self.restore(source))

    def _restored(self, kept: str) -> None:
        words = tr("Restored. What stood there before is kept as {name}").format(name=Path(kept).name)
        self.desk.undo.forget()
        self.desk.say.done(words, tr("Show the folder"), lambda: show_folder(str(Path(kept).parent)))
        self.desk.file_wanted.emit(self.desk.target)

    def _backed_up(self, dest: str) -> None:
        words = tr("Backed up to {name}").format(name=Path(dest).name)
        self.desk.say.done(words, tr("Show the folder"), lambda: show_folder(str(Path(dest).parent)))

    # -- proof

    def verify(self) -> None:
        """Prove that every figure, number and claim holds; what does not is listed."""
        company = self.desk.company
        self.checks.hide()
        self.result.setText(tr("Proving … it can be stopped below."))
        self.prove.setEnabled(False)

        def work(progress: Progress) -> VerificationReport:
            return verify(company, progress)

        self.desk.jobs.run(tr("Verifying"), work, self._verified, self._not_verified)

    def _verified(self, report: VerificationReport) -> None:
        self.prove.setEnabled(True)
        self.checks.clear()
        names = _checks()
        for check in report.checks:
            sign = icon("circle-check", "paid") if check.ok else icon("circle-alert", "overdue")
            words = f"{names.get(check.name, check.name)}  ({self.desk.formats.count(check.checked)})"
            self.checks.addItem(QListWidgetItem(sign, words))
            for violation in check.violations:
                self.checks.addItem(QListWidgetItem(f"    {violation}"))
        self.checks.show()
        well, ill = tr("All is well."), tr("Something was changed behind BillDesk's back; restore a backup.")
        self.result.setText(well if report.ok else ill)

    def _not_verified(self, trouble: object) -> None:
        self.prove.setEnabled(True)
        text = str(trouble)
        self.result.setText(text[:1].upper() + text[1:])

    # -- CSV

    def choose_export(self) -> None:
        """Ask for a folder, and write every table into it."""
        choose_folder(self, self.export_to, tr("Into which folder?"))

    def export_to(self, folder: str) -> None:
        """Write the interchange files."""
        company: Company = self.desk.company
        self._job(tr("Exporting"), lambda: export_company(company, Path(folder)), folder)

    def choose_import(self) -> None:
        """Ask for a folder, and show what an import of it would bring."""
        choose_folder(self, self.import_from, tr("Which folder?"))

    def import_from(self, folder: str) -> None:
        """Show what an import of the folder would bring."""
        from billdesk.ui.dialogs.import_files import show_import

        show_import(self.desk, [Path(folder)], self.window())

    def _job(self, title: str, call: Callable[[], dict[str, int]], folder: str) -> None:
        def done(counts: dict[str, int]) -> None:
            words = tr("Wrote {n} files").format(n=len(counts))
            self.desk.say.done(words, tr("Show the folder"), lambda: show_folder(folder))

        self.desk.jobs.run(title, lambda _progress: call(), done)


def _checks() -> dict[str, str]:
    """What each proof is about, in words."""
    return {
        "invoices": tr("Each invoice equals its lines, taxes and totals"),
        "seals": tr("No posted document has changed since"),
        "numbers": tr("Numbers have no gap and no twin"),
        "billed-periods": tr("Nothing is billed twice"),
        "nothing-due-missing": tr("Nothing that is due is missing"),
        "drafts": tr("Drafts are what is due"),
        "credit-notes": tr("Credit notes stay within their invoices"),
        "audit-log": tr("The log of changes is whole"),
        "parties": tr("Names and addresses are as they were written"),
        "archive": tr("Archived documents are as they were delivered"),
        "soundness": tr("The database is sound"),
        "schema": tr("The tables are those of this version"),
    }
