"""What stands on an invoice and a credit note, read back from the real PDF with another library."""

import os
import subprocess
import sys
from datetime import date

import pytest

from billdesk.billing.errors import BillingError
from billdesk.billing.party import Party
from billdesk.documents.invoice import render_invoice
from billdesk.documents.paper import PaperTax, PaymentDetails
from tests.documents.papers import BUYER, ODD, SELLER, US_SELLER, a_line, an_invoice, filled_with, opened


def squeezed(text):
    return "".join(text.split())


def test_number_names_lines_and_total_are_read_back(read):
    (text,) = read(an_invoice())
    for expected in (
        "Invoice INV-2026-0001",
        "Industriestraße 12\n20095 Hamburg\nGermany\nVAT no. DE123456789",
        "Alfreds Futterkiste\nObere Str. 57\n12209 Berlin",
        "1 Chai\nOrder 10248\n2 pcs 10.00 19% 20.00",
        "2 Chang, 24 bottles of 12 oz\n",
        "3 Support contract, gold level\n1 Nov 2026 – 30 Nov 2026 · Order 10248\n",
        "Net total 160.00\nVAT total 30.40\nTotal EUR 190.40\nAmount due EUR 190.40\nPlease pay by 24 Dec 2026",
        "VAT 19% 160.00 30.40",
        "IBAN DE89 3704 0044 0532 0130 00",
    ):
        assert expected in text


def test_text_is_in_reading_order(read):
    (text,) = read(an_invoice())
    order = [
        "Industriestraße",
        "Alfreds",
        "24 Nov 2026",
        "Invoice INV",
        "Pos.",
        "1 Chai",
        "8 Queso",
        "Net total",
        "Amount due",
        "Payment details",
        "Net 30 days",
        "Thank you",
        "Page 1",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_file_says_its_title_author_language_and_date():
    reader = opened(an_invoice())
    assert reader.metadata.title == "Invoice INV-2026-0001"
    assert reader.metadata.author == "Northwind Traders GmbH"
    assert reader.metadata.creation_date.date() == date(2026, 11, 24)
    assert reader.root_object["/Lang"] == "en-GB"
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]


def test_title_and_author_keep_other_scripts():
    reader = opened(ODD["greek and cyrillic"])
    assert reader.metadata.author == "Παπαδόπουλος & Υιοί Α.Ε."
    assert reader.metadata.subject.endswith("ООО «Северный ветер»")


def test_discount_has_a_column_only_where_a_line_has_one(read):
    assert "Discount" not in read(an_invoice(2))[0]
    assert "12.5%" in read(an_invoice(1, lines=(a_line(discount_e4=125_000),)))[0]


def test_price_keeps_four_decimals_and_quantity_six(read):
    (text,) = read(an_invoice(1, lines=(a_line(quantity_e6=1_234_000_001, unit_price_e4=12_345),)))
    assert "1,234.000001 pcs 1.2345" in text


def test_one_order_is_named_once_above(read):
    (text,) = read(an_invoice(2))
    assert text.count("Order 10248") == 1
    assert text.index("Order 10248") < text.index("Pos.")


def test_period_of_one_day_is_one_date(read):
    (text,) = read(an_invoice(1, period_from=date(2026, 2, 28), period_until=date(2026, 3, 1)))
    assert "Period 28 Feb 2026\n" in text


def test_yen_have_no_decimals(read):
    (text,) = read(ODD["yen"])
    assert "Amount due JPY 19,040\n" in text
    assert "Net JPY" in text


def test_dinars_have_three(read):
    (text,) = read(ODD["dinar"])
    assert "Amount due KWD 19.040\n" in text
    assert "10.000 19% 2.000" in text


def test_negative_line_and_total_keep_their_sign(read):
    (text,) = read(ODD["negative"])
    assert "-12 pcs 10.00 19% -120.00" in text
    assert "Amount due EUR -119.00" in text
    assert "Please pay" not in text


def test_zero_total_asks_for_no_payment(read):
    (text,) = read(ODD["zero"])
    assert "Amount due EUR 0.00" in text
    assert "Please pay" not in text


