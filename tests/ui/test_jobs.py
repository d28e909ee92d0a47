"""The job runner: results on the interface thread, superseded reads, order, cancel, errors in their channel."""

import sys
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from billdesk.billing.errors import BillingError, Cancelled
from billdesk.ui.jobs import Jobs


@pytest.fixture
def said() -> list[BillingError]:
    return []


@pytest.fixture
def jobs(qapp: QApplication, said: list[BillingError]) -> Iterator[Jobs]:
    owner = QObject(qapp)
    runner = Jobs(owner, lambda trouble, _again: said.append(trouble))
    yield runner
    runner.stop()


def rest(qtbot: QtBot, jobs: Jobs) -> None:
    qtbot.waitUntil(lambda: jobs.is_idle, timeout=5000)


def test_work_is_done_off_the_interface_thread_and_its_result_comes_back_to_it(qtbot: QtBot, jobs: Jobs):
    threads: list[Any] = []

    def work() -> int:
        threads.append(threading.current_thread())
        return 7

    jobs.read(jobs, work, lambda found: threads.append((found, threading.current_thread())))
    rest(qtbot, jobs)

    assert threads[0] is not threading.main_thread()
    assert threads[1] == (7, threading.main_thread())


def test_a_later_read_takes_the_place_of_an_earlier_one(qtbot: QtBot, jobs: Jobs):
    gate = threading.Event()
    found: list[Any] = []
    jobs.read(jobs, lambda: gate.wait(5) and "old", found.append, key="k")
    jobs.read(jobs, lambda: "new", found.append, key="k")
    jobs.read(jobs, lambda: "other", found.append, key="other")
    gate.set()
    rest(qtbot, jobs)

    assert sorted(found) == ["new", "other"]


def test_what_is_read_for_something_that_has_gone_is_thrown_away(qtbot: QtBot, jobs: Jobs):
    gate = threading.Event()
    found: list[Any] = []
    owner = QObject()
    jobs.read(owner, lambda: gate.wait(5), found.append)
    owner.deleteLater()
    qtbot.wait(20)
    gate.set()
    rest(qtbot, jobs)

    assert found == []


def test_jobs_run_one_after_the_other_in_their_order(qtbot: QtBot, jobs: Jobs):
    begun: list[int] = []
    for number in range(5):
        jobs.run("count", partial(lambda n, _progress: begun.append(n), number))
    rest(qtbot, jobs)

    assert begun == [0, 1, 2, 3, 4]


def test_a_job_shows_how_far_it_is_and_stops_when_it_is_cancelled(qtbot: QtBot, jobs: Jobs, said: list[BillingError]):
    going = threading.Event()

    def count(progress: Any) -> None:
        for number in range(1_000_000):
            progress.at("counting", number, 1_000_000)
            going.set()

    job = jobs.run("count", count)
    going.wait(5)
    qtbot.waitUntil(lambda: job.total == 1_000_000, timeout=3000)
    job.cancel()
    rest(qtbot, jobs)

    assert job.done < 1_000_000 - 1
    assert [type(trouble) for trouble in said] == [Cancelled]


def test_a_waiting_job_that_is_cancelled_never_begins(qtbot: QtBot, jobs: Jobs):
    gate = threading.Event()
    begun: list[Any] = []
    jobs.run("first", lambda _progress: gate.wait(5))
    second = jobs.run("second", lambda _progress: begun.append(2), failed=lambda _trouble: None)
    second.cancel()
    gate.set()
    rest(qtbot, jobs)

    assert begun == []


def test_an_error_in_words_goes_to_the_one_who_asked_or_to_the_messages(qtbot: QtBot, jobs: Jobs, said: list[BillingError]):
    def refuse(*_: object) -> Any:
        raise BillingError("no", "order 7", "mend it")

    mine: list[BillingError] = []
    jobs.read(jobs, refuse, mine.append, failed=mine.append)
    jobs.run("x", refuse)
    rest(qtbot, jobs)

    assert [str(trouble) for trouble in mine] == ["no, order 7; mend it"]
    assert [str(trouble) for trouble in said] == ["no, order 7; mend it"]


def test_a_bug_reaches_the_hook_with_its_traceback(qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch):
    caught: list[Any] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: caught.append((kind, str(error), trace)))
    empty: dict[str, int] = {}
    jobs.run("x", lambda _progress: empty["missing"])
    rest(qtbot, jobs)

    assert caught[0][:2] == (KeyError, "'missing'")
    assert caught[0][2] is not None


def test_what_is_asked_of_a_closing_window_is_passed_over(jobs: Jobs):
    found: list[int] = []
    jobs.stop()
    jobs.read(jobs, lambda: 1, found.append)
    job = jobs.run("late", lambda _progress: 1, found.append)

    assert job.is_cancelled
    assert jobs.is_idle
    assert found == []


def test_a_job_that_ends_when_the_window_has_closed_shows_nothing(qtbot: QtBot, jobs: Jobs):
    begun, shown = threading.Event(), []  # type: ignore[var-annotated]  # stays empty

    def work(progress: Any) -> int:
        begun.set()
        while True:
            progress.at("working", 0, 1)

    jobs.run("long", work, shown.append, failed=shown.append)
    begun.wait(5)
    jobs.stop()
    qtbot.wait(50)

    assert shown == []
    assert jobs.is_idle
