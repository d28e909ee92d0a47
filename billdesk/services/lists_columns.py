"""Which columns the window's lists have, and the SQL that each is read, sorted and filtered by.

The lists of `services.listings` are the ground: a column that is called the same there has its SQL from there, so that a
status or an overdue invoice means one thing. Here stand the ids that a list leads on by, sums that only the window shows,
and what kind of value each column holds. Amounts of credit notes are negative here, so that a column adds up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from billdesk.billing.errors import BillingError
from billdesk.billing.order import CHARGE_TYPES, ORDER_STATUSES, TIMINGS
from billdesk.billing.schedule import GROUPINGS, MODES
from billdesk.services.listing_columns import LISTINGS

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


def source_of(kind: str) -> Source:
    """The source of a kind of list. Raises BillingError for an unknown one."""
    if kind not in _KINDS:
        raise BillingError(f"unknown list {kind!r}", "", f"use one of: {', '.join(_KINDS)}")
    return _source(kind)


def list_columns(kind: str) -> tuple[Column, ...]:
    """The columns of a list, in the order of the values of its rows. The first is `id`. Raises BillingError."""
    return source_of(kind).columns


@dataclass(frozen=True, slots=True)
class _Kind:
    id_sql: str
    columns: str
    searched: str
    own: dict[str, str] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    indexed: tuple[str, ...] = ()
    small: bool = True


PAYMENT_STATES = ("overdue", "unpaid", "paid")
INVOICE_STATES = ("draft", "posted", "credited")
OUTBOX_STATES = ("uncertain", "failed", "sending", "queued", "sent")
RUN_STATES = ("running", "cancelled", "done")
SCHEDULE_STATES = ("due", "active", "paused", "ended")
_STATES = {
    "invoices.status": INVOICE_STATES,
    "invoices.payment_status": PAYMENT_STATES,
    "invoices.kind": ("invoice", "credit_note"),
    "invoice-lines.status": ("draft", "posted"),
    "invoice-lines.kind": ("invoice", "credit_note"),
    "orders.status": ORDER_STATUSES,
    "order-lines.status": ORDER_STATUSES,
    "runs.state": RUN_STATES,
    "outbox.state": OUTBOX_STATES,
    "schedules.state": SCHEDULE_STATES,
    "charge_type": CHARGE_TYPES,
    "timing": TIMINGS,
    "mode": MODES,
    "group": GROUPINGS,
    "price_basis": ("net", "gross"),
}

_BILLED = {column.key: column.sql for column in LISTINGS["invoices"].columns}
_OF_ACCOUNT = "FROM invoices i WHERE i.account_id = a.id AND i.currency = a.currency AND i.status = 'posted'"
_PARTY_OF = "(SELECT x.party_id FROM accounts x WHERE x.id = {}.account_id)"
_SIGN = "CASE WHEN i.kind = 'credit_note' THEN -{0} ELSE {0} END"

_KINDS = {
    "accounts": _Kind(
        "a.id",
        "account name email phone street city region postcode country currency terms tax_id parent notes price_basis:state"
        " parent_id:id archived:flag balance:money overdue:money next_billing_on:date last_invoice_on:date order_count:count",
        "account name city email",
        {
            "parent_id": "a.parent_id",
            "archived": "a.is_archived",
            "balance": f"(SELECT COALESCE(sum({_BILLED['balance']}), 0) {_OF_ACCOUNT})",
            "overdue": f"(SELECT COALESCE(sum({_BILLED['balance']}), 0) {_OF_ACCOUNT} AND i.due_on < :today)",
            "next_billing_on": "(SELECT min(l.next_billing_on) FROM order_lines l WHERE l.account_id = a.id"
            " AND l.next_billing_on IS NOT NULL)",
            "last_invoice_on": "(SELECT max(i.issued_on) FROM invoices i WHERE i.account_id = a.id AND i.status = 'posted')",
            "order_count": "(SELECT count(*) FROM orders o WHERE o.account_id = a.id)",
        },
        {"account": Label("a.id", "accounts", "code"), "name": Label("a.party_id", "parties", "name")},
        small=False,
    ),
    "products": _Kind(
        "t.id",
        "product name category unit unit_price:price currency charge_type:state every timing:state tax_rate:percent active:flag",
        "product name category",
        {"currency": ":home"},
    ),
    "orders": _Kind(
        "o.id",
        "order account account_name ordered_on:date due_on:date currency status:state po activated_on:date line_count:count"
        " account_id:id next_billing_on:date",
        "order account account_name po",
        {
            "account_id": "o.account_id",
            "next_billing_on": "(SELECT min(l.next_billing_on) FROM order_lines l WHERE l.order_id = o.id)",
        },
        {
            "account": Label("o.account_id", "accounts", "code"),
            "account_name": Label(f"COALESCE(o.bill_to_id, {_PARTY_OF.format('o')})", "parties", "name"),
        },
        ("account_id",),
        small=False,
    ),
    "order-lines": _Kind(
        "l.id",
        "order line:count account product description quantity:quantity unit_price:price discount_percent:percent"
        " tax_rate:percent tax_category charge_type:state every timing:state bill_day ordered_on:date due_on:date bill_on:date"
        " start_on:date end_on:date billed_until:date next_billing_on:date group schedule currency status:state"
        " order_id:id account_id:id product_id:id schedule_id:id",
        "order account product description",
        {name: f"l.{name}" for name in ("order_id", "account_id", "product_id", "schedule_id")},
        {
            "account": Label("l.account_id", "accounts", "code"),
            "product": Label("l.product_id", "products", "code"),
            "schedule": Label("l.schedule_id", "invoice_schedules", "name"),
        },
        ("order_id",),
        small=False,
    ),
    "invoices": _Kind(
        "i.id",
        "number kind:state status:state payment_status:state account account_name order_count:count issued_on:date"
        " due_on:date target_on:date currency net:money tax:money total:money balance:money line_count:count schedule terms"
        " reference credits credited_by account_id:id run_id:id schedule_id:id",
        "number account account_name reference",
        {
            **{name: f"i.{name}" for name in ("account_id", "run_id", "schedule_id")},
            **{name: _SIGN.format(_BILLED[name]) for name in ("net", "tax", "total")},
        },
        {
            "account": Label("i.account_id", "accounts", "code"),
            "account_name": Label(f"COALESCE(i.buyer_id, {_PARTY_OF.format('i')})", "parties", "name"),
            "schedule": Label("i.schedule_id", "invoice_schedules", "name"),
        },
        ("account_id",),
        small=False,
    ),
    "invoice-lines": _Kind(
        "l.id",
        "invoice line:count account order order_line:count product description quantity:quantity unit_price:price"
        " discount_percent:percent tax_category tax_rate:percent net:money period_from:date period_until:date due_on:date"
        " currency kind:state status:state invoice_id:id account_id:id order_id:id product_id:id issued_on:date",
        "invoice order product description",
        {
            "invoice_id": "l.invoice_id",
            "account_id": "i.account_id",
            "order_id": "ol.order_id",
            "product_id": "l.product_id",
            "issued_on": "CASE WHEN i.status = 'posted' THEN i.issued_on END",
            "net": _SIGN.format("l.net_minor"),
        },
        {
            "account": Label("i.account_id", "accounts", "code"),
            "product": Label("l.product_id", "products", "code"),
        },
        ("invoice_id",),
        small=False,
    ),
    "schedules": _Kind(
        "s.id",
        "schedule state:state every day start_on:date end_on:date timing:count group:state mode:state hold:flag catch_up"
        " paused:flag accounts products orders currencies holiday_rule invoice_date terms ran_on:date next_on:date"
        " line_count:count account_count:count last_run_id:id last_state last_invoices:count last_exceptions:count"
        " position:count sentence",
        "schedule products accounts",
    ),
    "runs": _Kind(
        "r.id",
        "schedule occurrence_on:date target_on:date invoice_on:date mode:state state:state invoices:count lines:count"
        " exceptions:count started_at:instant ended_at:instant schedule_id:id",
        "schedule",
        {"schedule_id": "r.schedule_id"},
    ),
    "exceptions": _Kind(
        "e.id",
        "account account_name reason remedy schedule target_on:date resolved:flag account_id:id run_id:id",
        "account account_name reason",
        {"account_id": "e.account_id", "run_id": "e.run_id"},
    ),
    "outbox": _Kind(
        "x.id",
        "invoice account recipient state:state queued_at:instant message_id invoice_id:id account_id:id",
        "invoice account recipient",
        {"invoice_id": "x.invoice_id", "account_id": "i.account_id"},
    ),
}
LIST_KINDS = tuple(_KINDS)


@lru_cache(maxsize=32)
def _source(kind: str) -> Source:
    made = _KINDS[kind]
    columns = (Column("id", "id"), *(_column(kind, text) for text in made.columns.split()))
    if kind == "schedules":
        # Worked out by the rules of billing, so that it stands in a room of its own.
        from billdesk.services.lists_schedules import schedule_rows

        sql = {column.key: f's."{column.key}"' for column in columns}
        base, joins, values = "worked_out s", (), schedule_rows
    else:
        listing = LISTINGS[kind]
        shared = {column.key: column.sql for column in listing.columns}
        sql = {column.key: made.own.get(column.key) or shared[column.key] for column in columns[1:]} | {"id": made.id_sql}
        base, *clauses = re.split(r"\s+(?=LEFT JOIN )|(?<!LEFT)\s+(?=JOIN )", listing.source)
        joins, values = tuple(map(_join, clauses)), None
    by_key = {column.key: column for column in columns}
    searched = tuple(made.searched.split())
    return Source(kind, columns, sql, base, joins, made.id_sql, searched, made.labels, made.indexed, made.small, values, by_key)


def _column(kind: str, text: str) -> Column:
    key, _, of = text.partition(":")
    return Column(key, of or "text", _STATES.get(f"{kind}.{key}") or (_STATES.get(key, ()) if of == "state" else ()))


def _join(clause: str) -> Join:
    alias, condition = re.match(r".*?(\w+) ON (.*)", clause).groups()  # type: ignore[union-attr]  # our own text has this form
    needs = tuple(name for name in re.findall(r"\b(\w+)\.", condition) if name != alias)
    return Join(alias, clause, needs)
