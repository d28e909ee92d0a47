"""What the company says of itself: changed piece by piece, refused where it makes no sense."""

from __future__ import annotations

import pytest

from billdesk import bootstrap
from billdesk.billing.errors import BillingError
from billdesk.services.company import Company
from billdesk.services.seller import DETAILS, change_seller, read_seller
from billdesk.services.verification import verify


@pytest.fixture
def company(company_target: str):
    made = bootstrap.create(company_target, "Acme Ltd", "GBP", "GB")
    yield made
    made.engine.dispose()


def test_a_new_company_has_a_name_a_country_and_terms(company: Company):
    present = read_seller(company)
    assert tuple(present) == DETAILS
    known = {name: text for name, text in present.items() if text}
    assert known == {"name": "Acme Ltd", "country": "GB", "terms": "net 30"}


def test_a_detail_is_changed_and_the_others_stay(company: Company):
    change_seller(company, {"city": "Leeds", "iban": "GB33", "payment_note": "by  the\n30th"})
    change_seller(company, {"city": "York"})
    present = read_seller(company)
    assert (present["city"], present["iban"], present["payment_note"], present["name"]) == (
        "York",
        "GB33",
        "by the 30th",
        "Acme Ltd",
    )
    assert verify(company).ok


def test_empty_text_takes_a_detail_away(company: Company):
    change_seller(company, {"iban": "GB33"})
    change_seller(company, {"iban": ""})
    assert read_seller(company)["iban"] == ""


@pytest.mark.parametrize(
    ("detail", "text", "what"),
    [
        ("name", " ", "no name"),
        ("country", "UK of GB", "unknown country"),
        ("terms", "soon", "not understood"),
        ("logo", "x", "unknown detail"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(company: Company, detail: str, text: str, what: str):
    before = read_seller(company)
    with pytest.raises(BillingError, match=what):
        change_seller(company, {"city": "Leeds", detail: text})
    assert read_seller(company) == before
