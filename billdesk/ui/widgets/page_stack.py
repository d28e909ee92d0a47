"""The pages of a window, one above the other. A page and its module are loaded when it is first gone to."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

from billdesk.ui.desk import Desk
from billdesk.ui.pages import PAGES

if TYPE_CHECKING:  # pages load services
    from billdesk.ui.pages.page import Page


class PageStack(QStackedWidget):
    """Makes pages, keeps them, and drops them all when another company is opened."""

    titled = Signal(object)
    """The page that is shown has another title or other actions."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._pages: dict[str, Page] = {}
        self.addWidget(QWidget())  # what is seen until the company is open
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._keep_focus)

    def page(self, name: str) -> Page:
        """The page of that name, made where it is not there yet."""
        if name not in self._pages:
            module, kind = PAGES[name]
            page: Page = getattr(import_module(module), kind)(self._desk, self)
            page.titled.connect(lambda: self.titled.emit(page) if page is self.currentWidget() else None)
            self._pages[name] = page
            self.addWidget(page)
        return self._pages[name]

    @property
    def present(self) -> Page | None:
        """The page that is shown."""
        return next((page for page in self._pages.values() if page is self.currentWidget()), None)

    def drop(self) -> None:
        """Forget all pages."""
        for page in self._pages.values():
            self.removeWidget(page)
            page.deleteLater()
        self._pages.clear()

    def _keep_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        """A button that had the keys and is grey or gone now gives them to the page; Qt would give them to the sidebar."""
        if old is None or new is None or not isValid(self) or not isValid(old) or new.window() is not self.window():
            return
        is_over = not old.isEnabled() or not old.isVisible()
        if new.objectName().startswith("nav.") and is_over and (page := self.currentWidget()) is not None:
            page.setFocus()
