"""Importing again with changes: what may change on records that stand, and what their drafts become."""

from datetime import date

import pytest

from billdesk.billing.errors import BillingError
from billdesk.services.imports import import_paths
from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.schedules import NewSchedule, add_schedule
from billdesk.services.verification import verify
from tests.services.interchange import AS_OF, BASE, a_company, bring, dump, files, rows

DRAFTS = "SELECT net_minor FROM invoices WHERE status = 'draft' ORDER BY account_id"


@pytest.fixture
def company(tmp_path):
    with a_company(tmp_path / "company") as made:
        bring(made, tmp_path / "base", **BASE)
        yield made


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


def bill(company, target: str = "2026-06-01") -> None:
    """Post what is due: for A1 June's support and the boxes."""
    day = date.fromisoformat(target)
    run_invoices(company, RunRequest(as_of=day, target_on=day, mode="post"))


def refused(company, folder, **contents) -> str:
    """The words of a refusal that changes nothing."""
    before = dump(company)
    with pytest.raises(BillingError) as caught:
        bring(company, folder, **contents)
    assert dump(company) == before
    return str(caught.value)


def test_a_changed_address_is_a_new_party_and_the_old_one_stays(company, folder):
    report = bring(company, folder, accounts=BASE["accounts"].replace("1 High St", "9 Low St"))
    assert (report.updated, report.unchanged) == ({"accounts": 1}, {"accounts": 1})
    assert rows(company, "SELECT street FROM parties WHERE name = 'Anna Ltd' ORDER BY id") == [("1 High St",), ("9 Low St",)]
    party = "SELECT p.street FROM accounts a JOIN parties p ON p.id = a.party_id WHERE a.code = 'A1'"
    assert rows(company, party) == [("9 Low St",)]
    # And back again: the first snapshot serves once more.
    bring(company, folder, accounts=BASE["accounts"])
    assert rows(company, "SELECT COUNT(*) FROM parties") == [(4,)]
    assert verify(company).ok


def test_an_empty_field_unsets_and_a_missing_column_leaves_alone(company, folder):
    bring(company, folder, accounts="account,name,phone,terms,parent,notes\nA2,Bruno,123,net 14,A1,Hello\n")
    stored = """SELECT p.name, p.city, p.phone, a.terms, a.parent_id, a.notes FROM accounts a
     JOIN parties p ON p.id = a.party_id WHERE code = 'A2'"""
    assert rows(company, stored) == [("Bruno", "Bonn", "123", "net 14", 1, "Hello")]
    bring(company, folder, accounts="account,name,terms,parent\nA2,Bruno,,\n")
    assert rows(company, stored) == [("Bruno", "Bonn", "123", None, None, "Hello")]


def test_products_change_and_lines_that_stand_keep_what_they_took_over(company, folder):
    report = bring(company, folder, products="product,name,unit_price,active\nP2,Crate,7,no\nP4,New,1,\n")
    assert (report.created, report.updated) == ({"products": 1}, {"products": 1})
    assert rows(company, "SELECT name, unit_price_e4, charge_type, is_active FROM products WHERE code = 'P2'") == [
        ("Crate", 70_000, "one_time", 0)
    ]
    assert rows(company, "SELECT DISTINCT description FROM order_lines WHERE product_id = 2") == [("Box",)]


def test_prices_that_include_tax_change_the_drafts(company, folder):
    bring(company, folder, accounts="account,name,price_basis\nA1,Anna Ltd,gross\n")
    # 200.00 with 19 %: 168.07 net and 31.93 tax; the boxes are without tax.
    assert rows(company, "SELECT price_basis, net_minor, tax_minor, total_minor FROM invoices") == [
        ("gross", 168_07 + 15_75, 31_93, 215_75)
    ]
    assert verify(company).ok


def test_a_line_of_an_active_order_that_is_not_billed_may_change(company, folder):
    lines = BASE["order_lines"].replace("O1,1,P1,2,100,2026-06-01", "O1,1,P1,3,100,2026-05-15")
    report = bring(company, folder, order_lines=lines)
    assert (report.updated, report.unchanged) == ({"order_lines": 1}, {"order_lines": 3})
    assert rows(company, "SELECT next_from FROM order_lines WHERE id = 1") == [("2026-05-15",)]
    assert rows(company, DRAFTS) == [(300_00 + 15_75,)]
    assert verify(company).ok


def test_a_new_line_on_an_active_order_is_collected(company, folder):
    bring(company, folder, order_lines="order,line,description,quantity,unit_price\nO1,9,Extra,1,2\n")
    assert rows(company, DRAFTS) == [(215_75 + 2_00,)]
    assert verify(company).ok


