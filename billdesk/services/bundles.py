"""Bundles as they are stored: reading and replacing what a product comes with, and configurations kept under a name.

A bundle is set whole: its items, choices and exclusions together, checked by `billing.bundle` first. Bundles are one deep: no
component has items of its own. Each verb is one transaction with an audit row; quotes and orders keep what they took over.
"""

from __future__ import annotations

import json
from hashlib import sha256

from sqlalchemy import Connection, delete, select

from billdesk.billing.bundle import Bundle, BundleItem, Choice, Configuration, definition_problems
from billdesk.billing.errors import BillingError, Conflict, FieldError
from billdesk.billing.money import PRICE_PLACES, QUANTITY_PLACES, format_quantity, format_scaled
from billdesk.db.bulk import fetch_rows, insert_rows, next_id
from billdesk.db.engine import reading, writing
from billdesk.db.models import bundle_choices, bundle_exclusions, bundle_items, bundle_presets, products
from billdesk.services import audit
from billdesk.services.bundle_rows import CHOICE_COLUMNS, ITEM_COLUMNS, insert_exclusions, item_row
from billdesk.services.company import Company
from billdesk.services.imports.layouts import BUNDLE_CHOICES

_ITEMS = """SELECT i.component_id, r.name, i.role, i.quantity_e6, i.min_quantity_e6, i.max_quantity_e6, i.is_per_bundle,
 i.choice, i.unit_price_e4
 FROM bundle_items i JOIN products r ON r.id = i.component_id WHERE i.bundle_id = ? ORDER BY i.position"""
_CHOICES = "SELECT name, min_count, max_count FROM bundle_choices WHERE bundle_id = ? ORDER BY id"
_EXCLUSIONS = """SELECT a.component_id, b.component_id FROM bundle_exclusions x
 JOIN bundle_items a ON a.id = x.item_id JOIN bundle_items b ON b.id = x.other_id
 WHERE x.bundle_id = ? ORDER BY CASE WHEN a.position < b.position THEN a.position ELSE b.position END,
 CASE WHEN a.position < b.position THEN b.position ELSE a.position END"""
_choice_name = BUNDLE_CHOICES.columns[1].convert


def read_bundle(connection: Connection, product_id: int) -> Bundle | None:
    """What a product comes with, items by position; None where it is no bundle. Item names are those of the products."""
    rows = fetch_rows(connection, _ITEMS, (product_id,))
    if not rows:
        return None
    name = connection.execute(select(products.c.name).where(products.c.id == product_id)).scalar_one()
    items = tuple(BundleItem._make((*row[:6], bool(row[6]), *row[7:])) for row in rows)
    choices = tuple(Choice(*row) for row in fetch_rows(connection, _CHOICES, (product_id,)))
    pairs = tuple((one, other) for one, other in fetch_rows(connection, _EXCLUSIONS, (product_id,)))
    places = {item.component_id: place for place, item in enumerate(items)}
    ordered = tuple((one, other) if places[one] < places[other] else (other, one) for one, other in pairs)
    return Bundle(product_id, name, items, choices, ordered)


def bundle_details(company: Company, product_id: int) -> tuple[Bundle, str]:
    """What a product comes with, no items where it is no bundle, and the version that `set_bundle` wants back."""
    with reading(company.engine) as connection:
        return _as_stands(connection, product_id)


def set_bundle(company: Company, product_id: int, version: str, bundle: Bundle) -> tuple[Bundle, str]:
    """Replace what a product comes with by the items, choices and exclusions of `bundle`; no items: it is no bundle.

    Raises FieldError for what `definition_problems` finds, for an unknown component and for a bundle within a bundle, and
    Conflict where somebody else has changed it since it was read. The same again writes nothing.
    """
    wanted = bundle._replace(product_id=product_id, choices=tuple(map(_named, bundle.choices)))
    for error in definition_problems(wanted):
        raise error
    with writing(company.engine) as connection:
        before, its_version = _as_stands(connection, product_id)
        if its_version != version:
            remedy = "look at what it is now, then make your change again"
            raise Conflict("the bundle was changed by somebody else meanwhile", before.name, remedy)
        _refuse_nested(connection, wanted)
        _write(connection, wanted)
        after, new_version = _as_stands(connection, product_id)
        if new_version != version:
            detail = {"bundle": before.name, "before": _told(before), "after": _told(after)}
            audit.append(connection, company, [audit.Entry("change", "bundle", product_id, detail)])
        return after, new_version


def is_component(connection: Connection, product_id: int) -> bool:
    """Whether a product comes in some bundle."""
    return bool(fetch_rows(connection, "SELECT 1 FROM bundle_items WHERE component_id = ? LIMIT 1", (product_id,)))


def read_presets(company: Company, product_id: int) -> dict[str, Configuration]:
    """The configurations of a bundle that are kept, by name; what they name may have left the bundle since."""
    sql = "SELECT name, configuration FROM bundle_presets WHERE bundle_id = ? ORDER BY name"
    with reading(company.engine) as connection:
        rows = fetch_rows(connection, sql, (product_id,))
    return {name: {int(key): quantity for key, quantity in json.loads(text).items()} for name, text in rows}


