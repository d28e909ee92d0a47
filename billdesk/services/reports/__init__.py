"""Reports: ageing, revenue, taxes, forecast and the register of runs, each one frozen table with what its plot shows."""

from __future__ import annotations

from billdesk.services.reports.making import make_report
from billdesk.services.reports.table import REPORTS, Column, Plot, Report, ReportRequest, Series

__all__ = ["REPORTS", "Column", "Plot", "Report", "ReportRequest", "Series", "make_report"]