def test_payment_on_account_is_taken_off(read):
    (text,) = read(an_invoice(paid_minor=10_000))
    assert "Total EUR 190.40\nPaid -100.00\nAmount due EUR 90.40" in text


def test_twelve_digits_are_printed_whole(read):
    text = squeezed("".join(read(ODD["twelve digits"])))
    assert "AmountdueEUR146,913,578,924.28" in text
    assert "123,456,789.0123" in text
    assert "9,999,999,999.99" in text


def test_credit_note_names_the_invoice_that_it_corrects(read):
    (text,) = read(ODD["credit note"])
    assert "Credit note CN-2026-0003\nCorrects invoice INV-2026-0001 of 24 Nov 2026" in text
    assert "Total credit EUR 47.60\nAmount credited EUR 47.60" in text
    for nobody_pays in ("Please pay", "IBAN", "Due"):
        assert nobody_pays not in text


def test_draft_says_so_on_each_page(read):
    for text in read(ODD["draft"]):
        assert text.count("DRAFT") >= 2
        assert "Please pay" not in text


def test_markup_is_text(read):
    text = "".join(read(filled_with('<b>&"</b>')))
    assert '1 <b>&"</b>' in text
    assert 'Invoice <b>&"</b>' in text
    # Seller 7 times in the head, buyer 5, and so on: each field is there.
    assert text.count('<b>&"</b>') >= 35


@pytest.mark.parametrize(
    "text", ["a (b) \\ c", "(((", "\\", ")\\(", "tab\there", "line\nline", "\x00\x1b[31m", "\ud800", "\u202e\u200b", " "]
)
def test_no_text_breaks_the_file(text, read):
    assert "Amount due EUR" in "".join(read(filled_with(text)))


def test_parentheses_and_backslashes_are_read_back(read):
    assert "1 a (b) \\ c ü) ½" in read(an_invoice(1, lines=(a_line(1, "a (b) \\ c ü) ½"),)))[0]


def test_word_of_200_letters_is_broken_and_whole(read):
    word = "".join(chr(97 + index % 26) for index in range(200))
    text = read(an_invoice(1, lines=(a_line(1, word),)))[0]
    assert word in squeezed(text)


def test_long_description_stays_together_in_the_text(read):
    words = "The quick brown fox jumps over the lazy dog and runs away into the dark wood " * 3
    text = read(an_invoice(1, lines=(a_line(1, words),)))[0]
    assert words.strip() in " ".join(text.split())


@pytest.mark.parametrize(
    ("category", "seller", "expected"),
    [
        ("AE", SELLER, "Reverse charge: the customer accounts for the VAT (Art. 194 or 196, Directive 2006/112/EC)."),
        ("AE", SELLER._replace(country="GB"), "Reverse charge: the customer accounts for the VAT."),
        ("K", SELLER, "Intra-community supply, exempt (Art. 138, Directive 2006/112/EC)."),
        ("G", SELLER, "Export outside the EU, exempt (Art. 146, Directive 2006/112/EC)."),
        ("G", SELLER._replace(country="AU"), "Export of goods, free of GST."),
        ("E", SELLER, "Exempt from VAT."),
        ("O", SELLER, "Outside the scope of VAT."),
        ("Z", SELLER, "Zero rated (Z)"),
    ],
)
def test_each_category_says_why_no_tax_is_charged(category, seller, expected, read):
    line = a_line(tax_category=category, tax_rate_e4=0)
    text = read(
        an_invoice(1, seller=seller, lines=(line,), taxes=(PaperTax(category, 0, 2000, 0),), tax_minor=0, total_minor=2000)
    )[0]
    assert expected in " ".join(text.split())


def test_sellers_own_reason_stands_instead(read):
    paper = an_invoice(1, taxes=(PaperTax("E", 0, 2000, 0, "Exempt under § 4 Nr. 21 UStG"),))
    assert "Exempt under § 4 Nr. 21 UStG" in read(paper)[0]
    assert "Exempt from VAT" not in read(paper)[0]


