"""Saved views are kept by name, come back as they were, and never break a list that has changed since."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import insert

from billdesk.billing.errors import BillingError, FieldError
from billdesk.db.engine import writing
from billdesk.db.models import saved_views
from billdesk.services.company import Company
from billdesk.services.lists import Condition
from billdesk.services.saved_views import SavedView, delete_view, list_views, save_view
from tests.companies import sample

LARGE = SavedView(
    "invoices",
    "Large ones",
    (Condition("total", "over", "1000"), Condition("status", "in", ("posted", "draft"))),
    (("total", True),),
    "ltd",
)


@pytest.fixture
def company(company_file: str, tmp_path: Path):
    made = sample(company_file, tmp_path)
    yield made
    made.engine.dispose()


def test_a_view_comes_back_as_it_was_saved(company: Company):
    assert save_view(company, LARGE) is None
    assert list_views(company, "invoices") == [LARGE]
    assert list_views(company, "accounts") == []


def test_saving_under_a_name_again_gives_the_former_view_back(company: Company):
    save_view(company, LARGE)
    other = SavedView("invoices", "Large ones", (Condition("number", "unset"),))
    assert save_view(company, other) == LARGE
    assert list_views(company, "invoices") == [other]
    save_view(company, LARGE)
    assert list_views(company, "invoices") == [LARGE]


def test_a_deleted_view_can_be_put_back(company: Company):
    save_view(company, LARGE)
    former = delete_view(company, "invoices", "Large ones")
    assert list_views(company, "invoices") == []
    assert former is not None
    save_view(company, former)
    assert list_views(company, "invoices") == [LARGE]
    with pytest.raises(BillingError, match="no such view"):
        delete_view(company, "invoices", "Others")


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_view_needs_a_short_name(company: Company, name: str):
    with pytest.raises(FieldError) as refused:
        save_view(company, SavedView("invoices", name))
    assert refused.value.field == "name"


@pytest.mark.parametrize(
    "query",
    [
        "no json",
        "[]",
        json.dumps({"conditions": [["colour", "is", "red"]]}),
        json.dumps({"conditions": [["total", "contains", "1"]]}),
        json.dumps({"conditions": [["total"]]}),
        json.dumps({"sort": [["colour", True]]}),
        json.dumps({"conditions": 5}),
    ],
)
def test_what_cannot_be_shown_any_more_is_left_out(company: Company, query: str):
    save_view(company, LARGE)
    with writing(company.engine) as connection:
        connection.execute(insert(saved_views).values(id=99, kind="invoices", name="A", query=query))
    assert list_views(company, "invoices") == [LARGE]
