"""Where a benchmark works: how large, how often, in which folder, with companies that are made once and copied per try."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.bench.making import RUN_ON, Shape, copy_company, make_company, settle
from tests.bench.trials import Trial, billdesk


class Scale(NamedTuple):
    """How much of the full size is done, and how many tries each way has."""

    divisor: int
    tries: int

    def count(self, full: int) -> int:
        """The size that stands for `full`."""
        return max(2, full // self.divisor)


FULL = Scale(1, 5)
QUICK = Scale(20, 2)


@dataclass(slots=True)
class Workshop:
    """The folder and the scale; remembers what it has made."""

    folder: Path
    scale: Scale
    _made: dict[str, Path] = field(default_factory=dict)

    def made(self, name: str, make: Callable[[Path], object]) -> Path:
        """What `make` makes at a path of this name, the first time it is asked for."""
        if name not in self._made:
            print(f"making {name} ...", file=sys.stderr, flush=True)
            make(self.folder / name)
            self._made[name] = self.folder / name
        return self._made[name]

    def company(self, shape: Shape) -> Path:
        """A company of this shape, nothing of it posted. Not to be changed."""
        return self.made(f"{shape.charge_type}-{shape.accounts}x{shape.lines}.billdesk", lambda path: make_company(path, shape))

    def billed(self, shape: Shape) -> Path:
        """The same after its run. Not to be changed."""

        def bill(path: Path) -> None:
            run(copy_company(self.company(shape), path))
            settle(path)

        return self.made(f"billed-{shape.charge_type}-{shape.accounts}x{shape.lines}.billdesk", bill)

    def fresh(self, company: Path) -> Path:
        """A copy for one try."""
        return copy_company(company, self.folder / "try.billdesk")


def run(company: Path, *more: str) -> Trial:
    """The invoice run as a whole process."""
    return billdesk("run", company, "--all-due", "--on", RUN_ON, "--json", *more)
