"""The order verbs at the command line, on a month of 31.00 that is billed in advance."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli


@pytest.fixture
def billed(cli: Cli, tmp_path: Path) -> str:
    """A company with order O1, 1 x 31.00 a month, January 2026 posted."""
    file = str(tmp_path / "Acme.billdesk")
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "accounts.csv").write_text("account,name,street,city\nA,Alpha,Street 1,Town\n", encoding="utf-8")
    (folder / "orders.csv").write_text("order,account,ordered_on,status\nO1,A,2026-01-01,active\n", encoding="utf-8")
    line = "order,line,description,quantity,unit_price,every,start_on\nO1,1,Seats,1,31.00,1 month,2026-01-01\n"
    (folder / "order_lines.csv").write_text(line, encoding="utf-8")
    cli("new", file, "--name", "Acme")
    cli("import", file, str(folder), "--on", "2026-01-01")
    cli("run", file, "--target", "2026-01-01", "--mode", "post", "--on", "2026-01-01")
    return file


def drafted(cli: Cli, file: str) -> list[tuple[str, str]]:
    found = cli("list", file, "invoice-lines", "--json").json
    return [(line["quantity"], line["net"]) for line in found if line["invoice"] is None]


def test_cancelling_on_the_16th_credits_16_of_31_days(cli: Cli, billed: str):
    said = cli("order", "cancel", billed, "O1", "--on", "2026-01-16")

    assert said.code == 0
    assert "-1 x 31.00, 16 of 31 days: -16.00 USD" in said.out
    assert drafted(cli, billed) == [("-1", "-16.00")]


def test_two_more_seats_from_the_16th_charge_2_x_16(cli: Cli, billed: str):
    cli("order", "amend", billed, "O1", "1", "--on", "2026-01-16", "--quantity", "3")

    assert drafted(cli, billed) == [("2", "32.00")]
    assert cli("verify", billed).code == 0


def test_a_preview_changes_nothing(cli: Cli, billed: str):
    said = cli("order", "amend", billed, "O1", "1", "--on", "2026-01-16", "--quantity", "3", "--preview")

    assert "2 x 31.00, 16 of 31 days: 32.00 USD" in said.out
    assert drafted(cli, billed) == []


def test_held_periods_are_billed_when_the_order_catches_up(cli: Cli, billed: str):
    cli("order", "hold", billed, "O1", "--on", "2026-01-20")
    cli("run", billed, "--target", "2026-03-15", "--mode", "post", "--on", "2026-03-15")
    assert cli("list", billed, "invoices", "--json").json[-1]["net"] == "31.00"
    cli("order", "resume", billed, "O1", "--on", "2026-03-15", "--catch-up")

    assert drafted(cli, billed) == [("1", "31.00"), ("1", "31.00")]


@pytest.mark.parametrize(
    ("words", "code", "what"),
    [
        (("1",), 2, "nothing is to change"),
        (("1", "--quantity", "much"), 1, "not a plain decimal number"),
        (("9", "--quantity", "2"), 1, "the order has no line 9"),
        (("1", "--product", "P9"), 1, "there is no product P9"),
    ],
)
def test_an_amendment_that_cannot_be_is_one_line(cli: Cli, billed: str, words: tuple[str, ...], code: int, what: str):
    said = cli("order", "amend", billed, "O1", *words, "--on", "2026-01-16")

    assert said.code == code
    assert said.err.startswith("error: ")
    assert what in said.err
    assert said.err.count("\n") == 1
