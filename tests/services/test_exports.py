"""Exporting: exact bytes, and the same bytes again from a new company that imports them."""

from datetime import date

import pytest

from billdesk.billing.errors import BillingError
from billdesk.paths import resource
from billdesk.services.exports import export_company, natural
from billdesk.services.imports import import_paths
from tests.services.interchange import AS_OF, BASE, a_company, bring, rows

NASTY = {
    "accounts": (
        "account,name,email,phone,street,city,region,postcode,country,currency,terms,tax_id,parent,notes,price_basis\n"
        'A10,"Smith, ""Sons"" & <b>Co</b>",a@b.c,=1+1,"1 High St\r\nFloor 2",Leeds,,LS1,gb,GBP,2/10 net 30,GB1,A2,'
        '"=SUM(A1)\n\ttwo",gross\n'
        "A2,Ζωή Αλεξίου 👩‍🚀,,+30 1,Οδός 1,Αθήνα,,,GR,JPY,eom 10,,,-5,\n"
        "a2,O'Brien \\ \\n,,,,,,,,,,,A10,@me,net\n"
    ),
    "products": (
        "product,name,unit_price,category,unit,charge_type,every,timing,tax_rate,active\n"
        "P1,Support,0.0001,Services,month,recurring,2 quarters,arrears,19,yes\n"
        "P2,+Box,1000000,,,,,,0,no\nP3,Traffic,0.02,,GB,usage,1 month,,,\n"
    ),
    "orders": (
        "order,account,ordered_on,due_on,currency,status,po,street,city,country\n"
        "2026-10,A10,2026-01-31,2026-02-10,,active,PO;1,Dock 1,Hull,GB\n"
        "2026-9,A2,2025-12-31,,JPY,active,,,,\n2026-11,a2,2026-03-01,,KWD,draft,-x,,,\n"
    ),
    "order_lines": (
        "order,line,product,description,quantity,unit_price,discount_percent,tax_rate,tax_category,charge_type,every,"
        "timing,ordered_on,due_on,bill_on,start_on,end_on,bill_day,group\n"
        "2026-10,10,P1,,3,99.9999,12.5,,,,,,,,,2026-01-31,,,\n"
        '2026-10,2,P1,"two\nlines",0.000001,10,,0,Z,,1 month,advance,,,,2026-01-15,2026-12-31,last,"G, 1"\n'
        "2026-10,3,,Only words,-2,5.5,100,20,S,,,,2026-02-01,2026-03-01,2026-04-01,,,,\n"
        "2026-9,1,P3,,0,0.5,,,AE,,,,,,,2026-01-01,,2 tue,\n"
        "2026-9,2,,Yen,7,333.3333,0,8,,recurring,10 days,,,,,2026-01-31,,,\n"
        "2026-11,1,P2,,1,1.005,,,E,,,,,,,,,,\n"
    ),
    "usage": (
        "order,line,used_on,quantity,reference\n2026-9,1,2026-01-10,5,R2\n2026-9,1,2026-01-10,-0.5,R1\n2026-9,1,2026-01-09,1,ü\n"
    ),
}


def both(tmp_path, fill):
    """The export of a company, and that of a new company which imported it."""
    with a_company(tmp_path / "one") as one:
        fill(one)
        counts = export_company(one, tmp_path / "first")
    with a_company(tmp_path / "two") as two:
        import_paths(two, [tmp_path / "first"], as_of=AS_OF)
        assert export_company(two, tmp_path / "second") == counts
    names = sorted(counts)
    return counts, [(tmp_path / where / name).read_bytes() for where in ("first", "second") for name in names]


def test_northwind_comes_back_byte_for_byte(tmp_path):
    northwind = resource("sample", "northwind")
    counts, written = both(tmp_path, lambda c: import_paths(c, [northwind], "northwind", as_of=date(1998, 6, 1)))
    assert counts == {"accounts.csv": 93, "products.csv": 77, "orders.csv": 830, "order_lines.csv": 2985, "usage.csv": 0}
    assert written[:5] == written[5:]


def test_a_nasty_company_comes_back_byte_for_byte(tmp_path):
    counts, written = both(tmp_path, lambda c: bring(c, tmp_path / "in", **NASTY))
    assert counts == {"accounts.csv": 3, "products.csv": 3, "orders.csv": 3, "order_lines.csv": 6, "usage.csv": 3}
    assert written[:5] == written[5:]
    assert not any(b"\r" in content for content in written)


