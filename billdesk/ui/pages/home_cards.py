"""Cards of Home that say more than a figure: the next run, what needs a person, and the first steps of an empty company."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from billdesk.services.overview import Concern, NextRun
from billdesk.ui.desk import Desk
from billdesk.ui.models.places import list_place
from billdesk.ui.navigation import Place
from billdesk.ui.widgets.tiles import MOST_LINES, Card, Drawing, Line, LinkRow
from billdesk.ui.words import breakable, tr


class NextRunCard(Card):
    """The next run: when, of which schedule, what it bills as far as drafts stand, and the way to review it."""

    def __init__(self, desk: Desk, review: QAction, parent: QWidget | None = None) -> None:
        super().__init__(tr("Next run"), parent)
        self._desk = desk
        self._run: NextRun | None = None
        self.when = self._label("home.run_when")
        self.amounts = self._label("home.run_amounts")
        self.amounts.setProperty("figure", True)
        self.note = self._label("home.run_note", muted=True)
        row = QHBoxLayout()
        self.review = QPushButton(review.text())
        self.review.setObjectName("home.review_run")
        self.review.setAccessibleName(review.text())
        self.review.setToolTip(review.toolTip())
        self.review.setProperty("primary", True)
        self.review.clicked.connect(review.trigger)
        self.drafts = QPushButton(tr("Show the drafts"))
        self.drafts.setObjectName("home.run_drafts")
        self.drafts.setAccessibleName(tr("Show the drafts of the next run"))
        self.drafts.clicked.connect(self._show_drafts)
        self.add = QPushButton(tr("Create a schedule"))
        self.add.setObjectName("home.add_schedule")
        self.add.setAccessibleName(tr("Create a schedule"))
        self.add.clicked.connect(lambda: desk.go(Place("schedules", None, (("do", "new"),))))
        for button in (self.review, self.drafts, self.add):
            button.hide()
            row.addWidget(button)
        row.addStretch(1)
        self.column.addStretch(1)
        self.column.addLayout(row)

    def show_run(self, run: NextRun | None, as_of: date, *, has_schedules: bool) -> None:
        """Show a run; without one, say why there is none."""
        self._run = run
        self.review.setVisible(run is not None)
        self.drafts.setVisible(run is not None and run.drafts.count > 0)
        self.add.setVisible(not has_schedules)
        if run is None:
            self.when.setText(tr("All schedules are paused or have ended.") if has_schedules else tr("There is no schedule yet."))
            self.amounts.clear()
            self.note.setText("" if has_schedules else tr("A schedule bills what each account owes, on the days you choose."))
        else:
            self.when.setText(breakable(self._when(run, as_of)))
            self.amounts.setText(self._amounts(run))
            self.note.setText(self._note(run))
        for label in (self.when, self.amounts, self.note):
            label.setVisible(bool(label.text()))

    def _when(self, run: NextRun, as_of: date) -> str:
        day = self._desk.formats.date_(run.on)
        if run.due_count > 1:
            return tr("{schedule}: {n} runs are due, the first since {day}").format(
                schedule=run.schedule, n=self._desk.formats.count(run.due_count), day=day
            )
        away = (run.on - as_of).days
        if away < 0:
            return tr("{schedule}: due since {day}").format(schedule=run.schedule, day=day)
        if away == 0:
            return tr("{schedule}: today").format(schedule=run.schedule)
        if away == 1:
            return tr("{schedule}: tomorrow, {day}").format(schedule=run.schedule, day=day)
        return tr("{schedule}: {day}, in {n} days").format(schedule=run.schedule, day=day, n=self._desk.formats.count(away))

    def _amounts(self, run: NextRun) -> str:
        amounts = [self._desk.formats.money(amount.minor, amount.currency) for amount in run.drafts.amounts]
        return "\n".join(amounts[:MOST_LINES])

    def _note(self, run: NextRun) -> str:
        count = self._desk.formats.count
        if not run.drafts.count:
            found = tr("Nothing is collected for it yet.")
        else:
            drafts = tr("{n} draft") if run.drafts.count == 1 else tr("{n} drafts")
            accounts = tr("{n} account") if run.account_count == 1 else tr("{n} accounts")
            lines = tr("{n} line") if run.line_count == 1 else tr("{n} lines")
            found = tr("So far {drafts} for {accounts} with {lines}.").format(
                drafts=drafts.format(n=count(run.drafts.count)),
                accounts=accounts.format(n=count(run.account_count)),
                lines=lines.format(n=count(run.line_count)),
            )
        modes = {
            "draft": tr("The run leaves drafts for you to post."),
            "post": tr("The run posts them."),
            "email": tr("The run posts and e-mails them."),
        }
        mode = tr("The run waits for your review.") if run.is_held else modes[run.mode]
        return f"{found} {mode}"

    def _show_drafts(self) -> None:
        if self._run is not None:
            self._desk.go(list_place(self._run.drafts.kind, self._run.drafts.conditions))

    def _label(self, name: str, *, muted: bool = False) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setProperty("muted", muted)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        self.column.addWidget(label)
        return label


class Concerns(Card):
    """What needs a person; each row leads to it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(tr("Needs you"), parent)
        self._desk = desk
        self._places: dict[str, Place] = {}
        self.rows: dict[str, LinkRow] = {}
        for key, picture, ink in (
            ("exceptions", "triangle-alert", "overdue"),
            ("mail-uncertain", "circle-help", "part_paid"),
            ("mail-failed", "mail", "overdue"),
            ("runs-stopped", "hourglass", "due"),
            ("drafts-past", "file-text", "due"),
            ("schedules-paused", "pause", "draft"),
        ):
            row = self.rows[key] = LinkRow(f"home.{key.replace('-', '_')}", picture, ink, self)
            row.clicked.connect(lambda _checked=False, key=key: desk.go(self._places[key]))
            row.hide()
            self.column.addWidget(row)
        self.nothing = QLabel(tr("Nothing waits for you."))
        self.nothing.setObjectName("home.no_concerns")
        self.nothing.setProperty("muted", True)
        self.nothing.hide()
        self.column.addWidget(self.nothing)
        self.column.addStretch(1)

    def show_concerns(self, concerns: Iterable[Concern]) -> None:
        """Show these and no others."""
        found = {concern.key: concern for concern in concerns}
        words = {
            "exceptions": tr("Accounts that runs left out"),
            "mail-uncertain": tr("E-mails that may have been sent"),
            "mail-failed": tr("E-mails that failed"),
            "runs-stopped": tr("Runs that were stopped half-way"),
            "drafts-past": tr("Drafts whose day has passed"),
            "schedules-paused": tr("Paused schedules"),
        }
        for key, row in self.rows.items():
            concern = found.get(key)
            row.setVisible(concern is not None)
            if concern is not None:
                self._places[key] = list_place(concern.kind, concern.conditions)
                row.show_words(words[key], self._desk.formats.count(concern.count))
        self.nothing.setVisible(not found)


