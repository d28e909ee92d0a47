"""Billing with the window closed: the system's own timer calls the same run as a person, and what it did is told.

The timer runs `billdesk run FILE --all-due --at now` and then sends the mail, at each time of day that a schedule of the
company has. Nothing of BillDesk stays in memory in between.
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

from sqlalchemy import select

from billdesk.billing.errors import BillingError
from billdesk.db.engine import is_url, reading
from billdesk.db.models import invoice_schedules
from billdesk.services.company import Company, read_settings
from billdesk.services.os_timers import TimerJob, TimerState, own_timer

DEFAULT_TIME = "06:00"
"""When a company without schedules is looked at: one may be added."""

_PASSWORD = re.compile(r"://[^:/@\s]*:[^@\s]+@")


def timer_times(company: Company) -> tuple[str, ...]:
    """The times of day at which schedules of the company run, `HH:MM`, rising."""
    c = invoice_schedules.c
    with reading(company.engine) as connection:
        found = connection.execute(select(c.time_of_day).where(c.is_paused == 0).distinct().order_by(c.time_of_day))
        return tuple(found.scalars()) or (DEFAULT_TIME,)


def install_timer(company: Company, target: str) -> TimerState:
    """Have the system's timer bill what is due in the company at `target`, a path or URL.

    One that is there takes the present times. Raises BillingError for an address with a password, and where this system
    has no timer that a program may set.
    """
    if _PASSWORD.search(target):
        remedy = "keep the password in ~/.pgpass and leave it out of the address"
        raise BillingError("a timer keeps the address as it stands, and this one holds a password", "", remedy)
    with reading(company.engine) as connection:
        name = read_settings(connection).name
    return own_timer().install(_job(target, name, timer_times(company)))


def remove_timer(target: str) -> bool:
    """Take the company's timer away, with all its files. Returns whether there was one."""
    return own_timer().remove(timer_name(target))


def timer_state(target: str) -> TimerState:
    """How the company's timer stands."""
    return own_timer().state(timer_name(target))


def timer_name(target: str) -> str:
    """What the timer of a company is called: a readable part, and what tells it from others."""
    place = _place(target)
    word = re.sub(r"[^a-z0-9]+", "-", Path(place.rpartition("/")[2] or place).stem.lower()).strip("-")[:32]
    return f"billdesk-{word or 'company'}-{hashlib.sha256(place.encode()).hexdigest()[:8]}"


def _job(target: str, company: str, times: tuple[str, ...]) -> TimerJob:
    place, program = _place(target), _program()
    if any(not c.isprintable() for c in place):
        raise BillingError("the name of the file cannot be given to a timer", place, "rename it, without control characters")
    run = (*program, "run", place, "--all-due", "--at", "now")
    return TimerJob(timer_name(target), company, times, run, (*program, "mail", "send", place, "--due"))


def _place(target: str) -> str:
    return target if is_url(target) else str(Path(target).absolute())


def _program() -> tuple[str, ...]:
    """How this BillDesk is called by its full name."""
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    return (sys.executable, "-P", "-m", "billdesk")
