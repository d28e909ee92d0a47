"""The main window: sidebar, toolbar, pages, status bar, and the way between them.

It is painted before SQLAlchemy is loaded: a company is opened off the interface thread, and pages are made when they are
first gone to. What a page does is its own business.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from billdesk.billing.errors import BillingError
from billdesk.ui.desk import Desk
from billdesk.ui.files import short_name
from billdesk.ui.messages import Message
from billdesk.ui.navigation import Place, Trail
from billdesk.ui.toolbar import Toolbar
from billdesk.ui.widgets.page_stack import PageStack
from billdesk.ui.widgets.sidebar import Sidebar
from billdesk.ui.widgets.status import Status
from billdesk.ui.words import tr

if TYPE_CHECKING:  # pages load services
    from billdesk.services.company import Company
    from billdesk.ui.commands import Commands
    from billdesk.ui.opening import Opening
    from billdesk.ui.pages.page import Page
    from billdesk.ui.widgets.notices import ErrorBar, Toast

Open = Callable[[str], "Company"]
Create = Callable[[str, str, str, str], "Company"]
_COLLECT_MS = 5000


class MainWindow(QMainWindow):
    """One window on one company. `open_company` and `create_company` are bootstrap's."""

    painted = Signal()
    """The first frame stands on the screen."""
    another_wanted = Signal(str, object)
    """A file and a place to show in a window of its own."""

    def __init__(self, open_company: Open, create_company: Create, as_of: date | None = None) -> None:
        super().__init__()
        self.setObjectName("main.window")
        self.setWindowTitle("BillDesk")
        self.open_company, self.create_company = open_company, create_company
        self.desk = Desk(self, as_of)
        self.trail = Trail()
        self._is_painted = False
        self._build()
        self.desk.wanted.connect(self.go)
        self.desk.file_wanted.connect(self.open)
        self.desk.say.said.connect(self._show_message)
        self._restore()
        # Python's cycle collector may run on any thread, and Qt's objects must not be freed on another: it runs here.
        gc.disable()
        self._collector = QTimer(self, interval=_COLLECT_MS)
        self._collector.timeout.connect(lambda: gc.collect(1))
        self._collector.start()

    def open(self, target: str, place: Place | None = None) -> None:
        """Open a company off the interface thread and go to `place`, by default Home."""
        self.desk.jobs.read(
            self,
            lambda: self.open_company(target),
            lambda company: self.take(target, company, place),
            key="open",
            failed=self._not_opened,
        )

    def take(self, target: str, company: Company, place: Place | None = None) -> None:
        """Show a company that is open already."""
        self.opening.end()
        self.stack.drop()
        self.desk.take(target, company)
        self.setWindowTitle(f"{short_name(target)} – BillDesk")
        self.sidebar.set_enabled_rooms(are_open=True)
        self.trail = Trail()
        self.go(place or Place("home"))
        self.opening.begin()

    def welcome(self) -> None:
        """Show how to begin: no company is open."""
        self.sidebar.set_enabled_rooms(are_open=False)
        self.go(Place("welcome"))

    def go(self, place: Place, in_new_window: bool = False) -> None:
        """Go to a place, here or in a new window."""
        if in_new_window:
            self.another_wanted.emit(self.desk.target, place)
            return
        self.trail.visit(place)
        self._show_place(place)

    def back(self) -> None:
        """To the place before."""
        if place := self.trail.back():
            self._show_place(place)

    def forward(self) -> None:
        """To the place that was gone back from."""
        if place := self.trail.forward():
            self._show_place(place)

    def page(self, name: str) -> Page:
        """The page of that name, made where it is not there yet."""
        return self.stack.page(name)

    @property
    def present(self) -> Page | None:
        """The page that is shown."""
        return self.stack.present

    def _show_place(self, place: Place) -> None:
        if "errors" in self.__dict__:  # what was said of another page is over
            self.errors.hide()
        page = self.page(place.page)
        self.stack.setCurrentWidget(page)
        page.open(place)
        self.sidebar.light(page.nav)
        self.toolbar.show_page(page)
        self.commands.show_trail()
        if self.isVisible():
            page.setFocus()

    def _build(self) -> None:
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.sidebar = Sidebar(body)
        self.sidebar.chosen.connect(lambda page: self.go(Place(page)))
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.toolbar = Toolbar(self)
        self.stack = PageStack(self.desk)
        self.stack.titled.connect(self.toolbar.show_page)
        column.addWidget(self.toolbar)
        column.addWidget(self.stack, 1)
        self._column = column
        row.addWidget(self.sidebar)
        row.addLayout(column, 1)
        self.setCentralWidget(body)
        self.setStatusBar(Status(self.desk, self))
        self.sidebar.set_enabled_rooms(are_open=False)

    @cached_property
    def commands(self) -> Commands:
        """The actions of the window as a whole; made with the first page, after the first frame."""
        from billdesk.ui.commands import Commands

        commands = Commands(self)
        self.toolbar.take(commands)
        return commands

    @cached_property
    def errors(self) -> ErrorBar:
        """The bar for errors, between toolbar and page."""
        from billdesk.ui.widgets.notices import ErrorBar

        bar = ErrorBar(self)
        self._column.insertWidget(1, bar)
        return bar

    @cached_property
    def toast(self) -> Toast:
        """What says that something is done."""
        from billdesk.ui.widgets.notices import Toast

        return Toast(self)

    @cached_property
    def opening(self) -> Opening:
        """What is done when a company is open."""
        from billdesk.ui.opening import Opening

        return Opening(self)

    def _show_message(self, message: Message) -> None:
        if message.is_error:
            from billdesk.ui.trouble import is_stale, with_ways_out

            if not is_stale(self, message):
                self.errors.show_message(with_ways_out(self, message))
        else:
            self.toast.show_message(message)

    def _not_opened(self, trouble: BillingError) -> None:
        from billdesk.ui.trouble import choose_again

        self.welcome()
        self.desk.say.error(trouble, tr("Choose another file"), lambda: choose_again(self))

    def _restore(self) -> None:
        self.resize(1280, 800)
        if geometry := self.desk.settings.value("window/geometry"):
            self.restoreGeometry(geometry)
        self.sidebar.set_folded(self.desk.settings.value("window/folded", False, bool) is True)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Tell when the first frame stands."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """What nothing on the page has use for: Esc goes back, Enter presses the button that has the keys."""
        focus = self.focusWidget()
        if event.matches(QKeySequence.StandardKey.Cancel):
            if self.errors.isVisible():
                self.errors.hide()
            else:
                self.back()
        elif event.matches(QKeySequence.StandardKey.InsertParagraphSeparator) and isinstance(focus, QAbstractButton):
            focus.click()
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The mouse's own buttons for back and forward."""
        if event.button().name == "BackButton":
            self.back()
        elif event.button().name == "ForwardButton":
            self.forward()
        super().mousePressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Coming back to the window looks at once whether somebody has written."""
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow() and self.desk.has_company:
            self.desk.look()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember the place and size; work under way stops at its next step, and unsaved edits are on disk."""
        self.desk.settings.setValue("window/geometry", self.saveGeometry())
        self.desk.settings.setValue("window/folded", self.sidebar.is_folded)
        self._collector.stop()
        self.opening.end()
        self.desk.close()
        super().closeEvent(event)
