"""The operating systems' own timers: systemd for the user, launchd, the Windows Task Scheduler.

Each writes its files from a template in `resources/timers`, switches the timer on, says how it stands and takes all of it
away again. What is to run and when is decided by `services.timer`.
"""

from __future__ import annotations

import sys

from billdesk.services.os_timers.job import OsTimer, TimerJob, TimerState
from billdesk.services.os_timers.launchd import Launchd
from billdesk.services.os_timers.systemd import Systemd
from billdesk.services.os_timers.task_scheduler import TaskScheduler

__all__ = ["OsTimer", "TimerJob", "TimerState", "own_timer"]


def own_timer() -> OsTimer:
    """The timer of the system that this runs on."""
    if sys.platform == "win32":
        return TaskScheduler()
    return Launchd() if sys.platform == "darwin" else Systemd()
