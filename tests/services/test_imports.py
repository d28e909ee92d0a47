"""Importing: what goes in, what it sets up, that the same again changes nothing, whole or not at all, rejects."""

import csv
import json
from datetime import date
from hashlib import sha256

import pytest

from billdesk.billing.errors import BillingError, Cancelled
from billdesk.paths import resource
from billdesk.services.company import Progress
from billdesk.services.imports import ImportReport, Rejected, import_paths
from billdesk.services.verification import verify
from tests.services.interchange import AS_OF, BASE, a_company, bring, dump, files, rows

NORTHWIND = resource("sample", "northwind")


@pytest.fixture
def company(tmp_path):
    with a_company(tmp_path / "company") as made:
        yield made


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


def test_every_record_of_northwind_comes_in_and_again_changes_nothing(company):
    first = import_paths(company, [NORTHWIND], "northwind", as_of=date(1998, 6, 1))
    assert first.created == {"products": 77, "accounts": 93, "orders": 830, "order_lines": 2155 + 830}
    before = dump(company)
    second = import_paths(company, [NORTHWIND], "northwind", as_of=date(1998, 6, 1))
    assert (sum(second.created.values()), sum(second.updated.values())) == (0, 0)
    assert second.unchanged == first.created
    assert dump(company) == before


def test_the_sums_of_northwind_are_the_true_ones(company):
    import_paths(company, [NORTHWIND], "northwind", as_of=date(1998, 6, 1))
    # One draft per account with orders: nothing is scheduled and all of it is due.
    sums = "SELECT SUM(net_minor) FROM invoice_lines WHERE product_id IS"
    assert rows(company, f"{sums} NOT NULL") == [(1_265_793_29,)]
    assert rows(company, f"{sums} NULL") == [(64_942_69,)]
    assert rows(company, "SELECT COUNT(*) FROM invoices") == [(89,)]
    assert verify(company).ok


def test_a_northwind_order_is_as_its_row_says(company):
    import_paths(company, [NORTHWIND], "northwind", as_of=date(1998, 6, 1))
    order = """SELECT a.code, o.ordered_on, o.due_on, o.status, o.activated_on, p.street, p.country FROM orders o
     JOIN accounts a ON a.id = o.account_id JOIN parties p ON p.id = o.ship_to_id WHERE o.code = '10250'"""
    assert rows(company, order) == [("HANAR", "1996-07-08", "1996-08-05", "active", "1996-07-08", "Rua do Paço, 67", "BR")]
    lines = """SELECT l.position, l.description, quantity_e6, unit_price_e4, discount_e4, tax_category, tax_rate_e4, due_on
     FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.code = '10250' ORDER BY 1"""
    assert [row[0] for row in rows(company, lines.replace("due_on", "l.due_on"))] == [1, 2, 3, 4]
    assert rows(company, lines.replace("due_on", "l.due_on"))[1:] == [
        (2, "Manjimup Dried Apples", 35_000_000, 424_000, 150_000, "O", 0, "1996-08-05"),
        (3, "Louisiana Fiery Hot Pepper Sauce", 15_000_000, 168_000, 150_000, "O", 0, "1996-08-05"),
        (4, "Freight", 1_000_000, 658_300, 0, "O", 0, "1996-08-05"),
    ]
    assert rows(company, "SELECT COUNT(*) FROM products WHERE is_active = 0") == [(8,)]
    assert {len(code) for (code,) in rows(company, "SELECT country FROM parties WHERE country <> ''")} == {2}


def test_an_active_order_sets_up_its_invoice_and_a_draft_one_does_not(company, folder):
    report = bring(company, folder, **BASE)
    assert report.created == {"products": 3, "accounts": 2, "orders": 2, "order_lines": 4}
    drafts = """SELECT a.code, i.status, i.net_minor, i.tax_minor, i.line_count FROM invoices i
     JOIN accounts a ON a.id = i.account_id"""
    # June's support 200.00 and the boxes 15.75; tax 19 % of 200.00; no usage is recorded yet.
    assert rows(company, drafts) == [("A1", "draft", 215_75, 38_00, 2)]
    assert rows(company, "SELECT activated_on FROM orders WHERE code = 'O1'") == [("2026-05-01",)]
    assert verify(company).ok


