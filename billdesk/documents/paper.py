"""What is printed: the frozen values that a template draws.

Services fill them from a posted snapshot (or from a draft for its preview); templates read them. They hold scaled
integers as everywhere (`_minor`, `_e4`, `_e6`) and free text that is data, never markup. '' and None mean "not given":
a template then prints no label either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from billdesk.billing.party import Party

Kind = Literal["invoice", "credit_note"]
PriceBasis = Literal["net", "gross"]
PaperSize = Literal["A4", "Letter"]
PAPER_SIZES: tuple[PaperSize, ...] = get_args(PaperSize)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One invoice line (EN 16931 BG-25)."""

    position: int
    description: str
    quantity_e6: int
    unit: str
    unit_price_e4: int
    discount_e4: int
    tax_category: str
    """UNCL5305: S, Z, E, AE, K, G, O, L, M."""
    tax_rate_e4: int
    net_minor: int
    period_from: date | None = None
    period_until: date | None = None
    """Exclusive, as everywhere; printed as the last day that is included."""
    order_code: str = ""
    gross_minor: int | None = None
    """The line's amount with tax; printed instead of the net amount where prices are gross."""
    note: str = ""
    """What else a reader has to know to see why it has its amount, such as the share of a plan."""


@dataclass(frozen=True, slots=True)
class PaperTax:
    """One row of the tax summary (EN 16931 BG-23)."""

    category: str
    rate_e4: int
    taxable_minor: int
    tax_minor: int
    exemption_text: str = ""
    """Reason in the seller's words (BT-120); '' prints the category's usual words."""


@dataclass(frozen=True, slots=True)
class PaperInstalment:
    """One part of the total with a day of its own."""

    due_on: date
    amount_minor: int


@dataclass(frozen=True, slots=True)
class PaymentDetails:
    """Where to pay (EN 16931 BG-16)."""

    account_holder: str = ""
    iban: str = ""
    bic: str = ""
    bank_name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class InvoicePaper:
    """An invoice or a credit note, complete: what Art. 226 of Directive 2006/112/EC, UK VAT Notice 700 and US practice ask.

    A credit note has positive amounts (EN 16931 type 381). Periods are half-open.
    """

    kind: Kind
    number: str | None
    """None is a draft, and the page says so."""
    issued_on: date
    due_on: date | None
    currency: str
    seller: Party
    buyer: Party
    lines: tuple[PaperLine, ...]
    taxes: tuple[PaperTax, ...]
    net_minor: int
    tax_minor: int
    total_minor: int
    paid_minor: int = 0
    terms_text: str = ""
    reference: str = ""
    """The buyer's purchase order (BT-13)."""
    period_from: date | None = None
    period_until: date | None = None
    supply_on: date | None = None
    """Date of supply where it is not the invoice date (Art. 226 (7), BT-72)."""
    corrects_number: str = ""
    """Of a credit note: the invoice that it corrects (Art. 219, BT-25), and its date."""
    corrects_on: date | None = None
    price_basis: PriceBasis = "net"
    payment: PaymentDetails | None = None
    instalments: tuple[PaperInstalment, ...] = ()
    notes: str = ""
    language: str = "en"
    paper_size: PaperSize = "A4"
    logo: bytes | None = None
    """A PNG or JPEG file."""
    account_code: str = ""
    ship_to: Party | None = None
    seller_legal: str = ""
    """Company register, seat, directors: what the seller's law wants on business paper."""
    tax_representative: Party | None = None
    """Art. 226 (15)."""
    home_currency: str = ""
    """The seller's currency where it is another one: the tax must be stated in it too (Art. 230, BT-111)."""
    home_tax_minor: int | None = None
