"""The list of companies opened last: newest first, no secrets, and no trouble of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from billdesk import recents


def targets(folder: Path) -> list[str]:
    return [entry.target for entry in recents.recent(folder)]


def test_the_last_one_opened_stands_first_and_once(tmp_path: Path):
    for name in ("a", "b", "a"):
        recents.note(str(tmp_path / f"{name}.billdesk"), name.upper(), tmp_path)
    assert [(Path(entry.target).name, entry.name) for entry in recents.recent(tmp_path)] == [
        ("a.billdesk", "A"),
        ("b.billdesk", "B"),
    ]


def test_a_relative_path_is_kept_as_it_was_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    recents.note("a.billdesk", "A", tmp_path)
    assert targets(tmp_path) == [str(tmp_path / "a.billdesk")]


def test_no_more_than_twelve_are_kept(tmp_path: Path):
    for number in range(20):
        recents.note(f"/x/{number}.billdesk", "X", tmp_path)
    assert targets(tmp_path) == [f"/x/{number}.billdesk" for number in range(19, 7, -1)]


def test_one_that_has_gone_says_so(tmp_path: Path):
    (tmp_path / "a.billdesk").touch()
    recents.note(str(tmp_path / "a.billdesk"), "A", tmp_path)
    recents.note(str(tmp_path / "b.billdesk"), "B", tmp_path)
    recents.note("postgresql+psycopg://ada@host/db", "C", tmp_path)
    assert [(entry.name, entry.is_there) for entry in recents.recent(tmp_path)] == [("C", True), ("B", False), ("A", True)]


def test_an_address_with_a_password_is_not_kept(tmp_path: Path):
    recents.note("postgresql+psycopg://ada:secret@host/db", "C", tmp_path)
    assert recents.recent(tmp_path) == []


def test_one_can_be_forgotten(tmp_path: Path):
    recents.note("/x/a.billdesk", "A", tmp_path)
    recents.forget("/x/a.billdesk", tmp_path)
    assert recents.recent(tmp_path) == []


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"a": 1}', '[{"target": "x"}]', "\0"])
def test_a_spoilt_list_is_an_empty_one(tmp_path: Path, text: str):
    (tmp_path / "recent.json").write_text(text, encoding="utf-8")
    assert recents.recent(tmp_path) == []
    recents.note("/x/a.billdesk", "A", tmp_path)
    assert targets(tmp_path) == ["/x/a.billdesk"]


def test_a_folder_that_cannot_be_made_costs_the_list_only(tmp_path: Path):
    (tmp_path / "file").touch()
    recents.note("/x/a.billdesk", "A", tmp_path / "file")
    assert os.listdir(tmp_path) == ["file"]  # noqa: PTH208
