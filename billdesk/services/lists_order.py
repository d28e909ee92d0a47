"""The order of a list as SQL: unset values last, names by their rank, states by urgency, numbers as they count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from billdesk.services.lists_columns import Label, Source
from billdesk.services.lists_labels import as_json

Sort = Sequence[tuple[str, bool]]
Rank = Callable[[Label, bool], list[int]]
"""The ids of the smaller table's rows in the order of a label, forwards or backwards."""


@dataclass(slots=True)
class Order:
    """ORDER BY terms with what they need: `ctes` before the query, `joins` in it, `where` to leave out what comes later.

    `keys` are the terms' SQL without direction. `is_whole` says that no row is left out, `is_indexed` that an index leads
    to the rows, so that nothing has to be looked through.
    """

    keys: list[str] = field(default_factory=list)
    descending: list[bool] = field(default_factory=list)
    ctes: list[str] = field(default_factory=list)
    cte_values: list[Any] = field(default_factory=list)
    joins: list[str] = field(default_factory=list)
    where: list[str] = field(default_factory=list)
    where_values: list[Any] = field(default_factory=list)
    is_whole: bool = True
    is_indexed: bool = False

    @property
    def terms(self) -> str:
        """The ORDER BY clause."""
        pairs = zip(self.keys, self.descending, strict=True)
        return ", ".join(f"{key} {'DESC' if down else 'ASC'} NULLS LAST" for key, down in pairs)


def order_of(source: Source, sort: Sort, rank: Rank | None, first: int | None = None) -> Order:
    """The order that `sort` asks for; last by id, in the direction of the last column. A server ranks by itself (None).

    With `first`, only rows that have one of the first so many names are kept where the list is sorted by a name: enough
    for its beginning, and much less to look through.
    """
    order = Order()
    for at, (key, down) in enumerate(sort):
        column, sql = source.column(key), source.sql[key]
        label = source.labels.get(key)
        if label is not None and rank is not None:
            _by_rank(order, f"rank_{at}", label, rank(label, down), first if at == 0 else None)
            links = {source.sql[link] for link in (*source.indexed, "id")}
            order.is_indexed = order.is_indexed or (not order.is_whole and label.link in links)
        elif at == 0 and key == "id":
            _add(order, sql, down)
            order.is_indexed = True
        elif key == "number" and source.kind == "invoices":
            # In a series numbers count on beyond the five digits they are written with at least.
            _add(order, "(SELECT x.head FROM number_series x WHERE x.id = i.series_id)", down)
            _add(order, "i.series_no", down)
        elif column.states:
            ranks = " ".join(f"WHEN '{state}' THEN {n}" for n, state in enumerate(column.states))
            _add(order, f"CASE {sql} {ranks} END", down)
        elif column.kind == "text":
            _add(order, f"fold({sql})" if source.small and rank is not None else f"lower({sql})", down)
        else:
            _add(order, sql, down)
    _add(order, source.id_sql, sort[-1][1] if sort else False)
    return order


def _add(order: Order, sql: str, down: bool) -> None:
    order.keys.append(sql)
    order.descending.append(down)


def _by_rank(order: Order, name: str, label: Label, ids: list[int], first: int | None) -> None:
    if first is not None and len(ids) > first:
        ids, order.is_whole = ids[:first], False
        order.where.append(f"{label.link} IN (SELECT value FROM json_each(?))")
        order.where_values.append(as_json(ids))
    order.ctes.append(f"{name}(id, rank) AS (SELECT CAST(value AS INTEGER), key FROM json_each(?))")
    order.cte_values.append(as_json(ids))
    order.joins.append(f"LEFT JOIN {name} ON {name}.id = {label.link}")
    _add(order, f"{name}.rank", False)
