"""Changing invoice schedules: their rule, their order, and taking one away; each with what puts the former state back.

Whatever changes, the drafts are collected again in the same transaction, so that they are the same as if the rule had
been so from the start. What has run stays run: an occurrence that is closed is not opened by moving dates.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from billdesk.billing.collect import ScheduleBook
from billdesk.billing.errors import BillingError, Conflict
from billdesk.db.bulk import update_rows
from billdesk.db.engine import writing
from billdesk.db.models import invoice_runs, invoice_schedules, invoices
from billdesk.services import audit
from billdesk.services.book import load_book
from billdesk.services.collecting import recollect
from billdesk.services.company import Company, Progress
from billdesk.services.schedule_view import ScheduleDetails, details_of, schedule_details
from billdesk.services.schedules import NewSchedule, accounts_of, assign_again, check, refuse_taken_name, stored_values

_BESIDE_DRAFTS = frozenset({"name", "time_of_day", "catch_up"})
"""What of a rule makes no difference to the drafts that it collects."""


@dataclass(frozen=True, slots=True)
class ScheduleChange:
    """A schedule before and after an edit. Its undo is `change_schedule` with `after.version` and `before.values`."""

    before: ScheduleDetails
    after: ScheduleDetails


def change_schedule(
    company: Company, schedule_id: int, version: str, new: NewSchedule, as_of: date, progress: Progress | None = None
) -> ScheduleChange:
    """Give a schedule another rule and collect again. `version` is that of the details that the edit began with.

    Raises Conflict where somebody else has changed the rule since, and FieldError for a value that is refused.
    """
    check(new, as_of)
    with writing(company.engine) as connection:
        before = _unchanged(connection, schedule_id, version)
        refuse_taken_name(connection, new.name, schedule_id)
        values = stored_values(connection, new, as_of)
        changed = _differences(connection, schedule_id, values)
        if changed:
            connection.execute(update(invoice_schedules).where(invoice_schedules.c.id == schedule_id).values(values))
            entry = audit.Entry("change", "schedule", schedule_id, {"name": values["name"], "changed": changed})
            audit.append(connection, company, [entry])
            _collect_again(connection, schedule_id, changed.keys(), as_of, progress)
        return ScheduleChange(before, details_of(connection, schedule_id))


def rename_schedule(company: Company, schedule_id: int, version: str, name: str, as_of: date) -> ScheduleChange:
    """Give a schedule another name. Raises as `change_schedule` does."""
    values = schedule_details(company, schedule_id).values
    return change_schedule(company, schedule_id, version, replace(values, name=name), as_of)


def reorder_schedules(company: Company, former: Sequence[int], wanted: Sequence[int], as_of: date) -> None:
    """Put the schedules, by id, in the order `wanted`: of several that take a line the first bills it.

    Its undo is the same with the two swapped. Raises Conflict where the order is not `former` any more.
    """
    if sorted(former) != sorted(wanted):
        raise ValueError("an order is that of the same schedules")
    with writing(company.engine) as connection:
        present = _order(connection)
        if present != list(former):
            raise Conflict(
                "the order of the schedules was changed meanwhile", "", "look at the order as it is now, and move it again"
            )
        if present == list(wanted):
            return
        _place(connection, wanted)
        names = [s.name for s in load_book(connection).schedules.values()]
        audit.append(connection, company, [audit.Entry("reorder", "schedule", None, {"order": names})])
        recollect(connection, assign_again(connection, load_book(connection)), as_of)


def delete_schedule(company: Company, schedule_id: int, version: str, as_of: date) -> ScheduleDetails:
    """Take a schedule away that has billed nothing yet; its lines go to the next one that takes them.

    Gives what `restore_schedule` needs. Raises Conflict where somebody has changed it since, and BillingError where runs
    or invoices of it stand.
    """
    with writing(company.engine) as connection:
        before = _unchanged(connection, schedule_id, version)
        _refuse_used(connection, before)
        touched = set(accounts_of(connection, schedule_id))
        book = load_book(connection)
        touched |= assign_again(connection, ScheduleBook(s for s in book.schedules.values() if s.id != schedule_id))
        c = invoices.c
        drafts = (c.schedule_id == schedule_id) & (c.status == "draft")
        touched.update(connection.execute(select(c.account_id).where(drafts)).scalars())
        # Collecting writes them anew below; until then they must not point at a row that is gone.
        connection.execute(update(invoices).where(drafts).values(schedule_id=None))
        connection.execute(delete(invoice_schedules).where(invoice_schedules.c.id == schedule_id))
        audit.append(connection, company, [audit.Entry("delete", "schedule", schedule_id, {"name": before.values.name})])
        recollect(connection, touched, as_of)
        return before


def restore_schedule(company: Company, former: ScheduleDetails, as_of: date) -> ScheduleDetails:
    """Put a schedule back that was taken away, at its place and under its id. Raises Conflict where that id is taken."""
    with writing(company.engine) as connection:
        c = invoice_schedules.c
        if connection.execute(select(c.id).where(c.id == former.id)).first():
            raise Conflict("another schedule stands in its place", former.values.name, "add it anew")
        refuse_taken_name(connection, former.values.name)
        order = _order(connection)
        values = stored_values(connection, former.values, as_of)
        last = {"id": former.id, "position": 1 + max(_positions(connection), default=0), "is_paused": int(former.is_paused)}
        connection.execute(insert(invoice_schedules).values(**last, **values))
        order.insert(former.position - 1, former.id)
        _place(connection, order)
        audit.append(connection, company, [audit.Entry("restore", "schedule", former.id, {"name": former.values.name})])
        recollect(connection, assign_again(connection, load_book(connection)), as_of)
        return details_of(connection, former.id)


def _unchanged(connection: Connection, schedule_id: int, version: str) -> ScheduleDetails:
    present = details_of(connection, schedule_id)
    if present.version != version:
        raise Conflict(
            "the schedule was changed meanwhile", present.values.name, "look at it as it is now, and make the change again"
        )
    return present


def _differences(connection: Connection, schedule_id: int, values: dict[str, Any]) -> dict[str, list[Any]]:
    """The stored values that change, each as [before, after]."""
    row = connection.execute(select(invoice_schedules).where(invoice_schedules.c.id == schedule_id)).one()
    return {name: [getattr(row, name), value] for name, value in values.items() if getattr(row, name) != value}


def _collect_again(
    connection: Connection, schedule_id: int, changed: Collection[str], as_of: date, progress: Progress | None
) -> None:
    touched: set[int] = set()
    if "scope" in changed:
        touched |= assign_again(connection, load_book(connection))
    if not _BESIDE_DRAFTS.issuperset({*changed} - {"scope"}):
        touched.update(accounts_of(connection, schedule_id))
    recollect(connection, touched, as_of, progress)


def _refuse_used(connection: Connection, schedule: ScheduleDetails) -> None:
    has_run = select(invoice_runs.c.id).where(invoice_runs.c.schedule_id == schedule.id).limit(1)
    has_billed = select(invoices.c.id).where(invoices.c.schedule_id == schedule.id, invoices.c.status == "posted").limit(1)
    if connection.execute(has_run).first() or connection.execute(has_billed).first():
        remedy = "pause it, give it an end date, or move it behind another one that is to take its lines"
        raise BillingError("the schedule has run, and its runs stay on record", schedule.values.name, remedy)


def _positions(connection: Connection) -> list[int]:
    return list(connection.execute(select(invoice_schedules.c.position)).scalars())


def _order(connection: Connection) -> list[int]:
    return list(connection.execute(select(invoice_schedules.c.id).order_by(invoice_schedules.c.position)).scalars())


def _place(connection: Connection, order: Sequence[int]) -> None:
    """Number the schedules from 1 in this order. Positions are unique at every step, so they leave their range first."""
    beyond = 1 + max(_positions(connection), default=0)
    update_rows(connection, invoice_schedules, ("position",), [(beyond + n, id_) for n, id_ in enumerate(order, len(order))])
    update_rows(connection, invoice_schedules, ("position",), [(n, id_) for n, id_ in enumerate(order, 1)])
