"""PDFs against the raw limit: ReportLab's own canvas drawing the same texts, rules and boxes in the same fonts.

`python -m tests.bench.bench_pdf [documents] [rounds]`. All ways run in turns in this process (the last ones with a worker
beside it), the best of the rounds counts, and one table of ratios is printed. The raw canvas is given its texts with their
places, worked out beforehand: it lays out nothing, formats no figure, counts no page.
"""

from __future__ import annotations

import io
import sys
import time
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from unittest import mock

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from billdesk.billing.party import Party
from billdesk.documents.invoice import render_invoice
from billdesk.documents.paper import InvoicePaper, PaperLine, PaperTax, PaymentDetails
from billdesk.documents.press import render_many
from billdesk.documents.sheet import About, Sheet, Style
from billdesk.paths import resource

if TYPE_CHECKING:
    from collections.abc import Callable

FONTS = ("Raw-Regular", "Raw-Bold")


class Drawing(NamedTuple):
    """What one document draws, in the order of drawing."""

    size: tuple[float, float]
    title: str
    texts: list[tuple[str, float, str, float, float, str]]
    """Font, size, colour, x, y, text."""
    rules: list[tuple[float, float, float, float]]
    """Left, y, right, thickness."""
    boxes: list[tuple[float, float, float, float]]
    """Left, bottom, width, height."""


class Recorder(Sheet):
    """A sheet that also notes what is drawn on it."""

    __slots__ = ("drawing",)

    def __init__(self, paper_size: str, about: About) -> None:
        super().__init__("Letter" if paper_size == "Letter" else "A4", about)
        self.drawing = Drawing((self.width, self.height), about.title, [], [], [])

    def text(self, left: float, baseline: float, text: str, style: Style) -> None:
        self.drawing.texts.append((FONTS[style.weight], style.size, style.color, left, self.height - baseline, text))
        super().text(left, baseline, text, style)

    def rule(self, left: float, top: float, right: float, thickness: float = 0.5, color: str = "") -> None:
        self.drawing.rules.append((left, self.height - top, right, thickness))
        super().rule(left, top, right, thickness, color)

    def box(self, left: float, top: float, right: float, bottom: float, color: str = "") -> None:
        self.drawing.boxes.append((left, self.height - bottom, right - left, bottom - top))
        super().box(left, top, right, bottom, color)


def eight_lines(index: int) -> InvoicePaper:
    """A one-page invoice of eight lines, each document with its own number, names, figures and descriptions."""
    lines = tuple(
        PaperLine(
            line + 1,
            f"Product {(index * 7 + line * 13) % 997}, case of {line + 6} bottles",
            (line + 1) * 1_000_000,
            "pcs",
            123_400 + index * 100,
            50_000 if line == 3 else 0,
            "S",
            190_000,
            1234 * (line + 1) + index,
            date(2026, 11, 1) if line == 2 else None,
            date(2026, 12, 1) if line == 2 else None,
        )
        for line in range(8)
    )
    net = sum(line.net_minor for line in lines)
    tax = net * 19 // 100
    seller = Party(
        "Northwind Traders GmbH", "Industriestr. 12", "Hamburg", "", "20095", "DE", "DE123456789", "office@northwind.example"
    )
    return InvoicePaper(
        "invoice",
        f"INV-2026-{index:06d}",
        date(2026, 11, 24),
        date(2026, 12, 24),
        "EUR",
        seller,
        Party(f"Customer {index} Ltd", f"{index} High Street", "Berlin", "", f"{10000 + index % 9000}", "DE"),
        lines,
        (PaperTax("S", 190_000, net, tax),),
        net,
        tax,
        net + tax,
        terms_text="Net 30 days.",
        payment=PaymentDetails("Northwind Traders GmbH", "DE89370400440532013000", "COBADEFFXXX", "Commerzbank"),
    )


def record(paper: InvoicePaper) -> Drawing:
    """What `render_invoice` draws for `paper`."""
    from billdesk.documents import invoice

    sheets: list[Recorder] = []

    def note(paper_size: str, about: About) -> Recorder:
        sheets.append(Recorder(paper_size, about))
        return sheets[-1]

    with mock.patch.object(invoice, "Sheet", note):
        render_invoice(paper)
    return sheets[0].drawing


