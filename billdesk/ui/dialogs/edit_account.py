"""The account editor: a new account, or one that stands; saved with undo, kept over a crash, told of another's change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget

from billdesk.billing.money import CURRENCIES
from billdesk.services.accounts import (
    AccountChange,
    AccountDetails,
    NewAccount,
    account_details,
    blank_account,
    change_account,
    create_account,
    delete_account,
    problems,
    set_archived,
)
from billdesk.services.presets import countries
from billdesk.ui.desk import Desk
from billdesk.ui.dialogs.editor import EditorDialog
from billdesk.ui.navigation import Place
from billdesk.ui.widgets.account_field import AccountField
from billdesk.ui.widgets.form import required
from billdesk.ui.words import tr

KIND = "account"
"""What unsaved edits of accounts are kept under."""
OFFERED_TERMS = ("on receipt", "net 7", "net 14", "net 30", "net 60", "eom", "eom 10", "2/10 net 30")


def new_account(desk: Desk, parent: QWidget) -> AccountEditor:
    """Open the editor for a new account; an unsaved one of an earlier start is there again."""
    return _opened("new", parent) or _shown(AccountEditor(desk, None, blank_account(desk.company), parent))


def edit_account(desk: Desk, account_id: int, parent: QWidget) -> AccountEditor:
    """Open the editor on an account; an unsaved edit of an earlier start is there again. Raises BillingError."""
    open_one = _opened(str(account_id), parent)
    if open_one is not None:
        return open_one
    details = account_details(desk.company, account_id)
    return _shown(AccountEditor(desk, details, details.values, parent))


def _opened(key: str, parent: QWidget) -> AccountEditor | None:
    """The editor of that account which is open already: it comes to the front."""
    for editor in parent.window().findChildren(AccountEditor):
        if editor.key == key and editor.isVisible():
            editor.activateWindow()
            return editor
    return None


def _shown(editor: AccountEditor) -> AccountEditor:
    editor.open()
    return editor


class AccountEditor(EditorDialog):
    """One account. `details` is None for a new one, which begins with `values`."""

    def __init__(self, desk: Desk, details: AccountDetails | None, values: NewAccount, parent: QWidget) -> None:
        title = tr("New account") if details is None else tr("Edit {name}").format(name=values.name)
        super().__init__(desk, "account", title, KIND, "new" if details is None else str(details.id), parent)
        self._details, self._first = details, values
        self._version = "" if details is None else details.version
        self._fill_form()
        self.form.set_values(asdict(values))
        self._take_kept()
        self.form.changed.connect(self._advise)
        self._advise("currency")
        self.resize(600, 760)
        self.form.field("name").setFocus()

    def work(self, values: dict[str, Any]) -> Callable[[], object]:
        """What saves the values."""
        company, as_of, wanted = self.desk.company, self.desk.as_of(), _account(values)
        details, version = self._details, self._version
        if details is None:
            return lambda: create_account(company, wanted)
        return lambda: change_account(company, details.id, version, wanted, as_of)

    def save(self) -> None:
        """Say all that is wrong at once, as far as the words alone tell; then save."""
        before = self._details.values if self._details is not None else None
        wrong = list(problems(_account(self.form.values()), before))
        self.form.clear_errors()
        for problem in reversed(wrong):  # the first one has the focus in the end
            self.form.show_trouble(problem)
        if not wrong:
            super().save()

    def after(self, result: object) -> None:
        """Note how it is undone; a new account is shown."""
        assert isinstance(result, AccountChange)  # noqa: S101 - what `work` gives
        note_change(self.desk, result)
        if result.before is None:
            self.desk.go(Place("account", result.after.id))

    def reload(self) -> None:
        """Show the account as it stands now; what was typed is given up."""
        if self._details is not None:
            self._details = account_details(self.desk.company, self._details.id)
            self._version = self._details.version
            self.form.set_values(asdict(self._details.values))

    def kept(self) -> dict[str, Any]:
        """The values, and which state of the account they began with."""
        return {"version": self._version, **self.form.values()}

    def _take_kept(self) -> None:
        for edit in self.desk.unsaved.all():
            if (edit.kind, edit.key) == (self.kind, self.key):
                self._version = str(edit.values.get("version", self._version))
                self.form.set_values({key: value for key, value in edit.values.items() if key != "version"}, are_clean=False)

    def _fill_form(self) -> None:
        form = self.form
        form.line("name", required(tr("Name")))
        form.line("code", tr("Code"), placeholder=tr("made from the name") if self._details is None else "")
        form.text("street", tr("Street"), lines=2)
        form.line("postcode", tr("Postcode"))
        form.line("city", tr("City"))
        form.line("region", tr("Region"))
        form.add("country", tr("Country"), _open_choice(countries()))
        form.line("email", tr("E-mail"), tr("Invoices go here. Several addresses are separated by commas."))
        form.line("phone", tr("Phone"))
        form.line("tax_id", tr("Tax ID"))
        form.add("currency", tr("Currency"), _open_choice([(code, code) for code in CURRENCIES]))
        terms = [("", tr("as the company's")), *((text, text) for text in OFFERED_TERMS)]
        form.add("terms", tr("Payment terms"), _open_choice(terms), tr("Such as net 30, eom 10, day 15 or 50% 0, 50% 30"))
        form.choice("price_basis", tr("Prices"), [("net", tr("without tax")), ("gross", tr("with tax"))])
        form.add("parent", tr("Belongs to"), AccountField(self.desk), tr("The account above this one, by its code"))
        form.text("notes", tr("Notes"), lines=3)

    def _advise(self, key: str) -> None:
        """A new currency leaves what is open as it is: said where it is chosen."""
        if key != "currency" or self._details is None:
            return
        typed = self.form.values()["currency"]
        others = [code for code in self._details.open_currencies if code != typed]
        words = tr("Open orders and drafts stay in {currencies}.").format(currencies=", ".join(others)) if others else ""
        self.form.show_tip("currency", words)


def set_account_archived(desk: Desk, details: AccountDetails, is_archived: bool) -> None:
    """Put an account away, or take it back, as a job with undo."""
    company = desk.company
    words = tr("Archived {name}") if is_archived else tr("Took {name} back")

    standing = details

    def put(wanted: bool) -> None:
        nonlocal standing
        standing = set_archived(company, details.id, standing.version, wanted).after

    def done(_result: None) -> None:
        desk.undo.did(words.format(name=details.values.name), lambda: put(not is_archived), lambda: put(is_archived))

    desk.jobs.run(words.format(name=details.values.name), lambda _progress: put(is_archived), done)


def note_change(desk: Desk, change: AccountChange) -> None:
    """Note what was saved with its undo. Each step carries the version on, so that another's change is never overwritten."""
    company, as_of = desk.company, desk.as_of()
    before, after = change.before, change.after
    standing = after

    def take_back() -> None:
        delete_account(company, standing.id, standing.version)

    def make_again() -> None:
        nonlocal standing
        standing = create_account(company, after.values).after

    def put(values: NewAccount) -> None:
        nonlocal standing
        standing = change_account(company, standing.id, standing.version, values, as_of).after

    if before is None:
        desk.undo.did(tr("New account {name}").format(name=after.values.name), take_back, make_again)
    elif change.changed:
        words = tr("Edited account {name}").format(name=after.values.name)
        desk.undo.did(words, lambda: put(before.values), lambda: put(after.values))


def _account(values: dict[str, Any]) -> NewAccount:
    return NewAccount(**{name: str(value or "") for name, value in values.items()})


def _open_choice(options: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> QComboBox:
    """A choice that may be typed, too. What is typed is completed to an offered one."""
    field = QComboBox()
    field.setEditable(True)
    field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    for value, words in options:
        field.addItem(words, value)
    field.setCurrentIndex(-1)
    return field
