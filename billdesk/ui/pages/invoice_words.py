"""An invoice in words: why each line has its amount, what its taxes are, why it cannot change, what happened with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from billdesk.billing.money import WHOLE_PERCENT_E4
from billdesk.services.invoice_view import HistoryEvent, InvoiceView, LineView
from billdesk.ui.formats import Formats
from billdesk.ui.models.states import state_word
from billdesk.ui.navigation import Place
from billdesk.ui.widgets.rows import Row
from billdesk.ui.words import tr

_DAY = timedelta(days=1)


def line_words(line: LineView, view: InvoiceView, formats: Formats) -> str:
    """Why a line has its amount, in plain sentences."""
    currency = view.currency
    amount = line.net_minor if line.gross_minor is None else line.gross_minor
    sum_ = tr("{quantity} {unit} × {price}") if line.unit and not line.unit[0].isdigit() else tr("{quantity} × {price}")
    made = sum_.format(
        quantity=formats.quantity(line.quantity_e6),
        unit=line.unit,
        price=f"{currency} {formats.price(line.unit_price_e4, currency)}",
    )
    if line.discount_e4:
        made += tr(", less {percent}").format(percent=formats.percent(line.discount_e4))
    if line.role == "milestone":
        made += tr(", {percent} of it").format(percent=formats.percent(WHOLE_PERCENT_E4 * line.used_days // line.whole_days))
    elif line.used_days != line.whole_days:
        made += tr(", for {used} of {whole} days").format(used=line.used_days, whole=line.whole_days)
    sentences = [tr("{made} = {amount}.").format(made=made, amount=formats.money(amount, currency))]
    if line.gross_minor is not None:
        words = tr("The price includes tax: {net} net and {tax} tax at {rate}.")
        tax = formats.money(line.gross_minor - line.net_minor, currency)
        sentences.append(
            words.format(net=formats.money(line.net_minor, currency), tax=tax, rate=formats.percent(line.tax_rate_e4))
        )
    sentences.append(_period_words(line, formats))
    if line.order is not None:
        sentences.append(tr("It comes from order {order}, line {line}.").format(order=line.order.name, line=line.order_line))
    return " ".join(sentences)


def _period_words(line: LineView, formats: Formats) -> str:
    due = formats.date_(line.due_on)
    if line.period_from is None or line.period_until is None:
        return tr("It is billed once, and was due on {due}.").format(due=due)
    span = {"first": formats.date_(line.period_from), "last": formats.date_(line.period_until - _DAY), "due": due}
    if line.charge_type == "usage":
        count = line.usage_count
        head = tr("1 usage record") if count == 1 else tr("{n} usage records").format(n=count)
        words = tr("{head} from {first} to {last}, due on {due}.") if count else tr("Usage from {first} to {last}, due on {due}.")
        return words.format(head=head, **span)
    if line.timing == "arrears":
        return tr("It is for {first} to {last}, billed in arrears, and was due on {due}.").format(**span)
    return tr("It is for {first} to {last}, billed in advance, and was due on {due}.").format(**span)


def tax_rows(view: InvoiceView, formats: Formats) -> list[Row]:
    """The tax summary, a row for each category and rate, and the totals."""
    currency = view.currency
    rows = [
        Row(
            category_words(tax.category),
            formats.percent(tax.rate_e4),
            (tr("on {amount}").format(amount=formats.money(tax.taxable_minor, currency)),),
            formats.money(tax.tax_minor, currency),
        )
        for tax in view.taxes
    ]
    net, total = formats.money(view.net_minor, currency), formats.money(view.total_minor, currency)
    rows.append(Row(tr("Total"), "", (tr("{net} without tax").format(net=net),), total))
    return rows


def category_words(category: str) -> str:
    """What a tax category of EN 16931 is called."""
    return {
        "S": tr("Standard rate"),
        "Z": tr("Zero rated"),
        "E": tr("Exempt"),
        "AE": tr("Reverse charge"),
        "K": tr("Intra-community supply"),
        "G": tr("Export"),
        "O": tr("Outside the scope of tax"),
    }.get(category, category)


def standing_words(view: InvoiceView, formats: Formats) -> str:
    """What can and cannot be done with it, and why."""
    if view.is_draft:
        orders = ", ".join(order.name for order in view.orders[:3])
        more = tr(" and {n} more").format(n=len(view.orders) - 3) if len(view.orders) > 3 else ""
        words = tr("A draft follows its order ({orders}): what you change there stands here at once. It has no number yet.")
        if not orders:
            words = tr("This draft has no number yet.")
        told = words.format(orders=orders + more)
        if view.schedule is not None and view.target_on is not None:
            on = formats.date_(view.target_on)
            told += " " + tr("Schedule {name} bills it on {day}.").format(name=view.schedule.name, day=on)
        return told
    if view.credited_by is not None:
        return tr("Credited in full by {number}. Both stay in the books as they are.").format(number=view.credited_by.name)
    if view.credits is not None:
        return tr("This credit note corrects invoice {number} in full.").format(number=view.credits.name)
    return tr("Posted invoices never change: number, amounts and paper are part of the books. To correct it, credit it.")


def titled(view: InvoiceView) -> str:
    """What the page is called."""
    if view.number is not None:
        return view.number
    return tr("Draft for {account}").format(account=view.account_name)


def pill_of(view: InvoiceView) -> tuple[str, str]:
    """Words and state of the pill: how it is paid, or else how it stands."""
    if view.status in ("draft", "credited") or view.kind == "credit_note":
        return state_word("status", view.status), view.status
    return state_word("payment_status", view.payment_status), view.payment_status


# -- history


@dataclass(frozen=True, slots=True)
class _Told:
    words: str
    icon: str
    ink: str = "muted"


def _told() -> dict[str, _Told]:
    return {
        "run": _Told(tr("Collected by a run of {schedule}"), "play"),
        "post": _Told(tr("Posted as {detail}"), "check", "accent"),
        "archive": _Told(tr("Delivered: the PDF is archived"), "archive"),
        "credited": _Told(tr("Credited by {number}"), "rotate-ccw", "part_paid"),
        "credits": _Told(tr("Corrects {number}"), "rotate-ccw", "part_paid"),
        "credit": _Told(tr("Reason of the credit: {reason}"), "rotate-ccw", "part_paid"),
        "queue message": _Told(tr("E-mail queued for {recipient}"), "mail", "due"),
        "send message": _Told(tr("E-mailed to {recipient}"), "send", "paid"),
        "fail to send message": _Told(tr("E-mail to {recipient} failed"), "mail", "overdue"),
        "find message uncertain": _Told(tr("Uncertain whether the e-mail reached {recipient}"), "mail", "part_paid"),
        "settle as sent": _Told(tr("Settled: the e-mail to {recipient} was sent"), "mail", "paid"),
        "settle to send again": _Told(tr("Settled: the e-mail to {recipient} is sent again"), "mail", "due"),
        "try message again": _Told(tr("E-mail to {recipient} is tried again"), "mail", "due"),
        "hand message over": _Told(tr("Sent to {recipient} with the own mail program"), "external-link", "paid"),
        "withdraw message": _Told(tr("E-mail to {recipient} withdrawn"), "x"),
    }


def history_row(event: HistoryEvent, formats: Formats) -> Row:
    """Something that happened, in words."""
    told = _told().get(event.kind) or _Told(event.kind.capitalize(), "circle")
    facts = _Facts(event.facts)
    words = told.words
    if event.kind == "run" and not event.fact("schedule"):
        words = tr("Collected by a run by hand")
    lines = [formats.date_(event.at) if len(event.at) == 10 else formats.instant(event.at)]
    if event.kind == "run" and event.fact("target_on"):
        lines.append(tr("due up to {day}").format(day=formats.date_(event.fact("target_on"))))
    if event.fact("rebilled") == "True":
        lines.append(tr("its periods are billed again"))
    if event.fact("again") == "True":
        lines.append(tr("once more"))
    if digest := event.fact("digest") or event.fact("sha256"):
        lines.append(tr("seal {digest}").format(digest=digest[:12]))
    if event.actor and event.actor != "user":
        lines.append(tr("by {actor}").format(actor=event.actor))
    place = None
    if event.record is not None:
        place = Place("runs" if event.kind == "run" else "invoice", event.record.id)
    return Row(words.format_map(facts), lines=("  ·  ".join(lines),), icon=told.icon, ink=told.ink, place=place)


class _Facts(dict[str, str]):
    """Facts by name; one that is not told is empty."""

    def __missing__(self, key: str) -> str:
        return ""
