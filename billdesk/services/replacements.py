"""Another product, cadence, bill day or timing on an order line: the old line ends, and a new one takes its place from a day on.

One transaction, and one act with the end of the old line: what was billed of it beyond that day is credited, the new line has
periods of its own and says which one it replaces.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy import Row as Record

from billdesk.billing.errors import BillingError, FieldError
from billdesk.db.bulk import insert_rows, next_id
from billdesk.db.models import amendments, order_lines, products
from billdesk.services.amendment_rows import LineChange, lines_of, write_changes
from billdesk.services.amendments import Amended, act_on
from billdesk.services.company import Company
from billdesk.services.line_content import COLUMNS, LineContent, check

MOST_LINES = 10_000


@dataclass(frozen=True, slots=True)
class Replacement:
    """What the new line has that the old one has not; None takes the old line's. Figures in the scales of `billing.money`.

    `bill_day` '' takes the bill day off, so that periods count from the day of the change.
    """

    position: int
    product: str | None = None
    quantity_e6: int | None = None
    unit_price_e4: int | None = None
    every: str | None = None
    bill_day: str | None = None
    timing: str | None = None


def replace_line(
    company: Company, code: str, wanted: Replacement, on: date, as_of: date, reason: str = "", *, preview: bool = False
) -> Amended:
    """End a recurring line before `on` and let a new one go on from there.

    Raises BillingError for an order that is not active or a line that is not recurring, and FieldError for what the new line
    cannot be, or a day on which the old line does not run.
    """

    def write(connection: Connection, order: Record[Any]) -> int:
        if order.status != "active":
            raise BillingError(f"the order is {order.status}", order.code, "only an active order can be amended")
        stored = {position: (line_id, content) for line_id, position, content in lines_of(connection, order)}
        if wanted.position not in stored:
            raise FieldError("line", f"the order has no line {wanted.position}", order.code, "see `list FILE order-lines`")
        line_id, old = stored[wanted.position]
        new = _content(connection, wanted, old, on)
        check(new, order.currency)
        if on.isoformat() <= old.start_on:
            what = f"the line starts on {old.start_on}, and nothing of it would be left"
            raise FieldError("on", what, order.code, "give a later day, or cancel the order and make it anew")
        change = LineChange(wanted.position, ends=True, end_before=on)
        act = write_changes(connection, order, [change], on, as_of, reason)
        new_id = next_id(connection, order_lines)
        position = max(stored) + 1
        columns = ("id", "order_id", "account_id", "position", *COLUMNS, "replaces_id")
        insert_rows(connection, order_lines, columns, [(new_id, order.id, order.account_id, position, *new, line_id)])
        _keep_terms(connection, line_id, new_id)
        is_end = (amendments.c.order_line_id == line_id) & (amendments.c.act == act)
        connection.execute(update(amendments).where(is_end).values(replaced_by_id=new_id))
        return act

    return act_on(company, code, as_of, "replace line", write, preview, {"on": on.isoformat(), "reason": reason})


def _content(connection: Connection, wanted: Replacement, old: LineContent, on: date) -> LineContent:
    if old.charge_type != "recurring":
        raise FieldError("line", f"a {old.charge_type} line is not replaced", remedy="end it, and add a line of its own")
    if old.end_on is not None and on.isoformat() > old.end_on:
        raise FieldError("on", f"the line has ended on {old.end_on}", remedy="give a day before that")
    product_id, text = old.product_id, old.description
    if wanted.product is not None:
        row = connection.execute(select(products.c.id, products.c.name).where(products.c.code == wanted.product)).first()
        if row is None:
            raise FieldError("product", f"there is no product {wanted.product}", remedy="see `list FILE products`")
        product_id, text = row
    return old._replace(
        product_id=product_id,
        description=text,
        quantity_e6=old.quantity_e6 if wanted.quantity_e6 is None else wanted.quantity_e6,
        unit_price_e4=old.unit_price_e4 if wanted.unit_price_e4 is None else wanted.unit_price_e4,
        every=wanted.every or old.every,
        bill_day=old.bill_day if wanted.bill_day is None else wanted.bill_day or None,
        timing=wanted.timing or old.timing,
        start_on=on.isoformat(),
    )


def _keep_terms(connection: Connection, line_id: int, new_id: int) -> None:
    """Let the new line have the old one's tiers, amount off and place in its bundle; holds are the order's."""
    c = order_lines.c
    kept = (c.pricing, c.allowance_minor, c.parent_id, c.bundle_role)
    row = connection.execute(select(*kept).where(c.id == line_id)).one()
    is_special = int(row.pricing is not None or row.allowance_minor > 0)
    values = {column.name: value for column, value in zip(kept, row, strict=True)}
    connection.execute(update(order_lines).where(c.id == new_id).values(**values, is_special=is_special))
