"""systemd's user manager: a timer and a service in the user's own folder, made up for after the machine was off.

The timer is enabled by the link that `systemctl --user enable` would make, so that it starts with the next login also
where no manager answers now (a console without a session, a container).
"""

from __future__ import annotations

import getpass
import os
import re
import shutil
from pathlib import Path

from billdesk.billing.errors import BillingError
from billdesk.services.os_timers.job import TimerJob, TimerState, call, filled, remove_empty, write

_CALENDAR = re.compile(r"^OnCalendar=\*-\*-\* (\d\d:\d\d):00$", re.MULTILINE)
LINGER = Path("/var/lib/systemd/linger")


class Systemd:
    """See OsTimer."""

    system = "systemd"

    def install(self, job: TimerJob) -> TimerState:
        """See OsTimer."""
        if shutil.which("systemctl") is None:
            remedy = f"let cron call `billdesk run FILE --all-due --at now` at {' and '.join(job.times)}"
            raise BillingError("this system has no systemd", "", remedy)
        company = _plain(job.company)
        values = {"company": company, "run": _command(job.run), "mail": _command(job.mail)}
        write(_service(job.name), filled("billdesk.service", values))
        times = "\n".join(f"OnCalendar=*-*-* {time}:00" for time in job.times)
        write(_timer(job.name), filled("billdesk.timer", {"company": company, "times": times}))
        link = _link(job.name)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(_timer(job.name))
        if call("systemctl", "--user", "daemon-reload")[0] == 0:
            call("systemctl", "--user", "restart", f"{job.name}.timer")
        return self.state(job.name)

    def remove(self, name: str) -> bool:
        """See OsTimer."""
        files = (_link(name), _timer(name), _service(name), _stamp(name))
        was_there = any(path.is_symlink() or path.exists() for path in files)
        if was_there and shutil.which("systemctl") is not None:
            call("systemctl", "--user", "stop", f"{name}.timer")
        for path in files:
            path.unlink(missing_ok=True)
        if was_there:
            call("systemctl", "--user", "daemon-reload")
            remove_empty([_link(name).parent, _folder(), _folder().parent])
            remove_empty([_stamp(name).parent, _stamp(name).parent.parent])
        return was_there

    def state(self, name: str) -> TimerState:
        """See OsTimer."""
        timer = _timer(name)
        if not (timer.is_file() and _service(name).is_file() and _link(name).is_symlink()):
            return TimerState(self.system, is_installed=False)
        times = tuple(_CALENDAR.findall(timer.read_text(encoding="utf-8", errors="replace")))
        _, said = call("systemctl", "--user", "is-active", f"{name}.timer")
        if said in {"active", "inactive", "failed", "activating", "deactivating"}:
            return TimerState(self.system, is_installed=True, is_on=said == "active", times=times, note=_linger_note())
        note = "systemd's user manager does not answer here, so the timer starts with your next login"
        return TimerState(self.system, is_installed=True, times=times, note=note)


def _command(words: tuple[str, ...]) -> str:
    return " ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    """A word of ExecStart= (systemd.service(5), COMMAND LINES): quoted, with `%` and `$` meaning themselves."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace("%", "%%")


def _folder() -> Path:
    return _home("XDG_CONFIG_HOME", ".config") / "systemd" / "user"


def _service(name: str) -> Path:
    return _folder() / f"{name}.service"


def _timer(name: str) -> Path:
    return _folder() / f"{name}.timer"


def _link(name: str) -> Path:
    return _folder() / "timers.target.wants" / f"{name}.timer"


def _stamp(name: str) -> Path:
    """Where systemd keeps when a persistent timer ran last."""
    return _home("XDG_DATA_HOME", ".local/share") / "systemd" / "timers" / f"stamp-{name}.timer"


def _home(variable: str, otherwise: str) -> Path:
    return Path(os.environ.get(variable) or Path.home() / otherwise)


def _linger_note() -> str:
    user = getpass.getuser()
    if (LINGER / user).exists():
        return ""
    return f"it runs while you are logged in; `sudo loginctl enable-linger {user}` lets it run without"
