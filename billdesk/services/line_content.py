"""What an order line and a product hold: what is taken over from where, and the rules that span several fields.

Imports and the editors both come here, so that a line typed into the window and a line of a file are the same line. Text
and figures have been read by the converters of the files' columns (`imports.layouts`) before. Pure: no database.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from billdesk.billing.errors import BillingError, FieldError
from billdesk.billing.money import line_amount
from billdesk.billing.tax import check_category


class LineContent(NamedTuple):
    """An order line's own columns, in the order in which they are stored. Dates as ISO text, `end_on` inclusive."""

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
    ordered_on: str
    due_on: str | None
    bill_on: str | None
    start_on: str
    end_on: str | None
    bill_day: str | None
    group_name: str | None


COLUMNS = LineContent._fields
NAMES = (
    "product",
    "description",
    "quantity",
    "unit_price",
    "discount_percent",
    "tax_rate",
    "tax_category",
    "charge_type",
    "every",
    "timing",
    "ordered_on",
    "due_on",
    "bill_on",
    "start_on",
    "end_on",
    "bill_day",
    "group",
)
"""What files, and the errors of an edit, call those columns."""


class ProductContent(NamedTuple):
    """A product's own columns, in the order in which they are stored. `unit_price_e4` is in the company's currency."""

    name: str
    unit_price_e4: int
    category: str | None
    unit: str | None
    charge_type: str
    every: str | None
    timing: str
    tax_rate_e4: int | None
    is_active: int


PRODUCT_COLUMNS = ProductContent._fields
PRODUCT_NAMES = ("name", "unit_price", "category", "unit", "charge_type", "every", "timing", "tax_rate", "active")
"""What files, and the errors of an edit, call those columns."""


class ProductRef(NamedTuple):
    """What order lines take over from a product."""

    id: int
    name: str
    charge_type: str
    every: str | None
    timing: str
    tax_rate_e4: int | None


def completed(given: Sequence[Any], ordered_on: str, due_on: str | None, product: ProductRef | None) -> LineContent:
    """The content of a line from what was `given` of it, in the order of LineContent without the product.

    What is left open (None) is taken from the product, then from the order's own `ordered_on` and `due_on`.
    """
    (text, quantity, price, discount, rate, category, charge_type, every, timing, *dates) = given
    own_ordered_on, own_due_on, bill_on, start_on, end_on, bill_day, group = dates
    if charge_type is None:
        # A cadence on the line itself says that it recurs, whatever the product usually does.
        charge_type = product.charge_type if product is not None else "one_time"
        if every is not None and charge_type == "one_time":
            charge_type = "recurring"
    if every is None and product is not None and charge_type != "one_time":
        every = product.every
    if timing is None:
        same = product is not None and product.charge_type == charge_type
        timing = product.timing if same and product is not None else "advance"
        if charge_type == "usage":
            timing = "arrears"
    if rate is None:
        rate = product.tax_rate_e4 if product is not None and category in (None, "S") else None
    if category is None:
        category = "O" if rate is None else "S" if rate else "Z"
    if text is None and product is not None:
        text = product.name
    ordered_on = own_ordered_on or ordered_on
    return LineContent(
        product.id if product is not None else None,
        text,
        quantity,
        price,
        discount or 0,
        rate or 0,
        category,
        charge_type,
        every,
        timing,
        ordered_on,
        own_due_on or due_on,
        bill_on,
        start_on or ordered_on,
        end_on,
        bill_day,
        group,
    )


def check(content: LineContent, currency: str) -> None:
    """Refuse what does not fit together within a line: FieldError with one of NAMES as its field."""
    if content.description is None:
        raise FieldError("description", "the line has no product and no description", remedy="give one of them")
    check_charge(content.charge_type, content.every, content.timing)
    if content.end_on is not None and content.end_on < content.start_on:
        what = f"the line ends on {content.end_on}, before it starts on {content.start_on}"
        raise FieldError("end_on", what, remedy="correct one of the dates")
    column = "tax_category"
    try:
        check_category(content.tax_category, content.tax_rate_e4)
        column = "quantity"
        if content.unit_price_e4 is not None:
            line_amount(content.quantity_e6, content.unit_price_e4, content.discount_e4, currency)
    except BillingError as error:
        raise FieldError(column, error.what, remedy=error.remedy) from error


def completed_product(given: Sequence[Any]) -> ProductContent:
    """The content of a product from what was `given` of it, in the order of ProductContent; None is left open.

    Raises FieldError with one of PRODUCT_NAMES as its field.
    """
    name, price, category, unit, charge_type, every, timing, rate, is_active = given
    # A product with a cadence recurs unless it says otherwise.
    charge_type = charge_type or ("recurring" if every else "one_time")
    timing = timing or ("arrears" if charge_type == "usage" else "advance")
    is_active = 1 if is_active is None else is_active
    check_charge(charge_type, every, timing)
    return ProductContent(name, price, category, unit, charge_type, every, timing, rate, is_active)


def check_charge(charge_type: str, every: str | None, timing: str) -> None:
    """Refuse a cadence that is missing or has no meaning, and usage in advance. Products and order lines share this."""
    if charge_type == "one_time" and every is not None:
        what = f"a one_time charge has no cadence ({every})"
        raise FieldError("every", what, remedy="empty every, or use charge_type recurring")
    if charge_type != "one_time" and every is None:
        raise FieldError("every", f"a {charge_type} charge has no cadence", remedy="give one such as '1 month'")
    if charge_type == "usage" and timing != "arrears":
        raise FieldError("timing", "usage cannot be billed in advance", remedy="use timing arrears")
