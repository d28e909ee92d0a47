"""The tree of a run's plan: what it shows, sorted and searched, and that ten thousand accounts are shown at once."""

from __future__ import annotations

import time
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from billdesk.services.run_review import PlannedBill, PlannedLine, PlannedTurn, RunPlan
from billdesk.services.runs import RunRequest
from billdesk.ui.formats import Formats
from billdesk.ui.models.plan_model import NET, PRICE, QUANTITY, TAX, TOTAL, WHAT, WHEN, PlanModel

ON = date(2026, 11, 30)
NOWHERE = QModelIndex()


def bill(account_id: int, name: str, net: int, currency: str = "EUR", turn: int = 0) -> PlannedBill:
    return PlannedBill(account_id, f"A{account_id}", name, turn, currency, "", 1, net, net // 10, net + net // 10)


def plan(*bills: PlannedBill) -> RunPlan:
    turns = tuple(PlannedTurn(1, "Monthly", ON, ON, invoice_on, "post", False) for invoice_on in (ON, date(2026, 12, 1)))
    return RunPlan(RunRequest(ON, all_due=True), turns, bills, (), len(bills), len(bills), (), {}, ())


def line(description: str) -> PlannedLine:
    return PlannedLine("O1", 2, "P", description, None, None, ON, 2_500_000, 310_000, 0, 1, 1, 190_000, 7750)


@pytest.fixture
def model() -> PlanModel:
    made = PlanModel(Formats())
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    return made


def words(model: PlanModel, parent: QModelIndex = NOWHERE, column: int = WHAT) -> list[str]:
    return [str(model.index(row, column, parent).data()) for row in range(model.rowCount(parent))]


def test_accounts_stand_by_name_with_their_sums(model: PlanModel):
    model.show_plan(plan(bill(1, "Zoe", 1000), bill(2, "anna", 20000), bill(2, "anna", 500, "USD")))
    assert words(model) == ["anna  (A2)", "Zoe  (A1)"]
    assert words(model, column=TOTAL) == ["EUR 220.00 + USD 5.50", "EUR 11.00"]
    assert words(model, column=WHEN) == ["2 invoices, 2 lines", "Monthly, due up to 11/30/2026"]
    assert words(model, column=QUANTITY) == ["", ""]


def test_one_invoice_opens_to_its_lines(model: PlanModel):
    asked: list[int] = []
    model.wanted.connect(asked.append)
    model.show_plan(plan(bill(1, "Zoe", 7750)))
    account = model.index(0, 0)
    assert model.hasChildren(account)
    assert asked == [1], "the tester opens everything, as a view does when somebody opens it"
    assert not model.canFetchMore(account)
    model.fetchMore(account)
    assert asked == [1]
    until_on = date(2026, 12, 1)
    whole = line("Support")._replace(period_from=date(2026, 11, 1), period_until=until_on, discount_e4=50_000)
    part = line("Part")._replace(period_from=date(2026, 11, 16), period_until=until_on, used_days=15, whole_days=30)
    model.explain(1, [(bill(1, "Zoe", 7750), (whole, part, line("Box")))])
    assert words(model, account) == ["Support  (O1 / 2)", "Part  (O1 / 2)", "Box  (O1 / 2)"]
    assert words(model, account, WHEN) == [
        "11/1/2026 – 11/30/2026",
        "11/16/2026 – 11/30/2026  15 of 30 days",
        "due 11/30/2026",
    ]
    assert words(model, account, QUANTITY) == ["2.5"] * 3
    assert words(model, account, PRICE) == ["31.00  −5 %", "31.00", "31.00"]
    assert words(model, account, NET) == ["EUR 77.50"] * 3
    assert words(model, account, TAX) == ["19 %"] * 3
    assert not model.hasChildren(model.index(0, 0, account))


def test_several_invoices_open_to_invoices_and_then_lines(model: PlanModel):
    bills = (bill(1, "Zoe", 100), bill(1, "Zoe", 200, turn=1))
    model.show_plan(plan(*bills))
    account = model.index(0, 0)
    assert words(model, account) == ["Monthly, due up to 11/30/2026", "Monthly, due up to 11/30/2026, dated 12/1/2026"]
    assert words(model, account, WHEN) == ["1 line", "1 line"]
    model.explain(1, [(bills[0], (line("One"),)), (bills[1], (line("Two"), line("Three")))])
    second = model.index(1, 0, account)
    assert words(model, second) == ["Two  (O1 / 2)", "Three  (O1 / 2)"]
    assert model.parent(model.index(0, 0, second)) == second
    assert model.account_at(second) == 1


def test_it_sorts_by_amount_and_shows_only_what_was_found(model: PlanModel):
    model.show_plan(plan(bill(1, "A", 300), bill(2, "B", 100), bill(3, "C", 200)))
    for column in (NET, TAX, TOTAL):
        model.sort(column, Qt.SortOrder.DescendingOrder)
        assert words(model) == ["A  (A1)", "C  (A3)", "B  (A2)"]
    model.show_only(frozenset({2, 3}))
    assert words(model) == ["C  (A3)", "B  (A2)"]
    assert model.shown_count == 2
    model.sort(WHAT)
    assert words(model) == ["B  (A2)", "C  (A3)"]
    model.show_only(None)
    assert model.shown_count == 3


def test_lines_of_an_account_that_a_search_put_aside_are_there_when_it_comes_back(model: PlanModel):
    model.show_plan(plan(bill(1, "A", 300), bill(2, "B", 100)))
    model.show_only(frozenset({2}))
    model.explain(1, [(bill(1, "A", 300), (line("Late"),))])
    model.show_only(None)
    assert words(model, model.index(0, 0)) == ["Late  (O1 / 2)"]
    model.explain(9, [])


def test_no_plan_is_an_empty_tree(model: PlanModel):
    model.show_plan(plan(bill(1, "A", 300)))
    model.show_plan(None)
    assert model.rowCount() == 0
    assert model.account_at(NOWHERE) is None
    assert model.headerData(TOTAL, Qt.Orientation.Horizontal) == "Total"


def test_ten_thousand_accounts_are_shown_at_once():
    model = PlanModel(Formats())
    wanted = plan(*(bill(n, f"Account {n * 7919 % 10_000:05}", n) for n in range(1, 10_001)))
    begun = time.perf_counter()
    model.show_plan(wanted)
    assert model.rowCount() == 10_000
    assert time.perf_counter() - begun < 1.0
