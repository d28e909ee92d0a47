"""Numbers of documents: fiscal years, heads and digits."""

import pytest

from billdesk.billing.errors import BillingError
from billdesk.billing.numbering import PREFIXES, fiscal_year, format_number, number_head
from tests.billing.builders import on


@pytest.mark.parametrize(
    ("day", "first_month", "year"),
    [
        ("2026-01-01", 1, 2026),
        ("2026-12-31", 1, 2026),
        ("2026-03-31", 4, 2025),
        ("2026-04-01", 4, 2026),
        ("2026-11-30", 12, 2025),
        ("2026-12-01", 12, 2026),
    ],
)
def test_a_fiscal_year_is_named_by_the_year_in_which_it_starts(day: str, first_month: int, year: int):
    assert fiscal_year(on(day), first_month) == year


@pytest.mark.parametrize("month", [0, 13, -1])
def test_a_fiscal_year_starts_in_a_month_that_exists(month: int):
    with pytest.raises(BillingError, match=f"month {month} does not exist"):
        fiscal_year(on("2026-01-01"), month)


def test_a_number_has_its_series_head_and_five_digits_or_more():
    assert format_number(number_head(PREFIXES["invoice"], 2026), 1) == "INV-2026-00001"
    assert format_number(number_head(PREFIXES["credit_note"], 2026), 12_345) == "CN-2026-12345"
    assert format_number(number_head("R", 2026), 123_456) == "R-2026-123456"
