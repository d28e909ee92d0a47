"""Invoices by hand: post a draft that waits for a person. Correcting a posted one is in `services.corrections`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy import Row as Record

from billdesk.billing.collect import DraftKey
from billdesk.billing.errors import BillingError
from billdesk.db.engine import reading, writing
from billdesk.db.models import invoices
from billdesk.services.billing_plan import Job
from billdesk.services.book import load_book
from billdesk.services.company import Company, day
from billdesk.services.corrections import MOST_DAYS_AHEAD, CreditNote, credit_invoice
from billdesk.services.run_batch import write_chunk
from billdesk.services.run_plan import plan_chunk

__all__ = ["MOST_DAYS_AHEAD", "CreditNote", "credit_invoice", "draft_ids", "post_drafts"]


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
