"""What an invoice's page shows, on the sample company: figures from tests/companies.py, worked out there by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from billdesk.billing.errors import BillingError
from billdesk.db.engine import reading
from billdesk.services.company import Company
from billdesk.services.documents import deliver_pdf
from billdesk.services.invoice_view import InvoiceView, LineView, Link, TaxView, read_history, read_invoice
from billdesk.services.lists import ListQuery, list_columns, list_ids, list_rows
from billdesk.services.mail.queueing import queue_message
from tests.companies import sample

AS_OF = date(2026, 4, 1)


@pytest.fixture
def company(company_target: str, tmp_path: Path):
    made = sample(company_target, tmp_path)
    yield made
    made.engine.dispose()


def ids(company: Company) -> dict[str, int]:
    with reading(company.engine) as connection:
        rows = connection.exec_driver_sql("SELECT number, id FROM invoices WHERE number IS NOT NULL").fetchall()
        return dict(map(tuple, rows))


def seen(company: Company, number: str) -> InvoiceView:
    return read_invoice(company, ids(company)[number], AS_OF)


def test_a_posted_invoice_shows_its_snapshot_and_what_makes_each_amount(company: Company):
    view = seen(company, "INV-2026-00001")
    assert (view.status, view.payment_status, view.kind, view.is_draft) == ("credited", "paid", "invoice", False)
    assert (view.account.name, view.account_name, view.currency, view.reference) == ("ALFA", "Alfa & Söhne", "EUR", "PO 7")
    assert (view.issued_on, view.due_on, view.terms) == (date(2026, 1, 31), date(2026, 3, 2), "Payable within 30 days")
    assert (view.net_minor, view.tax_minor, view.total_minor, view.balance_minor) == (5200, 988, 6188, 0)
    assert view.taxes == (TaxView("S", 190000, 5200, 988),)
    assert view.credited_by is not None
    assert (view.credited_by.name, view.schedule and view.schedule.name) == ("CN-2026-00001", "monthly")
    assert [order.name for order in view.orders] == ["O-1"]
    support = view.lines[0]
    assert isinstance(support, LineView)
    assert (support.description, support.every, support.timing, support.charge_type) == (
        "Support",
        "1 month",
        "advance",
        "recurring",
    )
    assert (support.period_from, support.period_until, support.used_days, support.whole_days) == (
        date(2026, 1, 5),
        date(2026, 2, 5),
        1,
        1,
    )
    assert support.order == Link(view.orders[0].id, "O-1")


def test_a_credit_note_leads_to_its_invoice(company: Company):
    view = seen(company, "CN-2026-00001")
    assert (view.kind, view.status, view.payment_status, view.total_minor) == ("credit_note", "posted", "paid", 6188)
    assert view.credits == Link(ids(company)["INV-2026-00001"], "INV-2026-00001")
    assert not view.can_be_credited


def test_usage_lines_count_their_records(company: Company):
    lines = [line for number in ids(company) for line in seen(company, number).lines if line.charge_type == "usage"]
    assert {line.usage_count for line in lines if line.usage_count} == {2}


def test_a_draft_shows_the_taxes_and_dates_that_posting_would_give(company: Company):
    with reading(company.engine) as connection:
        draft = (
            connection.exec_driver_sql("SELECT id FROM invoices WHERE status = 'draft' AND total_minor > 0").scalars().all()[0]
        )
    view = read_invoice(company, draft, AS_OF)
    assert (view.is_draft, view.payment_status, view.number) == (True, "", None)
    assert sum(tax.tax_minor for tax in view.taxes) == view.tax_minor
    assert sum(tax.taxable_minor for tax in view.taxes) == view.net_minor
    assert view.orders


def test_the_page_agrees_with_the_list(company: Company):
    keys = [column.key for column in list_columns("invoices")]
    every = list_ids(company, ListQuery("invoices"), AS_OF)
    for row in list_rows(company, "invoices", every, AS_OF):
        record = dict(zip(keys, row, strict=True))
        view = read_invoice(company, record["id"], AS_OF)
        assert (view.number, view.status, view.payment_status or None) == (
            record["number"],
            record["status"],
            record["payment_status"],
        )
        sign = -1 if view.kind == "credit_note" else 1
        assert (sign * view.total_minor, view.balance_minor) == (record["total"], record["balance"])


def test_history_tells_the_run_the_posting_deliveries_and_corrections(company: Company):
    invoice = ids(company)["INV-2026-00004"]
    deliver_pdf(company, invoice)
    queue_message(company, invoice, "ada@example.org")
    events = read_history(company, invoice)
    assert sorted(event.kind for event in events) == ["archive", "post", "queue message", "run"]
    run = next(event for event in events if event.kind == "run")
    assert (run.fact("schedule"), run.fact("mode")) == ("monthly", "post")
    queued = next(event for event in events if event.kind == "queue message")
    assert queued.fact("recipient") == "ada@example.org"
    assert read_invoice(company, invoice, AS_OF).message_state == "queued"
    corrected = read_history(company, ids(company)["INV-2026-00002"])
    credited = next(event for event in corrected if event.kind == "credited")
    assert (credited.record and credited.record.name, credited.fact("rebilled")) == ("CN-2026-00002", "True")


def test_an_invoice_that_is_not_there_is_said(company: Company):
    with pytest.raises(BillingError, match="there is no such invoice any more, id 999; go back to the list"):
        read_invoice(company, 999, AS_OF)
