"""The pages of the window, by the name that a place has for them. A page's module is loaded when it is first gone to."""

from __future__ import annotations

PAGES: dict[str, tuple[str, str]] = {
    "welcome": ("billdesk.ui.pages.welcome", "WelcomePage"),
    "home": ("billdesk.ui.pages.home", "HomePage"),
    "accounts": ("billdesk.ui.pages.accounts", "AccountsPage"),
    "account": ("billdesk.ui.pages.account", "AccountPage"),
    "catalogue": ("billdesk.ui.pages.catalogue", "CataloguePage"),
    "product": ("billdesk.ui.pages.product", "ProductPage"),
    "quotes": ("billdesk.ui.pages.quotes", "QuotesPage"),
    "orders": ("billdesk.ui.pages.orders", "OrdersPage"),
    "order": ("billdesk.ui.pages.order", "OrderPage"),
    "invoices": ("billdesk.ui.pages.invoices", "InvoicesPage"),
    "invoice": ("billdesk.ui.pages.invoice", "InvoicePage"),
    "outbox": ("billdesk.ui.pages.outbox", "OutboxPage"),
    "schedules": ("billdesk.ui.pages.schedules", "SchedulesPage"),
    "runs": ("billdesk.ui.pages.runs", "RunsPage"),
    "run": ("billdesk.ui.pages.run", "RunPage"),
    "reports": ("billdesk.ui.pages.reports", "ReportsPage"),
    "settings": ("billdesk.ui.pages.settings", "SettingsPage"),
}
"""Name of a place to the module and class of its page."""
