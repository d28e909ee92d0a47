"""Saving an order, activating it, taking that back and deleting it: as jobs, each with its undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from billdesk.billing.errors import BillingError
from billdesk.services.order_edits import SavedOrder, activate_as_read, change_order, create_order, delete_order
from billdesk.services.order_values import OrderEdit
from billdesk.services.order_view import OrderPage, order_page
from billdesk.services.orders import Activated, SetUpDraft, take_back_activation
from billdesk.ui.desk import Desk
from billdesk.ui.models.order_editing import OrderEditing
from billdesk.ui.navigation import Place
from billdesk.ui.pages import order_steps
from billdesk.ui.words import tr

T = TypeVar("T")


class OrderSaving(QObject):
    """Writes what stands in an `OrderEditing`."""

    busy_changed = Signal(bool)
    """Something is being written, or is over: meanwhile nothing can be edited."""
    saved = Signal(int)
    """The order with this id was saved and read anew."""
    deleted = Signal()
    refused = Signal(object)
    """Nothing was written: the BillingError."""

    def __init__(self, desk: Desk, editing: OrderEditing, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._editing = desk, editing
        self.is_busy = False

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save the order; `then` is called when it is saved, or at once where nothing has changed."""
        if self.is_busy:
            return
        if not self._editing.is_dirty and self._editing.edit.id is not None:
            if then is not None:
                then()
            return
        company, as_of = self._desk.company, self._desk.as_of()
        edit, version = self._editing.edit, self._editing.page.version

        def work() -> tuple[SavedOrder, OrderPage]:
            saved = create_order(company, edit) if edit.id is None else change_order(company, edit, version, as_of)
            return saved, order_page(company, saved.id, as_of)

        self._run(tr("Save the order"), work, lambda found: self._saved(*found, then))

    def activate(self) -> None:
        """Save the order and activate it: its invoice is set up at once."""
        self.save(self._activate_saved)

    def take_back(self) -> None:
        """Make the active order a draft again."""
        company, as_of, code = self._desk.company, self._desk.as_of(), self._editing.page.edit.code
        order_id = self._editing.edit.id or 0

        def done(read: OrderPage) -> None:
            self._editing.load(read)
            undo, redo = order_steps.activated(company, order_id, code, as_of)
            self._desk.undo.did(tr("Order {code} is a draft again").format(code=code), redo, undo)

        def work() -> OrderPage:
            take_back_activation(company, code, as_of)
            return order_page(company, order_id, as_of)

        self._run(tr("Take the activation back"), work, done)

    def delete(self) -> None:
        """Delete the draft order; one that was never saved is given up."""
        company, page, order_id = self._desk.company, self._editing.page, self._editing.edit.id
        if order_id is None:
            self.deleted.emit()
            return

        def done(gone: OrderEdit) -> None:
            words = tr("Order {code} was deleted").format(code=page.edit.code)
            self._desk.undo.did(words, *order_steps.deleted(company, gone))
            self.deleted.emit()

        self._run(tr("Delete the order"), lambda: delete_order(company, order_id, page.version), done)

    def draft_words(self, drafts: tuple[SetUpDraft, ...]) -> str:
        """Which invoice draft was set up."""
        draft, formats = drafts[0], self._desk.formats
        amount = formats.money(draft.total_minor, draft.currency)
        if draft.target_on is None:
            said = tr("A draft invoice of {amount} waits for a person.").format(amount=amount)
        else:
            words = tr("A draft invoice of {amount} is set up for {date}.")
            said = words.format(amount=amount, date=formats.date_(draft.target_on))
        others = len(drafts) - 1
        return f"{said} {tr('And {n} more.').format(n=others)}" if others else said

    def _saved(self, saved: SavedOrder, read: OrderPage, then: Callable[[], None] | None) -> None:
        company, as_of, edit = self._desk.company, self._desk.as_of(), self._editing.edit
        self._editing.load(read)
        if saved.before is None:
            calls = order_steps.made(company, saved)
            self._desk.undo.did(tr("Order {code} was made").format(code=saved.code), *calls)
        elif saved.before != edit:
            calls = order_steps.changed(company, read.edit, saved, as_of)
            self._desk.undo.did(tr("Order {code} was changed").format(code=saved.code), *calls)
        self.saved.emit(saved.id)
        if then is not None:
            then()

    def _activate_saved(self) -> None:
        company, as_of = self._desk.company, self._desk.as_of()
        order_id, version = self._editing.edit.id or 0, self._editing.page.version

        def work() -> tuple[Activated, OrderPage]:
            return activate_as_read(company, order_id, version, as_of), order_page(company, order_id, as_of)

        self._run(tr("Activate the order"), work, lambda found: self._activated(*found))

    def _activated(self, done: Activated, read: OrderPage) -> None:
        self._editing.load(read)
        words = tr("Order {code} is active").format(code=done.code)
        calls = order_steps.activated(self._desk.company, done.id, done.code, self._desk.as_of())
        self._desk.undo.did(words, *calls)
        if done.drafts:
            place = Place("invoice", done.drafts[0].id)
            said = f"{words}. {self.draft_words(done.drafts)}"
            self._desk.say.done(said, tr("Show the draft"), lambda: self._desk.go(place))

    def _run(self, title: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._set_busy(is_busy=True)

        def over(found: T) -> None:
            self._set_busy(is_busy=False)
            done(found)

        self._desk.jobs.run(title, lambda _progress: work(), over, self._refuse)

    def _refuse(self, trouble: BillingError) -> None:
        self._set_busy(is_busy=False)
        self.refused.emit(trouble)

    def _set_busy(self, is_busy: bool) -> None:
        self.is_busy = is_busy
        self.busy_changed.emit(is_busy)
