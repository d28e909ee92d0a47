"""`quote add`, `quote accept`, `quote decline`, `quote expire` and `quote revise`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from billdesk.cli.options import Verb, add_file, add_json, add_on

if TYPE_CHECKING:
    from billdesk.cli.desk import Desk


def _configure(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("quote", metavar="QUOTE", help="code of a quote")
    add_on(parser)


def _configure_add(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("lines", metavar="LINES.csv", help="the lines of the quote; columns as in the README")
    add_on(parser)
    parser.add_argument("--account", required=True, metavar="A", help="code of the account that it is for")
    parser.add_argument("--title", default="", help="what it is about")
    parser.add_argument("--valid-until", metavar="DATE", help="the last day on which it can be accepted")
    parser.add_argument("--discount", metavar="PERCENT", help="a discount on all of it, in percent")
    parser.add_argument("--discount-amount", metavar="X", help="an amount off, once")


def _configure_accept(parser: ArgumentParser) -> None:
    _configure(parser)
    add_json(parser)


def _configure_decline(parser: ArgumentParser) -> None:
    _configure(parser)
    parser.add_argument("--reason", default="", help="why, for the history of the quote")


def _configure_expire(parser: ArgumentParser) -> None:
    add_file(parser)
    add_on(parser)


def _add(desk: Desk, options: Namespace) -> int:
    from dataclasses import replace
    from pathlib import Path

    from billdesk.billing.money import format_minor, parse_amount
    from billdesk.services.company import day
    from billdesk.services.imports.fields import iso_date, percent
    from billdesk.services.imports.quote_file import quote_of_file
    from billdesk.services.quotes import create_quote, read_quote

    company, on = desk.open(options.file), desk.as_of(options)
    edit = quote_of_file(company, Path(options.lines), options.account, on)
    edit = replace(
        edit,
        title=options.title,
        valid_until=day(iso_date(options.valid_until)) if options.valid_until else None,
        discount_e4=(percent(options.discount) or 0) if options.discount else 0,
        discount_minor=parse_amount(options.discount_amount, edit.currency) if options.discount_amount else 0,
    )
    saved = create_quote(company, edit)
    totals = read_quote(company, saved.code, on).totals
    once, month = (format_minor(minor, edit.currency) for minor in (totals.one_time_minor, totals.per_month_minor))
    first = format_minor(totals.first.total_minor, edit.currency)
    desk.say(f"Quote {saved.code}: {once} once, {month} a month; the first invoice {first} {edit.currency} with tax")
    return 0


def _accept(desk: Desk, options: Namespace) -> int:
    from billdesk.billing.money import format_minor
    from billdesk.services.quotes import accept_quote

    accepted = accept_quote(desk.open(options.file), options.quote, desk.as_of(options))
    drafts = accepted.activated.drafts
    if options.json:
        told = [
            {
                "target_on": None if draft.target_on is None else draft.target_on.isoformat(),
                "lines": draft.own_line_count,
                "total": format_minor(draft.total_minor, draft.currency),
                "currency": draft.currency,
            }
            for draft in drafts
        ]
        desk.say_json({"quote": options.quote, "order": accepted.order, "drafts": told})
        return 0
    desk.say(f"Quote {options.quote} is accepted: order {accepted.order} is active")
    for draft in drafts:
        when = f"for {draft.target_on}" if draft.target_on is not None else "which waits for a person"
        desk.say(f"  a draft invoice {when}: {format_minor(draft.total_minor, draft.currency)} {draft.currency}")
    return 0


def _decline(desk: Desk, options: Namespace) -> int:
    from billdesk.services.quotes import decline_quote

    decline_quote(desk.open(options.file), options.quote, desk.as_of(options), options.reason)
    desk.say(f"Quote {options.quote} is declined")
    return 0


def _expire(desk: Desk, options: Namespace) -> int:
    from billdesk.services.quotes import expire_quotes

    expired = expire_quotes(desk.open(options.file), desk.as_of(options))
    desk.say(f"Expired: {', '.join(expired)}" if expired else "No quote has expired")
    return 0


def _revise(desk: Desk, options: Namespace) -> int:
    from billdesk.services.quotes import revise_quote

    saved = revise_quote(desk.open(options.file), options.quote, desk.as_of(options))
    desk.say(f"Quote {saved.code} has revision {saved.revision}, a draft")
    return 0


_EXAMPLE = "acme.billdesk Q-1001 --on 2026-11-25"
VERBS = (
    Verb(
        "quote add",
        "make a draft quote from a file of lines",
        _configure_add,
        _add,
        ("acme.billdesk lines.csv --account ALFKI --valid-until 2026-12-31 --discount 5",),
    ),
    Verb("quote accept", "make a quote an active order, which sets up its invoice", _configure_accept, _accept, (_EXAMPLE,)),
    Verb("quote decline", "note that a client does not want a quote", _configure_decline, _decline, (_EXAMPLE,)),
    Verb("quote expire", "close sent quotes whose validity is over", _configure_expire, _expire, ("acme.billdesk",)),
    Verb("quote revise", "make the next revision of a quote", _configure, _revise, (_EXAMPLE,)),
)
