"""Bundles: what comes of a configuration, and what keeps one from being sold."""

from __future__ import annotations

import pytest

from billdesk.billing.bundle import (
    Bundle,
    BundleComponent,
    BundleItem,
    Choice,
    choice_problems,
    configured,
    definition_problems,
    first_configuration,
    item_problems,
    problems,
)

ONE = 1_000_000
DESK = BundleItem(1, "Desk")
CABLE = BundleItem(2, "Cable", "included", 3 * ONE)
LAMP = BundleItem(3, "Lamp", "optional", ONE, ONE, 4 * ONE, choice="Light", unit_price_e4=90_000)
SPOT = BundleItem(4, "Spot", "optional", ONE, choice="Light")
SETUP = BundleItem(5, "Set-up", "optional", is_per_bundle=False)
OFFICE = Bundle(9, "Office", (DESK, CABLE, LAMP, SPOT, SETUP), (Choice("Light", 1, 1),), ((1, 5),))


def told(bundle: Bundle, configuration: dict[int, int]) -> list[tuple[str, str]]:
    """Field and sentence of each problem."""
    return [(error.field, str(error)) for error in problems(bundle, configuration)]


def test_what_is_required_or_included_is_taken_first() -> None:
    assert first_configuration(OFFICE) == {1: ONE, 2: 3 * ONE}


def test_quantities_per_bundle_grow_with_it_and_included_ones_cost_nothing() -> None:
    chosen = {1: ONE, 3: 2 * ONE, 5: ONE}
    assert configured(OFFICE, 4 * ONE, chosen) == (
        BundleComponent(1, "required", 4 * ONE, None),
        BundleComponent(2, "included", 12 * ONE, 0),
        BundleComponent(3, "optional", 8 * ONE, 90_000),
        BundleComponent(5, "optional", ONE, None),
    )


def test_a_part_of_a_bundle_has_a_part_of_its_components() -> None:
    assert [part.quantity_e6 for part in configured(OFFICE, 333_333, {1: 1_500_000})] == [500_000, 999_999]


def test_a_configuration_that_fits_has_no_problem() -> None:
    assert told(OFFICE, {1: ONE, 2: 3 * ONE, 3: 4 * ONE}) == []


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        ({3: ONE}, [("items.1", "Desk is required; take it with Office")]),
        ({1: 0, 3: ONE}, [("items.1", "Desk has no quantity; take some")]),
        ({1: ONE, 3: 500_000}, [("items.3", "0.5 of Lamp is too few; take at least 1 per bundle")]),
        ({1: ONE, 3: 5 * ONE}, [("items.3", "5 of Lamp is too many; take at most 4 per bundle")]),
        ({1: ONE}, [("choices.Light", "none of Light is chosen; choose at least 1")]),
        ({1: ONE, 3: ONE, 4: ONE}, [("choices.Light", "2 of Light are chosen; choose at most 1")]),
        ({1: ONE, 4: ONE, 5: ONE}, [("items.5", "Desk and Set-up do not go together; leave one of them out")]),
        ({1: ONE, 4: ONE, 7: ONE}, [("items.7", "Office no longer has one of the products that were chosen; leave it out")]),
    ],
)
def test_what_does_not_fit_is_said_in_words(configuration: dict[int, int], expected: list[tuple[str, str]]) -> None:
    assert told(OFFICE, configuration) == expected


def test_what_always_comes_excludes_too() -> None:
    bundle = OFFICE._replace(exclusions=((2, 4),))
    assert told(bundle, {1: ONE, 4: ONE}) == [("items.4", "Cable and Spot do not go together; leave one of them out")]


@pytest.mark.parametrize(
    ("bundle", "field", "words"),
    [
        (OFFICE._replace(items=(DESK, DESK)), "items.1.component", "Desk stands there twice"),
        (OFFICE._replace(items=(DESK._replace(component_id=9),)), "items.0.component", "a bundle cannot be in itself"),
        (OFFICE._replace(items=(DESK._replace(role="free"),)), "items.0.role", "unknown role 'free'"),
        (OFFICE._replace(items=(DESK._replace(quantity_e6=0),)), "items.0.quantity", "Desk has no quantity"),
        (OFFICE._replace(items=(LAMP._replace(max_quantity_e6=0),)), "items.0.max_quantity", "below the least"),
        (OFFICE._replace(items=(LAMP._replace(quantity_e6=5 * ONE),)), "items.0.quantity", "5 is outside the limits"),
        (OFFICE._replace(items=(LAMP._replace(role="required"),)), "items.0.choice", "Lamp is required, so it is not chosen"),
        (OFFICE._replace(items=(LAMP,), choices=()), "items.0.choice", "there is no choice Light"),
        (OFFICE._replace(items=(CABLE._replace(unit_price_e4=1),)), "items.0.unit_price", "included and costs nothing"),
        (OFFICE._replace(choices=(Choice("Light", 3),)), "choices.0.min_count", "3 of Light are to be chosen, but there are 2"),
        (OFFICE._replace(choices=(Choice("Light", 2, 1),)), "choices.0.max_count", "the largest count is below the least"),
        (OFFICE._replace(choices=(Choice("Light"), Choice("Light"))), "choices.1.choice", "choice Light stands there twice"),
        (OFFICE._replace(choices=(Choice("Light"), Choice(" "))), "choices.1.choice", "the choice has no name"),
        (OFFICE._replace(exclusions=((1, 7),)), "exclusions.0", "is not in the bundle"),
        (OFFICE._replace(exclusions=((3, 3),)), "exclusions.0", "Lamp excludes itself"),
        (OFFICE._replace(exclusions=((1, 2),)), "exclusions.0", "both always come"),
        (OFFICE._replace(exclusions=((3, 4), (4, 3))), "exclusions.1", "the exclusion stands there twice"),
    ],
)
def test_a_bundle_that_could_not_be_sold_is_told(bundle: Bundle, field: str, words: str) -> None:
    found = [error for error in definition_problems(bundle) if error.field == field]
    assert [words in str(error) for error in found] == [True]


def test_a_sound_bundle_has_no_problem() -> None:
    assert list(definition_problems(OFFICE)) == []


def test_limits_and_counts_below_nothing_are_told() -> None:
    item = BundleItem(7, "Desk", min_quantity_e6=-1)

    assert [problem.field for problem in item_problems(item, 1)] == ["min_quantity"]
    assert [problem.field for problem in choice_problems(Choice("Colour", -1, None))] == ["min_count"]
