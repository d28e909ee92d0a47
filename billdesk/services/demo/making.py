"""`billdesk demo`: a folder with the sample company, its PDFs and the files that it was imported from."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from billdesk.billing.cadence import BillDay, day_in_month, month_index
from billdesk.billing.errors import BillingError
from billdesk.db.engine import reading
from billdesk.services.company import Company, Progress
from billdesk.services.company_settings import change_details
from billdesk.services.demo.contracts import CONTRACTS, DRAFT_ORDER, PRODUCTS, write_contracts
from billdesk.services.demo.northwind import FIRST_MONTH, months_to, moved, write_northwind
from billdesk.services.documents import write_pdfs
from billdesk.services.imports import import_paths
from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.schedules import NewSchedule, add_schedule, all_schedules

COMPANY_FILE, PAPER_FOLDER, DATA_FOLDER, MARK = "northwind.billdesk", "pdf", "data", "README.txt"
_MARK_TEXT = (
    "This folder was made by `billdesk demo`. Calling it again makes the files below anew.\n\n"
    f"{COMPANY_FILE}  the sample company Northwind Traders\n"
    f"{PAPER_FOLDER}/  the invoices of its latest month\n"
    f"{DATA_FOLDER}/  the files that it was imported from: the orders of the Northwind sample database, their dates moved\n"
    "      to the present (MIT licence, see inside), and contracts as interchange files\n"
)
SELLER = {
    "name": "Northwind Traders",
    "street": "4110 Old Redmond Road",
    "city": "Redmond",
    "region": "WA",
    "postcode": "98052",
    "country": "US",
    "tax_id": "91-0000417",
    "email": "billing@northwind.example",
    "phone": "+1 206 555 0142",
    "bank_name": "Cascade Valley Bank, Seattle",
    "bic": "CVBKUS6S",
    "payment_note": "Account 0042 1187 03, routing 125000000. Please give the invoice number.",
    "note": "Goods remain our property until they are paid for.",
}


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What the sample company holds. Amounts in minor units of USD; dates of the first and last order."""

    account_count: int
    order_count: int
    contract_count: int
    draft_order: str
    first_on: date
    last_on: date
    occurrence_count: int
    invoice_count: int
    posted_minor: int
    draft_count: int
    draft_minor: int
    next_on: date
    pdf_count: int
    last_number: str


def prepare_folder(folder: Path, is_forced: bool = False) -> None:
    """Make `folder` ready for a sample company; an earlier one in it goes, other files stay.

    Raises BillingError for a folder that holds something else, unless `is_forced`.
    """
    if folder.exists() and not folder.is_dir():
        raise BillingError("this is a file, not a folder", str(folder), "name another folder")
    try:
        is_free = not folder.exists() or not any(folder.iterdir())
        if not (is_free or is_forced or _is_demo(folder)):
            raise BillingError("the folder holds something else", str(folder), "name another folder, or give --force")
        folder.mkdir(parents=True, exist_ok=True)
        for name in (COMPANY_FILE, f"{COMPANY_FILE}-wal", f"{COMPANY_FILE}-shm"):
            (folder / name).unlink(missing_ok=True)
        if _is_demo(folder):
            shutil.rmtree(folder / PAPER_FOLDER, ignore_errors=True)
            shutil.rmtree(folder / DATA_FOLDER, ignore_errors=True)
        (folder / MARK).write_text(_MARK_TEXT, encoding="utf-8")
    except OSError as error:
        remedy = "name a folder in a place that you may write to"
        raise BillingError(f"the folder cannot be used ({error.strerror})", str(folder), remedy) from error


