"""A field that takes an account's code: chosen by typing a part of its code or name, or typed whole; it may be empty."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from billdesk.services.type_ahead import AccountChoice, find_accounts
from billdesk.ui.desk import Desk
from billdesk.ui.widgets.type_ahead import TypeAhead


class AccountField(TypeAhead):
    """The text is the account's code. What is no account is let stand, for the form to say so."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, partial(find_accounts, desk.company), _line, lambda account: str(account.code), parent)

    def settle(self) -> None:
        """Keep what is typed."""
        self.hold(self.text().strip())


def _line(account: AccountChoice) -> str:
    return "   ".join(part for part in (account.name, account.code, account.city) if part)
