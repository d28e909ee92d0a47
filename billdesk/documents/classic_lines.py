"""The table of lines of the Classic template: columns as wide as their figures, pages with repeated head and carried totals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from billdesk.documents import formats
from billdesk.documents.frame import BODY, LEADING, OVERHANG, SMALL, SMALL_LEADING
from billdesk.documents.sheet import INK, MUTED, Style
from billdesk.documents.text import clean, field, wrap
from billdesk.documents.typeface import BOLD, REGULAR, units, width

if TYPE_CHECKING:
    from billdesk.documents.frame import Frame
    from billdesk.documents.paper import InvoicePaper, PaperLine

_GAP = 10.0
_PAD = 3.5
_CARRY_HEIGHT = 17.0
_HEAD = Style(BOLD, 8)
_POSITION = Style(REGULAR, BODY.size, MUTED)
_CARRY = Style(BOLD, 8.5, INK)
_HEAD_LEADING = 10.0
_MIN_DESCRIPTION = 150.0
_UNIT_ROOM = 82.0
_MAX_HEADING = 50.0
_MAX_ROW = 260.0
"""A taller row may go over pages, cut between its lines."""
_PIECE = 3
_PLAIN_CATEGORY = "S"


class Column(NamedTuple):
    """A column of figures: its heading in lines, and its edges."""

    heading: list[str]
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Row:
    """A line made ready: its texts in lines that fit their columns."""

    position: str
    description: list[str]
    remarks: list[str]
    figures: tuple[list[str], ...]
    """Cells of the columns of figures, left to right; the last one is the amount."""
    amount_minor: int
    height: float
    pad: float = _PAD
    is_closed: bool = True
    """False for a piece of a tall row that goes on below: no rule under it."""


@dataclass(frozen=True, slots=True)
class TablePage:
    """What of the table stands on one page; amounts are carried in minor units, None where nothing is."""

    top: float
    rows: tuple[Row, ...]
    brought_minor: int | None
    carried_minor: int | None
    end: float


class LineTable:
    """The lines of one paper, measured for its sheet."""

    __slots__ = ("_columns", "_description_room", "_figure", "_frame", "_head_height", "_shows_order", "_text_left", "rows")

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        paper = frame.paper
        shown = (
            True,
            True,
            any(line.discount_e4 for line in paper.lines),
            bool(paper.taxes) or any(line.tax_rate_e4 for line in paper.lines),
            True,
        )
        headings = list(compress(_headings(frame), shown))
        cells = [tuple(compress(_figures(line, paper), shown)) for line in paper.lines]
        self._shows_order = len({line.order_code for line in paper.lines}) > 1
        total = sum(_amount(line, paper) for line in paper.lines)
        self._measure(headings, cells, formats.money(total, paper.currency))
        self.rows = [row for line, figures in zip(paper.lines, cells, strict=True) for row in self._rows(line, figures)]

    # -- measuring

    def _measure(self, headings: list[str], cells: list[tuple[list[str], ...]], total: str) -> None:
        """Set the columns: each as wide as its widest text; smaller figures where too little was left for words."""
        frame = self._frame
        position = max([units(str(line.position), REGULAR) for line in frame.paper.lines], default=0) * BODY.size / 1000
        self._text_left = frame.left + max(position, width(frame.say("position"), BOLD, _HEAD.size)) + _GAP
        natural = []
        for index in range(len(headings)):
            texts = {text for row in cells for text in row[index]}
            if index == len(headings) - 1:
                texts.add(total)
            natural.append(max([units(text, REGULAR) for text in texts], default=0) * BODY.size / 1000)
        least = [_heading_width(heading) for heading in headings]
        space = frame.right - self._text_left - _MIN_DESCRIPTION - _GAP * len(headings)
        scale = min(1.0, space / max(1.0, sum(map(max, natural, least))))
        self._figure = BODY._replace(size=round(BODY.size * scale, 2))
        self._columns: list[Column] = []
        right = frame.right
        for heading, wide, least_wide in reversed(list(zip(headings, natural, least, strict=True))):
            left = right - max(wide * scale, least_wide) - 0.1
            self._columns.insert(0, Column(wrap(heading, BOLD, _HEAD.size, right - left), left, right))
            right = left - _GAP
        self._description_room = right - self._text_left
        self._head_height = 9 + _HEAD_LEADING * max(len(column.heading) for column in self._columns)

    def _rows(self, line: PaperLine, figures: tuple[list[str], ...]) -> list[Row]:
        """The row of a line, or its pieces where it is too tall for one."""
        paper = self._frame.paper
        description = wrap(line.description, REGULAR, BODY.size, self._description_room)
        parts = [formats.period(line.period_from, line.period_until, paper.paper_size)]
        if line.note:
            parts.append(field(line.note))
        if _is_long_unit(field(line.unit)):
            parts.append(f"{self._frame.say('unit')} {field(line.unit)}")
        if line.order_code and self._shows_order:
            parts.append(f"{self._frame.say('order')} {field(line.order_code)}")
        remarks = wrap(" · ".join(filter(None, parts)), REGULAR, SMALL.size, self._description_room)
        whole = _row(str(line.position), description, remarks, figures, _amount(line, paper))
        return [whole] if whole.height <= _MAX_ROW else _cut(whole)

    # -- pages

    def plan(self, top: float, next_top: float, bottom: float, closing: float) -> list[TablePage]:
        """Lay the rows on pages. The last row stays with the `closing` (the height of the totals) where that fits a page."""
        pages: list[TablePage] = []
        start, carried = 0, 0
        rows = self.rows
        while True:
            brought = carried if start else None
            room = bottom - top - self._head_height - (_CARRY_HEIGHT if start else 0)
            end, used = self._fill(start, room)
            if end == len(rows) and used + closing > room and self._last_row_fits(next_top, bottom, closing) and end > start:
                # The totals go over to the next page and take the last row with them, unless it would be all of this page.
                end, used = (end - 1, used - rows[-1].height) if end - start > 1 or not pages else (end, used)
            is_last = end == len(rows)
            if not is_last:
                while end > start and used + _CARRY_HEIGHT > room:
                    end -= 1
                    used -= rows[end].height
                if end == start and pages:
                    end, used = start + 1, rows[start].height
            carried += sum(row.amount_minor for row in rows[start:end])
            has_carry = not is_last and end > 0
            filled = top + self._head_height + (_CARRY_HEIGHT if start else 0) + used
            shown = TablePage(top, tuple(rows[start:end]), brought, carried if has_carry else None, filled)
            pages.append(shown)
            if is_last:
                return pages
            start, top = end, next_top

    def _fill(self, start: int, room: float) -> tuple[int, float]:
        end, used = start, 0.0
        while end < len(self.rows) and used + self.rows[end].height <= room:
            used += self.rows[end].height
            end += 1
        return end, used

    def _last_row_fits(self, next_top: float, bottom: float, closing: float) -> bool:
        return self.rows[-1].height + closing <= bottom - next_top - self._head_height - _CARRY_HEIGHT

    # -- drawing

    def draw(self, page: TablePage) -> None:
        """Draw what of the table stands on `page`."""
        if not page.rows and self.rows:
            return
        top = self._draw_head(page.top)
        if page.brought_minor is not None:
            top = self._draw_carry(top, "brought", page.brought_minor)
        for row in page.rows:
            self._draw_row(row, top)
            top += row.height
        if page.carried_minor is not None:
            self._draw_carry(top, "carried", page.carried_minor)

    def _draw_head(self, top: float) -> float:
        frame, sheet = self._frame, self._frame.sheet
        sheet.box(frame.left - OVERHANG, top, frame.right + OVERHANG, top + self._head_height - 2)
        baseline = top + 11
        sheet.text(frame.left, baseline, frame.say("position"), _HEAD)
        sheet.text(self._text_left, baseline, frame.say("description"), _HEAD)
        for column in self._columns:
            for index, line in enumerate(column.heading):
                sheet.text_right(column.right, baseline + index * _HEAD_LEADING, line, _HEAD)
        return top + self._head_height

    def _draw_row(self, row: Row, top: float) -> None:
        sheet = self._frame.sheet
        baseline = top + row.pad + 8.5
        if row.position:
            sheet.text(self._frame.left, baseline, row.position, _POSITION)
        y = baseline
        for line in row.description:
            sheet.text(self._text_left, y, line, BODY)
            y += LEADING
        for line in row.remarks:
            sheet.text(self._text_left, y - 1, line, SMALL)
            y += SMALL_LEADING
        for column, cell in zip(self._columns, row.figures, strict=False):
            for index, line in enumerate(cell):
                sheet.text_right(column.right, baseline + index * LEADING, line, self._figure)
        if row.is_closed:
            sheet.rule(self._frame.left, top + row.height, self._frame.right, 0.4)

    def _draw_carry(self, top: float, key: str, minor: int) -> float:
        frame = self._frame
        frame.sheet.text(self._text_left, top + 11.5, frame.say(key), _CARRY)
        amount = formats.money(minor, frame.paper.currency)
        frame.sheet.text_right(frame.right, top + 11.5, amount, _CARRY._replace(size=self._figure.size * 0.92))
        frame.sheet.rule(frame.left, top + _CARRY_HEIGHT, frame.right, 0.4)
        return top + _CARRY_HEIGHT


def _row(position: str, description: list[str], remarks: list[str], figures: tuple[list[str], ...], amount: int) -> Row:
    text_height = len(description) * LEADING + len(remarks) * SMALL_LEADING
    figure_height = max(map(len, figures), default=0) * LEADING
    height = max(text_height, figure_height, LEADING) + 2 * _PAD - 1
    return Row(position, description, remarks, figures, amount, height)


def _cut(row: Row) -> list[Row]:
    """A tall row in pieces of a few lines; the first one has the figures, the last one the remarks."""
    blocks = [row.description[i : i + _PIECE] for i in range(0, len(row.description), _PIECE)]
    pieces = [Row("", block, [], (), 0, len(block) * LEADING, 0.0, is_closed=False) for block in blocks]
    first = replace(
        pieces[0],
        position=row.position,
        figures=row.figures,
        amount_minor=row.amount_minor,
        height=max(pieces[0].height, max(map(len, row.figures)) * LEADING) + _PAD,
        pad=_PAD,
    )
    end = Row("", [], row.remarks, (), 0, len(row.remarks) * SMALL_LEADING + _PAD, 0.0)
    return [first, *pieces[1:], end]


def _amount(line: PaperLine, paper: InvoicePaper) -> int:
    if paper.price_basis == "gross" and line.gross_minor is not None:
        return line.gross_minor
    return line.net_minor


def _is_long_unit(unit: str) -> bool:
    """True for a unit that would take more than two lines under its quantity; it stands under the description instead."""
    return width(unit, REGULAR, BODY.size) > 2 * _UNIT_ROOM


def _figures(line: PaperLine, paper: InvoicePaper) -> tuple[list[str], ...]:
    """Quantity with its unit, unit price, discount, tax, amount; the table leaves out what no line has."""
    number = formats.quantity(line.quantity_e6)
    room = max(_UNIT_ROOM, width(number, REGULAR, BODY.size) + 0.1)
    rate = formats.percent(line.tax_rate_e4)
    unit = field(line.unit)
    return (
        wrap(number if _is_long_unit(unit) else f"{number} {unit}", REGULAR, BODY.size, room),
        [formats.price(line.unit_price_e4, paper.currency)],
        [formats.percent(line.discount_e4)] if line.discount_e4 else [],
        [rate if line.tax_category == _PLAIN_CATEGORY else f"{clean(line.tax_category)} {rate}".strip()],
        [formats.money(_amount(line, paper), paper.currency)],
    )


def _heading_width(heading: str) -> float:
    """The heading as it is broken, or the longest of its words where that is too long for a column of figures."""
    whole = max(width(line, BOLD, _HEAD.size) for line in heading.split("\n"))
    return whole if whole <= _MAX_HEADING else max(width(word, BOLD, _HEAD.size) for word in heading.split())


def _headings(frame: Frame) -> list[str]:
    basis = frame.paper.price_basis
    currency = frame.paper.currency
    return [
        frame.say("quantity"),
        frame.say("unit_price_gross" if basis == "gross" else "unit_price"),
        frame.say("discount"),
        frame.say("tax"),
        frame.say(basis, currency=currency),
    ]
