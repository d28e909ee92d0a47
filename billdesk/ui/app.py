"""`billdesk [FILE]`: the application around the windows. The first frame is painted before the company is opened."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from billdesk.billing.errors import BillingError
from billdesk.ui import theme
from billdesk.ui.desk import window_settings
from billdesk.ui.main_window import Create, MainWindow, Open
from billdesk.ui.navigation import Place
from billdesk.ui.words import speak, tr

if TYPE_CHECKING:  # loaded after the first frame
    from billdesk.ui.bugs import Bug, BugCatcher
    from billdesk.ui.ending import Ending


def application() -> QApplication:
    """The process's application, made and dressed where there is none yet."""
    present = QApplication.instance()
    app = present if isinstance(present, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("BillDesk")
    app.setDesktopFileName("billdesk")
    return app


class Windows:
    """The windows of this process; further ones are made by it and kept until they close."""

    def __init__(self, open_company: Open, create_company: Create, as_of: date | None = None) -> None:
        self._doors = (open_company, create_company)
        self._as_of = as_of
        self._windows: list[MainWindow] = []

    def make(self) -> MainWindow:
        """A window that shows nothing yet."""
        window = MainWindow(*self._doors, self._as_of)
        window.another_wanted.connect(self.open)
        self._windows = [w for w in self._windows if w.isVisible()]
        self._windows.append(window)
        return window

    def open(self, target: str | None, place: Place | None = None) -> MainWindow:
        """Show a window, painted at once, and open a company in it, or the welcome page where there is none."""
        window = self.make()
        # After the first frame: opening loads SQLAlchemy, which takes longer than all the rest.
        window.painted.connect(lambda: window.open(target, place) if target else window.welcome())
        window.show()
        return window

    def show_bug(self, found: Bug | BillingError) -> None:
        """Say on the window in front what was caught: a bug in its dialog, anything else in the bar."""
        window = next((w for w in self._windows if w.isActiveWindow()), self._windows[-1] if self._windows else None)
        if isinstance(found, BillingError):
            if window is not None:
                window.desk.say.error(found)
            return
        from billdesk.ui.dialogs.crash_report import show_crash

        show_crash(found, window)

    def tell_faults(self) -> None:
        """Say where the report is when the last start ended without a word."""
        from billdesk.ui.bugs import found_faults

        for report in found_faults()[-1:]:
            words = tr("BillDesk ended without a word last time; nothing that was saved is lost. The report is in {path}")
            self._windows[-1].desk.say.error(words.format(path=report))


def run(target: str | None, open_company: Open, create_company: Create) -> int:
    """Show the window and give the exit code when the last one is closed."""
    app = application()
    dress(app)
    windows = Windows(open_company, create_company)
    catchers: list[BugCatcher | Ending] = []

    def settle() -> None:
        from billdesk.ui.bugs import catch_bugs
        from billdesk.ui.ending import Ending

        catchers.append(Ending(app, app.closeAllWindows))
        catchers.append(catch_bugs(app, f"billdesk {target or ''}", windows.show_bug))
        windows.tell_faults()

    try:
        windows.open(target).painted.connect(settle)
        return app.exec()
    finally:
        for catcher in catchers:
            catcher.remove()


def dress(app: QApplication) -> None:
    """Give the application the language and the theme that this person has chosen."""
    settings = window_settings()
    speak(app, str(settings.value("language", "")))
    theme.apply(app, str(settings.value("theme", "system")))
