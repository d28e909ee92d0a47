"""How the parts of a bundle are stored, by hand or from a file."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from billdesk.billing.bundle import BundleItem
from billdesk.db.bulk import Row, insert_rows, next_id
from billdesk.db.models import bundle_exclusions

ITEM_COLUMNS = (
    "bundle_id",
    "component_id",
    "position",
    "role",
    "quantity_e6",
    "min_quantity_e6",
    "max_quantity_e6",
    "is_per_bundle",
    "choice",
    "unit_price_e4",
)
CHOICE_COLUMNS = ("bundle_id", "name", "min_count", "max_count")


def insert_exclusions(connection: Connection, pairs: Iterable[tuple[int, int, int]]) -> None:
    """Write (bundle, item, other) ids, the items of a pair in either order."""
    first = next_id(connection, bundle_exclusions)
    rows = [(first + place, own, min(one, other), max(one, other)) for place, (own, one, other) in enumerate(pairs)]
    insert_rows(connection, bundle_exclusions, ("id", "bundle_id", "item_id", "other_id"), rows)


def item_row(bundle_id: int, position: int, item: BundleItem) -> Row:
    """An item in the order of `ITEM_COLUMNS`."""
    component_id, _, role, quantity, least, most, is_per_bundle, choice, price = item
    return (bundle_id, component_id, position, role, quantity, least, most, int(is_per_bundle), choice, price)
