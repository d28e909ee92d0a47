"""`python -m tests.bench`: BillDesk against the raw limits of disk and PDF library, as a table of ratios.

`--full` (as it is without) takes about twenty minutes, `--quick` one; words choose cases. For figures that can be
compared the machine should do nothing else.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.bench.cases import CASES
from tests.bench.table import HEAD, Row, machine, shown
from tests.bench.workshop import FULL, QUICK, Scale, Workshop


def measure(names: list[str], scale: Scale, folder: Path) -> list[Row]:
    """Measure these cases, printing each row as it comes."""
    print(f"{machine()}\nbest of {scale.tries}, in turns{f'; sizes / {scale.divisor}' if scale.divisor > 1 else ''}\n\n{HEAD}")
    shop = Workshop(folder, scale)
    rows = []
    for name in names:
        for row in CASES[name](shop):
            print(shown(row), flush=True)
            rows.append(row)
    return rows


def main(arguments: list[str] | None = None) -> int:
    """Read the words, measure, and say which targets were missed. The exit code is for the work, not for the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"of {', '.join(CASES)} (default: all)")
    parser.add_argument("--quick", action="store_const", dest="scale", const=QUICK, default=FULL, help="a twentieth of the size")
    parser.add_argument("--full", action="store_const", dest="scale", const=FULL, help="the sizes of the targets (default)")
    parser.add_argument("--tries", type=int, metavar="N", help="tries of each way")
    parser.add_argument("--dir", type=Path, metavar="DIR", help="where the companies are made (default: a temporary folder)")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.cases if name not in CASES]:
        parser.error(f"no such case: {', '.join(unknown)}")
    scale = options.scale if options.tries is None else options.scale._replace(tries=max(1, options.tries))
    with tempfile.TemporaryDirectory(prefix="billdesk-bench-", dir=options.dir) as folder:
        rows = measure(options.cases or list(CASES), scale, Path(folder))
    missed = [row.what for row in rows if not row.meets_its_target]
    if missed and scale.divisor == 1:
        print(f"\nmissed: {'; '.join(missed)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
