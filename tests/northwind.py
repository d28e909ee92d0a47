"""The Northwind company: 830 orders of 1996 to 1998, billed month by month up to 1 June 1998. Its figures are known."""

from __future__ import annotations

from datetime import UTC, date, datetime

from billdesk import bootstrap
from billdesk.paths import resource
from billdesk.services.company import Company
from billdesk.services.imports import import_paths
from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.schedules import NewSchedule, add_schedule

BILLED_ON = date(1998, 6, 1)
NOON = datetime(1998, 6, 1, 12, tzinfo=UTC)


def northwind(target: str) -> Company:
    """Make the company at a path or URL: 636 invoices over 23 month ends, 1,330,735.98 in all, no tax."""
    company = bootstrap.create(target, "Northwind Traders", "USD", "US", now=lambda: NOON)
    import_paths(company, [resource("sample", "northwind")], "northwind", as_of=BILLED_ON)
    monthly = NewSchedule("Month-end", "1 month", bill_day="last", start_on=date(1996, 7, 31), mode="post")
    add_schedule(company, monthly, date(1996, 7, 31))
    run_invoices(company, RunRequest(BILLED_ON, all_due=True))
    return company
