"""The Northwind orders with their dates moved by whole months, so that the last order lies in the present month."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import date
from pathlib import Path

from billdesk import paths
from billdesk.billing.cadence import BillDay, day_in_month, month_index, parse_date

FIRST_MONTH, LAST_MONTH = date(1996, 7, 1), date(1998, 5, 1)
"""The months of the first and the last Northwind order."""

_DATES = ("OrderDate", "RequiredDate", "ShippedDate")


def months_to(as_of: date) -> int:
    """By how many months the orders move."""
    return month_index(as_of) - month_index(LAST_MONTH)


def moved(day: date, months: int) -> date:
    """`day` so many months later, on the last day of the month where it would lie beyond."""
    return day_in_month(month_index(day) + months, BillDay("day", day.day))


def write_northwind(folder: Path, months: int) -> None:
    """Write the Northwind files with moved dates, and their licence, into `folder`, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in sorted(paths.resource("sample", "northwind").iterdir()):
        if source.name == "orders.csv":
            text = _with_moved_dates(source.read_text(encoding="utf-8"), months)
            (folder / source.name).write_text(text, encoding="utf-8", newline="")
        else:
            shutil.copyfile(source, folder / source.name)


def _with_moved_dates(text: str, months: int) -> str:
    rows = csv.reader(io.StringIO(text, newline=""))
    header = next(rows)
    dated = [header.index(name) for name in _DATES]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        for index in dated:
            if row[index]:
                row[index] = moved(parse_date(row[index]), months).isoformat()
        writer.writerow(row)
    return out.getvalue()
