"""Invariant 2, every posted number series is 1..n without hole or twin; and credit notes within their invoices (5).

That a number's text fits its series is proven with the document itself.
"""

from __future__ import annotations

from sqlalchemy import Connection

from billdesk.db.bulk import stream_rows
from billdesk.services.proofs.documents import name_of
from billdesk.services.proofs.findings import Findings

_SERIES = """SELECT s.id, s.kind, s.head, s.last_no, count(i.id), count(DISTINCT i.series_no), min(i.series_no), max(i.series_no)
 FROM number_series s LEFT JOIN invoices i ON i.series_id = s.id AND i.status = 'posted' GROUP BY s.id, s.kind, s.head, s.last_no
 ORDER BY s.id"""
_NUMBERS = "SELECT series_no FROM invoices WHERE series_id = ? AND status = 'posted' ORDER BY series_no"
_STRAY = """SELECT kind, number, id FROM invoices i WHERE status = 'posted'
 AND NOT EXISTS (SELECT 1 FROM number_series s WHERE s.id = i.series_id)"""
_CREDITS = """SELECT c.kind, c.number, c.id, i.number, i.kind, i.status, c.total_minor, i.total_minor,
 c.account_id = i.account_id AND c.currency = i.currency, (SELECT sum(d.total_minor) FROM invoices d
 WHERE d.credits_id = c.credits_id AND d.status = 'posted')
 FROM invoices c LEFT JOIN invoices i ON i.id = c.credits_id WHERE c.kind = 'credit_note' AND c.status = 'posted'"""


def prove_numbers(connection: Connection, findings: Findings) -> None:
    """Check that each series has each number from 1 to its last one exactly once."""
    for series_id, _, head, last_no, total, distinct, first, last in list(stream_rows(connection, _SERIES)):
        findings.checked += total
        if (total, distinct, first or 0, last or 0) == (last_no, last_no, min(last_no, 1), last_no):
            continue
        before = len(findings.violations)
        _name_gaps(connection, findings, series_id, head, last_no)
        if len(findings.violations) == before:
            findings.add(f"series {head} counts {last_no}, but holds {total} documents")
    for kind, number, record_id in stream_rows(connection, _STRAY):
        findings.add(f"{name_of(kind, number, record_id)} is of no series")


def _name_gaps(connection: Connection, findings: Findings, series_id: int, head: str, last_no: int) -> None:
    expected = 1
    for (no,) in stream_rows(connection, _NUMBERS, (series_id,)):
        if no < expected:
            findings.add(f"number {no} of series {head} is there twice")
            continue
        if no > expected:
            findings.add(f"series {head} has no number {expected}" + (f" to {no - 1}" if no - 1 > expected else ""))
        expected = no + 1
    if expected <= last_no:
        findings.add(f"series {head} has no number {expected}" + (f" to {last_no}" if last_no > expected else ""))
    elif expected > last_no + 1:
        findings.add(f"series {head} counts {last_no}, but goes up to {expected - 1}")


def prove_credits(connection: Connection, findings: Findings) -> None:
    """Check that each credit note corrects one posted invoice of the same account and by no more than its total."""
    for kind, number, record_id, invoice, of_kind, status, _, total, same, credited in stream_rows(connection, _CREDITS):
        findings.checked += 1
        name = name_of(kind, number, record_id)
        if of_kind != "invoice" or status != "posted":
            findings.add(f"{name} corrects no posted invoice")
        elif not same:
            findings.add(f"{name} is for another account or currency than invoice {invoice}")
        elif abs(credited) > abs(total) or credited * total < 0:
            findings.add(f"{name} and others credit {credited} of invoice {invoice}, which is over {total} only")
