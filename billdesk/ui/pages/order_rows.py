"""An order's lines and invoices as rows; shared by the order page and the list's preview."""

from __future__ import annotations

from billdesk.services.account_orders import OrderInvoice
from billdesk.services.order_values import LineEdit
from billdesk.services.order_view import line_net
from billdesk.ui.formats import Formats
from billdesk.ui.models.order_lines import billing_words
from billdesk.ui.models.states import state_word
from billdesk.ui.navigation import Place
from billdesk.ui.widgets.rows import Row
from billdesk.ui.words import tr


def line_row(line: LineEdit, currency: str, formats: Formats) -> Row:
    """A line: what, how many at which price, and how it is billed."""
    what = f"{formats.quantity(line.quantity_e6)} × {formats.price(line.unit_price_e4, currency)}"
    amount = "" if line.charge_type == "usage" else formats.amount(line_net(line, currency), currency)
    return Row(
        line.description.split("\n", 1)[0],
        "",
        (f"{what}  ·  {billing_words(line.charge_type, line.every, line.timing)}",),
        amount,
    )


def invoice_row(invoice: OrderInvoice, currency: str, formats: Formats) -> Row:
    """An invoice that bills something of the order, with the order's part of it."""
    state = "credited" if invoice.status == "credited" else invoice.payment_status or invoice.status
    on = invoice.issued_on or invoice.target_on
    return Row(
        invoice.number or tr("Draft"),
        "",
        (formats.date_(on) if on is not None else tr("waits for a person"),),
        formats.money(invoice.amount_minor, currency),
        pills=((state_word("payment_status", state), state),) if invoice.number is not None else (),
        place=Place("invoice", invoice.id),
    )
