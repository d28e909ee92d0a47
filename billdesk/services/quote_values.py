"""A quote as a person edits it, and what becomes of it by the rules that orders go by.

A field that is left empty means what it means in an order: the product's, then the quote's own. Dates that are left empty
are known when the quote is accepted. Reads only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection

from billdesk.billing.errors import BillingError, FieldError
from billdesk.billing.milestones import parse_plan, plan_text
from billdesk.billing.money import WHOLE_PERCENT_E4
from billdesk.billing.order import BUNDLE_ROLES
from billdesk.billing.pricing import parse_pricing
from billdesk.billing.quote import whole_price
from billdesk.billing.terms import parse_terms
from billdesk.services.company import iso
from billdesk.services.line_content import LineContent
from billdesk.services.order_values import Header, LineEdit, OrderEdit, ShipTo, wanted

NOWHERE = ShipTo()


@dataclass(frozen=True, slots=True)
class QuoteLineEdit:
    """A quote line as a person wants it: a LineEdit's fields, and what only quotes say.

    `parent` is the index of the bundle's line among the lines, which stands before this one. `pricing` and `plan` are texts
    as in `billing.pricing` and `billing.milestones`. The bundle discounts stand on the line that is the bundle.
    """

    id: int | None = None
    position: int | None = None
    product_id: int | None = None
    description: str = ""
    quantity_e6: int | None = None
    unit_price_e4: int | None = None
    discount_e4: int | None = None
    tax_rate_e4: int | None = None
    tax_category: str = ""
    charge_type: str = ""
    every: str = ""
    timing: str = ""
    due_on: date | None = None
    bill_on: date | None = None
    start_on: date | None = None
    end_on: date | None = None
    bill_day: str = ""
    group: str = ""
    pricing: str = ""
    allowance_minor: int = 0
    plan: str = ""
    parent: int | None = None
    bundle_role: str = ""
    bundle_discount_e4: int = 0
    bundle_discount_minor: int = 0


@dataclass(frozen=True, slots=True)
class QuoteEdit:
    """A quote as a person wants it. `id` is the stored one (None: new); an empty `code` takes the next free one.

    An empty currency is the account's. Amounts in minor units of the currency.
    """

    id: int | None = None
    code: str = ""
    account_id: int | None = None
    quoted_on: date | None = None
    valid_until: date | None = None
    start_on: date | None = None
    currency: str = ""
    title: str = ""
    notes: str = ""
    po: str = ""
    terms: str = ""
    discount_e4: int = 0
    discount_minor: int = 0
    ship_to: ShipTo = NOWHERE
    lines: tuple[QuoteLineEdit, ...] = ()


class QuoteLineContent(NamedTuple):
    """A quote line's own columns, in the order in which they are stored. Dates as ISO text, `end_on` inclusive."""

    product_id: int | None
    description: str | None
    quantity_e6: int
    unit_price_e4: int | None
    discount_e4: int
    tax_rate_e4: int
    tax_category: str
    charge_type: str
    every: str | None
    timing: str
    due_on: str | None
    bill_on: str | None
    start_on: str | None
    end_on: str | None
    bill_day: str | None
    group_name: str | None
    pricing: str | None
    allowance_minor: int
    plan: str | None
    bundle_role: str | None
    bundle_discount_e4: int
    bundle_discount_minor: int

    def content(self, ordered_on: str, start_on: str | None) -> LineContent:
        """The same as an order line's content, ordered on a day; it starts on its own day, the quote's, or that day."""
        dates = (ordered_on, self.due_on, self.bill_on, self.start_on or start_on or ordered_on, self.end_on)
        return LineContent._make((*self[:10], *dates, self.bill_day, self.group_name))


QUOTE_LINE_COLUMNS = QuoteLineContent._fields


class WantedQuote(NamedTuple):
    """What an edit comes to: the header and each line's content. None where `problems` say why it cannot be known."""

    header: Header | None
    lines: tuple[QuoteLineContent | None, ...]
    problems: tuple[FieldError, ...]


def wanted_quote(connection: Connection, edit: QuoteEdit) -> WantedQuote:
    """Work an edit out. Each problem is a FieldError whose field is `valid_until`, or `lines.0.quantity`."""
    found = wanted(connection, _as_order(edit))
    problems = [
        FieldError(_ours(p.field), p.what.replace("the order ", "the quote "), p.record, p.remedy) for p in found.problems
    ]
    problems += _header_problems(edit)
    currency = found.header.currency if found.header is not None else ""
    lines: list[QuoteLineContent | None] = []
    for index, (line, content) in enumerate(zip(edit.lines, found.lines, strict=True)):
        if content is None:
            lines.append(None)
            continue
        try:
            lines.append(_line(line, content, edit.lines[:index], currency))
        except FieldError as error:
            problems.append(FieldError(f"lines.{index}.{error.field}", error.what, error.record, error.remedy))
            lines.append(None)
    return WantedQuote(found.header, tuple(lines), tuple(problems))


