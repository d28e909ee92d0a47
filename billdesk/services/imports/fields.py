"""One cell of an interchange file to one stored value, for each kind of field that the files have.

Each converter takes the text of a cell that is not empty and gives the stored value (scales of `billing.money`, ISO
dates, NFC text), or None when the cell holds blanks only. Raises BillingError with the value and the remedy; `rows`
adds file, line and column. Values repeat from row to row, so answers are remembered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any

from billdesk.billing.cadence import parse_bill_day, parse_cadence, parse_date
from billdesk.billing.errors import BillingError
from billdesk.billing.money import PERCENT_PLACES, PRICE_PLACES, QUANTITY_PLACES, WHOLE_PERCENT_E4, currency_digits, parse_scaled
from billdesk.billing.order import BUNDLE_ROLES, CHARGE_TYPES, TIMINGS
from billdesk.billing.pricing import parse_pricing
from billdesk.billing.tax import CATEGORIES
from billdesk.billing.terms import parse_terms

Convert = Callable[[str], Any]

MAX_WHOLE = 10**12
"""The largest quantity or price that is read; scaled it still fits 64 bits."""
MAX_POSITION = 999_999_999

_CACHED = 65536
# Separators of lines and paragraphs (U+2028, U+2029) break a line as much as a control character does.
_BREAKING = ("Cc", "Zl", "Zp")
_LINE_ENDS = "\n\r\u0085\u2028\u2029"
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


def one_line(limit: int) -> Convert:
    """Text without line breaks of at most `limit` characters; blanks around it go."""

    def convert(cell: str) -> str | None:
        # Nearly every cell is plain ASCII; the rest is looked at character by character.
        word = cell.strip() if cell.isascii() and cell.isprintable() else _clean(cell.replace("\t", " "), "")
        if len(word) > limit:
            raise BillingError(f"text of {len(word)} characters is too long", remedy=f"use at most {limit}")
        return word or None

    return convert


def many_lines(limit: int) -> Convert:
    """Text that may have line breaks, stored as LF, of at most `limit` characters."""

    def convert(cell: str) -> str | None:
        if cell.isascii() and cell.isprintable():
            word = cell.strip()
        else:
            word = _clean(cell.replace("\r\n", "\n").replace("\r", "\n"), "\n\t")
        if len(word) > limit:
            raise BillingError(f"text of {len(word)} characters is too long", remedy=f"use at most {limit}")
        return word or None

    return convert


def _clean(text: str, allowed: str) -> str:
    composed = unicodedata.normalize("NFC", text).strip()
    for character in composed:
        if character.isprintable() or character in allowed or unicodedata.category(character) not in _BREAKING:
            continue
        name = "a line break" if character in _LINE_ENDS else f"the control character U+{ord(character):04X}"
        raise BillingError(f"{composed[:40]!r} has {name}", remedy="take it out")
    return composed


@lru_cache(maxsize=_CACHED)
def iso_date(cell: str) -> str | None:
    """A calendar date as stored, YYYY-MM-DD."""
    return parse_date(cell).isoformat() if not cell.isspace() else None


@lru_cache(maxsize=_CACHED)
def quantity(cell: str) -> int | None:
    """A quantity x 10^6; negative for what is taken back."""
    return _number(cell, QUANTITY_PLACES, "quantity")


@lru_cache(maxsize=_CACHED)
def unit_price(cell: str) -> int | None:
    """A unit price x 10^4, not negative: what is given back has a negative quantity."""
    value = _number(cell, PRICE_PLACES, "price")
    if value is not None and value < 0:
        raise BillingError(f"price {cell.strip()!r} is negative", remedy="use a price of 0 or more, or a negative quantity")
    return value


def _number(cell: str, places: int, name: str) -> int | None:
    if cell.isspace():
        return None
    value = parse_scaled(cell, places, name)
    if abs(value) > MAX_WHOLE * 10**places:
        raise BillingError(f"{name} {cell.strip()!r} is too large", remedy=f"use at most {MAX_WHOLE}")
    return value


@lru_cache(maxsize=_CACHED)
def percent(cell: str) -> int | None:
    """A percent x 10^4 from 0 to 100."""
    return _part(cell, PERCENT_PLACES, "percent", "100")


@lru_cache(maxsize=_CACHED)
def fraction(cell: str) -> int | None:
    """A fraction from 0 to 1 as percent x 10^4, exactly: 0.15 is 15 %."""
    return _part(cell, PERCENT_PLACES + 2, "fraction", "1")


def _part(cell: str, places: int, name: str, whole: str) -> int | None:
    if cell.isspace():
        return None
    value = parse_scaled(cell, places, name)
    if not 0 <= value <= WHOLE_PERCENT_E4:
        raise BillingError(f"{name} {cell.strip()!r} is out of range", remedy=f"use 0 to {whole}")
    return value


@lru_cache(maxsize=_CACHED)
def position(cell: str) -> int | None:
    """A line's number within its order: a positive whole number."""
    word = cell.strip()
    if not word:
        return None
    if not (word.isascii() and word.isdigit() and len(word) <= 9 and int(word) >= 1):
        raise BillingError(f"line {word[:40]!r} is not a line number", remedy=f"use a whole number from 1 to {MAX_POSITION}")
    return int(word)


