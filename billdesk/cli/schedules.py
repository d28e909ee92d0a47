"""`schedule add`, `list`, `pause`, `resume`, `dates`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from billdesk.cli.listing import show_list
from billdesk.cli.options import Verb, add_file, add_json, add_on, day, in_usage, whole
from billdesk.cli.tables import Field, table

if TYPE_CHECKING:
    from billdesk.cli.desk import Desk


def _configure_add(parser: ArgumentParser) -> None:
    from billdesk.billing.schedule import CATCH_UPS, GROUPINGS, HOLIDAY_RULES, INVOICE_DATES, MODES

    add_file(parser)
    parser.add_argument("--name", required=True, metavar="NAME", help="what it is called")
    parser.add_argument(
        "--every", required=True, metavar="CADENCE", help="how often: '1 month', '2 weeks', '10 days', '1 quarter'"
    )
    parser.add_argument("--day", metavar="BILLDAY", help="on which day: 1 to 31, last, last-business, '2 tue', 'last fri'")
    parser.add_argument("--start", type=day("--start"), metavar="DATE", help="not before this date (default: today)")
    parser.add_argument("--end", type=day("--end"), metavar="DATE", help="not after this date")
    parser.add_argument(
        "--timing",
        default="occurrence",
        metavar="RULE",
        help="what it collects: due up to its own date (default), '5 days ahead', '5 days behind'",
    )
    parser.add_argument("--group", choices=GROUPINGS, default="account", help="one invoice for each (default: account)")
    parser.add_argument("--product", action="append", default=[], metavar="P", help="take this product only; may be repeated")
    parser.add_argument("--account", action="append", default=[], metavar="A", help="take this account only; may be repeated")
    parser.add_argument("--order", action="append", default=[], metavar="O", help="take this order only; may be repeated")
    parser.add_argument("--currency", action="append", default=[], metavar="C", help="take this currency only; may be repeated")
    parser.add_argument("--mode", choices=MODES, default="draft", help="what a run makes of it (default: draft)")
    parser.add_argument("--hold", action="store_true", help="leave drafts for a person to review, whatever the mode")
    parser.add_argument("--catch-up", choices=CATCH_UPS, default="each", help="what to do with missed dates (default: each)")
    parser.add_argument(
        "--holiday-rule", choices=HOLIDAY_RULES, default="none", help="where a date moves off weekends and holidays"
    )
    parser.add_argument("--calendar", metavar="COUNTRY", help="whose public holidays count, such as US or DE")
    parser.add_argument("--invoice-date", choices=INVOICE_DATES, default="occurrence", help="which date the invoices carry")
    parser.add_argument(
        "--terms", metavar="TERMS", help="payment terms instead of the account's: 'net 30', 'eom 10', '2/10 net 30'"
    )
    add_on(parser)
    add_json(parser)


def _add(desk: Desk, options: Namespace) -> int:
    from billdesk.services.schedules import NewSchedule, add_schedule

    target_days = _checked(options)
    new = NewSchedule(
        name=options.name,
        every=options.every,
        bill_day=options.day,
        start_on=options.start,
        end_on=options.end,
        target_days=target_days,
        grouping=options.group,
        products=tuple(options.product),
        accounts=tuple(options.account),
        orders=tuple(options.order),
        currencies=tuple(options.currency),
        mode=options.mode,
        is_held=options.hold,
        catch_up=options.catch_up,
        holiday_rule=options.holiday_rule,
        calendar=options.calendar,
        invoice_date=options.invoice_date,
        terms=options.terms,
    )
    company, as_of = desk.open(options.file), desk.as_of(options)
    schedule = add_schedule(company, new, as_of, desk.progress())
    if options.json:
        from billdesk.services.listings import list_records

        desk.say_json(list_records(company, "schedules", [("schedule", schedule.name)])[0])
        return 0
    first = next(schedule.occurrences(), None)
    when = f"first on {first.on}" if first is not None else "it never runs before its end"
    desk.say(f"Schedule {schedule.name} is added: every {schedule.cadence}, {when}.")
    desk.say(f"Next: billdesk run {options.file} --all-due --dry-run shows what it would bill.")
    return 0


def _checked(options: Namespace) -> int:
    """Cadence, day, terms and timing are words of this call: what is not understood is wrong usage. Gives the timing."""
    from billdesk.billing.cadence import parse_bill_day, parse_cadence
    from billdesk.billing.schedule import parse_timing
    from billdesk.billing.terms import parse_terms

    in_usage(lambda: parse_cadence(options.every))
    if options.day is not None:
        in_usage(lambda: parse_bill_day(options.day))
    if options.terms is not None:
        in_usage(lambda: parse_terms(options.terms))
    return in_usage(lambda: parse_timing(options.timing))


def _configure_list(parser: ArgumentParser) -> None:
    add_file(parser)
    add_json(parser)


def _list(desk: Desk, options: Namespace) -> int:
    return show_list(desk, options.file, "schedules", [], None, options.json)


def _configure_named(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("name", metavar="NAME", help="the schedule's name")
    add_on(parser)


def _pause(desk: Desk, options: Namespace) -> int:
    return _set_paused(desk, options, is_paused=True)


def _resume(desk: Desk, options: Namespace) -> int:
    return _set_paused(desk, options, is_paused=False)


def _set_paused(desk: Desk, options: Namespace, *, is_paused: bool) -> int:
    from billdesk.services.schedules import set_paused

    schedule = set_paused(desk.open(options.file), options.name, is_paused, desk.as_of(options))
    state = "paused; it keeps its lines and does not run" if is_paused else "running again; what it missed is caught up"
    desk.say(f"Schedule {schedule.name} is {state}.")
    return 0


def _configure_dates(parser: ArgumentParser) -> None:
    _configure_named(parser)
    parser.add_argument("--count", type=whole("--count", 1, 10_000), default=12, metavar="N", help="how many (default: 12)")
    add_json(parser)


def _dates(desk: Desk, options: Namespace) -> int:
    from billdesk.services.schedules import next_occurrences

    found = next_occurrences(desk.open(options.file), options.name, options.count)
    records = [
        {"on": o.on.isoformat(), "target_on": o.target_on.isoformat(), "invoice_on": o.invoice_on.isoformat()} for o in found
    ]
    if options.json:
        desk.say_json_rows(records)
    elif records:
        fields = (Field("on", "Runs on"), Field("target_on", "Collects up to"), Field("invoice_on", "Invoice date"))
        desk.say(table(fields, records)[0])
    else:
        desk.say(f"Schedule {options.name} has no dates left.")
    return 0


VERBS = (
    Verb(
        "schedule add",
        "add an invoice schedule: how often, on which day, for whom",
        _configure_add,
        _add,
        (
            "acme.billdesk --name Monthly --every '1 month' --day last --mode post",
            "acme.billdesk --name Support --every '1 month' --day 1 --product SUP-M --timing '5 days ahead'",
            "acme.billdesk --name Fridays --every '1 week' --day 'last fri' --holiday-rule previous --calendar US",
        ),
        "Of several schedules the first that takes an order line bills it.",
    ),
    Verb("schedule list", "list the schedules", _configure_list, _list, ("acme.billdesk", "acme.billdesk --json")),
    Verb("schedule pause", "let a schedule rest", _configure_named, _pause, ("acme.billdesk Monthly",)),
    Verb("schedule resume", "let a paused schedule run again", _configure_named, _resume, ("acme.billdesk Monthly",)),
    Verb(
        "schedule dates",
        "show the next dates of a schedule",
        _configure_dates,
        _dates,
        ("acme.billdesk Monthly --count 6", "acme.billdesk Monthly --count 12 --json"),
    ),
)
