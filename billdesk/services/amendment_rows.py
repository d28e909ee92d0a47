"""Amendments as rows: what is agreed on a line, writing what an act changes, and what makes no sense and is refused.

Works inside the caller's write transaction and never commits; `amendments` has the verbs, and imports come here as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy import Row as Record

from billdesk.billing.amendment import Agreed, History
from billdesk.billing.errors import BillingError, FieldError
from billdesk.billing.line_terms import LineTerms
from billdesk.billing.money import format_quantity, line_amount
from billdesk.billing.order import OrderLine
from billdesk.db.bulk import Row, insert_rows, next_id, update_rows
from billdesk.db.models import amendments, order_lines
from billdesk.services.line_content import COLUMNS, LineContent
from billdesk.services.line_terms import read_terms
from billdesk.services.orders import UNOPENED, as_order_line

DAY = timedelta(1)
_NO_RULE = "ordered"


@dataclass(frozen=True, slots=True)
class LineChange:
    """What changes on the order line with number `position`; None leaves a value as it is.

    Figures in the scales of `billing.money`. `ends` true: the line ends before `end_before`, or never where that is None.
    """

    position: int
    quantity_e6: int | None = None
    unit_price_e4: int | None = None
    discount_e4: int | None = None
    allowance_minor: int | None = None
    ends: bool = False
    end_before: date | None = None


def lines_of(connection: Connection, order: Record[Any]) -> list[tuple[int, int, LineContent]]:
    """(id, number, content) of the order's lines in turn."""
    c = order_lines.c
    rows = connection.execute(
        select(c.id, c.position, *(c[name] for name in COLUMNS)).where(c.order_id == order.id).order_by(c.position)
    )
    return [(row[0], row[1], LineContent._make(row[2:])) for row in rows]


def goes_on(connection: Connection, line: tuple[int, int, LineContent], on: date) -> bool:
    """Whether something of a line lies on or after `on`, billed or not."""
    line_id, _, content = line
    if content.end_on is not None and content.end_on < on.isoformat():
        return False
    if content.charge_type != "one_time":
        return True
    open_on = connection.execute(select(order_lines.c.next_billing_on).where(order_lines.c.id == line_id)).scalar()
    return open_on is not None and open_on >= on.isoformat()


def write_changes(
    connection: Connection,
    order: Record[Any],
    changes: Sequence[LineChange],
    on: date,
    as_of: date,
    reason: str,
    *,
    is_cancelling: bool = False,
) -> int:
    """Write a row per changed line, and what is agreed on it now. Returns the number of the act."""
    stored = {position: (line_id, content) for line_id, position, content in lines_of(connection, order)}
    _check_positions(changes, stored, order)
    terms = read_terms(connection, [stored[change.position][0] for change in changes])
    last_numbers = _last_numbers(connection, list(terms))
    act = next_id(connection, amendments)
    rows: list[Row] = []
    for change in changes:
        line_id, content = stored[change.position]
        agreed = terms[line_id].history(_line(order, line_id, content))
        if not is_cancelling:
            _check(change, content, agreed, terms[line_id], on, order)
        if line_id not in last_numbers:
            first = agreed.steps[0][1]
            rows.append((line_id, 0, content.start_on, content.start_on, *first, 1, content.end_on, None, None, None, 0))
        end_on = (change.end_before - DAY).isoformat() if change.end_before is not None else None
        given = (change.quantity_e6, change.unit_price_e4, change.discount_e4, change.allowance_minor)
        made = (last_numbers.get(line_id, 0) + 1, on.isoformat(), as_of.isoformat())
        rows.append((line_id, *made, *given, int(change.ends), end_on, reason or None, act, None, 0))
    columns = tuple(column.name for column in amendments.columns)
    insert_rows(connection, amendments, columns, [(act + n, *row) for n, row in enumerate(rows)])
    store_agreed(connection, order, {stored[change.position][0]: stored[change.position][1] for change in changes})
    return act


