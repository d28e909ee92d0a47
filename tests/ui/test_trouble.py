"""The system's trouble, with real causes: words in the bar, and buttons that lead out; nothing is lost and nothing aborts."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from billdesk import bootstrap
from billdesk.db import engine
from billdesk.services.company_settings import change_details, read_company
from billdesk.ui.main_window import MainWindow
from tests.windows import AS_OF, at_rest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="open files behave otherwise there")
MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def opened(make_window: MakeWindow, empty_company: str) -> MainWindow:
    """A window on a company of its own."""
    return make_window(empty_company)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """An empty file system of 8 MB."""
    folder, mount = tmp_path / "disk", shutil.which("mount")
    folder.mkdir()
    if mount is None or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run([mount, "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def rename(window: MainWindow, name: str) -> None:
    """Save another name of the company as a job, as an editor does."""
    company = window.desk.company
    window.desk.jobs.run("Renaming", lambda _progress: change_details(company, {"name": name}, AS_OF))


def name_in(path: str | Path) -> str:
    company = bootstrap.open_company(str(path))
    try:
        return read_company(company).details["name"]
    finally:
        company.engine.dispose()


def offered(window: MainWindow) -> list[str]:
    """The buttons of the bar."""
    buttons = (window.errors.link, *window.errors.others)
    return [button.text() for button in buttons if not window.errors.isHidden() and not button.isHidden()]


def choose(window: MainWindow, name: str, path: Path) -> None:
    """Answer the system's file dialog."""
    dialog = window.findChild(QFileDialog, name)
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.reject()


def test_a_file_that_was_moved_is_opened_where_it_lies_now(qtbot: QtBot, opened: MainWindow, tmp_path: Path):
    rename(opened, "Saved before")
    at_rest(qtbot, opened)
    moved = tmp_path / "elsewhere" / "Moved.billdesk"
    moved.parent.mkdir()
    os.rename(opened.desk.target, moved)  # noqa: PTH104
    opened.opening.look()
    assert "no longer where it was opened" in opened.errors.words.text()
    assert offered(opened) == ["Open it where it lies now", "Choose the file again"]
    opened.errors.link.click()
    at_rest(qtbot, opened)
    qtbot.waitUntil(lambda: opened.desk.target == str(moved), timeout=5000)
    rename(opened, "Saved after")
    at_rest(qtbot, opened)
    assert opened.errors.isHidden(), opened.errors.words.text()
    assert name_in(moved) == "Saved after"


def test_what_is_saved_after_the_move_is_refused_and_not_lost(qtbot: QtBot, opened: MainWindow, tmp_path: Path):
    os.rename(opened.desk.target, tmp_path / "Moved.billdesk")  # noqa: PTH104
    rename(opened, "Too late")
    at_rest(qtbot, opened)
    assert "no longer where it was opened" in opened.errors.words.text()
    opened.errors.link.click()
    at_rest(qtbot, opened)
    assert name_in(tmp_path / "Moved.billdesk") == "Empty Ltd"


def test_a_file_that_comes_back_is_told_too(opened: MainWindow, tmp_path: Path):
    there = opened.desk.target
    os.rename(there, tmp_path / "away")  # noqa: PTH104
    opened.opening.look()
    assert not opened.errors.isHidden()
    os.rename(tmp_path / "away", there)  # noqa: PTH104
    opened.opening.look()
    assert opened.errors.isHidden()
    assert "is where it was" in opened.toast.words.text()


def test_a_deleted_file_is_saved_elsewhere_and_gone_on_with(qtbot: QtBot, opened: MainWindow, tmp_path: Path):
    rename(opened, "Only in memory of the disk")
    at_rest(qtbot, opened)
    Path(opened.desk.target).unlink()
    opened.opening.look()
    assert offered(opened) == ["Save it elsewhere", "Choose the file again"]
    opened.errors.link.click()
    choose(opened, "choose.place", tmp_path / "Rescued.billdesk")
    at_rest(qtbot, opened)
    qtbot.waitUntil(lambda: opened.desk.target == str(tmp_path / "Rescued.billdesk"), timeout=5000)
    assert name_in(tmp_path / "Rescued.billdesk") == "Only in memory of the disk"


def test_a_file_that_took_its_place_is_not_written(qtbot: QtBot, opened: MainWindow, tmp_path: Path):
    other = tmp_path / "Other.billdesk"
    bootstrap.create(str(other), "Other Ltd").engine.dispose()
    other.replace(opened.desk.target)
    opened.opening.look()
    assert "another file has taken" in opened.errors.words.text().lower()
    rename(opened, "Into the wrong one")
    at_rest(qtbot, opened)
    assert name_in(opened.desk.target) == "Other Ltd"


def test_a_file_that_became_read_only_is_told_before_anything_is_typed(qtbot: QtBot, opened: MainWindow):
    path = Path(opened.desk.target)
    path.chmod(0o444)
    opened.opening.look()
    assert "cannot be written" in opened.errors.words.text()
    rename(opened, "Later")
    at_rest(qtbot, opened)
    assert offered(opened)[0] == "Try again"
    path.chmod(0o644)
    opened.errors.link.click()
    at_rest(qtbot, opened)
    assert name_in(path) == "Later"


def test_another_program_that_holds_the_file_is_waited_for_and_named(
    qtbot: QtBot, make_window: MakeWindow, empty_company: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.2)
    window = make_window(empty_company)
    with closing(sqlite3.connect(empty_company, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        rename(window, "Later")
        at_rest(qtbot, window)
        assert "in use by another program" in window.errors.words.text()
        assert offered(window) == ["Try again"]
        other.execute("ROLLBACK")
    window.errors.link.click()
    at_rest(qtbot, window)
    assert window.errors.isHidden()
    assert name_in(empty_company) == "Later"


def test_a_full_disk_loses_nothing_and_can_be_tried_again(qtbot: QtBot, disk: Path, make_window: MakeWindow):
    path = disk / "Full.billdesk"
    bootstrap.create(str(path), "Empty Ltd").engine.dispose()
    window = make_window(str(path))
    rename(window, "Fits")
    at_rest(qtbot, window)
    space = os.statvfs(disk)
    with (disk / "filler").open("wb") as filler:
        os.posix_fallocate(filler.fileno(), 0, space.f_bavail * space.f_frsize)
    for number in range(60):  # until what SQLite has at hand already is used up
        rename(window, f"Full {number} " + "x" * 200)
    at_rest(qtbot, window)
    assert "disk is full" in window.errors.words.text()
    assert offered(window) == ["Try again", "Show the folder"]
    (disk / "filler").unlink()
    window.errors.link.click()
    at_rest(qtbot, window)
    assert window.errors.isHidden()
    assert read_company(window.desk.company).details["name"].startswith("Full ")


def test_a_file_that_is_not_there_is_told_on_the_welcome_page(qtbot: QtBot, make_window: MakeWindow, tmp_path: Path):
    window = make_window(None)
    window.open(str(tmp_path / "Gone.billdesk"))
    at_rest(qtbot, window)
    assert "There is no such file" in window.errors.words.text()
    assert offered(window) == ["Choose another file"]
    assert window.trail.here is not None
    assert window.trail.here.page == "welcome"


def test_a_file_that_is_no_company_is_told_in_words(qtbot: QtBot, make_window: MakeWindow, tmp_path: Path):
    (tmp_path / "Letter.billdesk").write_text("Dear Sir", encoding="utf-8")
    window = make_window(None)
    window.open(str(tmp_path / "Letter.billdesk"))
    at_rest(qtbot, window)
    assert "This is not a BillDesk company file" in window.errors.words.text()
