"""Settings: what is written in the messages that carry invoices and credit notes, with fields that are filled in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from billdesk.billing.errors import BillingError
from billdesk.services.mail.templates import (
    FIELDS,
    STANDARD,
    MailTemplate,
    change_templates,
    check_template,
    fill,
    read_templates,
)
from billdesk.ui.desk import Desk
from billdesk.ui.settings.section import FormSection
from billdesk.ui.words import tr

KINDS = ("invoice", "credit_note")


class LettersSection(FormSection):
    """Subject and text for each kind of document, and how the first of them reads when it is filled."""

    key = "letters"
    icon = "file-text"

    def __init__(self, desk: Desk) -> None:
        fields = ", ".join(f"{{{name}}}" for name in FIELDS)
        about = tr("Plain text. These are filled in from the document: {fields}").format(fields=fields)
        super().__init__(desk, tr("What messages say"), about)

    def build(self) -> None:
        """See FormSection."""
        titles = {"invoice": (tr("Invoice: subject"), tr("Text")), "credit_note": (tr("Credit note: subject"), tr("Text"))}
        for kind, (subject, body) in titles.items():
            self.form.line(f"{kind}_subject", subject)
            self.form.text(f"{kind}_body", body, lines=9)
        self.sample = QLabel()
        self.sample.setTextFormat(Qt.TextFormat.PlainText)
        self.sample.setObjectName("letters.sample")
        self.sample.setProperty("muted", True)
        self.sample.setWordWrap(True)
        self.card.addWidget(self.sample)
        self.form.changed.connect(lambda _key: self._show_sample())
        self.standard = self.button("letters.standard", tr("Use the standard text"), self.use_standard)
        self._buttons.insertWidget(2, self.standard)

    def read(self) -> Callable[[], dict[str, MailTemplate]]:
        """See FormSection."""
        company = self.desk.company
        return lambda: read_templates(company)

    def fill(self, found: dict[str, MailTemplate]) -> None:
        """See FormSection."""
        self.form.set_values(_values(found))
        self._show_sample()

    def work(self) -> Callable[[], tuple[dict[str, MailTemplate], dict[str, MailTemplate]]]:
        """See FormSection."""
        company, templates = self.desk.company, self._templates()
        return lambda: (change_templates(company, templates), templates)

    def done(self, result: tuple[dict[str, MailTemplate], dict[str, MailTemplate]]) -> None:
        """See FormSection."""
        company = self.desk.company
        before, after = result
        self.desk.undo.did(
            tr("Changed what messages say"),
            lambda: change_templates(company, before),
            lambda: change_templates(company, after),
        )

    def use_standard(self) -> None:
        """Put the standard words into the form; they hold when they are saved."""
        self.form.set_values(_values(STANDARD), are_clean=False)
        self.touched()
        self._show_sample()

    def _templates(self) -> dict[str, MailTemplate]:
        values = self.form.values()
        return {kind: MailTemplate(values[f"{kind}_subject"], f"{values[f'{kind}_body']}\n") for kind in KINDS}

    def _show_sample(self) -> None:
        """How an invoice's subject reads, or what is wrong with the text."""
        example = dict.fromkeys(FIELDS, "…") | {
            "number": "INV-2026-00042",
            "account": "Save-a-lot Markets",
            "company": tr("your company"),
            "total": "USD 1,204.50",
        }
        try:
            template = check_template(self._templates()["invoice"])
            words = tr("Reads like: {subject}").format(subject=fill("subject", template.subject, example))
        except BillingError as trouble:
            words = str(trouble)
        self.sample.setText(words[:1].upper() + words[1:])


def _values(templates: dict[str, MailTemplate]) -> dict[str, str]:
    values: dict[str, str] = {}
    for kind in KINDS:
        values |= {f"{kind}_subject": templates[kind].subject, f"{kind}_body": templates[kind].body.strip()}
    return values
