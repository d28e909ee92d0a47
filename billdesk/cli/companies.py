"""`new`, `demo`, `verify`, `backup`, `restore`: verbs on a company file as a whole."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from billdesk.cli.options import Verb, add_file, add_json, add_on

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


def _configure_backup(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("dest", metavar="DEST", help="the file to write the copy to")
    parser.add_argument("--replace", action="store_true", help="replace a copy that is there already")


def _backup(desk: Desk, options: Namespace) -> int:
    from billdesk.services.files import backup

    backup(options.file, options.dest, options.replace)
    desk.say(f"Backed up {options.file} to {options.dest}")
    return 0


def _configure_restore(parser: ArgumentParser) -> None:
    parser.add_argument("source", metavar="SRC", help="a backup")
    parser.add_argument("dest", metavar="DEST", help="the company file to make of it")
    parser.add_argument("--replace", action="store_true", help="let a company that is there take over the backup's content")


def _restore(desk: Desk, options: Namespace) -> int:
    from billdesk.services.files import restore

    kept = restore(options.source, options.dest, options.replace)
    desk.say(f"Restored {options.source} to {options.dest}")
    if kept is not None:
        desk.say(f"The damaged file that stood there is kept as {kept}")
    return 0


_DETAILS = {
    "name": "the name on invoices",
    "street": "street and number",
    "city": "city",
    "region": "state or region",
    "postcode": "postcode",
    "country": "country, ISO 3166",
    "tax_id": "VAT number, EIN, ...",
    "email": "e-mail address",
    "phone": "telephone",
    "account_holder": "who is to be paid, where it is not the company",
    "iban": "account to pay to: its IBAN, or its number where there are no IBANs",
    "bic": "its bank's BIC",
    "bank_name": "its bank",
    "payment_note": "a line on how to pay",
    "note": "a line at the end of each invoice",
    "terms": "usual payment terms, such as 'net 30'",
    "currency": "home currency, ISO 4217; as long as there are no orders",
    "paper_size": "A4 or Letter",
    "bill_date_rule": "when one-time lines are billed: ordered, due or fulfilled",
    "invoice_prefix": "what numbers of invoices begin with, from the next fiscal year on",
    "credit_note_prefix": "what numbers of credit notes begin with",
    "debit_note_prefix": "what numbers of debit notes begin with",
    "fiscal_year_month": "month in which the fiscal year starts, 1 to 12",
}


def _configure_company(parser: ArgumentParser) -> None:
    add_file(parser)
    for name, about in _DETAILS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", metavar="TEXT", help=about)
    parser.add_argument("--logo", metavar="FILE", help="a PNG or JPEG for the head of invoices; '' for none")
    add_on(parser)
    add_json(parser)


def _company(desk: Desk, options: Namespace) -> int:
    from billdesk.services.company_settings import change_details, change_logo, logo_file, read_company

    company = desk.open(options.file)
    given = {name: getattr(options, name) for name in _DETAILS if getattr(options, name) is not None}
    if options.logo is not None:
        change_logo(company, logo_file(Path(options.logo)) if options.logo else None)
    if given:
        change_details(company, given, desk.as_of(options))
    present = read_company(company)
    if options.json:
        desk.say_json({**present.details, "logo": present.logo is not None})
        return 0
    width = max(map(len, _DETAILS))
    lines = [f"{name.replace('_', ' '):<{width}}  {present.details[name]}".rstrip() for name in _DETAILS]
    logo = f"{len(present.logo):,} bytes" if present.logo is not None else ""
    desk.say("\n".join([*lines, f"{'logo':<{width}}  {logo}".rstrip()]))
    return 0


MAKING = (
    Verb(
        "new",
        "make an empty company",
        _configure_new,
        _new,
        ('acme.billdesk --name "Acme Ltd" --currency GBP --country GB',),
        "An existing file is never overwritten.",
    ),
    Verb(
        "company",
        "show or change what invoices say of the company, and how it bills: address, bank, numbers, terms",
        _configure_company,
        _company,
        (
            "acme.billdesk",
            "acme.billdesk --street 'High Street 1' --city Leeds --tax-id GB123456789 --iban GB33BUKB20201555555555",
        ),
        "What is posted keeps what it was posted with. An empty TEXT takes a detail away.",
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
    Verb(
        "backup",
        "copy a company while others go on working in it",
        _configure_backup,
        _backup,
        ("acme.billdesk /media/usb/acme-2026-11-30.billdesk",),
    ),
    Verb(
        "restore",
        "make a company of a backup",
        _configure_restore,
        _restore,
        ("/media/usb/acme-2026-11-30.billdesk acme.billdesk", "/media/usb/acme-2026-11-30.billdesk acme.billdesk --replace"),
        "The backup is checked whole before anything is changed.",
    ),
)
