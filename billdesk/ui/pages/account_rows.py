"""An account's orders, dues and recurring lines in words, as rows; shared by the account page and the list's preview."""

from __future__ import annotations

from collections.abc import Sequence

from billdesk.billing.cadence import parse_cadence
from billdesk.billing.sentence import every_words
from billdesk.services.account_habits import RecurringLine
from billdesk.services.account_orders import LineView, OrderInvoice, OrderView
from billdesk.services.account_view import AccountHead, Due, LastInvoice, NextBill, Standing
from billdesk.services.presets import countries
from billdesk.ui.formats import Formats
from billdesk.ui.models.states import state_word
from billdesk.ui.navigation import Place
from billdesk.ui.widgets.figures import Shown
from billdesk.ui.widgets.rows import Row
from billdesk.ui.words import tr

SHOWN_INVOICES = 3
_WORST = ("overdue", "unpaid", "draft", "paid")


def order_row(order: OrderView, formats: Formats) -> Row:
    """An order: what was ordered, how far it is billed, how its invoices stand, and the next bill."""
    beside = formats.date_(order.ordered_on)
    if order.po:
        beside += "  ·  " + tr("PO {po}").format(po=order.po)
    billed = tr("{amount} billed").format(amount=formats.amount(order.billed_minor, order.currency))
    return Row(
        order.code,
        beside,
        (_what(order.lines, formats), _billing_words(order, formats)),
        formats.money(order.ordered_minor, order.currency),
        billed if order.billed_minor and order.billed_minor != order.ordered_minor else "",
        tuple(_order_pills(order)),
        place=Place("order", order.id),
    )


def due_row(due: Due, formats: Formats) -> Row:
    """Something to be paid, with what is due by then in all."""
    if due.state == "draft":
        title, beside = tr("Draft"), tr("due {day} if it is posted as planned").format(day=formats.date_(due.due_on))
    else:
        title, beside = due.number or "", tr("due {day}").format(day=formats.date_(due.due_on))
    lines = []
    if due.issued_on is not None:
        lines.append(tr("issued {day}").format(day=formats.date_(due.issued_on)))
    if due.days_overdue == 1:
        lines.append(tr("one day late"))
    elif due.days_overdue:
        lines.append(tr("{n} days late").format(n=formats.count(due.days_overdue)))
    return Row(
        title,
        beside,
        ("  ·  ".join(lines),),
        formats.money(due.amount_minor, due.currency),
        tr("in all {amount}").format(amount=formats.money(due.running_minor, due.currency)),
        ((state_word("payment_status", due.state), due.state),),
        place=Place("invoice", due.invoice_id),
    )


def recurring_row(line: RecurringLine, formats: Formats) -> Row:
    """A recurring line with what it is worth a month."""
    told = [tr("Order {order}").format(order=line.order), cadence_words(line.every)]
    if line.end_on is not None:
        told.append(tr("until {day}").format(day=formats.date_(line.end_on)))
    if line.next_due_on is not None:
        told.append(tr("next {day}").format(day=formats.date_(line.next_due_on)))
    return Row(
        line.description,
        "",
        ("  ·  ".join(told),),
        formats.money(line.amount_minor, line.currency),
        tr("{amount} a month").format(amount=formats.amount(line.monthly_minor, line.currency)),
        place=Place("order", line.order_id),
    )


def balance_figure(head: AccountHead, formats: Formats) -> Shown:
    """What is owed."""
    first = head.standings[0]
    words = tr("{n} open invoice") if first.open_count == 1 else tr("{n} open invoices")
    note = words.format(n=formats.count(first.open_count)) if first.open_count else tr("nothing open")
    return Shown(formats.money(first.balance_minor, first.currency), _lines(note, *_others(head, "balance_minor", formats)))


def overdue_figure(head: AccountHead, formats: Formats) -> Shown:
    """What is overdue, and since when."""
    first = head.standings[0]
    amount, others = formats.money(first.overdue_minor, first.currency), _others(head, "overdue_minor", formats)
    if first.oldest_due_on is None:
        return Shown(amount, _lines(*others) or tr("nothing late"), "overdue" if others else "text")
    words = tr("{n} invoice since {day}") if first.overdue_count == 1 else tr("{n} invoices since {day}")
    note = words.format(n=formats.count(first.overdue_count), day=formats.date_(first.oldest_due_on))
    return Shown(amount, _lines(note, *others), "overdue")


def unbilled_figure(head: AccountHead, formats: Formats) -> Shown:
    """What stands in drafts."""
    first = head.standings[0]
    words = tr("{n} draft") if first.draft_count == 1 else tr("{n} drafts")
    note = words.format(n=formats.count(first.draft_count)) if first.draft_count else tr("no drafts")
    return Shown(formats.money(first.draft_minor, first.currency), _lines(note, *_others(head, "draft_minor", formats)))


