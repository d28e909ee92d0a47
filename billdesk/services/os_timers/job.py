"""What a timer is asked to run, how it stands, and what all of them share."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Protocol

from billdesk import paths
from billdesk.billing.errors import BillingError


@dataclass(frozen=True, slots=True)
class TimerJob:
    """Bill what is due in one company: `name` is unique per company, `times` are `HH:MM` and rise.

    `run` and `mail` are commands that are called one after the other, each with all its words.
    """

    name: str
    company: str
    times: tuple[str, ...]
    run: tuple[str, ...]
    mail: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimerState:
    """How a company's timer stands. `is_on` is None where the system does not say; `note` is what a person should know."""

    system: str
    is_installed: bool
    is_on: bool | None = None
    times: tuple[str, ...] = ()
    note: str = ""


class OsTimer(Protocol):
    """A system's timer."""

    system: str

    def install(self, job: TimerJob) -> TimerState:
        """Write and switch on; one that is there is replaced. Raises BillingError where this system has no timer."""
        ...

    def remove(self, name: str) -> bool:
        """Switch off and leave nothing. Returns whether there was one."""
        ...

    def state(self, name: str) -> TimerState:
        """How it stands."""
        ...


def filled(template: str, values: Mapping[str, str]) -> str:
    """The text of `resources/timers/<template>` with its places filled."""
    return Template(paths.resource("timers", template).read_text(encoding="utf-8")).substitute(values)


def write(path: Path, text: str) -> None:
    """Write a file whole. Raises BillingError where the folder cannot be made or written."""
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        remedy = "give yourself permission to write there"
        raise BillingError(f"the timer cannot be written ({error.strerror})", str(path), remedy) from error


def call(*command: str) -> tuple[int, str]:
    """Run a command of the system: its exit code and what it said, in one line. 127 where there is no such command."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, errors="replace")
    except (OSError, subprocess.TimeoutExpired) as error:
        return 127, str(error)
    return done.returncode, " ".join((done.stderr or done.stdout).split())


def remove_empty(folders: Sequence[Path]) -> None:
    """Remove folders in turn until one holds something."""
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return
