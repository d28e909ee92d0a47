"""From amounts of a service to a chart in words: values, axis and labels in the forms of this person's locale."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QDate, QLocale

from billdesk.billing.money import currency_digits, half_up
from billdesk.services.plot_scale import stacked, ticks
from billdesk.ui.formats import Formats
from billdesk.ui.widgets.plot import Chart
from billdesk.ui.words import tr


def period_name(formats: Formats, period: str) -> str:
    """A year, a quarter (2026-Q4) or a month (2026-11) in words."""
    if len(period) == 7 and "Q" not in period:
        return f"{formats.locale.standaloneMonthName(int(period[5:]))} {period[:4]}"
    return " ".join(reversed(period.split("-")))


def day_name(formats: Formats, day: date) -> str:
    """A day in words, without its weekday."""
    form = re.sub(r"^dddd[,.]?\s*|,?\s*dddd\b", "", formats.locale.dateFormat(QLocale.FormatType.LongFormat))
    return formats.locale.toString(QDate(day.year, day.month, day.day), form)


def period_mark(formats: Formats, period: str) -> str:
    """A short form for an axis: a month's name, the year in place of January."""
    if len(period) == 7 and "Q" not in period:
        month = int(period[5:])
        return period[:4] if month == 1 else formats.locale.standaloneMonthName(month, QLocale.FormatType.ShortFormat)
    return period_name(formats, period)


def chart_of(
    formats: Formats,
    currency: str,
    form: str,
    labels: Sequence[str],
    series: Mapping[str, Sequence[int]],
    *,
    kind: str = "text",
    word: Callable[[str], str] = str,
    inks: Sequence[str] = (),
) -> Chart:
    """A chart of amounts in minor units of one currency. `series` are by name in words, with a value for each label.

    `kind` is period or date for labels that are such, else `word` says them.
    """
    values = tuple(tuple(amounts) for amounts in series.values())
    unit = 10 ** currency_digits(currency)
    reach = [amount for amounts in values for amount in amounts] if form == "lines" else stacked(values)
    marks: tuple[str, ...] = ()
    if kind == "period":
        names = tuple(period_name(formats, label) for label in labels)
        marks = tuple(period_mark(formats, label) for label in labels)
    elif kind == "date":
        names = tuple(formats.date_(label) for label in labels)
    else:
        names = tuple(map(word, labels))
    marked = ticks(reach, currency_digits(currency))
    return Chart(
        form,
        names,
        tuple(series),
        values,
        tuple(tuple(formats.money(amount, currency) for amount in amounts) for amounts in values),
        tuple((mark, formats.count(mark // unit)) for mark in marked),
        _short(formats, currency, values[0], marked) if len(values) == 1 else (),
        marks,
        tuple(inks),
        is_time=kind in ("period", "date"),
    )


def _short(
    formats: Formats, currency: str, amounts: Sequence[int], marked: Sequence[int]
) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """Amounts and ticks in whole units, thousands, millions and more, each with the words for what it counts in.

    A way in which the ticks are no whole numbers is left out.
    """
    unit = 10 ** currency_digits(currency)
    ways = (
        (1, currency),
        (1_000, tr("{currency}, thousands").format(currency=currency)),
        (1_000_000, tr("{currency}, millions").format(currency=currency)),
        (1_000_000_000, tr("{currency}, billions").format(currency=currency)),
    )
    return tuple(
        (
            words,
            tuple(formats.count(half_up(amount, unit * size)) if amount else "" for amount in amounts),
            tuple(formats.count(mark // (unit * size)) for mark in marked),
        )
        for size, words in ways
        if all(mark % (unit * size) == 0 for mark in marked)
    )
