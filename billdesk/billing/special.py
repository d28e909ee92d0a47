"""Charges of special order lines: amended, held, priced by tiers, with an amount off, or billed by a plan.

What is not billed yet is billed as it is agreed now, cut into pieces where that changes within a period. What was billed
before an amendment gets an adjustment for it (`adjustment`), which charges or credits the difference that it makes.
The parts of one charge sum exactly to its price rounded once, and an adjustment to the difference of two such sums, so that
whatever happens, what was billed for a period is its day-by-day price rounded once. Pure, like `collect`, which calls it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from billdesk.billing.adjustment import adjustments
from billdesk.billing.amendment import History
from billdesk.billing.errors import BillingError
from billdesk.billing.line_terms import LineTerms
from billdesk.billing.order import Charge, OrderLine, charge_from
from billdesk.billing.pieces import Piece, SpecialItem, in_parts, merged, priced, whole_days
from billdesk.billing.pricing import Component, components


class Usage(NamedTuple):
    """An unbilled quantity recorded for a usage line."""

    used_on: date
    quantity_e6: int


def special_items(
    line: OrderLine, terms: LineTerms, usage: Sequence[Usage], horizon: date | None, with_next: bool
) -> list[SpecialItem]:
    """What is open of the line up to `horizon`: adjustments, then periods; with `with_next` also its next bill.

    Adjustments that fall due by the day of the next bill, or all where none follows, are collected with it.
    """
    found: list[SpecialItem] = []
    next_on: date | None = None
    for charge, items in _regular(line, terms, usage):
        past = horizon is None or charge.due_on > horizon
        if past and not with_next:
            break
        found.extend(items)
        if past:
            if not items:
                continue  # usage of a period to come: nothing is recorded yet
            next_on = charge.due_on
            break
    adjusted = [
        items
        for due_on, items in adjustments(line, terms)
        if (horizon is not None and due_on <= horizon) or (with_next and (next_on is None or due_on <= next_on))
    ]
    return [item for items in adjusted for item in items] + found


def special_next(line: OrderLine, terms: LineTerms, after: date | None = None) -> tuple[date, date] | None:
    """(period start, due date) of what falls due first of the line; None when nothing is left to bill.

    Usage periods that ended on or before `after` without a claim had no usage and are passed by.
    """
    due = [(due_on, items[0].part.claim_from) for due_on, items in adjustments(line, terms)]
    for charge in _open_charges(line, terms):
        if line.charge_type == "usage" and after is not None and charge.due_on <= after:
            continue
        due.append((charge.due_on, charge.from_on))
        break
    if not due:
        return None
    due_on, from_on = min(due)
    return from_on, due_on


def last_charge_on(line: OrderLine, terms: LineTerms) -> date | None:
    """The day after which nothing of the line falls due any more; None where it goes on for good."""
    held_until = [hold.until_on for hold in terms.holds if hold.until_on is not None]
    if line.charge_type == "one_time":
        return max([line.bill_on, *(step.bill_on for step in terms.plan if step.bill_on is not None), *held_until])
    end_before = terms.history(line).end_before
    if end_before is None:
        return None
    return max([end_before, *held_until, *(claim.until_on for claim in terms.claims.values() if claim.until_on is not None)])


def _regular(line: OrderLine, terms: LineTerms, usage: Sequence[Usage]) -> Iterator[tuple[Charge, list[SpecialItem]]]:
    """The open charges of the line in turn, each with its parts. Endless for an evergreen line."""
    rest = sorted(usage)
    agreed = terms.history(line)
    for charge in _open_charges(line, terms):
        if line.charge_type != "usage":
            yield charge, _items(line, terms, charge, _pieces(line, terms, agreed, charge))
            continue
        inside = [u for u in rest if charge.until_on is None or u.used_on < charge.until_on]
        rest = rest[len(inside) :]
        yield charge, _items(line, terms, charge, _metered(terms, agreed, charge, inside))
        if not rest:
            return


def _open_charges(line: OrderLine, terms: LineTerms) -> Iterator[Charge]:
    """Charges that are neither billed nor held back, in turn, with the due dates that a hold that is over leaves them."""
    end_before = terms.history(line).end_before
    if line.charge_type == "one_time":
        yield from _once(line, terms, end_before)
        return
    current = line._replace(end_before=end_before)
    from_on: date | None = line.start_on
    while from_on is not None:
        claim = terms.claims.get(from_on)
        if claim is not None:
            from_on = claim.until_on
            continue
        charge = charge_from(current, from_on)
        if charge is None:
            return
        hold = next((h for h in terms.holds if h.from_on <= from_on and (h.until_on is None or from_on < h.until_on)), None)
        if hold is None:
            yield charge
        elif hold.until_on is None:
            return
        elif hold.catches_up:
            yield charge._replace(due_on=max(charge.due_on, hold.until_on))
        from_on = charge.until_on


def _once(line: OrderLine, terms: LineTerms, end_before: date | None) -> Iterator[Charge]:
    """The charge of a one-time line, or one per milestone; a hold puts them off to its end."""
    steps = [(step.bill_on or line.bill_on, step.bill_on or line.bill_on) for step in terms.plan]
    for from_on, bill_on in steps or [(line.next_from if not terms.claims else min(terms.claims), line.bill_on)]:
        if from_on in terms.claims or (end_before is not None and bill_on >= end_before):
            continue
        due_on = bill_on
        for hold in sorted(terms.holds):
            if hold.from_on <= due_on and (hold.until_on is None or due_on < hold.until_on):
                if hold.until_on is None:
                    return
                due_on = hold.until_on
        yield Charge(from_on, None, due_on, 1, 1)


def _pieces(line: OrderLine, terms: LineTerms, agreed: History, charge: Charge) -> list[Piece]:
    """The components of a charge that is not usage."""
    if charge.until_on is None:
        whole = sum(step.share_e4 for step in terms.plan) or 1
        share = next((step.share_e4 for step in terms.plan if step.bill_on == charge.from_on), 1)
        now = agreed.steps[-1][1]
        return [Piece(c, charge.from_on, None, share, whole) for c in priced(line, terms, now)]
    days = whole_days(line, charge.from_on)
    return [
        Piece(component, *days_of, (days_of[1] - days_of[0]).days, days)
        for days_of, now in merged(agreed.stretches(charge.from_on, charge.until_on))
        for component in priced(line, terms, now)
    ]


def _metered(terms: LineTerms, agreed: History, charge: Charge, used: Sequence[Usage]) -> list[Piece]:
    """The components of recorded usage, each at what was agreed on its day; tiers count the period as a whole."""
    if charge.until_on is None or not used or not sum(u.quantity_e6 for u in used):
        return []
    if terms.pricing is not None:
        now = agreed.at(max(charge.from_on, used[-1].used_on))
        rated = components(sum(u.quantity_e6 for u in used), 0, now.discount_e4, pricing=terms.pricing)
        return [Piece(component, charge.from_on, charge.until_on, 1, 1) for component in rated]
    found = []
    for now, records in groupby(used, key=lambda u: agreed.at(u.used_on)):
        if now.unit_price_e4 is None:
            raise BillingError("a line has no price", remedy="give the order line a unit price")
        component = Component(sum(u.quantity_e6 for u in records), now.unit_price_e4, now.discount_e4)
        found.append(Piece(component, charge.from_on, charge.until_on, 1, 1))
    return found


def _items(line: OrderLine, terms: LineTerms, charge: Charge, pieces: Sequence[Piece]) -> list[SpecialItem]:
    """The parts of a charge that is billed for the first time; the steps of a plan go on from the steps before."""
    before = 0
    if terms.plan:
        until_now = sum(step.share_e4 for step in terms.plan if (step.bill_on or charge.from_on) < charge.from_on)
        before = sum(piece.component.weight for piece in pieces) * until_now
    roles = ["milestone" if terms.plan and piece.component.role == "piece" else piece.component.role for piece in pieces]
    claim = (charge.from_on, charge.until_on)
    return in_parts(line, pieces, roles, claim, charge.due_on, terms.latest, before)
