"""What every verb works on: an open company, the clock's instants, who acts, and how far a long verb has come.

`bootstrap` makes a `Company`; the verbs take it first. The date that a verb goes by (`as_of`) is always an argument.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from billdesk.billing.errors import Cancelled
from billdesk.db.engine import reading
from billdesk.db.models import settings


def utc_now() -> datetime:
    """The present instant, for audit rows only; no rule looks at it."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Company:
    """An open company file (or server database). `now` gives instants for the audit log, `actor` who is acting."""

    engine: Engine
    now: Callable[[], datetime] = utc_now
    actor: str = "user"

    def stamp(self) -> str:
        """The present instant as stored text, UTC to the second."""
        return self.now().strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(slots=True)
class Progress:
    """How far a long verb has come. `report` hears (step, done, total); `is_cancelled` is asked between batches."""

    report: Callable[[str, int, int], None] | None = None
    is_cancelled: Callable[[], bool] | None = None

    def at(self, step: str, done: int, total: int) -> None:
        """Say where the verb is; raises Cancelled when a person has stopped it."""
        if self.report is not None:
            self.report(step, done, total)
        if self.is_cancelled is not None and self.is_cancelled():
            raise Cancelled(f"stopped at {step}", f"{done} of {total} done", "run it again to finish the rest")


@dataclass(frozen=True, slots=True)
class CompanySettings:
    """The company's own facts. `seller_id` is the party snapshot that invoices carry; `currency` the home currency.

    `bill_date_rule` says when a one-time line without a date of its own is billed: ordered, due or fulfilled.
    """

    name: str
    currency: str
    country: str
    seller_id: int
    terms: str = "net 30"
    bill_date_rule: str = "ordered"
    fiscal_year_month: int = 1
    prefixes: dict[str, str] = field(default_factory=dict)
    paper_size: str = "A4"
    payment: dict[str, str] = field(default_factory=dict)
    notes: str = ""


def read_settings(connection: Connection) -> CompanySettings:
    """The settings as stored, one JSON value per key; what is not set has its default."""
    is_fact = settings.c.key.in_(CompanySettings.__dataclass_fields__)  # the logo, a long text, is none of them
    stored: dict[str, Any] = {key: json.loads(value) for key, value in connection.execute(select(settings).where(is_fact))}
    return CompanySettings(**stored)


def company_name(company: Company) -> str:
    """The company's name."""
    with reading(company.engine) as connection:
        return read_settings(connection).name


def iso(day: date | None) -> str | None:
    """A date as it is stored."""
    return None if day is None else day.isoformat()


def day(text: str | None) -> date | None:
    """A stored date as a value."""
    return None if text is None else date.fromisoformat(text)
