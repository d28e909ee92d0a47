"""Invoice schedules: what a person may say of one, adding, listing, pausing, and the dates of one.

Adding a schedule re-assigns every open order line to the first schedule that takes it and collects again, so that the
drafts are the same as if the schedule had stood from the start. Changing one is the next room, `schedule_changes`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, Table, func, insert, select, update

from billdesk.billing.cadence import parse_bill_day, parse_cadence
from billdesk.billing.collect import ScheduleBook
from billdesk.billing.errors import BillingError, FieldError
from billdesk.billing.money import currency_digits
from billdesk.billing.schedule import CATCH_UPS, GROUPINGS, HOLIDAY_RULES, INVOICE_DATES, MODES, Occurrence, Schedule
from billdesk.billing.terms import parse_terms
from billdesk.db.bulk import fetch_rows, next_id, update_rows
from billdesk.db.engine import reading, writing
from billdesk.db.models import accounts, invoice_schedules, order_lines, orders, products
from billdesk.services import audit
from billdesk.services.book import find_schedule, holidays_of, load_book
from billdesk.services.collecting import CHUNK, recollect
from billdesk.services.company import Company, Progress, iso

MAX_TARGET_DAYS = 366
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)


@dataclass(frozen=True, slots=True)
class NewSchedule:
    """What a person says of a schedule. Texts are in the written forms of `billing`; codes name records.

    `target_days` is added to an occurrence to give its target date; `calendar` is the code of a country (`DE`) or a part
    of it (`DE-BY`) whose public holidays the holiday rule and `last-business` go by.
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

    Raises BillingError (a FieldError where a value is refused) for a taken or empty name, words that are not understood,
    an end before the start, or a scope that names unknown records.
    """
    check(new, as_of)
    with writing(company.engine) as connection:
        refuse_taken_name(connection, new.name)
        schedule_id = next_id(connection, invoice_schedules)
        position = int(connection.execute(select(func.max(invoice_schedules.c.position))).scalar() or 0) + 1
        values = {"id": schedule_id, "position": position, "is_paused": 0, **stored_values(connection, new, as_of)}
        connection.execute(insert(invoice_schedules).values(values))
        audit.append(connection, company, [audit.Entry("add", "schedule", schedule_id, {"name": _plain(new.name)})])
        book = load_book(connection)
        recollect(connection, assign_again(connection, book), as_of, progress)
        return book.schedules[schedule_id]


def set_paused(company: Company, schedule: str | int, is_paused: bool, as_of: date) -> Schedule:
    """Pause or resume a schedule, told by its name or id.

    While paused it keeps its lines and does not run; what it missed is caught up then.
    """
    with writing(company.engine) as connection:
        found = find_schedule(load_book(connection), schedule if isinstance(schedule, str) else str(schedule))
        values = {"is_paused": int(is_paused)}
        connection.execute(update(invoice_schedules).where(invoice_schedules.c.id == found.id).values(values))
        action = "pause" if is_paused else "resume"
        audit.append(connection, company, [audit.Entry(action, "schedule", found.id, {"name": found.name})])
        book = load_book(connection)
        # Invoices are never shared with a paused schedule, so the grouping may change.
        recollect(connection, accounts_of(connection, found.id), as_of)
        return book.schedules[found.id]


def all_schedules(company: Company) -> list[Schedule]:
    """All schedules in their order."""
    with reading(company.engine) as connection:
        return list(load_book(connection).schedules.values())


def next_occurrences(company: Company, name: str, count: int) -> list[Occurrence]:
    """The next `count` occurrences that have not run yet, those that were missed first."""
    with reading(company.engine) as connection:
        schedule = find_schedule(load_book(connection), name)
    return list(islice(schedule.occurrences(schedule.ran_on), count))


def check(new: NewSchedule, as_of: date) -> None:
    """Raise the first FieldError of `problems`, if there is one."""
    for problem in problems(new, as_of):
        raise problem


def problems(new: NewSchedule, as_of: date) -> Iterator[FieldError]:
    """What is wrong with each field, as far as the words alone tell. `as_of` is the start where none is given."""
    name = new.name.strip()
    if not name:
        yield FieldError("name", "a schedule needs a name", "", "give it one")
    if new.end_on is not None and new.end_on < (new.start_on or as_of):
        yield FieldError("end_on", "the schedule ends before it starts", name, "give an end on or after the start")
    if not _TIME.fullmatch(new.time_of_day):
        yield FieldError("time_of_day", f"{new.time_of_day!r} is not a time of day", name, "write it like 06:00")
    if abs(new.target_days) > MAX_TARGET_DAYS:
        yield FieldError("target_days", f"{new.target_days} days are too many", name, f"use at most {MAX_TARGET_DAYS}")
    written: list[tuple[str, str | None, Callable[[str], object]]] = [
        ("every", new.every, parse_cadence),
        ("bill_day", new.bill_day, parse_bill_day),
        ("calendar", new.calendar, holidays_of),
        ("terms", new.terms, parse_terms),
    ]
    written += [("currencies", currency, currency_digits) for currency in new.currencies]
    for field, value, read in written:
        if value or field == "every":
            yield from _not_understood(field, value or "", read)
    for field, value, known, what in (
        ("grouping", new.grouping, GROUPINGS, "grouping"),
        ("mode", new.mode, MODES, "mode"),
        ("catch_up", new.catch_up, CATCH_UPS, "catch-up"),
        ("holiday_rule", new.holiday_rule, HOLIDAY_RULES, "holiday rule"),
        ("invoice_date", new.invoice_date, INVOICE_DATES, "invoice date rule"),
    ):
        if value not in known:
            yield FieldError(field, f"unknown {what} {value!r}", name, f"use one of {', '.join(known)}")


def _not_understood(field: str, text: str, read: Callable[[str], object]) -> Iterator[FieldError]:
    try:
        read(text)
    except BillingError as error:
        yield FieldError(field, error.what, error.record, error.remedy)


def refuse_taken_name(connection: Connection, name: str, but_id: int = 0) -> None:
    """Raise FieldError where another schedule than the one with `but_id` has this name."""
    c = invoice_schedules.c
    if connection.execute(select(c.id).where(c.name == _plain(name), c.id != but_id)).first():
        raise FieldError("name", "a schedule of this name exists", _plain(name), "choose another name")


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip())


def stored_values(connection: Connection, new: NewSchedule, as_of: date) -> dict[str, Any]:
    """The columns of a schedule's row that say its rule. Raises FieldError where its scope names unknown records."""
    return {
        "name": _plain(new.name),
        "every": str(parse_cadence(new.every)),
        "bill_day": str(parse_bill_day(new.bill_day)) if new.bill_day else None,
        "start_on": (new.start_on or as_of).isoformat(),
        "end_on": iso(new.end_on),
        "time_of_day": new.time_of_day,
        "target_days": new.target_days,
        "holiday_rule": new.holiday_rule,
        "calendar": new.calendar or None,
        "invoice_date": new.invoice_date,
        "terms": new.terms or None,
        "grouping": new.grouping,
        "mode": new.mode,
        "is_held": int(new.is_held),
        "catch_up": new.catch_up,
        "scope": json.dumps({key: value for key, value in scope_ids(connection, new).items() if value}),
    }


