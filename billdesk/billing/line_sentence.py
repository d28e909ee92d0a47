"""How an order line is billed, in one plain sentence.

    Every month on the last day, in advance, from 10 June 2026 until 31 December 2026; the first bill is for part of a month.

Pure: the words of another language and the form of dates are handed in, as to `sentence`.
"""

from __future__ import annotations

from datetime import date

from billdesk.billing.cadence import BillDay, Cadence
from billdesk.billing.period import anchor_on
from billdesk.billing.sentence import Dates, Words, bill_day_words, every_words, plain_date


def _as_written(text: str) -> str:
    return text


def one_time_sentence(bill_on: date | None, tr: Words = _as_written, date_: Dates = plain_date) -> str:
    """The sentence of a one-time line; `bill_on` None where the company's rule decides and the date is not known."""
    if bill_on is None:
        return tr("Billed once.")
    return tr("Billed once, on {date}.").format(date=date_(bill_on))


def recurring_sentence(
    cadence: Cadence,
    bill_day: BillDay | None,
    timing: str,
    start_on: date,
    end_on: date | None,
    is_usage: bool = False,
    tr: Words = _as_written,
    date_: Dates = plain_date,
) -> str:
    """The sentence of a recurring or usage line. `end_on` is inclusive, None for an evergreen line."""
    said = every_words(cadence, tr)
    if cadence.months:
        day = bill_day or BillDay("day", start_on.day)
        said += " " + tr("on {day}").format(day=bill_day_words(day, tr))
    said += ", " + (tr("what was used") if is_usage else tr("in arrears") if timing == "arrears" else tr("in advance"))
    if cadence.days and bill_day is not None:
        first = tr("counted from {day} on or after {date}")
        said += ", " + first.format(day=bill_day_words(bill_day, tr), date=date_(start_on))
    said += ", " + tr("from {date}").format(date=date_(start_on))
    said += " " + (tr("until {date}").format(date=date_(end_on)) if end_on is not None else tr("until it is ended"))
    if not is_usage and anchor_on(start_on, bill_day) != start_on:
        said += "; " + tr("the first bill is for a part of a period")
    return said + "."


def short_words(cadence: Cadence | None, timing: str, is_usage: bool, tr: Words = _as_written) -> str:
    """The same for a cell: `Every month`, `Every month, in arrears`; `Once` without a cadence."""
    if cadence is None:
        return tr("Once")
    how = tr("by usage") if is_usage else tr("in arrears") if timing == "arrears" else ""
    return f"{every_words(cadence, tr)}, {how}" if how else every_words(cadence, tr)
