"""The window's lists: their rows, order, filters and sums, in a file and on a server. Figures are those of tests/companies."""

from __future__ import annotations

from array import array
from contextlib import ExitStack
from datetime import date

import pytest

from billdesk.billing.errors import BillingError
from billdesk.services.company import Company
from billdesk.services.listings import list_records
from billdesk.services.lists import (
    LIST_KINDS,
    Condition,
    ListQuery,
    first_ids,
    list_columns,
    list_ids,
    list_rows,
    list_sums,
)
from tests.companies import sample
from tests.postgres import fresh_database

ON = date(2026, 4, 2)


@pytest.fixture(scope="module", params=["file", "server"])
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """The sample, once in a file and once on a server; only read."""
    folder = tmp_path_factory.mktemp("lists")
    with ExitStack() as stack:
        if request.param == "file":
            target = str(folder / "Sample.billdesk")
        else:
            target = stack.enter_context(fresh_database(request.getfixturevalue("postgres_server")))
        made = sample(target, folder)
        yield made
        made.engine.dispose()


def records(company: Company, kind: str, ids: array[int]) -> list[dict[str, object]]:
    keys = [column.key for column in list_columns(kind)]
    return [dict(zip(keys, row, strict=True)) for row in list_rows(company, kind, ids, ON)]


def found(company: Company, kind: str, *conditions: Condition, text: str = "", key: str = "number") -> list[object]:
    ids = list_ids(company, ListQuery(kind, ((key, False),), conditions, text), ON)
    return [record[key] for record in records(company, kind, ids)]


def test_every_kind_has_rows_of_its_columns_in_the_order_asked_for(company: Company):
    for kind in LIST_KINDS:
        ids = list_ids(company, ListQuery(kind), ON)
        rows = list_rows(company, kind, ids[::-1], ON)
        assert [row[0] for row in rows] == list(ids[::-1])
        assert all(len(row) == len(list_columns(kind)) for row in rows)
        assert list_columns(kind)[0].key == "id"


def test_every_kind_can_be_sorted_by_every_column_both_ways(company: Company):
    for kind in LIST_KINDS:
        whole = set(list_ids(company, ListQuery(kind), ON))
        for column in list_columns(kind):
            for descending in (False, True):
                query = ListQuery(kind, ((column.key, descending),))
                ids = list_ids(company, query, ON)
                assert set(ids) == whole
                assert len(ids) == len(whole)
                assert first_ids(company, query, ON, 2) == ids[:2]
                values = [record[column.key] for record in records(company, kind, ids)]
                filled = [value for value in values if value is not None]
                assert values[len(filled) :] == [None] * (len(values) - len(filled)), (kind, column.key)
                if column.kind not in ("text", "state"):
                    assert filled == sorted(filled, reverse=descending)  # type: ignore[type-var]
                if column.states:
                    ranks = [column.states.index(str(value)) for value in filled]
                    assert ranks == sorted(ranks, reverse=descending)


def test_rows_with_the_same_value_stand_by_id_in_the_direction_of_the_sort(company: Company):
    rising = list_ids(company, ListQuery("invoices", (("currency", False),)), ON)
    assert list(rising) == sorted(rising)
    assert list_ids(company, ListQuery("invoices", (("currency", True),)), ON) == rising[::-1]


def test_a_column_of_a_listing_says_what_the_command_line_says(company: Company):
    listed = {record["invoice_id"]: record for record in list_records(company, "invoices", as_of=ON)}
    for record in records(company, "invoices", list_ids(company, ListQuery("invoices"), ON)):
        for key in ("number", "status", "payment_status", "account_name", "issued_on", "due_on", "credited_by"):
            assert record[key] == listed[record["id"]][key]


def test_amounts_of_credit_notes_are_negative_and_sums_are_per_currency(company: Company):
    ids = list_ids(company, ListQuery("invoices", (), (Condition("status", "in", ("posted", "credited")),)), ON)
    rows = records(company, "invoices", ids)
    notes = [row for row in rows if row["kind"] == "credit_note"]
    assert notes
    assert all(int(str(row["total"])) < 0 for row in notes)
    sums = list_sums(company, ListQuery("invoices", (), (Condition("status", "in", ("posted", "credited")),)), ON)
    assert (sums.count, set(sums.by_currency)) == (len(rows), {"EUR"})
    assert sums.by_currency["EUR"]["total"] == sum(int(str(row["total"])) for row in rows)
    assert list_sums(company, ("invoices", ids), ON) == sums


def test_sums_of_nothing_are_nothing(company: Company):
    assert list_sums(company, ("invoices", array("q")), ON).by_currency == {}
    assert list_sums(company, ListQuery("accounts", (), (Condition("account", "is", "NOBODY"),)), ON).count == 0


def test_rows_that_are_gone_are_left_out(company: Company):
    ids = list_ids(company, ListQuery("accounts"), ON)
    assert len(list_rows(company, "accounts", [*ids, 999_999], ON)) == len(ids)


@pytest.mark.parametrize(
    ("condition", "numbers"),
    [
        (Condition("number", "contains", "2026-00001"), ["CN-2026-00001", "INV-2026-00001"]),
        (Condition("number", "starts", "cn-"), ["CN-2026-00001", "CN-2026-00002"]),
        (Condition("number", "is", "inv-2026-00003"), ["INV-2026-00003"]),
        (Condition("kind", "in", ("credit_note",)), ["CN-2026-00001", "CN-2026-00002"]),
        (Condition("status", "in", ("credited",)), ["INV-2026-00001", "INV-2026-00002"]),
        (Condition("issued_on", "is", "2026-04-01"), ["CN-2026-00001", "CN-2026-00002"]),
        (Condition("issued_on", "within", "this-month"), ["CN-2026-00001", "CN-2026-00002"]),
        (Condition("issued_on", "between", ("2026-02-28", "2026-02-28")), ["INV-2026-00003", "INV-2026-00004"]),
        (Condition("issued_on", "before", "2026-02-01"), ["INV-2026-00001", "INV-2026-00002"]),
        (Condition("issued_on", "after", "2026-03-31"), ["CN-2026-00001", "CN-2026-00002"]),
    ],
)
def test_a_filter_takes_what_fits(company: Company, condition: Condition, numbers: list[str]):
    assert [number for number in found(company, "invoices", condition) if number is not None] == numbers


