"""Crediting a posted invoice in full: the date, the reason, and whether what it billed is to be billed again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from billdesk.services.invoice_view import InvoiceView
from billdesk.services.invoices import CreditNote
from billdesk.services.invoices import credit_invoice as write_credit
from billdesk.ui.desk import Desk
from billdesk.ui.dialogs.editor import EditorDialog
from billdesk.ui.navigation import Place
from billdesk.ui.words import tr

KIND = "credit"


def credit_invoice(desk: Desk, parent: QWidget, view: InvoiceView) -> CreditDialog:
    """Open the dialog for a posted invoice."""
    dialog = CreditDialog(desk, parent, view)
    dialog.open()
    return dialog


class CreditDialog(EditorDialog):
    """What a credit in full will do, in words, and the few things that are to be said of it."""

    def __init__(self, desk: Desk, parent: QWidget, view: InvoiceView) -> None:
        self._view = view
        super().__init__(desk, "credit", tr("Credit {number}").format(number=view.number), KIND, str(view.id), parent)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setObjectName("credit.words")
        self.words.setWordWrap(True)
        self.form.rows.addRow(self.words)
        self.form.day("issued_on", tr("Date"), tr("Not before the invoice's own"), optional=False)
        self.form.line("reason", tr("Reason"), tr("For the company's own history; it stands on no paper"))
        self.form.check("rebill", "", tr("Bill its lines again"), tr("Their periods are free and stand in a draft at once"))
        first = max(desk.as_of(), view.issued_on)
        self.form.set_values({"issued_on": first.isoformat(), "reason": "", "rebill": False})
        self.form.changed.connect(lambda _key: self._tell())
        self._save.setText(tr("Credit"))
        self._save.setAccessibleName(tr("Credit"))
        self._save.setToolTip(tr("Write the credit note (Ctrl+Enter)"))
        self._tell()
        self.resize(520, 380)
        self.form.field("reason").setFocus()

    def work(self, values: dict[str, Any]) -> Callable[[], object]:
        """Write the credit note."""
        company, as_of, number = self.desk.company, self.desk.as_of(), self._view.number or ""
        day = date.fromisoformat(values["issued_on"])
        return lambda: write_credit(company, number, as_of, bool(values["rebill"]), values["reason"], day)

    def after(self, result: object) -> None:
        """Say so, with the way to the credit note."""
        if isinstance(result, CreditNote):
            desk, company, number = self.desk, self.desk.company, result.number

            def show() -> None:
                from billdesk.services.documents import find_documents

                desk.jobs.read(desk, lambda: find_documents(company, [number]), lambda ids: desk.go(Place("invoice", ids[0])))

            words = tr("Credit note {number} is posted").format(number=number)
            desk.undo.did_for_good(words)
            desk.say.done(words, tr("Show it"), show)

    def _tell(self) -> None:
        view, formats = self._view, self.desk.formats
        words = tr("A credit note over {total} is posted and settles {number} in full. This cannot be undone.")
        told = words.format(total=formats.money(view.balance_minor, view.currency), number=view.number)
        if self.form.values()["rebill"]:
            told += " " + tr("What it billed is due again.")
        self.words.setText(told)