def test_both_tax_numbers_supply_date_and_tax_at_home_are_given(read):
    text = read(an_invoice(1, supply_on=date(2026, 11, 20), home_currency="GBP", home_tax_minor=325))[0]
    for expected in ("VAT no. DE123456789", "Your VAT no. DE999999999", "Date of supply 20 Nov 2026", "VAT total in GBP: 3.25"):
        assert expected in text


def test_american_paper_speaks_american(read):
    text = read(ODD["letter"])[0]
    for expected in (
        "Nov 24, 2026",
        "Eugene, OR 97403",
        "Tax ID 93-1234567",
        "Tax total",
        "Delivered to: Great Lakes Food Market, 2732 Baker Blvd.",
    ):
        assert expected in text
    assert "VAT" not in text


def test_letter_has_the_size_of_letter():
    reader = opened(ODD["letter"])
    assert [float(edge) for edge in reader.pages[0].mediabox] == [0, 0, 612, 792]


def test_country_is_named_only_to_another_country(read):
    at_home = read(an_invoice(1))[0]
    abroad = read(an_invoice(1, buyer=BUYER._replace(country="FR")))[0]
    assert at_home.count("Germany") == 1
    assert "12209 Berlin\nFrance" in abroad


def test_country_may_be_a_name_or_free_text(read):
    same = read(an_invoice(1, buyer=BUYER._replace(country="Germany")))[0]
    odd = read(an_invoice(1, buyer=BUYER._replace(country="Freedonia")))[0]
    assert same.count("Germany") == 1
    assert "12209 Berlin\nFreedonia" in odd


def test_australian_seller_heads_a_tax_invoice(read):
    seller = US_SELLER._replace(country="AU", tax_id="51 824 753 556")
    text = read(an_invoice(1, seller=seller))[0]
    assert "Tax invoice INV-2026-0001" in text
    assert "ABN 51 824 753 556" in text


def test_gross_prices_say_so(read):
    text = " ".join(read(ODD["gross prices"])[0].split())
    assert "Unit price incl. VAT" in text
    assert "Gross EUR" in text
    assert "5% 19% 23.80" in text


def test_invoice_without_tax_has_no_word_of_it(read):
    line = a_line(tax_category="O", tax_rate_e4=0)
    text = read(
        an_invoice(1, lines=(line,), taxes=(), tax_minor=0, total_minor=2000, seller=Party("S", country="US"), buyer=Party("B"))
    )[0]
    assert "Tax" not in text
    assert "Total EUR 20.00" in text


def test_what_is_no_iban_is_left_as_it_is(read):
    text = read(an_invoice(1, payment=PaymentDetails(iban="Routing 021000021, account 12345")))[0]
    assert "IBAN Routing 021000021, account 12345" in text


def test_unknown_currency_is_refused():
    with pytest.raises(BillingError, match="unknown currency 'XXQ'"):
        render_invoice(an_invoice(currency="XXQ"))


def test_unknown_language_is_printed_in_english(read):
    assert "Amount due" in read(an_invoice(1, language="xx"))[0]


_OTHER_PROCESS = """
import hashlib
from billdesk.documents.invoice import render_invoice
from tests.documents.papers import ODD
for name in ("eight lines", "markup", "greek and cyrillic", "beyond the fonts", "all categories"):
    print(hashlib.sha256(render_invoice(ODD[name])).hexdigest())
"""


def test_bytes_are_the_same_in_other_processes_and_with_other_hash_seeds():
    seen = {
        subprocess.run(
            [sys.executable, "-c", _OTHER_PROCESS],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(seen) == 1
    assert len(seen.pop().split()) == 5


def test_bytes_do_not_depend_on_what_was_printed_before():
    first = render_invoice(an_invoice())
    for paper in ODD.values():
        render_invoice(paper)
    assert render_invoice(an_invoice()) == first


def test_another_paper_gives_another_identifier():
    one, other = (opened(an_invoice(notes=note)).trailer["/ID"][0] for note in ("a", "b"))
    assert one != other


def test_importing_the_package_imports_no_reportlab():
    code = "import sys, billdesk.documents, billdesk.documents.paper; sys.exit('reportlab' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, check=True)
