"""Settings: the tax rates that are offered where a rate is chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from billdesk.billing.errors import BillingError, FieldError
from billdesk.billing.tax import CATEGORIES
from billdesk.services.company_settings import CompanyRecord, FormerTaxRates, change_tax_rates, read_company
from billdesk.services.presets import TaxRate, preset
from billdesk.ui.desk import Desk
from billdesk.ui.settings.section import FormSection
from billdesk.ui.words import tr

NAME, CATEGORY, RATE = range(3)


class RateTable(QWidget):
    """Rates in a table, edited in place. A field of a form: `value`, `set_value`, `changed`."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.table = QTableWidget(0, 3)
        self.table.setObjectName("taxes.table")
        self.table.setAccessibleName(tr("Tax rates"))
        self.table.setHorizontalHeaderLabels([tr("Name"), tr("Kind"), tr("Rate")])
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(CATEGORY, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(CATEGORY, 230)
        header.resizeSection(RATE, 90)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(36)
        self.table.setTabKeyNavigation(False)
        self.table.setMinimumHeight(300)
        self.table.itemChanged.connect(lambda _item: self.changed.emit())
        column.addWidget(self.table)
        self.setFocusProxy(self.table)

    def value(self) -> list[list[str]]:
        """Name, category and percent as they are typed, of each row."""
        rows = range(self.table.rowCount())
        return [[self._text(row, NAME), str(self._choice(row).currentData()), self._text(row, RATE)] for row in rows]

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - as `value` gives it
        """Show other rows."""
        self.table.blockSignals(True)
        self.table.setRowCount(0)
        for name, category, rate in value or []:
            self._append(str(name), str(category), str(rate))
        self.table.blockSignals(False)
        self.changed.emit()

    def rates(self) -> list[TaxRate]:
        """The rates. Raises FieldError, naming the row's cell, for a percent that is none."""
        found = []
        for row, (name, category, text) in enumerate(self.value()):
            try:
                rate_e4 = self._desk.formats.parse_percent(text) if text.strip() else 0
            except BillingError as error:
                raise FieldError(f"tax_rates.{row}.rate", error.what, error.record, error.remedy) from error
            found.append(TaxRate(name, category, rate_e4))
        return found

    def show_rates(self, rates: list[TaxRate] | tuple[TaxRate, ...]) -> None:
        """Show these rates."""
        self.set_value([[rate.name, rate.category, self._desk.formats.percent(rate.rate_e4)] for rate in rates])

    def add(self) -> None:
        """Another row, to be filled."""
        self.table.blockSignals(True)  # a row without its choice is none yet
        self._append("", "S", "")
        self.table.blockSignals(False)
        row = self.table.rowCount() - 1
        self.table.setCurrentCell(row, NAME)
        self.table.edit(self.table.model().index(row, NAME))
        self.changed.emit()

    def remove(self) -> None:
        """Take the present row away."""
        if (row := self.table.currentRow()) >= 0:
            self.table.removeRow(row)
            self.changed.emit()

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor on a cell."""
        self.table.setCurrentCell(row, column)
        self.table.setFocus()

    def _append(self, name: str, category: str, rate: str) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        self.table.setItem(row, NAME, QTableWidgetItem(name))
        item = QTableWidgetItem(rate)
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.table.setItem(row, RATE, item)
        choice = QComboBox()
        choice.setObjectName("taxes.category")
        choice.setAccessibleName(tr("Kind of the rate"))
        for code, words in _categories().items():
            choice.addItem(words, code)
        choice.setCurrentIndex(choice.findData(category))
        choice.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.table.setCellWidget(row, CATEGORY, choice)

    def _text(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return item.text().strip() if item is not None else ""

    def _choice(self, row: int) -> QComboBox:
        choice = self.table.cellWidget(row, CATEGORY)
        assert isinstance(choice, QComboBox)  # noqa: S101 - each row has one
        return choice


class TaxesSection(FormSection):
    """The list of rates, saved as a whole."""

    key = "taxes"
    icon = "percent"
    record: CompanyRecord | None = None

    def __init__(self, desk: Desk) -> None:
        about = tr("Offered wherever a tax rate is chosen. Lines that have a rate keep it.")
        super().__init__(desk, tr("Taxes"), about)

    def build(self) -> None:
        """See FormSection."""
        self.rates = RateTable(self.desk)
        self.form.add("tax_rates", tr("Tax rates"), self.rates)
        add = self.button("taxes.add", tr("Add a rate"), self.rates.add)
        remove = self.button("taxes.remove", tr("Remove"), self.rates.remove)
        self.usual = self.button("taxes.usual", tr("Use the country's rates"), self._take_usual)
        row = self.row(add, remove, self.usual)
        self.column.removeItem(row)
        self.card.addLayout(row)

    def read(self) -> Callable[[], CompanyRecord]:
        """See FormSection."""
        company = self.desk.company
        return lambda: read_company(company)

    def fill(self, found: CompanyRecord) -> None:
        """See FormSection."""
        self.record = found
        percent = self.desk.formats.percent
        self.form.set_values({"tax_rates": [[rate.name, rate.category, percent(rate.rate_e4)] for rate in found.tax_rates]})

    def save(self) -> None:
        """See FormSection."""
        try:
            self.rates.rates()
        except FieldError as trouble:
            self._refused(trouble)
            return
        super().save()

    def work(self) -> Callable[[], FormerTaxRates]:
        """See FormSection."""
        company, rates = self.desk.company, self.rates.rates()
        version = self.record.version_of(["tax_rates"]) if self.record is not None else None
        return lambda: change_tax_rates(company, rates, version)

    def done(self, result: FormerTaxRates) -> None:
        """See FormSection."""
        company, standing = self.desk.company, result

        def swap() -> None:
            nonlocal standing
            standing = change_tax_rates(company, standing.tax_rates, standing.version)

        self.desk.undo.did(tr("Changed the tax rates"), swap, swap)

    def _refused(self, trouble: BillingError) -> None:
        if isinstance(trouble, FieldError) and trouble.field.startswith("tax_rates."):
            _, row, part = trouble.field.split(".")
            self._is_saving = False
            self.form.show_error("tax_rates", f"{trouble.what[:1].upper()}{trouble.what[1:]}; {trouble.remedy}")
            self.rates.go_to(int(row), NAME if part == "name" else RATE)
            return
        super()._refused(trouble)

    def _take_usual(self) -> None:
        if self.record is not None:
            self.rates.show_rates(preset(self.record.details["country"]).tax_rates)


def _categories() -> dict[str, str]:
    words = {
        "S": tr("Standard or reduced rate"),
        "Z": tr("Zero rated"),
        "E": tr("Exempt from tax"),
        "AE": tr("Reverse charge"),
        "K": tr("Intra-community supply"),
        "G": tr("Export outside the EU"),
        "O": tr("Outside the scope of tax"),
    }
    return {code: words[code] for code in CATEGORIES}
