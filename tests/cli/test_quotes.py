"""Quotes at the command line: from a file of lines to an active order with its invoice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli

_COLUMNS = (
    "description,quantity,unit_price,discount_percent,tax_rate,tax_category,charge_type,every,pricing,bundle_of,bundle_role,"
    "bundle_discount_percent"
)
LINES = f"""{_COLUMNS}
Office bundle,1,0,,19,S,one_time,,,,bundle,10
Desk,3,20.00,,19,S,recurring,1 month,,1,required,
Line,1,15.00,,7,S,recurring,1 month,,1,required,
Storage,150,,,19,S,recurring,1 month,graduated 100@0.50 *@0.40,,,
"""


@pytest.fixture
def file(cli: Cli, tmp_path: Path) -> str:
    """An empty company with account A and a file of lines."""
    (tmp_path / "accounts.csv").write_text("account,name,street,city\nA,Alpha,Street 1,Town\n", encoding="utf-8")
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    name = str(tmp_path / "Acme.billdesk")
    cli("new", name, "--name", "Acme")
    cli("import", name, str(tmp_path / "accounts.csv"), "--on", "2026-01-01")
    return name


def test_a_quote_from_a_file_becomes_an_active_order_with_its_invoice(cli: Cli, file: str, tmp_path: Path):
    """10 % and 5 % compound to 14.5 %: 51.30 and 12.83; 70.00 less 5 % is 66.50. Net 130.63 a month."""
    words = ("--account", "A", "--discount", "5", "--valid-until", "2026-01-31", "--on", "2026-01-01")
    said = cli("quote", "add", file, str(tmp_path / "lines.csv"), *words)
    assert (said.code, said.err) == (0, "")
    assert "130.63 a month" in said.out
    (quote,) = cli("list", file, "quotes", "--json").json
    accepted = cli("quote", "accept", file, quote["quote"], "--on", "2026-01-02", "--json").json
    (draft,) = cli("list", file, "invoices", "--json").json

    assert (draft["status"], draft["net"], draft["line_count"]) == ("draft", "130.63", 5)
    assert accepted["drafts"][0]["total"] == draft["total"]
    assert cli("list", file, "quotes", "--json").json[0]["order"] == accepted["order"]
    again = cli("quote", "accept", file, quote["quote"], "--on", "2026-01-02")
    assert (again.code, again.err) == (1, f"error: the quote is accepted, {quote['quote']}; see its order\n")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("description,quantity,colour\nDesk,1,red\n", "unknown column"),
        ("description,quantity,unit_price\nDesk,much,1\n", "line 2, column quantity"),
        ("product,quantity\nP9,1\n", "there is no product P9"),
        ("description,quantity,pricing\nDesk,1,graduated 100@1\n", "no price above 100"),
    ],
)
def test_a_file_that_makes_no_quote_is_one_line(cli: Cli, file: str, tmp_path: Path, text: str, what: str):
    (tmp_path / "bad.csv").write_text(text, encoding="utf-8")
    said = cli("quote", "add", file, str(tmp_path / "bad.csv"), "--account", "A", "--on", "2026-01-01")

    assert said.code == 1
    assert what in said.err
    assert cli("list", file, "quotes", "--json").json == []
