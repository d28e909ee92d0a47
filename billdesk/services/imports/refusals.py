"""What was refused in an import: the rows, the reasons, and the CSV file that lists them.

Without a rejects file the first refusal is raised at the end, with the count of the others, and nothing goes in. With
one, refused rows are written to it (file, line, column, reason and the row as it stood) and the rest goes in.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, NoReturn

from billdesk.billing.errors import BillingError, one_line
from billdesk.db.files import published

HEADER = ("file", "line", "column", "reason", "row")


class RowRefused(Exception):
    """A row cannot go in: the column as BillDesk names it ('' for the row as a whole), what is wrong, the remedy."""

    def __init__(self, column: str, what: str, remedy: str) -> None:
        super().__init__(what)
        self.column = column
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was left out. `line` counts from 1, the header's included; `column` is '' for the row as a whole."""

    file: str
    line: int
    column: str
    reason: str


class Place(NamedTuple):
    """Where a refused row stands, and which record it is about in words ('' when that cannot be read)."""

    file: str
    line: int
    about: str

    def __str__(self) -> str:
        return f"{self.file} line {self.line}"


class Refusals:
    """Gathers refusals. `keys` remembers the records refused, per kind, so that what depends on them can say why."""

    def __init__(self, listed: bool) -> None:
        self._listed = listed
        self._first: BillingError | None = None
        self.count = 0
        self.rejected: list[Rejected] = []
        self._rows: list[str] = []
        self.keys: dict[str, dict[Hashable, Place]] = {}

    def add(self, place: Place, refused: RowRefused, cells: Sequence[str]) -> None:
        """Note a refused row; `refused.column` is by now the name that the file has for it."""
        self.count += 1
        if self._first is None:
            about = f" ({place.about})" if place.about else ""
            column = f", column {refused.column}" if refused.column else ""
            self._first = BillingError(refused.what, f"{place}{about}{column}", refused.remedy)
        if self._listed:
            reason = one_line(f"{refused.what}; {refused.remedy}")
            self.rejected.append(Rejected(place.file, place.line, refused.column, reason))
            self._rows.append(as_csv(cells))

    def remember(self, kind: str, key: Hashable, place: Place) -> None:
        """Remember which record a refused row is about."""
        self.keys.setdefault(kind, {})[key] = place

    @staticmethod
    def check_twice(column: str, name: str, seen: Place | None) -> None:
        """Refuse a record that the files have given already."""
        if seen is not None:
            raise RowRefused(column, f"{name} stands there twice ({seen})", "take one out")

    def unknown(self, kind: str, key: Hashable, column: str, name: str, remedy: str) -> NoReturn:
        """Refuse a row that refers to a record that is not there: never heard of, or refused itself."""
        place = self.keys.get(kind, {}).get(key)
        if place is None:
            raise RowRefused(column, f"unknown {name}", remedy)
        raise RowRefused(column, f"{name} was refused ({place})", "correct that row first")

    def settle(self, rejects: Path | None) -> None:
        """Raise the first refusal, or write the rejects file (its header alone when nothing was refused)."""
        if rejects is not None:
            rows = ((r.file, r.line, r.column, r.reason, row) for r, row in zip(self.rejected, self._rows, strict=True))
            write_atomically(rejects, "".join(as_csv(row) + "\n" for row in (HEADER, *rows)))
        elif self._first is not None:
            more = self.count - 1
            rows_have = f"{more} more row has errors" if more == 1 else f"{more} more rows have errors"
            hint = f"; {rows_have}, --rejects FILE lists them all" if more else ""
            raise BillingError(self._first.what, self._first.record, self._first.remedy + hint)


def as_csv(cells: Sequence[object]) -> str:
    """One CSV record without its line end."""
    text = io.StringIO()
    # Python up to 3.11 quotes a line break only where it is part of the line end.
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().removesuffix("\r\n")


def check_rejects(path: Path, inputs: Collection[Path]) -> None:
    """Refuse a rejects file that would take the place of anything but an earlier list of rejects."""
    if path.absolute() in inputs:
        raise BillingError("the rejects file is one of the files to import", str(path), "name another file")
    if path.is_file() and path.stat().st_size:
        with path.open("rb") as file:
            begin = file.readline(100).rstrip(b"\r\n")
        if begin != ",".join(HEADER).encode():
            raise BillingError("the rejects file is there already and lists no rejects", str(path), "name a new file")


def write_atomically(path: Path, text: str) -> None:
    """Write a UTF-8 file that is there whole or not at all."""
    remedy = "name a file in a folder that you may write to"
    if path.is_dir():
        raise BillingError("this is a folder, not a file", str(path), remedy)
    try:
        with published(path, replace=True) as draft:
            draft.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise BillingError(f"the file cannot be written: {error.strerror}", str(path), remedy) from error
