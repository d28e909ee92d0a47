"""What a report is: a request in, a frozen table with totals per currency and plots out.

Values are raw (minor units, ISO text); titles and forms belong to whoever shows them. Amounts of several currencies are
never added: each row says its currency in the column `currency`, and totals and plots come once for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from billdesk.billing.cadence import BillDay, day_in_month, month_index
from billdesk.billing.money import half_up

Row = tuple[Any, ...]

REPORTS = ("ageing", "revenue-by-month", "revenue-by-product", "revenue-by-account", "taxes", "forecast", "runs")
"""The kinds of reports."""
PERIODS = ("month", "quarter", "year")
"""What the tax summary adds up by."""
GROUPS = ("month", "account", "line")
"""What the forecast adds up by."""


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """Which report, and of what. `as_of_on` is for ageing; the others take invoice dates from `from_on` to `until_on`.

    Both ends belong to it. `by` is one of PERIODS for taxes and of GROUPS for the forecast, which only looks at
    `until_on`. `currency` keeps to one currency; empty takes all.
    """

    kind: str
    as_of_on: date
    from_on: date
    until_on: date
    by: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key and the kind of its values, any of which may be None.

    text, state (a word of ours), count, money (minor units of the row's currency), percent (x 10^4), quantity (x 10^6),
    date and instant (ISO text), period (2026, 2026-Q4 or 2026-11).
    """

    key: str
    kind: str = "text"

    @property
    def is_figure(self) -> bool:
        """Whether it is set to the right."""
        return self.kind in ("count", "money", "percent", "quantity")


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a plot: its key, and a value in minor units for each label."""

    key: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """What is plotted of one currency. `form` is bars, stacked or lines; `label_kind` is period, date, bucket or label.

    A label that is empty stands for what has no name, `others` for all that is not shown.
    """

    form: str
    currency: str
    label_kind: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def has_amounts(self) -> bool:
        """Whether there is anything to draw: some label has an amount other than zero."""
        return bool(self.labels) and any(any(series.values) for series in self.series)


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it stands. `totals` are rows too, one for each currency, None where a column has no total.

    `ids` has the record that a row leads to, in a page called `opens` (account, product, run); empty where there is none.
    """

    request: ReportRequest
    company: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...]
    plots: tuple[Plot, ...]
    opens: str = ""
    ids: tuple[int | None, ...] = ()

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies in it, in the order of their totals."""
        at = self.at("currency")
        return tuple(row[at] for row in self.totals)

    def at(self, key: str) -> int:
        """Where a column stands."""
        return next(index for index, column in enumerate(self.columns) if column.key == key)

    def plot(self, currency: str) -> Plot | None:
        """The plot of a currency."""
        return next((plot for plot in self.plots if plot.currency == currency), None)


def columns(text: str) -> tuple[Column, ...]:
    """Columns from `key` or `key:kind`, apart by spaces."""
    return tuple(Column(*word.split(":")) for word in text.split())


def in_order(currencies: Iterable[str], home: str) -> list[str]:
    """Currencies with the company's own first, the others by code."""
    return sorted(set(currencies), key=lambda currency: (currency != home, currency))


def months_between(first: date, last: date) -> tuple[str, ...]:
    """The months (such as 2026-11) from that of `first` to that of `last`."""
    months = range(month_index(first), month_index(last) + 1)
    return tuple(day_in_month(month, BillDay("day", 1)).isoformat()[:7] for month in months)


def totals_of(table: Sequence[Column], rows: Iterable[Row], currencies: Sequence[str]) -> tuple[Row, ...]:
    """One row for each currency with the sums of counts and amounts; a percent's total is 100 where it has one."""
    at = next(index for index, column in enumerate(table) if column.key == "currency")
    summed = [index for index, column in enumerate(table) if column.kind in ("money", "count")]
    found: dict[str, list[Any]] = {currency: [None] * len(table) for currency in currencies}
    for total in found.values():
        for index in summed:
            total[index] = 0
    for row in rows:
        if row[at] in found:
            total = found[row[at]]
            for index in summed:
                total[index] += row[index] or 0
    for currency, total in found.items():
        total[at] = currency
    return tuple(tuple(total) for total in found.values())


def share_e4(part: int, whole: int) -> int | None:
    """Which percent `part` is of `whole`, x 10^4 and to one decimal; None where the whole is nothing or less."""
    return half_up(part * 1_000, whole) * 1_000 if whole > 0 else None


def one_currency(alias: str, request: ReportRequest) -> tuple[str, tuple[str, ...]]:
    """The condition that keeps to the request's currency, and its value."""
    return (f" AND {alias}.currency = ?", (request.currency,)) if request.currency else ("", ())