def test_a_billed_line_does_not_change(company, folder):
    bill(company)
    words = refused(company, folder, order_lines="order,line,quantity,unit_price\nO1,2,4,5.25\n")
    assert words == (
        "line 2 of order 'O1' is already billed and cannot change, order_lines.csv line 2 (order O1 line 2), column "
        "quantity; credit its invoice or amend the order"
    )
    # What is not billed may still come and change beside it, and the same again is no change.
    report = bring(company, folder, order_lines=BASE["order_lines"] + "O1,4,P2,1,1,\n")
    assert (report.created, report.unchanged) == ({"order_lines": 1}, {"order_lines": 4})
    assert verify(company).ok


def test_a_draft_order_changes_freely_and_moves_to_another_account(company, folder):
    report = bring(company, folder, orders="order,account,ordered_on,currency,po\nO2,A1,2026-04-01,USD,X\n")
    assert report.updated == {"orders": 1}
    order = "SELECT account_id, ordered_on, currency, po, status FROM orders WHERE code = 'O2'"
    assert rows(company, order) == [(1, "2026-04-01", "USD", "X", "draft")]
    assert rows(company, "SELECT account_id FROM order_lines WHERE order_id = 2") == [(1,)]


def test_a_draft_order_becomes_active_with_its_lines(company, folder):
    orders = BASE["orders"].replace("draft", "active")
    report = bring(company, folder, orders=orders)
    assert (report.updated, report.unchanged) == ({"orders": 1}, {"orders": 1})
    assert rows(company, DRAFTS) == [(215_75,), (50_00,)]
    assert bring(company, folder, orders=orders).unchanged == {"orders": 2}


def test_a_blank_status_leaves_the_status_alone(company, folder):
    assert bring(company, folder, orders=BASE["orders"].replace(",active,", ",,")).unchanged == {"orders": 2}


def test_an_active_order_does_not_become_a_draft_again(company, folder):
    words = refused(company, folder, orders="order,account,ordered_on,status\nO1,A1,2026-05-01,draft\n")
    assert words.startswith("order 'O1' is active and cannot become a draft again, orders.csv line 2 (order O1), column status")


def test_an_active_order_stays_with_its_account(company, folder):
    words = refused(company, folder, orders="order,account,ordered_on\nO1,A2,2026-05-01\n")
    assert words.startswith("order 'O1' is active and stays with its account")


def test_the_header_of_an_active_order_changes_and_collects_again(company, folder):
    bring(company, folder, orders="order,account,ordered_on,currency,po,street\nO1,A1,2026-05-03,USD,PO-8,Dock 1\n")
    assert rows(company, "SELECT currency, reference, net_minor FROM invoices") == [("USD", "PO-8", 215_75)]
    assert rows(company, "SELECT p.street FROM orders o JOIN parties p ON p.id = o.ship_to_id") == [("Dock 1",)]
    assert verify(company).ok


def test_currency_and_day_of_a_billed_order_do_not_change_but_its_purchase_order_does(company, folder):
    bill(company)
    words = refused(company, folder, orders="order,account,ordered_on,currency\nO1,A1,2026-05-01,USD\n")
    assert words.startswith("order 'O1' is already billed and its currency cannot change, orders.csv line 2")
    assert bring(company, folder, orders="order,account,ordered_on,po\nO1,A1,2026-05-01,PO-9\n").updated == {"orders": 1}
    assert verify(company).ok


def test_a_currency_can_bring_another_schedule(company, folder):
    add_schedule(company, NewSchedule(name="Dollars", every="1 month", currencies=("USD",)), AS_OF)
    assert rows(company, "SELECT schedule_id FROM order_lines WHERE id = 1") == [(None,)]
    bring(company, folder, orders="order,account,ordered_on,currency\nO1,A1,2026-05-01,USD\n")
    assert rows(company, "SELECT schedule_id FROM order_lines WHERE id = 1") == [(1,)]


@pytest.mark.parametrize(("status", "same"), [("completed", "active"), ("cancelled", "draft")])
def test_a_closed_order_takes_nothing_any_more(company, folder, status, same):
    with company.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE orders SET status = '{status}' WHERE code = 'O2'")
    header = "order,account,ordered_on,status\n"
    assert bring(company, folder, orders=f"{header}O2,A2,2026-05-02,{same}\n").unchanged == {"orders": 1}
    words = refused(company, folder, orders=f"{header}O2,A2,2026-05-09,{same}\n")
    assert words.startswith(f"order 'O2' is {status} and does not change")
    (folder / "orders.csv").unlink()
    words = refused(company, folder, order_lines="order,line,quantity,unit_price\nO2,1,11,5\n")
    assert words.startswith(f"line 1 of order 'O2' belongs to an order that is {status}")
    words = refused(company, folder, order_lines="order,line,description,quantity,unit_price\nO2,2,More,11,5\n")
    assert words.startswith(f"order 'O2' is {status} and takes no new lines")


