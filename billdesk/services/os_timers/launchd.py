"""launchd of macOS: an agent of the user's own. Times that passed while the machine slept or was off are made up for."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from xml.sax.saxutils import escape

from billdesk.services.os_timers.job import TimerJob, TimerState, call, filled, write

_TIME = re.compile(r"<key>Hour</key><integer>(\d+)</integer><key>Minute</key><integer>(\d+)</integer>")


class Launchd:
    """See OsTimer."""

    system = "launchd"

    def install(self, job: TimerJob) -> TimerState:
        """See OsTimer."""
        path = _path(job.name)
        call("launchctl", "bootout", f"{_domain()}/{_label(job.name)}")
        write(path, agent(job))
        code, said = call("launchctl", "bootstrap", _domain(), str(path))
        state = self.state(job.name)
        if code == 0:
            return state
        note = f"launchd does not take it now ({said}), so the timer starts with your next login"
        return TimerState(self.system, is_installed=True, times=state.times, note=note)

    def remove(self, name: str) -> bool:
        """See OsTimer."""
        path = _path(name)
        was_there = path.exists()
        if was_there:
            call("launchctl", "bootout", f"{_domain()}/{_label(name)}")
        path.unlink(missing_ok=True)
        return was_there

    def state(self, name: str) -> TimerState:
        """See OsTimer."""
        path = _path(name)
        if not path.is_file():
            return TimerState(self.system, is_installed=False)
        found = _TIME.findall(path.read_text(encoding="utf-8", errors="replace"))
        times = tuple(f"{int(hour):02}:{int(minute):02}" for hour, minute in found)
        code, _ = call("launchctl", "print", f"{_domain()}/{_label(name)}")
        return TimerState(self.system, is_installed=True, is_on=code == 0, times=times)


def agent(job: TimerJob) -> str:
    """The text of the agent's property list."""
    shell = f"{shlex.join(job.run)}; code=$?; {shlex.join(job.mail)}; exit $code"
    times = "\n".join(
        f"    <dict><key>Hour</key><integer>{int(time[:2])}</integer><key>Minute</key><integer>{int(time[3:])}</integer></dict>"
        for time in job.times
    )
    return filled("billdesk.plist", {"label": _label(job.name), "shell": escape(shell), "times": times})


def _label(name: str) -> str:
    return f"org.billdesk.{name}"


def _path(name: str) -> Path:
    return Path.home() / "Library" / "LaunchAgents" / f"{_label(name)}.plist"


def _domain() -> str:
    return f"gui/{os.getuid()}" if hasattr(os, "getuid") else "gui/0"
