"""What a rule means, beside its form: the sentence, the next dates as a list and on a calendar, and what the next run bills.

Shows what it is handed; the dialog works it out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QScrollArea, QVBoxLayout, QWidget

from billdesk.billing.schedule import Occurrence
from billdesk.services.schedule_preview import NextRun
from billdesk.ui.formats import Formats
from billdesk.ui.widgets.year_calendar import YearCalendar
from billdesk.ui.words import tr

_SHOWN_EXCEPTIONS = 3
_LIST_WIDTH, _ROW, _MORE = 190, 24, 18
"""Pixels: the list, a date in it, and each further line of a date."""


class _Dates(QListWidget):
    """The list of dates, with some air around it."""

    def __init__(self) -> None:
        super().__init__()
        self.setViewportMargins(6, 4, 6, 4)


class RulePreview(QScrollArea):
    """The side of the scheduler dialog that answers; a narrow one has the list of dates under the calendar."""

    def __init__(self, formats: Formats, room: str, is_narrow: bool = False) -> None:
        super().__init__()
        self._formats = formats
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        self.sentence = _words(f"{room}.sentence")
        self.sentence.setMinimumHeight(3 * self.sentence.fontMetrics().lineSpacing())
        column.addWidget(self.sentence)
        self.figure, self.figure_words = QLabel(), _words(f"{room}.next_run_words")
        self.figure.setObjectName(f"{room}.next_run")
        self.figure.setProperty("heading", True)
        self.figure.setWordWrap(True)
        self.figure.setTextFormat(Qt.TextFormat.PlainText)
        card = QFrame()
        card.setProperty("card", True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 10, 12, 10)
        inside.setSpacing(4)
        self._caption = QLabel()
        self._caption.setTextFormat(Qt.TextFormat.PlainText)
        self._caption.setProperty("muted", True)
        for part in (self._caption, self.figure, self.figure_words):
            inside.addWidget(part)
        column.addWidget(card)
        self.calendar = YearCalendar(formats, across=2 if is_narrow else 3)
        self.calendar.setObjectName(f"{room}.calendar")
        self.calendar.setAccessibleName(tr("Calendar of the next dates"))
        both = QVBoxLayout() if is_narrow else QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(self.calendar, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(both, 1)
        self.dates = _Dates()
        self.dates.setObjectName(f"{room}.dates")
        self.dates.setAccessibleName(tr("The next dates"))
        self.dates.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.dates.setMinimumSize(_LIST_WIDTH, 12 * _ROW + 4)
        self.dates.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        both.addWidget(self.dates, 1)
        self.setWidget(body)
        self.setMinimumWidth(self.calendar.sizeHint().width() + (24 if is_narrow else _LIST_WIDTH + 36))

    def show_rule(self, words: str, dates: Sequence[Occurrence], holidays: Collection[date], today: date) -> None:
        """Show the sentence and the dates of a rule."""
        self.sentence.setText(words)
        self.calendar.show_dates([each.on for each in dates], holidays, today)
        while self.dates.count() > len(dates):
            self.dates.takeItem(self.dates.count() - 1)
        for at, each in enumerate(dates):
            item = self.dates.item(at)
            if at >= self.dates.count():
                item = QListWidgetItem()
                self.dates.addItem(item)
            lines = self._lines(each, today)
            item.setText("\n".join(lines))
            item.setSizeHint(QSize(0, _ROW + _MORE * (len(lines) - 1)))
            item.setData(Qt.ItemDataRole.UserRole, each.on.isoformat())
            item.setToolTip(self._formats.date_(each.on, long=True))

    def show_trouble(self, words: str, today: date) -> None:
        """Say why there are no dates."""
        self.sentence.setText(words)
        self.dates.clear()
        self.calendar.show_dates((), (), today)
        self._say(tr("The next run"), "", "")

    def show_waiting(self) -> None:
        """What the next run bills is not known yet."""
        self._say(tr("The next run would bill"), "…", "")

    def show_next_run(self, found: NextRun, today: date) -> None:
        """Show what the next run would bill."""
        if found.occurrence is None:
            self._say(tr("The next run"), tr("There is none: no date is left"), "")
            return
        formats = self._formats
        on = formats.date_(found.occurrence.on)
        is_missed = found.occurrence.on < today
        caption = tr("The missed run of {date} would bill") if is_missed else tr("The run of {date} would bill")
        totals = "  ·  ".join(formats.money(minor, currency) for currency, minor in found.totals_minor)
        words = [self._counts(found)]
        if found.exceptions:
            shown = [f"{each.account}: {each.reason}" for each in found.exceptions[:_SHOWN_EXCEPTIONS]]
            more = len(found.exceptions) - len(shown)
            words.append(tr("Left out: {accounts}").format(accounts="; ".join(shown)))
            if more:
                words[-1] += " " + tr("and {n} more").format(n=formats.count(more))
        self._say(caption.format(date=on), totals or tr("Nothing"), "\n".join(words))

    def _counts(self, found: NextRun) -> str:
        count = self._formats.count
        one_many = (
            (found.account_count, tr("1 account"), tr("{n} accounts")),
            (found.invoice_count, tr("1 invoice"), tr("{n} invoices")),
            (found.line_count, tr("1 line"), tr("{n} lines")),
        )
        return ", ".join(one if n == 1 else many.format(n=count(n)) for n, one, many in one_many)

    def _lines(self, each: Occurrence, today: date) -> list[str]:
        """The date, and below it how far it collects and which date its invoices have, where that is another."""
        formats = self._formats
        weekday = formats.locale.standaloneDayName(each.on.isoweekday(), formats.locale.FormatType.ShortFormat)
        lines = [f"{weekday}  {formats.date_(each.on)}"]
        if each.on < today:
            lines[0] += "  " + tr("missed")
        if each.target_on == each.invoice_on != each.on:
            lines.append(tr("due and dated {date}").format(date=formats.date_(each.target_on)))
            return lines
        if each.target_on != each.on:
            lines.append(tr("due up to {date}").format(date=formats.date_(each.target_on)))
        if each.invoice_on != each.on:
            lines.append(tr("dated {date}").format(date=formats.date_(each.invoice_on)))
        return lines

    def _say(self, caption: str, figure: str, words: str) -> None:
        self._caption.setText(caption)
        self.figure.setText(figure)
        self.figure_words.setText(words)
        self.figure_words.setVisible(bool(words))


def _words(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
    return label
