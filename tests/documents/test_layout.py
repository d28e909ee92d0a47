"""Nothing is cut, nothing overlaps, and what belongs together stays together, whatever is printed."""

import re

import pytest

from tests.documents.papers import ODD, a_line, an_invoice

SMALLEST_READABLE = 4.4


@pytest.mark.parametrize("name", ODD)
def test_every_text_lies_within_the_margins(name, drawn):
    boxes, sheet = drawn(ODD[name])
    outside = [
        box for box in boxes if box.left < 70 or box.right > sheet.width - 56 or box.top < 36 or box.bottom > sheet.height - 36
    ]
    assert outside == []


@pytest.mark.parametrize("name", ODD)
def test_no_text_touches_another(name, drawn):
    boxes, _ = drawn(ODD[name])
    pages = {box.page for box in boxes}
    touching = []
    for page in pages:
        here = sorted((box for box in boxes if box.page == page and box.text), key=lambda box: box.top)
        for index, box in enumerate(here):
            for other in here[index + 1 :]:
                if other.top >= box.bottom:
                    break
                if box.left < other.right and other.left < box.right:
                    touching.append((box, other))
    assert touching == []


def test_buyer_stands_in_the_window_of_the_envelope(drawn):
    boxes, _ = drawn(an_invoice())
    (name,) = [box for box in boxes if box.text == "Alfreds Futterkiste"]
    # DIN 5008 form B: the address zone is 62.7 to 90 mm from the top, 25 mm from the left; 1 mm = 2.8346 pt.
    assert name.top >= 177.7
    assert name.bottom <= 255.1
    assert name.left == pytest.approx(70.87, abs=0.01)


def test_each_page_says_which_of_how_many_it_is(read):
    pages = read(an_invoice(300))
    assert len(pages) > 5
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text


def test_each_page_of_lines_repeats_the_head(read):
    for text in read(an_invoice(300)):
        assert "Pos. Description Quantity Unit price VAT Net EUR" in text


def test_totals_are_carried_from_page_to_page(read):
    pages = read(an_invoice(300, lines=tuple(a_line(index + 1) for index in range(300))))
    carried = [re.findall(r"Carried forward ([\d,.]+)", text) for text in pages]
    brought = [re.findall(r"Brought forward ([\d,.]+)", text) for text in pages]
    assert carried[:-1] == brought[1:]
    assert carried[-1] == brought[0] == []
    rows_on_first = len(re.findall(r"^\d+ Chai", pages[0], re.MULTILINE))
    assert carried[0] == [f"{rows_on_first * 20}.00"]


def test_totals_stay_whole_and_with_the_last_line(read):
    # Between 13 and 60 lines the totals pass the end of the first page and of the second.
    for count in range(13, 60):
        pages = read(an_invoice(count, lines=tuple(a_line(index + 1) for index in range(count))))
        (last,) = [text for text in pages if "Amount due" in text]
        assert "Net total" in last
        assert re.search(rf"^{count} Chai", last, re.MULTILINE)


def test_tall_line_goes_over_pages_and_loses_no_word(read):
    text = " ".join(read(an_invoice(lines=(a_line(1, " ".join(f"w{index}" for index in range(4000))),))))
    assert [word for word in text.split() if re.fullmatch(r"w\d+", word)] == [f"w{index}" for index in range(4000)]


def test_figures_do_not_shrink_on_a_usual_invoice(drawn):
    boxes, _ = drawn(an_invoice())
    (amount,) = {round(box.bottom - box.top, 2) for box in boxes if box.text == "20.00"}
    assert amount == round(0.72 * 9, 2)


def test_long_texts_stay_large_enough_to_read_with_a_lens(drawn):
    boxes, _ = drawn(ODD["long words"])
    # The short head of later pages may get smaller: it repeats what the first page says.
    assert min(box.bottom - box.top for box in boxes if box.page == 0) >= 0.72 * SMALLEST_READABLE


def test_no_label_stands_without_a_value(read):
    (text,) = read(ODD["next to nothing"])
    for label in ("Due", "Period", "reference", "Account", "VAT", "Tax", "IBAN", "BIC", "Payment", "Notes", "Delivered", "Paid"):
        assert label not in text
