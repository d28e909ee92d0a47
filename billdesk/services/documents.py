"""Delivering posted documents as PDFs: each archived with its SHA-256 the first time, and the same bytes ever after.

What is printed comes from the document's own snapshot: its rows, the parties of its day and the order's codes. Documents
are read and written some hundreds at a time, so that the time goes into drawing. Looking at a document delivers nothing;
a draft can be looked at and is never delivered.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from billdesk.billing.errors import BillingError, Cancelled
from billdesk.db.bulk import in_order, next_id
from billdesk.db.engine import reading, writing
from billdesk.db.models import documents, invoices
from billdesk.documents.invoice import TEMPLATE_VERSION, render_invoice
from billdesk.documents.paper import InvoicePaper
from billdesk.documents.press import AUTOMATIC, render_many
from billdesk.services.company import Company, Progress
from billdesk.services.papers import PaperReader

BATCH = 256
"""Documents per transaction and per stretch of the disk: a few megabytes of PDF."""
_STRIDE = 16
"""Documents between two looks at whether a person wants to stop."""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What was delivered: how many files, how many of them came out of the archive, and their bytes."""

    count: int
    archived_count: int
    size: int


class Pdf(NamedTuple):
    """A document's id, its number (None for a draft), and its bytes."""

    invoice_id: int
    number: str | None
    content: bytes


class Document(NamedTuple):
    """A posted document's id and number."""

    id: int
    number: str


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
    with reading(company.engine) as connection:
        chosen = _chosen(connection, numbers)
    return _write_all(company, chosen, out, jobs, progress)


def write_pdfs_of(
    company: Company, invoice_ids: Sequence[int], out: Path, jobs: int = AUTOMATIC, progress: Progress | None = None
) -> DeliveryReport:
    """As `write_pdfs`, for the documents with these ids; drafts among them are refused before anything is written."""
    with reading(company.engine) as connection:
        chosen = _documents(connection, invoice_ids)
    return _write_all(company, chosen, out, jobs, progress)


def each_pdf(
    company: Company, invoice_ids: Sequence[int], jobs: int = AUTOMATIC, progress: Progress | None = None
) -> Iterator[Pdf]:
    """The PDFs of posted documents in the order given, each delivered and so archived, some hundreds at a time.

    Raises BillingError, before the first, for a draft or an id that is not there.
    """
    with reading(company.engine) as connection:
        chosen = _documents(connection, invoice_ids)
    for batch, _ in _delivered(company, chosen, jobs, progress or Progress()):
        yield from batch


def find_documents(company: Company, numbers: Sequence[str]) -> list[int]:
    """The ids of posted documents by their numbers. Raises BillingError for a number that is not posted."""
    with reading(company.engine) as connection:
        return [document.id for document in _chosen(connection, numbers)]


def split_drafts(company: Company, invoice_ids: Sequence[int]) -> tuple[list[int], list[int]]:
    """The posted ones and the drafts among these ids, each in their order; ids that are gone are in neither."""
    with reading(company.engine) as connection:
        numbers = dict(map(tuple, _in_turn(connection, "SELECT id, number FROM invoices WHERE id IN ({marks})", invoice_ids)))
    posted = [invoice_id for invoice_id in invoice_ids if numbers.get(invoice_id) is not None]
    return posted, [invoice_id for invoice_id in invoice_ids if invoice_id in numbers and numbers[invoice_id] is None]


def deliver_pdf(company: Company, invoice_id: int) -> Pdf:
    """One posted document for printing, saving or sending: archived from now on."""
    return next(iter(each_pdf(company, [invoice_id], jobs=1)))


def save_pdf(company: Company, invoice_id: int, path: Path) -> int:
    """Write one posted document to a file of any name; what was there is replaced. Returns the bytes written."""
    return _write(path, deliver_pdf(company, invoice_id).content)


def preview_pdf(company: Company, invoice_id: int, as_of: date) -> Pdf:
    """A document to look at: the archived bytes, or drawn now; a draft as posting it on `as_of` would give it.

    Writes nothing. Raises BillingError for an id that is not there.
    """
    with reading(company.engine) as connection:
        found = connection.execute(select(invoices.c.number).where(invoices.c.id == invoice_id)).first()
        if found is None:
            raise BillingError("there is no such invoice any more", f"id {invoice_id}", "go back to the list")
        number: str | None = found.number
        if number is not None:
            archived = _contents(connection, [Document(invoice_id, number)])
            if archived:
                return Pdf(invoice_id, number, archived[invoice_id])
        paper = PaperReader(connection, as_of).papers(connection, [invoice_id])[0][1]
    return Pdf(invoice_id, number, render_invoice(paper))


def _write_all(company: Company, chosen: Sequence[Document], out: Path, jobs: int, progress: Progress | None) -> DeliveryReport:
    _make_folder(out)
    size = kept_count = 0
    for batch, kept in _delivered(company, chosen, jobs, progress or Progress()):
        size += sum(_write(out / f"{pdf.number}.pdf", pdf.content) for pdf in batch)
        kept_count += kept
    return DeliveryReport(len(chosen), kept_count, size)


