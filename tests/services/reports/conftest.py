"""Companies whose reports are known: Northwind, and the small one with taxes, credits and an exception."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from billdesk.services.company import Company
from billdesk.services.reports import Report, ReportRequest, make_report
from tests.companies import sample
from tests.northwind import northwind


@pytest.fixture(scope="session")
def traders(tmp_path_factory: pytest.TempPathFactory):
    company = northwind(str(tmp_path_factory.mktemp("traders") / "n.billdesk"))
    yield company
    company.engine.dispose()


@pytest.fixture
def company(company_target: str, tmp_path: Path):
    made = sample(company_target, tmp_path)
    yield made
    made.engine.dispose()


@pytest.fixture
def report():
    """Make a report of a company: a kind and what the request says besides."""

    def make(company: Company, kind: str, as_of: date = date(2026, 4, 1), **said: object) -> Report:
        values: dict[str, object] = {"from_on": date(1990, 1, 1), "until_on": date(2030, 12, 31), **said}
        return make_report(company, ReportRequest(kind, as_of, **values))  # type: ignore[arg-type]  # a test's own words

    return make
