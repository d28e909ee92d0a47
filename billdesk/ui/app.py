"""`billdesk [FILE]`: the application around the windows. The first frame is painted before the company is opened."""

from __future__ import annotations

import sys
from datetime import date

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from billdesk.ui import theme
from billdesk.ui.desk import window_settings
from billdesk.ui.main_window import Create, MainWindow, Open
from billdesk.ui.navigation import Place
from billdesk.ui.words import speak


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
        window.show()
        # After the first frame: opening loads SQLAlchemy, which takes longer than all the rest.
        QTimer.singleShot(0, lambda: window.open(target, place) if target else window.welcome())
        return window


def run(target: str | None, open_company: Open, create_company: Create) -> int:
    """Show the window and give the exit code when the last one is closed."""
    app = application()
    dress(app)
    windows = Windows(open_company, create_company)
    windows.open(target)
    return app.exec()


def dress(app: QApplication) -> None:
    """Give the application the language and the theme that this person has chosen."""
    settings = window_settings()
    speak(app, str(settings.value("language", "")))
    theme.apply(app, str(settings.value("theme", "system")))