def test_values_are_written_exactly_and_resolved(tmp_path):
    with a_company(tmp_path / "one") as company:
        bring(company, tmp_path / "in", **NASTY)
        export_company(company, tmp_path / "out")
    read = {path.stem: path.read_bytes().decode("utf-8") for path in (tmp_path / "out").iterdir()}
    assert read["accounts"] == (
        "account,name,email,phone,street,city,region,postcode,country,currency,terms,tax_id,parent,notes,price_basis\n"
        "A2,Ζωή Αλεξίου 👩‍🚀,,+30 1,Οδός 1,Αθήνα,,,GR,JPY,eom 10,,,-5,net\n"
        'A10,"Smith, ""Sons"" & <b>Co</b>",a@b.c,=1+1,"1 High St\nFloor 2",Leeds,,LS1,GB,GBP,2/10 net 30,GB1,A2,'
        '"=SUM(A1)\n\ttwo",gross\n'
        "a2,O'Brien \\ \\n,,,,,,,,EUR,,,A10,@me,net\n"
    )
    assert read["products"].splitlines()[1:] == [
        "P1,Support,0.0001,Services,month,recurring,2 quarters,arrears,19,yes",
        "P2,+Box,1000000.00,,,one_time,,advance,0,no",
        "P3,Traffic,0.02,,GB,usage,1 month,arrears,,yes",
    ]
    assert read["orders"].splitlines()[1:] == [
        "2026-9,A2,2025-12-31,,JPY,active,,,,,,",
        "2026-10,A10,2026-01-31,2026-02-10,GBP,active,PO;1,Dock 1,Hull,,,GB",
        "2026-11,a2,2026-03-01,,KWD,draft,-x,,,,,",
    ]
    assert read["order_lines"].splitlines()[1:3] == [
        "2026-9,1,P3,Traffic,0,0.5,,0,AE,usage,1 month,arrears,2025-12-31,,,2026-01-01,,2 tue,",
        "2026-9,2,,Yen,7,333.3333,,8,S,recurring,10 days,advance,2025-12-31,,,2026-01-31,,,",
    ]
    assert read["usage"].splitlines()[1:] == [
        "2026-9,1,2026-01-09,1,ü",
        "2026-9,1,2026-01-10,-0.5,R1",
        "2026-9,1,2026-01-10,5,R2",
    ]


def test_an_export_again_into_the_same_folder_replaces_it(tmp_path):
    with a_company(tmp_path / "one") as company:
        bring(company, tmp_path / "in", **NASTY)
        export_company(company, tmp_path / "out")
        first = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
        (tmp_path / "out" / "usage.csv").write_bytes(b"")
        export_company(company, tmp_path / "out")
        assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == first


def test_closed_orders_and_lines_without_a_day_of_their_own(tmp_path):
    with a_company(tmp_path / "one") as company:
        bring(company, tmp_path / "in", **BASE)
        with company.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE orders SET status = 'completed' WHERE code = 'O1'")
            connection.exec_driver_sql("UPDATE orders SET status = 'cancelled' WHERE code = 'O2'")
            connection.exec_driver_sql("UPDATE order_lines SET due_on = NULL, unit_price_e4 = NULL WHERE id = 2")
        export_company(company, tmp_path / "out")
    orders = (tmp_path / "out" / "orders.csv").read_text().splitlines()
    assert [line.split(",")[5] for line in orders[1:]] == ["active", "draft"]
    lines = (tmp_path / "out" / "order_lines.csv").read_text().splitlines()
    assert lines[2] == "O1,2,P2,Box,3,,,0,O,one_time,,advance,2026-05-01,2026-05-20,,2026-05-01,,,"


@pytest.mark.parametrize("taken", ["orders.csv", "usage.csv"])
def test_a_file_of_others_is_never_overwritten(tmp_path, taken):
    out = tmp_path / "out"
    out.mkdir()
    (out / taken).write_text("my own notes\n")
    with a_company(tmp_path / "one") as company, pytest.raises(BillingError) as caught:
        export_company(company, out)
    assert str(caught.value) == (
        f"{taken} is there already and is no export of BillDesk, {out}; name an empty folder, or move the file away"
    )
    assert [path.name for path in out.iterdir()] == [taken]
    assert (out / taken).read_text() == "my own notes\n"


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path):
    (tmp_path / "out" / "usage.csv").mkdir(parents=True)
    with a_company(tmp_path / "one") as company, pytest.raises(BillingError, match=r"usage\.csv is there already"):
        export_company(company, tmp_path / "out")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with a_company(tmp_path / "one") as company, pytest.raises(BillingError, match="the folder cannot be used: "):
        export_company(company, tmp_path / "file" / "out")


def test_an_export_changes_nothing_of_the_company(tmp_path):
    with a_company(tmp_path / "one") as company:
        bring(company, tmp_path / "in", **BASE)
        before = rows(company, "SELECT COUNT(*), MAX(id) FROM audit_log")
        export_company(company, tmp_path / "out")
        assert rows(company, "SELECT COUNT(*), MAX(id) FROM audit_log") == before


def test_codes_sort_as_people_count():
    codes = ["A10", "A2", "10", "9", "a1", "A2b", "", "2026-11", "A02", "2026-9"]
    assert sorted(codes, key=natural) == ["", "9", "10", "2026-9", "2026-11", "A02", "A2", "A2b", "A10", "a1"]
