"""What a window does when a company is open: remembers it, offers what a crash left, tells what ran meanwhile."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from billdesk import bootstrap, recents
from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.schedules import NewSchedule, add_schedule
from billdesk.ui.dialogs.unsaved_edits import UnsavedDialog, place_of
from billdesk.ui.main_window import MainWindow
from billdesk.ui.navigation import Place
from billdesk.ui.pages.settings import SettingsPage
from billdesk.ui.settings.section import FormSection
from billdesk.ui.unsaved import Unsaved, UnsavedEdit
from tests.windows import AS_OF, at_rest

MakeWindow = Callable[..., MainWindow]


def left_by_a_crash(target: str, kind: str, key: str, values: dict[str, str]) -> None:
    """An edit on disk whose process is gone."""
    unsaved = Unsaved(target)
    unsaved.keep(kind, key, values)
    path = unsaved._path(kind, key)
    stored = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**stored, "process": 2**22 + 1}), encoding="utf-8")


def dialog_of(window: MainWindow) -> UnsavedDialog | None:
    return window.findChild(UnsavedDialog, "unsaved.dialog")


@pytest.mark.usefixtures("make_window")
def test_a_company_that_was_opened_stands_first_among_the_recent_ones(
    qtbot: QtBot, make_window: MakeWindow, empty_company: str, sample_company: str
):
    for path in (sample_company, empty_company):
        at_rest(qtbot, make_window(path))
    assert [(entry.target, entry.name) for entry in recents.recent()] == [
        (empty_company, "Empty Ltd"),
        (sample_company, "Northwind Traders"),
    ]


def test_edits_that_a_crash_left_are_offered_and_gone_on_with(qtbot: QtBot, make_window: MakeWindow, empty_company: str):
    left_by_a_crash(empty_company, "settings", "company", {"city": "Leeds"})
    window = make_window(empty_company)
    dialog = dialog_of(window)
    assert dialog is not None
    assert dialog.edits.count() == 1
    dialog.go_on()
    at_rest(qtbot, window)
    assert window.trail.here == Place("settings", None, (("section", "company"),))
    page = window.present
    assert isinstance(page, SettingsPage)
    assert isinstance(page.present, FormSection)
    assert page.present.form.values()["city"] == "Leeds"
    assert page.present.keep.isEnabled()


def test_an_edit_can_be_given_up(qtbot: QtBot, make_window: MakeWindow, empty_company: str):
    left_by_a_crash(empty_company, "account", "new", {"name": "Ada"})
    left_by_a_crash(empty_company, "order", "7", {})
    window = make_window(empty_company)
    dialog = dialog_of(window)
    assert dialog is not None
    assert sorted(dialog.edits.item(row).text() for row in range(2)) == ["Account: Ada (new)", "Order 7"]
    dialog.discard()
    dialog.discard()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert window.desk.unsaved.all() == []


def test_without_such_edits_nothing_is_asked(make_window: MakeWindow, empty_company: str):
    assert dialog_of(make_window(empty_company)) is None


@pytest.mark.parametrize(
    ("kind", "key", "place"),
    [
        ("account", "17", Place("account", 17, (("do", "edit"),))),
        ("account", "new", Place("accounts", None, (("do", "new"),))),
        ("order", "4", Place("order", 4)),
        ("order", "new", Place("order")),
        ("schedule", "2", Place("schedules", 2, (("do", "edit"),))),
        ("settings", "bank", Place("settings", None, (("section", "bank"),))),
    ],
)
def test_each_kind_of_edit_has_its_place(kind: str, key: str, place: Place):
    assert place_of(UnsavedEdit(kind, key, {})) == place


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not known there")
def test_an_edit_survives_sigkill(qtbot: QtBot, make_window: MakeWindow, empty_company: str):
    code = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from PySide6.QtCore import QTimer
from billdesk import bootstrap
from billdesk.ui.app import application
from billdesk.ui.navigation import Place
app = application()
window = bootstrap.open_window({empty_company!r})
window.show()
window.go(Place("settings", None, (("section", "company"),)))
def type_in():
    window.present.present.form.field("street").setText("High Street 1")
    QTimer.singleShot(900, lambda: print("typed", flush=True))
QTimer.singleShot(1500, type_in)
app.exec()
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "typed\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
    window = make_window(empty_company)
    dialog = dialog_of(window)
    assert dialog is not None
    dialog.go_on()
    at_rest(qtbot, window)
    page = window.present
    assert isinstance(page, SettingsPage)
    assert isinstance(page.present, FormSection)
    assert page.present.form.values()["street"] == "High Street 1"


def test_what_ran_while_the_window_was_closed_is_told(qtbot: QtBot, make_window: MakeWindow, empty_company: str, tmp_path: Path):
    from tests.services.interchange import bring

    company = bootstrap.open_company(empty_company)
    bring(
        company,
        tmp_path / "data",
        accounts="account,name,city\nA1,Anna Ltd,London\nA2,Nowhere Ltd,\n",
        orders="order,account,ordered_on,status\nO1,A1,2026-10-10,active\nO2,A2,2026-10-10,active\n",
        order_lines="order,line,description,quantity,unit_price\nO1,1,Desk,1,10.00\nO2,1,Chair,1,20.00\n",
    )
    add_schedule(company, NewSchedule("Monthly", "1 month", "last", mode="post"), AS_OF)
    first = make_window(empty_company)
    at_rest(qtbot, first)
    first.close()
    qtbot.wait(1100)  # instants are kept to the second
    run_invoices(company, RunRequest(AS_OF.replace(day=30), all_due=True))
    company.engine.dispose()
    window = make_window(empty_company)
    at_rest(qtbot, window)
    told = "Monthly ran meanwhile: one invoice; one account was left out"
    qtbot.waitUntil(lambda: window.toast.words.text() == told, timeout=3000)
    window.close()
    again = make_window(empty_company)
    at_rest(qtbot, again)
    assert "meanwhile" not in again.toast.words.text()


def test_a_dialog_never_waits(make_window: MakeWindow, empty_company: str):
    left_by_a_crash(empty_company, "account", "new", {"name": "Ada"})
    window = make_window(empty_company)
    assert isinstance(window.findChild(QDialog, "unsaved.dialog"), UnsavedDialog)  # and this line was reached
