"""What a window does when it has opened a company.

It remembers it, offers edits that a crash left, tells what ran while it was closed, and from then on looks whether the
file is still where it was.
"""

from __future__ import annotations

import hashlib
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from billdesk import recents
from billdesk.ui.navigation import Place
from billdesk.ui.pages import PAGES
from billdesk.ui.words import tr

if TYPE_CHECKING:
    from billdesk.services.company import Company
    from billdesk.services.company_file import FileWatch
    from billdesk.services.ran_runs import RanRun
    from billdesk.ui.main_window import MainWindow

LOOK_MS = 2000
AHEAD_MS, AHEAD_STEP_MS = 800, 30
"""When Home has its figures, the other pages' modules are loaded, with room for a click in between."""
MAIL_MS = 1500
"""The mail room is looked after when Home has its figures: its libraries take a while to load."""


class Opening(QObject):
    """Of one window; it begins anew with each company."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._desk = window, window.desk
        self._watch: FileWatch | None = None
        self._told = ""
        self._ahead: list[str] = []
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._desk.changed.connect(self._tell_runs)
        self._desk.jobs.finished.connect(self._see)

    def begin(self) -> None:
        """A company is open: do what is to be done once."""
        from billdesk.services.company import company_name
        from billdesk.services.company_file import FileWatch

        company, target = self._desk.company, self._desk.target
        self._watch, self._told = FileWatch(company), ""
        self._window.errors.hide()  # what it says is about the file before
        self._timer.start()
        self._desk.jobs.read(self, lambda: company_name(company), lambda name: recents.note(target, name), key="name")
        self._tell_runs()
        QTimer.singleShot(MAIL_MS, self, self._look_after_mail)
        self._ahead = [module for module, _ in PAGES.values()]
        QTimer.singleShot(AHEAD_MS, self, self._load_ahead)
        if edits := self._desk.unsaved.all():
            from billdesk.ui.dialogs.unsaved_edits import offer_edits

            offer_edits(self._window, edits)

    def _load_ahead(self) -> None:
        """Load the modules of the pages one by one while nothing else is asked for, so that the first click finds its page."""
        if self._ahead:
            import_module(self._ahead.pop(0))
            QTimer.singleShot(AHEAD_STEP_MS, self, self._load_ahead)

    def _look_after_mail(self) -> None:
        """What a killed sender left is uncertain from now on, and what was put off is tried again when it is due."""
        if self._desk.has_company:
            from billdesk.ui.mailing import Mailer

            Mailer.of(self._desk).begin()

    def end(self) -> None:
        """The window closes, or another company is opened: what ran until now was seen."""
        self._timer.stop()
        if self._desk.has_company:
            self._see()
        self._watch = None

    def look(self) -> None:
        """Say when the file has moved or cannot be written any more, once, and when all is well again."""
        trouble = self._watch.trouble() if self._watch is not None else None
        kind = trouble.kind if trouble is not None else ""
        if kind == self._told and (not kind or self._window.errors.isVisible()):
            return  # while it lasts it is a state of the window: on another page it is said again
        self._told = kind
        if trouble is not None:
            self._desk.say.error(trouble)
        else:
            self._window.errors.hide()
            self._desk.say.done(tr("The company file is where it was, and can be written"))

    def present_path(self) -> str | None:
        """Where the file of the open company lies now, as far as the system tells."""
        return self._watch.present_path() if self._watch is not None else None

    def _see(self) -> None:
        """What has run until now was seen."""
        if self._desk.has_company:
            self._desk.settings.setValue(self._key(), self._desk.company.stamp())

    def _tell_runs(self) -> None:
        """Tell what ran since this person looked last, if it was not this window that ran it."""
        if not self._desk.has_company or self._desk.jobs.under_way:
            return
        company, since = self._desk.company, str(self._desk.settings.value(self._key(), ""))
        if not since:
            self._see()
            return
        self._desk.jobs.read(self, lambda: _ran(company, since), self._say_runs, key="ran", failed=lambda _trouble: None)

    def _say_runs(self, ran: tuple[RanRun, ...]) -> None:
        if not ran:
            return
        self._see()
        invoices, left = sum(run.invoice_count for run in ran), sum(run.exception_count for run in ran)
        names = ", ".join(dict.fromkeys(run.schedule for run in ran if run.schedule)) or tr("a run by hand")
        made = tr("one invoice") if invoices == 1 else tr("{n} invoices").format(n=self._desk.formats.count(invoices))
        text = tr("{names} ran meanwhile: {made}").format(names=names, made=made)
        if left:
            text += "; " + (tr("one account was left out") if left == 1 else tr("{n} accounts were left out").format(n=left))
        place = Place("runs", None, (("tab", "exceptions"),)) if left else Place("runs")
        self._desk.say.done(text, tr("Show"), lambda: self._desk.go(place))

    def _key(self) -> str:
        return f"seen/{hashlib.sha256(self._desk.target.encode()).hexdigest()[:16]}"


def _ran(company: Company, since: str) -> tuple[RanRun, ...]:
    from billdesk.services.ran_runs import ran_since

    return ran_since(company, since)
