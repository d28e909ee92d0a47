"""The timeline's entries in words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale

from billdesk.services.timeline import TimelineEntry
from billdesk.ui.formats import Formats
from billdesk.ui.navigation import Place
from billdesk.ui.widgets.timeline import _kinds, row_of

FORMATS = Formats(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))


@pytest.mark.parametrize("kind", _kinds())
def test_each_kind_of_entry_has_words_of_its_own(kind: str):
    row = row_of(TimelineEntry("2026-03-31", kind, "invoice", 7, "T-1", 36_89, "EUR", "D-1"), FORMATS)

    assert "{" not in row.title
    assert row.lines[0].startswith("3/31/2026")
    assert row.amount == "EUR 36.89"
    assert "D-1" in row.spoken


def test_an_entry_of_a_later_version_is_told_as_it_stands():
    row = row_of(TimelineEntry("2026-03-31", "invoice.part_paid", "invoice", 7, "INV-1"), FORMATS)
    assert row.title == "Invoice part paid INV-1"


@pytest.mark.parametrize(
    ("record", "place"),
    [
        ("order", Place("order", 7)),
        ("invoice", Place("invoice", 7)),
        ("run", Place("runs", 7)),
        ("message", Place("outbox")),
        ("account", None),
    ],
)
def test_an_entry_leads_to_what_it_is_about(record: str, place: Place | None):
    assert row_of(TimelineEntry("2026-03-31", "ordered", record, 7, "T"), FORMATS).place == place


def test_an_edit_says_what_was_there_before():
    changed = (("city", "Ulm", "Bonn"), ("notes", "", "Rings\ntwice"))
    row = row_of(TimelineEntry("2026-03-31", "account.change", "account", 7, "A", actor="ada", changed=changed), FORMATS)
    assert row.lines == ("3/31/2026  ·  by ada  ·  City: Ulm → Bonn  ·  Notes: – → Rings twice",)
