"""Lists of records as plain values: what `billdesk list` prints. Reads only.

One query per kind, over Core and without ORM objects, so that a hundred thousand records take a second or two. Values
are as outside tools get them: money, quantities and rates as decimal text, dates as ISO text, unset fields None. Posted
documents are shown with the name of their day (the snapshot).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Connection

from billdesk.billing.errors import BillingError
from billdesk.db.bulk import in_order
from billdesk.db.engine import reading
from billdesk.services.company import Company, read_settings
from billdesk.services.listing_columns import LISTINGS, Listing, shaped

Record = dict[str, Any]

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
LATER = ("quotes", "payments")
"""Kinds that a later version brings; until then their lists are empty."""


def list_records(company: Company, kind: str, filters: Sequence[tuple[str, str]] = (), as_of: date | None = None) -> list[Record]:
    """The records of one of KINDS, each with the same keys, in a settled order.

    `filters` are (key, value) pairs that must all hold; an empty value or `null` means unset, figures compare as
    numbers. `as_of` decides what is overdue (nothing is, without it). Exceptions that were settled are shown only when
    a filter names `resolved`. Raises BillingError for an unknown kind or key.
    """
    if kind not in KINDS:
        raise BillingError(f"unknown kind {kind!r}", "", f"use one of: {', '.join(KINDS)}")
    if kind in LATER:
        return []
    with reading(company.engine) as connection:
        if kind == "schedules":
            # A room of its own: it works dates out, with the rules of billing that the other lists need not load.
            from billdesk.services.listing_schedules import SCHEDULE_KEYS, schedule_records

            return _matching(schedule_records(connection), filters, SCHEDULE_KEYS)
        listing = LISTINGS[kind]
        if kind == "exceptions" and all(key != "resolved" for key, _ in filters):
            filters = [*filters, ("resolved", "false")]
        keys = [column.key for column in listing.columns]
        _check_keys(filters, keys)
        found = _read(connection, listing, filters, as_of)
        return _matching(found, filters, keys)


def _read(connection: Connection, listing: Listing, filters: Sequence[tuple[str, str]], as_of: date | None) -> Iterable[Record]:
    """The rows of a listing, with those filters applied by the database that it can apply as they are meant."""
    settings = read_settings(connection)
    conditions, values = listing.conditions(filters)
    result = connection.exec_driver_sql(in_order(connection, listing.query(conditions, as_of)), tuple(values))
    return shaped(listing, result, settings.currency)


def _matching(records: Iterable[Record], filters: Sequence[tuple[str, str]], keys: Sequence[str]) -> list[Record]:
    _check_keys(filters, keys)
    if not filters:
        return list(records)
    return [record for record in records if all(_is(record[key], wanted) for key, wanted in filters)]


def _check_keys(filters: Sequence[tuple[str, str]], keys: Sequence[str]) -> None:
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
