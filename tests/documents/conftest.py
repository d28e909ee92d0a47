"""Real PDFs read back with another library, and the drawing itself with each text's box."""

from typing import NamedTuple

import pytest

from billdesk.documents.invoice import render_invoice
from billdesk.documents.sheet import Sheet
from billdesk.documents.typeface import width
from tests.documents.papers import opened


class Box(NamedTuple):
    """A text as it was drawn: edges in points from the top left corner; height is that of capitals and figures."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float


@pytest.fixture
def read():
    """Render a paper; its pages as text."""

    def read_back(paper):
        return [page.extract_text() for page in opened(paper).pages]

    return read_back


@pytest.fixture
def drawn(monkeypatch):
    """Render a paper; the boxes of all its texts and the sheet."""
    boxes = []
    sheets = []
    pages = [0]
    text, end_page = Sheet.text, Sheet.end_page

    def note_text(sheet, left, baseline, content, style):
        top = baseline - 0.72 * style.size
        boxes.append(Box(pages[0], content, left, top, left + width(content, style.weight, style.size), baseline))
        sheets.append(sheet)
        text(sheet, left, baseline, content, style)

    def note_page(sheet):
        pages[0] += 1
        end_page(sheet)

    monkeypatch.setattr(Sheet, "text", note_text)
    monkeypatch.setattr(Sheet, "end_page", note_page)

    def draw(paper):
        boxes.clear()
        pages[0] = 0
        render_invoice(paper)
        return boxes, sheets[-1]

    return draw
