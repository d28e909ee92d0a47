"""An order's header: who ordered, under which number, when, in which currency, and where it is delivered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from billdesk.services.order_values import OrderEdit, ShipTo
from billdesk.services.type_ahead import AccountChoice, find_accounts
from billdesk.ui.desk import Desk
from billdesk.ui.models.order_editing import OrderEditing
from billdesk.ui.widgets.field_grid import FieldGrid
from billdesk.ui.widgets.type_ahead import TypeAhead
from billdesk.ui.words import tr

_ADDRESS = ("street", "city", "postcode", "region", "country")
_DATES = ("ordered_on", "due_on")
_MAY_CHANGE = frozenset({"due_on", "po", "deliver", *_ADDRESS})
"""What may change of an active order."""
_OWN, _OTHER = "own", "other"


class OrderHeader(FieldGrid):
    """The fields on an `OrderEditing`; each change is one step to undo."""

    account_chosen = Signal(object)
    """Another account was chosen: AccountChoice."""

    def __init__(self, desk: Desk, editing: OrderEditing, parent: QWidget | None = None) -> None:
        super().__init__("order", 6, {"account": 2, "deliver": 2, "street": 2, "city": 2, "region": 2, "country": 2}, parent)
        self._desk, self._editing = desk, editing
        self._is_showing = False
        self._wants_address = False
        self._build()
        self.changed.connect(self._take)
        editing.changed.connect(self.show_order)
        editing.loaded.connect(self._forget)
        self.show_order()

    def show_order(self) -> None:
        """Show what the order has now."""
        edit, page = self._editing.edit, self._editing.page
        self._is_showing = True
        try:
            self.show_values(_values(edit, self._wants_address))
            words = self._account_words()
            if not self.account.is_typing and self.account.text() != words:
                self.account.hold(words)
        finally:
            self._is_showing = False
        number = self.field("order")
        if isinstance(number, QLineEdit):
            number.setPlaceholderText(page.next_code)
        has_address = self._wants_address or bool(edit.ship_to)
        self.show_fields(frozenset(self._fields) - (frozenset() if has_address else frozenset(_ADDRESS)))
        may_change = {"draft": frozenset(self._fields), "active": _MAY_CHANGE}.get(page.status, frozenset())
        self.set_read_only(frozenset(self._fields) - may_change)

    def show_problems(self) -> None:
        """Say beside each field what is wrong with it."""
        for key in self._fields:
            problem = self._editing.problem(key)
            if problem is None:
                self.clear_errors(key)
            else:
                what = problem.what[:1].upper() + problem.what[1:]
                self.show_error(key, f"{what}; {problem.remedy}" if problem.remedy else what, and_go=False)

    def _build(self) -> None:
        company = self._desk.company
        self.account = TypeAhead(self._desk, partial(find_accounts, company), _account_line, lambda account: account.name)
        self.account.setPlaceholderText(tr("Type a name or code"))
        self.account.chosen.connect(self._choose)
        self.add("account", tr("Account"), self.account)
        self.line("order", tr("Number"))
        self.day("ordered_on", tr("Ordered on"))
        self.day("due_on", tr("Due on"))
        currency = self.line("currency", tr("Currency"), placeholder=tr("the account's"))
        currency.textEdited.connect(lambda text: _put_upper(currency, text))
        self.line("po", tr("Purchase order"))
        self.choice("deliver", tr("Delivered to"), ((_OWN, tr("The account's address")), (_OTHER, tr("Another address"))))
        self.line("street", tr("Street"))
        self.line("postcode", tr("Postcode"))
        self.line("city", tr("City"))
        self.line("region", tr("Region"))
        self.line("country", tr("Country"))

    def _take(self, key: str) -> None:
        if self._is_showing or key == "account":
            return
        values = self.values()
        edit = self._editing.edit
        if key == "deliver":
            self._wants_address = values["deliver"] == _OTHER
            after = edit if self._wants_address else replace(edit, ship_to=ShipTo())
            if after == edit:
                self.show_order()
                return
        elif key in _ADDRESS:
            after = replace(edit, ship_to=ShipTo(**{name: values[name] for name in ShipTo.__slots__}))
        elif key in _DATES:
            on = None if values[key] is None else date.fromisoformat(values[key])
            after = replace(edit, **{key: on})  # type: ignore[arg-type]  # one of the dates
        elif key == "currency":
            after = replace(edit, currency=values[key])
        else:
            after = replace(edit, po=values["po"]) if key == "po" else replace(edit, code=values["order"])
        self._editing.change(after, tr("Change the order's head"), key)

    def _choose(self, account: AccountChoice) -> None:
        edit = self._editing.edit
        takes_currency = not edit.currency or not edit.lines
        currency = account.currency if takes_currency else edit.currency
        self._chosen = account
        self.account_chosen.emit(account)
        after = replace(edit, account_id=account.id, currency=currency)
        self._editing.change(after, tr("Choose account {name}").format(name=account.name))

    def _account_words(self) -> str:
        edit, account = self._editing.edit, self._editing.page.account
        if edit.account_id is None:
            return ""
        if account is not None and account.id == edit.account_id:
            return account.name
        chosen = self._chosen
        return chosen.name if chosen is not None and chosen.id == edit.account_id else ""

    _chosen: AccountChoice | None = None

    def _forget(self) -> None:
        self._wants_address = False
        self._chosen = None
        self.account.hold(self._account_words())


def _values(edit: OrderEdit, wants_address: bool) -> dict[str, Any]:
    address = {name: getattr(edit.ship_to, name) for name in ShipTo.__slots__}
    return {
        "order": edit.code,
        "ordered_on": None if edit.ordered_on is None else edit.ordered_on.isoformat(),
        "due_on": None if edit.due_on is None else edit.due_on.isoformat(),
        "currency": edit.currency,
        "po": edit.po,
        "deliver": _OTHER if wants_address or edit.ship_to else _OWN,
        **address,
    }


def _put_upper(field: QLineEdit, text: str) -> None:
    """Currency codes are capitals, however they are typed."""
    at = field.cursorPosition()
    field.setText(text.upper())
    field.setCursorPosition(at)


def _account_line(account: AccountChoice) -> str:
    return "   ".join(part for part in (account.name, account.code, account.city) if part)
