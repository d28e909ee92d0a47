"""Settings: who the company is, as its invoices show it."""

from __future__ import annotations

from billdesk.services.company_settings import CompanyRecord
from billdesk.ui.desk import Desk
from billdesk.ui.settings.section import DetailSection
from billdesk.ui.widgets.company_fields import add_address, country_choice, currency_choice, follow_country
from billdesk.ui.widgets.form import required
from billdesk.ui.words import tr


class CompanySection(DetailSection):
    """Name, address, tax number, and the home currency."""

    key = "company"
    icon = "building-2"

    def __init__(self, desk: Desk) -> None:
        about = tr("Invoices posted from now on show this; those that are posted keep what they were posted with.")
        super().__init__(desk, tr("Company"), about)

    def build(self) -> None:
        """See FormSection."""
        form = self.form
        form.line("name", required(tr("Name")))
        form.add("country", required(tr("Country")), country_choice())
        add_address(form)
        form.line("tax_id", tr("Tax number"))
        form.line("email", tr("E-mail"))
        form.line("phone", tr("Telephone"))
        form.add("currency", tr("Home currency"), currency_choice())
        form.changed.connect(lambda key: follow_country(form, form.values()["country"]) if key == "country" else None)

    def filled(self, found: CompanyRecord) -> None:
        """See DetailSection."""
        follow_country(self.form, found.details["country"])
        self.form.field("currency").setEnabled(not found.fixed_currency)
        tip = tr("It stays once there are orders; an account may have a currency of its own.") if found.fixed_currency else ""
        self.form.show_tip("currency", tip)
