"""`order activate`, and what becomes of an order afterwards: amend, hold, resume, cancel."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from typing import TYPE_CHECKING

from billdesk.cli.options import Verb, add_file, add_on

if TYPE_CHECKING:
    from billdesk.cli.desk import Desk
    from billdesk.services.amendments import Amended


def _configure(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("order", metavar="ORDER", help="code of an order")
    add_on(parser)


def _configure_act(parser: ArgumentParser) -> None:
    _configure(parser)
    parser.add_argument("--reason", default="", help="why, for the history of the order")
    parser.add_argument("--preview", action="store_true", help="say what it would charge or credit, and change nothing")


def _configure_amend(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("order", metavar="ORDER", help="code of an active order")
    parser.add_argument("line", metavar="LINE", type=int, help="number of the line in the order")
    add_on(parser)
    parser.add_argument("--quantity", metavar="Q", help="the quantity from that day on")
    parser.add_argument("--unit-price", metavar="P", help="the unit price from that day on")
    parser.add_argument("--discount", metavar="PERCENT", help="the discount in percent from that day on")
    parser.add_argument("--end", metavar="DATE", help="the last day of the line, or `never`")
    parser.add_argument("--product", metavar="PRODUCT", help="another product: the line ends, and a new one goes on")
    parser.add_argument("--every", metavar="CADENCE", help="another cadence, by a new line")
    parser.add_argument("--bill-day", metavar="DAY", help="another bill day, by a new line; '' for none")
    parser.add_argument("--timing", choices=("advance", "arrears"), help="in advance or in arrears, by a new line")
    parser.add_argument("--reason", default="", help="why, for the history of the order")
    parser.add_argument("--preview", action="store_true", help="say what it would charge or credit, and change nothing")


def _configure_resume(parser: ArgumentParser) -> None:
    _configure(parser)
    parser.add_argument("--catch-up", action="store_true", help="bill the periods that were held, too")


def _activate(desk: Desk, options: Namespace) -> int:
    from billdesk.services.orders import activate_order

    activate_order(desk.open(options.file), options.order, desk.as_of(options))
    desk.say(f"Order {options.order} is active; what it owes stands in a draft: billdesk list {options.file} invoices")
    return 0


def _amend(desk: Desk, options: Namespace) -> int:
    from billdesk.billing.errors import UsageError
    from billdesk.services.amendment_rows import DAY, LineChange
    from billdesk.services.amendments import amend_order
    from billdesk.services.imports.fields import iso_date, percent, quantity, unit_price

    if any(value is not None for value in (options.product, options.every, options.bill_day, options.timing)):
        return _replace(desk, options)
    given = (options.quantity, options.unit_price, options.discount, options.end)
    if all(value is None for value in given):
        raise UsageError("nothing is to change", "", "give --quantity, --unit-price, --discount, --end, --product or --every")
    end_on = None if options.end in (None, "never") else iso_date(options.end)
    change = LineChange(
        options.line,
        None if options.quantity is None else quantity(options.quantity),
        None if options.unit_price is None else unit_price(options.unit_price),
        None if options.discount is None else percent(options.discount),
        ends=options.end is not None,
        end_before=None if end_on is None else date.fromisoformat(end_on) + DAY,
    )
    on = desk.as_of(options)
    company = desk.open(options.file)
    amended = amend_order(company, options.order, [change], on, on, options.reason, preview=options.preview)
    _say(desk, amended, f"line {options.line} is amended from {on} on", options.preview)
    return 0


def _replace(desk: Desk, options: Namespace) -> int:
    from billdesk.billing.errors import UsageError
    from billdesk.services.imports.fields import bill_day, cadence, quantity, unit_price
    from billdesk.services.replacements import Replacement, replace_line

    if options.discount is not None or options.end is not None:
        raise UsageError("a new line takes the discount and end of the old one", "", "amend those in a second step")
    wanted = Replacement(
        options.line,
        options.product,
        None if options.quantity is None else quantity(options.quantity),
        None if options.unit_price is None else unit_price(options.unit_price),
        None if options.every is None else cadence(options.every),
        options.bill_day and bill_day(options.bill_day),
        options.timing,
    )
    on = desk.as_of(options)
    company = desk.open(options.file)
    replaced = replace_line(company, options.order, wanted, on, on, options.reason, preview=options.preview)
    _say(desk, replaced, f"line {options.line} ends before {on}, and a new one goes on", options.preview)
    return 0


def _cancel(desk: Desk, options: Namespace) -> int:
    from billdesk.services.amendments import cancel_order

    on = desk.as_of(options)
    cancelled = cancel_order(desk.open(options.file), options.order, on, on, options.reason, preview=options.preview)
    _say(desk, cancelled, f"it ends before {on}", options.preview)
    return 0


def _hold(desk: Desk, options: Namespace) -> int:
    from billdesk.services.amendments import hold_order

    on = desk.as_of(options)
    hold_order(desk.open(options.file), options.order, on, on)
    desk.say(f"Order {options.order}: no period that starts on {on} or later is billed until it is resumed")
    return 0


def _resume(desk: Desk, options: Namespace) -> int:
    from billdesk.services.amendments import resume_order

    on = desk.as_of(options)
    resume_order(desk.open(options.file), options.order, on, on, catches_up=options.catch_up)
    held = "the held periods are billed too" if options.catch_up else "the held periods are skipped"
    desk.say(f"Order {options.order} is billed again from {on} on; {held}")
    return 0


def _say(desk: Desk, amended: Amended, what: str, is_preview: bool) -> None:
    """What an act charges or credits, line by line."""
    from billdesk.billing.money import format_minor, format_price, format_quantity

    begin = f"Order {amended.order}, if it is done: {what}" if is_preview else f"Order {amended.order}: {what}"
    desk.say(begin)
    for part in amended.differences:
        days = f", {part.used_days} of {part.whole_days} days" if part.used_days != part.whole_days else ""
        price = format_price(part.unit_price_e4, amended.currency)
        last = "" if part.until_on is None else f" to {date.fromordinal(part.until_on.toordinal() - 1)}"
        net = format_minor(part.net_minor, amended.currency)
        desk.say(f"  {part.from_on}{last}  {format_quantity(part.quantity_e6)} x {price}{days}: {net} {amended.currency}")


_EXAMPLE = "acme.billdesk SO-1042 --on 2026-11-16"
VERBS = (
    Verb(
        "order activate",
        "activate a draft order, which sets up its invoice at once",
        _configure,
        _activate,
        ("acme.billdesk SO-1042", "acme.billdesk SO-1042 --on 2026-11-02"),
    ),
    Verb(
        "order amend",
        "change quantity, price, discount or end of a line from a day on",
        _configure_amend,
        _amend,
        ("acme.billdesk SO-1042 1 --on 2026-11-16 --quantity 12", "acme.billdesk SO-1042 1 --on 2026-12-01 --unit-price 28"),
    ),
    Verb("order hold", "bill no period that starts on a day or later", _configure, _hold, (_EXAMPLE,)),
    Verb(
        "order resume",
        "bill a held order again",
        _configure_resume,
        _resume,
        (_EXAMPLE, f"{_EXAMPLE} --catch-up"),
    ),
    Verb("order cancel", "end an order before a day, and credit what was billed beyond", _configure_act, _cancel, (_EXAMPLE,)),
)
