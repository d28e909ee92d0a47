"""Charges of special order lines: amended, held, priced by tiers, with an amount off, or billed by a plan.

What is not billed yet is billed as it is agreed now, cut into pieces where that changes within a period. What was billed
before an amendment gets an adjustment for that amendment, which charges or credits the difference that it makes:

    billed   [ 10 seats x 31 days ------------- )
    amended            from 16 January: 12 seats
    charged            [ 2 seats x 16 days ---- )

The parts of one charge sum exactly to its price rounded once, and an adjustment to the difference of two such sums, so that
whatever happens, what was billed for a period is its day-by-day price rounded once. Pure, like `collect`, which calls it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import NamedTuple

from billdesk.billing.amendment import Agreed, Amendment, History, Stretch, history
from billdesk.billing.errors import BillingError
from billdesk.billing.milestones import Milestone
from billdesk.billing.money import PRICE_PLACES, WHOLE_PERCENT_E4, currency_digits, half_up, line_amount, price_divisor
from billdesk.billing.order import Charge, OrderLine, charge_from
from billdesk.billing.parts import ADJUSTING, Part
from billdesk.billing.period import period_from
from billdesk.billing.pricing import Component, Pricing, components


class Hold(NamedTuple):
    """Periods that start in [from_on, until_on) are not billed (until_on None: until further notice).

    Once resumed they are billed where `catches_up`, and skipped otherwise.
    """

    from_on: date
    until_on: date | None
    catches_up: bool


class Claim(NamedTuple):
    """A billed period's end (None for what is billed once), and the last amendment that was known then."""

    until_on: date | None
    known: int


class Usage(NamedTuple):
    """An unbilled quantity recorded for a usage line."""

    used_on: date
    quantity_e6: int


class LineTerms(NamedTuple):
    """What a special line is billed by, beside its own columns.

    `amendments` holds number 0 first where there are any, and none that was undone. `claims` are its billed periods by their
    first day, `settled` the (amendment number, first day of the period) pairs that are charged or credited.
    """

    amendments: tuple[Amendment, ...] = ()
    holds: tuple[Hold, ...] = ()
    pricing: Pricing | None = None
    allowance_minor: int = 0
    plan: tuple[Milestone, ...] = ()
    claims: Mapping[date, Claim] = {}
    settled: frozenset[tuple[int, date]] = frozenset()

    def history(self, line: OrderLine, known: int | None = None) -> History:
        """What is agreed on the line by the amendments up to number `known` (None: all)."""
        if not self.amendments:
            agreed = Agreed(line.quantity_e6, line.unit_price_e4, line.discount_e4, self.allowance_minor)
            return history(agreed, line.end_before, ())
        first = self.amendments[0]
        agreed = Agreed(first.quantity_e6 or 0, first.unit_price_e4, first.discount_e4 or 0, first.allowance_minor or 0)
        return history(agreed, first.end_before, self.amendments, known)

    @property
    def latest(self) -> int:
        """The number of the last amendment; 0 without any."""
        return self.amendments[-1].number if self.amendments else 0

    def billed(self, parts: Sequence[Part]) -> LineTerms:
        """The terms once the charges that these parts are of have been billed."""
        claims, settled = dict(self.claims), set(self.settled)
        for part in parts:
            if part.role in ADJUSTING:
                settled.add((part.amendment_no, part.claim_from))
            else:
                claims[part.claim_from] = Claim(part.claim_until, part.amendment_no)
        return self._replace(claims=claims, settled=frozenset(settled))


class SpecialItem(NamedTuple):
    """A part on its way to an invoice: the line with the part's own figures, its days, its quantity, and what part it is."""

    line: OrderLine
    charge: Charge
    quantity_e6: int
    part: Part


class _Entry(NamedTuple):
    """A component for [from_on, until_on), `used` of `whole` days, before its amount is known."""

    component: Component
    from_on: date
    until_on: date | None
    used: int
    whole: int


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
            yield charge, _items(line, terms, charge, _entries(line, terms, agreed, charge))
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


def _entries(line: OrderLine, terms: LineTerms, agreed: History, charge: Charge) -> list[_Entry]:
    """The components of a charge that is not usage."""
    if charge.until_on is None:
        whole = sum(step.share_e4 for step in terms.plan) or 1
        share = next((step.share_e4 for step in terms.plan if step.bill_on == charge.from_on), 1)
        now = agreed.steps[-1][1]
        return [_Entry(c, charge.from_on, None, share, whole) for c in _priced(line, terms, now)]
    days = _whole_days(line, charge.from_on)
    return [
        _Entry(component, *days_of, (days_of[1] - days_of[0]).days, days)
        for days_of, now in _merged(agreed.stretches(charge.from_on, charge.until_on))
        for component in _priced(line, terms, now)
    ]


def _metered(terms: LineTerms, agreed: History, charge: Charge, used: Sequence[Usage]) -> list[_Entry]:
    """The components of recorded usage, each at what was agreed on its day; tiers count the period as a whole."""
    if charge.until_on is None or not used or not sum(u.quantity_e6 for u in used):
        return []
    if terms.pricing is not None:
        now = agreed.at(max(charge.from_on, used[-1].used_on))
        rated = components(sum(u.quantity_e6 for u in used), 0, now.discount_e4, pricing=terms.pricing)
        return [_Entry(component, charge.from_on, charge.until_on, 1, 1) for component in rated]
    found = []
    for now, records in groupby(used, key=lambda u: agreed.at(u.used_on)):
        if now.unit_price_e4 is None:
            raise BillingError("a line has no price", remedy="give the order line a unit price")
        component = Component(sum(u.quantity_e6 for u in records), now.unit_price_e4, now.discount_e4)
        found.append(_Entry(component, charge.from_on, charge.until_on, 1, 1))
    return found


