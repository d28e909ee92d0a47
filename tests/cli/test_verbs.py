"""Each verb: what it prints for people, and the keys and figures of its JSON."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from billdesk.cli.verbs import VERBS
from tests.cli.conftest import Cli

JANUARY = ("--on", "2026-01-31")


def test_version_and_help_need_no_company(cli: Cli):
    assert re.fullmatch(r"billdesk \d+\.\d+\S*\n", cli("--version").out)
    overview = cli("--help")
    assert overview.code == 0
    assert all(name in overview.out for name in VERBS)


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_has_help_with_examples(cli: Cli, name: str):
    answer = cli(*name.split(), "--help")
    assert (answer.code, answer.err) == (0, "")
    assert f"billdesk {name}" in answer.out
    assert "examples:" in answer.out


def test_new_makes_a_company_and_says_what_is_next(cli: Cli, tmp_path: Path):
    answer = cli("new", tmp_path / "a.billdesk", "--name", "Acme", "--currency", "GBP", "--country", "GB")
    assert (answer.code, answer.err) == (0, "")
    assert "Next: billdesk import" in answer.out


def test_empty_lists_say_so_and_are_empty_json(cli: Cli, empty: Path):
    for kind in ("accounts", "quotes", "payments", "schedules", "exceptions", "outbox"):
        answer = cli("list", empty, kind, "--json")
        assert (answer.code, answer.out) == (0, "[]\n")
        assert answer.err.startswith("There is no ")


def test_import_says_what_came_in(cli: Cli, small: Path, small_data: Path):
    answer = cli("import", small, small_data, "--on", "2026-01-15")
    assert answer.out.splitlines() == [
        "Products: 2 unchanged",
        "Accounts: 2 unchanged",
        "Orders: 3 unchanged",
        "Order lines: 4 unchanged",
    ]


def test_a_dry_import_keeps_nothing(cli: Cli, empty: Path, tmp_path: Path):
    (tmp_path / "accounts.csv").write_text("account,name\nA1,Ada\n")
    answer = cli("import", empty, tmp_path / "accounts.csv", "--dry-run")
    assert "nothing was kept" in answer.out
    assert cli("list", empty, "accounts", "--json").json == []


def test_rejects_let_the_good_rows_in(cli: Cli, empty: Path, tmp_path: Path):
    (tmp_path / "accounts.csv").write_text("account,name,currency\nA1,Ada,EUR\nA2,Bob,XXQ\n")
    out = tmp_path / "bad.csv"
    answer = cli("import", empty, tmp_path / "accounts.csv", "--rejects", out, "--json")
    report = answer.json
    assert answer.code == 4
    assert report["created"] == {"accounts": 1}
    assert [(r["file"], r["line"], r["column"]) for r in report["rejected"]] == [("accounts.csv", 3, "currency")]
    assert "XXQ" in out.read_text()


def test_a_run_leaves_out_what_it_cannot_bill_and_says_so(cli: Cli, small: Path):
    answer = cli("run", small, "--all-due", *JANUARY, "--json")
    assert answer.code == 4
    report = answer.json
    assert list(report) == ["occurrences", "invoices", "lines", "totals", "exceptions", "numbers", "seconds"]
    # O1: one month of support 31.00 and three boxes less 10 %: 37.50 - 3.75 = 33.75.
    assert (report["occurrences"], report["invoices"], report["lines"], report["totals"]) == (1, 1, 2, {"USD": "64.75"})
    assert report["numbers"] == ["INV-2026-00001", "INV-2026-00001"]
    assert [(e["account"], e["reason"]) for e in report["exceptions"]] == [("A2", "the account has no address")]
    (left,) = cli("list", small, "exceptions", "--json").json
    assert (left["account"], left["schedule"], left["resolved"]) == ("A2", "Monthly", False)


def test_a_run_of_the_timer_leaves_what_is_later_today(cli: Cli, small: Path):
    assert cli("run", small, "--all-due", "--at", "05:59", *JANUARY, "--json").json["occurrences"] == 0
    assert cli("run", small, "--all-due", "--at", "06:00", *JANUARY, "--dry-run", "--json").json["occurrences"] == 1
    assert cli("run", small, "--all-due", "--at", "now", "--on", "2026-02-01", "--json").json["occurrences"] == 1
    assert cli("run", small, "--all-due", "--at", "6 o'clock").code == 2


def test_a_run_tells_people_the_same(cli: Cli, small: Path):
    answer = cli("run", small, "--all-due", *JANUARY)
    assert answer.code == 4
    assert "1 invoice with 2 lines over 1 occurrence" in answer.out
    assert "USD 64.75" in answer.out
    assert "A2: the account has no address; " in answer.out


def test_a_mended_exception_is_billed_by_the_next_run_and_settled(cli: Cli, small: Path, tmp_path: Path):
    assert cli("run", small, "--all-due", *JANUARY).code == 4
    (tmp_path / "accounts.csv").write_text("account,name,city\nA2,Nowhere Ltd,Graz\n")
    assert cli("import", small, tmp_path / "accounts.csv").code == 0
    report = cli("run", small, "--all-due", *JANUARY, "--json")
    assert (report.code, report.json["invoices"], report.json["totals"]) == (0, 1, {"USD": "12.50"})
    assert cli("list", small, "exceptions", "--json").json == []
    assert len(cli("list", small, "exceptions", "--where", "resolved=true", "--json").json) == 1


def test_a_dry_run_writes_nothing(cli: Cli, small: Path):
    before = cli("list", small, "invoices", "--json").out
    assert cli("run", small, "--all-due", "--dry-run", *JANUARY).code == 4
    assert cli("list", small, "invoices", "--json").out == before


def test_run_by_hand_up_to_a_target(cli: Cli, small: Path):
    report = cli(
        "run", small, "--target", "2026-01-01", "--mode", "post", "--group", "order", "--on", "2026-01-15", "--json"
    ).json
    # On 1 January the support and the boxes of O1 are due; O2 is ordered on the 5th.
    assert (report["invoices"], report["totals"], report["exceptions"]) == (1, {"USD": "64.75"}, [])


def test_activating_an_order_sets_up_its_invoice_at_once(cli: Cli, small: Path):
    answer = cli("order", "activate", small, "O3", "--on", "2026-01-20")
    assert answer.code == 0
    drafts = cli("list", small, "invoices", "--where", "status=draft", "--where", "account=A1", "--json").json
    assert [(d["number"], d["target_on"], d["order_count"]) for d in drafts] == [(None, "2026-01-31", 2)]


def test_drafts_are_posted_by_id(cli: Cli, small: Path):
    draft = cli("list", small, "invoices", "--where", "account=A1", "--where", "target_on=2026-01-31", "--json").json[0]
    answer = cli("invoice", "post", small, draft["invoice_id"], "--on", "2026-01-20", "--json")
    assert answer.json == {"invoices": 1, "numbers": ["INV-2026-00001"]}
    (posted,) = cli("list", small, "invoices", "--where", "number=INV-2026-00001", "--json").json
    assert (posted["issued_on"], posted["total"], posted["status"]) == ("2026-01-31", "64.75", "posted")


def test_posting_all_drafts_stops_at_what_cannot_be_billed(cli: Cli, small: Path):
    answer = cli("invoice", "post", small, "--all", "--on", "2026-01-20")
    assert answer.code == 1
    assert answer.err.startswith("error: the account has no address, account A2; ")
    assert cli("list", small, "invoices", "--where", "status=posted", "--json").json == []


def test_credit_in_full(cli: Cli, small: Path):
    cli("run", small, "--all-due", *JANUARY)
    note = cli("credit", small, "INV-2026-00001", "--on", "2026-02-03", "--json").json
    assert (note["credits"], note["total"], note["currency"]) == ("INV-2026-00001", "64.75", "USD")
    invoices = {i["number"]: i for i in cli("list", small, "invoices", "--where", "account=A1", "--json").json if i["number"]}
    credited, credit = invoices["INV-2026-00001"], invoices[note["number"]]
    assert (credited["status"], credited["payment_status"], credited["balance"]) == ("credited", "paid", "0.00")
    assert (credit["kind"], credit["status"], credit["total"], credit["credits"]) == (
        "credit_note",
        "posted",
        "64.75",
        "INV-2026-00001",
    )


def test_credit_and_rebill_bills_the_same_again(cli: Cli, small: Path):
    cli("run", small, "--all-due", *JANUARY)
    answer = cli("credit", small, "INV-2026-00001", "--rebill", "--on", "2026-02-03")
    assert "Its periods are due again" in answer.out
    report = cli("run", small, "--schedule", "Monthly", "--on", "2026-02-28", "--json").json
    # January again, 64.75, with February's support, 31.00; A2 is still left out.
    assert (report["invoices"], report["totals"]) == (1, {"USD": "95.75"})


def test_forecast_shows_what_is_to_come(cli: Cli, small: Path):
    answer = cli("forecast", small, "--until", "2026-03-01", "--account", "A1", "--on", "2026-01-15", "--json").json
    keys = ["account", "order", "line", "due_on", "target_on", "period_from", "period_until", "quantity", "net", "currency"]
    assert all(list(line) == keys for line in answer)
    support = [(f["due_on"], f["target_on"], f["period_until"], f["net"]) for f in answer if f["line"] == 1]
    assert support == [
        ("2026-01-01", "2026-01-31", "2026-02-01", "31.00"),
        ("2026-02-01", "2026-02-28", "2026-03-01", "31.00"),
        ("2026-03-01", "2026-03-31", "2026-04-01", "31.00"),
    ]
    assert "4 charges, net USD 126.75" in cli("forecast", small, "--until", "2026-03-01", "--account", "A1").out


def test_a_forecast_of_nothing_says_so(cli: Cli, empty: Path):
    assert cli("forecast", empty, "--until", "2026-12-31").out == "Nothing is left to be billed up to 2026-12-31.\n"


def test_schedule_dates(cli: Cli, small: Path):
    dates = cli("schedule", "dates", small, "Monthly", "--count", "3", "--json").json
    assert [d["on"] for d in dates] == ["2026-01-31", "2026-02-28", "2026-03-31"]
    assert cli("schedule", "dates", small, "Monthly", "--count", "2").out.splitlines() == [
        "Runs on     Collects up to  Invoice date",
        "2026-01-31  2026-01-31      2026-01-31",
        "2026-02-28  2026-02-28      2026-02-28",
    ]


def test_a_paused_schedule_does_not_run_until_it_is_resumed(cli: Cli, small: Path):
    assert "paused" in cli("schedule", "pause", small, "Monthly").out
    assert cli("run", small, "--all-due", *JANUARY, "--json").json["occurrences"] == 0
    refused = cli("run", small, "--schedule", "Monthly", *JANUARY)
    assert (refused.code, refused.err.split(";")[0]) == (1, "error: the schedule is paused, Monthly")
    assert cli("schedule", "resume", small, "Monthly").code == 0
    assert cli("run", small, "--all-due", *JANUARY, "--json").json["occurrences"] == 1


def test_a_schedule_says_everything_it_was_given(cli: Cli, small: Path):
    words = ("--every", "2 weeks", "--start", "2026-02-02", "--end", "2026-12-31", "--timing", "5 days ahead", "--group", "order")
    scope = ("--product", "BOX", "--account", "A1", "--order", "O1", "--currency", "USD", "--hold", "--catch-up", "one")
    dates = ("--holiday-rule", "previous", "--calendar", "US", "--invoice-date", "target", "--terms", "net 14", "--mode", "email")
    added = cli("schedule", "add", small, "--name", "Boxes", *words, *scope, *dates, "--json").json
    assert added | {"next_on": None} == {
        "schedule": "Boxes",
        "every": "2 weeks",
        "day": None,
        "start_on": "2026-02-02",
        "end_on": "2026-12-31",
        "timing": 5,
        "group": "order",
        "mode": "email",
        "hold": True,
        "catch_up": "one",
        "paused": False,
        "accounts": ["A1"],
        "products": ["BOX"],
        "orders": ["O1"],
        "currencies": ["USD"],
        "holiday_rule": "previous",
        "invoice_date": "target",
        "terms": "net 14",
        "ran_on": None,
        "next_on": None,
    }
    assert "Boxes" in cli("schedule", "list", small).out


def test_pdf_by_number_is_the_same_bytes_each_time(cli: Cli, small: Path, tmp_path: Path):
    cli("run", small, "--all-due", *JANUARY)
    words = ("pdf", small, "--out", tmp_path / "one", "INV-2026-00001", "--jobs", "1")
    assert cli(*words).out.startswith("Wrote 1 PDF to ")
    assert cli("pdf", small, "--all", "--out", tmp_path / "two").out.endswith("1 of them from the archive\n")
    name = "INV-2026-00001.pdf"
    assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_pdf_of_nothing_says_what_to_do(cli: Cli, empty: Path, tmp_path: Path):
    assert cli("pdf", empty, "--all", "--out", tmp_path / "none").out.startswith("Nothing is posted yet: ")


def test_export_and_import_and_export_give_the_same_bytes(cli: Cli, small: Path, tmp_path: Path):
    again = tmp_path / "again.billdesk"
    cli("new", again, "--name", "Again")
    assert cli("export", small, tmp_path / "first").code == 0
    assert cli("import", again, tmp_path / "first", "--json").json["rejected"] == []
    counts = cli("export", again, tmp_path / "second", "--json").json["files"]
    assert counts == {"accounts.csv": 2, "products.csv": 2, "orders.csv": 3, "order_lines.csv": 4, "usage.csv": 0}
    for name in counts:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()


def test_verify_tells_people_what_holds(cli: Cli, small: Path):
    answer = cli("verify", small)
    assert (answer.code, answer.out.splitlines()[-1]) == (0, "All is well.")


def test_amounts_stand_under_each_other(cli: Cli, billed_once: Path):
    title, *rows = cli("list", billed_once, "invoices", "--where", "account=SAVEA").out.splitlines()[:-2]
    assert title.endswith("  Balance")
    assert {len(row) for row in rows} == {len(title)}


def test_a_backup_is_a_company_and_restoring_it_takes_the_changes_back(cli: Cli, small: Path, tmp_path: Path):
    copy = tmp_path / "copy.billdesk"
    assert cli("backup", small, copy).code == 0
    cli("run", small, "--all-due", *JANUARY)
    assert cli("backup", small, copy).code == 1
    assert cli("restore", copy, small).code == 1
    assert cli("restore", copy, small, "--replace").code == 0
    assert cli("list", small, "invoices", "--where", "status=posted", "--json").json == []
    assert cli("verify", copy).code == 0


def test_a_damaged_company_is_kept_aside_by_a_restore(cli: Cli, small: Path, tmp_path: Path):
    copy = tmp_path / "copy.billdesk"
    cli("backup", small, copy)
    small.write_bytes(small.read_bytes()[:5000])
    answer = cli("restore", copy, small, "--replace")
    assert answer.code == 0
    assert "The damaged file that stood there is kept as " in answer.out
    assert cli("verify", small).code == 0


def test_the_company_says_who_it_is_from_the_next_posting_on(cli: Cli, small: Path):
    details = (
        "--street",
        "High Street 1",
        "--city",
        "Leeds",
        "--country",
        "GB",
        "--tax-id",
        "GB1",
        "--iban",
        "GB33 BUKB 2020 1555 5555 55",
        "--terms",
        "net 14",
    )
    assert cli("company", small, *details).code == 0
    present = cli("company", small, "--json").json
    said = [present[name] for name in ("name", "city", "iban", "terms", "logo")]
    assert said == ["Acme Ltd", "Leeds", "GB33BUKB20201555555555", "net 14", False]
    assert "city                Leeds" in cli("company", small).out
    cli("run", small, "--all-due", *JANUARY)
    (posted,) = cli("list", small, "invoices", "--where", "status=posted", "--json").json
    assert (posted["terms"], posted["due_on"]) == ("net 14", "2026-02-14")
    assert cli("verify", small).code == 0


def test_a_logo_comes_from_a_file_and_goes_again(cli: Cli, small: Path, tmp_path: Path):
    Image.new("RGB", (90, 30), "navy").save(tmp_path / "logo.png")
    assert cli("company", small, "--logo", tmp_path / "logo.png", "--json").json["logo"] is True
    assert cli("company", small, "--logo", "", "--json").json["logo"] is False
    missing = cli("company", small, "--logo", tmp_path / "none.png")
    assert (missing.code, missing.err.count("\n")) == (1, 1)


def test_the_sample_company_says_what_it_made_and_real_commands(cli: Cli, tmp_path: Path):
    answer = cli("demo", tmp_path / "demo", "--no-window", "--on", "2026-11-24")
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[0] == "Northwind Traders is ready: 93 accounts, 840 orders from 2025-01-04 to 2026-11-06, 10 that recur."
    commands = [line.split() for line in lines if line.startswith("  ")]
    assert len(commands) == 6
    for words in commands:
        own = words[words.index("run.py") + 1 :] if "run.py" in words else words[1:]
        assert cli(*own).code == 0
