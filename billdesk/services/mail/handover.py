"""Handing a message over to a person's own mail program: as an `.eml` draft with the PDF, or as a `mailto:` address.

Mail programs open the file as a draft (`X-Unsent: 1`). Where none does, `mailto:` carries recipient, subject and text,
and the PDF is attached by hand. What was handed over counts as sent only when the person says so
(`outbox.mark_handed_over`): nobody else can know.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from billdesk import paths
from billdesk.billing.errors import BillingError
from billdesk.services.company import Company
from billdesk.services.mail.account import read_account
from billdesk.services.mail.message import addresses, clean, unsent_file
from billdesk.services.mail.outbox import Message
from billdesk.services.mail.sending import letter_of

MAX_LINK = 1900
"""Characters of a `mailto:` address that every system takes."""


def write_draft(company: Company, message: Message, folder: Path | None = None) -> Path:
    """Write the message as `NUMBER.eml` into a folder (by default one for what can be made again) and give the path.

    The document counts as delivered, and is archived. Raises BillingError where the file cannot be written.
    """
    target = (folder or paths.cache_folder() / "drafts") / f"{_safe(message.number)}.eml"
    content = unsent_file(letter_of(company, read_account(company), message))
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(target)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        remedy = "free some space, or send it through a mail account"
        raise BillingError(f"the draft cannot be written ({error.strerror})", str(target), remedy) from error
    return target


def mailto(recipient: str, subject: str, body: str) -> str:
    """A `mailto:` address (RFC 6068) with subject and text; a text too long for one is left out."""
    to = ",".join(quote(address.addr_spec, safe="@") for address in addresses(recipient))
    link = f"mailto:{to}?subject={quote(clean(subject), safe='')}"
    text = "".join(line.rstrip() + "\r\n" for line in body.splitlines())
    whole = f"{link}&body={quote(text, safe='')}"
    return whole if len(whole) <= MAX_LINK else link


def _safe(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "_", name)