def raw(drawing: Drawing) -> bytes:
    """The same document by ReportLab's canvas alone."""
    out = io.BytesIO()
    # The stubs take the name of a font for a number.
    canvas = Canvas(out, drawing.size, invariant=1, pageCompression=1, initialFontName=FONTS[0])  # type: ignore[arg-type]
    canvas.setTitle(drawing.title)
    canvas.setFillColorRGB(0.945, 0.953, 0.965)
    for left, bottom, width, height in drawing.boxes:
        canvas.rect(left, bottom, width, height, stroke=0, fill=1)
    canvas.setStrokeColorRGB(0.788, 0.808, 0.839)
    for left, y, right, thickness in drawing.rules:
        canvas.setLineWidth(thickness)
        canvas.line(left, y, right, y)
    last = ("", 0.0, "")
    for font, size, color, x, y, text in drawing.texts:
        if (font, size) != last[:2]:
            canvas.setFont(font, size)
        if color != last[2]:
            canvas.setFillColorRGB(*map(float, color.split()))
        last = (font, size, color)
        canvas.drawString(x, y, text)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def raw_binary(drawing: Drawing) -> bytes:
    """`raw` without ReportLab's slow ASCII armour around the page, which is its fastest setting."""
    armour, rl_config.useA85 = rl_config.useA85, 0
    try:
        return raw(drawing)
    finally:
        rl_config.useA85 = armour


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def warm_seconds(papers: list[InvoicePaper], jobs: int) -> float:
    """Seconds for `papers` once every process runs: what three more rounds of them add to one, so that no start counts."""
    one = timed(lambda: sum(1 for _ in render_many(enumerate(papers), jobs)))
    four = timed(lambda: sum(1 for _ in render_many(enumerate(papers * 4), jobs)))
    return (four - one) / 3


def measure(count: int, rounds: int) -> dict[str, float]:
    """Best seconds of each way for `count` documents."""
    for name, file in zip(FONTS, ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"), strict=True):
        pdfmetrics.registerFont(TTFont(name, str(resource("fonts", file))))
    papers = [eight_lines(index) for index in range(count)]
    drawings = [record(paper) for paper in papers]
    long = [replace(papers[0], lines=papers[0].lines * 38)] * max(1, count // 50)
    ways: dict[str, Callable[[], float]] = {
        "raw canvas": lambda: timed(lambda: [raw(drawing) for drawing in drawings]),
        "raw canvas, binary streams": lambda: timed(lambda: [raw_binary(drawing) for drawing in drawings]),
        "BillDesk": lambda: timed(lambda: [render_invoice(paper) for paper in papers]),
        "BillDesk, two processes, start included": lambda: timed(lambda: list(render_many(enumerate(papers), 2))),
        "BillDesk, one process, warm": lambda: warm_seconds(papers, 1),
        "BillDesk, two processes, warm": lambda: warm_seconds(papers, 2),
        "BillDesk, 304 lines (per document)": lambda: timed(lambda: [render_invoice(paper) for paper in long]) * 50,
    }
    best: dict[str, float] = {}
    for _ in range(rounds):
        for name, way in ways.items():
            seconds = way()
            best[name] = min(best.get(name, seconds), seconds)
    return best


def main(arguments: list[str]) -> None:
    """Print the table."""
    count = int(arguments[0]) if arguments else 1000
    rounds = int(arguments[1]) if len(arguments) > 1 else 5
    best = measure(count, rounds)
    limit = best["raw canvas, binary streams"]
    print(f"{count} one-page invoices of 8 lines, embedded fonts, best of {rounds}")
    print("| way | ms a document | x raw canvas (its fastest) |\n| --- | --- | --- |")
    for name, seconds in best.items():
        print(f"| {name} | {seconds / count * 1000:.2f} | {seconds / limit:.2f} |")
    speedup = best["BillDesk, one process, warm"] / best["BillDesk, two processes, warm"]
    print(f"two processes are {speedup:.2f} times as fast as one")


if __name__ == "__main__":
    main(sys.argv[1:])
