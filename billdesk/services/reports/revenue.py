"""Revenue: nets by invoice date, per month, product or account; credit notes count negative on their own date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from billdesk.db.bulk import fetch_rows
from billdesk.services.company import read_settings
from billdesk.services.reports.table import (
    Plot,
    Report,
    ReportRequest,
    Row,
    Series,
    columns,
    in_order,
    months_between,
    one_currency,
    share_e4,
    totals_of,
)

MONTH_COLUMNS = columns("period:period currency invoice_count:count credit_count:count invoiced:money credited:money net:money")
PRODUCT_COLUMNS = columns("product name currency line_count:count net:money share:percent")
ACCOUNT_COLUMNS = columns("account name currency document_count:count net:money share:percent")
TOP = 10
"""How many products or accounts a plot shows; the rest is one bar, called `others`."""

_NET = "sum(CASE WHEN i.kind <> 'credit_note' THEN {0} ELSE -{0} END)"
_POSTED = "i.number IS NOT NULL AND i.issued_on BETWEEN ? AND ?{currency}"
_BY_MONTH = f"""SELECT substr(i.issued_on, 1, 7), i.currency, sum(CASE WHEN i.kind <> 'credit_note' THEN 1 ELSE 0 END),
 sum(CASE WHEN i.kind <> 'credit_note' THEN 0 ELSE 1 END), sum(CASE WHEN i.kind <> 'credit_note' THEN i.net_minor ELSE 0 END),
 sum(CASE WHEN i.kind <> 'credit_note' THEN 0 ELSE -i.net_minor END) FROM invoices i WHERE {_POSTED} GROUP BY 1, 2"""
_BY_PRODUCT = f"""SELECT l.product_id, i.currency, count(*), {_NET.format("l.net_minor")}
 FROM invoices i JOIN invoice_lines l ON l.invoice_id = i.id WHERE {_POSTED} GROUP BY 1, 2"""
_BY_ACCOUNT = f"""SELECT i.account_id, i.currency, count(*), {_NET.format("i.net_minor")}
 FROM invoices i WHERE {_POSTED} GROUP BY 1, 2"""
_PRODUCTS = "SELECT id, code, name FROM products"
_ACCOUNTS = "SELECT a.id, a.code, p.name FROM accounts a JOIN parties p ON p.id = a.party_id"


def revenue_by_month(connection: Connection, request: ReportRequest) -> Report:
    """A row for each month of the request and each currency in it, months without documents included."""
    settings = read_settings(connection)
    found = {(row[1], row[0]): tuple(map(int, row[2:])) for row in _read(connection, _BY_MONTH, request)}
    currencies = in_order((currency for currency, _ in found), settings.currency)
    months = months_between(request.from_on, request.until_on)
    rows = tuple(_month_row(found, currency, month) for currency in currencies for month in months)
    plots = tuple(
        Plot("bars", currency, "period", months, (Series("net", tuple(row[6] for row in rows if row[1] == currency)),))
        for currency in currencies
    )
    return Report(request, settings.name, MONTH_COLUMNS, rows, totals_of(MONTH_COLUMNS, rows, currencies), plots)


def revenue_by_product(connection: Connection, request: ReportRequest) -> Report:
    """A row for each product and currency, the largest net first; lines without product are one row without code."""
    names = {row[0]: row[1:] for row in fetch_rows(connection, _PRODUCTS)}
    return _ranked(connection, request, _BY_PRODUCT, names, "product")


def revenue_by_account(connection: Connection, request: ReportRequest) -> Report:
    """A row for each account and currency, the largest net first."""
    names = {row[0]: row[1:] for row in fetch_rows(connection, _ACCOUNTS)}
    return _ranked(connection, request, _BY_ACCOUNT, names, "account")


def _month_row(found: Mapping[tuple[str, str], tuple[int, ...]], currency: str, month: str) -> Row:
    invoices, credits_, invoiced, credited = found.get((currency, month), (0, 0, 0, 0))
    return month, currency, invoices, credits_, invoiced, credited, invoiced + credited


def _read(connection: Connection, sql: str, request: ReportRequest) -> list[Row]:
    condition, value = one_currency("i", request)
    between = (request.from_on.isoformat(), request.until_on.isoformat())
    return fetch_rows(connection, sql.format(currency=condition), (*between, *value))


def _ranked(
    connection: Connection, request: ReportRequest, sql: str, names: Mapping[int | None, tuple[Any, ...]], opens: str
) -> Report:
    settings = read_settings(connection)
    table = PRODUCT_COLUMNS if opens == "product" else ACCOUNT_COLUMNS
    found = [(row[0], row[1], row[2], int(row[3])) for row in _read(connection, sql, request)]
    currencies = in_order((row[1] for row in found), settings.currency)
    whole = {currency: sum(row[3] for row in found if row[1] == currency) for currency in currencies}
    found.sort(key=lambda row: (currencies.index(row[1]), -row[3], names.get(row[0], ("", ""))))
    rows = tuple(
        (*names.get(row_id, (None, None)), currency, count, net, share_e4(net, whole[currency]))
        for row_id, currency, count, net in found
    )
    plots = tuple(_top([row for row in rows if row[2] == currency], currency) for currency in currencies)
    totals = totals_of(table, rows, currencies)
    return Report(request, settings.name, table, rows, totals, plots, opens, tuple(row[0] for row in found))


def _top(rows: list[Row], currency: str) -> Plot:
    """The first rows as bars, by name; what is left as one bar."""
    shown = rows if len(rows) <= TOP + 1 else rows[:TOP]
    labels = [row[1] or "" for row in shown]
    values = [row[4] for row in shown]
    if len(shown) < len(rows):
        labels.append("others")
        values.append(sum(row[4] for row in rows[TOP:]))
    return Plot("bars", currency, "label", tuple(labels), (Series("net", tuple(values)),))
