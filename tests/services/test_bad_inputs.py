"""Bad inputs to an import: each is one line that names the record and the remedy, and not a byte of the company changes.

Each case is the files as they come beside a good base, and the words that the refusal must have.
"""

import os
import tracemalloc
from hashlib import sha256
from pathlib import Path

import pytest

from billdesk.billing.errors import BillingError
from billdesk.services.imports import import_paths
from tests.services.interchange import AS_OF, BASE, a_company, bring, dump, files

ACCOUNTS = "account,name,email,street,currency,terms,country\n"
PRODUCTS = "product,name,unit_price,charge_type,every,timing,tax_rate,active\n"
ORDERS = "order,account,ordered_on,due_on,currency,status\n"
LINES = "order,line,product,description,quantity,unit_price\n"
USAGE = "order,line,used_on,quantity,reference\n"


def line_with(**cells: str) -> str:
    """An order lines file of one good line of boxes on O2, with these cells added or changed."""
    row = {"order": "O2", "line": "7", "product": "P2", "quantity": "1", "unit_price": "5", **cells}
    return ",".join(row) + "\n" + ",".join(row.values()) + "\n"


def recurring(**cells: str) -> str:
    return line_with(charge_type="recurring", every="1 month", **cells)


CASES: dict[str, tuple[str, str | bytes, str]] = {
    # The file as a whole.
    "nothing in the file": ("accounts", "", "the file is empty, accounts.csv; "),
    "empty lines only": ("accounts", "\n\n\r\n", "the file is empty, accounts.csv; "),
    "cp1252 bytes": (
        "accounts",
        "account,name\nX1,Plain\nX2,Müller\n".encode("cp1252"),
        "the text is not UTF-8, accounts.csv line 3; save it as 'CSV UTF-8",
    ),
    "utf-16": ("accounts", "account,name\nX1,A\n".encode("utf-16"), "the text is not UTF-8, accounts.csv line 1; save"),
    "utf-16 without mark": ("accounts", "account,name\n".encode("utf-16-le"), "has NUL bytes and is no CSV text, accounts.csv"),
    "half a surrogate pair": ("accounts", b"account,name\nX1,\xed\xa0\x80\n", "the text is not UTF-8, accounts.csv line 2"),
    "a NUL byte": ("accounts", "account,name\nX1,A\0B\n", "has NUL bytes and is no CSV text, accounts.csv line 2; "),
    "cut in mid-line": ("accounts", "account,name,email\nX1,Anna,a@b.c\nX2,Bru", "the row has 2 fields instead of 3"),
    "cut inside a quote": ("accounts", 'account,name\nX1,A\nX2,"Bru', "a quote never closes and the file ends inside it, acc"),
    "a quote never closed": (
        "accounts",
        'account,name\nX1,"A\n' + "X2,B\n" * 40_000,
        "its quote never closes, accounts.csv line 2",
    ),
    "a quote inside a quoted field": ("accounts", 'account,name\nX1,"A "B" C"\n', "a quote stands inside a quoted field"),
    "a record without end": ("accounts", 'account,name\nX1,"' + 'a\n","' * 300_000, "a record is longer than a million"),
    "semicolons": (
        "accounts",
        "account;name\nX1;Anna\n",
        "the columns are separated by semicolons, accounts.csv line 1; save it",
    ),
    "tabs": ("accounts", "account\tname\nX1\tAnna\n", "the columns are separated by tabs, accounts.csv line 1; "),
    "a missing column": ("accounts", "account,email\nX1,a@b.c\n", "column 'name' is missing, accounts.csv line 1; add it"),
    "an unknown column": (
        "accounts",
        "account,name,e-mial\n",
        "unknown column 'e-mial', accounts.csv line 1; did you mean 'email'?",
    ),
    "a column like none": ("accounts", "account,name,zzz\n", "unknown column 'zzz', accounts.csv line 1; use account, name"),
    "a column twice": ("accounts", "account,name,Name\n", "column 'Name' stands there twice, accounts.csv line 1; take one"),
    "too few fields": (
        "accounts",
        ACCOUNTS + "X1,Anna\n",
        "the row has 2 fields instead of 7, accounts.csv line 2 (account X1);",
    ),
    "too many fields": ("accounts", "account,name\nX1,Anna,more\n", "the row has 3 fields instead of 2, accounts.csv line 2"),
    # Accounts.
    "an empty key": ("accounts", "account,name\n ,Anna\n", "account is empty, accounts.csv line 2, column account; fill it in"),
    "an empty name": ("accounts", "account,name\nX1,\n", "name is empty, accounts.csv line 2 (account X1), column name; "),
    "a key twice": (
        "accounts",
        "account,name\nX1,A\nX1,B\n",
        "account 'X1' stands there twice (accounts.csv line 2), accounts.csv line 3",
    ),
    "a long name": ("accounts", f"account,name\nX1,{'n' * 201}\n", "text of 201 characters is too long"),
    "a long code": ("accounts", f"account,name\n{'x' * 65},A\n", "text of 65 characters is too long"),
    "a line break in a name": ("accounts", 'account,name\nX1,"A\nB"\n', "'A\\nB' has a line break"),
    "a paragraph mark in a name": ("accounts", "account,name\nX1,A\u2029B\n", "has a line break"),
    "a control character": ("accounts", "account,name\nX1,A\x07B\n", "has the control character U+0007"),
    "an escape in an address": ("accounts", ACCOUNTS + "X1,A,,1 \x1b[31m St,,,\n", "has the control character U+001B"),
    "an unknown currency": (
        "accounts",
        ACCOUNTS + "X1,A,,,EURO,,\n",
        "unknown currency 'EURO', accounts.csv line 2 (account X1), col",
    ),
    "terms": ("accounts", ACCOUNTS + "X1,A,,,,whenever,\n", "payment terms 'whenever' are not understood"),
    "an email": ("accounts", ACCOUNTS + "X1,A,a@b@c,,,,\n", "'a@b@c' is not an e-mail address"),
    "an unknown parent": ("accounts", "account,name,parent\nX1,A,NONE\n", "unknown parent account 'NONE', accounts.csv line 2"),
    "its own parent": ("accounts", "account,name,parent\nX1,A,X1\n", "parent accounts go in a circle: X1 → X1"),
    "a price basis": ("accounts", "account,name,price_basis\nX1,A,both\n", "unknown price basis 'both'"),
    # Products.
    "a negative price": (
        "products",
        PRODUCTS + "X1,A,-1,,,,,\n",
        "price '-1' is negative, products.csv line 2 (product X1), column unit_p",
    ),
    "a price with a comma": ("products", PRODUCTS + 'X1,A,"1,50",,,,,\n', "price '1,50' is not a plain decimal number"),
    "a price of five places": ("products", PRODUCTS + "X1,A,1.00001,,,,,\n", "price '1.00001' has more than 4 decimals"),
    "a price beyond all": ("products", PRODUCTS + "X1,A,1000000000000.01,,,,,\n", "price '1000000000000.01' is too large"),
    "a charge type": ("products", PRODUCTS + "X1,A,1,sometimes,,,,\n", "unknown charge type 'sometimes'"),
    "recurring without cadence": ("products", PRODUCTS + "X1,A,1,recurring,,,,\n", "a recurring charge has no cadence"),
    "one-time with cadence": ("products", PRODUCTS + "X1,A,1,one_time,1 month,,,\n", "a one_time charge has no cadence"),
    "cadence 0 months": ("products", PRODUCTS + "X1,A,1,recurring,0 months,,,\n", "cadence '0 months' never comes"),
    "usage in advance": ("products", PRODUCTS + "X1,A,1,usage,1 month,advance,,\n", "usage cannot be billed in advance"),
    "a tax rate over 100": ("products", PRODUCTS + "X1,A,1,,,,101,\n", "percent '101' is out of range"),
    "active or what": ("products", PRODUCTS + "X1,A,1,,,,,maybe\n", "unknown answer 'maybe'"),
    "a product twice": ("products", PRODUCTS + "X1,A,1,,,,,\nX1,A,1,,,,,\n", "product 'X1' stands there twice"),
    # Orders.
    "an unknown account": (
        "orders",
        ORDERS + "X1,NONE,2026-05-01,,,\n",
        "unknown account 'NONE', orders.csv line 2 (order X1), column acc",
    ),
    "the 30th of February": ("orders", ORDERS + "X1,A1,2026-02-30,,,\n", "date '2026-02-30' is not a date"),
    "an American date": ("orders", ORDERS + "X1,A1,05/01/2026,,,\n", "date '05/01/2026' is not a date"),
    "a date without hyphens": ("orders", ORDERS + "X1,A1,20260501,,,\n", "date '20260501' is not a date"),
    "a date long ago": ("orders", ORDERS + "X1,A1,0026-05-01,,,\n", "date '0026-05-01' is out of range"),
    "no date": ("orders", ORDERS + "X1,A1,  ,,,\n", "ordered_on is empty, orders.csv line 2"),
    "a status": ("orders", ORDERS + "X1,A1,2026-05-01,,,shipped\n", "unknown order status 'shipped'"),
    "an order twice": ("orders", ORDERS + "X1,A1,2026-05-01,,,\nX1,A1,2026-05-01,,,\n", "order 'X1' stands there twice"),
    # Order lines.
    "an unknown order": (
        "order_lines",
        line_with(order="NONE"),
        "unknown order 'NONE', order_lines.csv line 2 (order NONE line 7), col",
    ),
    "an unknown product": ("order_lines", line_with(product="NONE"), "unknown product 'NONE'"),
    "line zero": (
        "order_lines",
        line_with(line="0"),
        "line '0' is not a line number, order_lines.csv line 2 (order O2), column line",
    ),
    "line one and a half": ("order_lines", line_with(line="1.5"), "line '1.5' is not a line number"),
    "an Arabic line number": ("order_lines", line_with(line="٣"), "line '٣' is not a line number"),
    "a line twice": (
        "order_lines",
        LINES + "O2,7,P2,,1,1\nO2,7,P2,,1,1\n",
        "line 7 of order 'O2' stands there twice (order_lines.csv line 2)",
    ),
    "no product, no words": ("order_lines", line_with(product=""), "the line has no product and no description"),
    "no quantity": ("order_lines", line_with(quantity=""), "quantity is empty"),
    "1e400 of it": ("order_lines", line_with(quantity="1e400"), "quantity '1e400' is not a plain decimal number"),
    "NaN of it": ("order_lines", line_with(quantity="NaN"), "quantity 'NaN' is not a plain decimal number"),
    "infinity of it": ("order_lines", line_with(quantity="inf"), "quantity 'inf' is not a plain decimal number"),
    "too much of it": ("order_lines", line_with(quantity="1000000000001"), "quantity '1000000000001' is too large"),
    "seven places of it": ("order_lines", line_with(quantity="0.0000001"), "quantity '0.0000001' has more than 6 decimals"),
    "a negative price of a line": ("order_lines", line_with(unit_price="-0.01"), "price '-0.01' is negative"),
    "an amount beyond all": (
        "order_lines",
        line_with(quantity="1000000000", unit_price="1000000000"),
        "the amount of a line is too large, order_lines.csv line 2 (order O2 line 7), column quantity",
    ),
    "a discount over 100": ("order_lines", line_with(discount_percent="100.0001"), "percent '100.0001' is out of range"),
    "a negative discount": ("order_lines", line_with(discount_percent="-1"), "percent '-1' is out of range"),
    "a tax category": ("order_lines", line_with(tax_category="X"), "unknown tax category 'X'"),
    "standard rate of nothing": ("order_lines", line_with(tax_category="S"), "tax category S needs a rate above 0"),
    "exempt at 19 %": ("order_lines", line_with(tax_category="E", tax_rate="19"), "tax category E goes with rate 0"),
    "a cadence of years": ("order_lines", recurring(start_on="").replace("1 month", "101 years"), "is longer than 100 years"),
    "a cadence in words": ("order_lines", recurring().replace("1 month", "monthly"), "cadence 'monthly' is not understood"),
    "a bill day": ("order_lines", recurring(bill_day="32"), "bill day '32' is not understood"),
    "a timing": ("order_lines", recurring(timing="sometime"), "unknown timing 'sometime'"),
    "an end before the start": (
        "order_lines",
        recurring(start_on="2026-05-02", end_on="2026-05-01"),
        "the line ends on 2026-05-01, before it starts on 2026-05-02, order_lines.csv line 2 (order O2 line 7), column end_on",
    ),
    "an end before the order": ("order_lines", recurring(end_on="2026-05-01"), "before it starts on 2026-05-02"),
    # Usage and payments.
    "usage of no line": ("usage", USAGE + "O1,9,2026-05-05,1,R\n", "unknown line 9 of order 'O1', usage.csv line 2"),
    "usage of no order": ("usage", USAGE + "NONE,9,2026-05-05,1,R\n", "unknown order 'NONE', usage.csv line 2"),
    "usage of a one-time line": ("usage", USAGE + "O1,2,2026-05-05,1,R\n", "line 2 of order 'O1' is a one_time line"),
    "usage before its line": (
        "usage",
        USAGE + "O1,3,2026-04-30,1,R\n",
        "2026-04-30 is outside line 3 of order 'O1', which runs from 2026-05-01 on",
    ),
    "usage twice": ("usage", USAGE + "O1,3,2026-05-05,1,R\nO1,3,2026-05-05,1,R\n", "reference 'R' stands there twice"),
    "usage without reference": ("usage", USAGE + "O1,3,2026-05-05,1,\n", "reference is empty"),
    "a payment": (
        "payments",
        "payment,account,received_on,amount\nX,A1,2026-05-05,1.00\n",
        "payments cannot be imported yet, payments.csv line 2",
    ),
}


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bad")
    with a_company(folder) as made:
        bring(made, folder / "base", **BASE)
        # Everything into the main file, so that its bytes can be compared.
        with made.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        yield made


