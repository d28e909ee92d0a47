"""A report as PDF: title, company, what it is of, charts, and the table with its head repeated on each page.

Texts come ready in the words and forms of the reader; this room only sets them. Pages turn on their side where the
columns need it. The same paper gives the same bytes, in any process, in the fonts of the invoices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from billdesk.documents.chart import HEIGHT, PaperChart, draw_chart
from billdesk.documents.sheet import ACCENT, INK, MM, MUTED, PAPER_SIZES, SHADE, About, Sheet, Style
from billdesk.documents.text import clean, wrap
from billdesk.documents.text import field as shortened
from billdesk.documents.typeface import BOLD, REGULAR, units, width

if TYPE_CHECKING:
    from billdesk.documents.paper import PaperSize

_MARGIN = 15 * MM
_FOOT = 12 * MM
_TITLE = Style(BOLD, 16, ACCENT)
_COMPANY = Style(BOLD, 9, INK)
_FACT = Style(REGULAR, 9, MUTED)
_SMALL = Style(REGULAR, 7, MUTED)
_BODY_SIZE = 8.0
_LEAST_SIZE = 4.5
_GAP = 9.0
_LEADING = 1.25
_PAD = 2.6
_LEAST_TEXT = 46.0
_LONG_TITLE = 64.0
_CHART_SPACE = 10.0


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column: its title, and whether it holds figures, which are set to the right and never broken."""

    title: str
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """A report ready to be set. Cells are text; `totals` are rows in bold at the end.

    `facts` are lines under the title, such as the dates; `page` has places for {page} and {pages}; `nothing` stands in
    a table without rows. `dated_on` stands as the file's date, so that the bytes never depend on the clock.
    """

    title: str
    company: str
    facts: tuple[str, ...]
    columns: tuple[PaperColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[tuple[str, ...], ...]
    dated_on: date
    charts: tuple[PaperChart, ...] = field(default=())
    page: str = "Page {page} of {pages}"
    nothing: str = ""
    paper_size: PaperSize = "A4"
    language: str = "en"


class _Column(NamedTuple):
    left: float
    right: float
    is_figure: bool
    head: list[str]


class _Line(NamedTuple):
    """A row ready to be drawn: the lines of each cell, and its height."""

    cells: list[list[str]]
    height: float
    is_total: bool


def render_report(paper: ReportPaper) -> bytes:
    """The PDF of a report."""
    natural = _natural_widths(paper)
    room = PAPER_SIZES[paper.paper_size][0] - 2 * _MARGIN
    is_landscape = sum(natural) + _GAP * (len(natural) - 1) > room
    about = About(shortened(paper.title), shortened(paper.company), shortened(paper.title), paper.language, paper.dated_on)
    return _Setter(paper, Sheet(paper.paper_size, about, is_landscape=is_landscape), natural).bytes()


def _natural_widths(paper: ReportPaper) -> list[float]:
    """How wide each column would like to be at the usual size: as its widest cell, and no narrower than its title's words."""
    found = []
    for index, column in enumerate(paper.columns):
        cells = {row[index] for row in (*paper.rows, *paper.totals)}
        weight = BOLD if paper.totals else REGULAR
        widest = max([units(text, weight) for text in cells], default=0) * _BODY_SIZE / 1000
        title = width(column.title, BOLD, _BODY_SIZE)
        if title > _LONG_TITLE:
            title = max([width(word, BOLD, _BODY_SIZE) for word in column.title.split()], default=0.0)
        found.append(max(widest, title) if column.is_figure else max(min(widest, 230.0), title))
    return found


class _Setter:
    """Sets one report, page after page."""

    def __init__(self, paper: ReportPaper, sheet: Sheet, natural: Sequence[float]) -> None:
        self._paper, self._sheet = paper, sheet
        self._left, self._right = _MARGIN, sheet.width - _MARGIN
        self._bottom = sheet.height - _MARGIN - _FOOT
        self._size = _BODY_SIZE
        self._columns = self._measured(natural)
        self._body, self._strong = Style(REGULAR, self._size), Style(BOLD, self._size)
        self._leading = self._size * _LEADING
        self._head_height = max([len(column.head) for column in self._columns], default=1) * self._leading + 2 * _PAD

    def bytes(self) -> bytes:
        """Lay the rows on pages, then draw, for each page says how many there are."""
        lines = [*map(self._line, self._paper.rows), *(self._line(row, is_total=True) for row in self._paper.totals)]
        top = self._first_top()
        pages = self._pages(lines, top)
        for number, page in enumerate(pages, 1):
            y = self._draw_top() if number == 1 else self._draw_next_top()
            y = self._draw_head(y)
            for line in page:
                self._draw_line(line, y)
                y += line.height
            if not lines and self._paper.nothing:
                self._sheet.text(self._left, y + 14, clean(self._paper.nothing), _FACT)
            self._draw_foot(number, len(pages))
            self._sheet.end_page()
        return self._sheet.finish()

    # -- measuring

    def _measured(self, natural: Sequence[float]) -> list[_Column]:
        """The columns' edges. Figures get what they need, made smaller where the page is too narrow; words share the rest."""
        columns = self._paper.columns
        room = self._right - self._left - _GAP * max(0, len(columns) - 1)
        figures = sum(wide for wide, column in zip(natural, columns, strict=True) if column.is_figure)
        words = [wide for wide, column in zip(natural, columns, strict=True) if not column.is_figure]
        least = sum(min(wide, _LEAST_TEXT) for wide in words)
        scale = min(1.0, max(0.1, room - least) / figures) if figures else 1.0
        self._size = max(_LEAST_SIZE, round(_BODY_SIZE * scale, 2))
        left_over = room - figures * scale
        stretch = left_over / sum(words) if words else 1.0
        edges = []
        x = self._left
        for wide, column in zip(natural, columns, strict=True):
            taken = wide * scale if column.is_figure else wide * stretch
            edges.append((x, x + taken))
            x += taken + _GAP
        return [
            _Column(left, right, column.is_figure, wrap(column.title, BOLD, self._size, right - left + 0.1) or [""])
            for (left, right), column in zip(edges, columns, strict=True)
        ]

    def _line(self, row: Sequence[str], *, is_total: bool = False) -> _Line:
        weight = BOLD if is_total else REGULAR
        cells = [
            [clean(text)] if column.is_figure else wrap(shortened(text), weight, self._size, column.right - column.left + 0.1)
            for text, column in zip(row, self._columns, strict=True)
        ]
        tallest = max([len(cell) for cell in cells], default=1)
        return _Line(cells, max(1, tallest) * self._leading + 2 * _PAD, is_total)

    def _first_top(self) -> float:
        charts = len(self._paper.charts) * (HEIGHT + _CHART_SPACE)
        return _MARGIN + 44 + 12 * len(self._facts()) + charts

    def _pages(self, lines: Sequence[_Line], top: float) -> list[list[_Line]]:
        """The lines of each page. A line that is taller than a page has one to itself."""
        pages: list[list[_Line]] = [[]]
        y = top + self._head_height
        if y + 3 * self._leading > self._bottom:
            raise ValueError("the charts leave no room for the table")
        for line in lines:
            if y + line.height > self._bottom and pages[-1]:
                pages.append([])
                y = _MARGIN + 22 + self._head_height
            pages[-1].append(line)
            y += line.height
        return pages

    # -- drawing

    def _facts(self) -> list[str]:
        room = self._right - self._left
        return [line for fact in self._paper.facts for line in wrap(fact, REGULAR, _FACT.size, room)]

    def _draw_top(self) -> float:
        sheet, paper = self._sheet, self._paper
        y = _MARGIN
        sheet.text(self._left, y + 9, shortened(paper.company), _COMPANY)
        sheet.text(self._left, y + 29, clean(paper.title), _TITLE)
        y += 44
        for fact in self._facts():
            sheet.text(self._left, y, fact, _FACT)
            y += 12
        for chart in paper.charts:
            draw_chart(sheet, chart, self._left, y, self._right)
            y += HEIGHT + _CHART_SPACE
        return y

    def _draw_next_top(self) -> float:
        y = _MARGIN
        self._sheet.text(self._left, y + 8, shortened(self._paper.company), _SMALL)
        self._sheet.text_right(self._right, y + 8, clean(self._paper.title), _SMALL)
        return y + 22

    def _draw_head(self, top: float) -> float:
        self._sheet.box(self._left - 4, top, self._right + 4, top + self._head_height, SHADE)
        for column in self._columns:
            self._draw_cell(column, column.head, top, self._strong)
        return top + self._head_height

    def _draw_line(self, line: _Line, top: float) -> None:
        if line.is_total:
            self._sheet.rule(self._left - 4, top, self._right + 4, 0.8, MUTED)
        for column, cell in zip(self._columns, line.cells, strict=True):
            self._draw_cell(column, cell, top, self._strong if line.is_total else self._body)
        if not line.is_total:
            self._sheet.rule(self._left - 4, top + line.height, self._right + 4, 0.3)

    def _draw_cell(self, column: _Column, lines: Sequence[str], top: float, style: Style) -> None:
        y = top + _PAD + self._size * 0.95
        for text in lines:
            if column.is_figure:
                self._sheet.text_right(column.right, y, text, style)
            else:
                self._sheet.text(column.left, y, text, style)
            y += self._leading

    def _draw_foot(self, number: int, count: int) -> None:
        y = self._sheet.height - _MARGIN
        facts = self._facts()
        self._sheet.text(self._left, y, facts[0] if facts else "", _SMALL)
        self._sheet.text_right(self._right, y, clean(self._paper.page.format(page=number, pages=count)), _SMALL)