def test_an_address_that_stands_keeps_the_name_of_its_day(company, folder):
    orders = "order,account,ordered_on,street,city\nO1,A1,2026-05-01,Dock 1,Hull\n"
    bring(company, folder, orders=orders)
    report = bring(company, folder, accounts="account,name\nA1,Anna Renamed\n", orders=orders)
    assert report.unchanged == {"accounts": 0, "orders": 1}
    assert rows(company, "SELECT p.name FROM orders o JOIN parties p ON p.id = o.ship_to_id") == [("Anna Ltd",)]


def test_a_parent_may_come_later_in_the_file_or_stand_already(company, folder):
    bring(company, folder, accounts="account,name,parent\nB1,Child,B2\nB2,Middle,B3\nB3,Top,\nB4,Other,A1\nA2,Bruno,B1\n")
    pairs = "SELECT a.code, p.code FROM accounts a JOIN accounts p ON p.id = a.parent_id ORDER BY 1"
    assert rows(company, pairs) == [("A2", "B1"), ("B1", "B2"), ("B2", "B3"), ("B4", "A1")]


def test_parents_that_go_in_a_circle_are_refused_with_those_below_them(company, folder, tmp_path):
    sources = files(folder, accounts="account,name,parent\nC1,x,C2\nC2,x,C3\nC3,x,C1\nC4,x,C3\nC5,x,C4\nC6,x,A1\n")
    report = import_paths(company, [sources], as_of=AS_OF, rejects=tmp_path / "bad.csv")
    assert report.created == {"accounts": 1}
    reasons = {row.line: row.reason for row in report.rejected}
    assert reasons[2].startswith("parent accounts go in a circle: C1 → C2 → C3 → C1; ")
    assert reasons[5].startswith("parent account 'C3' was refused (accounts.csv line 4)")
    assert reasons[6].startswith("parent account 'C4' was refused (accounts.csv line 5)")


def test_a_circle_through_accounts_that_stand_is_refused(company, folder):
    bring(company, folder, accounts="account,name,parent\nA2,Bruno GmbH,A1\n")
    words = refused(company, folder, accounts="account,name,parent\nA1,Anna Ltd,A2\n")
    assert words.startswith("parent accounts go in a circle: A1 → A2 → A1, accounts.csv line 2")
    words = refused(company, folder, accounts="account,name,parent\nA1,Anna Ltd,A1\n")
    assert words.startswith("parent accounts go in a circle: A1 → A1, ")


def test_a_long_chain_of_parents_is_no_work(company, folder):
    chain = "".join(f"K{n},x,K{n + 1}\n" for n in range(5000))
    report = bring(company, folder, accounts=f"account,name,parent\n{chain}K5000,x,\n")
    assert report.created == {"accounts": 5001}


USAGE = "order,line,used_on,quantity,reference\nO1,3,2026-05-10,500,R1\nO1,3,2026-05-11,250,R2\n"


def test_usage_is_collected_once_however_often_it_comes(company, folder):
    assert bring(company, folder, usage=USAGE).created == {"usage": 2}
    # 750 x 0.02 = 15.00, due on 1 June.
    assert rows(company, DRAFTS) == [(215_75 + 15_00,)]
    before = dump(company)
    assert bring(company, folder, usage=USAGE).unchanged == {"usage": 2}
    assert dump(company) == before
    assert bring(company, folder, usage=USAGE + "O1,3,2026-05-12,-50,R3\n").created == {"usage": 1}
    assert rows(company, DRAFTS) == [(215_75 + 14_00,)]
    assert verify(company).ok


def test_recorded_usage_does_not_change_under_its_reference(company, folder):
    bring(company, folder, usage=USAGE)
    words = refused(company, folder, usage=USAGE.replace("250", "251"))
    assert words.startswith("reference 'R2' is recorded already, with another day or quantity, usage.csv line 3")


def test_a_draft_order_with_usage_stays_with_its_account(company, folder):
    bring(company, folder, order_lines="order,line,product,quantity,unit_price\nO2,2,P3,0,1\n")
    bring(company, folder, usage="order,line,used_on,quantity,reference\nO2,2,2026-05-10,1,R1\n")
    words = refused(company, folder, orders="order,account,ordered_on\nO2,A1,2026-05-02\n")
    assert words.startswith("order 'O2' has usage and stays with its account")
