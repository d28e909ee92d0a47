"""Invariant 6 for everything but documents: the audit log's chain, party snapshots, and the archive."""

from __future__ import annotations

import json
from hashlib import sha256

from sqlalchemy import Connection

from billdesk.billing.invoice import chain
from billdesk.billing.party import PARTY_FIELDS, Party, party_sha256
from billdesk.db.bulk import stream_rows
from billdesk.services import audit
from billdesk.services.proofs.documents import name_of
from billdesk.services.proofs.findings import NONSENSE, Findings

_LOG = f"SELECT {', '.join(audit.COLUMNS)} FROM audit_log ORDER BY id"
_HEAD = "SELECT value FROM settings WHERE key = ?"
_PARTIES = f"SELECT id, sha256, {', '.join(PARTY_FIELDS)} FROM parties ORDER BY id"
_ARCHIVE = """SELECT d.id, i.kind, i.number, i.id, i.status, d.sha256, d.content
 FROM documents d LEFT JOIN invoices i ON i.id = d.invoice_id ORDER BY d.id"""


def prove_audit_log(connection: Connection, findings: Findings) -> None:
    """Check that each row of the log follows the one before it, and that the last one is the head that was kept."""
    last_id, last_hash = 0, audit.FIRST_HASH
    for row_id, *fields, digest, stored in stream_rows(connection, _LOG):
        findings.checked += 1
        if row_id != last_id + 1:
            missing = f"row {last_id + 1}" + (f" to {row_id - 1}" if row_id - 1 > last_id + 1 else "")
            findings.add(f"{missing} of the audit log is missing")
        elif chain(last_hash, row_id, *fields, digest) != stored:
            findings.add(f"row {row_id} of the audit log is not as it was written, or the one before it")
        last_id, last_hash = row_id, stored
    kept = next(stream_rows(connection, _HEAD, (audit.HEAD_KEY,)), ("null",))[0]
    if json.loads(kept) != [last_id, last_hash]:
        findings.add(f"the audit log ends at row {last_id}, which is not the end that was kept ({kept})")


def prove_parties(connection: Connection, findings: Findings) -> None:
    """Check that each name and address is the one it was stored as."""
    for party_id, stored, *fields in stream_rows(connection, _PARTIES):
        findings.checked += 1
        if party_sha256(Party(*fields)) != stored:
            findings.add(f"party id {party_id} ({fields[0]}) is not as it was stored")


def prove_archive(connection: Connection, findings: Findings) -> None:
    """Check that each archived document has the bytes it was archived with, and belongs to a posted document."""
    for document_id, kind, number, record_id, status, stored, content in stream_rows(connection, _ARCHIVE):
        findings.checked += 1
        if status != "posted":
            findings.add(f"archived document id {document_id} belongs to no posted document")
        try:
            fits = sha256(content).hexdigest() == stored
        except NONSENSE:
            fits = False
        if not fits:
            findings.add(f"the archived PDF of {name_of(kind, number, record_id)} is not as it was archived")
