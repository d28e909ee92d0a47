"""Collecting drafts: read what is open of some accounts, and make the drafts that stand be the drafts that should.

`billing.collect` decides; this room reads its inputs in a few queries per thousand accounts, and writes the difference
only. Activation, schedules, imports and runs all end here. Never commits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection

from billdesk.billing.cadence import parse_bill_day, parse_cadence
from billdesk.billing.collect import Collected, DraftKey, Ledger, ScheduleBook, Usage, collect
from billdesk.billing.errors import BillingError
from billdesk.billing.invoice import Drafted, draft_invoice, iso_text, stored_draft
from billdesk.billing.order import OrderLine
from billdesk.db.bulk import Row, fetch_rows
from billdesk.services.book import load_book
from billdesk.services.company import Progress
from billdesk.services.drafts import DRAFT_COLUMNS, LINE_COLUMNS, DraftChanges, PlannedDraft, StandingDraft, write_drafts
from billdesk.services.line_terms import drafted_parts, read_terms

CHUNK = 1000
"""Accounts per step: past some hundreds per commit a larger batch gains nothing (measured, see the README)."""


class AccountFacts(NamedTuple):
    """What billing needs of an account besides its lines."""

    id: int
    code: str
    party_id: int
    terms: str | None
    price_basis: str
    has_address: bool
    email: str


@dataclass(slots=True)
class AccountState:
    """An account with its open lines and the drafts that stand."""

    facts: AccountFacts
    lines: list[OrderLine] = field(default_factory=list)
    drafts: dict[DraftKey, StandingDraft] = field(default_factory=dict)


_ACCOUNTS = """SELECT a.id, a.code, a.party_id, a.terms, a.price_basis, p.street <> '' OR p.city <> '' OR p.postcode <> '',
 p.email FROM accounts a JOIN parties p ON p.id = a.party_id WHERE a.id IN ({marks}) ORDER BY a.id"""
_LINES = """SELECT l.account_id, l.id, l.product_id, l.description, l.quantity_e6, l.unit_price_e4, l.discount_e4,
 l.tax_category, l.tax_rate_e4, l.order_id, l.schedule_id, o.currency, o.po, l.group_name, l.charge_type, l.every,
 l.bill_day, l.timing, l.start_on, l.end_on, l.next_from, l.next_billing_on, EXISTS (SELECT 1 FROM billed_periods b
 WHERE b.order_line_id = l.id AND b.period_from >= l.next_from), l.is_special
 FROM order_lines l JOIN orders o ON o.id = l.order_id
 WHERE l.account_id IN ({marks}) AND l.next_billing_on IS NOT NULL ORDER BY l.account_id, l.id"""
_LINES_OF_ORDERS = _LINES.replace("l.account_id IN", "l.order_id IN")
_DRAFTS = f"""SELECT i.account_id, i.id, i.currency, i.group_key, i.target_on, {", ".join("i." + c for c in DRAFT_COLUMNS)}
 FROM invoices i WHERE i.account_id IN ({{marks}}) AND i.status = 'draft' AND i.kind = 'invoice'"""
_DRAFT_LINES = f"""SELECT l.invoice_id, l.id, {", ".join("l." + c for c in LINE_COLUMNS)}
 FROM invoices i JOIN invoice_lines l ON l.invoice_id = i.id
 WHERE i.account_id IN ({{marks}}) AND i.status = 'draft' AND i.kind = 'invoice' ORDER BY i.account_id, i.id, l.position"""
_CLAIMS = """SELECT b.order_line_id, b.period_from FROM order_lines l JOIN billed_periods b ON b.order_line_id = l.id
 AND b.period_from >= l.next_from WHERE l.id IN ({marks})"""
_USAGE = """SELECT u.order_line_id, u.used_on, u.quantity_e6 FROM usage_records u
 WHERE u.order_line_id IN ({marks}) AND u.invoice_line_id IS NULL ORDER BY u.order_line_id, u.used_on"""


def recollect(connection: Connection, account_ids: Collection[int], as_of: date, progress: Progress | None = None) -> None:
    """Bring the collecting drafts of these accounts up to date. `as_of` matters to lines that no schedule takes.

    A line whose amount cannot be worked out (no price) leaves its account's drafts as far as they can be made; the run
    names it as an exception.
    """
    book = load_book(connection)
    ordered = sorted(account_ids)
    for start in range(0, len(ordered), CHUNK):
        if progress is not None:
            progress.at("collecting", start, len(ordered))
        states, ledger = read_accounts(connection, ordered[start : start + CHUNK])
        changes = DraftChanges()
        for state in states:
            reconcile(changes, state, plan_drafts(state, ledger, book, as_of))
        write_drafts(connection, changes)


def read_accounts(connection: Connection, account_ids: Sequence[int]) -> tuple[list[AccountState], Ledger]:
    """Accounts with their open lines and drafts, in order of id, and the claims and usage that matter to them."""
    states = {row[0]: AccountState(AccountFacts._make(row), [], {}) for row in _query(connection, _ACCOUNTS, account_ids)}
    later: list[int] = []
    metered: list[int] = []
    special: dict[int, OrderLine] = {}
    with_parts: set[int] = set()
    for row in _query(connection, _LINES, account_ids):
        line = order_line(row)
        states[row[0]].lines.append(line)
        if line.is_special:
            special[line.id] = line
            with_parts.add(row[0])
        elif line.has_later_claims:
            later.append(line.id)
        if line.charge_type == "usage":
            metered.append(line.id)
    standing: dict[int, StandingDraft] = {}
    for row in _query(connection, _DRAFTS, account_ids):
        account_id, draft_id, currency, group_key, target_on = row[:5]
        draft = standing[draft_id] = StandingDraft(draft_id, row[5:], [], [])
        key = DraftKey(currency, group_key, None if target_on is None else _date(target_on))
        states[account_id].drafts[key] = draft
    if standing:
        for row in _query(connection, _DRAFT_LINES, account_ids):
            draft = standing[row[0]]
            draft.line_ids.append(row[1])
            draft.lines.append(row[2:])
        for draft_id, lines in drafted_parts(connection, sorted(with_parts)).items():
            standing[draft_id].lines[:] = lines
    return list(states.values()), read_ledger(connection, later, metered, special)


def read_orders(connection: Connection, order_ids: Sequence[int]) -> tuple[list[OrderLine], Ledger]:
    """The open lines of some orders, in order of account and id, and the claims and usage that matter to them."""
    lines = [order_line(row) for row in _query(connection, _LINES_OF_ORDERS, order_ids)]
    later = [line.id for line in lines if line.has_later_claims and not line.is_special]
    special = {line.id: line for line in lines if line.is_special}
    return lines, read_ledger(connection, later, [line.id for line in lines if line.charge_type == "usage"], special)


def read_ledger(
    connection: Connection, later: Sequence[int], metered: Sequence[int], special: Mapping[int, OrderLine] | None = None
) -> Ledger:
    """Claims at or after the next period of the lines `later`, unbilled usage of `metered`, the terms of `special` lines."""
    claimed: dict[int, set[date]] = {}
    for line_id, period_from in _in_chunks(connection, _CLAIMS, later):
        claimed.setdefault(line_id, set()).add(date.fromisoformat(period_from))
    usage: dict[int, list[Usage]] = {}
    for line_id, used_on, quantity in _in_chunks(connection, _USAGE, metered):
        usage.setdefault(line_id, []).append(Usage(date.fromisoformat(used_on), quantity))
    return Ledger(claimed, usage, read_terms(connection, list(special)) if special else {})


def order_line(row: Row) -> OrderLine:
    """An order line from a row of the lines query."""
    every, bill_day, timing, start_on, end_on, next_from, next_on, later, special = row[15:]
    next_billing_on = _date(next_on)
    return OrderLine._make(
        (
            *row[1:15],
            parse_cadence(every) if every is not None and row[14] != "one_time" else None,
            parse_bill_day(bill_day) if bill_day is not None else None,
            timing,
            next_billing_on,
            _date(start_on),
            _date(end_on) + timedelta(1) if end_on is not None else None,
            _date(next_from),
            next_billing_on,
            later == 1,
            special == 1,
        )
    )


def known_draft(standing: StandingDraft | None, price_basis: str) -> Drafted | None:
    """A standing draft as billing knows it, so that what has not changed is not worked out again."""
    if standing is None or not standing.lines or standing.values[1] != price_basis:
        return None
    return stored_draft(standing.lines, *standing.values[4:7])


def plan_drafts(
    state: AccountState, ledger: Ledger, book: ScheduleBook, as_of: date, billed: Mapping[str, Drafted] | None = None
) -> list[PlannedDraft]:
    """The collecting drafts that an account should have, as they will be stored.

    `billed` is what was just billed, by grouping key: the next bill mostly has the same amounts.
    """
    planned: list[PlannedDraft] = []
    facts = state.facts
    includes_tax = facts.price_basis == "gross"
    for key, collected in collect(state.lines, ledger, book, as_of).items():
        known = billed.get(key.group_key) if billed else known_draft(state.drafts.get(key), facts.price_basis)
        try:
            drafted = draft_invoice(collected, key.currency, includes_tax, known)
        except BillingError:
            # The run lists it as an exception with its remedy; the draft shows what can be worked out.
            planned.extend(_priced_part(key, collected, facts, book))
        else:
            planned.append(PlannedDraft(key, draft_values(key, collected, drafted, facts, book), drafted.lines))
    return planned


def _priced_part(
    key: DraftKey, collected: Sequence[Collected], facts: AccountFacts, book: ScheduleBook
) -> Iterator[PlannedDraft]:
    """The draft of those lines that have a price, where there are any and their amounts can be worked out."""
    priced = [item for item in collected if item.line.unit_price_e4 is not None]
    with suppress(BillingError):
        if priced:
            drafted = draft_invoice(priced, key.currency, facts.price_basis == "gross")
            yield PlannedDraft(key, draft_values(key, priced, drafted, facts, book), drafted.lines)


def draft_values(key: DraftKey, collected: Sequence[Collected], drafted: Drafted, facts: AccountFacts, book: ScheduleBook) -> Row:
    """A draft's values in the order of DRAFT_COLUMNS. A scheduled one has the invoice date of its occurrence."""
    first = collected[0]
    schedule_id = first.line.schedule_id
    issued_on = None
    if key.target_on is not None and schedule_id is not None:
        occurrence = book.occurrence(schedule_id, first.charge.due_on)
        if occurrence is not None:
            issued_on = iso_text(occurrence.invoice_on)
    return values_of(schedule_id, facts.price_basis, issued_on, collected, drafted)