def refusal(company, paths, profile="billdesk") -> str:
    """The one line of a refusal; rows and bytes are as before."""
    path = Path(company.engine.url.database)
    digest = sha256(path.read_bytes()).hexdigest()
    before = dump(company)
    with pytest.raises(BillingError) as caught:
        import_paths(company, paths, profile, as_of=AS_OF)
    assert dump(company) == before
    assert sha256(path.read_bytes()).hexdigest() == digest
    words = str(caught.value)
    assert words.isprintable()
    assert "; " in words
    return words


@pytest.mark.parametrize("case", CASES)
def test_a_bad_file_is_refused_in_words_and_changes_nothing(company, tmp_path, case):
    name, content, expected = CASES[case]
    assert expected in refusal(company, [files(tmp_path / "data", **{name: content})])


def test_a_line_of_300_mb_is_refused_within_bounded_memory(company, tmp_path):
    path = tmp_path / "accounts.csv"
    with path.open("wb") as file:
        file.write(b"account,name\nX1,")
        file.truncate(300_000_000)  # a hole: as long to read as a line of letters, and quicker to make
    tracemalloc.start()
    words = refusal(company, [path])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert words.startswith("a record is longer than a million characters, accounts.csv line 2; ")
    # The dumps and digests of `refusal` are in the figure too; the company's file is far below 10 MB.
    assert peak < 20_000_000