def scope_ids(connection: Connection, new: NewSchedule) -> Mapping[str, list[Any]]:
    """The scope as it is stored: ids of accounts, products and orders, and currencies."""
    return {
        "accounts": _ids(connection, accounts, new.accounts, "account"),
        "products": _ids(connection, products, new.products, "product"),
        "orders": _ids(connection, orders, new.orders, "order"),
        "currencies": sorted(set(new.currencies)),
    }


def _ids(connection: Connection, table: Table, codes: Iterable[str], noun: str) -> list[int]:
    found: list[int] = []
    for code in codes:
        row: Row[Any] | None = connection.execute(select(table.c.id).where(table.c.code == code)).first()
        if row is None:
            raise FieldError(f"{noun}s", f"unknown {noun}", code, f"import the {noun} first or correct its code")
        found.append(int(row[0]))
    return sorted(set(found))


def accounts_of(connection: Connection, schedule_id: int) -> Collection[int]:
    """Accounts with open lines that the schedule takes."""
    open_lines = select(order_lines.c.account_id).where(order_lines.c.schedule_id == schedule_id).distinct()
    return list(connection.execute(open_lines.where(order_lines.c.next_billing_on.is_not(None))).scalars())


def assign_again(connection: Connection, book: ScheduleBook) -> set[int]:
    """Give every open line the first schedule of `book` that takes it; the accounts for which that changed something."""
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
    return touched


def codes_of(connection: Connection, table: Table, ids: Collection[int]) -> dict[int, str]:
    """The codes of records (accounts, products or orders) by id."""
    found: dict[int, str] = {}
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        chunk = ordered[start : start + CHUNK]
        marks = ",".join("?" * len(chunk))
        found.update(fetch_rows(connection, f"SELECT id, code FROM {table.name} WHERE id IN ({marks})", chunk))
    return found
