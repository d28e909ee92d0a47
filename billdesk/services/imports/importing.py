"""The verb: a set of files into the company, whole or not at all, in one write transaction.

Rows stream: each batch is read, checked, compared with what stands and written before the next one is read. When all
are in, imported active orders are activated and what changed is collected again, by the same verbs as by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection

from billdesk.billing.errors import BillingError
from billdesk.db.engine import writing
from billdesk.services import audit
from billdesk.services.collecting import recollect
from billdesk.services.company import Company, Progress, read_settings
from billdesk.services.imports.accounts import Accounts
from billdesk.services.imports.bundles import BundleChoices, BundleExclusions, BundleItems
from billdesk.services.imports.desk import Desk
from billdesk.services.imports.gathering import gather
from billdesk.services.imports.layouts import Source
from billdesk.services.imports.order_lines import OrderLines
from billdesk.services.imports.orders import Orders
from billdesk.services.imports.prices import Prices
from billdesk.services.imports.products import Products
from billdesk.services.imports.reading import CsvTable
from billdesk.services.imports.refusals import Refusals, Rejected, check_rejects
from billdesk.services.imports.rows import Incoming, SourceRows
from billdesk.services.imports.usage import UsageRecords
from billdesk.services.orders import activate_imported, open_lines


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with `dry_run` would do: counts per kind, for each kind that the files hold.

    Kinds are those of `layouts.KINDS`. `rejected` is empty unless a rejects file was named.
    """

    created: dict[str, int]
    updated: dict[str, int]
    unchanged: dict[str, int]
    rejected: tuple[Rejected, ...] = ()
    dry_run: bool = False


class _Kind(Protocol):
    def take(self, source: SourceRows, rows: list[Incoming]) -> None: ...

    def finish(self) -> None: ...


@dataclass(slots=True)
class _Import:
    """One import under way."""

    desk: Desk
    progress: Progress
    hashes: dict[str, str] = field(default_factory=dict)

    def take_files(self, files: Sequence[tuple[Path, Source]]) -> None:
        """Take all files in turn; the rows of one kind come together, so that it can be finished before the next."""
        kind: _Kind | None = None
        name = ""
        for path, source in files:
            if source.kind != name:
                if kind is not None:
                    kind.finish()
                name, kind = source.kind, _KINDS[source.kind](self.desk)
                self.desk.tally.begin(name)
            if kind is not None:
                self._take_file(path, source, kind)
        if kind is not None:
            kind.finish()

    def _take_file(self, path: Path, source: Source, kind: _Kind) -> None:
        with CsvTable(path) as table:
            rows = SourceRows(table, source, self.desk.refusals)
            for batch in rows.batches():
                self.progress.at(f"reading {table.name}", table.bytes_read, table.size)
                kind.take(rows, batch)
            self.hashes[table.name] = table.sha256

    def set_up(self, as_of: date) -> None:
        """Activate, open and collect what came in."""
        desk, connection = self.desk, self.desk.connection
        activate_imported(connection, desk.activate, self.progress)
        open_lines(connection, sorted(desk.reopen), self.progress)
        recollect(connection, desk.recollect, as_of, self.progress)

    def record(self, company: Company, profile: str) -> None:
        """One audit entry with the counts, and the SHA-256 of each file."""
        tally = self.desk.tally
        detail = {
            "profile": profile,
            "files": self.hashes,
            "created": tally.created,
            "updated": tally.updated,
            "unchanged": tally.unchanged,
            "rejected": self.desk.refusals.count,
        }
        audit.append(self.desk.connection, company, [audit.Entry("import", "company", None, detail)])


class _Payments:
    """Payments have no table yet: a file of them may be there, but must be empty."""

    def __init__(self, desk: Desk) -> None:
        pass

    def take(self, source: SourceRows, rows: list[Incoming]) -> None:
        """Refuse any row."""
        where = f"{source.name} line {rows[0].line}"
        raise BillingError("payments cannot be imported yet", where, "leave the file out; it comes with a later version")

    def finish(self) -> None:
        """Nothing waits."""


_KINDS: dict[str, Callable[[Desk], _Kind]] = {
    "products": Products,
    "accounts": Accounts,
    "prices": Prices,
    "bundle_choices": BundleChoices,
    "bundle_items": BundleItems,
    "bundle_exclusions": BundleExclusions,
    "orders": Orders,
    "order_lines": OrderLines,
    "usage": UsageRecords,
    "payments": _Payments,
}


def import_paths(
    company: Company,
    paths: Sequence[Path],
    profile: str = "billdesk",
    *,
    as_of: date,
    dry_run: bool = False,
    rejects: Path | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Import a folder or files under a profile (`billdesk` or `northwind`), in one write transaction.

    Without `rejects` any bad row refuses the whole import: BillingError names the first one. With it, bad rows and what
    depends on them go to that CSV file and the rest goes in. A dry run does the same work and keeps nothing but the
    rejects file. Importing the same again changes nothing.
    """
    files = gather(paths, profile)
    if rejects is not None:
        check_rejects(rejects, {path for path, _ in files})
    refusals = Refusals(listed=rejects is not None)
    with writing(company.engine) as connection:
        desk = _import_into(connection, company, files, profile, as_of, refusals, rejects, progress or Progress())
        if dry_run or desk.tally.is_idle:
            connection.rollback()
    tally = desk.tally
    return ImportReport(tally.created, tally.updated, tally.unchanged, tuple(refusals.rejected), dry_run)


def _import_into(
    connection: Connection,
    company: Company,
    files: Sequence[tuple[Path, Source]],
    profile: str,
    as_of: date,
    refusals: Refusals,
    rejects: Path | None,
    progress: Progress,
) -> Desk:
    desk = Desk(connection, read_settings(connection), refusals)
    work = _Import(desk, progress)
    work.take_files(files)
    refusals.settle(rejects)
    if not desk.tally.is_idle:
        work.set_up(as_of)
        work.record(company, profile)
    return desk
