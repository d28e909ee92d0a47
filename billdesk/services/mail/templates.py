"""What is written in a message: a subject and a body for invoices and for credit notes, with fields in braces.

`{number}` and the other FIELDS are filled from the posted document. A template holds no markup and no other logic, and
one that names an unknown field is refused when it is stored, not when it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from sqlalchemy import Connection

from billdesk.billing.errors import BillingError, FieldError
from billdesk.billing.numbering import KINDS
from billdesk.db.engine import reading, writing
from billdesk.services import audit
from billdesk.services.company import Company
from billdesk.services.mail.account import keep_setting, read_setting

FIELDS = (
    "number",
    "account",
    "account_code",
    "total",
    "currency",
    "issued_on",
    "due_on",
    "terms",
    "reference",
    "company",
    "corrects",
)
"""`account` is the name on the document, `total` has its currency, dates are written out, `corrects` is the number that a
credit note corrects; what a document has not is empty."""
KEY = "mail_templates"


@dataclass(frozen=True, slots=True)
class MailTemplate:
    """A subject of one line and a body of plain text, with FIELDS in braces."""

    subject: str
    body: str


STANDARD = {
    "invoice": MailTemplate(
        "Invoice {number} from {company}",
        "Dear Sir or Madam,\n\nplease find attached our invoice {number} of {issued_on} for {account}.\n\n"
        "Amount due: {total}\nPlease pay by: {due_on}\n\nKind regards\n{company}\n",
    ),
    "credit_note": MailTemplate(
        "Credit note {number} from {company}",
        "Dear Sir or Madam,\n\nplease find attached our credit note {number} of {issued_on} for {account}.\n"
        "It corrects our invoice {corrects}.\n\nAmount credited: {total}\n\nKind regards\n{company}\n",
    ),
}
"""What is written where the company has no words of its own."""


def read_templates(company: Company) -> dict[str, MailTemplate]:
    """The template of each kind of document."""
    with reading(company.engine) as connection:
        return load_templates(connection)


def load_templates(connection: Connection) -> dict[str, MailTemplate]:
    """The templates as they are stored; the standard one for a kind that has none."""
    stored = read_setting(connection, KEY)
    found = dict(STANDARD)
    for kind in KINDS:
        subject, body = stored.get(f"{kind}_subject"), stored.get(f"{kind}_body")
        if isinstance(subject, str) and isinstance(body, str):
            found[kind] = MailTemplate(subject, body)
    return found


def change_templates(company: Company, templates: Mapping[str, MailTemplate]) -> dict[str, MailTemplate]:
    """Write messages of these kinds of document by these templates from now on. Returns the former templates of all kinds.

    Raises FieldError, naming `invoice_subject`, `credit_note_body` and so on, for one that cannot be filled.
    """
    for kind in templates:
        if kind not in KINDS:
            raise BillingError(f"there is no kind of document {kind!r}", "", f"use one of: {', '.join(KINDS)}")
    tidy = {kind: check_template(template, f"{kind}_") for kind, template in templates.items()}
    with writing(company.engine) as connection:
        former = load_templates(connection)
        changed = {kind: template for kind, template in tidy.items() if template != former[kind]}
        if changed:
            stored = read_setting(connection, KEY)
            for kind, template in changed.items():
                stored |= {f"{kind}_subject": template.subject, f"{kind}_body": template.body}
            keep_setting(connection, KEY, stored)
            detail = {kind: template.subject for kind, template in changed.items()}
            audit.append(connection, company, [audit.Entry("change", "mail templates", None, detail)])
        return former


def check_template(template: MailTemplate, before: str = "") -> MailTemplate:
    """The template with tidy ends. Raises FieldError, naming `subject` or `body` (after `before`), for a bad one."""
    tidy = MailTemplate(" ".join(template.subject.split()), template.body.replace("\r\n", "\n").replace("\r", "\n"))
    if not tidy.subject:
        raise FieldError(f"{before}subject", "the message has no subject", "", "write one, such as: Invoice {number}")
    for name, text in (("subject", tidy.subject), ("body", tidy.body)):
        _pieces(f"{before}{name}", text)
    return tidy


def fill(name: str, text: str, values: Mapping[str, str]) -> str:
    """`text` with each field filled from `values`; braces in a value stay as they are. Raises FieldError for a bad one."""
    return "".join(before + (values[field] if field else "") for before, field in _pieces(name, text))


def _pieces(name: str, text: str) -> list[tuple[str, str]]:
    """Text and the field that follows it, '' for none, in turn."""
    try:
        found = list(Formatter().parse(text))
    except ValueError as error:
        remedy = "write a field like {number}, and a brace itself twice: {{"
        raise FieldError(name, "a brace stands alone", "", remedy) from error
    pieces = []
    for before, field, form, conversion in found:
        if field is not None and (field not in FIELDS or form or conversion):
            shown = field + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
            raise FieldError(name, f"unknown field {{{shown}}}", "", f"use one of: {', '.join(FIELDS)}")
        pieces.append((before, field or ""))
    return pieces
