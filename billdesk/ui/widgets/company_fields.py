"""Fields of a company that follow its country: what a region and a postcode are called there, and in which order they stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from billdesk.billing.errors import BillingError
from billdesk.billing.money import CURRENCIES
from billdesk.services.presets import Preset, countries, preset
from billdesk.ui.widgets.form import Form
from billdesk.ui.words import tr

ADDRESS = ("street", "city", "region", "postcode")
TERMS = ("on receipt", "net 7", "net 14", "net 30", "net 60", "eom", "eom 10", "eom 20", "2/10 net 30")


def country_choice() -> QComboBox:
    """Countries by name; typing any part of a name finds it."""
    return _typed_choice([(code, name) for code, name in countries()])


def currency_choice() -> QComboBox:
    """Currencies by code."""
    return _typed_choice([(code, code) for code in CURRENCIES])


def terms_choice() -> QComboBox:
    """Usual payment terms; others may be typed."""
    return _typed_choice([(text, text) for text in TERMS])


def paper_options() -> list[tuple[str, str]]:
    """Paper sizes with their words."""
    return [("A4", tr("A4 (210 × 297 mm)")), ("Letter", tr("Letter (8.5 × 11 in)"))]


def month_options() -> list[tuple[str, str]]:
    """Months by number, with their names."""
    return [(str(number), QLocale().standaloneMonthName(number)) for number in range(1, 13)]


def home_country() -> str:
    """The country of this person's locale, as a code; US where it has none."""
    code = QLocale.territoryToCode(QLocale().territory())
    return code if code in dict(countries()) else "US"


def add_address(form: Form) -> None:
    """Add the fields of an address; `follow_country` orders and names them."""
    form.line("street", tr("Street and number"))
    form.line("city", tr("City"))
    form.line("region", tr("Region"))
    form.line("postcode", tr("Postal code"))


def follow_country(form: Form, country: str) -> Preset | None:
    """Order and name the address and the tax number as the country does; None where `country` is none."""
    try:
        found = preset(country)
    except BillingError:  # a half-typed name: the fields stay as they are
        return None
    _caption(form, "region", _region_words().get(found.region, tr("Region")))
    _caption(form, "postcode", _postcode_words().get(found.postcode, tr("Postal code")))
    if _has(form, "tax_id"):
        _caption(form, "tax_id", _tax_id_words(found))
    _order(form, [*found.address, *(key for key in ADDRESS if key not in found.address)])
    for key in ADDRESS:
        is_used = key in found.address or bool(form.values()[key])
        form.rows.setRowVisible(_box(form, key), is_used)
    return found


def _tax_id_words(found: Preset) -> str:
    words = {"VAT": tr("VAT number"), "GST": tr("GST number"), "Tax": tr("Tax number")}
    return tr("Business number (ABN)") if found.tax_id_word == "ABN" else words[found.tax_word]


def _typed_choice(options: Sequence[tuple[str, str]]) -> QComboBox:
    field = QComboBox()
    field.setEditable(True)
    field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    for value, words in options:
        field.addItem(words, value)
    completer = QCompleter(field.model(), field)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    field.setCompleter(completer)
    completer.activated.connect(lambda words: field.setCurrentIndex(field.findText(words)))
    field.editTextChanged.connect(lambda words: _choose(field, words))
    field.setCurrentIndex(-1)
    return field


def _choose(field: QComboBox, words: str) -> None:
    """What is typed out in full is chosen."""
    index = field.findText(words.strip(), Qt.MatchFlag.MatchFixedString)
    if index not in (-1, field.currentIndex()):
        field.setCurrentIndex(index)


def _has(form: Form, key: str) -> bool:
    return key in form.values()


def _box(form: Form, key: str) -> QWidget:
    box = form.field(key).parentWidget()
    assert box is not None  # noqa: S101 - each field of a form stands in a box
    return box


def _caption(form: Form, key: str, words: str) -> None:
    label = form.rows.labelForField(_box(form, key))
    label.setText(words)  # type: ignore[attr-defined]  # a form's captions are labels
    form.field(key).setAccessibleName(words)


def _order(form: Form, keys: Sequence[str]) -> None:
    """Put rows in this order, where the first of them stands now, and the tab order with them."""
    rows = form.rows
    boxes = [_box(form, key) for key in keys]
    first = min(rows.getWidgetPosition(box)[0] for box in boxes)  # type: ignore[index]  # (row, role)
    taken = [(rows.labelForField(box), box) for box in boxes]
    for box in boxes:
        rows.takeRow(box)
    for offset, (label, box) in enumerate(taken):
        rows.insertRow(first + offset, label, box)
    for before, after in pairwise(keys):
        QWidget.setTabOrder(form.field(before), form.field(after))


def _region_words() -> dict[str, str]:
    return {
        "state": tr("State"),
        "province": tr("Province"),
        "county": tr("County"),
        "prefecture": tr("Prefecture"),
        "emirate": tr("Emirate"),
        "department": tr("Department"),
    }


def _postcode_words() -> dict[str, str]:
    return {
        "postcode": tr("Postcode"),
        "zip": tr("ZIP code"),
        "eircode": tr("Eircode"),
        "pin": tr("PIN code"),
        "postal": tr("Postal code"),
    }
