"""What people get wrong: each is refused in one line that says how to mend it, and nothing is changed."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Answer, Cli

ADD = ("schedule", "add", "{file}", "--name", "N")
MONTHLY = (*ADD, "--every", "1 month")
RUN = ("run", "{file}")

WORDS: dict[str, tuple[int, tuple[str, ...]]] = {
    "an unknown verb": (2, ("bill", "{file}")),
    "a mistyped verb": (2, ("lst", "{file}", "accounts")),
    "half a verb": (2, ("schedule",)),
    "a verb of two words cut short": (2, ("order", "{file}")),
    "an unknown option": (2, ("list", "{file}", "accounts", "--color")),
    "a shortened option": (2, ("run", "{file}", "--all")),
    "no file": (2, ("verify",)),
    "a word too many": (2, ("verify", "{file}", "more")),
    "an option without its value": (2, ("list", "{file}", "accounts", "--where")),
    "an unknown kind": (2, ("list", "{file}", "customers")),
    "an unknown column": (1, ("list", "{file}", "accounts", "--where", "colour=red")),
    "an unknown column of schedules": (1, ("list", "{file}", "schedules", "--where", "colour=red")),
    "a filter without value": (2, ("list", "{file}", "accounts", "--where", "account")),
    "a filter without column": (2, ("list", "{file}", "accounts", "--where", "=A1")),
    "30 February": (2, ("list", "{file}", "accounts", "--on", "2026-02-30")),
    "a date in words": (2, (*RUN, "--all-due", "--on", "tomorrow")),
    "a date without dashes": (2, (*RUN, "--all-due", "--on", "20260131")),
    "a date in another order": (2, (*RUN, "--all-due", "--on", "31.01.2026")),
    "a date beyond all calendars": (2, (*RUN, "--target", "9999-12-31")),
    "an empty date": (2, (*RUN, "--target", "")),
    "a run of nothing": (2, RUN),
    "a run of everything and one": (2, (*RUN, "--all-due", "--schedule", "Monthly")),
    "an unknown schedule": (1, (*RUN, "--schedule", "Weekly")),
    "an unknown mode": (2, (*RUN, "--all-due", "--mode", "print")),
    "an unknown grouping": (2, (*RUN, "--all-due", "--group", "customer")),
    "a missed date that wants a decision": (1, (*RUN, "--all-due", "--catch-up", "ask", "--on", "2026-06-30")),
    "a schedule without name": (2, ("schedule", "add", "{file}", "--every", "1 month")),
    "a schedule with an empty name": (1, ("schedule", "add", "{file}", "--name", " ", "--every", "1 month")),
    "a schedule that is there": (1, ("schedule", "add", "{file}", "--name", "Monthly", "--every", "1 month")),
    "a cadence of 0 months": (2, (*ADD, "--every", "0 months")),
    "a cadence without number": (2, (*ADD, "--every", "monthly")),
    "a cadence of minus 1": (2, (*ADD, "--every=-1 month")),
    "a cadence of a half": (2, (*ADD, "--every", "0.5 month")),
    "a cadence of a thousand years": (2, (*ADD, "--every", "1000 years")),
    "a cadence of 1e400": (2, (*ADD, "--every", "1e400 days")),
    "bill day 32": (2, (*MONTHLY, "--day", "32")),
    "bill day 0": (2, (*MONTHLY, "--day", "0")),
    "an unknown weekday": (2, (*MONTHLY, "--day", "2 moonday")),
    "the sixth Friday": (2, (*MONTHLY, "--day", "6 fri")),
    "an end before the start": (1, (*MONTHLY, "--start", "2026-02-01", "--end", "2026-01-31")),
    "a timing in words": (2, (*MONTHLY, "--timing", "soon")),
    "a timing of NaN": (2, (*MONTHLY, "--timing", "NaN")),
    "a timing of years": (2, (*MONTHLY, "--timing", "400 days ahead")),
    "unknown terms": (2, (*MONTHLY, "--terms", "whenever")),
    "instalments that are no whole": (2, (*MONTHLY, "--terms", "50% 0, 40% 30")),
    "an unknown holiday rule": (2, (*MONTHLY, "--holiday-rule", "skip")),
    "an unknown calendar": (1, (*MONTHLY, "--calendar", "XX")),
    "an unknown product": (1, (*MONTHLY, "--product", "GHOST")),
    "an unknown account": (1, (*MONTHLY, "--account", "GHOST")),
    "an unknown order in scope": (1, (*MONTHLY, "--order", "GHOST")),
    "pausing nobody": (1, ("schedule", "pause", "{file}", "Weekly")),
    "the dates of nobody": (1, ("schedule", "dates", "{file}", "Weekly")),
    "no dates": (2, ("schedule", "dates", "{file}", "Monthly", "--count", "0")),
    "a count of NaN": (2, ("schedule", "dates", "{file}", "Monthly", "--count", "NaN")),
    "a count of many digits": (2, ("schedule", "dates", "{file}", "Monthly", "--count", "9" * 5000)),
    "a count in other digits": (2, ("schedule", "dates", "{file}", "Monthly", "--count", "٣")),
    "a forecast without end": (2, ("forecast", "{file}")),
    "a forecast of nobody": (1, ("forecast", "{file}", "--until", "2026-12-31", "--account", "GHOST")),
    "an unknown order": (1, ("order", "activate", "{file}", "GHOST")),
    "an order that is active": (1, ("order", "activate", "{file}", "O1")),
    "a credit of nothing": (1, ("credit", "{file}", "INV-2026-99999")),
    "a credit of a draft": (1, ("credit", "{file}", "1")),
    "posting nothing in particular": (2, ("invoice", "post", "{file}")),
    "posting all and one": (2, ("invoice", "post", "{file}", "1", "--all")),
    "posting a number": (2, ("invoice", "post", "{file}", "INV-2026-00001")),
    "posting an unknown draft": (1, ("invoice", "post", "{file}", "4711")),
    "a PDF of nothing in particular": (2, ("pdf", "{file}", "--out", "{folder}/paper")),
    "a PDF without a folder": (2, ("pdf", "{file}", "--all")),
    "a PDF of a draft": (1, ("pdf", "{file}", "1", "--out", "{folder}/paper")),
    "a PDF of nobody": (1, ("pdf", "{file}", "INV-2026-00001", "INV-2026-00002", "--out", "{folder}/paper")),
    "a PDF into a file": (1, ("pdf", "{file}", "--all", "--out", "{file}")),
    "no processes": (2, ("pdf", "{file}", "--all", "--out", "{folder}/paper", "--jobs", "-1")),
    "importing nothing": (2, ("import", "{file}")),
    "importing what is not there": (1, ("import", "{file}", "{folder}/nothing.csv")),
    "importing what is no table": (1, ("import", "{file}", "{file}")),
    "an unknown profile": (2, ("import", "{file}", "{folder}", "--profile", "quickbooks")),
    "exporting into a file": (1, ("export", "{file}", "{file}")),
    "a company in an unknown country": (1, ("company", "{file}", "--country", "Utopia")),
    "a company with unknown terms": (1, ("company", "{file}", "--terms", "whenever")),
    "a company whose name is taken away": (1, ("company", "{file}", "--name", "")),
    "backing up onto itself": (1, ("backup", "{file}", "{file}", "--replace")),
    "backing up over a company": (1, ("backup", "{file}", "{file}")),
    "backing up nothing": (1, ("backup", "{folder}/none.billdesk", "{folder}/copy.billdesk")),
    "restoring nothing": (1, ("restore", "{folder}/none.billdesk", "{folder}/copy.billdesk")),
    "restoring over a company": (1, ("restore", "{file}", "{file}")),
    "making what is there": (1, ("new", "{file}", "--name", "Acme")),
    "making a company without name": (2, ("new", "{folder}/a.billdesk")),
    "making a company with an empty name": (1, ("new", "{folder}/a.billdesk", "--name", "  ")),
    "an unknown currency": (1, ("new", "{folder}/a.billdesk", "--name", "A", "--currency", "XXQ")),
    "an unknown country": (1, ("new", "{folder}/a.billdesk", "--name", "A", "--country", "Utopia")),
    "a company in no folder": (1, ("new", "{folder}/none/a.billdesk", "--name", "A")),
    "a company on an unknown server": (1, ("verify", "mysql://localhost/acme")),
    "a server that does not answer": (1, ("verify", "postgresql+psycopg://localhost:1/acme")),
    "a server's address that is none": (1, ("verify", "://")),
    "a file that is not there": (1, ("verify", "{folder}/none.billdesk")),
    "a folder": (1, ("verify", "{folder}")),
    "a sample in a folder of something else": (1, ("demo", "{folder}")),
    "a sample in a file": (1, ("demo", "{file}")),
}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def assert_refused(answer: Answer, code: int) -> None:
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.startswith("error: ")
    assert answer.err.endswith("\n")
    assert answer.err.count("\n") == 1
    assert "; " in answer.err, "no remedy is named"
    assert "bug" not in answer.err
    assert len(answer.err) < 1000


@pytest.mark.parametrize("name", WORDS)
def test_it_is_refused_in_one_line_and_nothing_is_changed(cli: Cli, small: Path, tmp_path: Path, name: str):
    code, words = WORDS[name]
    before = digest(small)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert_refused(cli(*(word.format(file=small, folder=tmp_path) for word in words)), code)
    assert digest(small) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (text TEXT)")
    connection.close()


FILES = {
    "an empty file": lambda path, _: path.write_bytes(b""),
    "a text": lambda path, _: path.write_text("Dear Sir or Madam"),
    "another program's database": lambda path, _: foreign(path),
    "a company cut off": lambda path, company: path.write_bytes(company[: len(company) // 2]),
    "the head of a company": lambda path, company: path.write_bytes(company[:80]),
    "a company overwritten with zeros": lambda path, company: path.write_bytes(company[:100] + bytes(len(company) - 100)),
}


@pytest.mark.parametrize("verb", [("verify",), ("list", "accounts"), ("run", "--all-due"), ("export", "out")], ids=lambda v: v[0])
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_company_is_refused_by_every_verb(
    cli: Cli, empty: Path, tmp_path: Path, name: str, verb: tuple[str, ...]
):
    path = tmp_path / "other.billdesk"
    FILES[name](path, empty.read_bytes())
    before = path.read_bytes()
    word, *rest = verb
    assert_refused(cli(word, path, *rest), 1)
    assert path.read_bytes() == before


def test_a_company_of_a_newer_version_is_refused(cli: Cli, empty: Path):
    with sqlite3.connect(empty) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = digest(empty)
    answer = cli("verify", empty)
    assert_refused(answer, 1)
    assert "newer BillDesk" in answer.err
    assert digest(empty) == before


def test_a_read_only_folder_is_refused(cli: Cli, empty: Path, tmp_path: Path):
    folder = tmp_path / "shelf"
    folder.mkdir()
    path = Path(shutil.copyfile(empty, folder / "a.billdesk"))
    folder.chmod(0o555)
    try:
        assert_refused(cli("list", path, "accounts"), 1)
        assert_refused(cli("new", folder / "b.billdesk", "--name", "B"), 1)
    finally:
        folder.chmod(0o755)


def test_a_read_only_file_is_refused(cli: Cli, empty: Path):
    empty.chmod(0o444)
    assert_refused(cli("run", empty, "--all-due"), 1)


@pytest.mark.parametrize(
    ("name", "text", "record"),
    [
        ("accounts.csv", "account\nA9\n", "accounts.csv line 1"),
        ("accounts.csv", "account,name,shoe\nA9,N,42\n", "accounts.csv line 1"),
        ("accounts.csv", "account,name\nA9,N\nA9,M\n", "accounts.csv line 3"),
        ("orders.csv", "order,account,ordered_on\nO9,GHOST,2026-01-01\n", "orders.csv line 2"),
        ("orders.csv", "order,account,ordered_on\nO9,A1,2026-02-30\n", "orders.csv line 2"),
        ("products.csv", "product,name,unit_price\nP9,Nine,1e400\n", "products.csv line 2"),
        ("products.csv", "product,name,unit_price\nP9,Nine,NaN\n", "products.csv line 2"),
        ("products.csv", "product,name,unit_price\nP9,Nine,-1\n", "products.csv line 2"),
        ("products.csv", 'product,name,unit_price\nP9,"Nine,1\n', "products.csv line 2"),
    ],
    ids=["column", "shoe", "twice", "ghost", "february", "1e400", "nan", "negative", "cut"],
)
def test_an_import_names_the_row_and_brings_nothing_in(cli: Cli, small: Path, tmp_path: Path, name: str, text: str, record: str):
    (tmp_path / name).write_text(text)
    before = cli("list", small, "accounts", "--json").out
    answer = cli("import", small, tmp_path / name)
    assert_refused(answer, 1)
    assert record in answer.err
    assert cli("list", small, "accounts", "--json").out == before
    assert cli("verify", small).code == 0


def test_a_credited_invoice_is_not_credited_again_nor_its_credit_note(cli: Cli, small: Path):
    cli("run", small, "--all-due", "--on", "2026-01-31")
    assert_refused(cli("credit", small, "INV-2026-00001", "--on", "2026-01-30"), 1)
    note = cli("credit", small, "INV-2026-00001", "--on", "2026-02-01", "--json").json["number"]
    assert_refused(cli("credit", small, "INV-2026-00001", "--on", "2026-02-01"), 1)
    assert_refused(cli("credit", small, note, "--on", "2026-02-01"), 1)
