"""One order: head, lines and how each is billed, its next bills live beside it, and the invoices that billed it.

A draft is edited in place; an active order says what stays and why. What is not saved is on disk a moment after each
change, is offered again after a crash, and never overwrites what somebody else has saved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from billdesk.billing.errors import BillingError, Conflict, FieldError
from billdesk.services.company_settings import offered_tax_rates
from billdesk.services.next_bills import NextBills
from billdesk.services.order_values import OrderEdit, ShipTo
from billdesk.services.order_view import OrderPage as Read
from billdesk.services.order_view import edit_page, new_order, order_page
from billdesk.services.presets import TaxRate
from billdesk.services.type_ahead import AccountChoice
from billdesk.ui.desk import Desk
from billdesk.ui.models.order_editing import OrderEditing
from billdesk.ui.navigation import Place
from billdesk.ui.pages.order_body import OrderBody
from billdesk.ui.pages.order_keeping import NEW, Left, OrderKeeping
from billdesk.ui.pages.order_saving import OrderSaving
from billdesk.ui.pages.page import Page
from billdesk.ui.words import tr

_NOTHING = Read(OrderEdit(), "", "draft", None, ShipTo(), {}, "USD", "")
_MISSING = frozenset({"product", "description", "quantity", "unit_price"})
"""What a line that is being typed may still lack without being told."""


class OrderPage(Page):
    """The page of an order. Places: a stored order by its id; without one a new order, `account` told or not."""

    nav = "orders"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.editing = OrderEditing(_NOTHING, (), self)
        self.keeping = OrderKeeping(desk, self.editing, self)
        self.saving = OrderSaving(desk, self.editing, self)
        self._problems: tuple[FieldError, ...] = ()
        self._is_attempted = self._is_in_conflict = False
        self._make_actions()
        self.body = OrderBody(desk, self.editing, self)
        self.body.bills.worked_out.connect(self._hear_bills)
        self.body.grid.current_line.connect(self._show_problems)
        self.body.grid.delete_wanted.connect(self.delete_lines)
        self.body.header.account_chosen.connect(self._hear_account)
        self.editing.changed.connect(self._hear_change)
        self.body.grid.lines.typed.connect(self._hear_change)
        self.editing.loaded.connect(self._show_state)
        self.saving.busy_changed.connect(self.body.set_busy)
        self.saving.saved.connect(self._hear_saved)
        self.saving.deleted.connect(self._hear_deleted)
        self.saving.refused.connect(self._refused)
        self._show_state()

    def open(self, place: Place) -> None:
        """Show an order; an edit of another one that is not saved waits until a person comes back to it."""
        if place == self.place and self.editing.is_dirty:
            return
        self.keeping.park()
        super().open(place)
        self.keeping.key = NEW if place.record is None else str(place.record)
        self._is_attempted = self._is_in_conflict = False
        company, as_of = self.desk.company, self.desk.as_of()
        account = place.told("account")

        def read() -> tuple[Read, tuple[TaxRate, ...]]:
            if place.record is not None:
                return order_page(company, place.record, as_of), offered_tax_rates(company)
            return new_order(company, int(account) if account.isdigit() else None, as_of), offered_tax_rates(company)

        self.desk.jobs.read(self, read, lambda found: self._show_opened(*found), key="open", failed=self._not_there)

    def refresh(self) -> None:
        """Show what is billed by now; where somebody else has changed the order, say so and overwrite nothing."""
        record, company, as_of = self.editing.edit.id, self.desk.company, self.desk.as_of()
        if record is None or self.saving.is_busy:
            self.body.bills.work_out()
        else:
            self.desk.jobs.read(
                self, lambda: order_page(company, record, as_of), self._compare, key="open", failed=self._not_there
            )

    def primary(self) -> QAction | None:
        """Saving."""
        return self._save

    def actions_(self) -> list[QAction]:
        """What can be done with the order."""
        return [self._activate, self._take_back, self._delete, self._new, *self.line_actions, self._save]

    def save(self) -> None:
        """Save the order."""
        if self._is_ready():
            self.saving.save()

    def activate(self) -> None:
        """Save the order and activate it."""
        if self._is_ready():
            self.saving.activate()

    def delete_lines(self) -> None:
        """Take the selected lines out."""
        rows = self.body.grid.selected_rows()
        if rows and self.editing.is_draft:
            self.editing.remove_lines(rows)

    def event(self, event: QEvent) -> bool:
        """Undo and redo of the editor come before those of the window, while it has steps."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._step_of(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Undo and redo of the editor."""
        step = self._step_of(event)
        if step is not None:
            step()
        else:
            super().keyPressEvent(event)

    def _step_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        stack = self.editing.stack
        if event.matches(QKeySequence.StandardKey.Undo) and stack.canUndo():
            return stack.undo
        is_redo = event.matches(QKeySequence.StandardKey.Redo) or event.keyCombination().toCombined() == _REDO
        return stack.redo if is_redo and stack.canRedo() else None

    def _is_ready(self) -> bool:
        """Take what stands in an open cell; False where something that was typed cannot be read."""
        if self.body.header.show_unreadable() or self.body.rule.fields.show_unreadable():
            return False  # a date that is none stands in a field, beside the last one that was
        self.body.grid.finish_typing()
        self._is_attempted = True
        typing = self.body.grid.lines.typing_problem
        if typing is not None:  # the cell itself says it, until something else is typed there
            self._show_problems()
            self.body.go_to(typing.field)
        return typing is None

    def _make_actions(self) -> None:
        self._save = self.action("save_order", tr("Save"), "save", "Ctrl+Return", tr("Save the order"))
        self._activate = self.action(
            "activate_order", tr("Activate"), "circle-check", "Ctrl+Shift+Return", tr("Save and activate: the invoice is set up")
        )
        self._new = self.action("start_order", tr("New order"), "plus", tip=tr("Begin another order"))
        self._take_back = self.action("deactivate_order", tr("Take activation back"), "undo-2")
        self._delete = self.action("delete_order", tr("Delete order"), "trash-2")
        self.line_actions = [
            self.action("add_line", tr("Add line"), "plus", "Ins"),
            self.action("delete_line", tr("Delete line"), "minus", "Ctrl+Del"),
            self.action("raise_line", tr("Move line up"), "arrow-up", "Alt+Up"),
            self.action("lower_line", tr("Move line down"), "arrow-down", "Alt+Down"),
        ]
        calls = (self._add_line, self.delete_lines, lambda: self._move(-1), lambda: self._move(1))
        for action, call in (
            (self._save, self.save),
            (self._activate, self.activate),
            (self._new, lambda: self.desk.go(Place("order"))),
            (self._take_back, self.saving.take_back),
            (self._delete, self.saving.delete),
            *zip(self.line_actions, calls, strict=True),
        ):
            action.triggered.connect(lambda _checked=False, call=call: call())

    def _show_opened(self, read: Read, rates: tuple[TaxRate, ...]) -> None:
        self.editing.rates = rates
        self.editing.load(read)
        left = self.keeping.left()
        if left is not None:
            self._take_up(left)
        elif self.isVisible():
            self.body.begin()

    def _take_up(self, left: Left) -> None:
        """Go on with an edit that was not saved. It keeps the version that it was made on, so that nothing is overwritten."""
        is_changed = self.place.record is not None and left.version != self.editing.page.version
        company = self.desk.company

        def show(read: Read) -> None:
            self.editing.products.update(read.products)
            self.editing.page = replace(self.editing.page, version=left.version, account=read.account, address=read.address)
            self.editing.take_up(left.edit)
            self._show_state()
            self.keeping.keep()
            if is_changed:
                self._say_conflict()
            else:
                self.body.note.say(left.words, (tr("Discard"), self._give_up), state="due")

        self.desk.jobs.read(self, lambda: edit_page(company, left.edit), show, key="names")

    def _give_up(self) -> None:
        self.keeping.drop()
        self.editing.load(_NOTHING)
        self.open(self.place)

    def _not_there(self, trouble: BillingError) -> None:
        """The order is gone. What was made of it and not saved can be kept as a new order."""
        if not self.editing.is_dirty or self.editing.edit.id != self.place.record:
            self.editing.load(_NOTHING)
            self.desk.say.error(trouble)
            self.desk.go(Place("orders"))
            return
        words = tr("This order was deleted by somebody else meanwhile. What you see is not saved.")
        self._is_in_conflict = True
        self.body.note.say(words, (tr("Keep it as a new order"), self._become_new), state="overdue")

    def _become_new(self) -> None:
        edit = self.editing.edit
        lines = tuple(replace(line, id=None) for line in edit.lines)
        self.keeping.drop()
        self.editing.load(_NOTHING)
        self.keeping.park_as(NEW, replace(edit, id=None, lines=lines), "")
        self.desk.go(Place("order"))

    def _compare(self, read: Read) -> None:
        """The order as it stands now, beside what is shown."""
        if read.edit.id != self.editing.edit.id or self.saving.is_busy:
            return
        if read.version == self.editing.page.version:
            page = self.editing.page
            self.editing.page = replace(page, seen=read.seen, billed=read.billed, drafts=read.drafts)
            self.editing.loaded.emit()
            self.body.bills.work_out()
        elif self.editing.is_dirty:
            self._say_conflict()
        else:
            self.editing.load(read)

    def _say_conflict(self) -> None:
        self._is_in_conflict = True
        words = tr("Somebody else has changed this order meanwhile. Your changes are not saved, and nothing is overwritten.")
        self.body.note.say(words, (tr("Show what stands there now"), self._show_theirs), state="overdue")

    def _show_theirs(self) -> None:
        record, company, as_of = self.place.record or 0, self.desk.company, self.desk.as_of()

        def show(read: Read) -> None:
            self._is_in_conflict = False
            self.editing.take_theirs(read)
            self._show_state()
            self.desk.say.done(tr("This is what somebody else has saved"), tr("Mine again"), self.editing.stack.undo)

        self.desk.jobs.read(self, lambda: order_page(company, record, as_of), show, key="open", failed=self._not_there)

    def _hear_change(self) -> None:
        has_typed = self.body.grid.lines.typing_problem is not None
        self._save.setEnabled(self.editing.is_dirty or self.editing.edit.id is None or has_typed)
        self._show_title()

    def _hear_account(self, account: AccountChoice) -> None:
        """Names and address of an account that was chosen."""
        company, edit = self.desk.company, replace(self.editing.edit, account_id=account.id)
        self.keeping.account = account.name

        def show(read: Read) -> None:
            self.editing.page = replace(self.editing.page, account=read.account, address=read.address)
            self.body.show_state()

        self.desk.jobs.read(self, lambda: edit_page(company, edit), show, key="names")

    def _hear_bills(self, coming: NextBills) -> None:
        self._problems = coming.problems
        self._show_problems()

    def _hear_saved(self, order_id: int) -> None:
        self.keeping.drop()
        self._is_attempted = self._is_in_conflict = False
        self._show_state()
        if self.place.record is None:
            self.desk.go(Place("order", order_id))

    def _hear_deleted(self) -> None:
        self.keeping.drop()
        self.editing.load(_NOTHING)
        self.desk.go(Place("orders"))

    def _show_problems(self, *_: object) -> None:
        """Say what is wrong beside the fields, but not what a person has only not come to yet."""
        row = self.body.grid.currentIndex().row()
        shown: dict[str, FieldError] = {}
        for problem in self._problems:
            place = problem.field.split(".")
            is_waiting = len(place) < 3 or (place[1] == str(row) and place[2] in _MISSING)
            if self._is_attempted or not is_waiting:
                shown.setdefault(problem.field, problem)
        self.editing.problems = shown
        self.body.show_problems()

    def _refused(self, trouble: BillingError) -> None:
        """Say what is wrong beside its field, or over the page."""
        if isinstance(trouble, Conflict):
            self.keeping.keep()
            self._say_conflict()
        elif isinstance(trouble, FieldError):
            self._problems = (trouble, *(p for p in self._problems if p.field != trouble.field))
            self._show_problems()
            if self.body.go_to(trouble.field):
                return
        self.desk.say.error(trouble)

    def _add_line(self) -> None:
        if self.editing.is_draft:
            count, row = len(self.editing.edit.lines), self.body.grid.currentIndex().row()
            at = count if row < 0 else min(row + 1, count)
            self.editing.add_line(at)
            self.body.grid.go_to(at, "product")

    def _move(self, by: int) -> None:
        rows = self.body.grid.selected_rows()
        if len(rows) == 1 and self.editing.is_draft and 0 <= rows[0] + by < len(self.editing.edit.lines):
            self.editing.move_line(rows[0], rows[0] + by)
            self.body.grid.go_to(rows[0] + by, "product")

    def _show_state(self) -> None:
        """Which actions there are, and what the note over the page says."""
        page = self.editing.page
        is_stored, is_draft = self.editing.edit.id is not None, page.status == "draft"
        self.keeping.account = page.account.name if page.account is not None else ""
        self._activate.setVisible(is_draft)
        self._take_back.setVisible(page.status == "active" and not page.billed)
        self._delete.setVisible(is_draft and is_stored)
        self._new.setVisible(is_stored)
        for action in self.line_actions:
            action.setVisible(is_draft)
            action.setEnabled(is_draft)
        self._save.setVisible(page.status in ("draft", "active"))
        if not self._is_in_conflict:
            self.body.say_status(self.saving.take_back)
        self.body.show_state()
        self._show_title(has_other_actions=True)

    def _show_title(self, has_other_actions: bool = False) -> None:
        code = self.editing.page.edit.code
        title = tr("Order {code}").format(code=code) if code else tr("New order")
        if title != self.title or has_other_actions:
            self.set_title(title)


_REDO = (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier).value | Qt.Key.Key_Z.value
