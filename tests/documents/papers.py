"""Papers to print: one usual invoice, and the odd ones that customers have."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pypdf

from billdesk.billing.party import Party
from billdesk.documents.invoice import render_invoice
from billdesk.documents.paper import InvoicePaper, PaperInstalment, PaperLine, PaperTax, PaymentDetails

SELLER = Party(
    "Northwind Traders GmbH",
    "Industriestraße 12",
    "Hamburg",
    "",
    "20095",
    "DE",
    "DE123456789",
    "billing@northwind.example",
    "+49 40 123456",
)
BUYER = Party("Alfreds Futterkiste", "Obere Str. 57", "Berlin", "", "12209", "DE", "DE999999999")
US_SELLER = Party(
    "Great Lakes Food Market",
    "2732 Baker Blvd.",
    "Eugene",
    "OR",
    "97403",
    "US",
    "93-1234567",
    "ar@lakes.example",
    "(503) 555-7555",
)
PRODUCTS = ("Chai", "Chang, 24 bottles of 12 oz", "Support contract, gold level", "Queso Cabrales")


def a_line(position=1, description="Chai", **changes):
    line = PaperLine(position, description, 2_000_000, "pcs", 100_000, 0, "S", 190_000, 2000)
    return replace(line, **changes)


def an_invoice(line_count=8, **changes):
    """`line_count` lines of 20.00 each at 19 %."""
    lines = tuple(
        a_line(
            index + 1,
            PRODUCTS[index % 4],
            order_code="10248" if index < 4 else "10250",
            period_from=date(2026, 11, 1) if index % 4 == 2 else None,
            period_until=date(2026, 12, 1) if index % 4 == 2 else None,
        )
        for index in range(line_count)
    )
    net, tax = 2000 * line_count, 380 * line_count
    paper = InvoicePaper(
        "invoice",
        "INV-2026-0001",
        date(2026, 11, 24),
        date(2026, 12, 24),
        "EUR",
        SELLER,
        BUYER,
        lines,
        (PaperTax("S", 190_000, net, tax),),
        net,
        tax,
        net + tax,
        terms_text="Net 30 days.",
        reference="PO-7781",
        account_code="ALFKI",
        notes="Thank you for your order.",
        payment=PaymentDetails("Northwind Traders GmbH", "DE89370400440532013000", "COBADEFFXXX", "Commerzbank"),
    )
    return replace(paper, **changes)


def filled_with(text):
    """A paper with `text` in each of its free texts."""
    party = Party(*[text] * 9)
    return an_invoice(
        number=text,
        seller=party,
        buyer=party,
        ship_to=party,
        tax_representative=party,
        terms_text=text,
        reference=text,
        notes=text,
        account_code=text,
        seller_legal=text,
        payment=PaymentDetails(*[text] * 5),
        lines=(
            a_line(1, text, unit=text, order_code=text),
            a_line(2, text, unit=text, order_code="x" + text, tax_category=text[:3]),
        ),
        taxes=(PaperTax("AE", 0, 4000, 0, text),),
    )


def opened(paper) -> Any:
    """The rendered paper in another library, which refuses what is not quite a PDF."""
    return pypdf.PdfReader(io.BytesIO(render_invoice(paper)), strict=True)


_BIG = 123_456_789_012
ODD = {
    "one line": an_invoice(1),
    "eight lines": an_invoice(),
    "three hundred lines": an_invoice(300),
    "credit note": an_invoice(
        2, kind="credit_note", number="CN-2026-0003", corrects_number="INV-2026-0001", corrects_on=date(2026, 11, 24)
    ),
    "zero": an_invoice(
        1, lines=(a_line(unit_price_e4=0, net_minor=0),), taxes=(PaperTax("Z", 0, 0, 0),), net_minor=0, tax_minor=0, total_minor=0
    ),
    "negative": an_invoice(
        1,
        lines=(a_line(), a_line(2, "Returned bottles", quantity_e6=-12_000_000, net_minor=-12_000)),
        net_minor=-10_000,
        tax_minor=-1900,
        total_minor=-11_900,
    ),
    "yen": an_invoice(currency="JPY"),
    "dinar": an_invoice(currency="KWD"),
    "markup": filled_with('<b>&"</b>'),
    "long words": filled_with("W" * 200),
    "sentences": filled_with("Überraschend lange Wörter wie Donaudampfschifffahrtsgesellschaft stehen hier " * 3),
    "twelve digits": an_invoice(
        lines=tuple(
            a_line(
                index + 1,
                "Turbine",
                quantity_e6=123_456_789_123_456,
                unit_price_e4=1_234_567_890_123,
                net_minor=999_999_999_999,
                discount_e4=123_456,
            )
            for index in range(3)
        ),
        net_minor=_BIG * 100,
        tax_minor=_BIG * 19,
        total_minor=_BIG * 119,
        taxes=(PaperTax("S", 190_000, _BIG * 100, _BIG * 19), PaperTax("AE", 0, _BIG * 100, 0)),
    ),
    "the largest amounts": an_invoice(
        lines=(
            a_line(
                1,
                "Turbine and some words about it",
                quantity_e6=10**20,
                unit_price_e4=10**18,
                net_minor=10**15,
                discount_e4=123_456,
            ),
        ),
        net_minor=10**15,
        tax_minor=10**15,
        total_minor=10**15,
        paid_minor=1,
        taxes=(PaperTax("S", 190_000, 10**15, 10**15),),
    ),
    "next to nothing": InvoicePaper("invoice", None, date(2026, 11, 24), None, "USD", Party("S"), Party("B"), (), (), 0, 0, 0),
    "draft": an_invoice(30, number=None),
    "letter": an_invoice(
        seller=US_SELLER, buyer=US_SELLER, paper_size="Letter", currency="USD", ship_to=US_SELLER, supply_on=date(2026, 11, 20)
    ),
    "long words on letter": replace(filled_with("W" * 200), paper_size="Letter"),
    "gross prices": an_invoice(
        lines=tuple(a_line(index + 1, gross_minor=2380, discount_e4=50_000) for index in range(8)), price_basis="gross"
    ),
    "all categories": an_invoice(
        taxes=tuple(
            PaperTax(code, 190_000 if code in "SLM" else 0, 1000, 190 if code in "SLM" else 0)
            for code in ("S", "Z", "E", "AE", "K", "G", "O", "L", "M")
        ),
        home_currency="GBP",
        home_tax_minor=71_234,
        instalments=(PaperInstalment(date(2026, 12, 1), 5000), PaperInstalment(date(2027, 1, 1), 5000)),
    ),
    "sixty rates": an_invoice(2, taxes=tuple(PaperTax("S", rate * 10_000, 1000, rate * 10) for rate in range(60))),
    "tall texts": an_invoice(
        lines=(a_line(1, "word " * 3000), a_line(2, "\n".join(f"row {row}" for row in range(90)))), notes="note " * 2500
    ),
    "greek and cyrillic": an_invoice(
        seller=SELLER._replace(name="Παπαδόπουλος & Υιοί Α.Ε.", street="Οδός Ερμού 12", city="Αθήνα", country="GR"),
        buyer=BUYER._replace(name="ООО «Северный ветер»", street="ул. Ленина, д. 5", city="Москва", country="RU"),
        lines=(a_line(1, "Ελαιόλαδο εξαιρετικό παρθένο 5 λίτρα"), a_line(2, "Чай чёрный, Đặc sản Việt Nam, żółć, ş ğ")),
    ),
    "beyond the fonts": an_invoice(lines=(a_line(1, "日本語 and 😀 together"),)),
} | {f"{count} lines": an_invoice(count, lines=tuple(a_line(index + 1) for index in range(count))) for count in range(13, 60)}
