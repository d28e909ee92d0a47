"""Lists of records as plain values: what `billdesk list` prints. Reads only.

One query per kind, over Core and without ORM objects, so that a hundred thousand records take a second or two. Values
are as outside tools get them: money, quantities and rates as decimal text, dates as ISO text, unset fields None. Posted
documents are shown with the name of their day (the snapshot).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Connection

from billdesk.billing.errors import BillingError
from billdesk.db.bulk import stream_rows
from billdesk.db.engine import reading
from billdesk.services.company import Company, read_settings
from billdesk.services.listing_columns import LISTINGS, shaped

Record = dict[str, Any]
Filters = Sequence[tuple[str, str]]

KINDS = (
    "accounts",
    "products",
    "quotes",
    "orders",
    "order-lines",
    "invoices",
    "invoice-lines",
    "payments",
    "schedules",
    "runs",
    "exceptions",
    "outbox",
)
LATER = ("payments",)
"""Kinds that a later version brings; until then their lists are empty."""


def list_records(company: Company, kind: str, filters: Filters = (), as_of: date | None = None) -> list[Record]:
    """The records of `each_record` as a list."""
    return list(each_record(company, kind, filters, as_of))


def each_record(company: Company, kind: str, filters: Filters = (), as_of: date | None = None) -> Iterator[Record]:
    """The records of one of KINDS in a settled order, each with the same keys; in flat memory, however many.

    `filters` are (key, value) pairs that must all hold; an empty value or `null` means unset, figures compare as
    numbers. `as_of` decides what is overdue (nothing is, without it). Exceptions that were settled are shown only when
    a filter names `resolved`. Raises BillingError for an unknown kind or key, when the first record is asked for.
    """
    if kind not in KINDS:
        raise BillingError(f"unknown kind {kind!r}", "", f"use one of: {', '.join(KINDS)}")
    if kind in LATER:
        return
    if kind == "exceptions" and all(key != "resolved" for key, _ in filters):
        filters = [*filters, ("resolved", "false")]
    with reading(company.engine) as connection:
        for record in _read(connection, kind, filters, as_of):
            if all(_is(record[key], wanted) for key, wanted in filters):
                yield record


def _read(connection: Connection, kind: str, filters: Filters, as_of: date | None) -> Iterable[Record]:
    """The records of a kind, with those filters applied by the database that it can apply as they are meant."""
    if kind == "schedules":
        # A room of its own: it works dates out, with the rules of billing that the other lists need not load.
        from billdesk.services.listing_schedules import SCHEDULE_KEYS, schedule_records

        _check_keys(filters, SCHEDULE_KEYS)
        return schedule_records(connection)
    listing = LISTINGS[kind]
    _check_keys(filters, listing.keys)
    conditions, values = listing.conditions(filters)
    rows = stream_rows(connection, listing.query(conditions, as_of), tuple(values))
    return shaped(listing, rows, read_settings(connection).currency)


def _check_keys(filters: Filters, keys: Sequence[str]) -> None:
    for key, _ in filters:
        if key not in keys:
            raise BillingError(f"unknown column {key!r}", "", f"use one of: {', '.join(keys)}")


def _is(value: object, wanted: str) -> bool:
    """Whether a value is what a person wrote. Figures compare as numbers: 10 is 10.00."""
    if value is None:
        return wanted in ("", "null")
    if isinstance(value, bool):
        return wanted.lower() in (("true", "yes", "1") if value else ("false", "no", "0"))
    if isinstance(value, list):
        return wanted in map(str, value) or (not value and wanted in ("", "null"))
    text = str(value)
    return text == wanted or (text[:1] in "-0123456789" and text[-1:].isdigit() and _same_figure(text, wanted))


def _same_figure(text: str, wanted: str) -> bool:
    try:
        return Decimal(text) == Decimal(wanted)
    except InvalidOperation:
        return False
