"""Emptying the outbox: each message is claimed, sent and written down, one after the other over one connection.

The window, the command line and a timer call the same verb, at the same time if they like. Trouble with the server as a
whole (not known, no login, no trust) is raised before any message is touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import make_msgid
from typing import NamedTuple

from sqlalchemy import update

from billdesk.billing.errors import BillingError, Cancelled
from billdesk.db.engine import reading, writing
from billdesk.db.models import outbox
from billdesk.services.company import Company, Progress
from billdesk.services.documents import deliver_pdf
from billdesk.services.mail.account import MailAccount, read_account
from billdesk.services.mail.message import Attachment, Letter, addresses, compose
from billdesk.services.mail.outbox import (
    Message,
    claim,
    fail_unsent,
    find_abandoned,
    find_queued,
    in_state,
    record,
    release,
    waiting,
)
from billdesk.services.mail.password import password_for
from billdesk.services.mail.senders import sender_mark
from billdesk.services.mail.transport import Courier, Fate, Patience, Verdict
from billdesk.services.mail.wording import load_wording


class Left(NamedTuple):
    """A message that was not sent: whose, to whom, and why."""

    number: str
    recipient: str
    reason: str


@dataclass(frozen=True, slots=True)
class SendReport:
    """What became of the messages: how many were sent; which failed, were put off, or are uncertain.

    `uncertain` holds all that wait for a person, also from earlier; `waiting_count` is what is still queued.
    """

    sent_count: int
    failed: tuple[Left, ...]
    put_off: tuple[Left, ...]
    uncertain: tuple[Left, ...]
    waiting_count: int

    @property
    def is_clear(self) -> bool:
        """Whether nothing is left that a person should know."""
        return not (self.failed or self.put_off or self.uncertain)


def send_outbox(
    company: Company,
    password: str | None = None,
    progress: Progress | None = None,
    *,
    is_due_only: bool = False,
    only: tuple[int, ...] | None = None,
    patience: Patience | None = None,
) -> SendReport:
    """Send what is queued: everything, or with `is_due_only` what is not put off, or the messages with the ids `only`.

    Raises BillingError, before anything is sent, where there is no mail account or its server cannot be used, and
    `PasswordNeeded` where the password is not kept: call again with it. Stopping (Cancelled) leaves the rest queued.
    """
    progress = progress or Progress()
    find_abandoned(company)
    with reading(company.engine) as connection:
        ids = waiting(connection, company.now(), is_due_only=is_due_only)
    if only is not None:
        wanted = set(only)
        ids = [row for row in ids if row in wanted]
    sent: list[tuple[Message, Verdict]] = []
    if ids:
        account = read_account(company)
        if not account.is_set:
            raise BillingError("there is no mail account", "", "set one up, or hand messages over to your own mail program")
        courier = Courier(account, password_for(account, password), patience, progress.is_cancelled)
        with _noted(company, ids, progress), courier, sender_mark() as mark:
            for n, row in enumerate(ids):
                progress.at("sending", n, len(ids))
                outcome = _send_one(company, courier, account, row, mark, progress)
                sent += [outcome] if outcome is not None else []
            progress.at("sending", len(ids), len(ids))
    return _report(company, sent)


def send_test(
    company: Company, account: MailAccount, password: str | None = None, to: str = "", progress: Progress | None = None
) -> str:
    """Send a short message to oneself (or `to`) by an account, stored or not. Returns the address. Raises BillingError."""
    recipient = to or account.reply_to or account.from_address
    letter = Letter(
        account,
        recipient,
        "",
        "BillDesk: the mail account works",
        f"This message was sent by BillDesk through {account.host}.\nInvoices can leave by this account.\n",
        make_msgid(domain="billdesk.local"),
        company.now(),
    )
    envelope = compose(letter)
    is_stopped = progress.is_cancelled if progress is not None else None
    with Courier(account, password_for(account, password), None, is_stopped) as courier:
        verdict = courier.deliver(envelope)
    if verdict.fate is not Fate.DELIVERED:
        raise BillingError(verdict.words, recipient, "check the addresses of the account")
    return ", ".join(address.addr_spec for address in addresses(recipient))


def letter_of(company: Company, account: MailAccount, message: Message) -> Letter:
    """The letter that a message of the outbox is, with its PDF, which is delivered by this."""
    with reading(company.engine) as connection:
        wording = load_wording(connection, message.invoice_id)
    return Letter(
        account,
        message.recipient,
        wording.name,
        wording.subject if message.subject is None else message.subject,
        wording.body if message.body is None else message.body,
        message.message_id,
        company.now(),
        (Attachment(wording.file_name, deliver_pdf(company, message.invoice_id).content),),
    )


def _send_one(
    company: Company, courier: Courier, account: MailAccount, row: int, mark: str, progress: Progress
) -> tuple[Message, Verdict] | None:
    """Send one message and write down what became of it. None where somebody else has taken it or it is gone."""
    with reading(company.engine) as connection:
        found = find_queued(connection, row)
    if found is None:
        return None
    try:
        envelope = compose(letter_of(company, account, found))
    except BillingError as error:
        fail_unsent(company, found, str(error))
        return found, Verdict(Fate.REFUSED, str(error))
    courier.get_ready()
    if not claim(company, found, mark):
        return None
    verdict = courier.deliver(envelope)
    if verdict.fate is Fate.LATER and progress.is_cancelled is not None and progress.is_cancelled():
        release(company, found, mark)
        return None
    state = record(company, found, mark, verdict)
    return found, Verdict(Fate.REFUSED, verdict.words) if state == "failed" else verdict


@contextmanager
def _noted(company: Company, ids: Sequence[int], progress: Progress) -> Iterator[None]:
    """Leave word on the messages that wait of what keeps all of them from being sent, unless it was a person."""
    try:
        yield
    except Cancelled:
        raise
    except BillingError as error:
        if progress.is_cancelled is not None and progress.is_cancelled():
            raise Cancelled("stopped while calling the mail server", "", "what is queued stays queued") from error
        with writing(company.engine) as connection:
            for start in range(0, len(ids), 1000):
                stay = outbox.c.id.in_(ids[start : start + 1000]) & (outbox.c.state == "queued")
                connection.execute(update(outbox).where(stay).values(last_error=str(error)))
        raise


def _report(company: Company, sent: Sequence[tuple[Message, Verdict]]) -> SendReport:
    with reading(company.engine) as connection:
        uncertain, queued = in_state(connection, "uncertain"), waiting(connection, company.now(), is_due_only=False)
    by_fate: dict[Fate, list[Left]] = {fate: [] for fate in Fate}
    for message, verdict in sent:
        by_fate[verdict.fate].append(Left(message.number, message.recipient, verdict.words))
    return SendReport(
        len(by_fate[Fate.DELIVERED]),
        tuple(by_fate[Fate.REFUSED]),
        tuple(by_fate[Fate.LATER]),
        tuple(Left(message.number, message.recipient, message.last_error or "") for message in uncertain),
        len(queued),
    )
