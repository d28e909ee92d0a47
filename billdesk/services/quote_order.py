"""What becomes of a quote: the order lines that its acceptance makes, and what they come to before there is an order.

Both come from `order_rows`, so that what a quote shows is what its invoices bill.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from billdesk.billing.collect import Ledger, ScheduleBook, collect
from billdesk.billing.errors import BillingError
from billdesk.billing.line_terms import LineTerms
from billdesk.billing.milestones import dated, parse_plan, plan_text
from billdesk.billing.money import as_price
from billdesk.billing.order import OrderLine
from billdesk.billing.pricing import ONE_E6, parse_pricing
from billdesk.billing.quote import (
    QuoteTotals,
    amounts_off,
    effective_discount,
    first_invoice,
    quote_totals,
    whole_price,
)
from billdesk.db.bulk import Row, insert_rows, next_id
from billdesk.db.models import order_lines
from billdesk.services.book import load_book
from billdesk.services.company import read_settings
from billdesk.services.line_content import COLUMNS, LineContent
from billdesk.services.order_values import read_account
from billdesk.services.orders import as_order_line, opened
from billdesk.services.quote_rows import StoredQuote
from billdesk.services.quote_values import QuoteLineContent

DISCOUNT = "Discount"
_COLUMNS = (
    "id",
    "order_id",
    "account_id",
    "position",
    *COLUMNS,
    "is_special",
    "pricing",
    "allowance_minor",
    "plan",
    "parent_id",
    "bundle_role",
)


class OrderRow(NamedTuple):
    """An order line to be: its content, and what makes it special. `parent` is an index among the rows."""

    content: LineContent
    pricing: str | None = None
    allowance_minor: int = 0
    plan: str | None = None
    parent: int | None = None
    bundle_role: str | None = None

    @property
    def is_special(self) -> bool:
        """Whether it is billed by more than its own columns."""
        return self.pricing is not None or bool(self.allowance_minor) or self.plan is not None

    def amount(self, currency: str) -> int:
        """The price of a whole period, or of the whole line, in minor units; 0 for usage, which is not known before."""
        content = self.content
        if content.charge_type == "usage":
            return 0
        pricing = None if self.pricing is None else parse_pricing(self.pricing)
        figures = (content.quantity_e6, content.unit_price_e4, content.discount_e4, self.allowance_minor)
        return whole_price(*figures, pricing, currency)


def order_rows(quote: StoredQuote, ordered_on: date) -> list[OrderRow]:
    """The lines of the order that the quote becomes when it is accepted on a day: its own in turn, then amounts off.

    Raises BillingError where an amount off is more than what it comes off, or a line would end before it starts.
    """
    parents = quote.parents
    rows: list[OrderRow] = []
    for line, parent in zip(quote.lines, parents, strict=True):
        bundle = line.content if parent is None else quote.lines[parent].content
        rows.append(_row(quote, line.content, bundle.bundle_discount_e4, parent, ordered_on))
    own = len(rows)
    for index, line in enumerate(quote.lines):
        if line.content.bundle_discount_minor:
            members = [row for at, row in enumerate(rows[:own]) if at == index or parents[at] == index]
            about = f"{DISCOUNT}, {line.content.description}"
            rows += _off(line.content.bundle_discount_minor, members, about, quote.currency, ordered_on)
    return [*rows, *_off(quote.discount_minor, rows, DISCOUNT, quote.currency, ordered_on)]


def _row(quote: StoredQuote, line: QuoteLineContent, bundle_e4: int, parent: int | None, ordered_on: date) -> OrderRow:
    content = line.content(ordered_on.isoformat(), quote.start_on)
    if content.end_on is not None and content.end_on < content.start_on:
        what = f"the line {content.description!r} ends on {content.end_on}, before it starts on {content.start_on}"
        raise BillingError(what, quote.name, "revise the quote")
    discount = effective_discount(line.discount_e4, bundle_e4, quote.discount_e4)
    plan = None if line.plan is None else plan_text(dated(parse_plan(line.plan), ordered_on))
    return OrderRow(content._replace(discount_e4=discount), line.pricing, line.allowance_minor, plan, parent, line.bundle_role)


def _off(amount_minor: int, rows: Sequence[OrderRow], about: str, currency: str, ordered_on: date) -> list[OrderRow]:
    """One-time lines that take an amount off what the rows come to, one per tax category and rate."""
    weighed = [(row.content.tax_category, row.content.tax_rate_e4, row.amount(currency)) for row in rows]
    on = ordered_on.isoformat()
    return [
        OrderRow(
            LineContent(
                product_id=None,
                description=about,
                quantity_e6=-ONE_E6,
                unit_price_e4=as_price(share, currency),
                discount_e4=0,
                tax_rate_e4=rate,
                tax_category=category,
                charge_type="one_time",
                every=None,
                timing="advance",
                ordered_on=on,
                due_on=None,
                bill_on=None,
                start_on=on,
                end_on=None,
                bill_day=None,
                group_name=None,
            )
        )
        for category, rate, share in amounts_off(amount_minor, weighed)
    ]


def write_order_rows(connection: Connection, order_id: int, account_id: int, rows: Sequence[OrderRow]) -> None:
    """Store the lines of a draft order."""
    first = next_id(connection, order_lines)
    stored: list[Row] = []
    for index, row in enumerate(rows):
        parent_id = None if row.parent is None else first + row.parent
        extra = (int(row.is_special), row.pricing, row.allowance_minor, row.plan, parent_id, row.bundle_role)
        stored.append((first + index, order_id, account_id, index + 1, *row.content, *extra))
    for is_component in (False, True):
        insert_rows(connection, order_lines, _COLUMNS, [row for row in stored if (row[-2] is not None) == is_component])


def totals_of(connection: Connection, quote: StoredQuote, on: date) -> QuoteTotals:
    """What the quote comes to if it is accepted on a day; its own lines first, then amounts off."""
    rows = order_rows(quote, on)
    rule = read_settings(connection).bill_date_rule
    account = read_account(connection, quote.account_id)
    includes_tax = account is not None and account.price_basis == "gross"
    lines = [
        as_order_line(-index, 0, quote.currency, quote.po, row.content, rule)._replace(is_special=row.is_special)
        for index, row in enumerate(rows, 1)
    ]
    terms = {line.id: _terms(row) for line, row in zip(lines, rows, strict=True) if row.is_special}
    book = load_book(connection)
    drafts = collect(_opened(lines, terms, quote.account_id, book), Ledger({}, {}, terms), book, on)
    first = first_invoice(drafts, quote.currency, includes_tax)
    return quote_totals(lines, [row.amount(quote.currency) for row in rows], includes_tax, first)


def _opened(lines: Sequence[OrderLine], terms: dict[int, LineTerms], account_id: int, book: ScheduleBook) -> Iterator[OrderLine]:
    for line in lines:
        found = opened(line, account_id, set(), book, terms.get(line.id))
        if found is not None:
            yield found


def _terms(row: OrderRow) -> LineTerms:
    return LineTerms(
        pricing=None if row.pricing is None else parse_pricing(row.pricing),
        allowance_minor=row.allowance_minor,
        plan=() if row.plan is None else parse_plan(row.plan),
    )