def values_of(
    schedule_id: int | None, price_basis: str, issued_on: str | None, collected: Sequence[Collected], drafted: Drafted
) -> Row:
    """Values of an invoice in the order of DRAFT_COLUMNS."""
    _, net, tax, total, _ = drafted.totals
    count = len(collected)
    order_count = 1 if count == 1 else len({item.line.order_id for item in collected})
    return (schedule_id, price_basis, issued_on, reference_of(collected), net, tax, total, count, order_count)


def reference_of(collected: Sequence[Collected]) -> str | None:
    """The purchase order that all lines share (EN 16931 BT-13), or None."""
    first = collected[0].line.po
    return first if first is not None and all(item.line.po == first for item in collected) else None


def reconcile(changes: DraftChanges, state: AccountState, planned: Iterable[PlannedDraft]) -> None:
    """Gather how an account's planned drafts differ from those that stand (and were not taken by a posting)."""
    left = dict(state.drafts)
    for draft in planned:
        standing = left.pop(draft.key, None)
        if standing is None:
            changes.new.append((state.facts.id, _stored_key(draft.key), draft.values, draft.lines))
            continue
        if standing.values != draft.values:
            changes.changed.append((*draft.values, standing.id))
        if standing.lines != draft.lines:
            changes.emptied.append(standing.id)
            changes.refilled.append((standing.id, draft.lines))
    changes.dropped.extend(standing.id for standing in left.values())


def _stored_key(key: DraftKey) -> Row:
    return (key.currency, key.group_key, None if key.target_on is None else iso_text(key.target_on))


def _query(connection: Connection, sql: str, values: Sequence[int]) -> list[Row]:
    return fetch_rows(connection, sql.format(marks=",".join("?" * len(values))), values)


def _in_chunks(connection: Connection, sql: str, values: Sequence[int]) -> Iterator[Row]:
    for start in range(0, len(values), CHUNK):
        yield from _query(connection, sql, values[start : start + CHUNK])


@lru_cache(maxsize=65536)
def _date(text: str) -> date:
    return date.fromisoformat(text)
