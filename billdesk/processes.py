"""How the processes of a long verb behave: a second one is started, the cycle collector kept out. Standard library only."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # 9 ms that the window's first frame need not pay
    from multiprocessing.process import BaseProcess


def start_deaf_to_interrupts(process: BaseProcess) -> None:
    """Start `process` so that it hears no Ctrl+C from its first instruction on.

    A terminal sends the interrupt to both processes; the one that the user called answers it, and ends the other. An
    interpreter that is still starting up would otherwise end with a traceback of its own. The signal is blocked, not
    ignored: one that comes meanwhile reaches this process afterwards, and the other has inherited the block.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows, where a started process is asked for Ctrl+C by its console
        process.start()
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # starting it unblocks the signal: it must run before
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with _muted():
            process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _muted() -> Iterator[None]:
    """Let a process that is started meanwhile complain nowhere.

    One whose parent is killed before it has told it what to do ends with a traceback that no user should see. What goes
    wrong later it reports to its parent.
    """
    try:
        kept = os.dup(2)
    except OSError:  # there is no standard error, as in a program without a console
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(nowhere)
        os.close(kept)


@contextmanager
def without_cycle_collector() -> Iterator[None]:
    """Keep Python's cycle collector out: rows make no cycles, and looking for some takes a quarter of a long verb's time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def is_alive(process_id: int) -> bool:
    """Whether a process of that id runs on this machine; in doubt it does."""
    if process_id == os.getpid():
        return True
    if sys.platform == "win32":
        import ctypes

        query_limited_information, still_active = 0x1000, 259
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(query_limited_information, 0, process_id)
        if not handle:
            return False
        code = ctypes.c_ulong()
        found = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return not found or code.value == still_active
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