def _delivered(company: Company, chosen: Sequence[Document], jobs: int, progress: Progress) -> Iterator[tuple[list[Pdf], int]]:
    """The documents in turn, a batch at a time, with how many of it came out of the archive; the others are in it now.

    A person who stops it loses nothing that is drawn.
    """
    with reading(company.engine) as connection:
        archived = _archived_ids(connection, chosen)
    to_draw = [document for document in chosen if document.id not in archived]
    with closing(render_many(_papers(company, to_draw), jobs)) as drawing:
        for start in range(0, len(chosen), BATCH):
            batch = chosen[start : start + BATCH]
            fresh = [document for document in batch if document.id not in archived]
            drawn: dict[int, bytes] = {}
            try:
                for n in range(0, max(1, len(fresh)), _STRIDE):
                    progress.at("drawing" if fresh else "fetching", start + n, len(chosen))
                    drawn |= dict(islice(drawing, min(_STRIDE, len(fresh) - n)))
            except Cancelled:
                _archive(company, fresh, drawn)
                raise
            contents = _archive(company, batch, drawn)
            yield [Pdf(*document, contents[document.id]) for document in batch], len(batch) - len(fresh)


def _chosen(connection: Connection, numbers: Sequence[str] | None) -> list[Document]:
    """The documents of these numbers in turn, or all posted ones in the order of their series."""
    c = invoices.c
    posted = select(c.id, c.number).where(c.status == "posted").order_by(c.series_id, c.series_no)
    if numbers is None:
        return [Document(*row) for row in connection.execute(posted)]
    wanted = list(dict.fromkeys(numbers))
    if len(wanted) == 1:
        posted = posted.where(c.number == wanted[0])
    ids = {row.number: row.id for row in connection.execute(posted)}
    for number in wanted:
        if number not in ids:
            _refuse(connection, number)
    return [Document(ids[number], number) for number in wanted]


def _documents(connection: Connection, invoice_ids: Sequence[int]) -> list[Document]:
    """The documents with these ids in the order given."""
    wanted = list(dict.fromkeys(invoice_ids))
    numbers = dict(_in_turn(connection, "SELECT id, number FROM invoices WHERE id IN ({marks})", wanted))
    for invoice_id in wanted:
        if numbers.get(invoice_id) is None:
            what = "a draft cannot be delivered" if invoice_id in numbers else "there is no such invoice any more"
            raise BillingError(what, f"id {invoice_id}", "post it first" if invoice_id in numbers else "look at the list again")
    return [Document(invoice_id, numbers[invoice_id]) for invoice_id in wanted]


def _refuse(connection: Connection, number: str) -> None:
    c = invoices.c
    if number.isascii() and number.isdigit() and len(number) < 18:
        draft = select(c.id).where(c.id == int(number), c.status == "draft")
        if connection.execute(draft).first() is not None:
            raise BillingError("a draft cannot be delivered", f"draft {number}", "post it first with `billdesk invoice post`")
    raise BillingError("no such posted document", number, "see `billdesk list FILE invoices` for the numbers")


def _archived_ids(connection: Connection, chosen: Sequence[Document]) -> set[int]:
    sql = "SELECT invoice_id FROM documents WHERE invoice_id IN ({marks})"
    return {row[0] for row in _in_turn(connection, sql, [document.id for document in chosen])}


def _in_turn(connection: Connection, sql: str, ids: Sequence[int]) -> Iterator[Any]:
    """The rows of a query over ids, asked for as many at a time as a statement may name."""
    for start in range(0, len(ids), 1000):
        part = tuple(ids[start : start + 1000])
        text = in_order(connection, sql.format(marks=",".join("?" * len(part))))
        yield from connection.exec_driver_sql(text, part).fetchall()


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
            papers = reader.papers(connection, [document.id for document in chosen[start : start + BATCH]])
        yield from papers


def _archive(company: Company, batch: Sequence[Document], drawn: Mapping[int, bytes]) -> dict[int, bytes]:
    """Archive what of a batch was drawn. Returns the bytes of all that is in the archive then.

    Where another process was quicker, its bytes are the document.
    """
    if not drawn:
        with reading(company.engine) as connection:
            return _contents(connection, batch)
    with writing(company.engine) as connection:
        present = _contents(connection, batch)
        first, stamp = next_id(connection, documents), company.stamp()
        new = [row_id for row_id in drawn if row_id not in present]
        rows = [
            {
                "id": first + n,
                "invoice_id": row_id,
                "template": TEMPLATE_VERSION,
                "sha256": sha256(drawn[row_id]).hexdigest(),
                "content": drawn[row_id],
                "archived_at": stamp,
            }
            for n, row_id in enumerate(new)
        ]
        if rows:
            connection.execute(insert(documents), rows)
    return {**drawn, **present}


def _contents(connection: Connection, batch: Sequence[Document]) -> dict[int, bytes]:
    """The archived bytes of those of the documents that are archived. Raises BillingError where a hash does not fit."""
    if not batch:
        return {}
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


def _write(path: Path, content: bytes) -> int:
    """Write one file; a reader never sees half of it. The archive has it too, so it need not be synced."""
    draft = path.with_name(f".{path.stem[:80]}.{os.getpid()}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        remedy = "free some space or name another folder; what is archived is kept"
        raise BillingError(f"the file cannot be written ({error.strerror})", str(path), remedy) from error
    return len(content)
