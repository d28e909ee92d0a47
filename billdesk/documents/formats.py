"""How figures and days look on paper: grouped, exact, unambiguous. Scaled integers in, text out."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from billdesk.billing.money import currency_digits, format_percent, format_price, format_quantity
from billdesk.documents.words import MONTHS

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}", re.ASCII)
_ONE_DAY = timedelta(days=1)


def money(minor: int, currency: str) -> str:
    """`minor` with the digits of `currency` and grouped by thousands: -1,234.56."""
    digits = currency_digits(currency)
    sign = "-" if minor < 0 else ""
    whole, fraction = divmod(abs(minor), 10**digits)
    return f"{sign}{whole:,}.{fraction:0{digits}d}" if digits else f"{sign}{whole:,}"


def price(unit_price_e4: int, currency: str) -> str:
    """A unit price: the currency's digits at least, four at most, grouped."""
    return _grouped(format_price(unit_price_e4, currency))


def quantity(quantity_e6: int) -> str:
    """A quantity without trailing zeros, grouped."""
    return _grouped(format_quantity(quantity_e6))


def percent(percent_e4: int) -> str:
    """A percent with its sign, such as 19% or 7.5%."""
    return f"{format_percent(percent_e4)}%"


@lru_cache(maxsize=4096)
def day(on: date, paper_size: str) -> str:
    """24 Nov 2026, or Nov 24, 2026 on US Letter."""
    if paper_size == "Letter":
        return f"{MONTHS[on.month - 1]} {on.day}, {on.year}"
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def period(first: date | None, until: date | None, paper_size: str) -> str:
    """The days of the half-open period [first, until), both ends included; '' for no period."""
    last = None if until is None else until - _ONE_DAY
    if first is None:
        return "" if last is None else f"– {day(last, paper_size)}"
    if last is None:
        return f"{day(first, paper_size)} –"
    if last == first:
        return day(first, paper_size)
    return f"{day(first, paper_size)} – {day(last, paper_size)}"


def iban(text: str) -> str:
    """In groups of four, as on a bank's own papers; what is no IBAN stays as it is."""
    plain = "".join(text.split()).upper()
    if not _IBAN.fullmatch(plain):
        return text
    return " ".join(plain[i : i + 4] for i in range(0, len(plain), 4))


def _grouped(plain: str) -> str:
    whole, point, fraction = plain.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}{point}{fraction}"
