"""What was measured as rows, and the table that shows them."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version

HEAD = "| what | BillDesk s | raw s | ratio | target | peak MB | remarks |\n| --- | --- | --- | --- | --- | --- | --- |"


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: seconds of BillDesk against seconds of the raw way, None where there is nothing to compare with.

    `at_most` and `at_least` bound the ratio, `most_mb` the memory of BillDesk's processes together.
    """

    what: str
    seconds: float
    raw_seconds: float | None = None
    at_most: float | None = None
    at_least: float | None = None
    peak_mb: float | None = None
    most_mb: float | None = None
    remarks: str = ""

    @property
    def ratio(self) -> float | None:
        """BillDesk's time as a multiple of the raw one."""
        return None if self.raw_seconds is None else self.seconds / self.raw_seconds

    @property
    def meets_its_target(self) -> bool:
        """Whether all that is asked of it holds."""
        ratio = self.ratio
        return (
            (self.at_most is None or (ratio is not None and ratio <= self.at_most))
            and (self.at_least is None or (ratio is not None and ratio >= self.at_least))
            and (self.most_mb is None or (self.peak_mb is not None and self.peak_mb <= self.most_mb))
        )


def shown(row: Row) -> str:
    """The row as a line of the table."""
    targets = [f"≤ {row.at_most:g}"] if row.at_most is not None else []
    targets += [f"≥ {row.at_least:g}"] if row.at_least is not None else []
    targets += [f"{row.most_mb:g} MB"] if row.most_mb is not None else []
    target = ", ".join(targets) + ("" if row.meets_its_target else " (missed)")
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    memory = "" if row.peak_mb is None else f"{row.peak_mb:.0f}"
    cells = (row.what, _seconds(row.seconds), _seconds(row.raw_seconds), ratio, target, memory, row.remarks)
    return f"| {' | '.join(cells)} |"


def machine() -> str:
    """On what it was measured."""
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, SQLAlchemy {version('SQLAlchemy')}"
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} processors ({platform.machine()}), {platform.system()}, {versions}, load {load:.1f} at the start"


def table(rows: Iterable[Row]) -> str:
    """The rows under their head."""
    return "\n".join([HEAD, *map(shown, rows)])


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}" if value < 10 else f"{value:.2f}"
