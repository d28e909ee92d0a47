"""`new`, `demo`, `verify`, `backup`, `restore`: verbs on a company file as a whole."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from billdesk.cli.options import Verb, add_file

if TYPE_CHECKING:
    from billdesk.cli.desk import Desk


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
KEEPING: tuple[Verb, ...] = ()
