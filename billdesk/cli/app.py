"""One command from its words to its exit code: which verb, its options, and what is said when it cannot be done.

Expected trouble (`BillingError`) is one line on stderr. Anything else is a bug: `crash` keeps a report of it, and no
traceback reaches a user.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from billdesk import __version__
from billdesk.billing.errors import BillingError, Cancelled, UsageError, one_line
from billdesk.cli.desk import Desk, Opener
from billdesk.cli.interrupts import Interrupts
from billdesk.cli.options import Parser, Verb
from billdesk.cli.verbs import VERBS

DONE, REFUSED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def run(words: Sequence[str], opener: Opener, open_window: Callable[[str | None], int]) -> int:
    """Do what `words` ask for and give the exit code.

    0 done, 1 refused, 2 wrong usage, 3 a violation found, 4 done with exceptions left, 130 interrupted.
    """
    with Interrupts() as interrupts:
        desk = Desk(opener, interrupts, _now, open_window)
        try:
            code = _dispatch(list(words), desk, open_window)
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 -- the one hook for whatever escapes a verb
            code = _failed(error, words, desk)
        finally:
            desk.close()
        return code


def _dispatch(words: list[str], desk: Desk, open_window: Callable[[str | None], int]) -> int:
    if words[:1] in (["--version"], ["-V"]):
        desk.say(f"billdesk {__version__}")
        return DONE
    if words[:1] in (["--help"], ["-h"], ["help"]):
        desk.say(_overview())
        return DONE
    if not words or _names_a_company(words):
        return open_window(words[0] if words else None)
    verb, rest = _chosen(words)
    parser = Parser(verb)
    try:
        options = parser.parse_intermixed_args(rest)
    except SystemExit:  # argparse has printed the help
        return DONE
    return verb.run(desk, options)


def _chosen(words: list[str]) -> tuple[Verb, list[str]]:
    """The verb that `words` begin with, of one word or two, and what follows it."""
    for length in (2, 1):
        verb = VERBS.get(" ".join(words[:length]))
        if verb is not None:
            return verb, words[length:]
    group = sorted(name for name in VERBS if name.startswith(f"{words[0]} "))
    if group:
        raise UsageError(f"`{words[0]}` wants a second word", "", f"use one of: {', '.join(group)}")
    import difflib

    near = difflib.get_close_matches(words[0], {name.split()[0] for name in VERBS}, 1)
    guess = f"did you mean `{near[0]}`? " if near else ""
    raise UsageError(f"unknown verb {one_line(words[0], 60)!r}", "", f"{guess}`billdesk --help` names them all")


def _names_a_company(words: list[str]) -> bool:
    """Whether `billdesk X` is meant to open a window on X rather than a verb that was mistyped."""
    word = words[0]
    if len(words) != 1 or word.startswith("-") or any(name.split()[0] == word for name in VERBS):
        return False
    return "://" in word or os.sep in word or bool(Path(word).suffix) or Path(word).exists()


def _failed(error: BaseException, words: Sequence[str], desk: Desk) -> int:
    """Say what went wrong in one line, and which exit code that is."""
    match error:
        case UsageError():
            line, code = str(error), WRONG_USAGE
        case Cancelled():
            line, code = str(error), INTERRUPTED
        case BillingError():
            line, code = str(error), REFUSED
        case KeyboardInterrupt():
            line, code = "interrupted; what was finished stays, and nothing is half done", INTERRUPTED
        case BrokenPipeError():
            return DONE
        case OSError() if error.filename is not None and error.strerror:
            what = BillingError(error.strerror.lower(), str(error.filename), "check the name, the space and your permissions")
            line, code = str(what), REFUSED
        case _:
            from billdesk.cli.crash import report_crash

            line, code = report_crash(error, words), REFUSED
    desk.complain(f"error: {line}")
    return code


def _overview() -> str:
    width = max(len(name) for name in VERBS)
    listed = "\n".join(f"  {name:<{width}}  {verb.summary}" for name, verb in VERBS.items())
    return (
        "usage: billdesk VERB FILE ...\n\n"
        "From orders to invoices: one file holds the company. FILE is a company file or a database URL.\n\n"
        f"verbs:\n{listed}\n\n"
        "`billdesk VERB --help` shows a verb's options with examples. `billdesk demo` makes a sample company to try them on.\n"
        "Exit codes: 0 done, 1 refused, 2 wrong usage, 3 verify found a violation, 4 done with exceptions left, 130 interrupted."
    )


def _now() -> datetime:
    """The one place where the clock enters: `--on` and `--at` stand in for it."""
    return datetime.now().astimezone()
