"""A bar chart on paper: what a report plots, drawn with boxes and rules in the report's own measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from billdesk.documents.frame import fitted
from billdesk.documents.sheet import INK, LINE, MUTED, Sheet, Style
from billdesk.documents.text import clean
from billdesk.documents.typeface import BOLD, REGULAR, width

COLORS = (
    "0.122 0.373 0.816",
    "0.067 0.388 0.161",
    "0.588 0.361 0.000",
    "0.357 0.227 0.620",
    "0.643 0.055 0.149",
    "0.290 0.322 0.361",
)
"""Of the series, in turn; beside each other they differ in lightness too, for paper in black and white."""
HEIGHT = 150.0

_TITLE = Style(BOLD, 8.5, INK)
_LABEL = Style(REGULAR, 6.5, MUTED)
_TOP, _BOTTOM = 16.0, 14.0
_LEGEND = 12.0
_FILL = 0.68


@dataclass(frozen=True, slots=True)
class PaperChart:
    """A chart of one currency. `ticks` are values of the axis with their text; each series has a value for each label.

    Values are integers of one scale. Series are stacked, those below zero downwards.
    """

    title: str
    labels: tuple[str, ...]
    names: tuple[str, ...]
    series: tuple[tuple[int, ...], ...]
    ticks: tuple[tuple[int, str], ...]


class _Place(NamedTuple):
    """Where the bars stand: edges in points, and the values at bottom and top."""

    left: float
    right: float
    top: float
    bottom: float
    lowest: int
    highest: int

    def y(self, value: int) -> float:
        return self.bottom - (value - self.lowest) * (self.bottom - self.top) / (self.highest - self.lowest)


def draw_chart(sheet: Sheet, chart: PaperChart, left: float, top: float, right: float) -> None:
    """Draw the chart at `top`; it takes HEIGHT."""
    sheet.text(left, top + 9, clean(chart.title), _TITLE)
    axis = max(width(text, REGULAR, _LABEL.size) for _, text in chart.ticks) + 6
    has_legend = len(chart.names) > 1
    end = top + HEIGHT - _BOTTOM - (_LEGEND if has_legend else 0)
    place = _Place(left + axis, right, top + _TOP, end, chart.ticks[0][0], chart.ticks[-1][0])
    for value, text in chart.ticks:
        sheet.rule(place.left, place.y(value), right, 0.8 if value == 0 else 0.3, MUTED if value == 0 else LINE)
        sheet.text_right(place.left - 4, place.y(value) + 2.3, text, _LABEL)
    step = (right - place.left) / max(1, len(chart.labels))
    for index in range(len(chart.labels)):
        _draw_bar(sheet, place, [series[index] for series in chart.series], place.left + step * index, step)
    _draw_labels(sheet, chart, place, step)
    if has_legend:
        _draw_legend(sheet, chart, place, top + HEIGHT - 4)


def _draw_bar(sheet: Sheet, place: _Place, values: list[int], left: float, step: float) -> None:
    thin = min(step * _FILL, 40.0)
    begin = left + (step - thin) / 2
    above = below = 0
    for index, value in enumerate(values):
        first = above if value >= 0 else below
        last = first + value
        upper, lower = place.y(max(first, last)), place.y(min(first, last))
        if value:
            sheet.box(begin, upper, begin + thin, lower, COLORS[index % len(COLORS)])
        above, below = (last, below) if value >= 0 else (above, last)


def _draw_labels(sheet: Sheet, chart: PaperChart, place: _Place, step: float) -> None:
    """As many labels as there is room for, each under its bar."""
    labels = [clean(label) for label in chart.labels]
    widest = max([width(label, REGULAR, _LABEL.size) for label in labels], default=0.0)
    every = 1
    while step * every < min(widest, 60.0) + 4:
        every += 1
    for index in range(0, len(labels), every):
        style = fitted(labels[index], _LABEL, max(step * every - 2, 12.0))
        middle = place.left + step * (index + 0.5)
        sheet.text(middle - width(labels[index], REGULAR, style.size) / 2, place.bottom + 9, labels[index], style)


def _draw_legend(sheet: Sheet, chart: PaperChart, place: _Place, baseline: float) -> None:
    x = place.left
    for index, name in enumerate(map(clean, chart.names)):
        wide = width(name, REGULAR, _LABEL.size)
        if x + 10 + wide > place.right:
            return
        sheet.box(x, baseline - 5.5, x + 6, baseline + 0.5, COLORS[index % len(COLORS)])
        sheet.text(x + 9, baseline, name, _LABEL)
        x += 9 + wide + 12