def next_bill_figure(bill: NextBill | None, formats: Formats) -> Shown:
    """When the next bill comes, and of how much."""
    if bill is None:
        return Shown("–", tr("nothing left to bill"))
    amounts = _lines(*(formats.money(minor, currency) for currency, minor in bill.amounts)) or tr("amount not known yet")
    return Shown(formats.date_(bill.on) if bill.on is not None else tr("now, by hand"), amounts)


def last_invoice_figure(invoice: LastInvoice | None, formats: Formats) -> Shown:
    """The invoice that was posted last."""
    if invoice is None:
        return Shown("–", tr("none yet"))
    state = "credited" if invoice.status == "credited" else invoice.payment_status
    amount = formats.money(invoice.total_minor, invoice.currency)
    told = (formats.date_(invoice.issued_on), amount, state_word("payment_status", state))
    return Shown(invoice.number, "  ·  ".join(told), "overdue" if state == "overdue" else "text")


def standing_words(standing: Standing, formats: Formats) -> list[str]:
    """How invoices of one currency stand, a line for each thing that is known."""
    currency = standing.currency
    lines = []
    for count, one, many, minor in (
        (standing.open_count, tr("{n} open invoice, {amount}"), tr("{n} open invoices, {amount}"), standing.balance_minor),
        (
            standing.overdue_count,
            tr("{n} overdue, {amount}, {share} of what is open"),
            tr("{n} overdue, {amount}, {share} of what is open"),
            standing.overdue_minor,
        ),
        (standing.credited_count, tr("{n} credited, {amount}"), tr("{n} credited, {amount}"), standing.credited_minor),
    ):
        if count:
            words = one if count == 1 else many
            share = formats.percent(round_percent(standing.overdue_e4))
            lines.append(words.format(n=formats.count(count), amount=formats.money(minor, currency), share=share))
    if standing.oldest_due_on is not None:
        lines.append(tr("The oldest was due on {day}").format(day=formats.date_(standing.oldest_due_on)))
    return lines


def round_percent(percent_e4: int | None) -> int | None:
    """A percent x 10^4 shown to one decimal."""
    return None if percent_e4 is None else (percent_e4 + 500) // 1000 * 1000


def country_words(country: str) -> str:
    """The name of a country that is stored as its code; any other text as it stands."""
    return dict(countries()).get(country, country)


def cadence_words(every: str | None) -> str:
    """A cadence in words."""
    if not every:
        return ""
    words = every_words(parse_cadence(every), tr)
    return words[:1].lower() + words[1:]


def _what(lines: Sequence[LineView], formats: Formats) -> str:
    """What was ordered, in a line."""
    parts = []
    for line in lines:
        words = " ".join(line.description.split())
        if line.charge_type == "one_time":
            quantity = formats.quantity(line.quantity_e6)
            parts.append(words if quantity == "1" else f"{quantity} × {words}")
        else:
            parts.append(f"{words} ({cadence_words(line.every)})")
    return ", ".join(parts) if parts else tr("no lines yet")


def _billing_words(order: OrderView, formats: Formats) -> str:
    parts = [_invoice_words(invoice, order.currency, formats) for invoice in order.invoices[:SHOWN_INVOICES]]
    if len(order.invoices) > SHOWN_INVOICES:
        parts.append(tr("{n} more").format(n=formats.count(len(order.invoices) - SHOWN_INVOICES)))
    has_draft = any(invoice.status == "draft" for invoice in order.invoices)
    if order.next_bill_on is not None and not has_draft:
        parts.insert(0, tr("Next bill {day}").format(day=formats.date_(order.next_bill_on)))
    return "  ·  ".join(parts) if parts else tr("Nothing billed")


def _invoice_words(invoice: OrderInvoice, currency: str, formats: Formats) -> str:
    amount = formats.amount(invoice.amount_minor, currency)
    if invoice.status == "draft":
        if invoice.target_on is None:
            return tr("{amount} in a draft that waits").format(amount=amount)
        return tr("Next bill {day}: {amount}").format(amount=amount, day=formats.date_(invoice.target_on))
    state = "credited" if invoice.status == "credited" else invoice.payment_status or ""
    return f"{invoice.number} {state_word('payment_status', state)}"


def _order_pills(order: OrderView) -> list[tuple[str, str]]:
    words = {
        "draft": (tr("Draft order"), "draft"),
        "cancelled": (tr("Cancelled"), "cancelled"),
        "open": (tr("Not billed"), "due"),
        "part": (tr("Partly billed"), "part_paid"),
        "billed": (tr("Billed"), "posted"),
        "recurring": (tr("Recurring"), "posted"),
    }
    states = {invoice.payment_status for invoice in order.invoices if invoice.status == "posted"}
    worst = next((state for state in _WORST if state in states), "")
    return [words[order.billing], *([(state_word("payment_status", worst), worst)] if worst else [])]


def _others(head: AccountHead, name: str, formats: Formats) -> tuple[str, ...]:
    """The same figure in the account's other currencies."""
    others = (formats.money(getattr(s, name), s.currency) for s in head.standings[1:] if getattr(s, name))
    return tuple(f"+ {other}" for other in others)


def _lines(*lines: str) -> str:
    return "\n".join(lines)
