"""Which columns the window's lists have, and the SQL that each is read, sorted and filtered by.

The lists of `services.listings` are the ground: a column that is called the same there has its SQL from there, so that a
status or an overdue invoice means one thing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from billdesk.billing.errors import BillingError
from billdesk.services.listing_columns import LISTINGS
from billdesk.services.lists_kinds import KINDS, STATES
from billdesk.services.lists_sources import DATES, NUMBERS, Column, Join, Label, Source

__all__ = ["DATES", "LIST_KINDS", "NUMBERS", "Column", "Label", "Source", "list_columns", "source_of"]

LIST_KINDS = tuple(KINDS)


def source_of(kind: str, is_file: bool = True) -> Source:
    """The source of a kind of list, for a file or for a server. Raises BillingError for an unknown one."""
    if kind not in KINDS:
        raise BillingError(f"unknown list {kind!r}", "", f"use one of: {', '.join(KINDS)}")
    return _source(kind, is_file)


def list_columns(kind: str) -> tuple[Column, ...]:
    """The columns of a list, in the order of the values of its rows. The first is `id`. Raises BillingError."""
    return source_of(kind).columns


@lru_cache(maxsize=32)
def _source(kind: str, is_file: bool) -> Source:
    made = KINDS[kind]
    own = made.own if is_file else made.own | made.server
    columns = (Column("id", "id"), *(_column(kind, text) for text in made.columns.split()))
    if kind == "schedules":
        # Worked out by the rules of billing, so that it stands in a room of its own.
        from billdesk.services.lists_schedules import schedule_rows

        sql = {column.key: f's."{column.key}"' for column in columns}
        joins: tuple[Join, ...] = ()
        base, values = "worked_out s", schedule_rows
    else:
        listing = LISTINGS[kind]
        shared = {column.key: column.sql for column in listing.columns}
        sql = {column.key: own.get(column.key) or shared[column.key] for column in columns[1:]} | {"id": made.id_sql}
        base, *clauses = re.split(r"\s+(?=LEFT JOIN )|(?<!LEFT)\s+(?=JOIN )", listing.source)
        joins, values = tuple(map(_join, clauses)), None
    by_key = {column.key: column for column in columns}
    searched = tuple(made.searched.split())
    return Source(kind, columns, sql, base, joins, made.id_sql, searched, made.labels, made.indexed, made.small, values, by_key)


def _column(kind: str, text: str) -> Column:
    key, _, of = text.partition(":")
    return Column(key, of or "text", STATES.get(f"{kind}.{key}") or (STATES.get(key, ()) if of == "state" else ()))


def _join(clause: str) -> Join:
    alias, condition = re.match(r".*?(\w+) ON (.*)", clause).groups()  # type: ignore[union-attr]  # our own text has this form
    needs = tuple(name for name in re.findall(r"\b(\w+)\.", condition) if name != alias)
    return Join(alias, clause, needs)
