"""The views of a list: those that its page offers, those that people have saved in the company, and what a page remembers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from billdesk.billing.errors import BillingError
from billdesk.services.saved_views import (
    SavedView,
    conditions_as_json,
    conditions_from_json,
    delete_view,
    list_views,
    save_view,
)
from billdesk.ui.icons import icon
from billdesk.ui.models.list_spec import View
from billdesk.ui.widgets.popover import Popover
from billdesk.ui.words import tr

if TYPE_CHECKING:
    from billdesk.ui.widgets.list_view import ListView

_SAVED = "saved:"
"""Begins the names of views that people have saved, apart from those of the page."""


class Views(QObject):
    """Keeps the views of one `ListView`, and its menu."""

    def __init__(self, view: ListView, setting: str = "") -> None:
        super().__init__(view)
        self._view, self._desk, self._spec = view, view.desk, view.spec
        self._saved: list[SavedView] = []
        self._setting = setting
        self._wanted = ""
        menu = QMenu(view.filters.menu_button)
        menu.aboutToShow.connect(self._fill_menu)
        view.filters.menu_button.setMenu(menu)
        view.filters.menu_button.setPopupMode(view.filters.menu_button.ToolButtonPopupMode.InstantPopup)
        if setting:
            self._recall()
        self.refresh()

    def refresh(self) -> None:
        """Read the saved views anew."""
        company, kind = self._desk.company, self._spec.kind
        self._desk.jobs.read(self, lambda: list_views(company, kind), self._show, key="views")

    def _recall(self) -> None:
        """Set the list as this person has left it."""
        filters = self._view.filters
        try:
            kept = json.loads(str(self._desk.settings.value(self._setting, "{}")))
            conditions = conditions_from_json(self._spec.kind, kept.get("conditions", [])) or ()
            sort = tuple((str(key), bool(down)) for key, down in kept.get("sort", []))
            known = {column.key for column in self._view.model.columns}
            name, text = str(kept.get("view", "")), str(kept.get("text", ""))
        except (ValueError, TypeError, AttributeError):
            return
        if name.startswith(_SAVED):
            self._wanted = name
        filters.blockSignals(True)
        filters.choose_view(name)
        filters.search.setText(text)
        filters.set_conditions(conditions)
        filters.blockSignals(False)
        if sort and all(key in known for key, _ in sort):
            self._view.sort = sort

    def keep(self) -> None:
        """Keep how the list is now."""
        if self._setting:
            view, filters = self._view, self._view.filters
            kept = {
                "view": filters.view.name if filters.view is not None else "",
                "conditions": conditions_as_json(filters.conditions),
                "sort": [list(pair) for pair in view.sort],
                "text": filters.text,
            }
            self._desk.settings.setValue(self._setting, json.dumps(kept, ensure_ascii=False))

    def save(self, name: str) -> None:
        """Save what the list shows as a view of this name."""
        query = self._view.query
        hidden = (*self._spec.conditions, *self._view.fixed)
        conditions = tuple(c for c in query.conditions if c not in hidden)
        self._store(SavedView(self._spec.kind, name, conditions, self._view.sort, query.text), tr("Saved the view {name}"))

    def delete(self, name: str) -> None:
        """Delete a saved view."""
        company, kind, desk = self._desk.company, self._spec.kind, self._desk

        def done(former: SavedView | None) -> None:
            self.refresh()
            if former is not None:
                words = tr("Deleted the view {name}").format(name=name)
                desk.undo.did(words, lambda: save_view(company, former), lambda: delete_view(company, kind, name))

        desk.jobs.run(tr("Deleting a view"), lambda _progress: delete_view(company, kind, name), done)

    def _store(self, view: SavedView, words: str) -> None:
        company = self._desk.company

        def done(_former: SavedView | None) -> None:
            self._wanted = _SAVED + view.name
            self._desk.say.done(words.format(name=view.name))
            self.refresh()

        self._desk.jobs.run(tr("Saving a view"), lambda _progress: save_view(company, view), done)

    def _show(self, saved: list[SavedView]) -> None:
        filters, wanted = self._view.filters, self._wanted
        self._saved, self._wanted = saved, ""
        own: Sequence[View] = self._spec.views or ((View("all", tr("All")),) if saved else ())
        views = [*own, *(View(_SAVED + v.name, v.name, v.conditions, v.sort, v.text) for v in saved)]
        before = filters.view
        filters.show_views(views, wanted)
        if wanted and filters.view is not None and filters.view.name == wanted:
            filters.blockSignals(True)
            filters.search.clear()
            filters.set_conditions(())
            filters.blockSignals(False)
            self._view.sort = filters.view.sort or self._spec.default_sort
        if filters.view != before and (before is not None or wanted):
            self._view.load()

    def _fill_menu(self) -> None:
        view, menu = self._view, self._view.filters.menu_button.menu()
        menu.clear()
        menu.addAction(icon("columns-3"), tr("Columns…"), self._choose_columns)
        menu.addSeparator()
        menu.addAction(icon("download"), tr("Export as CSV…"), lambda: view.output.ask_file("csv"))
        menu.addAction(icon("download"), tr("Export as XLSX…"), lambda: view.output.ask_file("xlsx"))
        if (count := view.selected_count()) > 1:
            shown = view.desk.formats.count(count)
            text = tr("Export the {n} selected as CSV…").format(n=shown)
            menu.addAction(text, lambda: view.output.ask_file("csv", view.selected_ids()))
            text = tr("Export the {n} selected as XLSX…").format(n=shown)
            menu.addAction(text, lambda: view.output.ask_file("xlsx", view.selected_ids()))
        menu.addSeparator()
        menu.addAction(icon("bookmark"), tr("Save this view…"), self.ask_name)
        chosen = view.filters.view
        if chosen is not None and chosen.name.startswith(_SAVED):
            name = chosen.name.removeprefix(_SAVED)
            menu.addAction(icon("trash-2"), tr("Delete the view {name}").format(name=name), lambda: self.delete(name))

    def _choose_columns(self) -> None:
        self._view.choose_columns()

    def ask_name(self) -> NameField:
        """Ask under which name to save the view."""
        chosen = self._view.filters.view
        is_own = chosen is not None and chosen.name.startswith(_SAVED)
        field = NameField(self._spec.room, chosen.title if chosen is not None and is_own else "", self._view)

        def save() -> None:
            try:
                self.save(field.read())
            except BillingError as trouble:
                field.show_trouble(f"{trouble.what[:1].upper()}{trouble.what[1:]}")
            else:
                field.done()

        field.save.clicked.connect(save)
        button = self._view.filters.menu_button
        field.show_at(button.mapToGlobal(QPoint(0, button.height() + 4)), field.name)
        return field


class NameField(Popover):
    """Asks for the name of a view. Enter saves, Esc closes."""

    def __init__(self, room: str, name: str, parent: QWidget) -> None:
        super().__init__(f"{room}.view", tr("Save this view"), parent)
        self.setFixedWidth(300)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        heading = QLabel(tr("Save this view"))
        heading.setProperty("heading", True)
        note = QLabel(tr("Filters, search and order, for everybody who works on this company."))
        note.setProperty("muted", True)
        note.setWordWrap(True)
        self.name = QLineEdit(name, self)
        self.name.setObjectName(f"{room}.view_name")
        self.name.setAccessibleName(tr("Name of the view"))
        self.name.setPlaceholderText(tr("Name"))
        self.name.setMaxLength(60)
        self.trouble = QLabel("")
        self.trouble.setProperty("error", True)
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.save = QPushButton(tr("Save"), self)
        self.save.setObjectName(f"{room}.view_save")
        self.save.setAccessibleName(tr("Save the view"))
        self.save.setProperty("primary", True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save)
        for part in (heading, note, self.name, self.trouble):
            column.addWidget(part)
        column.addLayout(row)

    def read(self) -> str:
        """The name. Raises BillingError for an empty one."""
        name = " ".join(self.name.text().split())
        if not name:
            raise BillingError(tr("a view needs a name"), remedy=tr("give it one"))
        return name

    def show_trouble(self, text: str) -> None:
        """Say what is wrong with the name."""
        self.trouble.setText(text)
        self.trouble.show()
        self.adjustSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter saves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save.click()
        else:
            super().keyPressEvent(event)
