"""`new`, `demo`, `verify`, `backup`, `restore`: verbs on a company file as a whole."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from billdesk.cli.options import Verb, add_file, add_json

if TYPE_CHECKING:
    from billdesk.cli.desk import Desk

VIOLATION = 3


def _configure_new(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("--name", required=True, metavar="NAME", help="the company's name, as invoices show it")
    parser.add_argument("--currency", default="USD", metavar="CODE", help="its own currency, ISO 4217 (default: USD)")
    parser.add_argument("--country", default="US", metavar="CODE", help="where it is, ISO 3166 (default: US)")


def _new(desk: Desk, options: Namespace) -> int:
    desk.create(options.file, options.name, options.currency, options.country)
    desk.say(f"Made {options.file} for {options.name}.")
    desk.say(f"Next: billdesk import {options.file} FOLDER brings in accounts, products and orders.")
    return 0


def _configure_verify(parser: ArgumentParser) -> None:
    add_file(parser)
    add_json(parser)


def _verify(desk: Desk, options: Namespace) -> int:
    from billdesk.services.verification import verify

    report = verify(desk.open(options.file), desk.progress())
    if options.json:
        checks = [
            {"name": check.name, "ok": check.ok, "checked": check.checked, "violations": list(check.violations)}
            for check in report.checks
        ]
        desk.say_json({"ok": report.ok, "checks": checks})
    else:
        for check in report.checks:
            desk.say(f"{'ok    ' if check.ok else 'BROKEN'}  {check.name} ({check.checked:,} checked)")
            for violation in check.violations:
                desk.say(f"          {violation}")
        desk.say("All is well." if report.ok else "Something was changed behind BillDesk's back; restore a backup.")
    return 0 if report.ok else VIOLATION


MAKING = (
    Verb(
        "new",
        "make an empty company",
        _configure_new,
        _new,
        ('acme.billdesk --name "Acme Ltd" --currency GBP --country GB',),
        "An existing file is never overwritten.",
    ),
)
KEEPING = (
    Verb(
        "verify",
        "prove that every figure, number and claim of a company holds",
        _configure_verify,
        _verify,
        ("acme.billdesk", "acme.billdesk --json"),
        "Exit code 3 where something does not hold.",
    ),
)
