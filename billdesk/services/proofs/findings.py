"""What a check found: how much it looked at, and a sentence for each violation, naming the record."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from billdesk.billing.errors import BillingError, one_line

LIMIT = 100
"""Violations kept in words per check: past that the file needs a backup, not a longer list."""

# What stored nonsense can raise in a rule or on its way in: wrong types, figures out of range, tables or text that
# cannot be read. A fault of ours shows as a violation too, which is the safe side for a proof.
NONSENSE = (
    ArithmeticError,
    AttributeError,
    BillingError,
    LookupError,
    SQLAlchemyError,
    TypeError,
    ValueError,
    sqlite3.Error,
)


@dataclass(slots=True)
class Findings:
    """The outcome of one check while it runs. `name` is what the report calls it, `what` says it in words."""

    name: str
    checked: int = 0
    count: int = 0
    violations: list[str] = field(default_factory=list)

    def add(self, sentence: str) -> None:
        """Note a violation."""
        self.count += 1
        if len(self.violations) < LIMIT:
            self.violations.append(one_line(sentence))

    @contextmanager
    def guarded(self, what: str) -> Iterator[None]:
        """Note what cannot be read or worked out as a violation of this check."""
        try:
            yield
        except NONSENSE as error:
            self.add(f"{what} cannot be checked: {reason(error)}")


def reason(error: Exception) -> str:
    """What an error says, without what SQLAlchemy adds; its class where it says nothing."""
    return str(getattr(error, "orig", None) or error) or type(error).__name__
