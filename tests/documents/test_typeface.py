"""The fonts cover what customers are called, keep columns straight, and lose no text that they lack."""

import pytest

from billdesk.documents.invoice import render_invoice
from billdesk.documents.paper import PaperTax
from billdesk.documents.typeface import BOLD, REGULAR, Lettering, typeface, units
from tests.documents.papers import a_line, an_invoice, opened

ALPHABETS = {
    "German": "ÄÖÜäöüßẞ",
    "French": "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ",
    "Polish": "ĄĆĘŁŃÓŚŹŻąćęłńóśźż",
    "Czech and Slovak": "ÁČĎÉĚÍĽĹŇÓÔŘŔŠŤÚŮÝŽáčďéěíľĺňóôřŕšťúůýž",
    "Hungarian": "ÁÉÍÓÖŐÚÜŰáéíóöőúüű",
    "Romanian": "ĂÂÎȘȚăâîșțŞŢşţ",
    "Turkish": "ÇĞİIÖŞÜçğıiöşü",
    "Baltic": "ĀČĒĢĪĶĻŅŠŪŽąčęėįšųūžõ",
    "Icelandic": "ÁÐÉÍÓÚÝÞÆÖáðéíóúýþæö",
    "Maltese, Croatian, Welsh": "ĊĠĦŻċġħżĆĐćđŴŶŵŷ",
    "Vietnamese": "ĂÂĐÊÔƠƯăâđêôơưẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    "Greek": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρσςτυφχψωΆΈΉΊΌΎΏάέήίόύώϊϋΐΰ",
    "Russian": "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "Ukrainian, Belarusian": "ҐЄІЇЎґєіїў",
    "Serbian, Macedonian": "ЂЃЅЈЉЊЋЌЏђѓѕјљњћќџ",
    "Kazakh": "ӘҒҚҢӨҰҮҺәғқңөұүһ",
    "currency": "$¢£¤¥€₤₦₩₪₫₭₮₱₲₴₵₸₹₺₼₽₾₿",
    "punctuation": "–—‘’‚“”„†‡•…‰‹›«»¡¿§¶№™©®°±×÷½¼¾²³",
}


@pytest.mark.parametrize("weight", [REGULAR, BOLD])
@pytest.mark.parametrize("language", ALPHABETS)
def test_font_has_each_letter(language, weight):
    lacking = [letter for letter in ALPHABETS[language] if ord(letter) not in typeface(weight)._face.charToGlyph]
    assert lacking == []


@pytest.mark.parametrize("language", ALPHABETS)
def test_each_letter_is_read_back(language):
    text = ALPHABETS[language]
    pages = opened(an_invoice(1, lines=(a_line(1, text),))).pages
    assert text in "".join(pages[0].extract_text().split())


@pytest.mark.parametrize("weight", [REGULAR, BOLD])
def test_figures_are_of_one_width(weight):
    assert {units(figure, weight) for figure in "0123456789"} == {572}


def test_text_beyond_the_fonts_is_kept_behind_its_boxes():
    pages = opened(an_invoice(1, lines=(a_line(1, "日本語 and 😀 together"),))).pages
    assert "日本語 and 😀 together" in pages[0].extract_text()


def test_more_than_one_subset_of_other_letters_is_read_back():
    text = "".join(chr(code) for code in range(0x1E00, 0x1EFA)) + "".join(chr(code) for code in range(0x410, 0x450))
    pages = opened(an_invoice(1, lines=(a_line(1, text),))).pages
    assert text in "".join(pages[0].extract_text().split())


def test_spaces_between_greek_words_take_no_change_of_font():
    lettering = Lettering(REGULAR)
    assert [subset for subset, _ in lettering.runs("Ελαιόλαδο εξαιρετικό παρθένο")] == [1]


def test_all_fonts_are_embedded():
    paper = an_invoice(1, taxes=(PaperTax("S", 190_000, 2000, 380),), notes="żółć Ω Я")
    fonts = opened(paper).pages[0]["/Resources"]["/Font"]
    assert len(fonts) == 3
    for font in fonts.values():
        assert font["/FontDescriptor"]["/FontFile2"].get_data()[:4] == b"\x00\x01\x00\x00"
        assert "NotoSans" in font["/BaseFont"]


def test_english_invoice_stays_small():
    # Two subsets of ASCII and one page: 10,000 invoices a month are 200 MB a year, not two gigabytes.
    paper = an_invoice(seller=an_invoice().buyer, buyer=an_invoice().buyer)
    assert len(render_invoice(paper)) < 21_000
