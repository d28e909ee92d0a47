"""Payment terms: from the invoice date to the date (or dates) on which it is to be paid.

Written forms, all case-insensitive:
    `30`, `net 30`, `30 days`      so many days after the invoice date; `0` or `on receipt` the same day
    `eom`, `eom 10`, `eom+10`      end of the invoice's month, plus days
    `day 15`                       the next 15th after the invoice date
    `2/10 net 30`                  2 % early-payment discount within 10 days, otherwise net 30
    `30% 0, 60% 30, 10% 60`        instalments: share and days after the invoice date; shares sum to 100 %
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from billdesk.billing.cadence import BillDay, day_in_month, month_index
from billdesk.billing.errors import BillingError
from billdesk.billing.money import PERCENT_PLACES, WHOLE_PERCENT_E4, format_percent, parse_scaled
from billdesk.billing.proration import share_out

MAX_DAYS = 3660
_NET = re.compile(r"(?:net\s*)?([0-9]{1,4})(?:\s*days?)?", re.ASCII)
_EOM = re.compile(r"eom(?:\s*\+?\s*([0-9]{1,4}))?(?:\s*days?)?", re.ASCII)
_DAY = re.compile(r"day\s*([0-9]{1,2})", re.ASCII)
_EARLY = re.compile(r"([0-9.]{1,7})\s*/\s*([0-9]{1,4})\s*,?\s*(net\s*[0-9]{1,4}(?:\s*days?)?)", re.ASCII)
_SHARE = re.compile(r"([0-9.]{1,8})\s*%\s*\+?\s*([0-9]{1,4})(?:\s*days?)?", re.ASCII)
_REMEDY = "write it like 'net 30', 'eom 10', 'day 15', '2/10 net 30' or '50% 0, 50% 30'"


@dataclass(frozen=True, slots=True)
class Terms:
    """When an invoice is to be paid. kind: `net` (days), `eom` (month's end plus days), `day` (day of month).

    `discount_e4` percent x 10^4 may be taken when paid within `discount_days`. `shares` are instalments as
    (percent x 10^4, days after the invoice date), in turn; empty for a single payment.
    """

    kind: str = "net"
    days: int = 0
    discount_e4: int = 0
    discount_days: int = 0
    shares: tuple[tuple[int, int], ...] = ()

    def due_on(self, issued_on: date) -> date:
        """The last date on which the whole is to be paid (EN 16931 BT-9)."""
        if self.kind == "eom":
            return day_in_month(month_index(issued_on), BillDay("last")) + timedelta(self.days)
        if self.kind == "day":
            this_month = day_in_month(month_index(issued_on), BillDay("day", self.days))
            return this_month if this_month > issued_on else day_in_month(month_index(issued_on) + 1, BillDay("day", self.days))
        return issued_on + timedelta(self.days)

    def instalments(self, issued_on: date, total_minor: int) -> tuple[tuple[date, int], ...]:
        """Dates and amounts to be paid; the amounts sum exactly to the total."""
        if not self.shares:
            return ((self.due_on(issued_on), total_minor),)
        amounts = share_out(total_minor, [share for share, _ in self.shares])
        return tuple((issued_on + timedelta(days), amount) for (_, days), amount in zip(self.shares, amounts, strict=True))

    def text(self) -> str:
        """One plain sentence for the invoice (EN 16931 BT-20)."""
        if self.shares:
            parts = (f"{format_percent(share)} % after {days} days" for share, days in self.shares)
            return "Payable in instalments: " + ", ".join(parts)
        if self.kind == "eom":
            return "Payable by the end of the month" + (f" plus {self.days} days" if self.days else "")
        if self.kind == "day":
            return f"Payable by the next day {self.days} of a month"
        whole = f"Payable within {self.days} days" if self.days else "Payable on receipt"
        if not self.discount_e4:
            return whole
        return f"{whole}; {format_percent(self.discount_e4)} % discount within {self.discount_days} days"


@lru_cache(maxsize=1024)
def parse_terms(text: str) -> Terms:
    """Read terms in one of the written forms. Raises BillingError with the forms that are understood."""
    word = " ".join(text.strip().lower().split())
    if word in ("on receipt", "due on receipt", "receipt"):
        return Terms()
    if match := _NET.fullmatch(word):
        return Terms(days=_days(match.group(1), text))
    if match := _EOM.fullmatch(word):
        return Terms("eom", _days(match.group(1) or "0", text))
    if (match := _DAY.fullmatch(word)) and 1 <= int(match.group(1)) <= 31:
        return Terms("day", int(match.group(1)))
    if match := _EARLY.fullmatch(word):
        return _early(match, text)
    shares = [_SHARE.fullmatch(part.strip()) for part in word.split(",")]
    if all(shares):
        return _instalments([m for m in shares if m], text)
    raise BillingError(f"payment terms {text!r} are not understood", remedy=_REMEDY)


def _days(digits: str, text: str) -> int:
    if int(digits) > MAX_DAYS:
        raise BillingError(f"payment terms {text!r} are longer than {MAX_DAYS} days", remedy="use a shorter term")
    return int(digits)


def _early(match: re.Match[str], text: str) -> Terms:
    net = parse_terms(match.group(3))
    percent, days = parse_scaled(match.group(1), PERCENT_PLACES, "discount"), _days(match.group(2), text)
    if percent > WHOLE_PERCENT_E4 or days > net.days:
        raise BillingError(f"the early-payment discount in {text!r} does not fit", remedy="write it like '2/10 net 30'")
    return Terms(days=net.days, discount_e4=percent, discount_days=days)


def _instalments(matches: list[re.Match[str]], text: str) -> Terms:
    shares = tuple((parse_scaled(m.group(1), PERCENT_PLACES, "share"), _days(m.group(2), text)) for m in matches)
    days = [d for _, d in shares]
    if sum(share for share, _ in shares) != WHOLE_PERCENT_E4 or days != sorted(set(days)):
        raise BillingError(f"the instalments in {text!r} do not fit", remedy="shares must sum to 100 % with days that rise")
    return Terms(days=days[-1], shares=shares)
