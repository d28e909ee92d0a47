"""From the stored rows of an invoice line to the facts that `billing.why` tells of. Reads nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from billdesk.billing.parts import Part
from billdesk.billing.why import Change, LineFacts, why
from billdesk.services.company import day

FACTS = (
    *(f"l.{name}" for name in ("quantity_e6", "unit_price_e4", "discount_e4", "used_days", "whole_days")),
    *("l.period_from", "l.period_until", "COALESCE(ol.charge_type, 'one_time')", "ol.pricing", "ol.plan"),
    *(f"pt.{name}" for name in ("number", "role", "claim_from", "claim_until", "amendment_no")),
    *(f"pt.{name}" for name in ("from_e6", "until_e6", "remainder_minor")),
    *(f"am.{name}" for name in ("effective_on", "quantity_e6", "unit_price_e4", "discount_e4", "allowance_minor")),
    *("am.sets_end", "am.end_on", "am.reason"),
)
"""What is read of a line `l` and its order line `ol`, with JOINS; `facts_of` takes the values in this order."""
JOINS = (
    "LEFT JOIN invoice_line_parts pt ON pt.invoice_line_id = l.id "
    "LEFT JOIN amendments am ON am.order_line_id = l.order_line_id AND am.number = pt.amendment_no AND pt.amendment_no > 0"
)


def facts_of(row: Sequence[Any], currency: str) -> LineFacts:
    """The facts of a line from the values of FACTS."""
    figures, (from_on, until_on, charge_type, pricing, plan) = row[:5], row[5:10]
    part = change = None
    if row[11] is not None:
        number, role, claim_from, claim_until, *rest = row[10:18]
        part = Part(number, role, date.fromisoformat(claim_from), day(claim_until), *rest)
    if row[18] is not None:
        effective, *given = row[18:23]
        sets_end, end_on, reason = row[23:26]
        change = Change._make((date.fromisoformat(effective), *given, bool(sets_end), day(end_on), reason or ""))
    return LineFacts._make((*figures, day(from_on), day(until_on), currency, charge_type, pricing, plan, part, change))


@lru_cache(maxsize=4096)
def told(row: tuple[Any, ...], currency: str) -> str:
    """The sentence in English as written; remembered, for a run bills many lines alike."""
    return why(facts_of(row, currency))
