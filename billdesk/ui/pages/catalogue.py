"""The list of products: what is sold, at which price, and how it is billed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction

from billdesk.services.catalogue import product_details
from billdesk.services.lists import Condition
from billdesk.ui.dialogs.edit_product import edit_product, new_product, set_product_active
from billdesk.ui.models.list_spec import BulkAction, ListColumn, ListSpec, Record, View
from billdesk.ui.models.order_lines import billing_words
from billdesk.ui.navigation import Place
from billdesk.ui.pages.list_page import ListPage
from billdesk.ui.words import tr


class CataloguePage(ListPage):
    """All products."""

    nav = "catalogue"

    def make_spec(self) -> ListSpec:
        """Code, name, price and how it is billed."""
        self._new = self.action("new_product", tr("New product"), "plus", tip=tr("Make a product"))
        self._new.triggered.connect(lambda _checked=False: new_product(self.desk, self))
        return ListSpec(
            "products",
            "products",
            tr("Catalogue"),
            columns(),
            tr("{n} product"),
            tr("{n} products"),
            default_sort=(("name", False),),
            views=(
                View("sold", tr("Active"), (Condition("active", "is", "yes"),)),
                View(
                    "recurring",
                    tr("Recurring"),
                    (Condition("active", "is", "yes"), Condition("charge_type", "in", ("recurring", "usage"))),
                ),
                View("retired", tr("Retired"), (Condition("active", "is", "no"),)),
                View("all", tr("All")),
            ),
            empty_words=tr("Products are what orders are made of, with their prices. Make one, or import them."),
            empty_action=self._new,
            open_place=lambda record: Place("product", int(record["id"])),
            actions=(
                BulkAction("edit_product", tr("Edit"), "pencil", self._edit, "F2"),
                BulkAction("retire_products", tr("Retire"), "archive", self._retire, is_for=_is_sold),
                BulkAction("return_products", tr("Sell again"), "undo-2", self._sell_again, is_for=_is_retired),
            ),
        )

    def open(self, place: Place) -> None:
        """Show the list; a place may ask for the editor of a new product."""
        super().open(place)
        if place.told("do") == "new":
            new_product(self.desk, self)

    def primary(self) -> QAction:
        """Making a product."""
        return self._new

    def _edit(self, ids: Sequence[int]) -> None:
        edit_product(self.desk, ids[0], self)

    def _retire(self, ids: Sequence[int]) -> None:
        for product_id in ids:
            set_product_active(self.desk, product_details(self.desk.company, product_id), is_active=False)

    def _sell_again(self, ids: Sequence[int]) -> None:
        for product_id in ids:
            set_product_active(self.desk, product_details(self.desk.company, product_id), is_active=True)


def columns() -> tuple[ListColumn, ...]:
    """The columns of the list, the usual ones first."""
    return (
        ListColumn("product", tr("Code"), 100),
        ListColumn("name", tr("Name"), 280),
        ListColumn("category", tr("Category"), 130),
        ListColumn("unit_price", tr("Price"), 110),
        ListColumn("currency", tr("Currency"), 80, hidden=True),
        ListColumn("unit", tr("Unit"), 120),
        ListColumn("every", tr("Billed"), 190, words=_billed),
        ListColumn("tax_rate", tr("Tax"), 80),
        ListColumn("active", tr("Active"), 70),
        ListColumn("charge_type", tr("Charge"), 100, hidden=True),
        ListColumn("timing", tr("When"), 100, hidden=True),
    )


def _billed(record: Record) -> str:
    return billing_words(str(record.get("charge_type") or ""), str(record.get("every") or ""), str(record.get("timing") or ""))


def _is_sold(record: Record) -> bool:
    return bool(record.get("active"))


def _is_retired(record: Record) -> bool:
    return not record.get("active")
