"""Timing whole processes from outside: seconds, processor time and memory of a process and all that it starts.

Ways that are compared take turns, and the fastest try of each counts: what else the machine does can only slow them down.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any, NamedTuple, Self

_BENCH = Path(__file__).parent


class Trial(NamedTuple):
    """One try. `cpu_seconds` adds up all processes; so does `peak_mb`, the most that all that run at once have held."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    out: str = ""

    @property
    def json(self) -> Any:
        """What was printed, read as JSON."""
        return json.loads(self.out)


def billdesk(*words: object) -> Trial:
    """One call of the command line."""
    return whole_process("-m", "billdesk", *words)


def script(name: str, *words: object) -> Trial:
    """One call of a script of this folder; `seconds` is what it says of itself, without its start and its preparations."""
    trial = whole_process(_BENCH / name, *words)
    return trial._replace(seconds=trial.json["seconds"])


def whole_process(*words: object) -> Trial:
    """Run Python with these words. Raises RuntimeError, with what was said on stderr, where it does not end well."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-P", *map(str, words)], stdout=out, stderr=err)
        with _Watch(process.pid) as watch:
            _, status, used = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode:
            raise RuntimeError(f"{' '.join(map(str, words))} ended with {process.returncode}: {err.read().decode()}")
        return Trial(seconds, used.ru_utime + used.ru_stime, watch.peak_kb / 1024, out.read().decode())


def here(work: Callable[[], object]) -> Trial:
    """The same of something that is done in this process."""
    began, used = time.perf_counter(), time.process_time()
    work()
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Trial(time.perf_counter() - began, time.process_time() - used, peak_mb)


def in_turns(tries: int, *ways: Callable[[], Trial]) -> list[Trial]:
    """The fastest try of each way, with the largest memory of all its tries."""
    rounds = [[way() for way in ways] for _ in range(tries)]
    best = []
    for trials in zip(*rounds, strict=True):
        fastest = min(trials, key=lambda trial: trial.seconds)
        best.append(fastest._replace(peak_mb=max(trial.peak_mb for trial in trials)))
    return best


class _Watch:
    """Looks at a process and its children fifty times a second, where the system shows them (Linux).

    The kernel keeps each process's high-water mark, so that only what a process adds in its last moment goes unseen. What
    `wait4` tells would count this process too: Linux hands its own mark down to what it starts.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._ended = Event()
        self._thread = Thread(target=self._look, daemon=True)
        self.peak_kb = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.02):
            self.peak_kb = max(self.peak_kb, _high_water_kb(self._pid))


def _high_water_kb(pid: int) -> int:
    folder = Path(f"/proc/{pid}")
    try:
        mark = re.search(r"VmHWM:\s+(\d+)", (folder / "status").read_text())
        children = [int(child) for task in folder.glob("task/*/children") for child in task.read_text().split()]
    except OSError:
        return 0  # it has ended, or this is no Linux
    return (int(mark[1]) if mark else 0) + sum(map(_high_water_kb, children))
