"""How verbs say which words and options they take, and how those are read.

Every refusal is a `UsageError` (exit code 2) of one line. Options may stand anywhere among the words.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NoReturn, TypeVar

from billdesk.billing.errors import BillingError, UsageError

if TYPE_CHECKING:
    from billdesk.cli.desk import Desk

Value = TypeVar("Value")

EXCEPTIONS_LEFT = 4
"""Exit code: done, with exceptions left, which are listed."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb: its name of one or two words, what it does in one line, its options, and how it is done."""

    name: str
    summary: str
    configure: Callable[[ArgumentParser], None]
    run: Callable[[Desk, Namespace], int]
    examples: tuple[str, ...] = ()
    about: str = ""


class Parser(ArgumentParser):
    """Reads the words after a verb. Raises UsageError where they do not fit."""

    def __init__(self, verb: Verb) -> None:
        examples = "".join(f"\n  billdesk {verb.name} {example}" for example in verb.examples)
        super().__init__(
            prog=f"billdesk {verb.name}",
            description=f"{verb.summary}.\n{verb.about}".strip(),
            epilog=f"examples:{examples}" if examples else None,
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        verb.configure(self)

    def error(self, message: str) -> NoReturn:
        """What argparse calls where words do not fit."""
        raise UsageError(message, "", f"see `{self.prog} --help`")


def add_file(parser: ArgumentParser) -> None:
    """The company that a verb works on."""
    parser.add_argument("file", metavar="FILE", help="company file or database URL")


def add_on(parser: ArgumentParser) -> None:
    """The date that the verb goes by."""
    parser.add_argument("--on", type=day("--on"), metavar="DATE", help="the date to go by, YYYY-MM-DD (default: today)")


def add_json(parser: ArgumentParser) -> None:
    """Ask for JSON."""
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of text")


def day(option: str) -> Callable[[str], date]:
    """A reader of dates for `option`."""

    def read(text: str) -> date:
        from billdesk.billing.cadence import parse_date

        return in_usage(lambda: parse_date(text, option))

    return read


def whole(option: str, least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers from `least` to `most` for `option`."""

    def read(text: str) -> int:
        word = text.strip()
        if not (word.isascii() and word.isdigit() and len(word) <= 12 and least <= int(word) <= most):
            raise UsageError(f"{option} {text!r} is not a whole number from {least} to {most}", "", "give one in that range")
        return int(word)

    return read


def in_usage(read: Callable[[], Value]) -> Value:
    """What `read` gives; what it refuses is wrong usage."""
    try:
        return read()
    except BillingError as error:
        raise UsageError(error.what, error.record, error.remedy) from error
