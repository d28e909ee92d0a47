"""Planning ahead: a second process works out the next chunks of a long run while this one writes.

A plan holds only for what its process has read. It is used where nobody else has committed since the run began (the run
asks the database inside its write transaction); otherwise the run plans the chunk again under its lock. So this room
can make a run faster, never different. Small runs, single-core machines and servers do without it.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess
from typing import Protocol

from billdesk.db.engine import make_engine, reading
from billdesk.processes import start_deaf_to_interrupts, without_cycle_collector
from billdesk.services.billing_plan import Job
from billdesk.services.company import Company
from billdesk.services.run_plan import ChunkPlan, plan_chunk

WORTHWHILE_CHUNKS = 6
"""Fewer chunks are done before a second process has come up (measured: 0.6 s)."""


class Counter(Protocol):
    """A number that both processes see: the chunk that the run is at."""

    value: int


class Planner:
    """The second process as the run sees it. `take` gives a plan or None, and never waits for one not begun."""

    def __init__(self, process: BaseProcess | None = None, pipe: Pipe | None = None, position: Counter | None = None) -> None:
        self._process = process
        self._pipe = pipe
        self._position = position
        self._plans: dict[int, ChunkPlan] = {}
        self._begun: set[int] = set()

    def take(self, number: int) -> ChunkPlan | None:
        """The plan of chunk `number` if the second process has made it or is making it; the run makes the others."""
        if self._pipe is None or self._position is None:
            return None
        self._position.value = number
        try:
            while number not in self._plans and (number in self._begun or self._pipe.poll()):
                chunk = self._pipe.recv()
                if chunk not in self._begun:
                    self._begun.add(chunk)
                    continue
                packed = self._pipe.recv_bytes()
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
    planner = Planner()
    if len(chunks) >= WORTHWHILE_CHUNKS and company.engine.dialect.name == "sqlite" and (os.cpu_count() or 1) > 1:
        context = multiprocessing.get_context("spawn")
        receiver, sender = context.Pipe(duplex=False)
        position = context.Value("q", 0, lock=False)
        target = (company.engine.url.database or "", job, run_id, as_of, chunks, sender, position)
        process = context.Process(target=_plan_ahead, args=target, daemon=True)
        start_deaf_to_interrupts(process)
        sender.close()
        planner = Planner(process, receiver, position)
    try:
        yield planner
    finally:
        planner.stop()


def _plan_ahead(
    path: str, job: Job, run_id: int, as_of: date, chunks: Sequence[Sequence[int]], pipe: Pipe, position: Counter
) -> None:
    """The second process: announce a chunk that the run has not come to yet, plan it, hand it over; until all are done."""
    engine = make_engine(path)
    number = 1
    # A closed pipe means that the run has ended, or was killed.
    with suppress(BrokenPipeError), without_cycle_collector():
        while (number := max(number, position.value + 1)) < len(chunks):
            pipe.send(number)
            with reading(engine) as connection:
                plan = plan_chunk(connection, job, run_id, as_of, chunks[number])
            pipe.send(number)
            pipe.send_bytes(plan.packed())
            number += 1
