"""Invoices by hand: post a draft that waits for a person, and correct a posted one with a credit note in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, delete, select, update
from sqlalchemy import Row as Record

from billdesk.billing.collect import DraftKey
from billdesk.billing.errors import BillingError, FieldError
from billdesk.billing.invoice import digest_tail
from billdesk.db.bulk import Row
from billdesk.db.engine import reading, writing
from billdesk.db.models import billed_periods, invoice_lines, invoice_taxes, invoices, order_lines, orders, usage_records
from billdesk.services import audit
from billdesk.services.billing_plan import Job
from billdesk.services.book import load_book
from billdesk.services.collecting import recollect
from billdesk.services.company import Company, day, read_settings
from billdesk.services.drafts import DRAFT_COLUMNS, LINE_COLUMNS
from billdesk.services.orders import open_lines
from billdesk.services.posting import Posting, PostingWriter
from billdesk.services.run_batch import write_chunk
from billdesk.services.run_plan import plan_chunk

MOST_DAYS_AHEAD = 31
"""A credit note may be dated so many days after today: what is posted cannot be taken back, and a year is soon mistyped."""


@dataclass(frozen=True, slots=True)
class CreditNote:
    """A posted credit note: its number, the invoice that it corrects, and its total in minor units (positive)."""

    number: str
    invoice: str
    total_minor: int
    currency: str


def credit_invoice(
    company: Company, number: str, as_of: date, rebill: bool = False, reason: str = "", issued_on: date | None = None
) -> CreditNote:
    """Credit a posted invoice in full, dated `issued_on` or else `as_of`; with `rebill` what it billed is due again.

    The `reason` is for the company's own history and stands on no paper.
    Raises BillingError for an unknown number, a credit note, or an invoice that is credited already, and FieldError for a
    date before the invoice's own, or more than MOST_DAYS_AHEAD after `as_of` unless the invoice itself bears it.
    """
    on = issued_on or as_of
    with writing(company.engine) as connection:
        invoice = _creditable(connection, number, on, as_of)
        lines = _rows(connection, invoice_lines, LINE_COLUMNS, invoice.id)
        taxes = _rows(connection, invoice_taxes, ("category", "rate_e4", "taxable_minor", "tax_minor"), invoice.id)
        writer = PostingWriter(connection, company, read_settings(connection))
        writer.add(
            Posting(
                None,
                False,
                None,
                "credit_note",
                invoice.account_id,
                invoice.currency,
                invoice.group_key,
                invoice.target_on,
                None,
                on.isoformat(),
                "0",
                invoice.buyer_id,
                _credit_values(invoice, on),
                lines,
                taxes,
                [None] * len(lines),
                digest_tail(lines, taxes),
                credits_id=invoice.id,
                frees_periods=int(rebill),
            )
        )
        writer.write()
        if rebill:
            _free_periods(connection, invoice, as_of)
        if reason:
            detail = {"number": number, "by": writer.numbers[0], "reason": reason}
            audit.append(connection, company, [audit.Entry("credit", "invoice", invoice.id, detail)])
        return CreditNote(writer.numbers[0], number, invoice.total_minor, invoice.currency)


def post_drafts(company: Company, draft_ids: Sequence[int], as_of: date) -> list[str]:
    """Post the drafts with these ids, each dated its schedule's invoice date, or `as_of` where it has none.

    All or none. Returns the numbers. Raises BillingError for an unknown draft, and for what a run would list as an
    exception.
    """
    numbers: list[str] = []
    with writing(company.engine) as connection:
        for draft_id in draft_ids:
            is_it = (invoices.c.id == draft_id) & (invoices.c.status == "draft") & (invoices.c.kind == "invoice")
            draft = connection.execute(select(invoices).where(is_it)).first()
            if draft is None:
                raise BillingError("no such draft", str(draft_id), "see `billdesk list FILE invoices`")
            plan = plan_chunk(connection, _job_of(connection, draft, as_of), None, as_of, [draft.account_id])
            if plan.exceptions:
                exception = plan.exceptions[0]
                raise BillingError(exception.reason, f"account {exception.account}", exception.remedy)
            numbers.extend(write_chunk(connection, company, None, plan))
    return numbers


def draft_ids(company: Company) -> list[int]:
    """The ids of all drafts, oldest target first."""
    with reading(company.engine) as connection:
        c = invoices.c
        drafts = select(c.id).where(c.status == "draft", c.kind == "invoice").order_by(c.target_on, c.id)
        return list(connection.execute(drafts).scalars())


def _job_of(connection: Connection, draft: Record[Any], as_of: date) -> Job:
    schedule = load_book(connection).schedules.get(draft.schedule_id)
    target_on = day(draft.target_on)
    return Job(
        draft.schedule_id,
        schedule.name if schedule is not None else None,
        None,
        target_on or as_of,
        day(draft.issued_on) or as_of,
        "post",
        terms=schedule.terms if schedule is not None else "",
        draft=DraftKey(draft.currency, draft.group_key, target_on),
    )


def _creditable(connection: Connection, number: str, on: date, as_of: date) -> Record[Any]:
    c = invoices.c
    invoice = connection.execute(select(invoices).where(c.number == number)).first()
    if invoice is None:
        raise BillingError("no such invoice", number, "see `billdesk list FILE invoices`")
    if invoice.kind != "invoice":
        raise BillingError("a credit note cannot be credited", number, "bill the order again instead")
    note = connection.execute(select(c.number).where(c.credits_id == invoice.id)).scalar()
    if note is not None:
        raise BillingError(f"the invoice is credited already by {note}", number, "nothing is left to credit")
    if on.isoformat() < invoice.issued_on:
        what = f"the credit is dated before the invoice ({invoice.issued_on})"
        raise FieldError("issued_on", what, number, "give a later date")
    if (on - as_of).days > MOST_DAYS_AHEAD and on.isoformat() != invoice.issued_on:
        raise FieldError("issued_on", f"{on} lies more than {MOST_DAYS_AHEAD} days ahead", number, "look at the year once more")
    return invoice


def _credit_values(invoice: Record[Any], on: date) -> Row:
    """The invoice's own values, with the date of the credit note and no schedule."""
    kept = {name: getattr(invoice, name) for name in DRAFT_COLUMNS}
    return tuple({**kept, "schedule_id": None, "issued_on": on.isoformat()}[name] for name in DRAFT_COLUMNS)


