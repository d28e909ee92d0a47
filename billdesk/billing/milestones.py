"""A plan of milestones: the dates on which a one-time line is billed, and the share of each. The shares sum exactly.

Written as `2026-01-10@30 2026-03-10@60 2026-05-10@10`: what counts is the proportion, so that percent and amounts read alike.
In a quote a date may be so many days after its acceptance, `+30@60`, until the order has dates of its own.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from billdesk.billing.errors import BillingError
from billdesk.billing.money import PERCENT_PLACES, format_scaled, parse_scaled

MAX_STEPS = 120
_STEP = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}|\+[0-9]{1,4})@([0-9.]+)", re.ASCII)


class Milestone(NamedTuple):
    """A step of a plan: `bill_on` or, while that is None, `after_days` from acceptance; its share is in proportion."""

    bill_on: date | None
    after_days: int
    share_e4: int


@lru_cache(maxsize=4096)
def parse_plan(text: str) -> tuple[Milestone, ...]:
    """Read the form of the module's docstring. Raises BillingError for a plan that bills nothing, or a day twice."""
    steps: list[Milestone] = []
    for word in text.split():
        match = _STEP.fullmatch(word)
        if match is None:
            raise BillingError(f"{word!r} is no milestone", remedy="write it as DATE@SHARE, such as 2026-03-10@60")
        when, share = match.groups()
        share_e4 = parse_scaled(share, PERCENT_PLACES, "share")
        if share_e4 <= 0:
            raise BillingError(f"the milestone {word!r} has no share", remedy="give a share above 0")
        try:
            on = None if when[0] == "+" else date.fromisoformat(when)
        except ValueError as error:
            raise BillingError(f"{when} is not a day", remedy="correct the date") from error
        steps.append(Milestone(on, int(when[1:]) if on is None else 0, share_e4))
    if not 1 <= len(steps) <= MAX_STEPS:
        raise BillingError("a plan has no milestones" if not steps else "a plan has too many milestones", remedy="give 1 to 120")
    days = [(step.bill_on, step.after_days) for step in steps]
    if len(set(days)) < len(days):
        raise BillingError("two milestones fall on one day", remedy="give each a day of its own, or add their shares")
    if len({step.bill_on is None for step in steps}) > 1:
        raise BillingError("a plan counts either from acceptance or by dates", remedy="use one form for all milestones")
    if days != sorted(days, key=lambda day: (day[0] or date.min, day[1])):
        raise BillingError("the milestones are not in order", remedy="order them by date")
    return tuple(steps)


def plan_text(steps: tuple[Milestone, ...]) -> str:
    """The canonical form, which `parse_plan` reads back."""
    return " ".join(f"{step.bill_on or f'+{step.after_days}'}@{format_scaled(step.share_e4, PERCENT_PLACES)}" for step in steps)


def dated(steps: tuple[Milestone, ...], accepted_on: date) -> tuple[Milestone, ...]:
    """The plan with dates, counted from the acceptance where it has none."""
    return tuple(
        step if step.bill_on is not None else Milestone(accepted_on + timedelta(step.after_days), 0, step.share_e4)
        for step in steps
    )
