"""The main job on real orders: the true figures of Northwind, worked out independently of BillDesk."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.cli.conftest import AS_OF, NORTHWIND, SCHEDULE, Cli

TOTALS = {"USD": "1330735.98"}


def sums(cli: Cli, path: Path) -> tuple[Decimal, Decimal]:
    """The sums of product lines and of freight on posted invoices."""
    product, freight = Decimal(0), Decimal(0)
    for line in cli("list", path, "invoice-lines", "--where", "status=posted", "--json").json:
        if line["product"] is None:
            freight += Decimal(line["net"])
        else:
            product += Decimal(line["net"])
    return product, freight


@pytest.mark.parametrize("is_before", [True, False], ids=["schedule made before the import", "schedule made after the import"])
def test_northwind_gives_636_invoices_over_23_occurrences(cli: Cli, empty: Path, is_before: bool):
    add = ("schedule", "add", empty, *SCHEDULE, *AS_OF)
    bring_in = ("import", empty, NORTHWIND, "--profile", "northwind", *AS_OF, "--json")
    if is_before:
        assert cli(*add).code == 0
    imported = cli(*bring_in).json
    if not is_before:
        assert cli(*add).code == 0
    assert imported["created"] == {"accounts": 93, "products": 77, "orders": 830, "order_lines": 2985}
    assert imported["rejected"] == []

    planned = cli("run", empty, "--all-due", "--dry-run", *AS_OF, "--json").json
    done = cli("run", empty, "--all-due", *AS_OF, "--json").json
    for report in (planned, done):
        assert (report["occurrences"], report["invoices"], report["lines"], report["totals"]) == (23, 636, 2985, TOTALS)
        assert report["exceptions"] == []
    assert done["numbers"] == ["INV-1996-00001", "INV-1998-00189"]
    assert sums(cli, empty) == (Decimal("1265793.29"), Decimal("64942.69"))


def test_monthly_product_sums_are_those_of_the_orders(cli: Cli, billed_once: Path):
    issued = {i["number"]: i["issued_on"][:7] for i in cli("list", billed_once, "invoices", "--json").json}
    months: Counter[str] = Counter()
    for line in cli("list", billed_once, "invoice-lines", "--json").json:
        if line["product"] is not None:
            months[issued[line["invoice"]]] += int(Decimal(line["net"]) * 100)
    assert (months["1996-07"], months["1996-08"], months["1996-09"]) == (2786190, 2548528, 2638140)


def test_one_invoice_stands_for_each_account_and_month(cli: Cli, billed_once: Path):
    invoices = cli("list", billed_once, "invoices", "--json").json
    keys = {(invoice["account"], invoice["issued_on"][:7]) for invoice in invoices}
    assert len(invoices) == len(keys) == 636
    assert {invoice["status"] for invoice in invoices} == {"posted"}


def test_a_second_run_gives_none(cli: Cli, billed: Path):
    again = cli("run", billed, "--all-due", *AS_OF, "--json")
    assert again.code == 0
    assert (again.json["occurrences"], again.json["invoices"], again.json["totals"], again.json["numbers"]) == (0, 0, {}, [])


def test_importing_again_changes_nothing(cli: Cli, billed: Path):
    again = cli("import", billed, NORTHWIND, "--profile", "northwind", *AS_OF, "--json").json
    assert again["unchanged"] == {"accounts": 93, "products": 77, "orders": 830, "order_lines": 2985}
    assert not any(again["created"].values())
    assert not any(again["updated"].values())


def test_verify_proves_the_billed_company(cli: Cli, billed_once: Path):
    answer = cli("verify", billed_once, "--json")
    assert answer.code == 0
    assert answer.json["ok"] is True
    assert {check["name"]: check["checked"] for check in answer.json["checks"]}["invoices"] == 636
    assert [check["violations"] for check in answer.json["checks"] if not check["ok"] or check["violations"]] == []


def test_each_invoice_gets_a_pdf_with_its_number_name_and_total(cli: Cli, billed: Path, tmp_path: Path):
    out = tmp_path / "paper"
    answer = cli("pdf", billed, "--all", "--out", out, "--json")
    assert answer.json["documents"] == 636
    invoices = {i["number"]: i for i in cli("list", billed, "invoices", "--json").json}
    assert {path.stem for path in out.iterdir()} == set(invoices)
    for number in ("INV-1996-00001", "INV-1997-00200", "INV-1998-00189"):
        text = "\n".join(page.extract_text() for page in PdfReader(out / f"{number}.pdf").pages)
        invoice = invoices[number]
        assert number in text
        assert invoice["account_name"] in text
        assert f"{Decimal(invoice['total']):,}" in text
