"""Making the message: who writes to whom, the text, and the PDF, as the bytes that travel (RFC 5322, MIME).

Names and subjects are data of customers: whatever is in them, no header can be added, no address smuggled in, and the
name arrives as it was. The library's own folding of address headers loses quotes of long names (Python before 3.13), so
that those headers are written here and taken over as they are.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from hashlib import sha256

from billdesk.billing.errors import BillingError, FieldError
from billdesk.services.mail.account import MailAccount, parse_address

MAX_RECIPIENTS = 10
MAX_NAME = 120
"""Characters of a name beside an address; it is there to be recognized."""
_WRITTEN_HERE = frozenset(("from", "to", "reply-to", "subject"))
_NAMED = re.compile(r"[^<>]*<([^<>]+)>")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+>")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A PDF under its file name."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A message before it is put in its travelling form. `name` is the account's, shown where there is one recipient."""

    account: MailAccount
    recipient: str
    name: str
    subject: str
    body: str
    message_id: str
    written_at: datetime
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Envelope:
    """The travelling form: the addresses that the server is told, and the content. `is_international`: needs SMTPUTF8."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    is_international: bool = False


class _Policy(EmailPolicy):
    """Takes the headers that are written here as they stand; folds all others itself."""

    def header_store_parse(self, name: str, value: str) -> tuple[str, str]:
        """What is kept of a header that is set."""
        if name.lower() in _WRITTEN_HERE:
            return name, value
        return super().header_store_parse(name, value)


_PLAIN = _Policy(linesep="\r\n", refold_source="none", cte_type="7bit")
_INTERNATIONAL = _PLAIN.clone(utf8=True)


def addresses(text: str) -> tuple[Address, ...]:
    """The addresses of a recipient: one, or several between commas or semicolons; names before `<` are left out.

    Raises FieldError for what is no address, and for too many.
    """
    found: list[Address] = []
    for part in re.split(r"[,;]", text):
        word = part.strip()
        if not word:
            continue
        named = _NAMED.fullmatch(word)
        address = parse_address("recipient", named[1].strip() if named else word)
        if address not in found:
            found.append(address)
    if not found:
        raise FieldError("recipient", "there is no e-mail address", "", "write one like name@example.org")
    if len(found) > MAX_RECIPIENTS:
        raise FieldError("recipient", f"more than {MAX_RECIPIENTS} addresses", "", "send it to fewer")
    return tuple(found)


def recipient_text(text: str) -> str:
    """A recipient as it is stored: its addresses, plain, between commas."""
    return ", ".join(address.addr_spec for address in addresses(text))


def compose(letter: Letter) -> Envelope:
    """Put a letter in its travelling form. Raises BillingError for addresses that cannot be written to."""
    sender, recipients = parse_address("from_address", letter.account.from_address), addresses(letter.recipient)
    is_international = not all(address.username.isascii() for address in (sender, *recipients))
    message = _headed(letter, sender, recipients, is_international)
    return Envelope(sender.addr_spec, tuple(to.addr_spec for to in recipients), message.as_bytes(), is_international)


def unsent_file(letter: Letter) -> bytes:
    """The letter as an `.eml` file that mail programs open as a draft of their own (`X-Unsent: 1`)."""
    recipients = addresses(letter.recipient)
    sender = parse_address("from_address", letter.account.from_address) if letter.account.from_address else None
    is_international = not all(address.username.isascii() for address in recipients)
    message = _headed(letter, sender, recipients, is_international)
    message["X-Unsent"] = "1"
    return message.as_bytes()


def _headed(letter: Letter, sender: Address | None, recipients: tuple[Address, ...], is_international: bool) -> EmailMessage:
    message = EmailMessage(policy=_INTERNATIONAL if is_international else _PLAIN)
    try:
        if sender is not None:
            message["From"] = _mailbox("From", letter.account.from_name, sender)
        message["To"] = ",\r\n ".join(_mailbox("To", letter.name if len(recipients) == 1 else "", to) for to in recipients)
        if letter.account.reply_to:
            message["Reply-To"] = _mailbox("Reply-To", "", parse_address("reply_to", letter.account.reply_to))
        message["Subject"] = _encoded("Subject", clean(letter.subject))
        message["Date"] = format_datetime(letter.written_at)
        message["Message-ID"] = travelling_id(letter.message_id)
        message.set_content(letter.body.replace("\r\n", "\n").replace("\0", ""))
        for file in letter.attachments:
            message.add_attachment(file.content, "application", "pdf", filename=_file_name(file.name))
    except (MessageError, UnicodeError, ValueError) as error:
        raise BillingError(f"the message cannot be written ({error})", letter.recipient, "check the addresses") from error
    return message


def clean(text: str) -> str:
    """A name or subject on one line: control characters and line breaks become spaces."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def travelling_id(message_id: str) -> str:
    """A Message-ID as it may stand in a header; one of a number with unusual characters is shortened to its hash."""
    if _MESSAGE_ID.fullmatch(message_id) and len(message_id) < 250:
        return message_id
    return f"<{sha256(message_id.encode()).hexdigest()[:40]}@billdesk.local>"


def _mailbox(header: str, name: str, address: Address) -> str:
    shown = clean(name)[:MAX_NAME]
    if not shown:
        return address.addr_spec
    # Some readers decode encoded words in quotes, too.
    phrase = _quoted(shown) if shown.isascii() and "=?" not in shown else _encoded(header, shown)
    fold = "\r\n " if len(shown) + len(address.addr_spec) > 60 else " "
    return f"{phrase}{fold}<{address.addr_spec}>"


def _quoted(name: str) -> str:
    """A quoted string (RFC 5322, 3.2.4), folded where it is long."""
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    lines = textwrap.wrap(escaped, 70, break_long_words=False, break_on_hyphens=False)
    return '"' + "\r\n ".join(lines) + '"'


def _encoded(header: str, text: str) -> str:
    """Header text in ASCII, folded: as it stands where it can be, in encoded words (RFC 2047) otherwise."""
    is_plain = text.isascii() and "=?" not in text and max(map(len, text.split()), default=0) < 70
    charset = "us-ascii" if is_plain else "utf-8"
    return Header(text, charset, header_name=header, maxlinelen=76).encode(splitchars=" ", linesep="\r\n")


def _file_name(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "_", name)
