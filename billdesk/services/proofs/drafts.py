"""Invariant 4 for drafts: what is collected is what should be, worked out anew from lines, schedules and claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection

from billdesk.billing.cadence import FIRST_DATE
from billdesk.billing.collect import DraftKey
from billdesk.db.bulk import stream_rows
from billdesk.services.book import load_book
from billdesk.services.collecting import CHUNK, AccountState, plan_drafts, read_accounts
from billdesk.services.proofs.findings import NONSENSE, Findings, reason

_ACCOUNTS = """SELECT id FROM accounts a WHERE EXISTS (SELECT 1 FROM order_lines l WHERE l.account_id = a.id
 AND l.next_billing_on IS NOT NULL) OR EXISTS (SELECT 1 FROM invoices i WHERE i.account_id = a.id AND i.status = 'draft')
 ORDER BY id"""


def prove_drafts(connection: Connection, findings: Findings) -> None:
    """Check the collecting draft of each account and target date against its recomputation.

    A draft without target date holds what was due on the day it was collected, which the file does not tell; that it
    bills nothing twice is proven with the claims.
    """
    book = load_book(connection)
    for account_ids in _chunks(row[0] for row in stream_rows(connection, _ACCOUNTS)):
        states, ledger = read_accounts(connection, account_ids)
        for state in states:
            try:
                planned = {plan.key: plan for plan in plan_drafts(state, ledger, book, FIRST_DATE)}
            except NONSENSE as error:
                findings.add(f"the drafts of account {state.facts.code} cannot be worked out: {reason(error)}")
                continue
            expected = {key: (plan.values, plan.lines) for key, plan in planned.items() if key.target_on is not None}
            _compare(state, expected, findings)


def _compare(state: AccountState, expected: Mapping[DraftKey, tuple[object, object]], findings: Findings) -> None:
    standing = {key: (draft.values, draft.lines) for key, draft in state.drafts.items() if key.target_on is not None}
    findings.checked += len(state.drafts)
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
