"""A schedule's rule in one plain sentence, as a person would say it to another.

    Every month on the last day, from 31 January 2026; on the next business day where that is a weekend or a holiday
    (calendar DE-BY); collects all lines due up to the same date, one invoice per account, posted and e-mailed; missed
    dates each in its turn.

Pure: the words of another language and the form of dates are handed in. What the rule leaves at its ordinary value
(dated by the occurrence, terms of the account) is not said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from billdesk.billing.cadence import BillDay, Cadence
from billdesk.billing.schedule import Schedule

Words = Callable[[str], str]
Dates = Callable[[date], str]

_MONTHS = "January February March April May June July August September October November December".split()


def plain_date(day: date) -> str:
    """A date as English prose has it: `31 January 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _as_written(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class ScopeNames:
    """The scope as a person knows it: codes of accounts, products and orders, and currencies. Empty does not restrict."""

    accounts: Sequence[str] = ()
    products: Sequence[str] = ()
    orders: Sequence[str] = ()
    currencies: Sequence[str] = ()


def sentence(
    schedule: Schedule,
    scope: ScopeNames = ScopeNames(),
    calendar: str = "",
    time_of_day: str = "",
    tr: Words = _as_written,
    date_: Dates = plain_date,
) -> str:
    """The whole rule. `calendar` is the code of its holidays (`DE-BY`); `tr` gives each phrase in the reader's language."""
    parts = [_dates(schedule, time_of_day, tr, date_)]
    if schedule.holiday_rule != "none":
        parts.append(_moved(schedule.holiday_rule, calendar, tr))
    elif calendar and schedule.bill_day is not None and schedule.bill_day.kind == "last-business":
        parts.append(tr("business days by calendar {calendar}").format(calendar=calendar))
    parts.extend((_collects(schedule, scope, tr), _missed(schedule.catch_up, tr)))
    return "; ".join(parts) + "."


def every_words(cadence: Cadence, tr: Words = _as_written) -> str:
    """A cadence as words: `Every month`, `Every 2 weeks`."""
    one = {
        "day": tr("Every day"),
        "week": tr("Every week"),
        "month": tr("Every month"),
        "quarter": tr("Every quarter"),
        "semester": tr("Every half-year"),
        "year": tr("Every year"),
    }
    several = {
        "day": tr("Every {n} days"),
        "week": tr("Every {n} weeks"),
        "month": tr("Every {n} months"),
        "quarter": tr("Every {n} quarters"),
        "semester": tr("Every {n} half-years"),
        "year": tr("Every {n} years"),
    }
    return one[cadence.unit] if cadence.interval == 1 else several[cadence.unit].format(n=cadence.interval)


def bill_day_words(day: BillDay, tr: Words = _as_written) -> str:
    """A bill day as words: `the last day`, `the second Tuesday`, `day 15`."""
    if day.kind == "last":
        return tr("the last day")
    if day.kind == "last-business":
        return tr("the last business day")
    if day.kind == "day":
        said = tr("day {n}") if day.nth <= 28 else tr("day {n} or the month's last")
        return said.format(n=day.nth)
    weekday = (
        tr("Monday"),
        tr("Tuesday"),
        tr("Wednesday"),
        tr("Thursday"),
        tr("Friday"),
        tr("Saturday"),
        tr("Sunday"),
    )[day.weekday]
    nth = {
        1: tr("the first {weekday}"),
        2: tr("the second {weekday}"),
        3: tr("the third {weekday}"),
        4: tr("the fourth {weekday}"),
        5: tr("the fifth {weekday} or the month's last"),
        -1: tr("the last {weekday}"),
    }[day.nth]
    return nth.format(weekday=weekday)


def _dates(schedule: Schedule, time_of_day: str, tr: Words, date_: Dates) -> str:
    cadence, day = schedule.cadence, schedule.bill_day
    said = every_words(cadence, tr)
    if day is None and cadence.months:
        day = BillDay("day", schedule.start_on.day)
    if cadence.months and day is not None:
        said += " " + tr("on {day}").format(day=bill_day_words(day, tr))
    if time_of_day:
        said += " " + tr("at {time}").format(time=time_of_day)
    if cadence.days and day is not None:
        # Days and weeks are counted on from the first such day; it does not come again each month.
        first = tr("counted from {day} on or after {date}")
        said += ", " + first.format(day=bill_day_words(day, tr), date=date_(schedule.start_on))
    else:
        said += ", " + tr("from {date}").format(date=date_(schedule.start_on))
    if schedule.end_on is not None:
        said += " " + tr("until {date}").format(date=date_(schedule.end_on))
    return said


def _moved(rule: str, calendar: str, tr: Words) -> str:
    where = {
        "next": tr("on the next business day where that is {what}"),
        "previous": tr("on the business day before where that is {what}"),
        "nearest-in-month": tr("on the next business day of the same month, or else the one before, where that is {what}"),
    }[rule]
    holiday = tr("a weekend or a holiday (calendar {calendar})").format(calendar=calendar) if calendar else tr("a weekend")
    return where.format(what=holiday)


def _collects(schedule: Schedule, scope: ScopeNames, tr: Words) -> str:
    said = [f"{_taken(scope, tr)} {_up_to(schedule.target_days, tr)}"]
    said.append(
        {
            "account": tr("one invoice per account"),
            "order": tr("one invoice per order"),
            "po": tr("one invoice per purchase order"),
        }[schedule.grouping]
    )
    if schedule.invoice_date == "target":
        said.append(tr("dated by the target date"))
    elif schedule.invoice_date == "run":
        said.append(tr("dated by the day of the run"))
    if schedule.terms:
        said.append(tr("on terms {terms}").format(terms=schedule.terms))
    said.append(_made(schedule.mode, schedule.is_held, tr))
    return ", ".join(said)


def _taken(scope: ScopeNames, tr: Words) -> str:
    limits = [
        words.format(names=_listed(names, tr))
        for words, names in (
            (tr("of account {names}"), scope.accounts),
            (tr("of product {names}"), scope.products),
            (tr("of order {names}"), scope.orders),
            (tr("in {names}"), scope.currencies),
        )
        if names
    ]
    return " ".join((tr("collects lines"), *limits)) if limits else tr("collects all lines")


def _listed(names: Sequence[str], tr: Words, most: int = 3) -> str:
    """`A`, `A or B`, `A, B or C`, `A, B, C or 4 others`."""
    if len(names) > most + 1:
        shown, last = list(names[:most]), tr("{n} others").format(n=len(names) - most)
    else:
        shown, last = list(names[:-1]), names[-1]
    return tr("{some} or {last}").format(some=", ".join(shown), last=last) if shown else last


def _up_to(days: int, tr: Words) -> str:
    if days == 0:
        return tr("due up to the same date")
    if days in (1, -1):
        return tr("due up to the day after") if days > 0 else tr("due up to the day before")
    return tr("due up to {n} days later").format(n=days) if days > 0 else tr("due up to {n} days earlier").format(n=-days)


def _made(mode: str, is_held: bool, tr: Words) -> str:
    if mode == "draft":
        return tr("left as drafts")
    if is_held:
        return tr("held as drafts for review")
    return tr("posted and e-mailed") if mode == "email" else tr("posted")


def _missed(catch_up: str, tr: Words) -> str:
    return {
        "each": tr("missed dates each in its turn"),
        "one": tr("missed dates in one run"),
        "ask": tr("asks what to do with missed dates"),
    }[catch_up]
