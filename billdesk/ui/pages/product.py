"""One product: its price and how it is billed, how much it is ordered, and the order lines that have it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from billdesk.billing.errors import BillingError
from billdesk.services.catalogue import (
    ProductDetails,
    ProductUses,
    create_product,
    product_details,
    product_uses,
    remove_product,
)
from billdesk.services.lists import Condition
from billdesk.ui.desk import Desk
from billdesk.ui.dialogs.edit_product import edit_product, set_product_active
from billdesk.ui.models.list_spec import ListColumn, ListSpec
from billdesk.ui.models.order_lines import billing_words
from billdesk.ui.navigation import Place
from billdesk.ui.pages.page import Page
from billdesk.ui.widgets.cells import Pill
from billdesk.ui.widgets.figures import Figure, Shown
from billdesk.ui.widgets.list_view import ListView
from billdesk.ui.words import tr


class ProductPage(Page):
    """The page of a product. A place may ask for its editor."""

    nav = "catalogue"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.details: ProductDetails | None = None
        self._edit = self.action("edit_product", tr("Edit"), "pencil", "F2", tr("Edit the product"))
        self._retire = self.action("retire_product", tr("Retire"), "archive")
        self._return = self.action("return_product", tr("Sell again"), "undo-2")
        self._remove = self.action("remove_product", tr("Remove"), "trash-2", tip=tr("Remove a product that was never ordered"))
        for action, call in (
            (self._edit, self._open_editor),
            (self._retire, lambda: self._set_active(is_active=False)),
            (self._return, lambda: self._set_active(is_active=True)),
            (self._remove, self._remove_product),
        ):
            action.triggered.connect(lambda _checked=False, call=call: call())
        self._build()

    def open(self, place: Place) -> None:
        """Show a product."""
        super().open(place)
        self.lines.set_conditions((Condition("product_id", "is", str(place.record or 0)),))
        self._read(then=self._open_editor if place.told("do") == "edit" else None)

    def refresh(self) -> None:
        """Show what the company holds now."""
        self._read()
        self.lines.refresh()

    def primary(self) -> QAction:
        """Editing."""
        return self._edit

    def actions_(self) -> list[QAction]:
        """What can be done with the product."""
        return [self._retire, self._return, self._remove, self._edit]

    def _build(self) -> None:
        self.name = QLabel()
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setObjectName("product.name")
        self.name.setProperty("heading", True)
        self.name.setWordWrap(True)
        self.state = Pill("product.state")
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.state)
        captions = {
            "price": tr("Unit price"),
            "billed": tr("Billed"),
            "tax": tr("Tax rate"),
            "uses": tr("Ordered"),
        }
        self.figures = {key: Figure(f"product.{key}", words) for key, words in captions.items()}
        row = QHBoxLayout()
        row.setSpacing(12)
        for figure in self.figures.values():
            row.addWidget(figure)
        title = QLabel(tr("Order lines"))
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setProperty("heading", True)
        self.lines = ListView(self.desk, _lines_spec(), (Condition("product_id", "is", "0"),), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(row)
        column.addWidget(title)
        column.addWidget(self.lines, 1)
        self._show_actions()

    def _read(self, then: Callable[[], None] | None = None) -> None:
        company, record = self.desk.company, self.place.record or 0

        def read() -> tuple[ProductDetails, ProductUses]:
            return product_details(company, record), product_uses(company, record)

        def show(found: tuple[ProductDetails, ProductUses]) -> None:
            self._show(*found)
            if then is not None:
                then()

        self.desk.jobs.read(self, read, show, key="open", failed=self._not_there)

    def _show(self, details: ProductDetails, uses: ProductUses) -> None:
        self.details = details
        values, formats = details.values, self.desk.formats
        self.name.setText(f"{values.name}  ·  {values.category}" if values.category else values.name)
        self.state.show_state("paid" if values.is_active else "draft", tr("Active") if values.is_active else tr("Retired"))
        unit = tr("per {unit}").format(unit=values.unit) if values.unit else ""
        price = f"{details.currency} {formats.price(values.unit_price_e4, details.currency)}"
        self.figures["price"].show_figure(Shown(price, unit))
        billed = billing_words(values.charge_type, values.every, values.timing)
        self.figures["billed"].show_figure(Shown(billed, tr("unless a line says otherwise")))
        rate = formats.percent(values.tax_rate_e4) if values.tax_rate_e4 is not None else tr("as the line says")
        self.figures["tax"].show_figure(Shown(rate))
        lines, orders = formats.count(uses.line_count), formats.count(uses.order_count)
        said = tr("{n} lines").format(n=lines) if uses.line_count != 1 else tr("1 line")
        words = tr("of 1 order, {open} still to bill") if uses.order_count == 1 else tr("of {n} orders, {open} still to bill")
        note = words.format(n=orders, open=formats.count(uses.open_count))
        self.figures["uses"].show_figure(Shown(said, note if uses.line_count else tr("never ordered")))
        self._remove.setVisible(uses.line_count == 0)
        self._show_actions()

    def _show_actions(self) -> None:
        is_active = self.details is None or self.details.values.is_active
        self._retire.setVisible(is_active)
        self._return.setVisible(not is_active)
        self.set_title(tr("Product {code}").format(code=self.details.values.code) if self.details is not None else tr("Product"))

    def _open_editor(self) -> None:
        if self.place.record is not None:
            edit_product(self.desk, self.place.record, self)

    def _set_active(self, is_active: bool) -> None:
        if self.details is not None:
            set_product_active(self.desk, self.details, is_active)

    def _remove_product(self) -> None:
        details, company = self.details, self.desk.company
        if details is None:
            return

        def done(gone: ProductDetails) -> None:
            words = tr("Removed product {name}").format(name=gone.values.name)
            self.desk.undo.did(words, lambda: create_product(company, gone.values, gone.id))
            self.desk.go(Place("catalogue"))

        self.desk.jobs.run(tr("Remove the product"), lambda _: remove_product(company, details.id, details.version), done)

    def _not_there(self, trouble: BillingError) -> None:
        if self.isVisible():
            self.desk.say.error(trouble)
            self.desk.go(Place("catalogue"))


def _lines_spec() -> ListSpec:
    return ListSpec(
        "order-lines",
        "product-lines",
        tr("Order lines"),
        (
            ListColumn("order", tr("Order"), 100),
            ListColumn("account", tr("Account"), 100),
            ListColumn("description", tr("Description"), 220),
            ListColumn("quantity", tr("Quantity"), 90),
            ListColumn("unit_price", tr("Unit price"), 100),
            ListColumn("currency", tr("Currency"), 80),
            ListColumn("ordered_on", tr("Ordered"), 100),
            ListColumn("next_billing_on", tr("Next due"), 100),
            ListColumn("status", tr("Status"), 100),
        ),
        tr("{n} line"),
        tr("{n} lines"),
        default_sort=(("ordered_on", True),),
        empty_words=tr("No order has this product yet."),
        open_place=lambda record: Place("order", int(record["order_id"])),
    )
