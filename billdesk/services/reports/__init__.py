"""Reports: ageing, revenue, taxes, forecast and the register of runs, each one frozen table with what its plot shows."""

from __future__ import annotations

from billdesk.services.reports.files import FORMATS, ReportWords, report_pdf, write_report
from billdesk.services.reports.making import make_report
from billdesk.services.reports.table import REPORTS, Column, Plot, Report, ReportRequest, Series

__all__ = [
    "FORMATS",
    "REPORTS",
    "Column",
    "Plot",
    "Report",
    "ReportRequest",
    "ReportWords",
    "Series",
    "make_report",
    "report_pdf",
    "write_report",
]
