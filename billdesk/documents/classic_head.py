"""Top and foot of the Classic template: letterhead, address window, dates, title; the short head of later pages; the footer.

The buyer stands where window envelopes have their window: 25 mm from the left, 63 mm from the top (DIN 5008 form B;
the window of a US #10 envelope shows the same place).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from billdesk.documents.countries import country_code, tax_id_word
from billdesk.documents.formats import period
from billdesk.documents.frame import (
    BODY,
    LABEL,
    LEADING,
    SIDE_WIDTH,
    SMALL,
    SMALL_LEADING,
    address_lines,
    fitted,
    is_long_ship_to,
    ship_to_line,
    tax_id_line,
)
from billdesk.documents.sheet import ACCENT, INK, MM, MUTED, Style
from billdesk.documents.text import clean, field, wrap
from billdesk.documents.typeface import BOLD, REGULAR

if TYPE_CHECKING:
    from billdesk.documents.frame import Frame

_TOP = 14 * MM
_LOGO_ROOM = (70 * MM, 24 * MM)
_WINDOW_WIDTH = 80 * MM
_WINDOW_TOP = 63 * MM
_SENDER_BOTTOM = 60 * MM
_SIDE_TOP = 50 * MM
_TITLE_TOP = 94 * MM
_META_LABEL = 25 * MM
_SIDE_LEADING = 1.32
_MAX_SIDE = 190.0
_LEAST_SIZE = 4.5
_BRAND = Style(BOLD, 15, ACCENT)
_TITLE = Style(BOLD, 17, ACCENT)
_SENDER = Style(REGULAR, 6.5, MUTED)
_FOOTER = Style(REGULAR, 7, MUTED)
_FOOTER_LEADING = 9.0
_MAX_FOOTER_LINES = 4
_PAGE_ROOM = 80.0


def draw_head(frame: Frame) -> float:
    """Draw the top of the first page; the y below it, where the lines may begin."""
    side_end = _draw_seller(frame)
    window_end = _draw_buyer(frame)
    meta_end = _draw_meta(frame, max(_SIDE_TOP, side_end + 5 * MM))
    return _draw_title(frame, max(_TITLE_TOP, window_end + 8 * MM, meta_end + 8 * MM))


def draw_next_head(frame: Frame) -> None:
    """Draw the short head of a later page: whose it is and which document."""
    baseline = 18 * MM
    middle = (frame.left + frame.right) / 2
    name, title = field(frame.paper.seller.name), frame.heading()
    room = middle - frame.left - 6
    frame.sheet.text(frame.left, baseline, name, fitted(name, LABEL, room))
    frame.sheet.text_right(frame.right, baseline, title, fitted(title, Style(BOLD, 8.5), room))
    frame.sheet.rule(frame.left, baseline + 6, frame.right)


def footer_lines(frame: Frame) -> list[str]:
    """The seller in a line or more for the foot of each page; an endless one is shortened, the head has it whole."""
    seller = frame.paper.seller
    parts = [*address_lines(seller, frame.seller_code), tax_id_line(seller), clean(frame.paper.seller_legal)]
    if frame.paper.tax_representative:
        proxy = frame.paper.tax_representative
        who = ", ".join([*address_lines(proxy, ""), *filter(None, [tax_id_line(proxy)])])
        parts.append(f"{frame.say('tax_representative')}: {who}")
    room = frame.right - frame.left - _PAGE_ROOM
    lines = wrap(" · ".join(filter(None, parts)), REGULAR, _FOOTER.size, room)
    if len(lines) > _MAX_FOOTER_LINES:
        lines = [*lines[: _MAX_FOOTER_LINES - 1], lines[_MAX_FOOTER_LINES - 1][:-2] + "…"]
    return lines


def footer_top(frame: Frame, lines: list[str]) -> float:
    """The y that the body must not pass."""
    return frame.sheet.height - 14 * MM - _FOOTER_LEADING * max(1, len(lines)) - 10


def draw_footer(frame: Frame, lines: list[str], page: int, pages: int) -> None:
    """Draw the rule, the seller and "Page n of m"."""
    top = footer_top(frame, lines) + 8
    frame.sheet.rule(frame.left, top, frame.right)
    for index, line in enumerate(lines):
        frame.sheet.text(frame.left, top + 11 + index * _FOOTER_LEADING, line, _FOOTER)
    label = frame.say("page", page=str(page), pages=str(pages))
    frame.sheet.text_right(frame.right, top + 11, label, _FOOTER)


def _draw_seller(frame: Frame) -> float:
    """Logo or name on the left, the seller's address on the right; the y below the address."""
    seller, sheet = frame.paper.seller, frame.sheet
    name = field(seller.name)
    left = frame.right - SIDE_WIDTH
    if frame.paper.logo:
        sheet.picture(frame.paper.logo, frame.left, _TOP, _LOGO_ROOM)
    else:
        # A long name gets two lines at most before it gets smaller; a book of a name gets as small as it must.
        style, lines = _brand(name, left - frame.left - 8 * MM)
        for index, line in enumerate(lines):
            sheet.text(frame.left, _TOP + style.size * (0.9 + 1.2 * index), line, style)
    texts = [*address_lines(seller, ""), tax_id_line(seller), field(seller.email), field(seller.phone)]
    size, rows = _side_rows([text for text in texts if text], 8.0, SIDE_WIDTH)
    baseline = _TOP + 8
    for index, lines in enumerate(rows):
        for line in lines:
            sheet.text(left, baseline, line, Style(REGULAR if index else BOLD, size))
            baseline += size * _SIDE_LEADING
    return baseline - 8


