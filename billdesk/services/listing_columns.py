"""Which columns each list has, where they come from, and how a stored value becomes what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from billdesk.billing.money import format_minor, format_percent, format_price, format_quantity
from billdesk.services.line_why import FACTS, JOINS, told

Show = Callable[[Any, str], Any]
"""From a stored value (never None) and the record's currency to the value shown."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its key, the SQL it is read by, and how it is shown. No `show` means text as it is stored."""

    key: str
    sql: str
    show: Show | None = None


class Told(NamedTuple):
    """A last column that is worked out: its key, the SQL of what it follows from, its joins, and how it is told."""

    key: str
    facts: tuple[str, ...]
    joins: str
    words: Callable[[tuple[Any, ...], str], str]


@dataclass(frozen=True, slots=True)
class Listing:
    """One list. `source` is its FROM clause, `order` its ORDER BY; `currency` gives the currency that figures are in."""

    columns: tuple[Column, ...]
    source: str
    order: str
    currency: str = "NULL"
    told: Told | None = None

    @property
    def keys(self) -> list[str]:
        """The keys of its records, in order."""
        return [column.key for column in self.columns] + ([self.told.key] if self.told is not None else [])

    def conditions(self, filters: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
        """SQL conditions, with their values, for the filters on text; the others are left to the caller."""
        text = {column.key: column.sql for column in self.columns if column.show is None}
        chosen = [(text[key], value) for key, value in filters if key in text and value not in ("", "null")]
        return [f"{sql} = ?" for sql, _ in chosen], [value for _, value in chosen]

    def query(self, conditions: Sequence[str], as_of: date | None) -> str:
        """The query for the rows that meet `conditions`; nothing is overdue where `as_of` is None."""
        facts, joins = ((), "") if self.told is None else (self.told.facts, f" {self.told.joins}")
        chosen = ", ".join((*(column.sql for column in self.columns), *facts, self.currency))
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        today = "0001-01-01" if as_of is None else as_of.isoformat()
        return f"SELECT {chosen} FROM {self.source}{joins}{where} ORDER BY {self.order}".replace(":today", f"'{today}'")


def shaped(listing: Listing, rows: Iterable[Sequence[Any]], home_currency: str) -> Iterator[dict[str, Any]]:
    """Rows of the listing's query as records."""
    keys, told, count = listing.keys, listing.told, len(listing.columns)
    shows = [(index, column.show) for index, column in enumerate(listing.columns) if column.show is not None]
    for row in rows:
        *values, currency = row
        if told is not None:
            values[count:] = [told.words(tuple(values[count:]), currency or home_currency)]
        for index, show in shows:
            value = values[index]
            if value is not None:
                values[index] = show(value, currency or home_currency)
        yield dict(zip(keys, values, strict=True))


def _quantity(value: int, _currency: str) -> str:
    return format_quantity(value)


def _percent(value: int, _currency: str) -> str:
    return format_percent(value)


def _flag(value: int, _currency: str) -> bool:
    return bool(value)


def _count(value: int, _currency: str) -> int:
    return int(value)


def _own(alias: str, *names: str) -> tuple[Column, ...]:
    """Text columns that are called in the file what they are called in the list. Empty text is unset."""
    return tuple(Column(name, f"NULLIF({alias}.{name}, '')") for name in names)


_OF_CREDITS = "FROM invoices n WHERE n.credits_id = i.id AND n.kind = 'credit_note' AND n.status = 'posted'"
_CREDITED = f"i.total_minor = (SELECT CAST(sum(n.total_minor) AS bigint) {_OF_CREDITS})"
_OPEN = f"(i.total_minor - COALESCE((SELECT CAST(sum(n.total_minor) AS bigint) {_OF_CREDITS}), 0))"
_IS_SETTLED = f"(i.kind = 'credit_note' OR {_OPEN} = 0)"
_NUMBER_OF = "(SELECT n.number FROM invoices n WHERE {match})"

_PARTY = ("street", "city", "region", "postcode", "country")
_ACCOUNTS = Listing(
    (
        Column("account", "a.code"),
        *_own("p", "name", "email", "phone", *_PARTY),
        *_own("a", "currency", "terms"),
        *_own("p", "tax_id"),
        Column("parent", "up.code"),
        *_own("a", "notes", "price_basis"),
    ),
    "accounts a JOIN parties p ON p.id = a.party_id LEFT JOIN accounts up ON up.id = a.parent_id",
    "a.code",
)
_PRODUCTS = Listing(
    (
        Column("product", "t.code"),
        *_own("t", "name", "category", "unit"),
        Column("unit_price", "t.unit_price_e4", format_price),
        *_own("t", "charge_type", "every", "timing"),
        Column("tax_rate", "t.tax_rate_e4", _percent),
        Column("active", "t.is_active", _flag),
    ),
    "products t",
    "t.code",
)
_ORDERS = Listing(
    (
        Column("order", "o.code"),
        Column("account", "a.code"),
        Column("account_name", "p.name"),
        *_own("o", "ordered_on", "due_on", "currency", "status", "po", "activated_on"),
        Column("line_count", "(SELECT count(*) FROM order_lines l WHERE l.order_id = o.id)", _count),
    ),
    "orders o JOIN accounts a ON a.id = o.account_id JOIN parties p ON p.id = COALESCE(o.bill_to_id, a.party_id)",
    "o.ordered_on, o.code",
)
_QUOTES = Listing(
    (
        Column("quote", "q.code"),
        Column("revision", "q.revision", _count),
        Column("account", "a.code"),
        Column("account_name", "p.name"),
        *_own("q", "title", "status", "quoted_on", "valid_until", "currency", "po"),
        Column("line_count", "(SELECT count(*) FROM quote_lines l WHERE l.quote_id = q.id)", _count),
        Column("order", "o.code"),
    ),
    "quotes q JOIN accounts a ON a.id = q.account_id JOIN parties p ON p.id = a.party_id LEFT JOIN orders o ON o.id = q.order_id",
    "q.quoted_on, q.code, q.revision",
)
_ORDER_LINES = Listing(
    (
        Column("order", "o.code"),
        Column("line", "l.position", _count),
        Column("account", "a.code"),
        Column("product", "t.code"),
        *_own("l", "description"),
        Column("quantity", "l.quantity_e6", _quantity),
        Column("unit_price", "l.unit_price_e4", format_price),
        Column("discount_percent", "l.discount_e4", _percent),
        Column("tax_rate", "l.tax_rate_e4", _percent),
        *_own("l", "tax_category", "charge_type", "every", "timing", "bill_day"),
        *_own("l", "ordered_on", "due_on", "bill_on", "start_on", "end_on"),
        Column("billed_until", "(SELECT max(b.period_until) FROM billed_periods b WHERE b.order_line_id = l.id)"),
        *_own("l", "next_billing_on"),
        Column("group", "l.group_name"),
        Column("schedule", "s.name"),
        Column("currency", "o.currency"),
        Column("status", "o.status"),
    ),
    "order_lines l JOIN orders o ON o.id = l.order_id JOIN accounts a ON a.id = l.account_id "
    "LEFT JOIN products t ON t.id = l.product_id LEFT JOIN invoice_schedules s ON s.id = l.schedule_id",
    "o.ordered_on, o.code, l.position",
    "o.currency",
)
_INVOICES = Listing(
    (
        Column("invoice_id", "i.id", _count),
        *_own("i", "number", "kind"),
        Column("status", f"CASE WHEN i.status = 'posted' AND {_CREDITED} THEN 'credited' ELSE i.status END"),
        Column(
            "payment_status",
            f"CASE WHEN i.status = 'draft' THEN NULL WHEN {_IS_SETTLED} THEN 'paid' "
            "WHEN i.due_on < :today THEN 'overdue' ELSE 'unpaid' END",
        ),
        Column("account", "a.code"),
        Column("account_name", "COALESCE(buyer.name, present.name)"),
        Column("order_count", "i.order_count", _count),
        Column("issued_on", "CASE WHEN i.status = 'posted' THEN i.issued_on END"),
        *_own("i", "due_on", "target_on", "currency"),
        Column("net", "i.net_minor", format_minor),
        Column("tax", "i.tax_minor", format_minor),
        Column("total", "i.total_minor", format_minor),
        Column("balance", f"CASE WHEN {_IS_SETTLED} THEN 0 ELSE {_OPEN} END", format_minor),
        Column("line_count", "i.line_count", _count),
        Column("schedule", "s.name"),
        *_own("i", "terms", "reference"),
        Column("credits", _NUMBER_OF.format(match="n.id = i.credits_id")),
        Column("credited_by", f"(SELECT n.number {_OF_CREDITS} ORDER BY n.id DESC LIMIT 1)"),
    ),
    "invoices i JOIN accounts a ON a.id = i.account_id JOIN parties present ON present.id = a.party_id "
    "LEFT JOIN parties buyer ON buyer.id = i.buyer_id LEFT JOIN invoice_schedules s ON s.id = i.schedule_id",
    "i.status DESC, i.series_id, i.series_no, i.target_on, i.id",
    "i.currency",
)
_INVOICE_LINES = Listing(
    (
        Column("invoice_id", "i.id", _count),
        Column("invoice", "i.number"),
        Column("line", "l.position", _count),
        Column("account", "a.code"),
        Column("order", "o.code"),
        Column("order_line", "ol.position", _count),
        Column("product", "t.code"),
        *_own("l", "description"),
        Column("quantity", "l.quantity_e6", _quantity),
        Column("unit_price", "l.unit_price_e4", format_price),
        Column("discount_percent", "l.discount_e4", _percent),
        *_own("l", "tax_category"),
        Column("tax_rate", "l.tax_rate_e4", _percent),
        Column("net", "l.net_minor", format_minor),
        *_own("l", "period_from", "period_until", "due_on"),
        Column("currency", "i.currency"),
        Column("kind", "i.kind"),
        Column("status", "i.status"),
    ),
    "invoice_lines l JOIN invoices i ON i.id = l.invoice_id JOIN accounts a ON a.id = i.account_id "
    "LEFT JOIN order_lines ol ON ol.id = l.order_line_id LEFT JOIN orders o ON o.id = ol.order_id "
    "LEFT JOIN products t ON t.id = l.product_id",
    "i.status DESC, i.series_id, i.series_no, i.target_on, i.id, l.position",
    "i.currency",
    Told("why", FACTS, JOINS, told),
)
_RUNS = Listing(
    (
        Column("run", "r.id", _count),
        Column("schedule", "s.name"),
        *_own("r", "occurrence_on", "target_on", "invoice_on", "mode", "state"),
        Column("invoices", "r.invoice_count", _count),
        Column("lines", "r.line_count", _count),
        Column("exceptions", "(SELECT count(*) FROM run_exceptions e WHERE e.run_id = r.id AND e.is_resolved = 0)", _count),
        *_own("r", "started_at", "ended_at"),
    ),
    "invoice_runs r LEFT JOIN invoice_schedules s ON s.id = r.schedule_id",
    "r.id",
)
_EXCEPTIONS = Listing(
    (
        Column("account", "a.code"),
        Column("account_name", "p.name"),
        *_own("e", "reason", "remedy"),
        Column("run", "e.run_id", _count),
        Column("schedule", "s.name"),
        *_own("r", "target_on"),
        Column("resolved", "e.is_resolved", _flag),
    ),
    "run_exceptions e JOIN invoice_runs r ON r.id = e.run_id JOIN accounts a ON a.id = e.account_id "
    "JOIN parties p ON p.id = a.party_id LEFT JOIN invoice_schedules s ON s.id = r.schedule_id",
    "e.id",
)
_OUTBOX = Listing(
    (
        Column("invoice", "i.number"),
        Column("account", "a.code"),
        *_own("x", "recipient", "state", "queued_at", "message_id"),
        Column("message", "x.id", _count),
        Column("attempts", "x.attempts", _count),
        *_own("x", "next_try_at", "sent_at", "last_error"),
    ),
    "outbox x JOIN invoices i ON i.id = x.invoice_id JOIN accounts a ON a.id = i.account_id",
    "x.id",
)

LISTINGS = {
    "accounts": _ACCOUNTS,
    "products": _PRODUCTS,
    "quotes": _QUOTES,
    "orders": _ORDERS,
    "order-lines": _ORDER_LINES,
    "invoices": _INVOICES,
    "invoice-lines": _INVOICE_LINES,
    "runs": _RUNS,
    "exceptions": _EXCEPTIONS,
    "outbox": _OUTBOX,
}
