"""Invoice schedules: add, list, pause, resume, show dates.

Adding a schedule re-assigns every open order line to the first schedule that takes it and collects again, so that the
drafts are the same as if the schedule had stood from the start.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, Table, func, insert, select, update

from billdesk.billing.cadence import parse_bill_day, parse_cadence
from billdesk.billing.errors import BillingError
from billdesk.billing.schedule import CATCH_UPS, GROUPINGS, HOLIDAY_RULES, INVOICE_DATES, MODES, Occurrence, Schedule
from billdesk.billing.terms import parse_terms
from billdesk.db.bulk import next_id, update_rows
from billdesk.db.engine import reading, writing
from billdesk.db.models import accounts, invoice_schedules, order_lines, orders, products
from billdesk.services import audit
from billdesk.services.book import find_schedule, holidays_of, load_book
from billdesk.services.collecting import recollect
from billdesk.services.company import Company, Progress, iso


@dataclass(frozen=True, slots=True)
class NewSchedule:
    """What a person says of a new schedule. Texts are in the written forms of `billing`; codes name records.

    `target_days` is added to an occurrence to give its target date; `calendar` is a country code whose public holidays
    the holiday rule and `last-business` go by.
    """

    name: str
    every: str
    bill_day: str | None = None
    start_on: date | None = None
    end_on: date | None = None
    target_days: int = 0
    grouping: str = "account"
    products: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    mode: str = "draft"
    is_held: bool = False
    catch_up: str = "each"
    holiday_rule: str = "none"
    calendar: str | None = None
    invoice_date: str = "occurrence"
    terms: str | None = None
    time_of_day: str = "06:00"


def add_schedule(company: Company, new: NewSchedule, as_of: date, progress: Progress | None = None) -> Schedule:
    """Store a schedule behind the others and collect again. It starts on `as_of` unless it says otherwise.

    Raises BillingError for a taken or empty name, words that are not understood, an end before the start, or a scope
    that names unknown records.
    """
    _check(new)
    with writing(company.engine) as connection:
        if connection.execute(select(invoice_schedules.c.id).where(invoice_schedules.c.name == new.name)).first():
            raise BillingError("a schedule of this name exists", new.name, "choose another name")
        start_on = new.start_on or as_of
        if new.end_on is not None and new.end_on < start_on:
            raise BillingError("the schedule ends before it starts", new.name, "give an end on or after the start")
        schedule_id = next_id(connection, invoice_schedules)
        position = int(connection.execute(select(func.max(invoice_schedules.c.position))).scalar() or 0) + 1
        connection.execute(
            insert(invoice_schedules).values(
                id=schedule_id,
                position=position,
                name=new.name,
                every=str(parse_cadence(new.every)),
                bill_day=str(parse_bill_day(new.bill_day)) if new.bill_day else None,
                start_on=start_on.isoformat(),
                end_on=iso(new.end_on),
                time_of_day=new.time_of_day,
                target_days=new.target_days,
                holiday_rule=new.holiday_rule,
                calendar=new.calendar,
                invoice_date=new.invoice_date,
                terms=new.terms,
                grouping=new.grouping,
                mode=new.mode,
                is_held=int(new.is_held),
                catch_up=new.catch_up,
                scope=_scope_text(connection, new),
                is_paused=0,
            )
        )
        audit.append(connection, company, [audit.Entry("add", "schedule", schedule_id, {"name": new.name})])
        _assign_again(connection, as_of, progress)
        return load_book(connection).schedules[schedule_id]


def set_paused(company: Company, name: str, is_paused: bool, as_of: date) -> Schedule:
    """Pause or resume a schedule. While paused it keeps its lines and does not run; what it missed is caught up then."""
    with writing(company.engine) as connection:
        schedule = find_schedule(load_book(connection), name)
        values = {"is_paused": int(is_paused)}
        connection.execute(update(invoice_schedules).where(invoice_schedules.c.id == schedule.id).values(values))
        action = "pause" if is_paused else "resume"
        audit.append(connection, company, [audit.Entry(action, "schedule", schedule.id, {"name": schedule.name})])
        book = load_book(connection)
        # Invoices are never shared with a paused schedule, so the grouping may change.
        recollect(connection, _accounts_of(connection, schedule.id), as_of)
        return book.schedules[schedule.id]


def all_schedules(company: Company) -> list[Schedule]:
    """All schedules in their order."""
    with reading(company.engine) as connection:
        return list(load_book(connection).schedules.values())


def next_occurrences(company: Company, name: str, count: int) -> list[Occurrence]:
    """The next `count` occurrences that have not run yet, those that were missed first."""
    with reading(company.engine) as connection:
        schedule = find_schedule(load_book(connection), name)
    return list(islice(schedule.occurrences(schedule.ran_on), count))


def _check(new: NewSchedule) -> None:
    if not new.name.strip():
        raise BillingError("a schedule needs a name", "", "give one with --name")
    parse_cadence(new.every)
    if new.bill_day:
        parse_bill_day(new.bill_day)
    if new.terms:
        parse_terms(new.terms)
    if new.calendar:
        holidays_of(new.calendar)
    for value, known, what in (
        (new.grouping, GROUPINGS, "grouping"),
        (new.mode, MODES, "mode"),
        (new.catch_up, CATCH_UPS, "catch-up"),
        (new.holiday_rule, HOLIDAY_RULES, "holiday rule"),
        (new.invoice_date, INVOICE_DATES, "invoice date rule"),
    ):
        if value not in known:
            raise BillingError(f"unknown {what} {value!r}", new.name, f"use one of {', '.join(known)}")


def _scope_text(connection: Connection, new: NewSchedule) -> str:
    scope: dict[str, list[Any]] = {
        "accounts": _ids(connection, accounts, new.accounts, "account"),
        "products": _ids(connection, products, new.products, "product"),
        "orders": _ids(connection, orders, new.orders, "order"),
        "currencies": sorted(new.currencies),
    }
    return json.dumps({key: value for key, value in scope.items() if value})


def _ids(connection: Connection, table: Table, codes: Iterable[str], noun: str) -> list[int]:
    found: list[int] = []
    for code in codes:
        row: Row[Any] | None = connection.execute(select(table.c.id).where(table.c.code == code)).first()
        if row is None:
            raise BillingError(f"unknown {noun}", code, f"import the {noun} first or correct its code")
        found.append(int(row[0]))
    return sorted(set(found))


def _accounts_of(connection: Connection, schedule_id: int) -> Collection[int]:
    open_lines = select(order_lines.c.account_id).where(order_lines.c.schedule_id == schedule_id).distinct()
    return list(connection.execute(open_lines.where(order_lines.c.next_billing_on.is_not(None))).scalars())


def _assign_again(connection: Connection, as_of: date, progress: Progress | None) -> None:
    """Give every open line the first schedule that takes it, and collect again where that changed."""
    book = load_book(connection)
    columns = order_lines.c
    lines = (
        select(columns.id, columns.account_id, columns.product_id, columns.order_id, orders.c.currency, columns.schedule_id)
        .join(orders, orders.c.id == columns.order_id)
        .where(columns.next_billing_on.is_not(None))
    )
    changed: list[tuple[int | None, int]] = []
    touched: set[int] = set()
    for line_id, account_id, product_id, order_id, currency, present in connection.execute(lines):
        schedule_id = book.scheduled(account_id, product_id, order_id, currency)
        if schedule_id != present:
            changed.append((schedule_id, line_id))
            touched.add(account_id)
    update_rows(connection, order_lines, ("schedule_id",), changed)
    recollect(connection, touched, as_of, progress)
