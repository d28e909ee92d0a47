"""Many documents at once: the caller and warm worker processes render side by side.

Services hand in papers by key and get the PDFs in the same order. A worker is a fresh interpreter on every system (spawn), so
that threads and open company files of the caller are none of its business. It takes a third of a second to start:
alone it is worth it only past some hundreds of documents. At most a few chunks are in flight, so that a run over a
million papers holds some hundreds of them.
"""

from __future__ import annotations

import contextlib
import copyreg
import itertools
import multiprocessing
import os
import threading
from collections import deque
from dataclasses import fields
from operator import attrgetter
from queue import SimpleQueue
from typing import TYPE_CHECKING, Generic, TypeVar

from billdesk.billing.errors import BillingError
from billdesk.documents.invoice import render_invoice
from billdesk.documents.paper import InvoicePaper, PaperInstalment, PaperLine, PaperTax, PaymentDetails
from billdesk.documents.typeface import shared_files
from billdesk.processes import start_deaf_to_interrupts

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from multiprocessing.connection import Connection

Key = TypeVar("Key")

AUTOMATIC = 0
"""As many jobs as there are processors, once there are enough documents."""
WORTH_IT = 400
"""Fewer documents than this are rendered before a worker has started."""
_CHUNK = 24
_AHEAD = 3
"""Chunks in flight per worker: one in work, two waiting."""
_PATIENCE = 10.0
"""Seconds that a worker gets to end by itself."""
_STOPPED = "a worker that renders PDFs was stopped from outside; render again"

_Chunk = list[tuple[Key, InvoicePaper]]
_Folded = list[bytes | int]
_Outcome = list[tuple[Key, _Folded]] | Exception


def _travel_light(kind: type) -> None:
    """Let values of `kind` go between processes as plain arguments: four times as fast as a dataclass does by itself."""
    read = attrgetter(*(entry.name for entry in fields(kind)))
    copyreg.pickle(kind, lambda value: (kind, read(value)))


for _kind in (PaperLine, PaperTax, PaperInstalment, PaymentDetails, InvoicePaper):
    _travel_light(_kind)


def render_many(papers: Iterable[tuple[Key, InvoicePaper]], jobs: int = AUTOMATIC) -> Generator[tuple[Key, bytes], None, None]:
    """The PDF of each paper under its key, in the order given.

    `jobs` counts the processes that render, this one included; 1 starts none. Keys must be picklable when others render.
    The papers are drawn from the iterable as they are needed. Raises BillingError for a paper that cannot be rendered, with
    its key as the record, and RuntimeError naming the key for a bug, after it has given what comes before (up to some
    sixteen documents less when others render).
    """
    source = iter(papers)
    if jobs == AUTOMATIC:
        first = list(itertools.islice(source, WORTH_IT))
        source = itertools.chain(first, source)
        jobs = _processors() if len(first) == WORTH_IT else 1
    if jobs <= 1:
        return (_render_one(key, paper) for key, paper in source)
    return _render_beside(source, jobs - 1)


class _Ticket(Generic[Key]):
    """A chunk on its way: `outcome` is None until it is rendered, then its documents or what went wrong."""

    __slots__ = ("outcome", "worker")

    def __init__(self, worker: _Worker[Key] | None, outcome: _Outcome[Key] | None) -> None:
        self.worker = worker
        self.outcome = outcome


class _Worker(Generic[Key]):
    """A process that renders chunks in the order in which it is asked.

    No thread of this process serves it: one that waited here for the interpreter, which is busy rendering, would keep the worker
    waiting as well.
    """

    __slots__ = ("_connection", "_process", "tickets")

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there,), name="billdesk press", daemon=True)
        start_deaf_to_interrupts(self._process)
        there.close()
        self.tickets: deque[_Ticket[Key]] = deque()

    def ask(self, chunk: _Chunk[Key]) -> _Ticket[Key]:
        """Hand over a chunk."""
        try:
            self._connection.send(chunk)
        except OSError as error:
            raise RuntimeError(_STOPPED) from error
        self.tickets.append(_Ticket(self, None))
        return self.tickets[-1]

    def collect(self) -> None:
        """Take in what is finished."""
        while self.tickets and self._connection.poll():
            self.wait()

    def wait(self) -> None:
        """Wait for the oldest chunk."""
        try:
            self.tickets.popleft().outcome = self._connection.recv()
        except (EOFError, OSError) as error:
            raise RuntimeError(_STOPPED) from error

    def stop(self) -> None:
        """Let the process end, or end it."""
        self._connection.close()
        self._process.join(_PATIENCE)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join()


