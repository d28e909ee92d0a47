"""Bill the month: from Home to posted and e-mailed, and what happens when a person stops in the middle."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QTreeView
from pytestqt.qtbot import QtBot

from billdesk import bootstrap
from billdesk.db.engine import reading
from billdesk.services.accounts import account_details, change_account
from billdesk.services.company import Company
from billdesk.services.mail.account import change_account as change_mail_account
from billdesk.services.verification import verify
from billdesk.ui.main_window import MainWindow
from billdesk.ui.models.plan_model import TOTAL
from billdesk.ui.navigation import Place
from billdesk.ui.pages.run import RunPage
from billdesk.ui.pages.run_review import RunReview
from tests.bench.making import RUN_ON, Shape, make_company
from tests.services.mail.servers import Post, mail_server
from tests.windows import at_rest

MONTH_END = date(2026, 11, 30)
POSTED = """SELECT a.code, i.currency, i.net_minor, i.tax_minor, i.total_minor, i.line_count FROM invoices i
 JOIN accounts a ON a.id = i.account_id JOIN invoice_runs r ON r.id = i.run_id
 WHERE i.status = 'posted' AND r.target_on = '2026-11-30' ORDER BY 1, 5"""


def prepare(file: str, port: int) -> None:
    """A mail server on this machine, and three customers who want their invoices by e-mail."""
    company = bootstrap.open_company(file)
    change_mail_account(
        company,
        {"host": "127.0.0.1", "port": port, "security": "none", "from_address": "post@example.com", "from_name": "Northwind"},
    )
    with reading(company.engine) as connection:
        ids = [row[0] for row in connection.exec_driver_sql("SELECT id FROM accounts WHERE code IN ('SAVEA','BONAP','ERNSH')")]
    for account_id in ids:
        stands = account_details(company, account_id)
        wanted = replace(stands.values, email=f"{stands.values.code.lower()}@example.org")
        change_account(company, account_id, stands.version, wanted, MONTH_END)
    company.engine.dispose()


def review_of(window: MainWindow) -> RunReview:
    page = window.present
    assert isinstance(page, RunPage)
    return page.review


def posted(company: Company) -> list[tuple[object, ...]]:
    with reading(company.engine) as connection:
        return [tuple(row) for row in connection.exec_driver_sql(POSTED)]


def press(window: MainWindow, name: str) -> None:
    # One of the former plan may still wait to be deleted.
    (button,) = [b for b in window.findChildren(QAbstractButton, name) if b.isVisible()]
    button.click()


def test_from_home_to_posted_and_e_mailed_in_four_actions(
    qtbot: QtBot, make_window: Callable[..., MainWindow], sample_company: str
):
    post = Post()
    with mail_server(post) as port:
        prepare(sample_company, port)
        window = make_window(sample_company, MONTH_END)
        assert window.trail.here == Place("home")

        qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)  # 1
        at_rest(qtbot, window)
        mode = window.findChild(QComboBox, "run.mode")
        assert mode is not None
        qtbot.keyClick(mode, Qt.Key.Key_End)  # 2: post and e-mail
        at_rest(qtbot, window)
        review = review_of(window)
        plan = review.plan
        assert plan is not None
        assert {turn.mode for turn in plan.turns} == {"email"}

        qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # 3
        at_rest(qtbot, window)
        press(window, "run.send_outbox")  # 4
        at_rest(qtbot, window)

        recipients = {address.addr_spec for message in post.messages() for address in message["To"].addresses}
        assert {"savea@example.org", "bonap@example.org", "ernsh@example.org"} <= recipients
        assert len(recipients) == 14
        attached = [part.get_content_type() for message in post.messages() for part in message.iter_attachments()]
        assert attached == ["application/pdf"] * 14
    planned = [(b.account, b.currency, b.net_minor, b.tax_minor, b.total_minor, b.line_count) for b in plan.bills]
    assert sorted(planned) == posted(window.desk.company)
    assert len(planned) == 14
    assert verify(window.desk.company).ok


def test_every_amount_of_the_plan_is_explained_and_can_be_searched(
    qtbot: QtBot, make_window: Callable[..., MainWindow], sample_company: str
):
    window = make_window(sample_company, MONTH_END)
    window.commands["run_invoices"].trigger()
    at_rest(qtbot, window)
    search, tree = window.findChild(QLineEdit, "run.search"), window.findChild(QTreeView, "run.plan")
    assert search is not None
    assert tree is not None
    model = tree.model()
    assert model.rowCount() == 14
    qtbot.keyClicks(search, "tofu")
    at_rest(qtbot, window)
    assert 0 < model.rowCount() < 14
    search.clear()
    qtbot.keyClicks(search, "bonap")
    at_rest(qtbot, window)
    assert model.rowCount() == 1
    tree.setCurrentIndex(model.index(0, 0))
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    at_rest(qtbot, window)
    account = model.index(0, 0)
    assert tree.isExpanded(account)
    assert model.rowCount(account) == 4
    assert model.index(0, TOTAL).data() == "USD 831.03"


def test_links_lead_to_the_invoices_of_the_run(qtbot: QtBot, make_window: Callable[..., MainWindow], sample_company: str):
    window = make_window(sample_company, MONTH_END)
    window.commands["run_invoices"].trigger()
    at_rest(qtbot, window)
    press(window, "run.approve")
    at_rest(qtbot, window)
    press(window, "run.open_invoices")
    at_rest(qtbot, window)
    page = window.present
    assert isinstance(page, RunPage)
    assert page.record.invoices is not None
    assert len(page.record.invoices.model.ids) == 14
    assert page.record.heading.text() == "Month-end, 11/30/2026"
    window.back()
    at_rest(qtbot, window)
    assert review_of(window).notice.words.text() == "Nothing is due up to 11/30/2026."


def test_nothing_due_offers_what_comes_next(qtbot: QtBot, window: MainWindow):
    window.commands["run_invoices"].trigger()
    at_rest(qtbot, window)
    review = review_of(window)
    assert review.notice.words.text() == "Nothing is due up to 11/24/2026."
    assert not review.approval.isEnabled()
    press(window, "run.ahead.2")
    at_rest(qtbot, window)
    assert review.plan is not None
    assert [turn.target_on for turn in review.plan.turns] == [MONTH_END]
    assert review.approval.text() == "Approve: post 14"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company of 4,000 accounts with a line each."""
    path = tmp_path_factory.mktemp("many") / "Many.billdesk"
    make_company(path, Shape(4000))
    return path


