"""Mending what stops an account, in place: its address, or the price and quantity of the order lines at fault.

A small editor over the run's review, which plans again when it is saved. What none of these mends is opened as a page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from billdesk.billing.errors import BillingError, FieldError
from billdesk.services.accounts import AccountChange, AccountDetails, account_details, change_account
from billdesk.services.exceptions import LineChange, LineToMend, Mend, lines_now, mend_of, price_line
from billdesk.services.invoice_view import read_invoice
from billdesk.services.run_review import PlannedException
from billdesk.ui.desk import Desk
from billdesk.ui.dialogs.editor import EditorDialog
from billdesk.ui.navigation import Place
from billdesk.ui.words import tr

_ADDRESS = ("street", "postcode", "city", "region", "country", "email")


class MendAddressDialog(EditorDialog):
    """The address of an account, and where its invoices are e-mailed to."""

    def __init__(self, desk: Desk, stands: AccountDetails, parent: QWidget | None = None) -> None:
        self._stands = stands
        title = tr("Address of {name}").format(name=stands.values.name)
        super().__init__(desk, "mend", title, "account", str(stands.id), parent)
        form = self.form
        form.line("street", tr("Street"))
        form.line("postcode", tr("Postcode"))
        form.line("city", tr("City"), tr("A street, a city or a postcode is enough to bill"))
        form.line("region", tr("Region"))
        form.line("country", tr("Country"))
        form.line("email", tr("E-mail"))
        form.set_values({name: getattr(stands.values, name) for name in _ADDRESS})
        form.field("street").setFocus()
        self.resize(480, 420)

    def work(self, values: dict[str, Any]) -> Callable[[], object]:
        """Change the account."""
        company, as_of, stands = self.desk.company, self.desk.as_of(), self._stands
        wanted = replace(stands.values, **{name: values[name] for name in _ADDRESS})
        return lambda: change_account(company, stands.id, stands.version, wanted, as_of)

    def kept(self) -> dict[str, Any]:
        """As the account's own editor keeps it, which goes on with it after a crash."""
        return {"version": self._stands.version, **self.form.values()}

    def after(self, result: object) -> None:
        """Note how to take it back."""
        assert isinstance(result, AccountChange)  # noqa: S101 - what `work` gives
        company, as_of, before, after = self.desk.company, self.desk.as_of(), result.before, result.after
        if before is not None:
            self.desk.undo.did(
                tr("Changed the address of {name}").format(name=after.values.name),
                lambda: change_account(company, after.id, after.version, before.values, as_of),
                lambda: change_account(company, after.id, before.version, after.values, as_of),
            )

    def reload(self) -> None:
        """Show the address as it stands now."""
        self._stands = account_details(self.desk.company, self._stands.id)
        self.form.set_values({name: getattr(self._stands.values, name) for name in _ADDRESS})


