"""An order as a person edits it, and what becomes of it by the rules that imports go by.

A field that is left empty means what an empty cell means in `order_lines.csv`: the product's, then the order's own. Each
value is read by the converter of the file's column, so that limits and remedies are the same on both ways in. Reads only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from billdesk.billing.errors import BillingError, FieldError
from billdesk.billing.money import PERCENT_PLACES, PRICE_PLACES, QUANTITY_PLACES, format_scaled
from billdesk.db.models import accounts, parties, products
from billdesk.services.company import iso
from billdesk.services.imports.layouts import ORDER_LINES, ORDERS
from billdesk.services.line_content import NAMES, LineContent, ProductRef, check, completed

_HEADER = {column.name: column.convert for column in ORDERS.columns}
_LINE = {column.name: column.convert for column in ORDER_LINES.columns}
_GIVEN = NAMES[1:]  # all but the product, which is known by its id


@dataclass(frozen=True, slots=True)
class ShipTo:
    """Where an order is delivered; all empty: to the account's own address."""

    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""

    def __bool__(self) -> bool:
        return any((self.street, self.city, self.region, self.postcode, self.country))


@dataclass(frozen=True, slots=True)
class LineEdit:
    """An order line as a person wants it. Empty text or None: what the product says, then the order.

    `id` is the stored line that it is (None: a new one), `position` its number in the order. Figures in the scales of
    `billing.money`; `end_on` inclusive.
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
    ordered_on: date | None = None
    due_on: date | None = None
    bill_on: date | None = None
    start_on: date | None = None
    end_on: date | None = None
    bill_day: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class OrderEdit:
    """An order as a person wants it. `id` is the stored order (None: a new one); an empty `code` takes the next free one.

    An empty currency is the account's.
    """

    id: int | None = None
    code: str = ""
    account_id: int | None = None
    ordered_on: date | None = None
    due_on: date | None = None
    currency: str = ""
    po: str = ""
    ship_to: ShipTo = ShipTo()
    lines: tuple[LineEdit, ...] = ()


class AccountFacts(NamedTuple):
    """What an order takes over from its account."""

    id: int
    code: str
    name: str
    currency: str
    price_basis: str


class Header(NamedTuple):
    """An order's own columns. Dates as ISO text."""

    account: AccountFacts
    code: str | None
    ordered_on: str
    due_on: str | None
    currency: str
    po: str | None
    ship_to: ShipTo


class Wanted(NamedTuple):
    """What an edit comes to: the header and each line's content. None where `problems` say why it cannot be known."""

    header: Header | None
    lines: tuple[LineContent | None, ...]
    problems: tuple[FieldError, ...]


def wanted(connection: Connection, edit: OrderEdit) -> Wanted:
    """Work an edit out. Each problem is a FieldError whose field is `due_on`, or `lines.0.quantity` for the first line."""
    problems: list[FieldError] = []
    header = _header(connection, edit, problems)
    if header is None:
        return Wanted(None, (None,) * len(edit.lines), tuple(problems))
    found = _products(connection, {line.product_id for line in edit.lines if line.product_id is not None})
    contents = tuple(_line(line, f"lines.{index}.", header, found, problems) for index, line in enumerate(edit.lines))
    return Wanted(header, contents, tuple(problems))


def read_account(connection: Connection, account_id: int) -> AccountFacts | None:
    """The account with this id."""
    c = accounts.c
    columns = (c.id, c.code, parties.c.name, c.currency, c.price_basis)
    row = connection.execute(select(*columns).join(parties, parties.c.id == c.party_id).where(c.id == account_id)).first()
    return None if row is None else AccountFacts._make(row)


def _header(connection: Connection, edit: OrderEdit, problems: list[FieldError]) -> Header | None:
    account = read_account(connection, edit.account_id) if edit.account_id is not None else None
    if account is None:
        problems.append(FieldError("account", "the order has no account", remedy="choose the account that orders"))
    cells: dict[str, Any] = {
        "order": edit.code,
        "ordered_on": iso(edit.ordered_on) or "",
        "due_on": iso(edit.due_on) or "",
        "currency": edit.currency or (account.currency if account is not None else ""),
        "po": edit.po,
        **{name: getattr(edit.ship_to, name) for name in ShipTo.__slots__},
    }
    read = dict(_read(cells, _HEADER, "", problems))
    if edit.ordered_on is None:
        problems.append(FieldError("ordered_on", "the order has no date", remedy="say when it was ordered"))
    if account is None or len(read) < len(cells) or edit.ordered_on is None:
        return None
    ship_to = ShipTo(*(read[name] or "" for name in ShipTo.__slots__))
    return Header(account, read["order"], read["ordered_on"], read["due_on"], read["currency"], read["po"], ship_to)


