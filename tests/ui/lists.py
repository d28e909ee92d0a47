"""A list on the sample company without a window around it, for tests of lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from billdesk import bootstrap
from billdesk.services.lists import Condition
from billdesk.ui.desk import Desk
from billdesk.ui.models.list_spec import BulkAction, ListColumn, ListSpec, View
from billdesk.ui.navigation import Place
from billdesk.ui.widgets.list_view import ListView
from tests.windows import AS_OF

W = TypeVar("W", bound=QWidget)
OVERDUE = Condition("payment_status", "in", ("overdue",))


class Panel(QLabel):
    """A preview that says which record it shows."""

    def __init__(self, _desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.shown: list[int] = []

    def show_record(self, record: int) -> None:
        self.shown.append(record)
        self.setText(str(record))


def invoices_spec(called: list[Sequence[int]] | None = None, action: QAction | None = None) -> ListSpec:
    """A list of invoices with what a list can have."""
    done = called if called is not None else []
    return ListSpec(
        "invoices",
        "test",
        "Invoices",
        (
            ListColumn("number", "Number", 130),
            ListColumn("account_name", "Account", 200),
            ListColumn("status", "Status", 90),
            ListColumn("payment_status", "Payment", 90),
            ListColumn("issued_on", "Issued", 95),
            ListColumn("due_on", "Due", 95),
            ListColumn("total", "Total", 120),
            ListColumn("balance", "Balance", 120, hidden=True),
        ),
        "{n} invoice",
        "{n} invoices",
        default_sort=(("issued_on", True), ("number", True)),
        views=(View("all", "All"), View("overdue", "Overdue", (OVERDUE,), (("due_on", False),))),
        empty_words="Invoices stand here.",
        empty_action=action,
        open_place=lambda record: Place("invoice", int(record["id"])),
        actions=(
            BulkAction("post_them", "Post", "check", done.append, is_for=lambda record: record["status"] == "draft"),
            BulkAction("print_them", "Print", "printer", done.append, "Ctrl+P"),
        ),
        preview=Panel,
    )


class Stand:
    """A desk on a company, and lists on it. `went` are the places that were gone to, `said` what was said."""

    def __init__(self, qtbot: QtBot, file: str) -> None:
        self._bot = qtbot
        self._root = QObject()
        self.desk = Desk(self._root, AS_OF)
        self.desk.take(file, bootstrap.open_company(file))
        self.went: list[tuple[Place, bool]] = []
        self.said: list[str] = []
        self.desk.wanted.connect(lambda place, anew: self.went.append((place, anew)))
        self.desk.say.said.connect(lambda message: self.said.append(message.text))

    def view(self, spec: ListSpec, conditions: Sequence[Condition] = (), remembered: str = "") -> ListView:
        """A shown list, read to its end."""
        view = ListView(self.desk, spec, conditions, remembered=remembered)
        self._bot.addWidget(view)
        view.resize(1000, 600)
        view.show()
        self._bot.waitExposed(view)
        self.rest(view)
        view.table.setFocus()
        return view

    def rest(self, view: ListView) -> None:
        """Wait until nothing of a list is under way."""

        def is_idle() -> bool:
            waiting = (view.loader._pause, view.filters._typed, view.table._growing, view.table._keeping)
            return self.desk.jobs.is_idle and not any(timer.isActive() for timer in waiting)

        self._bot.waitUntil(is_idle, timeout=20_000)

    def press(self, view: ListView, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key over the rows, and wait."""
        self._bot.keyClick(view.table, key, modifier)
        self.rest(view)

    def close(self) -> None:
        self.desk.close()


def numbers(view: ListView, count: int = 10) -> list[str]:
    """What stands in the first column of the first rows."""
    return [view.model.text(row, 0) for row in range(min(count, view.model.rowCount()))]


def the(kind: type[W], root: QWidget, name: str = "") -> W:
    """The one widget of this kind (and name) in `root`."""
    found = root.findChildren(kind, name) if name else root.findChildren(kind)
    assert len(found) == 1
    return found[0]
