"""What the paper says of a line whose printed figures do not multiply to its amount."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from billdesk import bootstrap
from billdesk.services.amendments import LineChange, amend_order
from billdesk.services.company import Company
from billdesk.services.documents import write_pdfs
from billdesk.services.imports import import_paths
from billdesk.services.imports.quote_file import quote_of_file
from billdesk.services.quotes import accept_quote, create_quote
from billdesk.services.runs import RunRequest, run_invoices

LINES = """description,quantity,unit_price,charge_type,every,allowance,plan
Seats,3,31.00,recurring,1 month,3.10,
Project,1,1000,one_time,,,+0@30 +20@70
"""


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """Three seats with 3.10 off and a project by 30/70, from an accepted quote; one seat more from 16 January."""
    made = bootstrap.create(str(tmp_path / "Acme.billdesk"), "Acme", "USD", "US")
    (tmp_path / "accounts.csv").write_text("account,name,street,city\nA,Alpha,Street 1,Town\n", encoding="utf-8")
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    import_paths(made, [tmp_path / "accounts.csv"], as_of=date(2026, 1, 1))
    create_quote(made, quote_of_file(made, tmp_path / "lines.csv", "A", date(2026, 1, 1)))
    order = accept_quote(made, "Q-1001", date(2026, 1, 1)).order
    run_invoices(made, RunRequest(date(2026, 1, 1), target_on=date(2026, 1, 1), mode="post"))
    amend_order(made, order, [LineChange(1, quantity_e6=4_000_000)], date(2026, 1, 16), date(2026, 1, 16))
    run_invoices(made, RunRequest(date(2026, 1, 31), target_on=date(2026, 1, 31), mode="post"))
    return made


def test_shares_amounts_off_and_adjustments_say_what_they_are(company: Company, tmp_path: Path):
    write_pdfs(company, None, tmp_path / "out")
    company.engine.dispose()
    first, second = (PdfReader(path).pages[0].extract_text() for path in sorted((tmp_path / "out").glob("*.pdf")))

    assert "3.10 off for 1 to 31 January 2026" in first
    assert "30 % of 1,000.00 on 1 January 2026 (1 of 2)" in first
    assert "1 more from 16 January 2026" in second
    assert "70 % of 1,000.00 on 21 January 2026 (2 of 2)" in second
