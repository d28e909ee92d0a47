"""A small company with a bit of everything, made by the verbs themselves, for tests that need posted documents.

ALFA pays net prices: a support contract of 31.00 a month in advance and two boxes at 10.50, taxed at 19 %. BETA pays gross
prices: 119.00 a quarter, and usage by the hour. GAMMA has no address and is left out. Invoices are posted on the last day
of January, February and March 2026; ALFA's of January is credited, BETA's is credited and billed again.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import insert, select, update

from billdesk import bootstrap
from billdesk.db.engine import writing
from billdesk.db.models import accounts, documents, invoices
from billdesk.services.company import Company
from billdesk.services.imports import import_paths
from billdesk.services.invoices import credit_invoice
from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.schedules import NewSchedule, add_schedule

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)

_ACCOUNTS = """account,name,street,city,postcode,country
ALFA,Alfa & Söhne,1 High Street,Bonn,53111,DE
BETA,Βήτα ΑΕ,2 Low Road,Athens,10431,GR
GAMMA,Gamma Ltd,,,,GB
"""
_ORDERS = """order,account,ordered_on,status,po
O-1,ALFA,2026-01-05,active,PO 7
O-2,BETA,2026-01-10,active,
O-3,GAMMA,2026-01-10,active,
O-4,ALFA,2026-01-10,draft,
"""
_LINES = """order,line,description,quantity,unit_price,tax_rate,tax_category,charge_type,every,timing,start_on
O-1,1,Support,1,31,19,S,recurring,1 month,advance,2026-01-05
O-1,2,Boxes,2,10.5,19,S,one_time,,,
O-2,1,Licence,1,119,19,S,recurring,1 quarter,advance,2026-01-10
O-2,2,Hours,1,60,0,Z,usage,1 month,arrears,2026-01-01
O-3,1,Advice,1,100,0,Z,one_time,,,
O-4,1,Later,1,5,0,Z,one_time,,,
"""
_USAGE = """order,line,used_on,quantity,reference
O-2,2,2026-01-07,1.5,T-1
O-2,2,2026-01-20,2,T-2
"""


def sample(target: str, folder: Path, with_credits: bool = True) -> Company:
    """Make the company at a path or URL; `folder` takes the files that it is imported from."""
    company = bootstrap.create(target, "Sample", "EUR", "DE", now=lambda: NOON)
    _import(company, folder, accounts=_ACCOUNTS)
    with writing(company.engine) as connection:
        connection.execute(update(accounts).where(accounts.c.code == "BETA").values(price_basis="gross"))
    _import(company, folder, orders=_ORDERS, order_lines=_LINES, usage=_USAGE)
    monthly = NewSchedule("monthly", "1 month", bill_day="last", start_on=date(2026, 1, 31), mode="post")
    add_schedule(company, monthly, date(2026, 1, 10))
    run_invoices(company, RunRequest(date(2026, 3, 31), all_due=True))
    if with_credits:
        credit_invoice(company, "INV-2026-00001", date(2026, 4, 1))
        credit_invoice(company, "INV-2026-00002", date(2026, 4, 1), rebill=True)
    _archive(company)
    return company


def _import(company: Company, folder: Path, **files: str) -> None:
    paths = []
    for name, text in files.items():
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    import_paths(company, paths, as_of=date(2026, 1, 10))


def _archive(company: Company) -> None:
    content = b"%PDF-1.7 stands for a document"
    with writing(company.engine) as connection:
        invoice_id = connection.execute(select(invoices.c.id).where(invoices.c.number == "INV-2026-00001")).scalar_one()
        values = {"id": 1, "invoice_id": invoice_id, "template": "classic 1", "archived_at": "2026-04-01T12:00:00Z"}
        connection.execute(insert(documents).values(**values, sha256=sha256(content).hexdigest(), content=content))
