"""Invariant 4 for drafts: what is collected is what should be, worked out anew from lines, schedules and claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import takewhile

from sqlalchemy import Connection

from billdesk.billing.cadence import FIRST_DATE
from billdesk.billing.collect import DraftKey, Ledger, ScheduleBook
from billdesk.billing.schedule import Schedule
from billdesk.db.bulk import stream_rows
from billdesk.services.book import load_book
from billdesk.services.collecting import CHUNK, AccountState, plan_drafts, read_accounts
from billdesk.services.proofs.findings import NONSENSE, Findings, reason
from billdesk.services.run_plan import book_once_run

_ACCOUNTS = """SELECT id FROM accounts a WHERE EXISTS (SELECT 1 FROM order_lines l WHERE l.account_id = a.id
 AND l.next_billing_on IS NOT NULL) OR EXISTS (SELECT 1 FROM invoices i WHERE i.account_id = a.id AND i.status = 'draft')
 ORDER BY id"""
_STOPPED = """SELECT schedule_id, occurrence_on, mode FROM invoice_runs
 WHERE state <> 'done' AND schedule_id IS NOT NULL AND occurrence_on IS NOT NULL ORDER BY occurrence_on, schedule_id"""
_MOST_BOOKS = 16
_Drafts = Mapping[DraftKey, tuple[object, object]]


def prove_drafts(connection: Connection, findings: Findings) -> None:
    """Check the collecting draft of each account and target date against its recomputation.

    A draft without target date holds what was due on the day it was collected, which the file does not tell; that it
    bills nothing twice is proven with the claims. Where a run was stopped in the middle, the accounts that it has seen
    have the drafts that all will have when it is done.
    """
    books = _books(connection)
    for account_ids in _chunks(row[0] for row in stream_rows(connection, _ACCOUNTS)):
        states, ledger = read_accounts(connection, account_ids)
        for state in states:
            findings.checked += len(state.drafts)
            standing = {key: (draft.values, draft.lines) for key, draft in state.drafts.items() if key.target_on is not None}
            try:
                if all(standing != _expected(state, ledger, book) for book in books):
                    _compare(state, standing, _expected(state, ledger, books[0]), findings)
            except NONSENSE as error:
                findings.add(f"the drafts of account {state.facts.code} cannot be worked out: {reason(error)}")


def _books(connection: Connection) -> list[ScheduleBook]:
    """The book of schedules as it stands, and as it will be when runs that were stopped in the middle are done."""
    book = load_book(connection)
    books = [book]
    for schedule_id, on, mode in stream_rows(connection, _STOPPED):
        if schedule_id not in book.schedules:
            continue
        # One after the other, each on top of all before it: several runs may have been stopped.
        for known in list(books):
            books.append(book_once_run(known, schedule_id, date.fromisoformat(on), mode != "draft"))
            passed_on = _passed_on(known.schedules[schedule_id], date.fromisoformat(on))
            if passed_on is not None:  # a catch-up in one closes what it passes over
                before = book_once_run(known, schedule_id, passed_on, True)
                books.append(book_once_run(before, schedule_id, date.fromisoformat(on), mode != "draft"))
        del books[_MOST_BOOKS:]
    return books


def _passed_on(schedule: Schedule, on: date) -> date | None:
    """The last occurrence before `on` that has not run."""
    not_run = takewhile(lambda occurrence: occurrence.on < on, schedule.occurrences(schedule.ran_on))
    return max((occurrence.on for occurrence in not_run), default=None)


def _expected(state: AccountState, ledger: Ledger, book: ScheduleBook) -> _Drafts:
    planned = plan_drafts(state, ledger, book, FIRST_DATE)
    return {plan.key: (plan.values, plan.lines) for plan in planned if plan.key.target_on is not None}


def _compare(state: AccountState, standing: _Drafts, expected: _Drafts, findings: Findings) -> None:
    for key in sorted(expected.keys() | standing.keys()):
        name = f"the draft of account {state.facts.code} for {key.target_on}"
        if key not in standing:
            findings.add(f"{name} is missing")
        elif key not in expected:
            findings.add(f"{name} collects what is not due then")
        elif standing[key] != expected[key]:
            findings.add(f"{name} is not what its order lines give")


def _chunks(ids: Iterator[int]) -> Iterator[Sequence[int]]:
    chunk: list[int] = []
    for one in ids:
        chunk.append(one)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
