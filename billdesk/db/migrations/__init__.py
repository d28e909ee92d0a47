"""The steps that bring a company file to the newest schema, and which ones this BillDesk knows.

A file says in `alembic_version` how far it has come. Opening compares that with `HEAD`; Alembic itself is imported only
to make a file or to upgrade one.
"""

from __future__ import annotations

REVISIONS = ("0001",)
"""Every revision in turn; a test holds them equal to the folder `versions`."""

HEAD = REVISIONS[-1]
