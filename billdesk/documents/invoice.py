"""The invoice and the credit note as PDF: the Classic template put together.

Services call `render_invoice` with a snapshot; `press` calls it for many. Layout comes first (which rows and pieces stand on
which page), drawing second, so that each page can say how many there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from billdesk.documents.classic_closing import closing_pieces
from billdesk.documents.classic_head import draw_footer, draw_head, draw_next_head, footer_lines, footer_top
from billdesk.documents.classic_lines import LineTable, TablePage
from billdesk.documents.countries import country_code
from billdesk.documents.frame import NEXT_TOP, Frame, Piece
from billdesk.documents.sheet import About, Sheet
from billdesk.documents.text import field

if TYPE_CHECKING:
    from billdesk.documents.paper import InvoicePaper

TEMPLATE_VERSION = "classic-1"
"""Changes whenever the same paper would give other bytes; kept beside each archived PDF."""


class _Page(NamedTuple):
    table: TablePage | None
    pieces: list[tuple[float, Piece]]
    """Tops and pieces."""


def render_invoice(paper: InvoicePaper) -> bytes:
    """The PDF of an invoice or a credit note: the same bytes for the same paper, in any process.

    Raises BillingError for an unknown currency or a logo that cannot be read.
    """
    sheet = Sheet(paper.paper_size, _about(paper))
    frame = Frame(paper, sheet, country_code(paper.seller.country))
    footer = footer_lines(frame)
    bottom = footer_top(frame, footer)
    if paper.number is None:
        sheet.ghost(frame.say("draft"))
    top = draw_head(frame)
    table = LineTable(frame)
    pages = _lay_out(table, closing_pieces(frame), top, bottom)
    for index, page in enumerate(pages, start=1):
        if index > 1:
            if paper.number is None:
                sheet.ghost(frame.say("draft"))
            draw_next_head(frame)
        if page.table:
            table.draw(page.table)
        for piece_top, piece in page.pieces:
            piece.draw(piece_top)
        draw_footer(frame, footer, index, len(pages))
        sheet.end_page()
    return sheet.finish()


def _lay_out(table: LineTable, pieces: list[Piece], top: float, bottom: float) -> list[_Page]:
    pages = [_Page(page, []) for page in table.plan(top, NEXT_TOP, bottom, pieces[0].height)]
    last = pages[-1].table
    y = last.end if last else top
    for piece in pieces:
        if y + piece.height > bottom:
            pages.append(_Page(None, []))
            y = NEXT_TOP
        pages[-1].pieces.append((y, piece))
        y += piece.height
    return pages


def _about(paper: InvoicePaper) -> About:
    kind = "Credit note" if paper.kind == "credit_note" else "Invoice"
    number = field(paper.number or "") or "draft"
    language = "en-US" if paper.paper_size == "Letter" else "en-GB"
    return About(
        title=f"{kind} {number}",
        author=field(paper.seller.name),
        subject=f"{kind} {number} to {field(paper.buyer.name)}",
        # The words are English today, whatever the paper asks for.
        language=language,
        dated_on=paper.issued_on,
    )