def test_lines_take_over_what_is_left_open_from_product_and_order(company, folder):
    bring(company, folder, **BASE)
    lines = """SELECT position, description, charge_type, every, timing, tax_category, tax_rate_e4, ordered_on, due_on, start_on
     FROM order_lines WHERE order_id = 1 ORDER BY 1"""
    assert rows(company, lines) == [
        (1, "Support", "recurring", "1 month", "advance", "S", 190_000, "2026-05-01", "2026-05-20", "2026-06-01"),
        (2, "Box", "one_time", None, "advance", "O", 0, "2026-05-01", "2026-05-20", "2026-05-01"),
        (3, "Traffic", "usage", "1 month", "arrears", "O", 0, "2026-05-01", "2026-05-20", "2026-05-01"),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("description,every\nS,2 weeks", ("recurring", "2 weeks", "advance", "O", 0)),
        ("product,charge_type\nP1,one_time", ("one_time", None, "advance", "S", 190_000)),
        ("product,every\nP2,quarter s", None),
        ("product,every\nP2,1 quarter", ("recurring", "1 quarter", "advance", "O", 0)),
        ("product,tax_rate\nP1,0", ("recurring", "1 month", "advance", "Z", 0)),
        ("product,tax_category\nP1,ae", ("recurring", "1 month", "advance", "AE", 0)),
        ("product,tax_rate\nP2,7.5", ("one_time", None, "advance", "S", 75_000)),
        ("product,timing\nP1,in arrears", ("recurring", "1 month", "arrears", "S", 190_000)),
        ("product,charge_type,every\nP1,usage,1 year", ("usage", "1 year", "arrears", "S", 190_000)),
    ],
)
def test_charge_and_tax_of_a_line_follow_from_what_is_given(company, folder, line, expected):
    header, row = line.split("\n")
    sources = {**BASE, "order_lines": f"order,line,quantity,unit_price,{header}\nO2,1,1,1,{row}\n"}
    if expected is None:
        with pytest.raises(BillingError, match="cadence 'quarter s' is not understood"):
            bring(company, folder, **sources)
        return
    bring(company, folder, **sources)
    assert rows(company, "SELECT charge_type, every, timing, tax_category, tax_rate_e4 FROM order_lines") == [expected]


def test_the_same_files_again_change_nothing_not_even_the_log(company, folder):
    bring(company, folder, **BASE)
    before = dump(company)
    report = bring(company, folder)
    assert report.unchanged == {"products": 3, "accounts": 2, "orders": 2, "order_lines": 4}
    assert (sum(report.created.values()), sum(report.updated.values())) == (0, 0)
    assert dump(company) == before


def test_one_bad_row_keeps_all_of_it_out(company, folder):
    before = dump(company)
    with pytest.raises(BillingError) as caught:
        bring(company, folder, **{**BASE, "accounts": "account,name,email\nA1,Anna,a@b.c\nA2,Bruno,nobody\nA3,Carl,x\n"})
    assert str(caught.value) == (
        "'nobody' is not an e-mail address, accounts.csv line 3 (account A2), column email; write it like "
        "name@example.com; 3 more rows have errors, --rejects FILE lists them all"
    )
    assert dump(company) == before


def test_with_rejects_good_rows_go_in_and_what_depends_on_bad_ones_does_not(company, folder, tmp_path):
    sources = {
        **BASE,
        "accounts": 'account,name,currency\nA1,Anna,EUR\nA2,"Bruno, of ""Bonn""",XXX\n',
        "usage": "order,line,used_on,quantity,reference\nO1,3,2026-05-05,7,R1\nO2,1,2026-05-05,7,R2\n",
    }
    out = tmp_path / "bad.csv"
    report = import_paths(company, [files(folder, **sources)], as_of=AS_OF, rejects=out)
    assert report.created == {"products": 3, "accounts": 1, "orders": 1, "order_lines": 3, "usage": 1}
    assert report.rejected == (
        Rejected("accounts.csv", 3, "currency", "unknown currency 'XXX'; use an ISO 4217 code such as USD, EUR or JPY"),
        Rejected("orders.csv", 3, "account", "account 'A2' was refused (accounts.csv line 3); correct that row first"),
        Rejected("order_lines.csv", 5, "order", "order 'O2' was refused (orders.csv line 3); correct that row first"),
        Rejected("usage.csv", 3, "order", "order 'O2' was refused (orders.csv line 3); correct that row first"),
    )
    written = list(csv.reader(out.read_text(encoding="utf-8").splitlines()))
    assert written[0] == ["file", "line", "column", "reason", "row"]
    assert written[1][4] == 'A2,"Bruno, of ""Bonn""",XXX'
    assert [row[:3] for row in written[2:]] == [
        ["orders.csv", "3", "account"],
        ["order_lines.csv", "5", "order"],
        ["usage.csv", "3", "order"],
    ]
    assert verify(company).ok


