"""The composition root: from a file or database URL to a company that the verbs work on. The only place that wires.

Services are loaded when a company is first asked for, so that the window's first frame need not wait for SQLAlchemy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from billdesk.services.company import Company
    from billdesk.services.presets import TaxRate
    from billdesk.ui.main_window import MainWindow

Now = Callable[[], datetime]


def create(
    target: str,
    name: str,
    currency: str = "USD",
    country: str = "US",
    now: Now | None = None,
    actor: str = "user",
    details: Mapping[str, str] | None = None,
    tax_rates: Sequence[TaxRate] | None = None,
) -> Company:
    """Make an empty company and open it. Raises BillingError where something of that name exists.

    `details` and `tax_rates` are what `services.company_settings` knows of a company, from the beginning.
    """
    from billdesk.services import files
    from billdesk.services.company import utc_now

    files.create_company(target, name, currency, country, now or utc_now, actor, details, tax_rates)
    return open_company(target, now, actor)


def open_company(target: str, now: Now | None = None, actor: str = "user") -> Company:
    """Open an existing company. Raises BillingError for anything that is not one."""
    from billdesk.services import files
    from billdesk.services.company import Company, utc_now

    return Company(files.open_company(target), now or utc_now, actor)


def open_window(file: str | None = None, as_of: date | None = None) -> MainWindow:
    """The main window on a company, or on the welcome page; not shown, and with no event loop of its own.

    There must be a QApplication. The company is open when this returns; raises BillingError where it cannot be opened.
    `as_of` is the day the window goes by, by default today.
    """
    from billdesk.ui.app import Windows, application, dress

    dress(application())
    window = Windows(open_company, create, as_of).make()
    if file is None:
        window.welcome()
    else:
        window.take(file, open_company(file))
    return window


def run_window(file: str | None) -> int:
    """Show the window, first its frame and then the company; gives the exit code when the last window is closed."""
    from billdesk.ui import app

    return app.run(file, open_company, create)
