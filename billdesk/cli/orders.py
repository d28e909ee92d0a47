"""`order activate`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from billdesk.cli.options import Verb, add_file, add_on

if TYPE_CHECKING:
    from billdesk.cli.desk import Desk


def _configure_activate(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("order", metavar="ORDER", help="code of a draft order")
    add_on(parser)


def _activate(desk: Desk, options: Namespace) -> int:
    from billdesk.services.orders import activate_order

    activate_order(desk.open(options.file), options.order, desk.as_of(options))
    desk.say(f"Order {options.order} is active; what it owes stands in a draft: billdesk list {options.file} invoices")
    return 0


VERBS = (
    Verb(
        "order activate",
        "activate a draft order, which sets up its invoice at once",
        _configure_activate,
        _activate,
        ("acme.billdesk SO-1042", "acme.billdesk SO-1042 --on 2026-11-02"),
    ),
)
