"""Queueing documents as messages: one by one in a person's words, or many by the templates."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, insert, select, update

from billdesk.billing.errors import BillingError
from billdesk.db.bulk import in_order, next_id
from billdesk.db.engine import writing
from billdesk.db.models import outbox
from billdesk.services import audit
from billdesk.services.company import Company, Progress
from billdesk.services.mail.message import recipient_text
from billdesk.services.mail.outbox import afresh


@dataclass(frozen=True, slots=True)
class QueueReport:
    """How many messages were queued, and for which documents none was: number and reason, and in the same order their ids."""

    queued_count: int
    left_out: tuple[tuple[str, str], ...]
    left_out_ids: tuple[int, ...] = ()


def queue_message(
    company: Company, invoice_id: int, recipient: str, subject: str | None = None, body: str | None = None, *, again: bool = False
) -> int:
    """Queue a posted document for a recipient (one address or several), in a person's words or those of the templates.

    Returns the message's id, the same for the same document and recipient. Raises BillingError for a draft and for no
    address; where the message was sent already (unless `again`), is on its way, or is uncertain.
    """
    to = recipient_text(recipient)
    with writing(company.engine) as connection:
        document = _document(connection, invoice_id)
        words = {"subject": subject, "body": body}
        found = _standing(connection, invoice_id, to)
        if found is None:
            message = next_id(connection, outbox)
            values = {"id": message, "invoice_id": invoice_id, "recipient": to, "message_id": _message_id(document, to)}
            connection.execute(insert(outbox).values(**values, state="queued", queued_at=company.stamp(), attempts=0, **words))
        else:
            message = found.id
            _check_requeue(found, document.number, again)
            connection.execute(update(outbox).where(outbox.c.id == message).values(**afresh(company), **words))
        detail = {"number": document.number, "recipient": to, "again": found is not None and found.state == "sent"}
        audit.append(connection, company, [audit.Entry("queue message", document.kind, invoice_id, detail)])
        return int(message)


def queue_invoices(company: Company, invoice_ids: Sequence[int], progress: Progress | None = None) -> QueueReport:
    """Queue documents for the e-mail address of the buyer as it was posted, or else the account's of today.

    Left out, with the reason, are drafts, those without an address, and those that have a message already.
    """
    progress = progress or Progress()
    queued, left_out, left_ids = 0, [], []
    for start in range(0, len(invoice_ids), 500):
        progress.at("queueing", start, len(invoice_ids))
        with writing(company.engine) as connection:
            for invoice_id in invoice_ids[start : start + 500]:
                try:
                    queued += _queue_one(connection, company, invoice_id)
                except BillingError as error:
                    left_out.append((error.record or str(invoice_id), error.what))
                    left_ids.append(invoice_id)
    return QueueReport(queued, tuple(left_out), tuple(left_ids))


_DOCUMENT = """SELECT i.id, i.number, i.kind, i.issued_on, i.total_minor, b.sha256, s.sha256, b.email, p.email
 FROM invoices i JOIN accounts a ON a.id = i.account_id JOIN parties p ON p.id = a.party_id
 LEFT JOIN parties b ON b.id = i.buyer_id LEFT JOIN parties s ON s.id = i.seller_id WHERE i.id = ?"""


class _Document(NamedTuple):
    """What of a posted document makes the id of its messages, and where they may go."""

    id: int
    number: str
    kind: str
    issued_on: str
    total_minor: int
    buyer_sha256: str
    seller_sha256: str
    buyer_email: str
    account_email: str


def _document(connection: Connection, invoice_id: int) -> _Document:
    row = connection.exec_driver_sql(in_order(connection, _DOCUMENT), (invoice_id,)).first()
    if row is None:
        raise BillingError("there is no such invoice any more", f"id {invoice_id}", "look at the list again")
    if row[1] is None:
        raise BillingError("a draft cannot be sent", f"draft {invoice_id}", "post it first")
    return _Document(*row)


def _message_id(document: _Document, recipient: str) -> str:
    """The id of a document's message to a recipient: whoever makes it, and however often, it is the same."""
    seal = sha256(ascii((tuple(document[:7]), recipient)).encode("ascii")).hexdigest()
    return f"<{document.number}.{seal[:24]}@billdesk.local>"


def _standing(connection: Connection, invoice_id: int, recipient: str) -> Row[Any] | None:
    """The message of a document to a recipient; what posting has queued may be written otherwise, and is meant alike."""
    for row in connection.execute(select(outbox).where(outbox.c.invoice_id == invoice_id)):
        with suppress(BillingError):
            if recipient_text(row.recipient) == recipient:
                return row
    return None


def _queue_one(connection: Connection, company: Company, invoice_id: int) -> int:
    document = _document(connection, invoice_id)
    number, email = document.number, document.buyer_email or document.account_email
    if not email:
        raise BillingError("the account has no e-mail address", number)
    try:
        to = recipient_text(email)
    except BillingError as error:
        raise BillingError(error.what, number) from error
    state = connection.execute(select(outbox.c.state).where(outbox.c.invoice_id == invoice_id)).scalar()
    if state is not None:
        raise BillingError(f"it has a message already, which is {state}", number)
    values = {
        "invoice_id": invoice_id,
        "recipient": to,
        "message_id": _message_id(document, to),
        "state": "queued",
        "attempts": 0,
    }
    connection.execute(insert(outbox).values(id=next_id(connection, outbox), queued_at=company.stamp(), **values))
    audit.append(
        connection, company, [audit.Entry("queue message", document.kind, invoice_id, {"number": number, "recipient": to})]
    )
    return 1


def _check_requeue(found: Row[Any], number: str, again: bool) -> None:
    if found.state == "sending":
        raise BillingError("the message is being sent at this moment", number, "wait until it is known")
    if found.state == "uncertain":
        remedy = "settle it in the outbox first"
        raise BillingError("nobody can say whether the last message to this recipient left", number, remedy)
    if found.state == "sent" and not again:
        raise BillingError(f"it was sent to {found.recipient} already", number, "say that it is to be sent again")
