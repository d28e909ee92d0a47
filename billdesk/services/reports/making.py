"""One way to every report: a request in, the report out. Reads only, each in one transaction."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from billdesk.billing.errors import BillingError
from billdesk.db.engine import reading
from billdesk.services.company import Company, Progress
from billdesk.services.reports.ageing import ageing
from billdesk.services.reports.coming import coming
from billdesk.services.reports.register import register
from billdesk.services.reports.revenue import revenue_by_account, revenue_by_month, revenue_by_product
from billdesk.services.reports.table import Report, ReportRequest
from billdesk.services.reports.taxes import taxes

MAX_YEARS = 50
"""The longest stretch of a report: one more would be a slip of the finger, and a plot of a thousand bars."""

_READERS: dict[str, Callable[[Connection, ReportRequest], Report]] = {
    "ageing": ageing,
    "revenue-by-month": revenue_by_month,
    "revenue-by-product": revenue_by_product,
    "revenue-by-account": revenue_by_account,
    "taxes": taxes,
    "runs": register,
}


def make_report(company: Company, request: ReportRequest, progress: Progress | None = None) -> Report:
    """The report. Raises BillingError for an unknown kind, an end before the beginning, or a stretch beyond MAX_YEARS.

    Raises Cancelled where `progress` says that a person has stopped it.
    """
    if request.kind != "ageing":
        _check_dates(request)
    if request.kind == "forecast":
        return coming(company, request, progress)
    reader = _READERS.get(request.kind)
    if reader is None:
        raise BillingError(f"unknown report {request.kind!r}", "", f"use one of: {', '.join((*_READERS, 'forecast'))}")
    with reading(company.engine) as connection:
        return reader(connection, request)


def _check_dates(request: ReportRequest) -> None:
    if request.kind == "forecast":
        return
    if request.until_on < request.from_on:
        raise BillingError("the report ends before it begins", "", "give an end on or after the beginning")
    if request.until_on.year - request.from_on.year > MAX_YEARS:
        raise BillingError(f"the report covers more than {MAX_YEARS} years", "", "choose a shorter stretch")
