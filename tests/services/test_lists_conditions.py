"""Words for stretches of days, worked out by hand around a day in the middle and at the edges of a year."""

from __future__ import annotations

from datetime import date

import pytest

from billdesk.services.lists_conditions import SPANS, like, span
from billdesk.services.lists_labels import Labels, fold

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("today", "2026-11-24", "2026-11-24"),
        ("yesterday", "2026-11-23", "2026-11-23"),
        ("this-week", "2026-11-23", "2026-11-29"),
        ("last-week", "2026-11-16", "2026-11-22"),
        ("this-month", "2026-11-01", "2026-11-30"),
        ("last-month", "2026-10-01", "2026-10-31"),
        ("next-month", "2026-12-01", "2026-12-31"),
        ("this-quarter", "2026-10-01", "2026-12-31"),
        ("last-quarter", "2026-07-01", "2026-09-30"),
        ("this-year", "2026-01-01", "2026-12-31"),
        ("last-year", "2025-01-01", "2025-12-31"),
        ("last-30-days", "2026-10-26", "2026-11-24"),
        ("next-7-days", "2026-11-24", "2026-11-30"),
        ("next-30-days", "2026-11-24", "2026-12-23"),
    ],
)
def test_a_word_is_a_stretch_of_days(word: str, first: str, last: str):
    assert tuple(day.isoformat() for day in span(word, TUESDAY)) == (first, last)


@pytest.mark.parametrize(
    ("word", "on", "first", "last"),
    [
        ("next-month", "2026-12-31", "2027-01-01", "2027-01-31"),
        ("last-month", "2026-01-31", "2025-12-01", "2025-12-31"),
        ("last-quarter", "2026-02-01", "2025-10-01", "2025-12-31"),
        ("this-quarter", "2024-02-29", "2024-01-01", "2024-03-31"),
        ("last-week", "2026-01-01", "2025-12-22", "2025-12-28"),
        ("next-month", "2024-01-31", "2024-02-01", "2024-02-29"),
    ],
)
def test_a_stretch_goes_over_the_edge_of_a_year(word: str, on: str, first: str, last: str):
    assert tuple(day.isoformat() for day in span(word, date.fromisoformat(on))) == (first, last)


def test_every_word_has_its_stretch():
    assert all(span(word, TUESDAY)[0] <= span(word, TUESDAY)[1] for word in SPANS)


def test_signs_of_a_pattern_stand_for_themselves():
    assert like("50%_\\") == "%50\\%\\_\\\\%"
    assert like("a", "") == "a%"


@pytest.mark.parametrize(("text", "folded"), [("Königlich", "koniglich"), ("ÅRHUS", "arhus"), ("Straße", "strasse"), (None, "")])
def test_folded_text_has_no_case_and_no_accents(text: str | None, folded: str):
    assert fold(text) == folded


def test_labels_are_ranked_by_what_they_say_and_empty_ones_are_left_out():
    from array import array

    labels = Labels(array("q", [1, 2, 3, 4]), [fold("Zebra"), fold("Ärzte"), "", fold("ärzte")])
    assert labels.ranked() == [2, 4, 1]
    assert labels.ranked(descending=True) == [1, 4, 2]
    assert (labels.matching("contains", "ÄR"), labels.matching("starts", "z"), labels.matching("is", "arzte")) == (
        [2, 4],
        [1],
        [2, 4],
    )
