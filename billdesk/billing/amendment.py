"""Amendments: what is agreed on an order line day by day, and how that changes.

Number 0 is the line as it was ordered. Each later one says what holds from its effective date on; later effective dates win,
and of one date the one made later. The end of a line is the one that was set last. What was known when a period was billed
is the amendments up to some number, so that any past day can be replayed.

    number 0     [ 10 seats ------------------------------------
    number 1               from 16 January: 12 seats -----------
    number 2                               ends on 20 February )
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple


class Amendment(NamedTuple):
    """What an amendment changes from `effective_on` on; None leaves a value as it is.

    Where `sets_end` is true the line ends before `end_before` (None: it is evergreen). Figures in the scales of `money`.
    """

    number: int
    effective_on: date
    quantity_e6: int | None = None
    unit_price_e4: int | None = None
    discount_e4: int | None = None
    allowance_minor: int | None = None
    sets_end: bool = False
    end_before: date | None = None


class Agreed(NamedTuple):
    """What is agreed on a day. `unit_price_e4` None where nobody has given a price."""

    quantity_e6: int
    unit_price_e4: int | None
    discount_e4: int
    allowance_minor: int


class Stretch(NamedTuple):
    """The days [from_on, until_on) on which one thing is agreed; `agreed` None after the end of the line."""

    from_on: date
    until_on: date
    agreed: Agreed | None


class History(NamedTuple):
    """What is agreed from each date on, in order, and before which day the line ends (None: evergreen)."""

    steps: tuple[tuple[date, Agreed], ...]
    end_before: date | None

    def at(self, day: date) -> Agreed:
        """What is agreed on `day`, whether the line has ended by then or not."""
        agreed = self.steps[0][1]
        for from_on, later in self.steps:
            if from_on > day:
                break
            agreed = later
        return agreed

    def stretches(self, from_on: date, until_on: date) -> Iterator[Stretch]:
        """The days [from_on, until_on) cut where something else is agreed, or where the line ends."""
        cuts = {from_on, until_on}
        cuts.update(on for on, _ in self.steps if from_on < on < until_on)
        if self.end_before is not None and from_on < self.end_before < until_on:
            cuts.add(self.end_before)
        ordered = sorted(cuts)
        for begin, end in pairwise(ordered):
            is_over = self.end_before is not None and begin >= self.end_before
            yield Stretch(begin, end, None if is_over else self.at(begin))


def history(base: Agreed, end_before: date | None, amendments: Sequence[Amendment], known: int | None = None) -> History:
    """What is agreed, from the line as ordered (`base`, `end_before`) and the amendments up to number `known` (None: all)."""
    counted = [a for a in amendments if a.number > 0 and (known is None or a.number <= known)]
    steps = [(date.min, base)]
    for amendment in sorted(counted, key=lambda a: (a.effective_on, a.number)):
        before = steps[-1][1]
        given = (amendment.quantity_e6, amendment.unit_price_e4, amendment.discount_e4, amendment.allowance_minor)
        after = Agreed._make(old if new is None else new for old, new in zip(before, given, strict=True))
        if after != before:
            steps.append((amendment.effective_on, after))
    for amendment in sorted(counted):
        if amendment.sets_end:
            end_before = amendment.end_before
    return History(tuple(steps), end_before)