def period_price(line: OrderLine, terms: LineTerms, agreed: History, from_on: date, until_on: date) -> int:
    """What the days [from_on, until_on) of one period cost by what is `agreed`, in minor units, rounded once."""
    whole = _whole_days(line, from_on)
    exact = sum(
        _weight(component) * (days[1] - days[0]).days
        for days, now in _merged(agreed.stretches(from_on, until_on))
        for component in _priced(line, terms, now)
    )
    return half_up(exact, price_divisor(line.currency) * whole)


def _merged(stretches: Iterator[Stretch]) -> Iterator[tuple[tuple[date, date], Agreed]]:
    """The stretches before the end of the line, neighbours on which the same is agreed as one."""
    for agreed, group in groupby(stretches, key=lambda stretch: stretch.agreed):
        parts = list(group)
        if agreed is not None:
            yield (parts[0].from_on, parts[-1].until_on), agreed


def _priced(line: OrderLine, terms: LineTerms, agreed: Agreed) -> tuple[Component, ...]:
    if agreed.unit_price_e4 is None and terms.pricing is None:
        raise BillingError("a line has no price", f"{line.description!r}", "give the order line a unit price")
    allowance_e4 = agreed.allowance_minor * 10 ** (PRICE_PLACES - currency_digits(line.currency))
    return components(agreed.quantity_e6, agreed.unit_price_e4 or 0, agreed.discount_e4, allowance_e4, terms.pricing)


def _whole_days(line: OrderLine, from_on: date) -> int:
    """The days of the whole period that the one from `from_on` is, or was cut from."""
    if line.cadence is None:
        raise BillingError("a recurring line has no cadence", f"order line {line.id}", "give it a cadence such as 1 month")
    period = period_from(line.start_on, None, line.cadence, line.bill_day, from_on)
    return period.whole_days if period is not None else 1


def _items(line: OrderLine, terms: LineTerms, charge: Charge, entries: Sequence[_Entry]) -> list[SpecialItem]:
    """The parts of a charge that is billed for the first time; the steps of a plan go on from the steps before."""
    before = 0
    if terms.plan:
        until_now = sum(step.share_e4 for step in terms.plan if (step.bill_on or charge.from_on) < charge.from_on)
        before = sum(_weight(entry.component) for entry in entries) * until_now
    roles = ["milestone" if terms.plan and entry.component.role == "piece" else entry.component.role for entry in entries]
    claim = (charge.from_on, charge.until_on)
    return _parts(line, entries, roles, claim, charge.due_on, terms.latest, before)


def _parts(
    line: OrderLine,
    entries: Sequence[_Entry],
    roles: Sequence[str],
    claim: tuple[date, date | None],
    due_on: date,
    amendment_no: int,
    before: int,
) -> list[SpecialItem]:
    """Entries of one whole as items, whose amounts are the steps of their running sum, rounded once each.

    `before` is what the sum begins with, as a numerator over the price divisor x whole days.
    """
    divisor = price_divisor(line.currency)
    items = []
    for number, (entry, role) in enumerate(zip(entries, roles, strict=True), 1):
        (quantity, price, discount, _, from_e6, until_e6), from_on, until_on, used, whole = entry
        after = before + _weight(entry.component) * used
        amount = half_up(after, divisor * whole) - half_up(before, divisor * whole)
        before = after
        if used == whole:
            used = whole = 1
        remainder = amount - line_amount(quantity, price, discount, line.currency, used, whole)
        own = line._replace(quantity_e6=quantity, unit_price_e4=price, discount_e4=discount)
        part = Part(number, role, *claim, amendment_no, from_e6, until_e6, remainder)
        items.append(SpecialItem(own, Charge(from_on, until_on, due_on, used, whole), quantity, part))
    return items


def _weight(component: Component) -> int:
    left_e4: int = WHOLE_PERCENT_E4 - component.discount_e4
    return component.quantity_e6 * component.unit_price_e4 * left_e4


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
            entries, roles, before = _difference(line, terms, was, now, from_on, until_on)
            if entries:
                begin = until_on if line.timing == "arrears" else from_on
                due_on = max(begin, amendment.effective_on) if line.timing == "advance" else begin
                items = _parts(line, entries, roles, (from_on, until_on), due_on, amendment.number, before)
                found.append((due_on, items))
    return sorted(found, key=lambda pair: (pair[0], pair[1][0].part[2], pair[1][0].part[4]))


def _difference(
    line: OrderLine, terms: LineTerms, was: History, now: History, from_on: date, until_on: date
) -> tuple[list[_Entry], list[str], int]:
    """What changes for the days [from_on, until_on): entries that credit and charge, their roles, and the sum before."""
    cuts = sorted({s.from_on for h in (was, now) for s in h.stretches(from_on, until_on)} | {until_on})
    stretches = [Stretch(begin, end, None) for begin, end in pairwise(cuts)]
    agreed = [(_on(was, s.from_on), _on(now, s.from_on)) for s in stretches]
    whole = _whole_days(line, from_on)
    entries: list[_Entry] = []
    roles: list[str] = []
    before = 0
    for (old, new), group in groupby(zip(agreed, stretches, strict=True), key=lambda pair: pair[0]):
        days = [stretch for _, stretch in group]
        begin, end = days[0].from_on, days[-1].until_on
        used = (end - begin).days
        credited = () if old is None else _priced(line, terms, old)
        charged = () if new is None else _priced(line, terms, new)
        before += sum(map(_weight, credited)) * used
        for component, role in _changes(credited, charged):
            entries.append(_Entry(component, begin, end, used, whole))
            roles.append(role)
    return entries, roles, before


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
