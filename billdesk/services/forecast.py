"""The forecast: what is still to be billed up to a date, by the same collecting code as the run. Reads only.

What stands in drafts is still to be billed and is part of it; so is what no schedule takes, with no target date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from billdesk.billing.collect import Collected, DraftKey, Ledger, ScheduleBook, bill_target
from billdesk.billing.errors import BillingError
from billdesk.billing.invoice import draft_invoice
from billdesk.billing.order import OrderLine
from billdesk.db.engine import reading
from billdesk.db.models import accounts, order_lines, orders
from billdesk.services.book import load_book
from billdesk.services.collecting import CHUNK, AccountState, read_accounts
from billdesk.services.company import Company, Progress


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """One charge to come. `order_line` is the line's number in its order; `period_until` exclusive.

    `net_minor` is None where it cannot be worked out, because the line has no price.
    """

    account: str
    order: str
    order_line: int
    due_on: date
    target_on: date | None
    period_from: date | None
    period_until: date | None
    quantity_e6: int
    net_minor: int | None
    currency: str


def forecast(
    company: Company, until_on: date, account: str | None = None, progress: Progress | None = None
) -> list[ForecastLine]:
    """Everything unbilled with a due date up to `until_on`, of one account or all, by due date, account and order."""
    with reading(company.engine) as connection:
        book = load_book(connection)
        account_ids = _accounts(connection, until_on, account)
        found: list[ForecastLine] = []
        for start in range(0, len(account_ids), CHUNK):
            if progress is not None:
                progress.at("looking ahead", start, len(account_ids))
            chunk = account_ids[start : start + CHUNK]
            states, ledger = read_accounts(connection, chunk)
            names = _names(connection, chunk)
            for state in states:
                found.extend(_of_account(state, ledger, book, until_on, names))
    return sorted(found, key=lambda f: (f.due_on, f.account, f.order, f.order_line, f.period_from or f.due_on))


def bills_until(
    lines: Iterable[OrderLine], ledger: Ledger, book: ScheduleBook, until_on: date
) -> dict[DraftKey, list[Collected]]:
    """What is open up to `until_on` of an account's lines, by the invoice that will bill it, in the order of its lines.

    `target_on` is None where no schedule takes a line; when that is billed is up to a person.
    """
    bills: dict[DraftKey, list[Collected]] = {}
    for key, items in bill_target(lines, ledger, until_on, book.group_key).items():
        for item in items:
            bills.setdefault(key._replace(target_on=_target(item, book)), []).append(item)
    return bills


def _of_account(
    state: AccountState, ledger: Ledger, book: ScheduleBook, until_on: date, names: dict[int, tuple[str, int]]
) -> Iterator[ForecastLine]:
    for key, collected in bills_until(state.lines, ledger, book, until_on).items():
        nets = line_nets(collected, key.currency, state.facts.price_basis == "gross")
        for item, net in zip(collected, nets, strict=True):
            order, position = names[item.line.id]
            recurs = item.charge.until_on is not None
            yield ForecastLine(
                state.facts.code,
                order,
                position,
                item.charge.due_on,
                key.target_on,
                item.charge.from_on if recurs else None,
                item.charge.until_on,
                item.quantity_e6,
                net,
                key.currency,
            )


def _target(item: Collected, book: ScheduleBook) -> date | None:
    schedule_id = item.line.schedule_id
    occurrence = book.occurrence(schedule_id, item.charge.due_on) if schedule_id is not None else None
    return occurrence.target_on if occurrence is not None else None


def line_nets(collected: Sequence[Collected], currency: str, includes_tax: bool) -> list[int | None]:
    """The net of each charge as its invoice will have it; one by one where the invoice cannot be worked out."""
    try:
        return list(draft_invoice(collected, currency, includes_tax).totals.line_nets)
    except BillingError:
        return [_net(item, currency, includes_tax) for item in collected]


def _net(item: Collected, currency: str, includes_tax: bool) -> int | None:
    try:
        return draft_invoice([item], currency, includes_tax).totals.line_nets[0]
    except BillingError:
        return None


def _accounts(connection: Connection, until_on: date, account: str | None) -> list[int]:
    c = order_lines.c
    due = select(c.account_id).distinct().where(c.next_billing_on <= until_on.isoformat()).order_by(c.account_id)
    if account is not None:
        account_id = connection.execute(select(accounts.c.id).where(accounts.c.code == account)).scalar()
        if account_id is None:
            raise BillingError("no such account", account, "see `billdesk list FILE accounts`")
        due = due.where(c.account_id == account_id)
    return list(connection.execute(due).scalars())


def _names(connection: Connection, account_ids: Sequence[int]) -> dict[int, tuple[str, int]]:
    c = order_lines.c
    lines = (
        select(c.id, orders.c.code, c.position)
        .join(orders, orders.c.id == c.order_id)
        .where(c.account_id.in_(account_ids), c.next_billing_on.is_not(None))
    )
    return {line_id: (code, position) for line_id, code, position in connection.execute(lines)}
