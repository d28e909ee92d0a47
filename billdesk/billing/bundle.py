"""Bundles: products that are sold with others, and what a person may choose of them.

A bundle is a product with items, each another product: required ones must be taken, optional ones may be, included ones always
come and cost nothing. Options can form a choice of which so many are to be taken, and two items can exclude each other. A
quantity that is per bundle grows with the bundle's own. A configuration says which items are taken and how many of each,
item by item under the id of the component, which is in a bundle once. Nothing is changed in silence: what does not fit is
told. (Salesforce Billing: bundle, product option, feature with minimum and maximum, option constraint.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from billdesk.billing.errors import FieldError
from billdesk.billing.money import QUANTITY_PLACES, format_quantity, half_up
from billdesk.billing.order import BUNDLE_ROLES

ROLES = BUNDLE_ROLES[1:]
ONE_E6 = 10**QUANTITY_PLACES

Configuration = Mapping[int, int]
"""Component id -> quantity x 10^6, for each item that is taken; per bundle where the item counts so."""


class BundleItem(NamedTuple):
    """A product that comes in a bundle. `name` is what sentences call it.

    `quantity_e6` is what is taken unless a person says otherwise; limits are inclusive, None is none. `choice` names the
    group of options that it is chosen among. `unit_price_e4` is its price in this bundle, None: what it costs else.
    """

    component_id: int
    name: str
    role: str = "required"
    quantity_e6: int = ONE_E6
    min_quantity_e6: int | None = None
    max_quantity_e6: int | None = None
    is_per_bundle: bool = True
    choice: str | None = None
    unit_price_e4: int | None = None


class Choice(NamedTuple):
    """A group of options of which at least `min_count` and at most `max_count` (None: no limit) are taken."""

    name: str
    min_count: int = 0
    max_count: int | None = None


class Bundle(NamedTuple):
    """A product with its items in their order. `exclusions` are pairs of component ids that do not go together."""

    product_id: int
    name: str
    items: tuple[BundleItem, ...]
    choices: tuple[Choice, ...] = ()
    exclusions: tuple[tuple[int, int], ...] = ()


class BundleComponent(NamedTuple):
    """An item as it is sold: in all `quantity_e6`, at `unit_price_e4` (0 where it is included, None: what it costs else)."""

    component_id: int
    role: str
    quantity_e6: int
    unit_price_e4: int | None


def first_configuration(bundle: Bundle) -> dict[int, int]:
    """What is taken before a person chooses: all that is required or included, as many as the items say."""
    return {item.component_id: item.quantity_e6 for item in bundle.items if item.role != "optional"}


def configured(bundle: Bundle, quantity_e6: int, chosen: Configuration) -> tuple[BundleComponent, ...]:
    """The components of `quantity_e6` bundles in the bundle's order, for a configuration without `problems`.

    Included items come whether they are chosen or not. A quantity per bundle is rounded half-up to 6 decimals.
    """
    found = []
    for item in bundle.items:
        taken = chosen.get(item.component_id, item.quantity_e6 if item.role == "included" else None)
        if taken is None:
            continue
        total = half_up(taken * quantity_e6, ONE_E6) if item.is_per_bundle else taken
        price = 0 if item.role == "included" else item.unit_price_e4
        found.append(BundleComponent(item.component_id, item.role, total, price))
    return tuple(found)


def problems(bundle: Bundle, configuration: Configuration) -> Iterator[FieldError]:
    """What keeps a configuration from being sold; the field is `items.<component id>` or `choices.<name>`."""
    items = {item.component_id: item for item in bundle.items}
    for component_id, quantity in configuration.items():
        if component_id not in items:
            what = f"{bundle.name} no longer has one of the products that were chosen"
            yield FieldError(f"items.{component_id}", what, remedy="leave it out")
        else:
            yield from _quantity_problems(items[component_id], quantity)
    for item in bundle.items:
        if item.role == "required" and item.component_id not in configuration:
            yield FieldError(f"items.{item.component_id}", f"{item.name} is required", remedy=f"take it with {bundle.name}")
    yield from _choice_problems(bundle, configuration)
    taken = {*configuration, *(item.component_id for item in bundle.items if item.role == "included")}
    for one, other in bundle.exclusions:
        if {one, other} <= taken and one in items and other in items:
            what = f"{items[one].name} and {items[other].name} do not go together"
            yield FieldError(f"items.{other}", what, remedy="leave one of them out")


def _quantity_problems(item: BundleItem, quantity_e6: int) -> Iterator[FieldError]:
    least, most = item.min_quantity_e6, item.max_quantity_e6
    field, per = f"items.{item.component_id}", " per bundle" if item.is_per_bundle else ""
    if quantity_e6 <= 0:
        remedy = "take some" if item.role == "required" else "take some, or leave it out"
        yield FieldError(field, f"{item.name} has no quantity", remedy=remedy)
    elif least is not None and quantity_e6 < least:
        what = f"{format_quantity(quantity_e6)} of {item.name} is too few"
        yield FieldError(field, what, remedy=f"take at least {format_quantity(least)}{per}")
    elif most is not None and quantity_e6 > most:
        what = f"{format_quantity(quantity_e6)} of {item.name} is too many"
        yield FieldError(field, what, remedy=f"take at most {format_quantity(most)}{per}")


def _choice_problems(bundle: Bundle, configuration: Configuration) -> Iterator[FieldError]:
    for choice in bundle.choices:
        count = sum(item.choice == choice.name and item.component_id in configuration for item in bundle.items)
        field, chosen = f"choices.{choice.name}", f"{count or 'none'} of {choice.name} {'is' if count < 2 else 'are'} chosen"
        if count < choice.min_count:
            yield FieldError(field, chosen, remedy=f"choose at least {choice.min_count}")
        elif choice.max_count is not None and count > choice.max_count:
            yield FieldError(field, chosen, remedy=f"choose at most {choice.max_count}" if choice.max_count else "choose none")


def definition_problems(bundle: Bundle) -> Iterator[FieldError]:
    """What is wrong with a bundle itself; the field is `items.<index>.<column>`, `choices.<index>.…` or `exclusions.<index>`.

    Indexes count from 0; columns are those of `bundle_items.csv` and `bundle_choices.csv`.
    """
    names = {choice.name for choice in bundle.choices}
    seen: set[int] = set()
    for index, item in enumerate(bundle.items):
        found = [*item_problems(item, bundle.product_id)]
        if item.component_id in seen:
            found.append(FieldError("component", f"{item.name} stands there twice", remedy="take one out"))
        if item.choice is not None and item.choice not in names:
            found.append(FieldError("choice", f"there is no choice {item.choice}", remedy="add it, or leave this empty"))
        seen.add(item.component_id)
        for error in found:
            yield FieldError(f"items.{index}.{error.field}", error.what, error.record, error.remedy)
    yield from _choices_problems(bundle)
    yield from _exclusions_problems(bundle)


def item_problems(item: BundleItem, bundle_id: int) -> Iterator[FieldError]:
    """What is wrong with one item of a bundle, by itself; the field is a column of `bundle_items.csv`."""
    least, most = item.min_quantity_e6, item.max_quantity_e6
    if item.component_id == bundle_id:
        yield FieldError("component", "a bundle cannot be in itself", remedy="choose another product")
    if item.role not in ROLES:
        yield FieldError("role", f"unknown role {item.role!r}", remedy=f"use one of {', '.join(ROLES)}")
    if item.quantity_e6 <= 0:
        yield FieldError("quantity", f"{item.name} has no quantity", remedy="give one above 0")
    if least is not None and least < 0:
        yield FieldError("min_quantity", "the least quantity is negative", remedy="use 0 or more")
    if least is not None and most is not None and most < least:
        yield FieldError("max_quantity", "the largest quantity is below the least", remedy="correct one of them")
    elif (least is not None and item.quantity_e6 < least) or (most is not None and item.quantity_e6 > most):
        yield FieldError("quantity", f"{format_quantity(item.quantity_e6)} is outside the limits", remedy="correct one of them")
    if item.choice is not None and item.role != "optional":
        yield FieldError(
            "choice", f"{item.name} is {item.role}, so it is not chosen", remedy="make it optional, or leave this empty"
        )
    if item.unit_price_e4 is not None and item.role == "included" and item.unit_price_e4:
        yield FieldError("unit_price", f"{item.name} is included and costs nothing", remedy="leave the price empty")


def choice_problems(choice: Choice) -> Iterator[FieldError]:
    """What is wrong with one choice by itself; the field is a column of `bundle_choices.csv`."""
    if not choice.name.strip():
        yield FieldError("choice", "the choice has no name", remedy="give it one, such as Colour")
    if choice.min_count < 0:
        yield FieldError("min_count", "the least count is negative", remedy="use 0 or more")
    if choice.max_count is not None and choice.max_count < choice.min_count:
        yield FieldError("max_count", "the largest count is below the least", remedy="correct one of them")


def _choices_problems(bundle: Bundle) -> Iterator[FieldError]:
    sizes = Counter(item.choice for item in bundle.items)
    seen: set[str] = set()
    for index, choice in enumerate(bundle.choices):
        found = [*choice_problems(choice)]
        if choice.name in seen:
            found.append(FieldError("choice", f"choice {choice.name} stands there twice", remedy="take one out"))
        if choice.min_count > sizes[choice.name]:
            what = f"{choice.min_count} of {choice.name} are to be chosen, but there are {sizes[choice.name]}"
            found.append(FieldError("min_count", what, remedy="lower the count, or add options"))
        seen.add(choice.name)
        for error in found:
            yield FieldError(f"choices.{index}.{error.field}", error.what, error.record, error.remedy)


def _exclusions_problems(bundle: Bundle) -> Iterator[FieldError]:
    items = {item.component_id: item for item in bundle.items}
    always = {item.component_id for item in bundle.items if item.role != "optional"}
    for index, pair in enumerate(bundle.exclusions):
        field = f"exclusions.{index}"
        if not set(pair) <= items.keys():
            yield FieldError(field, "a product that is excluded is not in the bundle", remedy="take the exclusion out")
        elif pair[0] == pair[1]:
            yield FieldError(field, f"{items[pair[0]].name} excludes itself", remedy="name another product")
        elif set(pair) <= always:
            what = f"{items[pair[0]].name} and {items[pair[1]].name} both always come, so the bundle could not be sold"
            yield FieldError(field, what, remedy="make one of them optional")
    pairs = [frozenset(pair) for pair in bundle.exclusions]
    for (_, first), (two, second) in combinations(enumerate(pairs), 2):
        if first == second:
            yield FieldError(f"exclusions.{two}", "the exclusion stands there twice", remedy="take one out")
