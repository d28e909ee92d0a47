"""Numbers of posted documents: gapless and increasing per series, a series being a kind and a fiscal year.

The next number is taken inside the posting transaction by the floor that stores it; here is only what it looks like.
Drafts have none.
"""

from __future__ import annotations

from datetime import date

from billdesk.billing.errors import BillingError

KINDS = ("invoice", "credit_note")
PREFIXES = {"invoice": "INV", "credit_note": "CN"}
"""The series prefix of each kind of document unless the company sets its own."""


def fiscal_year(day: date, first_month: int = 1) -> int:
    """The fiscal year that `day` lies in, named by the calendar year in which it starts."""
    if not 1 <= first_month <= 12:
        raise BillingError(f"month {first_month} does not exist", remedy="let the fiscal year start in month 1 to 12")
    return day.year if day.month >= first_month else day.year - 1


def number_head(prefix: str, year: int) -> str:
    """What all numbers of a series begin with, such as `INV-2026-`."""
    return f"{prefix}-{year}-"


def format_number(head: str, no: int) -> str:
    """The document number: the head and at least five digits, so that names sort as they count."""
    return f"{head}{no:05d}"
