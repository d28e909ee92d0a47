"""Settings: how the window looks, for this person on this computer. It takes effect at once and needs no saving."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from billdesk.ui import theme
from billdesk.ui.desk import Desk
from billdesk.ui.settings.section import Section
from billdesk.ui.widgets.form import Form
from billdesk.ui.words import LANGUAGES, speak, tr

DENSITIES = ("normal", "compact")


class AppearanceSection(Section):
    """Theme, density of lists, language."""

    key = "appearance"
    icon = "sun"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("Appearance"), tr("For you on this computer; the company file is not touched."))
        self.form = Form(self.key)
        themes = [("system", tr("as the system")), ("light", tr("light")), ("dark", tr("dark"))]
        self.form.choice("theme", tr("Colours"), themes)
        densities = [("normal", tr("normal")), ("compact", tr("compact"))]
        self.form.choice("density", tr("Rows of lists"), densities, tr("Seen when a list is opened next"))
        languages = [("", tr("as the system")), *LANGUAGES]
        self.form.choice("language", tr("Language"), languages, tr("All of the window speaks it after the next start"))
        self.on_card(self.form)
        self.column.addStretch(1)
        self.form.changed.connect(self._take)

    def show_values(self) -> None:
        """See Section."""
        stored = self.desk.settings.value
        self.form.set_values(
            {
                "theme": str(stored("theme", "system")),
                "density": str(stored("density", "normal")),
                "language": str(stored("language", "")),
            }
        )

    def _take(self, key: str) -> None:
        value = str(self.form.values()[key])
        self.desk.settings.setValue(key, value)
        self.desk.settings.sync()
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        if key == "theme":
            theme.apply(app, value)
        elif key == "language":
            speak(app, value)