def test_usage_of_a_rejected_line_names_that_line(company, folder, tmp_path):
    sources = {
        **BASE,
        "order_lines": BASE["order_lines"].replace("O1,3,P3,0,0.02", "O1,3,P3,0,-1"),
        "usage": "order,line,used_on,quantity,reference\nO1,3,2026-05-05,7,R1\n",
    }
    report = import_paths(company, [files(folder, **sources)], as_of=AS_OF, rejects=tmp_path / "bad.csv")
    assert report.rejected[1].reason == ("line 3 of order 'O1' was refused (order_lines.csv line 4); correct that row first")


def test_the_corrected_files_complete_an_import_with_rejects(company, folder, tmp_path):
    bad = {**BASE, "order_lines": BASE["order_lines"].replace("O1,2,P2,3,5.25", "O1,2,P2,many,5.25")}
    import_paths(company, [files(folder, **bad)], as_of=AS_OF, rejects=tmp_path / "bad.csv")
    assert rows(company, "SELECT net_minor FROM invoices") == [(200_00,)]
    report = bring(company, folder, **BASE)
    assert (report.created["order_lines"], report.unchanged["order_lines"]) == (1, 3)
    assert rows(company, "SELECT net_minor FROM invoices") == [(215_75,)]
    assert verify(company).ok


def test_a_rejects_file_without_rejects_is_its_header(company, folder, tmp_path):
    out = tmp_path / "bad.csv"
    assert import_paths(company, [files(folder, **BASE)], as_of=AS_OF, rejects=out).rejected == ()
    assert out.read_text() == "file,line,column,reason,row\n"
    # A list of an earlier import may be replaced.
    assert import_paths(company, [folder], as_of=AS_OF, rejects=out).rejected == ()


@pytest.mark.parametrize("as_list", [False, True])
def test_a_dry_run_counts_the_same_and_keeps_nothing(company, folder, tmp_path, as_list):
    before = dump(company)
    rejects = tmp_path / "bad.csv" if as_list else None
    report = import_paths(company, [files(folder, **BASE)], as_of=AS_OF, dry_run=True, rejects=rejects)
    assert report == ImportReport(
        {"products": 3, "accounts": 2, "orders": 2, "order_lines": 4},
        {"products": 0, "accounts": 0, "orders": 0, "order_lines": 0},
        {"products": 0, "accounts": 0, "orders": 0, "order_lines": 0},
        (),
        dry_run=True,
    )
    assert dump(company) == before


def test_a_person_can_stop_it_and_nothing_stays(company, folder):
    before = dump(company)
    seen: list[str] = []
    stop = Progress(lambda step, *_: seen.append(step), lambda: seen[-1] == "reading orders.csv")
    paths = [files(folder, **BASE)]
    with pytest.raises(Cancelled, match=r"stopped at reading orders\.csv"):
        import_paths(company, paths, as_of=AS_OF, progress=stop)
    assert dump(company) == before


def test_one_entry_of_the_log_tells_counts_and_hashes(company, folder):
    bring(company, folder, **BASE)
    ((actor, detail),) = rows(company, "SELECT actor, detail FROM audit_log WHERE action = 'import'")
    told = json.loads(detail)
    assert actor == "test"
    assert told["created"] == {"products": 3, "accounts": 2, "orders": 2, "order_lines": 4}
    assert told["files"]["accounts.csv"] == sha256((folder / "accounts.csv").read_bytes()).hexdigest()


def test_files_are_known_by_name_or_by_their_columns(company, folder):
    files(
        folder,
        **{"Accounts": BASE["accounts"], "things we sell": BASE["products"], "ORDER-lines": "order,line,quantity,unit_price\n"},
    )
    paths = [folder / "things we sell.csv", folder / "Accounts.csv", folder / "ORDER-lines.csv", folder / "Accounts.csv"]
    report = import_paths(company, paths, as_of=AS_OF)
    assert report.created == {"products": 3, "accounts": 2, "order_lines": 0}


