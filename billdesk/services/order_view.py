"""An order as its page shows it: the edit and its version, what is billed of each line, and the names behind the ids.

Also what a new order begins with, and what a line takes over from a product that a person has chosen. Reads only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from billdesk.billing.errors import BillingError
from billdesk.billing.money import line_amount
from billdesk.db.bulk import fetch_rows
from billdesk.db.engine import reading
from billdesk.services.account_orders import OrderView, read_order
from billdesk.services.company import Company, read_settings
from billdesk.services.order_edits import StoredOrder, billed_lines, coming_code, stored_order
from billdesk.services.order_values import AccountFacts, LineEdit, OrderEdit, ShipTo, read_account
from billdesk.services.orders import SetUpDraft, drafts_of
from billdesk.services.type_ahead import ProductChoice, products_by_id

_HOME = """SELECT p.street, p.city, p.region, p.postcode, p.country FROM accounts a JOIN parties p ON p.id = a.party_id
 WHERE a.id = ?"""


@dataclass(frozen=True, slots=True)
class OrderPage:
    """All that an order's page shows. `seen` is None for a new order, whose `status` is draft and whose version is empty.

    `billed` are the indexes of lines that have a billed period; `address` is the account's own, which an order without an
    address of its own is delivered to; `next_code` what the order is called where it gets no number by hand.
    """

    edit: OrderEdit
    version: str
    status: str
    account: AccountFacts | None
    address: ShipTo
    products: dict[int, ProductChoice]
    company_currency: str
    next_code: str
    seen: OrderView | None = None
    activated_on: date | None = None
    billed: frozenset[int] = frozenset()
    drafts: tuple[SetUpDraft, ...] = ()


def order_page(company: Company, order_id: int, as_of: date) -> OrderPage:
    """The page of a stored order. Raises BillingError where it is not there."""
    with reading(company.engine) as connection:
        stored = stored_order(connection, order_id)
        if stored is None:
            raise BillingError("no such order", str(order_id), "it may have been deleted")
        page = _page(connection, stored.edit(), stored.version, stored.status)
        return replace(
            page,
            seen=read_order(connection, order_id, as_of),
            activated_on=None if stored.activated_on is None else date.fromisoformat(stored.activated_on),
            billed=_billed(connection, stored),
            drafts=drafts_of(connection, stored.account_id, stored.id),
        )


def edit_page(company: Company, edit: OrderEdit) -> OrderPage:
    """The page of an order that is being made and is not stored yet."""
    with reading(company.engine) as connection:
        return _page(connection, replace(edit, id=None), "", "draft")


def new_order(company: Company, account_id: int | None, as_of: date) -> OrderPage:
    """What a new order begins with: today, and the account's currency."""
    with reading(company.engine) as connection:
        account = read_account(connection, account_id) if account_id is not None else None
        edit = OrderEdit(
            account_id=account.id if account is not None else None,
            ordered_on=as_of,
            currency=account.currency if account is not None else "",
        )
        return _page(connection, edit, "", "draft")


def line_of_product(product: ProductChoice, currency: str, line: LineEdit | None = None) -> LineEdit:
    """The line with a product chosen: what it says of text, price, tax and cadence; quantity 1 where there was none.

    A product's price is in the company's currency; an order in another one gets none, and a person gives it.
    """
    line = line or LineEdit()
    rate = product.tax_rate_e4
    is_usage = product.charge_type == "usage"
    return replace(
        line,
        product_id=product.id,
        description=product.name,
        quantity_e6=(0 if is_usage else 1_000_000) if line.quantity_e6 is None else line.quantity_e6,
        unit_price_e4=product.unit_price_e4 if product.currency == currency else None,
        tax_rate_e4=rate,
        tax_category="" if rate is None else "S" if rate else "Z",
        charge_type=product.charge_type,
        every=product.every,
        timing=product.timing,
    )


def line_net(line: LineEdit, currency: str) -> int | None:
    """The amount of one whole period in minor units, in the account's price basis; None where it cannot be worked out."""
    if line.quantity_e6 is None or line.unit_price_e4 is None or not currency:
        return None
    try:
        return line_amount(line.quantity_e6, line.unit_price_e4, line.discount_e4 or 0, currency)
    except BillingError:
        return None


def lines_sum(lines: Iterable[LineEdit], currency: str) -> int:
    """The sum of the lines, each with one period, usage left out; minor units in the account's price basis."""
    return sum(line_net(line, currency) or 0 for line in lines if line.charge_type != "usage")


def _page(connection: Connection, edit: OrderEdit, version: str, status: str) -> OrderPage:
    account = read_account(connection, edit.account_id) if edit.account_id is not None else None
    home = fetch_rows(connection, _HOME, (account.id,))[0] if account is not None else ()
    return OrderPage(
        edit,
        version,
        status,
        account,
        ShipTo(*home),
        products_by_id(connection, (line.product_id for line in edit.lines if line.product_id is not None)),
        read_settings(connection).currency,
        coming_code(connection),
    )


def _billed(connection: Connection, stored: StoredOrder) -> frozenset[int]:
    billed = billed_lines(connection, stored.id)
    return frozenset(index for index, (line_id, _, _) in enumerate(stored.lines) if line_id in billed)
