"""The outbox: which message is where on its way, and who may send it now.

    queued -> sending -> sent                     the server has taken it
                      -> failed                   it never will; a person may mend the address and try again
                      -> queued, later            it may soon; `next_try_at` says when
                      -> uncertain                nobody can say; a person settles it: it was sent, or send it again

A message is claimed under the write lock and committed as `sending` before its first byte leaves, with the sender's mark
and the end of its claim. What a sender leaves behind that is no more is `uncertain`, never sent twice in silence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select, text, update

from billdesk.billing.errors import BillingError
from billdesk.db.bulk import in_order
from billdesk.db.engine import reading, writing
from billdesk.db.models import outbox
from billdesk.services import audit
from billdesk.services.company import Company
from billdesk.services.mail import senders
from billdesk.services.mail.transport import MESSAGE_SECONDS, Fate, Verdict

STATES = ("queued", "sending", "sent", "failed", "uncertain")
LEASE = timedelta(seconds=2 * MESSAGE_SECONDS)
"""How long a claim holds without its sender; twice what a message takes."""
BACK_OFF = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 360, 720, 720, 720, 1440))
"""The wait after each try that was put off, four days in all; then the message has failed."""

_OPEN = "state <> 'sent'"  # as the index has it, or it would not be used
_IS_OPEN = text(_OPEN)
_VIEW = """SELECT x.id, x.invoice_id, i.number, i.kind, i.account_id, a.code, p.name, x.recipient, x.state, x.queued_at,
 x.attempts, x.next_try_at, x.sent_at, x.last_error, x.subject, x.body, x.message_id
 FROM outbox x JOIN invoices i ON i.id = x.invoice_id JOIN accounts a ON a.id = i.account_id
 JOIN parties p ON p.id = COALESCE(i.buyer_id, a.party_id)"""


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the outbox with the document that it carries. Instants are stored text, UTC.

    `subject` and `body` are a person's own words; None where the templates say what is written.
    """

    id: int
    invoice_id: int
    number: str
    kind: str
    account_id: int
    account: str
    account_name: str
    recipient: str
    state: str
    queued_at: str
    attempts: int
    next_try_at: str | None
    sent_at: str | None
    last_error: str | None
    subject: str | None
    body: str | None
    message_id: str


def find_message(company: Company, message_row: int) -> Message:
    """One message. Raises BillingError where it is not there any more."""
    with reading(company.engine) as connection:
        return load_message(connection, message_row)


def messages_of(company: Company, invoice_id: int) -> list[Message]:
    """The messages of one document, oldest first."""
    with reading(company.engine) as connection:
        return _messages(connection, "x.invoice_id = ?", (invoice_id,))


def failed_messages(company: Company) -> list[int]:
    """The ids of the messages that have failed, oldest first."""
    with reading(company.engine) as connection:
        return [message.id for message in in_state(connection, "failed")]


def due_retries(company: Company) -> list[int]:
    """The ids of messages that were put off and are due now."""
    now = company.now()
    with reading(company.engine) as connection:
        query = select(outbox.c.id).where(outbox.c.state == "queued", _IS_OPEN, outbox.c.next_try_at <= stamp(now))
        return list(connection.execute(query.order_by(outbox.c.id)).scalars())


def try_again(company: Company, message_rows: Iterable[int]) -> int:
    """Queue failed messages, and those that wait for a later try, to be tried at once. Returns how many there were."""
    with writing(company.engine) as connection:
        count = 0
        for row in message_rows:
            message = load_message(connection, row)
            if message.state not in ("failed", "queued"):
                continue
            connection.execute(update(outbox).where(outbox.c.id == row).values(**afresh(company)))
            audit.append(connection, company, [entry("try message again", message)])
            count += 1
        return count


