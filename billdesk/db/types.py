"""Column types: the few that the company file uses, the same on SQLite (STRICT tables) and PostgreSQL.

Money, quantities, prices and rates are 64-bit integers in the scales of `billing.money`; dates are ISO 8601 text of ten
characters; instants are UTC text such as `2026-11-24T09:30:00Z`; flags are 0 or 1. There is no floating point column.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# STRICT tables know INTEGER but not BIGINT; PostgreSQL's INTEGER is too small for money.
Int64 = BigInteger().with_variant(Integer(), "sqlite")
STRICT: dict[str, Any] = {"sqlite_strict": True}
KEYED: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}


def row_id() -> Column[Any]:
    """The integer primary key. Ids are handed out by the writer under its lock, so that a batch knows them before."""
    return Column("id", Int64, primary_key=True, autoincrement=False)


def whole(name: str, *, null: bool = False) -> Column[Any]:
    """A 64-bit integer."""
    return Column(name, Int64, nullable=null)


def counted(name: str) -> Column[Any]:
    """A 64-bit integer that is 0 unless it is given."""
    return Column(name, Int64, nullable=False, server_default="0")


def text(name: str, *, null: bool = False, unique: bool = False) -> Column[Any]:
    """Unicode text (NFC)."""
    return Column(name, Text, nullable=null, unique=unique)


def blob(name: str) -> Column[Any]:
    """Bytes."""
    return Column(name, LargeBinary, nullable=False)


def flag(name: str) -> tuple[Column[Any], CheckConstraint]:
    """A boolean as 0 or 1 with the check that keeps it so."""
    return Column(name, Int64, nullable=False, server_default="0"), CheckConstraint(f"{name} IN (0, 1)", name=name)


def date_on(name: str, *, null: bool = False) -> tuple[Column[Any], CheckConstraint]:
    """An ISO date as text with the check that it has that form."""
    return Column(name, Text, nullable=null), CheckConstraint(f"length({name}) = 10", name=name)


def link(name: str, target: str, *, null: bool = False) -> Column[Any]:
    """A foreign key to the id of `target`."""
    return Column(name, Int64, ForeignKey(f"{target}.id"), nullable=null)


def partial_index(name: str, *columns: ColumnElement[Any], where: ColumnElement[bool], unique: bool = False) -> None:
    """An index over the rows of a table for which `where` holds.

    The condition is given to SQLite at once and to PostgreSQL when it is asked for (`with_server_indexes`), because
    naming PostgreSQL here loads its dialect, which costs each start of the program a tenth of its time.
    """
    Index(name, *columns, unique=unique, sqlite_where=where, info={"where": where})


def with_server_indexes() -> MetaData:
    """The tables with all that PostgreSQL has to know of their partial indexes."""
    for table in metadata.tables.values():
        for index in table.indexes:
            if "where" in index.info:
                index.dialect_options["postgresql"]["where"] = index.info["where"]
    return metadata


def choice(name: str, values: Iterable[str], *, null: bool = False) -> tuple[Column[Any], CheckConstraint]:
    """Text that is one of `values`."""
    listed = ", ".join(f"'{value}'" for value in values)
    return Column(name, Text, nullable=null), CheckConstraint(f"{name} IN ({listed})", name=name)
