"""A company whose invoices were posted to be e-mailed: three accounts, one with a name made to break headers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from billdesk import bootstrap
from billdesk.services.company import Company
from billdesk.services.imports import import_paths
from billdesk.services.runs import RunRequest, run_invoices

HOSTILE = 'Müller "Nord" <b>&\', Bcc: <victim@example.net> ψ'
FILES = {
    "accounts.csv": (
        "account,name,street,city,postcode,country,email\n"
        f'A1,"{HOSTILE.replace(chr(34), chr(34) * 2)}",Ring 1,Wien,1010,AT,ada@example.org\n'
        "A2,Beta Ltd,Road 2,Leeds,LS1,GB,bob@example.org\n"
        'A3,Gamma SA,Rue 3,Lyon,69001,FR,"carla@example.org; dora@example.org"\n'
        "A4,Delta,Way 4,Rome,00100,IT,\n"
    ),
    "orders.csv": "order,account,ordered_on,status\n" + "".join(f"O{n},A{n},2026-01-01,active\n" for n in range(1, 5)),
    "order_lines.csv": "order,line,description,quantity,unit_price\n" + "".join(f"O{n},1,Tea,{n},12.50\n" for n in range(1, 5)),
}
FIRST, SECOND, THIRD, FOURTH = (f"INV-2026-{n:05d}" for n in range(1, 5))


@pytest.fixture(scope="package")
def posted_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mail")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    path = folder / "Company.billdesk"
    fill(bootstrap.create(str(path), "Acme & Söhne", "EUR", "AT"), folder).engine.dispose()
    return path


def fill(company: Company, folder: Path) -> Company:
    """Bring the accounts and orders in and post their invoices to be e-mailed."""
    import_paths(company, [folder], as_of=date(2026, 1, 15))
    run_invoices(company, RunRequest(date(2026, 1, 31), target_on=date(2026, 1, 31), mode="email"))
    return company


@pytest.fixture
def company(posted_once: Path, tmp_path: Path) -> Iterator[Company]:
    """Four posted invoices, three of them queued."""
    path = Path(shutil.copyfile(posted_once, tmp_path / "Company.billdesk"))
    opened = bootstrap.open_company(str(path))
    yield opened
    opened.engine.dispose()
