"""Who is sending: a mark for each sender, and whether the one behind a mark may still be alive.

A mark names machine, process and job. Of this machine we can see whether the process runs, and whether it is the same
one; of another machine we cannot, and the claim's own end has to do.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from secrets import token_hex

_live: set[str] = set()


@contextmanager
def sender_mark() -> Iterator[str]:
    """A mark for one sender of this process, alive as long as the block runs."""
    mark = f"{_machine()} {os.getpid()} {_started(os.getpid())} {token_hex(8)}"
    _live.add(mark)
    try:
        yield mark
    finally:
        _live.discard(mark)


def may_live(mark: str) -> bool:
    """Whether the sender with this mark may still be at work. False only where that is sure."""
    parts = mark.split(" ")
    if len(parts) != 4 or not parts[1].isdigit():
        return False
    machine, pid, started, _ = parts
    if machine != _machine():
        return True
    if int(pid) == os.getpid() and started == _started(int(pid)):
        return mark in _live
    return _runs(int(pid)) and started in ("-", _started(int(pid)))


@cache
def _machine() -> str:
    """This machine since it was last started."""
    try:
        booted = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        booted = "-"
    return f"{platform.node().replace(' ', '_') or '-'}/{booted}"


def _started(pid: int) -> str:
    """When a process was started, in its system's own measure; `-` where that is not to be seen."""
    try:
        # Behind the name, which may hold anything, the 20th field (proc(5): starttime).
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return "-"


def _runs(pid: int) -> bool:
    if sys.platform == "win32":
        return _runs_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it belongs to somebody else
        return True
    return True


def _runs_on_windows(pid: int) -> bool:
    """Whether a process runs, by the system's own list: `os.kill` would end it there."""
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]  # on Windows only
    handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
    if not handle:
        return bool(kernel.GetLastError() == 5)  # access denied: it runs, and belongs to somebody else
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == 259  # STILL_ACTIVE
