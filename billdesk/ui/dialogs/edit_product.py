"""The product editor: a new product, or one that stands; saved with undo, kept over a crash, told of another's change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget

from billdesk.billing.errors import BillingError, FieldError
from billdesk.services.catalogue import (
    ProductChange,
    ProductDetails,
    ProductEdit,
    change_product,
    create_product,
    home_currency,
    problems,
    product_details,
    remove_product,
    set_active,
)
from billdesk.services.company_settings import offered_tax_rates
from billdesk.ui.desk import Desk
from billdesk.ui.dialogs.editor import EditorDialog
from billdesk.ui.navigation import Place
from billdesk.ui.widgets.cadence_editor import EveryField
from billdesk.ui.widgets.form import required
from billdesk.ui.words import tr

KIND = "product"
"""What unsaved edits of products are kept under."""


def new_product(desk: Desk, parent: QWidget) -> ProductEditor:
    """Open the editor for a new product; an unsaved one of an earlier start is there again."""
    editor = ProductEditor(desk, None, parent)
    editor.open()
    return editor


def edit_product(desk: Desk, product_id: int, parent: QWidget) -> ProductEditor:
    """Open the editor on a product; an unsaved edit of an earlier start is there again. Raises BillingError."""
    editor = ProductEditor(desk, product_details(desk.company, product_id), parent)
    editor.open()
    return editor


class ProductEditor(EditorDialog):
    """One product. `details` is None for a new one."""

    def __init__(self, desk: Desk, details: ProductDetails | None, parent: QWidget) -> None:
        title = tr("New product") if details is None else tr("Edit {name}").format(name=details.values.name)
        super().__init__(desk, "product", title, KIND, "new" if details is None else str(details.id), parent)
        self._details = details
        self._version = "" if details is None else details.version
        self._currency = home_currency(desk.company) if details is None else details.currency
        self._fill_form()
        self.form.set_values(self._shown(ProductEdit(charge_type="one_time") if details is None else details.values))
        self._take_kept()
        self.form.changed.connect(self._advise)
        self._advise("charge_type")
        self.resize(560, 620)
        self.form.field("product").setFocus()

    def work(self, values: dict[str, Any]) -> Callable[[], object]:
        """What saves the values. Figures that cannot be read are refused as the service refuses them."""
        company, details, version = self.desk.company, self._details, self._version
        try:
            wanted = self._wanted(values)
        except FieldError as error:
            return _raising(error)
        if details is None:
            return lambda: create_product(company, wanted)
        return lambda: change_product(company, details.id, version, wanted)

    def save(self) -> None:
        """Say all that is wrong at once, as far as the values alone tell; then save."""
        self.form.clear_errors()
        try:
            wrong = list(problems(self._wanted(self.form.values())))
        except FieldError as error:
            wrong = [error]
        for problem in reversed(wrong):  # the first one has the focus in the end
            self.form.show_trouble(problem)
        if not wrong:
            super().save()

    def after(self, result: object) -> None:
        """Note how it is undone; a new product is shown."""
        assert isinstance(result, ProductChange)  # noqa: S101 - what `work` gives
        note_change(self.desk, result)
        if result.before is None:
            self.desk.go(Place("product", result.after.id))

    def reload(self) -> None:
        """Show the product as it stands now; what was typed is given up."""
        if self._details is not None:
            self._details = product_details(self.desk.company, self._details.id)
            self._version = self._details.version
            self.form.set_values(self._shown(self._details.values))

    def kept(self) -> dict[str, Any]:
        """The values, and which state of the product they began with."""
        return {"version": self._version, "code": self.form.values()["product"], **self.form.values()}

    def _take_kept(self) -> None:
        for edit in self.desk.unsaved.all():
            if (edit.kind, edit.key) == (self.kind, self.key):
                self._version = str(edit.values.get("version", self._version))
                known = self.form.values()
                self.form.set_values({key: value for key, value in edit.values.items() if key in known}, are_clean=False)

    def _fill_form(self) -> None:
        form = self.form
        form.line("product", required(tr("Code")))
        form.line("name", required(tr("Name")), tr("What invoices call it."))
        form.line("unit_price", required(tr("Unit price ({currency})").format(currency=self._currency)))
        form.line("unit", tr("Unit"), placeholder=tr("piece, hour, month …"))
        form.line("category", tr("Category"))
        kinds = (("one_time", tr("Once")), ("recurring", tr("Recurring")), ("usage", tr("By usage")))
        form.choice("charge_type", tr("Billed"), kinds, tr("What lines of orders begin with; each line may say otherwise."))
        every = EveryField()
        form.add("every", tr("Every"), every)
        every.name_parts()
        form.choice("timing", tr("When"), (("advance", tr("In advance")), ("arrears", tr("In arrears"))))
        form.add("tax_rate", tr("Tax rate"), self._rate_field(), tr("A percent, or none: then lines say it themselves."))
        form.check("active", tr("Status"), tr("Offered for new orders"))

    def _rate_field(self) -> QComboBox:
        field = QComboBox()
        field.setEditable(True)
        field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        field.addItem(tr("none"), None)
        rates = {rate.rate_e4: rate.name for rate in reversed(offered_tax_rates(self.desk.company)) if rate.category == "S"}
        for rate_e4 in sorted({*rates, 0}, reverse=True):
            field.addItem(self.desk.formats.percent(rate_e4), rate_e4)
        return field

    def _advise(self, key: str) -> None:
        """A cadence only for what recurs; usage is always billed after it."""
        if key != "charge_type":
            return
        charge_type = self.form.values()["charge_type"]
        self.form.field("every").setEnabled(charge_type != "one_time")
        self.form.field("timing").setEnabled(charge_type == "recurring")
        if charge_type == "usage":
            self.form.set_values({"timing": "arrears"}, are_clean=False)

    def _shown(self, values: ProductEdit) -> dict[str, Any]:
        formats = self.desk.formats
        rate = values.tax_rate_e4
        return {
            "product": values.code,
            "name": values.name,
            "unit_price": "" if values.unit_price_e4 is None else formats.price(values.unit_price_e4, self._currency),
            "unit": values.unit,
            "category": values.category,
            "charge_type": values.charge_type or "one_time",
            "every": values.every or "1 month",
            "timing": values.timing or "advance",
            "tax_rate": self._rate_shown(rate),
            "active": values.is_active,
        }

    def _rate_shown(self, rate_e4: int | None) -> int | str | None:
        """A rate that the list does not offer is shown as typed."""
        field = self.form.field("tax_rate")
        assert isinstance(field, QComboBox)  # noqa: S101 - made above
        return rate_e4 if field.findData(rate_e4) >= 0 else self.desk.formats.percent(rate_e4)

    def _wanted(self, values: dict[str, Any]) -> ProductEdit:
        """What the form says. Raises FieldError for a figure that cannot be read."""
        formats = self.desk.formats
        recurs = values["charge_type"] != "one_time"
        price, rate = values["unit_price"], values["tax_rate"]
        return ProductEdit(
            values["product"],
            values["name"],
            _figure("unit_price", price, formats.parse_price) if price else None,
            values["category"],
            values["unit"],
            values["charge_type"],
            values["every"] if recurs else "",
            values["timing"] if recurs else "advance",
            (_figure("tax_rate", rate, formats.parse_percent) if rate else None) if isinstance(rate, str) else rate,
            bool(values["active"]),
        )


def set_product_active(desk: Desk, details: ProductDetails, is_active: bool) -> None:
    """Sell a product no more, or again, as a job with undo."""
    company = desk.company
    words = tr("{name} is sold again") if is_active else tr("{name} is sold no more")
    standing = details

    def put(wanted: bool) -> None:
        nonlocal standing
        standing = set_active(company, details.id, standing.version, wanted).after

    def done(_result: None) -> None:
        desk.undo.did(words.format(name=details.values.name), lambda: put(not is_active), lambda: put(is_active))

    desk.jobs.run(words.format(name=details.values.name), lambda _progress: put(is_active), done)


def note_change(desk: Desk, change: ProductChange) -> None:
    """Note what was saved with its undo. Each step carries the version on, so that another's change is never overwritten."""
    company = desk.company
    before, after = change.before, change.after
    standing = after

    def take_back() -> None:
        remove_product(company, standing.id, standing.version)

    def make_again() -> None:
        nonlocal standing
        standing = create_product(company, after.values, after.id).after

    def put(values: ProductEdit) -> None:
        nonlocal standing
        standing = change_product(company, standing.id, standing.version, values).after

    if before is None:
        desk.undo.did(tr("New product {name}").format(name=after.values.name), take_back, make_again)
    elif before.values != after.values:
        words = tr("Edited product {name}").format(name=after.values.name)
        desk.undo.did(words, lambda: put(before.values), lambda: put(after.values))


def _figure(field: str, text: str, parse: Callable[[str], int]) -> int:
    try:
        return parse(text)
    except BillingError as error:
        raise FieldError(field, error.what, error.record, error.remedy) from error


def _raising(error: FieldError) -> Callable[[], object]:
    def refuse() -> object:
        raise error

    return refuse