def _render_beside(source: Iterator[tuple[Key, InvoicePaper]], count: int) -> Generator[tuple[Key, bytes], None, None]:
    """Keep `count` workers busy and render here what would otherwise be waited for."""
    workers: list[_Worker[Key]] = []
    try:
        workers += [_Worker() for _ in range(count)]
        yield from _take_turns(workers, _chunks(source))
    finally:
        for worker in workers:
            worker.stop()


def _take_turns(workers: list[_Worker[Key]], chunks: Iterator[_Chunk[Key]]) -> Iterator[tuple[Key, bytes]]:
    # In order: chunks in work elsewhere, and those that were rendered here meanwhile.
    waiting: deque[_Ticket[Key]] = deque()
    most = 4 * _AHEAD * len(workers)
    chunk = next(chunks, None)
    while chunk or waiting:
        for worker in workers:
            worker.collect()
            while chunk and len(worker.tickets) < _AHEAD and len(waiting) < most:
                waiting.append(worker.ask(chunk))
                chunk = next(chunks, None)
        head = waiting[0]
        if head.outcome is not None:
            yield from _opened(waiting.popleft().outcome)
        elif chunk and len(waiting) < most:
            waiting.append(_Ticket(None, _outcome(chunk, _whole)))
            chunk = next(chunks, None)
        elif head.worker:
            head.worker.wait()


def _opened(outcome: _Outcome[Key] | None) -> Iterator[tuple[Key, bytes]]:
    """The documents of a chunk, or its trouble raised."""
    if isinstance(outcome, Exception):
        raise outcome
    return ((key, _unfold(pieces)) for key, pieces in outcome or [])


def _processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _chunks(source: Iterator[tuple[Key, InvoicePaper]]) -> Iterator[_Chunk[Key]]:
    while chunk := list(itertools.islice(source, _CHUNK)):
        yield chunk


def _outcome(chunk: _Chunk[Key], packed: Callable[[bytes], _Folded]) -> _Outcome[Key]:
    """A chunk rendered and `packed`; trouble is kept for its turn."""
    try:
        return [(key, packed(pdf)) for key, pdf in itertools.starmap(_render_one, chunk)]
    except (BillingError, RuntimeError) as error:
        return error


def _render_one(key: Key, paper: InvoicePaper) -> tuple[Key, bytes]:
    name = f"document {paper.number or key}"
    try:
        return key, render_invoice(paper)
    except BillingError as error:
        raise BillingError(error.what, error.record or name, error.remedy) from error
    except Exception as error:
        # The traceback stays as its cause; alone it would not say which of a million it was.
        raise RuntimeError(f"{name} could not be rendered: {type(error).__name__}: {error}") from error


def _serve(connection: Connection) -> None:
    """In a worker: render what comes until the caller hangs up."""
    shared_files()
    inbox: SimpleQueue[_Chunk[object] | None] = SimpleQueue()
    # Requests are taken in while a document is sent, or both sides could wait for each other with full pipes.
    threading.Thread(target=_take_in, args=(connection, inbox), daemon=True).start()
    with contextlib.suppress(OSError):
        while chunk := inbox.get():
            connection.send(_outcome(chunk, _fold))
    # Nothing is left to be saved: the caller, who waits for it, is spared the tidying up of an interpreter.
    os._exit(0)


def _take_in(connection: Connection, inbox: SimpleQueue[_Chunk[object] | None]) -> None:
    try:
        with contextlib.suppress(EOFError, OSError):
            while True:
                inbox.put(connection.recv())
    finally:
        inbox.put(None)


def _whole(pdf: bytes) -> _Folded:
    return [pdf]


def _fold(pdf: bytes) -> _Folded:
    """`pdf` in pieces; the numbers stand for fonts that the caller has as well, which are two thirds of a small PDF."""
    pieces: list[bytes | int] = []
    for number, file in enumerate(shared_files()):
        before, found, after = pdf.partition(file)
        if found:
            pieces += [before, number]
            pdf = after
    return [*pieces, pdf]


def _unfold(pieces: _Folded) -> bytes:
    fonts = shared_files()
    return b"".join(fonts[piece] if isinstance(piece, int) else piece for piece in pieces)