@lru_cache(maxsize=1024)
def currency(cell: str) -> str | None:
    """An ISO 4217 code."""
    code = cell.strip().upper()
    if code:
        currency_digits(code)
    return code or None


@lru_cache(maxsize=1024)
def cadence(cell: str) -> str | None:
    """A cadence in its one stored form, such as `1 month`."""
    return str(parse_cadence(cell)) if not cell.isspace() else None


@lru_cache(maxsize=1024)
def bill_day(cell: str) -> str | None:
    """A bill day in its one stored form, such as `last` or `2 tue`."""
    return str(parse_bill_day(cell)) if not cell.isspace() else None


@lru_cache(maxsize=_CACHED)
def pricing(cell: str) -> str | None:
    """A price that depends on the quantity, in its one stored form."""
    return parse_pricing(cell).text() if not cell.isspace() else None


@lru_cache(maxsize=1024)
def whole_count(cell: str) -> int | None:
    """How many of something: a whole number, not negative."""
    word = cell.strip()
    if not word:
        return None
    if not (word.isascii() and word.isdigit() and len(word) <= 9):
        raise BillingError(f"count {word[:40]!r} is not a count", remedy=f"use a whole number from 0 to {MAX_POSITION}")
    return int(word)


_terms_text = one_line(100)
_email_text = one_line(320)
_country_text = one_line(100)


@lru_cache(maxsize=1024)
def terms(cell: str) -> str | None:
    """Payment terms as written, once they are understood."""
    text = _terms_text(cell)
    if text is not None:
        parse_terms(text)
    return text if text is None else str(text)


def email(cell: str) -> str | None:
    """One e-mail address, or several with commas or semicolons between them."""
    text = _email_text(cell)
    if text is None:
        return None
    for address in re.split("[,;]", text):
        if not _EMAIL.fullmatch(address.strip()):
            raise BillingError(f"{address.strip()!r} is not an e-mail address", remedy="write it like name@example.com")
    return str(text)


@lru_cache(maxsize=1024)
def country(cell: str) -> str | None:
    """A country as written; a code of two letters (ISO 3166-1) in capitals."""
    text = _country_text(cell)
    return None if text is None else str(text).upper() if len(text) == 2 else str(text)


def choice(name: str, values: Collection[str], others: Mapping[str, Any] | None = None) -> Convert:
    """One of `values`, in any case, with blanks or hyphens for underscores; `others` are further words for a value."""
    words: dict[str, Any] = {value.casefold(): value for value in values} | dict(others or {})
    listed = ", ".join(values or words)

    @lru_cache(maxsize=256)
    def convert(cell: str) -> Any:  # noqa: ANN401  # the choice's own values: text or 0 and 1
        word = "_".join(cell.replace("-", " ").casefold().split())
        if not word:
            return None
        if word not in words:
            raise BillingError(f"unknown {name} {cell.strip()[:40]!r}", remedy=f"use one of {listed}")
        return words[word]

    return convert


charge_type = choice("charge type", CHARGE_TYPES)
timing = choice("timing", TIMINGS, {"in_advance": "advance", "in_arrears": "arrears"})
order_status = choice("order status", ("draft", "active"))
bundle_role = choice("role", BUNDLE_ROLES[1:])
price_basis = choice("price basis", ("net", "gross"))
tax_category = choice("tax category", CATEGORIES)
yes_or_no = choice("answer", (), {"yes": 1, "no": 0, "true": 1, "false": 0, "1": 1, "0": 0, "y": 1, "n": 0})
code = one_line(64)
