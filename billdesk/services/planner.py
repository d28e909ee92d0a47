"""Planning ahead: a second process works out the next chunks of a long run while this one writes.

Where the run would have to wait for a plan, it makes a later one itself, so that neither process stands still. A plan
holds only for what has been read for it. It is used where nobody else has committed since the run began (the run asks
the database inside its write transaction); otherwise the run plans the chunk again under its lock. So this room can
make a run faster, never different. Small runs, single-core machines and servers do without it.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess
from queue import Queue
from threading import Thread
from typing import Protocol

from billdesk.db.engine import make_engine, reading
from billdesk.processes import start_deaf_to_interrupts, without_cycle_collector
from billdesk.services.billing_plan import Job
from billdesk.services.company import Company
from billdesk.services.run_plan import ChunkPlan, plan_chunk

WORTHWHILE_CHUNKS = 6
"""Fewer chunks are done before a second process has come up (measured: 0.4 s)."""

MOST_READY = 1
"""Plans that wait to be taken, in either process: enough to even out the steps, and more would only hold memory."""


class Counter(Protocol):
    """A number that both processes see: the first chunk that nobody plans yet."""

    value: int


class Planner:
    """Plans of a run's chunks, from two processes. One without a second process plans nothing."""

    def __init__(
        self,
        plan: Callable[[int], ChunkPlan],
        chunk_count: int,
        process: BaseProcess | None = None,
        pipe: Pipe | None = None,
        unclaimed: Counter | None = None,
    ) -> None:
        self._plan = plan
        self._chunk_count = chunk_count
        self._process = process
        self._pipe = pipe
        self._unclaimed = unclaimed
        self._plans: dict[int, ChunkPlan] = {}

    def take(self, number: int) -> ChunkPlan | None:
        """The plan of chunk `number`, asked for in turn; None where the run makes it itself."""
        try:
            while number not in self._plans and self._pipe is not None and self._unclaimed is not None:
                is_room = len(self._plans) < MOST_READY and not self._pipe.poll()
                if is_room and (mine := _claim(self._unclaimed, number)) < self._chunk_count:
                    self._plans[mine] = self._plan(mine)
                else:
                    chunk, packed = self._pipe.recv(), self._pipe.recv_bytes()
                    if chunk >= number:
                        self._plans[chunk] = ChunkPlan.unpacked(packed)
        except (EOFError, OSError):
            self.stop()  # it has ended: the run goes on alone, and meets the same trouble if there is one
        return self._plans.pop(number, None)

    def stop(self) -> None:
        """End the second process."""
        if self._process is not None:
            self._process.terminate()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None
        self._plans.clear()


@contextmanager
def planner_for(company: Company, job: Job, run_id: int, as_of: date, chunks: Sequence[Sequence[int]]) -> Iterator[Planner]:
    """A planner for these chunks of account ids, ended at the end; one that plans nothing where it would not pay."""

    def plan(number: int) -> ChunkPlan:
        with reading(company.engine) as connection:
            return plan_chunk(connection, job, run_id, as_of, chunks[number])

    planner = Planner(plan, len(chunks))
    if len(chunks) >= WORTHWHILE_CHUNKS and company.engine.dialect.name == "sqlite" and (os.cpu_count() or 1) > 1:
        context = multiprocessing.get_context("spawn")
        receiver, sender = context.Pipe(duplex=False)
        unclaimed = context.Value("q", 0, lock=False)
        # In shared memory: what goes through the pipe of its start has to wait until the process reads it.
        account_ids = context.RawArray("q", [account_id for chunk in chunks for account_id in chunk])
        path, size = company.engine.url.database or "", len(chunks[0])
        target = (path, job, run_id, as_of, account_ids, size, sender, unclaimed)
        process = context.Process(target=_plan_ahead, args=target, daemon=True)
        start_deaf_to_interrupts(process)
        sender.close()
        planner = Planner(plan, len(chunks), process, receiver, unclaimed)
    try:
        yield planner
    finally:
        planner.stop()


def _claim(unclaimed: Counter, at_least: int = 0) -> int:
    """The next chunk that nobody plans yet.

    Without a lock, which a process that is killed would leave held: at worst both plan the same chunk, and none is left
    out. Those before `at_least` are done, whatever the other process has written last.
    """
    number = max(unclaimed.value, at_least)
    unclaimed.value = number + 1
    return number


def _plan_ahead(
    path: str, job: Job, run_id: int, as_of: date, account_ids: Sequence[int], size: int, pipe: Pipe, unclaimed: Counter
) -> None:
    """The second process: claim a chunk, plan it, hand it over; until all are done."""
    engine = make_engine(path)
    ready: Queue[tuple[int, bytes] | None] = Queue(MOST_READY)
    sender = Thread(target=_hand_over, args=(ready, pipe), daemon=True)
    sender.start()
    with without_cycle_collector():
        while (start := (number := _claim(unclaimed)) * size) < len(account_ids):
            with reading(engine) as connection:
                plan = plan_chunk(connection, job, run_id, as_of, account_ids[start : start + size])
            ready.put((number, plan.packed()))
    ready.put(None)
    sender.join()


def _hand_over(ready: Queue[tuple[int, bytes] | None], pipe: Pipe) -> None:
    """Send plans as the run takes them, so that planning need not wait for that."""
    try:
        while (made := ready.get()) is not None:
            pipe.send(made[0])
            pipe.send_bytes(made[1])
    except BrokenPipeError:
        os._exit(0)  # the run has ended, or was killed: nobody waits for the plan that is being made
