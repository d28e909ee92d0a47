"""Ageing: by how long what is open is past due. Buckets of thirty days, as statements and reports have them."""

from __future__ import annotations

from datetime import date, timedelta

BUCKETS = ("not-due", "1-30", "31-60", "61-90", "over-90")
"""By days past the due date; `not-due` takes the due date itself."""


def bucket_days(as_of: date) -> tuple[tuple[date | None, date | None], ...]:
    """First and last due date of each of BUCKETS on the day `as_of`, both included; None is an open end."""

    def ago(days: int) -> date:
        return as_of - timedelta(days)

    return (as_of, None), (ago(30), ago(1)), (ago(60), ago(31)), (ago(90), ago(61)), (None, ago(91))
