"""Invoices as values: the lines that charges become, the totals, and the canonical form that is sealed by a hash.

EN 16931 terms: line net amount (BT-131), tax summary (BG-23), totals (BG-22). A credit note carries positive amounts and
refers to the invoice that it corrects (type 381).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from billdesk.billing.collect import Collected
from billdesk.billing.errors import BillingError
from billdesk.billing.money import line_amount
from billdesk.billing.parts import Part
from billdesk.billing.tax import TaxLine, TaxTotal, taxes_in_gross, taxes_on_net
from billdesk.billing.totals import Totals, totals


class InvoiceLine(NamedTuple):
    """One line of an invoice, as it is stored and sealed: dates as ISO text, in the order of the columns.

    It names what stands where in the plain tuples that drafts carry, of which a run makes and compares very many.

    Amounts in minor units; `period_until` exclusive, both None for a one-time line. `gross_minor` is set where prices
    include tax.
    """

    order_line_id: int | None
    product_id: int | None
    description: str
    quantity_e6: int
    unit_price_e4: int
    discount_e4: int
    tax_category: str
    tax_rate_e4: int
    used_days: int
    whole_days: int
    net_minor: int
    gross_minor: int | None
    period_from: str | None
    period_until: str | None
    due_on: str


class Drafted(NamedTuple):
    """An invoice's lines and totals before it has a number. Lines are plain tuples in the order of InvoiceLine."""

    lines: Sequence[tuple[Any, ...]]
    totals: Totals


def draft_invoice(collected: Sequence[Collected], currency: str, includes_tax: bool, known: Drafted | None = None) -> Drafted:
    """Turn collected charges of one draft into lines and totals.

    `known` is an invoice of the same currency and price basis, such as the draft that stands: where it bills the same
    lines on the same figures, its amounts are taken over, for they depend on nothing else.
    Raises BillingError for a line without price (the run lists it as an exception) or an amount out of range.
    """
    if known is not None:
        same = _on_same_figures(collected, known.lines)
        if same is not None:
            return Drafted(same, known.totals)
    priced: list[TaxLine] = []
    for line, charge, quantity, part in collected:
        price = line.unit_price_e4
        if price is None:
            raise BillingError("a line has no price", f"{line.description!r}", "give the order line a unit price")
        try:
            amount = line_amount(quantity, price, line.discount_e4, currency, charge.used_days, charge.whole_days)
        except BillingError as error:
            raise BillingError(error.what, f"{line.description!r}", error.remedy) from None
        if part is not None:
            amount += part.remainder_minor
        priced.append(TaxLine(line.tax_category, line.tax_rate_e4, amount))
    summed = totals(priced, includes_tax)
    lines = [
        _line(item, net, tax_line.amount_minor if includes_tax else None)
        for item, net, tax_line in zip(collected, summed.line_nets, priced, strict=True)
    ]
    return Drafted(lines, summed)


def stored_draft(lines: Sequence[tuple[Any, ...]], net_minor: int, tax_minor: int, total_minor: int) -> Drafted:
    """A draft from its stored lines (in the order of InvoiceLine) and totals."""
    nets = tuple([line[10] for line in lines])
    first = lines[0][6:8]
    if len(lines) == 1 or all(line[6:8] == first for line in lines):
        taxes: tuple[TaxTotal, ...] = (TaxTotal(first[0], first[1], net_minor, tax_minor),)
    elif lines[0][11] is None:
        taxes = taxes_on_net([TaxLine(line[6], line[7], line[10]) for line in lines])
    else:
        taxes = taxes_in_gross([TaxLine(line[6], line[7], line[11]) for line in lines])[0]
    return Drafted(lines, Totals(nets, net_minor, tax_minor, total_minor, taxes))


def _on_same_figures(collected: Sequence[Collected], lines: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]] | None:
    """The lines for `collected` with the amounts of `lines`, where all figures that make an amount agree; else None."""
    if len(collected) != len(lines):
        return None
    same: list[tuple[Any, ...]] = []
    for (line, charge, quantity, part), known in zip(collected, lines, strict=True):
        if part is not None:
            return None
        from_on, until_on, due_on, used_days, whole_days = charge
        # Line id to tax rate, the days, and the quantity (which is not the line's own for usage).
        if known[:8] != line[:8] or known[8] != used_days or known[9] != whole_days or known[3] != quantity:
            return None
        if until_on is None:
            dates: tuple[str | None, ...] = (None, None, iso_text(due_on))
        else:
            dates = (iso_text(from_on), iso_text(until_on), iso_text(due_on))
        same.append(known if known[12:] == dates else known[:12] + dates)
    return same


def _line(item: Collected, net_minor: int, gross_minor: int | None) -> tuple[Any, ...]:
    """A plain tuple in the order of InvoiceLine."""
    line, (from_on, until_on, due_on, used_days, whole_days), quantity, part = item
    row = (
        line.id,
        line.product_id,
        line.description,
        quantity,
        line.unit_price_e4 or 0,
        line.discount_e4,
        line.tax_category,
        line.tax_rate_e4,
        used_days,
        whole_days,
        net_minor,
        gross_minor,
        None if until_on is None else iso_text(from_on),
        None if until_on is None else iso_text(until_on),
        iso_text(due_on),
    )
    return row if part is None else (*row, stored_part(part))


def stored_part(part: Part) -> tuple[Any, ...]:
    """A part in the order of its fields, dates as ISO text."""
    number, role, claim_from, claim_until, *rest = part
    return (number, role, iso_text(claim_from), None if claim_until is None else iso_text(claim_until), *rest)


@lru_cache(maxsize=65536)
def iso_text(day: date) -> str:
    """The ISO 8601 text of a date; remembered, for a run writes the same few dates very often."""
    return day.isoformat()


def digest(header: Sequence[object], lines: Iterable[Sequence[object]], taxes: Iterable[Sequence[object]]) -> str:
    """The SHA-256 (hex) of a posted document's stored values (integers, text, None), as they stand in its rows.

    The canonical form is `ascii()` of plain tuples: whole numbers, None, and quoted text with every character beyond
    ASCII escaped, so that no two documents share one and every Python writes the same.
    """
    return digest_of(header, digest_tail(lines, taxes))


def digest_tail(lines: Iterable[Sequence[object]], taxes: Iterable[Sequence[object]]) -> str:
    """The part of the canonical form that is known before a document has its number."""
    return f"{[*map(tuple, lines)]!a}, {[*map(tuple, taxes)]!a}"


def digest_of(header: Sequence[object], tail: str) -> str:
    """The digest of a document from its header and the `digest_tail` of its lines and taxes."""
    return sha256(f"({tuple(header)!a}, {tail})".encode("ascii")).hexdigest()


def chain(previous_hash: str, *fields: str | int | None) -> str:
    """The hash of an audit row: SHA-256 (hex) over the hash of the row before it and its own fields.

    The same canonical form as a digest's, so that no character in a text can pass for the end of its field.
    """
    return sha256(ascii((previous_hash, *fields)).encode("ascii")).hexdigest()