def make_demo(company: Company, folder: Path, as_of: date, progress: Progress | None = None) -> DemoReport:
    """Fill an empty company: import, schedules, all missed occurrences posted, the latest invoices as PDF.

    `folder` was made by `prepare_folder`. The same `as_of` gives the same company.
    """
    progress = progress or Progress()
    change_details(company, SELLER, as_of)
    months = months_to(as_of)
    write_northwind(folder / DATA_FOLDER / "northwind", months)
    write_contracts(folder / DATA_FOLDER / "contracts", as_of)
    import_paths(company, [folder / DATA_FOLDER / "northwind"], "northwind", as_of=as_of, progress=progress)
    import_paths(company, [folder / DATA_FOLDER / "contracts"], as_of=as_of, progress=progress)
    for new in _schedules(as_of, months):
        add_schedule(company, new, as_of, progress)
    run = run_invoices(company, RunRequest(as_of, all_due=True), progress)
    pdf_count = 0
    if not run.is_cancelled:
        pdf_count = write_pdfs(company, _latest_numbers(company), folder / PAPER_FOLDER, progress=progress).count
    following = (next(s.occurrences(s.ran_on), None) for s in all_schedules(company))
    next_on = min((occurrence.on for occurrence in following if occurrence is not None), default=as_of)
    return _report(company, next_on, run.occurrence_count, run.invoice_count, pdf_count)


def _schedules(as_of: date, months: int) -> Iterable[NewSchedule]:
    """Contracts on the first of the month, everything else on its last day. The first that takes a line bills it."""
    earliest = min(line.start for line in CONTRACTS)
    yield NewSchedule(
        name="Contracts",
        every="1 month",
        bill_day="1",
        start_on=day_in_month(month_index(as_of) + earliest, BillDay("day", 1)),
        products=PRODUCTS,
        mode="post",
    )
    yield NewSchedule(name="Month-end", every="1 month", bill_day="last", start_on=moved(FIRST_MONTH, months), mode="post")


def _latest_numbers(company: Company) -> list[str]:
    """The numbers of the invoices since the last month's end."""
    latest = (
        "SELECT number FROM invoices WHERE status = 'posted' AND issued_on >= (SELECT max(issued_on) FROM invoices i "
        "JOIN invoice_schedules s ON s.id = i.schedule_id WHERE i.status = 'posted' AND s.name = 'Month-end') "
        "ORDER BY series_id, series_no"
    )
    return [row[0] for row in _rows(company, latest)]


def _report(company: Company, next_on: date, occurrence_count: int, invoice_count: int, pdf_count: int) -> DemoReport:
    ((accounts, orders, contracts, first_on, last_on),) = _rows(
        company,
        "SELECT (SELECT count(*) FROM accounts), count(*), (SELECT count(*) FROM orders WHERE code LIKE 'C-%'), "
        "min(ordered_on), max(ordered_on) FROM orders",
    )
    ((posted_minor, draft_count, draft_minor),) = _rows(
        company,
        "SELECT sum(CASE WHEN status = 'posted' THEN total_minor ELSE 0 END), sum(CASE WHEN status = 'draft' THEN 1 ELSE 0 END), "
        "sum(CASE WHEN status = 'draft' THEN total_minor ELSE 0 END) FROM invoices",
    )
    numbers = _rows(
        company, "SELECT number FROM invoices WHERE status = 'posted' ORDER BY series_id DESC, series_no DESC LIMIT 1"
    )
    return DemoReport(
        accounts,
        orders,
        contracts,
        DRAFT_ORDER,
        date.fromisoformat(first_on),
        date.fromisoformat(last_on),
        occurrence_count,
        invoice_count,
        int(posted_minor or 0),
        int(draft_count or 0),
        int(draft_minor or 0),
        next_on,
        pdf_count,
        numbers[0][0] if numbers else "",
    )


def _rows(company: Company, sql: str) -> list[Any]:
    with reading(company.engine) as connection:
        return list(connection.exec_driver_sql(sql).fetchall())


def _is_demo(folder: Path) -> bool:
    mark = folder / MARK
    return mark.is_file() and mark.read_text(encoding="utf-8", errors="replace").startswith(_MARK_TEXT.split("\n", 1)[0])
