"""What a price must be, by hand or in a file: one model, days in order, and no other price on one of them."""

from __future__ import annotations

from typing import NamedTuple

from billdesk.billing.errors import FieldError

COLUMNS = ("product_id", "currency", "account_id", "valid_from", "valid_until", "unit_price_e4", "pricing")


class Span(NamedTuple):
    """The days on which a price holds, both inclusive ISO dates; None is open."""

    valid_from: str | None
    valid_until: str | None

    def overlaps(self, other: Span) -> bool:
        """Whether both hold on a same day."""
        return (self.valid_from or "") <= (other.valid_until or "9999-12-31") and (other.valid_from or "") <= (
            self.valid_until or "9999-12-31"
        )

    def __str__(self) -> str:
        if self.valid_from and self.valid_until:
            return f"from {self.valid_from} until {self.valid_until}"
        if self.valid_from:
            return f"from {self.valid_from} on"
        return f"until {self.valid_until}" if self.valid_until else "without an end"


def check_model(unit_price_e4: int | None, pricing: str | None) -> None:
    """Refuse a price that says nothing, or two things: FieldError."""
    if unit_price_e4 is None and pricing is None:
        raise FieldError(
            "unit_price", "the price says nothing", remedy="give a unit price or a pricing; a unit price of 0 is one"
        )
    if unit_price_e4 is not None and pricing is not None:
        raise FieldError("pricing", "the price has a unit price and a pricing", remedy="leave one of them empty")


def check_span(span: Span) -> None:
    """Refuse a price that ends before it begins: FieldError."""
    if span.valid_from and span.valid_until and span.valid_until < span.valid_from:
        raise FieldError("valid_until", "the price ends before it begins", str(span), "correct one of the days")


def overlap(product: str, currency: str, account: str | None, other: Span) -> FieldError:
    """The refusal of a price beside which another one of the same product, currency and account holds on a same day."""
    whom = f"account {account}" if account else "all accounts"
    what = f"product {product} has a price in {currency} for {whom} {other} already"
    return FieldError("valid_from", what, remedy="let one end the day before the other begins")
