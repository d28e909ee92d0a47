"""`import` and `export`: the interchange files in and out."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from billdesk.cli.options import EXCEPTIONS_LEFT, Verb, add_file, add_json, add_on
from billdesk.cli.tables import counted

if TYPE_CHECKING:
    from billdesk.cli.desk import Desk
    from billdesk.services.imports import ImportReport

_NOUNS = {"order_lines": "order lines", "usage": "usage records"}


def _configure_import(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a folder of CSV files, or single ones")
    parser.add_argument(
        "--profile", default="billdesk", metavar="P", help="what the files look like: billdesk (default), northwind"
    )
    add_on(parser)
    parser.add_argument("--dry-run", action="store_true", help="check and count everything, and keep nothing")
    parser.add_argument("--rejects", metavar="OUT.csv", help="let good rows in, and write bad ones here with line and reason")
    add_json(parser)


def _import(desk: Desk, options: Namespace) -> int:
    from billdesk.services.imports import import_paths

    company = desk.open(options.file)
    report = import_paths(
        company,
        [Path(path) for path in options.paths],
        options.profile,
        as_of=desk.as_of(options),
        dry_run=options.dry_run,
        rejects=Path(options.rejects) if options.rejects else None,
        progress=desk.progress(),
    )
    if options.json:
        rejected = [{"file": r.file, "line": r.line, "column": r.column, "reason": r.reason} for r in report.rejected]
        desk.say_json({"created": report.created, "updated": report.updated, "unchanged": report.unchanged, "rejected": rejected})
    else:
        desk.say(_told(report, options.rejects))
    return EXCEPTIONS_LEFT if report.rejected else 0


def _told(report: ImportReport, rejects: str | None) -> str:
    lines = []
    for kind in report.created:
        counts = (report.created[kind], report.updated.get(kind, 0), report.unchanged.get(kind, 0))
        words = zip(counts, ("new", "changed", "unchanged"), strict=True)
        told = ", ".join(f"{count:,} {word}" for count, word in words if count) or "none"
        lines.append(f"{_NOUNS.get(kind, kind).capitalize()}: {told}")
    if report.rejected:
        lines.append(f"{counted(len(report.rejected), 'row was', 'rows were')} left out; {rejects} says which and why.")
    if report.dry_run:
        lines.append("This was a dry run: nothing was kept.")
    return "\n".join(lines) or "The files hold no records."


def _configure_export(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("folder", metavar="DIR", help="where the files go; made if it is not there")
    add_json(parser)


def _export(desk: Desk, options: Namespace) -> int:
    from billdesk.services.exports import export_company

    counts = export_company(desk.open(options.file), Path(options.folder))
    if options.json:
        desk.say_json({"files": counts})
        return 0
    desk.say(f"Wrote {counted(len(counts), 'file')} to {options.folder}:")
    width = max(map(len, counts))
    desk.say("\n".join(f"  {name:<{width}}  {counted(count, 'row')}" for name, count in counts.items()))
    return 0


VERBS = (
    Verb(
        "import",
        "bring in accounts, products, orders and usage from CSV files",
        _configure_import,
        _import,
        (
            "acme.billdesk data/",
            "acme.billdesk orders.csv order_lines.csv --rejects bad.csv",
            "acme.billdesk resources/sample/northwind --profile northwind --dry-run",
        ),
        "Whole or not at all, unless --rejects is given. Importing the same again changes nothing.",
    ),
    Verb(
        "export",
        "write every table as interchange files",
        _configure_export,
        _export,
        ("acme.billdesk data/",),
        "Importing them into a new company and exporting again gives the same bytes.",
    ),
)
