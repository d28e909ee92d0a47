"""Figures, money and dates as this person's locale writes them, and back. Display only; nothing here rounds or computes."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QDate, QDateTime, QLocale, QTimeZone

from billdesk.billing.errors import BillingError
from billdesk.billing.money import (
    PERCENT_PLACES,
    PRICE_PLACES,
    QUANTITY_PLACES,
    currency_digits,
    format_scaled,
    parse_amount,
    parse_scaled,
)
from billdesk.ui.words import tr

_LOOKALIKES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2212": "-", "’": "'"})
"""Signs that keyboards have in another form than locales write them."""


class Formats:
    """The forms of one locale; by default the system's."""

    def __init__(self, locale: QLocale | None = None) -> None:
        self.locale = locale or QLocale()

    def money(self, minor: int | None, currency: str) -> str:
        """An amount in minor units with its currency's code, such as `USD 1,204.50`; empty for None."""
        return "" if minor is None else f"{currency} {self.amount(minor, currency)}"

    def amount(self, minor: int | None, currency: str) -> str:
        """An amount in minor units without its currency, such as `1,204.50`; empty for None."""
        if minor is None:
            return ""
        digits = currency_digits(currency)
        return self._grouped(format_scaled(minor, digits, digits))

    def price(self, price_e4: int | None, currency: str) -> str:
        """A unit price x 10^4, with the currency's digits at least."""
        return "" if price_e4 is None else self._grouped(format_scaled(price_e4, PRICE_PLACES, min(currency_digits(currency), 4)))

    def quantity(self, quantity_e6: int | None) -> str:
        """A quantity x 10^6 without needless decimals."""
        return "" if quantity_e6 is None else self._grouped(format_scaled(quantity_e6, QUANTITY_PLACES))

    def percent(self, percent_e4: int | None) -> str:
        """A percent x 10^4, such as `7.5 %`."""
        return "" if percent_e4 is None else f"{self._grouped(format_scaled(percent_e4, PERCENT_PLACES))} %"

    def count(self, number: int | None) -> str:
        """A whole number with its groups."""
        return "" if number is None else self._grouped(str(number))

    def figure(self, plain: str) -> str:
        """Plain decimal text, such as `1234.5`, as the locale writes it."""
        return self._grouped(plain)

    def date_(self, day: date | str | None, long: bool = False) -> str:
        """A date (or its ISO text) in the locale's short form, or its long one; empty for None."""
        if day is None or day == "":
            return ""
        value = date.fromisoformat(day) if isinstance(day, str) else day
        form = QLocale.FormatType.LongFormat if long else QLocale.FormatType.ShortFormat
        shown = self.locale.dateFormat(form)
        if not long and "yyyy" not in shown:
            shown = shown.replace("yy", "yyyy")  # an invoice of 2026 must not look like one of 1926
        return self.locale.toString(QDate(value.year, value.month, value.day), shown)

    def instant(self, at: str | None) -> str:
        """A stored UTC instant in local time, date and minute; empty for None."""
        if not at:
            return ""
        stored = datetime.fromisoformat(at)
        moment = QDateTime.fromSecsSinceEpoch(int(stored.timestamp()), QTimeZone(QTimeZone.Initialization.LocalTime))
        day = moment.date()
        time = self.locale.toString(moment.time(), QLocale.FormatType.ShortFormat)
        return f"{self.date_(date(day.year(), day.month(), day.day()))} {time}"

    def parse_money(self, text: str, currency: str) -> int:
        """An amount as a person types it, into minor units. Raises BillingError for anything ambiguous or not a number."""
        return parse_amount(self._plain(text.removeprefix(currency).removesuffix(currency)), currency)

    def parse_price(self, text: str) -> int:
        """A unit price as typed, x 10^4."""
        return parse_scaled(self._plain(text), PRICE_PLACES, "price")

    def parse_quantity(self, text: str) -> int:
        """A quantity as typed, x 10^6."""
        return parse_scaled(self._plain(text), QUANTITY_PLACES, "quantity")

    def parse_percent(self, text: str) -> int:
        """A percent as typed, with or without its sign, x 10^4."""
        return parse_scaled(self._plain(text.strip().removesuffix("%")), PERCENT_PLACES, "percent")

    def parse_date(self, text: str) -> date | None:
        """A date as typed: ISO or the locale's short form; None for empty. Raises BillingError for anything else."""
        text = text.strip()
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
        short = self.locale.dateFormat(QLocale.FormatType.ShortFormat)
        for form in (short if "yyyy" in short else short.replace("yy", "yyyy"), short):
            found = self.locale.toDate(text, form)
            if found.isValid():
                year = found.year() + (100 if "yyyy" not in form and found.year() < 1970 else 0)
                return date(year, found.month(), found.day())
        sample = self.date_(date(2026, 12, 31))
        remedy = tr("write it like {sample} or 2026-12-31").format(sample=sample)
        raise BillingError(tr("'{text}' is not a date").format(text=text), remedy=remedy)

    def _grouped(self, plain: str) -> str:
        """Plain decimal text with the locale's groups, point and sign; exact, for it never becomes a float."""
        sign, digits = (self.locale.negativeSign(), plain[1:]) if plain.startswith("-") else ("", plain)
        whole, _, fraction = digits.partition(".")
        shown = self.locale.toString(int(whole))
        return f"{sign}{shown}{self.locale.decimalPoint()}{fraction}" if fraction else f"{sign}{shown}"

    def _plain(self, text: str) -> str:
        """Typed text as plain decimal text: groups of three lose their sign, the locale's point becomes a point."""
        typed, group = text.strip().translate(_LOOKALIKES), self.locale.groupSeparator().translate(_LOOKALIKES)
        point = self.locale.decimalPoint()
        whole, found, fraction = typed.partition(point)
        parts = whole.split(group)
        if len(parts) > 1 and any(len(part) != 3 for part in parts[1:]):
            remedy = tr("write it like {sample}").format(sample=self._grouped("1234.50"))
            raise BillingError(tr("'{text}' can be read in two ways").format(text=text.strip()), remedy=remedy)
        return "".join(parts) + (f".{fraction}" if found else "")
