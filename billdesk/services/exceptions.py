"""Exceptions of runs: why an account was left out, what has to be opened to mend it, and mending a price.

A run names reason and remedy; here stands which record a person has to change, so that a window can open the right small
editor. An address is changed by `services.accounts`; a line of an active order that is not billed yet by `price_line`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import Connection, update

from billdesk.billing.errors import BillingError, Conflict, FieldError
from billdesk.billing.money import line_amount
from billdesk.billing.order import OrderLine
from billdesk.db.bulk import Row, fetch_rows
from billdesk.db.engine import reading, writing
from billdesk.db.models import order_lines
from billdesk.services import audit
from billdesk.services.collecting import AccountState, read_accounts, recollect
from billdesk.services.company import Company

MENDS = ("address", "price", "amount", "account")
"""What is to be opened: the account's address, lines without a price, lines too large, or the account as a whole."""

_LINES = """SELECT l.id, l.account_id, o.code, l.position, l.description, l.quantity_e6, l.unit_price_e4, l.discount_e4,
 o.currency FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE l.id IN ({marks}) ORDER BY o.code, l.position"""
_BILLED = "SELECT 1 FROM billed_periods WHERE order_line_id = ? LIMIT 1"


@dataclass(frozen=True, slots=True)
class LineToMend:
    """An order line that stops its account. `version` is the digest of what `price_line` may change."""

    id: int
    account_id: int
    order: str
    position: int
    description: str
    quantity_e6: int
    unit_price_e4: int | None
    discount_e4: int
    currency: str

    @property
    def version(self) -> str:
        """The digest that an edit has to bring back."""
        return sha256(repr((self.quantity_e6, self.unit_price_e4, self.discount_e4)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Mend:
    """What mends an exception: one of MENDS, the account, and the lines that are to be looked at."""

    kind: str
    account_id: int
    account: str
    lines: tuple[LineToMend, ...] = ()


@dataclass(frozen=True, slots=True)
class LineChange:
    """An order line before and after. Its undo is `price_line` with `after.version` and the values of `before`."""

    before: LineToMend
    after: LineToMend


def mend_kind(state: AccountState, target_on: date) -> tuple[str, tuple[int, ...]]:
    """What stops an account up to a target date: one of MENDS, and the ids of the lines at fault."""
    if not state.facts.has_address:
        return "address", ()
    due = [line for line in state.lines if line.next_billing_on <= target_on]
    unpriced = tuple(line.id for line in due if line.unit_price_e4 is None)
    if unpriced:
        return "price", unpriced
    too_large = tuple(line.id for line in due if _is_too_large(line))
    return ("amount", too_large) if too_large else ("account", ())


def mend_of(company: Company, account_id: int, target_on: date) -> Mend:
    """What mends the exception of an account in a run up to `target_on`, as the company stands now."""
    with reading(company.engine) as connection:
        states, _ = read_accounts(connection, [account_id])
        if not states:
            raise BillingError("the account is no more", str(account_id), "see the list of accounts")
        kind, line_ids = mend_kind(states[0], target_on)
        return Mend(kind, account_id, states[0].facts.code, tuple(_lines(connection, line_ids)))


def lines_now(company: Company, lines: Sequence[LineToMend]) -> tuple[LineToMend, ...]:
    """The same order lines as they stand now; those that are gone are left out."""
    with reading(company.engine) as connection:
        return tuple(_lines(connection, [line.id for line in lines]))


def price_line(
    company: Company, line_id: int, version: str, quantity_e6: int, unit_price_e4: int | None, as_of: date
) -> LineChange:
    """Give an order line that is not billed yet another quantity and unit price, and collect its account again.

    Raises Conflict where it has changed since, FieldError for a figure that is refused, and BillingError for a line with
    a billed period, which only an amendment changes.
    """
    with writing(company.engine) as connection:
        before = _line(connection, line_id)
        if before.version != version:
            raise Conflict(
                "the order line was changed meanwhile", _name(before), "look at it as it is now, and make the change again"
            )
        if fetch_rows(connection, _BILLED, (line_id,)):
            raise BillingError("the order line has been billed, and stays as it is", _name(before), "credit what was billed")
        _check(before, quantity_e6, unit_price_e4)
        values = {"quantity_e6": quantity_e6, "unit_price_e4": unit_price_e4}
        connection.execute(update(order_lines).where(order_lines.c.id == line_id).values(values))
        changed = {
            "quantity_e6": [before.quantity_e6, quantity_e6],
            "unit_price_e4": [before.unit_price_e4, unit_price_e4],
        }
        audit.append(connection, company, [audit.Entry("change", "order_line", line_id, changed)])
        recollect(connection, [before.account_id], as_of)
        return LineChange(before, _line(connection, line_id))


def _check(line: LineToMend, quantity_e6: int, unit_price_e4: int | None) -> None:
    if unit_price_e4 is None:
        return
    if unit_price_e4 < 0:
        raise FieldError("unit_price", "a unit price is not below 0", _name(line), "give the quantity the minus sign")
    try:
        line_amount(quantity_e6, unit_price_e4, line.discount_e4, line.currency)
    except BillingError as error:
        raise FieldError("unit_price", error.what, _name(line), error.remedy) from error


def _is_too_large(line: OrderLine) -> bool:
    try:
        line_amount(line.quantity_e6, line.unit_price_e4 or 0, line.discount_e4, line.currency)
    except BillingError:
        return True
    return False


def _line(connection: Connection, line_id: int) -> LineToMend:
    found = _lines(connection, [line_id])
    if not found:
        raise Conflict("the order line is no more", str(line_id), "see the order")
    return found[0]


def _lines(connection: Connection, line_ids: Sequence[int]) -> list[LineToMend]:
    if not line_ids:
        return []
    rows: list[Row] = fetch_rows(connection, _LINES.format(marks=",".join("?" * len(line_ids))), line_ids)
    return [LineToMend(*row) for row in rows]


def _name(line: LineToMend) -> str:
    return f"line {line.position} of order {line.order}"