def test_paths_that_are_no_files_are_refused(company, tmp_path):
    (tmp_path / "accounts.csv").mkdir()
    assert refusal(company, [tmp_path]).startswith("this is a folder, not a file, ")
    assert refusal(company, [tmp_path / "accounts.csv"]).startswith("the folder has no file that can be imported, ")
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "accounts.xlsx").write_bytes(b"PK")
    assert "save each sheet as 'CSV UTF-8" in refusal(company, [tmp_path / "book"])
    assert refusal(company, [tmp_path / "book" / "accounts.xlsx"]).startswith("spreadsheets cannot be read directly yet")
    os.mkfifo(tmp_path / "orders.csv")
    assert refusal(company, [tmp_path / "orders.csv"]).startswith("this is not a regular file, ")


def test_a_missing_file_is_refused(company, tmp_path):
    assert refusal(company, [tmp_path / "none.csv"]).startswith("there is no such file, ")


def test_a_file_that_tells_nothing_of_itself_is_refused(company, tmp_path):
    folder = files(tmp_path, things="a,b\n1,2\n")
    words = refusal(company, [folder / "things.csv"])
    assert words.startswith(
        "neither the name nor the columns tell what this file holds, things.csv; name it as one of products.csv"
    )


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that fails to be read")
def test_a_file_that_cannot_be_read_is_refused(company, tmp_path):
    (tmp_path / "accounts.csv").symlink_to("/proc/self/mem")
    assert refusal(company, [tmp_path / "accounts.csv"]).startswith("the file cannot be read: Input/output error, accounts.csv")


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="everything may be read by root")
def test_a_file_or_folder_without_permission_is_refused(company, tmp_path):
    folder = files(tmp_path / "data", accounts="account,name\n")
    (folder / "accounts.csv").chmod(0)
    assert refusal(company, [folder]).startswith("the file cannot be read: Permission denied")
    folder.chmod(0)
    assert refusal(company, [folder]).startswith("the folder cannot be read: Permission denied")
    folder.chmod(0o700)


