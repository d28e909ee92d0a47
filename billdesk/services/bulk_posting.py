"""Posting many drafts by hand: a few at a time, each few whole or not at all; a draft that is refused keeps nobody else back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from billdesk.billing.errors import BillingError
from billdesk.services.company import Company, Progress
from billdesk.services.invoices import post_drafts

_FEW = 25


@dataclass(frozen=True, slots=True)
class PostReport:
    """The numbers that were taken, in turn, and the drafts that were left out with the reason in words."""

    numbers: tuple[str, ...]
    left_out: tuple[tuple[int, BillingError], ...]


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