def _line(
    line: LineEdit, at: str, header: Header, found: dict[int, ProductRef], problems: list[FieldError]
) -> LineContent | None:
    """The content of a line; None, and why among the problems, where it has none."""
    before = len(problems)
    read = dict(_read(_cells(line), _LINE, at, problems))
    product = found.get(line.product_id) if line.product_id is not None else None
    if line.product_id is not None and product is None:
        problems.append(FieldError(f"{at}product", "the product is not there any more", remedy="choose another one"))
    if line.quantity_e6 is None:
        problems.append(FieldError(f"{at}quantity", "the line has no quantity", remedy="say how many"))
    if line.unit_price_e4 is None:
        problems.append(FieldError(f"{at}unit_price", "the line has no price", remedy="give a unit price; 0 is one"))
    if len(problems) > before:
        return None
    content = completed([read[name] for name in _GIVEN], header.ordered_on, header.due_on, product)
    try:
        check(content, header.currency)
    except FieldError as error:
        problems.append(FieldError(f"{at}{error.field}", error.what, error.record, error.remedy))
        return None
    return content


def _cells(line: LineEdit) -> dict[str, str]:
    """The line as a row of `order_lines.csv` would have it."""
    return {
        "description": line.description,
        "quantity": _plain(line.quantity_e6, QUANTITY_PLACES),
        "unit_price": _plain(line.unit_price_e4, PRICE_PLACES),
        "discount_percent": _plain(line.discount_e4, PERCENT_PLACES),
        "tax_rate": _plain(line.tax_rate_e4, PERCENT_PLACES),
        "tax_category": line.tax_category,
        "charge_type": line.charge_type,
        "every": line.every,
        "timing": line.timing,
        "ordered_on": iso(line.ordered_on) or "",
        "due_on": iso(line.due_on) or "",
        "bill_on": iso(line.bill_on) or "",
        "start_on": iso(line.start_on) or "",
        "end_on": iso(line.end_on) or "",
        "bill_day": line.bill_day,
        "group": line.group,
    }


def _plain(value: int | None, places: int) -> str:
    return "" if value is None else format_scaled(value, places)


def _read(
    cells: dict[str, Any], converters: dict[str, Callable[[str], Any]], at: str, problems: list[FieldError]
) -> Iterator[tuple[str, Any]]:
    """The stored value of each cell that can be read; the others are noted."""
    for name, cell in cells.items():
        try:
            yield name, converters[name](cell) if cell else None
        except BillingError as error:
            problems.append(FieldError(f"{at}{name}", error.what, remedy=error.remedy))


def _products(connection: Connection, ids: set[int]) -> dict[int, ProductRef]:
    c = products.c
    columns = (c.id, c.name, c.charge_type, c.every, c.timing, c.tax_rate_e4)
    return {row[0]: ProductRef._make(row) for row in connection.execute(select(*columns).where(c.id.in_(ids)))} if ids else {}


def edit_of(content: LineContent, line_id: int, position: int, follows: tuple[str, str | None] | None) -> LineEdit:
    """A stored line as an edit. `follows` are the order's ordered-on and due-on dates, which dates that agree go with.

    None for an order whose lines stand by themselves, because it is not a draft any more.
    """
    values: dict[str, Any] = dict(zip(_FIELDS, content, strict=True))
    for name in _DATES:
        values[name] = None if values[name] is None else date.fromisoformat(values[name])
    for name in _TEXTS:
        values[name] = values[name] or ""
    if follows is not None:
        ordered_on, due_on = follows
        if content.start_on == content.ordered_on:
            values["start_on"] = None
        if content.ordered_on == ordered_on:
            values["ordered_on"] = None
        if content.due_on == due_on:
            values["due_on"] = None
    return LineEdit(id=line_id, position=position, **values)


_FIELDS: Sequence[str] = [name if name != "group_name" else "group" for name in LineContent._fields]
_DATES = ("ordered_on", "due_on", "bill_on", "start_on", "end_on")
_TEXTS = ("description", "every", "bill_day", "group")
