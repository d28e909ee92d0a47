"""What a verb works at: the company it opens, the clock, where it speaks to, and whether a person wants it to stop.

Text and JSON go to stdout, everything else to stderr. A reader that has gone (`| head`) ends no verb.
"""

from __future__ import annotations

import json
import os
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, TextIO

from billdesk.cli.interrupts import Interrupts

if TYPE_CHECKING:  # loads SQLAlchemy
    from billdesk.services.company import Company, Progress

_ROWS = 1000
"""Records that are written at a time."""

_encode = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Opener:
    """How companies are made and opened: bootstrap's functions, handed down."""

    create: Callable[[str, str, str, str], Company]
    """(target, name, currency, country)"""
    open: Callable[[str], Company]


class Desk:
    """One command at work."""

    def __init__(
        self, opener: Opener, interrupts: Interrupts, now: Callable[[], datetime], open_window: Callable[[str | None], int]
    ) -> None:
        self._opener = opener
        self._interrupts = interrupts
        self._now = now
        self._open_window = open_window
        self._companies: list[Company] = []
        self._line = ProgressLine(sys.stderr)
        for stream in (sys.stdout, sys.stderr):
            # No name that the terminal cannot show stops a verb.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")

    def open(self, target: str) -> Company:
        """Open an existing company."""
        return self._kept(self._opener.open(target))

    def create(self, target: str, name: str, currency: str, country: str) -> Company:
        """Make a company and open it."""
        return self._kept(self._opener.create(target, name, currency, country))

    def open_window(self, target: str) -> int:
        """Show a company in the window until it is closed, and give the exit code. Raises BillingError where none opens."""
        self.close()
        return self._open_window(target)

    def close(self) -> None:
        """Let go of the companies, and of a progress line that still stands."""
        self._line.clear()
        for company in self._companies:
            company.engine.dispose()
        self._companies.clear()

    def as_of(self, options: Namespace) -> date:
        """What the clock says to the verb: `--on`, or today."""
        on: date | None = options.on
        return self._now().date() if on is None else on

    def time_of_day(self) -> str:
        """What the clock says, `HH:MM` here."""
        return f"{self._now():%H:%M}"

    def progress(self) -> Progress:
        """For a long verb: shows how far it is, where there is a terminal, and lets Ctrl+C stop it between batches."""
        from billdesk.services.company import Progress

        self._interrupts.is_patient = True
        return Progress(self._line.show, lambda: self._interrupts.is_asked)

    def say(self, text: str) -> None:
        """Print to stdout."""
        self._line.clear()
        _write(sys.stdout, text + "\n")

    def say_json(self, value: object) -> None:
        """Print the one JSON document that `--json` asks for."""
        self.say(_encode(value))

    def say_json_rows(self, rows: Iterable[object]) -> int:
        """Print a JSON list, one record on each line and never all in memory. Returns how many there were."""
        texts = map(_encode, rows)
        count = 0
        while chunk := list(islice(texts, _ROWS)):
            _write(sys.stdout, ("[\n" if count == 0 else ",\n") + ",\n".join(chunk))
            count += len(chunk)
        self.say("\n]" if count else "[]")
        return count

    def hint(self, text: str) -> None:
        """Say on stderr what is not part of the result."""
        self.complain(text)

    def complain(self, line: str) -> None:
        """Print a line to stderr."""
        self._line.clear()
        _write(sys.stderr, line + "\n")

    def _kept(self, company: Company) -> Company:
        self._companies.append(company)
        return company


class ProgressLine:
    """How far a verb is, on one line that is written over; nothing where there is no terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._is_shown = stream.isatty()
        self._width = 0
        self._last = 0.0

    def show(self, step: str, done: int, total: int) -> None:
        """Say where the verb is, ten times a second at most."""
        now = time.monotonic()
        if not self._is_shown or now - self._last < 0.1:
            return
        self._last = now
        text = f"{step}: {done:,} of {total:,}" if total else step
        self._stream.write("\r" + text.ljust(self._width))
        self._stream.flush()
        self._width = len(text)

    def clear(self) -> None:
        """Take the line away."""
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
            self._width = 0


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # The reader has gone. What is still buffered must not raise again when Python ends.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
