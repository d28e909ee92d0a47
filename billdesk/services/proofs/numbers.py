"""Invariant 2, every posted number series is 1..n without hole or twin; and credit notes within their invoices (5).

That a number's text fits its series is proven with the document itself.
"""

from __future__ import annotations

from sqlalchemy import Connection

from billdesk.billing.corrections import Left, is_within, tax_credited
from billdesk.db.bulk import stream_rows
from billdesk.services.proofs.documents import name_of
from billdesk.services.proofs.findings import Findings

_SERIES = """SELECT s.id, s.kind, s.head, s.last_no, count(i.id), count(DISTINCT i.series_no), min(i.series_no), max(i.series_no)
 FROM number_series s LEFT JOIN invoices i ON i.series_id = s.id AND i.status = 'posted' GROUP BY s.id, s.kind, s.head, s.last_no
 ORDER BY s.id"""
_NUMBERS = "SELECT series_no FROM invoices WHERE series_id = ? AND status = 'posted' ORDER BY series_no"
_STRAY = """SELECT kind, number, id FROM invoices i WHERE status = 'posted'
 AND NOT EXISTS (SELECT 1 FROM number_series s WHERE s.id = i.series_id)"""
_NOTES = """SELECT c.kind, c.number, c.id, i.number, i.kind, i.status, i.total_minor,
 c.account_id = i.account_id AND c.currency = i.currency, (SELECT COALESCE(sum(d.total_minor), 0) FROM invoices d
 WHERE d.credits_id = c.credits_id AND d.kind = 'credit_note' AND d.status = 'posted')
 FROM invoices c LEFT JOIN invoices i ON i.id = c.credits_id WHERE c.kind <> 'invoice' AND c.status = 'posted'"""
_OF_TAX = "FROM invoice_lines l WHERE l.invoice_id = c.id AND l.tax_category = t.category AND l.tax_rate_e4 = t.rate_e4)"
_TAXES = f"""SELECT c.credits_id, t.category, t.rate_e4, c.id, c.number, t.taxable_minor, t.tax_minor,
 COALESCE(w.taxable_minor, 0), COALESCE(w.tax_minor, 0), (SELECT sum(l.gross_minor) {_OF_TAX} FROM invoices c
 JOIN invoice_taxes t ON t.invoice_id = c.id LEFT JOIN invoice_taxes w
 ON w.invoice_id = c.credits_id AND w.category = t.category AND w.rate_e4 = t.rate_e4
 WHERE c.kind = 'credit_note' AND c.status = 'posted' ORDER BY c.credits_id, t.category, t.rate_e4, c.id"""
_TIED = """SELECT i.number, l.position, l.invoice_id, min(n.credits_id), max(n.credits_id), l.net_minor, sum(c.net_minor),
 count(*), max(n.number) FROM credited_lines k JOIN invoice_lines c ON c.id = k.credit_line_id
 JOIN invoices n ON n.id = c.invoice_id JOIN invoice_lines l ON l.id = k.invoice_line_id JOIN invoices i ON i.id = l.invoice_id
 WHERE n.kind = 'credit_note' GROUP BY l.id, i.number, l.position, l.invoice_id, l.net_minor"""


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
    """Check that each note corrects a posted document of its account, and that credit notes take no more than there is.

    Tax by tax, all credit notes of a document together are within it, and each has the tax that its lines and what was
    left give; a line of an invoice is credited once.
    """
    named = set()
    for kind, number, record_id, invoice, of_kind, status, total, same, credited in stream_rows(connection, _NOTES):
        findings.checked += 1
        name = name_of(kind, number, record_id)
        if of_kind not in ("invoice", "debit_note") or status != "posted":
            findings.add(f"{name} corrects no posted invoice")
            named.add(record_id)
        elif not same:
            findings.add(f"{name} is for another account or currency than invoice {invoice}")
            named.add(record_id)
        elif kind == "credit_note" and not is_within(int(credited), total):
            findings.add(f"{name} and others credit {credited} of invoice {invoice}, which is over {total} only")
            named.add(record_id)
    _prove_taxes(connection, findings, named)
    for invoice, position, record_id, first, last, net, credited, count, number in stream_rows(connection, _TIED):
        if first != record_id or last != record_id:
            findings.add(f"credit note {number} credits line {position} of invoice {invoice}, which it does not correct")
        elif count > 1 or not is_within(int(credited), net):
            findings.add(f"line {position} of invoice {invoice} is credited {count} times, by {credited} of {net}")


def _prove_taxes(connection: Connection, findings: Findings, named: set[int]) -> None:
    """Check each note's tax against what was left; what is `named` already is not said again."""
    last_key, left = None, Left(0, 0)
    for *key, record_id, number, net, tax, whole_net, whole_tax, gross in stream_rows(connection, _TAXES):
        if key != last_key:
            last_key, left = key, Left(whole_net, whole_tax)
        name = name_of("credit_note", number, record_id)
        expected = tax_credited(net, None if gross is None else int(gross), key[2], left)
        if record_id not in named and (not is_within(net, left.taxable_minor) or tax != expected):
            findings.add(f"{name} credits {net} + {tax} tax of {left.taxable_minor} + {left.tax_minor} left at category {key[1]}")
        left = Left(left.taxable_minor - net, left.tax_minor - tax)
        if left.taxable_minor == 0 != left.tax_minor:
            findings.add(f"{name} credits the last of category {key[1]}, but a tax of {left.tax_minor} is left")