def _side_rows(texts: list[str], size: float, room: float) -> tuple[float, list[list[str]]]:
    """The size, `size` or less, at which `texts` take no undue part of the page, and the lines of each."""
    while True:
        # Bold is the wider one: what fits in it fits in both.
        rows = [wrap(text, BOLD, size, room) for text in texts]
        if size <= _LEAST_SIZE or sum(map(len, rows)) * size * _SIDE_LEADING <= _MAX_SIDE:
            return size, rows
        size = max(_LEAST_SIZE, size - 1)


def _brand(name: str, room: float) -> tuple[Style, list[str]]:
    style = _BRAND
    lines = wrap(name, BOLD, style.size, room)
    while len(lines) * style.size > 30 and style.size > 6:
        style = style._replace(size=style.size - 1)
        lines = wrap(name, BOLD, style.size, room)
    return style, lines


def _draw_buyer(frame: Frame) -> float:
    """The sender's line and the buyer's address in the window; the y below."""
    sheet = frame.sheet
    sender = " · ".join(address_lines(frame.paper.seller, country_code(frame.paper.buyer.country)))
    lines = wrap(sender, REGULAR, _SENDER.size, _WINDOW_WIDTH)
    # What does not fit above the window is left out there: the letterhead has it whole.
    if len(lines) <= 2:
        for index, line in enumerate(reversed(lines)):
            sheet.text(frame.left, _SENDER_BOTTOM - index * 8, line, _SENDER)
        sheet.rule(frame.left, _SENDER_BOTTOM + 2.5, frame.left + _WINDOW_WIDTH, 0.4)
    style, leading = BODY, LEADING
    address = address_lines(frame.paper.buyer, frame.seller_code)
    lines = []
    for size in (9.5, 8.5, 7.5):
        style, leading = Style(REGULAR, size), size * 1.3
        lines = [part for line in address for part in wrap(line, REGULAR, size, _WINDOW_WIDTH)]
        if len(lines) * leading <= 27 * MM:
            break
    for index, line in enumerate(lines):
        sheet.text(frame.left, _WINDOW_TOP + style.size + index * leading, line, style)
    return _WINDOW_TOP + style.size + len(lines) * leading


def _meta(frame: Frame) -> list[tuple[str, str]]:
    paper = frame.paper
    buyer_id = tax_id_word(country_code(paper.buyer.country) or frame.seller_code)
    due = frame.day(paper.due_on) if paper.due_on and paper.kind == "invoice" else ""
    orders = {line.order_code for line in paper.lines}
    rows = [
        (frame.say("number"), field(paper.number or frame.say("draft"))),
        (frame.say("issued_on"), frame.day(paper.issued_on)),
        (frame.say("due_on"), due),
        (frame.say("supply_on"), frame.day(paper.supply_on) if paper.supply_on else ""),
        (frame.say("period"), period(paper.period_from, paper.period_until, paper.paper_size)),
        (frame.say("reference"), field(paper.reference)),
        (frame.say("order"), field(orders.pop()) if len(orders) == 1 else ""),
        (frame.say("account"), field(paper.account_code)),
        (frame.say("buyer_tax_id", id=buyer_id), field(paper.buyer.tax_id)),
    ]
    return [row for row in rows if row[1]]


def _draw_meta(frame: Frame, top: float) -> float:
    """Number, dates and references as labelled rows; the y below."""
    left = frame.right - SIDE_WIDTH
    meta = _meta(frame)
    size, rows = _side_rows([value for _, value in meta], 8.5, SIDE_WIDTH - _META_LABEL - 4)
    baseline = top + 9
    for (label, _), lines in zip(meta, rows, strict=True):
        frame.sheet.text(left, baseline, label, fitted(label, LABEL, _META_LABEL))
        for line in lines:
            frame.sheet.text(left + _META_LABEL + 4, baseline, line, Style(REGULAR, size))
            baseline += size * _SIDE_LEADING
        baseline += max(0.0, 11 - len(lines) * size * _SIDE_LEADING)
    return baseline - 9


def _draw_title(frame: Frame, top: float) -> float:
    """The title and what belongs right under it; the y below."""
    sheet, paper = frame.sheet, frame.paper
    room = frame.right - frame.left
    lines = wrap(frame.heading(), BOLD, _TITLE.size, room)
    style = _TITLE if len(lines) == 1 else _TITLE._replace(size=11)
    baseline = top + 14
    for line in wrap(frame.heading(), BOLD, style.size, room):
        sheet.text(frame.left, baseline, line, style)
        baseline += style.size * 1.25
    hints = []
    if paper.number is None:
        hints.append((frame.say("draft_hint"), Style(BOLD, 8.5, INK)))
    if paper.kind == "credit_note" and paper.corrects_number:
        number = field(paper.corrects_number)
        on = paper.corrects_on
        hint = frame.say("corrects_on", number=number, day=frame.day(on)) if on else frame.say("corrects", number=number)
        hints.append((hint, BODY))
    delivery = ship_to_line(frame)
    if delivery and not is_long_ship_to(frame, delivery):
        hints.append((delivery, SMALL))
    baseline -= style.size * 1.25 - 15
    for text, look in hints:
        for line in wrap(text, look.weight, look.size, room):
            sheet.text(frame.left, baseline, line, look)
            baseline += SMALL_LEADING + 1.5
    return baseline + (0 if hints else 2)
