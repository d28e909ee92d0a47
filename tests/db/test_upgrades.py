"""A company that an earlier release made is backed up and upgraded when it is opened, and then is like any other.

`older/` holds company files as each release left them: posted and credited invoices, an archived document, drafts, and
two queued messages.
"""

from __future__ import annotations

import lzma
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from billdesk import bootstrap
from billdesk.db.engine import make_engine, reading
from billdesk.db.migrations import MIGRATIONS, Migrations, upgrade
from billdesk.services.listings import list_records
from billdesk.services.verification import verify

OLDER = Path(__file__).parent / "older"


@pytest.fixture
def first_file(tmp_path: Path) -> Path:
    """A company file of schema 0001."""
    path = tmp_path / "Company.billdesk"
    path.write_bytes(lzma.decompress((OLDER / "company-0001.billdesk.xz").read_bytes()))
    return path


@pytest.fixture
def first_release(tmp_path: Path) -> Migrations:
    """The migrations of the release that knew schema 0001 alone."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS.folder, folder, ignore=shutil.ignore_patterns("__pycache__", "000[2-9]*"))
    return Migrations(folder, ("0001",))


def test_a_file_of_the_first_release_is_backed_up_and_upgraded(first_file: Path):
    original = Path(shutil.copyfile(first_file, first_file.with_name("original.billdesk")))
    company = bootstrap.open_company(str(first_file))
    report = verify(company)
    numbers = [record["number"] for record in list_records(company, "invoices") if record["number"]]
    company.engine.dispose()
    assert [violation for check in report.checks for violation in check.violations] == []
    assert len(numbers) == 10
    backup = first_file.with_name("Company.backup-0001.billdesk")
    with closing(sqlite3.connect(backup)) as copy, closing(sqlite3.connect(original)) as first:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
        assert list(copy.iterdump()) == list(first.iterdump())


def test_messages_that_the_first_release_queued_are_still_queued(first_file: Path):
    bootstrap.open_company(str(first_file)).engine.dispose()
    with closing(sqlite3.connect(first_file)) as file:
        rows = file.execute("SELECT recipient, state, attempts, next_try_at, sender, subject FROM outbox ORDER BY id").fetchall()
    assert rows == [
        ("rechnung@alfa.example", "queued", 0, None, None, None),
        ("mueller@example.org", "queued", 0, None, None, None),
    ]


def test_a_server_of_the_first_release_is_upgraded(postgres_url: str, first_release: Migrations):
    engine = make_engine(postgres_url)
    with engine.begin() as connection:
        upgrade(connection, first_release)
    engine.dispose()
    company = bootstrap.open_company(postgres_url)
    with reading(company.engine) as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == MIGRATIONS.head
        assert connection.exec_driver_sql("SELECT count(*) FROM saved_views").scalar() == 0
    company.engine.dispose()
