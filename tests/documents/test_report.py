"""A report on paper, read back from the real PDF with another library, and the drawing with each text's box."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from billdesk.documents.chart import PaperChart
from billdesk.documents.report import PaperColumn, ReportPaper, render_report
from billdesk.documents.sheet import Sheet
from billdesk.documents.typeface import width

COLUMNS = (PaperColumn("Account"), PaperColumn("Name"), *(PaperColumn(name, True) for name in ("Not due", "1–30 days", "Total")))
CHART = PaperChart(
    "EUR",
    ("Jan 2026", "Feb 2026", "Mar 2026"),
    ("19%", "7%"),
    ((10_000, -2_500, 0), (2_000, -500, 100)),
    ((-5_000, "-50"), (0, "0"), (5_000, "50"), (10_000, "100"), (15_000, "150")),
)
PAPER = ReportPaper(
    "Ageing",
    "Northwind Traders",
    ("As of 24 Nov 2026", "All accounts"),
    COLUMNS,
    tuple((f"A{n:04d}", f"Customer {n} & Söhne", "1,234.50", "0.00", f"{n:,}.00") for n in range(1, 11)),
    (("Total", "", "12,345.00", "0.00", "55.00"),),
    date(2026, 11, 24),
    (CHART,),
)
LONG = replace(PAPER, rows=PAPER.rows * 20)
ODD = {
    "plain": PAPER,
    "long": LONG,
    "no rows": replace(PAPER, rows=(), totals=(), charts=(), nothing="Nothing is due."),
    "letter": replace(PAPER, paper_size="Letter"),
    "twelve digits": replace(
        PAPER,
        columns=(*COLUMNS[:2], *(PaperColumn(f"{n} days past due", True) for n in range(7))),
        rows=tuple((f"A{n}", "Name", *["-123,456,789,012.34"] * 7) for n in range(5)),
        totals=(("Total", "", *["999,999,999,999.99"] * 7),),
    ),
    "long words": replace(
        PAPER, rows=(("A1", "Donaudampfschifffahrts" * 9, "1.00", "2.00", "3.00"), ("x" * 400, "y", "1", "2", "3"))
    ),
    "markup": replace(PAPER, title='<b>&"</b>', company="(\\", rows=(('<b>&"</b>', "(\\)", "1", "2", "3"),)),
    "other scripts": replace(PAPER, company="Παπαδόπουλος", rows=(("Ж", "Северный ветер", "1", "2", "3"),)),
    "many bars": replace(
        PAPER, charts=(replace(CHART, labels=tuple(f"{n} Jan 2026" for n in range(120)), series=((5_000,) * 120,) * 2),)
    ),
    "two charts": replace(PAPER, charts=(CHART, CHART)),
}


def opened(paper):
    return PdfReader(io.BytesIO(render_report(paper)))


def texts(paper):
    return [page.extract_text() for page in opened(paper).pages]


def test_title_company_facts_rows_and_totals_are_read_back():
    (text,) = texts(PAPER)
    for expected in (
        "Northwind Traders\nAgeing\nAs of 24 Nov 2026\nAll accounts",
        "Account Name Not due 1–30 days Total",
        "A0003 Customer 3 & Söhne 1,234.50 0.00 3.00",
        "Total 12,345.00 0.00 55.00",
        "Page 1 of 1",
    ):
        assert expected in text


def test_head_and_page_number_stand_on_each_page():
    pages = texts(LONG)
    assert len(pages) > 3
    for number, text in enumerate(pages, 1):
        assert "Account Name Not due 1–30 days Total" in text
        assert f"Page {number} of {len(pages)}" in text
        assert text.count("Northwind Traders") == 1
    assert sum(text.count("Customer") for text in pages) == 200
    assert "12,345.00" in pages[-1]


def test_wide_tables_turn_the_page():
    width_, height = (float(edge) for edge in opened(ODD["twelve digits"]).pages[0].mediabox[2:])
    assert width_ > height
    width_, height = (float(edge) for edge in opened(PAPER).pages[0].mediabox[2:])
    assert width_ < height
    assert [float(edge) for edge in opened(ODD["letter"]).pages[0].mediabox] == [0, 0, 612, 792]


def test_twelve_digits_are_printed_whole():
    text = texts(ODD["twelve digits"])[0]
    assert text.count("-123,456,789,012.34") == 35
    assert text.count("999,999,999,999.99") == 7


def test_an_empty_table_says_so():
    assert "Nothing is due." in texts(ODD["no rows"])[0]


def test_file_says_its_title_author_and_day():
    reader = opened(PAPER)
    assert (reader.metadata.title, reader.metadata.author) == ("Ageing", "Northwind Traders")
    assert reader.metadata.creation_date.date() == date(2026, 11, 24)


def test_markup_is_text():
    text = texts(ODD["markup"])[0]
    assert text.count('<b>&"</b>') == 2
    assert "(\\)" in text


@pytest.mark.parametrize("name", ODD)
def test_nothing_lies_over_anything_or_off_the_page(name: str, monkeypatch: pytest.MonkeyPatch):
    boxes: list[tuple[int, float, float, float, float, str]] = []
    pages = [0]
    text, end_page = Sheet.text, Sheet.end_page

    def note(sheet, left, baseline, content, style):
        right = left + width(content, style.weight, style.size)
        boxes.append((pages[0], left, baseline - 0.7 * style.size, right, baseline, content))
        assert left >= 0
        assert right <= sheet.width
        assert baseline <= sheet.height
        text(sheet, left, baseline, content, style)

    def turn(sheet):
        pages[0] += 1
        end_page(sheet)

    monkeypatch.setattr(Sheet, "text", note)
    monkeypatch.setattr(Sheet, "end_page", turn)
    render_report(ODD[name])
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            if other[0] == one[0] and other[5] and one[5]:
                apart = (
                    one[3] <= other[1] + 0.3 or other[3] <= one[1] + 0.3 or one[4] <= other[2] + 0.3 or other[4] <= one[2] + 0.3
                )
                assert apart, (one, other)


_OTHER_PROCESS = """
import hashlib
from billdesk.documents.report import render_report
from tests.documents.test_report import ODD
print(hashlib.sha256(b"".join(render_report(paper) for paper in ODD.values())).hexdigest())
"""


def test_bytes_are_the_same_in_other_processes():
    seen = {
        subprocess.run(
            [sys.executable, "-c", _OTHER_PROCESS],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "4711")
    }
    assert len(seen) == 1