class FirstSteps(QWidget):
    """What an empty company shows: what belongs here, and three ways to begin."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._title, text = self._words()
        self._buttons: list[QPushButton] = []
        cards = QHBoxLayout()
        cards.setSpacing(16)
        for name, picture, heading, words, call in (
            (
                "account",
                "users",
                tr("Add an account"),
                tr("Whom you bill: a name, an address, a currency."),
                lambda: desk.go(_new("accounts")),
            ),
            (
                "import",
                "upload",
                tr("Import your data"),
                tr("Accounts, products and orders from CSV files that you have."),
                self._choose_files,
            ),
            (
                "schedule",
                "calendar-clock",
                tr("Create a schedule"),
                tr("On which days what is due is collected into invoices."),
                lambda: desk.go(_new("schedules")),
            ),
        ):
            cards.addWidget(self._card((name, picture, heading, words), call), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 24, 40, 40)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self._title)
        column.addWidget(text)
        column.addSpacing(12)
        column.addLayout(cards)
        column.addStretch(3)

    @property
    def first(self) -> QPushButton:
        """The button of the first step."""
        return self._buttons[0]

    def show_company(self, name: str) -> None:
        """Name the company."""
        self._title.setText(tr("{name} is ready").format(name=name))

    def _words(self) -> tuple[QLabel, QLabel]:
        title = Line()
        title.setObjectName("home.ready")
        title.setProperty("title", True)
        title.setTextFormat(Qt.TextFormat.PlainText)
        text = QLabel(
            tr("Home shows what is unbilled, due and overdue once there are orders. Begin with one of these; the rest can wait.")
        )
        text.setProperty("muted", True)
        text.setWordWrap(True)
        return title, text

    def _choose_files(self) -> None:
        """Ask for the folder, without waiting; what is in it is shown before anything is imported."""
        from billdesk.ui.dialogs.choose_file import choose_folder
        from billdesk.ui.dialogs.import_files import show_import

        def chosen(folder: str) -> None:
            show_import(self._desk, [Path(folder)], self.window())

        choose_folder(self, chosen, tr("Which folder holds the files?"))

    def _card(self, told: tuple[str, str, str, str], call: Callable[[], object]) -> QFrame:
        name, picture, heading, words = told
        card = Card(heading, self)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        card.column.insertWidget(0, Drawing(picture, "accent"))
        text = QLabel(words)
        text.setProperty("muted", True)
        text.setWordWrap(True)
        card.column.addWidget(text)
        card.column.addSpacing(8)
        card.column.addStretch(1)
        button = QPushButton(heading)
        button.setObjectName(f"home.first_{name}")
        button.setAccessibleName(heading)
        button.setProperty("primary", name == "account")
        button.clicked.connect(lambda _checked=False: call())
        card.column.addWidget(button)
        self._buttons.append(button)
        return card


def _new(page: str) -> Place:
    return Place(page, None, (("do", "new"),))
