"""Undo and redo run as jobs, in order, and say what they did."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from billdesk.billing.errors import Conflict
from billdesk.ui.jobs import Jobs
from billdesk.ui.messages import Messages
from billdesk.ui.undo import Undo


@pytest.fixture
def undo(qapp: QApplication) -> Iterator[Undo]:
    owner = QObject(qapp)
    say = Messages(owner)
    jobs = Jobs(owner, lambda trouble, again: say.error(trouble, again=again))
    yield Undo(owner, jobs, say)
    jobs.stop()


def rest(qtbot: QtBot, undo: Undo) -> None:
    qtbot.waitUntil(lambda: undo._jobs.is_idle, timeout=3000)


def test_edits_are_taken_back_newest_first_and_done_again(qtbot: QtBot, undo: Undo):
    log: list[str] = []
    undo.did("first", lambda: log.append("-1"), lambda: log.append("+1"))
    undo.did("second", lambda: log.append("-2"), lambda: log.append("+2"))
    for step in (undo.undo, undo.undo, undo.redo):
        step()
        rest(qtbot, undo)

    assert log == ["-2", "-1", "+1"]
    assert (undo.undo_text, undo.redo_text) == ("first", "second")


def test_an_undo_that_is_refused_says_why_and_is_not_offered_again(qtbot: QtBot, undo: Undo):
    def refuse() -> None:
        raise Conflict("the account was changed meanwhile", "account 7", "look at it")

    undo.did("edit", refuse)
    undo.undo()
    rest(qtbot, undo)

    assert undo._say.last is not None
    assert undo._say.last.text == "The account was changed meanwhile"
    assert undo.undo_text == ""


def test_a_new_edit_forgets_what_was_undone(qtbot: QtBot, undo: Undo):
    undo.did("first", lambda: None, lambda: None)
    undo.undo()
    rest(qtbot, undo)
    undo.did("second", lambda: None, lambda: None)

    assert undo.redo_text == ""


def test_with_nothing_done_undo_does_nothing(undo: Undo):
    undo.undo()
    undo.redo()

    assert undo._say.last is None


def test_what_cannot_be_undone_says_so_before_an_older_edit_is_taken_back(qtbot: QtBot, undo: Undo):
    log: list[str] = []
    undo.did("Edited account A", lambda: log.append("A"))
    undo.did_for_good("Credit note CN-1 is posted")
    undo.undo()
    rest(qtbot, undo)
    assert log == []
    last = undo._say.last
    assert last is not None
    assert last.text == "Credit note CN-1 is posted: that cannot be undone. Before it: Edited account A"
    assert last.link is not None
    last.link()
    rest(qtbot, undo)
    assert log == ["A"]
    undo.did_for_good("Posted INV-1")
    undo.undo()
    assert undo._say.last is not None
    assert (undo._say.last.text, undo._say.last.link) == ("Posted INV-1: that cannot be undone", None)
