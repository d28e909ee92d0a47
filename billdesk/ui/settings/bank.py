"""Settings: where and when the company is paid."""

from __future__ import annotations

from billdesk.ui.desk import Desk
from billdesk.ui.settings.section import DetailSection
from billdesk.ui.widgets.company_fields import terms_choice
from billdesk.ui.words import tr


class BankSection(DetailSection):
    """Bank details, usual terms, and when one-time lines are billed."""

    key = "bank"
    icon = "landmark"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("Bank and terms"), tr("Where customers pay to, and by when."))

    def build(self) -> None:
        """See FormSection."""
        form = self.form
        form.line("iban", tr("Bank account"), tr("The IBAN, or the account number where there are none"))
        form.line("bic", tr("BIC"))
        form.line("bank_name", tr("Bank"))
        form.line("account_holder", tr("Account holder"), tr("Where it is not the company"))
        form.line("payment_note", tr("How to pay"), tr("A line under the bank details"))
        tip = tr("Of accounts that have none of their own; such as net 30, eom 10, day 15 or 50% 0, 50% 30")
        form.add("terms", tr("Payment terms"), terms_choice(), tip)
        rules = [
            ("ordered", tr("on the day they are ordered")),
            ("due", tr("on the day they are due")),
            ("fulfilled", tr("when they are fulfilled")),
        ]
        form.choice("bill_date_rule", tr("One-time lines are billed"), rules, tr("Where a line has no bill date of its own"))
