"""Money and the scaled integers that stand for quantities, prices and percents.

An amount is an integer in minor units of its currency (ISO 4217 digits: JPY 0, USD 2, KWD 3). A quantity is an
integer x 10^6, a unit price an integer x 10^4 in major units, a percent an integer x 10^4. No binary float ever
holds any of them. All rounding is half-up, away from zero for negative amounts, so that a credit mirrors its invoice.
"""

from __future__ import annotations

import re
from functools import lru_cache

from billdesk.billing.errors import BillingError

QUANTITY_PLACES = 6
PRICE_PLACES = 4
PERCENT_PLACES = 4
WHOLE_PERCENT_E4 = 100 * 10**PERCENT_PLACES
"""100 % in the scale of discounts and tax rates."""

MAX_MINOR = 10**15
"""The largest amount that is accepted: far above any invoice, far below what 64 bits hold after sums."""
_MAX_WHOLE_DIGITS = 16  # those of MAX_MINOR in a currency without decimals

# ISO 4217 as of 2026: active currencies; those that do not have two digits are named below.
_CODES = frozenset(
    """AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF
    CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
    IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK
    MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR
    SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UYW
    UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG""".split()
)
CURRENCIES = tuple(sorted(_CODES))
"""The codes of all currencies that are known."""
_DIGITS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}
_PLAIN = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]*))?", re.ASCII)


def currency_digits(code: str) -> int:
    """Digits of the minor unit of the currency `code` (ISO 4217). Raises BillingError for an unknown currency."""
    if code not in _CODES:
        raise BillingError(f"unknown currency {code!r}", remedy="use an ISO 4217 code such as USD, EUR or JPY")
    return _DIGITS.get(code, 2)


def half_up(numerator: int, denominator: int) -> int:
    """The integer nearest to numerator / denominator; halves go away from zero. The denominator is positive."""
    if numerator >= 0:
        return (2 * numerator + denominator) // (2 * denominator)
    return -((denominator - 2 * numerator) // (2 * denominator))


def parse_scaled(text: str, places: int, name: str = "number") -> int:
    """Read plain decimal `text` into an integer x 10^places.

    Refuses exponents, NaN, infinities, separators, digits beyond `places` that are not zero, and more than 16 digits
    before the point: a figure is either exact or an error.
    """
    match = _PLAIN.fullmatch(text.strip())
    if match is None:
        raise BillingError(f"{name} {text!r} is not a plain decimal number", remedy="write it like 1234.50")
    sign, whole, fraction = match.group(1), match.group(2), match.group(3) or ""
    if len(whole) > _MAX_WHOLE_DIGITS:
        remedy = f"use at most {_MAX_WHOLE_DIGITS} digits before the point"
        raise BillingError(f"{name} {text!r} is too large", remedy=remedy)
    if len(fraction) > places:
        if fraction[places:].strip("0"):
            raise BillingError(f"{name} {text!r} has more than {places} decimals", remedy=f"round it to {places} decimals")
        fraction = fraction[:places]
    value = int(whole + fraction.ljust(places, "0"))
    return -value if sign == "-" else value


def parse_amount(text: str, currency: str) -> int:
    """Read a plain decimal amount into minor units of `currency`."""
    minor = parse_scaled(text, currency_digits(currency), "amount")
    if abs(minor) > MAX_MINOR:
        raise BillingError(f"amount {text!r} is too large", remedy="split it")
    return minor


def format_scaled(value: int, places: int, at_least: int = 0) -> str:
    """Plain decimal text of `value` / 10^places without trailing zeros, but with `at_least` decimals."""
    whole, fraction = divmod(abs(value), 10**places)
    digits = f"{fraction:0{places}d}".rstrip("0").ljust(at_least, "0") if places else ""
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"


def format_minor(minor: int, currency: str) -> str:
    """Plain decimal text of an amount with its currency's digits, such as 1330735.98."""
    digits = currency_digits(currency)
    return format_scaled(minor, digits, digits)


def format_price(unit_price_e4: int, currency: str) -> str:
    """Plain decimal text of a unit price: the currency's digits at least, four at most."""
    return format_scaled(unit_price_e4, PRICE_PLACES, min(currency_digits(currency), PRICE_PLACES))


def format_quantity(quantity_e6: int) -> str:
    """Plain decimal text of a quantity, such as 12 or 0.125."""
    return format_scaled(quantity_e6, QUANTITY_PLACES)


def format_percent(percent_e4: int) -> str:
    """Plain decimal text of a percent, such as 19 or 7.5."""
    return format_scaled(percent_e4, PERCENT_PLACES)


@lru_cache(maxsize=64)
def price_divisor(currency: str) -> int:
    """What quantity_e6 x unit_price_e4 x (100 % - discount)_e4 is divided by to give minor units of `currency`."""
    # The price counts in major units and the discount factor in 1/10^6; minor units take 10^digits back.
    return int(10 ** (QUANTITY_PLACES + PRICE_PLACES + PERCENT_PLACES + 2 - currency_digits(currency)))


def as_price(amount_minor: int, currency: str) -> int:
    """An amount in minor units as a unit price."""
    return int(amount_minor * 10 ** (PRICE_PLACES - currency_digits(currency)))


def line_amount(
    quantity_e6: int, unit_price_e4: int, discount_e4: int, currency: str, used_days: int = 1, whole_days: int = 1
) -> int:
    """The amount of a line in minor units, rounded half-up once.

    quantity x unit price x (1 - discount) x used days / days of the whole period. EN 16931 BT-131 for a whole line;
    the day fraction is BillDesk's proration rule. Raises BillingError when it leaves the range of amounts.
    """
    exact = quantity_e6 * unit_price_e4 * (WHOLE_PERCENT_E4 - discount_e4) * used_days
    amount = half_up(exact, price_divisor(currency) * whole_days)
    if -MAX_MINOR <= amount <= MAX_MINOR:
        return amount
    raise BillingError("the amount of a line is too large", remedy="split the line or check quantity and unit price")
