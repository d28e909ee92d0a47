"""Payment terms: every written form, the dates it gives, and instalments that sum to the total."""

import pytest

from billdesk.billing.errors import BillingError
from billdesk.billing.terms import Terms, parse_terms
from tests.billing.builders import on


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("30", Terms(days=30)),
        ("net 30", Terms(days=30)),
        ("NET30", Terms(days=30)),
        ("30 days", Terms(days=30)),
        ("net 1 day", Terms(days=1)),
        ("0", Terms()),
        ("on receipt", Terms()),
        ("Due on Receipt", Terms()),
        ("receipt", Terms()),
        ("eom", Terms("eom")),
        ("EOM 10", Terms("eom", 10)),
        ("eom+10", Terms("eom", 10)),
        ("eom + 10 days", Terms("eom", 10)),
        ("day 1", Terms("day", 1)),
        ("day 15", Terms("day", 15)),
        ("day 31", Terms("day", 31)),
        ("2/10 net 30", Terms(days=30, discount_e4=20_000, discount_days=10)),
        ("2.5/10, net 30 days", Terms(days=30, discount_e4=25_000, discount_days=10)),
        ("30% 0, 60% 30, 10% 60", Terms(days=60, shares=((300_000, 0), (600_000, 30), (100_000, 60)))),
        ("50 % + 0, 50 % + 30 days", Terms(days=30, shares=((500_000, 0), (500_000, 30)))),
        ("33.3333% 0, 33.3333% 30, 33.3334% 60", Terms(days=60, shares=((333_333, 0), (333_333, 30), (333_334, 60)))),
        ("3660", Terms(days=3_660)),
    ],
)
def test_every_written_form_is_read(text: str, terms: Terms):
    assert parse_terms(text) == terms


@pytest.mark.parametrize(
    "text", ["", "soon", "net", "net -5", "1.5", "day 0", "day 32", "day", "eom -1", "2/10", "٣٠", "30%", "net 30 60"]
)
def test_what_are_no_terms_is_refused_with_the_forms_that_are(text: str):
    with pytest.raises(BillingError, match="are not understood; write it like 'net 30', 'eom 10', 'day 15'"):
        parse_terms(text)


@pytest.mark.parametrize("text", ["3661", "net 9999", "eom 3661", "1/9999 net 3660", "100% 9999"])
def test_terms_of_more_than_ten_years_are_refused(text: str):
    with pytest.raises(BillingError, match="longer than 3660 days"):
        parse_terms(text)


@pytest.mark.parametrize("text", ["2/31 net 30", "101/10 net 30"])
def test_an_early_discount_must_fit_its_term(text: str):
    with pytest.raises(BillingError, match=r"early-payment discount .* does not fit"):
        parse_terms(text)


@pytest.mark.parametrize("text", ["50% 0, 40% 30", "50% 0, 60% 30", "50% 30, 50% 0", "50% 30, 50% 30"])
def test_instalments_must_sum_to_the_whole_on_days_that_rise(text: str):
    with pytest.raises(BillingError, match=r"instalments .* do not fit"):
        parse_terms(text)


@pytest.mark.parametrize(
    ("text", "issued", "due"),
    [
        ("on receipt", "2026-01-31", "2026-01-31"),
        ("net 30", "2026-01-31", "2026-03-02"),
        ("net 1", "2028-02-28", "2028-02-29"),
        # The invoice's own month ends on the 28th, ten days on is 10 March.
        ("eom", "2026-02-01", "2026-02-28"),
        ("eom", "2026-02-28", "2026-02-28"),
        ("eom 10", "2026-02-01", "2026-03-10"),
        ("day 15", "2026-01-14", "2026-01-15"),
        # The next 15th after the 15th is a month away.
        ("day 15", "2026-01-15", "2026-02-15"),
        ("day 15", "2026-12-16", "2027-01-15"),
        ("day 31", "2026-02-01", "2026-02-28"),
        ("day 31", "2026-02-28", "2026-03-31"),
        ("2/10 net 30", "2026-01-01", "2026-01-31"),
        ("30% 0, 60% 30, 10% 60", "2026-01-01", "2026-03-02"),
    ],
)
def test_terms_give_the_last_day_to_pay(text: str, issued: str, due: str):
    assert parse_terms(text).due_on(on(issued)) == on(due)


def test_a_single_payment_is_one_instalment():
    assert parse_terms("net 10").instalments(on("2026-01-01"), 1_999) == ((on("2026-01-11"), 1_999),)


def test_instalments_sum_exactly_to_the_total_and_the_last_takes_the_remainder():
    # 100.01: 30 % = 30.003, 60 % = 60.006, and what is left of it
    assert parse_terms("30% 0, 60% 30, 10% 60").instalments(on("2026-01-01"), 10_001) == (
        (on("2026-01-01"), 3_000),
        (on("2026-01-31"), 6_001),
        (on("2026-03-02"), 1_000),
    )


def test_no_instalment_of_a_tiny_total_is_below_zero():
    # 0.02 in quarters of 0.005: each would go up to 0.01
    amounts = [amount for _, amount in parse_terms("25% 0, 25% 1, 25% 2, 25% 3").instalments(on("2026-01-01"), 2)]

    assert amounts == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0", "Payable on receipt"),
        ("30", "Payable within 30 days"),
        ("eom", "Payable by the end of the month"),
        ("eom 10", "Payable by the end of the month plus 10 days"),
        ("day 15", "Payable by the next day 15 of a month"),
        ("2/10 net 30", "Payable within 30 days; 2 % discount within 10 days"),
        ("50% 0, 50% 30", "Payable in instalments: 50 % after 0 days, 50 % after 30 days"),
    ],
)
def test_terms_say_one_plain_sentence(text: str, sentence: str):
    assert parse_terms(text).text() == sentence
