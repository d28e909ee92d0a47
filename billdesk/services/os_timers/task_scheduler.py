"""The Windows Task Scheduler: a task of the user's own that starts when it can after a time was missed."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from billdesk.billing.errors import BillingError
from billdesk.services.os_timers.job import TimerJob, TimerState, call, filled

_TIME = re.compile(r"<StartBoundary>2026-01-01T(\d\d:\d\d):00</StartBoundary>")


class TaskScheduler:
    """See OsTimer."""

    system = "Task Scheduler"

    def install(self, job: TimerJob) -> TimerState:
        """See OsTimer."""
        with tempfile.TemporaryDirectory(prefix="billdesk-") as folder:
            path = Path(folder) / "task.xml"
            path.write_text(task(job), encoding="utf-16")
            code, said = call("schtasks", "/Create", "/TN", _task(job.name), "/XML", str(path), "/F")
        if code:
            raise BillingError(f"the Task Scheduler refuses the timer ({said})", job.name, "ask who administers this machine")
        return self.state(job.name)

    def remove(self, name: str) -> bool:
        """See OsTimer."""
        return call("schtasks", "/Delete", "/TN", _task(name), "/F")[0] == 0

    def state(self, name: str) -> TimerState:
        """See OsTimer."""
        code, said = call("schtasks", "/Query", "/TN", _task(name), "/XML")
        if code:
            return TimerState(self.system, is_installed=False)
        is_on = "<Enabled>false</Enabled>" not in said
        return TimerState(self.system, is_installed=True, is_on=is_on, times=tuple(_TIME.findall(said)))


def task(job: TimerJob) -> str:
    """The text of the task."""
    times = "\n".join(
        f"    <CalendarTrigger><StartBoundary>2026-01-01T{time}:00</StartBoundary>"
        "<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay></CalendarTrigger>"
        for time in job.times
    )
    values = {
        "company": escape(job.company),
        "times": times,
        "program": escape(job.run[0]),
        "run": escape(subprocess.list2cmdline(job.run[1:])),
        "mail": escape(subprocess.list2cmdline(job.mail[1:])),
    }
    return filled("billdesk-task.xml", values)


def _task(name: str) -> str:
    return f"BillDesk\\{name}"
