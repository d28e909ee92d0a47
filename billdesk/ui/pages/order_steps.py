"""What a saved edit of an order leaves behind: the calls that take it back and do it again, whatever the version is by then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from billdesk.services.company import Company
from billdesk.services.order_edits import SavedOrder, activate_as_read, change_order, create_order, delete_order
from billdesk.services.order_values import OrderEdit
from billdesk.services.order_view import order_page
from billdesk.services.orders import take_back_activation

Calls = tuple[Callable[[], object], Callable[[], object]]
"""Undo and redo. They run as jobs, and raise Conflict where somebody else has changed the order since."""


def made(company: Company, saved: SavedOrder) -> Calls:
    """Of an order that was made: it goes, and comes again under the same id."""
    versions = [saved.version]
    gone: list[OrderEdit] = []

    def undo() -> None:
        gone.append(delete_order(company, saved.id, versions[-1]))

    def redo() -> None:
        versions.append(create_order(company, gone.pop()).version)

    return undo, redo


def changed(company: Company, edit: OrderEdit, saved: SavedOrder, as_of: date) -> Calls:
    """Of an order that was changed from `saved.before` to `edit`."""
    versions = [saved.version]
    before = saved.before

    def put(wanted: OrderEdit | None) -> None:
        if wanted is not None:
            versions.append(change_order(company, wanted, versions[-1], as_of).version)

    return lambda: put(before), lambda: put(edit)


def deleted(company: Company, gone: OrderEdit) -> Calls:
    """Of an order that was deleted."""
    made_again: list[SavedOrder] = []

    def undo() -> None:
        made_again.append(create_order(company, gone))

    def redo() -> None:
        again = made_again.pop()
        delete_order(company, again.id, again.version)

    return undo, redo


def activated(company: Company, order_id: int, code: str, as_of: date) -> Calls:
    """Of an order that was activated."""

    def redo() -> None:
        activate_as_read(company, order_id, order_page(company, order_id, as_of).version, as_of)

    return lambda: take_back_activation(company, code, as_of), redo


def together(calls: Sequence[Calls]) -> Calls:
    """Several edits as one: taken back from the last to the first, done again from the first to the last."""

    def undo() -> None:
        for back, _ in reversed(calls):
            back()

    def redo() -> None:
        for _, again in calls:
            again()

    return undo, redo
