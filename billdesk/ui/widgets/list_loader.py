"""Reads what a list shows off the interface thread: the first rows of something new at once, then all ids, then sums.

When somebody has written, the rows on the screen are read anew at once and the ids come behind; the selection, the
current row and the position are looked up in them before they are shown.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal

from billdesk.services.company import Company
from billdesk.services.lists import ListQuery, Sums, first_ids, list_ids, list_sums
from billdesk.ui.desk import Desk
from billdesk.ui.models.list_model import PAGE

_SUMS_MS = 150
_MOST_KEPT = 5000
"""Selected rows that are found again after somebody has written; of more, all or none stay selected."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Which records a person is at: the current one, the one at the top of the view, and those selected (None: all)."""

    current: int | None = None
    top: int | None = None
    selected: tuple[int, ...] | None = ()


@dataclass(frozen=True, slots=True)
class Places:
    """The rows of marks in other ids; None where a record is not among them."""

    current: int | None
    top: int | None
    selected: tuple[int, ...] | None


class ListLoader(QObject):
    """Answers of an earlier question are thrown away."""

    first = Signal(object)
    """The first ids of something new; there may be more."""
    all = Signal(object, object)
    """All ids, and the Places of the marks in them."""
    summed = Signal(object)
    """Sums of the list, or of the selection that was asked for."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asked: tuple[ListQuery | tuple[str, Sequence[int]], Company, date] | None = None
        self._pause = QTimer(self, singleShot=True, interval=_SUMS_MS)
        self._pause.timeout.connect(self._sum)

    def show(self, query: ListQuery) -> None:
        """Read something new: its first rows, then the rest."""
        company, as_of = self._desk.company, self._desk.as_of()

        def rest(ids: array[int]) -> None:
            self.first.emit(ids)
            self.read_all(query, Marks())

        self._desk.jobs.read(self, lambda: first_ids(company, query, as_of, PAGE), rest, key="ids")

    def read_all(self, query: ListQuery, marks: Marks) -> None:
        """Read all ids, and find the marks in them."""
        company, as_of = self._desk.company, self._desk.as_of()

        def work() -> tuple[array[int], Places]:
            ids = list_ids(company, query, as_of)
            return ids, find_marks(ids, marks)

        self._desk.jobs.read(self, work, lambda found: self.all.emit(*found), key="ids")

    def forget_sums(self) -> None:
        """What was to be added up is not what is shown any more."""
        self._asked = None
        self._pause.stop()

    def sum_up(self, chosen: ListQuery | tuple[str, Sequence[int]]) -> None:
        """Add up, once a person has settled on it."""
        self._asked = (chosen, self._desk.company, self._desk.as_of())
        self._pause.start()

    def _sum(self) -> None:
        if self._asked is None:
            return
        asked = self._asked
        chosen, company, as_of = asked

        def done(sums: Sums) -> None:
            if self._asked is asked:
                self.summed.emit(sums)

        self._desk.jobs.read(self, lambda: list_sums(company, chosen, as_of), done, key="sums")


def find_marks(ids: array[int], marks: Marks) -> Places:
    """Where the marked records stand now."""
    selected = marks.selected
    wanted = set(selected or ()) | {mark for mark in (marks.current, marks.top) if mark is not None}
    if not wanted or len(wanted) > _MOST_KEPT:
        return Places(None, None, None if selected is None else ())
    found: dict[int, int] = {}
    for row, record in enumerate(ids):
        if record in wanted:
            found[record] = row
            if len(found) == len(wanted):
                break
    rows = None if selected is None else tuple(sorted(found[record] for record in selected if record in found))
    return Places(_place(found, marks.current), _place(found, marks.top), rows)


def _place(found: dict[int, int], mark: int | None) -> int | None:
    return None if mark is None else found.get(mark)


def stretches(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Rising rows as first and last of each unbroken stretch."""
    if isinstance(rows, range):
        return [(rows.start, rows.stop - 1)] if rows else []
    made: list[tuple[int, int]] = []
    for row in rows:
        if made and made[-1][1] == row - 1:
            made[-1] = (made[-1][0], row)
        else:
            made.append((row, row))
    return made
