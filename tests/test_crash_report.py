"""Reports of bugs: saved where there is room, each under a name of its own, without passwords."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from billdesk import crash_report, paths


@pytest.fixture
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "logs"
    monkeypatch.setattr(paths, "log_folder", lambda: folder)
    return folder


def test_a_report_says_what_ran_and_where_it_broke(logs: Path):
    path = crash_report.save_report("Traceback: ValueError", "billdesk run a.billdesk", "Qt: a warning")
    assert path is not None
    assert path.parent == logs
    text = path.read_text(encoding="utf-8")
    assert text.startswith("BillDesk ")
    assert text.endswith("billdesk run a.billdesk\n\nTraceback: ValueError\nQt: a warning\n")


@pytest.mark.usefixtures("logs")
def test_two_reports_of_one_second_have_two_names():
    first, second = (crash_report.save_report(f"trace {n}", "billdesk") for n in (1, 2))
    assert first is not None
    assert second is not None
    assert {path.read_text(encoding="utf-8").split()[-1] for path in (first, second)} == {"1", "2"}


@pytest.mark.usefixtures("logs")
def test_passwords_are_left_out():
    address = "postgresql+psycopg://ada:s3cret@host/db"
    path = crash_report.save_report(f"could not connect to {address}", f"billdesk run {address}")
    assert path is not None
    assert "s3cret" not in path.read_text(encoding="utf-8")
    assert "ada:***@host" in path.read_text(encoding="utf-8")


def test_where_the_log_folder_cannot_be_made_the_temporary_one_takes_it(logs: Path, tmp_path: Path, monkeypatch):
    logs.touch()
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "tmp"))
    path = crash_report.save_report("trace", "billdesk")
    assert path is not None
    assert path.parent == tmp_path / "tmp"


def test_where_no_folder_takes_it_nothing_is_raised(logs: Path, monkeypatch):
    logs.touch()
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(logs))
    assert crash_report.save_report("trace", "billdesk") is None


def test_only_the_newest_reports_are_kept(logs: Path):
    logs.mkdir()
    for number in range(60):
        (logs / f"crash-{number:02}.txt").touch()
        os.utime(logs / f"crash-{number:02}.txt", (number, number))
    crash_report.save_report("trace", "billdesk")
    kept = sorted(path.name for path in logs.iterdir())
    assert (len(kept), kept[0]) == (50, "crash-11.txt")
