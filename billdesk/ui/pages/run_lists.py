"""What lists of runs and of accounts that runs have left out show, on their page and as tabs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction

from billdesk.services.lists import Condition
from billdesk.ui.models.list_spec import ListColumn, ListSpec, Record, View
from billdesk.ui.navigation import Place
from billdesk.ui.words import tr


def runs_spec(totals: Callable[[Record], str], empty_action: QAction) -> ListSpec:
    """The runs, newest first. `totals` gives the words of what one has posted."""
    return ListSpec(
        "runs",
        "runs",
        tr("Runs"),
        (
            ListColumn("schedule", tr("Schedule"), 120, words=_schedule),
            ListColumn("occurrence_on", tr("Date"), 95),
            ListColumn("target_on", tr("Due up to"), 95),
            ListColumn("state", tr("State"), 90),
            ListColumn("mode", tr("Mode"), 115),
            ListColumn("invoices", tr("Invoices"), 80),
            ListColumn("lines", tr("Lines"), 70),
            ListColumn("exceptions", tr("Left out"), 80),
            ListColumn("id", tr("Posted"), 170, words=totals),
            ListColumn("started_at", tr("Begun"), 150),
            ListColumn("invoice_on", tr("Invoice date"), 100, hidden=True),
            ListColumn("ended_at", tr("Ended"), 150, hidden=True),
        ),
        tr("{n} run"),
        tr("{n} runs"),
        default_sort=(("started_at", True),),
        views=(
            View("all", tr("All")),
            View("left", tr("With accounts left out"), (Condition("exceptions", "over", "0"),)),
            View("stopped", tr("Not finished"), (Condition("state", "in", ("running", "cancelled")),)),
        ),
        empty_words=tr("Each run of a schedule stands here, with the invoices it made and the accounts it left out."),
        empty_action=empty_action,
        open_place=lambda record: Place("run", int(record["id"])),
    )


def exceptions_spec() -> ListSpec:
    """Accounts that runs have left out and that are not billed since."""
    return ListSpec(
        "exceptions",
        "exceptions",
        tr("Accounts left out"),
        (
            ListColumn("account_name", tr("Account"), 220),
            ListColumn("account", tr("Code"), 90),
            ListColumn("reason", tr("Why"), 320),
            ListColumn("remedy", tr("What to do"), 320),
            ListColumn("schedule", tr("Schedule"), 140),
            ListColumn("target_on", tr("Due up to"), 100),
        ),
        tr("{n} account"),
        tr("{n} accounts"),
        default_sort=(("target_on", False),),
        conditions=(Condition("resolved", "is", "no"),),
        empty_words=tr("No run has left an account out that is not billed since."),
    )


def _schedule(record: Record) -> str:
    return str(record["schedule"] or tr("By hand"))
