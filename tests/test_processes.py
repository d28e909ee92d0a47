"""Second processes leave Ctrl+C to the one that the user called."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from multiprocessing.connection import Connection

from billdesk.processes import start_deaf_to_interrupts


def _answer(pipe: Connection) -> None:
    """In the second process: tell that it runs, and answer a question."""
    pipe.send("up")
    pipe.send(pipe.recv() * 2)


def _doubled_after_an_interrupt() -> int:
    here, there = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_answer, args=(there,))
    start_deaf_to_interrupts(process)
    assert here.recv() == "up"
    assert process.pid is not None
    os.kill(process.pid, signal.SIGINT)
    here.send(21)
    answer = int(here.recv())
    process.join()
    here.close()
    there.close()
    return answer


def test_an_interrupt_does_not_end_it_and_what_this_process_does_about_one_stays():
    before = signal.getsignal(signal.SIGINT)  # Python's own handler, or nothing where a shell has put it in the background

    assert _doubled_after_an_interrupt() == 42
    assert signal.getsignal(signal.SIGINT) is before
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_a_thread_that_may_not_touch_signals_starts_it_as_well():
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_answer, args=(there,))
    thread = threading.Thread(target=start_deaf_to_interrupts, args=(process,))
    thread.start()
    thread.join()
    assert here.recv() == "up"
    here.send(4)
    assert here.recv() == 8
    process.join()
    here.close()
    there.close()


def test_one_that_loses_its_parent_before_it_is_told_what_to_do_complains_nowhere():
    call = """
import multiprocessing, os, signal
from multiprocessing import resource_tracker, util
from billdesk.processes import start_deaf_to_interrupts
resource_tracker.ensure_running()
launch = util.spawnv_passfds
def and_die(*arguments):
    launch(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
util.spawnv_passfds = and_die
start_deaf_to_interrupts(multiprocessing.get_context("spawn").Process(target=print))
"""
    ended = subprocess.run([sys.executable, "-c", call], capture_output=True, text=True, check=False, timeout=30)

    assert (ended.returncode, ended.stderr) == (-signal.SIGKILL, "")
