"""What nobody expected is caught on every thread, reported once, and told in one dialog that says that nothing was lost."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from billdesk import paths
from billdesk.billing.errors import BillingError
from billdesk.ui.bugs import Bug, BugCatcher, copy_text, found_faults
from billdesk.ui.dialogs.crash_report import show_crash


@pytest.fixture(autouse=True)
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "logs"
    monkeypatch.setattr(paths, "log_folder", lambda: folder)
    monkeypatch.delenv("BILLDESK_DEBUG", raising=False)
    return folder


@pytest.fixture
def caught(qapp: QApplication) -> Iterator[list[object]]:
    """What an installed catcher has told."""
    owner = QObject(qapp)
    catcher = BugCatcher(owner, "billdesk acme.billdesk")
    found: list[object] = []
    catcher.caught.connect(found.append)
    catcher.install()
    yield found
    catcher.remove()
    owner.deleteLater()


def break_down(words: str) -> None:
    """Raise as a slot would, up to the hook."""

    def slot() -> None:
        raise ZeroDivisionError(words)

    try:
        slot()
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def test_a_bug_is_reported_and_told(qtbot: QtBot, caught: list[object], logs: Path):
    break_down("a bug")
    qtbot.waitUntil(lambda: len(caught) == 1)
    (bug,) = caught
    assert isinstance(bug, Bug)
    assert bug.line == "ZeroDivisionError: a bug"
    assert bug.report is not None
    assert bug.report.parent == logs
    text = bug.report.read_text(encoding="utf-8")
    assert "billdesk acme.billdesk" in text
    assert "in break_down" in text


def test_one_on_another_thread_is_told_on_the_interface_thread(qtbot: QtBot, caught: list[object]):
    def work() -> None:
        raise ZeroDivisionError("on a thread")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(caught) == 1)
    assert isinstance(caught[0], Bug)
    assert "on a thread" in caught[0].line


def test_one_that_comes_back_with_each_painting_is_told_once(qtbot: QtBot, caught: list[object], logs: Path):
    for _ in range(50):
        break_down("again")
    break_down("another")
    qtbot.waitUntil(lambda: len(caught) == 2)
    assert len(list(logs.glob("crash-*.txt"))) == 2


def test_expected_trouble_that_nobody_handled_is_no_bug(qtbot: QtBot, caught: list[object], logs: Path):
    error = BillingError("the disk is full")
    sys.excepthook(type(error), error, None)
    qtbot.waitUntil(lambda: caught == [error])
    assert list(logs.glob("crash-*.txt")) == []


def test_what_qt_said_before_goes_into_the_report(qtbot: QtBot, caught: list[object]):
    qWarning("QPainter::begin: no device")
    break_down("after a warning")
    qtbot.waitUntil(lambda: len(caught) == 1)
    assert isinstance(caught[0], Bug)
    assert "Qt warning: QPainter::begin: no device" in copy_text(caught[0])


def test_removing_puts_everything_back(qapp: QApplication):
    before = (sys.excepthook, threading.excepthook)
    catcher = BugCatcher(qapp, "billdesk")
    catcher.install()
    assert sys.excepthook is not before[0]
    catcher.remove()
    assert (sys.excepthook, threading.excepthook) == before


def test_a_process_that_ends_without_a_word_leaves_its_trace_for_the_next_start(logs: Path):
    code = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from pathlib import Path
from billdesk import paths
paths.log_folder = lambda: Path({str(logs)!r})
from PySide6.QtCore import QCoreApplication
from billdesk.ui.bugs import BugCatcher
app = QCoreApplication([])
BugCatcher(app, "billdesk").install()
import faulthandler; faulthandler._sigsegv()
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert ended.returncode != 0
    (report,) = found_faults()
    assert "Segmentation fault" in report.read_text(encoding="utf-8")
    assert list(logs.glob("fault-*")) == []
    assert found_faults() == []


def test_the_trace_of_a_process_that_still_runs_is_left_alone(logs: Path):
    logs.mkdir()
    (logs / f"fault-{os.getpid()}.txt").write_text("trace", encoding="utf-8")
    (logs / "fault-99999999.txt").touch()  # one that ended well
    assert found_faults() == []
    assert [path.name for path in logs.iterdir()] == [f"fault-{os.getpid()}.txt"]


def test_the_dialog_says_that_nothing_was_lost_and_copies_the_report(qtbot: QtBot, tmp_path: Path):
    parent = QWidget()
    qtbot.addWidget(parent)
    report = tmp_path / "crash-1.txt"
    report.write_text("the whole report", encoding="utf-8")
    dialog = show_crash(Bug("ValueError: a", "the trace", report), parent)
    assert dialog.isVisible()
    assert not dialog.isModal()
    words = " ".join(label.text() for label in dialog.findChildren(type(dialog.count)))
    assert "Nothing was lost" in words
    assert str(report) in words
    button = dialog.findChild(QPushButton, "crash.copy")
    assert button is not None
    button.click()
    assert QGuiApplication.clipboard().text() == "the whole report"


def test_a_second_one_is_told_in_the_dialog_that_is_open(qtbot: QtBot):
    parent = QWidget()
    qtbot.addWidget(parent)
    first = show_crash(Bug("ValueError: a", "first", None), parent)
    second = show_crash(Bug("ValueError: b", "second", None), parent)
    assert second is first
    assert first.trace.toPlainText() == "second"
    assert "1 more happened" in first.count.text()
