"""`demo`: a sample company to try everything on."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from calendar import monthrange
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from billdesk.billing.errors import BillingError
from billdesk.billing.money import format_minor
from billdesk.cli.options import Verb, add_on
from billdesk.cli.tables import counted, grouped

if TYPE_CHECKING:
    from billdesk.cli.desk import Desk
    from billdesk.services.demo import DemoReport

DEFAULT_FOLDER = "billdesk-demo"


def _configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "folder", nargs="?", default=DEFAULT_FOLDER, metavar="DIR", help=f"where it goes (default: {DEFAULT_FOLDER})"
    )
    parser.add_argument("--no-window", action="store_true", help="never open the window afterwards")
    parser.add_argument("--force", action="store_true", help="also into a folder that holds something else")
    add_on(parser)


def _demo(desk: Desk, options: Namespace) -> int:
    from billdesk.services.demo import COMPANY_FILE, PAPER_FOLDER, make_demo, prepare_folder

    folder, as_of = Path(options.folder), desk.as_of(options)
    prepare_folder(folder, options.force)
    file = folder / COMPANY_FILE
    company = desk.create(str(file), "Northwind Traders", "USD", "US")
    report = make_demo(company, folder, as_of, desk.progress())
    desk.say(_told(report, str(file), folder / PAPER_FOLDER))
    if options.no_window:
        return 0
    try:
        return desk.open_window(str(file))
    except BillingError as error:
        desk.hint(f"No window opens: {error}")
        return 0


def _told(report: DemoReport, file: str, paper: Path) -> str:
    posted, drafted = (grouped(format_minor(minor, "USD")) for minor in (report.posted_minor, report.draft_minor))
    until = report.next_on + timedelta(60)
    until = until.replace(day=monthrange(until.year, until.month)[1])
    call = _command()
    accounts, orders = counted(report.account_count, "account"), counted(report.order_count, "order")
    dates, invoices = counted(report.occurrence_count, "date"), counted(report.invoice_count, "invoice")
    drafts, pdfs = counted(report.draft_count, "draft"), counted(report.pdf_count, "PDF")
    return f"""\
Northwind Traders is ready: {accounts}, {orders} from {report.first_on} to {report.last_on}, {report.contract_count} that recur.
Its two schedules caught up on {dates} and posted {invoices}: USD {posted}.
The next run is due on {report.next_on}; {drafts} of USD {drafted} stand for it and later ones.
The company is {file}; {pdfs} of its latest invoices are in {paper}{os.sep}
Try next:
  {call} list {file} invoices --where status=draft
  {call} forecast {file} --until {until} --account SAVEA
  {call} order activate {file} {report.draft_order}
  {call} run {file} --all-due --on {report.next_on} --dry-run
  {call} credit {file} {report.last_number} --rebill
  {call} verify {file}"""


def _command() -> str:
    """How this BillDesk is called from here: by its name, or by run.py of a checkout."""
    import shutil  # brings the compression libraries along

    if shutil.which("billdesk"):
        return "billdesk"
    script = Path(__file__).resolve().parents[2] / "run.py"
    if not script.is_file():
        return "python -m billdesk"
    here = Path.cwd()
    return f"python3 {script.relative_to(here) if script.is_relative_to(here) else script}"


VERBS = (
    Verb(
        "demo",
        "make a sample company from the real Northwind orders, and bill it",
        _configure,
        _demo,
        ("", "try-out --on 2026-11-30"),
        "The orders' dates are moved so that the last one lies in the present month. Calling it again makes it anew.",
    ),
)
