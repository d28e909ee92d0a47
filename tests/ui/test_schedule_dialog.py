"""The scheduler dialog: each rule can be made, what it shows is what the engine bills, mistakes stand beside their fields."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from billdesk import bootstrap
from billdesk.services.company import Company
from billdesk.services.imports import import_paths
from billdesk.services.runs import RunRequest, plan_run, run_invoices
from billdesk.services.schedule_changes import rename_schedule
from billdesk.services.schedule_view import rule_of, schedule_details
from billdesk.services.schedules import NewSchedule, add_schedule, all_schedules
from billdesk.ui.desk import Desk
from billdesk.ui.dialogs.schedule import ScheduleDialog, open_schedule
from billdesk.ui.main_window import MainWindow
from billdesk.ui.widgets.codes_field import CodesField
from billdesk.ui.widgets.rule_fields import cadence_of, cadence_words
from billdesk.ui.widgets.rule_form import as_values
from tests.histories import reading
from tests.histories.machine import SHM, blank
from tests.windows import AS_OF, at_rest

WEEKDAYS = "mon tue wed thu fri sat sun".split()


def random_rule(chance: random.Random) -> NewSchedule:
    """Any rule that the dialog can make; it posts, so that the engine bills it."""
    every = chance.choice(
        [(1, 45, "day"), (1, 8, "week"), (1, 14, "month"), (1, 5, "quarter"), (1, 3, "semester"), (1, 2, "year")]
    )
    count = chance.randint(every[0], every[1])
    bill_day = chance.choice(
        [
            None,
            str(chance.randint(1, 31)),
            "last",
            "last-business",
            f"{chance.choice(['1', '2', '3', '4', '5', 'last'])} {chance.choice(WEEKDAYS)}",
        ]
    )
    start_on = date(2000, 1, 1) + timedelta(chance.randint(0, 20_000))
    return NewSchedule(
        "Rule",
        f"{count} {every[2]}" if count == 1 else f"{count} {every[2]}s",
        bill_day,
        start_on,
        chance.choice([None, None, start_on + timedelta(chance.randint(0, 900))]),
        target_days=chance.choice([0, 0, chance.randint(1, 40), -chance.randint(1, 40)]),
        grouping=chance.choice(["account", "order", "po"]),
        mode="post",
        catch_up=chance.choice(["each", "one", "ask"]),
        holiday_rule=chance.choice(["none", "next", "previous", "nearest-in-month"]),
        calendar=chance.choice([None, "US", "DE-BY", "GB"]),
        invoice_date=chance.choice(["occurrence", "target"]),
        terms=chance.choice([None, "net 14", "eom 10"]),
        time_of_day=f"{chance.randint(0, 23):02}:{chance.choice(['00', '30'])}",
    )


@pytest.fixture
def dialog(qtbot: QtBot, window: MainWindow) -> ScheduleDialog:
    """The dialog of a new schedule, over the sample company."""
    found = open_schedule(window.desk, window)
    at_rest(qtbot, window)
    return found


def shown_dates(dialog: ScheduleDialog) -> list[date]:
    items = (dialog.side.dates.item(row) for row in range(dialog.side.dates.count()))
    return [date.fromisoformat(str(item.data(Qt.ItemDataRole.UserRole))) for item in items]


def fill(dialog: ScheduleDialog, rule: NewSchedule) -> None:
    dialog.form.set_values(as_values(rule), are_clean=False)
    dialog._look()


def as_made(dialog: ScheduleDialog, rule: NewSchedule) -> list[date]:
    """Make the rule in the dialog, and see that the dialog says it."""
    fill(dialog, rule)
    assert dialog.values() == rule
    return shown_dates(dialog)


def bill(company: Company, folder: Path, rule: NewSchedule, number: int) -> tuple[list[date], list[tuple[str, str]]]:
    """Have the engine bill the rule: an account with a charge for each of its targets; the dates of its runs, and invoices."""
    name = f"Rule {number}"
    targets = list(islice(rule_of(rule, None, AS_OF).occurrences(), 12))
    if not targets:
        return [], []
    first_on = min(o.target_on for o in targets)
    rows = {
        "accounts": f"account,name,city\nA{number},A,Wien\n",
        "orders": f"order,account,ordered_on,status\nO{number},A{number},{first_on},active\n",
        "order_lines": "order,line,description,quantity,unit_price,bill_on\n"
        + "".join(f"O{number},{at},x,1,1,{o.target_on}\n" for at, o in enumerate(targets, 1)),
    }
    for kind, text in rows.items():
        (folder / f"{kind}.csv").write_text(text)
    schedule = add_schedule(company, replace(rule, name=name, accounts=(), mode="post"), AS_OF)
    import_paths(company, [folder / f"{kind}.csv" for kind in rows], as_of=AS_OF)
    last_on = targets[-1].on
    report = run_invoices(company, RunRequest(last_on, schedule=name, catch_up="each"))
    assert report.exceptions == []
    path = Path(str(company.engine.url.database))
    ran = reading.query(path, f"SELECT occurrence_on FROM invoice_runs WHERE schedule_id = {schedule.id} ORDER BY occurrence_on")
    billed = reading.query(
        path,
        "SELECT i.target_on, i.issued_on FROM invoices i JOIN accounts a ON a.id = i.account_id "
        f"WHERE i.status = 'posted' AND a.code = 'A{number}' ORDER BY i.target_on",
    )
    return [date.fromisoformat(row[0]) for row in ran], [(row[0], row[1]) for row in billed]


@pytest.fixture
def fresh() -> Iterator[Callable[[], tuple[Company, Path]]]:
    """Makes empty companies in memory-backed folders, one at a time."""
    made: list[tuple[Company, Path]] = []

    def drop() -> None:
        while made:
            company, folder = made.pop()
            company.engine.dispose()
            shutil.rmtree(folder)

    def make() -> tuple[Company, Path]:
        drop()
        folder = Path(tempfile.mkdtemp(prefix="rules-", dir=SHM if SHM.is_dir() else None))
        shutil.copyfile(blank(), folder / "Company.billdesk")
        made.append((bootstrap.open_company(str(folder / "Company.billdesk")), folder))
        return made[-1]

    yield make
    drop()


def prove_rules(dialog: ScheduleDialog, fresh: Callable[[], tuple[Company, Path]], count: int, seed: int) -> int:
    """Make random rules in the dialog and have the engine bill them; how many dates were compared."""
    chance = random.Random(seed)
    compared = 0
    for number in range(count):
        rule = random_rule(chance)
        shown = as_made(dialog, rule)
        company, folder = fresh()
        ran, billed = bill(company, folder, rule, number)
        assert ran == shown, rule
        following = islice(rule_of(rule, None, AS_OF).occurrences(), 12)
        expected = [(o.target_on.isoformat(), o.invoice_on.isoformat()) for o in following]
        assert billed == expected, rule
        compared += len(shown)
    return compared


def test_the_dates_of_random_rules_are_those_that_the_engine_bills(
    dialog: ScheduleDialog, fresh: Callable[[], tuple[Company, Path]]
):
    assert prove_rules(dialog, fresh, 25, seed=1) > 200


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_the_dates_of_ten_thousand_random_rules_are_those_that_the_engine_bills(
    dialog: ScheduleDialog, fresh: Callable[[], tuple[Company, Path]], part: int
):
    print(prove_rules(dialog, fresh, 1_000, seed=100 + part), "dates")


def said(dialog: ScheduleDialog, key: str) -> str:
    label = dialog.findChild(QLabel, f"schedule.{key}.error")
    assert isinstance(label, QLabel)
    return label.text() if label.isVisibleTo(dialog) else ""


def test_the_sentence_and_the_figure_follow_each_edit(qtbot: QtBot, window: MainWindow, dialog: ScheduleDialog):
    rule = NewSchedule("Weekly", "1 week", "last fri", date(2026, 12, 1), mode="email", accounts=("SAVEA",))
    fill(dialog, rule)
    at_rest(qtbot, window)
    assert dialog.side.sentence.text() == (
        "Every week at 06:00, counted from the last Friday on or after December 1, 2026; collects lines of account SAVEA "
        "due up to the same date, one invoice per account, posted and e-mailed; missed dates each in its turn."
    )
    assert shown_dates(dialog)[:3] == [date(2026, 12, 25), date(2027, 1, 1), date(2027, 1, 8)]

    company = window.desk.company
    dialog.save()
    at_rest(qtbot, window)
    planned = plan_run(company, RunRequest(date(2026, 12, 25), schedule="Weekly"))
    assert planned.invoice_count == 0, "Month-end and Contracts stand before it and take all lines"


def test_what_the_next_run_would_bill_is_what_its_dry_run_says(qtbot: QtBot, window: MainWindow):
    company = window.desk.company
    stands = schedule_details(company, all_schedules(company)[1].id)
    dialog = open_schedule(window.desk, window, stands)
    at_rest(qtbot, window)
    planned = plan_run(company, RunRequest(date(2026, 11, 30), schedule=stands.values.name))
    (minor,) = planned.totals_minor.values()
    assert dialog.side.figure.text() == window.desk.formats.money(minor, "USD")
    assert dialog.side.figure_words.text() == f"14 accounts, {planned.invoice_count} invoices, {planned.line_count} lines"


def test_what_is_wrong_stands_beside_its_field(qtbot: QtBot, window: MainWindow, dialog: ScheduleDialog):
    every, terms = dialog.form.field("every"), dialog.form.field("terms")
    assert isinstance(every, QComboBox)
    assert isinstance(terms, QLineEdit)
    every.setEditText("2 fortnights")
    qtbot.keyClicks(terms, "soon")
    qtbot.waitUntil(lambda: bool(said(dialog, "terms")), timeout=5000)
    assert "Cadence '2 fortnights' is not understood" in said(dialog, "every")
    assert "Payment terms 'soon' are not understood" in said(dialog, "terms")
    assert said(dialog, "name") == "", "nobody has asked to save it yet"
    assert "is not understood" in dialog.side.sentence.text()
    assert shown_dates(dialog) == []

    every.setEditText("2 weeks")
    terms.setText("net 14")
    dialog.save()
    at_rest(qtbot, window)
    assert said(dialog, "name") == "A schedule needs a name; give it one"
    assert dialog.isVisible()


def test_an_unknown_account_is_said_before_anybody_saves(qtbot: QtBot, window: MainWindow, dialog: ScheduleDialog):
    fill(dialog, NewSchedule("X", "1 month", "last", AS_OF, accounts=("NOBODY",)))
    at_rest(qtbot, window)
    assert "Unknown account" in said(dialog, "accounts")


def test_ctrl_enter_saves_and_undo_takes_it_back(qtbot: QtBot, window: MainWindow, dialog: ScheduleDialog):
    company, undo = window.desk.company, window.desk.undo
    qtbot.keyClicks(dialog.form.field("name"), "Quarterly")
    every = dialog.form.field("every")
    assert isinstance(every, QComboBox)
    every.setEditText("1 quarter")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at_rest(qtbot, window)
    assert [s.name for s in all_schedules(company)][-1] == "Quarterly"
    assert undo.undo_text == "Added schedule Quarterly"
    undo.undo()
    at_rest(qtbot, window)
    assert "Quarterly" not in [s.name for s in all_schedules(company)]
    undo.redo()
    at_rest(qtbot, window)
    assert [str(s.cadence) for s in all_schedules(company) if s.name == "Quarterly"] == ["1 quarter"]


def test_a_change_is_undone_and_done_again(qtbot: QtBot, window: MainWindow):
    company = window.desk.company
    stands = schedule_details(company, 1)
    dialog = open_schedule(window.desk, window, stands)
    dialog.form.set_values({"bill_day": "15"}, are_clean=False)
    dialog.save()
    at_rest(qtbot, window)
    assert schedule_details(company, 1).values.bill_day == "15"
    window.desk.undo.undo()
    at_rest(qtbot, window)
    assert schedule_details(company, 1) == stands
    window.desk.undo.redo()
    at_rest(qtbot, window)
    assert schedule_details(company, 1).values.bill_day == "15"


def test_what_somebody_else_changed_is_offered_and_not_overwritten(qtbot: QtBot, window: MainWindow):
    company = window.desk.company
    stands = schedule_details(company, 1)
    dialog = open_schedule(window.desk, window, stands)
    rename_schedule(company, 1, stands.version, "Renamed", AS_OF)
    dialog.form.set_values({"bill_day": "15"}, are_clean=False)
    dialog.save()
    at_rest(qtbot, window)
    assert "was changed meanwhile" in dialog.trouble.text()
    assert schedule_details(company, 1).values == replace(stands.values, name="Renamed")
    dialog._reload.click()
    at_rest(qtbot, window)
    assert dialog.values().name == "Renamed"


def test_another_writer_moves_the_figure(qtbot: QtBot, window: MainWindow):
    stands = schedule_details(window.desk.company, 2)
    dialog = open_schedule(window.desk, window, stands)
    at_rest(qtbot, window)
    before = dialog.side.figure.text()
    other = bootstrap.open_company(window.desk.target)
    run_invoices(other, RunRequest(date(2026, 11, 30), schedule="Month-end"))
    other.engine.dispose()
    qtbot.waitUntil(lambda: dialog.side.figure.text() != before, timeout=10_000)


def test_an_edit_that_a_crash_has_left_is_there_again(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    from billdesk import processes

    dialog = open_schedule(window.desk, window)
    qtbot.keyClicks(dialog.form.field("name"), "Half done")
    dialog.keep()
    dialog.done(0)  # as if the process had ended here: nothing is dropped
    monkeypatch.setattr(processes, "is_alive", lambda _process: False)
    again = open_schedule(window.desk, window)
    assert again.values().name == "Half done"
    again.reject()
    assert window.desk.unsaved.all() == []


@pytest.mark.parametrize(
    ("typed", "cadence"),
    [
        ("1 month", "1 month"),
        ("Every 2 weeks", "2 weeks"),
        ("month", "1 month"),
        ("  10   DAYS ", "10 days"),
        ("1 quarters", "1 quarters"),
        ("often", "often"),
        ("", ""),
    ],
)
def test_a_cadence_is_read_as_people_type_it(typed: str, cadence: str):
    assert cadence_of(typed) == cadence


def test_cadences_are_shown_in_the_words_of_the_window():
    assert cadence_words("2 weeks") == "2 weeks"
    assert cadence_words("often") == "often"


def test_codes_are_chosen_and_taken_away(qtbot: QtBot, dialog: ScheduleDialog):
    field = dialog.form.field("accounts")
    assert isinstance(field, CodesField)
    qtbot.keyClicks(field.line, "save")
    qtbot.waitUntil(lambda: field._model.rowCount() > 0, timeout=5000)
    offered = [field._model.item(row).text() for row in range(field._model.rowCount())]
    assert "SAVEA – Save-a-lot Markets" in offered
    field._take_completion("SAVEA – Save-a-lot Markets")
    assert dialog.values().accounts == ("SAVEA",)
    assert dialog.findChild(QWidget, "schedule.accounts.SAVEA") is not None
    field.line.clear()
    qtbot.keyClick(field.line, Qt.Key.Key_Backspace)
    assert dialog.values().accounts == ()


def test_the_dialog_is_not_modal(dialog: ScheduleDialog):
    assert not dialog.isModal()
    assert dialog.objectName() == "schedule.dialog"


def test_the_desk_forgets_a_closed_dialog(qtbot: QtBot, window: MainWindow, dialog: ScheduleDialog):
    desk: Desk = window.desk
    dialog.reject()
    at_rest(qtbot, window)
    desk.changed.emit()
    at_rest(qtbot, window)
