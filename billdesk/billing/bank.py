"""Bank details: are an IBAN and a BIC what they claim to be?

An IBAN (ISO 13616) is a country code, two check digits and the account as that country writes it; the whole, turned into
a number, leaves 1 when divided by 97 (ISO 7064). A BIC (ISO 9362) has no check digits, so only its form is looked at.
"""

from __future__ import annotations

import re

from billdesk.billing.errors import BillingError

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", re.ASCII)
_BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", re.ASCII)

# SWIFT's IBAN registry: how long an IBAN of the country is, for the countries that have one.
_LENGTHS_TEXT = """AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20
EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28
LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24
RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"""
_LENGTHS = {entry[:2]: int(entry[2:]) for entry in _LENGTHS_TEXT.split()}


def parse_iban(text: str) -> str:
    """An IBAN without spaces, in capitals, once its length and check digits hold; empty text stays empty.

    Raises BillingError where a digit must be wrong, so that nobody pays into nowhere.
    """
    iban = "".join(text.split()).upper()
    if not iban:
        return ""
    remedy = "copy it from the bank's own statement"
    if not _IBAN.fullmatch(iban):
        raise BillingError(f"{text!r} is not an IBAN", remedy="it starts with two letters and two digits, such as DE89")
    length = _LENGTHS.get(iban[:2])
    if length is None:
        raise BillingError(f"no country {iban[:2]} has IBANs", remedy=remedy)
    if len(iban) != length:
        raise BillingError(f"an IBAN of {iban[:2]} has {length} letters and digits, this one {len(iban)}", remedy=remedy)
    if int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 != 1:
        raise BillingError("a letter or digit of the IBAN is wrong: its check digits do not fit", remedy=remedy)
    return iban


def parse_account(text: str, country: str) -> str:
    """What money is paid to (EN 16931 BT-84): an IBAN, or the account as a country without IBANs writes it.

    In the United Kingdom both are in use. Raises BillingError for an IBAN that does not hold, and for anything else in a
    country whose banks know accounts by IBAN only.
    """
    folded = " ".join(text.split())
    looks_like_iban = bool(re.match(r"[A-Za-z]{2}\s?[0-9]{2}", folded, re.ASCII))
    if looks_like_iban or (country in _LENGTHS and country != "GB"):
        return parse_iban(folded)
    return folded


def parse_bic(text: str) -> str:
    """A BIC without spaces, in capitals, of 8 or 11 characters; empty text stays empty. Raises BillingError otherwise."""
    bic = "".join(text.split()).upper()
    if bic and not _BIC.fullmatch(bic):
        raise BillingError(f"{text!r} is not a BIC", remedy="it has 8 or 11 letters and digits, such as COBADEFF")
    return bic