def test_a_file_compares_without_case_and_accents(company: Company):
    if company.engine.dialect.name == "sqlite":
        assert found(company, "accounts", Condition("name", "contains", "SOHNE"), key="account") == ["ALFA"]
        assert found(company, "accounts", text="βητα", key="account") == ["BETA"]
        assert set(found(company, "invoices", text="sohne", key="account")) == {"ALFA"}


def test_amounts_compare_in_the_digits_of_their_currency(company: Company):
    totals = {record["id"]: abs(int(str(record["total"]))) for record in records(company, "invoices", _all(company))}
    exact = next(iter(totals.values()))
    text = f"{exact // 100}.{exact % 100:02d}"
    same = {i for i, total in totals.items() if total == exact}
    assert set(list_ids(company, ListQuery("invoices", (), (Condition("total", "is", text),)), ON)) == same
    over = list_ids(company, ListQuery("invoices", (), (Condition("total", "over", text),)), ON)
    assert {record["id"] for record in records(company, "invoices", over)} == {
        record["id"] for record in records(company, "invoices", _all(company)) if int(str(record["total"])) > exact
    }


def _all(company: Company) -> array[int]:
    return list_ids(company, ListQuery("invoices"), ON)


def test_unset_and_set_part_the_list(company: Company):
    unset = list_ids(company, ListQuery("invoices", (), (Condition("number", "unset"),)), ON)
    filled = list_ids(company, ListQuery("invoices", (), (Condition("number", "set"),)), ON)
    assert set(unset) | set(filled) == set(_all(company))
    assert not set(unset) & set(filled)


def test_all_conditions_and_every_word_must_hold(company: Company):
    assert found(company, "accounts", text="alfa", key="account") == ["ALFA"]
    assert found(company, "accounts", text="bonn alfa", key="account") == ["ALFA"]
    assert found(company, "accounts", text="athens alfa", key="account") == []
    assert found(company, "accounts", Condition("country", "is", "DE"), text="gamma", key="account") == []


def test_a_percent_sign_is_looked_for_as_it_stands(company: Company):
    assert found(company, "accounts", Condition("name", "contains", "%"), key="account") == []
    assert found(company, "accounts", Condition("city", "contains", "_"), key="account") == []
    assert found(company, "accounts", text="'; --", key="account") == []


def test_links_lead_to_the_records_of_one_account(company: Company):
    (alfa,) = list_ids(company, ListQuery("accounts", (), (Condition("account", "is", "ALFA"),)), ON)
    for kind in ("invoices", "orders", "order-lines"):
        query = ListQuery(kind, (), (Condition("account_id", "is", str(alfa)),))
        ids = list_ids(company, query, ON)
        assert ids
        assert {record["account"] for record in records(company, kind, ids)} == {"ALFA"}
        assert first_ids(company, query, ON, 1) == ids[:1]


def test_what_is_billed_until_is_shown_as_the_last_day(company: Company):
    lines = records(company, "order-lines", list_ids(company, ListQuery("order-lines"), ON))
    listed = {(r["order"], r["line"]): r["billed_until"] for r in list_records(company, "order-lines")}
    line = next(line for line in lines if line["billed_until"] is not None)
    until = date.fromisoformat(str(listed[line["order"], line["line"]]))
    assert (until - date.fromisoformat(str(line["billed_until"]))).days == 1


def test_an_order_is_worth_its_lines_without_usage(company: Company):
    orders = {r["order"]: r["value"] for r in records(company, "orders", list_ids(company, ListQuery("orders"), ON))}
    # Support 31.00 and two boxes at 10.50; a licence of 119.00 and hours by usage.
    assert (orders["O-1"], orders["O-2"]) == (5200, 11900)


def test_schedules_say_how_they_stand(company: Company):
    (monthly,) = records(company, "schedules", list_ids(company, ListQuery("schedules"), ON))
    assert (monthly["schedule"], monthly["state"], monthly["mode"]) == ("monthly", "active", "post")
    assert list_ids(company, ListQuery("schedules", (("next_on", True),), (Condition("state", "in", ("paused",)),)), ON) == array(
        "q"
    )


def test_an_unknown_list_column_or_filter_is_named(company: Company):
    with pytest.raises(BillingError, match="unknown list 'customers'"):
        list_ids(company, ListQuery("customers"), ON)
    with pytest.raises(BillingError, match="unknown column 'colour'"):
        list_ids(company, ListQuery("invoices", (("colour", False),)), ON)
    with pytest.raises(BillingError, match="cannot be asked of total"):
        list_ids(company, ListQuery("invoices", (), (Condition("total", "contains", "1"),)), ON)
    with pytest.raises(BillingError, match="is not a date"):
        list_ids(company, ListQuery("invoices", (), (Condition("due_on", "is", "yesterday"),)), ON)
    with pytest.raises(BillingError, match="two ends"):
        list_ids(company, ListQuery("invoices", (), (Condition("due_on", "between", "2026-01-01"),)), ON)
    with pytest.raises(BillingError, match="unknown stretch"):
        list_ids(company, ListQuery("invoices", (), (Condition("due_on", "within", "soon"),)), ON)
