"""Whatever the figures: exact reading and writing, one rounding, and sums that come out."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from math import floor

from hypothesis import strategies as st

from billdesk.billing.money import (
    MAX_MINOR,
    currency_digits,
    format_minor,
    format_scaled,
    half_up,
    line_amount,
    parse_amount,
    parse_scaled,
)
from billdesk.billing.proration import share_out
from billdesk.billing.tax import TaxLine
from billdesk.billing.terms import Terms
from billdesk.billing.totals import totals
from tests.billing.properties import at_any_length, days, holds

amounts = st.integers(-MAX_MINOR, MAX_MINOR)
currencies = st.sampled_from(["JPY", "USD", "EUR", "KWD", "CLF"])
rates = st.sampled_from([1, 25_000, 55_000, 70_000, 77_000, 190_000, 200_000, 212_345, 1_000_000])
tax_lines = st.one_of(
    st.builds(TaxLine, st.just("S"), rates, st.integers(-(10**9), 10**9)),
    st.builds(TaxLine, st.sampled_from(["Z", "E", "AE"]), st.just(0), st.integers(-(10**9), 10**9)),
)
documents = st.lists(tax_lines, max_size=12)


@at_any_length
def test_half_up_is_decimals_round_half_up(examples: int):
    def check(numerator: int, denominator: int) -> None:
        with localcontext() as context:
            context.prec = 80
            exact = Decimal(numerator) / Decimal(denominator)
            assert half_up(numerator, denominator) == int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))

    wide = st.integers(-(10**30), 10**30)
    narrow = st.integers(-1_000, 1_000)
    holds(check, examples, st.one_of(wide, narrow), st.one_of(st.integers(1, 10**18), st.integers(1, 40)))


@at_any_length
def test_a_credit_rounds_as_its_invoice(examples: int):
    def check(numerator: int, denominator: int) -> None:
        assert half_up(-numerator, denominator) == -half_up(numerator, denominator)

    holds(check, examples, st.integers(-(10**20), 10**20), st.integers(1, 10**6))


@at_any_length
def test_an_amount_that_is_written_reads_back_the_same(examples: int):
    def check(minor: int, currency: str) -> None:
        text = format_minor(minor, currency)
        assert parse_amount(text, currency) == minor
        assert Decimal(text) == Decimal(minor).scaleb(-currency_digits(currency))

    holds(check, examples, amounts, currencies)


@at_any_length
def test_a_scaled_number_that_is_written_reads_back_the_same(examples: int):
    def check(value: int, places: int, at_least: int) -> None:
        text = format_scaled(value, places, min(at_least, places))
        assert parse_scaled(text, places) == value
        assert "e" not in text.lower()

    holds(check, examples, st.integers(-(10**15), 10**15), st.integers(0, 6), st.integers(0, 6))


@at_any_length
def test_a_lines_amount_is_the_exact_product_rounded_once(examples: int):
    def check(quantity: int, price: int, discount: int, currency: str, used: int, more: int) -> None:
        factors = (Fraction(quantity, 10**6), Fraction(price, 10**4), 1 - Fraction(discount, 10**6), Fraction(used, used + more))
        exact = factors[0] * factors[1] * factors[2] * factors[3] * 10 ** currency_digits(currency)
        away = floor(abs(exact) + Fraction(1, 2))
        assert line_amount(quantity, price, discount, currency, used, used + more) == (away if exact >= 0 else -away)

    quantity = st.integers(-(10**9), 10**9)
    holds(
        check,
        examples,
        quantity,
        st.integers(0, 10**8),
        st.integers(0, 10**6),
        currencies,
        st.integers(1, 31),
        st.integers(0, 31),
    )


@at_any_length
def test_pieces_sum_to_the_whole_and_have_its_sign(examples: int):
    def check(amount: int, weights: list[int]) -> None:
        if sum(weights):
            pieces = share_out(amount, weights)
            assert sum(pieces) == amount
            assert len(pieces) == len(weights)
            assert all(piece * amount >= 0 for piece in pieces)
            # Each but the last is its exact share rounded, or what was left.
            exact = [Fraction(amount * weight, sum(weights)) for weight in weights]
            assert all(abs(piece) <= abs(share) + Fraction(1, 2) for piece, share in list(zip(pieces, exact, strict=True))[:-1])

    holds(check, examples, st.integers(-(10**12), 10**12), st.lists(st.integers(0, 400), min_size=1, max_size=24))


@at_any_length
def test_instalments_sum_to_the_total_on_rising_dates(examples: int):
    def check(total: int, cuts: set[int], issued_on: date) -> None:
        edges = [0, *sorted(cuts), 1_000_000]
        shares = tuple((b - a, 10 * n) for n, (a, b) in enumerate(pairwise(edges)))
        found = Terms(days=shares[-1][1], shares=shares).instalments(issued_on, total)
        assert sum(amount for _, amount in found) == total
        assert all(amount >= 0 for _, amount in found)
        assert [on for on, _ in found] == sorted({on for on, _ in found})

    holds(check, examples, st.integers(0, 10**12), st.sets(st.integers(1, 999_999), max_size=11), days)


@at_any_length
def test_gross_prices_come_out_exact(examples: int):
    def check(lines: list[TaxLine]) -> None:
        found = totals(lines, includes_tax=True)
        assert found.total_minor == sum(line.amount_minor for line in lines)
        assert found.net_minor + found.tax_minor == found.total_minor
        assert sum(found.line_nets) == found.net_minor
        for tax in found.taxes:
            mine = [(line, net) for line, net in zip(lines, found.line_nets, strict=True) if line[:2] == tax[:2]]
            assert tax.taxable_minor + tax.tax_minor == sum(line.amount_minor for line, _ in mine)
            assert sum(net for _, net in mine) == tax.taxable_minor
            exact = Fraction((tax.taxable_minor + tax.tax_minor) * tax.rate_e4, 1_000_000 + tax.rate_e4)
            assert abs(tax.tax_minor - exact) <= Fraction(1, 2)

    holds(check, examples, documents)


@at_any_length
def test_a_gross_lines_net_is_within_a_unit_of_its_own_exact_net(examples: int):
    def check(lines: list[TaxLine]) -> None:
        for line, net in zip(lines, totals(lines, includes_tax=True).line_nets, strict=True):
            assert abs(net - Fraction(line.amount_minor * 1_000_000, 1_000_000 + line.rate_e4)) <= 1

    holds(check, examples, documents)


@at_any_length
def test_tax_on_net_prices_is_rounded_once_per_category(examples: int):
    def check(lines: list[TaxLine]) -> None:
        found = totals(lines)
        assert found.line_nets == tuple(line.amount_minor for line in lines)
        assert found.net_minor == sum(found.line_nets)
        assert found.total_minor == found.net_minor + found.tax_minor
        assert len({tax[:2] for tax in found.taxes}) == len(found.taxes)
        assert all(
            abs(tax.tax_minor - Fraction(tax.taxable_minor * tax.rate_e4, 1_000_000)) <= Fraction(1, 2) for tax in found.taxes
        )

    holds(check, examples, documents)


@at_any_length
def test_a_credit_note_of_any_document_is_its_mirror(examples: int):
    def check(lines: list[TaxLine], includes_tax: bool) -> None:
        invoice = totals(lines, includes_tax)
        credit = totals([line._replace(amount_minor=-line.amount_minor) for line in lines], includes_tax)
        assert credit.line_nets == tuple(-net for net in invoice.line_nets)
        assert (credit.net_minor, credit.tax_minor, credit.total_minor) == (
            -invoice.net_minor,
            -invoice.tax_minor,
            -invoice.total_minor,
        )

    holds(check, examples, documents, st.booleans())
