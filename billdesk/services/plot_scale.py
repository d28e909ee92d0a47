"""The axis of a plot of amounts: round steps that a person can read. Plots on screen and on paper share it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

ROUND = (1, 2, 5, 10)
"""A step is one of these times a power of ten."""


def ticks(values: Iterable[int], digits: int, about: int = 4) -> tuple[int, ...]:
    """Marks in minor units from at or below the least of `values` to at or above the greatest, zero among them.

    There are about `about` steps between them, none smaller than a major unit of a currency with `digits`.
    """
    lowest, highest = 0, 0
    for value in values:
        lowest, highest = min(lowest, value), max(highest, value)
    step = _step(highest - lowest, about, 10**digits)
    first, last = lowest // step, -(-highest // step)
    return tuple(step * n for n in range(first, max(last, first + 1) + 1))


def stacked(series: Sequence[Sequence[int]]) -> list[int]:
    """The highest and lowest ends of bars stacked from these series: amounts above and below zero pile up apart."""
    above = [sum(value for value in column if value > 0) for column in zip(*series, strict=True)]
    below = [sum(value for value in column if value < 0) for column in zip(*series, strict=True)]
    return above + below


def _step(span: int, about: int, least: int) -> int:
    power = least
    while True:
        for factor in ROUND:
            if factor * power * about >= span:
                return factor * power
        power *= 10