def _ours(field: str) -> str:
    return {"order": "quote", "ordered_on": "quoted_on"}.get(field, field)


def _as_order(edit: QuoteEdit) -> OrderEdit:
    """The quote as if it were ordered on its own day. What a pricing charges needs no unit price beside it."""
    names = [name for name in LineEdit.__slots__ if name in QuoteLineEdit.__slots__]
    lines = []
    for line in edit.lines:
        values: dict[str, Any] = {name: getattr(line, name) for name in names}
        if line.pricing and line.unit_price_e4 is None:
            values["unit_price_e4"] = 0
        values["start_on"] = line.start_on or edit.start_on
        lines.append(LineEdit(**values))
    return OrderEdit(
        code=edit.code,
        account_id=edit.account_id,
        ordered_on=edit.quoted_on,
        currency=edit.currency,
        po=edit.po,
        ship_to=edit.ship_to,
        lines=tuple(lines),
    )


def _header_problems(edit: QuoteEdit) -> list[FieldError]:
    found = []
    if edit.valid_until is not None and edit.quoted_on is not None and edit.valid_until < edit.quoted_on:
        what = f"the quote is valid until {edit.valid_until}, before its own day {edit.quoted_on}"
        found.append(FieldError("valid_until", what, remedy="correct one of the dates"))
    if not 0 <= edit.discount_e4 <= WHOLE_PERCENT_E4:
        found.append(FieldError("discount_percent", "the discount is not between 0 and 100 percent", remedy="correct it"))
    if edit.discount_minor < 0:
        found.append(FieldError("discount_amount", "the amount off is below 0", remedy="give it without a sign"))
    if edit.terms:
        try:
            parse_terms(edit.terms)
        except BillingError as error:
            found.append(FieldError("terms", error.what, remedy=error.remedy))
    return found


def _line(line: QuoteLineEdit, content: LineContent, before: Sequence[QuoteLineEdit], currency: str) -> QuoteLineContent:
    """The content of a line; FieldError where it does not fit together."""
    pricing = _read("pricing", line.pricing)
    plan = _read("plan", line.plan)
    _check_bundle(line, before)
    if plan is not None and content.charge_type != "one_time":
        raise FieldError("plan", "a plan of milestones is for a one-time line", remedy="empty the plan, or bill the line once")
    if line.allowance_minor and content.charge_type == "usage":
        raise FieldError("allowance", "usage has no amount off", remedy="give a discount in percent")
    price = content.unit_price_e4 if line.unit_price_e4 is not None else None
    terms = None if pricing is None else parse_pricing(pricing)
    whole = whole_price(content.quantity_e6, price, content.discount_e4, 0, terms, currency)
    if line.allowance_minor < 0 or (line.allowance_minor and line.allowance_minor > whole):
        raise FieldError("allowance", "the amount off is more than the price of the line", remedy="give a smaller amount off")
    dates = (iso(line.due_on), iso(line.bill_on), iso(line.start_on), iso(line.end_on))
    return QuoteLineContent._make(
        (
            *content[:3],
            price,
            *content[4:10],
            *dates,
            content.bill_day,
            content.group_name,
            pricing,
            line.allowance_minor,
            plan,
            line.bundle_role or None,
            line.bundle_discount_e4,
            line.bundle_discount_minor,
        )
    )


def _read(field: str, text: str) -> str | None:
    """The canonical form of a pricing or a plan; None where there is none."""
    if not text.strip():
        return None
    try:
        return plan_text(parse_plan(text)) if field == "plan" else parse_pricing(text).text()
    except BillingError as error:
        raise FieldError(field, error.what, remedy=error.remedy) from error


def _check_bundle(line: QuoteLineEdit, before: Sequence[QuoteLineEdit]) -> None:
    if line.bundle_role and line.bundle_role not in BUNDLE_ROLES:
        raise FieldError("bundle_role", f"{line.bundle_role!r} is no role", remedy=f"use one of: {', '.join(BUNDLE_ROLES)}")
    is_bundle = line.bundle_role == "bundle"
    if line.parent is not None and (is_bundle or not line.bundle_role):
        raise FieldError("bundle_role", "a component of a bundle has no role", remedy="use required, optional or included")
    if line.parent is None and line.bundle_role and not is_bundle:
        raise FieldError("parent", "a component belongs to no bundle", remedy="name the line of its bundle")
    if line.parent is not None and not (0 <= line.parent < len(before) and before[line.parent].bundle_role == "bundle"):
        raise FieldError("parent", "the line of the bundle does not stand before this one", remedy="put the bundle first")
    if not 0 <= line.bundle_discount_e4 <= WHOLE_PERCENT_E4 or line.bundle_discount_minor < 0:
        raise FieldError("bundle_discount", "the discount of the bundle is out of range", remedy="give 0 to 100 percent")
    if (line.bundle_discount_e4 or line.bundle_discount_minor) and not is_bundle:
        raise FieldError("bundle_discount", "only a bundle has a discount of a bundle", remedy="give the line a discount")