def _rows(connection: Connection, table: Table, columns: Sequence[str], invoice_id: int) -> list[Row]:
    chosen = select(*(table.c[name] for name in columns)).where(table.c.invoice_id == invoice_id)
    order = (table.c.position,) if "position" in table.c else (table.c.category, table.c.rate_e4)
    return [tuple(row) for row in connection.execute(chosen.order_by(*order))]


def _free_periods(connection: Connection, invoice: Record[Any], as_of: date) -> None:
    """Give the invoice's periods back, so that they are due again, and collect them."""
    lines = select(invoice_lines.c.id).where(invoice_lines.c.invoice_id == invoice.id)
    connection.execute(update(usage_records).where(usage_records.c.invoice_line_id.in_(lines)).values(invoice_line_id=None))
    freed = select(billed_periods.c.order_line_id).where(billed_periods.c.invoice_line_id.in_(lines))
    line_ids = list(connection.execute(freed).scalars())
    connection.execute(delete(billed_periods).where(billed_periods.c.invoice_line_id.in_(lines)))
    reset = {"next_from": None, "next_billing_on": None}
    connection.execute(update(order_lines).where(order_lines.c.id.in_(line_ids)).values(reset))
    owners = select(order_lines.c.order_id).where(order_lines.c.id.in_(line_ids)).distinct()
    order_ids = list(connection.execute(owners).scalars())
    again = (orders.c.id.in_(order_ids)) & (orders.c.status == "completed")
    connection.execute(update(orders).where(again).values(status="active"))
    open_lines(connection, order_ids)
    recollect(connection, [invoice.account_id], as_of)
