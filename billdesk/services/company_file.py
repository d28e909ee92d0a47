"""The open company's file as the disk has it: is it where it was, where has it gone, and how is nothing lost?

The window asks now and then; a write asks by itself and is refused.
"""

from __future__ import annotations

from pathlib import Path

from billdesk.billing.errors import BillingError, FileTrouble
from billdesk.db import place
from billdesk.services.company import Company


class FileWatch:
    """Knows the file that a company was opened from. Nothing here touches the file."""

    def __init__(self, company: Company) -> None:
        self._engine = company.engine
        self._identity = place.identity_of(company.engine)

    def trouble(self) -> FileTrouble | None:
        """What is wrong: `moved` (also deleted or replaced) or `read_only`; None while all is well, or on a server."""
        return place.trouble_of(self._engine, self._identity)

    def present_path(self) -> str | None:
        """Where a moved file lies now, as far as the system tells; None for one that was deleted."""
        found = place.present_path(self._identity) if self._identity is not None else None
        return None if found is None else str(found)


def let_go(company: Company) -> None:
    """Close a company whose file has moved so that the moved file is whole, and can be opened where it lies now."""
    place.write_back(company.engine)


def save_copy(company: Company, dest: str) -> None:
    """Write the open company to `dest`, also when its file was deleted. Raises BillingError where that cannot be."""
    if company.engine.dialect.name != "sqlite":
        raise BillingError("a database on a server is not one file", remedy="back it up with the server's own `pg_dump`")
    place.copy_open(company.engine, Path(dest))
