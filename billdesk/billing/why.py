"""Why an invoice line has its amount, in one plain sentence.

    10 x 31.00, 16 of 31 days (16 to 31 January 2026)
    credit of 1 x 31.00 for 16 of 31 days (16 to 31 January 2026): ended on 15 January 2026
    units 1,001 to 5,000 at 0.08 for 1 to 31 January 2026
    30 % of 1,000.00 on 10 March 2026 (1 of 3)

Pure: the words of another language and the form of figures and dates are handed in, as to `sentence`. Last days are inclusive.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from math import gcd
from typing import NamedTuple

from billdesk.billing.milestones import parse_plan
from billdesk.billing.money import WHOLE_PERCENT_E4, format_minor, format_percent, format_price, format_quantity, line_amount
from billdesk.billing.parts import Part
from billdesk.billing.pricing import ONE_E6, parse_pricing
from billdesk.billing.sentence import Dates, Words, plain_date

_DAY = timedelta(days=1)


class Change(NamedTuple):
    """The amendment that a part is charged or credited for, or the last one that it knows. None: it left a value as it was.

    Where `sets_end` is true, `end_on` is the line's last day (None: it goes on without end).
    """

    effective_on: date
    quantity_e6: int | None
    unit_price_e4: int | None
    discount_e4: int | None
    allowance_minor: int | None
    sets_end: bool
    end_on: date | None
    reason: str

    @property
    def is_of_quantity(self) -> bool:
        """Whether nothing but the quantity changed."""
        others = (self.unit_price_e4, self.discount_e4, self.allowance_minor)
        return self.quantity_e6 is not None and not self.sets_end and others == (None, None, None)


class LineFacts(NamedTuple):
    """What makes the amount of a line: its own figures, its order line's price and plan, and which part of a charge it is.

    The period [period_from, period_until) is None for what is billed once; `used_days` of `whole_days` are then shares of a
    plan. `pricing` and `plan` are canonical texts, None where there is none.
    """

    quantity_e6: int
    unit_price_e4: int
    discount_e4: int
    used_days: int
    whole_days: int
    period_from: date | None
    period_until: date | None
    currency: str
    charge_type: str = "one_time"
    pricing: str | None = None
    plan: str | None = None
    part: Part | None = None
    change: Change | None = None

    @property
    def is_share(self) -> bool:
        """Whether `used_days` of `whole_days` are no days but the share of a plan."""
        return self.period_from is None and self.used_days != self.whole_days


def _as_written(text: str) -> str:
    return text


def grouped(plain: str) -> str:
    """Plain decimal text with its thousands grouped: `1,234.50`."""
    whole, point, fraction = plain.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}{point}{fraction}"


def _quantity(quantity_e6: int) -> str:
    return grouped(format_quantity(quantity_e6))


def _price(unit_price_e4: int, currency: str) -> str:
    return grouped(format_price(unit_price_e4, currency))


def _money(minor: int, currency: str) -> str:
    return grouped(format_minor(minor, currency))


def _percent(percent_e4: int) -> str:
    return f"{format_percent(percent_e4)} %"


def plain_span(first: date, last: date) -> str:
    """The days from `first` to `last`, both included: `16 to 31 January 2026`."""
    if first == last:
        return plain_date(first)
    begin = plain_date(first)
    if first.year == last.year:
        begin = begin.rsplit(" ", 1)[0] if first.month != last.month else str(first.day)
    return f"{begin} to {plain_date(last)}"


class Forms(NamedTuple):
    """How a reader sees words, days and figures; English as written by default. Figures in the scales of `money`."""

    tr: Words = _as_written
    date_: Dates = plain_date
    span: Callable[[date, date], str] = plain_span
    quantity: Callable[[int], str] = _quantity
    price: Callable[[int, str], str] = _price
    money: Callable[[int, str], str] = _money
    percent: Callable[[int], str] = _percent


PLAIN = Forms()


def why(facts: LineFacts, forms: Forms = PLAIN) -> str:
    """The sentence, without a stop at its end."""
    tr = forms.tr
    role = "" if facts.part is None else facts.part.role
    if facts.is_share:
        said = _share(facts, forms)
    elif role in ("credit", "charge"):
        said = _adjusted(facts, forms)
    elif role == "tier":
        said = _over(facts, forms, _tier(facts, forms))
    elif role == "allowance":
        said = _over(facts, forms, tr("{amount} off").format(amount=forms.price(facts.unit_price_e4, facts.currency)))
    elif role == "late" and facts.period_from is not None and facts.period_until is not None:
        span = forms.span(facts.period_from, facts.period_until - _DAY)
        said = tr("{made}, used {span} and recorded later").format(made=_made(facts, forms), span=span)
    else:
        said = _over(facts, forms, _made(facts, forms)) + _since(facts, forms)
    if facts.part is not None and facts.part.remainder_minor:
        amount = forms.money(facts.part.remainder_minor, facts.currency)
        words = tr("with {amount} so that the period sums exactly")
        if facts.period_from is None:
            words = tr("with {amount} so that all parts sum exactly")
        said += ", " + words.format(amount=amount)
    return said


def _made(facts: LineFacts, forms: Forms, quantity_e6: int | None = None) -> str:
    """Quantity x price, less the discount."""
    quantity = facts.quantity_e6 if quantity_e6 is None else quantity_e6
    price = forms.price(facts.unit_price_e4, facts.currency)
    return _less(facts, forms, forms.tr("{quantity} x {price}").format(quantity=forms.quantity(quantity), price=price))


def _less(facts: LineFacts, forms: Forms, made: str) -> str:
    if not facts.discount_e4:
        return made
    return forms.tr("{made} less {percent}").format(made=made, percent=forms.percent(facts.discount_e4))


def _over(facts: LineFacts, forms: Forms, made: str) -> str:
    """What was made, for the days that it is for."""
    tr = forms.tr
    if facts.period_from is None or facts.period_until is None:
        return tr("{made}, billed once").format(made=made)
    span = forms.span(facts.period_from, facts.period_until - _DAY)
    if facts.used_days != facts.whole_days:
        words = tr("{made}, {used} of {whole} days ({span})")
        return words.format(made=made, used=facts.used_days, whole=facts.whole_days, span=span)
    if facts.charge_type == "usage":
        return tr("{made}, used {span}").format(made=made, span=span)
    return tr("{made} for {span}").format(made=made, span=span)


def _since(facts: LineFacts, forms: Forms) -> str:
    """What the last amendment has to do with a piece: it begins with it, or the line ends with the piece."""
    change = facts.change
    if change is None or facts.period_until is None or facts.used_days == facts.whole_days:
        return ""
    if change.effective_on == facts.period_from:
        return ", " + forms.tr("as agreed from {date}").format(date=forms.date_(change.effective_on))
    if change.sets_end and change.end_on == facts.period_until - _DAY:
        return ", " + forms.tr("ended on {date}").format(date=forms.date_(change.end_on))
    return ""


def _adjusted(facts: LineFacts, forms: Forms) -> str:
    """What an amendment credits or charges for a period that was billed before it."""
    tr, change = forms.tr, facts.change
    is_credit = facts.part is not None and facts.part.role == "credit"
    is_plain = facts.part is not None and facts.part.from_e6 is None
    if not is_credit and change is not None and change.is_of_quantity and is_plain and facts.quantity_e6 > 0:
        more = tr("{n} more from {date}: {made}")
        said = more.format(n=forms.quantity(facts.quantity_e6), date=forms.date_(change.effective_on), made=_made(facts, forms))
        return _for_days(facts, forms, said) + _reason(change, forms)
    if not is_credit:
        said = _for_days(facts, forms, _made(facts, forms))
    else:
        words = tr("credit of {made}") if facts.quantity_e6 < 0 else tr("taken back: {made}")
        made = words.format(made=_made(facts, forms, -facts.quantity_e6))
        said = _for_days(facts, forms, made)
    if change is None:
        return said
    fewer = is_credit and change.is_of_quantity and is_plain and facts.quantity_e6 < 0
    told = _fewer(facts, change, forms) if fewer else _change(facts, change, forms)
    return f"{said}: {told}{_reason(change, forms)}"


def _for_days(facts: LineFacts, forms: Forms, made: str) -> str:
    return made if facts.period_from is None else _over(facts, forms, made)


def _fewer(facts: LineFacts, change: Change, forms: Forms) -> str:
    n, on = forms.quantity(-facts.quantity_e6), forms.date_(change.effective_on)
    return forms.tr("{n} fewer from {date}").format(n=n, date=on)


def _change(facts: LineFacts, change: Change, forms: Forms) -> str:
    """What an amendment changed."""
    tr, told = forms.tr, []
    if change.sets_end:
        if change.end_on is None:
            told.append(tr("goes on without end"))
        else:
            told.append(tr("ended on {date}").format(date=forms.date_(change.end_on)))
    if change.quantity_e6 is not None:
        told.append(tr("quantity {n}").format(n=forms.quantity(change.quantity_e6)))
    if change.unit_price_e4 is not None:
        told.append(tr("price {price}").format(price=forms.price(change.unit_price_e4, facts.currency)))
    if change.discount_e4 is not None:
        told.append(tr("discount {percent}").format(percent=forms.percent(change.discount_e4)))
    if change.allowance_minor is not None:
        told.append(tr("{amount} off").format(amount=forms.money(change.allowance_minor, facts.currency)))
    said = ", ".join(told)
    if change.sets_end and len(told) == 1:
        return said
    return tr("{change} from {date}").format(change=said, date=forms.date_(change.effective_on))


def _reason(change: Change, forms: Forms) -> str:
    return " " + forms.tr("(reason: {reason})").format(reason=change.reason) if change.reason else ""


def _tier(facts: LineFacts, forms: Forms) -> str:
    """Units of a tier at its price, its fee, or packages."""
    tr, part = forms.tr, facts.part
    pricing = None if facts.pricing is None else parse_pricing(facts.pricing)
    if pricing is None or part is None:
        return _made(facts, forms)
    price = forms.price(facts.unit_price_e4, facts.currency)
    units = abs(facts.quantity_e6)
    tier = next((tier for tier in pricing.tiers if tier.until_e6 == part.until_e6), pricing.tiers[-1])
    is_fee = bool(tier.fee_e4) and units == ONE_E6 and facts.unit_price_e4 == tier.fee_e4 != tier.unit_price_e4
    if pricing.model == "package":
        words = tr("fee of {price} for packages of {size}") if is_fee else tr("{n} packages of {size} at {price}")
        size = forms.quantity(pricing.package_e6)
        made = words.format(n=forms.quantity(facts.quantity_e6), size=size, price=price)
    elif is_fee or (pricing.model == "volume" and units):
        limits = _limits(part.from_e6 or 0, part.until_e6, forms)
        words = tr("fee of {price} for {limits}") if is_fee else tr("{n} x {price}, the price for {limits}")
        made = words.format(n=forms.quantity(facts.quantity_e6), price=price, limits=limits)
    elif not units:
        made = _made(facts, forms)
    else:
        begin = part.from_e6 or 0
        made = tr("{limits} at {price}").format(limits=_limits(begin, begin + units, forms), price=price)
    if pricing.included_e6:
        made = tr("{made} beyond the {n} included").format(made=made, n=forms.quantity(pricing.included_e6))
    return _less(facts, forms, made)


def _limits(from_e6: int, until_e6: int | None, forms: Forms) -> str:
    """`units 1,001 to 5,000`: from the first whole unit above `from_e6`, or `above 10.5` where that is no whole number."""
    tr = forms.tr
    if from_e6 % ONE_E6:
        if until_e6 is None:
            return tr("units above {first}").format(first=forms.quantity(from_e6))
        return tr("units above {first} up to {last}").format(first=forms.quantity(from_e6), last=forms.quantity(until_e6))
    first = forms.quantity(from_e6 + ONE_E6)
    if until_e6 is None:
        return tr("units from {first}").format(first=first)
    if until_e6 == from_e6 + ONE_E6:
        return tr("unit {first}").format(first=first)
    if until_e6 < from_e6 + ONE_E6:
        return tr("units above {first} up to {last}").format(first=forms.quantity(from_e6), last=forms.quantity(until_e6))
    return tr("units {first} to {last}").format(first=first, last=forms.quantity(until_e6))


def _share(facts: LineFacts, forms: Forms) -> str:
    """The share of a plan: in percent where that is exact, else as a fraction."""
    tr = forms.tr
    percent, rest = divmod(facts.used_days * WHOLE_PERCENT_E4, facts.whole_days)
    common = gcd(facts.used_days, facts.whole_days)
    share = f"{facts.used_days // common}/{facts.whole_days // common}" if rest else forms.percent(percent)
    if facts.part is not None and facts.part.role == "allowance":
        amount = tr("{amount} off").format(amount=forms.price(facts.unit_price_e4, facts.currency))
    else:
        whole = line_amount(facts.quantity_e6, facts.unit_price_e4, facts.discount_e4, facts.currency)
        amount = forms.money(whole, facts.currency)
    said = tr("{share} of {amount}").format(share=share, amount=amount)
    on = facts.part.claim_from if facts.part is not None else date.min
    said = tr("{made} on {date}").format(made=said, date=forms.date_(on))
    days = [step.bill_on for step in parse_plan(facts.plan)] if facts.plan else []
    if on in days:
        said += " " + tr("({n} of {all})").format(n=days.index(on) + 1, all=len(days))
    return said