def test_calls_that_make_no_sense_are_refused(company, tmp_path):
    folder = files(tmp_path, accounts="account,name\n", orders="OrderID,CustomerID,OrderDate\n")
    assert refusal(company, [folder], "quickbooks").startswith("unknown profile 'quickbooks'; use one of billdesk, northwind")
    assert refusal(company, []).startswith("there is nothing to import; ")
    assert refusal(company, [folder], "northwind").startswith("order_details.csv is missing beside orders.csv; ")
    with pytest.raises(BillingError, match="the rejects file is one of the files to import"):
        import_paths(company, [folder], as_of=AS_OF, rejects=folder / "accounts.csv")
    with pytest.raises(BillingError, match="the rejects file is there already and lists no rejects"):
        import_paths(company, [folder], as_of=AS_OF, rejects=Path(company.engine.url.database))
    (folder / "orders.csv").unlink()
    with pytest.raises(BillingError, match="this is a folder, not a file"):
        import_paths(company, [folder], as_of=AS_OF, rejects=tmp_path)
    with pytest.raises(BillingError, match="the file cannot be written: No such file or directory"):
        import_paths(company, [folder], as_of=AS_OF, rejects=tmp_path / "none" / "bad.csv")


NORTHWIND = {
    "customers": "CustomerID,CompanyName\nX,Xenia\n",
    "products": "ProductID,ProductName,UnitPrice\n1,Thing,2.5\n",
    "orders": "OrderID,CustomerID,OrderDate,Freight\n1,X,2026-05-01,3\n",
    "order_details": "OrderID,ProductID,UnitPrice,Quantity,Discount\n1,1,2.5,2,0.1\n",
}


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("customers", "X,Xenia", "X,", "CompanyName is empty, customers.csv line 2 (CustomerID X), column CompanyName"),
        ("customers", "CompanyName", "Company", "unknown column 'Company', customers.csv line 1; did you mean 'CompanyName'?"),
        ("products", ",2.5", ",-2.5", "price '-2.5' is negative, products.csv line 2 (ProductID 1), column UnitPrice"),
        ("orders", "2026-05-01", "5/1/2026", "date '5/1/2026' is not a date, orders.csv line 2 (OrderID 1), column OrderDate"),
        ("orders", ",3\n", ",-3\n", "price '-3' is negative, orders.csv line 2 (OrderID 1), column Freight"),
        ("order_details", "0.1", "10", "fraction '10' is out of range, order_details.csv line 2, column Discount; use 0 to 1"),
        ("order_details", "0.1", "0.15000000596", "fraction '0.15000000596' has more than 6 decimals"),
        ("order_details", "1,1,2.5", " ,1,2.5", "OrderID is empty, order_details.csv line 2, column OrderID"),
        ("order_details", "1,1,2.5", "9,1,2.5", "unknown order '9', order_details.csv line 2, column OrderID"),
        ("order_details", "1,1,2.5", "1,9,2.5", "unknown product '9', order_details.csv line 2, column ProductID"),
    ],
)
def test_a_bad_northwind_file_is_refused_by_its_own_column_names(company, tmp_path, name, old, new, expected):
    sources = {**NORTHWIND, name: NORTHWIND[name].replace(old, new)}
    assert expected in refusal(company, [files(tmp_path / "data", **sources)], "northwind")
