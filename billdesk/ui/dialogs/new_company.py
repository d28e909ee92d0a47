"""A new company in one dialog: its name and country, and all that is usual there, to be changed or left as it is.

The country fills in currency, tax rates, paper and terms; what a person has changed by hand stays. The file is made whole
or not at all, off the interface thread, and then opened.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from billdesk.billing.errors import BillingError, FieldError
from billdesk.services.presets import Preset, TaxRate, countries
from billdesk.ui.desk import Desk
from billdesk.ui.dialogs.choose_file import choose_place, documents_folder
from billdesk.ui.widgets.company_fields import (
    add_address,
    country_choice,
    currency_choice,
    follow_country,
    home_country,
    month_options,
    paper_options,
    terms_choice,
)
from billdesk.ui.widgets.form import Form, required
from billdesk.ui.words import tr

NAME = "new_company.dialog"
_PRESET = ("currency", "paper_size", "terms", "fiscal_year_month")
_DETAILS = ("street", "city", "region", "postcode", "tax_id", "email", "phone", "iban", "bic", "terms", "paper_size")


class NewCompanyDialog(QDialog):
    """Asks for a new company and makes it. `made` is called with the path of its file."""

    def __init__(self, desk: Desk, made: Callable[[str], None], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._desk, self._made = desk, made
        self._by_hand: set[str] = set()
        self._is_making = False
        self.setObjectName(NAME)
        self.setWindowTitle(tr("New company"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 720)
        self.form = Form("new_company")
        self._build()
        self.form.set_values({"country": home_country()})
        self._follow()
        self._suggest_place()
        self.form.changed.connect(self._hear)
        self.form.field("name").setFocus()

    def make(self) -> None:
        """Make the company; what is refused is said beside its field."""
        values = self.form.values()
        self.form.clear_errors()
        self.trouble.hide()
        if self._is_making or not self._is_named(values):
            return
        self._is_making = True
        self._make.setEnabled(False)
        path, rates = str(values["file"]), self.tax_rates()
        details = {name: str(values[name]) for name in _DETAILS}
        details["fiscal_year_month"] = str(values["fiscal_year_month"])

        def work(_progress: object) -> str:
            from billdesk.services.files import create_company

            create_company(path, values["name"], values["currency"], values["country"], details=details, tax_rates=rates)
            return path

        self._desk.jobs.run(tr("Making the company"), work, self._done, self._refused)

    def tax_rates(self) -> list[TaxRate]:
        """The rates that are ticked."""
        items = (self.rates.item(row) for row in range(self.rates.count()))
        return [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() is Qt.CheckState.Checked]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+Enter makes it, Enter goes to the next field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.make()
            else:
                self.focusNextChild()
        else:
            super().keyPressEvent(event)

    # -- parts

    def _build(self) -> None:
        form = self.form
        form.line("name", required(tr("Company name")), tr("As your invoices show it"))
        form.add("country", required(tr("Country")), country_choice())
        form.add("file", required(tr("File")), self._place_field(), tr("One file holds everything; it stays on this computer"))
        self._heading(tr("What is usual there"))
        form.add("currency", tr("Currency"), currency_choice())
        self.rates = QListWidget()
        form.add("tax_rates", tr("Tax rates"), _Rates(self.rates), tr("The ones you use; more can be added in the settings"))
        self.rates.setObjectName("new_company.tax_rates.list")
        self.rates.setAccessibleName(tr("Tax rates"))
        form.add("terms", tr("Payment terms"), terms_choice(), tr("Such as net 30, eom 10, day 15 or 50% 0, 50% 30"))
        form.choice("paper_size", tr("Paper"), paper_options())
        form.choice("fiscal_year_month", tr("Fiscal year starts in"), month_options())
        self._heading(tr("On your invoices (can wait)"))
        add_address(form)
        form.line("tax_id", tr("Tax number"))
        form.line("email", tr("E-mail"))
        form.line("phone", tr("Telephone"))
        form.line("iban", tr("Bank account"), tr("The IBAN, or the account number where there are none"))
        form.line("bic", tr("BIC"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(form)
        column.addWidget(area, 1)
        self.trouble = QLabel()
        self.trouble.setObjectName("new_company.trouble")
        self.trouble.setProperty("error", True)
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        column.addWidget(self.trouble)
        row = QHBoxLayout()
        row.addStretch(1)
        cancel = _button("new_company.cancel", tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._make = _button("new_company.make", tr("Create"))
        self._make.setProperty("primary", True)
        self._make.setToolTip(tr("Create the company (Ctrl+Enter)"))
        self._make.clicked.connect(self.make)
        row.addWidget(cancel)
        row.addWidget(self._make)
        column.addLayout(row)

    def _heading(self, words: str) -> None:
        label = QLabel(words)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("heading", True)
        label.setContentsMargins(0, 12, 0, 0)
        self.form.rows.addRow(label)

    def _place_field(self) -> QWidget:
        self._place = _Place()
        self._place.button.clicked.connect(self._choose_place)
        return self._place

    # -- what follows what

    def _hear(self, key: str) -> None:
        self._by_hand.add(key)
        if key == "country":
            self._follow()
        elif key == "name":
            self._suggest_place()

    def _follow(self) -> None:
        found = follow_country(self.form, str(self.form.values()["country"] or ""))
        if found is None:
            return
        usual = {
            "currency": found.currency,
            "paper_size": found.paper_size,
            "terms": found.terms,
            "fiscal_year_month": str(found.fiscal_year_month),
        }
        self.form.set_values({key: value for key, value in usual.items() if key not in self._by_hand}, are_clean=False)
        self._show_rates(found)

    def _show_rates(self, found: Preset) -> None:
        self.rates.clear()
        for rate in found.tax_rates:
            percent = self._desk.formats.percent(rate.rate_e4)
            item = QListWidgetItem(f"{rate.name}  {percent}" if rate.category == "S" else rate.name)
            item.setData(Qt.ItemDataRole.UserRole, rate)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.rates.addItem(item)
        self.rates.setFixedHeight(12 + 28 * min(max(len(found.tax_rates), 1), 6))
        none_known = tr("None are known for this country; enter them in the settings.")
        self.form.show_tip("tax_rates", "" if found.tax_rates else none_known)

    def _suggest_place(self) -> None:
        if "file" not in self._by_hand:
            name = "".join(c if c.isalnum() or c in " -_.&" else " " for c in str(self.form.values()["name"])).strip(" .")
            path = documents_folder() / f"{' '.join(name.split()) or tr('My company')}.billdesk"
            self.form.set_values({"file": str(path)}, are_clean=False)

    def _choose_place(self) -> None:
        def chosen(path: str) -> None:
            self._by_hand.add("file")
            self.form.set_values({"file": path}, are_clean=False)

        choose_place(self, chosen, self._place.value(), tr("Where is the company to be kept?"))

    # -- the end

    def _is_named(self, values: dict[str, Any]) -> bool:
        wrong = {
            "file": "" if values["file"] else tr("Choose where the file is to be"),
            "country": "" if values["country"] in dict(countries()) else tr("Choose a country of the list"),
            "name": "" if values["name"] else tr("Give the company a name"),
        }
        for key, words in wrong.items():  # the first field has the focus in the end
            if words:
                self.form.show_error(key, words)
        return not any(wrong.values())

    def _done(self, path: str) -> None:
        self.accept()
        self._made(path)

    def _refused(self, trouble: BillingError) -> None:
        self._is_making = False
        self._make.setEnabled(True)
        if self.form.show_trouble(trouble):
            return
        is_place = not isinstance(trouble, FieldError) and trouble.record in {self._place.value(), str(self._parent_folder())}
        text = str(trouble)
        if is_place:
            self.form.show_error("file", f"{trouble.what[:1].upper()}{trouble.what[1:]}; {trouble.remedy}")
        else:
            self.trouble.setText(text[:1].upper() + text[1:])
            self.trouble.show()

    def _parent_folder(self) -> Path:
        return Path(self._place.value()).parent


class _Place(QWidget):
    """A path with a button that opens the system's dialog. A field of our own: `value`, `set_value`, `changed`."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.path = QLineEdit()
        self.path.setObjectName("new_company.file.path")
        self.path.setAccessibleName(tr("File"))
        self.button = _button("new_company.file.choose", tr("Choose…"))
        row.addWidget(self.path, 1)
        row.addWidget(self.button)
        self.changed = self.path.textEdited
        self.setFocusProxy(self.path)

    def value(self) -> str:
        """The path as it stands."""
        return self.path.text().strip()

    def set_value(self, value: object) -> None:
        """Show another path, its end first."""
        self.path.setText(str(value or ""))


class _Rates(QWidget):
    """The list of rates as a form's field; which are ticked is read from the list itself."""

    def __init__(self, rates: QListWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(rates)
        self._rates = rates
        self.changed = rates.itemChanged
        self.setFocusProxy(rates)

    def value(self) -> list[bool]:
        """Which are ticked, in turn."""
        items = (self._rates.item(row) for row in range(self._rates.count()))
        return [item.checkState() is Qt.CheckState.Checked for item in items]

    def set_value(self, _value: object) -> None:
        """Filled by the country."""


def show_new_company(desk: Desk, made: Callable[[str], None], parent: QWidget | None) -> NewCompanyDialog:
    """Open the dialog; it does not wait."""
    dialog = NewCompanyDialog(desk, made, parent)
    dialog.open()
    return dialog


def _button(name: str, words: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setAccessibleName(words)
    button.setAutoDefault(False)
    return button
