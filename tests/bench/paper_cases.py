"""PDFs: drawing alone, in one process and two, by `bench_pdf`; and `billdesk pdf --all` whole, on invoices of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from billdesk import bootstrap
from billdesk.db.engine import reading
from billdesk.db.models import invoices
from billdesk.services.papers import PaperReader
from tests.bench import bench_pdf
from tests.bench.making import Shape
from tests.bench.table import Row
from tests.bench.trials import Trial, billdesk, here, in_turns
from tests.bench.workshop import Workshop


def pdfs(shop: Workshop) -> Iterator[Row]:
    """One-page invoices of eight lines."""
    count = shop.scale.count(1_000)
    best = bench_pdf.measure(count, shop.scale.tries)
    raw = best["raw canvas, binary streams"]
    ours = best["BillDesk"]
    remarks = f"{ours / count * 1e3:.2f} ms a page; raw: ReportLab's canvas at its fastest, same texts and fonts"
    yield Row(f"draw {count:,} PDFs, one process", ours, raw, at_most=1.3, remarks=remarks)
    one, two = best["BillDesk, one process, warm"], best["BillDesk, two processes, warm"]
    yield Row(f"draw {count:,} PDFs, one process against two", one, two, at_least=1.8, remarks="both warm; raw: two processes")
    yield whole(shop, count)


def whole(shop: Workshop, count: int) -> Row:
    """Read, draw, archive and write as a whole process, against drawing the very same pages by the raw canvas in one."""
    billed = shop.billed(Shape(count, 8))
    drawings = _drawings(billed)
    out = shop.folder / "paper"

    def deliver() -> Trial:
        shutil.rmtree(out, ignore_errors=True)
        return billdesk("pdf", shop.fresh(billed), "--all", "--out", out, "--json")

    ours, raw = in_turns(shop.scale.tries, deliver, lambda: here(lambda: [bench_pdf.raw_binary(d) for d in drawings]))
    assert ours.json["documents"] == count == len(list(out.glob("*.pdf"))), ours.out
    remarks = f"{ours.seconds / count * 1e3:.2f} ms each, as many processes as help; raw: one process draws, nothing is written"
    return Row(f"pdf --all, {count:,} documents", ours.seconds, raw.seconds, peak_mb=ours.peak_mb, remarks=remarks)


def _drawings(file: Path) -> list[bench_pdf.Drawing]:
    """What the posted documents of a company draw."""
    company = bootstrap.open_company(str(file))
    with reading(company.engine) as connection:
        ids = list(connection.execute(select(invoices.c.id).where(invoices.c.number.is_not(None))).scalars())
        papers = [paper for _, paper in PaperReader(connection).papers(connection, ids)]
    company.engine.dispose()
    return [bench_pdf.record(paper) for paper in papers]
