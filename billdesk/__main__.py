"""`billdesk`: chooses window or command, nothing else.

What it hands to the command line imports the rest of the program only when a verb asks for a company, so that `--help`
and a mistyped verb answer at once.
"""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from billdesk import cli
from billdesk.billing.errors import BillingError

if TYPE_CHECKING:  # loads SQLAlchemy
    from billdesk.services.company import Company


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, by default that of this process, and give its exit code."""
    # A command lives briefly and leaves hardly a cycle behind, but makes rows by the hundred thousand: looking for cycles
    # as often as Python does took 6 % of a run (measured).
    gc.set_threshold(100_000, 20, 20)
    # At its end Python looks once more, through all that was imported: 90 ms, a quarter of `billdesk list`.
    atexit.register(gc.freeze)
    words = sys.argv[1:] if arguments is None else list(arguments)
    return cli.run(words, cli.Opener(_create, _open), _open_window)


def _create(target: str, name: str, currency: str, country: str) -> Company:
    from billdesk import bootstrap

    return bootstrap.create(target, name, currency, country)


def _open(target: str) -> Company:
    from billdesk import bootstrap

    return bootstrap.open_company(target)


def _open_window(file: str | None) -> int:
    """`billdesk [FILE]`: the window, where there is a display and what Qt needs of the system."""
    from billdesk import display

    atexit.unregister(gc.freeze)  # the window's objects are taken down as ever
    if trouble := display.trouble():
        raise BillingError(*trouble)
    from billdesk import bootstrap

    return bootstrap.run_window(file)


if __name__ == "__main__":
    sys.exit(main())
