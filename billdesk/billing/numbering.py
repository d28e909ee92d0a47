"""Numbers of posted documents: gapless and increasing per series, a series being a kind and a fiscal year.

The next number is taken inside the posting transaction by the floor that stores it; here is only what it looks like.
Drafts have none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from billdesk.billing.errors import BillingError

KINDS = ("invoice", "credit_note", "debit_note")
PREFIXES = {"invoice": "INV", "credit_note": "CN", "debit_note": "DN"}
"""The series prefix of each kind of document unless the company sets its own."""

_PREFIX = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,10}[A-Za-z0-9])?", re.ASCII)


def fiscal_year(day: date, first_month: int = 1) -> int:
    """The fiscal year that `day` lies in, named by the calendar year in which it starts."""
    if not 1 <= first_month <= 12:
        raise BillingError(f"month {first_month} does not exist", remedy="let the fiscal year start in month 1 to 12")
    return day.year if day.month >= first_month else day.year - 1


def check_prefixes(prefixes: Mapping[str, str]) -> None:
    """Refuse prefixes (by kind of document) under which two documents could have one number, or a file no name.

    A number is the name of its PDF, so a prefix has 1 to 12 letters of the English alphabet, digits and hyphens, and two
    kinds differ in more than small and capital letters, which some disks hold for the same.
    """
    owners: dict[str, str] = {}
    for kind, prefix in prefixes.items():
        if not _PREFIX.fullmatch(prefix):
            remedy = "use 1 to 12 letters and digits, with hyphens inside, such as INV"
            raise BillingError(f"the prefix {prefix!r} cannot be used in numbers", kind.replace("_", " "), remedy)
        other = owners.setdefault(prefix.casefold(), kind)
        if other != kind:
            remedy = "give each kind of document a prefix of its own"
            raise BillingError(
                f"two kinds of documents have the prefix {prefix!r}", f"{other} and {kind}".replace("_", " "), remedy
            )


def check_first_month(first_month: int, last_on: date | None, last_year: int | None) -> None:
    """Refuse a first month of the fiscal year that would send new documents back into a series that is over.

    `last_on` is the latest date of a posted document and `last_year` the latest fiscal year that has numbers, both None
    where nothing is posted. Numbers stay gapless and rise with their dates as long as the day of the last document lies
    in the latest fiscal year in use, or a later one, under the new month too.
    """
    year = fiscal_year(last_on, first_month) if last_on is not None else 0
    if last_on is not None and last_year is not None and year < last_year:
        raise BillingError(
            f"numbers of the fiscal year {last_year} are in use, and {last_on} would fall back into {year}",
            "",
            f"change the month once a document of {last_year} is posted in or after that month",
        )


def number_head(prefix: str, year: int) -> str:
    """What all numbers of a series begin with, such as `INV-2026-`."""
    return f"{prefix}-{year}-"


def format_number(head: str, no: int) -> str:
    """The document number: the head and at least five digits, so that names sort as they count."""
    return f"{head}{no:05d}"
