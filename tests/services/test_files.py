"""Making a company, backups while others write, and restoring: whole or not at all, and never over something unsaid."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text

from billdesk import bootstrap
from billdesk.billing.errors import BillingError
from billdesk.billing.party import PARTY_FIELDS
from billdesk.db.engine import reading, writing
from billdesk.db.models import audit_log, parties
from billdesk.services import audit
from billdesk.services.company import Company, CompanySettings, read_settings
from billdesk.services.files import backup, restore, restore_over
from billdesk.services.verification import verify


@pytest.fixture
def company(company_file: str):
    made = bootstrap.create(company_file, "Acme")
    yield made
    made.engine.dispose()


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _note(target: str | Path, value: str) -> None:
    with closing(sqlite3.connect(target)) as connection, connection:
        connection.execute("UPDATE settings SET value = ? WHERE key = 'notes'", (value,))


def _noted(target: str | Path) -> str:
    with closing(sqlite3.connect(target)) as connection:
        return str(connection.execute("SELECT value FROM settings WHERE key = 'notes'").fetchone()[0])


def test_a_new_company_has_its_seller_settings_and_first_audit_row(company_target: str):
    company = bootstrap.create(company_target, "  Søren &\tSons ", "DKK", "DK")
    with reading(company.engine) as connection:
        assert read_settings(connection) == CompanySettings("Søren & Sons", "DKK", "DK", seller_id=1, paper_size="A4")
        seller = connection.execute(select(*(parties.c[name] for name in PARTY_FIELDS))).one()
        row = connection.execute(select(audit_log.c.action, audit_log.c.kind, audit_log.c.detail)).one()
    assert verify(company).ok
    company.engine.dispose()
    assert tuple(seller) == ("Søren & Sons", "", "", "", "", "DK", "", "", "")
    assert tuple(row) == ("create", "company", '{"name": "Søren & Sons"}')


def test_a_name_is_stored_composed(company_file: str):
    company = bootstrap.create(company_file, "Cafe\u0301")
    with reading(company.engine) as connection:
        assert read_settings(connection).name == "Caf\u00e9"
    company.engine.dispose()


@pytest.mark.parametrize(("country", "paper"), [("US", "Letter"), ("CA", "Letter"), ("GB", "A4")])
def test_paper_is_that_of_the_country(company_file: str, country: str, paper: str):
    company = bootstrap.create(company_file, "Acme", country=country)
    with reading(company.engine) as connection:
        assert read_settings(connection).paper_size == paper
    company.engine.dispose()


@pytest.mark.parametrize(
    ("name", "currency", "country", "what"),
    [
        (" \t", "USD", "US", "the company has no name"),
        ("Acme", "XXX", "US", "unknown currency 'XXX'"),
        ("Acme", "USD", "Germany", "unknown country 'Germany'"),
        ("Acme", "USD", "de", "unknown country 'de'"),
    ],
)
def test_a_company_that_makes_no_sense_is_refused(company_file: str, name: str, currency: str, country: str, what: str):
    with pytest.raises(BillingError) as refusal:
        bootstrap.create(company_file, name, currency, country)
    assert refusal.value.what == what
    assert not Path(company_file).exists()


def test_a_backup_holds_what_was_committed(company: Company, company_file: str, tmp_path: Path):
    _note(company_file, '"before"')
    copy = tmp_path / "Copy.billdesk"
    with writing(company.engine) as connection:
        connection.execute(text("UPDATE settings SET value = '\"half done\"' WHERE key = 'notes'"))
        backup(company_file, str(copy))
    assert (_noted(copy), _noted(company_file)) == ('"before"', '"half done"')
    made = bootstrap.open_company(str(copy))
    assert verify(made).ok
    made.engine.dispose()


def test_a_backup_is_one_moment_while_others_write(company: Company, company_file: str, tmp_path: Path):
    done = threading.Event()

    def work() -> None:
        while not done.is_set():
            with writing(company.engine) as connection:
                audit.append(connection, company, [audit.Entry("test", "company", None, "x" * 500)] * 20)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        for number in range(5):
            backup(company_file, str(tmp_path / f"{number}.billdesk"))
    finally:
        done.set()
        thread.join()
    counts = []
    for number in range(5):
        made = bootstrap.open_company(str(tmp_path / f"{number}.billdesk"))
        report = verify(made)
        made.engine.dispose()
        assert report.ok
        counts.append(next(check.checked for check in report.checks if check.name == "audit-log"))
    assert counts == sorted(counts)
    assert {count % 20 for count in counts} == {1}


def test_copies_leave_nothing_beside_them(company: Company, company_file: str, tmp_path: Path):
    company.engine.dispose()
    backup(company_file, str(tmp_path / "Copy.billdesk"))
    restore(str(tmp_path / "Copy.billdesk"), str(tmp_path / "Again.billdesk"))
    assert _names(tmp_path) == ["Again.billdesk", "Company.billdesk", "Copy.billdesk"]


def test_a_copy_never_overwrites_unless_told(company: Company, company_file: str, tmp_path: Path):
    copy = tmp_path / "Copy.billdesk"
    backup(company_file, str(copy))
    before = copy.read_bytes()
    _note(company_file, '"new"')
    with pytest.raises(BillingError, match="something of that name already"):
        backup(company_file, str(copy))
    with pytest.raises(BillingError, match="something of that name already"):
        restore(company_file, str(copy))
    assert copy.read_bytes() == before
    backup(company_file, str(copy), replace=True)
    assert _noted(copy) == '"new"'
    assert company.engine is not None


@pytest.mark.parametrize("verb", [backup, restore])
def test_even_when_told_a_copy_takes_the_place_of_companies_only(company: Company, company_file: str, tmp_path: Path, verb):
    letter, folder = tmp_path / "letter.txt", tmp_path / "folder"
    letter.write_text("Dear Sir or Madam")
    folder.mkdir()
    with pytest.raises(BillingError, match="the file in the way is not a BillDesk company"):
        verb(company_file, str(letter), replace=True)
    with pytest.raises(BillingError, match="this is a folder"):
        verb(company_file, str(folder), replace=True)
    with pytest.raises(BillingError, match="cannot be copied onto itself"):
        verb(company_file, company_file, replace=True)
    assert letter.read_text() == "Dear Sir or Madam"
    assert company.engine is not None


@pytest.mark.parametrize("verb", [backup, restore])
def test_copies_of_what_is_no_company_are_refused(tmp_path: Path, verb):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir or Madam" * 100)
    with pytest.raises(BillingError, match="not a BillDesk company file"):
        verb(str(letter), str(tmp_path / "Copy.billdesk"))
    with pytest.raises(BillingError, match="there is no such file"):
        verb(str(tmp_path / "none"), str(tmp_path / "Copy.billdesk"))
    assert _names(tmp_path) == ["letter.txt"]


@pytest.mark.parametrize("verb", [backup, restore])
def test_a_server_is_sent_to_its_own_tools(company_file: str, verb):
    with pytest.raises(BillingError, match="not one file"):
        verb("postgresql://host/db", company_file)


@pytest.mark.parametrize("verb", [backup, restore])
def test_a_missing_folder_is_named(company: Company, company_file: str, tmp_path: Path, verb):
    with pytest.raises(BillingError, match="there is no such folder"):
        verb(company_file, str(tmp_path / "none" / "Copy.billdesk"))
    assert company.engine is not None


@pytest.mark.parametrize("verb", [backup, restore])
def test_a_damaged_company_is_not_copied(company: Company, company_file: str, tmp_path: Path, verb):
    company.engine.dispose()
    with closing(sqlite3.connect(company_file)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'settings'").fetchone()
    with Path(company_file).open("r+b") as file:
        file.seek(4096 * (page - 1))
        file.write(b"\xa5" * 4096)
    with pytest.raises(BillingError, match=r"the company file (is damaged|cannot be read)"):
        verb(company_file, str(tmp_path / "Copy.billdesk"))
    assert _names(tmp_path) == ["Company.billdesk"]


def test_a_newer_backup_is_not_restored(company: Company, company_file: str, tmp_path: Path):
    with writing(company.engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    company.engine.dispose()
    with pytest.raises(BillingError, match="newer BillDesk"):
        restore(company_file, str(tmp_path / "Copy.billdesk"))
    assert _names(tmp_path) == ["Company.billdesk"]


def test_restoring_over_a_company_reaches_those_who_have_it_open(company: Company, company_file: str, tmp_path: Path):
    copy = tmp_path / "Copy.billdesk"
    _note(company_file, '"old"')
    backup(company_file, str(copy))
    _note(company_file, '"mistake"')
    assert restore(str(copy), company_file, replace=True) is None
    with reading(company.engine) as connection:
        assert read_settings(connection).notes == "old"
    assert _names(tmp_path)[:1] == ["Company.billdesk"]
    assert not [name for name in _names(tmp_path) if "damaged" in name]


def test_restoring_over_a_damaged_company_keeps_it_aside(company: Company, company_file: str, tmp_path: Path):
    copy = tmp_path / "Copy.billdesk"
    backup(company_file, str(copy))
    company.engine.dispose()
    os.truncate(company_file, 8192)
    kept = restore(str(copy), company_file, replace=True)
    assert kept == tmp_path / "Company.damaged.billdesk"
    assert kept.stat().st_size == 8192
    bootstrap.open_company(company_file).engine.dispose()
    assert _names(tmp_path) == ["Company.billdesk", "Company.damaged.billdesk", "Copy.billdesk"]


def test_a_full_disk_leaves_no_half_copy(company: Company, company_file: str, tmp_path: Path):
    copy = tmp_path / "Copy.billdesk"
    script = "import resource, signal; from billdesk.services.files import backup;"
    script += "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536));"
    script += f"backup({company_file!r}, {str(copy)!r})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].startswith("billdesk.billing.errors.BillingError: ")
    assert not [name for name in _names(tmp_path) if name.startswith((".", "Copy"))]
    assert company.engine is not None


def test_a_backup_that_is_killed_leaves_no_file_of_that_name(company: Company, company_file: str, tmp_path: Path):
    with writing(company.engine) as connection:
        audit.append(connection, company, [audit.Entry("test", "company", None, "x" * 5000)] * 2000)
    copy = tmp_path / "Copy.billdesk"
    script = "import os, sqlite3; from billdesk.services import files; from billdesk.db import files as raw;"
    script += "raw.publish = lambda *rest: os.kill(os.getpid(), 9);"
    script += f"files.backup({company_file!r}, {str(copy)!r})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == -9
    assert not copy.exists()
    backup(company_file, str(copy))
    made = bootstrap.open_company(str(copy))
    assert verify(made).ok
    made.engine.dispose()


def test_restoring_over_a_company_that_is_open_keeps_what_stood_there(company: Company, company_file: str, tmp_path: Path):
    backup(company_file, str(tmp_path / "copy.billdesk"))
    _note(company_file, '"newer"')
    kept = restore_over(str(tmp_path / "copy.billdesk"), company_file)
    assert kept == tmp_path / "Company.before-restore.billdesk"
    assert (_noted(company_file), _noted(kept)) == ('""', '"newer"')
    with reading(company.engine) as connection:  # whoever has it open sees it
        assert read_settings(connection).notes == ""
    second = restore_over(str(tmp_path / "copy.billdesk"), company_file)
    assert second.name == "Company.before-restore-2.billdesk"


def test_what_is_no_backup_leaves_no_copy_behind(company_file: str, company: Company, tmp_path: Path):
    (tmp_path / "letter").write_text("Dear Sir", encoding="utf-8")
    with pytest.raises(BillingError, match="not a BillDesk company"):
        restore_over(str(tmp_path / "letter"), company_file)
    assert not list(tmp_path.glob("*before-restore*"))
    assert verify(company).ok
    with pytest.raises(BillingError, match="not one file"):
        restore_over(str(tmp_path / "letter"), "postgresql+psycopg://host/acme")
