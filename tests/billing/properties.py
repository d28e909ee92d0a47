"""What the property tests share: how long they look, and strategies for dates, cadences, bill days and lines."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billdesk.billing.cadence import BillDay, Cadence, parse_bill_day, parse_cadence
from billdesk.billing.order import OrderLine, charge_from
from tests.billing.builders import a_line

at_any_length = pytest.mark.parametrize(
    "examples", [pytest.param(60, id="quick"), pytest.param(10_000, id="long", marks=pytest.mark.long)]
)
"""A property is looked at briefly in every test run, and in 10,000 examples with `-m long`."""


def holds(check: Callable[..., None], examples: int, *strategies: st.SearchStrategy[Any]) -> None:
    """Call `check` with examples of `strategies`; fails with the smallest example on which it does not hold."""
    limits = settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    limits(given(*strategies)(check))()


class Shape(NamedTuple):
    """What lays out the periods of a recurring line."""

    start_on: date
    end_before: date | None
    cadence: Cadence
    bill_day: BillDay | None
    timing: str

    def line(self, **changes: Any) -> OrderLine:
        """An order line of this shape."""
        line = a_line(str(self.start_on), timing=self.timing, **changes)
        line = line._replace(end_before=self.end_before, cadence=self.cadence, bill_day=self.bill_day)
        first = charge_from(line, self.start_on)
        return line._replace(next_billing_on=date.max if first is None else first.due_on)


days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
cadences = st.builds(
    lambda count, unit: parse_cadence(f"{count} {unit}"),
    st.integers(1, 24),
    st.sampled_from(["day", "week", "month", "quarter", "semester", "year"]),
)
bill_days = st.sampled_from(
    [
        *(parse_bill_day(str(day)) for day in range(1, 32)),
        *(parse_bill_day(f"{nth} {weekday}") for nth in (1, 2, 3, 4, 5, "last") for weekday in ("mon", "thu", "sun")),
        parse_bill_day("last"),
        parse_bill_day("last-business"),
    ]
)
shapes = st.builds(
    lambda start_on, length, *rest: Shape(start_on, None if length is None else start_on + timedelta(length), *rest),
    days,
    st.one_of(st.none(), st.integers(0, 1_500)),
    cadences,
    st.one_of(st.none(), bill_days),
    st.sampled_from(["advance", "arrears"]),
)
