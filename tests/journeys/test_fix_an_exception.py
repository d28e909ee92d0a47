"""Fix an exception without leaving the review; and what others write between plan and approval."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from billdesk import bootstrap
from billdesk.db.engine import reading
from billdesk.services.accounts import account_details, change_account
from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.verification import verify
from billdesk.ui.dialogs.mend_exception import MendAddressDialog
from billdesk.ui.invoice_verbs import post_invoices
from billdesk.ui.main_window import MainWindow
from billdesk.ui.navigation import Place
from billdesk.ui.pages.run import RunPage
from billdesk.ui.pages.run_review import RunReview
from billdesk.ui.pages.runs import RunsPage
from tests.windows import at_rest

MONTH_END = date(2026, 11, 30)


def write(file: str, *statements: str) -> None:
    """Write into the file behind everybody's back."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def lacking(sample_company: str) -> str:
    """The sample company with two faults: SAVEA has no address, and a line of LILAS no price."""
    company = bootstrap.open_company(sample_company)
    with reading(company.engine) as connection:
        account_id = connection.exec_driver_sql("SELECT id FROM accounts WHERE code = 'SAVEA'").scalar_one()
    stands = account_details(company, account_id)
    bare = replace(stands.values, street="", city="", postcode="", region="")
    change_account(company, account_id, stands.version, bare, MONTH_END)
    company.engine.dispose()
    write(
        sample_company,
        "UPDATE order_lines SET unit_price_e4 = NULL WHERE id = (SELECT min(l.id) FROM order_lines l JOIN accounts a "
        "ON a.id = l.account_id WHERE a.code = 'LILAS' AND l.next_billing_on IS NOT NULL)",
    )
    return sample_company


@pytest.fixture
def lacking_window(qtbot: QtBot, make_window: Callable[..., MainWindow], lacking: str) -> MainWindow:
    """A window on that company at the month's end, with the review open."""
    window = make_window(lacking, MONTH_END)
    window.commands["run_invoices"].trigger()
    at_rest(qtbot, window)
    return window


def review_of(window: MainWindow) -> RunReview:
    page = window.present
    assert isinstance(page, RunPage)
    return page.review


def left_out(window: MainWindow) -> list[str]:
    plan = review_of(window).plan
    return [] if plan is None else [exception.account for exception in plan.exceptions]


def press(window: MainWindow, name: str) -> None:
    button = window.findChild(QAbstractButton, name)
    assert button is not None
    button.click()


def mend(qtbot: QtBot, window: MainWindow, account: str, field: str, text: str) -> None:
    """Press the account's button, type into the field that matters, and save."""
    press(window, f"run.mend.{account}")
    at_rest(qtbot, window)
    dialog = window.findChild(QDialog, "mend.dialog")
    assert dialog is not None
    line = next(line for line in dialog.findChildren(QLineEdit) if line.objectName().startswith(field))
    qtbot.keyClicks(line, text)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at_rest(qtbot, window)


def test_exceptions_are_mended_in_place_and_billed_with_the_rest(qtbot: QtBot, lacking_window: MainWindow):
    window = lacking_window
    assert sorted(left_out(window)) == ["LILAS", "SAVEA"]
    mend(qtbot, window, "SAVEA", "mend.city", "Boise")
    assert left_out(window) == ["LILAS"]
    assert not review_of(window).notice.isVisible(), "what one has changed oneself is no news"
    mend(qtbot, window, "LILAS", "mend.price.", "12.50")
    assert left_out(window) == []
    plan = review_of(window).plan
    assert plan is not None
    assert {"SAVEA", "LILAS"} <= {bill.account for bill in plan.bills}

    press(window, "run.approve")
    at_rest(qtbot, window)
    assert review_of(window).done.heading.text() == "14 invoices are posted"
    assert verify(window.desk.company).ok


def test_mending_is_undone_like_any_edit(qtbot: QtBot, lacking_window: MainWindow):
    window = lacking_window
    mend(qtbot, window, "LILAS", "mend.price.", "12.50")
    assert left_out(window) == ["SAVEA"]
    window.desk.undo.undo()
    at_rest(qtbot, window)
    qtbot.waitUntil(lambda: sorted(left_out(window)) == ["LILAS", "SAVEA"], timeout=5000)
    window.desk.undo.redo()
    at_rest(qtbot, window)
    qtbot.waitUntil(lambda: left_out(window) == ["SAVEA"], timeout=5000)


