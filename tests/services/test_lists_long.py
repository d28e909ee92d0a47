"""The tricks by which long lists are quick give the same list as the plain way. They are made to begin at a few rows here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from billdesk import bootstrap
from billdesk.services import lists, lists_reading, lists_walks
from billdesk.services.company import Company
from billdesk.services.lists import Condition, ListQuery, first_ids, list_columns, list_ids, list_rows
from billdesk.services.lists_labels import fold
from tests.bench.million import make_million

ON = date(2026, 11, 24)
COUNT = 600


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory):
    """600 documents of 60 accounts, one of them renamed; only read."""
    made = bootstrap.open_company(str(make_million(tmp_path_factory.mktemp("long") / "Long.billdesk", COUNT)))
    yield made
    made.engine.dispose()


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lists_reading, "_PART", 50)
    monkeypatch.setattr(lists_reading, "_SAMPLE", 40)
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    monkeypatch.setattr(lists_walks, "WALKED", 40)
    monkeypatch.setattr(lists_walks, "_COUNT", lists_walks._COUNT.replace("20000", "40"))
    monkeypatch.setattr(lists, "_FIRST_NAMES", 5)


SORTS = [
    (("issued_on", True),),
    (("issued_on", False), ("number", False)),
    (("issued_on", True), ("number", True)),
    (("number", True),),
    (("number", False),),
    (("account_name", False),),
    (("account_name", True), ("total", False)),
    (("account", True),),
    (("total", False),),
    (("due_on", True), ("currency", False)),
    (("payment_status", False),),
    (("reference", True),),
    (),
]
FILTERS: list[tuple[tuple[Condition, ...], str]] = [
    ((), ""),
    ((Condition("status", "in", ("draft",)),), ""),
    ((Condition("status", "in", ("credited",)),), ""),
    ((Condition("kind", "in", ("invoice",)),), ""),
    ((Condition("payment_status", "in", ("overdue", "paid")),), ""),
    ((Condition("total", "over", "5000"),), ""),
    ((Condition("account_name", "contains", "gartner"),), ""),
    ((Condition("account_name", "is", "nobody"),), ""),
    ((Condition("account_id", "is", "7"),), ""),
    ((), "alfa"),
    ((), "00012"),
]


def plain(company: Company, query: ListQuery) -> list[int]:
    """The whole list without any trick: all rows, filtered by the list itself, sorted by what they show."""
    keys = [column.key for column in list_columns(query.kind)]
    kinds = {column.key: column for column in list_columns(query.kind)}
    unsorted = list_ids(company, ListQuery(query.kind, (), query.conditions, query.text), ON)
    rows = [dict(zip(keys, row, strict=True)) for row in list_rows(company, query.kind, unsorted, ON)]
    rows.sort(key=lambda row: row["id"], reverse=bool(query.sort) and query.sort[-1][1])
    for key, down in reversed(query.sort):
        states = kinds[key].states

        def value(row, key=key, states=states):
            if states:
                return states.index(row[key])
            if key == "number":
                head, _, serial = row[key].rpartition("-")
                return head, int(serial)
            return fold(row[key]) if isinstance(row[key], str) else row[key]

        unset = [row for row in rows if row[key] is None]
        rows = sorted((row for row in rows if row[key] is not None), key=value, reverse=down)
        rows += unset
    return [row["id"] for row in rows]


@pytest.mark.parametrize("sort", SORTS, ids=str)
def test_the_first_rows_are_those_of_the_whole_list(company: Company, sort: tuple[tuple[str, bool], ...]):
    for conditions, text in FILTERS:
        query = ListQuery("invoices", sort, conditions, text)
        whole = list_ids(company, query, ON)
        assert len(set(whole)) == len(whole)
        for limit in (1, 7, 30, 1000):
            assert first_ids(company, query, ON, limit) == whole[:limit], (conditions, text, limit)


@pytest.mark.parametrize("sort", SORTS, ids=str)
def test_the_whole_list_stands_in_the_order_that_is_seen(company: Company, sort: tuple[tuple[str, bool], ...]):
    for conditions, text in FILTERS:
        query = ListQuery("invoices", sort, conditions, text)
        ids = list(list_ids(company, query, ON))
        by_index = any(key in ("account_name", "account") for key, _ in sort)
        if by_index:  # names that are equal when folded stand by the id of their own record
            names = {row[0]: fold(str(row[7])) for row in list_rows(company, "invoices", ids, ON)}
            assert sorted(ids) == sorted(plain(company, query))
            if sort[0] == ("account_name", False):
                assert [names[i] for i in ids] == sorted(names[i] for i in ids)
        else:
            assert ids == plain(company, query), (conditions, text)


def test_numbers_count_on_beyond_five_digits(tmp_path: Path):
    copy = bootstrap.open_company(str(make_million(tmp_path / "Copy.billdesk", 40)))
    with copy.engine.connect() as connection:
        connection.exec_driver_sql("DROP TRIGGER guard_invoices_update")
        connection.exec_driver_sql("DROP TRIGGER guard_number_series_update")
        connection.exec_driver_sql(
            "UPDATE invoices SET series_no = series_no + 99990, number = 'INV-2026-' || printf('%05d', series_no + 99990) "
            "WHERE series_id = 4"
        )
        connection.exec_driver_sql("UPDATE number_series SET last_no = last_no + 99990 WHERE id = 4")
        connection.commit()
    query = ListQuery("invoices", (("number", True),), (Condition("number", "starts", "INV-2026"),))
    for limit in (5, 1000):
        ids = first_ids(copy, query, ON, limit)
        serials = [int(str(row[1]).rpartition("-")[2]) for row in list_rows(copy, "invoices", ids, ON)]
        assert serials == sorted(serials, reverse=True)
        assert serials[0] > 99_999
    bare = ListQuery("invoices", (("number", False),))
    assert first_ids(copy, bare, ON, 1000) == list_ids(copy, bare, ON)
    copy.engine.dispose()


def test_a_day_of_very_many_is_walked_from_its_last_number(tmp_path: Path):
    copy = bootstrap.open_company(str(make_million(tmp_path / "Copy.billdesk", 300)))
    with copy.engine.connect() as connection:
        connection.exec_driver_sql("DROP TRIGGER guard_invoices_update")
        connection.exec_driver_sql("UPDATE invoices SET issued_on = '2026-11-01' WHERE series_id = 4")
        connection.commit()
    for down in (True, False):
        query = ListQuery("invoices", (("issued_on", down), ("number", down)))
        assert first_ids(copy, query, ON, 20) == list_ids(copy, query, ON)[:20]
    copy.engine.dispose()