def test_rows_of_one_kind_may_come_in_two_files(company, folder):
    files(folder, accounts="account,name\nA1,Anna\n", more="account,name,parent\nA2,Bruno,A1\n")
    report = import_paths(company, [folder / "accounts.csv", folder / "more.csv"], as_of=AS_OF)
    assert report.created == {"accounts": 2}
    files(folder, more="account,name\nA1,Anna\n")
    with pytest.raises(BillingError, match=r"account 'A1' stands there twice \(accounts.csv line 2\), more.csv line 2"):
        import_paths(company, [folder / "accounts.csv", folder / "more.csv"], as_of=AS_OF)


def test_a_batch_of_thousands_keeps_order_and_counts(company, folder):
    count = 4500
    accounts = "account,name\n" + "".join(f"A{n},Name {n}\n" for n in range(count))
    orders = "order,account,ordered_on,status\n" + "".join(f"O{n},A{n},2026-05-01,active\n" for n in range(count))
    lines = "order,line,description,quantity,unit_price\n" + "".join(f"O{n},1,Thing,1,{n}\n" for n in range(count))
    first = bring(company, folder, accounts=accounts, orders=orders, order_lines=lines)
    assert first.created == {"accounts": count, "orders": count, "order_lines": count}
    total = count * (count - 1) // 2 * 100
    assert rows(company, "SELECT SUM(total_minor), COUNT(*) FROM invoices") == [(total, count)]
    # Tables are large by now, so this one asks batch by batch instead of fetching them whole.
    second = bring(company, folder, accounts=accounts.replace("Name 4400", "Other"), orders=orders, order_lines=lines)
    assert second.updated == {"accounts": 1, "orders": 0, "order_lines": 0}
    assert second.unchanged == {"accounts": count - 1, "orders": count, "order_lines": count}


def test_a_user_with_northwind_columns_may_leave_some_out_and_add_known_ones(company, folder):
    sources = {
        "customers": "CustomerID,CompanyName,Country\nX,Xenia,Atlantis\n",
        "products": "ProductID,ProductName,UnitPrice,SupplierID\n1,Thing,2.5,9\n",
        "orders": "OrderID,CustomerID,OrderDate,Freight\n1,X,2026-05-01,0.00\n2,X,2026-05-02,1.5\n",
        "order_details": "OrderID,ProductID,UnitPrice,Quantity,Discount\n1,1,2.5,2,\n1,1,2.5,1,1\n",
    }
    report = bring(company, folder, "northwind", **sources)
    assert report.created == {"products": 1, "accounts": 1, "orders": 2, "order_lines": 3}
    assert rows(company, "SELECT country FROM parties WHERE name = 'Xenia'") == [("Atlantis",)]
    assert rows(company, "SELECT SUM(net_minor) FROM invoice_lines") == [(5_00 + 0 + 1_50,)]


def test_a_rejected_northwind_detail_keeps_its_number_for_later(company, folder, tmp_path):
    sources = {
        "customers": "CustomerID,CompanyName\nX,Xenia\n",
        "products": "ProductID,ProductName,UnitPrice\n1,Thing,2.5\n",
        "orders": "OrderID,CustomerID,OrderDate,Freight\n1,X,2026-05-01,3\n",
        "order_details": "OrderID,ProductID,UnitPrice,Quantity\n1,1,bad,1\n1,1,2.5,2\n",
    }
    report = import_paths(company, [files(folder, **sources)], "northwind", as_of=AS_OF, rejects=tmp_path / "bad.csv")
    assert report.rejected[0].column == "UnitPrice"
    assert rows(company, "SELECT position, description FROM order_lines ORDER BY 1") == [(2, "Thing"), (3, "Freight")]
    corrected = {**sources, "order_details": sources["order_details"].replace("bad", "1")}
    assert bring(company, folder, "northwind", **corrected).created["order_lines"] == 1
    assert [row[0] for row in rows(company, "SELECT position FROM order_lines ORDER BY 1")] == [1, 2, 3]


def test_a_northwind_row_that_cannot_stand_is_named_by_its_own_column(company, folder):
    sources = {
        "orders": "OrderID,CustomerID,OrderDate,Freight\n1,NOBODY,2026-05-01,3\n",
        "order_details": "OrderID,ProductID,UnitPrice,Quantity\n",
    }
    with pytest.raises(BillingError, match=r"unknown account 'NOBODY', orders.csv line 2 \(OrderID 1\), column CustomerID"):
        bring(company, folder, "northwind", **sources)
