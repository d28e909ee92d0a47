"""How to begin: the sample company in one click, a new company, a file that is there, files to import, or one opened before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from billdesk import recents
from billdesk.billing.errors import BillingError
from billdesk.services.company import Progress
from billdesk.ui.desk import Desk
from billdesk.ui.dialogs.choose_file import choose_company, choose_folder, documents_folder
from billdesk.ui.files import short_name
from billdesk.ui.icons import icon
from billdesk.ui.navigation import Place
from billdesk.ui.pages.page import Page
from billdesk.ui.words import tr

SAMPLE_FOLDER = "BillDesk sample"
_TARGET = Qt.ItemDataRole.UserRole


class WelcomePage(Page):
    """The first page while no company is open, and the way to another one."""

    nav = ""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.title = tr("Welcome")
        self._then: Path | None = None
        self._build()
        desk.opened.connect(self._import_then)

    def open(self, place: Place) -> None:
        """Show the list of companies as it is now."""
        super().open(place)
        self._show_recent()

    def open_sample(self) -> None:
        """Open the sample company; it is made where there is none yet."""
        folder = documents_folder() / SAMPLE_FOLDER
        if (file := _sample_file(folder)).is_file():
            self.desk.file_wanted.emit(str(file))
        else:
            self._make_sample(folder)

    def new_company(self) -> None:
        """Ask for a new company, make it and open it."""
        from billdesk.ui.dialogs.new_company import show_new_company

        show_new_company(self.desk, self.desk.file_wanted.emit, self.window())

    def choose(self) -> None:
        """Open a file that a person chooses."""
        choose_company(self, self.desk.file_wanted.emit)

    def bring_in(self) -> None:
        """Import a folder of files: into the open company, or into a new one."""
        choose_folder(self, self._import_folder, tr("Which folder holds the files?"))

    # -- parts

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(area)
        inside = QWidget()
        area.setWidget(inside)
        across = QHBoxLayout(inside)
        across.setContentsMargins(24, 24, 24, 24)
        middle = QWidget()
        middle.setMaximumWidth(960)
        across.addStretch(1)
        across.addWidget(middle, 100)
        across.addStretch(1)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        heading = QLabel(tr("Orders to invoices, on your own computer"))
        heading.setProperty("heading", True)
        words = QLabel(tr("One file holds the company. Nothing leaves this computer unless you send it."))
        words.setProperty("muted", True)
        words.setWordWrap(True)
        column.addWidget(heading)
        column.addWidget(words)
        columns = QHBoxLayout()
        columns.setSpacing(24)
        columns.addLayout(self._ways(), 1)
        columns.addWidget(self._recent_card(), 1)
        column.addLayout(columns, 1)

    def _ways(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(12)
        ways: tuple[tuple[str, str, str, str, Callable[[], None]], ...] = (
            ("sample", "sparkles", tr("Sample company"), tr("840 real orders, billed to date, to try it on"), self.open_sample),
            ("create", "file-plus", tr("New company"), tr("A name and a country are enough to begin"), self.new_company),
            ("open", "folder-open", tr("Open"), tr("A company file on this computer"), self.choose),
            ("import", "upload", tr("Import"), tr("Accounts, products and orders from a folder of CSV files"), self.bring_in),
        )
        for name, picture, title, about, call in ways:
            button = _Way(f"welcome.{name}", picture, title, about)
            button.clicked.connect(call)
            column.addWidget(button)
            if name == "sample":
                self._sample = button
        column.addStretch(1)
        return column

    def _recent_card(self) -> QWidget:
        card = QFrame()
        card.setProperty("card", True)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 12)
        heading = QLabel(tr("Opened before"))
        heading.setProperty("heading", True)
        self.none_yet = QLabel(tr("Companies that you open are listed here."))
        self.none_yet.setProperty("muted", True)
        self.none_yet.setWordWrap(True)
        self.none_yet.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.recent = QListWidget()
        self.recent.setObjectName("welcome.recent")
        self.recent.setAccessibleName(tr("Companies opened before"))
        self.recent.setFrameShape(QFrame.Shape.NoFrame)
        self.recent.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.recent.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.recent.itemActivated.connect(self._open_recent)
        self.recent.itemClicked.connect(self._open_recent)
        self.forget = QToolButton()
        self.forget.setObjectName("welcome.forget")
        self.forget.setText(tr("Take off the list"))
        self.forget.setAccessibleName(self.forget.text())
        self.forget.clicked.connect(self._forget)
        column.addWidget(heading)
        column.addWidget(self.none_yet, 1)
        column.addWidget(self.recent, 100)
        column.addWidget(self.forget, 0, Qt.AlignmentFlag.AlignRight)
        return card

    # -- companies opened before

    def _show_recent(self) -> None:
        self.recent.clear()
        for entry in recents.recent():
            place = str(Path(entry.target).parent) if entry.is_file else entry.target
            is_there = entry.is_there
            head = entry.name or short_name(entry.target)
            text = head if is_there else tr("{name} (not there)").format(name=head)
            item = QListWidgetItem(icon("file-text" if is_there else "circle-alert", "muted"), f"{text}\n{place}")
            item.setData(_TARGET, entry.target)
            item.setToolTip(entry.target)
            item.setSizeHint(QSize(0, 48))
            self.recent.addItem(item)
        has_some = self.recent.count() > 0
        self.recent.setVisible(has_some)
        self.forget.setVisible(has_some)
        self.none_yet.setVisible(not has_some)
        self.setFocusProxy(self.recent if has_some else self._sample)
        if has_some:
            self.recent.setCurrentRow(0)

    def _open_recent(self, item: QListWidgetItem) -> None:
        self.desk.file_wanted.emit(item.data(_TARGET))

    def _forget(self) -> None:
        row = self.recent.currentRow()
        if row >= 0:
            recents.forget(self.recent.item(row).data(_TARGET))
            self._show_recent()

    # -- the sample company, and imports

    def _make_sample(self, folder: Path) -> None:
        as_of = self.desk.as_of()
        self.desk.jobs.run(
            tr("Making the sample company"), lambda progress: _make(folder, as_of, progress), self.desk.file_wanted.emit
        )

    def _import_folder(self, folder: str) -> None:
        if self.desk.has_company:
            self._show_import(Path(folder))
            return
        from billdesk.ui.dialogs.new_company import show_new_company

        self._then = Path(folder)
        dialog = show_new_company(self.desk, self.desk.file_wanted.emit, self.window())
        dialog.rejected.connect(self._forget_import)

    def _forget_import(self) -> None:
        self._then = None

    def _import_then(self) -> None:
        """The company that the files are for is open."""
        folder, self._then = self._then, None
        if folder is not None:
            self._show_import(folder)

    def _show_import(self, folder: Path) -> None:
        from billdesk.ui.dialogs.import_files import show_import

        show_import(self.desk, [folder], self.window())


class _Way(QPushButton):
    """A large button: a picture, what it does, and what comes of it."""

    def __init__(self, name: str, picture: str, title: str, about: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self.setProperty("way", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(16)
        sign = QToolButton()
        sign.setObjectName(f"{name}.sign")
        sign.setAccessibleName(title)
        sign.setIcon(icon(picture, "accent"))
        sign.setIconSize(QSize(24, 24))
        sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.addWidget(sign)
        column = QVBoxLayout()
        column.setSpacing(2)
        head, tail = QLabel(title), QLabel(about)
        head.setProperty("heading", True)
        tail.setProperty("muted", True)
        tail.setWordWrap(True)
        column.addWidget(head)
        column.addWidget(tail)
        row.addLayout(column, 1)
        for part in (sign, head, tail):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMinimumHeight(72)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as its words are."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()


def _sample_file(folder: Path) -> Path:
    from billdesk.services.demo import COMPANY_FILE

    return folder / COMPANY_FILE


def _make(folder: Path, as_of: date, progress: Progress) -> str:
    """Make the sample company; one that could not be finished leaves no file behind."""
    from billdesk.services.company import Company
    from billdesk.services.demo import make_demo, prepare_folder
    from billdesk.services.files import create_company, open_company

    prepare_folder(folder)
    file = _sample_file(folder)
    create_company(str(file), "Northwind Traders", "USD", "US")
    company = Company(open_company(str(file)))
    try:
        make_demo(company, folder, as_of, progress)
    except BillingError:
        company.engine.dispose()
        file.unlink(missing_ok=True)
        raise
    company.engine.dispose()
    return str(file)
