"""Company files as a person handles them: make one and open one. Backups: `services.backups`."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Engine, insert

from billdesk.billing.errors import BillingError
from billdesk.billing.money import currency_digits
from billdesk.billing.party import Party, party_sha256
from billdesk.db.files import creating, open_file
from billdesk.db.models import parties, settings
from billdesk.services import audit
from billdesk.services.company import Company, CompanySettings, utc_now

LETTER_COUNTRIES = ("US", "CA")
"""Where paper is Letter; everywhere else it is A4 (ISO 216)."""


def create_company(
    target: str,
    name: str,
    currency: str = "USD",
    country: str = "US",
    now: Callable[[], datetime] = utc_now,
    actor: str = "user",
) -> None:
    """Make an empty company at a path or database URL, with its seller, settings and first audit row.

    Raises BillingError for a name that is taken, an unknown currency or country, or a place that cannot hold a company.
    """
    company_name = unicodedata.normalize("NFC", " ".join(name.split()))
    if not company_name:
        raise BillingError("the company has no name", target, "give it a name")
    currency_digits(currency)
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise BillingError(f"unknown country {country!r}", remedy="use an ISO 3166 code of two letters such as US or DE")
    seller = Party(name=company_name, country=country)
    facts = CompanySettings(
        name=company_name,
        currency=currency,
        country=country,
        seller_id=1,
        paper_size="Letter" if country in LETTER_COUNTRIES else "A4",
    )
    with creating(target) as connection:
        connection.execute(insert(parties).values(id=facts.seller_id, sha256=party_sha256(seller), **seller._asdict()))
        rows = [{"key": key, "value": json.dumps(value, ensure_ascii=False)} for key, value in asdict(facts).items()]
        connection.execute(insert(settings), rows)
        company = Company(connection.engine, now, actor)
        audit.append(connection, company, [audit.Entry("create", "company", None, {"name": company_name})])


def open_company(target: str) -> Engine:
    """An engine for an existing company at a path or database URL, brought to the newest schema if it is older.

    Raises BillingError for anything that is not a company, each case in its own words, and then changes nothing.
    """
    return open_file(target)
