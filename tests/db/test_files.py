"""A name is taken whole or not at all, and what the disk refuses is said in words."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from billdesk.billing.errors import BillingError
from billdesk.db.files import free_name, in_words, is_ours, move_aside, published


def test_a_file_appears_whole_when_it_is_finished(tmp_path: Path):
    path = tmp_path / "made.txt"
    with published(path) as draft:
        draft.write_text("whole")
        assert not path.exists()
    assert path.read_text() == "whole"
    assert [entry.name for entry in tmp_path.iterdir()] == ["made.txt"]


def test_a_file_that_could_not_be_finished_leaves_nothing(tmp_path: Path):
    with pytest.raises(ZeroDivisionError), published(tmp_path / "made.txt") as draft:
        draft.write_text("half" * (1 // 0))
    assert not list(tmp_path.iterdir())


def _refuse_links(*_names: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize("has_links", [True, False])
def test_a_name_that_was_taken_meanwhile_stays_with_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_links: bool):
    if not has_links:
        monkeypatch.setattr(os, "link", _refuse_links)
    path = tmp_path / "made.txt"
    with pytest.raises(BillingError, match="something of that name already"), published(path) as draft:
        _ = draft.write_text("late"), path.write_text("first")
    assert path.read_text() == "first"
    assert [entry.name for entry in tmp_path.iterdir()] == ["made.txt"]


def test_a_disk_without_links_does_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "link", _refuse_links)
    with published(tmp_path / "made.txt") as draft:
        draft.write_text("whole")
    assert (tmp_path / "made.txt").read_text() == "whole"


@pytest.mark.parametrize(
    ("trouble", "what"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
        (OSError(errno.EACCES, "Permission denied"), "the file cannot be used (Permission denied)"),
        (sqlite3.OperationalError("database or disk is full"), "the disk is full"),
        (sqlite3.DatabaseError("malformed"), "the company file cannot be read or written (malformed)"),
    ],
)
def test_what_the_disk_refuses_is_said_in_words(tmp_path: Path, trouble: Exception, what: str):
    with pytest.raises(BillingError) as refusal, in_words(tmp_path):
        raise trouble
    assert (refusal.value.what, refusal.value.record) == (what, str(tmp_path))


def test_a_file_is_moved_aside_with_its_log(tmp_path: Path):
    path = tmp_path / "Company.billdesk"
    for name in ("Company.billdesk", "Company.billdesk-wal", "Company.damaged.billdesk"):
        (tmp_path / name).write_text(name)
    assert free_name(path, "damaged") == tmp_path / "Company.damaged-2.billdesk"
    aside = move_aside(path, "damaged")
    assert aside.read_text() == "Company.billdesk"
    assert (tmp_path / "Company.damaged-2.billdesk-wal").read_text() == "Company.billdesk-wal"
    assert not path.exists()
    assert not is_ours(aside)
