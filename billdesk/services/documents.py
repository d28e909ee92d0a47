"""Delivering posted documents as PDF files: each archived with its SHA-256 the first time, and the same bytes ever after.

What is printed comes from the document's own snapshot: its rows, the parties of its day and the order's codes. Documents
are read and written some hundreds at a time, so that the time goes into drawing. Drafts are not delivered.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from billdesk.billing.errors import BillingError
from billdesk.db.bulk import in_order, next_id
from billdesk.db.engine import reading, writing
from billdesk.db.models import documents, invoices
from billdesk.documents.invoice import TEMPLATE_VERSION
from billdesk.documents.paper import InvoicePaper
from billdesk.documents.press import AUTOMATIC, render_many
from billdesk.services.company import Company, Progress
from billdesk.services.papers import PaperReader

BATCH = 256
"""Documents per transaction and per stretch of the disk: a few megabytes of PDF."""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What was delivered: how many files, how many of them came out of the archive, and their bytes."""

    count: int
    archived_count: int
    size: int


Document = tuple[int, str]
"""A posted document's id and number."""


def write_pdfs(
    company: Company,
    numbers: Sequence[str] | None,
    out: Path,
    jobs: int = AUTOMATIC,
    progress: Progress | None = None,
) -> DeliveryReport:
    """Write `NUMBER.pdf` into the folder `out` for the documents of these numbers, or for all posted ones (None).

    Each file appears whole or not at all. `jobs` counts the processes that draw, 0 for as many as are worth it. Raises
    BillingError, before anything is written, for a number that is not posted or a folder that cannot be made; and for an
    archived document whose bytes no longer fit their SHA-256.
    """
    progress = progress or Progress()
    with reading(company.engine) as connection:
        chosen = _chosen(connection, numbers)
        archived = _archived_ids(connection)
    _make_folder(out)
    to_draw = [document for document in chosen if document[0] not in archived]
    kept = [document for document in chosen if document[0] in archived]
    size = 0
    with closing(render_many(_papers(company, to_draw), jobs)) as drawn:
        for start in range(0, len(to_draw), BATCH):
            progress.at("drawing", start, len(chosen))
            batch = to_draw[start : start + BATCH]
            pages = [content for _, (_, content) in zip(batch, drawn, strict=False)]
            size += _archive(company, batch, pages, out)
    for start in range(0, len(kept), BATCH):
        progress.at("fetching", len(to_draw) + start, len(chosen))
        size += _fetch(company, kept[start : start + BATCH], out)
    return DeliveryReport(len(chosen), len(kept), size)


def _chosen(connection: Connection, numbers: Sequence[str] | None) -> list[Document]:
    """The documents of these numbers in turn, or all posted ones in the order of their series."""
    c = invoices.c
    posted = select(c.id, c.number).where(c.status == "posted").order_by(c.series_id, c.series_no)
    if numbers is None:
        return [(row.id, row.number) for row in connection.execute(posted)]
    wanted = list(dict.fromkeys(numbers))
    if len(wanted) == 1:
        posted = posted.where(c.number == wanted[0])
    ids = {row.number: row.id for row in connection.execute(posted)}
    for number in wanted:
        if number not in ids:
            _refuse(connection, number)
    return [(ids[number], number) for number in wanted]


def _refuse(connection: Connection, number: str) -> None:
    c = invoices.c
    if number.isascii() and number.isdigit() and len(number) < 18:
        draft = select(c.id).where(c.id == int(number), c.status == "draft")
        if connection.execute(draft).first() is not None:
            raise BillingError("a draft cannot be delivered", f"draft {number}", "post it first with `billdesk invoice post`")
    raise BillingError("no such posted document", number, "see `billdesk list FILE invoices` for the numbers")


def _archived_ids(connection: Connection) -> set[int]:
    return set(connection.execute(select(documents.c.invoice_id)).scalars())


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = "this is a file, not a folder" if out.is_file() else f"the folder cannot be made ({error.strerror})"
        raise BillingError(what, str(out), "name a folder in a place that you may write to") from error


def _papers(company: Company, chosen: Sequence[Document]) -> Iterator[tuple[int, InvoicePaper]]:
    """The papers of documents by id, read some hundreds at a time, ahead of the drawing."""
    reader: PaperReader | None = None
    for start in range(0, len(chosen), BATCH):
        # Read whole: a read transaction that stood open while documents are archived would let the log grow.
        with reading(company.engine) as connection:
            reader = reader or PaperReader(connection)
            papers = reader.papers(connection, [row_id for row_id, _ in chosen[start : start + BATCH]])
        yield from papers


def _archive(company: Company, batch: Sequence[Document], pages: Sequence[bytes], out: Path) -> int:
    """Archive a batch of drawn documents and write their files. Returns the bytes written.

    Where another process was quicker, its bytes are the document.
    """
    drawn = {row_id: content for (row_id, _), content in zip(batch, pages, strict=True)}
    with writing(company.engine) as connection:
        present = _contents(connection, batch)
        first, stamp = next_id(connection, documents), company.stamp()
        rows = [
            {
                "id": first + n,
                "invoice_id": row_id,
                "template": TEMPLATE_VERSION,
                "sha256": sha256(content).hexdigest(),
                "content": content,
                "archived_at": stamp,
            }
            for n, (row_id, content) in enumerate(drawn.items())
            if row_id not in present
        ]
        if rows:
            connection.execute(insert(documents), rows)
    return sum(_write(out, number, present.get(row_id, drawn[row_id])) for row_id, number in batch)


def _fetch(company: Company, batch: Sequence[Document], out: Path) -> int:
    """Write the files of archived documents."""
    with reading(company.engine) as connection:
        contents = _contents(connection, batch)
    return sum(_write(out, number, contents[row_id]) for row_id, number in batch)


def _contents(connection: Connection, batch: Sequence[Document]) -> dict[int, bytes]:
    """The archived bytes of those of the documents that are archived. Raises BillingError where a hash does not fit."""
    marks = ",".join("?" * len(batch))
    sql = f"SELECT invoice_id, sha256, content FROM documents WHERE invoice_id IN ({marks})"
    numbers = dict(batch)
    found: dict[int, bytes] = {}
    rows: Any = connection.exec_driver_sql(in_order(connection, sql), tuple(numbers))
    for row_id, digest, content in rows:
        if sha256(content).hexdigest() != digest:
            remedy = "see `billdesk verify`, and restore a backup with `billdesk restore`"
            raise BillingError("the archived PDF was changed since it was delivered", numbers[row_id], remedy)
        found[row_id] = bytes(content)
    return found


def _write(out: Path, number: str, content: bytes) -> int:
    """Write one file under its number; a reader never sees half of it. The archive has it too, so it need not be synced."""
    path = out / f"{number}.pdf"
    draft = out / f".{number}.{os.getpid()}.part"
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        remedy = "free some space or name another folder with --out; what is archived is kept"
        raise BillingError(f"the file cannot be written ({error.strerror})", str(path), remedy) from error
    return len(content)
