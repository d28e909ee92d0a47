"""Adjustments: what amendments made of periods that were billed before them.

    billed   [ 10 seats x 31 days ------------- )
    amended            from 16 January: 12 seats
    charged            [ 2 seats x 16 days ---- )

Each is the difference of two day-by-day prices of the period, each rounded once. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby, pairwise

from billdesk.billing.amendment import Agreed, History, Stretch
from billdesk.billing.line_terms import LineTerms
from billdesk.billing.order import OrderLine
from billdesk.billing.pieces import Piece, SpecialItem, in_parts, priced, whole_days
from billdesk.billing.pricing import Component


def adjustments(line: OrderLine, terms: LineTerms) -> list[tuple[date, list[SpecialItem]]]:
    """(due date, parts) of what amendments made to periods that were billed before them, in order of due date.

    It falls due on the day of the change, or with the period (in arrears: its end) where that is later.
    """
    if len(terms.amendments) < 2 or line.charge_type != "recurring":
        return []
    found = []
    for amendment in terms.amendments[1:]:
        open_claims = [
            (from_on, claim.until_on)
            for from_on, claim in terms.claims.items()
            if claim.known < amendment.number and claim.until_on is not None and (amendment.number, from_on) not in terms.settled
        ]
        if not open_claims:
            continue
        was, now = terms.history(line, amendment.number - 1), terms.history(line, amendment.number)
        for from_on, until_on in sorted(open_claims):
            pieces, roles, before = _difference(line, terms, was, now, from_on, until_on)
            if pieces:
                begin = until_on if line.timing == "arrears" else from_on
                due_on = max(begin, amendment.effective_on) if line.timing == "advance" else begin
                items = in_parts(line, pieces, roles, (from_on, until_on), due_on, amendment.number, before)
                found.append((due_on, items))
    return sorted(found, key=lambda pair: (pair[0], pair[1][0].part[2], pair[1][0].part[4]))


def _difference(
    line: OrderLine, terms: LineTerms, was: History, now: History, from_on: date, until_on: date
) -> tuple[list[Piece], list[str], int]:
    """What changes for the days [from_on, until_on): pieces that credit and charge, their roles, and the sum before."""
    cuts = sorted({s.from_on for h in (was, now) for s in h.stretches(from_on, until_on)} | {until_on})
    stretches = [Stretch(begin, end, None) for begin, end in pairwise(cuts)]
    agreed = [(_on(was, s.from_on), _on(now, s.from_on)) for s in stretches]
    whole = whole_days(line, from_on)
    pieces: list[Piece] = []
    roles: list[str] = []
    before = 0
    for (old, new), group in groupby(zip(agreed, stretches, strict=True), key=lambda pair: pair[0]):
        days = [stretch for _, stretch in group]
        begin, end = days[0].from_on, days[-1].until_on
        used = (end - begin).days
        credited = () if old is None else priced(line, terms, old)
        charged = () if new is None else priced(line, terms, new)
        before += sum(component.weight for component in credited) * used
        for component, role in _changes(credited, charged):
            pieces.append(Piece(component, begin, end, used, whole))
            roles.append(role)
    return pieces, roles, before


def _on(agreed: History, day: date) -> Agreed | None:
    return None if agreed.end_before is not None and day >= agreed.end_before else agreed.at(day)


def _changes(old: tuple[Component, ...], new: tuple[Component, ...]) -> Iterator[tuple[Component, str]]:
    """What is credited and charged to come from `old` to `new`; of one plain price only more or fewer units."""
    kept = [component for component in old if component in new]
    gone = [component for component in old if component not in kept]
    come = [component for component in new if component not in kept]
    if len(gone) == len(come) == 1 and gone[0][1:] == come[0][1:] and gone[0].role == "piece":
        more = come[0].quantity_e6 - gone[0].quantity_e6
        yield come[0]._replace(quantity_e6=more), "charge" if more > 0 else "credit"
        return
    for component in gone:
        yield component._replace(quantity_e6=-component.quantity_e6), "credit"
    for component in come:
        yield component, "charge"
