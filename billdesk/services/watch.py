"""Whether somebody else, in this process or another, has written to the company: what a window asks to stay true."""

from __future__ import annotations

from billdesk.db.engine import ChangeWatch
from billdesk.services.company import Company

__all__ = ["ChangeWatch", "watch"]


def watch(company: Company) -> ChangeWatch:
    """A watch over the company's commits, from now on. It keeps a connection until it is closed."""
    return ChangeWatch(company.engine)
