"""The terms of a special order line: what it is billed by, beside its own columns, and what of that is billed.

`special` says what is open by them, `adjustment` what amendments made of billed periods. Pure values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from billdesk.billing.amendment import Agreed, Amendment, History, history
from billdesk.billing.milestones import Milestone
from billdesk.billing.order import OrderLine
from billdesk.billing.parts import ADJUSTING, Part
from billdesk.billing.pricing import Pricing


class Hold(NamedTuple):
    """Periods that start in [from_on, until_on) are not billed (until_on None: until further notice).

    Once resumed they are billed where `catches_up`, and skipped otherwise.
    """

    from_on: date
    until_on: date | None
    catches_up: bool


class Claim(NamedTuple):
    """A billed period's end (None for what is billed once), and the last amendment that was known then."""

    until_on: date | None
    known: int


class LineTerms(NamedTuple):
    """What a special line is billed by, beside its own columns.

    `amendments` holds number 0 first where there are any, and none that was undone. `claims` are its billed periods by their
    first day, `settled` the (amendment number, first day of the period) pairs that are charged or credited.
    """

    amendments: tuple[Amendment, ...] = ()
    holds: tuple[Hold, ...] = ()
    pricing: Pricing | None = None
    allowance_minor: int = 0
    plan: tuple[Milestone, ...] = ()
    claims: Mapping[date, Claim] = {}
    settled: frozenset[tuple[int, date]] = frozenset()

    def history(self, line: OrderLine, known: int | None = None) -> History:
        """What is agreed on the line by the amendments up to number `known` (None: all)."""
        if not self.amendments:
            agreed = Agreed(line.quantity_e6, line.unit_price_e4, line.discount_e4, self.allowance_minor)
            return history(agreed, line.end_before, ())
        first = self.amendments[0]
        agreed = Agreed(first.quantity_e6 or 0, first.unit_price_e4, first.discount_e4 or 0, first.allowance_minor or 0)
        return history(agreed, first.end_before, self.amendments, known)

    @property
    def latest(self) -> int:
        """The number of the last amendment; 0 without any."""
        return self.amendments[-1].number if self.amendments else 0

    def billed(self, parts: Sequence[Part]) -> LineTerms:
        """The terms once the charges that these parts are of have been billed."""
        claims, settled = dict(self.claims), set(self.settled)
        for part in parts:
            if part.role in ADJUSTING:
                settled.add((part.amendment_no, part.claim_from))
            else:
                claims[part.claim_from] = Claim(part.claim_until, part.amendment_no)
        return self._replace(claims=claims, settled=frozenset(settled))
