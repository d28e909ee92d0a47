"""What follows the lines in the Classic template: tax summary and totals side by side, terms, instalments, payment, notes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from billdesk.documents import formats
from billdesk.documents.countries import is_in_eu
from billdesk.documents.frame import (
    BODY,
    HEADING,
    LABEL,
    LEADING,
    OVERHANG,
    SMALL,
    SMALL_LEADING,
    Piece,
    fitted,
    is_long_ship_to,
    ship_to_line,
)
from billdesk.documents.sheet import ACCENT, Style
from billdesk.documents.text import clean, field, wrap
from billdesk.documents.typeface import BOLD, REGULAR, width

if TYPE_CHECKING:
    from billdesk.documents.frame import Frame
    from billdesk.documents.paper import PaperTax

_TOTALS_WIDTH = 205.0
_BETWEEN = 22.0
_SPACE_ABOVE = 14.0
_ROW = 14.0
_DUE_LABEL = Style(BOLD, 10.5, ACCENT)
_DUE = Style(BOLD, 15, ACCENT)
_TOTAL = Style(BOLD, 10)
_SUMMARY = Style(REGULAR, 8.5)
_SUMMARY_HEAD = Style(BOLD, 8)
_SUMMARY_ROW = 11.5
_TALL = 330.0
"""When tax summary and payment details are taller, they do not stand beside the totals but after them, row by row."""
_LABEL_WIDTH = 85.0
_SECTION = 23.0


class _Total(NamedTuple):
    label: str
    amount: str
    style: Style


class _SummaryRow(NamedTuple):
    label: list[str]
    taxable: str
    tax: str
    height: float


def closing_pieces(frame: Frame) -> list[Piece]:
    """The pieces after the table, in order; the first one holds the totals."""
    totals = _totals_piece(frame)
    room = frame.right - frame.left
    narrow = room - _TOTALS_WIDTH - _BETWEEN
    summary = _summary(frame, narrow)
    beside = [*summary, *_payment(frame, narrow)]
    if sum(piece.height for piece in beside) <= _TALL:
        height = _SPACE_ABOVE + sum(piece.height for piece in beside)
        first = [Piece(max(totals.height, height), partial(_draw_beside, beside, totals))]
    else:
        first = [totals, *summary, *_payment(frame, room)]
    return [*first, *_terms(frame), *_instalments(frame), *_ship_to(frame), *_notes(frame)]


def _draw_beside(beside: list[Piece], totals: Piece, top: float) -> None:
    totals.draw(top)
    _draw_stack(beside, top + _SPACE_ABOVE)


# -- totals


def _totals(frame: Frame) -> list[_Total]:
    paper, currency = frame.paper, frame.paper.currency
    is_credit = paper.kind == "credit_note"
    rows = []
    if paper.taxes or paper.tax_minor:
        rows.append(_Total(frame.say("net_total"), formats.money(paper.net_minor, currency), BODY))
        rows.append(_Total(frame.say("tax_total"), formats.money(paper.tax_minor, currency), BODY))
    label = frame.say("credit_total" if is_credit else "total")
    rows.append(_Total(label, f"{currency} {formats.money(paper.total_minor, currency)}", _TOTAL))
    if paper.paid_minor:
        label = frame.say("settled" if is_credit else "paid")
        rows.append(_Total(label, formats.money(-paper.paid_minor, currency), BODY))
    return rows


def _totals_piece(frame: Frame) -> Piece:
    paper = frame.paper
    rows = _totals(frame)
    due = paper.total_minor - paper.paid_minor
    amount = f"{paper.currency} {formats.money(due, paper.currency)}"
    label = frame.say("amount_credited" if paper.kind == "credit_note" else "amount_due")
    # An amount that would get small beside its label stands under it.
    room = _TOTALS_WIDTH - 8
    is_stacked = width(label, BOLD, _DUE_LABEL.size) + 12 + width(amount, BOLD, _DUE.size) > room
    box_height = 45.0 if is_stacked else 28.0
    below = []
    if paper.kind == "invoice" and paper.due_on and due > 0 and paper.number is not None:
        below.append(frame.say("pay_by", day=frame.day(paper.due_on)))
    if paper.home_currency and paper.home_tax_minor is not None:
        home = formats.money(paper.home_tax_minor, paper.home_currency)
        below.append(f"{frame.say('home_tax', currency=paper.home_currency)}: {home}")
    height = _SPACE_ABOVE + len(rows) * _ROW + 6 + box_height + 4 + len(below) * 12
    drawing = _TotalsDrawing(rows, _Total(label, amount, _DUE), is_stacked, box_height, below)
    return Piece(height, partial(_draw_totals, frame, drawing))


class _TotalsDrawing(NamedTuple):
    rows: list[_Total]
    due: _Total
    is_stacked: bool
    box_height: float
    below: list[str]


def _draw_totals(frame: Frame, drawing: _TotalsDrawing, top: float) -> None:
    sheet = frame.sheet
    right = frame.right
    left = right - _TOTALS_WIDTH + 8
    room = right - left
    y = top + _SPACE_ABOVE
    for row in drawing.rows:
        _draw_pair(frame, (left, right), y + 9, row)
        y += _ROW
    y += 6
    sheet.box(left - 8, y, right + OVERHANG, y + drawing.box_height)
    due = drawing.due
    style = fitted(due.amount, _DUE, room)
    sheet.text(left, y + (15 if drawing.is_stacked else 18.5), due.label, _DUE_LABEL)
    sheet.text_right(right, y + (36 if drawing.is_stacked else 19), due.amount, style)
    y += drawing.box_height + 4
    for line in drawing.below:
        sheet.text_right(right, y + 9, line, fitted(line, Style(REGULAR, 8.5), room))
        y += 12


def _draw_pair(frame: Frame, edges: tuple[float, float], baseline: float, row: _Total) -> None:
    left, right = edges
    frame.sheet.text(left, baseline, row.label, row.style)
    room = right - left - width(row.label, row.style.weight, row.style.size) - 8
    frame.sheet.text_right(right, baseline, row.amount, fitted(row.amount, row.style, room))


# -- tax summary


def _category(frame: Frame, tax: PaperTax) -> str:
    """What the category is called, with its rate or, where there is none, its code."""
    code = clean(tax.category)
    try:
        name = frame.say(code)
    except KeyError:
        name = code
    if tax.rate_e4 or code == "S":
        return f"{name} {formats.percent(tax.rate_e4)}"
    return f"{name} ({code})"


def _reason(frame: Frame, tax: PaperTax) -> str:
    """Why no tax is charged, in the words of the seller or the usual ones (Art. 226 (11), (11a); BT-120)."""
    if tax.exemption_text.strip():
        return tax.exemption_text
    code = clean(tax.category)
    if code not in {"E", "AE", "K", "G", "O"}:
        return ""
    in_eu = is_in_eu(frame.seller_code) and code in {"AE", "G"}
    return frame.say(f"reason_{code}_eu" if in_eu else f"reason_{code}")


def _summary(frame: Frame, room: float) -> list[Piece]:
    paper = frame.paper
    if not paper.taxes:
        return []
    left, right = frame.left, frame.left + room
    amounts = [
        (formats.money(tax.taxable_minor, paper.currency), formats.money(tax.tax_minor, paper.currency)) for tax in paper.taxes
    ]
    heads = (frame.say("taxable"), frame.say("tax"))
    size = _SUMMARY.size
    wide = [
        max(width(heads[side], BOLD, _SUMMARY_HEAD.size), *(width(pair[side], REGULAR, size) for pair in amounts))
        for side in (0, 1)
    ]
    scale = min(1.0, (right - left - 75 - 2 * 10) / sum(wide))
    columns = (right - wide[1] * scale - 10, right)
    label_room = columns[0] - wide[0] * scale - 10 - left
    style = _SUMMARY._replace(size=round(size * scale, 2))
    pieces = [Piece(16.0, partial(_draw_summary_head, frame, columns))]
    for tax, (taxable, charged) in zip(paper.taxes, amounts, strict=True):
        label = wrap(_category(frame, tax), REGULAR, size, label_room)
        row = _SummaryRow(label, taxable, charged, len(label) * _SUMMARY_ROW + 1)
        pieces.append(Piece(row.height, partial(_draw_summary_row, frame, columns, style, row)))
    reasons = dict.fromkeys(reason for tax in paper.taxes if (reason := _reason(frame, tax)))
    lines = [line for reason in reasons for line in wrap(reason, REGULAR, SMALL.size, right - left)]
    return [*pieces, *([Piece(4.0, _draw_nothing)] if lines else []), *_lines(frame, lines, SMALL, SMALL_LEADING)]


def _draw_summary_head(frame: Frame, columns: tuple[float, float], top: float) -> None:
    sheet = frame.sheet
    sheet.text(frame.left, top + 9, frame.say("summary"), _SUMMARY_HEAD)
    sheet.text_right(columns[0], top + 9, frame.say("taxable"), _SUMMARY_HEAD)
    sheet.text_right(columns[1], top + 9, frame.say("tax"), _SUMMARY_HEAD)
    sheet.rule(frame.left, top + 13.5, columns[1])


def _draw_summary_row(frame: Frame, columns: tuple[float, float], style: Style, row: _SummaryRow, top: float) -> None:
    for index, line in enumerate(row.label):
        frame.sheet.text(frame.left, top + 9 + index * _SUMMARY_ROW, line, _SUMMARY)
    frame.sheet.text_right(columns[0], top + 9, row.taxable, style)
    frame.sheet.text_right(columns[1], top + 9, row.tax, style)


# -- sections below


def _section(frame: Frame, key: str, body: list[Piece]) -> list[Piece]:
    """A heading that stays with the first piece under it."""
    if not body:
        return []
    first, *rest = body
    return [Piece(_SECTION + first.height, partial(_draw_section, frame, key, first)), *rest]


def _draw_section(frame: Frame, key: str, first: Piece, top: float) -> None:
    frame.sheet.text(frame.left, top + _SECTION - 4, frame.say(key), HEADING)
    first.draw(top + _SECTION)


def _terms(frame: Frame) -> list[Piece]:
    lines = wrap(frame.paper.terms_text, REGULAR, BODY.size, frame.right - frame.left)
    return _section(frame, "terms", _lines(frame, lines, BODY, LEADING))


def _ship_to(frame: Frame) -> list[Piece]:
    """The place of delivery, where it is too long for the line under the title."""
    text = ship_to_line(frame)
    if not is_long_ship_to(frame, text):
        return []
    return _lines(frame, ["", *wrap(text, REGULAR, SMALL.size, frame.right - frame.left)], SMALL, SMALL_LEADING)


def _notes(frame: Frame) -> list[Piece]:
    lines = wrap(frame.paper.notes, REGULAR, BODY.size, frame.right - frame.left)
    return _section(frame, "notes", _lines(frame, lines, BODY, LEADING))


def _instalments(frame: Frame) -> list[Piece]:
    currency = frame.paper.currency
    rows = [
        (frame.day(part.due_on), f"{currency} {formats.money(part.amount_minor, currency)}") for part in frame.paper.instalments
    ]
    return _section(frame, "instalments", [_pair(frame, label, [value]) for label, value in rows])


def _payment(frame: Frame, room: float) -> list[Piece]:
    """Where to pay, kept together; nothing on a credit note, which nobody has to pay."""
    paper, details = frame.paper, frame.paper.payment
    if details is None or paper.kind == "credit_note":
        return []
    rows = [
        ("account_holder", field(details.account_holder)),
        ("iban", formats.iban(field(details.iban))),
        ("bic", field(details.bic)),
        ("bank_name", field(details.bank_name)),
    ]
    if any(value for _, value in rows) and paper.number is not None:
        rows.append(("payment_reference", field(paper.number)))
    pairs = [_pair(frame, frame.say(key), wrap(value, REGULAR, BODY.size, room - _LABEL_WIDTH)) for key, value in rows if value]
    together = [Piece(sum(pair.height for pair in pairs), partial(_draw_stack, pairs))] if pairs else []
    note = wrap(details.note, REGULAR, BODY.size, room)
    return _section(frame, "payment", [*together, *_lines(frame, note, BODY, LEADING)])


def _pair(frame: Frame, label: str, value: list[str]) -> Piece:
    return Piece(LEADING * len(value), partial(_draw_labelled, frame, label, value))


def _draw_labelled(frame: Frame, label: str, value: list[str], top: float) -> None:
    frame.sheet.text(frame.left, top + 9, label, fitted(label, LABEL, _LABEL_WIDTH - 6))
    for index, line in enumerate(value):
        frame.sheet.text(frame.left + _LABEL_WIDTH, top + 9 + index * LEADING, line, BODY)


def _draw_stack(pieces: list[Piece], top: float) -> None:
    for piece in pieces:
        piece.draw(top)
        top += piece.height


def _lines(frame: Frame, lines: list[str], style: Style, leading: float) -> list[Piece]:
    return [Piece(leading, partial(_draw_line, frame, line, style)) for line in lines]


def _draw_line(frame: Frame, line: str, style: Style, top: float) -> None:
    if line:
        frame.sheet.text(frame.left, top + 9, line, style)


def _draw_nothing(_top: float) -> None:
    """Space."""