def settle(company: Company, message_row: int, *, was_sent: bool) -> None:
    """Settle an uncertain message: it was sent, or it is to be sent again. Raises BillingError for any other message."""
    with writing(company.engine) as connection:
        message = load_message(connection, message_row)
        if message.state != "uncertain":
            raise BillingError(f"the message is not uncertain, it is {message.state}", message.number, "look at it again")
        values = {**_ended("sent"), "sent_at": company.stamp()} if was_sent else afresh(company)
        connection.execute(update(outbox).where(outbox.c.id == message_row).values(**values))
        audit.append(connection, company, [entry("settle as sent" if was_sent else "settle to send again", message)])


def mark_handed_over(company: Company, message_row: int) -> None:
    """Note that a person has sent a message with a mail program of their own. Raises BillingError while it is on its way."""
    with writing(company.engine) as connection:
        message = load_message(connection, message_row)
        if message.state == "sending":
            raise BillingError("the message is being sent at this moment", message.number, "wait until it is known")
        connection.execute(update(outbox).where(outbox.c.id == message_row).values(**_ended("sent"), sent_at=company.stamp()))
        audit.append(connection, company, [entry("hand message over", message)])


def withdraw(company: Company, message_rows: Iterable[int]) -> int:
    """Take messages that were not sent out of the outbox. Returns how many; those sent, on their way or uncertain stay."""
    with writing(company.engine) as connection:
        count = 0
        for row in message_rows:
            message = load_message(connection, row)
            if message.state in ("queued", "failed"):
                connection.execute(delete(outbox).where(outbox.c.id == row))
                audit.append(connection, company, [entry("withdraw message", message)])
                count += 1
        return count


def find_abandoned(company: Company) -> int:
    """Mark as uncertain what a sender has left behind that is no more. Returns how many; call it at every start."""
    with reading(company.engine) as connection:
        if not _abandoned(connection, company.now()):
            return 0
    with writing(company.engine) as connection:
        rows = _abandoned(connection, company.now())
        words = "BillDesk was stopped while it sent this message; nobody can say whether it left"
        for row in rows:
            connection.execute(update(outbox).where(outbox.c.id == row).values(state="uncertain", last_error=words))
            audit.append(connection, company, [entry("find message uncertain", load_message(connection, row))])
        return len(rows)


# -- what a sender does


def waiting(connection: Connection, now: datetime, *, is_due_only: bool) -> list[int]:
    """The ids of queued messages, oldest first; with `is_due_only` without those whose next try is still to come."""
    c = outbox.c
    query = select(c.id).where(c.state == "queued", _IS_OPEN).order_by(c.id)
    if is_due_only:
        query = query.where(c.next_try_at.is_(None) | (c.next_try_at <= stamp(now)))
    return list(connection.execute(query).scalars())


def claim(company: Company, seen: Message, sender: str) -> bool:
    """Take a queued message for sending, if it still is as it was seen. Committed when this returns."""
    c = outbox.c
    is_as_seen = (c.state == "queued") & (c.attempts == seen.attempts)
    for column, value in ((c.subject, seen.subject), (c.body, seen.body), (c.recipient, seen.recipient)):
        is_as_seen &= column.is_(None) if value is None else column == value
    values = {"state": "sending", "sender": sender, "lease_ends_at": stamp(company.now() + LEASE), "attempts": c.attempts + 1}
    with writing(company.engine) as connection:
        done = connection.execute(update(outbox).where(c.id == seen.id, is_as_seen).values(**values))
        return bool(done.rowcount)


