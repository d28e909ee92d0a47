"""What a list of the window is made of: which records, which columns with which titles, what can be done from it.

Page writers fill a `ListSpec`; the model, the view and the page know nothing of the kind of record that they show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from billdesk.services.lists import Condition
from billdesk.ui.navigation import Place

if TYPE_CHECKING:
    from billdesk.ui.desk import Desk

Record = Mapping[str, Any]
"""The values of a row by the keys of `services.lists.list_columns(kind)`, raw: minor units, ISO text; `id` first."""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column as it is shown. A hidden one is offered by the column chooser. `width` is in pixels at 100 %.

    `words` says what a cell shows of a record where its value alone does not tell a person.
    """

    key: str
    title: str
    width: int = 120
    hidden: bool = False
    words: Callable[[Record], str] | None = None


@dataclass(frozen=True, slots=True)
class BulkAction:
    """Something to do with the selected records, called with their ids; `name` makes the action `action.<name>`.

    `is_for` says of the current record whether the action makes sense for it; without it, it always does.
    """

    name: str
    text: str
    icon: str
    call: Callable[[Sequence[int]], None]
    keys: str = ""
    is_for: Callable[[Record], bool] | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A named choice of conditions that the list offers, such as Overdue. `sort` is that of the list where it is empty."""

    name: str
    title: str
    conditions: tuple[Condition, ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class ListSpec:
    """A list. `kind` is that of `services.lists`; `room` begins the names of its widgets, such as `invoices.table`.

    `noun` and `nouns` are words like "{n} invoice" and "{n} invoices". `conditions` always hold and are not shown as
    filters. `open_place` says where Enter leads; None opens nothing. `preview` makes the side panel for Space: a widget
    with `show_record(id)`. `empty_words` say what belongs in the list; `empty_action` is the one way to get it there.
    """

    kind: str
    room: str
    title: str
    columns: tuple[ListColumn, ...]
    noun: str = "{n} row"
    nouns: str = "{n} rows"
    default_sort: tuple[tuple[str, bool], ...] = ()
    conditions: tuple[Condition, ...] = ()
    views: tuple[View, ...] = ()
    empty_words: str = ""
    empty_action: QAction | None = None
    open_place: Callable[[Record], Place | None] | None = None
    actions: tuple[BulkAction, ...] = ()
    preview: Callable[[Desk, QWidget], QWidget] | None = None
