"""The composition root: from a file or database URL to a company that the verbs work on. The only place that wires."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from billdesk.services import files
from billdesk.services.company import Company, utc_now


def create(
    target: str,
    name: str,
    currency: str = "USD",
    country: str = "US",
    now: Callable[[], datetime] = utc_now,
    actor: str = "user",
) -> Company:
    """Make an empty company and open it. Raises BillingError where something of that name exists."""
    files.create_company(target, name, currency, country, now, actor)
    return open_company(target, now, actor)


def open_company(target: str, now: Callable[[], datetime] = utc_now, actor: str = "user") -> Company:
    """Open an existing company. Raises BillingError for anything that is not one."""
    return Company(files.open_company(target), now, actor)
