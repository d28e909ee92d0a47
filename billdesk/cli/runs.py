"""`run` and `forecast`: bill what is due, and see what is to come."""

from __future__ import annotations

import re
import time
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from billdesk.billing.errors import UsageError
from billdesk.billing.money import format_minor, format_quantity
from billdesk.cli.options import EXCEPTIONS_LEFT, Verb, add_file, add_json, add_on, day
from billdesk.cli.tables import Field, counted, grouped, table

if TYPE_CHECKING:
    from billdesk.cli.desk import Desk
    from billdesk.services.forecast import ForecastLine
    from billdesk.services.run_report import RunReport

INTERRUPTED = 130
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)


def _configure_run(parser: ArgumentParser) -> None:
    from billdesk.billing.schedule import CATCH_UPS, GROUPINGS, MODES

    add_file(parser)
    parser.add_argument("--schedule", metavar="NAME", help="run this schedule")
    parser.add_argument("--all-due", action="store_true", help="run every schedule that is due, missed dates first")
    parser.add_argument("--target", type=day("--target"), metavar="DATE", help="by hand: collect everything due up to DATE")
    add_on(parser)
    parser.add_argument("--at", metavar="TIME", help="as the timer runs it: only what is due by this time of day, HH:MM or `now`")
    parser.add_argument("--mode", choices=MODES, help="instead of what the schedule says")
    parser.add_argument("--catch-up", choices=CATCH_UPS, help="instead of what the schedule says")
    parser.add_argument("--group", choices=GROUPINGS, help="instead of what the schedule says")
    parser.add_argument("--dry-run", action="store_true", help="show what the run would do, and write nothing")
    add_json(parser)


def _run(desk: Desk, options: Namespace) -> int:
    if options.all_due == bool(options.schedule or options.target):
        raise UsageError("it is not clear what to run", "", "give --all-due, or --schedule NAME and/or --target DATE")
    from billdesk.services.runs import RunRequest, plan_run, run_invoices

    request = RunRequest(
        desk.as_of(options),
        options.schedule,
        options.all_due,
        options.target,
        options.mode,
        options.catch_up,
        options.group,
        _time_of_day(desk, options.at),
    )
    company = desk.open(options.file)
    begun = time.perf_counter()
    report = (plan_run if options.dry_run else run_invoices)(company, request, desk.progress())
    seconds = time.perf_counter() - begun
    if options.json:
        desk.say_json(_as_json(report, seconds))
    else:
        desk.say(_told(report, seconds, options))
    if report.is_cancelled:
        return INTERRUPTED
    return EXCEPTIONS_LEFT if report.exceptions else 0


def _time_of_day(desk: Desk, text: str | None) -> str | None:
    if text is None or _TIME.fullmatch(text):
        return text
    if text == "now":
        return desk.time_of_day()
    raise UsageError(f"--at {text!r} is not a time of day", "", "write it like 06:00, or `now`")


def _as_json(report: RunReport, seconds: float) -> dict[str, Any]:
    return {
        "occurrences": report.occurrence_count,
        "invoices": report.invoice_count,
        "lines": report.line_count,
        "totals": report.totals(),
        "exceptions": [{"account": e.account, "reason": e.reason, "remedy": e.remedy} for e in report.exceptions],
        "numbers": report.numbers,
        "seconds": round(seconds, 3),
    }


def _told(report: RunReport, seconds: float, options: Namespace) -> str:
    if report.is_cancelled:
        head = "Stopped. What was finished stays: "
    elif options.dry_run:
        head = "A dry run, nothing was written. It would make "
    else:
        head = ""
    runs = f" over {counted(report.occurrence_count, 'occurrence')}" if report.occurrence_count else ""
    lines = [
        f"{head}{counted(report.invoice_count, 'invoice')} with {counted(report.line_count, 'line')}{runs} in {seconds:.1f} s"
    ]
    lines += [f"  {currency} {grouped(total)}" for currency, total in report.totals().items()]
    if report.numbers:
        lines.append(f"  numbers {report.numbers[0]} to {report.numbers[-1]}")
    if report.exceptions:
        left = counted(len(report.exceptions), "account was", "accounts were")
        lines.append(f"{left} left out; mend these and run again:")
        lines += [f"  {e.account}: {e.reason}; {e.remedy}" for e in report.exceptions]
    elif not report.invoice_count and not report.is_cancelled:
        lines.append(f"Nothing was due. `billdesk forecast {options.file} --until DATE` shows what is to come.")
    if report.is_cancelled:
        lines.append("Run it again to finish the rest.")
    return "\n".join(lines)


def _configure_forecast(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("--until", type=day("--until"), required=True, metavar="DATE", help="everything due up to DATE")
    parser.add_argument("--account", metavar="A", help="of this account only")
    add_on(parser)
    add_json(parser)


def _forecast(desk: Desk, options: Namespace) -> int:
    from billdesk.services.forecast import forecast

    found = forecast(desk.open(options.file), options.until, options.account, desk.progress())
    records = [_as_record(line) for line in found]
    if options.json:
        desk.say_json_rows(records)
        return 0
    if not records:
        desk.say(f"Nothing is left to be billed up to {options.until}.")
        return 0
    desk.say(table(_FORECAST_FIELDS, records)[0])
    totals: dict[str, int] = {}
    for line in found:
        totals[line.currency] = totals.get(line.currency, 0) + (line.net_minor or 0)
    summed = ", ".join(f"{currency} {grouped(format_minor(minor, currency))}" for currency, minor in sorted(totals.items()))
    desk.say(f"\n{counted(len(records), 'charge')}, net {summed}")
    return 0


_FORECAST_FIELDS = (
    Field("due_on", "Due on"),
    Field("target_on", "Billed with"),
    Field("account", "Account"),
    Field("order", "Order"),
    Field("line", "Line", True),
    Field("period_from", "From"),
    Field("period_until", "Until"),
    Field("quantity", "Quantity", True),
    Field("net", "Net", True),
    Field("currency", "Cur."),
)


def _as_record(line: ForecastLine) -> dict[str, Any]:
    return {
        "account": line.account,
        "order": line.order,
        "line": line.order_line,
        "due_on": line.due_on.isoformat(),
        "target_on": line.target_on.isoformat() if line.target_on is not None else None,
        "period_from": line.period_from.isoformat() if line.period_from is not None else None,
        "period_until": line.period_until.isoformat() if line.period_until is not None else None,
        "quantity": format_quantity(line.quantity_e6),
        "net": format_minor(line.net_minor, line.currency) if line.net_minor is not None else None,
        "currency": line.currency,
    }


VERBS = (
    Verb(
        "run",
        "bill what is due",
        _configure_run,
        _run,
        (
            "acme.billdesk --all-due --dry-run",
            "acme.billdesk --all-due",
            "acme.billdesk --schedule Monthly --mode post",
            "acme.billdesk --target 2026-11-30 --group order",
        ),
        "Ctrl+C stops between batches; running again finishes the rest. Each period is billed once, whoever runs.",
    ),
    Verb(
        "forecast",
        "show what is still to be billed up to a date",
        _configure_forecast,
        _forecast,
        ("acme.billdesk --until 2026-12-31", "acme.billdesk --until 2026-12-31 --account ALFKI --json"),
    ),
)
