"""Settings: the logo, the paper and the line that closes an invoice."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from billdesk.services.company_settings import CompanyRecord, FormerLogo, change_logo, logo_file
from billdesk.ui.desk import Desk
from billdesk.ui.dialogs.choose_file import choose_file
from billdesk.ui.settings.section import DetailSection
from billdesk.ui.widgets.company_fields import paper_options
from billdesk.ui.words import tr

_SHOWN = (360, 120)


class PaperSection(DetailSection):
    """The logo is taken over as soon as it is chosen; paper and note are saved."""

    key = "paper"
    icon = "image"

    def __init__(self, desk: Desk) -> None:
        about = tr("What is delivered from now on is printed like this; what was delivered stays as it was.")
        super().__init__(desk, tr("Logo and paper"), about)
        self._build_logo()

    def build(self) -> None:
        """See FormSection."""
        self.form.choice("paper_size", tr("Paper"), paper_options())
        self.form.line("note", tr("Closing line"), tr("At the end of each invoice, such as a reservation of title"))

    def filled(self, found: CompanyRecord) -> None:
        """See DetailSection."""
        picture = QPixmap()
        if found.logo is not None:
            picture.loadFromData(found.logo)
        if picture.isNull():
            self.logo.setText(tr("No logo"))
        else:
            ratio = self.devicePixelRatioF()
            room = QSize(*(round(side * ratio) for side in _SHOWN)).boundedTo(picture.size())
            picture = picture.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
            picture.setDevicePixelRatio(ratio)
            self.logo.setPixmap(picture)
        self.remove.setVisible(found.logo is not None)

    def take_logo(self, path: str) -> None:
        """Print the picture in that file from now on."""
        company, version = self.desk.company, self._version()
        title = tr("Changing the logo")
        self.desk.jobs.run(title, lambda _progress: change_logo(company, logo_file(Path(path)), version), self._logo_changed)

    def remove_logo(self) -> None:
        """Print none from now on."""
        company, version = self.desk.company, self._version()
        self.desk.jobs.run(tr("Changing the logo"), lambda _progress: change_logo(company, None, version), self._logo_changed)

    def _build_logo(self) -> None:
        card = QFrame()
        card.setProperty("card", True)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 16, 16, 16)
        self.logo = QLabel()
        self.logo.setTextFormat(Qt.TextFormat.PlainText)
        self.logo.setObjectName("settings.paper.logo")
        self.logo.setAccessibleName(tr("The logo"))
        self.logo.setProperty("muted", True)
        self.logo.setMinimumHeight(48)
        column.addWidget(self.logo)
        column.addWidget(self.label(tr("A PNG or JPEG; it stands at the head of each invoice, up to 70 × 24 mm."), is_muted=True))
        self.column.insertWidget(2, card)
        self.remove = self.button("paper.remove_logo", tr("Remove"), self.remove_logo)
        self.remove.hide()
        row = self.row(self.button("paper.choose_logo", tr("Choose a picture…"), self._choose), self.remove)
        self.column.removeItem(row)
        column.addLayout(row)

    def _choose(self) -> None:
        choose_file(self, self.take_logo, tr("Choose the logo"), [tr("Pictures") + " (*.png *.jpg *.jpeg)"])

    def _logo_changed(self, former: FormerLogo) -> None:
        company, standing = self.desk.company, former

        def swap() -> None:
            nonlocal standing
            standing = change_logo(company, standing.logo, standing.version)

        self.desk.undo.did(tr("Changed the logo"), swap, swap)
        self.show_values()

    def _version(self) -> str | None:
        return self.record.version_of(["logo"]) if self.record is not None else None
