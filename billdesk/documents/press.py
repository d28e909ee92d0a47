"""Many documents at once: the caller and warm worker processes render side by side.

Services hand in papers by key and get the PDFs in the same order. A worker is a fresh interpreter on every system (spawn), so
that threads and open company files of the caller are none of its business. It takes a third of a second to start:
alone it is worth it only past some hundreds of documents. At most a few chunks are in flight, so that a run over a
million papers holds some hundreds of them.
"""

from __future__ import annotations

import copyreg
import itertools
import multiprocessing
import os
import signal
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from billdesk.billing.errors import BillingError
from billdesk.documents.invoice import render_invoice
from billdesk.documents.paper import InvoicePaper, PaperInstalment, PaperLine, PaperTax, Party, PaymentDetails
from billdesk.documents.typeface import shared_files

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

Key = TypeVar("Key")

AUTOMATIC = 0
"""As many jobs as there are processors, once there are enough documents."""
WORTH_IT = 400
"""Fewer documents than this are rendered before a worker has started."""
_CHUNK = 16
_AHEAD = 3
"""Chunks in flight per worker: one in work, two waiting."""

_Chunk = list[tuple[Key, InvoicePaper]]
_Folded = list[bytes | int]
_Result = Future[list[tuple[Key, _Folded]]]


def _travel_light(kind: type) -> None:
    """Let values of `kind` go between processes as plain arguments: four times as fast as a dataclass does by itself."""
    read = attrgetter(*(entry.name for entry in fields(kind)))
    copyreg.pickle(kind, lambda value: (kind, read(value)))


for _kind in (Party, PaperLine, PaperTax, PaperInstalment, PaymentDetails, InvoicePaper):
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


def _render_beside(source: Iterator[tuple[Key, InvoicePaper]], workers: int) -> Generator[tuple[Key, bytes], None, None]:
    """Keep the workers busy and render here what would otherwise be waited for."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin_work)
    # In order: chunks in work elsewhere, and those that were rendered here meanwhile.
    waiting: deque[_Result[Key]] = deque()
    try:
        yield from _take_turns(pool, _chunks(source), waiting, workers * _AHEAD)
    except BrokenProcessPool as error:
        raise RuntimeError("a worker that renders PDFs was stopped from outside; render again") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _take_turns(
    pool: ProcessPoolExecutor,
    chunks: Iterator[_Chunk[Key]],
    waiting: deque[_Result[Key]],
    ahead: int,
) -> Iterator[tuple[Key, bytes]]:
    has_more = True
    while has_more or waiting:
        busy = sum(not result.done() for result in waiting)
        while has_more and len(waiting) < 4 * ahead and (busy < ahead or not _is_ready(waiting)):
            chunk = next(chunks, None)
            if chunk is None:
                has_more = False
            elif busy < ahead:
                waiting.append(pool.submit(_render_folded, chunk))
                busy += 1
            else:
                waiting.append(_render_here(chunk))
                busy = sum(not result.done() for result in waiting)
        if waiting:
            yield from ((key, _unfold(pieces)) for key, pieces in waiting.popleft().result())


def _is_ready(waiting: deque[_Result[Key]]) -> bool:
    return bool(waiting) and waiting[0].done()


def _processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _chunks(source: Iterator[tuple[Key, InvoicePaper]]) -> Iterator[_Chunk[Key]]:
    while chunk := list(itertools.islice(source, _CHUNK)):
        yield chunk


def _render_here(chunk: _Chunk[Key]) -> _Result[Key]:
    """Render a chunk in this process; its trouble is kept for its turn, as that of a worker is."""
    result: _Result[Key] = Future()
    try:
        result.set_result([(key, [pdf]) for key, pdf in itertools.starmap(_render_one, chunk)])
    except (BillingError, RuntimeError) as error:
        result.set_exception(error)
    return result


def _render_one(key: Key, paper: InvoicePaper) -> tuple[Key, bytes]:
    name = f"document {paper.number or key}"
    try:
        return key, render_invoice(paper)
    except BillingError as error:
        raise BillingError(error.what, error.record or name, error.remedy) from error
    except Exception as error:
        # The traceback stays as its cause; alone it would not say which of a million it was.
        raise RuntimeError(f"{name} could not be rendered: {type(error).__name__}: {error}") from error


def _begin_work() -> None:
    """In a worker, before its first chunk: Ctrl+C is for the caller to answer, and the fonts are wanted in any case."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    shared_files()


def _render_folded(chunk: _Chunk[Key]) -> list[tuple[Key, _Folded]]:
    """In a worker: render a chunk and send it lightly."""
    return [(key, _fold(pdf)) for key, pdf in itertools.starmap(_render_one, chunk)]


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
