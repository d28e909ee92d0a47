"""Reports as files: PDF, CSV and XLSX, in the words of whoever asks. The figures are those of the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from billdesk.billing.errors import BillingError
from billdesk.billing.money import currency_digits
from billdesk.db.engine import reading
from billdesk.db.files import published
from billdesk.documents import formats
from billdesk.documents.paper import PaperSize
from billdesk.documents.words import MONTHS
from billdesk.services.company import Company, Progress, read_settings
from billdesk.services.plot_scale import stacked, ticks
from billdesk.services.reports.table import Column, Plot, Report, Row
from billdesk.services.sheets import Sheet, SheetColumn, write_sheet

if TYPE_CHECKING:
    from billdesk.documents.chart import PaperChart

FORMATS = ("pdf", "csv", "xlsx")
_CHARTS = 2
"""How many currencies are plotted on paper; the table has them all."""


@dataclass(frozen=True, slots=True)
class ReportWords:
    """The words of a report. `columns` has a title for each column; `facts` are the lines under the title.

    `words` stands for states and for keys of series and buckets, by (kind or column key, value); `missing` for a value
    that is not there, by column key, such as lines without product.
    """

    title: str
    columns: Mapping[str, str]
    facts: tuple[str, ...] = ()
    total: str = "Total"
    nothing: str = ""
    page: str = "Page {page} of {pages}"
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"

    def word(self, kind: str, value: str) -> str:
        """What stands for a value; the value itself where nothing does."""
        return self.words.get((kind, value), value)


def write_report(
    company: Company, report: Report, words: ReportWords, path: Path, form: str, progress: Progress | None = None
) -> None:
    """Write the report as one of FORMATS, whole or not at all, in the place of an earlier file.

    Raises BillingError where the folder cannot be written.
    """
    if form == "pdf":
        content = report_pdf(company, report, words)
        try:
            with published(path, replace=True) as draft:
                draft.write_bytes(content)
        except OSError as error:
            raise BillingError(f"the file cannot be written: {error.strerror}", str(path), "name another folder") from error
    else:
        write_sheet(path, form, _sheet(report, words), progress)


def report_pdf(company: Company, report: Report, words: ReportWords) -> bytes:
    """The report as PDF on the company's paper: the same bytes for the same report and words."""
    from billdesk.documents.report import PaperColumn, ReportPaper, render_report

    with reading(company.engine) as connection:
        settings = read_settings(connection)
    size: PaperSize = "Letter" if settings.paper_size == "Letter" else "A4"
    shown = _Shown(report, words, size)
    return render_report(
        ReportPaper(
            title=words.title,
            company=report.company,
            facts=words.facts,
            columns=tuple(PaperColumn(words.columns[column.key], column.is_figure) for column in report.columns),
            rows=tuple(shown.row(row) for row in report.rows),
            totals=tuple(shown.row(labelled(report, row, words.total), is_total=True) for row in report.totals),
            dated_on=report.request.as_of_on,
            charts=tuple(shown.chart(plot) for plot in report.plots[:_CHARTS] if plot.has_amounts),
            page=words.page,
            nothing=words.nothing,
            paper_size=size,
            language=words.language,
        )
    )


def labelled(report: Report, total: Row, word: str) -> Row:
    """A row of totals with the word for it in its first column of words that is free."""
    free = (at for at, column in enumerate(report.columns) if total[at] is None and column.kind in ("text", "state", "period"))
    at = next(free, None)
    return total if at is None else (*total[:at], word, *total[at + 1 :])


def _sheet(report: Report, words: ReportWords) -> Sheet:
    def missing(row: Row) -> Row:
        return tuple(
            words.missing.get(column.key) if value is None else value for column, value in zip(report.columns, row, strict=True)
        )

    columns = tuple(SheetColumn(words.columns[column.key], column.kind, _words_of(column, words)) for column in report.columns)
    totals = [labelled(report, row, words.total) for row in report.totals]
    return Sheet(columns, [missing(row) for row in report.rows], totals, report.at("currency"), title=words.title)


def _words_of(column: Column, words: ReportWords) -> dict[str, str]:
    return {value: word for (key, value), word in words.words.items() if key == column.key}


class _Shown:
    """The values of one report as the paper writes them."""

    def __init__(self, report: Report, words: ReportWords, size: PaperSize) -> None:
        self._report, self._words, self._size = report, words, size
        self._currency_at = report.at("currency")

    def row(self, row: Row, *, is_total: bool = False) -> tuple[str, ...]:
        currency = row[self._currency_at] or ""
        missing = {} if is_total else self._words.missing
        return tuple(
            missing.get(column.key, "") if value is None else self._cell(column, value, currency)
            for column, value in zip(self._report.columns, row, strict=True)
        )

    def chart(self, plot: Plot) -> PaperChart:
        from billdesk.documents.chart import PaperChart

        marks = ticks(stacked([series.values for series in plot.series]), currency_digits(plot.currency))
        return PaperChart(
            title=plot.currency,
            labels=tuple(self._label(plot.label_kind, label) for label in plot.labels),
            names=tuple(self._words.word("series", series.key) for series in plot.series),
            series=tuple(series.values for series in plot.series),
            ticks=tuple((mark, _whole(mark, plot.currency)) for mark in marks),
        )

    def _label(self, kind: str, label: str) -> str:
        if kind in ("period", "date"):
            return self._text(kind, label)
        return self._words.word(kind, label)

    def _cell(self, column: Column, value: object, currency: str) -> str:
        if isinstance(value, int) and column.kind in _FIGURES:
            return _FIGURES[column.kind](value, currency)
        return self._text(column.kind, str(value)) if column.kind in _DATES else self._words.word(column.key, str(value))

    def _text(self, kind: str, text: str) -> str:
        if kind == "date" and len(text) == 10 and text[4] == "-":
            return formats.day(date.fromisoformat(text), self._size)
        if kind == "instant" and "T" in text:
            day, _, time = text.partition("T")
            return f"{formats.day(date.fromisoformat(day), self._size)} {time[:5]} UTC"
        if kind == "period" and len(text) == 7 and "Q" not in text:
            return f"{MONTHS[int(text[5:]) - 1]} {text[:4]}"
        return text.replace("-Q", " Q") if kind == "period" else text


_DATES = ("date", "instant", "period")
_FIGURES: dict[str, Callable[[int, str], str]] = {
    "money": formats.money,
    "quantity": lambda value, _currency: formats.quantity(value),
    "percent": lambda value, _currency: formats.percent(value),
    "count": lambda value, _currency: f"{value:,}",
}


def _whole(minor: int, currency: str) -> str:
    """An amount of whole major units without decimals."""
    return f"{minor // 10 ** currency_digits(currency):,}"
