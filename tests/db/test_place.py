"""A company file that is moved, deleted, replaced or made read-only while it is open: told in words, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from billdesk import bootstrap
from billdesk.billing.errors import BillingError, FileTrouble
from billdesk.db.engine import reading, writing
from billdesk.services.company import Company
from billdesk.services.company_file import FileWatch, let_go, save_copy
from billdesk.services.verification import verify

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be moved there")


@pytest.fixture
def company(tmp_path: Path):
    made = bootstrap.create(str(tmp_path / "a.billdesk"), "Acme")
    say(made, "before")
    yield made
    made.engine.dispose()


def say(company: Company, word: str) -> None:
    with writing(company.engine) as connection:
        connection.exec_driver_sql("INSERT INTO settings VALUES (?, '1')", (word,))


def words(company: Company) -> list[str]:
    with reading(company.engine) as connection:
        found = connection.exec_driver_sql("SELECT key FROM settings WHERE key IN ('before', 'after') ORDER BY key DESC")
        return list(found.scalars())


def test_a_moved_file_is_not_written_behind_its_back(company: Company, tmp_path: Path):
    watch = FileWatch(company)
    assert watch.trouble() is None
    (tmp_path / "b").mkdir()
    moved = Path(shutil.move(tmp_path / "a.billdesk", tmp_path / "b" / "a.billdesk"))
    with pytest.raises(FileTrouble, match="no longer where it was opened") as refused:
        say(company, "after")
    assert refused.value.kind == "moved"
    found = watch.trouble()
    assert found is not None
    assert found.what == refused.value.what
    if sys.platform == "linux":
        assert watch.present_path() == str(moved)

    let_go(company)
    again = bootstrap.open_company(str(moved))
    assert words(again) == ["before"]
    say(again, "after")
    assert verify(again).ok
    again.engine.dispose()


def test_a_file_that_comes_back_goes_on_as_if_nothing_had_been(company: Company, tmp_path: Path):
    os.rename(tmp_path / "a.billdesk", tmp_path / "elsewhere")  # noqa: PTH104
    with pytest.raises(FileTrouble):
        say(company, "after")
    os.rename(tmp_path / "elsewhere", tmp_path / "a.billdesk")  # noqa: PTH104
    say(company, "after")
    assert words(company) == ["before", "after"]


def test_a_deleted_file_can_be_saved_elsewhere_while_it_is_open(company: Company, tmp_path: Path):
    watch = FileWatch(company)
    (tmp_path / "a.billdesk").unlink()
    with pytest.raises(FileTrouble):
        say(company, "after")
    assert watch.trouble() is not None
    assert watch.present_path() is None
    save_copy(company, str(tmp_path / "saved.billdesk"))
    saved = bootstrap.open_company(str(tmp_path / "saved.billdesk"))
    assert words(saved) == ["before"]
    assert verify(saved).ok
    saved.engine.dispose()


def test_a_copy_never_overwrites(company: Company, tmp_path: Path):
    (tmp_path / "saved.billdesk").touch()
    with pytest.raises(BillingError, match="something of that name"):
        save_copy(company, str(tmp_path / "saved.billdesk"))


def test_a_file_that_was_put_in_its_place_is_told_from_it(company: Company, tmp_path: Path):
    other = bootstrap.create(str(tmp_path / "b.billdesk"), "Other")
    other.engine.dispose()
    (tmp_path / "b.billdesk").replace(tmp_path / "a.billdesk")
    with pytest.raises(FileTrouble, match="another file has taken") as refused:
        say(company, "after")
    assert refused.value.kind == "moved"


def test_a_file_that_is_made_read_only_is_not_written_any_more(company: Company, tmp_path: Path):
    watch = FileWatch(company)
    (tmp_path / "a.billdesk").chmod(0o444)
    with pytest.raises(FileTrouble, match="cannot be written") as refused:
        say(company, "after")
    assert refused.value.kind == "read_only"
    found = watch.trouble()
    assert found is not None
    assert found.kind == "read_only"
    assert words(company) == ["before"]
    (tmp_path / "a.billdesk").chmod(0o644)
    say(company, "after")


def test_a_company_on_a_server_has_no_place(postgres_url: str, tmp_path: Path):
    company = bootstrap.create(postgres_url, "Acme")
    watch = FileWatch(company)
    assert (watch.trouble(), watch.present_path()) == (None, None)
    with pytest.raises(BillingError, match="not one file"):
        save_copy(company, str(tmp_path / "copy.billdesk"))
    company.engine.dispose()
