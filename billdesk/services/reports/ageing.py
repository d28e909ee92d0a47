"""Ageing: what each account owed on a day, by how long it was past due. Credit notes count from their own date on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection

from billdesk.billing.ageing import BUCKETS, bucket_days
from billdesk.db.bulk import Row, fetch_rows
from billdesk.services.company import read_settings
from billdesk.services.reports.table import Plot, Report, ReportRequest, Series, columns, in_order, one_currency, totals_of

COLUMNS = columns("account name currency not-due:money 1-30:money 31-60:money 61-90:money over-90:money total:money")

# The plus keeps SQLite from walking the index of accounts, which jumps through the whole file (measured: four times as long).
_INVOICES = """SELECT +i.account_id, i.currency, {sums} FROM invoices i
 WHERE i.status = 'posted' AND i.kind <> 'credit_note' AND i.issued_on <= ?{currency} GROUP BY +i.account_id, i.currency"""
_CREDITS = """SELECT i.account_id, i.currency, {sums} FROM invoices n JOIN invoices i ON i.id = n.credits_id
 WHERE n.kind = 'credit_note' AND n.status = 'posted' AND n.issued_on <= ?{currency} GROUP BY 1, 2"""
_NAMES = "SELECT a.id, a.code, p.name FROM accounts a JOIN parties p ON p.id = a.party_id"


def ageing(connection: Connection, request: ReportRequest) -> Report:
    """The report as of `as_of_on`: rows by currency and account code; accounts that owed nothing are left out."""
    settings = read_settings(connection)
    owed: dict[tuple[str, int], list[int]] = {}
    _add(owed, _read(connection, _INVOICES, "i.total_minor", request))
    _add(owed, _read(connection, _CREDITS, "-n.total_minor", request))
    names = {account_id: (code, name) for account_id, code, name in fetch_rows(connection, _NAMES)}
    open_ones = {key: amounts for key, amounts in owed.items() if any(amounts)}
    currencies = in_order((currency for currency, _ in open_ones), settings.currency)
    ordered = sorted(open_ones, key=lambda key: (currencies.index(key[0]), names[key[1]]))
    rows = tuple((*names[account], currency, *_line(open_ones[currency, account])) for currency, account in ordered)
    totals = totals_of(COLUMNS, rows, currencies)
    plots = tuple(Plot("bars", row[2], "bucket", BUCKETS, (Series("open", row[3:8]),)) for row in totals)
    return Report(request, settings.name, COLUMNS, rows, totals, plots, "account", tuple(account for _, account in ordered))


def _line(amounts: list[int]) -> tuple[int, ...]:
    return (*amounts, sum(amounts))


def _read(connection: Connection, sql: str, amount: str, request: ReportRequest) -> list[Row]:
    condition, value = one_currency("i", request)
    sums = ", ".join(f"sum(CASE WHEN {bucket} THEN {amount} ELSE 0 END)" for bucket in _buckets(request.as_of_on))
    return fetch_rows(connection, sql.format(sums=sums, currency=condition), (request.as_of_on.isoformat(), *value))


def _buckets(as_of: date) -> list[str]:
    """The condition of each of BUCKETS on a due date."""
    return [f"i.due_on BETWEEN '{first or '0000'}' AND '{last or '9999'}'" for first, last in bucket_days(as_of)]


def _add(owed: dict[tuple[str, int], list[int]], rows: Iterable[Row]) -> None:
    for account_id, currency, *amounts in rows:
        sums = owed.setdefault((currency, account_id), [0] * len(BUCKETS))
        for index, amount in enumerate(amounts):
            sums[index] += int(amount)