def _check_positions(changes: Sequence[LineChange], stored: Mapping[int, object], order: Record[Any]) -> None:
    if not changes:
        raise BillingError("nothing is to change", order.code, "say what is to be amended")
    positions = [change.position for change in changes]
    for position in positions:
        if position not in stored:
            raise FieldError("line", f"the order has no line {position}", order.code, "see `list FILE order-lines`")
        if positions.count(position) > 1:
            raise FieldError("line", f"line {position} is to change twice", order.code, "say it once")


def _last_numbers(connection: Connection, line_ids: Sequence[int]) -> dict[int, int]:
    """The number of each amended line's last amendment, those that were taken back included."""
    c = amendments.c
    last = select(c.order_line_id, func.max(c.number)).where(c.order_line_id.in_(line_ids)).group_by(c.order_line_id)
    return dict(map(tuple, connection.execute(last)))


def _line(order: Record[Any], line_id: int, content: LineContent) -> OrderLine:
    return as_order_line(line_id, order.id, order.currency, order.po, content, _NO_RULE)


def store_agreed(connection: Connection, order: Record[Any], lines: Mapping[int, LineContent]) -> None:
    """Let the lines' own columns say what is agreed last; they are opened anew by the caller."""
    rows: list[Row] = []
    for line_id, terms in read_terms(connection, list(lines)).items():
        content = lines[line_id]
        agreed = terms.history(_line(order, line_id, content))
        # A line that was cancelled before its start has no day left; its columns cannot say so, the history does.
        end_on = None if agreed.end_before is None else max((agreed.end_before - DAY).isoformat(), content.start_on)
        rows.append((*agreed.steps[-1][1], end_on, line_id))
    update_rows(connection, order_lines, (*Agreed._fields, "end_on"), rows, same={"is_special": 1, **UNOPENED})


def _check(change: LineChange, content: LineContent, agreed: History, terms: LineTerms, on: date, order: Record[Any]) -> None:
    """Refuse an amendment that makes no sense on this line."""
    name = f"line {change.position} of order {order.code}"
    start_on = date.fromisoformat(content.start_on)
    if on < start_on and content.charge_type != "one_time":
        raise FieldError("on", f"the line starts on {start_on}, after {on}", name, "amend it from that day on or later")
    if agreed.end_before is not None and on >= agreed.end_before and not (change.ends and change.end_before != agreed.end_before):
        raise FieldError("on", f"the line has ended on {agreed.end_before - DAY}", name, "renew it, or amend it from before that")
    if change.ends and change.end_before is not None and change.end_before <= start_on:
        raise FieldError("end_on", f"the line would end before it starts on {start_on}", name, "cancel the order instead")
    if change.quantity_e6 is not None and change.quantity_e6 == 0:
        raise FieldError("quantity", "an amendment to 0 bills nothing", name, "end the line, or cancel the order")
    given = (change.quantity_e6, change.unit_price_e4, change.discount_e4, change.allowance_minor)
    now = agreed.at(on)
    if all(new is None or new == old for old, new in zip(now, given, strict=True)) and not change.ends:
        what = f"the line is at {format_quantity(now.quantity_e6)} and that price on {on} already"
        raise FieldError("quantity", what, name, "give what is to change")
    if change.unit_price_e4 is not None and terms.pricing is not None:
        raise FieldError("unit_price", "the line has tiers instead of a unit price", name, "end it and order it anew")
    _check_charge_type(change, content, terms, on, name)
    after = Agreed._make(old if new is None else new for old, new in zip(now, given, strict=True))
    if after.unit_price_e4 is not None:
        line_amount(after.quantity_e6, after.unit_price_e4, after.discount_e4, order.currency)


def _check_charge_type(change: LineChange, content: LineContent, terms: LineTerms, on: date, name: str) -> None:
    if content.charge_type == "one_time" and terms.claims:
        raise FieldError("line", "the line is billed once, and has been", name, "credit the invoice")
    if content.charge_type != "usage":
        return
    if change.quantity_e6 is not None:
        raise FieldError("quantity", "a usage line has no quantity of its own", name, "record usage instead")
    billed_until = max((claim.until_on for claim in terms.claims.values() if claim.until_on is not None), default=on)
    if on < billed_until:
        raise FieldError("on", f"usage is billed until {billed_until - DAY}", name, f"amend it from {billed_until} on")
