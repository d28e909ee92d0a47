"""Tax summary: what was charged by period, category and rate, by invoice date; credit notes count negative.

Categories and rates are those of EN 16931 (BT-118, BT-119) as they stand on the posted documents.
"""

from __future__ import annotations

from sqlalchemy import Connection

from billdesk.billing.money import format_percent
from billdesk.db.bulk import fetch_rows
from billdesk.services.company import read_settings
from billdesk.services.reports.table import Plot, Report, ReportRequest, Row, Series, columns, in_order, one_currency, totals_of

COLUMNS = columns("period:period category:state rate:percent currency document_count:count taxable:money tax:money total:money")

_TAXES = """SELECT substr(i.issued_on, 1, 7), t.category, t.rate_e4, i.currency, count(*),
 sum(CASE WHEN i.kind <> 'credit_note' THEN t.taxable_minor ELSE -t.taxable_minor END),
 sum(CASE WHEN i.kind <> 'credit_note' THEN t.tax_minor ELSE -t.tax_minor END)
 FROM invoices i JOIN invoice_taxes t ON t.invoice_id = i.id
 WHERE i.number IS NOT NULL AND i.issued_on BETWEEN ? AND ?{currency} GROUP BY 1, 2, 3, 4"""


def taxes(connection: Connection, request: ReportRequest) -> Report:
    """Rows by currency, period, category and rate. Counts are documents with that rate, so they are not added up."""
    settings = read_settings(connection)
    condition, value = one_currency("i", request)
    between = (request.from_on.isoformat(), request.until_on.isoformat())
    sums: dict[tuple[str, str, str, int], list[int]] = {}
    for month, category, rate, currency, *figures in fetch_rows(
        connection, _TAXES.format(currency=condition), (*between, *value)
    ):
        into = sums.setdefault((currency, period_of(month, request.by), category, rate), [0, 0, 0])
        for index, figure in enumerate(figures):
            into[index] += int(figure)
    currencies = in_order((key[0] for key in sums), settings.currency)
    rows = tuple(
        (period, category, rate, currency, *figures, figures[1] + figures[2])
        for (currency, period, category, rate), figures in sorted(
            sums.items(), key=lambda item: (currencies.index(item[0][0]), *item[0][1:3], -item[0][3])
        )
    )
    plots = tuple(_plot([row for row in rows if row[3] == currency], currency) for currency in currencies)
    at = next(index for index, column in enumerate(COLUMNS) if column.key == "document_count")
    totals = tuple((*row[:at], None, *row[at + 1 :]) for row in totals_of(COLUMNS, rows, currencies))
    return Report(request, settings.name, COLUMNS, rows, totals, plots)


def period_of(month: str, by: str) -> str:
    """The quarter or year that a month (2026-11) lies in, such as 2026-Q4, or the month itself."""
    if by == "year":
        return month[:4]
    return f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}" if by == "quarter" else month


def _plot(rows: list[Row], currency: str) -> Plot:
    """Tax by period, stacked by category and rate."""
    labels = tuple(dict.fromkeys(row[0] for row in rows))
    charged = {(row[0], row[1], row[2]): row[6] for row in rows}
    kinds = dict.fromkeys((row[1], row[2]) for row in rows)
    series = tuple(
        Series(f"{category} {format_percent(rate)}", tuple(charged.get((label, category, rate), 0) for label in labels))
        for category, rate in kinds
    )
    return Plot("stacked", currency, "period", labels, series)