def test_stopping_takes_less_than_two_seconds_and_the_rest_can_be_finished(
    qtbot: QtBot, make_window: Callable[..., MainWindow], many: Path
):
    window = make_window(str(many), RUN_ON)
    window.commands["run_invoices"].trigger()
    at_rest(qtbot, window, 60_000)
    review = review_of(window)
    plan = review.plan
    assert plan is not None
    assert len(plan.bills) == 4000
    press(window, "run.approve")
    qtbot.waitUntil(lambda: review._job is not None and review._job.done > 0, timeout=60_000)
    begun = time.monotonic()
    press(window, "run.cancel")
    qtbot.waitUntil(lambda: not review.is_running, timeout=10_000)
    assert time.monotonic() - begun < 2
    assert "are posted and stay" in review.done.heading.text()
    first = len(posted(window.desk.company))
    assert 0 < first < 4000

    press(window, "run.again")
    at_rest(qtbot, window, 60_000)
    assert review.plan is not None
    assert len(review.plan.bills) == 4000 - first
    press(window, "run.approve")
    at_rest(qtbot, window, 60_000)
    planned = [(b.account, b.currency, b.net_minor, b.tax_minor, b.total_minor, b.line_count) for b in plan.bills]
    assert sorted(planned) == posted(window.desk.company)
