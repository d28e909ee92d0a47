"""Settings: what numbers of documents look like, and when the fiscal year starts that they count in."""

from __future__ import annotations

from billdesk.billing.errors import BillingError
from billdesk.billing.numbering import fiscal_year, format_number, number_head
from billdesk.services.company_settings import CompanyRecord
from billdesk.ui.desk import Desk
from billdesk.ui.settings.section import DetailSection
from billdesk.ui.widgets.company_fields import month_options
from billdesk.ui.words import tr

_KINDS = {"invoice": "invoice_prefix", "credit_note": "credit_note_prefix"}


class NumberingSection(DetailSection):
    """A prefix per kind of document; each shows what its first number will look like."""

    key = "numbering"
    icon = "hash"

    def __init__(self, desk: Desk) -> None:
        about = tr("Numbers have no gaps and rise with each kind of document and fiscal year. Those that were given stay.")
        super().__init__(desk, tr("Numbering"), about)

    def build(self) -> None:
        """See FormSection."""
        self.form.line("invoice_prefix", tr("Invoices"), " ")
        self.form.line("credit_note_prefix", tr("Credit notes"), " ")
        self.form.choice("fiscal_year_month", tr("Fiscal year starts in"), month_options())
        self.form.changed.connect(lambda _key: self._show_examples())

    def filled(self, _found: CompanyRecord) -> None:
        """See DetailSection."""
        self._show_examples()

    def _show_examples(self) -> None:
        values = self.form.values()
        years = dict(self.record.prefix_years) if self.record is not None else {}
        for kind, name in _KINDS.items():
            try:
                year = fiscal_year(self.desk.as_of(), int(values["fiscal_year_month"] or 1))
            except BillingError:
                continue
            is_new = self.record is not None and values[name] != self.record.details[name]
            first = max(years.get(kind, year), year) if is_new else year
            number = format_number(number_head(str(values[name]), first), 1)
            if is_new and kind in years:
                words = tr("Takes effect with the fiscal year {year}: {number}").format(year=first, number=number)
            else:
                words = tr("The first of a fiscal year is {number}").format(number=number)
            self.form.show_tip(name, words)
