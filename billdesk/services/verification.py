"""`verify`: proves on any company that the invariants hold, and names the records on which they do not.

One read transaction, so that others go on working; memory stays flat whatever the size. The proofs are in `proofs`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from billdesk.db.engine import reading
from billdesk.db.integrity import damage, schema_changes
from billdesk.processes import without_cycle_collector
from billdesk.services.company import Company, Progress
from billdesk.services.proofs.claims import prove_claims, prove_nothing_missing
from billdesk.services.proofs.documents import prove_documents
from billdesk.services.proofs.drafts import prove_drafts
from billdesk.services.proofs.findings import Findings
from billdesk.services.proofs.history import prove_archive, prove_audit_log, prove_parties
from billdesk.services.proofs.numbers import prove_credits, prove_numbers
from billdesk.services.proofs.special import prove_special_lines


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant: how many records were looked at, and a sentence for each violation (the first hundred)."""

    name: str
    ok: bool
    checked: int
    violations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """What was proven. `ok` says that every check is."""

    ok: bool
    checks: tuple[Check, ...]


def verify(company: Company, progress: Progress | None = None) -> VerificationReport:
    """Prove the invariants of the company. A tampered or damaged one gives violations, never an exception.

    Raises BillingError where the company cannot be read at all, and Cancelled where a person stops it.
    """
    checks: list[Check] = []
    with reading(company.engine) as connection, without_cycle_collector():
        for step, (names, prove) in enumerate(_PROOFS):
            if progress is not None:
                progress.at(names[0], step, len(_PROOFS))
            findings = [Findings(name) for name in names]
            with findings[0].guarded("this"), connection.begin_nested():
                prove(connection, *findings)
            checks.extend(_check(found) for found in findings)
    return VerificationReport(all(check.ok for check in checks), tuple(checks))


def _check(found: Findings) -> Check:
    violations = list(found.violations)
    if found.count > len(violations):
        violations.append(f"and {found.count - len(violations)} more")
    return Check(found.name, not found.count, found.checked, tuple(violations))


def _prove_schema(connection: Connection, findings: Findings) -> None:
    findings.checked, changes = schema_changes(connection)
    for change in changes:
        findings.add(change)


def _prove_soundness(connection: Connection, findings: Findings) -> None:
    findings.checked = 1
    for sentence in damage(connection):
        findings.add(sentence)


_PROOFS: tuple[tuple[tuple[str, ...], Callable[..., None]], ...] = (
    (("invoices", "seals"), prove_documents),
    (("numbers",), prove_numbers),
    (("billed-periods",), prove_claims),
    (("nothing-due-missing",), prove_nothing_missing),
    (("special-lines",), prove_special_lines),
    (("drafts",), prove_drafts),
    (("credit-notes",), prove_credits),
    (("audit-log",), prove_audit_log),
    (("parties",), prove_parties),
    (("archive",), prove_archive),
    (("soundness",), _prove_soundness),
    (("schema",), _prove_schema),
)
