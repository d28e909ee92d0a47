"""What recurs in the sample company: contracts of some real Northwind customers, as interchange files.

Support by month and by year in advance, supplies of real products by month and by quarter, storage in arrears, and usage
that was recorded. Dates are counted in months from the present one.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from billdesk import paths
from billdesk.billing.cadence import BillDay, day_in_month, month_index

PRODUCTS = ("SUP-M", "SUP-Y", "COLD", "WEB")
"""Services that only contracts have; the supplies are of Northwind's own products."""

_PRODUCT_ROWS = (
    ("SUP-M", "Support contract, monthly", "49.00", "Services", "month", "recurring", "1 month", "advance"),
    ("SUP-Y", "Support contract, yearly", "490.00", "Services", "year", "recurring", "1 year", "advance"),
    ("COLD", "Cold storage, per pallet and month", "22.50", "Services", "pallet", "recurring", "1 month", "arrears"),
    ("WEB", "Web orders handled", "0.35", "Services", "order", "usage", "1 month", "arrears"),
)
_COFFEE, _CHEESE = "43", "59"


class _Line(NamedTuple):
    """A contract line. `start` and `end` in months from the present one, `end` the month whose last day is the last.

    `every` is set where the product itself does not recur.
    """

    order: str
    account: str
    product: str
    quantity: str
    price: str
    start: int
    start_day: int = 1
    end: int | None = None
    every: str = ""
    discount: str = ""
    bill_day: str = ""
    status: str = "active"
    po: str = ""


CONTRACTS = (
    _Line("C-1001", "QUICK", "SUP-Y", "1", "490.00", -14),
    _Line("C-1002", "SAVEA", "SUP-M", "3", "49.00", -9, po="PO 4500017"),
    _Line("C-1003", "ERNSH", "SUP-M", "1", "49.00", -5, start_day=16, bill_day="1"),
    _Line("C-1004", "HUNGO", _COFFEE, "10", "46.00", -12, every="1 month", discount="5"),
    _Line("C-1005", "RATTC", _CHEESE, "24", "55.00", -11, every="1 quarter"),
    _Line("C-1006", "FOLKO", "COLD", "8", "22.50", -7),
    _Line("C-1007", "BERGS", "WEB", "1", "0.35", -4),
    _Line("C-1008", "ALFKI", "SUP-M", "1", "49.00", -3, end=8),
    _Line("C-1008", "ALFKI", "COLD", "2", "22.50", -3, end=8),
    _Line("C-1009", "LAMAI", "SUP-Y", "2", "490.00", -11),
    _Line("C-1010", "BOTTM", "SUP-M", "2", "49.00", 0, status="draft"),
)
DRAFT_ORDER = "C-1010"
"""The contract that waits to be activated."""

_TERMS = {"QUICK": "net 14", "SAVEA": "2/10 net 30", "ERNSH": "eom 10"}


def write_contracts(folder: Path, as_of: date) -> None:
    """Write the interchange files of the contracts, as they stand on `as_of`, into `folder`, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    product_columns = ("product", "name", "unit_price", "category", "unit", "charge_type", "every", "timing")
    _write(folder / "products.csv", product_columns, _PRODUCT_ROWS)
    _write(folder / "accounts.csv", ("account", "name", "email", "terms"), _accounts())
    _write(folder / "orders.csv", ("order", "account", "ordered_on", "status", "po"), _orders(as_of))
    line_columns = ("order", "line", "product", "quantity", "unit_price", "discount_percent", "charge_type", "every")
    _write(folder / "order_lines.csv", (*line_columns, "start_on", "end_on", "bill_day"), _lines(as_of))
    _write(folder / "usage.csv", ("order", "line", "used_on", "quantity", "reference"), _usage(as_of))


def _accounts() -> Iterator[Sequence[str]]:
    """The Northwind customers, who have no e-mail there, with an address that leads nowhere (RFC 2606), and their terms."""
    with paths.resource("sample", "northwind", "customers.csv").open(encoding="utf-8", newline="") as file:
        for customer in csv.DictReader(file):
            code = customer["CustomerID"].strip()
            host = "".join(filter(str.isalnum, code.lower()))
            yield code, customer["CompanyName"], f"accounts@{host}.example", _TERMS.get(code, "")


def _orders(as_of: date) -> Iterator[Sequence[str]]:
    """One row for each order, signed on the day on which its first line starts."""
    seen = set()
    for line in CONTRACTS:
        if line.order not in seen:
            seen.add(line.order)
            yield line.order, line.account, _day(as_of, line.start, line.start_day), line.status, line.po


def _lines(as_of: date) -> Iterator[Sequence[str]]:
    counts: dict[str, int] = {}
    for line in CONTRACTS:
        position = counts[line.order] = counts.get(line.order, 0) + 1
        kind = "usage" if line.product == "WEB" else "recurring"
        every = line.every or next(row[6] for row in _PRODUCT_ROWS if row[0] == line.product)
        end_on = _day(as_of, line.end, 31) if line.end is not None else ""
        start_on = _day(as_of, line.start, line.start_day)
        yield (
            line.order,
            str(position),
            line.product,
            line.quantity,
            line.price,
            line.discount,
            kind,
            every,
            start_on,
            end_on,
            line.bill_day,
        )


def _usage(as_of: date) -> Iterator[Sequence[str]]:
    """Web orders of the metered contract, week by week up to `as_of`: figures that look counted and never change."""
    for months in range(-4, 1):
        for week, count in enumerate((118, 143, 97, 164)):
            used_on = _day(as_of, months, 7 * week + 4)
            if used_on <= as_of.isoformat():
                yield "C-1007", "1", used_on, str(count + 9 * (months + 4)), f"week of {used_on}"


def _day(as_of: date, months: int, day: int) -> str:
    """A day of the month that lies so many months from the present one."""
    return day_in_month(month_index(as_of) + months, BillDay("day", day)).isoformat()


def _write(path: Path, header: Sequence[str], rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
