"""Numbers of documents: fiscal years, heads and digits."""

import pytest

from billdesk.billing.errors import BillingError
from billdesk.billing.numbering import PREFIXES, check_first_month, check_prefixes, fiscal_year, format_number, number_head
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


@pytest.mark.parametrize("prefix", ["INV", "R", "2B", "acme-DE", "A-1-B"])
def test_letters_digits_and_inner_hyphens_make_a_prefix(prefix: str):
    check_prefixes({"invoice": prefix, "credit_note": "CN"})


@pytest.mark.parametrize("prefix", ["", "-A", "A-", "A/B", "A B", "Ä", "A.B", "THIRTEEN-LONG"])
def test_a_prefix_that_no_file_could_have_is_refused(prefix: str):
    with pytest.raises(BillingError, match="cannot be used in numbers"):
        check_prefixes({"invoice": prefix, "credit_note": "CN"})


def test_two_kinds_never_share_a_prefix():
    with pytest.raises(BillingError, match="two kinds of documents"):
        check_prefixes({"invoice": "Doc", "credit_note": "DOC"})


# months          J F M A M J J A S O N D | J F M A M
# from January    2026 ...................| 2027 ....
# from April      2025 .|2026 ............| .....|2027
@pytest.mark.parametrize(
    ("first_month", "last_on", "last_year"),
    [
        (4, None, None),
        (4, "2026-11-25", 2026),  # goes on in 2026 until March
        (4, "2026-04-01", 2026),
        (1, "2027-02-10", 2026),  # from April before: 2027 begins at once
        (1, "2026-11-25", 2026),
    ],
)
def test_the_first_month_may_change_where_numbers_go_on(first_month: int, last_on: str | None, last_year: int | None):
    check_first_month(first_month, on(last_on) if last_on else None, last_year)


@pytest.mark.parametrize(("first_month", "last_on"), [(4, "2026-03-31"), (12, "2026-11-30")])
def test_the_first_month_never_sends_documents_back_into_a_year_that_is_over(first_month: int, last_on: str):
    with pytest.raises(BillingError, match="would fall back into 2025"):
        check_first_month(first_month, on(last_on), 2026)
