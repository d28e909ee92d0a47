"""`mail send`, `list`, `queue`, `retry`, `settle`, `settings`: the outbox and the account that it leaves by."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from billdesk.billing.errors import BillingError, UsageError
from billdesk.cli.listing import show_list
from billdesk.cli.options import EXCEPTIONS_LEFT, Verb, add_file, add_json, whole
from billdesk.cli.tables import counted

if TYPE_CHECKING:
    from billdesk.cli.desk import Desk
    from billdesk.services.company import Company
    from billdesk.services.mail.account import MailAccount
    from billdesk.services.mail.sending import Left, SendReport

PASSWORD_VARIABLE = "BILLDESK_MAIL_PASSWORD"  # noqa: S105 - the name of the variable, not a password
"""Where a timer without a keyring may leave the password."""

_MESSAGE = whole("MESSAGE", 1, 10**11)
_SETTINGS = {
    "host": "the server to send by; an empty one takes the account away",
    "port": "its port (default: 465 for tls, 587 for starttls, 25 for none)",
    "security": "tls, starttls or none",
    "user": "who logs in; empty for a server that asks for no password",
    "from_address": "the address that messages come from",
    "from_name": "the name beside it",
    "reply_to": "where answers go, if elsewhere",
    "ca_file": "a PEM file with the certificate of a server of your own",
}


def _configure_send(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("--due", action="store_true", help="leave out what was put off to a later time; for a timer")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from the first line of stdin")
    add_json(parser)


def _send(desk: Desk, options: Namespace) -> int:
    from billdesk.services.mail.password import PasswordNeeded
    from billdesk.services.mail.sending import send_outbox

    company, progress = desk.open(options.file), desk.progress()
    try:
        report = send_outbox(company, _password(options), progress, is_due_only=options.due)
    except PasswordNeeded as needed:
        report = send_outbox(company, _asked(desk, needed), progress, is_due_only=options.due)
    if options.json:
        desk.say_json(_as_json(report))
    else:
        desk.say(_told(report, options.file))
    return 0 if report.is_clear else EXCEPTIONS_LEFT


def _as_json(report: SendReport) -> dict[str, Any]:
    def listed(left: tuple[Left, ...]) -> list[dict[str, str]]:
        return [{"invoice": number, "recipient": recipient, "reason": reason} for number, recipient, reason in left]

    return {
        "sent": report.sent_count,
        "failed": listed(report.failed),
        "put_off": listed(report.put_off),
        "uncertain": listed(report.uncertain),
        "waiting": report.waiting_count,
    }


def _told(report: SendReport, file: str) -> str:
    lines = [f"Sent {counted(report.sent_count, 'message')}"]
    for left, head in (
        (report.failed, f"failed; mend what it says, then: billdesk mail retry {file} --all"),
        (report.put_off, "put off; they are tried again by the next `mail send`"),
        (report.uncertain, f"uncertain; ask the recipient, then: billdesk mail settle {file} MESSAGE --sent or --again"),
    ):
        if left:
            lines.append(f"{counted(len(left), 'message')} {head}")
            lines += [f"  {number} to {recipient}: {reason}" for number, recipient, reason in left]
    if report.waiting_count and not report.put_off:
        lines.append(f"{counted(report.waiting_count, 'message')} still queued")
    elif report.is_clear and not report.sent_count:
        lines = ["There is nothing to send. A run with `--mode email` queues messages, and `billdesk mail queue`."]
    return "\n".join(lines)


def _password(options: Namespace) -> str | None:
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return os.environ.get(PASSWORD_VARIABLE) or None


def _asked(desk: Desk, needed: BillingError) -> str:
    """Ask the person at the terminal. Raises `needed`, with what else helps, where there is none."""
    if not sys.stdin.isatty():
        remedy = f"use --password-stdin, set {PASSWORD_VARIABLE}, or keep it with `mail settings`"
        raise BillingError(needed.what, needed.record, remedy) from needed
    desk.hint(needed.what)
    return getpass.getpass(f"Password of {needed.record}: ", sys.stderr)


def _configure_list(parser: ArgumentParser) -> None:
    add_file(parser)
    add_json(parser)


def _list(desk: Desk, options: Namespace) -> int:
    return show_list(desk, options.file, "outbox", [], None, options.json)


def _configure_queue(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("numbers", nargs="+", metavar="NUMBER", help="numbers of posted invoices and credit notes")
    parser.add_argument("--to", metavar="ADDRESS", help="to this address, instead of the account's own")
    parser.add_argument("--again", action="store_true", help="with --to: also where it was sent there already")
    add_json(parser)


def _queue(desk: Desk, options: Namespace) -> int:
    from billdesk.services.documents import find_documents
    from billdesk.services.mail.queueing import QueueReport, queue_invoices, queue_message

    if options.again and not options.to:
        raise UsageError("--again needs an address", "", "give it with --to")
    company = desk.open(options.file)
    ids = find_documents(company, options.numbers)
    if options.to:
        for invoice_id in ids:
            queue_message(company, invoice_id, options.to, again=options.again)
        report = QueueReport(len(ids), ())
    else:
        report = queue_invoices(company, ids, desk.progress())
    if options.json:
        left = [{"invoice": number, "reason": reason} for number, reason in report.left_out]
        desk.say_json({"queued": report.queued_count, "left_out": left})
    else:
        desk.say(f"Queued {counted(report.queued_count, 'message')}; billdesk mail send {options.file} sends them")
        for number, reason in report.left_out:
            desk.say(f"  {number} was left out: {reason}")
    return EXCEPTIONS_LEFT if report.left_out else 0


def _configure_retry(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("messages", nargs="*", type=_MESSAGE, metavar="MESSAGE", help="of `billdesk mail list FILE`")
    parser.add_argument("--all", action="store_true", help="every message that has failed")


def _retry(desk: Desk, options: Namespace) -> int:
    if bool(options.messages) == options.all:
        raise UsageError("it is not clear which messages to try again", "", "name them, or give --all")
    from billdesk.services.mail.outbox import failed_messages, try_again

    company = desk.open(options.file)
    count = try_again(company, failed_messages(company) if options.all else options.messages)
    desk.say(f"Queued {counted(count, 'message')} again; billdesk mail send {options.file} sends them")
    return 0


def _configure_settle(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("message", type=_MESSAGE, metavar="MESSAGE", help="an uncertain one of `billdesk mail list FILE`")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--sent", action="store_true", help="it was sent")
    which.add_argument("--again", action="store_true", help="it was not; send it again")


def _settle(desk: Desk, options: Namespace) -> int:
    from billdesk.services.mail.outbox import find_abandoned, settle

    company = desk.open(options.file)
    find_abandoned(company)
    settle(company, options.message, was_sent=options.sent)
    desk.say("It counts as sent." if options.sent else f"It is queued again; billdesk mail send {options.file} sends it")
    return 0


def _configure_settings(parser: ArgumentParser) -> None:
    add_file(parser)
    for name, about in _SETTINGS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", metavar="TEXT", help=about)
    parser.add_argument("--keep-password", action="store_true", help="ask for the password and keep it in the system's keyring")
    parser.add_argument("--forget-password", action="store_true", help="take the password out of the keyring")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from the first line of stdin")
    parser.add_argument("--test", action="store_true", help="send a message to oneself")
    add_json(parser)


def _settings(desk: Desk, options: Namespace) -> int:
    from billdesk.services.mail.account import change_account, read_account
    from billdesk.services.mail.password import forget_password

    company = desk.open(options.file)
    given = {name: getattr(options, name) for name in _SETTINGS if getattr(options, name) is not None}
    account = change_account(company, given) if given else read_account(company)
    if options.forget_password:
        forget_password(account)
    password = _password(options)
    if options.keep_password:
        password = _kept(desk, account, password)
    if options.json:
        desk.say_json({**asdict(account), "port": account.real_port})
    else:
        shown = {**asdict(account), "port": account.real_port}
        width = max(map(len, _SETTINGS))
        desk.say("\n".join(f"{name.replace('_', ' '):<{width}}  {shown[name]}".rstrip() for name in _SETTINGS))
    if options.test:
        _test(desk, company, account, password)
    return 0


def _kept(desk: Desk, account: MailAccount, password: str | None) -> str:
    from billdesk.services.mail.password import keep_password

    given = password or _asked(desk, BillingError("the mail account wants a password", account.key))
    if not keep_password(account, given):
        raise BillingError("there is no keyring that keeps passwords here", account.key, "give the password each time")
    return given


def _test(desk: Desk, company: Company, account: MailAccount, password: str | None) -> None:
    from billdesk.services.mail.password import PasswordNeeded
    from billdesk.services.mail.sending import send_test

    try:
        to = send_test(company, account, password)
    except PasswordNeeded as needed:
        to = send_test(company, account, _asked(desk, needed))
    desk.hint(f"A message was sent to {to}.")


VERBS = (
    Verb(
        "mail send",
        "send the messages of the outbox",
        _configure_send,
        _send,
        ("acme.billdesk", "acme.billdesk --due --json"),
        "Each message is sent once: what nobody can say of, a person settles. Exit code 4 where something is left.",
    ),
    Verb("mail list", "list the outbox", _configure_list, _list, ("acme.billdesk", "acme.billdesk --json")),
    Verb(
        "mail queue",
        "queue posted documents to be e-mailed",
        _configure_queue,
        _queue,
        ("acme.billdesk INV-2026-00017", "acme.billdesk INV-2026-00017 --to office@example.org"),
    ),
    Verb("mail retry", "queue failed messages again", _configure_retry, _retry, ("acme.billdesk 17", "acme.billdesk --all")),
    Verb(
        "mail settle",
        "say of an uncertain message whether it was sent",
        _configure_settle,
        _settle,
        ("acme.billdesk 17 --sent", "acme.billdesk 17 --again"),
    ),
    Verb(
        "mail settings",
        "show or change the mail account",
        _configure_settings,
        _settings,
        (
            "acme.billdesk",
            "acme.billdesk --host smtp.example.org --user billing --from-address billing@example.org --keep-password --test",
        ),
        "The password is kept in the system's keyring, or nowhere.",
    ),
)
