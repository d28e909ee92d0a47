"""`invoice post`, `credit`, `pdf`: documents by hand."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from billdesk.billing.errors import UsageError
from billdesk.billing.money import format_minor, parse_amount
from billdesk.cli.options import Verb, add_file, add_json, add_on, whole
from billdesk.cli.tables import counted, grouped

if TYPE_CHECKING:
    from billdesk.cli.desk import Desk


def _configure_post(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument(
        "ids", nargs="*", type=whole("ID", 1, 10**11), metavar="ID", help="id of a draft, see `billdesk list FILE invoices`"
    )
    parser.add_argument("--all", action="store_true", help="post every draft")
    add_on(parser)
    add_json(parser)


def _post(desk: Desk, options: Namespace) -> int:
    if bool(options.ids) == options.all:
        raise UsageError("it is not clear which drafts to post", "", "name their ids, or give --all")
    from billdesk.services.invoices import draft_ids, post_drafts

    company = desk.open(options.file)
    ids = draft_ids(company) if options.all else list(dict.fromkeys(options.ids))
    numbers = post_drafts(company, ids, desk.as_of(options))
    if options.json:
        desk.say_json({"invoices": len(numbers), "numbers": numbers})
    elif numbers:
        span = numbers[0] if len(numbers) == 1 else f"{numbers[0]} to {numbers[-1]}"
        desk.say(f"Posted {counted(len(numbers), 'invoice')}: {span}")
    else:
        desk.say("There is no draft to post.")
    return 0


def _configure_credit(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("number", metavar="NUMBER", help="number of a posted invoice")
    parser.add_argument(
        "--line", dest="lines", action="append", default=[], type=whole("--line", 1, 10**6), metavar="N", help="only this line"
    )
    parser.add_argument("--amount", metavar="X", help="only this amount, as the invoice's prices count: net, or with tax")
    parser.add_argument("--rebill", action="store_true", help="free what it billed, so that it is billed again")
    add_on(parser)
    add_json(parser)


def _credit(desk: Desk, options: Namespace) -> int:
    if options.amount and (options.lines or options.rebill):
        raise UsageError("an amount is not of a line", "", "give --amount alone, or --line and --rebill without it")
    from billdesk.services.corrections import credit_amount, credit_invoice, read_rest

    company, as_of = desk.open(options.file), desk.as_of(options)
    if options.amount:
        amount = parse_amount(options.amount, read_rest(company, options.number).currency)
        note = credit_amount(company, options.number, amount, as_of)
    else:
        note = credit_invoice(company, options.number, as_of, rebill=options.rebill, lines=options.lines)
    total, left = format_minor(note.total_minor, note.currency), format_minor(note.left_minor, note.currency)
    if options.json:
        found = {"number": note.number, "credits": note.invoice, "currency": note.currency, "total": total, "left": left}
        desk.say_json(found)
        return 0
    how = "in part" if note.left_minor else "in full"
    desk.say(f"Credit note {note.number} credits invoice {note.invoice} {how}: {note.currency} {grouped(total)}")
    if note.left_minor:
        desk.say(f"{note.currency} {grouped(left)} of the invoice is left.")
    if options.rebill:
        desk.say(f"Its periods are due again and stand in a draft: billdesk list {options.file} invoices")
    return 0


def _configure_pdf(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("numbers", nargs="*", metavar="NUMBER", help="numbers of posted invoices and credit notes")
    parser.add_argument("--out", required=True, metavar="DIR", help="the folder for the files; made if it is not there")
    parser.add_argument("--all", action="store_true", help="every posted document")
    parser.add_argument(
        "--jobs", type=whole("--jobs", 1, 64), default=0, metavar="N", help="processes that draw (default: as many as help)"
    )
    add_json(parser)


def _pdf(desk: Desk, options: Namespace) -> int:
    if bool(options.numbers) == options.all:
        raise UsageError("it is not clear which documents to write", "", "give their numbers, or --all")
    from billdesk.services.documents import write_pdfs

    company = desk.open(options.file)
    report = write_pdfs(company, None if options.all else options.numbers, Path(options.out), options.jobs, desk.progress())
    if options.json:
        desk.say_json({"documents": report.count, "archived": report.archived_count, "bytes": report.size})
    elif report.count:
        kept = f", {report.archived_count:,} of them from the archive" if report.archived_count else ""
        desk.say(f"Wrote {counted(report.count, 'PDF')} to {options.out}{kept}")
    else:
        desk.say(f"Nothing is posted yet: billdesk run {options.file} --all-due --mode post")
    return 0


VERBS = (
    Verb(
        "invoice post",
        "post drafts that wait for a person",
        _configure_post,
        _post,
        ("acme.billdesk 17 18", "acme.billdesk --all --on 2026-11-30"),
        "A draft of a schedule is dated as the schedule says, any other one as --on says.",
    ),
    Verb(
        "credit",
        "credit a posted invoice in full, by line or by an amount",
        _configure_credit,
        _credit,
        (
            "acme.billdesk INV-2026-00017",
            "acme.billdesk INV-2026-00017 --line 2 --rebill",
            "acme.billdesk INV-2026-00017 --amount 25",
        ),
    ),
    Verb(
        "pdf",
        "write posted documents as PDF files, NUMBER.pdf each",
        _configure_pdf,
        _pdf,
        ("acme.billdesk INV-2026-00017 --out paper/", "acme.billdesk --all --out paper/ --jobs 2"),
        "The first delivery is archived in the company; later ones give the same bytes.",
    ),
)
