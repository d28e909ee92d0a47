"""`timer install`, `timer remove`, `timer status`: billing at the system's own time, with the window closed."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from billdesk.cli.options import Verb, add_file, add_json

if TYPE_CHECKING:
    from billdesk.cli.desk import Desk
    from billdesk.services.os_timers import TimerState


def _configure(parser: ArgumentParser) -> None:
    add_file(parser)
    add_json(parser)


def _install(desk: Desk, options: Namespace) -> int:
    from billdesk.services.timer import install_timer

    state = install_timer(desk.open(options.file), options.file)
    _say(desk, options, state)
    return 0


def _remove(desk: Desk, options: Namespace) -> int:
    from billdesk.services.timer import remove_timer

    was_there = remove_timer(options.file)
    if options.json:
        desk.say_json({"removed": was_there})
    else:
        desk.say(f"The timer of {options.file} is gone." if was_there else f"{options.file} has no timer.")
    return 0


def _status(desk: Desk, options: Namespace) -> int:
    from billdesk.services.timer import timer_state

    _say(desk, options, timer_state(options.file))
    return 0


def _say(desk: Desk, options: Namespace, state: TimerState) -> None:
    if options.json:
        desk.say_json(_as_json(state))
        return
    if not state.is_installed:
        desk.say(f"{options.file} has no timer. `billdesk timer install {options.file}` sets one.")
        return
    stands = {True: "is on", False: "is installed but off", None: "is installed"}[state.is_on]
    desk.say(f"The timer of {options.file} {stands}: {state.system} bills what is due each day at {' and '.join(state.times)}.")
    if state.note:
        desk.hint(state.note[:1].upper() + state.note[1:] + ".")


def _as_json(state: TimerState) -> dict[str, Any]:
    return {
        "installed": state.is_installed,
        "on": state.is_on,
        "system": state.system,
        "times": list(state.times),
        "note": state.note,
    }


VERBS = (
    Verb(
        "timer install",
        "have the system bill what is due while the window is closed",
        _configure,
        _install,
        ("acme.billdesk",),
        "It runs at the times of day of the schedules, and makes up for what was missed while the machine was off. Install it\n"
        "again after those times have changed.",
    ),
    Verb("timer remove", "take that timer away again, with all its files", _configure, _remove, ("acme.billdesk",)),
    Verb("timer status", "show whether there is such a timer, and when it runs", _configure, _status, ("acme.billdesk",)),
)