def record(company: Company, seen: Message, sender: str, verdict: Verdict) -> str:
    """Write down what became of a claimed message; its new state. A person who has settled it meanwhile is not overruled."""
    attempts, now = seen.attempts + 1, company.now()
    if verdict.fate is Fate.DELIVERED:
        values, action = {**_ended("sent"), "sent_at": company.stamp()}, "send message"
    elif verdict.fate is Fate.UNKNOWN:
        values, action = {"state": "uncertain", "last_error": verdict.words, "lease_ends_at": None}, "find message uncertain"
    elif verdict.fate is Fate.REFUSED or attempts > len(BACK_OFF):
        tries = "" if verdict.fate is Fate.REFUSED else f"given up after {attempts} tries: "
        values, action = {**_ended("failed"), "last_error": tries + verdict.words}, "fail to send message"
    else:
        later = stamp(now + BACK_OFF[attempts - 1])
        values, action = {**_ended("queued"), "last_error": verdict.words, "next_try_at": later}, ""
    with writing(company.engine) as connection:
        mine = (outbox.c.id == seen.id) & (outbox.c.sender == sender) & outbox.c.state.in_(("sending", "uncertain"))
        done = connection.execute(update(outbox).where(mine).values(**values))
        if done.rowcount and action:
            audit.append(connection, company, [entry(action, seen)])
    return str(values["state"])


def release(company: Company, seen: Message, sender: str) -> None:
    """Give a claimed message back as it was: a person has stopped before it left."""
    with writing(company.engine) as connection:
        mine = (outbox.c.id == seen.id) & (outbox.c.sender == sender) & (outbox.c.state == "sending")
        connection.execute(update(outbox).where(mine).values(**_ended("queued"), attempts=seen.attempts))


def fail_unsent(company: Company, seen: Message, words: str) -> None:
    """Fail a queued message that cannot even be written, such as for an address that is none."""
    with writing(company.engine) as connection:
        is_it = (outbox.c.id == seen.id) & (outbox.c.state == "queued")
        done = connection.execute(update(outbox).where(is_it).values(**_ended("failed"), last_error=words))
        if done.rowcount:
            audit.append(connection, company, [entry("fail to send message", seen)])


def find_queued(connection: Connection, message_row: int) -> Message | None:
    """A message, where it is still queued."""
    found = _messages(connection, "x.id = ? AND x.state = 'queued'", (message_row,))
    return found[0] if found else None


def in_state(connection: Connection, state: str) -> list[Message]:
    """The messages in one of STATES but `sent`, oldest first."""
    return _messages(connection, f"x.state = ? AND {_OPEN}", (state,))


def load_message(connection: Connection, message_row: int) -> Message:
    """One message. Raises BillingError where it is not there any more."""
    found = _messages(connection, "x.id = ?", (message_row,))
    if not found:
        raise BillingError("there is no such message any more", f"message {message_row}", "look at the outbox again")
    return found[0]


def stamp(instant: datetime) -> str:
    """An instant as it is stored."""
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def _messages(connection: Connection, condition: str, values: tuple[Any, ...]) -> list[Message]:
    sql = in_order(connection, f"{_VIEW} WHERE {condition} ORDER BY x.id")
    return [Message(*row) for row in connection.exec_driver_sql(sql, values)]


def _abandoned(connection: Connection, now: datetime) -> list[int]:
    c = outbox.c
    rows = connection.execute(select(c.id, c.sender, c.lease_ends_at).where(c.state == "sending", _IS_OPEN)).all()
    return [row.id for row in rows if (row.lease_ends_at or "") <= stamp(now) or not senders.may_live(row.sender or "")]


def afresh(company: Company) -> dict[str, Any]:
    """The columns of a message that starts anew."""
    return {**_ended("queued"), "queued_at": company.stamp(), "attempts": 0, "last_error": None, "sent_at": None}


def _ended(state: str) -> dict[str, Any]:
    ended: dict[str, Any] = {"state": state, "sender": None, "lease_ends_at": None, "next_try_at": None}
    return {**ended, "last_error": None} if state == "sent" else ended


def entry(action: str, message: Message) -> audit.Entry:
    """The audit entry of something that was done to a message; it stands with the document."""
    detail = {"number": message.number, "recipient": message.recipient, "message": message.id}
    return audit.Entry(action, message.kind, message.invoice_id, detail)
