"""Companies and interchange files in one line each, for the tests of imports and exports."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from billdesk.db.engine import make_engine, reading
from billdesk.db.models import metadata
from billdesk.services.company import Company
from billdesk.services.files import create_company
from billdesk.services.imports import ImportReport, import_paths

AS_OF = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)

BASE = {
    "accounts": "account,name,street,city,country\nA1,Anna Ltd,1 High St,Leeds,GB\nA2,Bruno GmbH,Weg 2,Bonn,DE\n",
    "products": (
        "product,name,unit_price,charge_type,every,tax_rate\n"
        "P1,Support,100,recurring,1 month,19\nP2,Box,5.25,one_time,,\nP3,Traffic,0.02,usage,1 month,\n"
    ),
    "orders": ("order,account,ordered_on,due_on,status,po\nO1,A1,2026-05-01,2026-05-20,active,PO-7\nO2,A2,2026-05-02,,draft,\n"),
    "order_lines": (
        "order,line,product,quantity,unit_price,start_on\n"
        "O1,1,P1,2,100,2026-06-01\nO1,2,P2,3,5.25,\nO1,3,P3,0,0.02,2026-05-01\nO2,1,P2,10,5,\n"
    ),
}
"""A1 has an active order of support (2 x 100.00 monthly), boxes (15.75) and metered traffic; A2 a draft one of boxes."""


@contextmanager
def a_company(folder: Path, name: str = "Test", currency: str = "EUR") -> Iterator[Company]:
    """A new company in `folder`, closed at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    target = str(folder / f"{name}.billdesk")
    create_company(target, name, currency, "DE", now=lambda: NOW)
    engine = make_engine(target)
    try:
        yield Company(engine, now=lambda: NOW, actor="test")
    finally:
        engine.dispose()


def files(folder: Path, **contents: str | bytes) -> Path:
    """`folder` with a CSV file for each name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.csv").write_bytes(data)
    return folder


def bring(company: Company, folder: Path, profile: str = "billdesk", **contents: str | bytes) -> ImportReport:
    """Import these files."""
    return import_paths(company, [files(folder, **contents)], profile, as_of=AS_OF)


def dump(company: Company) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    with reading(company.engine) as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in metadata.tables.items()
        }


def rows(company: Company, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with reading(company.engine) as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]
