"""What a list of the window is read from: its columns, the SQL of each, and the tables that they need."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection

from billdesk.billing.errors import BillingError

NUMBERS = ("money", "price", "quantity", "percent", "count")
DATES = ("date", "instant")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its key, and the kind of its values as `list_rows` gives them.

    text, state (one of `states`, the most urgent first), flag (0 or 1), date and instant (ISO text), money (minor units of
    the row's currency), price (x 10^4), quantity (x 10^6), percent (x 10^4), count, id (leads to a record). Any may be None.
    """

    key: str
    kind: str = "text"
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """A table that the base table of a list is joined with, and those that it needs to be joined before it."""

    alias: str
    clause: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A text column that a row has from a smaller table: `link` is the SQL of that table's id."""

    link: str
    table: str
    column: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a list comes from. `id_sql` names the row, `values` are rows worked out instead of read from a table.

    `searched` are the columns that free text is looked for in, `labels` those that come from smaller tables, `indexed` the
    links by which few rows are found at once. A `small` list is compared without accents by the database too.
    """

    kind: str
    columns: tuple[Column, ...]
    sql: dict[str, str]
    base: str
    joins: tuple[Join, ...]
    id_sql: str
    searched: tuple[str, ...]
    labels: dict[str, Label]
    indexed: tuple[str, ...]
    small: bool
    values: Callable[[Connection, date], tuple[tuple[str, ...], list[tuple[Any, ...]]]] | None = None
    by_key: dict[str, Column] = field(default_factory=dict)

    def column(self, key: str) -> Column:
        """The column of this key. Raises BillingError where there is none."""
        if key not in self.by_key:
            raise BillingError(f"unknown column {key!r}", self.kind, f"use one of: {', '.join(self.by_key)}")
        return self.by_key[key]

    def tables(self, expressions: Sequence[str]) -> str:
        """The FROM clause that `expressions` need, and no table more: each join costs a look-up per row."""
        wanted: set[str] = set()
        aliases = {join.alias: join for join in self.joins}

        def want(alias: str) -> None:
            if alias in aliases and alias not in wanted:
                wanted.add(alias)
                for needed in aliases[alias].needs:
                    want(needed)

        for expression in expressions:
            for alias in re.findall(r"\b(\w+)\.", expression):
                want(alias)
        return " ".join((self.base, *(join.clause for join in self.joins if join.alias in wanted)))


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of list is written down: `columns` as `key:kind` (text where it says none), SQL of its `own` by key.

    `server` is what PostgreSQL says in another way.
    """

    id_sql: str
    columns: str
    searched: str
    own: dict[str, str] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    indexed: tuple[str, ...] = ()
    small: bool = True
    server: dict[str, str] = field(default_factory=dict)
