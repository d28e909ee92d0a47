"""The one job runner: everything that lasts goes through here, off the interface thread.

Reads run side by side; what writes or lasts runs one at a time, in the order asked for, with progress and cancel. All
results come back on the interface thread through one long-lived signal: signals made per job crash when their object is
collected before they are delivered. Errors a person can mend go to `failed` or to the window's messages; anything else
is a bug and reaches `sys.excepthook`.
"""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from billdesk.billing.errors import BillingError, Cancelled

if TYPE_CHECKING:  # the frame is painted before either is loaded
    from concurrent.futures import ThreadPoolExecutor

    from billdesk.services.company import Progress

T = TypeVar("T")
_REPORT_SECONDS = 0.05
"""How often a job's progress is shown: 20 times a second is smooth, more only costs."""


class Job:
    """One piece of long work: its title, how far it is, and the wish to stop it."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.step = ""
        self.done = 0
        self.total = 0
        self._stop = Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next step; what is finished stays."""
        self._stop.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether a person has asked it to stop."""
        return self._stop.is_set()


class Jobs(QObject):
    """Runs work off the interface thread and brings results back to it."""

    changed = Signal()
    """The jobs under way, or how far the first of them is, are not what they were."""
    finished = Signal()
    """A job that may have written is over."""
    _arrived = Signal(object)

    def __init__(self, parent: QObject, say_error: Callable[[BillingError, Callable[[], None]], None]) -> None:
        super().__init__(parent)
        self._say_error = say_error
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self._tickets: weakref.WeakKeyDictionary[QObject, dict[str, int]] = weakref.WeakKeyDictionary()
        self._under_way: list[Job] = []
        self._reading = 0
        self._is_stopped = False
        self._arrived.connect(self._deliver)  # emitted on another thread, so that it comes through the event queue

    def read(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], None],
        key: str = "",
        failed: Callable[[BillingError], None] | None = None,
    ) -> None:
        """Call `work` off thread and `done` with what it gives, unless `owner` has gone by then.

        A later read with the same owner and `key` takes the place of this one, whose result is then thrown away. What it
        refuses goes to `failed`, or to the window, which may offer to read again.
        """
        if self._is_stopped:
            return  # the window is closing: nobody waits for it any more
        tickets = self._tickets.setdefault(owner, {})
        ticket = tickets[key] = tickets.get(key, 0) + 1
        self._reading += 1

        def is_wanted() -> bool:
            return isValid(owner) and tickets[key] == ticket

        def answer(result: Callable[[], None]) -> None:
            self._reading -= 1
            if is_wanted() and not self._is_stopped:
                result()

        def again() -> None:
            if isValid(owner):
                self.read(owner, work, done, key, failed)

        def call() -> None:
            if tickets[key] != ticket:
                self._arrived.emit(lambda: answer(lambda: None))
                return
            outcome = self._outcome(work, done, failed, again)
            self._arrived.emit(lambda: answer(outcome))

        self._pool("read", 3).submit(call)

    def run(
        self,
        title: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[BillingError], None] | None = None,
    ) -> Job:
        """Queue work that writes or lasts, and give the job. `done` and `failed` are called on the interface thread."""
        job = Job(title)
        if self._is_stopped:
            job.cancel()
            return job
        self._under_way.append(job)
        self.changed.emit()

        def again() -> None:
            self.run(title, work, done, failed)

        def begin(progress: Progress) -> T:
            if job.is_cancelled:
                raise Cancelled(f"{title} was stopped before it began")
            return work(progress)

        def call() -> None:
            from billdesk.services.company import Progress

            progress = Progress(self._reporter(job), lambda: job.is_cancelled)
            outcome = self._outcome(lambda: begin(progress), done, failed, again)
            self._arrived.emit(lambda: self._end(job, outcome))

        self._pool("work", 1).submit(call)
        return job

    @property
    def under_way(self) -> tuple[Job, ...]:
        """The jobs that run or wait, in their order."""
        return tuple(self._under_way)

    @property
    def is_idle(self) -> bool:
        """Whether no job and no read is under way. Tests wait for it."""
        return not self._under_way and not self._reading

    def stop(self) -> None:
        """Cancel everything and wait for what is under way to reach its next step. What is asked for later is passed over."""
        self._is_stopped = True
        for job in self._under_way:
            job.cancel()
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)

    def _pool(self, name: str, threads: int) -> ThreadPoolExecutor:
        if name not in self._pools:
            from concurrent.futures import ThreadPoolExecutor

            self._pools[name] = ThreadPoolExecutor(threads, f"billdesk-{name}")
        return self._pools[name]

    def _reporter(self, job: Job) -> Callable[[str, int, int], None]:
        shown_at = 0.0

        def report(step: str, done: int, total: int) -> None:
            nonlocal shown_at
            job.step, job.done, job.total = step, done, total
            if monotonic() - shown_at >= _REPORT_SECONDS:
                shown_at = monotonic()
                self._arrived.emit(self.changed.emit)

        return report

    def _outcome(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None,
        failed: Callable[[BillingError], None] | None,
        again: Callable[[], None],
    ) -> Callable[[], None]:
        """Do the work on this thread, and give what is to be called on the interface thread about it."""
        try:
            found = work()
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is handled on the interface thread
            trouble = error
            return lambda: self._fail(trouble, failed, again)
        return lambda: done(found) if done is not None else None

    def _deliver(self, call: Callable[[], None]) -> None:
        call()

    def _end(self, job: Job, result: Callable[[], None]) -> None:
        self._under_way.remove(job)
        self.changed.emit()
        if not self._is_stopped:  # a closing window has no company any more to show a result of
            result()
        self.finished.emit()

    def _fail(self, trouble: BaseException, failed: Callable[[BillingError], None] | None, again: Callable[[], None]) -> None:
        if isinstance(trouble, BillingError):
            if failed is not None:
                failed(trouble)
            else:
                self._say_error(trouble, again)
        else:
            sys.excepthook(type(trouble), trouble, trouble.__traceback__)
