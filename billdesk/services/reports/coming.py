"""Forecast: what is still to be billed up to a day, by the month in which it will be, by account, or line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from billdesk.db.bulk import fetch_rows
from billdesk.db.engine import reading
from billdesk.services.company import Company, Progress, iso, read_settings
from billdesk.services.forecast import ForecastLine, forecast
from billdesk.services.reports.table import Plot, Report, ReportRequest, Row, Series, columns, in_order, months_between, totals_of

MONTH_COLUMNS = columns("period:period currency account_count:count line_count:count unpriced_count:count net:money")
ACCOUNT_COLUMNS = columns("account name currency line_count:count unpriced_count:count net:money next_on:date")
LINE_COLUMNS = columns(
    "due_on:date target_on:date account order line period_from:date period_until:date quantity:quantity currency net:money"
)
_ACCOUNTS = "SELECT a.id, a.code, p.name FROM accounts a JOIN parties p ON p.id = a.party_id"


@dataclass(slots=True)
class _Group:
    """What lines of one group add up to. Lines without price cannot be worked out and are counted apart."""

    accounts: set[str] = field(default_factory=set)
    lines: int = 0
    unpriced: int = 0
    net: int = 0
    next_on: date | None = None

    def add(self, line: ForecastLine) -> None:
        self.accounts.add(line.account)
        self.lines += 1
        self.unpriced += line.net_minor is None
        self.net += line.net_minor or 0
        on = _billed_on(line)
        self.next_on = on if self.next_on is None else min(self.next_on, on)


def coming(company: Company, request: ReportRequest, progress: Progress | None = None) -> Report:
    """The forecast up to `until_on`. A charge belongs to the month of its target date, or of its due date without one."""
    with reading(company.engine) as connection:
        settings = read_settings(connection)
    found = [
        line
        for line in forecast(company, request.until_on, progress=progress)
        if not request.currency or line.currency == request.currency
    ]
    currencies = in_order((line.currency for line in found), settings.currency)
    plots = _plots(found, currencies)
    if request.by == "line":
        rows = tuple(map(_line, sorted(found, key=lambda line: currencies.index(line.currency))))
        return Report(request, settings.name, LINE_COLUMNS, rows, totals_of(LINE_COLUMNS, rows, currencies), plots)
    if request.by == "account":
        return _by_account(company, request, found, currencies, plots)
    months = _grouped(found, currencies, lambda line: _billed_on(line).isoformat()[:7])
    rows = tuple((month, c, len(g.accounts), g.lines, g.unpriced, g.net) for (c, month), g in months)
    totals = tuple((*row[:2], None, *row[3:]) for row in totals_of(MONTH_COLUMNS, rows, currencies))
    return Report(request, settings.name, MONTH_COLUMNS, rows, totals, plots)


def _by_account(
    company: Company, request: ReportRequest, found: Sequence[ForecastLine], currencies: Sequence[str], plots: tuple[Plot, ...]
) -> Report:
    with reading(company.engine) as connection:
        settings = read_settings(connection)
        names = {row[1]: (row[0], row[2]) for row in fetch_rows(connection, _ACCOUNTS)}
    groups = _grouped(found, currencies, lambda line: line.account)
    rows = tuple(
        (code, names.get(code, (None, None))[1], currency, group.lines, group.unpriced, group.net, iso(group.next_on))
        for (currency, code), group in groups
    )
    ids = tuple(names.get(code, (None, None))[0] for (_, code), _ in groups)
    totals = totals_of(ACCOUNT_COLUMNS, rows, currencies)
    return Report(request, settings.name, ACCOUNT_COLUMNS, rows, totals, plots, "account", ids)


def _grouped(
    found: Iterable[ForecastLine], currencies: Sequence[str], key_of: Callable[[ForecastLine], str]
) -> list[tuple[tuple[str, str], _Group]]:
    groups: dict[tuple[str, str], _Group] = {}
    for line in found:
        groups.setdefault((line.currency, key_of(line)), _Group()).add(line)
    return sorted(groups.items(), key=lambda item: (currencies.index(item[0][0]), item[0][1]))


def _plots(found: Sequence[ForecastLine], currencies: Sequence[str]) -> tuple[Plot, ...]:
    """Nets by month, one plot for each currency."""
    plots = []
    groups = _grouped(found, currencies, lambda line: _billed_on(line).isoformat()[:7])
    for currency in currencies:
        nets = {month: group.net for (of, month), group in groups if of == currency}
        labels = months_between(date.fromisoformat(f"{min(nets)}-01"), date.fromisoformat(f"{max(nets)}-01"))
        plots.append(Plot("bars", currency, "period", labels, (Series("net", tuple(nets.get(month, 0) for month in labels)),)))
    return tuple(plots)


def _billed_on(line: ForecastLine) -> date:
    return line.target_on or line.due_on


def _line(line: ForecastLine) -> Row:
    return (
        line.due_on.isoformat(),
        iso(line.target_on),
        line.account,
        line.order,
        line.order_line,
        iso(line.period_from),
        iso(line.period_until),
        line.quantity_e6,
        line.currency,
        line.net_minor,
    )