def test_a_price_that_is_none_is_refused_beside_its_field(qtbot: QtBot, lacking_window: MainWindow):
    window = lacking_window
    mend(qtbot, window, "LILAS", "mend.price.", "much")
    dialog = window.findChild(QDialog, "mend.dialog")
    assert dialog is not None
    assert dialog.isVisible()
    assert sorted(left_out(window)) == ["LILAS", "SAVEA"]
    dialog.reject()


def test_whom_a_run_has_left_out_can_be_mended_from_the_list(qtbot: QtBot, lacking_window: MainWindow):
    window = lacking_window
    press(window, "run.approve")
    at_rest(qtbot, window)
    assert review_of(window).done.heading.text() == "12 invoices are posted"
    window.go(Place("runs", None, (("tab", "exceptions"),)))
    at_rest(qtbot, window)
    page = window.present
    assert isinstance(page, RunsPage)
    assert page.tabs.currentWidget() is page.exceptions
    assert len(page.exceptions.model.ids) == 2
    row = [page.exceptions.model.record(n) for n in range(2)]
    at = next(n for n, record in enumerate(row) if record is not None and record["account"] == "SAVEA")
    page.exceptions.open_row(at)
    at_rest(qtbot, window)
    dialog = window.findChild(QDialog, "mend.dialog")
    assert dialog is not None
    city = dialog.findChild(QLineEdit, "mend.city")
    assert city is not None
    qtbot.keyClicks(city, "Boise")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at_rest(qtbot, window)

    window.commands["run_invoices"].trigger()
    at_rest(qtbot, window)
    plan = review_of(window).plan
    assert plan is not None
    assert [bill.account for bill in plan.bills] == ["SAVEA"]
    assert [turn.is_again for turn in plan.turns] == [True]
    press(window, "run.approve")
    at_rest(qtbot, window)
    with reading(window.desk.company.engine) as connection:
        waiting = connection.exec_driver_sql("SELECT count(*) FROM run_exceptions WHERE is_resolved = 0").scalar()
    assert waiting == 1


def test_what_others_write_between_plan_and_approval_is_said_and_nothing_is_posted_unseen(
    qtbot: QtBot, lacking_window: MainWindow
):
    window = lacking_window
    review = review_of(window)
    before = review.plan
    assert before is not None
    window.desk._timer.stop()  # the window has not looked yet
    other = bootstrap.open_company(window.desk.target)
    write(
        window.desk.target,
        f"UPDATE order_lines SET quantity_e6 = quantity_e6 * 2 WHERE account_id = {before.bills[0].account_id}",
        "INSERT INTO audit_log SELECT max(id) + 1, '', 'other', 'change', 'order', 1, '', NULL, 'x' FROM audit_log",
    )
    review.approve()
    qtbot.waitUntil(lambda: not review.is_running, timeout=10_000)
    at_rest(qtbot, window)
    assert review.notice.words.text() == "The plan has changed for 1 account: this is how it stands now."
    assert review.plan is not None
    assert review.plan.bills[0].net_minor > before.bills[0].net_minor
    with reading(other.engine) as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM invoice_runs WHERE target_on = '2026-11-30'").scalar()
    assert count == 0
    other.engine.dispose()


def test_a_run_of_somebody_else_is_seen_in_the_review(qtbot: QtBot, lacking_window: MainWindow):
    window = lacking_window
    other = bootstrap.open_company(window.desk.target)
    run_invoices(other, RunRequest(MONTH_END, all_due=True))
    other.engine.dispose()
    review = review_of(window)
    qtbot.waitUntil(lambda: review.plan is not None and not review.plan.bills, timeout=10_000)
    assert not review.approval.isEnabled()


def test_a_draft_that_cannot_be_posted_is_mended_from_the_bar_and_posted(qtbot: QtBot, lacking_window: MainWindow):
    window = lacking_window
    with reading(window.desk.company.engine) as connection:
        found = connection.exec_driver_sql(
            "SELECT i.id FROM invoices i JOIN accounts a ON a.id = i.account_id WHERE a.code = 'SAVEA' AND i.status = 'draft'"
        )
        draft = int(found.scalars().first() or 0)
    post_invoices(window.desk, [draft])
    at_rest(qtbot, window)
    assert window.errors.link.text() == "Mend it"
    window.errors.link.click()
    at_rest(qtbot, window)
    (dialog,) = window.findChildren(MendAddressDialog)
    dialog.form.set_values({"city": "Boise"}, are_clean=False)
    dialog.save()
    at_rest(qtbot, window)
    post_invoices(window.desk, [draft])
    at_rest(qtbot, window)
    with reading(window.desk.company.engine) as connection:
        status = connection.exec_driver_sql(f"SELECT status FROM invoices WHERE id = {draft:d}").scalar()
    assert status == "posted"
