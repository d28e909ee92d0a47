"""The steps that bring a company to the newest schema, and which ones this BillDesk knows.

A company says in `alembic_version` how far it has come; opening compares that with the head. Alembic itself is imported
only to make a company or to upgrade one. A new revision is a file in `versions` and its name at the end of `REVISIONS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, create_engine

REVISIONS = ("0001", "0002", "0003")
"""Every revision in turn; a test holds them equal to the folder `versions`."""


_alone = Lock()  # Alembic keeps the upgrade under way in globals


@dataclass(frozen=True, slots=True)
class Migrations:
    """A folder of Alembic's with the revisions that it holds, in turn."""

    folder: Path
    revisions: tuple[str, ...]

    @property
    def head(self) -> str:
        """The newest schema."""
        return self.revisions[-1]


MIGRATIONS = Migrations(Path(__file__).parent, REVISIONS)


def upgrade(connection: Connection, migrations: Migrations = MIGRATIONS) -> None:
    """Bring the schema to the head, inside the transaction that stands on `connection`."""
    from alembic import command  # takes as long to import as the rest of BillDesk, and opening a file needs it rarely
    from alembic.config import Config

    config = Config()
    # Percent signs in a path would be read as interpolation.
    config.set_main_option("script_location", str(migrations.folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _alone:
        command.upgrade(config, "head")


@lru_cache(maxsize=4)
def blank_schema(migrations: Migrations) -> tuple[tuple[str, str, str, str], ...]:
    """What SQLite's own catalogue holds of a new company, in order of creation: (type, name, table, SQL) of each item.

    Making the first company of a process runs the migrations once, in memory; the next ones copy the outcome.
    """
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            upgrade(connection, migrations)
            rows = connection.exec_driver_sql(
                "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
            )
            return tuple((row[0], row[1], row[2], row[3]) for row in rows)
    finally:
        engine.dispose()
