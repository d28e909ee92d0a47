"""The settings: a list of sections, and the one that is chosen beside it. Each section is made when it is first gone to."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QScrollArea, QStackedWidget, QWidget

from billdesk.ui.desk import Desk
from billdesk.ui.icons import icon
from billdesk.ui.navigation import Place
from billdesk.ui.pages.page import Page
from billdesk.ui.settings.appearance import AppearanceSection
from billdesk.ui.settings.bank import BankSection
from billdesk.ui.settings.company import CompanySection
from billdesk.ui.settings.file import FileSection
from billdesk.ui.settings.letters import LettersSection
from billdesk.ui.settings.mail import MailSection
from billdesk.ui.settings.numbering import NumberingSection
from billdesk.ui.settings.paper import PaperSection
from billdesk.ui.settings.section import Section
from billdesk.ui.settings.taxes import TaxesSection
from billdesk.ui.settings.timer import TimerSection
from billdesk.ui.words import tr

WIDTH = 720
"""As wide as a section grows: longer lines are hard to read."""


class SettingsPage(Page):
    """Shows one section at a time; the place says which."""

    nav = "settings"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.title = tr("Settings")
        self._made: dict[str, Section] = {}
        self._kinds: dict[str, tuple[type[Section], str]] = {
            "company": (CompanySection, tr("Company")),
            "paper": (PaperSection, tr("Logo and paper")),
            "numbering": (NumberingSection, tr("Numbering")),
            "taxes": (TaxesSection, tr("Taxes")),
            "bank": (BankSection, tr("Bank and terms")),
            "mail": (MailSection, tr("Mail account")),
            "letters": (LettersSection, tr("Messages")),
            "appearance": (AppearanceSection, tr("Appearance")),
            "timer": (TimerSection, tr("Timer")),
            "file": (FileSection, tr("File")),
        }
        self._about = self.action("show_about", tr("About BillDesk"), "info")
        self._about.triggered.connect(lambda _checked=False: self._show_about())
        self._backup = self.action("back_up", tr("Back up the company"), "save")
        self._backup.triggered.connect(lambda _checked=False: self._file_section(FileSection.choose_backup))
        self._verify = self.action("verify_file", tr("Verify the company"), "shield-check")
        self._verify.triggered.connect(lambda _checked=False: self._file_section(FileSection.verify))
        self._build()

    def actions_(self) -> list[QAction]:
        """About, a backup, a proof."""
        return [self._about, self._backup, self._verify]

    def open(self, place: Place) -> None:
        """Show the section that the place names, by default the one shown last."""
        super().open(place)
        wanted = place.told("section")
        keys = list(self._kinds)
        row = keys.index(wanted) if wanted in keys else max(self.list.currentRow(), 0)
        if row == self.list.currentRow():
            self._show(row)
        else:
            self.list.setCurrentRow(row)

    def refresh(self) -> None:
        """Show what holds now."""
        if (section := self.present) is not None:
            section.show_values()

    @property
    def present(self) -> Section | None:
        """The section that is shown."""
        keys = list(self._kinds)
        row = self.list.currentRow()
        return self._made.get(keys[row]) if row >= 0 else None

    def section(self, key: str) -> Section:
        """The section of that key, made where it is not there yet."""
        if key not in self._made:
            kind, _ = self._kinds[key]
            made = kind(self.desk)  # type: ignore[call-arg]  # each section knows its own title
            made.setObjectName(f"settings.{key}")
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            inside = QWidget()
            row = QHBoxLayout(inside)
            row.setContentsMargins(24, 20, 24, 20)
            made.setMaximumWidth(WIDTH)
            row.addWidget(made, 100)
            row.addStretch(1)
            area.setWidget(inside)
            self._made[key] = made
            self._stack.addWidget(area)
        return self._made[key]

    def _build(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 16, 0, 0)
        across.setSpacing(0)
        self.list = QListWidget()
        self.list.setObjectName("settings.sections")
        self.list.setAccessibleName(tr("Sections of the settings"))
        self.list.setFixedWidth(220)
        self.list.setIconSize(QSize(18, 18))
        for key, (kind, title) in self._kinds.items():
            item = QListWidgetItem(icon(kind.icon), title)
            item.setData(Qt.ItemDataRole.UserRole, key)
            self.list.addItem(item)
        self.list.currentRowChanged.connect(self._show)
        self._stack = QStackedWidget()
        across.addWidget(self.list)
        across.addWidget(self._stack, 1)
        self.setFocusProxy(self.list)

    def _show(self, row: int) -> None:
        if row < 0:
            return
        section = self.section(list(self._kinds)[row])
        self._stack.setCurrentWidget(self._area_of(section))
        section.show_values()

    def _area_of(self, section: Section) -> QWidget:
        widget: QWidget | None = section
        while widget is not None and self._stack.indexOf(widget) < 0:
            widget = widget.parentWidget()
        assert widget is not None  # noqa: S101 - each section stands in the stack
        return widget

    def _file_section(self, call: Callable[[FileSection], None]) -> None:
        self.open(Place("settings", None, (("section", "file"),)))
        section = self.section("file")
        assert isinstance(section, FileSection)  # noqa: S101 - that is what the key stands for
        call(section)

    def _show_about(self) -> None:
        from billdesk.ui.dialogs.about import show_about

        show_about(self.window())
