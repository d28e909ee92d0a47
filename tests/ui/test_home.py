"""Home through the real window: figures as plain SQL has them, each opens its list, and everything is reached by keyboard."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QPushButton

from billdesk import bootstrap
from billdesk.services.company import Company
from billdesk.services.imports import import_paths
from billdesk.services.overview import overview
from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.schedules import NewSchedule, add_schedule, set_paused
from billdesk.ui import theme
from billdesk.ui.dialogs.import_files import ImportDialog
from billdesk.ui.main_window import MainWindow
from billdesk.ui.navigation import Place
from billdesk.ui.pages.home import NARROW, HomePage
from billdesk.ui.widgets.tiles import BarRow, Tile
from tests.services.interchange import rows
from tests.windows import AS_OF, at_rest

TRIO = {
    "accounts": "account,name,city,currency\nE,Euro SA,Paris,EUR\nJ,Japan KK,Tokyo,JPY\nN,No Address,,EUR\n",
    "orders": "order,account,ordered_on,status,currency\nOE,E,2026-09-01,active,EUR\nOJ,J,2026-09-01,active,JPY\n"
    "ON,N,2026-09-01,active,EUR\n",
    "order_lines": "order,line,description,quantity,unit_price,charge_type,every,start_on\n"
    "OE,1,Fee,1,100,recurring,1 month,2026-09-01\nOJ,1,Plant,1,123456789012,recurring,1 month,2026-09-01\n"
    "ON,1,Fee,1,5,recurring,1 month,2026-09-01\n",
}


@pytest.fixture
def trio(tmp_path: Path) -> str:
    """A company with yen of twelve digits, euros, and an account that runs leave out."""
    path = str(tmp_path / "Trio.billdesk")
    company = bootstrap.create(path, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbau", "JPY", "JP")
    for name, text in TRIO.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    import_paths(company, [tmp_path / f"{name}.csv" for name in TRIO], as_of=date(2026, 9, 1))
    monthly = NewSchedule("Monthly", "1 month", "last", mode="post", start_on=date(2026, 9, 30))
    add_schedule(company, monthly, date(2026, 9, 1))
    run_invoices(company, RunRequest(date(2026, 10, 31), all_due=True))
    company.engine.dispose()
    return path


def home(window: MainWindow) -> HomePage:
    page = window.page("home")
    assert isinstance(page, HomePage)
    return page


@pytest.fixture
def gone(window: MainWindow) -> list[Place]:
    """The places that were asked for from now on; the window stays at Home."""
    places: list[Place] = []
    window.desk.wanted.disconnect(window.go)
    window.desk.wanted.connect(lambda place, _new: places.append(place))
    return places


def sums(company: Company, where: str) -> str:
    ((total, count),) = rows(company, f"SELECT sum(total_minor), count(*) FROM invoices WHERE {where}")
    return f"USD {total / 100:,.2f}, {count}"


# -- figures


def test_the_money_bar_shows_what_plain_sql_says(window: MainWindow):
    tiles, company = home(window).money.tiles, window.desk.company
    posted = "status = 'posted' AND kind = 'invoice'"
    assert sums(company, "status = 'draft'") in tiles["unbilled"].accessibleName()
    assert sums(company, f"{posted} AND due_on >= '2026-11-24'") in tiles["not-due"].accessibleName()
    assert sums(company, f"{posted} AND due_on < '2026-11-24'") in tiles["overdue"].accessibleName()
    assert tiles["credited"].accessibleName() == "Credited in 30 days, USD 0.00, None"


def test_ageing_and_due_soon_show_what_plain_sql_says(window: MainWindow):
    page, company = home(window), window.desk.company
    where = "status = 'posted' AND kind = 'invoice' AND due_on BETWEEN '{}' AND '{}'"
    assert sums(company, where.format("2026-10-25", "2026-11-23")) in page.ageing["1-30"].accessibleName()
    assert sums(company, where.format("2000-01-01", "2026-08-25")) in page.ageing["over-90"].accessibleName()
    assert sums(company, where.format("2026-11-24", "2026-11-30")) in page.due_soon.accessibleName()


def test_the_plot_says_each_month_in_words(window: MainWindow):
    plot, company = home(window).plot, window.desk.company
    told = plot.accessibleDescription().split("; ")
    assert len(told) == 13
    (october,) = rows(company, "SELECT sum(net_minor) FROM invoices WHERE issued_on LIKE '2026-10-%'")[0]
    assert told[11] == f"October 2026: USD {october / 100:,.2f}"


def test_recurring_revenue_is_that_of_the_contracts(window: MainWindow):
    # Nine contracts of the sample company: QUICK 490.00 a year, SAVEA 3 x 49.00, ERNSH 49.00, HUNGO 10 x 46.00 less 5 %,
    # RATTC 24 x 55.00 a quarter, FOLKO 8 x 22.50, ALFKI 49.00 + 2 x 22.50, LAMAI 2 x 490.00 a year.
    yearly = 490 + 12 * (3 * 49 + 49 + 437 + 180 + 49 + 45) + 4 * 1320 + 2 * 490
    tile = home(window).recurring
    assert tile.values == (f"USD {yearly / 12:,.2f}",)
    assert tile.note == f"USD {yearly:,.2f} a year"


def test_the_next_run_shows_its_day_and_its_drafts(window: MainWindow):
    page, company = home(window), window.desk.company
    where = "status = 'draft' AND target_on = '2026-11-30'"
    assert page.run.when.text() == "Month-end: 11/30/2026, in 6 days"
    ((total, count, lines),) = rows(company, f"SELECT sum(total_minor), count(*), sum(line_count) FROM invoices WHERE {where}")
    assert page.run.amounts.text() == f"USD {total / 100:,.2f}"
    assert page.run.note.text() == f"So far {count} drafts for {count} accounts with {lines} lines. The run posts them."


def test_figures_follow_what_somebody_writes(qtbot, window: MainWindow, sample_company: str):
    page = home(window)
    unbilled = page.money.tiles["unbilled"].values
    other = bootstrap.open_company(sample_company)
    run_invoices(other, RunRequest(date(2026, 11, 30), all_due=True))
    set_paused(other, "Contracts", True, AS_OF)
    other.engine.dispose()
    window.desk.look()
    qtbot.waitUntil(lambda: page.money.tiles["unbilled"].values != unbilled, timeout=10_000)
    at_rest(qtbot, window)
    assert page.concerns.rows["schedules-paused"].isVisible()
    assert page.concerns.rows["schedules-paused"].accessibleName() == "Paused schedules: 1"


def test_a_page_that_waits_for_its_figures_is_painted(window: MainWindow):
    page = HomePage(window.desk, window)
    page.resize(1000, 700)
    assert not page.grab().isNull()
    assert page.shown is None


# -- ways to the lists


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("home.money.unbilled", Place("invoices", None, (("status", "in:draft"),))),
        ("home.money.not_due", Place("invoices", None, (("payment_status", "in:unpaid"),))),
        ("home.money.overdue", Place("invoices", None, (("payment_status", "in:overdue"),))),
        (
            "home.money.credited",
            Place("invoices", None, (("kind", "in:credit_note"), ("issued_on", "within:last-30-days"))),
        ),
        (
            "home.ageing_31_60",
            Place("invoices", None, (("payment_status", "in:overdue"), ("due_on", "between:2026-09-25,2026-10-24"))),
        ),
        ("home.due_soon", Place("invoices", None, (("payment_status", "in:unpaid"), ("due_on", "within:next-7-days")))),
        (
            "home.run_drafts",
            Place("invoices", None, (("status", "in:draft"), ("schedule", "is:Month-end"), ("target_on", "is:2026-11-30"))),
        ),
        ("home.review_run", Place("run", None, (("schedule", "2"), ("until", "2026-11-30")))),
        ("home.recurring", Place("reports", None, (("report", "forecast"),))),
    ],
)
def test_each_figure_opens_its_list_by_keyboard(qtbot, window: MainWindow, gone: list[Place], name: str, place: Place):
    button = window.findChild(QAbstractButton, name)
    assert button is not None
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert gone == [place]


def test_a_month_opens_its_invoices(qtbot, window: MainWindow, gone: list[Place]):
    plot = home(window).plot
    plot.setFocus()
    qtbot.keyClick(plot, Qt.Key.Key_End)
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert plot.readout.startswith("October 2026: USD ")
    qtbot.keyClick(plot, Qt.Key.Key_Return)
    assert gone == [Place("invoices", None, (("issued_on", "between:2026-10-01,2026-10-31"),))]


def test_tab_reaches_every_figure_from_the_first_to_the_last(qtbot, window: MainWindow):
    page = home(window)
    wanted = [*page.money.tiles.values(), page.plot, *page.ageing.values(), page.run.review, page.run.drafts]
    wanted += [page.due_soon, page.recurring]
    page.money.tiles["unbilled"].setFocus()
    reached = []
    for _ in range(40):
        reached.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert [widget for widget in reached if widget in wanted][: len(wanted)] == wanted


# -- other companies


def test_several_currencies_stand_side_by_side_and_twelve_digits_are_whole(make_window, trio: str):
    window = make_window(trio)
    page = home(window)
    # September's invoices were due on 30 October, October's on 30 November.
    assert page.money.tiles["overdue"].values == page.money.tiles["not-due"].values == ("JPY 123,456,789,012", "EUR 100.00")
    figures = overview(window.desk.company, AS_OF)
    assert page.currency.isVisible()
    assert [page.currency.itemData(n) for n in range(page.currency.count())] == ["JPY", "EUR"] == list(figures.currencies)
    page.currency.setCurrentIndex(1)
    page.currency.activated.emit(1)
    assert page.ageing["not-due"].value == f"EUR {figures.ageing[0].minor('EUR') / 100:,.2f}"
    assert page.concerns.rows["exceptions"].accessibleName() == "Accounts that runs left out: 2"


@pytest.mark.parametrize("width", [880, 1280])
def test_no_amount_is_cut(make_window, trio: str, width: int):
    window = make_window(trio)
    window.resize(width, 800)
    QApplication.processEvents()
    page = home(window)
    for tile in page.findChildren(Tile):
        for text in tile.values:
            metrics = QFontMetrics(tile.font_of(tile.value_size(), is_bold=True))
            assert metrics.horizontalAdvance(text) <= tile.width() - 28
    for bar in page.findChildren(BarRow):
        metrics = QFontMetrics(bar.font_of(13, is_bold=True))
        assert metrics.horizontalAdvance(bar.value) < bar.width() - 16


def test_parts_stand_under_each_other_where_there_is_little_room(window: MainWindow):
    page = home(window)
    wide = [tile.geometry().top() for tile in page.money.tiles.values()]
    assert len(set(wide)) == 1
    page.resize(NARROW - 20, 700)
    QApplication.processEvents()
    narrow = [tile.geometry().top() for tile in page.money.tiles.values()]
    assert len(set(narrow)) == 2


def test_an_empty_company_is_told_what_belongs_here_and_how_to_begin(qtbot, make_window, empty_company: str):
    window = make_window(empty_company)
    page = home(window)
    assert page.steps.isVisible()
    assert page.steps.first.hasFocus() or page.focusProxy() is page.steps.first
    places: list[Place] = []
    window.desk.wanted.disconnect(window.go)
    window.desk.wanted.connect(lambda place, _new: places.append(place))
    for name in ("home.first_account", "home.first_schedule", "home.first_import"):
        button = page.findChild(QPushButton, name)
        assert button is not None
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert places == [
        Place("accounts", None, (("do", "new"),)),
        Place("schedules", None, (("do", "new"),)),
    ]
    dialog = page.findChild(QFileDialog, "choose.folder")
    assert dialog is not None
    assert dialog.isVisible()
    dialog.close()


def test_what_a_person_has_can_be_imported_from_the_first_page(qtbot, make_window, empty_company: str, tmp_path: Path):
    window = make_window(empty_company)
    page = home(window)
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "accounts.csv").write_text("account,name,city,country\nA1,Anna Ltd,Leeds,GB\n", encoding="utf-8")
    button = page.findChild(QPushButton, "home.first_import")
    assert button is not None
    button.click()
    chooser = page.findChild(QFileDialog, "choose.folder")
    assert chooser is not None
    chooser.fileSelected.emit(str(folder))
    chooser.close()
    dialog = window.findChild(ImportDialog)
    assert dialog is not None
    at_rest(qtbot, window)
    dialog.close()


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_home_is_painted_in_both_themes(qapp: QApplication, window: MainWindow, shade: str):
    theme.apply(qapp, shade)
    page = home(window)
    image = page.grab().toImage()
    tile = page.money.tiles["overdue"]
    corner = tile.mapTo(page, QRect(0, 0, 1, 1).topLeft())
    strip = image.pixelColor(int((corner.x() + 20) * image.devicePixelRatio()), int((corner.y() + 2) * image.devicePixelRatio()))
    assert strip == theme.pair("overdue")[0]
    theme.apply(qapp, "light")
