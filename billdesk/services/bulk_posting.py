"""Posting many drafts by hand: a few at a time, each few whole or not at all; a draft that is refused keeps nobody else back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from billdesk.billing.errors import BillingError
from billdesk.db.engine import reading
from billdesk.db.models import invoices
from billdesk.services.company import Company, Progress
from billdesk.services.invoices import MOST_DAYS_AHEAD, post_drafts

_FEW = 25
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PostReport:
    """The numbers that were taken, in turn, and the drafts that were left out with the reason in words."""

    numbers: tuple[str, ...]
    left_out: tuple[tuple[int, BillingError], ...]


def dated_ahead(company: Company, draft_ids: Sequence[int], as_of: date) -> dict[int, date]:
    """Those of the drafts that would be dated more than MOST_DAYS_AHEAD after `as_of`, with their dates.

    Posting them cannot be undone and takes a number of a later time: a person is asked first.
    """
    c = invoices.c
    last = (as_of + min(timedelta(MOST_DAYS_AHEAD), date.max - as_of)).isoformat()
    found: dict[int, date] = {}
    with reading(company.engine) as connection:
        for start in range(0, len(draft_ids), _AT_ONCE):
            some = list(draft_ids[start : start + _AT_ONCE])
            ahead = select(c.id, c.issued_on).where(c.id.in_(some), c.status == "draft", c.issued_on > last)
            found |= {row.id: date.fromisoformat(row.issued_on) for row in connection.execute(ahead)}
    return found


def post_each(company: Company, draft_ids: Sequence[int], as_of: date, progress: Progress | None = None) -> PostReport:
    """Post the drafts in the order given. Stopping (Cancelled) keeps what is posted."""
    progress = progress or Progress()
    numbers: list[str] = []
    left_out: list[tuple[int, BillingError]] = []
    for start in range(0, len(draft_ids), _FEW):
        progress.at("posting", start, len(draft_ids))
        few = draft_ids[start : start + _FEW]
        try:
            numbers += post_drafts(company, few, as_of)
        except BillingError:
            for draft_id in few:
                try:
                    numbers += post_drafts(company, [draft_id], as_of)
                except BillingError as error:
                    left_out.append((draft_id, error))
    progress.at("posting", len(draft_ids), len(draft_ids))
    return PostReport(tuple(numbers), tuple(left_out))
