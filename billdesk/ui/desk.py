"""What each page of a window works with: the open company, today, jobs, messages, undo and the way to other pages."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from billdesk import paths
from billdesk.ui.jobs import Jobs
from billdesk.ui.messages import Messages
from billdesk.ui.navigation import Place
from billdesk.ui.undo import Undo

if TYPE_CHECKING:  # the frame is painted before any of these is loaded
    from billdesk.services.company import Company
    from billdesk.services.watch import ChangeWatch
    from billdesk.ui.formats import Formats
    from billdesk.ui.unsaved import Unsaved

WATCH_MS = 700
"""How often the window asks whether somebody else has written: soon enough for a person, a hundredth of a percent of a core."""


def window_settings(parent: QObject | None = None) -> QSettings:
    """What this person's windows remember between starts: place, size, columns, theme. One file for all windows."""
    return QSettings(str(paths.config_folder() / "window.ini"), QSettings.Format.IniFormat, parent)


class Desk(QObject):
    """The desk of one window. Pages get it first and keep it; `company` changes when another file is opened."""

    changed = Signal()
    """Somebody, here or elsewhere, has written to the company: what is shown may be out of date."""
    opened = Signal()
    """Another company is open."""
    wanted = Signal(object, bool)
    """A place to go to, and whether in a new window."""
    file_wanted = Signal(str)
    """A company, by path or URL, to open in this window instead of the present one."""

    def __init__(self, parent: QObject, as_of: date | None = None) -> None:
        super().__init__(parent)
        self._as_of = as_of
        self._company: Company | None = None
        self._watch: ChangeWatch | None = None
        self.target = ""
        self.say = Messages(self)
        self.jobs = Jobs(self, lambda trouble, again: self.say.error(trouble, again=again))
        self.undo = Undo(self, self.jobs, self.say)
        self._unsaved: Unsaved | None = None
        self.settings = window_settings(self)
        self._is_asking = self._asks_again = False
        self._timer = QTimer(self, interval=WATCH_MS)
        self._timer.timeout.connect(self.look)
        self.jobs.finished.connect(self.look)

    @property
    def company(self) -> Company:
        """The open company. Pages exist only while there is one."""
        if self._company is None:
            raise RuntimeError("no company is open")
        return self._company

    @property
    def has_company(self) -> bool:
        """Whether a company is open."""
        return self._company is not None

    @cached_property
    def formats(self) -> Formats:
        """Figures and dates as this person's locale writes them."""
        from billdesk.ui.formats import Formats

        return Formats()

    @property
    def unsaved(self) -> Unsaved:
        """The edits of the open company that are not saved yet."""
        if self._unsaved is None:
            raise RuntimeError("no company is open")
        return self._unsaved

    def as_of(self) -> date:
        """Today, or the day that the window was opened for."""
        return self._as_of or date.today()  # noqa: DTZ011 - a bookkeeper's day is that of the wall clock

    def go(self, place: Place | str, in_new_window: bool = False) -> None:
        """Go to a place, here or in a new window."""
        self.wanted.emit(Place(place) if isinstance(place, str) else place, in_new_window)

    def take(self, target: str, company: Company) -> None:
        """Work on another company from now on."""
        from billdesk.services.watch import watch
        from billdesk.ui.unsaved import Unsaved

        self.leave()
        self.target, self._company = target, company
        self._unsaved = Unsaved(target)
        self._watch = watch(company)
        self.undo.forget()
        self._timer.start()
        self.opened.emit()

    def leave(self) -> None:
        """Put the company away; its connections are closed."""
        self._timer.stop()
        if self._watch is not None:
            self._watch.close()
        if self._company is not None:
            self._company.engine.dispose()
        self._watch = self._company = None

    def close(self) -> None:
        """End: wait for what is under way, and let go of the file."""
        self._timer.stop()
        self.jobs.stop()
        self.leave()
        self.settings.sync()

    def look(self) -> None:
        """Ask at once whether somebody has written, without waiting for the timer.

        One question at a time: the watch tells of a change once, so that no answer may be thrown away.
        """
        watch = self._watch
        if watch is None:
            return
        self._asks_again = self._is_asking
        if not self._is_asking:
            self._is_asking = True
            self.jobs.read(
                self, watch.has_changed, self._hear, key="watch", failed=lambda _trouble: self._hear(has_changed=False)
            )

    def _hear(self, has_changed: bool) -> None:
        self._is_asking = False
        if has_changed:
            self.changed.emit()
        if self._asks_again:
            self.look()
