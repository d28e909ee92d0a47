"""A page that is a list: accounts, orders, invoices and so on fill a `ListSpec` and add their actions."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from billdesk.services.lists import Condition
from billdesk.services.lists_conditions import OPERATORS
from billdesk.ui.desk import Desk
from billdesk.ui.models.list_spec import ListSpec
from billdesk.ui.navigation import Place
from billdesk.ui.pages.page import Page
from billdesk.ui.widgets.list_view import ListView


class ListPage(Page):
    """A page around one `ListView`. A page of its own overrides `make_spec`, and `primary` and `actions_` where it has some.

    A place may tell filters: `Place("invoices", extra=(("payment_status", "overdue"), ("due_on", "within:this-week")))`.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        spec = self.make_spec()
        self.view = ListView(desk, spec, parent=self, remembered=f"lists/{spec.room}/left")
        self.title = self.view.spec.title
        self._is_told = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.setFocusProxy(self.view)

    def make_spec(self) -> ListSpec:
        """What the page lists. Called once, when the page's actions may be made."""
        raise NotImplementedError

    def open(self, place: Place) -> None:
        """Show the list, with the view and the filters that the place tells; else as it was left."""
        was_stale = self._is_stale
        super().open(place)
        filters = self.view.filters
        told = conditions_of(place, {column.key: column.kind for column in self.view.model.columns})
        wanted = place.told("view")
        if told or wanted or self._is_told:
            filters.show_only(wanted, told)
        if was_stale:
            self.view.refresh()
        self._is_told = bool(told)

    def refresh(self) -> None:
        """Read the list anew; selection, current row and position stay."""
        self.view.refresh()


def conditions_of(place: Place, kinds: dict[str, str]) -> tuple[Condition, ...]:
    """The filters that a place tells: `key=value`, values of a choice apart by commas, or `key=op:value`."""
    made = []
    for key, told in place.extra:
        if key not in kinds:
            continue
        kind = kinds[key]
        op, colon, value = told.partition(":")
        if not colon or op not in OPERATORS[kind]:
            op, value = ("in" if kind in ("state", "id") else "is"), told
        parts = tuple(value.split(",")) if op in ("in", "between") else value
        made.append(Condition(key, op, parts))
    return tuple(made)
