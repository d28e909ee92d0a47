"""Credit notes by line and by amount. ALFA's invoice of January is 31.00 + 21.00 net, 9.88 tax, of companies.sample."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from billdesk.billing.errors import BillingError, FieldError
from billdesk.db.engine import reading
from billdesk.services.company import Company
from billdesk.services.corrections import credit_amount, credit_invoice, read_rest
from billdesk.services.listings import list_records
from billdesk.services.verification import verify
from tests.companies import sample

APRIL = date(2026, 4, 2)


@pytest.fixture
def company(company_target: str, tmp_path: Path):
    made = sample(company_target, tmp_path, with_credits=False)
    yield made
    assert [check for check in verify(made).checks if check.violations] == []
    made.engine.dispose()


def invoice(company: Company, number: str = "INV-2026-00001") -> dict[str, object]:
    (found,) = list_records(company, "invoices", [("number", number)], APRIL)
    return {key: found[key] for key in ("status", "payment_status", "balance")}


def claims(company: Company, code: str) -> list[tuple[int, str]]:
    sql = (
        "SELECT l.position, b.period_from FROM billed_periods b JOIN order_lines l ON l.id = b.order_line_id "
        f"JOIN orders o ON o.id = l.order_id WHERE o.code = '{code}' ORDER BY 1, 2"
    )
    with reading(company.engine) as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql).fetchall()]


def test_lines_are_credited_one_by_one_and_the_last_takes_the_tax_that_is_left(company: Company):
    # 31.00 x 19 % is 5.89; 9.88 - 5.89 leaves 3.99 for the boxes.
    first = credit_invoice(company, "INV-2026-00001", APRIL, lines=[1])
    assert (first.total_minor, first.left_minor) == (3689, 2499)
    assert invoice(company) == {"status": "posted", "payment_status": "overdue", "balance": "24.99"}
    second = credit_invoice(company, "INV-2026-00001", APRIL, lines=[2])
    assert (second.total_minor, second.left_minor) == (2499, 0)
    assert invoice(company) == {"status": "credited", "payment_status": "paid", "balance": "0.00"}


def test_a_line_is_credited_once_and_the_refusal_names_what_is_left(company: Company):
    credit_invoice(company, "INV-2026-00001", APRIL, lines=[1])
    with pytest.raises(FieldError, match=r"line 1 is credited already.*lines 2"):
        credit_invoice(company, "INV-2026-00001", APRIL, lines=[1])
    with pytest.raises(FieldError, match="no line 3"):
        credit_invoice(company, "INV-2026-00001", APRIL, lines=[3])


def test_a_full_credit_after_an_amount_takes_what_is_left(company: Company):
    # 10.00 net bears 1.90 tax; of 52.00 and 9.88 that leaves 42.00 and 7.98.
    part = credit_amount(company, "INV-2026-00001", 1000, APRIL)
    assert (part.total_minor, part.left_minor) == (1190, 4998)
    rest = credit_invoice(company, "INV-2026-00001", APRIL)
    assert (rest.total_minor, rest.left_minor) == (4998, 0)
    with pytest.raises(BillingError, match="credited already by CN-2026-00001, CN-2026-00002"):
        credit_invoice(company, "INV-2026-00001", APRIL)


def test_more_than_is_left_is_refused_in_words(company: Company):
    credit_amount(company, "INV-2026-00001", 3000, APRIL)
    with pytest.raises(FieldError, match=r"22\.01 cannot be credited: EUR 22\.00 net is left"):
        credit_amount(company, "INV-2026-00001", 2201, APRIL)
    with pytest.raises(BillingError, match=r"31\.00 net at 19 % tax is more than is left of the invoice: 22\.00"):
        credit_invoice(company, "INV-2026-00001", APRIL, lines=[1])


def test_an_amount_of_an_invoice_with_tax_in_its_prices_counts_with_tax(company: Company):
    # BETA's January: 119.00 with 19.00 tax. 23.80 with tax is 20.00 net.
    note = credit_amount(company, "INV-2026-00002", 2380, APRIL)
    assert (note.total_minor, note.left_minor) == (2380, 9520)
    assert [line["net"] for line in list_records(company, "invoice-lines", [("invoice", note.number)])] == ["20.00"]
    credit_invoice(company, "INV-2026-00002", APRIL)
    assert read_rest(company, "INV-2026-00002").total_minor == 0


def test_rebilling_a_line_frees_its_period_only(company: Company):
    before = claims(company, "O-1")
    credit_invoice(company, "INV-2026-00001", APRIL, rebill=True, lines=[2])
    assert claims(company, "O-1") == [claim for claim in before if claim[0] != 2]
    drafts = list_records(company, "invoices", [("account", "ALFA"), ("status", "draft")], APRIL)
    # April's support, 36.89 with tax, and the boxes once more, 24.99.
    assert [draft["total"] for draft in drafts] == ["61.88"]
