"""Products in the window: the editor with its fields and figures, undo, and what another window has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from billdesk.services.catalogue import ProductEdit, change_product, product_details, product_id_of
from billdesk.ui.dialogs.edit_product import ProductEditor
from billdesk.ui.main_window import MainWindow
from billdesk.ui.navigation import Place
from tests.windows import at_rest


def editor(window: MainWindow) -> ProductEditor:
    found = window.findChild(ProductEditor, "product.dialog")
    assert found is not None
    return found


def fill(dialog: ProductEditor, **values: str) -> None:
    for key, text in values.items():
        field = dialog.form.field(key)
        assert isinstance(field, QLineEdit)
        field.setText(text)


def product(window: MainWindow, code: str) -> ProductEdit | None:
    product_id = product_id_of(window.desk.company, code)
    return None if product_id is None else product_details(window.desk.company, product_id).values


@pytest.fixture
def new(qtbot: QtBot, window: MainWindow) -> ProductEditor:
    """The editor of a new product."""
    window.go(Place("catalogue", None, (("do", "new"),)))
    at_rest(qtbot, window)
    return editor(window)


def test_a_product_is_made_shown_and_taken_back(qtbot: QtBot, window: MainWindow, new: ProductEditor) -> None:
    fill(new, product="SEAT", name="Seat", unit_price="1,200.5", unit="seat")
    new.form.set_values({"charge_type": "recurring", "every": "1 quarter", "tax_rate": "19 %"}, are_clean=False)
    qtbot.keyClick(new, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at_rest(qtbot, window)
    made = ProductEdit("SEAT", "Seat", 12_005_000, "", "seat", "recurring", "1 quarter", "advance", 190_000)
    assert product(window, "SEAT") == made
    assert window.trail.here == Place("product", product_id_of(window.desk.company, "SEAT"))
    window.desk.undo.undo()
    at_rest(qtbot, window)
    assert product(window, "SEAT") is None
    window.desk.undo.redo()
    at_rest(qtbot, window)
    assert product(window, "SEAT") == made


def test_all_that_is_wrong_is_said_beside_its_field(qtbot: QtBot, window: MainWindow, new: ProductEditor) -> None:
    fill(new, unit_price="12.x")
    new.save()
    at_rest(qtbot, window)
    error = new.findChild(QLabel, "product.unit_price.error")
    assert error is not None
    assert error.text().startswith("Price '12.x' is not a plain decimal number")
    fill(new, unit_price="")
    new.save()
    shown = [label.objectName() for label in new.findChildren(QLabel) if label.property("error") and label.isVisible()]
    assert shown == ["product.product.error", "product.name.error", "product.unit_price.error"]
    new.reject()


def test_prices_are_read_as_the_locale_writes_them(
    qtbot: QtBot, make_window: Callable[..., MainWindow], sample_company: str
) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    window = make_window(sample_company)
    product_id = product_id_of(window.desk.company, "SUP-M")
    window.go(Place("product", product_id, (("do", "edit"),)))
    at_rest(qtbot, window)
    dialog = editor(window)
    price = dialog.form.field("unit_price")
    assert isinstance(price, QLineEdit)
    assert price.text() == "49,00"
    fill(dialog, unit_price="1.049,50")
    dialog.save()
    at_rest(qtbot, window)
    changed = product(window, "SUP-M")
    assert changed is not None
    assert changed.unit_price_e4 == 10_495_000


def test_what_another_window_changed_is_not_overwritten(qtbot: QtBot, window: MainWindow) -> None:
    company = window.desk.company
    product_id = product_id_of(company, "SUP-M") or 0
    window.go(Place("product", product_id, (("do", "edit"),)))
    at_rest(qtbot, window)
    dialog = editor(window)
    details = product_details(company, product_id)
    change_product(company, product_id, details.version, ProductEdit("SUP-M", "Theirs", 1))
    fill(dialog, name="Ours")
    dialog.save()
    at_rest(qtbot, window)
    assert "changed by somebody else meanwhile" in dialog.trouble.text()
    kept = product(window, "SUP-M")
    assert kept is not None
    assert kept.name == "Theirs"
    reload = dialog.findChild(QWidget, "product.reload")
    assert reload is not None
    qtbot.mouseClick(reload, Qt.MouseButton.LeftButton)
    assert dialog.form.values()["name"] == "Theirs"
    dialog.reject()


def test_a_product_is_sold_no_more_and_again(qtbot: QtBot, window: MainWindow) -> None:
    window.go(Place("product", product_id_of(window.desk.company, "SUP-M")))
    at_rest(qtbot, window)
    page = window.present
    assert page is not None
    retire, back = (page.findChild(QAction, f"action.{name}_product") for name in ("retire", "return"))
    assert retire is not None
    assert back is not None
    retire.trigger()
    at_rest(qtbot, window)
    sold = product(window, "SUP-M")
    assert sold is not None
    assert not sold.is_active
    assert (retire.isVisible(), back.isVisible()) == (False, True)
    window.desk.undo.undo()
    at_rest(qtbot, window)
    assert product(window, "SUP-M") == replace(sold, is_active=True)


def test_drafts_are_activated_and_deleted_from_the_list_with_one_undo(qtbot: QtBot, window: MainWindow) -> None:
    from billdesk.db.engine import reading
    from billdesk.ui.pages.orders import OrdersPage

    def status() -> str | None:
        with reading(window.desk.company.engine) as connection:
            return connection.exec_driver_sql("SELECT status FROM orders WHERE code = 'C-1010'").scalar()

    window.go(Place("orders"))
    at_rest(qtbot, window)
    page = window.present
    assert isinstance(page, OrdersPage)
    with reading(window.desk.company.engine) as connection:
        ids = list(connection.exec_driver_sql("SELECT id FROM orders WHERE code IN ('C-1010', 'C-1002')").scalars())
    page._activate(ids)
    at_rest(qtbot, window)
    assert status() == "active"
    window.desk.undo.undo()
    at_rest(qtbot, window)
    assert status() == "draft"
    page._delete(ids)
    at_rest(qtbot, window)
    assert status() is None, "the draft is gone, the active one stays"
    window.desk.undo.undo()
    at_rest(qtbot, window)
    assert status() == "draft"