def save_preset(company: Company, product_id: int, name: str, configuration: Configuration) -> None:
    """Keep a configuration under a name, in the place of one of this name. Raises FieldError for a name that is refused."""
    kept = _preset_name(name)
    text = json.dumps({str(key): quantity for key, quantity in sorted(configuration.items())})
    with writing(company.engine) as connection:
        bundle, _ = _as_stands(connection, product_id)
        if not bundle.items:
            raise BillingError("the product is no bundle", bundle.name, "give it components first")
        is_kept = (bundle_presets.c.bundle_id == product_id) & (bundle_presets.c.name == kept)
        stored = connection.execute(select(bundle_presets.c.configuration).where(is_kept)).scalar()
        if stored == text:
            return
        connection.execute(delete(bundle_presets).where(is_kept))
        row = (next_id(connection, bundle_presets), product_id, kept, text)
        insert_rows(connection, bundle_presets, ("id", "bundle_id", "name", "configuration"), [row])
        entry = audit.Entry("add" if stored is None else "change", "bundle_preset", product_id, _preset_told(bundle, kept))
        audit.append(connection, company, [entry])


def remove_preset(company: Company, product_id: int, name: str) -> Configuration:
    """Remove a kept configuration, which is returned: `save_preset` keeps it again. Raises BillingError where it is gone."""
    before = read_presets(company, product_id).get(name)
    with writing(company.engine) as connection:
        bundle, _ = _as_stands(connection, product_id)
        is_kept = (bundle_presets.c.bundle_id == product_id) & (bundle_presets.c.name == name)
        if before is None or connection.execute(delete(bundle_presets).where(is_kept)).rowcount == 0:
            raise BillingError(f"{bundle.name} has no configuration {name}", "", "it may have been removed already")
        entry = audit.Entry("remove", "bundle_preset", product_id, _preset_told(bundle, name))
        audit.append(connection, company, [entry])
    return before


def _as_stands(connection: Connection, product_id: int) -> tuple[Bundle, str]:
    bundle = read_bundle(connection, product_id)
    if bundle is None:
        name = connection.execute(select(products.c.name).where(products.c.id == product_id)).scalar()
        if name is None:
            raise BillingError("no such product", str(product_id), "it may have been removed")
        choices = tuple(Choice(*row) for row in fetch_rows(connection, _CHOICES, (product_id,)))
        bundle = Bundle(product_id, name, (), choices)
    values = ([item._replace(name="") for item in bundle.items], bundle.choices, bundle.exclusions)
    return bundle, sha256(ascii(values).encode("ascii")).hexdigest()


def _named(choice: Choice) -> Choice:
    try:
        return choice._replace(name=_choice_name(choice.name) or "")
    except BillingError as error:
        raise FieldError("choices", error.what, remedy=error.remedy) from error


def _preset_name(name: str) -> str:
    try:
        kept = _choice_name(name)
    except BillingError as error:
        raise FieldError("name", error.what, remedy=error.remedy) from error
    if not kept:
        raise FieldError("name", "the configuration has no name", remedy="give it one")
    return str(kept)


def _refuse_nested(connection: Connection, bundle: Bundle) -> None:
    known: dict[int, str] = dict(fetch_rows(connection, "SELECT id, code FROM products"))
    bundles = {row[0] for row in fetch_rows(connection, "SELECT DISTINCT bundle_id FROM bundle_items")}
    for index, item in enumerate(bundle.items):
        field = f"items.{index}.component"
        if item.component_id not in known:
            raise FieldError(field, "there is no such product", remedy="choose one that is there")
        if item.component_id in bundles:
            raise FieldError(
                field, f"product {known[item.component_id]} is a bundle itself", remedy="name its components instead"
            )
    if bundle.items and is_component(connection, bundle.product_id):
        what = f"product {known[bundle.product_id]} comes in a bundle, so it cannot be one"
        raise FieldError("items.0.component", what, remedy="take it out of that bundle first")


def _write(connection: Connection, bundle: Bundle) -> None:
    """Replace the rows of a bundle. Its items are written anew, in their order; nothing else refers to them."""
    own = bundle.product_id
    for table in (bundle_exclusions, bundle_items, bundle_choices):
        connection.execute(delete(table).where(table.c.bundle_id == own))
    if not bundle.items:
        connection.execute(delete(bundle_presets).where(bundle_presets.c.bundle_id == own))
    first = next_id(connection, bundle_items)
    ids = {item.component_id: first + place for place, item in enumerate(bundle.items)}
    rows = [(ids[item.component_id], *item_row(own, place, item)) for place, item in enumerate(bundle.items, 1)]
    insert_rows(connection, bundle_items, ("id", *ITEM_COLUMNS), rows)
    first = next_id(connection, bundle_choices)
    choices = [(first + place, own, *choice) for place, choice in enumerate(bundle.choices)]
    insert_rows(connection, bundle_choices, ("id", *CHOICE_COLUMNS), choices)
    insert_exclusions(connection, [(own, ids[one], ids[other]) for one, other in bundle.exclusions])


def _told(bundle: Bundle) -> list[str]:
    """A bundle for the audit log, an item or a rule a text."""
    names = {item.component_id: item.name for item in bundle.items}
    told = []
    for item in bundle.items:
        words = [item.role, format_quantity(item.quantity_e6), item.name, "per bundle" if item.is_per_bundle else "in all"]
        for word, value in (("min", item.min_quantity_e6), ("max", item.max_quantity_e6)):
            words += [] if value is None else [word, format_scaled(value, QUANTITY_PLACES)]
        words += [] if item.choice is None else ["of", item.choice]
        words += [] if item.unit_price_e4 is None else ["at", format_scaled(item.unit_price_e4, PRICE_PLACES)]
        told.append(" ".join(words))
    told += [f"choose {c.min_count} to {'any' if c.max_count is None else c.max_count} of {c.name}" for c in bundle.choices]
    return told + [f"{names[one]} excludes {names[other]}" for one, other in bundle.exclusions]


def _preset_told(bundle: Bundle, name: str) -> dict[str, str]:
    return {"bundle": bundle.name, "name": name}