class MendLinesDialog(EditorDialog):
    """Quantity and unit price of order lines that have no price, or come to too much."""

    def __init__(self, desk: Desk, mend: Mend, parent: QWidget | None = None) -> None:
        self._mend = mend
        title = tr("Prices for {account}").format(account=mend.account)
        super().__init__(desk, "mend", title, "mend-lines", str(mend.account_id), parent)
        for line in mend.lines:
            which = tr("{order}, line {n}: {what}").format(order=line.order, n=line.position, what=line.description)
            self.form.line(f"price.{line.id}", tr("Unit price"), which, line.currency)
            self.form.line(f"quantity.{line.id}", tr("Quantity"))
        self._fill()
        self.form.field(f"price.{mend.lines[0].id}").setFocus()
        self.resize(480, 320)

    def work(self, values: dict[str, Any]) -> Callable[[], object]:
        """Change the lines that differ, one after the other."""
        company, as_of = self.desk.company, self.desk.as_of()

        def save() -> list[LineChange]:
            changes = []
            for line in self._mend.lines:
                price, quantity = self._read(values, line)
                if (price, quantity) != (line.unit_price_e4, line.quantity_e6):
                    try:
                        changes.append(price_line(company, line.id, line.version, quantity, price, as_of))
                    except FieldError as error:
                        raise FieldError(f"price.{line.id}", error.what, error.record, error.remedy) from error
            return changes

        return save

    def keep(self) -> None:
        """A price is typed again in less time than a person needs to decide about a kept one."""

    def after(self, result: object) -> None:
        """Note how to take it back."""
        changes: Sequence[LineChange] = result if isinstance(result, list) else ()
        if changes:
            self.desk.undo.did(
                tr("Changed prices for {account}").format(account=self._mend.account),
                lambda: self._set(changes, is_back=True),
                lambda: self._set(changes, is_back=False),
            )

    def reload(self) -> None:
        """Show the lines as they stand now."""
        company, mend = self.desk.company, self._mend
        self._mend = Mend(mend.kind, mend.account_id, mend.account, lines_now(company, mend.lines))
        self._fill()

    def _set(self, changes: Sequence[LineChange], is_back: bool) -> None:
        company, as_of = self.desk.company, self.desk.as_of()
        for change in changes:
            former, wanted = (change.after, change.before) if is_back else (change.before, change.after)
            price_line(company, former.id, former.version, wanted.quantity_e6, wanted.unit_price_e4, as_of)

    def _fill(self) -> None:
        formats, values = self.desk.formats, {}
        for line in self._mend.lines:
            values[f"price.{line.id}"] = formats.price(line.unit_price_e4, line.currency)
            values[f"quantity.{line.id}"] = formats.quantity(line.quantity_e6)
        self.form.set_values(values)

    def _read(self, values: dict[str, Any], line: LineToMend) -> tuple[int | None, int]:
        """Price x 10^4 and quantity x 10^6 as typed; FieldError beside the field that is not understood."""
        formats = self.desk.formats
        typed: list[int] = []
        for key, text, read in (
            ("price", values[f"price.{line.id}"], formats.parse_price),
            ("quantity", values[f"quantity.{line.id}"], formats.parse_quantity),
        ):
            if key == "price" and not text:
                raise FieldError(f"price.{line.id}", tr("a unit price is wanted"), "", tr("0 gives it away"))
            try:
                typed.append(read(text))
            except BillingError as error:
                raise FieldError(f"{key}.{line.id}", error.what, error.record, error.remedy) from error
        return typed[0], typed[1]


def mend(desk: Desk, parent: QWidget, exception: PlannedException, mended: Callable[[], None]) -> None:
    """Open the editor that mends an exception; `mended` is called when something was saved."""
    _mend(desk, parent, lambda: (exception.account_id, exception.target_on), mended)


def mend_draft(desk: Desk, parent: QWidget, draft_id: int) -> None:
    """Open the editor that mends what keeps a draft from being posted. Posting is the person's own next step."""
    company, as_of = desk.company, desk.as_of()

    def which() -> tuple[int, date]:
        draft = read_invoice(company, draft_id, as_of)
        return draft.account.id, draft.target_on or as_of

    _mend(desk, parent, which, lambda: None)


def _mend(desk: Desk, parent: QWidget, which: Callable[[], tuple[int, date]], mended: Callable[[], None]) -> None:
    company = desk.company

    def read() -> tuple[Mend, AccountDetails]:
        account_id, target_on = which()
        return mend_of(company, account_id, target_on), account_details(company, account_id)

    def show(read: tuple[Mend, AccountDetails]) -> None:
        found, account = read
        dialog: EditorDialog
        if found.kind == "address":
            dialog = MendAddressDialog(desk, account, parent)
        elif found.lines:
            dialog = MendLinesDialog(desk, found, parent)
        else:
            desk.go(Place("account", account.id))
            return
        dialog.saved.connect(lambda _result: mended())
        dialog.show()

    desk.jobs.read(parent, read, show, key="mend")
