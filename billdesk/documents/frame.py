"""What the parts of the Classic template share: the page's measures, its styles, and the paper that is being drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from billdesk.documents.countries import country_code, country_name, locality, tax_id_word, tax_word, wants_tax_invoice
from billdesk.documents.formats import day
from billdesk.documents.sheet import INK, MM, MUTED, Sheet, Style
from billdesk.documents.text import field
from billdesk.documents.typeface import BOLD, REGULAR, width
from billdesk.documents.words import words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from billdesk.billing.party import Party
    from billdesk.documents.paper import InvoicePaper

LEFT_MARGIN = 25 * MM
RIGHT_MARGIN = 20 * MM
SIDE_WIDTH = 70 * MM
"""Width of the right column, which holds the seller and the dates (DIN 5008: 75 mm)."""
OVERHANG = 5.0
"""How far shaded boxes reach beyond the body, so that the text in them keeps its edge."""
NEXT_TOP = 26 * MM
"""Where the body begins on each page but the first."""

BODY = Style(REGULAR, 9)
BODY_BOLD = Style(BOLD, 9)
SMALL = Style(REGULAR, 7.5, MUTED)
LABEL = Style(REGULAR, 8, MUTED)
HEADING = Style(BOLD, 8.5, INK)
LEADING = 12.0
SMALL_LEADING = 10.0


class Piece(NamedTuple):
    """A part of the body that stays together: its height, and how to draw it from a given top."""

    height: float
    draw: Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Frame:
    """One paper on its sheet."""

    paper: InvoicePaper
    sheet: Sheet
    seller_code: str
    """Alpha-2 of the seller's country, or ''."""

    @property
    def left(self) -> float:
        """Left edge of the body."""
        return LEFT_MARGIN

    @property
    def right(self) -> float:
        """Right edge of the body."""
        return self.sheet.width - RIGHT_MARGIN

    def say(self, key: str, **values: str) -> str:
        """The word for `key` in the paper's language, with the country's own word for the tax."""
        text = words(self.paper.language)[key]
        return text.format(tax=tax_word(self.seller_code), **values) if "{" in text else text

    def day(self, on: date) -> str:
        """A day as this paper writes it."""
        return day(on, self.paper.paper_size)

    def heading(self) -> str:
        """Kind and number, as in the title: Invoice 2026-0001."""
        number = field(self.paper.number or "") or self.say("draft")
        return f"{self.kind()} {number}"

    def kind(self) -> str:
        """Invoice, Tax invoice or Credit note."""
        if self.paper.kind == "credit_note":
            return self.say("credit_note")
        return self.say("tax_invoice" if wants_tax_invoice(self.seller_code) else "invoice")


def address_lines(party: Party, from_code: str) -> list[str]:
    """Name, street, place, and the country where it is not `from_code`, each cleaned."""
    code = country_code(party.country)
    place = locality(field(party.city), field(party.region), field(party.postcode), code)
    lines = [field(party.name), field(party.street), *place]
    if party.country and (not code or code != from_code):
        lines.append(field(country_name(party.country)))
    return [line for line in lines if line]


def tax_id_line(party: Party) -> str:
    """The party's tax number with what it is called in its country; '' without one."""
    return f"{tax_id_word(country_code(party.country))} {field(party.tax_id)}" if party.tax_id.strip() else ""


def fitted(text: str, style: Style, room: float) -> Style:
    """`style`, made smaller where `text` would be wider than `room`."""
    wide = width(text, style.weight, style.size)
    return style if wide <= room else style._replace(size=style.size * room / wide)


def ship_to_line(frame: Frame) -> str:
    """Where the goods went, in one line; '' where nothing is said."""
    if frame.paper.ship_to is None:
        return ""
    return f"{frame.say('ship_to')}: {', '.join(address_lines(frame.paper.ship_to, frame.seller_code))}"


def is_long_ship_to(frame: Frame, line: str) -> bool:
    """True where that takes more than two lines under the title and so stands near the end instead."""
    return width(line, SMALL.weight, SMALL.size) > 1.9 * (frame.right - frame.left)
