"""The register of runs: each run with what it posted, by currency, in the order of their invoice dates."""

from __future__ import annotations

from sqlalchemy import Connection

from billdesk.db.bulk import fetch_rows
from billdesk.services.company import read_settings
from billdesk.services.reports.table import Plot, Report, ReportRequest, Row, Series, columns, in_order, totals_of

COLUMNS = columns(
    "run schedule invoice_on:date state:state invoice_count:count line_count:count exception_count:count currency net:money"
    " total:money mode:state target_on:date started_at:instant"
)

_RUNS = """SELECT r.id, s.name, r.invoice_on, r.state, r.invoice_count, r.line_count,
 (SELECT count(*) FROM run_exceptions e WHERE e.run_id = r.id AND e.is_resolved = 0), r.mode, r.target_on, r.started_at
 FROM invoice_runs r LEFT JOIN invoice_schedules s ON s.id = r.schedule_id
 WHERE r.invoice_on BETWEEN ? AND ? ORDER BY r.invoice_on, r.id"""
_POSTED = """SELECT run_id, currency, count(*), sum(line_count), sum(net_minor), sum(total_minor) FROM invoices
 WHERE number IS NOT NULL AND run_id IS NOT NULL AND issued_on BETWEEN ? AND ? GROUP BY 1, 2"""


def register(connection: Connection, request: ReportRequest) -> Report:
    """The runs with an invoice date in the request. A run in several currencies has a row for each, exceptions in the first.

    What a run in draft mode made is counted as the run did, without amounts: its drafts may have changed since.
    """
    settings = read_settings(connection)
    between = (request.from_on.isoformat(), request.until_on.isoformat())
    posted: dict[int, list[Row]] = {}
    for run_id, *figures in fetch_rows(connection, _POSTED, between):
        posted.setdefault(run_id, []).append(tuple(figures))
    currencies = in_order((row[0] for rows in posted.values() for row in rows), settings.currency)
    rows: list[Row] = []
    ids: list[int] = []
    for run in fetch_rows(connection, _RUNS, between):
        made = sorted(posted.get(run[0], []), key=lambda row: currencies.index(row[0]))
        shown = [_posted_row(run, row, is_first=row is made[0]) for row in made] or [(*run[:7], None, None, None, *run[7:])]
        kept = [row for row in shown if not request.currency or row[7] in (request.currency, None)]
        rows.extend(kept)
        ids.extend([run[0]] * len(kept))
    chosen = [c for c in currencies if not request.currency or c == request.currency]
    totals = totals_of(COLUMNS, rows, chosen)
    plots = tuple(_plot(rows, currency) for currency in chosen)
    return Report(request, settings.name, COLUMNS, tuple(rows), totals, plots, "run", tuple(ids))


def _posted_row(run: Row, posted: Row, *, is_first: bool) -> Row:
    currency, count, lines, net, total = posted
    return (*run[:4], count, int(lines), run[6] if is_first else 0, currency, int(net), int(total), *run[7:])


def _plot(rows: list[Row], currency: str) -> Plot:
    """What each day's runs posted."""
    by_day: dict[str, int] = {}
    for row in rows:
        if row[7] == currency:
            by_day[row[2]] = by_day.get(row[2], 0) + row[9]
    return Plot("bars", currency, "date", tuple(by_day), (Series("total", tuple(by_day.values())),))
