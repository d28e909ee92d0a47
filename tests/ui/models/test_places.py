"""Places of lists: the window's list page reads the same filter from a place as the service has counted by."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from billdesk.services.lists import ListQuery, list_columns, list_ids
from billdesk.services.overview import Concern, Figure, overview
from billdesk.ui.models.places import list_place
from billdesk.ui.pages.list_page import conditions_of
from tests.companies import sample

APRIL = date(2026, 4, 1)


def test_a_list_opens_with_the_rows_that_its_figure_counts(company_file: str, tmp_path: Path):
    company = sample(company_file, tmp_path)
    home = overview(company, APRIL)
    assert home.next_run is not None
    figures = [home.unbilled, home.not_due, home.overdue, home.credited, home.due_soon, *home.ageing, home.next_run.drafts]
    all_of_them: list[Figure | Concern] = [*figures, *home.concerns]
    for counted in all_of_them:
        place = list_place(counted.kind, counted.conditions)
        kinds = {column.key: column.kind for column in list_columns(counted.kind)}
        found = list_ids(company, ListQuery(counted.kind, conditions=conditions_of(place, kinds)), APRIL)
        assert len(found) == counted.count, place
    company.engine.dispose()


def test_pages_are_called_after_their_lists():
    assert list_place("exceptions", ()).page == "runs"
    assert list_place("exceptions", ()).told("tab") == "exceptions"
    assert list_place("invoices", ()).page == "invoices"
