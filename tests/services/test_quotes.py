"""Quotes from draft to order: worked by hand, equal in the quote, the order, and what its first twelve months bill."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from billdesk import bootstrap
from billdesk.billing.errors import BillingError, FieldError
from billdesk.db.engine import reading
from billdesk.db.models import accounts
from billdesk.services.company import Company
from billdesk.services.imports import import_paths
from billdesk.services.listings import list_records
from billdesk.services.quote_values import QuoteEdit, QuoteLineEdit
from billdesk.services.quotes import accept_quote, change_quote, create_quote, decline_quote, read_quote, revise_quote
from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.schedules import NewSchedule, add_schedule
from billdesk.services.verification import verify

ONE = 10**6
JAN_1 = date(2026, 1, 1)


@pytest.fixture
def company(company_target: str, tmp_path: Path) -> Iterator[Company]:
    """A company with one account, billed on the last day of each month; verify holds after every test."""
    made = bootstrap.create(company_target, "Acme", "USD", "US")
    (tmp_path / "accounts.csv").write_text("account,name,street,city,country\nA,Alpha,Street 1,Town,US\n", encoding="utf-8")
    import_paths(made, [tmp_path / "accounts.csv"], as_of=JAN_1)
    add_schedule(made, NewSchedule("monthly", "1 month", bill_day="last", start_on=date(2026, 1, 31), mode="post"), JAN_1)
    yield made
    found = [f"{check.name}: {violation}" for check in verify(made).checks for violation in check.violations]
    made.engine.dispose()
    assert found == []


def account_id(company: Company) -> int:
    with reading(company.engine) as connection:
        return int(connection.execute(select(accounts.c.id)).scalar_one())


def a_quote(company: Company, *lines: QuoteLineEdit, **changes: Any) -> str:
    edit = QuoteEdit(account_id=account_id(company), quoted_on=JAN_1, valid_until=date(2026, 1, 31), lines=lines)
    return create_quote(company, QuoteEdit(**{**{n: getattr(edit, n) for n in QuoteEdit.__slots__}, **changes})).code


def monthly(text: str, quantity: int, price: str, rate: int, **changes: Any) -> QuoteLineEdit:
    cents = int(price.replace(".", "")) * 100
    rest: dict[str, Any] = {"charge_type": "recurring", "every": "1 month", **changes}
    return QuoteLineEdit(
        description=text, quantity_e6=quantity * ONE, unit_price_e4=cents, tax_rate_e4=rate * 10_000, tax_category="S", **rest
    )


BUNDLE = (
    QuoteLineEdit(
        description="Office bundle",
        quantity_e6=ONE,
        unit_price_e4=0,
        tax_rate_e4=190_000,
        tax_category="S",
        charge_type="one_time",
        bundle_role="bundle",
        bundle_discount_e4=100_000,
    ),
    monthly("Desk", 3, "20.00", 19, parent=0, bundle_role="required"),
    monthly("Line", 1, "15.00", 7, parent=0, bundle_role="required"),
    monthly("Fast line", 1, "10.00", 19, parent=0, bundle_role="optional"),
    monthly("Help desk", 1, "0.00", 19, parent=0, bundle_role="included"),
    monthly("Storage", 150, "0.00", 19, pricing="graduated 100@0.50 *@0.40"),
)


def test_a_bundle_with_tiers_two_discounts_and_two_rates_is_the_same_in_quote_order_and_twelve_invoices(company: Company):
    """10 % off the bundle and 5 % off the quote compound to 14.5 %; the storage has the 5 % alone. A month:

    3 x 20.00 x 0.855 = 51.30 and 10.00 x 0.855 = 8.55 at 19 %; 15.00 x 0.855 = 12.825 = 12.83 at 7 %;
    (100 x 0.50 + 50 x 0.40) x 0.95 = 66.50 at 19 %. Net 139.18; tax 126.35 x 19 % = 24.01 and 12.83 x 7 % = 0.90; 164.09.
    """
    code = a_quote(company, *BUNDLE, discount_e4=50_000)
    totals = read_quote(company, code, JAN_1).totals

    assert totals.per_month_minor == 13918
    assert totals.per_year_minor == 13918 * 12
    assert (totals.first.net_minor, totals.first.tax_minor, totals.first.total_minor) == (13918, 2491, 16409)
    accepted = accept_quote(company, code, JAN_1)
    assert [(d.total_minor, str(d.target_on)) for d in accepted.activated.drafts] == [(16409, "2026-01-31")]
    run_invoices(company, RunRequest(date(2026, 12, 31), all_due=True))
    posted = [i for i in list_records(company, "invoices") if i["status"] == "posted"]
    assert [(i["net"], i["tax"], i["total"]) for i in posted] == [("139.18", "24.91", "164.09")] * 12


def test_accepting_keeps_every_configuration_and_ties_quote_and_order(company: Company):
    code = a_quote(company, *BUNDLE, discount_e4=50_000)
    order = accept_quote(company, code, JAN_1).order
    lines = list_records(company, "order-lines", [("order", order)])
    (quote,) = list_records(company, "quotes")

    assert [(line["description"], line["discount_percent"]) for line in lines[1:]] == [
        ("Desk", "14.5"),
        ("Line", "14.5"),
        ("Fast line", "14.5"),
        ("Help desk", "14.5"),
        ("Storage", "5"),
    ]
    assert (quote["quote"], quote["status"], quote["order"], quote["line_count"]) == (code, "accepted", order, 6)


def test_an_amount_off_the_quote_comes_off_once_and_is_shared_by_tax_rate(company: Company):
    """100.00 at 19 % and 50.00 at 7 % with 30.00 off: 20.00 off the first, 10.00 off the second."""
    lines = (monthly("Desk", 1, "100.00", 19), monthly("Line", 1, "50.00", 7))
    code = a_quote(company, *lines, discount_minor=3000)
    first = read_quote(company, code, JAN_1).totals.first

    assert (first.net_minor, first.tax_minor) == (12000, 1520 + 280)
    accept_quote(company, code, JAN_1)
    run_invoices(company, RunRequest(date(2026, 2, 28), all_due=True))
    posted = [i for i in list_records(company, "invoices") if i["status"] == "posted"]
    assert [i["net"] for i in posted] == ["120.00", "150.00"]


def test_a_plan_counted_from_acceptance_bills_its_shares(company: Company):
    line = QuoteLineEdit(
        description="Project", quantity_e6=ONE, unit_price_e4=10_000_000, charge_type="one_time", plan="+0@30 +40@60 +90@10"
    )
    accept_quote(company, a_quote(company, line), date(2026, 1, 10))
    run_invoices(company, RunRequest(date(2026, 4, 30), all_due=True))
    posted = [i for i in list_records(company, "invoices") if i["status"] == "posted"]

    assert [(i["issued_on"], i["net"]) for i in posted] == [
        ("2026-01-31", "300.00"),
        ("2026-02-28", "600.00"),
        ("2026-04-30", "100.00"),
    ]


def test_a_quote_is_accepted_once_and_only_while_it_is_valid(company: Company):
    code = a_quote(company, monthly("Desk", 1, "10.00", 19))
    with pytest.raises(BillingError, match="valid until 2026-01-31"):
        accept_quote(company, code, date(2026, 2, 1))
    accept_quote(company, code, JAN_1)
    with pytest.raises(BillingError, match="the quote is accepted"):
        accept_quote(company, code, JAN_1)
    with pytest.raises(BillingError, match="the quote is accepted"):
        decline_quote(company, code, JAN_1)


def test_a_declined_quote_is_revised_and_then_accepted(company: Company):
    code = a_quote(company, monthly("Desk", 1, "10.00", 19))
    decline_quote(company, code, JAN_1, "too dear")
    with pytest.raises(BillingError, match="the quote is declined"):
        accept_quote(company, code, JAN_1)
    saved = revise_quote(company, code, JAN_1)
    details = read_quote(company, code, JAN_1)
    changed = QuoteEdit(**{**{n: getattr(details.edit, n) for n in QuoteEdit.__slots__}, "discount_e4": 100_000})
    change_quote(company, changed, details.version)
    accept_quote(company, code, JAN_1)

    assert saved.revision == 2
    assert [(q["revision"], q["status"]) for q in list_records(company, "quotes")] == [(1, "declined"), (2, "accepted")]


def test_a_quote_without_price_or_with_a_gap_in_its_tiers_is_refused(company: Company):
    with pytest.raises(FieldError) as gap:
        a_quote(company, monthly("Storage", 1, "1.00", 19, pricing="graduated 100@0.50 200@0.40"))
    with pytest.raises(FieldError) as bare:
        a_quote(company, QuoteLineEdit(description="Desk", quantity_e6=ONE))

    assert gap.value.field == "lines.0.pricing"
    assert bare.value.field == "lines.0.unit_price"
